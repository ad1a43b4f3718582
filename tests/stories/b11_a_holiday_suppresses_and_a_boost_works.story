# Behaviour 11: a holiday calendar suppresses the raise; a person's boost still works.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
feed days holidays
feed office bound HQ
event days 2027-01-04 00:00-23:59 Plant closed
event office 2027-01-04 09:00-12:00 1 Gbps, all hands
event office 2027-01-05 09:00-12:00 1 Gbps, next day
at 08:30 expect verdict hands ignored Plant closed
at 09:30 expect HQ 100M
at 10:00 boost HQ 500M 30m
at 10:10 expect HQ 500M
at 10:40 expect HQ 100M
at 2027-01-05T09:10 expect HQ 1G
end 2027-01-05T10:00

# Behaviour 25: an event deleted while its tier is up: dropped at the next fetch.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 09:00-12:00 1 Gbps, all hands
event office 2027-01-04 14:00-18:00 1 Gbps, later
at 10:00 cancel office all hands
at 10:20 expect HQ 100M
at 10:20 expect notice the calendar was read at 10:0
at 10:20 expect orders 2
at 15:00 cancel office later
at 15:00 event office 2027-01-04 14:00-15:30 1 Gbps, later
at 15:20 expect HQ 1G
at 15:40 expect HQ 100M
at 15:40 expect orders 4
end 16:00

# Behaviour 9: two overlapping events: the higher while both run, then the other, then the baseline.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 09:00-12:00 500 Mbps, uploads
event office 2027-01-04 10:00-11:00 1 Gbps, all hands
at 09:30 expect HQ 500M
at 10:30 expect HQ 1G
at 11:30 expect HQ 500M
at 12:30 expect HQ 100M
at 12:30 expect orders 4
end 13:00

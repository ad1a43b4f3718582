# Behaviour 5: Friday 22:00-06:00 covers Saturday morning, not Friday morning.
begin 2027-01-08T00:00Z
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-08 22:00-06:00 1 Gbps, backup
at 05:00 expect HQ 100M
at 23:00 expect HQ 1G
at 2027-01-09T05:00 expect HQ 1G
at 2027-01-09T06:30 expect HQ 100M
at 2027-01-09T06:30 expect orders 2
end 2027-01-09T07:00

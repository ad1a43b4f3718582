# A standby acts only if no order of anybody was open in its twelve minutes.
begin 2027-01-04T08:00Z
role standby
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 09:00-12:00 1 Gbps, all hands
at 09:05 foreign HQ 8m
at 09:20 expect HQ 100M
at 09:22 expect orders 0
at 09:35 expect HQ 1G
at 09:35 expect orders 1
at 12:08 expect HQ 1G
at 12:20 expect HQ 100M
end 12:30

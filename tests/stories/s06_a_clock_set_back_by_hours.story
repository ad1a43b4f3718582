# This computer starts with a clock three hours ahead and no carrier to ask; when its clock is set right and the carrier is
# there, the event of the day is raised in time, and once.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 09:30-11:00 1 Gbps, all hands
at 08:05 unreachable yes
at 08:10 set-clock 3h
at 09:00 set-clock 0s
at 09:00 unreachable no
at 09:32 expect HQ 1G
at 11:10 expect HQ 100M
at 11:30 expect orders 2
end 11:30

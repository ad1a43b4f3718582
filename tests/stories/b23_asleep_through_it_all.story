# Behaviour 23: awake 12:10 instead: nothing is raised, one missed record and one notice.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 09:00-12:00 1 Gbps, all hands
at 08:50 sleep
at 12:10 wake
at 13:00 expect orders 0
at 13:00 expect notices 1
at 13:00 expect notice Missed on HQ: 1 Gbps
end 13:00

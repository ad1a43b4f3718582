# Behaviour 23: asleep 08:50, event 09:00-12:00, awake 09:40: raised at once, marked 40 min late.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 09:00-12:00 1 Gbps, all hands
at 08:50 sleep
at 09:40 wake
at 09:40:30 expect sent 1
at 09:45 expect HQ 1G
at 12:10 expect HQ 100M
at 12:10 expect notices 0
end 12:30

# Behaviour 26: a boost survives a restart and ends in what the timeline says then; hold; pausing orders nothing.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..2G
feed office bound HQ
event office 2027-01-04 09:00-12:00 1 Gbps, all hands
event office 2027-01-04 15:00-16:00 1 Gbps, paused over
at 08:10 boost HQ 2G 2h
at 08:20 expect HQ 2G
at 08:30 kill
at 08:31 start
at 09:30 expect HQ 2G
at 10:20 expect HQ 1G
at 10:30 hold HQ 100M 3h
at 10:36 expect HQ 100M
at 11:30 expect HQ 100M
at 13:40 expect HQ 100M
at 13:45 expect orders 3
at 14:00 pause
at 15:30 expect HQ 100M
at 15:30 resume next
at 15:50 expect orders 3
at 16:30 pause
at 16:40 resume now
at 17:00 expect orders 3
at 17:00 expect notices 0
end 17:30

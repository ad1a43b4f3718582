# Behaviour 17: somebody else's order is in flight: Tidegate waits, and orders once.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 09:00-12:00 1 Gbps, all hands
at 08:50 foreign HQ 8m
at 08:56 expect sent 0
at 08:56 expect why HQ somebody else's order is at work
at 08:59 expect sent 1
at 09:05 expect HQ 1G
at 09:10 expect notices 0
at 12:10 expect orders 2
end 12:30

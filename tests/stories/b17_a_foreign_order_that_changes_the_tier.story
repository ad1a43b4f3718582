# Somebody else's order runs when ours is due, and ends with another tier: it is waited for, then ours is ordered.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 09:00-12:00 1 Gbps, all hands
at 08:52 foreign HQ 6m 500M
at 08:56 expect orders 0
at 08:56 expect why HQ somebody else's order is at work
at 09:10 expect HQ 1G
at 09:10 expect orders 1
at 12:10 expect HQ 100M
at 12:10 expect orders 2
at 12:10 expect notices 0
end 12:30

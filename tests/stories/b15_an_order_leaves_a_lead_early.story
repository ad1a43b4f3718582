# Behaviour 15: the order leaves lead time early, walks its states, and is confirmed only by the inventory.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 09:00-12:00 1 Gbps, all hands
at 08:53:30 expect sent 0
at 08:54:30 expect sent 1
at 08:56 expect HQ 100M
at 08:58 expect HQ 1G
at 11:59 expect HQ 1G
at 12:04 expect HQ 100M
at 12:30 expect orders 2
at 12:30 expect notices 0
at 12:30 expect open none
end 13:00

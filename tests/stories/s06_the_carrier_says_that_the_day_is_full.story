# A refusal for quota sets the count to full until 00:00 GMT: the drop that must wait is one incident with its price, and goes right after.
begin 2027-01-04T20:00Z
zone America/New_York
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 21:00-23:00 1 Gbps, all hands
at 22:00 carrier-quota 1
at 23:10 expect HQ 1G
at 23:10 expect open quota
at 23:10 expect notice 19:00 EST
at 23:59 expect sent 2
at 2027-01-05T00:08 expect HQ 100M
at 2027-01-05T00:08 expect open none
at 2027-01-05T00:08 expect orders 2
end 2027-01-05T00:30

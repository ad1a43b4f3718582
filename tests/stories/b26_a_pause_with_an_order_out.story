# Pausing sends nothing, drops included; an order already sent is followed to its end.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 09:00-10:00 1 Gbps, all hands
at 08:55 pause
at 09:05 expect HQ 1G
at 09:05 expect why HQ paused
at 10:30 expect HQ 1G
at 10:30 expect orders 1
at 10:30 resume now
at 10:40 expect HQ 100M
end 11:00

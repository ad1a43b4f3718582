# A standby acts only if the circuit is still wrong 12 minutes after the boundary, and says so.
begin 2027-01-04T08:00Z
role standby
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 09:00-12:00 1 Gbps, all hands
at 09:11 expect sent 0
at 09:13 expect sent 1
at 09:18 expect HQ 1G
at 09:18 expect notice HQ: the standby computer orders 1 Gbps
at 12:11 expect HQ 1G
at 12:18 expect HQ 100M
end 12:30

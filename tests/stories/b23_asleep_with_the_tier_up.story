# Behaviour 23: if it had been up before, the drop is done now.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 09:00-12:00 1 Gbps, all hands
at 09:30 sleep
at 12:40 wake
at 12:40:30 expect sent 2
at 12:45 expect HQ 100M
at 13:00 expect notices 0
end 13:00

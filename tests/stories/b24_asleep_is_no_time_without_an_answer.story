# The network went before the sleep and comes back twenty seconds after it: no notice.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 12:30-13:00 1 Gbps, all hands
at 08:30 disconnect
at 08:36 sleep
at 12:00 wake
at 12:00:20 connect
at 12:10 expect notices 0
at 12:35 expect HQ 1G
end 12:40

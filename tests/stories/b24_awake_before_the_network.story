# Behaviour 24: awake with the network 20 s behind: silent wait, no error notice.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 09:00-12:00 1 Gbps, all hands
at 08:50 sleep
at 09:10:00 disconnect
at 09:10:00 wake
at 09:10:20 connect
at 09:11:30 expect sent 1
at 09:15 expect HQ 1G
at 09:20 expect notices 0
at 12:10 expect HQ 100M
end 12:30

# 1 Gbps 9-10 with 500 Mbps 9-12, awake 9:50: the higher wish came too late and does not hold back the lower one.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 09:00-10:00 1 Gbps, all hands
event office 2027-01-04 09:00-12:00 500 Mbps, uploads
at 08:40 sleep
at 09:50 wake
at 09:55 expect HQ 500M
at 10:30 expect orders 1
at 10:30 expect notice Missed on HQ: 1 Gbps
at 12:10 expect HQ 100M
end 12:30

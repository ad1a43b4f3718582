# The kill switch holds a circuit at its baseline and pauses it when it is confirmed or has failed: a drop that keeps
# failing pauses it too, and that is told with its price.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 09:00-12:00 1 Gbps, all hands
at 09:25 fault {"on":"change","do":"fail","times":9}
at 09:30 baseline-all
at 09:34 expect notice HQ: drop to 100 Mbps failed
at 10:30 expect HQ 1G
at 10:30 expect orders 4
at 10:30 expect why HQ paused
at 10:30 expect why HQ HQ stays at 1 Gbps; that costs $0.74 more each hour
at 11:30 expect orders 4
at 11:30 expect open order:HQ
end 12:30

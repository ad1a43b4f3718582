# A FAILED return to the baseline goes on every 30 minutes, with one incident; a raise does not.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 09:00-10:00 1 Gbps, all hands
event office 2027-01-04 16:00-18:00 1 Gbps, later
at 09:30 fault {"on":"change","do":"fail","times":5}
at 11:00 expect told order:HQ keeps failing; 100 Mbps is tried again at 11:24
at 11:00 expect told order:HQ That costs $0.74 more each hour
at 12:30 expect HQ 100M
at 12:30 expect orders 7
at 12:30 expect notices 2
at 15:30 fault {"on":"change","do":"fail","times":5}
at 17:30 expect orders 10
at 17:30 expect why HQ failed three times
at 17:30 expect told order:HQ Failed three times; it needs you
end 17:40

# A step down that is not yet the baseline costs as long as it fails: it goes on like a return, and does not wait for one.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 09:00-10:00 1 Gbps, all hands
event office 2027-01-04 10:00-16:00 500 Mbps, stream
at 09:30 expect HQ 1G
at 09:40 fault {"on":"change","do":"fail","times":3}
at 10:20 expect open order:HQ
at 11:30 expect HQ 500M
at 11:30 expect orders 5
at 11:30 expect open none
end 16:10

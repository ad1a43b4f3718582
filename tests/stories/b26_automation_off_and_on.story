# Automation off is back to observing; on again from the next change on leaves what is until then; on now orders it.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 09:00-10:00 1 Gbps, one
event office 2027-01-04 12:00-13:00 1 Gbps, two
event office 2027-01-04 15:00-16:00 1 Gbps, three
at 09:30 off
at 10:30 expect HQ 1G
at 10:30 expect why HQ automation is off
at 11:00 on next
at 11:30 expect HQ 1G
at 11:30 expect orders 1
at 13:10 expect HQ 100M
at 13:10 expect orders 2
at 13:30 off
at 15:30 expect HQ 100M
at 15:30 on now
at 15:40 expect HQ 1G
at 16:10 expect HQ 100M
end 16:30

# This computer's clock jumps seventy years ahead while an event runs. The carrier is asked which clock is right before
# anything is ordered, and its clock is gone by; what was noted meanwhile keeps nobody waiting: the calendar is read at its
# rhythm, and an event added later is served. Then somebody sets the clock right, and nothing changes.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 09:00-11:00 1 Gbps, all hands
at 09:30 set-clock 70y
at 09:31 expect HQ 1G
at 09:31 expect orders 1
at 09:31 expect open clock
at 10:00 event office 2027-01-04 14:00-15:00 500 Mbps, afternoon
at 11:20 expect HQ 100M
at 12:00 set-clock 0s
at 12:30 expect open none
at 14:10 expect HQ 500M
at 15:20 expect HQ 100M
at 15:30 expect orders 4
end 15:30

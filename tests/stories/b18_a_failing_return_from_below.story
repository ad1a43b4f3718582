# A FAILED return to the baseline goes on every half hour, from below it too.
begin 2027-01-04T08:00Z
circuit HQ at 500M allow 100M..1G
feed office bound HQ
event office 2027-01-04 09:00-10:00 100 Mbps, closed
at 09:30 expect HQ 100M
at 09:40 fault {"on":"change","do":"fail","times":4}
at 10:40 expect HQ 100M
at 10:40 expect open order:HQ
at 11:30 expect HQ 500M
at 11:30 expect open none
at 11:30 expect orders 6
at 11:30 expect notices 2
end 12:00

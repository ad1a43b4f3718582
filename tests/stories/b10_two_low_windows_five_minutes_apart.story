# A bare-baseline gap shorter than late_min between two requests below the baseline is not usable: nothing is sent for it.
begin 2027-01-04T08:00Z
circuit HQ at 1G allow 100M..1G
feed office bound HQ
event office 2027-01-04 09:00-10:00 100 Mbps, one
event office 2027-01-04 10:05-11:00 100 Mbps, two
at 09:30 expect HQ 100M
at 10:03 expect HQ 100M
at 10:30 expect orders 1
at 11:00 expect HQ 1G
at 11:30 expect orders 2
end 12:00

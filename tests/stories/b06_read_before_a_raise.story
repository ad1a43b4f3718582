# Each calendar is read once more before a raise is sent: what was taken out five minutes before it orders nothing.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
feed office bound HQ
feed other bound HQ
event office 2027-01-04 09:00-12:00 1 Gbps, all hands
event other 2027-01-04 14:00-15:00 1 Gbps, other
at 08:48 expect orders 0
at 08:49 cancel office all hands
at 09:10 expect orders 0
at 13:53 publish other 503
at 14:10 expect HQ 1G
end 15:30

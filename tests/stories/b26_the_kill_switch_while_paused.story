# The kill switch while everything is paused: a pause does not keep money running; each circuit is paused again then.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 09:00-12:00 1 Gbps, all hands
at 09:30 pause
at 12:30 expect HQ 1G
at 12:30 baseline-all
at 12:36 expect HQ 100M
at 12:40 expect why HQ paused
at 12:40 expect orders 2
end 13:00

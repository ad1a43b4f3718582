# CANCELLED is tried once more after five minutes; cancelled twice needs a person, with the price per hour.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 09:00-10:00 1 Gbps, all hands
at 09:30 fault {"on":"change","do":"cancel","times":2}
at 10:05 expect notice HQ: drop to 100 Mbps was cancelled
at 10:05 expect notice costs $0.74 more each hour
at 10:30 expect orders 3
at 10:30 expect why HQ cancelled twice
at 10:30 expect told order:HQ Cancelled twice; somebody may have meant it: it needs you
at 10:30 expect told order:HQ That costs $0.74 more each hour
at 11:00 retry HQ
at 11:10 expect HQ 100M
at 11:10 expect orders 4
at 11:10 expect open none
end 12:00

# Boost below the baseline: the higher of the boost and what the calendar gives, so nothing happens.
begin 2027-01-04T08:00Z
circuit HQ at 500M allow 100M..1G
feed office bound HQ
event office 2027-01-04 09:00-12:00 1 Gbps, all hands
at 08:10 boost HQ 200M 30m
at 08:30 expect HQ 500M
at 08:30 expect orders 0
at 09:30 expect HQ 1G
end 10:00

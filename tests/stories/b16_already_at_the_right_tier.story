# Behaviour 16: already at the right tier: no order; logged as nothing to do.
begin 2027-01-04T08:00Z
circuit HQ at 1G baseline 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 08:00-10:00 1 Gbps, all hands
at 09:30 expect orders 0
at 09:30 expect HQ 1G
at 10:10 expect HQ 100M
at 10:10 expect orders 1
end 11:00

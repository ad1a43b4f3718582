# Behaviour 13: refused when it is asked for, and again before ordering.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 09:00-10:00 700 Mbps, odd
at 08:10 boost HQ 700M 2h
at 08:10 expect notice HQ cannot have 700 Mbps; it can have 50 Mbps, 100 Mbps
at 08:11 boost HQ 2G 2h
at 08:11 expect notice 2 Gbps is above the highest tier set for HQ
at 09:30 expect orders 0
at 09:30 expect verdict odd attention none of the tiers
end 10:00

# Behaviour 10: same tier: no order at the joint; different tiers: one order, no dip; a gap too short is no dip either.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 09:00-10:00 1 Gbps, one
event office 2027-01-04 10:00-11:00 1 Gbps, two
event office 2027-01-04 11:00-12:00 500 Mbps, three
event office 2027-01-04 12:08-13:00 500 Mbps, four
at 10:30 expect orders 1
at 11:00:30 expect orders 2
at 11:30 expect HQ 500M
at 12:04 expect HQ 500M
at 12:04 expect why HQ kept at 500 Mbps because at least that is wanted at 12:08
at 12:30 expect orders 2
at 13:10 expect HQ 100M
at 13:10 expect orders 3
end 14:00

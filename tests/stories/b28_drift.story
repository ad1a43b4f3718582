# Behaviour 28: somebody changes the tier: a drift card within a poll; adopted until the plan's next change.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 12:00-13:00 1 Gbps, all hands
at 09:00 portal HQ 500M
at 09:06 expect notice HQ: somebody changed it to 500 Mbps
at 11:30 expect orders 0
at 11:58 expect HQ 1G
at 13:10 expect HQ 100M
at 13:10 expect orders 2
at 13:10 expect open none
end 13:30

# Behaviour 28: somebody lowers the tier in the portal a quarter of an hour before its end. That the plan wants the
# lower tier soon does not make it ours: it is drift, and told.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 09:00-12:00 1 Gbps, all hands
at 11:42 portal HQ 100M
at 11:48 expect notice HQ: somebody changed it to 100 Mbps
at 11:48 expect open drift
at 12:01 expect open none
at 12:10 expect orders 1
end 12:30

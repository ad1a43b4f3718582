# Behaviour 28: drift answered by "hold": the tier somebody set stays until the hold ends, then the plan goes on.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 12:00-13:00 1 Gbps, all hands
at 09:00 portal HQ 500M
at 09:06 expect notice HQ: somebody changed it to 500 Mbps
at 09:10 hold HQ 500M 1h
at 09:20 expect open none
at 10:05 expect orders 0
at 10:20 expect HQ 100M
at 12:10 expect HQ 1G
at 13:10 expect HQ 100M
at 13:10 expect orders 3
end 13:30

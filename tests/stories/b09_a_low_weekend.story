# Behaviour 9: baseline 1 Gbps and one weekend event of 100 Mbps: 100 from its start, 1 Gbps again in time for its end.
begin 2027-01-09T00:00Z
circuit HQ at 1G allow 100M..1G
feed office bound HQ
event office 2027-01-09 08:00-20:00 100 Mbps, weekend
at 07:59 expect HQ 1G
at 08:05 expect HQ 100M
at 19:53 expect HQ 100M
at 20:00 expect HQ 1G
at 21:00 expect orders 2
end 21:00

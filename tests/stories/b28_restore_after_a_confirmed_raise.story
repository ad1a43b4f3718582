# Restore now, after a confirmed raise: the generation grows, so that the order is not taken for the old one.
begin 2027-01-04T08:00Z
dialect lumen
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 09:00-13:00 1 Gbps, all hands
at 10:00 portal HQ 100M
at 10:06 expect notice HQ: somebody changed it to 100 Mbps
at 10:10 restore HQ
at 10:16 expect HQ 1G
at 10:20 expect orders 2
at 10:20 expect open none
at 13:10 expect HQ 100M
end 13:30

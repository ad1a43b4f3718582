# Behaviour 19: an order that never ends is told after its time; other circuits go on.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
circuit Branch at 100M allow 100M..1G
feed office
event office 2027-01-04 09:00-12:00 #iod 1G @HQ one
event office 2027-01-04 10:00-12:00 #iod 1G @Branch two
at 08:10 fault {"on":"change","circuit":"HQ","do":"stuck"}
at 09:50 expect notices 0
at 09:56 expect notice HQ: no end of the order for 1 Gbps
at 10:30 expect Branch 1G
at 12:10 expect Branch 100M
at 12:10 expect HQ 100M
at 12:10 expect orders 3
end 12:30

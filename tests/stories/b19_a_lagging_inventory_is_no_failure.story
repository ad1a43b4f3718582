# The carrier says COMPLETED and its inventory shows the old tier for a while: no failure, no second order.
begin 2027-01-04T08:00Z
orders take 600s
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 09:00-12:00 1 Gbps, all hands
at 08:30 fault {"on":"change","do":"lag","delay":"8m"}
at 09:20 expect HQ 1G
at 09:20 expect orders 1
at 09:20 expect notices 0
at 09:20 expect open none
end 10:00

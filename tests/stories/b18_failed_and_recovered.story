# Behaviour 18: an order ends FAILED: one notice with circuit, tiers and money; it stays open until solved; recovery closes it.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 09:00-12:00 1 Gbps, all hands
at 08:10 fault {"on":"change","do":"fail"}
at 08:58 expect notices 1
at 08:58 expect notice HQ: raise to 1 Gbps failed
at 08:58 expect open order:HQ
at 09:10 expect HQ 1G
at 09:10 expect notices 2
at 09:10 expect notice Solved: HQ: raise to 1 Gbps failed
at 09:10 expect open none
at 12:30 expect orders 3
end 12:30

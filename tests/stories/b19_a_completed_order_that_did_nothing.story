# The carrier says COMPLETED and the circuit stays as it was: after the quiet period that is a failure, and the next
# order has a reference of its own.
begin 2027-01-04T08:00Z
dialect naas-v1
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 09:00-12:00 1 Gbps, all hands
at 08:30 fault {"on":"change","do":"hollow"}
at 09:04 expect open none
at 09:13 expect notice HQ: raise to 1 Gbps failed
at 09:30 expect HQ 1G
at 09:30 expect orders 2
at 09:30 expect open none
end 09:30

# Behaviour 18: a drop fails, then is cancelled, and meanwhile the plan wants another tier below the live one: one
# incident, one notice, open until the circuit has what the plan wants.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 09:00-10:00 1 Gbps, all hands
event office 2027-01-04 10:40-12:00 500 Mbps, backup
at 09:50 fault {"on":"change","circuit":"HQ","do":"fail"}
at 09:50 fault {"on":"change","circuit":"HQ","nth":2,"do":"cancel"}
at 09:50 fault {"on":"change","circuit":"HQ","nth":3,"times":3,"do":"fail"}
at 10:08 expect notices 1
at 10:30 expect HQ 1G
at 10:30 expect open order:HQ
at 10:30 expect notices 1
at 10:38 expect HQ 500M
at 10:38 expect open none
at 10:38 expect notices 2
at 12:10 expect HQ 100M
end 12:30

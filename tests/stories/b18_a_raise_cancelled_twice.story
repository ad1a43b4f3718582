# CANCELLED is tried again once after five minutes; cancelled twice, somebody meant it: it needs a person, in one incident.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 09:00-12:00 1 Gbps, all hands
at 08:30 fault {"on":"change","do":"cancel","times":5}
at 08:58 expect notice HQ: raise to 1 Gbps was cancelled
at 09:01 expect orders 1
at 09:06 expect orders 2
at 11:00 expect orders 2
at 11:00 expect why HQ cancelled twice
at 11:00 expect notices 1
at 11:00 expect open order:HQ
at 11:05 retry HQ
at 11:10 expect orders 3
at 12:10 expect open none
end 12:30

# Behaviour 26: a pause between a failure and its retry stops the retry too; resumed, the order is tried again.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 09:00-12:00 1 Gbps, all hands
at 08:30 fault {"on":"change","do":"fail"}
at 08:58 expect why HQ is tried again at 08:59
at 08:58 pause
at 09:30 expect orders 1
at 09:30 expect HQ 100M
at 09:30 resume now
at 09:35 expect HQ 1G
at 09:35 expect orders 2
end 10:00

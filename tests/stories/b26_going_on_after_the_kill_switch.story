# Resuming after the kill switch ends its hold too: otherwise the circuit would be paused again at once.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 09:00-12:00 1 Gbps, all hands
at 09:30 baseline-all
at 09:40 expect HQ 100M
at 09:40 expect why HQ paused
at 10:00 resume now
at 10:10 expect HQ 1G
at 12:10 expect HQ 100M
at 12:10 expect orders 4
end 12:30

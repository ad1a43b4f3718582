# The lead falls from 20 to 6 minutes while a raise made ahead waits for its start: it is not dropped again.
begin 2027-01-04T22:00Z
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-05 00:15-02:00 1 Gbps, night
at 22:10 learn HQ 20m 6m
at 23:56 expect sent 1
at 2027-01-05T00:05 expect HQ 1G
at 2027-01-05T00:10 expect orders 1
at 2027-01-05T01:00 expect HQ 1G
at 2027-01-05T02:30 expect HQ 100M
at 2027-01-05T02:30 expect orders 2
end 2027-01-05T03:00

# Behaviour 14: a reserve is kept for going down; what must wait says until when, in local time.
begin 2027-01-04T08:00Z
zone America/New_York
quota 6
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 09:00-10:00 1 Gbps, one
event office 2027-01-04 11:00-12:00 1 Gbps, two
event office 2027-01-04 13:00-14:00 1 Gbps, three
at 09:30 expect HQ 1G
at 11:30 expect HQ 1G
at 12:30 expect HQ 100M
at 13:30 expect HQ 100M
at 13:30 expect notice 19:00 EST
at 13:30 expect open quota
at 14:30 expect orders 4
at 14:30 expect open none
end 15:00

# An event first seen when its lead has begun is of use for a lead alone; one seen in time must be ten minutes long.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 20:00-21:00 1 Gbps, evening
at 09:25 event office 2027-01-04 09:30-09:38 1 Gbps, quick
at 09:25 refresh office
at 09:26 expect verdict quick fires
at 09:31 expect HQ 1G
at 09:45 expect HQ 100M
at 09:45 expect orders 2
at 11:20 event office 2027-01-04 11:30-11:38 1 Gbps, early
at 11:20 refresh office
at 11:21 expect verdict early attention too short
at 12:00 expect orders 2
end 12:30

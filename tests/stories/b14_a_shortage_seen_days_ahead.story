# Behaviour 14: a day whose plan needs more changes than the carrier takes is foreseen days ahead, and no longer where
# the plan needs fewer; the day's own count is in it.
begin 2027-01-04T08:00Z
quota 8
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-07 09:00-10:00 1 Gbps, one
event office 2027-01-07 11:00-12:00 1 Gbps, two
event office 2027-01-07 13:00-14:00 1 Gbps, three
event office 2027-01-07 15:00-16:00 1 Gbps, four
at 08:10 expect short 2027-01-07
at 09:00 cancel office four
at 09:20 expect short none
at 10:00 event office 2027-01-07 20:00-23:59 1 Gbps, five
at 10:00 event office 2027-01-08 09:00-10:00 1 Gbps, another day
at 10:20 expect short 2027-01-07
end 10:30

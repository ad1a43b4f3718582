# A shrunken feed that a person believes is read at once, and believed.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-05 09:00-10:00 1 Gbps, later one
event office 2027-01-06 09:00-10:00 1 Gbps, later two
event office 2027-01-07 09:00-10:00 1 Gbps, later three
event office 2027-01-08 09:00-10:00 1 Gbps, later four
event office 2027-01-09 09:00-10:00 1 Gbps, later five
at 10:00 cancel office later
at 10:01 refresh office
at 10:02 expect open shrunken
at 10:03 believe office
at 10:04 expect open none
at 2027-01-05T09:30 expect HQ 100M
end 2027-01-05T10:00

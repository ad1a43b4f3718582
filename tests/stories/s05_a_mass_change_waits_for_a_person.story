# A mass change: one refresh adds very much, so its raises wait for a person; what was there before goes on.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 09:00-10:00 500 Mbps, before
at 08:30 event office 2027-01-06 10:00-10:30 1 Gbps, mass 10
at 08:30 event office 2027-01-07 11:00-11:30 1 Gbps, mass 11
at 08:30 event office 2027-01-08 12:00-12:30 1 Gbps, mass 12
at 08:30 event office 2027-01-09 13:00-13:30 1 Gbps, mass 13
at 08:30 event office 2027-01-10 14:00-14:30 1 Gbps, mass 14
at 08:30 event office 2027-01-11 15:00-15:30 1 Gbps, mass 15
at 08:30 event office 2027-01-12 16:00-16:30 1 Gbps, mass 16
at 08:30 event office 2027-01-13 17:00-17:30 1 Gbps, mass 17
at 08:30 event office 2027-01-05 18:00-18:30 1 Gbps, mass 18
at 08:30 event office 2027-01-06 19:00-19:30 1 Gbps, mass 19
at 08:30 event office 2027-01-07 20:00-20:30 1 Gbps, mass 20
at 08:30 event office 2027-01-08 21:00-21:30 1 Gbps, mass 21
at 08:30 event office 2027-01-09 22:00-22:30 1 Gbps, mass 22
at 08:30 event office 2027-01-10 23:00-23:30 1 Gbps, mass 23
at 08:30 event office 2027-01-11 04:00-04:30 1 Gbps, mass 24
at 08:30 event office 2027-01-12 05:00-05:30 1 Gbps, mass 25
at 08:30 event office 2027-01-13 06:00-06:30 1 Gbps, mass 26
at 08:30 event office 2027-01-05 07:00-07:30 1 Gbps, mass 27
at 08:30 event office 2027-01-06 08:00-08:30 1 Gbps, mass 28
at 08:30 event office 2027-01-07 09:00-09:30 1 Gbps, mass 29
at 08:30 event office 2027-01-08 00:00-00:30 1 Gbps, mass 30
at 08:30 event office 2027-01-09 01:00-01:30 1 Gbps, mass 31
at 08:30 event office 2027-01-04 10:30-11:30 1 Gbps, today too
at 08:45 expect open mass
at 08:45 expect verdict today attention came with many others
at 09:10 expect HQ 500M
at 10:40 expect HQ 100M
at 10:41 release office
at 10:42 expect open none
at 10:50 expect HQ 1G
at 10:50 expect notices 2
end 12:00

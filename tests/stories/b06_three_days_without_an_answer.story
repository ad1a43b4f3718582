# Stale: after 24 h of failed fetches a person is told, after 72 h nothing new is begun from the calendar.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-06 09:00-10:00 1 Gbps, the third day
event office 2027-01-08 09:00-10:00 1 Gbps, the fifth day
at 08:30 publish office nothing
at 2027-01-05T08:00 expect notices 0
at 2027-01-05T09:00 expect notices 1
at 2027-01-05T09:00 expect notice cannot be read
at 2027-01-06T09:10 expect HQ 1G
at 2027-01-08T09:30 expect HQ 100M
at 2027-01-08T09:30 expect orders 2
at 2027-01-08T09:30 expect notices 1
end 2027-01-08T12:00

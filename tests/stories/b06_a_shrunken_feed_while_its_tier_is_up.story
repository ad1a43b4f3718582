# A calendar that lost most of its events is held: what runs goes on, and a second reading ten minutes later is believed.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 09:00-12:00 1 Gbps, all hands
event office 2027-01-05 09:00-10:00 500 Mbps, later one
event office 2027-01-06 09:00-10:00 500 Mbps, later two
event office 2027-01-07 09:00-10:00 500 Mbps, later three
event office 2027-01-08 09:00-10:00 500 Mbps, later four
event office 2027-01-09 09:00-10:00 500 Mbps, later five
at 10:00 cancel office all hands
at 10:00 cancel office later
at 10:14 expect open shrunken
at 10:14 expect HQ 1G
at 10:40 expect open none
at 10:50 expect HQ 100M
at 10:50 expect orders 2
at 10:50 expect notices 3
at 10:50 expect notice HQ: its event has ended early
end 12:30

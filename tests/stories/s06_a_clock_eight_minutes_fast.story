# This computer's clock is eight minutes fast, by the carrier's: it is told, a raise waits, and nothing goes round in
# circles after a sleep or a start; the trail has one line of each.
begin 2027-01-04T08:00Z
clock -480
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 09:00-10:00 1 Gbps, all hands
at 08:12 expect notice This computer's clock is wrong
at 08:15 kill
at 08:16 start
at 08:35 sleep
at 08:40 wake
at 09:30 expect HQ 100M
at 09:30 expect open clock
end 10:30

# Without a network this computer's clock jumps ten hours ahead, a person boosts by it, and it is set right two hours
# later: the boost lasts from now as long as it was meant to, an order's failure counts as of now, and nothing waits for
# the hours that have not come.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..2G
feed office bound HQ
event office 2027-01-04 13:00-14:00 1 Gbps, all hands
at 09:00 disconnect
at 09:10 set-clock 10h
at 09:11 boost HQ 500M 2h
at 11:00 set-clock 0s
at 11:00 connect
at 11:20 expect HQ 500M
at 13:10 expect HQ 1G
at 14:30 expect HQ 100M
end 16:00

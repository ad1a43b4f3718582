# An order locks the circuit for about a lead, so stairs are one order: 200, 500 and 1 Gbps four minutes apart.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..2G
feed office bound HQ
event office 2027-01-04 09:00-11:00 200 Mbps, one
event office 2027-01-04 09:04-11:00 500 Mbps, two
event office 2027-01-04 09:06-11:00 1 Gbps, three
at 08:58 expect HQ 1G
at 10:00 expect orders 1
at 11:10 expect HQ 100M
at 11:10 expect orders 2
end 12:00

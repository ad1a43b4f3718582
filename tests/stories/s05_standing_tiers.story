# A set-point's tier stands until the next one, goes with its event, and the older form's end is one.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 09:00-09:01 #iod set 200M
event office 2027-01-04 10:00-11:00 Lumen IoD | Start: 1 Gbps | End: 500 Mbps
at 09:10 expect HQ 200M
at 10:10 expect HQ 1G
at 11:10 expect HQ 500M
at 11:30 cancel office Lumen
at 11:50 expect HQ 200M
at 12:00 cancel office set
at 12:20 expect HQ 100M
end 12:30

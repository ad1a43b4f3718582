# An approval is asked when the event is seen, not when it is due; approved, it is ordered in time.
begin 2027-01-04T08:00Z
observe
circuit HQ at 100M
feed office bound HQ
event office 2027-01-04 20:00-21:00 500 Mbps, first
at 08:05 set-up
at 09:00 event office 2027-01-05 09:00-10:00 1 Gbps, greater
at 09:15 expect verdict greater attention above the highest tier
at 09:20 answer greater 1
at 09:25 expect verdict greater fires
at 2027-01-05T09:30 expect HQ 1G
at 2027-01-05T10:10 expect HQ 100M
end 2027-01-05T10:30

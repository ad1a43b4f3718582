# Two foreign changes stop a circuit only within 24 hours; and a second computer that does what the plan wants is none.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 20:00-21:00 1 Gbps, today
event office 2027-01-05 20:00-21:00 1 Gbps, tomorrow
at 09:00 portal HQ 500M
at 09:10 expect open drift:HQ
at 09:20 restore HQ
at 09:30 expect HQ 100M
at 19:50 portal HQ 1G
at 20:30 expect orders 1
at 2027-01-05T10:00 portal HQ 500M
at 2027-01-05T10:10 expect open drift:HQ
at 2027-01-05T10:10 expect why HQ somebody changed it
at 2027-01-05T10:20 restore HQ
at 2027-01-05T11:00 portal HQ 500M
at 2027-01-05T11:10 expect open foreign:HQ
at 2027-01-05T20:30 expect HQ 500M
end 2027-01-05T21:30

# Behaviour 26: a pause of one circuit orders nothing for it, says what stays up costs, and leaves the others alone.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
circuit Branch at 100M allow 100M..1G
feed office
event office 2027-01-04 09:00-10:00 #iod 1G @HQ one
event office 2027-01-04 09:00-10:00 #iod 1G @Branch two
event office 2027-01-04 12:00-13:00 #iod 1G @HQ later
at 09:30 pause HQ
at 10:10 expect HQ 1G
at 10:10 expect Branch 100M
at 10:10 expect why HQ HQ stays at 1 Gbps; that costs $0.74 more each hour
at 10:10 expect notices 0
at 11:00 resume next HQ
at 11:30 expect HQ 1G
at 11:30 expect why HQ left as it is
at 12:30 expect HQ 1G
at 13:10 expect HQ 100M
at 13:10 expect orders 4
at 13:20 pause HQ
at 13:30 resume now HQ
at 13:50 expect orders 4
end 14:00

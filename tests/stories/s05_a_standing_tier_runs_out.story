# A standing tier lasts seven days at most, then the baseline again with a notice; one that another ends says nothing.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
circuit Branch at 100M allow 100M..1G
feed office
event office 2027-01-04 09:00-09:00 #iod set 500M @HQ campaign
event office 2027-01-04 09:00-09:00 #iod set 500M @Branch one
event office 2027-01-06 09:00-09:00 #iod set 100M @Branch two
at 09:10 expect HQ 500M
at 2027-01-06T09:10 expect Branch 100M
at 2027-01-11T08:50 expect notices 0
at 2027-01-11T09:10 expect HQ 100M
at 2027-01-11T09:10 expect notice HQ: 500 Mbps stands no longer
at 2027-01-11T09:30 expect notices 1
end 2027-01-11T10:00

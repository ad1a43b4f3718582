# A circuit that the carrier suspended takes no order, and says so once.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G status Suspended
circuit Branch at 100M allow 100M..1G
feed office
event office 2027-01-04 09:00-10:00 #iod 1G @HQ one
event office 2027-01-04 09:00-10:00 #iod 1G @Branch two
at 09:10 expect why HQ takes no orders
at 09:10 expect open unavailable:HQ
at 09:10 expect Branch 1G
at 09:10 expect notices 1
at 10:10 expect orders 2
end 10:30

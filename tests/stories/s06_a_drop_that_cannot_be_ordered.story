# A wish that is due and stays unsent for longer than ten minutes is told, with its price: a circuit locked for an hour
# while its tier is up, and a quote that is never given.
begin 2027-01-04T08:00Z
dialect lumen
circuit HQ at 100M allow 100M..1G
circuit Branch at 100M allow 100M..1G
feed office
event office 2027-01-04 09:00-10:00 #iod 1G @HQ one
event office 2027-01-04 09:00-12:00 #iod 1G @Branch two
at 09:58 foreign HQ 50m
at 10:08 expect notices 0
at 10:12 expect notice HQ: drop to 100 Mbps could not be ordered
at 10:12 expect notice each hour
at 10:55 expect HQ 100M
at 10:56 expect open none
at 10:56 expect notices 2
at 11:50 fault {"on":"quote","circuit":"Branch","do":"500","times":1000}
at 12:12 expect notice Branch: drop to 100 Mbps could not be ordered
at 12:12 expect Branch 1G
end 12:30

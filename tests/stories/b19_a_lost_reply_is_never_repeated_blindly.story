# A write whose reply was lost is unknown: the inventory is read, and the order adopted; nothing is sent twice.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
circuit Two at 100M allow 100M..1G
feed office
event office 2027-01-04 09:00-12:00 #iod 1G @HQ taken
event office 2027-01-04 14:00-16:00 #iod 1G @Two never taken
at 08:10 fault {"on":"change","circuit":"HQ","do":"lose-reply"}
at 08:10 fault {"on":"change","circuit":"Two","do":"lose-request"}
at 09:00 expect HQ 1G
at 12:30 expect orders 2
at 13:58 expect Two 100M
at 14:10 expect Two 1G
at 17:00 expect orders 4
end 17:00

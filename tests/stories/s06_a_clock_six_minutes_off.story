# Beyond five minutes raises are held and a person is told; drops go on, by the carrier's clock.
begin 2027-01-04T08:00Z
clock 360
circuit HQ at 100M allow 100M..1G
circuit Branch at 1G baseline 100M allow 100M..1G
feed office
event office 2027-01-04 08:00-09:00 #iod 1G @Branch stream
event office 2027-01-04 09:00-10:00 #iod 1G @HQ all hands
at 08:45 expect open clock
at 09:20 expect HQ 100M
at 09:20 expect Branch 100M
at 09:20 expect orders 1
end 09:40

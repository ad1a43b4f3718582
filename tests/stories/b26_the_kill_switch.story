# baseline --all: holds every circuit at its baseline, then pauses when each is confirmed; never bridged.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
circuit Branch at 100M allow 100M..1G
feed office
event office 2027-01-04 09:00-12:00 #iod 1G @HQ one
event office 2027-01-04 11:00-12:00 #iod 1G @Branch two
at 09:30 baseline-all
at 09:36 expect HQ 100M
at 11:30 expect Branch 100M
at 11:30 expect why HQ paused
at 11:30 expect orders 2
end 12:30

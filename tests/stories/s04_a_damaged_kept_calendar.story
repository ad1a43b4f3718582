# What was kept of a calendar is damaged, and its publisher is away: nothing goes down on its word until it is read
# again; a person's word counts.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
circuit Branch at 100M allow 100M..1G
feed office
event office 2027-01-04 09:00-12:00 #iod 1G @HQ all hands
event office 2027-01-04 09:00-11:00 #iod 1G @Branch all hands
at 09:30 publish office nothing
at 09:30 spoil office
at 09:31 kill
at 09:32 start
at 09:40 expect HQ 1G
at 09:40 expect why HQ cannot be read
at 09:40 expect open feed:office
at 10:00 hold Branch 100M 30m
at 10:10 expect Branch 100M
at 10:20 publish office again
at 10:40 expect open none
at 10:40 expect Branch 1G
at 11:10 expect Branch 100M
at 11:50 kill
at 11:51 start
at 11:55 expect HQ 1G
at 12:10 expect HQ 100M
end 12:30

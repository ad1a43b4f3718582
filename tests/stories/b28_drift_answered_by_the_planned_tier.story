# Behaviour 28: after drift a person holds, or boosts to, the very tier that the plan wants: that is an answer, and it
# is ordered; the act's instant is its boundary.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
circuit Branch at 100M allow 100M..1G
feed office
event office 2027-01-04 09:00-12:00 #iod 1G @HQ all hands
event office 2027-01-04 09:00-12:00 #iod 1G @Branch all hands
at 09:30 portal HQ 100M
at 09:30 portal Branch 100M
at 09:40 expect open drift:HQ
at 09:45 hold HQ 1G 1h
at 09:45 boost Branch 1G 1h
at 09:55 expect HQ 1G
at 09:55 expect Branch 1G
at 09:55 expect open none
at 11:00 expect HQ 1G
at 12:10 expect HQ 100M
at 12:10 expect Branch 100M
end 12:30

# Behaviour 7: a typo, an unknown circuit, a tier above what the circuit has: attention, with what to write instead.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..2G
circuit Branch at 100M allow 100M..2G
feed office
event office 2027-01-04 09:00-10:00 #iod 10 Gps @HQ typo
event office 2027-01-04 10:00-11:00 #iod 1G @Attic unknown
event office 2027-01-04 11:00-12:00 #iod 100G @HQ toomuch
event office 2027-01-04 12:00-13:00 #iod 5G @HQ between
event office 2027-01-04 13:00-14:00 #iod 1G which
event office 2027-01-04 14:00-14:00 #iod 1G @HQ zero
event office 2027-01-04 15:00-15:06 #iod 1G @HQ short
event office 2027-01-04 16:00-17:00 #iod vdieo @HQ profile
event office 2027-01-04 17:00-18:00 Budget meeting
at 08:10 expect verdict typo attention write #iod 10 Gbps
at 08:10 expect verdict unknown attention write one of @Branch, @HQ
at 08:10 expect verdict toomuch attention write one of 50 Mbps
at 08:10 expect verdict between attention none of the tiers
at 08:10 expect verdict which attention which circuit?
at 08:10 expect verdict zero attention no length
at 08:10 expect verdict short attention too short
at 08:10 expect verdict profile attention no profile
at 08:10 expect verdict Budget ignored names no tier
at 19:00 expect orders 0
end 19:00

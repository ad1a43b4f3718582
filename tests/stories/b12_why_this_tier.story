# Behaviour 12: one sentence with the event, the rule and what it beat.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-12 07:00-08:00 500 Mbps, uploads
event office 2027-01-12 06:30-08:00 1 Gbps, all hands
at 08:10 expect because HQ 2027-01-12T07:00 1 Gbps because of "1 Gbps, all hands" in office, by the tier in its title; it beats 500 Mbps by "500 Mbps, uploads"
at 08:10 expect because HQ 2027-01-12T09:00 100 Mbps because nothing asks for another tier: that is the baseline of HQ
end 08:20

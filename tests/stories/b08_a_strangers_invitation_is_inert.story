# Behaviour 8: a stranger's invitation is inert until allowed where the feed names organisers, inert while tentative
# where it does not, and never above the circuit's highest tier.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
feed office
ics office
BEGIN:VEVENT
UID:a
DTSTART:20270104T090000Z
DTEND:20270104T100000Z
ORGANIZER;CN=Eve:mailto:Eve@Stranger.example
SUMMARY:#iod 1G stranger
END:VEVENT
BEGIN:VEVENT
UID:b
DTSTART:20270104T110000Z
DTEND:20270104T120000Z
STATUS:TENTATIVE
SUMMARY:#iod 1G tentative
END:VEVENT
BEGIN:VEVENT
UID:c
DTSTART:20270104T130000Z
DTEND:20270104T140000Z
SUMMARY:#iod 2G greedy
END:VEVENT
BEGIN:VEVENT
UID:d
DTSTART:20270104T150000Z
DTEND:20270104T160000Z
ORGANIZER:mailto:eve@stranger.example
SUMMARY:#iod 1G later
END:VEVENT
end
at 08:05 expect verdict stranger attention eve@stranger.example
at 08:05 expect verdict tentative ignored
at 08:05 expect verdict greedy attention above the highest tier
at 12:30 expect orders 0
at 14:30 answer later 1
at 15:30 expect HQ 1G
at 17:00 expect orders 2
end 17:00

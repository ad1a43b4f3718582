# Nothing is held without one notice saying what is held and how to release it: organiser, bounds, tier list, a series
# that asks too often.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
feed office
ics office
BEGIN:VEVENT
UID:a
DTSTART:20270104T120000Z
DTEND:20270104T130000Z
ORGANIZER;CN=Eve:mailto:eve@stranger.example
SUMMARY:#iod 1G stranger
END:VEVENT
BEGIN:VEVENT
UID:b
DTSTART:20270105T120000Z
DTEND:20270105T130000Z
ORGANIZER;CN=Eve:mailto:eve@stranger.example
SUMMARY:#iod 1G stranger again
END:VEVENT
BEGIN:VEVENT
UID:c
DTSTART:20270104T150000Z
DTEND:20270104T160000Z
SUMMARY:#iod 2G greedy
END:VEVENT
BEGIN:VEVENT
UID:d
DTSTART:20270104T170000Z
DTEND:20270104T180000Z
SUMMARY:#iod 777M odd
END:VEVENT
BEGIN:VEVENT
UID:e
DTSTART:20270104T190000Z
DTEND:20270104T200000Z
SUMMARY:lunch
END:VEVENT
BEGIN:VEVENT
UID:f
DTSTART:20270105T000000Z
DURATION:PT10M
RRULE:FREQ=MINUTELY;INTERVAL=20;COUNT=72
SUMMARY:#iod 1G typing error
END:VEVENT
end
at 08:05 expect notices 4
at 08:05 expect notice Waits for you: "#iod 1G typing error"
at 08:05 expect notice Waits for you: "#iod 1G stranger"
at 08:05 expect notice and 1 more wait for the same
at 08:05 expect notice Waits for you: "#iod 2G greedy"
at 08:05 expect notice Waits for you: "#iod 777M odd"
at 08:10 kill
at 08:11 start
at 08:20 expect notices 4
at 09:00 answer greedy 1
at 09:01 expect notices 5
at 15:30 expect HQ 2G
end 16:30

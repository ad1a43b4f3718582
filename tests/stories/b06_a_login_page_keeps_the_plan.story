# A calendar that answers with a login page keeps its last good plan, and says so once.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 09:00-10:00 1 Gbps, all hands
at 08:30 publish office login-page
at 09:10 expect HQ 1G
at 09:10 expect notice cannot be read
at 10:10 expect HQ 100M
at 10:10 expect notices 1
at 10:10 expect open feed:office
end 11:00

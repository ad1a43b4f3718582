# An incident survives a restart: neither closed by what nobody has looked at yet, nor told a second time.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 12:00-13:00 1 Gbps, all hands
at 08:10 unreachable yes
at 08:40 expect open unreachable
at 08:40 expect notices 1
at 08:40 kill
at 08:41 start
at 09:30 expect open unreachable
at 09:30 expect notices 1
at 09:30 unreachable no
at 09:40 expect open none
at 09:40 expect notices 2
end 10:00

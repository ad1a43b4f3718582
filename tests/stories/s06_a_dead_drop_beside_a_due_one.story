# A dead drop beside a due one: a circuit in trouble delays nobody else.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
circuit Branch at 100M allow 100M..1G
feed office
event office 2027-01-04 09:00-10:00 #iod 1G @HQ one
event office 2027-01-04 09:00-10:00 #iod 1G @Branch two
at 09:30 fault {"on":"change","circuit":"HQ","do":"html-403","times":"always"}
at 10:05 expect Branch 100M
at 10:05 expect HQ 1G
at 10:05 expect notice HQ: drop to 100 Mbps was refused
end 10:20

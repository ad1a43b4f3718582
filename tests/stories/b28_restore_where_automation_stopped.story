# Two foreign changes stop automation on a circuit; whoever then restores the plan has answered, and it goes on.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 12:00-13:00 1 Gbps, all hands
at 09:00 portal HQ 500M
at 10:00 portal HQ 300M
at 10:10 expect notice HQ: automation stopped
at 10:20 restore HQ
at 10:30 expect HQ 100M
at 10:30 expect open none
at 12:30 expect HQ 1G
end 12:45

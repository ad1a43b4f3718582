# The reply to a drop is lost and the program is killed: the restart finds the order and sends nothing twice.
begin 2027-01-04T08:00Z
dialect lumen
circuit HQ at 1G baseline 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 07:00-09:00 1 Gbps, all hands
at 08:30 fault {"on":"change","do":"lose-reply"}
at 09:00:01 kill
at 09:02 start
at 09:10 expect HQ 100M
at 09:10 expect orders 1
at 09:10 expect sent 1
at 09:40 expect open none
end 10:00

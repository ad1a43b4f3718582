# Behaviour 21: killed between "order sent" and "answer stored": it finds the order and resumes, and never orders twice.
begin 2027-01-04T08:00Z
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 09:00-12:00 1 Gbps, all hands
at 08:54:00 kill
at 08:55 start
at 08:55:30 expect sent 1
at 09:05 expect HQ 1G
at 11:00 expect orders 1
at 12:10 expect orders 2
at 12:10 expect notices 0
end 12:30

# A title longer than a notice may be is cut, and that is no news at every look.
begin 2027-01-04T08:00Z
circuit Headquarters-North-Wing-Second-Floor-Server-Room-East at 100M allow 100M..1G
feed office
event office 2027-01-04 09:00-12:00 #iod 1G all hands
at 08:30 fault {"on":"change","do":"fail"}
at 09:10 expect notices 2
at 09:10 expect open none
end 09:30

# Behaviour 20: 422 in three kinds, 400 and 404: each is named for what it is, and none is told with a secret in it.
begin 2027-01-04T08:00Z
dialect lumen
circuit HQ at 100M allow 100M..1G
circuit Branch at 100M allow 100M..1G
circuit Lab at 100M allow 100M..1G
feed office
event office 2027-01-04 09:00-10:00 #iod 1G @HQ not enabled
event office 2027-01-04 09:00-10:00 #iod 1G @Branch no rule
event office 2027-01-04 09:00-10:00 #iod 1G @Lab gone
at 08:40 fault {"on":"any","circuit":"HQ","do":"not-naas","times":100}
at 08:40 fault {"on":"any","circuit":"Branch","do":"no-rule","times":100}
at 08:40 fault {"on":"change","circuit":"Lab","do":"404","times":100}
at 09:50 expect notice this location cannot be changed
at 09:50 expect notice could not price this circuit
at 09:50 expect notice does not know the circuit
at 09:50 expect HQ 100M
end 10:10

# Behaviour 20: HTML 403, 422, 500, an expired token, a rotated secret, a locked keychain: each named differently.
begin 2027-01-04T08:00Z
dialect lumen
circuit HQ at 100M allow 100M..1G
feed office bound HQ
event office 2027-01-04 09:00-09:40 1 Gbps, firewall
event office 2027-01-04 10:00-10:40 1 Gbps, token
event office 2027-01-04 11:00-11:40 1 Gbps, error
event office 2027-01-04 13:00-13:40 1 Gbps, keychain
at 08:40 fault {"on":"change","do":"html-403"}
at 09:00 expect notice HQ: raise to 1 Gbps was refused
at 09:00 expect notice firewall answered with a web page
at 09:00 expect sent 1
at 09:30 expect HQ 100M
at 09:56 expire-tokens
at 10:05 expect HQ 1G
at 10:50 expect HQ 100M
at 10:50 fault {"on":"change","do":"500","accepted":true}
at 11:05 expect HQ 1G
at 12:30 lock-keychain
at 12:40 expect notice The keychain is locked
at 13:10 expect HQ 100M
at 13:11 unlock-keychain
at 13:20 expect HQ 1G
at 14:00 rotate-secret
at 14:30 expect notice The carrier refuses the credentials
end 14:40

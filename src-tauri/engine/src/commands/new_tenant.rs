//! A new tenant as a person wrote it: what each dialect needs before it can order is asked for here, before anything is
//! kept. The tenant observes: automation is switched on by a person, later.

use super::{CommandError, profile};
use tidegate_core::carrier::{Contact, Dialect, Environment, NoDialect, Profile};
use tidegate_core::ids::TenantId;
use tidegate_core::world::Tenant;
use tidegate_door::command::NewTenant;

/// The tenant, or what is missing and how to write it.
pub(super) fn made(id: TenantId, new: NewTenant) -> Result<Tenant, CommandError> {
    let zone = new.zone.parse().map_err(|_| {
        CommandError::usage(format!("\"{}\" is no zone; write for example America/New_York", new.zone))
    })?;
    if new.name.trim().is_empty() || new.customer_number.trim().is_empty() {
        return Err(CommandError::usage("a name and a customer number are needed".into()));
    }
    let mut made = at_its_carrier(&new)?;
    made.token_transport = profile::transport(&new.token_transport)?;
    if !new.billing_account.trim().is_empty() {
        made.billing_account = new.billing_account.trim().to_owned();
    }
    check_contact(&made, &new)?;
    if !new.contact_name.is_empty() || !new.contact_email.is_empty() {
        let organization = new.name.clone();
        made.contact = Contact {
            name: new.contact_name,
            email: new.contact_email,
            phone: new.contact_phone,
            organization,
        };
    }
    Ok(Tenant::new(id, new.name.trim(), zone, made))
}

/// The dialect's profile at the address written, or at the named environment's.
fn at_its_carrier(new: &NewTenant) -> Result<Profile, CommandError> {
    let usage = |error: NoDialect| CommandError::usage(error.to_string());
    let dialect: Dialect = new.dialect.parse().map_err(usage)?;
    let customer = new.customer_number.trim();
    if new.practice {
        return Ok(Profile::practice(dialect, &new.base, customer));
    }
    let environment = match new.environment.trim() {
        "" => None,
        "production" => Some(Environment::Production),
        "test" => Some(Environment::Test),
        other => {
            return Err(CommandError::usage(format!(
                "\"{other}\" is no environment; write production or test, or give the carrier's address with --base"
            )));
        }
    };
    match (new.base.trim(), environment) {
        ("", None) => Err(CommandError::usage(
            "where the carrier is was not said, so nothing was added; write --environment production (real circuits, real money), --environment test, or --base https://...".into(),
        )),
        ("", Some(environment)) => Ok(Profile::new(dialect, environment.base(), customer)),
        (base, None) => Ok(Profile::new(dialect, base, customer)),
        (_, Some(_)) => Err(CommandError::usage(
            "give --environment or --base, not both: they say the same thing".into(),
        )),
    }
}

/// Whom the carrier writes to: `lumen` takes no order without a whole contact, `eod-v5` none without a mail address
/// and a billing account.
fn check_contact(made: &Profile, new: &NewTenant) -> Result<(), CommandError> {
    if !new.contact_name.is_empty() && !new.contact_name.trim().contains(' ') {
        return Err(CommandError::usage(
            "the carrier wants a first and a last name as contact, such as \"Ann Lee\"".into(),
        ));
    }
    let whole =
        !(new.contact_name.is_empty() || new.contact_email.is_empty() || new.contact_phone.is_empty());
    let is_asked = !new.practice;
    let missing = match made.dialect {
        Dialect::Lumen if is_asked && !whole => Some(
            "this carrier takes no order without a contact; nothing was added. Give a name, an e-mail address and a US phone number (--contact-name \"Ann Lee\" --contact-email ann@example.com --contact-phone 3035550100)",
        ),
        Dialect::EodV5 if is_asked && (new.contact_email.is_empty() || made.billing_account.is_empty()) => {
            Some(
                "this carrier takes no change without the mail address of whoever wants it and the billing account of the circuits; nothing was added. Give both (--contact-email ann@example.com --billing-account 5-ABCDE)",
            )
        }
        Dialect::Lumen | Dialect::NaasV1 | Dialect::Connections | Dialect::EodV5 => None,
    };
    missing.map_or(Ok(()), |missing| Err(CommandError::usage(missing.into())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn office(dialect: &str) -> NewTenant {
        NewTenant {
            name: "Office".into(),
            dialect: dialect.into(),
            customer_number: "1-ABCDE".into(),
            zone: "America/Denver".into(),
            environment: "production".into(),
            contact_name: "Ann Lee".into(),
            contact_email: "ann@example.com".into(),
            contact_phone: "3035550100".into(),
            billing_account: "5-ABCDE".into(),
            ..NewTenant::default()
        }
    }

    fn refused(new: NewTenant) -> String {
        made("t".into(), new).unwrap_err().to_string()
    }

    #[test]
    fn each_environment_is_at_its_own_address_and_one_must_be_named() {
        for (environment, base) in
            [("production", "https://api.lumen.com"), ("test", "https://api-test.lumen.com")]
        {
            let new = NewTenant { environment: environment.into(), ..office("lumen") };
            assert_eq!(made("t".into(), new).unwrap().profile.base, base);
        }
        let own =
            NewTenant { environment: String::new(), base: "https://c.example/".into(), ..office("lumen") };
        assert_eq!(made("t".into(), own.clone()).unwrap().profile.base, "https://c.example");
        assert!(
            refused(NewTenant { base: String::new(), ..own.clone() }).contains("--environment production")
        );
        assert!(refused(NewTenant { environment: "test".into(), ..own.clone() }).contains("not both"));
        assert!(refused(NewTenant { environment: "lab".into(), ..own }).contains("production or test"));
    }

    #[test]
    fn what_a_dialect_cannot_order_without_is_asked_for_before_anything_is_kept() {
        let alone = |dialect: &str| NewTenant {
            contact_name: String::new(),
            contact_email: String::new(),
            contact_phone: String::new(),
            billing_account: String::new(),
            ..office(dialect)
        };
        assert!(refused(alone("lumen")).contains("US phone number"));
        let mail = NewTenant { contact_email: "ann@example.com".into(), ..alone("eod-v5") };
        assert!(refused(mail.clone()).contains("--billing-account"));
        let account = NewTenant { billing_account: "5-A".into(), ..mail };
        let profile = made("t".into(), account).unwrap().profile;
        assert_eq!(
            (profile.billing_account.as_str(), profile.contact.email.as_str()),
            ("5-A", "ann@example.com")
        );
        for dialect in ["naas-v1", "connections"] {
            assert!(made("t".into(), alone(dialect)).is_ok(), "{dialect}");
        }
        assert!(refused(NewTenant { contact_name: "Ann".into(), ..office("lumen") }).contains("last name"));
        assert!(refused(office("soap")).contains("connections or eod-v5"));
    }

    #[test]
    fn a_dialects_own_token_endpoint_and_scopes_are_preset() {
        let of = |dialect: &str| made("t".into(), office(dialect)).unwrap().profile;
        assert_eq!(
            (of("connections").token_path.as_str(), of("connections").scope.as_str()),
            ("/oauth2/token", "read write")
        );
        assert_eq!((of("lumen").token_path.as_str(), of("lumen").scope.as_str()), ("/oauth/v2/token", ""));
    }
}

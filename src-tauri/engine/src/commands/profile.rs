//! The carrier profile as settings: hosts, paths, literals and whom the carrier writes to. The published documents
//! disagree about many of them, so that a person must be able to follow the carrier without a new version.

use super::CommandError;
use serde_json::{Map, Value};
use tidegate_core::carrier::{Profile, TokenTransport};

/// Where a text setting lies.
type Text = fn(&mut Profile) -> &mut String;

/// Every text setting and where it lies.
#[rustfmt::skip]
const TEXTS: &[(&str, Text)] = &[
    ("base", |profile| &mut profile.base),
    ("token-path", |profile| &mut profile.token_path),
    ("path-inventory", |profile| &mut profile.paths.inventory),
    ("path-price", |profile| &mut profile.paths.price),
    ("path-quote", |profile| &mut profile.paths.quote),
    ("path-order", |profile| &mut profile.paths.order),
    ("path-modify", |profile| &mut profile.paths.modify),
    ("path-order-state", |profile| &mut profile.paths.order_state),
    ("literal-source-system", |profile| &mut profile.literals.source_system),
    ("literal-channel", |profile| &mut profile.literals.channel),
    ("literal-product-code", |profile| &mut profile.literals.product_code),
    ("literal-product-name", |profile| &mut profile.literals.product_name),
    ("literal-offering-name", |profile| &mut profile.literals.offering_name),
    ("literal-specification", |profile| &mut profile.literals.specification),
    ("contact-name", |profile| &mut profile.contact.name),
    ("contact-email", |profile| &mut profile.contact.email),
    ("contact-phone", |profile| &mut profile.contact.phone),
    ("contact-organization", |profile| &mut profile.contact.organization),
    ("currency", |profile| &mut profile.currency),
];
const TRANSPORT: &str = "token-transport";

/// All of them as they are.
pub(super) fn shown(profile: &Profile) -> Value {
    let mut copy = profile.clone();
    let mut all: Map<String, Value> =
        TEXTS.iter().map(|(name, field)| ((*name).to_owned(), field(&mut copy).as_str().into())).collect();
    let transport = match profile.token_transport {
        TokenTransport::Basic => "basic",
        TokenTransport::Body => "body",
    };
    all.insert(TRANSPORT.into(), transport.into());
    Value::Object(all)
}

/// Sets one; false where there is none of that name. A practice carrier's address is this program's own matter.
pub(super) fn set(profile: &mut Profile, name: &str, value: &str) -> Result<bool, CommandError> {
    let value = value.trim();
    if name == TRANSPORT {
        profile.token_transport = transport(value)?;
        return Ok(true);
    }
    let Some((_, field)) = TEXTS.iter().find(|(known, _)| *known == name) else { return Ok(false) };
    check(profile, name, value)?;
    *field(profile) = value.trim_end_matches('/').to_owned();
    Ok(true)
}

/// `basic` or `body`; nothing written is the usual way.
pub(super) fn transport(text: &str) -> Result<TokenTransport, CommandError> {
    match text {
        "" | "basic" => Ok(TokenTransport::Basic),
        "body" => Ok(TokenTransport::Body),
        other => Err(CommandError::usage(format!(
            "\"{other}\" is no way to send credentials; write basic or body"
        ))),
    }
}

fn check(profile: &Profile, name: &str, value: &str) -> Result<(), CommandError> {
    let wrong = |what: &str| Err(CommandError::usage(format!("\"{value}\" is no {name}: {what}")));
    match name {
        "base" if profile.practice => wrong("the practice carrier's address is not set by hand"),
        "base" if !value.starts_with("https://") => wrong("write https:// and the carrier's host"),
        "contact-name" if !value.contains(' ') => wrong("the carrier wants a first and a last name"),
        "currency" if value.len() != 3 || !value.chars().all(|c| c.is_ascii_uppercase()) => {
            wrong("write three capital letters, such as USD")
        }
        "path-order-state" if !value.contains("{id}") => wrong("{id} must stand where the order's id goes"),
        path if (path.starts_with("path-") || path == "token-path") && !value.starts_with('/') => {
            wrong("a path begins with /")
        }
        _ if value.is_empty() => wrong("it cannot be empty"),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tidegate_core::carrier::Dialect;

    #[test]
    fn every_setting_that_is_shown_can_be_set_to_what_it_is() {
        let mut profile = Profile::new(Dialect::Lumen, "https://carrier.example", "1-A");
        profile.contact = Profile::practice(Dialect::Lumen, "x", "1-A").contact;
        let before = profile.clone();
        let all = shown(&profile);
        assert_eq!(all.as_object().unwrap().len(), TEXTS.len() + 1);
        for (name, value) in all.as_object().unwrap() {
            assert!(set(&mut profile, name, value.as_str().unwrap()).unwrap(), "{name}");
        }
        assert_eq!(profile, before);
        assert!(!set(&mut profile, "no-such-setting", "x").unwrap());
    }

    #[test]
    fn a_value_that_cannot_work_is_refused_with_what_to_write() {
        let mut profile = Profile::new(Dialect::Lumen, "https://carrier.example", "1-A");
        for (name, value, says) in [
            ("base", "http://carrier.example", "https://"),
            ("contact-name", "Ann", "first and a last name"),
            ("currency", "dollars", "three capital letters"),
            ("path-order", "Customer/v3", "begins with /"),
            ("path-order-state", "/naas/v1/order", "{id}"),
            ("literal-channel", "", "empty"),
            ("token-transport", "header", "basic or body"),
        ] {
            let error = set(&mut profile, name, value).unwrap_err().to_string();
            assert!(error.contains(says), "{name}: {error}");
        }
        assert_eq!(profile, Profile::new(Dialect::Lumen, "https://carrier.example", "1-A"));
    }
}

//! The carrier profile as settings: hosts, paths, literals and whom the carrier writes to. The published documents
//! disagree about many of them, so that a person must be able to follow the carrier without a new version.

use super::CommandError;
use serde_json::{Map, Value};
use tidegate_core::carrier::{Dialect, PortId, Profile, Shapes, TokenTransport};

/// Where a text setting lies.
type Text = fn(&mut Profile) -> &mut String;

/// Every text setting and where it lies.
#[rustfmt::skip]
const TEXTS: &[(&str, Text)] = &[
    ("base", |profile| &mut profile.base),
    ("token-path", |profile| &mut profile.token_path),
    ("token-scope", |profile| &mut profile.scope),
    ("billing-account", |profile| &mut profile.billing_account),
    ("words-ready", |profile| &mut profile.words.ready),
    ("words-pending", |profile| &mut profile.words.pending),
    ("words-completed", |profile| &mut profile.words.completed),
    ("words-failed", |profile| &mut profile.words.failed),
    ("words-cancelled", |profile| &mut profile.words.cancelled),
    ("words-gone", |profile| &mut profile.words.gone),
    ("path-inventory", |profile| &mut profile.paths.inventory),
    ("path-price", |profile| &mut profile.paths.price),
    ("path-quote", |profile| &mut profile.paths.quote),
    ("path-order", |profile| &mut profile.paths.order),
    ("path-modify", |profile| &mut profile.paths.modify),
    ("path-order-state", |profile| &mut profile.paths.order_state),
    ("path-provider", |profile| &mut profile.paths.provider),
    ("path-location", |profile| &mut profile.paths.location),
    ("path-account", |profile| &mut profile.paths.account),
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
/// Where a field name of an undocumented reply lies.
type Shape = fn(&mut Shapes) -> &mut String;

/// How `naas-v1` is read where its description says nothing.
#[rustfmt::skip]
const SHAPES: &[(&str, Shape)] = &[
    ("shape-circuits", |shapes| &mut shapes.circuits),
    ("shape-circuit-id", |shapes| &mut shapes.circuit_id),
    ("shape-circuit-name", |shapes| &mut shapes.circuit_name),
    ("shape-circuit-status", |shapes| &mut shapes.circuit_status),
    ("shape-circuit-bandwidth", |shapes| &mut shapes.circuit_bandwidth),
    ("shape-circuit-place", |shapes| &mut shapes.circuit_place),
    ("shape-circuit-account", |shapes| &mut shapes.circuit_account),
    ("shape-tiers", |shapes| &mut shapes.tiers),
    ("shape-tier-bandwidth", |shapes| &mut shapes.tier_bandwidth),
    ("shape-tier-price", |shapes| &mut shapes.tier_price),
    ("shape-places", |shapes| &mut shapes.places),
    ("shape-place-id", |shapes| &mut shapes.place_id),
    ("shape-place-address", |shapes| &mut shapes.place_address),
    ("shape-place-enabled", |shapes| &mut shapes.place_enabled),
    ("shape-asked-address", |shapes| &mut shapes.asked_address),
    ("shape-asked-place", |shapes| &mut shapes.asked_place),
    ("shape-asked-bandwidth", |shapes| &mut shapes.asked_bandwidth),
    ("shape-asked-name", |shapes| &mut shapes.asked_name),
    ("shape-asked-account", |shapes| &mut shapes.asked_account),
];
const TRANSPORT: &str = "token-transport";
const IDENTIFIER: &str = "quote-identifier";

/// All of them as they are.
pub(super) fn shown(profile: &Profile) -> Value {
    let mut copy = profile.clone();
    let mut all: Map<String, Value> =
        TEXTS.iter().map(|(name, field)| ((*name).to_owned(), field(&mut copy).as_str().into())).collect();
    if let Some(shapes) = &mut copy.shapes {
        all.extend(SHAPES.iter().map(|(name, field)| ((*name).to_owned(), field(shapes).as_str().into())));
    }
    // A path that the dialect does not have is no setting of it.
    all.retain(|name, value| {
        !name.starts_with("path-") || value.as_str().is_some_and(|path| !path.is_empty())
    });
    let transport = match profile.token_transport {
        TokenTransport::Basic => "basic",
        TokenTransport::Body => "body",
    };
    all.insert(TRANSPORT.into(), transport.into());
    let identifier = match profile.port_id {
        PortId::UniService => "uni-service",
        PortId::OwnService => "own-service",
    };
    all.insert(IDENTIFIER.into(), identifier.into());
    Value::Object(all)
}

/// Sets one; false where there is none of that name. A practice carrier's address is this program's own matter.
pub(super) fn set(profile: &mut Profile, name: &str, value: &str) -> Result<bool, CommandError> {
    let value = value.trim();
    if name == TRANSPORT {
        profile.token_transport = transport(value)?;
        return Ok(true);
    }
    if name == IDENTIFIER {
        profile.port_id = identifier(value)?;
        return Ok(true);
    }
    if let Some((_, field)) = SHAPES.iter().find(|(known, _)| *known == name)
        && let Some(shapes) = &mut profile.shapes
    {
        if value.is_empty() {
            return Err(CommandError::usage(format!(
                "\"\" is no {name}: it cannot be empty; write the field's name, with dots where it stands deeper"
            )));
        }
        *field(shapes) = value.to_owned();
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

/// Which identifier of a customer port a quote names first; the other is tried after a refusal.
fn identifier(text: &str) -> Result<PortId, CommandError> {
    match text {
        "uni-service" => Ok(PortId::UniService),
        "own-service" => Ok(PortId::OwnService),
        other => Err(CommandError::usage(format!(
            "\"{other}\" is no identifier that a quote can name; write uni-service or own-service"
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
        path if path.starts_with("path-") && is_missing(profile, path) => {
            wrong(&format!("the dialect {} has no such path", profile.dialect))
        }
        path if needs_id(profile, path) && !value.contains("{id}") => {
            wrong("{id} must stand where the id of the order or circuit goes")
        }
        "token-scope" | "billing-account" => Ok(()),
        "token-path" if value.starts_with("https://") => Ok(()),
        "token-path" if !value.starts_with('/') => {
            wrong("write a path that begins with /, or a whole address with https://")
        }
        path if path.starts_with("path-") && !value.starts_with('/') => wrong("a path begins with /"),
        _ if value.is_empty() => wrong("it cannot be empty"),
        _ => Ok(()),
    }
}

fn is_missing(profile: &Profile, name: &str) -> bool {
    let mut copy = profile.clone();
    TEXTS.iter().any(|(known, field)| *known == name && field(&mut copy).is_empty())
}

/// Which paths hold an id, by dialect (see `Paths`).
fn needs_id(profile: &Profile, name: &str) -> bool {
    match profile.dialect {
        Dialect::Lumen => false,
        Dialect::NaasV1 => name == "path-order-state",
        Dialect::Connections | Dialect::EodV5 => name == "path-modify",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tidegate_core::carrier::DIALECTS;

    #[test]
    fn every_setting_that_is_shown_can_be_set_to_what_it_is() {
        let mut profile = Profile::new(Dialect::NaasV1, "https://carrier.example", "1-A");
        profile.contact = Profile::practice(Dialect::NaasV1, "x", "1-A").contact;
        let before = profile.clone();
        let all = shown(&profile);
        assert_eq!(
            all.as_object().unwrap().len(),
            TEXTS.len() + SHAPES.len() + 2 - 3,
            "all but the paths of quotes, providers and accounts"
        );
        for (name, value) in all.as_object().unwrap() {
            assert!(set(&mut profile, name, value.as_str().unwrap()).unwrap(), "{name}");
        }
        assert_eq!(profile, before);
        assert!(!set(&mut profile, "no-such-setting", "x").unwrap());
    }

    #[test]
    fn a_dialect_has_its_own_paths_and_no_others() {
        let paths = |dialect| {
            let shown = shown(&Profile::new(dialect, "https://carrier.example", "1-A"));
            let names = shown.as_object().unwrap().keys().filter(|name| name.starts_with("path-"));
            names.map(|name| name.trim_start_matches("path-").to_owned()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(paths(Dialect::Connections), "inventory modify order");
        assert_eq!(paths(Dialect::EodV5), "inventory modify order order-state price");
        let mut profile = Profile::new(Dialect::Connections, "https://carrier.example", "1-A");
        let error = set(&mut profile, "path-quote", "/quote").unwrap_err().to_string();
        assert!(error.contains("the dialect connections has no such path"), "{error}");
        let error = set(&mut profile, "path-modify", "/bandwidth").unwrap_err().to_string();
        assert!(error.contains("{id}"), "{error}");
        for dialect in DIALECTS {
            let mut profile = Profile::new(dialect, "https://carrier.example", "1-A");
            for (name, path) in shown(&profile).as_object().unwrap().clone() {
                if name.starts_with("path-") {
                    assert!(set(&mut profile, &name, path.as_str().unwrap()).unwrap(), "{dialect} {name}");
                }
            }
        }
    }

    #[test]
    fn a_value_that_cannot_work_is_refused_with_what_to_write() {
        let mut profile = Profile::new(Dialect::NaasV1, "https://carrier.example", "1-A");
        for (name, value, says) in [
            ("base", "http://carrier.example", "https://"),
            ("contact-name", "Ann", "first and a last name"),
            ("currency", "dollars", "three capital letters"),
            ("path-order", "Customer/v3", "begins with /"),
            ("path-order-state", "/naas/v1/order", "{id}"),
            ("literal-channel", "", "empty"),
            ("shape-circuits", "", "empty"),
            ("token-path", "http://carrier.example/token", "https://"),
            ("token-transport", "header", "basic or body"),
            ("quote-identifier", "port", "uni-service or own-service"),
        ] {
            let error = set(&mut profile, name, value).unwrap_err().to_string();
            assert!(error.contains(says), "{name}: {error}");
        }
        assert_eq!(profile, Profile::new(Dialect::NaasV1, "https://carrier.example", "1-A"));
    }
}

//! Tenants, their credentials and settings.

use super::{Answer, CommandError, at_desk, new_tenant, profile, words};
use crate::host::{Host, Round};
use crate::run::{Desk, put};
use crate::secrets::{Found, SecretName, SecretText};
use crate::token::TokenError;
use serde_json::json;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;
use tidegate_core::audit::Entry;
use tidegate_core::cost::Billing;
use tidegate_core::feed::Suppresses;
use tidegate_core::ids::{Actor, TenantId};
use tidegate_core::quiet::NotQuiet;
use tidegate_core::screen::team;
use tidegate_core::time::Instant;
use tidegate_core::units::Money;
use tidegate_core::world::{Record, Role};
use tidegate_door::command::NewTenant;

pub(super) async fn list(host: &Arc<Host>) -> Answer {
    let tenants = host.tenants().await?;
    Ok(json!(tenants.iter().map(|one| json!({ "id": one.id, "name": one.name })).collect::<Vec<_>>()))
}

pub(super) async fn add(host: &Arc<Host>, new: NewTenant) -> Answer {
    let now = host.machine().clock.now();
    let id = fresh_id(now, &new.name);
    let name = new.name.clone();
    host.add(new_tenant::made(id.clone(), new)?, &now.to_rfc3339()).await?;
    Ok(json!({ "id": id, "name": name }))
}

/// An id that no other customer has, here or elsewhere.
pub(super) fn fresh_id(now: Instant, name: &str) -> TenantId {
    let digest = tidegate_core::audit::hash(format!("{}{name}", now.timestamp_micros()).as_bytes());
    TenantId(digest.chars().take(12).collect())
}

pub(super) async fn remove(host: &Arc<Host>, name: &str) -> Answer {
    let at = host.machine().clock.now().to_rfc3339();
    Ok(json!({ "receipt": host.remove(name, &at).await? }))
}

pub(super) async fn set_credentials(
    host: &Arc<Host>,
    round: &Round,
    client_id: String,
    client_secret: String,
) -> Answer {
    let tenant = at_desk(round, |desk| Ok(desk.world.tenant.id.clone())).await?;
    let secrets = &host.machine().secrets;
    secrets.set(&tenant, &SecretName::ClientId, SecretText::new(client_id.trim().to_owned())).await?;
    secrets.set(&tenant, &SecretName::ClientSecret, SecretText::new(client_secret.trim().to_owned())).await?;
    changed(round, "credentials.set", "the carrier's credentials were entered").await?;
    Ok(if secrets.is_memory() {
        json!({ "done": true, "note": "The credentials are in Tidegate's memory only and gone when it stops: give them again at each start (tidegate run --help says how)." })
    } else {
        json!({ "done": true })
    })
}

pub(super) async fn remove_credentials(host: &Arc<Host>, round: &Round) -> Answer {
    let tenant = at_desk(round, |desk| Ok(desk.world.tenant.id.clone())).await?;
    for name in [SecretName::ClientId, SecretName::ClientSecret] {
        host.machine().secrets.remove(&tenant, &name).await?;
    }
    changed(round, "credentials.removed", "the carrier's credentials were removed").await?;
    Ok(json!({ "done": true }))
}

async fn changed(round: &Round, act: &'static str, why: &'static str) -> Result<(), CommandError> {
    at_desk(round, move |desk| {
        desk.credentials_changed();
        let entry = Entry::new(desk.now(), Actor::Person(words::person()), act, why);
        Ok(desk.commit(&[Record::Audit(entry)])?)
    })
    .await
}

/// Signs in and lets the inventory be read: two things that can be wrong with a key.
pub(super) async fn test_credentials(round: &Round) -> Answer {
    let (carrier, profile) =
        at_desk(round, |desk| Ok((desk.carrier(), desk.world.tenant.profile.clone()))).await?;
    carrier.sign_in().await.map_err(|error| CommandError::failed(sign_in_told(&error)))?;
    let response = carrier.ask(&profile.inventory(1)).await.map_err(|error| CommandError::unasked(&error))?;
    let page = profile.read_inventory(&response).map_err(|refusal| {
        CommandError::failed(format!("the sign-in works, but the inventory was not read: {}", refusal.told()))
    })?;
    Ok(json!({ "sign_in": true, "circuits": page.value.circuits.len(), "forms": page.met }))
}

fn sign_in_told(error: &TokenError) -> String {
    match error {
        TokenError::NoCredentials(found) => match found {
            Found::Secret(_) | Found::Absent => {
                "there are no credentials for this account, so the carrier was not asked; enter them with `tidegate credentials set`".into()
            }
            Found::Locked => {
                "the keychain is locked, or a server was not given the credentials when it started, so the carrier was not asked; unlock it, or enter them with `tidegate credentials set`".into()
            }
            Found::NoKeychain(why) => format!(
                "this computer has no usable keychain ({why}), so the carrier was not asked; on a server start `tidegate run` with its secrets and test again while it runs"
            ),
        },
        TokenError::Refused { .. } | TokenError::Unclear { .. } => crate::chain(error),
        TokenError::Transport(_) => format!("{error}. Nothing was changed; try again when that is put right"),
    }
}

pub(super) async fn settings(host: &Host, round: &Round) -> Answer {
    let autostart = host.autostart();
    at_desk(round, move |desk| {
        let tenant = &desk.world.tenant;
        let holidays = tenant.holidays.as_ref().map(|scope| desk.world.names_in(scope));
        Ok(json!({
            "role": tenant.role, "billing": tenant.billing, "zone": tenant.zone.name(),
            "quota-per-day": tenant.profile.quota_per_day, "requests-per-second": tenant.profile.requests_per_second,
            "event-limit": tenant.event_limit.as_ref().map_or("off".to_owned(), |limit| limit.amount.to_string()),
            "us-federal-holidays": match holidays {
                Some(names) if !names.is_empty() => json!(names.join(",")),
                some_or_none => json!(some_or_none.is_some()),
            },
            "dialect": tenant.profile.dialect,
            "profile": profile::shown(&tenant.profile), "autostart": autostart,
            "quiet": tenant.quiet.map_or_else(|| "off".to_owned(), |quiet| quiet.to_string()),
            "budget": tenant.budget.as_ref().map_or("off".to_owned(), |budget| budget.limit.amount.to_string()),
            "heartbeat": tenant.heartbeat.is_some(),
            "team-calendar": tenant.team_calendar.as_deref().unwrap_or("off"),
        }))
    })
    .await
}

/// `on` or `off`: whether Tidegate starts with the session.
pub(super) fn set_autostart(host: &Host, value: &str) -> Answer {
    let on = match value {
        "on" | "true" => true,
        "off" | "false" => false,
        _ => return Err(CommandError::usage(format!("\"{value}\" is not on or off"))),
    };
    host.set_autostart(on)?;
    Ok(json!({ "done": true }))
}

/// A file that can be written now; an empty one is put where none is. What somebody else keeps there is never lost.
fn team_calendar(desk: &Desk, file: &str) -> Result<String, CommandError> {
    let path = Path::new(file);
    let is_calendar = path.extension().is_some_and(|end| end.eq_ignore_ascii_case("ics"));
    if !path.is_absolute() || !is_calendar {
        return Err(CommandError::usage(format!(
            "\"{file}\" is no place for the team's calendar: write the whole way to a file that ends in .ics, such as /srv/share/bandwidth.ics, or off. Nothing was changed"
        )));
    }
    let failed = |what: &str, error| {
        CommandError::failed(format!(
            "{file} cannot be {what}: {error}. Nothing was changed; name another file"
        ))
    };
    let is_ours = |bytes: &[u8]| {
        std::str::from_utf8(bytes).is_ok_and(|text| text.is_empty() || team::is_ours(text, &desk.world))
    };
    match std::fs::read(path) {
        Ok(bytes) if is_ours(&bytes) => Ok(file.to_owned()),
        Ok(_) => Err(CommandError::usage(format!(
            "{file} is there and is no plan that Tidegate wrote for {}. Nothing was changed; name another file, or move that one away",
            desk.world.tenant.name
        ))),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            put(path, "").map_err(|error| failed("written", error))?;
            Ok(file.to_owned())
        }
        Err(error) => Err(failed("read", error)),
    }
}

/// Sets one of the settings that `settings` lists.
pub(super) async fn set(round: &Round, name: String, value: String) -> Answer {
    at_desk(round, move |desk| {
        let mut tenant = desk.world.tenant.clone();
        let wrong = |what: &str| CommandError::usage(format!("\"{value}\" is not {what}"));
        match name.as_str() {
            "role" => {
                tenant.role = match value.as_str() {
                    "primary" => Role::Primary,
                    "standby" => Role::Standby,
                    _ => return Err(wrong("primary or standby")),
                }
            }
            "billing" => {
                tenant.billing = match value.as_str() {
                    "clock-hour" => Billing::ClockHour,
                    "started-hour" => Billing::StartedHour,
                    "per-minute" => Billing::PerMinute,
                    _ => return Err(wrong("clock-hour, started-hour or per-minute")),
                }
            }
            "zone" => tenant.zone = value.parse().map_err(|_| wrong("a zone such as America/New_York"))?,
            "quota-per-day" => {
                tenant.profile.quota_per_day = value.parse().map_err(|_| wrong("a whole number"))?
            }
            "requests-per-second" => {
                tenant.profile.requests_per_second = value.parse().map_err(|_| wrong("a whole number"))?
            }
            "event-limit" if value == "off" => tenant.event_limit = None,
            "event-limit" => {
                let currency = tenant.profile.currency.clone();
                tenant.event_limit = Some(
                    Money::from_carrier(&value, &currency)
                        .ok_or_else(|| wrong("an amount such as 50.00, or off"))?,
                );
            }
            "quiet" if value == "off" => tenant.quiet = None,
            "quiet" => {
                let read = value.parse().map_err(|error: NotQuiet| CommandError::usage(error.to_string()))?;
                tenant.quiet = Some(read);
            }
            "budget" => {
                tenant.budget = words::budget(&value, &tenant.profile.currency, tenant.budget.as_ref())?;
            }
            "team-calendar" if value == "off" => tenant.team_calendar = None,
            "team-calendar" => tenant.team_calendar = Some(team_calendar(desk, &value)?),
            "us-federal-holidays" => {
                tenant.holidays = match value.as_str() {
                    "on" | "true" => Some(Suppresses::default()),
                    "off" | "false" => None,
                    names => {
                        let names: Vec<String> = names.split(',').map(str::to_owned).collect();
                        Some(words::suppresses(desk, &names)?)
                    }
                }
            }
            other if profile::set(&mut tenant.profile, other, &value)? => {}
            other => {
                return Err(CommandError::usage(format!(
                    "there is no setting \"{other}\"; `tidegate settings get` lists them"
                )));
            }
        }
        let entry = Entry::new(
            desk.now(),
            Actor::Person(words::person()),
            "setting.set",
            format!("{name} is {value} now"),
        );
        let old = &desk.world.tenant;
        // Made first: an address that cannot be asked is refused before it is kept.
        let asked = (tenant.profile != old.profile).then(|| desk.asked_by(&tenant.profile)).transpose()?;
        let is_read_otherwise = tenant.zone != old.zone;
        desk.commit(&[Record::Tenant(Box::new(tenant)), Record::Audit(entry)])?;
        if is_read_otherwise {
            desk.world.here.readings.clear(); // what is stored is read again, in the new zone
        }
        if let Some(asked) = asked {
            desk.ask_by(asked);
        }
        Ok(json!({ "done": true }))
    })
    .await
}

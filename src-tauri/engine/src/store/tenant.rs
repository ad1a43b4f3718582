//! The tenant's settings: exactly one row.

use super::{StoreError, bodies, written};
use rusqlite::{Connection, Transaction, params};
use tidegate_core::world::Tenant;

pub(super) const CREATE: &str =
    "CREATE TABLE tenant (id INTEGER PRIMARY KEY CHECK (id = 1), body TEXT NOT NULL) STRICT";

/// Durations were a list once; since then each has its name, so that one can be added.
pub(super) const NAME_TIMINGS: &str =
    "UPDATE tenant SET body = json_set(body, '$.profile.timings', json_object(
        'lead_min', body ->> '$.profile.timings[0]',
        'lead_start', body ->> '$.profile.timings[1]',
        'lead_max', body ->> '$.profile.timings[2]',
        'late_min', body ->> '$.profile.timings[3]',
        'quiet', body ->> '$.profile.timings[4]',
        'poll_first', body ->> '$.profile.timings[5]',
        'poll_early', body ->> '$.profile.timings[6]',
        'poll_early_until', body ->> '$.profile.timings[7]',
        'poll_middle', body ->> '$.profile.timings[8]',
        'poll_middle_until', body ->> '$.profile.timings[9]',
        'poll_late', body ->> '$.profile.timings[10]',
        'poll_late_until', body ->> '$.profile.timings[11]',
        'poll_stuck', body ->> '$.profile.timings[12]',
        'at_rest', body ->> '$.profile.timings[13]',
        'retry_first', body ->> '$.profile.timings[14]',
        'retry_second', body ->> '$.profile.timings[15]',
        'retry_cancelled', body ->> '$.profile.timings[16]',
        'retry_return', body ->> '$.profile.timings[17]',
        'standby_grace', body ->> '$.profile.timings[18]',
        'feed', body ->> '$.profile.timings[19]',
        'feed_max', body ->> '$.profile.timings[20]',
        'read_before', body ->> '$.profile.timings[21]',
        'shrunken_again', body ->> '$.profile.timings[22]',
        'stale_told', body ->> '$.profile.timings[23]',
        'stale_stop', body ->> '$.profile.timings[24]',
        'foreign', body ->> '$.profile.timings[25]',
        'token_margin', body ->> '$.profile.timings[26]',
        'prices', body ->> '$.profile.timings[27]',
        'quote', body ->> '$.profile.timings[28]'
    )) WHERE json_type(body, '$.profile.timings') = 'array'";

pub(super) fn put(to: &Transaction<'_>, tenant: &Tenant) -> Result<(), StoreError> {
    let mut statement = to.prepare_cached("INSERT OR REPLACE INTO tenant (id, body) VALUES (1, ?1)")?;
    statement.execute(params![written("tenant", tenant)?])?;
    Ok(())
}

pub(super) fn get(from: &Connection) -> Result<Option<Tenant>, StoreError> {
    Ok(bodies(from, "tenant", "SELECT body FROM tenant", [])?.pop())
}

//! Times beyond what is compiled: months ahead, weeks back. The same feeds are read in another window and compiled by
//! the same functions, in a copy of the world; what is acted on stays as it is.

use crate::calendar::{Reading, Window};
use crate::horizon::BACK;
use crate::ids::FeedId;
use crate::plan;
use crate::request::decide_all;
use crate::time::Instant;
use crate::timeline::compile;
use crate::world::{Compiled, World};
use std::collections::BTreeMap;

/// The window that feeds must be read in to show a time; none where what is compiled holds it.
pub fn window(from: Instant, to: Instant, now: Instant) -> Option<Window> {
    let compiled = plan::window(now);
    (from < compiled.from || to > compiled.to).then(|| Window { from: from - BACK, to })
}

/// The world compiled with the feeds as read in another window.
pub fn compiled_in(world: &World, readings: BTreeMap<FeedId, Reading>, now: Instant) -> World {
    let mut wide = world.clone();
    wide.here.readings = readings.into_iter().map(|(id, reading)| (id, (now, reading))).collect();
    let mut decided = decide_all(&wide, now);
    let timelines = compile(&wide, &mut decided);
    wide.compiled = Compiled { at: Some(now), decided, timelines };
    wide
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{at, circuit, event, feed, reading, tier, world};

    #[test]
    fn a_time_beyond_what_is_compiled_is_read_and_compiled_for_itself() {
        let day = 1440;
        assert_eq!(window(at(0), at(7 * day), at(0)), None);
        let far = window(at(90 * day), at(97 * day), at(0)).unwrap();
        assert_eq!((far.from, far.to), (at(82 * day), at(97 * day)));
        assert!(window(at(-30 * day), at(0), at(0)).is_some());
        let mut world = world(&[circuit("HQ", "100M")], &[feed("office", &["HQ"])]);
        world.refresh(at(0));
        let events = vec![event(92 * day, 92 * day + 60, "1 Gbps, stream")];
        let wide = compiled_in(&world, BTreeMap::from([("office".into(), reading(events))]), at(0));
        assert_eq!(wide.compiled.timelines[&"HQ".into()].want(at(92 * day + 30)), tier("1G"));
        assert_eq!(world.compiled.timelines[&"HQ".into()].want(at(92 * day + 30)), tier("100M"));
    }
}

//! Several computers and one carrier: the carrier goes to whichever computer acts next, so that each sees what the
//! others did. Owns the order in which they act; what each does is the stage's matter.

use super::{At, Stage};

/// Plays all computers until the instant, which is then now for each. The first holds the carrier in between.
pub(crate) fn play_until(computers: &mut [Stage], until: At) {
    for index in 0..computers.len() {
        with_carrier(computers, index, Stage::passes);
    }
    loop {
        let nexts = computers.iter().enumerate().filter_map(|(index, one)| Some((one.next(until)?, index)));
        let Some((next, index)) = nexts.min() else { break };
        with_carrier(computers, index, |one| one.act_at(next));
    }
    computers.iter_mut().for_each(|one| one.now = until);
}

fn with_carrier(computers: &mut [Stage], index: usize, act: impl FnOnce(&mut Stage)) {
    let (first, others) = computers.split_first_mut().expect("a computer");
    match index.checked_sub(1).and_then(|index| others.get_mut(index)) {
        None => act(first),
        Some(other) => {
            std::mem::swap(&mut first.carrier, &mut other.carrier);
            act(other);
            std::mem::swap(&mut first.carrier, &mut other.carrier);
        }
    }
}

//! The only chance in the carrier: drawn from the seed and the number of the thing drawn for, never from the machine.
//! A draw depends on nothing drawn before it, so a fault that takes one order away leaves all others as they were.

use sha2::{Digest, Sha256};

/// A seed that everything random is derived from.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seed(pub(crate) u64);

impl Seed {
    /// A whole number in `low..=high`, evenly drawn.
    pub(crate) fn between(self, what: &str, number: u64, low: u64, high: u64) -> u64 {
        let digest = self.digest(what, number);
        let mut first = [0; 8];
        first.copy_from_slice(&digest[..8]);
        let width = high.saturating_sub(low).saturating_add(1);
        low.saturating_add(u64::from_be_bytes(first) % width)
    }

    /// Something that looks like a random UUID.
    pub(crate) fn uuid(self, what: &str, number: u64) -> String {
        let hex = hex(&self.digest(what, number));
        format!("{}-{}-4{}-8{}-{}", &hex[..8], &hex[8..12], &hex[13..16], &hex[17..20], &hex[20..32])
    }

    /// A long opaque text.
    pub(crate) fn token(self, what: &str, number: u64) -> String {
        hex(&self.digest(what, number))
    }

    fn digest(self, what: &str, number: u64) -> [u8; 32] {
        Sha256::digest(format!("{}/{what}/{number}", self.0)).into()
    }
}

/// Lower-case hexadecimal digits of some bytes.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_repeat_with_the_seed_and_stay_in_their_bounds() {
        for number in 0..500 {
            let drawn = Seed(7).between("order", number, 2000, 5000);
            assert!((2000..=5000).contains(&drawn));
            assert_eq!(drawn, Seed(7).between("order", number, 2000, 5000));
        }
        assert_ne!(Seed(7).uuid("order", 1), Seed(8).uuid("order", 1));
        assert_eq!(Seed(7).uuid("order", 1).len(), 36);
        assert_eq!(Seed(1).between("x", 0, 5, 5), 5);
    }
}

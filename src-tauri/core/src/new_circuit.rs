//! What is ordered as a new circuit, and what of it is checked before anything is sent: the carrier's own rules
//! (lumen-api §4.5), told all at once and in words for the person who wrote it.

use crate::carrier::{Contact, Spot};
use crate::ids::CircuitId;
use crate::units::{Money, Tier};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A new circuit as it is ordered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewCircuit {
    /// Its name, at the carrier and here.
    pub name: String,
    /// Where it will be.
    pub spot: Spot,
    /// The address in one line, for people.
    pub address: String,
    /// Its first tier.
    pub tier: Tier,
    /// The tier as the carrier writes it.
    pub speed: String,
    /// Its public addresses.
    pub block: Block,
    /// The billing account.
    pub account: String,
    /// The name of the billing account.
    pub account_name: String,
    /// Whom the carrier writes to about the order.
    pub contact: Contact,
    /// The price an hour that a person agreed to; `None` where the carrier named none.
    pub agreed: Option<Money>,
    /// The circuits that the inventory showed before: the new one is none of these.
    pub before: Vec<CircuitId>,
    /// The circuit that came of it, once the inventory has shown it.
    pub became: Option<CircuitId>,
}

/// How many public IPv4 addresses a circuit has; the carrier offers three sizes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Block {
    /// Sixteen addresses.
    #[serde(rename = "/28")]
    Sixteen,
    /// Eight addresses.
    #[serde(rename = "/29")]
    Eight,
    /// Four addresses.
    #[serde(rename = "/30")]
    Four,
}

impl Block {
    /// As the carrier writes it.
    pub fn text(self) -> &'static str {
        match self {
            Self::Sixteen => "/28",
            Self::Eight => "/29",
            Self::Four => "/30",
        }
    }
}

impl fmt::Display for Block {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.text())
    }
}

/// A text that is none of the three sizes.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "\"{0}\" is no size of an address block that the carrier offers; write /28 (16 addresses), /29 (8) or /30 (4)"
)]
pub struct NoBlock(String);

impl FromStr for Block {
    type Err = NoBlock;

    fn from_str(text: &str) -> Result<Self, NoBlock> {
        match text.trim().trim_start_matches('/') {
            "28" => Ok(Self::Sixteen),
            "29" => Ok(Self::Eight),
            "30" => Ok(Self::Four),
            _ => Err(NoBlock(text.to_owned())),
        }
    }
}

/// The longest name of a circuit that is sent. The carrier names no limit; this is ours.
const LONGEST_NAME: usize = 60;

/// Everything about a contact that the carrier would refuse, a sentence each without its stop.
pub fn wrong_contact(contact: &Contact) -> Vec<String> {
    let mut wrong = Vec::new();
    if contact.name.split_whitespace().count() < 2 {
        wrong.push(format!(
            "the contact's name \"{}\" is no first and last name; write both, such as \"Ann Lee\"",
            contact.name
        ));
    }
    if !is_mail(&contact.email) {
        wrong.push(format!(
            "\"{}\" is no mail address; the carrier writes to it about the order, so give one such as ann@example.com",
            contact.email
        ));
    }
    if us_phone(&contact.phone).is_none() {
        wrong.push(format!(
            "\"{}\" is no US phone number, and the carrier takes no other; write ten digits, such as 303 555 0100",
            contact.phone
        ));
    }
    if contact.organization.trim().is_empty() {
        wrong.push("the contact's organisation is missing; give the company's name".into());
    }
    wrong
}

/// What is wrong with a circuit's name, if anything.
pub fn wrong_name(name: &str) -> Option<String> {
    let length = name.trim().chars().count();
    if length == 0 {
        return Some("the circuit has no name; give it one, such as \"Denver office\"".into());
    }
    if length > LONGEST_NAME {
        return Some(format!("the name has {length} characters; give one of at most {LONGEST_NAME}"));
    }
    // What the carrier's firewall or its people could take for something else (lumen-api §4.5).
    let odd = name.chars().find(|letter| letter.is_control() || "<>\"\\;`".contains(*letter));
    odd.map(|letter| format!("the name has {letter:?} in it; use letters, digits, spaces and plain signs"))
}

/// A US number as the carrier takes it, `+1` and ten digits; `None` for any other. Area code and exchange begin with
/// 2 to 9, as all numbers of the North American plan do.
pub fn us_phone(text: &str) -> Option<String> {
    if !text.chars().all(|letter| letter.is_ascii_digit() || "+-(). ".contains(letter)) {
        return None;
    }
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let ten = match (digits.len(), text.trim().starts_with('+')) {
        (11, _) => digits.strip_prefix('1')?,
        (10, false) => digits.as_str(),
        _ => return None,
    };
    let begins = |place: usize| ten.as_bytes().get(place).is_some_and(|digit| (b'2'..=b'9').contains(digit));
    (begins(0) && begins(3)).then(|| format!("+1{ten}"))
}

fn is_mail(text: &str) -> bool {
    let Some((user, host)) = text.trim().split_once('@') else { return false };
    let plain = !text.trim().contains(|letter: char| letter.is_whitespace() || letter.is_control());
    plain
        && !user.is_empty()
        && !host.contains('@')
        && host.split('.').filter(|part| !part.is_empty()).count() >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    fn contact() -> Contact {
        Contact {
            name: "Ann Lee".into(),
            email: "ann@example.com".into(),
            phone: "(303) 555-0100".into(),
            organization: "Example".into(),
        }
    }

    #[test]
    fn a_block_is_one_of_three_sizes_with_or_without_its_stroke() {
        for (text, block) in [("/28", Block::Sixteen), ("29", Block::Eight), (" /30 ", Block::Four)] {
            assert_eq!(text.parse(), Ok(block));
            assert_eq!(serde_json::to_value(block).unwrap(), block.text());
        }
        for text in ["/27", "/31", "8", "", "/2 9"] {
            assert!(text.parse::<Block>().unwrap_err().to_string().contains("/28 (16 addresses)"), "{text}");
        }
    }

    #[test]
    fn only_us_numbers_are_taken_and_all_of_them_become_one_form() {
        for text in ["3035550100", "303-555-0100", "(303) 555-0100", "+1 303 555 0100", "1.303.555.0100"] {
            assert_eq!(us_phone(text).as_deref(), Some("+13035550100"), "{text}");
        }
        for text in [
            "+44 20 7946 0958",
            "555-0100",
            "+3035550100",
            "1035550100",
            "3031550100",
            "303555010x",
            "",
            "+1 303 555 01000",
        ] {
            assert_eq!(us_phone(text), None, "{text}");
        }
    }

    #[test]
    fn all_that_is_wrong_with_a_contact_is_told_at_once() {
        assert_eq!(wrong_contact(&contact()), Vec::<String>::new());
        let wrong = wrong_contact(&Contact {
            name: "Ann ".into(),
            email: "ann@example".into(),
            phone: "+44 20 7946 0958".into(),
            organization: " ".into(),
        });
        let says =
            ["first and last name", "no mail address", "no US phone number", "organisation is missing"];
        assert_eq!(wrong.len(), says.len(), "{wrong:?}");
        for (told, words) in wrong.iter().zip(says) {
            assert!(told.contains(words), "{told}");
        }
    }

    #[test]
    fn a_name_is_there_short_and_plain() {
        assert_eq!(wrong_name("Denver office (2)"), None);
        assert!(wrong_name("  ").unwrap().contains("has no name"));
        assert!(wrong_name(&"x".repeat(61)).unwrap().contains("at most 60"));
        assert!(wrong_name("<script>").unwrap().contains("'<'"));
        assert!(wrong_name("a\nb").unwrap().contains("'\\n'"));
    }
}

//! The door between the process that owns a data folder and everybody else of the same user: where it is
//! ([`paths`]), the words spoken through it (here and in [`command`]), and the calling end ([`caller`]), so that a
//! window can speak without carrying the engine. The owner's end is `tidegate_engine::door`. One JSON object a line;
//! the typed commands travel inside as JSON values.
//!
//! [`Hello`] and `reject` must stay readable for every version, older and newer: they are how two versions find out
//! that they differ. Everything else may change with any version.

#![deny(missing_docs)]

pub mod caller;
pub mod command;
pub mod lines;
#[cfg(windows)]
#[path = "local/pipe.rs"]
pub mod local;
#[cfg(unix)]
#[path = "local/socket.rs"]
pub mod local;
pub mod paths;
pub mod patience;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// The longest line that an owner reads, its end included: 1 MiB. Any program of this user may call.
pub const LONGEST_LINE: usize = 1024 * 1024;

/// The longest line that a caller reads, its end included: 16 MiB. A view of many customers is long, and the owner is
/// trusted.
pub const LONGEST_ANSWER: usize = 16 * LONGEST_LINE;

/// What both sides of one door must agree on.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

/// The first line of either side. Unknown fields are passed over, for the reason above.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hello {
    /// The version of the sender.
    pub version: String,
    /// Who it is.
    pub role: Role,
}

/// Who speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// The owner of the data folder.
    Owner,
    /// The window.
    Window,
    /// The command line.
    Command,
    /// Of a version that knows more roles.
    #[serde(other)]
    Other,
}

/// A line after the first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Frame {
    /// To the owner: do this.
    Ask {
        /// Chosen by who asks; the reply bears it.
        id: u64,
        /// A command of the table.
        command: Value,
        /// The sentence that a person said yes to, outside the page, after the owner had asked for it: see
        /// [`CONFIRM`].
        #[serde(default, skip_serializing_if = "Option::is_none")]
        confirmed: Option<String>,
    },
    /// To the owner: push the view now and at each change.
    Subscribe {},
    /// To the owner, and from it to every window: come forward. Whoever sees none of them starts one.
    Summon {
        /// The screen to show.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        screen: Option<String>,
        /// The customer to show.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        tenant: Option<String>,
        /// What the desktop wants to see before it lets a window come forward.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        token: Option<String>,
    },
    /// From the owner to every window: a person quit Tidegate, so close.
    Leave {},
    /// From the owner: what became of a question. Exactly one of `ok` and `error` is there.
    Reply {
        /// The question's.
        id: u64,
        /// Done, and what it brought.
        #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "present")]
        ok: Option<Value>,
        /// Not done, and why.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        error: Option<ErrorBody>,
    },
    /// From the owner: the view as it is now.
    Push {
        /// The whole view.
        view: Value,
    },
    /// From the owner: not spoken to, and why; the connection ends.
    Reject {
        /// What happened and what to do.
        reason: String,
    },
}

/// The code of a refusal that is a question: the command spends money or raises a limit, so the window shows the
/// message outside the page and, after a yes, asks again with that very message in `confirmed`. If the sentence has
/// changed meanwhile, the price for one, it is asked again.
pub const CONFIRM: &str = "confirm";

/// Why a command was not done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorBody {
    /// What programs branch on, such as `not-found`.
    pub code: String,
    /// What people read.
    pub message: String,
}

impl Frame {
    /// The reply to a question.
    pub fn reply(id: u64, result: Result<Value, ErrorBody>) -> Self {
        let (ok, error) = match result {
            Ok(value) => (Some(value), None),
            Err(error) => (None, Some(error)),
        };
        Self::Reply { id, ok, error }
    }
}

/// `"ok": null` is a result, and not the lack of one.
fn present<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

/// A line, its end included.
///
/// # Errors
///
/// Never for the types of this crate, whose keys are all text.
pub fn line(words: &impl Serialize) -> Result<String, serde_json::Error> {
    serde_json::to_string(words).map(|text| text + "\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn lines_are_as_written_here_for_as_long_as_the_version_stands() {
        let refused = ErrorBody { code: "no".into(), message: "No.".into() };
        let lines = [
            (
                Frame::Ask { id: 1, command: json!({"a": 1}), confirmed: None },
                r#"{"type":"ask","id":1,"command":{"a":1}}"#,
            ),
            (
                Frame::Summon { screen: Some("week".into()), tenant: None, token: None },
                r#"{"type":"summon","screen":"week"}"#,
            ),
            (Frame::Leave {}, r#"{"type":"leave"}"#),
            (Frame::Subscribe {}, r#"{"type":"subscribe"}"#),
            (Frame::reply(1, Ok(json!(null))), r#"{"type":"reply","id":1,"ok":null}"#),
            (
                Frame::reply(1, Err(refused)),
                r#"{"type":"reply","id":1,"error":{"code":"no","message":"No."}}"#,
            ),
            (Frame::Push { view: json!([]) }, r#"{"type":"push","view":[]}"#),
            (Frame::Reject { reason: "r".into() }, r#"{"type":"reject","reason":"r"}"#),
        ];
        for (frame, text) in lines {
            assert_eq!(line(&frame).unwrap(), format!("{text}\n"));
            assert_eq!(serde_json::from_str::<Frame>(text).unwrap(), frame);
        }
    }

    #[test]
    fn unknown_fields_are_refused_everywhere_but_in_the_first_line() {
        for text in [
            r#"{"type":"subscribe","to":"x"}"#,
            r#"{"type":"ask","id":1,"command":{},"x":1}"#,
            r#"{"type":"x"}"#,
        ] {
            assert!(serde_json::from_str::<Frame>(text).is_err(), "{text}");
        }
        let hello: Hello = serde_json::from_str(r#"{"version":"9.9.9","role":"watch","proto":7}"#).unwrap();
        assert_eq!(hello, Hello { version: "9.9.9".into(), role: Role::Other });
    }
}

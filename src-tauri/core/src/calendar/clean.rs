//! Bytes to logical lines: character set, line ends, folding, NULs, byte order marks. Owns nothing of what the lines
//! say. The newcomer's mistake is to decode first: a fold may stand inside a UTF-8 character, so lines are unfolded as
//! bytes.

use std::borrow::Cow;

/// The longest logical line that is kept; the rest of a longer one is dropped and the line marked.
/// Only pictures and descriptions are longer, and nobody reads those here.
pub(super) const LONGEST_LINE: usize = 64 * 1024;

/// One logical line, never empty, without spaces around it.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// Its text.
    pub(super) text: String,
    /// Whether it was longer than [`LONGEST_LINE`].
    pub(super) cut: bool,
}

/// UTF-16 with a byte order mark becomes UTF-8; everything else is passed on.
pub(super) fn as_utf8(bytes: &[u8]) -> Cow<'_, [u8]> {
    let units: fn([u8; 2]) -> u16 = match bytes {
        [0xff, 0xfe, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] => u16::from_be_bytes,
        _ => return Cow::Borrowed(bytes),
    };
    let wide = bytes.chunks_exact(2).skip(1).map(|pair| units([pair[0], pair[1]]));
    let text: String = char::decode_utf16(wide).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
    Cow::Owned(text.into_bytes())
}

/// The logical lines of a calendar.
pub(super) struct Lines<'a> {
    rest: &'a [u8],
    /// How many lines were no UTF-8 and were read as Latin-1.
    pub(super) latin: usize,
    /// How many bytes that no text has were dropped.
    pub(super) nul: usize,
}

impl<'a> Lines<'a> {
    /// The lines of these bytes.
    pub(super) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes, latin: 0, nul: 0 }
    }

    /// The next physical line, without its end: CRLF, LF or a lone CR.
    fn physical(&mut self) -> Option<&'a [u8]> {
        if self.rest.is_empty() {
            return None;
        }
        let end = self.rest.iter().position(|b| matches!(b, b'\r' | b'\n')).unwrap_or(self.rest.len());
        let line = &self.rest[..end];
        let after = self.rest.get(end..).unwrap_or_default();
        self.rest = match after {
            [b'\r', b'\n', rest @ ..] | [_, rest @ ..] => rest,
            [] => after,
        };
        Some(line)
    }

    /// Whether a folded part follows. Empty lines on the way are passed over: some publishers end lines with `\r\r\n`.
    fn continues(&mut self) -> bool {
        let blank = self.rest.iter().take_while(|b| matches!(b, b'\r' | b'\n')).count();
        self.rest = &self.rest[blank..];
        matches!(self.rest, [b' ' | b'\t', ..])
    }

    fn append(&mut self, line: &mut Vec<u8>, part: &[u8]) -> bool {
        let part = part.strip_prefix(b"\xef\xbb\xbf").unwrap_or(part);
        let room = LONGEST_LINE.saturating_sub(line.len());
        let before = line.len();
        let taken = part.len().min(room);
        line.extend(part[..taken].iter().filter(|b| **b != 0));
        self.nul += taken - (line.len() - before);
        taken < part.len()
    }

    fn decode(&mut self, line: Vec<u8>, cut: bool) -> String {
        let line = match String::from_utf8(line) {
            Ok(text) => return text,
            Err(error) => error,
        };
        let sound = line.utf8_error().valid_up_to();
        let only_cut = cut && line.utf8_error().error_len().is_none();
        let bytes = line.into_bytes();
        if only_cut {
            return String::from_utf8_lossy(&bytes[..sound]).into_owned();
        }
        self.latin += 1;
        bytes.into_iter().map(char::from).collect()
    }
}

impl Iterator for Lines<'_> {
    type Item = Line;

    fn next(&mut self) -> Option<Line> {
        loop {
            let mut bytes = Vec::new();
            let first = self.physical()?;
            let mut cut = self.append(&mut bytes, first);
            while self.continues() {
                let part = self.physical()?;
                cut |= self.append(&mut bytes, &part[1..]);
            }
            let text = self.decode(bytes, cut);
            let trimmed = text.trim();
            if !trimmed.is_empty() {
                let text = if trimmed.len() == text.len() { text } else { trimmed.to_owned() };
                return Some(Line { text, cut });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(bytes: &[u8]) -> Vec<String> {
        Lines::new(bytes).map(|line| line.text).collect()
    }

    #[test]
    fn every_line_end_ends_a_line_and_blank_lines_are_none() {
        assert_eq!(lines(b"a\r\nb\nc\rd\n\n\r\n  \r\ne"), ["a", "b", "c", "d", "e"]);
        assert_eq!(lines(b"\xef\xbb\xbfa \r\n"), ["a"]);
        assert_eq!(lines(b""), [""; 0]);
    }

    #[test]
    fn folds_are_undone_with_spaces_tabs_and_doubled_line_ends() {
        assert_eq!(lines(b"SUMMARY:a\r\n b\r\n\tc"), ["SUMMARY:abc"]);
        assert_eq!(lines(b"SUMMARY:a\r\r\n  b\r\r\nX:y"), ["SUMMARY:a b", "X:y"]);
        assert_eq!(
            lines(
                "S:\u{e4}"
                    .as_bytes()
                    .iter()
                    .enumerate()
                    .fold(vec![], |mut all, (n, b)| {
                        if n == 3 {
                            all.extend(b"\r\n ");
                        }
                        all.push(*b);
                        all
                    })
                    .as_slice()
            ),
            ["S:\u{e4}"]
        );
    }

    #[test]
    fn other_character_sets_are_read() {
        let mut latin = Lines::new(b"SUMMARY:Caf\xe9");
        assert_eq!(latin.next().map(|line| line.text), Some("SUMMARY:Caf\u{e9}".to_owned()));
        assert_eq!(latin.latin, 1);
        assert_eq!(as_utf8(b"\xff\xfeA\x00\xe9\x00").as_ref(), "A\u{e9}".as_bytes());
        assert_eq!(as_utf8(b"\xfe\xff\x00A").as_ref(), b"A");
        let mut nul = Lines::new(b"Se\0cond");
        assert_eq!(nul.next().map(|line| line.text), Some("Second".to_owned()));
        assert_eq!(nul.nul, 1);
    }

    #[test]
    fn a_line_without_end_is_cut_at_a_character() {
        let long = "\u{e4}".repeat(1_000_000);
        let line = Lines::new(format!("X{long}").as_bytes()).next().unwrap();
        assert!(line.cut && line.text.len() <= LONGEST_LINE && line.text.ends_with('\u{e4}'));
    }
}

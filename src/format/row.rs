//! One row of delimited text, by RFC 4180.
//!
//! A parser of our own, since the point is what happens to rows that are damaged: the csv crate accepts any quoting, so
//! that one lost quote silently swallows the rows after it, up to the end of the file and into memory.

use super::work::look;
use memchr::{memchr, memchr2};
use std::ops::Range;

/// How many fields a row may have; spreadsheets have no more columns. Each takes memory of its own, even if it is empty.
const MOST_FIELDS: usize = 16_384;

/// The fields of a row, unquoted, one behind the other.
#[derive(Debug, Default)]
pub(super) struct Row {
    bytes: Vec<u8>,
    fields: Vec<Range<usize>>,
    /// Whether a field was quoted.
    pub(super) has_quotes: bool,
}

/// How the reading of a row ended.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Ending {
    /// The row takes this many bytes, its line end included.
    Complete(usize),
    /// The bytes end before the row does.
    Open,
    /// The quotes make no sense.
    Bad(&'static str),
}

impl Row {
    /// Returns how many fields there are.
    pub(super) fn len(&self) -> usize {
        self.fields.len()
    }

    /// Returns a field, from 0; empty where there is none.
    pub(super) fn field(&self, at: usize) -> &[u8] {
        self.fields.get(at).map_or(&[], |range| &self.bytes[range.clone()])
    }

    /// Returns true for the row of an empty line.
    pub(super) fn is_blank(&self) -> bool {
        self.len() == 1 && !self.has_quotes && self.bytes.is_empty()
    }

    /// Reads the row at the beginning of `bytes`; `whole` says that nothing comes after them.
    pub(super) fn read(&mut self, bytes: &[u8], whole: bool, delimiter: u8) -> Ending {
        self.clear();
        let mut at = 0;
        loop {
            let field = match bytes.get(at) {
                Some(b'"') => self.quoted(bytes, at + 1, whole, delimiter),
                _ => self.bare(bytes, at, whole, delimiter),
            };
            match field {
                Step::Field(_) if self.len() == MOST_FIELDS => return Ending::Bad("over 16384 columns"),
                Step::Field(next) => at = next,
                Step::Last(end) => return Ending::Complete(end),
                Step::Open => return Ending::Open,
                Step::Bad(reason) => return Ending::Bad(reason),
            }
        }
    }

    /// Reads a line of tab-separated text, where a quote is only taken for one if it ends its field too. Of a line that has
    /// too many fields, one more than there may be is read.
    pub(super) fn read_line(&mut self, line: &[u8], delimiter: u8) {
        self.clear();
        look(line.len());
        for field in line.split(|byte| *byte == delimiter).take(MOST_FIELDS + 1) {
            let start = self.bytes.len();
            match field.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\"")) {
                Some(mut inner) => {
                    self.has_quotes = true;
                    while let Some(quote) = memchr(b'"', inner) {
                        self.bytes.extend_from_slice(&inner[..=quote]);
                        inner = &inner[quote + 1..];
                        inner = inner.strip_prefix(b"\"").unwrap_or(inner);
                    }
                    self.bytes.extend_from_slice(inner);
                }
                None => self.bytes.extend_from_slice(field),
            }
            self.fields.push(start..self.bytes.len());
        }
    }

    fn clear(&mut self) {
        self.bytes.clear();
        self.fields.clear();
        self.has_quotes = false;
    }

    fn bare(&mut self, bytes: &[u8], start: usize, whole: bool, delimiter: u8) -> Step {
        let end = memchr2(delimiter, b'\n', &bytes[start..]).map(|length| start + length);
        look(end.unwrap_or(bytes.len()) - start);
        let (content, step) = match end {
            Some(end) if bytes[end] == delimiter => (end, Step::Field(end + 1)),
            Some(end) => (end - usize::from(end > start && bytes[end - 1] == b'\r'), Step::Last(end + 1)),
            None if whole => (bytes.len(), Step::Last(bytes.len())),
            None => return Step::Open,
        };
        let from = self.bytes.len();
        self.bytes.extend_from_slice(&bytes[start..content]);
        self.fields.push(from..self.bytes.len());
        step
    }

    fn quoted(&mut self, bytes: &[u8], start: usize, whole: bool, delimiter: u8) -> Step {
        self.has_quotes = true;
        let from = self.bytes.len();
        let mut at = start;
        loop {
            let quote = memchr(b'"', &bytes[at..]);
            look(quote.map_or(bytes.len() - at, |length| length + 1));
            let Some(length) = quote else {
                return if whole { Step::Bad("a quote is not closed") } else { Step::Open };
            };
            let quote = at + length;
            self.bytes.extend_from_slice(&bytes[at..quote]);
            at = quote + 1;
            match bytes.get(at) {
                Some(b'"') => self.bytes.push(b'"'),
                None if !whole => return Step::Open,
                _ => break,
            }
            at += 1;
        }
        self.fields.push(from..self.bytes.len());
        while bytes.get(at).is_some_and(|byte| matches!(byte, b' ' | b'\t' | b'\r') && *byte != delimiter) {
            at += 1;
        }
        match bytes.get(at) {
            Some(b'\n') => Step::Last(at + 1),
            Some(byte) if *byte == delimiter => Step::Field(at + 1),
            Some(_) => Step::Bad("text after a closing quote"),
            None if whole => Step::Last(at),
            None => Step::Open,
        }
    }
}

/// What comes after a field.
enum Step {
    /// Another field, at this offset.
    Field(usize),
    /// Nothing; the next row is at this offset.
    Last(usize),
    Open,
    Bad(&'static str),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> (Ending, Vec<String>) {
        let mut row = Row::default();
        let ending = row.read(text.as_bytes(), true, b',');
        let fields = (0..row.len()).map(|at| String::from_utf8_lossy(row.field(at)).into_owned()).collect();
        (ending, fields)
    }

    #[test]
    fn quotes_commas_and_line_ends_may_stand_in_a_quoted_field() {
        let (ending, fields) = read("a,\"b, \"\"c\"\"\nd\" ,,e\r\nnext");
        assert_eq!(fields, ["a", "b, \"c\"\nd", "", "e"]);
        assert_eq!(ending, Ending::Complete(20));
    }

    #[test]
    fn a_row_may_end_with_the_source() {
        assert_eq!(read("a,\"b\""), (Ending::Complete(5), vec!["a".into(), "b".into()]));
        assert_eq!(read("a,"), (Ending::Complete(2), vec!["a".into(), String::new()]));
    }

    #[test]
    fn quotes_that_make_no_sense_are_bad() {
        assert_eq!(read("a,\"b\nc").0, Ending::Bad("a quote is not closed"));
        assert_eq!(read("a,\"b\"c,d\n").0, Ending::Bad("text after a closing quote"));
        assert_eq!(read("say \"hi\",b\n").0, Ending::Complete(11), "a quote inside a bare field is itself");
    }

    #[test]
    fn a_row_that_is_not_all_there_asks_for_more() {
        let text = b"a,\"b\"\"c\" ,d\n";
        let mut row = Row::default();
        for end in 0..text.len() {
            assert_eq!(row.read(&text[..end], false, b','), Ending::Open, "{end}");
        }
        assert_eq!(row.read(text, false, b','), Ending::Complete(text.len()));
    }

    #[test]
    fn in_tab_separated_text_a_quote_may_begin_a_headline() {
        let mut row = Row::default();
        row.read_line(b"\"Waste\" of time\t\"all \"\"quoted\"\"\"\t", b'\t');
        assert_eq!((row.field(0), row.field(1), row.len()), (&b"\"Waste\" of time"[..], &b"all \"quoted\""[..], 3));
    }
}

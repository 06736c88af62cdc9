//! Reuters-21578: many stories a file, in SGML that no XML reader accepts.
//!
//! A scanner of our own: the files have no declared entities, control characters as references, and here and there a tag
//! without its fellow. What counts is where records begin and end, so a torn one costs itself and no more.

use super::detect::Head;
use super::members::Members;
use super::options::Options;
use super::work::look;
use super::{Failure, Input, Parsed, Reader, Refusal, bad};
use crate::story::Record;
use encoding_rs::WINDOWS_1252;
use memchr::memchr;
use memchr::memmem::find;
use std::io;

const OPEN: &[u8] = b"<REUTERS";
const CLOSE: &[u8] = b"</REUTERS>";

/// The elements of a record that hold editors' tags, and what a tag is called.
const TAGS: [(&str, &str); 5] = [
    ("PLACES", "places"),
    ("PEOPLE", "people"),
    ("ORGS", "orgs"),
    ("EXCHANGES", "exchanges"),
    ("COMPANIES", "companies"),
];

/// Returns true where the document type or a record says so.
pub(super) fn recognizes(head: &Head<'_>, _: &Options) -> bool {
    let begins =
        |prefix: &str| head.text.trim_start().get(..prefix.len()).is_some_and(|text| text.eq_ignore_ascii_case(prefix));
    begins("<!DOCTYPE lewis")
        || begins("<REUTERS ")
        || head.text.lines().any(|line| line.starts_with("<REUTERS ") && line.contains("NEWID="))
}

/// Reads the records.
#[expect(clippy::unnecessary_wraps, reason = "the signature of all formats")]
pub(super) fn read<'a>(input: Input<'a>, options: &Options) -> Result<Parsed<'a>, Refusal> {
    let options = options.clone();
    Ok(Parsed::streamed(Stories { input, options, members: Members::default(), ordinal: 0 }))
}

struct Stories<'a> {
    input: Input<'a>,
    options: Options,
    members: Members,
    ordinal: u64,
}

/// What lies at the window's beginning.
enum Piece {
    /// A record, of this length.
    Whole(usize),
    /// A record that has no end before the next begins, or before the source ends.
    Torn(usize),
    /// A record that is too long; what is in memory is this much.
    Long(usize),
    /// Something between records.
    Between(usize),
}

impl Stories<'_> {
    fn piece(&mut self) -> io::Result<Option<Piece>> {
        let limit = self.options.record_limit();
        let mut is_whole = false;
        loop {
            let bytes = self.input.window.bytes();
            if bytes.is_empty() && is_whole {
                return Ok(None);
            }
            let is_record = is_open(bytes);
            let next = find_open(bytes, usize::from(is_record));
            look(next.unwrap_or(bytes.len()));
            let close = find(&bytes[..next.unwrap_or(bytes.len())], CLOSE).map(|at| at + CLOSE.len());
            match (is_record, close, next) {
                (true, Some(end), _) => return Ok(Some(Piece::Whole(end))),
                (true, None, Some(next)) => return Ok(Some(Piece::Torn(next))),
                (true, None, None) if is_whole => return Ok(Some(Piece::Torn(bytes.len()))),
                (false, _, Some(next)) => return Ok(Some(Piece::Between(next))),
                (false, ..) if is_whole => return Ok(Some(Piece::Between(bytes.len()))),
                _ if bytes.len() > limit => return Ok(Some(Piece::Long(bytes.len() - OPEN.len()))),
                _ => is_whole = !self.input.window.grow(limit)?,
            }
        }
    }

    fn skip_to_open(&mut self) -> io::Result<()> {
        loop {
            let bytes = self.input.window.bytes();
            if let Some(at) = find_open(bytes, 0) {
                self.input.window.advance(at);
                return Ok(());
            }
            self.input.window.advance(bytes.len().saturating_sub(OPEN.len()));
            if !self.input.window.more()? {
                self.input.window.advance(self.input.window.bytes().len());
                return Ok(());
            }
        }
    }

    fn record(&mut self, length: usize) -> Result<Record, String> {
        look(length);
        let source = self.input.decoding.text(&self.input.window.bytes()[..length]);
        if memchr(0, source.as_bytes()).is_some() {
            return Err("binary data (a NUL byte)".to_owned());
        }
        let (start, inner) = source.split_once('>').ok_or("the story's tag has no end")?;
        let inner = inner.strip_suffix("</REUTERS>").unwrap_or(inner);
        let (head, text) = inner.find("<TEXT").map_or((inner, ""), |at| inner.split_at(at));
        let line = |name: &str, within: &str| {
            let value = decoded(element(within, name)?).split_whitespace().collect::<Vec<_>>().join(" ");
            (!value.is_empty()).then_some(value)
        };
        let topics = values(element(head, "TOPICS").unwrap_or_default());
        let tags = TAGS.iter().flat_map(|(name, prefix)| {
            values(element(head, name).unwrap_or_default()).into_iter().map(move |value| format!("{prefix}:{value}"))
        });
        let mut record = Record {
            headline: line("TITLE", text),
            text: body_of(text),
            dateline: element(text, "DATELINE")
                .map(|value| decoded(value).trim().to_owned())
                .filter(|value| !value.is_empty()),
            byline: line("AUTHOR", text),
            date: element(head, "DATE").map(|value| decoded(value).trim().to_owned()).filter(|value| !value.is_empty()),
            section: (!topics.is_empty()).then(|| topics.join(", ")),
            agency: Some("Reuters".to_owned()),
            tags: tags.collect(),
            ..Record::default()
        };
        // An empty story is one in this collection (a few are), but a record without the element has lost its end.
        if text.is_empty() {
            return Err("the story has no text element".to_owned());
        }
        if record.text.len() > self.options.text_limit {
            return Err(self.options.over_limit());
        }
        record.member = Some(self.members.name(attribute(start, "NEWID"), self.ordinal));
        Ok(record)
    }
}

impl Reader for Stories<'_> {
    fn next_record(&mut self) -> io::Result<Option<Result<Record, Failure>>> {
        while let Some(piece) = self.piece()? {
            let line = self.input.window.line();
            let (record, length) = match piece {
                Piece::Between(length) if is_frame(&self.input.window.bytes()[..length]) => {
                    self.input.window.advance(length);
                    continue;
                }
                Piece::Between(length) => (Err("text outside of a story".to_owned()), length),
                Piece::Torn(length) => (Err("the story has no end".to_owned()), length),
                Piece::Long(length) => {
                    self.input.window.advance(length);
                    self.skip_to_open()?;
                    (Err(self.options.over_limit()), 0)
                }
                Piece::Whole(length) => (Ok(()), length),
            };
            self.ordinal += 1;
            let record = record.and_then(|()| self.record(length));
            self.input.window.advance(length);
            return Ok(Some(record.map_err(|reason| bad(line, self.ordinal, reason))));
        }
        Ok(None)
    }

    fn input(&self) -> &Input<'_> {
        &self.input
    }
}

/// Returns true where a record's first tag begins these bytes.
fn is_open(bytes: &[u8]) -> bool {
    bytes
        .strip_prefix(OPEN)
        .is_some_and(|rest| rest.first().is_none_or(|byte| *byte == b'>' || byte.is_ascii_whitespace()))
}

fn find_open(bytes: &[u8], from: usize) -> Option<usize> {
    let mut start = from;
    loop {
        let at = start + find(bytes.get(start..)?, OPEN)?;
        if is_open(&bytes[at..]) {
            return Some(at);
        }
        start = at + 1;
    }
}

/// Returns true where there is nothing between records but blanks and the tags around them all.
fn is_frame(mut bytes: &[u8]) -> bool {
    loop {
        bytes = bytes.trim_ascii_start();
        let is_tag = [&b"<!"[..], b"<?", b"<LEWIS", b"</LEWIS"].iter().any(|prefix| bytes.starts_with(prefix));
        match memchr(b'>', bytes) {
            _ if bytes.is_empty() => return true,
            Some(end) if is_tag => bytes = &bytes[end + 1..],
            // A control-Z ends some files.
            _ => return bytes.iter().all(u8::is_ascii_control),
        }
    }
}

/// Returns an element's content; one that is not closed ends where its parent does.
fn element<'t>(within: &'t str, name: &str) -> Option<&'t str> {
    let mut from = 0;
    loop {
        let at = from + find(&within.as_bytes()[from..], b"<")?;
        from = at + 1;
        let Some(rest) = within[from..].strip_prefix(name) else { continue };
        if !rest.starts_with(|next: char| next == '>' || next.is_whitespace()) {
            continue;
        }
        // A tag without an end leaves none to the tags after it.
        let end = rest.find('>')?;
        let content = &rest[end + 1..];
        let close = content.match_indices("</").find(|(at, _)| {
            let tag = &content[at + 2..];
            tag.strip_prefix(name).is_some_and(|rest| rest.starts_with('>'))
        });
        return Some(match close {
            Some((end, _)) => &content[..end],
            None => unclosed(content, name),
        });
    }
}

/// Returns the content of an element that nothing closes: a long one runs to the end of the text, a short one to the next
/// tag.
fn unclosed<'t>(content: &'t str, name: &str) -> &'t str {
    let end = match name {
        "BODY" | "TEXT" => content.find("</TEXT>"),
        _ if name.ends_with('S') => {
            content.match_indices('<').find(|(at, _)| !is_item(&content[*at..])).map(|(at, _)| at)
        }
        _ => content.find('<'),
    };
    &content[..end.unwrap_or(content.len())]
}

fn is_item(tag: &str) -> bool {
    tag.starts_with("<D>") || tag.starts_with("</D>")
}

/// Returns the values of a list of `<D>`, closed or not.
fn values(content: &str) -> Vec<String> {
    let pieces = content.split('<').enumerate().map(|(at, piece)| match (at, piece.split_once('>')) {
        (0, _) => piece,
        // An editor's note is no value.
        (_, Some((tag, rest))) if tag == "D" || tag.starts_with('/') => rest,
        _ => "",
    });
    pieces.map(|piece| decoded(piece).trim().to_owned()).filter(|value| !value.is_empty()).collect()
}

fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let at = tag.match_indices(name).find(|(at, _)| tag[..*at].ends_with(|before: char| before.is_whitespace()))?.0;
    let value = tag[at + name.len()..].strip_prefix("=\"")?;
    value.split('"').next()
}

/// Returns the text of a story: its body; for one that was not taken apart, all there is; a brief has its title only, and
/// a stand-in for the text.
fn body_of(text: &str) -> String {
    if let Some(body) = element(text, "BODY") {
        return decoded(body);
    }
    let Some((tag, rest)) = text.split_once('>') else { return String::new() };
    if attribute(tag, "TYPE") == Some("BRIEF") && element(text, "TITLE").is_some() {
        return String::new();
    }
    let rest =
        rest.strip_suffix("\n</TEXT>\n").or_else(|| rest.rsplit_once("</TEXT>").map(|(rest, _)| rest)).unwrap_or(rest);
    decoded(&untagged(rest)).trim_start_matches(['\n', '\r']).to_owned()
}

/// Drops the tags, and with theirs the fields that stand beside a body.
fn untagged(text: &str) -> String {
    // The last of each end is found first: a text full of beginnings is not searched once for each of them.
    let fields = [("<TITLE", "</TITLE>"), ("<AUTHOR", "</AUTHOR>"), ("<DATELINE", "</DATELINE>")]
        .map(|(open, close)| (open, close, text.rfind(close)));
    let last = text.rfind('>').unwrap_or(0);
    let (mut kept, mut from) = (String::new(), 0);
    while from < last
        && let Some(at) = memchr(b'<', &text.as_bytes()[from..last]).map(|length| from + length)
    {
        kept.push_str(&text[from..at]);
        let tag_end = text[at..].find('>').map_or(text.len(), |length| at + length + 1);
        let field = fields.iter().find(|(open, _, last)| {
            let rest = text[at..].strip_prefix(open);
            rest.is_some_and(|rest| rest.starts_with(['>', ' ', '\n'])) && last.is_some_and(|last| last >= tag_end)
        });
        let close = field.and_then(|(_, close, _)| Some(tag_end + text[tag_end..].find(close)? + close.len()));
        from = close.unwrap_or(tag_end);
    }
    kept.push_str(&text[from..]);
    kept
}

/// Decodes references and drops control characters; a space takes the place of those that alone part two words.
fn decoded(source: &str) -> String {
    let mut text = String::with_capacity(source.len());
    let mut rest = source;
    let mut was_dropped = false;
    loop {
        let end = rest.find(|next: char| next == '&' || (next.is_control() && next != '\n')).unwrap_or(rest.len());
        if std::mem::take(&mut was_dropped) && end > 0 {
            let parts = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
            if parts(text.chars().next_back()) && parts(rest.chars().next()) {
                text.push(' ');
            }
        }
        text.push_str(&rest[..end]);
        rest = &rest[end..];
        let Some(first) = rest.chars().next() else { return text };
        let (character, length) = if first == '&' { reference(rest) } else { (Some(first), first.len_utf8()) };
        rest = &rest[length..];
        match character {
            Some('\t') => text.push('\t'),
            Some('\n') => text.push('\n'),
            Some(character) if !character.is_control() => text.push(character),
            Some('\r') | None => {}
            Some(_) => was_dropped = true,
        }
        was_dropped &= !text.is_empty();
    }
}

/// Returns the character that the reference at the beginning of `text` stands for, and the reference's length. An
/// ampersand that begins none is itself.
fn reference(text: &str) -> (Option<char>, usize) {
    const LONGEST: usize = 10;
    let itself = (Some('&'), 1);
    let Some(end) = text.bytes().take(LONGEST).position(|byte| byte == b';') else { return itself };
    let Some(name) = text.get(1..end) else { return itself };
    let character = match name {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "pound" => '£',
        _ => {
            let number = name.strip_prefix('#').and_then(|digits| match digits.strip_prefix(['x', 'X']) {
                Some(digits) => u32::from_str_radix(digits, 16).ok(),
                None => digits.parse().ok(),
            });
            match number {
                Some(number @ 0x80..=0x9F) => windows_character(number as u8),
                Some(number) => char::from_u32(number).unwrap_or('\u{FFFD}'),
                None => return itself,
            }
        }
    };
    (Some(character), end + 1)
}

/// References to the controls above ASCII mean the characters that Windows has there, as on web pages.
fn windows_character(byte: u8) -> char {
    WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next().unwrap_or('\u{FFFD}')
}

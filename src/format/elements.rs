//! Streams of markup cut into the elements that hold a story each.
//!
//! By the bytes of the tags alone, before anything is parsed: a torn story costs itself and no more, each can be in an
//! encoding of its own, and only one is in memory. A format says which elements, and what it makes of one ([`Make`]).

use super::members::Members;
use super::options::Options;
use super::work::look;
use super::{Failure, Flaw, Input, Parsed, Reader};
use crate::story::Record;
use memchr::memchr;
use memchr::memmem::find;
use std::io;

/// What a format makes of the elements of its source.
pub(super) trait Make {
    /// Looks at what stands between stories, decoded; returns false where a story may be lost in it. A source whose first
    /// story is far behind gets it in pieces.
    fn between(&mut self, text: &str) -> bool;

    /// Returns the story of an element, from its first tag to its last, decoded.
    fn record(&mut self, element: &str) -> Result<Made, Flaw>;

    /// Returns the next story of the same element, for a format that holds one matter in several languages.
    fn another(&mut self) -> Option<Made> {
        None
    }
}

/// A story, and the id its source gives it.
pub(super) struct Made {
    /// The story; `member` is not set.
    pub(super) record: Record,
    /// Its own id, where it has one.
    pub(super) id: Option<String>,
    /// True for a source that is this one story: where it has no id, it is known by the path alone.
    pub(super) alone: bool,
}

/// Returns the stories in the elements of these names; case is ignored.
pub(super) fn stories<'a>(
    input: Input<'a>,
    options: &Options,
    names: &'static [&'static str],
    make: impl Make + 'a,
) -> Parsed<'a> {
    let options = options.clone();
    Parsed::streamed(Elements { input, options, names, make, members: Members::default(), ordinal: 0 })
}

struct Elements<'a, M> {
    input: Input<'a>,
    options: Options,
    names: &'static [&'static str],
    make: M,
    members: Members,
    ordinal: u64,
}

/// What lies at the window's beginning.
enum Piece {
    /// An element, of this length.
    Whole(usize),
    /// An element that has no end before the next begins, or before the source ends.
    Torn(usize),
    /// An element that is too long; what is in memory is this much.
    Long(usize),
    /// Something between elements.
    Between(usize),
}

/// The longest tag name that is looked for, with `</` and a prefix.
const LONGEST_TAG: usize = 64;

impl<M: Make> Elements<'_, M> {
    fn piece(&mut self) -> io::Result<Option<Piece>> {
        let limit = self.options.record_limit();
        let mut is_whole = false;
        loop {
            let bytes = self.input.window.bytes();
            if bytes.is_empty() && is_whole {
                return Ok(None);
            }
            let name = open_tag(bytes, self.names);
            let next = find_open(bytes, usize::from(name.is_some()), self.names);
            look(next.unwrap_or(bytes.len()));
            let before = &bytes[..next.unwrap_or(bytes.len())];
            let close = name.and_then(|name| find_close(before, name));
            match (name, close, next) {
                (Some(_), Some(end), _) => return Ok(Some(Piece::Whole(end))),
                (Some(_), None, Some(next)) => return Ok(Some(Piece::Torn(next))),
                (Some(_), None, None) if is_whole => return Ok(Some(Piece::Torn(bytes.len()))),
                (None, _, Some(next)) => return Ok(Some(Piece::Between(next))),
                (None, ..) if is_whole => return Ok(Some(Piece::Between(bytes.len()))),
                (None, ..) if bytes.len() > limit => return Ok(Some(Piece::Between(bytes.len() - LONGEST_TAG))),
                _ if bytes.len() > limit => return Ok(Some(Piece::Long(bytes.len() - LONGEST_TAG))),
                _ => is_whole = !self.input.window.grow(limit)?,
            }
        }
    }

    fn skip_to_open(&mut self) -> io::Result<()> {
        loop {
            let bytes = self.input.window.bytes();
            if let Some(at) = find_open(bytes, 0, self.names) {
                self.input.window.advance(at);
                return Ok(());
            }
            self.input.window.advance(bytes.len().saturating_sub(LONGEST_TAG));
            if !self.input.window.more()? {
                self.input.window.advance(self.input.window.bytes().len());
                return Ok(());
            }
        }
    }

    fn record(&mut self, length: usize) -> Result<Record, Flaw> {
        look(length);
        let source = self.input.decoding.text(&self.input.window.bytes()[..length]);
        if memchr(0, source.as_bytes()).is_some() {
            return Err(Flaw::Bad("binary data (a NUL byte)".to_owned()));
        }
        let made = self.make.record(&source)?;
        self.named(made)
    }

    fn named(&mut self, made: Made) -> Result<Record, Flaw> {
        let Made { mut record, id, alone } = made;
        if record.text.len() > self.options.text_limit {
            return Err(Flaw::Bad(self.options.over_limit()));
        }
        let named = !alone || self.ordinal > 1 || id.as_deref().is_some_and(|id| !id.trim().is_empty());
        record.member = named.then(|| self.members.name(id.as_deref(), self.ordinal));
        Ok(record)
    }
}

impl<M: Make> Reader for Elements<'_, M> {
    fn next_record(&mut self) -> io::Result<Option<Result<Record, Failure>>> {
        if let Some(made) = self.make.another() {
            self.ordinal += 1;
            let record = self.named(made);
            return Ok(Some(record.map_err(|flaw| flaw.at(self.input.window.line(), self.ordinal))));
        }
        while let Some(piece) = self.piece()? {
            let line = self.input.window.line();
            let (record, length) = match piece {
                Piece::Between(length) => {
                    let text = self.input.decoding.text(&self.input.window.bytes()[..length]);
                    if self.make.between(&text) {
                        self.input.window.advance(length);
                        continue;
                    }
                    (Err(Flaw::Bad("text outside of a story".to_owned())), length)
                }
                Piece::Torn(length) => (Err(Flaw::Bad("the story has no end".to_owned())), length),
                Piece::Long(length) => {
                    self.input.window.advance(length);
                    self.skip_to_open()?;
                    (Err(Flaw::Bad(self.options.over_limit())), 0)
                }
                Piece::Whole(length) => (Ok(()), length),
            };
            self.ordinal += 1;
            let record = record.and_then(|()| self.record(length));
            self.input.window.advance(length);
            return Ok(Some(record.map_err(|flaw| flaw.at(line, self.ordinal))));
        }
        Ok(None)
    }

    fn input(&self) -> &Input<'_> {
        &self.input
    }
}

/// Returns the name of the wanted element whose first tag begins these bytes, prefix included.
fn open_tag<'b>(bytes: &'b [u8], names: &[&str]) -> Option<&'b [u8]> {
    let name = tag_name(bytes.strip_prefix(b"<")?)?;
    let local = name.iter().position(|byte| *byte == b':').map_or(name, |colon| &name[colon + 1..]);
    names.iter().any(|wanted| local.eq_ignore_ascii_case(wanted.as_bytes())).then_some(name)
}

/// Returns the name at the beginning of a tag; one that the bytes may have torn is none.
fn tag_name(bytes: &[u8]) -> Option<&[u8]> {
    let end = bytes.iter().take(LONGEST_TAG).position(|byte| matches!(byte, b'>' | b'/') || byte.is_ascii_whitespace());
    end.filter(|end| *end > 0).map(|end| &bytes[..end])
}

fn find_open(bytes: &[u8], from: usize, names: &[&str]) -> Option<usize> {
    let mut start = from;
    let mut quoted = Quoted::default();
    loop {
        let at = start + memchr(b'<', bytes.get(start..)?)?;
        if open_tag(&bytes[at..], names).is_some() {
            return Some(at);
        }
        start = at + quoted.length(&bytes[at..]).unwrap_or(1);
    }
}

/// Finds where a comment, or text that is quoted in markup (CDATA), ends: the tags in it are none.
#[derive(Default)]
struct Quoted {
    /// Nothing more of the kind ends in these bytes: they are not searched again.
    endless: [bool; 2],
}

impl Quoted {
    /// Returns the length of what is quoted at the beginning of these bytes. What is opened again before it ends was torn.
    fn length(&mut self, bytes: &[u8]) -> Option<usize> {
        let kinds: [(&[u8], &[u8]); 2] = [(b"<!--", b"-->"), (b"<![CDATA[", b"]]>")];
        let kind = kinds.iter().position(|(open, _)| bytes.starts_with(open))?;
        let (open, close) = kinds[kind];
        if self.endless[kind] {
            return None;
        }
        let Some(end) = find(&bytes[open.len()..], close) else {
            self.endless[kind] = true;
            return None;
        };
        let length = open.len() + end + close.len();
        find(&bytes[open.len()..length], open).is_none().then_some(length)
    }
}

/// Returns where the element ends whose first tag begins these bytes.
fn find_close(bytes: &[u8], name: &[u8]) -> Option<usize> {
    let mut start = 0;
    let mut quoted = Quoted::default();
    loop {
        let at = start + memchr(b'<', bytes.get(start..)?)?;
        if let Some(length) = quoted.length(&bytes[at..]) {
            start = at + length;
            continue;
        }
        start = at + 1;
        let Some(rest) = bytes[start..].strip_prefix(b"/") else { continue };
        if rest.get(..name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name)) {
            let after = &rest[name.len()..];
            let blank = after.len() - after.trim_ascii_start().len();
            if after.get(blank) == Some(&b'>') {
                return Some(start + 1 + name.len() + blank + 1);
            }
        }
    }
}

/// Returns true where there is nothing but blanks, comments and tags: no text that could be a story's.
pub(super) fn is_markup_only(text: &str) -> bool {
    let mut rest = text;
    loop {
        rest = rest.trim_start();
        if let Some(comment) = rest.strip_prefix("<!--") {
            let Some((_, after)) = comment.split_once("-->") else { return true };
            rest = after;
        } else if rest.starts_with('<') {
            let Some((_, after)) = rest.split_once('>') else { return false };
            rest = after;
        } else {
            // A control-Z ends some files.
            return rest.bytes().all(|byte| byte.is_ascii_control()) || rest == "]]>";
        }
    }
}

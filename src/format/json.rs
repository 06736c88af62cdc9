//! JSON: an object is a record, one a line (`jsonl`), or in an array, or alone (`json`). The keys are named as the columns
//! of a table are.

use super::detect::Head;
use super::json_borders::{Border, list_inside, next_element, object_end, without_trailing_commas};
use super::json_values::Keys;
use super::members::Members;
use super::options::{self, Column, Options};
use super::work::look;
use super::{Failure, Flaw, Input, Parsed, Reader, Refusal, bad};
use crate::story::Record;
use serde::de::{DeserializeSeed, IgnoredAny};
use std::io;

/// How much of what lies before a possible element is kept for judging it.
const CONTEXT: usize = 256;

/// How many times over the bytes of a source, and of one record, may be looked at in vain: an object that does not end
/// is looked into for the objects it swallowed, and so are these.
const PATIENCE: usize = 4;

/// How far into a source the list of stories may begin that an object around it holds.
const WRAPPING: usize = 8 << 10;

/// How far an object may reach where that patience is used up.
const SHORT_REACH: usize = 64 << 10;

/// Returns true for an object a line.
pub(super) fn recognizes_lines(head: &Head<'_>, _: &Options) -> bool {
    if is_lines_extension(&head.extension) {
        return true;
    }
    if list_inside(head.text.as_bytes()).is_some() {
        return false;
    }
    // One object on one line is what it is called by its name, or one line of many.
    let mut lines = head.text.lines().filter(|line| !line.trim().is_empty());
    let first = lines.next().unwrap_or_default();
    let is_object = |line: &str| serde_json::from_str::<IgnoredAny>(line).is_ok();
    begins_object(first)
        && (lines.next().map_or(head.extension != "json", begins_object) || (!head.is_whole && is_object(first)))
}

/// Returns true for an array of objects, or an object over several lines.
pub(super) fn recognizes_values(head: &Head<'_>, _: &Options) -> bool {
    head.extension == "json" || is_json(head)
}

fn begins_object(text: &str) -> bool {
    let inner = text.trim_start().strip_prefix('{').map(str::trim_start);
    inner.is_some_and(|inner| inner.is_empty() || inner.starts_with(['"', '}']))
}

/// Reads an object a line.
#[expect(clippy::unnecessary_wraps, reason = "the signature of all formats")]
pub(super) fn read_lines<'a>(input: Input<'a>, options: &Options) -> Result<Parsed<'a>, Refusal> {
    Ok(Parsed::streamed(Objects::new(input, options, Layout::Lines, None)))
}

/// Reads the elements of an array, or objects one after the other.
#[expect(clippy::unnecessary_wraps, reason = "the signature of all formats")]
pub(super) fn read_values<'a>(input: Input<'a>, options: &Options) -> Result<Parsed<'a>, Refusal> {
    Ok(Parsed::streamed(Objects::new(input, options, Layout::Unknown, None)))
}

/// Makes a story of an object, and returns the object's own id with it.
pub(super) type Make = fn(&str) -> Result<(Record, Option<String>), Flaw>;

/// Reads objects that are stories of another format: one a line where the name says so, else however they are laid out.
pub(super) fn read_objects<'a>(input: Input<'a>, options: &Options, make: Make) -> Parsed<'a> {
    let extension = input.path.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    let layout = if is_lines_extension(&extension) { Layout::Lines } else { Layout::Unknown };
    Parsed::streamed(Objects::new(input, options, layout, Some(make)))
}

/// Returns true for a head that begins with an object, or with an array of some.
pub(super) fn is_json(head: &Head<'_>) -> bool {
    let text = head.text.trim_start();
    begins_object(text) || text.strip_prefix('[').is_some_and(|rest| begins_object(rest.trim_start()))
}

fn is_lines_extension(extension: &str) -> bool {
    matches!(extension, "jsonl" | "ndjson" | "jl")
}

/// How the objects of a source are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Layout {
    Lines,
    /// Nothing was read yet.
    Unknown,
    /// One after the other.
    Bare,
    /// In an array that is open.
    Array,
    /// In an array that was closed.
    Closed,
    /// Nowhere: nothing more is read.
    Ended,
}

struct Objects<'a> {
    input: Input<'a>,
    layout: Layout,
    keys: Keys,
    options: Options,
    members: Members,
    ordinal: u64,
    /// How far elements that begin a line are indented.
    indent: Option<usize>,
    /// How many bytes were looked at for objects that turned out to be damaged.
    wasted: usize,
    /// Whether the list lies in an object, whose end closes the source.
    is_wrapped: bool,
    /// What makes a story of an object; by its keys where it is not given.
    make: Option<Make>,
}

impl<'a> Objects<'a> {
    fn new(input: Input<'a>, options: &Options, layout: Layout, make: Option<Make>) -> Self {
        let (options, keys, members) = (options.clone(), Keys::new(options), Members::default());
        Self { input, layout, keys, options, members, ordinal: 0, indent: None, wasted: 0, is_wrapped: false, make }
    }

    fn line(&mut self) -> io::Result<Option<Result<Record, Failure>>> {
        let limit = self.options.record_limit();
        while let Some((content, whole)) = self.input.window.line_length(limit)? {
            let number = self.input.window.line();
            if content > limit {
                self.ordinal += 1;
                self.input.window.skip_line()?;
                return Ok(Some(Err(bad(number, self.ordinal, self.options.over_limit()))));
            }
            if self.input.window.bytes()[..content].trim_ascii().is_empty() {
                self.input.window.advance(whole);
                continue;
            }
            self.ordinal += 1;
            let mut taken = (content, whole);
            let mut record = self.record(content);
            if matches!(record, Err(Flaw::Bad(_)))
                && let Some(at) = glued_object(&self.input.window.bytes()[..content])
            {
                taken = (at, at);
                record = self.record(at);
            }
            self.input.window.advance(taken.1);
            return Ok(Some(record.map_err(|flaw| flaw.at(number, self.ordinal))));
        }
        Ok(None)
    }

    fn value(&mut self) -> io::Result<Option<Result<Record, Failure>>> {
        self.enter_list()?;
        let byte = self.separators()?;
        let number = self.input.window.line();
        let reason = match byte {
            None if self.layout == Layout::Array => {
                self.layout = Layout::Closed;
                self.ordinal += 1;
                return Ok(Some(Err(bad(number, self.ordinal, "the array does not end"))));
            }
            None => return Ok(None),
            Some(b'{') if self.layout != Layout::Closed => {
                let record = self.object()?;
                return Ok(Some(record.map_err(|flaw| flaw.at(number, self.ordinal))));
            }
            Some(_) if self.layout == Layout::Closed => "text after the end of the array".to_owned(),
            Some(_) => {
                self.ordinal += 1;
                self.search(1)?;
                "expected an object".to_owned()
            }
        };
        if self.layout == Layout::Closed {
            self.layout = Layout::Ended;
        }
        Ok(Some(Err(bad(number, self.ordinal.max(1), reason))))
    }

    /// Reads the object at the window's beginning, and passes over it, or as far as the next one may begin.
    fn object(&mut self) -> io::Result<Result<Record, Flaw>> {
        self.ordinal += 1;
        let (border, looked) = self.border()?;
        let reason = match border {
            Err(reason) => Flaw::Bad(reason),
            Ok(end) => {
                let record = self.record(end);
                if matches!(record, Ok(_) | Err(Flaw::Skip(_)))
                    || serde_json::from_slice::<IgnoredAny>(&self.input.window.bytes()[..end]).is_ok()
                {
                    self.input.window.advance(end);
                    return Ok(record);
                }
                record.err().unwrap_or_else(|| Flaw::Bad(String::new()))
            }
        };
        let is_patient = self.patience() > 0;
        self.wasted += looked;
        self.search(if is_patient { 1 } else { looked.saturating_sub(CONTEXT).max(1) })?;
        Ok(Err(reason))
    }

    /// Returns where the object at the window's beginning ends, or why that cannot be told, and how many bytes were looked
    /// at.
    fn border(&mut self) -> io::Result<(Result<usize, String>, usize)> {
        let limit = self.options.record_limit();
        let reach = limit.min(self.patience().max(SHORT_REACH));
        loop {
            let bytes = self.input.window.bytes();
            let length = bytes.len().min(reach);
            let border = object_end(&bytes[..length]);
            look(if let Border::End(at) | Border::Bad(at, _) = border { at } else { length });
            match border {
                Border::End(end) => return Ok((Ok(end), end)),
                Border::Bad(at, reason) => return Ok((Err(reason.to_owned()), at)),
                Border::Open if length < reach && self.input.window.grow(reach)? => {}
                Border::Open if length == limit => return Ok((Err(self.options.over_limit()), length)),
                Border::Open => return Ok((Err("the object does not end".to_owned()), length)),
            }
        }
    }

    /// Returns how many bytes may still be looked at in vain.
    fn patience(&self) -> usize {
        let read = usize::try_from(self.input.window.offset()).unwrap_or(usize::MAX);
        self.options.record_limit().saturating_add(read).saturating_mul(PATIENCE).saturating_sub(self.wasted)
    }

    /// Passes over the beginning of an object that holds nothing but a list of stories and particulars of it, as answers of
    /// newspapers' interfaces do.
    fn enter_list(&mut self) -> io::Result<()> {
        if self.layout != Layout::Unknown {
            return Ok(());
        }
        while self.input.window.bytes().len() < WRAPPING && self.input.window.more()? {}
        let bytes = self.input.window.bytes();
        if let Some(at) = list_inside(&bytes[..bytes.len().min(WRAPPING)]) {
            self.input.window.advance(at + 1);
            (self.layout, self.is_wrapped) = (Layout::Array, true);
        }
        Ok(())
    }

    /// Passes over blanks, commas and brackets between objects, and returns the byte after them.
    fn separators(&mut self) -> io::Result<Option<u8>> {
        let mut column = None;
        loop {
            let bytes = self.input.window.bytes();
            let Some(byte) = bytes.first().copied() else {
                if self.input.window.more()? {
                    continue;
                }
                return Ok(None);
            };
            match (byte, self.layout) {
                (b'\n', _) => column = Some(0),
                (b' ' | b'\t' | b'\r', _) => column = column.map(|column| column + 1),
                (b',', Layout::Array | Layout::Bare) => column = None,
                (b'[', Layout::Unknown) => self.layout = Layout::Array,
                (b']', Layout::Array) if self.is_wrapped => {
                    self.layout = Layout::Ended;
                    return Ok(None);
                }
                (b']', Layout::Array) => self.layout = Layout::Closed,
                (b'{', layout) => {
                    if layout == Layout::Unknown {
                        self.layout = Layout::Bare;
                    }
                    if self.layout == Layout::Bare && self.ordinal == 0 {
                        column = Some(column.unwrap_or(0));
                    }
                    self.indent = self.indent.or(column);
                    return Ok(Some(byte));
                }
                _ => return Ok(Some(byte)),
            }
            self.input.window.advance(1);
        }
    }

    /// Passes over what is damaged: `count` bytes at least, and on to where the next object may begin.
    fn search(&mut self, count: usize) -> io::Result<()> {
        self.input.window.advance(count.min(self.input.window.bytes().len()));
        loop {
            let bytes = self.input.window.bytes();
            let found = next_element(bytes, self.indent);
            look(found.unwrap_or(bytes.len()));
            if let Some(at) = found {
                self.input.window.advance(at);
                return Ok(());
            }
            let passed = bytes.len().saturating_sub(CONTEXT);
            self.input.window.advance(passed);
            if !self.input.window.more()? {
                self.closing();
                return Ok(());
            }
        }
    }

    /// Passes over the rest of the source, which has no further object; an array's last bracket still closes it.
    fn closing(&mut self) {
        let rest = self.input.window.bytes();
        if self.layout == Layout::Array && rest.trim_ascii_end().ends_with(b"]") {
            self.layout = Layout::Closed;
        }
        self.input.window.advance(self.input.window.bytes().len());
    }

    fn record(&mut self, length: usize) -> Result<Record, Flaw> {
        let bytes = &self.input.window.bytes()[..length];
        look(length);
        let text = self.input.decoding.text(bytes).into_owned();
        let found = self.record_of(&text);
        // Only what cannot be read is mended.
        let mended = if matches!(found, Err(Flaw::Bad(_))) && serde_json::from_str::<IgnoredAny>(&text).is_err() {
            without_trailing_commas(text.as_bytes()).and_then(|mended| String::from_utf8(mended).ok())
        } else {
            None
        };
        mended.map_or(found, |mended| self.record_of(&mended))
    }

    fn record_of(&mut self, text: &str) -> Result<Record, Flaw> {
        if let Some(make) = self.make {
            let (mut record, id) = make(text)?;
            self.options.ensure_story(&record)?;
            record.member = Some(self.members.name(id.as_deref(), self.ordinal));
            return Ok(record);
        }
        let mut parser = serde_json::Deserializer::from_str(text);
        let found = self.keys.deserialize(&mut parser).and_then(|found| parser.end().map(|()| found));
        let mut values = found.map_err(|error| reason(&error))?;
        let mut record = Record::default();
        let id = values[Column::Id as usize].take();
        for (column, value) in Column::all().zip(values) {
            if let Some(value) = value {
                column.put(&mut record, value);
            }
        }
        options::settle(&mut record);
        self.options.ensure_story(&record)?;
        record.member = Some(self.members.name(id.as_deref(), self.ordinal));
        Ok(record)
    }
}

impl Reader for Objects<'_> {
    fn next_record(&mut self) -> io::Result<Option<Result<Record, Failure>>> {
        match self.layout {
            Layout::Lines => self.line(),
            Layout::Ended => Ok(None),
            _ => self.value(),
        }
    }

    fn input(&self) -> &Input<'_> {
        &self.input
    }
}

/// Returns where in a line that is no object a whole object begins and takes the rest of it: a line that lost its end has
/// the next one glued to it.
fn glued_object(line: &[u8]) -> Option<usize> {
    // Each try costs a look at the rest of the line.
    const TRIES: usize = 8;
    let is_value = |at: usize| line[..at].trim_ascii_end().last().is_some_and(|byte| b":,[".contains(byte));
    let places = memchr::memmem::find_iter(line, b"{\"").filter(|at| *at > 0 && !is_value(*at));
    places.take(TRIES).find(|at| {
        look(line.len() - at);
        serde_json::from_slice::<IgnoredAny>(&line[*at..]).is_ok()
    })
}

/// Returns what `serde_json` says, without the line, which would be one of the record and not of the source.
pub(super) fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let why = text.rfind(" at line ").map_or(text.as_str(), |end| &text[..end]);
    format!("no JSON object: {why}")
}

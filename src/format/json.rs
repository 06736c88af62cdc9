//! JSON: an object is a record, one a line (`jsonl`), or in an array, or alone (`json`). The keys are named as the columns
//! of a table are.

use super::detect::Head;
use super::json_borders::{Border, next_element, object_end};
use super::members::Members;
use super::options::{COLUMN_COUNT, Column, Options};
use super::{Failure, Input, Parsed, Refusal, bad};
use crate::story::Record;
use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, Visitor};
use serde_json::Value;
use std::io;

/// How much of what lies before a possible element is kept for judging it.
const CONTEXT: usize = 256;

/// Returns true for an object a line.
pub(super) fn recognizes_lines(head: &Head<'_>, _: &Options) -> bool {
    if matches!(head.extension.as_str(), "jsonl" | "ndjson" | "jl") {
        return true;
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
    let text = head.text.trim_start();
    head.extension == "json"
        || begins_object(text)
        || text.strip_prefix('[').is_some_and(|rest| begins_object(rest.trim_start()))
}

fn begins_object(text: &str) -> bool {
    let inner = text.trim_start().strip_prefix('{').map(str::trim_start);
    inner.is_some_and(|inner| inner.is_empty() || inner.starts_with(['"', '}']))
}

/// Reads an object a line.
#[expect(clippy::unnecessary_wraps, reason = "the signature of all formats")]
pub(super) fn read_lines<'a>(input: Input<'a>, options: &Options) -> Result<Parsed<'a>, Refusal> {
    Ok(Parsed::streamed(Objects::new(input, options, Layout::Lines)))
}

/// Reads the elements of an array, or objects one after the other.
#[expect(clippy::unnecessary_wraps, reason = "the signature of all formats")]
pub(super) fn read_values<'a>(input: Input<'a>, options: &Options) -> Result<Parsed<'a>, Refusal> {
    Ok(Parsed::streamed(Objects::new(input, options, Layout::Unknown)))
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
    ended: bool,
}

impl<'a> Objects<'a> {
    fn new(input: Input<'a>, options: &Options, layout: Layout) -> Self {
        let (options, keys, members) = (options.clone(), Keys::new(options), Members::default());
        Self { input, layout, keys, options, members, ordinal: 0, indent: None, ended: false }
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
            let record = self.record(content);
            self.input.window.advance(whole);
            return Ok(Some(record.map_err(|reason| bad(number, self.ordinal, reason))));
        }
        Ok(None)
    }

    fn value(&mut self) -> io::Result<Option<Result<Record, Failure>>> {
        let byte = self.separators()?;
        let number = self.input.window.line();
        let reason = match byte {
            None if self.layout == Layout::Array => {
                self.layout = Layout::Closed;
                self.ordinal += 1;
                return Ok(Some(Err(bad(number, self.ordinal, "the array does not end"))));
            }
            None => return Ok(None),
            Some(b'{') if self.layout != Layout::Closed => match self.object()? {
                Ok(record) => return Ok(Some(Ok(record))),
                Err(reason) => reason,
            },
            Some(_) if self.layout == Layout::Closed => "text after the end of the array".to_owned(),
            Some(_) => {
                self.ordinal += 1;
                self.search()?;
                "expected an object".to_owned()
            }
        };
        if self.layout == Layout::Closed {
            self.ended = true;
        }
        Ok(Some(Err(bad(number, self.ordinal.max(1), reason))))
    }

    /// Reads the object at the window's beginning, and passes over it, or as far as the next one may begin.
    fn object(&mut self) -> io::Result<Result<Record, String>> {
        self.ordinal += 1;
        let border = loop {
            match object_end(self.input.window.bytes()) {
                Border::Open if self.input.window.bytes().len() > self.options.record_limit() => {
                    break Err(self.options.over_limit());
                }
                Border::Open if self.input.window.grow()? => {}
                Border::Open => break Err("the object does not end".to_owned()),
                Border::Bad(reason) => break Err(reason.to_owned()),
                Border::End(end) => break Ok(end),
            }
        };
        let record = border.map(|end| (self.record(end), end));
        match record {
            Ok((Ok(record), end)) => {
                self.input.window.advance(end);
                Ok(Ok(record))
            }
            Ok((Err(reason), end))
                if serde_json::from_slice::<IgnoredAny>(&self.input.window.bytes()[..end]).is_ok() =>
            {
                self.input.window.advance(end);
                Ok(Err(reason))
            }
            Ok((Err(reason), _)) | Err(reason) => {
                self.search()?;
                Ok(Err(reason))
            }
        }
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

    /// Passes over what is damaged, to where the next object may begin.
    fn search(&mut self) -> io::Result<()> {
        if !self.input.window.bytes().is_empty() {
            self.input.window.advance(1);
        }
        loop {
            let bytes = self.input.window.bytes();
            if let Some(at) = next_element(bytes, self.indent) {
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

    fn record(&mut self, length: usize) -> Result<Record, String> {
        let text = self.input.decoding.text(&self.input.window.bytes()[..length]);
        let mut parser = serde_json::Deserializer::from_str(&text);
        let found = self.keys.deserialize(&mut parser).and_then(|found| parser.end().map(|()| found));
        let mut values = found.map_err(|error| reason(&error))?;
        let mut record = Record::default();
        let id = values[Column::Id as usize].take();
        for (column, value) in Column::all().zip(values) {
            if let Some(value) = value {
                column.put(&mut record, value);
            }
        }
        self.options.ensure_story(&record)?;
        record.member = Some(self.members.name(id.as_deref(), self.ordinal));
        Ok(record)
    }
}

impl Iterator for Objects<'_> {
    type Item = Result<Record, Failure>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let next = if self.layout == Layout::Lines { self.line() } else { self.value() };
        self.ended |= !matches!(next, Ok(Some(_)));
        next.unwrap_or_else(|error| Some(Err(Failure::Source(self.input.failure(&error)))))
    }
}

/// Returns what `serde_json` says, without the line, which would be one of the record and not of the source.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let why = text.rfind(" at line ").map_or(text.as_str(), |end| &text[..end]);
    format!("no JSON object: {why}")
}

/// Which key holds which field.
struct Keys {
    map: Vec<(Column, String)>,
}

impl Keys {
    fn new(options: &Options) -> Self {
        Self { map: options.map.clone() }
    }

    /// Returns the field that a key holds, and how good a key it is for it, 0 the best.
    fn column_of(&self, key: &str) -> Option<(Column, usize)> {
        if let Some((column, _)) = self.map.iter().find(|(_, name)| name.eq_ignore_ascii_case(key)) {
            return Some((*column, 0));
        }
        Column::of_name(key).filter(|(column, _)| !self.map.iter().any(|(mapped, _)| mapped == column))
    }
}

type Values = [Option<String>; COLUMN_COUNT];

impl<'de> DeserializeSeed<'de> for &Keys {
    type Value = Values;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Values, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Visitor<'de> for &Keys {
    type Value = Values;

    fn expecting(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str("an object")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Values, M::Error> {
        let mut values = Values::default();
        let mut ranks = [usize::MAX; COLUMN_COUNT];
        while let Some(key) = map.next_key::<String>()? {
            let Some((column, rank)) = self.column_of(&key) else {
                map.next_value::<IgnoredAny>()?;
                continue;
            };
            let value = text_of(map.next_value()?).filter(|value| !value.trim().is_empty());
            if rank < ranks[column as usize] && value.is_some() {
                values[column as usize] = value;
                ranks[column as usize] = rank;
            }
        }
        Ok(values)
    }
}

/// Returns a value as text: several are joined, an object is its name, what is neither is nothing.
fn text_of(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(values) => {
            let texts: Vec<String> = values.into_iter().filter_map(text_of).collect();
            (!texts.is_empty()).then(|| texts.join(", "))
        }
        Value::Object(mut object) => object.remove("name").filter(Value::is_string).and_then(text_of),
        Value::Null | Value::Bool(_) => None,
    }
}

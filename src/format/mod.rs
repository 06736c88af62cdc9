//! Bytes to records: detection, decoding, decompression, and one file per format, all with the same signature.
//!
//! Owns: what a source's bytes are ([`read`]), and the fields each format stores. Does not own: files (`archive`), or what
//! the fields mean: datelines, bylines, dates, headline tags are `story`'s.
//!
//! A new format is a file with two functions, `recognizes(&Head, &Options) -> bool` and
//! `read(Input, &Options) -> Result<Parsed, Refusal>`, and a row in `detect::FORMATS`. Formats stream: at any moment they hold
//! one record and a little more than the buffer it lies in.
//! One bad record never hides the others: each format knows where its next record can begin.
//!
//! | files | hold |
//! |---|---|
//! | `containers`, `compressed`, `tar_guard`, `detect`, `decode`, `window` | the way from a source's bytes to the door of its format |
//! | `options`, `members`, `work` | what the user says, names of records, a count for tests |
//! | `elements`, `xml`, `references`, `news_markup` | elements of XML, and what formats of news in XML share |
//! | `sgml`, `markup`, `html_*`, `documents`, `prose`, `rtf`, `docx` | tags that do not match, pages, and documents as text |
//! | `row`, `json_*` | rows of tables, objects |
//! | `lexisnexis_keys`, `wire_anpa` | parts of the formats they are named after |
//! | all others | a format each |

mod ag_news;
mod appl;
mod bbc;
mod cnn_story;
mod compressed;
mod containers;
mod decode;
mod delimited;
mod detect;
mod documents;
mod docx;
mod elements;
mod factiva;
mod feed;
mod gigaword;
mod html;
mod html_body;
mod html_data;
mod html_furniture;
mod html_prune;
mod html_source;
mod html_text;
mod html_title;
mod json;
mod json_borders;
mod json_values;
mod lexisnexis;
mod lexisnexis_keys;
mod mail;
mod markup;
mod members;
mod news_markup;
mod newsml1;
mod newsml_g2;
mod ninjs;
mod nitf;
mod options;
mod plain;
mod prose;
mod rcv;
mod references;
mod reuters;
mod row;
mod rtf;
mod sgml;
mod tar_guard;
mod trec;
mod wapo;
mod warc;
mod window;
mod wire;
mod wire_anpa;
mod work;
mod xml;
mod xml_fields;

pub use containers::{Seekable, Text, Visitor, read};
pub use options::Options;

use crate::error::{Error, ErrorKind};
use crate::story::Record;
use decode::Decoding;
use std::io::{self, Read};
use window::Window;

/// The version of the extraction: a source that another version read is read again.
pub const EXTRACTOR_VERSION: u32 = 2;

/// The bytes of a source.
type Bytes<'a> = Box<dyn Read + 'a>;

/// The records of a source, in its order. Nothing comes after a [`Failure::Source`].
type Records<'a> = Box<dyn Iterator<Item = Result<Record, Failure>> + 'a>;

/// A text that was recognised, ready to be read.
struct Opened<'a> {
    format: &'static str,
    /// The encoding as `encoding_rs` names it; for a stream the one of its beginning.
    encoding: String,
    records: Records<'a>,
}

/// Why a source has no records at all.
#[derive(Debug)]
pub enum Refusal {
    /// It is no news text, and that is nobody's fault: empty, binary, over a limit, a format not supported yet.
    Skip(String),
    /// It should have been readable and was not.
    Fail(Error),
}

/// Why a record, or the rest of a source, is missing.
#[derive(Debug)]
pub enum Failure {
    /// This record cannot be read; the next may be.
    Record(BadRecord),
    /// This record is no story, and that is nobody's fault: a picture, a package of links.
    Skipped(BadRecord),
    /// The source cannot be read further: the system refused, or its compression is damaged. The file counts as failed,
    /// and what was read before still counts.
    Source(Error),
}

/// A record that cannot be read, or is no story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRecord {
    /// The line of the decoded source it begins at, from 1.
    pub line: Option<u64>,
    /// Its ordinal in the source, from 1; every record counts.
    pub ordinal: u64,
    /// Why.
    pub reason: String,
}

impl std::fmt::Display for BadRecord {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            Some(line) => write!(out, "line {line}: record {}: {}", self.ordinal, self.reason),
            None => write!(out, "record {}: {}", self.ordinal, self.reason),
        }
    }
}

/// What a format reads from.
struct Input<'a> {
    /// The source's name, for messages.
    name: String,
    /// The path of what is read, with the names of the containers it lies in and without the endings of compressions:
    /// `wire.zip!bbc/sport/001.txt`.
    path: String,
    /// The bytes, UTF-8 or close to it.
    window: Window<'a>,
    /// How a record's bytes become text.
    decoding: Decoding,
    /// The length of the byte order mark that was passed over.
    mark: u64,
    /// The length in bytes, where the source is a file that is not compressed; 0 is unknown.
    size: u64,
}

/// What a format makes of its input.
struct Parsed<'a> {
    /// The encoding, where reading showed more than the head did.
    encoding: Option<&'static encoding_rs::Encoding>,
    records: Records<'a>,
}

/// Reads records one by one.
trait Reader {
    /// Returns the next record, `None` at the end.
    fn next_record(&mut self) -> io::Result<Option<Result<Record, Failure>>>;

    /// Returns what is read from.
    fn input(&self) -> &Input<'_>;
}

impl<'a> Parsed<'a> {
    /// Returns the records of a reader up to its end, or to where reading fails.
    fn streamed(mut reader: impl Reader + 'a) -> Self {
        let mut ended = false;
        let records = std::iter::from_fn(move || {
            if ended {
                return None;
            }
            let next = reader.next_record();
            ended = !matches!(next, Ok(Some(_)));
            next.unwrap_or_else(|error| Some(Err(Failure::Source(reader.input().failure(&error)))))
        });
        Self { encoding: None, records: Box::new(records) }
    }
}

impl Input<'_> {
    /// Returns the failure of reading this source.
    fn failure(&self, error: &io::Error) -> Error {
        source_error(&self.name, error)
    }
}

/// How many records in a row may be bad. A source with more is not what it was taken for, and telling of each would bury
/// all other messages.
const BAD_IN_A_ROW: u32 = 10_000;

/// Returns the records up to where nothing but bad ones come.
fn with_patience(name: String, records: Records<'_>) -> Records<'_> {
    let (mut bad, mut ended) = (0, false);
    Box::new(records.map_while(move |record| {
        if ended {
            return None;
        }
        bad = if matches!(record, Err(Failure::Record(_))) { bad + 1 } else { 0 };
        ended = bad > BAD_IN_A_ROW;
        if !ended {
            return Some(record);
        }
        let why = format!("over {BAD_IN_A_ROW} records in a row cannot be read");
        Some(Err(Failure::Source(Error::new(ErrorKind::User, "read", why).at(&name))))
    }))
}

fn source_error(name: &str, error: &io::Error) -> Error {
    match compressed::damage(error) {
        Some(damage) => Error::new(ErrorKind::Io, "read", damage).at(name),
        None => Error::io("read", std::path::Path::new(name), error),
    }
}

fn bad(line: u64, ordinal: u64, reason: impl Into<String>) -> Failure {
    Flaw::Bad(reason.into()).at(line, ordinal)
}

/// Why a record becomes no story.
#[derive(Debug, PartialEq, Eq)]
enum Flaw {
    /// It is damaged.
    Bad(String),
    /// It is none: a picture, a package of links.
    Skip(String),
}

impl Flaw {
    /// Returns the failure of the record that begins at this line of its source.
    fn at(self, line: u64, ordinal: u64) -> Failure {
        let record = |reason| BadRecord { line: Some(line), ordinal, reason };
        match self {
            Self::Bad(reason) => Failure::Record(record(reason)),
            Self::Skip(reason) => Failure::Skipped(record(reason)),
        }
    }
}

/// What goes wrong while a record is read is damage.
impl From<String> for Flaw {
    fn from(reason: String) -> Self {
        Self::Bad(reason)
    }
}

/// Returns a limit as people write it.
fn mebibytes(bytes: usize) -> String {
    if bytes >= 1 << 20 && bytes.is_multiple_of(1 << 20) {
        format!("{} MiB", bytes >> 20)
    } else {
        format!("{bytes} bytes")
    }
}

#[cfg(test)]
mod tests;

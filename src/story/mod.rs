//! The story as plain data, and the grammar of its first and last lines.
//!
//! Owns: [`Story`], [`Record`] (a story as its source holds it, before the grammar), [`Mention`], [`Date`]; the grammar of
//! datelines, bylines, advisories, headline tags and trailers. Does not own: bytes and files (`format`, `archive`), words
//! (`text`), or finding names (`names`).

use serde::{Deserialize, Serialize};
use std::ops::Range;

mod advisory;
mod byline;
mod date;
mod date_text;
mod dateline;
mod grammar;
mod headline;
mod lists;
mod month;
mod place;
#[cfg(test)]
mod tests;
mod trailer;
mod trailer_words;
pub use advisory::Status;
pub use date::{Date, DateSource, Precision};
pub(crate) use date_text::{from_path as date_in_path, is_date_line, read as read_date};
pub(crate) use lists::{agency, agency_at_start};
pub(crate) use month::{english_month, is_calendar_word};

/// A story as its source holds it: fields as they were stored, text decoded to UTF-8, nothing interpreted yet.
///
/// `format` makes records; [`Story::from_record`] applies the grammar.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Record {
    /// The record's own id (NEWID, guid, `id` column), or its ordinal from 1 where it has none; `None` for a source that
    /// is one story.
    pub member: Option<String>,
    /// The headline as stored, tags included.
    pub headline: Option<String>,
    /// The text as stored: advisory, byline, dateline, body and trailer, as far as they are there.
    pub text: String,
    /// A dateline stored apart from the text.
    pub dateline: Option<String>,
    /// A byline stored apart from the text.
    pub byline: Option<String>,
    /// The places that the record names as where it was filed, for a story whose dateline names none.
    pub places: Vec<String>,
    /// The publication date as stored, not parsed; with its time, where there is one.
    pub date: Option<String>,
    /// The section, desk, subject or topics, joined with `, `.
    pub section: Option<String>,
    /// Where the story was published on the web.
    pub url: Option<String>,
    /// The language as a BCP 47 tag, where the record says so.
    pub lang: Option<String>,
    /// The agency that the whole archive format belongs to (Reuters-21578 is Reuters's); `None` for plain text.
    pub agency: Option<String>,
    /// Editors' tags (`places:usa`, `people:reagan`, ...), kept beside the recognized names.
    pub tags: Vec<String>,
    /// A summary, abstract or highlights that stand apart from the text.
    pub summary: Option<String>,
    /// A note to editors that stands apart from the text: what was changed, what was withdrawn.
    pub note: Option<String>,
    /// The slug: the wire's own short name for the matter, the same for all its versions.
    pub slug: Option<String>,
    /// What the record's own status says became of the story.
    pub status: Option<Status>,
    /// The number of this version, where the record counts them, the first being 1.
    pub version: Option<u32>,
    /// Where `text` begins in the decoded source, in bytes, where it is a verbatim slice of it.
    pub text_start: Option<u64>,
}

impl Record {
    /// Returns how many bytes its fields have.
    pub(crate) fn size(&self) -> usize {
        let Self { headline, text, dateline, byline, section, url, summary, note, slug, places, tags, .. } = self;
        let fields = [headline, dateline, byline, section, url, summary, note, slug].into_iter().flatten();
        text.len() + fields.chain(places).chain(tags).map(String::len).sum::<usize>()
    }
}

/// Where in the archive a record comes from, and what that says about it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// The source's path relative to the archive root, with `/`; lossy where the name is not UTF-8.
    pub path: String,
    /// The name of the format, `text`, `csv`, `jsonl`, `json`, `reuters21578`, with `+gz` where it was compressed.
    pub format: String,
    /// The encoding the text was decoded from, as `encoding_rs` names it.
    pub encoding: String,
}

/// A story: the fields a reader knows, the body without dateline and trailer, and where each part stood in the text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Story {
    /// `path`, or `path#member`; unique in an index.
    pub id: String,
    /// The source's path relative to the archive root; a stored story has it in its id.
    #[serde(skip)]
    pub path: String,
    /// The record's own id in a source of many stories.
    pub member: Option<String>,
    /// The headline without its tags.
    pub headline: Option<String>,
    /// The headline's tags as written, outermost first: `CORRECTED`, `UPDATE 2`, `FACTBOX`.
    pub headline_tags: Vec<String>,
    /// `corrected`, `refiled`, `repeated` or `withdrawn`, from tags and advisory.
    pub status: Option<String>,
    /// 2 for `UPDATE 2-`.
    pub update: Option<u32>,
    /// The byline's names: `Marc Frank`, `Jonathan Spicer and Rob Cox`.
    pub byline: Option<String>,
    /// The dateline as written, dash included: `WASHINGTON (Reuters) -`.
    pub dateline: Option<String>,
    /// Where the story was filed, each with its region as written: `Washington`, `King of Prussia, Pennsylvania`.
    pub places: Vec<String>,
    /// The agency of the dateline, else of the archive format; several are joined with `/`.
    pub agency: Option<String>,
    /// The publication date.
    pub date: Option<Date>,
    /// The time of that day as the record's date field has it, `HH:MM:SS`; no zone moved it.
    pub time: Option<String>,
    /// Where `date` was found.
    pub date_source: Option<DateSource>,
    /// The date in the dateline, with the year inferred.
    pub dateline_date: Option<Date>,
    /// The section, desk or topics.
    pub section: Option<String>,
    /// The advisory in brackets before the dateline, without the brackets.
    pub advisory: Option<String>,
    /// The trailer: `Reporting by ...; Editing by ...`, as written.
    pub trailer: Option<String>,
    /// Where the story was published on the web.
    pub url: Option<String>,
    /// The language, where the record says so.
    pub lang: Option<String>,
    /// Editors' tags: `people:reagan`.
    pub tags: Vec<String>,
    /// The summary, abstract or highlights that the record has beside its text.
    pub summary: Option<String>,
    /// The slug: the wire's own short name for the matter.
    pub slug: Option<String>,
    /// The number of this version, where the record counts them.
    pub version: Option<u32>,
    /// The format it was read from.
    pub format: String,
    /// The encoding it was decoded from.
    pub encoding: String,
    /// The body: a slice of the record's text, without advisory, byline, dateline and trailer.
    #[serde(skip)]
    pub body: String,
    /// Where each part stood in the record's text.
    #[serde(skip)]
    pub parts: Parts,
}

/// Byte ranges of a story's parts in the decoded text of its record; `None` where the part came from a field of its own.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parts {
    /// Where the record's text begins in the decoded source, where it is a verbatim slice of it.
    pub text_start: Option<u64>,
    /// The headline line, tags included.
    pub headline: Option<Range<u32>>,
    /// The advisory, brackets included.
    pub advisory: Option<Range<u32>>,
    /// The byline, `By` included.
    pub byline: Option<Range<u32>>,
    /// The dateline, dash included.
    pub dateline: Option<Range<u32>>,
    /// The body.
    pub body: Range<u32>,
    /// The trailer.
    pub trailer: Option<Range<u32>>,
}

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NameKind {
    /// A human being.
    Person,
    /// A company, ministry, party, union, agency, alliance, team.
    #[serde(rename = "org")]
    Organization,
}

/// A part of a story that is searched and highlighted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Field {
    /// The headline, without its tags.
    Headline,
    /// The body.
    Body,
}

/// One occurrence of a name in a story, resolved to whom or what it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mention {
    /// Person or organization.
    pub kind: NameKind,
    /// Whom it was resolved to, as shown: `Rex Tillerson`, at a bare `Tillerson` too.
    pub name: String,
    /// The same, folded, for comparing: `rex tillerson`. Case, accents, hyphens, titles, middle initials, `Jr.` are gone.
    pub key: String,
    /// The field it stands in.
    pub field: Field,
    /// Byte offsets into that field.
    pub start: u32,
    /// The end of the span, exclusive.
    pub end: u32,
    /// The position of its first word in that field's analysis.
    pub first: u32,
    /// The position of its last word, inclusive.
    pub last: u32,
}

/// A story whole: with its body and every mention of a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Document {
    /// The story, body included.
    pub story: Story,
    /// Its mentions: headline first, each field in text order.
    pub mentions: Vec<Mention>,
}

/// Returns the last character boundary at or before `at`, or the text's length.
fn floor_boundary(text: &str, at: usize) -> usize {
    (0..=at.min(text.len())).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
}

/// Returns the first character boundary at or after `at`, or the text's length.
fn ceil_boundary(text: &str, at: usize) -> usize {
    (at..text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}

/// Returns where `text` ends without white space and control characters, but not before `start`.
fn trim_end(text: &str, start: usize) -> usize {
    start + text[start..].trim_end_matches(|c: char| c.is_whitespace() || c.is_control()).len()
}

//! The folders of the BBC corpus: a story a file, its section the folder, its headline the first line.

use super::detect::Head;
use super::options::Options;
use super::{Input, Parsed, Refusal, plain};
use crate::story::Record;

/// The folders, of the corpus of news and of the one of sport.
const SECTIONS: [&str; 10] =
    ["business", "entertainment", "politics", "sport", "tech", "athletics", "cricket", "football", "rugby", "tennis"];

/// Returns true for a numbered file in one of the folders, which lie in one of the corpus's name.
pub(super) fn recognizes(head: &Head<'_>, _: &Options) -> bool {
    let mut names = head.path.rsplit(['/', '!']);
    let (file, folder) = (names.next().unwrap_or_default(), names.next().unwrap_or_default());
    let is_number = file
        .strip_suffix(".txt")
        .is_some_and(|stem| (1..=4).contains(&stem.len()) && stem.bytes().all(|byte| byte.is_ascii_digit()));
    is_number && section(folder).is_some() && names.any(|name| name.to_ascii_lowercase().starts_with("bbc"))
}

fn section(folder: &str) -> Option<&'static str> {
    SECTIONS.into_iter().find(|section| section.eq_ignore_ascii_case(folder))
}

/// Reads the story.
pub(super) fn read<'a>(input: Input<'a>, options: &Options) -> Result<Parsed<'a>, Refusal> {
    let folder = input.path.rsplit(['/', '!']).nth(1).and_then(section);
    let parsed = plain::read(input, options)?;
    let records = parsed.records.map(move |record| record.map(|record| story(record, folder)));
    Ok(Parsed { encoding: parsed.encoding, records: Box::new(records) })
}

fn story(mut record: Record, section: Option<&str>) -> Record {
    let start = record.text.len() - record.text.trim_start().len();
    let end = record.text[start..].find('\n').map_or(record.text.len(), |length| start + length);
    let headline = record.text[start..end].trim().to_owned();
    let body = end + (record.text[end..].len() - record.text[end..].trim_start().len());
    // Where the text is a slice of its file, so is the rest of it.
    record.text_start = record.text_start.map(|at| at + body as u64);
    record.text.drain(..body);
    Record {
        headline: (!headline.is_empty()).then_some(headline),
        section: section.map(str::to_owned),
        agency: Some("BBC".to_owned()),
        ..record
    }
}

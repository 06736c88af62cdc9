//! Plain text: the whole source is one story.

use super::options::Column;
use super::{Failure, Input, Options, Parsed, Refusal, compressed};
use crate::error::Error;
use crate::story::Record;
use encoding_rs::UTF_8;
use std::borrow::Cow;

/// The longest name of a field before a text.
const LONGEST_NAME: usize = 24;

/// Reads a story. What a damaged compression still gave counts, and the damage is told after it.
pub(super) fn read<'a>(mut input: Input<'a>, options: &Options) -> Result<Parsed<'a>, Refusal> {
    let limit = options.text_limit;
    if input.size > limit as u64 + input.mark && input.decoding.expands() {
        return Err(Refusal::Skip(options.over_limit()));
    }
    let damage = read_whole(&mut input, limit, options)?;
    let bytes = input.window.bytes();
    let (text, encoding) = input.decoding.decode(bytes);
    if text.len() > limit {
        return Err(Refusal::Skip(options.over_limit()));
    }
    if text.trim().is_empty() {
        return Err(damage.map_or_else(|| Refusal::Skip("empty".to_owned()), Refusal::Fail));
    }
    let is_verbatim = encoding == UTF_8 && matches!(text, Cow::Borrowed(_));
    let text_start = is_verbatim.then_some(input.mark);
    let record = headed(Record { text: text.into_owned(), text_start, ..Record::default() });
    let records = std::iter::once(Ok(record)).chain(damage.map(|error| Err(Failure::Source(error))));
    Ok(Parsed { encoding: Some(encoding), records: Box::new(records) })
}

/// Returns a story with the fields that lines before its text name: `Title: ...`, `Date: ...`, between lines of hyphens or up
/// to a blank line.
fn headed(record: Record) -> Record {
    const LEAST: usize = 2;
    const MOST: usize = 40;
    let text = record.text.as_str();
    let mut at = text.len() - text.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}').len();
    let is_fenced = text[at..].lines().next().is_some_and(|line| line.trim_end() == "---");
    let mut found = Record::default();
    let mut known = 0;
    for (count, line) in text[at..].split_inclusive('\n').enumerate().take(MOST) {
        let written = line.trim();
        at += line.len();
        if is_fenced && count == 0 {
            continue;
        }
        if is_fenced && written == "---" || !is_fenced && written.is_empty() {
            break;
        }
        let Some((name, value)) = written.split_once(':').filter(|(name, _)| name.len() <= LONGEST_NAME) else {
            // A list or a value that goes on is no field of ours, and without a fence it is no head.
            if is_fenced {
                continue;
            }
            return record;
        };
        let value = value.trim().trim_matches(['"', '\''] as [char; 2]).trim();
        match Column::of_name(name) {
            Some((Column::Text, _)) if value.is_empty() => break,
            Some((Column::Text, _)) => return record,
            Some((column, _)) => {
                known += 1;
                column.put(&mut found, value.to_owned());
            }
            None if is_fenced => {}
            None => return record,
        }
    }
    at += text[at..].len() - text[at..].trim_start().len();
    if known < LEAST || found.headline.is_none() || at >= text.len() {
        return record;
    }
    let text_start = record.text_start.map(|start| start + at as u64);
    Record { text: text[at..].to_owned(), text_start, ..found }
}

/// Reads a source into memory, up to the limit. What is wrong with its compression is returned where something was read before.
pub(super) fn read_whole(input: &mut Input<'_>, limit: usize, options: &Options) -> Result<Option<Error>, Refusal> {
    let mut damage: Option<Error> = None;
    while input.window.bytes().len() <= limit {
        match input.window.more() {
            Ok(true) => {}
            Ok(false) => break,
            Err(error) if compressed::damage(&error).is_some() && !input.window.bytes().is_empty() => {
                damage = Some(input.failure(&error));
                break;
            }
            Err(error) => return Err(Refusal::Fail(input.failure(&error))),
        }
    }
    if input.window.bytes().len() > limit {
        return Err(Refusal::Skip(options.over_limit()));
    }
    if memchr::memchr(0, input.window.bytes()).is_some() {
        return Err(Refusal::Skip("binary".to_owned()));
    }
    Ok(damage)
}

//! Plain text: the whole source is one story.

use super::{Failure, Input, Options, Parsed, Refusal, compressed};
use crate::error::Error;
use crate::story::Record;
use encoding_rs::UTF_8;
use std::borrow::Cow;

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
    let record = Record { text: text.into_owned(), text_start, ..Record::default() };
    let records = std::iter::once(Ok(record)).chain(damage.map(|error| Err(Failure::Source(error))));
    Ok(Parsed { encoding: Some(encoding), records: Box::new(records) })
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

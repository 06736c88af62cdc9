//! What other search languages would write, and what to write here instead.
//!
//! Each of these signs is punctuation to the tokenizer: let through, it would vanish, and the answer would be to another
//! question than the one that was asked.

use super::error::{QueryError, QueryErrorKind};
use super::fields::FieldName;

/// Refuses what means something elsewhere. `start` is the word's place, `is_value` says that a field's colon is before it.
pub(super) fn refuse(word: &str, start: usize, is_value: bool) -> Result<(), QueryError> {
    let refusal = operator(word)
        .or_else(|| prefix(word))
        .or_else(|| bracket(word))
        .or_else(|| comparison(word, is_value))
        .or_else(|| suffix(word))
        .or_else(|| distance(word))
        .or_else(|| pattern(word));
    refusal.map_or(Ok(()), |refusal| Err(refusal.error(word, start)))
}

/// Refuses what may not touch the end of a phrase.
pub(super) fn refuse_after_phrase(word: &str, start: usize) -> Result<(), QueryError> {
    let whole = start..start + word.len();
    match word.chars().next() {
        Some('*' | '?') => Err(QueryError::new(QueryErrorKind::WildcardAfterQuote, start..start + 1)
            .hint("write it inside the quotes: \"north kor*\"")),
        Some('~') => Err(QueryError::new(QueryErrorKind::Foreign(word.to_owned()), whole)
            .hint("a phrase is exact; for words in any order write them without quotes")),
        Some('^') => {
            Err(QueryError::new(QueryErrorKind::Foreign(word.to_owned()), whole)
                .hint("there are no weights; leave it out"))
        }
        _ => Ok(()),
    }
}

/// A part of a word that is refused.
struct Refusal {
    /// Where it begins in the word, in bytes.
    at: usize,
    /// How long it is, in bytes.
    length: usize,
    hint: String,
}

impl Refusal {
    fn new(at: usize, length: usize, hint: impl Into<String>) -> Self {
        Self { at, length, hint: hint.into() }
    }

    fn error(self, word: &str, start: usize) -> QueryError {
        let span = self.at..self.at + self.length;
        let kind = QueryErrorKind::Foreign(word[span.clone()].to_owned());
        QueryError::new(kind, start + span.start..start + span.end).hint(self.hint)
    }
}

fn operator(word: &str) -> Option<Refusal> {
    if let Some(at) = word.find("&&") {
        return Some(Refusal::new(at, 2, "write AND, or just a space"));
    }
    let at = word.find('|')?;
    Some(Refusal::new(at, if word[at..].starts_with("||") { 2 } else { 1 }, "write OR"))
}

fn prefix(word: &str) -> Option<Refusal> {
    let first = word.chars().next()?;
    let rest = &word[first.len_utf8()..];
    match first {
        '!' => Some(Refusal::new(0, 1, "to leave a word out, write `-word` or `NOT word`")),
        '+' if matches!(rest.to_ascii_lowercase().as_str(), "s" | "p") => {
            Some(Refusal::new(0, word.len(), format!("write `w/{rest}`")))
        }
        '+' if !rest.is_empty() => {
            Some(Refusal::new(0, 1, "every word must be there anyway; leave the `+` out, or quote what holds one"))
        }
        '~' => Some(Refusal::new(0, 1, "`~` stands after a word, for forms spelled almost like it: `word~`")),
        '\u{2013}' | '\u{2014}' | '\u{2212}' if rest.starts_with(char::is_alphanumeric) => {
            Some(Refusal::new(0, first.len_utf8(), "this is a dash; to leave a word out, write `-word` with a hyphen"))
        }
        _ => None,
    }
}

fn bracket(word: &str) -> Option<Refusal> {
    let first = word.chars().next()?;
    let hint = match first {
        '[' => "a range is written with dots, `date:2016..2017`; to search for text in brackets, quote it",
        '{' => "a range is written with dots, `date:2016..2017`; a group is written with round brackets",
        ']' | '}' => "a group is written with round brackets; to search for text in brackets, quote it",
        _ => return None,
    };
    Some(Refusal::new(0, 1, hint))
}

fn comparison(word: &str, is_value: bool) -> Option<Refusal> {
    let at = word.find(['=', '<', '>'])?;
    let sign = &word[at..];
    let length = 1 + usize::from(sign[1..].starts_with('='));
    let name = word[..at].trim_end_matches(['!', ':']);
    let field = FieldName::named(name).or_else(|| FieldName::named_elsewhere(name));
    if !(field.is_some() || is_value && at == 0) {
        return None;
    }
    let hint = match (&sign[..1], field) {
        ("<", _) => "write `until:` and a date; it includes that date".to_owned(),
        (">", _) => "write `since:` and a date; it includes that date".to_owned(),
        (_, Some(field)) => format!("write `{}:` and the value right after it", field.name()),
        (_, None) => "write the value right after the colon".to_owned(),
    };
    Some(Refusal::new(at, length, hint))
}

fn suffix(word: &str) -> Option<Refusal> {
    let at = word.rfind('^')?;
    let weight = &word[at + 1..];
    let is_weight = !weight.is_empty() && weight.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if is_weight { Some(Refusal::new(at, word.len() - at, "there are no weights; leave it out")) } else { None }
}

/// `/5`, `/s`, `/p`, as one large service writes distances.
fn distance(word: &str) -> Option<Refusal> {
    let tail = word.strip_prefix('/')?;
    let is_distance = matches!(tail.to_ascii_lowercase().as_str(), "s" | "p")
        || !tail.is_empty() && tail.bytes().all(|byte| byte.is_ascii_digit());
    if is_distance { Some(Refusal::new(0, word.len(), format!("write `w/{tail}`"))) } else { None }
}

fn pattern(word: &str) -> Option<Refusal> {
    if word.len() > 2 && word.starts_with('/') && word.ends_with('/') {
        return Some(Refusal::new(0, word.len(), "there are no regular expressions; `*` and `?` are wildcards"));
    }
    if let Some(at) = word.find('\\') {
        return Some(Refusal::new(
            at,
            1,
            "there are no escapes; inside quotes only `*` and `?` have a meaning, with -F nothing has",
        ));
    }
    let at = word.find(".*")?;
    Some(Refusal::new(at, 2, "`*` alone stands for any letters: `sanction*`"))
}

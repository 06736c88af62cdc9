//! What other search languages would write, and what Factiva writes instead.
//!
//! To the tokenizer each of these signs is punctuation: let through, it would vanish.

use super::fields::{self, Field};
use crate::query::cursor::{is_number, is_quote, sign_of_logic};
use crate::query::error::{QueryError, QueryErrorKind};
use crate::query::slips::Slip;
use crate::query::{nexis, words};
use std::ops::Range;

/// Refuses a word that means something elsewhere. `start` is its place, `after` the text behind it.
pub(super) fn refuse(word: &str, start: usize, after: &str) -> Result<(), QueryError> {
    let next = after.chars().next();
    let refusal = distance(word)
        .or_else(|| slip(word, after))
        .or_else(|| sign(word, next))
        .or_else(|| comparison(word))
        .or_else(|| truncation(word));
    if let Some((place, hint)) = refusal {
        let kind = QueryErrorKind::Foreign(word[place.clone()].to_owned());
        return Err(QueryError::new(kind, start + place.start..start + place.end).hint(hint));
    }
    let whole = start..start + word.len();
    if let Some((name, hint)) = field(word, next) {
        let span = start..start + name.len();
        return Err(QueryError::new(QueryErrorKind::UnknownField(name.to_owned()), span).hint(hint));
    }
    if let Some(hint) = segment(word).filter(|_| next == Some('(')) {
        return Err(QueryError::new(QueryErrorKind::WordAtBracket(word.to_owned()), whole).hint(hint));
    }
    if holds_no_word(word) {
        let hint = "signs and a lone `s` are not searched for; leave it out, or write it with its word: `AT&T`";
        return Err(QueryError::new(QueryErrorKind::NoWord(word.to_owned()), whole).hint(hint));
    }
    Ok(())
}

/// What is refused of a word, and the hint.
type Refusal = (Range<usize>, String);

/// `w/s`, `pre/5`, `/5`: how others write distances.
fn distance(word: &str) -> Option<Refusal> {
    let lower = word.to_ascii_lowercase();
    let (head, tail) = lower.split_at(lower.find(['/', '+'])? + 1);
    if !matches!(head, "w/" | "pre/" | "near/" | "onear/" | "/" | "+") {
        return None;
    }
    let number = if head == "/" { tail.trim_start_matches(['n', 'f']).trim_end_matches('/') } else { tail };
    let hint = match (head, tail) {
        ("w/" | "/" | "+", "p" | "para") => "write `same`: in the same paragraph".to_owned(),
        ("w/" | "/" | "+", "s" | "sent") => "Factiva has no sign for a sentence; `same` is a paragraph".to_owned(),
        ("/", _) if is_number(number) && tail.starts_with('f') => format!("write `/F{number}/`"),
        ("/", _) if is_number(number) && tail.starts_with('n') => format!("write `/N{number}/`"),
        ("near/", _) if is_number(number) => format!("write `near{number}`"),
        ("/", _) if is_number(number) => format!("write `near{number}`, or `w/{number}` for this order"),
        ("pre/" | "onear/" | "+", _) if is_number(number) => format!("write `w/{number}`"),
        _ => return None,
    };
    Some((0..word.len(), hint))
}

/// `w/five`, `w/5,`, `pre/s`: distances with a slip in them.
fn slip(word: &str, after: &str) -> Option<Refusal> {
    let slip = Slip::of(word, after)?;
    let operator = if slip.head == "near" { "near" } else { "w/" };
    let hint = match (slip.number, slip.tail) {
        (Some(number), "") => format!("write it without the space: `{operator}{number}`"),
        (Some(number), _) => format!("write `{operator}{number}`, with spaces around it"),
        (None, _) => format!(
            "write `w/5` for this order, `near5` for either, `same` for one paragraph; to search for it as a word, quote \
             it: \"{word}\""
        ),
    };
    Some((0..word.len(), hint))
}

fn sign(word: &str, next: Option<char>) -> Option<Refusal> {
    if let Some((place, meant)) = sign_of_logic(word) {
        return Some((place, format!("write `{meant}`")));
    }
    if let Some(at) = word.find('^').filter(|at| word[at + 1..].starts_with(|next: char| next.is_ascii_digit())) {
        return Some((at..word.len(), "there are no weights; leave it out".to_owned()));
    }
    let first = word.chars().next()?;
    let after = word[first.len_utf8()..].chars().next().or(next)?;
    let is_before_something = after.is_alphanumeric() || is_quote(after) || matches!(after, '(' | '[');
    let hint = match first {
        '-' | '\u{2013}' | '\u{2014}' | '\u{2212}' | '!' if is_before_something => {
            "to leave a word out, write `not` before it; a sign before a word means nothing here"
        }
        '+' if is_before_something => "the words of a phrase must all be there; leave the `+` out",
        '~' => "no sign finds words spelled almost alike; `?` is one letter",
        '%' if word.chars().all(|character| character == '%') => {
            let hint = format!("for at most as many words between, write `w/{}`", (word.len() + 1).min(10));
            return Some((0..word.len(), hint));
        }
        _ => return None,
    };
    Some((0..first.len_utf8(), hint.to_owned()))
}

/// `=tax` without its field, and `date>2017`.
fn comparison(word: &str) -> Option<Refusal> {
    let at = word.find(['=', '<', '>'])?;
    let place = at..at + 1;
    match (at, &word[..at].to_ascii_lowercase()[..]) {
        (0, _) if word.starts_with('=') => Some((place, "write a field right before it: `hd=tax`".to_owned())),
        (0, _) => Some((place, "write `wc` before it, `wc>500`, or quote it".to_owned())),
        (_, "date" | "pd") => Some((place, "write `date after 20171031` or `date before 20171031`".to_owned())),
        _ => {
            let hint = format!("only `wc` is compared, `wc>500`; to search for the words, quote them: \"{word}\"");
            Some((place, hint))
        }
    }
}

/// `sanction!`, `tax#`: how others cut a word short.
fn truncation(word: &str) -> Option<Refusal> {
    let core = word.trim_end_matches(|last: char| !last.is_alphanumeric() && !matches!(last, '!' | '#'));
    let at = core.find('#').or_else(|| core.ends_with('!').then(|| core.len() - 1))?;
    if !core[..at].ends_with(char::is_alphanumeric) {
        return None;
    }
    let hint =
        format!("for any ending write `*`, for one letter `?`; to search for the word itself, quote it: \"{word}\"");
    Some((at..at + 1, hint))
}

/// `HEADLINE(tax)`: returns what to write instead.
fn segment(word: &str) -> Option<String> {
    Some(match nexis::counterpart(word)? {
        nexis::Counterpart::Field(field) => match Field::written(field) {
            Some(sign) if sign.ends_with('=') => format!("write `{sign}(...)`"),
            Some(written) => format!("write `{written}`"),
            None => format!("Factiva has no such field; its fields here are {}", fields::LIST),
        },
        nexis::Counterpart::Exact => "words stand as they are written; leave it out".to_owned(),
        nexis::Counterpart::None => format!("Factiva has no such field; its fields here are {}", fields::LIST),
    })
}

/// Says whether nothing in a word is searched for: the phrase that it stands in would be another one without it.
fn holds_no_word(word: &str) -> bool {
    let is_left_of_a_possessive = word.trim_matches(|letter: char| !letter.is_alphanumeric()) == "s";
    is_left_of_a_possessive || !word.contains(['*', '?', '$']) && words::literal(word, 0).is_err()
}

/// `headline:tax`, `hd:tax`: the name and the hint.
fn field(word: &str, next: Option<char>) -> Option<(&str, String)> {
    let (name, value) = word.split_once(':')?;
    if value.is_empty() && !next.is_some_and(|next| is_quote(next) || matches!(next, '(' | '[')) {
        return None;
    }
    if Field::named(name).is_some() {
        return Some((name, format!("write `{}=`", name.to_ascii_lowercase())));
    }
    match Field::named_elsewhere(name) {
        Some(written) => Some((name, format!("write `{written}`"))),
        None if crate::query::fields::FieldName::named(name).is_some() => {
            Some((name, format!("Factiva has no such field; its fields here are {}", fields::LIST)))
        }
        None => None,
    }
}

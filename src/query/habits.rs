//! What other search languages would write, and what to write here instead.
//!
//! Each of these signs is punctuation to the tokenizer: let through, it would vanish, and the answer would be to another
//! question than the one that was asked.

use super::cursor::{is_number, sign_of_logic};
use super::error::{QueryError, QueryErrorKind};
use super::fields::{self, FieldName};
use super::lexer::{Token, TokenKind};
use super::{factiva, nexis};

/// Refuses what means something elsewhere. `start` is the word's place, `field` has its colon right before it.
pub(super) fn refuse(word: &str, start: usize, field: Option<FieldName>) -> Result<(), QueryError> {
    let is_value = field.is_some();
    let refusal = operator(word)
        .or_else(|| prefix(word))
        .or_else(|| bracket(word))
        .or_else(|| comparison(word, is_value))
        .or_else(|| suffix(word))
        .or_else(|| truncation(word, field))
        .or_else(|| distance(word))
        .or_else(|| between_slashes(word))
        .or_else(|| if is_value { None } else { numbered(word) })
        .or_else(|| pattern(word));
    refusal.map_or(Ok(()), |refusal| Err(refusal.error(word, start)))
}

/// Refuses `date after 20170101`, `DATE AFT 2017` and `wc > 500`, which are conditions elsewhere and three words here.
pub(super) fn refuse_conditions(text: &str, tokens: &[Token]) -> Result<(), QueryError> {
    let word = |at: usize| match tokens.get(at) {
        Some(Token { kind: TokenKind::Word, span }) => text[span.clone()].to_ascii_lowercase(),
        _ => String::new(),
    };
    for at in 0..tokens.len() {
        let start = tokens[at].span.start;
        let is_value = at > 0 && matches!(tokens[at - 1].kind, TokenKind::Field(_)) && tokens[at - 1].span.end == start;
        if is_value {
            continue;
        }
        let (name, bound) = (word(at), word(at + 1));
        if bound.starts_with(['<', '>', '=']) && matches!(name.as_str(), "date" | "pd" | "length" | "words" | "wc") {
            let hint = if matches!(name.as_str(), "date" | "pd") {
                "write `since:2017-10-31`, `until:2017-10-31` or `date:2017-10-31`"
            } else {
                "write `words:500..` for 500 or more, `words:..300` for 300 or fewer"
            };
            let span = start..tokens[at + 1].span.end;
            let kind = QueryErrorKind::Foreign(text[span.clone()].to_owned());
            return Err(QueryError::new(kind, span).hint(hint));
        }
        if name != "date" {
            continue;
        }
        let hint = match bound.as_str() {
            "after" | "aft" => "write `since:2017-10-31`; it includes that day",
            "before" | "bef" => "write `until:2017-10-31`; it includes that day",
            "from" => "write `date:2017-09-01..2017-10-31`",
            _ => continue,
        };
        // Days that are counted back, `-7`, are a negation and a word.
        let is_back = tokens.get(at + 2).is_some_and(|token| text[token.span.clone()].starts_with('-'));
        let day = at + 2 + usize::from(is_back);
        let is_day = word(day).starts_with(|first: char| first.is_ascii_digit());
        if is_day || matches!(bound.as_str(), "aft" | "bef") {
            let last = if is_day { day } else { at + 1 };
            let span = start..tokens[last].span.end;
            let kind = QueryErrorKind::Foreign(text[span.clone()].to_owned());
            return Err(QueryError::new(kind, span).hint(hint));
        }
    }
    Ok(())
}

/// Returns what to write instead of a word that touches a bracket.
pub(super) fn before_a_bracket(word: &str) -> String {
    match (word.to_ascii_lowercase().as_str(), nexis::counterpart(word)) {
        ("atleast", _) => "write the number with it: `atleast3(...)`".to_owned(),
        ("near" | "within", _) => "write it between its operands: `a w/5 b`".to_owned(),
        (_, Some(nexis::Counterpart::Field(FieldName::Date))) => {
            "write `date:2017-10-31`, `since:2017-10-31` or `until:2017-10-31`".to_owned()
        }
        (_, Some(nexis::Counterpart::Field(FieldName::Words))) => "write `words:500..` or `words:..300`".to_owned(),
        (_, Some(nexis::Counterpart::Field(field))) => format!("write `{}:(...)`", field.name()),
        (_, Some(nexis::Counterpart::Exact)) => "quoted words are found as they are written: \"taxes\"".to_owned(),
        (_, Some(nexis::Counterpart::None)) => {
            format!("there is no such field; they are {}; before a group put a space", fields::LIST)
        }
        (_, None) => "put a space before the bracket, or quotes around what holds brackets".to_owned(),
    }
}

/// Refuses what may not touch the end of a phrase.
pub(super) fn refuse_after_phrase(word: &str, start: usize) -> Result<(), QueryError> {
    let whole = start..start + word.len();
    match word.chars().next() {
        Some('*' | '?') => Err(QueryError::new(QueryErrorKind::WildcardAfterQuote, start..start + 1)
            .hint("write it inside the quotes: \"north kor*\"")),
        Some('~') => Err(QueryError::new(QueryErrorKind::Foreign(word.to_owned()), whole)
            .hint("a phrase is exact; for words near one another write a distance between them: `tax w/5 cut`")),
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
    let (place, meant) = sign_of_logic(word)?;
    Some(Refusal::new(place.start, place.len(), if meant == "and" { "write AND, or just a space" } else { "write OR" }))
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
    let mut field = FieldName::named(name).or_else(|| FieldName::named_elsewhere(name));
    if field.is_none() && sign.starts_with('=') {
        match factiva::counterpart(name) {
            Some(factiva::Counterpart::Field(known)) => field = Some(known),
            Some(factiva::Counterpart::None(hint)) => return Some(Refusal::new(at, length, hint)),
            None => {}
        }
    }
    if !(field.is_some() || is_value && at == 0) {
        return None;
    }
    let hint = match (&sign[..1], field) {
        ("<", Some(FieldName::Words)) => "write `words:..500`; it includes that number".to_owned(),
        (">", Some(FieldName::Words)) => "write `words:500..`; it includes that number".to_owned(),
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

/// `recycl!` and `telecom$3`: other signs for any ending.
fn truncation(word: &str, field: Option<FieldName>) -> Option<Refusal> {
    let core = word.trim_end_matches(|last: char| !last.is_alphanumeric() && !matches!(last, '!' | '$'));
    let stem = core.trim_end_matches(|last: char| last.is_ascii_digit());
    let (stem, sign) = match stem.strip_suffix('$') {
        // `US$5` is a sum of money.
        Some(stem) if stem.chars().filter(char::is_ascii_lowercase).count() > 2 => (stem, &core[stem.len()..]),
        _ => (core.strip_suffix('!')?, "!"),
    };
    if !stem.ends_with(char::is_alphanumeric) {
        return None;
    }
    let hint = if field.is_some_and(FieldName::is_a_name) {
        format!("a name has no wildcards; leave the `{sign}` out")
    } else {
        format!("for any ending write `{stem}*`; for the word itself leave the `{sign}` out")
    };
    Some(Refusal::new(stem.len(), sign.len(), hint))
}

/// `/N5/` and `/F50/`, which may touch what stands before and after them.
fn between_slashes(word: &str) -> Option<Refusal> {
    let (at, letter, digits) = factiva::between_slashes(word)?;
    if digits.is_empty() || word.contains("://") {
        return None;
    }
    let hint = if letter == 'n' {
        format!("write `w/{digits}`, with spaces around it")
    } else {
        format!("write `first{digits}(...)` around it")
    };
    Some(Refusal::new(at, digits.len() + 3, hint))
}

/// `adj5`, `near5`: distances without a slash.
fn numbered(word: &str) -> Option<Refusal> {
    let lower = word.to_ascii_lowercase();
    let head = lower.trim_end_matches(|last: char| last.is_ascii_digit());
    let (digits, operator) = (&lower[head.len()..], if head == "adj" { "pre" } else { "w" });
    if digits.is_empty() || !matches!(head, "adj" | "near") {
        return None;
    }
    let hint = format!("write `{operator}/{digits}`; to search for it as a word, quote it: \"{word}\"");
    Some(Refusal::new(0, word.len(), hint))
}

/// `/5`, `/s`, `/p`, as one large service writes distances.
fn distance(word: &str) -> Option<Refusal> {
    let tail = word.strip_prefix('/')?;
    let is_distance = matches!(tail.to_ascii_lowercase().as_str(), "s" | "p") || is_number(tail);
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

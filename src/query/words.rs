//! Typed text -> words at their positions, as the one tokenizer sees them, wildcards included.
//!
//! A wildcard is no word character, so the tokenizer would cut at it or drop it. It is shown a letter in its place that
//! occurs nowhere else in the text; the words come back folded as the index folds them, with that letter where the
//! wildcard belongs.

use super::error::{QueryError, QueryErrorKind};
use super::plan::{NamePattern, PhraseWord, WordPattern};
use crate::story::NameKind;
use crate::text::{self, TokenKind};
use std::ops::Range;

/// Letters without case or accent, so rare that two of them are always free.
const STAND_INS: [char; 4] = ['\u{a5ea}', '\u{a5eb}', '\u{a5ec}', '\u{a5ed}'];

/// The fewest letters beside a `*`, and the fewest where the pattern begins with a wildcard.
const FEWEST_LETTERS: usize = 2;
const FEWEST_LETTERS_AFTER_A_WILDCARD: usize = 3;

/// Returns the words of a bare word: one in any inflection, or several as an exact phrase.
pub(super) fn bare(typed: &str, start: usize) -> Result<Vec<PhraseWord>, QueryError> {
    if typed.contains('~') {
        return fuzzy(typed, start);
    }
    if typed.trim_matches(|character: char| !character.is_alphanumeric()) == "s" {
        // What is left of a possessive: after its owner the tokenizer gives it no position.
        return Err(no_word(typed, start..start + typed.len()));
    }
    let mut words = phrase(typed, start)?;
    if let [PhraseWord { pattern, .. }] = words.as_mut_slice()
        && let WordPattern::Exact(word) = pattern
    {
        *pattern = WordPattern::Inflected(std::mem::take(word));
    }
    Ok(words)
}

/// Returns the words of what stood between quotes: exact, with wildcards.
pub(super) fn phrase(typed: &str, start: usize) -> Result<Vec<PhraseWord>, QueryError> {
    ensure_nothing_is_fuzzy(typed, start)?;
    if !typed.contains(['*', '?']) {
        return literal(typed, start);
    }
    let whole = start..start + typed.len();
    if typed.chars().all(|character| matches!(character, '*' | '?')) {
        return Err(alone(typed, whole));
    }
    let (any, one) = stand_ins(typed);
    let shown: String = typed
        .chars()
        .map(|character| match character {
            '*' => any,
            '?' => one,
            other => other,
        })
        .collect();
    let mut words = literal(&shown, start)?;
    for word in &mut words {
        let WordPattern::Exact(term) = &word.pattern else { continue };
        if !term.contains([any, one]) {
            continue;
        }
        let pattern = term.replace(any, "*").replace(one, "?");
        ensure_is_selective(&pattern, whole.clone())?;
        word.pattern = WordPattern::Wildcard(pattern);
    }
    let is_wildcard = |character: &char| matches!(character, '*' | '?');
    let kept: usize = words.iter().map(|word| word.pattern.text().chars().filter(is_wildcard).count()).sum();
    if kept < typed.chars().filter(is_wildcard).count() {
        return Err(QueryError::new(QueryErrorKind::WildcardLost(typed.to_owned()), whole)
            .hint("write it as part of a word: `sanction*`, `wom?n`"));
    }
    for word in &mut words {
        word.pattern.join_stars();
    }
    Ok(words)
}

/// Returns the words of a text, each in singular and plural, with wildcards.
pub(super) fn plural(typed: &str, start: usize) -> Result<Vec<PhraseWord>, QueryError> {
    let mut words = phrase(typed, start)?;
    for word in &mut words {
        if let WordPattern::Exact(text) = &mut word.pattern {
            word.pattern = WordPattern::Plural(std::mem::take(text));
        }
    }
    Ok(words)
}

/// Returns the exact words of a text in which nothing is syntax.
pub(super) fn literal(typed: &str, start: usize) -> Result<Vec<PhraseWord>, QueryError> {
    let analysis = text::analyze_query(typed);
    let tokens = analysis.tokens.iter().filter(|token| token.kind != TokenKind::Part);
    let first = tokens.clone().next().ok_or_else(|| no_word(typed, start..start + typed.len()))?.position;
    Ok(tokens
        .map(|token| PhraseWord {
            offset: token.position - first,
            pattern: WordPattern::Exact(analysis.term(token).to_owned()),
        })
        .collect())
}

/// Returns a text with a blank for each hyphen between letters or digits: so it finds both spellings, since a hyphenated word
/// of a story is found by its parts too.
pub(super) fn without_hyphens(typed: &str) -> String {
    let mut before = ' ';
    let mut letters = typed.chars().peekable();
    let mut open = String::with_capacity(typed.len());
    while let Some(letter) = letters.next() {
        let is_between = (before.is_alphanumeric() || matches!(before, '.' | '*' | '?'))
            && letters.peek().is_some_and(|next| next.is_alphanumeric());
        open.push(if matches!(letter, '-' | '\u{2010}' | '\u{2011}') && is_between { ' ' } else { letter });
        before = letter;
    }
    open
}

/// Returns the words of a path: what stands between characters that are neither letter nor digit nor wildcard.
pub(super) fn path(typed: &str, start: usize) -> Result<Vec<PhraseWord>, QueryError> {
    let whole = start..start + typed.len();
    let folded = text::fold(typed);
    let is_wildcard = |character: char| matches!(character, '*' | '?');
    let parts = folded.split(|character: char| !character.is_alphanumeric() && !is_wildcard(character));
    let mut words = Vec::new();
    for (offset, part) in (0..).zip(parts.filter(|part| !part.is_empty())) {
        let pattern = if part.contains(is_wildcard) {
            ensure_is_selective(part, whole.clone())?;
            WordPattern::Wildcard(part.to_owned())
        } else {
            WordPattern::Exact(part.to_owned())
        };
        words.push(PhraseWord { offset, pattern });
    }
    for word in &mut words {
        word.pattern.join_stars();
    }
    if words.is_empty() { Err(no_word(typed, whole)) } else { Ok(words) }
}

/// Returns the pattern of a name, in which nothing is syntax.
pub(super) fn name(kind: NameKind, typed: &str, start: usize) -> Result<NamePattern, QueryError> {
    literal(typed, start)?;
    let pattern = NamePattern::of(kind, typed);
    let is_empty = pattern.key.as_ref().is_none_or(String::is_empty);
    if is_empty { Err(no_word(typed, start..start + typed.len())) } else { Ok(pattern) }
}

/// Returns the error for typed text in which the tokenizer finds no word.
fn no_word(typed: &str, span: Range<usize>) -> QueryError {
    let hint = match typed {
        "&" | "+" => "a space means AND; leave it out, or write it with its words: `AT&T`",
        "," | ";" => "a space means AND; leave it out, or write OR",
        _ => "signs and a lone `s` are not searched for; leave it out, or write it with its word",
    };
    QueryError::new(QueryErrorKind::NoWord(typed.to_owned()), span).hint(hint)
}

fn fuzzy(typed: &str, start: usize) -> Result<Vec<PhraseWord>, QueryError> {
    let whole = start..start + typed.len();
    let (word, reach) = typed.split_at(typed.rfind('~').unwrap_or(typed.len()));
    let edits = match reach {
        "~" | "~1" => 1,
        "~2" => 2,
        _ if reach[1..].bytes().all(|byte| byte.is_ascii_digit() || byte == b'.') => {
            let span = start + word.len()..whole.end;
            return Err(QueryError::new(QueryErrorKind::BadFuzziness(reach.to_owned()), span)
                .hint("`~` allows one wrong letter, `~2` two"));
        }
        _ => return Err(not_fuzzy(typed, whole)),
    };
    if word.contains(['*', '?', '~']) {
        return Err(not_fuzzy(typed, whole));
    }
    let words = literal(word, start)?;
    let [PhraseWord { pattern: WordPattern::Exact(term), .. }] = words.as_slice() else {
        return Err(not_fuzzy(typed, whole));
    };
    let fewest = if edits == 1 { 3 } else { 5 };
    if term.chars().count() < fewest {
        let hint = format!("it takes {fewest} letters; for the word itself write `{word}`");
        return Err(QueryError::new(QueryErrorKind::FuzzyTooShort(word.to_owned()), whole).hint(hint));
    }
    Ok(vec![PhraseWord { offset: 0, pattern: WordPattern::Fuzzy(term.clone(), edits) }])
}

fn not_fuzzy(typed: &str, span: Range<usize>) -> QueryError {
    let kind = QueryErrorKind::FuzzyNotAWord(typed.to_owned());
    QueryError::new(kind, span).hint("write `~` right after a word without wildcards, outside quotes: `tillersen~`")
}

/// Refuses `"tillersen~ visit"`: the tokenizer would drop the sign.
fn ensure_nothing_is_fuzzy(typed: &str, start: usize) -> Result<(), QueryError> {
    let is_fuzzy = |chunk: &str| {
        let word = chunk.trim_end_matches(|character: char| character.is_ascii_digit());
        word.len() > 1 && word.ends_with('~')
    };
    match typed.split_whitespace().find(|chunk| is_fuzzy(chunk)) {
        Some(chunk) => Err(not_fuzzy(chunk, start..start + typed.len())),
        None => Ok(()),
    }
}

fn alone(typed: &str, span: Range<usize>) -> QueryError {
    let hint = "a wildcard stands in a word, `sanction*`; for words apart from one another write them side by side";
    QueryError::new(QueryErrorKind::WildcardAlone(typed.to_owned()), span).hint(hint)
}

fn ensure_is_selective(pattern: &str, span: Range<usize>) -> Result<(), QueryError> {
    let is_wildcard = |character: char| matches!(character, '*' | '?');
    let letters = pattern.chars().filter(|character| !is_wildcard(*character)).count();
    if letters == 0 {
        return Err(alone(pattern, span));
    }
    let starts_open = pattern.starts_with(is_wildcard);
    let fewest = match (starts_open, pattern.contains('*')) {
        (true, _) => FEWEST_LETTERS_AFTER_A_WILDCARD,
        (false, true) => FEWEST_LETTERS,
        (false, false) => 1,
    };
    if letters >= fewest {
        return Ok(());
    }
    let place = if starts_open { " where a wildcard comes first" } else { "" };
    let hint = format!("write at least {fewest} letters{place}");
    Err(QueryError::new(QueryErrorKind::WildcardTooWide(pattern.to_owned()), span).hint(hint))
}

/// Returns two letters that the text does not hold: for `*` and for `?`.
fn stand_ins(typed: &str) -> (char, char) {
    let mut free = STAND_INS.into_iter().filter(|letter| !typed.contains(*letter));
    let any = free.next().unwrap_or(STAND_INS[0]);
    (any, free.next().unwrap_or(STAND_INS[1]))
}

impl WordPattern {
    /// Returns the word or the pattern.
    pub fn text(&self) -> &str {
        match self {
            Self::Inflected(text)
            | Self::Exact(text)
            | Self::Wildcard(text)
            | Self::Plural(text)
            | Self::Fuzzy(text, _) => text,
        }
    }

    /// Makes one `*` of several in a row, which mean the same and cost more.
    fn join_stars(&mut self) {
        if let Self::Wildcard(pattern) = self {
            while pattern.contains("**") {
                *pattern = pattern.replace("**", "*");
            }
        }
    }
}

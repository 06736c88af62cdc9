//! Words and their universal characters, in the wildcards of the program's own language.
//!
//! `!` at the end of a word stands for any letters, `*` inside it for one. A `*` at the end may stand for no letter too:
//! `bank**` is `bank`, and `bank` with one letter more, and with two; so a text may have several readings.

use crate::query::cursor::is_blank;
use crate::query::error::{QueryError, QueryErrorKind};
use crate::query::{MOST_CLAUSES, words};
use std::ops::Range;

/// The fewest letters before a `!`, and the fewest of its own part of a hyphenated word: that is looked for as a word.
const FEWEST_LETTERS: usize = 3;
const FEWEST_LETTERS_OF_A_PART: usize = 2;

const NO_WORD: &str = "signs and a lone `s` are not searched for; leave it out, or write it with its word";
const NO_LETTER_BEFORE: &str = "a wildcard stands after the first letter of a word: `sanction!`, `wom*n`";
const SIGN_BEFORE: &str = "a wildcard touches the letter before it: `sanction!`, `wom*n`";
const MISPLACED_END: &str = "`!` stands at the end of a word; inside it `*` is one letter: `wom*n`";
const MISPLACED_ONE: &str = "`?` stands for one letter inside a word; at its end write `*`, or `!` for any letters";

/// Returns what a text of words may stand for, in our own wildcards; `start` is its place in the query.
pub(super) fn readings(text: &str, start: usize, is_quoted: bool) -> Result<Vec<String>, QueryError> {
    let mut readings = vec![String::new()];
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        let blank = rest.len() - rest.trim_start_matches(is_blank).len();
        let length = rest[blank..].find(is_blank).unwrap_or(rest.len() - blank);
        let word = &rest[blank..blank + length];
        let span = start + at + blank..start + at + blank + length;
        let endings = if word.is_empty() { vec![String::new()] } else { word_readings(word, &span, is_quoted)? };
        if readings.len() * endings.len() > MOST_CLAUSES {
            return Err(QueryError::new(QueryErrorKind::TooManyClauses, span));
        }
        for reading in &mut readings {
            reading.push_str(&rest[..blank]);
        }
        if let [ending] = endings.as_slice() {
            for reading in &mut readings {
                reading.push_str(ending);
            }
        } else {
            let longer =
                readings.iter().flat_map(|reading| endings.iter().map(move |ending| format!("{reading}{ending}")));
            readings = longer.collect();
        }
        at += blank + length;
    }
    Ok(readings.iter().map(|reading| words::without_hyphens(reading)).collect())
}

/// Says whether a text holds a universal character.
pub(super) fn has_wildcards(text: &str) -> bool {
    text.contains(is_wildcard)
}

fn is_wildcard(character: char) -> bool {
    matches!(character, '!' | '*' | '?')
}

/// Says whether a character parts the words that are written as one.
fn is_sign(character: char) -> bool {
    !character.is_alphanumeric() && !is_wildcard(character) && !('\u{300}'..='\u{36f}').contains(&character)
}

fn word_readings(word: &str, span: &Range<usize>, is_quoted: bool) -> Result<Vec<String>, QueryError> {
    let refused = |kind: fn(String) -> QueryErrorKind, typed: &str, hint: &str| {
        Err(QueryError::new(kind(typed.to_owned()), span.clone()).hint(hint))
    };
    if !has_wildcards(word) {
        let is_left_of_a_possessive = word.trim_matches(is_sign) == "s";
        // Between quotes a sign parts words, as it does in a story: `"Brandt & Rowley"`.
        if !is_quoted && (is_left_of_a_possessive || words::literal(word, span.start).is_err()) {
            return refused(QueryErrorKind::NoWord, word, NO_WORD);
        }
        return Ok(vec![word.to_owned()]);
    }
    let tail = word.trim_end_matches(is_sign).len();
    let (core, signs) = word.split_at(tail);
    if core.chars().all(|character| is_wildcard(character) || is_sign(character)) {
        return refused(QueryErrorKind::WildcardAlone, word, NO_LETTER_BEFORE);
    }
    if core.split(is_sign).any(|part| !part.is_empty() && part.chars().all(is_wildcard)) {
        return refused(QueryErrorKind::WildcardLost, word, SIGN_BEFORE);
    }
    if core.split(is_sign).any(|part| part.starts_with(is_wildcard)) {
        return refused(QueryErrorKind::WildcardTooWide, word, NO_LETTER_BEFORE);
    }
    let (stem, is_open) = core.strip_suffix('!').map_or((core, false), |stem| (stem, true));
    if stem.contains('!') {
        return refused(QueryErrorKind::Foreign, "!", MISPLACED_END);
    }
    if core.split(is_sign).any(|part| part.ends_with('?')) {
        return refused(QueryErrorKind::Foreign, "?", MISPLACED_ONE);
    }
    if is_open {
        let letters = |text: &str| text.chars().filter(|character| character.is_alphanumeric()).count();
        if letters(stem) < FEWEST_LETTERS {
            return refused(QueryErrorKind::WildcardTooWide, word, "write at least 3 letters before `!`");
        }
        if letters(stem.rsplit(is_sign).next().unwrap_or(stem)) < FEWEST_LETTERS_OF_A_PART {
            return refused(QueryErrorKind::WildcardTooWide, word, "write at least 2 letters between the sign and `!`");
        }
        return Ok(vec![format!("{}*{signs}", stem.replace('*', "?"))]);
    }
    let body = stem.trim_end_matches('*');
    let most = stem.len() - body.len();
    if most >= MOST_CLAUSES {
        return Err(QueryError::new(QueryErrorKind::TooManyClauses, span.clone()));
    }
    let body = body.replace('*', "?");
    Ok((0..=most).map(|letters| format!("{body}{}{signs}", "?".repeat(letters))).collect())
}

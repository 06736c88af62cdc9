//! Words as Factiva writes them -> leaves of the tree, in the wildcards of our own language.
//!
//! Words stand as they are: Factiva adds no inflections. `*` ends a word in any letters, `$3` in at most three, `?` is one
//! letter. A sign where Factiva gives it no meaning is an error there too.

use crate::query::cursor::is_number;
use crate::query::error::{QueryError, QueryErrorKind};
use crate::query::limits::Limits;
use crate::query::tree::{Node, NodeKind};
use crate::query::{MOST_CLAUSES, words};
use std::ops::Range;

/// The fewest letters before `*` and `$`.
const FEWEST_LETTERS: usize = 3;

/// The most letters that `$` may stand for, and what it stands for without a number.
const LONGEST_ENDING: u32 = 9;

/// Returns the leaf of words that stand side by side, or between quotes: a phrase, or one for each of its endings.
///
/// `typed` begins at the byte `start` of the query; `span` is its place, quotes included.
pub(super) fn leaf(typed: &str, start: usize, span: &Range<usize>, limits: &mut Limits) -> Result<Node, QueryError> {
    let endings = endings(typed, start)?;
    let count = endings.iter().fold(1_usize, |count, ending| count.saturating_mul(ending.most as usize + 1));
    // A phrase that is written out again and again takes all of its words each time.
    let cost = if count > 1 { count.saturating_mul(typed.split_whitespace().count()) } else { 1 };
    for _ in 0..cost.min(MOST_CLAUSES + 1) {
        limits.clause(span)?;
    }
    let mut nodes = Vec::with_capacity(count);
    for text in written_out(typed, &endings) {
        // The text may be longer than what was typed, so nothing but the whole place can be shown.
        words::phrase(&text, start).map_err(|error| in_other_words(error, typed, span))?;
        nodes.push(Node { kind: NodeKind::Phrase(text), span: span.clone() });
    }
    if nodes.len() == 1 {
        return Ok(nodes.swap_remove(0));
    }
    Ok(Node { kind: NodeKind::Or(nodes), span: span.clone() })
}

/// `$3` at the end of a word.
struct Ending {
    /// Its bytes in what was typed.
    at: Range<usize>,
    /// The most letters it stands for.
    most: u32,
}

fn is_wildcard(character: char) -> bool {
    matches!(character, '*' | '?' | '$')
}

/// Says whether a character belongs to a word of Factiva, its wildcards and accents included.
fn is_of_a_word(character: char) -> bool {
    character.is_alphanumeric() || is_wildcard(character) || matches!(character, '\u{0300}'..='\u{036F}')
}

/// Returns the `$3` of a text, when every wildcard in it stands where it has a meaning.
fn endings(typed: &str, start: usize) -> Result<Vec<Ending>, QueryError> {
    let mut endings = Vec::new();
    let mut at = 0;
    for word in typed.split_inclusive(|character| !is_of_a_word(character)) {
        let begins = at;
        at += word.len();
        let word = word.trim_end_matches(|character| !is_of_a_word(character));
        if is_sum_of_money(word) {
            continue;
        }
        if word.contains(is_wildcard)
            && let Some(ending) = ending(word, start + begins)?
        {
            endings.push(Ending { at: ending.at.start - start..ending.at.end - start, ..ending });
        }
    }
    Ok(endings)
}

/// Says whether a word is a sum of money, `$5` or `US$5`, in which the sign is no wildcard.
fn is_sum_of_money(word: &str) -> bool {
    word.split_once('$').is_some_and(|(country, sum)| {
        let is_country = country.len() <= 2 && country.bytes().all(|letter| letter.is_ascii_uppercase());
        is_country && is_number(sum)
    })
}

/// Checks the wildcards of one word, and returns its `$3`.
fn ending(word: &str, start: usize) -> Result<Option<Ending>, QueryError> {
    let whole = start..start + word.len();
    let refused = |kind: QueryErrorKind, hint: &str| Err(QueryError::new(kind, whole.clone()).hint(hint));
    let letters = |text: &str| text.chars().filter(|character| character.is_alphanumeric()).count();
    if word.chars().all(|character| matches!(character, '*' | '?')) {
        return refused(
            QueryErrorKind::WildcardAlone(word.to_owned()),
            "a wildcard stands in a word, `sanction*`; for any word between two others write `w/2`",
        );
    }
    let Some(at) = word.find(['*', '$']) else {
        return if word.starts_with('?') { too_wide(word, whole, "a letter before `?`") } else { Ok(None) };
    };
    let (stem, rest) = word.split_at(at);
    let (sign, tail) = rest.split_at(1);
    let here = start + at..start + at + 1;
    if sign == "$" && letters(stem) == 0 {
        return Err(QueryError::new(QueryErrorKind::Foreign("$".to_owned()), here)
            .hint("`$3` stands for up to 3 letters at the end of a word"));
    }
    if letters(stem) < FEWEST_LETTERS || stem.starts_with('?') {
        return too_wide(word, whole, if sign == "$" { "3 letters before `$`" } else { "3 letters before `*`" });
    }
    let stands_within =
        |hint: &str| Err(QueryError::new(QueryErrorKind::Foreign(sign.to_owned()), here.clone()).hint(hint));
    if sign == "*" {
        if tail.chars().all(|character| character == '*') {
            return Ok(None);
        }
        return stands_within("`*` stands at the end of a word; within it `?` is one letter");
    }
    let most = match tail {
        "" => LONGEST_ENDING,
        digits if is_number(digits) => {
            let number = digits.parse().ok().filter(|number| (1..=LONGEST_ENDING).contains(number));
            let Some(number) = number else {
                return refused(
                    QueryErrorKind::BadNumber { typed: word.to_owned(), most: LONGEST_ENDING },
                    "for any ending write `*`",
                );
            };
            number
        }
        _ => return stands_within("`$` stands at the end of a word: `telecom$3`"),
    };
    Ok(Some(Ending { at: start + at..whole.end, most }))
}

fn too_wide<T>(word: &str, span: Range<usize>, wanted: &str) -> Result<T, QueryError> {
    let kind = QueryErrorKind::WildcardTooWide(word.to_owned());
    Err(QueryError::new(kind, span).hint(format!("write at least {wanted}")))
}

/// Returns the texts that a text with endings stands for: `telecom$2` is `telecom`, `telecom?` and `telecom??`.
fn written_out(typed: &str, endings: &[Ending]) -> Vec<String> {
    let mut texts = vec![String::new()];
    let mut copied = 0;
    for Ending { at, most } in endings {
        let before = &typed[copied..at.start];
        copied = at.end;
        let longer = |text: &String| {
            (0..=*most).map(|letters| text.clone() + before + &"?".repeat(letters as usize)).collect::<Vec<_>>()
        };
        texts = texts.iter().flat_map(longer).collect();
    }
    for text in &mut texts {
        text.push_str(&typed[copied..]);
        *text = words::without_hyphens(text);
    }
    texts
}

/// Returns an error about our own words as one about what was typed.
fn in_other_words(error: QueryError, typed: &str, span: &Range<usize>) -> QueryError {
    let (kind, hint) = match error.kind {
        QueryErrorKind::FuzzyNotAWord(_) => {
            (QueryErrorKind::Foreign("~".to_owned()), "no sign finds words spelled almost alike; `?` is one letter")
        }
        QueryErrorKind::NoWord(_) => (
            QueryErrorKind::NoWord(typed.to_owned()),
            "signs are not searched for; leave it out, or write it with its word",
        ),
        QueryErrorKind::WildcardLost(_) => (
            QueryErrorKind::WildcardLost(typed.to_owned()),
            "write it as part of a word: `sanction*`, `telecom$3`, `wom?n`",
        ),
        kind => (kind, "write more letters before the wildcard"),
    };
    QueryError::new(kind, span.clone()).hint(hint)
}

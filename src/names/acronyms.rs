//! Acronyms: the expansion that stands beside one, and the initials of a name.

use super::lists::class;
use super::words::{Gap, Shape, Text};
use std::ops::Range;

/// An organization and its acronym, one of them in brackets after the other.
#[derive(Debug)]
pub(super) struct Expansion {
    /// The words of the long form.
    pub(super) words: Range<usize>,
    /// The word that is its acronym.
    pub(super) acronym: usize,
    /// Whether it is not an organization but a place, an event or a thing: `gross domestic product (GDP)`.
    pub(super) thing: bool,
}

/// Returns the expansions of a text, in order: `Unione Porti Uniti (UPU)`, `UPU (Unione Porti Uniti)`.
pub(super) fn expansions(text: &Text<'_>) -> Vec<Expansion> {
    (0..text.words.len()).filter_map(|acronym| expansion(text, acronym)).collect()
}

fn expansion(text: &Text<'_>, acronym: usize) -> Option<Expansion> {
    if text.words[acronym].shape != Shape::Capitals || text.is(acronym, class::COMMON | class::PLACE) {
        return None;
    }
    let bracketed = text.gap_before(acronym) == Gap::Opens && text.between(acronym).starts_with(')');
    let end = if bracketed {
        acronym
    } else if text.gap(acronym) == Gap::Opens {
        closing(text, acronym + 1)?
    } else {
        return None;
    };
    let start = [false, true].into_iter().find_map(|all| initials_start(text, text.term(acronym), end, all))?;
    if !bracketed && start != acronym + 1 {
        return None;
    }
    let words = start..end;
    let thing = is_thing(text, &words);
    Some(Expansion { words, acronym, thing })
}

/// Returns the end of the words before the bracket that closes, if it closes within a name's length.
fn closing(text: &Text<'_>, start: usize) -> Option<usize> {
    const LONGEST: usize = 10;
    let last = (start..text.words.len().min(start + LONGEST)).find(|&index| text.between(index).starts_with(')'))?;
    Some(last + 1)
}

/// Returns where the words that end at `end` begin to have the letters of an acronym as their initials. Small words count
/// if `all` do.
fn initials_start(text: &Text<'_>, acronym: &str, end: usize, all: bool) -> Option<usize> {
    let letters: Vec<char> = acronym.chars().filter(|letter| letter.is_alphabetic()).collect();
    if letters.len() < 2 {
        return None;
    }
    let mut left = letters.as_slice();
    let mut joined = false;
    let mut index = end;
    while let Some((last, fewer)) = left.split_last() {
        index = index.checked_sub(1)?;
        let elided = elided_initial(text.raw(index));
        let small = text.words[index].shape == Shape::Lower && elided.is_none();
        if index + 1 < end {
            joined |= text.gap(index) == Gap::Ampersand;
            if matches!(text.gap(index), Gap::Other | Gap::Opens | Gap::Stop) && !text.is_abbreviation(index) {
                return None;
            }
        }
        if small && !all && text.term(index).len() <= 3 {
            continue;
        }
        let parts: Vec<char> = match elided {
            Some(letter) => vec![letter],
            None => text.term(index).split('-').filter_map(|part| part.chars().next()).collect(),
        };
        if left.ends_with(&parts) {
            left = &left[..left.len() - parts.len()];
        } else if parts.first() == Some(last) {
            left = fewer;
        } else {
            return None;
        }
    }
    // Two letters fit by chance, unless an ampersand joins them as it does in the acronym.
    (text.is_capital(index) && (letters.len() > 2 || joined)).then_some(index)
}

/// Returns the folded initial of a word after its elided article: `a` of `l'Atome`.
fn elided_initial(raw: &str) -> Option<char> {
    let (_, word) = raw.split_once(['\'', '’'])?;
    word.chars().next().filter(char::is_ascii_uppercase).map(|letter| letter.to_ascii_lowercase())
}

/// Says whether an expanded name is that of a place, an office, an event or a thing.
fn is_thing(text: &Text<'_>, words: &Range<usize>) -> bool {
    let other = class::PLACE | class::MISC | class::TITLE;
    let listed = text
        .phrase(words.start, words.end)
        .is_some_and(|(end, found)| end == words.end && found & other != 0 && found & class::ORGANIZATION == 0);
    let last = text.classes(words.end - 1);
    listed || last & (class::MISC | class::TITLE) != 0 && last & (class::HEAD_LAST | class::INSIDE) == 0
}

/// Returns the folded initials of a name of three capitalised words or more: `kdp` of `Kurdistan Democratic Party`; or of two
/// that an ampersand joins: `h&b` of `Halden & Brandt`.
pub(super) fn initials(text: &Text<'_>, words: &Range<usize>) -> Option<String> {
    let mut letters = String::new();
    let mut joined = false;
    for index in words.clone().filter(|&index| text.words[index].shape != Shape::Lower) {
        if index > words.start && text.gap(index - 1) == Gap::Ampersand {
            joined = true;
            letters.push('&');
        }
        letters.extend(text.term(index).chars().next());
    }
    (joined || letters.len() > 2).then_some(letters)
}

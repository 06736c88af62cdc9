//! Names of organizations by their form: words that end or begin them, acronyms, and the signs around an unknown one.

use super::lists::class;
use super::words::{Gap, Shape, Text};
use std::ops::Range;

/// Offices of a state: the people before them are not part of the name (`Chinese Foreign Ministry`).
const OF_STATE: &[&str] = &[
    "ministry",
    "parliament",
    "army",
    "navy",
    "embassy",
    "cabinet",
    "police",
    "treasury",
    "senate",
    "congress",
    "house",
];

/// Returns the organization that begins within a run at a word, by the words that end or begin its name.
pub(super) fn by_head_word(text: &Text<'_>, start: usize, limit: usize) -> Option<Range<usize>> {
    let mut head = None;
    for index in start..limit {
        let classes = text.classes(index);
        if text.words[index].shape == Shape::Lower {
            if text.term(index) == "and" {
                continue;
            }
            break;
        }
        let begins = classes & class::HEAD_FIRST != 0 && begins_name(text, index);
        let loud = text.words[index].shape == Shape::Capitals && text.raw(index).len() > 3;
        let ends =
            classes & class::HEAD_LAST != 0 && !loud && index > start && is_supported(text, start, index, classes);
        if begins || ends {
            head = Some(index);
        }
        let may_pass = class::BESIDE | class::INSIDE | class::HEAD_LAST | class::HEAD_FIRST | class::ORGANIZATION;
        if classes & (class::TITLE | class::COMMON) != 0
            && classes & may_pass == 0
            && !begins_longer(text, index, limit)
        {
            break;
        }
    }
    let head = head?;
    let mut first = start;
    let adjective = text.is(first, class::PEOPLE) || matches!(text.term(first), "republican" | "democratic");
    if adjective && head > first && OF_STATE.contains(&text.term(head)) {
        first += 1;
    }
    let end = extended(text, head);
    if text.is(first, class::COMMON) && !text.is(first, class::BESIDE | class::INSIDE) && end - first < 3 {
        return None;
    }
    Some(first..end)
}

/// Says whether an ordinary word begins a longer phrase the lists know (`White House`).
fn begins_longer(text: &Text<'_>, index: usize, limit: usize) -> bool {
    text.phrase(index, limit).is_some_and(|(_, classes)| classes & (class::ORGANIZATION | class::PLACE) != 0)
}

/// Says whether a head word stands before `of` and a capitalised word.
fn begins_name(text: &Text<'_>, index: usize) -> bool {
    let link = index + 1;
    if link + 1 >= text.words.len() || text.gap(index) != Gap::Space {
        return false;
    }
    let links = match text.term(link) {
        "of" => true,
        "for" => text.term(index) != "court",
        "on" => !matches!(text.term(index), "army" | "house" | "bank" | "company" | "party"),
        _ => false,
    };
    let target = if text.term(link + 1) == "the" { link + 2 } else { link + 1 };
    let people = matches!(
        text.term(index),
        "friends" | "doctors" | "citizens" | "americans" | "workers" | "students" | "teachers"
    );
    links && text.is_capital(target) && !(people && text.term(link) != "for") && !text.is(target, class::COMMON)
        || links && text.is(target, class::INSIDE) && text.is_capital(target)
}

/// Says whether the words before a head word let it end a name.
fn is_supported(text: &Text<'_>, start: usize, head: usize, classes: u32) -> bool {
    if matches!(text.gap(head - 1), Gap::Stop | Gap::Comma) {
        return false;
    }
    if classes & class::HEAD_WEAK == 0 {
        let before = text.classes(head - 1);
        return before & class::COMMON == 0 || before & (class::BESIDE | class::INSIDE) != 0 || head > start + 1;
    }
    let proper = |index: usize| {
        let classes = text.classes(index);
        classes & (class::FIRST | class::PLACE | class::PEOPLE | class::TITLE | class::COMMON | class::SURNAME) == 0
            || classes & (class::BESIDE | class::INSIDE) != 0
    };
    (start..head).any(proper) && !text.is(start, class::FIRST)
}

/// Returns the end of a name whose head word stands at `head`: `Department of Health and Human Services`.
fn extended(text: &Text<'_>, head: usize) -> usize {
    let mut end = head + 1;
    if !text.is(head, class::HEAD_FIRST) || !begins_name(text, head) {
        return end;
    }
    end = head + 2;
    if let Some((listed, class::ORGANIZATION)) = text.phrase(head, text.words.len()) {
        let goes_on = |index: &usize| text.is_capital(*index) && text.gap(index - 1) == Gap::Space;
        let last =
            (listed..text.words.len()).take_while(goes_on).filter(|&index| text.is(index, class::HEAD_LAST)).last();
        return last.map_or(listed, |last| last + 1);
    }
    loop {
        if text.words.get(end).is_some_and(|word| word.shape == Shape::Lower) && text.term(end) == "the" {
            end += 1;
        }
        let first = end;
        while end < text.words.len() && text.is_capital(end) {
            if end > first && text.is(end, class::TITLE) && !text.is(end, class::BESIDE | class::INSIDE) {
                break;
            }
            let closes = text.gap(end) != Gap::Space;
            end += 1;
            if closes {
                break;
            }
        }
        if end + 1 >= text.words.len() || text.gap(end - 1) != Gap::Space && !serial(text, end) {
            break;
        }
        let link = text.term(end);
        let next = end + 1;
        let inside = text.is_capital(next) && text.is(next, class::INSIDE);
        if serial(text, end) {
            continue;
        }
        match link {
            "and" if inside => end = next,
            "of" | "in"
                if text.is_capital(next)
                    && text.is(end - 1, class::INSIDE)
                    && text.is(next, class::PLACE | class::INSIDE) =>
            {
                end = next;
            }
            _ => break,
        }
    }
    while text.words[end - 1].shape == Shape::Lower {
        end -= 1;
    }
    end
}

/// Says whether a comma joins two ordinary words of a name: `Alcohol, Tobacco and Firearms`.
fn serial(text: &Text<'_>, index: usize) -> bool {
    text.gap_before(index) == Gap::Comma
        && text.is_capital(index)
        && text.is(index, class::INSIDE)
        && text.is(index - 1, class::INSIDE)
        && text.words.get(index + 1).is_some()
        && text.term(index + 1) == "and"
}

/// Says whether a single known word is the organization the lists know, in this case and place.
pub(super) fn is_known(text: &Text<'_>, index: usize, classes: u32) -> bool {
    if classes & class::ORGANIZATION == 0 {
        return false;
    }
    let word = &text.words[index];
    if classes & class::COMMON != 0 || (text.raw(index).len() <= 3 && text.term(index) != "fed") {
        return word.shape == Shape::Capitals && !(text.loud && classes & class::COMMON != 0);
    }
    let lower_next = text.words.get(index + 1).is_some_and(|next| next.shape == Shape::Lower);
    if text.term(index) == "house" {
        let next = if lower_next { text.term(index + 1) } else { "" };
        return !matches!(next, "prices" | "price" | "arrest" | "sales" | "building" | "of");
    }
    let ambiguous = matches!(text.term(index), "shell" | "labour" | "commons" | "treasury" | "intel" | "oracle");
    !(ambiguous && word.opens && lower_next && !text.is(index + 1, class::SPEECH))
}

/// Says whether the words around an unknown acronym show that it is an organization's.
pub(super) fn is_acronym_by_context(text: &Text<'_>, index: usize) -> bool {
    let raw = text.raw(index);
    let letters = raw.len() >= 2 && raw.len() <= 6 && raw.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'&');
    if !letters || text.is(index, class::COMMON | class::PLACE) || is_roman(raw) {
        return false;
    }
    let next = index + 1;
    let lower_next = text.words.get(next).is_some_and(|word| word.shape == Shape::Lower);
    match text.gap(index) {
        Gap::Possessive => true,
        Gap::Space if lower_next => {
            text.is(next, class::SPEECH | class::TITLE)
                || matches!(text.term(next), "party" | "group" | "union" | "agency" | "shares")
        }
        _ => false,
    }
}

fn is_roman(raw: &str) -> bool {
    raw.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X'))
}

/// Says whether the words around an unknown name show that it is a company's or a group's.
pub(super) fn is_company_by_context(text: &Text<'_>, name: &Range<usize>) -> bool {
    if name.len() > 3 || name.clone().any(|index| text.is(index, class::COMMON | class::PLACE | class::PEOPLE)) {
        return false;
    }
    let next = name.end;
    let lower = |index: usize| text.words.get(index).is_some_and(|word| word.shape == Shape::Lower);
    let after = lower(next) && matches!(text.gap(next - 1), Gap::Space | Gap::Possessive);
    let company_after = after
        && matches!(
            text.term(next),
            "shares"
                | "stock"
                | "shareholders"
                | "stockholders"
                | "subsidiary"
                | "acquisition"
                | "takeover"
                | "brand"
                | "management"
                | "unit"
        );
    let before = |back: usize| name.start.checked_sub(back).filter(|&index| lower(index)).map(|index| text.term(index));
    let of = matches!(before(1), Some("of" | "in" | "at"))
        && matches!(
            before(2),
            Some(
                "shares"
                    | "stake"
                    | "shareholders"
                    | "subsidiary"
                    | "unit"
                    | "owner"
                    | "takeover"
                    | "acquisition"
                    | "executive"
            )
        );
    company_after || of
}

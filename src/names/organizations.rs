//! Names of organizations by their form: words that end or begin them, ampersands, and the signs around an unknown one.

use super::lists::class;
use super::words::{Gap, LONGEST_RUN, Shape, Text};
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

/// What a company or a group is called before its name: `the brokerage Halden Rowe`, `members of the union UPU`.
const GROUP_NOUNS: &[&str] = &[
    "agency",
    "airline",
    "alliance",
    "automaker",
    "bank",
    "brewer",
    "broadcaster",
    "brokerage",
    "builder",
    "carmaker",
    "carrier",
    "charity",
    "chipmaker",
    "company",
    "conglomerate",
    "consultancy",
    "drugmaker",
    "federation",
    "firm",
    "group",
    "insurer",
    "lender",
    "maker",
    "manufacturer",
    "militia",
    "miner",
    "movement",
    "organisation",
    "organization",
    "party",
    "planemaker",
    "regulator",
    "retailer",
    "shipbuilder",
    "start-up",
    "startup",
    "steelmaker",
    "supplier",
    "union",
    "utility",
    "watchdog",
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
            && text.gap(index) != Gap::Plural
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
    let name = first..end;
    (!is_portfolio(text, &name, limit) && !is_general_pair(text, &name)).then_some(name)
}

/// Says whether words are what a minister is minister of: the first three of `Energy and Food Supply Minister`.
fn is_portfolio(text: &Text<'_>, name: &Range<usize>, limit: usize) -> bool {
    let field = |index: usize| text.is(index, class::INSIDE | class::BESIDE) || text.term(index) == "and";
    let Some(office) = (name.end..limit).find(|&index| !field(index)) else { return false };
    let held = matches!(text.term(office), "minister" | "ministers" | "secretary" | "commissioner" | "adviser");
    held && name.clone().all(field)
}

/// Says whether words are two general ones joined by `and` or an ampersand: `Oil & Gas`.
fn is_general_pair(text: &Text<'_>, name: &Range<usize>) -> bool {
    let last = name.end - 1;
    let joined = match name.len() {
        2 => text.gap(name.start) == Gap::Ampersand,
        3 => text.term(name.start + 1) == "and",
        _ => false,
    };
    let general = |index: usize| text.is(index, class::INSIDE | class::BESIDE | class::HEAD_WEAK);
    joined && text.is(last, class::HEAD_WEAK) && general(name.start) && general(last)
}

/// Returns the organization whose name begins at a word and is joined by an ampersand: `Halden & Rowe`.
pub(super) fn by_ampersand(text: &Text<'_>, start: usize, limit: usize) -> Option<Range<usize>> {
    const LONGEST_BEFORE: usize = 3;
    let not_named = class::TITLE | class::COMMON | class::PEOPLE | class::MISC;
    let may_stand = |index: usize| {
        text.words[index].shape == Shape::Capital
            && (!text.is(index, not_named) || text.is(index, class::BESIDE | class::SURNAME | class::FIRST))
    };
    let joint = (start..limit.min(start + LONGEST_BEFORE))
        .take_while(|&index| may_stand(index) && matches!(text.gap(index), Gap::Space | Gap::Ampersand))
        .find(|&index| text.gap(index) == Gap::Ampersand)?;
    let mut end = joint + 1;
    while end < limit && text.gap(end - 1) == Gap::Ampersand && may_stand(end) {
        end += 1;
    }
    let ordinary = class::PLACE | class::PEOPLE | class::COMMON | class::INSIDE | class::BESIDE | class::HEAD_LAST;
    let named = (start..end).any(|index| !text.is(index, ordinary));
    let couple = text.is(joint, class::FIRST) && text.is(joint + 1, class::FIRST);
    (end > joint + 1 && named && !couple).then_some(start..end)
}

/// Says whether the word before says that a company's or a group's name follows.
pub(super) fn follows_group_noun(text: &Text<'_>, start: usize) -> bool {
    text.gap_before(start) == Gap::Space
        && text.words[start - 1].shape == Shape::Lower
        && GROUP_NOUNS.contains(&text.term(start - 1))
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
    let limit = text.words.len().min(head + LONGEST_RUN);
    if let Some((listed, class::ORGANIZATION)) = text.phrase(head, text.words.len()) {
        let goes_on = |index: &usize| text.is_capital(*index) && text.gap(index - 1) == Gap::Space;
        let last = (listed..limit).take_while(goes_on).filter(|&index| text.is(index, class::HEAD_LAST)).last();
        return last.map_or(listed, |last| last + 1);
    }
    loop {
        if text.words.get(end).is_some_and(|word| word.shape == Shape::Lower) && text.term(end) == "the" {
            end += 1;
        }
        let first = end;
        while end < limit && text.is_capital(end) {
            if end > first && text.is(end, class::TITLE) && !text.is(end, class::BESIDE | class::INSIDE) {
                break;
            }
            let closes = text.gap(end) != Gap::Space;
            end += 1;
            if closes {
                break;
            }
        }
        if end + 1 >= limit || text.gap(end - 1) != Gap::Space && !serial(text, end) {
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

/// Says whether a word is a name that ends in a possessive: `Moody's`.
pub(super) fn is_owner_name(text: &Text<'_>, index: usize) -> bool {
    text.is(index, class::OWNER) && text.gap(index) == Gap::Possessive
}

/// Says whether the words around an unknown name show that it is a company's or a group's.
pub(super) fn is_company_by_context(text: &Text<'_>, name: &Range<usize>) -> bool {
    let foreign = class::COMMON | class::PLACE | class::PEOPLE;
    let general = class::HEAD_LAST | class::MISC | class::INSIDE | class::BESIDE | class::TITLE;
    let named = name.clone().any(|index| !text.is(index, general));
    let thing = text.is(name.end - 1, class::MISC) && !text.is(name.end - 1, class::HEAD_LAST);
    if name.len() > 3 || !named || thing || name.clone().any(|index| text.is(index, foreign)) {
        return false;
    }
    if follows_group_noun(text, name.start) && !text.is(name.start, class::FIRST) {
        return true;
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
    let owned = match before(1) {
        Some("of") => matches!(
            before(2),
            Some("shares" | "stake" | "shareholders" | "subsidiary" | "unit" | "owner" | "takeover" | "acquisition")
        ),
        Some("in") => matches!(before(2), Some("shares" | "stake" | "shareholders")),
        Some("at") => matches!(before(2), Some("executive")),
        _ => false,
    };
    company_after || owned
}

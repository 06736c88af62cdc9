//! The rules beside the model: what it takes for a name and cannot be one, where a name begins and ends, and signs that are
//! surer than any weight.
//!
//! Pure functions over the words of a field. They set the model right; they do not find names where it finds none, but for
//! what the lists know.

use super::evidence::{Evidence, sign};
use super::hash;
use super::key::{is_generation, is_royal};
use super::lists::class;
use super::organizations::is_known;
use super::persons::{is_before_place_or_date, is_east_asian};
use super::tag::Tag;
use super::tagger::Tagged;
use super::words::{Gap, Shape, Style, Text};
use crate::story::is_calendar_word;
use std::ops::Range;

/// Returns the words of a name without what does not belong to it: a nationality, a party or a title before a person.
pub(super) fn adjusted(text: &Text<'_>, one: &Tagged, evidence: &Evidence) -> Range<usize> {
    let mut words = one.words.clone();
    match one.tag {
        Tag::Person => {
            let named = class::FIRST | class::SURNAME | class::EAST_ASIAN;
            let foreign = |index: usize| {
                text.is(index, class::PEOPLE | class::TITLE | class::COMMON)
                    && !text.is(index, named | class::AMBIGUOUS)
            };
            while words.len() > 1 && (foreign(words.start) || is_opener(text, &words, evidence)) {
                words.start += 1;
            }
            if text.style(words.start) != Style::Sentence {
                // Here a capital says nothing: what the story has in lower case is no name.
                let ordinary = |index: usize| evidence.is_lower(text.hash(index)) || foreign(index);
                while words.len() > 1 && ordinary(words.end - 1) {
                    words.end -= 1;
                }
                if let Some(last) =
                    words.clone().rev().find(|&index| ordinary(index) && text.words[index].shape != Shape::Lower)
                {
                    words.start = last + 1;
                }
            }
            while words.len() > 1 && foreign(words.end - 1) && text.is(words.end - 1, class::COMMON) {
                words.end -= 1;
            }
        }
        Tag::Organization => {
            // The place that owns it is not part of its name: `Chile's Finance Ministry`.
            if words.len() > 1 && text.gap(words.start) == Gap::Possessive && text.is(words.start, class::PLACE) {
                words.start += 1;
            }
            while words.len() > 1 && text.words[words.end - 1].shape == Shape::Lower {
                words.end -= 1;
            }
        }
        Tag::Place | Tag::Other => {}
    }
    if one.tag == Tag::Person && !words.is_empty() {
        while words.start > 0 && (is_particle_before(text, words.start) || is_initial_before(text, words.start)) {
            words.start -= 1;
        }
    }
    let generation = one.tag == Tag::Person
        && !words.is_empty()
        && words.end < text.words.len()
        && matches!(text.gap(words.end - 1), Gap::Space | Gap::Comma)
        && is_generation(text.term(words.end));
    if generation {
        words.end += 1;
    }
    words
}

/// Says whether words are surely a name with the surname first: three syllables (`Kim Hak Su`), or two that are both known and
/// nothing else (`Pan Wei`).
pub(super) fn is_surname_first(text: &Text<'_>, words: &Range<usize>) -> bool {
    let other = class::COMMON | class::PLACE | class::AMBIGUOUS;
    let both = |index: usize| text.is(index, class::EAST_ASIAN) && !text.is(index, other);
    (words.len() == 3 || words.len() == 2 && words.clone().all(both))
        && text.style(words.start) == Style::Sentence
        && text.phrase(words.start, words.end).is_none_or(|(_, classes)| classes & class::PLACE == 0)
        && is_east_asian(text, words)
}

/// Says whether an initial stands before a word: `Q. Todd Harmon`.
fn is_initial_before(text: &Text<'_>, at: usize) -> bool {
    let initial = at - 1;
    text.raw(initial).len() == 1 && text.is_capital(initial) && text.gap(initial) == Gap::Stop
}

/// Returns what was read as one name as the two it is: `Ministry of Health and the Quarry Workers Union`.
pub(super) fn apart(text: &Text<'_>, one: &Tagged) -> Option<[Tagged; 2]> {
    if one.tag != Tag::Organization || one.words.len() < 4 {
        return None;
    }
    let ends = |part: &Range<usize>| !part.is_empty() && text.is(part.end - 1, class::HEAD_LAST);
    let part = |words: Range<usize>| Tagged { words, ..one.clone() };
    let link = one.words.clone().find(|&index| text.term(index) == "and" && index + 2 < one.words.end)?;
    let (first, second) = (one.words.start..link, link + 2..one.words.end);
    let both = text.term(link + 1) == "the" && !first.is_empty() && ends(&second);
    both.then(|| [part(first), part(second)])
}

/// Says whether a particle in lower case stands before a word of a name: `de la Torrente`. Some are English words as well.
fn is_particle_before(text: &Text<'_>, at: usize) -> bool {
    let particle = at - 1;
    (text.words[particle].shape == Shape::Lower || text.words[particle].opens)
        && text.is(particle, class::PARTICLE)
        && text.gap(particle) == Gap::Space
        && !matches!(text.term(particle), "ten" | "bar" | "den" | "wa" | "das")
}

/// Says whether the first of two words only begins the sentence: no first name, and the second stands elsewhere right after
/// a title: `Athough Brandt`, where the story has `President Brandt`.
fn is_opener(text: &Text<'_>, words: &Range<usize>, evidence: &Evidence) -> bool {
    let first = words.start;
    let known =
        evidence.number(text.hash(words.end - 1)).map(|number| evidence.known(number).signs).unwrap_or_default();
    words.len() == 2
        && text.words[first].opens
        && !text.is(first, class::FIRST | class::SURNAME | class::EAST_ASIAN)
        && text.gap(first) == Gap::Space
        && text.raw(first).len() > 2
        && known & sign::TITLE_BEFORE != 0
        && known & sign::MR_BEFORE == 0
}

/// Says whether what the model took for a person can be one: no single letter, no word of the calendar, no people.
pub(super) fn is_person_after_all(text: &Text<'_>, words: &Range<usize>) -> bool {
    let ordinary = class::PEOPLE | class::TITLE | class::COMMON | class::PLACE;
    if words.clone().any(|index| text.parts_are(index, ordinary)) {
        return false;
    }
    if words.len() > 1 {
        let initial = text.raw(words.start).len() == 1 && text.gap(words.start) != Gap::Stop;
        let named = |index: usize| !text.is(index, class::COMMON | class::TITLE) || text.is(index, class::FIRST);
        if initial && !words.clone().skip(1).any(named) {
            return false;
        }
        // `Portugal y España`.
        let place = |index: usize| text.words[index].shape == Shape::Lower || text.is(index, class::PLACE);
        let person = class::FIRST | class::SURNAME | class::AMBIGUOUS;
        if words.clone().all(place) && !words.clone().any(|index| text.is(index, person)) {
            return false;
        }
        let listed = text.phrase(words.start, words.end).filter(|(end, _)| *end == words.end);
        return listed.is_none_or(|(_, classes)| classes & (class::PLACE | class::PEOPLE | class::TITLE) == 0);
    }
    let index = words.start;
    let calendar = is_calendar_word(text.term(index)) && !text.is(index, class::AMBIGUOUS);
    if calendar && title_before(text, index).is_none() {
        return false;
    }
    let dated = text.is(index, class::COMMON | class::AMBIGUOUS) && !text.words[index].opens;
    if dated && text.gap(index - 1) == Gap::Space && is_before_place_or_date(text.term(index - 1)) {
        return false;
    }
    if text.words[index].opens && text.is(index, class::AMBIGUOUS) && !is_name_here(text, index, text.classes(index)) {
        return false;
    }
    let never = class::PEOPLE | class::TITLE | class::COMMON;
    let ever = class::FIRST | class::SURNAME | class::EAST_ASIAN | class::AMBIGUOUS;
    text.raw(index).chars().filter(|letter| letter.is_alphabetic()).count() > 1
        && (!text.is(index, never) || text.is(index, ever))
}

/// Says whether what the model took for an organization can be one: no single letter as tables have them, no people, not
/// only general words (`Oil & Gas`).
pub(super) fn is_organization_after_all(text: &Text<'_>, words: &Range<usize>, evidence: &Evidence) -> bool {
    let letter = words.len() == 1 && text.raw(words.start).chars().filter(|letter| letter.is_alphabetic()).count() < 2;
    let joined = text.joins(words);
    // What there are several of is a thing: `ICBMs`, `CEOs`.
    let plural = || evidence.number(hash::bytes(format!("{}s", text.term(words.start)).as_bytes()) as u32).is_some();
    let plural = words.len() == 1 && text.words[words.start].shape == Shape::Capitals && plural();
    let general = |index: usize| text.is(index, class::INSIDE | class::BESIDE | class::HEAD_WEAK);
    let named = class::ORGANIZATION | class::COMPANY | class::BODY | class::PARTY | class::MEDIA | class::CLUB;
    // `Bank shares rose` begins with no name.
    let kind = words.len() == 1 && text.is(words.start, class::HEAD_LAST) && !text.is(words.start, named);
    !(letter || plural || kind || text.are_people(words) || joined && words.clone().all(general))
}

/// Returns the end of a name with the partners after it: `Henry Lorimer and Co`, `Lorimer and Sons`.
pub(super) fn partners_end(text: &Text<'_>, words: &Range<usize>) -> Option<usize> {
    let (link, partners) = (words.end, words.end + 1);
    let joined = partners < text.words.len()
        && text.gap(words.end - 1) == Gap::Space
        && text.gap(link) == Gap::Space
        && text.term(link) == "and"
        && text.is_capital(partners)
        && matches!(text.term(partners), "co" | "sons" | "company" | "brothers" | "associates" | "partners");
    joined.then_some(partners + 1)
}

/// Says whether a form of address that tells the sex stands before a word: no organization is addressed so.
pub(super) fn is_addressed_by_sex(text: &Text<'_>, at: usize) -> bool {
    let sexed = class::TITLE_MALE | class::TITLE_FEMALE;
    title_before(text, at).is_some_and(|title| title & sexed != 0) && text.is_capital(at - 1) && text.is_capital(at)
}

/// Returns the words of an organization the lists know, where one begins.
pub(super) fn known_organization(text: &Text<'_>, words: &Range<usize>) -> Option<Range<usize>> {
    let at = words.start;
    let phrase = text.phrase(at, text.words.len());
    if let Some((end, classes)) = phrase.filter(|(_, classes)| classes & !class::TITLE != 0) {
        return (classes & class::ORGANIZATION != 0 && text.is_capital(end - 1) && end >= words.end).then_some(at..end);
    }
    if is_addressed_by_sex(text, at) {
        return None;
    }
    if words.len() > 1 || text.is(at + 1, class::MISC) && text.is_capital(at + 1) && text.gap(at) == Gap::Space {
        return None;
    }
    is_known(text, at, text.classes(at)).then_some(at..at + 1)
}

/// Returns where the name of a pope or a king begins whose title stands right before it: `Pope Anselm`, `King Ludomir II`.
pub(super) fn royal_start(text: &Text<'_>, words: &Range<usize>) -> Option<usize> {
    let before = words.start.checked_sub(1)?;
    let royal = is_royal(text.term(before)) && text.is_capital(before) && text.gap(before) == Gap::Space;
    let number = |index: usize| text.raw(index).bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X'));
    (royal && (words.start + 1..words.end).all(number)).then_some(before)
}

/// Says whether an organization is the agency in a dateline: `(Reuters)`, `(AFP) -`.
pub(super) fn is_in_dateline(text: &Text<'_>, words: &Range<usize>) -> bool {
    let Some(rest) = text.between(words.end - 1).strip_prefix(')') else { return false };
    let dashed = rest.trim_start().starts_with(['-', '–', '—']);
    text.gap_before(words.start) == Gap::Opens && (dashed || text.term(words.start) == "reuters")
}

/// Returns the classes of the title right before a word: `spokeswoman Hua Chunying`, `President Trump`.
pub(super) fn title_before(text: &Text<'_>, at: usize) -> Option<u32> {
    let before = at.checked_sub(1)?;
    let abbreviated = text.gap(before) == Gap::Stop && text.is_abbreviation(before);
    if text.gap(before) != Gap::Space && !abbreviated {
        return None;
    }
    let classes = text.classes(before);
    (classes & class::TITLE != 0).then_some(classes)
}

/// Says whether a code of the stock exchange stands after a name, which no person has: `Halden Brandt <HBR>`.
pub(super) fn has_code(text: &Text<'_>, words: &Range<usize>) -> bool {
    words.len() > 1
        && words.end < text.words.len()
        && text.between(words.end - 1).trim() == "<"
        && text.words[words.end].shape == Shape::Capitals
}

/// Says whether the last word of a run that nobody has read says that it is an organization: `Quarry Workers Union`.
pub(super) fn is_by_head(text: &Text<'_>, run: &Range<usize>) -> bool {
    let last = run.end - 1;
    let own = |index: usize| {
        !text.is(index, class::COMMON | class::TITLE | class::PEOPLE | class::PLACE | class::FIRST)
            || text.is(index, class::INSIDE | class::BESIDE)
    };
    (2..=6).contains(&run.len())
        && text.style(run.start) == Style::Sentence
        && text.is(last, class::HEAD_LAST)
        && !text.is(last, class::HEAD_WEAK | class::MISC | class::THING | class::TITLE | class::PLACE)
        && !text.words[run.start].opens
        && run.clone().all(|index| index == last || own(index))
}

/// Says whether a title with a capital stands before a lone word, which then is a name: `Mr Brandt`, `Minister Subandrio`.
pub(super) fn is_addressed(text: &Text<'_>, at: usize) -> bool {
    let general = class::COMMON
        | class::PLACE
        | class::PEOPLE
        | class::TITLE
        | class::HEAD_LAST
        | class::HEAD_FIRST
        | class::ORGANIZATION
        | class::BESIDE
        | class::MISC;
    title_before(text, at).is_some()
        && text.style(at) == Style::Sentence
        && text.is_capital(at - 1)
        && text.words[at].shape == Shape::Capital
        && text.raw(at).len() > 2
        && (!text.is(at, general) || text.is(at, class::SURNAME))
}

/// Says whether a form of a person's name stands by itself and is not part of a longer name or an ordinary word.
pub(super) fn is_free(text: &Text<'_>, run: &Range<usize>, start: usize, end: usize) -> bool {
    if end - start > 1 {
        return true;
    }
    let classes = text.classes(start);
    if text.style(start) != Style::Sentence {
        let signed = text.gap(start) == Gap::Possessive || text.is(start + 1, class::SPEECH);
        return classes & (class::AMBIGUOUS | class::PLACE | class::COMMON) == 0 || signed;
    }
    let apart = class::COMMON | class::TITLE | class::PEOPLE | class::SPEECH;
    if end < run.end && text.gap(end - 1) != Gap::Stop {
        let next = text.classes(end);
        if next & apart == 0 || next & (class::MISC | class::HEAD_LAST) != 0 {
            return false;
        }
    }
    if start > run.start {
        let before = text.classes(start - 1);
        let opener = text.words[start - 1].opens && before & (class::FIRST | class::HEAD_LAST) == 0 && before != 0;
        if before & (class::COMMON | class::TITLE | class::PEOPLE | class::ORGANIZATION) == 0 && !opener {
            return false;
        }
    }
    if classes & (class::AMBIGUOUS | class::PLACE | class::COMMON) == 0 {
        return true;
    }
    is_name_here(text, start, classes)
}

/// Says whether a surname that is an ordinary word or a place too is a surname here.
fn is_name_here(text: &Text<'_>, at: usize, classes: u32) -> bool {
    if title_before(text, at).is_some() || text.gap(at) == Gap::Possessive || text.is(at + 1, class::SPEECH) {
        return true;
    }
    if at > 0 && classes & (class::PLACE | class::COMMON) != 0 {
        let before = text.term(at - 1);
        let place = is_before_place_or_date(before);
        let dated =
            text.words.get(at + 1).is_some_and(|_| text.raw(at + 1).starts_with(|first: char| first.is_ascii_digit()));
        if place || dated {
            return false;
        }
    }
    let verb_follows = |term: &str| matches!(term, "has" | "had" | "is" | "was" | "will" | "would" | "did" | "also");
    !text.words[at].opens || text.words.get(at + 1).is_some_and(|_| verb_follows(text.term(at + 1)))
}

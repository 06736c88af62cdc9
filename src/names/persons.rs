//! Names of people by their form: a title or a first name before, an East Asian surname first, a surname last, and
//! the signs around an unknown name (`said X Y`, `X Y, 45,`).

use super::key::is_generation;
use super::lists::class;
use super::words::{Gap, Shape, Text};
use std::ops::Range;

/// The most words of one name, particles aside.
const LONGEST_NAME: usize = 4;

/// Classes that let an otherwise ordinary word be a surname.
const SURNAME_AFTER_ALL: u32 = class::SURNAME | class::AMBIGUOUS | class::FIRST;

/// Returns the end of the name of a person that begins at a word, given what stands before it: a full name, of two words
/// at least.
pub(super) fn full_name(text: &Text<'_>, start: usize, limit: usize, titled: bool) -> Option<usize> {
    let end = name_end(text, start, limit)?;
    if is_initial(text, start)
        && end - start == 2
        && text.is(end - 1, class::PLACE)
        && !text.is(end - 1, class::SURNAME)
    {
        return None;
    }
    if end - start < 2 || name_words(text, &(start..end)) < 2 {
        return None;
    }
    let first = text.classes(start);
    let proven = titled
        || is_initial(text, start)
        || is_east_asian(text, &(start..end))
        || (first & class::FIRST != 0 && !is_place_or_word(text, start, end));
    let surnamed =
        first & (class::COMMON | class::BESIDE | class::PLACE | class::PEOPLE | class::MISC | class::HEAD_FIRST) == 0
            && end - start == 2
            && text.raw(start).bytes().all(|byte| byte.is_ascii_alphabetic())
            && text.words[start].shape == Shape::Capital
            && text.is(end - 1, class::SURNAME)
            && !text.words[start].opens;
    // `Walden D. Haskell`: nothing but a person's name has an initial inside.
    let other = class::COMMON | class::BESIDE | class::PLACE | class::PEOPLE | class::HEAD_LAST | class::MISC;
    let initialled = end - start > 2 && first & other == 0 && is_initial(text, start + 1);
    (proven || surnamed || initialled).then_some(end)
}

/// Says whether a first name that is a place or an ordinary word too is one here: `Georgia Power`, `Jordan Times`.
fn is_place_or_word(text: &Text<'_>, start: usize, end: usize) -> bool {
    let first = text.classes(start);
    if first & (class::PLACE | class::COMMON | class::PEOPLE) == 0 {
        return false;
    }
    let dated = start > 0 && text.gap(start - 1) == Gap::Space && is_before_place_or_date(text.term(start - 1));
    let next = text.classes(start + 1);
    dated
        || next & (class::PLACE | class::TITLE | class::BESIDE | class::COMMON) != 0 && next & SURNAME_AFTER_ALL == 0
        || name_words(text, &(start..end)) > 3
}

/// Says whether a folded word stands before places and dates rather than people.
pub(super) fn is_before_place_or_date(term: &str) -> bool {
    matches!(
        term,
        "in" | "at"
            | "from"
            | "to"
            | "on"
            | "since"
            | "last"
            | "until"
            | "through"
            | "by"
            | "of"
            | "early"
            | "late"
            | "near"
    )
}

/// Returns where a name that begins at a word ends, whether or not it is one; `None` where its words are an
/// organization's or a thing's.
pub(super) fn name_end(text: &Text<'_>, start: usize, limit: usize) -> Option<usize> {
    let mut end = start;
    let mut words = 0;
    while end < limit {
        if end > start && text.gap(end - 1) == Gap::Ampersand {
            return None;
        }
        let classes = text.classes(end);
        if text.words[end].shape == Shape::Lower {
            if !text.is(end, class::PARTICLE) {
                break;
            }
            end += 1;
            continue;
        }
        if is_generation(text.term(end)) && end > start {
            end += 1;
            break;
        }
        let given = words == 2 && text.words[end].shape == Shape::Capital && is_east_asian(text, &(start..end + 1));
        if words == LONGEST_NAME || (end > start && !given && stops(text, end, limit, classes)) {
            break;
        }
        if end > start && belongs_to_thing(classes) {
            return None;
        }
        words += 1;
        end += 1;
    }
    while end > start && text.words[end - 1].shape == Shape::Lower {
        end -= 1;
    }
    if end > start && text.raw(end - 1).len() == 1 && !is_generation(text.term(end - 1)) && end - start < 3 {
        return None;
    }
    (end > start).then_some(end)
}

fn stops(text: &Text<'_>, index: usize, limit: usize, classes: u32) -> bool {
    let named = classes & (SURNAME_AFTER_ALL | class::EAST_ASIAN) != 0;
    let ordinary = classes & (class::COMMON | class::PEOPLE | class::TITLE) != 0 && !named;
    let known = text.phrase(index, limit).is_some_and(|(_, found)| found & (class::ORGANIZATION | class::PEOPLE) != 0);
    ordinary || known || (classes & class::ORGANIZATION != 0 && !named)
}

/// Says whether a word's classes make a run that holds it an organization or a thing.
pub(super) fn belongs_to_thing(classes: u32) -> bool {
    classes & (class::HEAD_LAST | class::MISC) != 0 && classes & (SURNAME_AFTER_ALL | class::EAST_ASIAN) == 0
}

/// Returns how many words of a name are neither particles nor initials nor `Jr.`.
fn name_words(text: &Text<'_>, name: &Range<usize>) -> usize {
    let counts = |&index: &usize| text.words[index].shape != Shape::Lower && !is_generation(text.term(index));
    name.clone().filter(counts).count()
}

fn is_initial(text: &Text<'_>, index: usize) -> bool {
    let raw = text.raw(index);
    let single = raw.len() == 1 && raw != "I" && raw != "A" && text.gap(index) == Gap::Stop;
    let double =
        raw.contains('.') && raw.len() <= 6 && !text.is(index, class::PLACE | class::ORGANIZATION | class::COMMON);
    single || double
}

/// Says whether the words are a name with the surname first: `Kim Jong Un`, `Hua Chunying`.
pub(super) fn is_east_asian(text: &Text<'_>, name: &Range<usize>) -> bool {
    let count = name.len();
    if !(2..=3).contains(&count) || !text.is(name.start, class::EAST_ASIAN) {
        return false;
    }
    let foreign =
        class::BESIDE | class::COMMON | class::PLACE | class::PEOPLE | class::MISC | class::HEAD_LAST | class::TITLE;
    let given = |index: usize| {
        let known = text.is(index, class::EAST_ASIAN);
        let longest = if count == 3 { 6 } else { 10 };
        is_syllabic(text.term(index))
            && text.raw(index).len() <= longest
            && (known || count == 3 || !text.is(index, foreign | class::SURNAME))
    };
    let surname_is_word = text.is(name.start, class::COMMON | class::AMBIGUOUS | class::BESIDE);
    let mut rest = name.start + 1..name.end;
    let hyphenated = text.words[name.end - 1].shape == Shape::HalfCompound;
    let clear = !surname_is_word || hyphenated || count == 3;
    rest.clone().all(given) && (clear || rest.all(|index| text.is(index, class::EAST_ASIAN)))
}

/// Says whether a folded word could be one to three syllables of romanized Chinese, Korean or Vietnamese.
fn is_syllabic(word: &str) -> bool {
    fn syllables(rest: &[u8], left: u8) -> bool {
        if rest.is_empty() {
            return true;
        }
        if left == 0 {
            return false;
        }
        let vowel = |byte: &u8| matches!(byte, b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
        let onset = rest.iter().take_while(|byte| !vowel(byte)).count();
        let clusters: [&[u8]; 16] = [
            b"zh", b"ch", b"sh", b"th", b"ph", b"ng", b"tr", b"kw", b"hw", b"gw", b"ts", b"tz", b"kh", b"nh", b"hs",
            b"ngh",
        ];
        if onset > 1 && !clusters.contains(&&rest[..onset]) {
            return false;
        }
        let nucleus = rest[onset..].iter().take_while(|byte| vowel(byte)).count().min(4);
        if nucleus == 0 {
            return false;
        }
        let after = &rest[onset + nucleus..];
        let finals: [&[u8]; 11] = [b"", b"n", b"ng", b"m", b"k", b"p", b"t", b"l", b"h", b"nh", b"ch"];
        finals.iter().any(|end| after.starts_with(end) && syllables(&after[end.len()..], left - 1))
    }
    word.split('-').all(|part| part.is_ascii() && syllables(part.as_bytes(), 3))
}

/// What a title says of its bearer.
pub(super) fn is_female(classes: u32) -> Option<bool> {
    match (classes & (class::TITLE_FEMALE | class::FEMALE), classes & (class::TITLE_MALE | class::MALE)) {
        (0, 0) => None,
        (0, _) => Some(false),
        (_, 0) => Some(true),
        _ => None,
    }
}

/// Says whether the words around an unknown name of two or three words show that it is a person's.
pub(super) fn is_person_by_context(text: &Text<'_>, name: &Range<usize>) -> bool {
    if !(2..=3).contains(&name.len()) || name.clone().any(|index| is_foreign_to_person(text, index)) {
        return false;
    }
    let after = name.end;
    let lower_after = text.words.get(after).is_some_and(|word| word.shape == Shape::Lower);
    let speaks_after = lower_after && text.gap(after - 1) == Gap::Space && text.is(after, class::SPEECH);
    let speaks_before = name.start > 0
        && text.words[name.start - 1].shape == Shape::Lower
        && matches!(text.term(name.start - 1), "said" | "says" | "added")
        && text.gap(name.start - 1) == Gap::Space;
    let apposition = text.gap(after - 1) == Gap::Comma && lower_after && is_apposition(text, after);
    speaks_after || speaks_before || apposition
}

fn is_foreign_to_person(text: &Text<'_>, index: usize) -> bool {
    let classes = text.classes(index);
    let foreign = class::BESIDE
        | class::COMMON
        | class::PEOPLE
        | class::PLACE
        | class::HEAD_LAST
        | class::MISC
        | class::ORGANIZATION;
    text.words[index].shape == Shape::Capitals || (classes & foreign != 0 && classes & SURNAME_AFTER_ALL == 0)
}

/// Says whether what follows a comma describes a person: an age, `who`, or a role within five words.
fn is_apposition(text: &Text<'_>, start: usize) -> bool {
    let first = text.term(start);
    if first.len() <= 2 && first.bytes().all(|byte| byte.is_ascii_digit()) {
        return matches!(text.gap(start), Gap::Comma | Gap::Stop);
    }
    if matches!(first, "who" | "whose") {
        return true;
    }
    if text.is(start, class::TITLE) {
        let among = first == "chief" && text.words.get(start + 1).is_some() && text.term(start + 1) == "among";
        return !among;
    }
    if !matches!(first, "a" | "an" | "the" | "his" | "her" | "its") {
        return false;
    }
    for index in start..(start + 6).min(text.words.len()) {
        if text.words[index].shape == Shape::Lower && text.is(index, class::TITLE) {
            return true;
        }
        if text.gap(index) != Gap::Space {
            return false;
        }
    }
    false
}

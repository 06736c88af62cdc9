//! What the form of a name and the words before it say of a person: a surname that stands first, a title's sex, a word that
//! stands before places and dates.

use super::lists::class;
use super::words::{Shape, Text};
use std::ops::Range;

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
pub(super) fn is_syllabic(word: &str) -> bool {
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

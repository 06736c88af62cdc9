//! The story's own evidence: what all mentions of a word, taken together, say of it.
//!
//! A surname that stands alone was introduced somewhere with a title or a first name; a company's short form was once
//! followed by `Corp`. Every capitalised word is looked at once, and what stands around it is added to what is known of that word.

use super::acronyms::Expansion;
use super::lists::{WordHasher, WordMap, class};
use super::words::{Gap, Shape, Style, Text};
use std::collections::HashSet;
use std::hash::BuildHasherDefault;
use std::ops::Range;

/// Signs that stood beside some mention of a word.
pub(super) mod sign {
    pub(crate) const TITLE_BEFORE: u32 = 1;
    pub(crate) const MR_BEFORE: u32 = 1 << 1;
    pub(crate) const FIRST_NAME_BEFORE: u32 = 1 << 2;
    pub(crate) const LAST_OF_FIRST_NAME_RUN: u32 = 1 << 3;
    pub(crate) const IN_RUN_WITH_HEAD: u32 = 1 << 4;
    pub(crate) const IN_RUN_AFTER_HEAD: u32 = 1 << 5;
    pub(crate) const SPEAKS: u32 = 1 << 6;
    pub(crate) const SAID_BEFORE: u32 = 1 << 7;
    pub(crate) const ROLE_AFTER: u32 = 1 << 8;
    pub(crate) const AGE_AFTER: u32 = 1 << 9;
    pub(crate) const OWNS: u32 = 1 << 10;
    pub(crate) const AFTER_IN: u32 = 1 << 11;
    pub(crate) const AFTER_THE: u32 = 1 << 12;
    pub(crate) const PLACE_AFTER_COMMA: u32 = 1 << 13;
    pub(crate) const IN_LOWER_CASE: u32 = 1 << 14;
    pub(crate) const INSIDE_SENTENCE: u32 = 1 << 15;
    pub(crate) const COMPANY_NOUN_AFTER: u32 = 1 << 16;
    pub(crate) const GROUP_NOUN_BEFORE: u32 = 1 << 17;
    pub(crate) const ACRONYM: u32 = 1 << 18;
    pub(crate) const ALONE: u32 = 1 << 19;
    pub(crate) const IN_RUN: u32 = 1 << 20;
    pub(crate) const WHO_AFTER: u32 = 1 << 21;
    pub(crate) const AFTER_FROM_TO: u32 = 1 << 22;
    pub(crate) const PAIRED: u32 = 1 << 23;
    pub(crate) const CODE_AFTER: u32 = 1 << 24;
    pub(crate) const HONOURED_RUN: u32 = 1 << 25;
}

/// The most different neighbours of a word that are remembered on each side.
const NEIGHBOURS: usize = 4;

/// What is known of one word.
#[derive(Clone, Debug, Default)]
pub(super) struct Known {
    pub(super) signs: u32,
    pub(super) count: u32,
    pub(super) before: Seen,
    pub(super) after: Seen,
    /// The longest run it stands in: how long, at which place, and the classes of its first and last word.
    pub(super) run: Run,
    /// The last word of what it is the acronym of.
    pub(super) expansion: u32,
}

/// The first few different words seen on one side.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Seen {
    words: [u32; NEIGHBOURS],
    count: usize,
}

impl Seen {
    /// Returns the words.
    pub(super) fn words(&self) -> &[u32] {
        &self.words[..self.count]
    }

    fn note(&mut self, word: u32) {
        if self.count < NEIGHBOURS && !self.words().contains(&word) {
            self.words[self.count] = word;
            self.count += 1;
        }
    }
}

/// A run of capitalised words, seen from one of them.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Run {
    pub(super) length: u32,
    pub(super) place: u32,
    pub(super) first_classes: u32,
    pub(super) last_classes: u32,
}

/// What is known of the words of a story.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    known: WordMap<u32, u32>,
    entries: Vec<Known>,
    /// The words in lower case, where some sentence is not in sentence case and so says nothing by its capitals.
    lower: HashSet<u32, BuildHasherDefault<WordHasher>>,
}

impl Evidence {
    /// Reads a story. Text in capitals or title case says nothing by its capitals and is left out.
    pub(super) fn of(texts: &[Text<'_>; 2], expansions: &[Vec<Expansion>; 2]) -> Self {
        let mut evidence = Self::default();
        for text in texts {
            let mut at = 0;
            while at < text.words.len() {
                if !text.is_capital(at) || text.style(at) != Style::Sentence {
                    at += 1;
                    continue;
                }
                let run = text.run(at);
                evidence.read_run(text, &run);
                at = run.end;
            }
        }
        let plain = |text: &Text<'_>| (0..text.words.len()).all(|index| text.style(index) == Style::Sentence);
        if !texts.iter().all(plain) {
            for text in texts {
                let small = (0..text.words.len()).filter(|&index| text.words[index].shape == Shape::Lower);
                evidence.lower.extend(small.map(|index| text.hash(index)));
            }
        }
        if !evidence.entries.is_empty() {
            for (text, expansions) in texts.iter().zip(expansions) {
                evidence.read_lower(text);
                for expansion in expansions.iter().filter(|expansion| !expansion.thing) {
                    let last = text.hash(expansion.words.end - 1);
                    let entry = evidence.entry(text.hash(expansion.acronym));
                    entry.signs |= sign::ACRONYM;
                    entry.expansion = last;
                }
            }
        }
        evidence
    }

    /// Returns the number of a word's entry.
    pub(super) fn number(&self, word: u32) -> Option<u32> {
        self.known.get(&word).copied()
    }

    /// Returns what is known of a word by its number.
    pub(super) fn known(&self, number: u32) -> &Known {
        &self.entries[number as usize]
    }

    /// Says whether a word stands in lower case in the story; known only where some sentence is not in sentence case.
    pub(super) fn is_lower(&self, word: u32) -> bool {
        self.lower.contains(&word)
    }

    fn entry(&mut self, word: u32) -> &mut Known {
        let fresh = self.entries.len() as u32;
        let number = *self.known.entry(word).or_insert(fresh);
        if number == fresh {
            self.entries.push(Known::default());
        }
        &mut self.entries[number as usize]
    }

    /// Notes the capitalised words that stand in lower case elsewhere.
    fn read_lower(&mut self, text: &Text<'_>) {
        for (index, word) in text.words.iter().enumerate() {
            if word.shape == Shape::Lower
                && let Some(&number) = self.known.get(&text.hash(index))
            {
                self.entries[number as usize].signs |= sign::IN_LOWER_CASE;
            }
        }
    }

    fn read_run(&mut self, text: &Text<'_>, run: &Range<usize>) {
        let shared = signs_of_run(text, run);
        let (first_classes, last_classes) = (text.classes(run.start), text.classes(run.end - 1));
        let before = run.start.checked_sub(1).map_or(0, |index| text.hash(index));
        let after = if run.end < text.words.len() { text.hash(run.end) } else { 0 };
        for index in run.clone().filter(|&index| text.is_capital(index)) {
            let mut signs = shared.all;
            if index == run.start {
                signs |= shared.start;
            }
            if index + 1 == run.end {
                signs |= shared.end;
                if run.len() > 1 && first_classes & class::FIRST != 0 {
                    signs |= sign::LAST_OF_FIRST_NAME_RUN;
                }
            }
            if index > run.start {
                let previous = text.classes(index - 1);
                signs |= if previous & class::FIRST != 0 { sign::FIRST_NAME_BEFORE } else { 0 };
                signs |= title_signs(previous);
            }
            if text.gap(index) == Gap::Possessive {
                signs |= sign::OWNS;
            }
            if !text.words[index].opens {
                signs |= sign::INSIDE_SENTENCE;
            }
            let entry = self.entry(text.hash(index));
            entry.signs |= signs;
            entry.count += 1;
            if run.len() as u32 > entry.run.length {
                let (length, place) = (run.len() as u32, (index - run.start) as u32);
                entry.run = Run { length, place, first_classes, last_classes };
            }
            if index == run.start {
                entry.before.note(before);
            }
            if index + 1 == run.end {
                entry.after.note(after);
            }
        }
    }
}

/// What stands around a run: signs for its first word, its last word, and every word.
#[derive(Default)]
struct RunSigns {
    start: u32,
    end: u32,
    all: u32,
}

fn title_signs(classes: u32) -> u32 {
    match (classes & class::TITLE != 0, classes & (class::TITLE_MALE | class::TITLE_FEMALE) != 0) {
        (false, _) => 0,
        (true, false) => sign::TITLE_BEFORE,
        (true, true) => sign::TITLE_BEFORE | sign::MR_BEFORE,
    }
}

fn signs_of_run(text: &Text<'_>, run: &Range<usize>) -> RunSigns {
    let mut signs = RunSigns::default();
    if run.len() == 1 {
        signs.all |= sign::ALONE;
    } else {
        signs.all |= sign::IN_RUN;
    }
    for index in run.clone() {
        let classes = text.classes(index);
        if classes & class::HEAD_LAST != 0 && index + 1 == run.end && run.len() > 1 {
            signs.all |= sign::IN_RUN_WITH_HEAD;
        }
        if classes & class::HEAD_FIRST != 0 && index == run.start && run.len() > 1 {
            signs.all |= sign::IN_RUN_AFTER_HEAD;
        }
    }
    if run.start > 0 {
        let before = run.start - 1;
        let abbreviated = text.gap(before) == Gap::Stop && text.is_abbreviation(before);
        if text.gap(before) == Gap::Space || abbreviated {
            let titled = title_signs(text.classes(before));
            signs.start |= titled;
            if titled != 0 {
                signs.end |= sign::HONOURED_RUN;
            }
            let lower = text.words[before].shape == Shape::Lower;
            signs.start |= match text.term(before) {
                "in" | "at" | "near" | "outside" | "across" => sign::AFTER_IN,
                "from" | "to" | "toward" | "towards" | "via" => sign::AFTER_FROM_TO,
                "the" => sign::AFTER_THE,
                "said" | "says" | "added" if lower => sign::SAID_BEFORE,
                "and" | "or" | "between" | "with" | "against" => sign::PAIRED,
                _ => 0,
            };
            if lower && super::organizations::follows_group_noun(text, run.start) {
                signs.start |= sign::GROUP_NOUN_BEFORE;
            }
        }
    }
    signs.end |= after_run(text, run.end);
    signs
}

fn after_run(text: &Text<'_>, end: usize) -> u32 {
    let Some(next) = text.words.get(end) else { return 0 };
    let mut signs = 0;
    let lower = next.shape == Shape::Lower;
    match text.gap(end - 1) {
        Gap::Space | Gap::Possessive if lower => {
            if text.is(end, class::SPEECH) && text.gap(end - 1) == Gap::Space {
                signs |= sign::SPEAKS;
            }
            if matches!(text.term(end), "who" | "whose") {
                signs |= sign::WHO_AFTER;
            }
            let company = matches!(
                text.term(end),
                "shares"
                    | "stock"
                    | "shareholders"
                    | "subsidiary"
                    | "unit"
                    | "acquisition"
                    | "takeover"
                    | "brand"
                    | "stake"
                    | "customers"
                    | "employees"
                    | "spokesman"
                    | "spokeswoman"
                    | "executives"
            );
            if company {
                signs |= sign::COMPANY_NOUN_AFTER;
            }
        }
        Gap::Comma => {
            if matches!(text.term(end), "who" | "whose") {
                signs |= sign::WHO_AFTER;
            }
            let age = text.raw(end);
            if age.len() == 2 && age.bytes().all(|byte| byte.is_ascii_digit()) && text.gap(end) == Gap::Comma {
                signs |= sign::AGE_AFTER;
            }
            if text.is(end, class::PLACE) && text.is_capital(end) {
                signs |= sign::PLACE_AFTER_COMMA;
            }
            if lower && role_follows(text, end) {
                signs |= sign::ROLE_AFTER;
            }
        }
        Gap::Opens if next.shape == Shape::Capitals => signs |= sign::CODE_AFTER,
        Gap::Other if text.between(end - 1).contains('<') => signs |= sign::CODE_AFTER,
        _ => {}
    }
    signs
}

/// Says whether a role stands within a few words: `, a former chief of staff`.
fn role_follows(text: &Text<'_>, start: usize) -> bool {
    for index in start..(start + 5).min(text.words.len()) {
        if text.words[index].shape == Shape::Lower && text.is(index, class::TITLE) {
            return true;
        }
        if text.gap(index) != Gap::Space {
            return false;
        }
    }
    false
}

/// Returns a count as the features have it: exact where a word is rare, in steps where it is frequent.
pub(super) fn count_bucket(count: u32) -> u32 {
    match count {
        0..=3 => count,
        4..=6 => 4,
        7..=12 => 5,
        _ => 6,
    }
}

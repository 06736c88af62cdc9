//! What the model sees of a word: numbers that stand for the word, its form, its neighbours, the run it stands in, what the
//! lists say and what the rest of the story says.
//!
//! Owns: which words are candidates, the segments they are decoded in, and the features of each. The trainer and the
//! recognizer both read stories through here, so the weights mean the same to both.

use super::evidence::{Evidence, count_bucket};
use super::hash::{self, pair};
use super::key::is_generation;
use super::lists::class;
use super::words::{Gap, Style, Text};
use std::ops::Range;

/// What a feature is about. The numbers are part of the model: a change needs the model to be trained anew.
#[derive(Clone, Copy)]
enum About {
    Word = 1,
    Prefix,
    Suffix,
    Shape,
    Class,
    Classes,
    Cluster,
    Style,
    WordBefore,
    WordAfter,
    SecondBefore,
    SecondAfter,
    Around,
    GapBefore,
    GapAfter,
    ShapeBefore,
    ShapeAfter,
    ClassBefore,
    ClassAfter,
    ClassesBefore,
    ClassesAfter,
    Opens,
    RunLength,
    RunPlace,
    RunFirstClass,
    RunLastClass,
    RunBefore,
    RunAfter,
    RunBeforeClass,
    RunAfterClass,
    Phrase,
    Sign,
    Signs,
    SignPlace,
    Count,
    SeenBefore,
    SeenAfter,
    LongestRun,
    LongestFirstClass,
    LongestLastClass,
    Expansion,
    RunBeforeCluster,
    RunAfterCluster,
    Always,
    Elsewhere,
}

/// Words in lower case that stand inside names: `Bank of England`, `Médecins sans Frontières`.
const LINKS: &[&str] = &[
    "of", "the", "for", "and", "in", "on", "to", "at", "de", "la", "le", "les", "des", "du", "del", "da", "do", "dos",
    "das", "di", "der", "den", "von", "van", "zu", "bin", "ibn", "bint", "al", "el", "y", "e", "et", "und", "en",
    "sans", "a", "ul", "ur", "ter", "ten", "av", "af",
];

/// The most words in lower case between two capitalised ones of a name.
const LONGEST_LINK: usize = 3;

/// The most words of a segment, a few aside. Only tables and hostile text have longer ones; they are cut.
const LONGEST_SEGMENT: usize = 256;

/// Returns the stretches of words that may hold names; between them no word is of a name.
pub(super) fn segments(text: &Text<'_>) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut at = 0;
    while at < text.words.len() {
        let number =
            is_number(text, at) && at + 1 < text.words.len() && text.gap(at) == Gap::Space && text.has_capital(at + 1);
        if !text.has_capital(at) && !number {
            at += 1;
            continue;
        }
        let start = at;
        let mut last = at;
        while last - start < LONGEST_SEGMENT
            && let Some(next) = next_of_segment(text, last)
        {
            last = next;
        }
        out.push(start..last + 1);
        at = last + 1;
    }
    out
}

fn is_number(text: &Text<'_>, index: usize) -> bool {
    text.raw(index).starts_with(|first: char| first.is_ascii_digit())
}

fn next_of_segment(text: &Text<'_>, last: usize) -> Option<usize> {
    let next = last + 1;
    if next >= text.words.len() {
        return None;
    }
    let joined = match text.gap(last) {
        Gap::Space | Gap::Ampersand | Gap::Possessive | Gap::Plural => true,
        Gap::Stop => text.is_abbreviation(last) && text.has_capital(next) && !text.words[next].opens,
        Gap::Comma => is_generation(text.term(next)) || matches!(text.term(next), "inc" | "ltd" | "llc" | "co" | "lp"),
        _ => false,
    };
    if !joined {
        return None;
    }
    if text.has_capital(next) || is_number(text, next) {
        return Some(next);
    }
    let mut after = next;
    while after < next + LONGEST_LINK && after + 1 < text.words.len() {
        if !LINKS.contains(&text.term(after)) || text.gap(after) != Gap::Space {
            return None;
        }
        after += 1;
        if text.has_capital(after) {
            return Some(after);
        }
    }
    None
}

/// What a word's features need to know beyond the word.
pub(super) struct Sight<'a, 't> {
    pub(super) text: &'a Text<'t>,
    pub(super) evidence: &'a Evidence,
    /// For each word, the phrase of the lists it is in: classes, and the place in it.
    phrases: Vec<(u32, u8)>,
}

impl<'a, 't> Sight<'a, 't> {
    pub(super) fn new(text: &'a Text<'t>, evidence: &'a Evidence) -> Self {
        let mut phrases = vec![(0, 0); text.words.len()];
        let mut at = 0;
        while at < text.words.len() {
            let phrase = if text.has_capital(at) { text.phrase(at, text.words.len()) } else { None };
            if let Some((end, classes)) = phrase {
                phrases[at..end].fill((classes, 2));
                phrases[end - 1].1 = 3;
                phrases[at].1 = 1;
                at = end;
            } else {
                at += 1;
            }
        }
        Self { text, evidence, phrases }
    }

    /// Adds the features of a word as it is written, which are the same in every story.
    pub(super) fn form(&self, index: usize, out: &mut Vec<u32>) {
        let text = self.text;
        let mut add = |about: About, value: u32| out.push(pair(about as u32, value));
        add(About::Always, 0);
        let word = text.hash(index);
        let style = text.style(index) as u32;
        add(About::Word, word);
        add(About::Style, style);
        let term = text.term(index);
        let mut ends = term.char_indices().map(|(at, letter)| at + letter.len_utf8());
        for _ in 0..4 {
            let Some(end) = ends.next() else { break };
            add(About::Prefix, hash::bytes(&term.as_bytes()[..end]) as u32);
        }
        let mut starts = term.char_indices().rev().map(|(at, _)| at);
        for _ in 0..4 {
            let Some(start) = starts.next() else { break };
            add(About::Suffix, hash::bytes(&term.as_bytes()[start..]) as u32);
        }
        let shape = pair(text.pattern(index), style);
        add(About::Shape, shape);
        let classes = text.classes(index);
        each_bit(classes, |bit| add(About::Class, bit));
        add(About::Classes, pair(classes, shape));
        each_prefix(text.cluster(index), |prefix| add(About::Cluster, prefix));
    }

    /// Adds what this story says of a word, the same at every mention of it in a sentence written alike.
    pub(super) fn story(&self, index: usize, out: &mut Vec<u32>) {
        let text = self.text;
        let mut add = |about: About, value: u32| out.push(pair(about as u32, value));
        let (word, classes, style) = (text.hash(index), text.classes(index), text.style(index) as u32);
        let number = self.evidence.number(word);
        if text.style(index) != Style::Sentence {
            let seen = u32::from(self.evidence.is_lower(word)) * 2 + u32::from(number.is_some());
            add(About::Elsewhere, pair(seen, style));
            add(About::Elsewhere, pair(seen + 4, classes));
        }
        if let Some(number) = number {
            let known = self.evidence.known(number);
            each_bit(known.signs, |bit| add(About::Sign, bit));
            each_bit(known.signs, |bit| add(About::SignPlace, pair(bit, classes)));
            add(About::Signs, known.signs);
            add(About::Count, pair(count_bucket(known.count), style));
            for &before in known.before.words() {
                add(About::SeenBefore, before);
            }
            for &after in known.after.words() {
                add(About::SeenAfter, after);
            }
            let run = known.run;
            let (length, place) = (run.length.min(6), run.place.min(5));
            add(About::LongestRun, length * 8 + place);
            if length > 1 {
                let from_end = (run.length - 1 - run.place).min(2);
                each_bit(run.first_classes, |bit| add(About::LongestFirstClass, bit * 4 + place.min(2)));
                each_bit(run.last_classes, |bit| add(About::LongestLastClass, bit * 4 + from_end));
            }
            if known.expansion != 0 {
                add(About::Expansion, known.expansion);
            }
        } else {
            add(About::Count, pair(0, style));
        }
    }

    /// Adds the features of a place in the text, given the run it is in.
    pub(super) fn place(&self, index: usize, run: &Range<usize>, out: &mut Vec<u32>) {
        let text = self.text;
        let mut add = |about: About, value: u32| out.push(pair(about as u32, value));
        let pattern = text.pattern(index);
        let count = text.words.len();
        let before = |back: usize| index.checked_sub(back);
        let after = |ahead: usize| Some(index + ahead).filter(|&at| at < count);
        let hash_at = |at: Option<usize>| at.map_or(1, |at| text.hash(at));
        let (one_before, one_after) = (hash_at(before(1)), hash_at(after(1)));
        let (gap_before, gap_after) = (text.gap_before(index) as u32, text.gap(index) as u32);
        add(About::WordBefore, pair(one_before, gap_before));
        add(About::WordAfter, pair(one_after, gap_after));
        add(About::SecondBefore, hash_at(before(2)));
        add(About::SecondAfter, hash_at(after(2)));
        add(About::Around, pair(one_before, one_after));
        add(About::GapBefore, gap_before);
        add(About::GapAfter, gap_after);
        let opens = u32::from(text.words[index].opens);
        add(About::Opens, opens * 4 + text.style(index) as u32);
        if let Some(at) = before(1) {
            add(About::ShapeBefore, pair(text.pattern(at), pattern));
            let classes = text.classes(at);
            each_bit(classes, |bit| add(About::ClassBefore, bit));
            add(About::ClassesBefore, pair(classes, text.classes(index)));
        }
        if let Some(at) = after(1) {
            add(About::ShapeAfter, pair(pattern, text.pattern(at)));
            let classes = text.classes(at);
            each_bit(classes, |bit| add(About::ClassAfter, bit));
            add(About::ClassesAfter, pair(text.classes(index), classes));
        }
        let (phrase, at) = self.phrases[index];
        if phrase != 0 {
            each_bit(phrase, |bit| add(About::Phrase, bit * 4 + u32::from(at)));
        }
        let (length, from_start, from_end) =
            ((run.len() as u32).min(6), (index - run.start).min(4) as u32, (run.end - 1 - index).min(4) as u32);
        add(About::RunLength, length);
        add(About::RunPlace, length * 32 + from_start * 5 + from_end);
        if length > 1 {
            each_bit(text.classes(run.start), |bit| add(About::RunFirstClass, bit * 4 + from_start.min(2)));
            each_bit(text.classes(run.end - 1), |bit| add(About::RunLastClass, bit * 4 + from_end.min(2)));
        }
        let run_before = run.start.checked_sub(1);
        let run_after = Some(run.end).filter(|&at| at < count);
        // At its borders, what is beside the run is beside the word, and was added above.
        if from_start > 0 {
            add(About::RunBefore, pair(hash_at(run_before), text.gap_before(run.start) as u32 * 8 + from_start.min(2)));
        }
        if from_end > 0 {
            add(About::RunAfter, pair(hash_at(run_after), text.gap(run.end - 1) as u32 * 8 + from_end.min(2)));
        }
        if let Some(at) = run_before {
            if from_start > 0 {
                each_bit(text.classes(at), |bit| add(About::RunBeforeClass, bit * 4 + from_start.min(2)));
            }
            each_prefix(text.cluster(at), |prefix| add(About::RunBeforeCluster, prefix));
        }
        if let Some(at) = run_after {
            if from_end > 0 {
                each_bit(text.classes(at), |bit| add(About::RunAfterClass, bit * 4 + from_end.min(2)));
            }
            each_prefix(text.cluster(at), |prefix| add(About::RunAfterCluster, prefix));
        }
    }
}

/// The capitalised words side by side that a word of a segment stands among.
#[derive(Clone, Debug, Default)]
pub(super) struct Runs {
    run: Range<usize>,
}

impl Runs {
    /// Returns the run of a word; words are asked for in their order.
    pub(super) fn of(&mut self, text: &Text<'_>, index: usize, segment: &Range<usize>) -> Range<usize> {
        if index >= self.run.end || index < self.run.start {
            let joined = |left: usize| {
                text.has_capital(left)
                    && text.has_capital(left + 1)
                    && matches!(text.gap(left), Gap::Space | Gap::Ampersand | Gap::Stop)
            };
            let mut end = index + 1;
            while end < segment.end && joined(end - 1) {
                end += 1;
            }
            self.run = index..end;
        }
        self.run.clone()
    }
}

fn each_bit(mut bits: u32, mut each: impl FnMut(u32)) {
    bits &= !class::STARTS_PHRASE;
    while bits != 0 {
        each(bits.trailing_zeros());
        bits &= bits - 1;
    }
}

/// Calls `each` for the prefixes of a cluster's path that are features.
fn each_prefix(cluster: u32, mut each: impl FnMut(u32)) {
    if cluster == 0 {
        return;
    }
    // A path is its bits after a leading one.
    let length = cluster.ilog2();
    let mut last = 0;
    for wanted in [4, 6, 10, 20] {
        let taken = wanted.min(length);
        if taken == last {
            break;
        }
        last = taken;
        each(cluster >> (length - taken));
    }
}

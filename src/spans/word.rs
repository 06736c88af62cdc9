//! Which words of a dictionary a [`WordPattern`] fits.

use super::Wildcard;
use crate::query::WordPattern;
use crate::text::{Inflections, singular_and_plural};

/// A [`WordPattern`], read once, to be asked for many words.
#[derive(Clone, Debug)]
pub struct WordMatcher(Kind);

#[derive(Clone, Debug)]
enum Kind {
    OneOf(Vec<String>),
    Inflected(Inflections),
    Wildcard(Wildcard),
    Fuzzy { word: String, length: usize, letters: u64, edits: usize },
}

impl WordMatcher {
    /// Reads a pattern.
    pub fn of(pattern: &WordPattern) -> Self {
        Self(match pattern {
            WordPattern::Exact(word) => Kind::OneOf(vec![word.clone()]),
            WordPattern::Plural(word) => Kind::OneOf(singular_and_plural(word)),
            WordPattern::Inflected(word) => Kind::Inflected(Inflections::of(word)),
            WordPattern::Wildcard(pattern) => Kind::Wildcard(Wildcard::of(pattern)),
            WordPattern::Fuzzy(word, edits) => Kind::Fuzzy {
                length: word.chars().count(),
                letters: letters(word),
                word: word.clone(),
                edits: usize::from(*edits),
            },
        })
    }

    /// Says whether a folded word fits.
    pub fn fits(&self, term: &str) -> bool {
        match &self.0 {
            Kind::OneOf(words) => words.iter().any(|word| word == term),
            Kind::Inflected(inflections) => inflections.contains(term),
            Kind::Wildcard(wildcard) => wildcard.fits(term),
            Kind::Fuzzy { word, length, letters, edits } => {
                // An edit makes the word one letter longer or shorter and changes at most two of its letters.
                term.chars().count().abs_diff(*length) <= *edits
                    && (self::letters(term) ^ letters).count_ones() as usize <= 2 * edits
                    && strsim::osa_distance(word, term) <= *edits
            }
        }
    }

    /// Returns the words that may fit, where they can be told without a dictionary.
    pub fn words(&self) -> Option<&[String]> {
        match &self.0 {
            Kind::OneOf(words) => Some(words),
            _ => None,
        }
    }

    /// Returns prefixes such that every word that fits begins with one of them; none is a prefix of another. An empty one
    /// says that the whole dictionary is to be walked.
    pub fn prefixes(&self) -> Vec<String> {
        match &self.0 {
            Kind::OneOf(words) => {
                let mut words = words.clone();
                words.sort_unstable();
                words.dedup_by(|later, kept| later.starts_with(kept.as_str()));
                words
            }
            Kind::Inflected(inflections) => inflections.prefixes(),
            Kind::Wildcard(wildcard) => vec![wildcard.prefix().to_owned()],
            Kind::Fuzzy { .. } => vec![String::new()],
        }
    }
}

/// Returns the set of a word's letters, a bit each; letters that share a bit make it coarser, never wrong.
fn letters(word: &str) -> u64 {
    word.chars().fold(0, |set, letter| set | 1 << (u32::from(letter) % 64))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_kind_of_pattern_fits_its_words() {
        let of = |pattern| WordMatcher::of(&pattern);
        let cases = [
            (of(WordPattern::Exact("taxes".into())), "taxes", "tax"),
            (of(WordPattern::Plural("tax".into())), "taxes", "taxed"),
            (of(WordPattern::Inflected("tax".into())), "taxes", "taxi"),
            (of(WordPattern::Wildcard("tax*".into())), "taxi", "syntax"),
            (of(WordPattern::Fuzzy("tillersen".into(), 1)), "tillerson", "tilerson"),
            (of(WordPattern::Fuzzy("tillersen".into(), 2)), "tilerson", "tilerso"),
            (of(WordPattern::Fuzzy("abcd".into(), 1)), "acbd", "acdb"),
            (of(WordPattern::Fuzzy("москва".into(), 1)), "масква", "масквы"),
        ];
        for (matcher, fits, other) in &cases {
            assert!(matcher.fits(fits), "{matcher:?} {fits}");
            assert!(!matcher.fits(other), "{matcher:?} {other}");
            assert!(matcher.prefixes().iter().any(|prefix| fits.starts_with(prefix.as_str())));
        }
    }

    proptest! {
        #[test]
        fn fuzzy_words_are_within_their_distance(word in "[abcé]{1,6}", term in "[abcdé]{1,6}", edits in 1_u8..3) {
            let fits = WordMatcher::of(&WordPattern::Fuzzy(word.clone(), edits)).fits(&term);
            prop_assert_eq!(fits, strsim::osa_distance(&word, &term) <= usize::from(edits));
        }
    }
}

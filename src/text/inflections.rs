//! Inflections: the words that share a stem, and a list of irregular ones.

use frostem::{Algorithm, Stemmer};

/// Irregular words, a line each: the base form, then forms that share no stem with it.
const IRREGULARS: &str = include_str!("irregulars.txt");

/// A stem this short says nothing: `us`, `as`.
const SHORTEST_STEM: usize = 3;

/// The inflections of one word: which words of a dictionary a bare query word stands for.
///
/// A word of letters stands for the words with its stem and, where the list of irregular words has it, for their other
/// forms; a compound for its last part's inflections after the same first parts; anything else (digits, `u.s.`, `at&t`)
/// for itself.
#[derive(Clone, Debug)]
pub struct Inflections {
    word: String,
    /// What stands before the part that is inflected: `cease-` of `cease-fire`.
    head: String,
    /// Stems, each with the start that its inflections have.
    stems: Vec<Stem>,
    /// Irregular forms.
    forms: Vec<&'static str>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Stem {
    stem: String,
    /// The stem without its last letter, which may be another in a word: `polici` is the stem of `policy`.
    start: usize,
}

impl Inflections {
    /// Returns the inflections of a folded word.
    pub fn of(word: &str) -> Self {
        let (head, tail) = word.split_at(word.rfind('-').map_or(0, |hyphen| hyphen + 1));
        let mut inflections =
            Self { word: word.to_owned(), head: head.to_owned(), stems: Vec::new(), forms: Vec::new() };
        if tail.is_empty() || !tail.bytes().all(|letter| letter.is_ascii_lowercase()) {
            return inflections;
        }
        let stem = stem(tail);
        for line in IRREGULARS.lines() {
            let mut forms = line.split_ascii_whitespace();
            let Some(base) = forms.next() else { continue };
            let base_stem = self::stem(base);
            if base_stem == stem || forms.clone().any(|form| form == tail) {
                inflections.forms.push(base);
                inflections.forms.extend(forms);
                inflections.add_stem(base_stem);
            }
        }
        inflections.add_stem(stem);
        inflections
    }

    fn add_stem(&mut self, stem: String) {
        if stem.len() >= SHORTEST_STEM {
            let stem = Stem { start: stem.len() - 1, stem };
            if !self.stems.contains(&stem) {
                self.stems.push(stem);
            }
        }
    }

    /// Returns prefixes such that every inflection starts with one of them; none is a prefix of another.
    ///
    /// An engine walks only these stretches of its dictionary and keeps what [`Inflections::contains`] accepts.
    pub fn prefixes(&self) -> Vec<String> {
        let starts = self.stems.iter().map(|stem| &stem.stem[..stem.start]).chain(self.forms.iter().copied());
        let mut prefixes: Vec<String> = starts.map(|start| format!("{}{start}", self.head)).collect();
        prefixes.push(self.word.clone());
        prefixes.sort_unstable();
        // In this order whatever begins with a prefix follows it.
        prefixes.dedup_by(|later, kept| later.starts_with(kept.as_str()));
        prefixes
    }

    /// Says whether a folded word is an inflection (the word itself is one).
    pub fn contains(&self, term: &str) -> bool {
        let Some(tail) = term.strip_prefix(self.head.as_str()) else { return false };
        let mut near =
            self.stems.iter().filter(|stem| tail.as_bytes().starts_with(&stem.stem.as_bytes()[..stem.start]));
        if let Some(first) = near.next()
            && tail.bytes().all(|letter| letter.is_ascii_lowercase())
        {
            let found = Stemmer::new(Algorithm::English).stem(tail);
            if found == first.stem || near.any(|stem| found == stem.stem) {
                return true;
            }
        }
        term == self.word || self.forms.contains(&tail)
    }
}

fn stem(word: &str) -> String {
    Stemmer::new(Algorithm::English).stem(word).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Words and an inflection of each.
    const PAIRS: &str = "sanction sanctions|sanction sanctioned|sanction sanctioning|policy policies|vary varied|vary varying|
        cry cried|cry cries|fly flies|happy happiness|stop stopped|stop stopping|hop hopped|hope hoping|ban banned|ban bans|
        agree agreed|agree agreeing|nominate nominated|nominate nominating|nominate nomination|relate relational|
        resign resigns|resign resigned|resign resigning|resign resignation|negotiate negotiations|negotiate negotiator|
        crash crashes|tax taxes|tax taxed|tax taxing|die dies|die died|die dying|lie lying|tie tying|
        possible possibly|possible possibility|active activity|
        go went|go goes|gone going|say said|say says|buy bought|buys bought|man men|woman women|child children|seek sought|
        strike struck|strike strikes|strikes struck|lead led|leading led|hold held|holds held|find found|mouse mice|
        country countries|company companies|industry industries|industry industrial|sky skies|ski skis|run ran|running ran|
        quarry quarried|worry worrying|bury buried|refer referred|occur occurring|travel travelled|travel traveled|
        generalise generalised|organize organized|stabilize stabilized|kill killed|kill killings|
        cease-fire cease-fires|attack attackers|bomb bombings|vote votes|vote voting|use used|use using|
        talk talks|meet met|meet meeting|sell sold|selling sold|shoot shot|teach taught|think thought|tell told|win won|
        withdraw withdrew|withdrawn withdrew|write wrote|write written|write writing|begin began|begun began|begin beginning|
        rise rose|risen rose|rise rising|fall fell|fallen fell|see saw|seen saw|foot feet|shelf shelves|wife wives|half halves";

    #[test]
    fn inflections_contain_each_other_and_start_with_a_prefix() {
        for pair in PAIRS.split('|') {
            let (word, other) = pair.trim().split_once(' ').expect("two words");
            for (word, other) in [(word, other), (other, word)] {
                let inflections = Inflections::of(word);
                assert!(inflections.contains(other), "{word} has {other}: {inflections:?}");
                let prefixes = inflections.prefixes();
                assert!(prefixes.iter().any(|prefix| other.starts_with(prefix.as_str())), "{other}: {prefixes:?}");
            }
        }
    }

    #[test]
    fn other_words_are_no_inflections() {
        for (word, other) in [
            ("us", "u.s."),
            ("us", "use"),
            ("f-16", "f-16s"),
            ("u.s.", "u.s"),
            ("cease-fire", "fires"),
            ("find", "founding"),
            ("policy", "police"),
            ("we'll", "well"),
            ("1980", "1980s"),
            ("nato", "nat"),
        ] {
            assert!(!Inflections::of(word).contains(other), "{word} {other}");
        }
    }

    #[test]
    fn no_prefix_begins_with_another() {
        for line in IRREGULARS.lines().filter(|line| !line.is_empty()) {
            let word = line.split(' ').next_back().expect("a word");
            let prefixes = Inflections::of(word).prefixes();
            for (at, prefix) in prefixes.iter().enumerate() {
                assert!(!prefix.is_empty());
                assert!(prefixes.iter().skip(at + 1).all(|other| !other.starts_with(prefix.as_str())), "{prefixes:?}");
            }
        }
    }

    proptest! {
        #[test]
        fn stems_are_no_further_from_their_words_than_prefixes_allow(
            root in "[b-df-hj-np-tv-z]{1,2}[aeiou]{1,2}[b-df-hj-np-tv-z]{1,2}([aeiou][b-df-hj-np-tv-z])?",
            one in 0..ENDINGS.len(), other in 0..ENDINGS.len(),
        ) {
            let (word, other) = (format!("{root}{}", ENDINGS[one]), format!("{root}{}", ENDINGS[other]));
            if stem(&word) == stem(&other) {
                prop_assert!(Inflections::of(&word).contains(&other), "{} {}", word, other);
            }
        }

        #[test]
        fn every_word_is_its_own_inflection(word in "[a-z&.'0-9-]{1,12}") {
            let inflections = Inflections::of(&word);
            prop_assert!(inflections.contains(&word));
            prop_assert!(inflections.prefixes().iter().any(|prefix| word.starts_with(prefix.as_str())));
        }
    }

    const ENDINGS: [&str; 40] = [
        "", "s", "es", "ed", "ing", "er", "ers", "y", "ies", "ied", "ier", "iest", "ly", "e", "est", "ation", "ations",
        "ator", "ive", "ivity", "ize", "ized", "ization", "izer", "able", "ability", "ably", "ment", "ments", "ness",
        "ful", "fully", "ous", "ously", "al", "ally", "ality", "ism", "ogy", "ogist",
    ];
}

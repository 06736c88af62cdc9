//! The word lists of `lists/`, read once and held as two tables: words with their classes, and phrases as a tree.
//!
//! Owns: how a list file is written (entries separated by commas or line ends, `#` begins a comment, `[section]` begins a
//! section) and how it is looked up. A list word is analysed by [`crate::text`] as a story's words are, so that the two
//! compare equal. Nothing is read before the first story is.

use super::hash;
use crate::text::{TokenKind, analyze_query};
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use std::sync::OnceLock;

/// The classes of a word, as bits.
pub(super) mod class {
    /// A man's first name.
    pub(crate) const MALE: u32 = 1;
    /// A woman's first name.
    pub(crate) const FEMALE: u32 = 1 << 1;
    /// A first name.
    pub(crate) const FIRST: u32 = MALE | FEMALE;
    /// A common surname.
    pub(crate) const SURNAME: u32 = 1 << 2;
    /// A surname that stands first.
    pub(crate) const EAST_ASIAN: u32 = 1 << 3;
    /// `van`, `bin`.
    pub(crate) const PARTICLE: u32 = 1 << 4;
    /// May stand before a name: `Mr`, `president`.
    pub(crate) const TITLE: u32 = 1 << 5;
    /// Such a title of a man.
    pub(crate) const TITLE_MALE: u32 = 1 << 6;
    /// Such a title of a woman.
    pub(crate) const TITLE_FEMALE: u32 = 1 << 7;
    /// A country, region or city.
    pub(crate) const PLACE: u32 = 1 << 8;
    /// The people or adjective of a place.
    pub(crate) const PEOPLE: u32 = 1 << 9;
    /// Ends an organization's name.
    pub(crate) const HEAD_LAST: u32 = 1 << 10;
    /// Ends one, but proves little.
    pub(crate) const HEAD_WEAK: u32 = 1 << 11;
    /// Begins one: `Department of`.
    pub(crate) const HEAD_FIRST: u32 = 1 << 12;
    /// An ordinary word inside one, after `and`.
    pub(crate) const INSIDE: u32 = 1 << 13;
    /// A word beside a name that belongs to a company: `General`.
    pub(crate) const BESIDE: u32 = 1 << 14;
    /// Ends the name of an event, a law, a thing, a piece of land.
    pub(crate) const MISC: u32 = 1 << 15;
    /// An ordinary word, capitalised for its place in the sentence.
    pub(crate) const COMMON: u32 = 1 << 16;
    /// A surname that is an ordinary word too.
    pub(crate) const AMBIGUOUS: u32 = 1 << 17;
    /// A verb whose subject speaks.
    pub(crate) const SPEECH: u32 = 1 << 18;
    /// A known organization.
    pub(crate) const ORGANIZATION: u32 = 1 << 19;
    /// Begins a phrase of the tree.
    pub(crate) const STARTS_PHRASE: u32 = 1 << 20;
    /// A known organization whose name ends in a possessive: `Moody's`. A single such word is none without it.
    pub(crate) const OWNER: u32 = 1 << 21;
    /// A company.
    pub(crate) const COMPANY: u32 = 1 << 22;
    /// A company whose name is an ordinary word or a surname too: `Target`, `Ford`.
    pub(crate) const COMPANY_TOO: u32 = 1 << 23;
    /// A ministry, an agency, a court, a university, an aid group, a union.
    pub(crate) const BODY: u32 = 1 << 24;
    /// A party, a movement, an armed group.
    pub(crate) const PARTY: u32 = 1 << 25;
    /// A newspaper, a broadcaster, an agency, a publisher.
    pub(crate) const MEDIA: u32 = 1 << 26;
    /// A sports club, a band, an orchestra.
    pub(crate) const CLUB: u32 = 1 << 27;
    /// A product, an event, a law, a work, a ship.
    pub(crate) const THING: u32 = 1 << 28;
    /// An organization of another kind whose name is an ordinary word, a surname or a place too.
    pub(crate) const NAMED_TOO: u32 = 1 << 30;
    /// A surname of some country, perhaps a rare one.
    pub(crate) const SURNAME_TOO: u32 = 1 << 31;
    /// A street, a building, an airport.
    pub(crate) const LANDMARK: u32 = 1 << 29;
}

/// A multiplicative hash of short words and of numbers, for the lists and for what one story is read with. Who makes words that
/// collide makes the reading of that one story slower, and no more.
#[derive(Default)]
pub(super) struct WordHasher(u64);

impl Hasher for WordHasher {
    fn write(&mut self, bytes: &[u8]) {
        for chunk in bytes.chunks(8) {
            let mut word = [0_u8; 8];
            word[..chunk.len()].copy_from_slice(chunk);
            self.write_u64(u64::from_le_bytes(word));
        }
    }

    fn write_u8(&mut self, byte: u8) {
        self.write_u64(u64::from(byte));
    }

    fn write_u32(&mut self, number: u32) {
        self.write_u64(u64::from(number));
    }

    fn write_u64(&mut self, number: u64) {
        self.0 = (self.0.rotate_left(5) ^ number).wrapping_mul(0x517c_c1b7_2722_0a95);
    }

    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 29)
    }
}

pub(super) type WordMap<K, V> = HashMap<K, V, BuildHasherDefault<WordHasher>>;

/// What the lists know of one word.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Entry {
    /// Its classes.
    pub(super) classes: u32,
    /// Its number, from 1; 0 is an unknown word.
    pub(super) number: u32,
}

/// The lists.
#[derive(Default)]
pub(super) struct Lists {
    words: WordMap<u64, Entry>,
    /// From a node of the phrase tree and a word's number to the next node. Node 0 is the root.
    edges: WordMap<(u32, u32), u32>,
    /// The classes of the phrase that ends at a node.
    ends: Vec<u32>,
}

/// The list files: the name of a section, its classes, and the text.
const FILES: &[(&str, u32, &str)] = &[
    ("", class::MALE, include_str!("lists/first_names_male.txt")),
    ("", class::FEMALE, include_str!("lists/first_names_female.txt")),
    ("", class::SURNAME, include_str!("lists/surnames.txt")),
    ("", class::SURNAME_TOO, include_str!("lists/surnames_world.txt")),
    ("", class::EAST_ASIAN, include_str!("lists/east_asian_surnames.txt")),
    ("", class::PARTICLE, include_str!("lists/particles.txt")),
    ("", class::TITLE, TITLES),
    ("", class::COMMON, include_str!("lists/common_words.txt")),
    ("", class::AMBIGUOUS, include_str!("lists/ambiguous_surnames.txt")),
    ("last", class::HEAD_LAST, ORGANIZATION_WORDS),
    ("weak", class::HEAD_LAST | class::HEAD_WEAK, ORGANIZATION_WORDS),
    ("first", class::HEAD_FIRST, ORGANIZATION_WORDS),
    ("inside", class::INSIDE, ORGANIZATION_WORDS),
    ("beside", class::BESIDE, ORGANIZATION_WORDS),
    ("", class::MISC, include_str!("lists/misc_words.txt")),
    ("", class::MISC, include_str!("lists/not_names.txt")),
    ("", class::COMPANY, include_str!("lists/companies.txt")),
    ("", class::COMPANY_TOO, include_str!("lists/companies_ambiguous.txt")),
    ("", class::BODY, include_str!("lists/public_bodies.txt")),
    ("", class::PARTY, include_str!("lists/political_and_armed.txt")),
    ("", class::MEDIA, include_str!("lists/media.txt")),
    ("", class::NAMED_TOO, include_str!("lists/organizations_ambiguous.txt")),
    ("", class::CLUB, include_str!("lists/clubs.txt")),
    ("", class::THING, include_str!("lists/products_and_events.txt")),
    ("", class::SPEECH, include_str!("lists/speech_words.txt")),
    ("countries", class::PLACE, PLACES),
    ("peoples", class::PEOPLE, PLACES),
    ("regions", class::PLACE, PLACES),
    ("cities", class::PLACE, PLACES),
    ("landmarks", class::LANDMARK, PLACES),
];
const TITLES: &str = include_str!("lists/titles.txt");
const ORGANIZATION_WORDS: &str = include_str!("lists/organization_words.txt");
const PLACES: &str = include_str!("lists/places.txt");
const WORLD_ORGANIZATIONS: &str = include_str!("lists/world_organizations.txt");

static LISTS: OnceLock<Lists> = OnceLock::new();

/// Says whether a folded word has one of these classes. Where the lists were not read yet, only those of these classes are
/// looked through: a search that asks for one word is not to wait for all of them.
pub(super) fn has_class(word: &str, classes: u32) -> bool {
    match LISTS.get() {
        Some(lists) => lists.word(hash::bytes(word.as_bytes())).classes & classes != 0,
        None => is_listed(word, classes),
    }
}

fn is_listed(word: &str, classes: u32) -> bool {
    let listed = FILES.iter().filter(|(_, of_list, _)| of_list & classes != 0);
    listed.flat_map(|(section, _, text)| entries(text, section)).any(|entry| {
        let entry = entry.split(':').next().unwrap_or_default().trim();
        entry.eq_ignore_ascii_case(word) || !entry.is_ascii() && folded_words(entry) == [word]
    })
}

impl Lists {
    /// Returns the lists, reading them at the first call.
    pub(super) fn get() -> &'static Self {
        LISTS.get_or_init(|| {
            let mut lists = Self { ends: vec![0], ..Self::default() };
            for (section, classes, text) in FILES {
                for entry in entries(text, section) {
                    let (phrase, more) = match entry.split_once(':') {
                        Some((phrase, mark)) if mark.trim() == "m" => (phrase, class::TITLE_MALE),
                        Some((phrase, _)) => (phrase, class::TITLE_FEMALE),
                        None => (entry, 0),
                    };
                    lists.add(phrase, classes | more);
                }
            }
            for line in lines(WORLD_ORGANIZATIONS) {
                for form in line.split(" = ") {
                    lists.add(form, organization_classes(form));
                }
            }
            lists
        })
    }

    /// Returns what is known of a folded word, by its hash.
    pub(super) fn word(&self, hash: u64) -> Entry {
        self.words.get(&hash).copied().unwrap_or_default()
    }

    /// Returns the node after `node` by a word's number, and the classes of the phrase that ends there.
    pub(super) fn step(&self, node: u32, number: u32) -> Option<(u32, u32)> {
        let next = *self.edges.get(&(node, number))?;
        Some((next, self.ends[next as usize]))
    }

    /// Returns a number that changes with the lists, so that a model can say which it was trained with.
    pub(super) fn digest() -> u32 {
        let files = FILES.iter().map(|(_, _, text)| hash::bytes(text.as_bytes()));
        files.chain([hash::bytes(WORLD_ORGANIZATIONS.as_bytes())]).fold(0, |sum, file| hash::pair(sum, file as u32))
    }

    fn add(&mut self, phrase: &str, classes: u32) {
        let words = folded_words(phrase);
        let [word] = words.as_slice() else {
            return self.add_phrase(&words, classes);
        };
        self.entry(word).classes |= classes;
    }

    fn add_phrase(&mut self, words: &[String], classes: u32) {
        let mut node = 0;
        for (index, word) in words.iter().enumerate() {
            let entry = self.entry(word);
            if index == 0 {
                entry.classes |= class::STARTS_PHRASE;
            }
            let number = entry.number;
            let fresh = self.ends.len() as u32;
            node = *self.edges.entry((node, number)).or_insert(fresh);
            if node == fresh {
                self.ends.push(0);
            }
        }
        self.ends[node as usize] |= classes;
    }

    fn entry(&mut self, word: &str) -> &mut Entry {
        let number = self.words.len() as u32 + 1;
        self.words.entry(hash::bytes(word.as_bytes())).or_insert(Entry { classes: 0, number })
    }
}

fn organization_classes(form: &str) -> u32 {
    match (form.ends_with("'s"), form.contains(' ')) {
        (false, _) => class::ORGANIZATION,
        (true, true) => class::ORGANIZATION | class::OWNER,
        (true, false) => class::OWNER,
    }
}

/// Returns a phrase's folded words, hyphenated words whole.
pub(super) fn folded_words(phrase: &str) -> Vec<String> {
    let phrase = phrase.trim();
    // Nothing but letters and spaces folds as it stands; the shortest words may be read in more than one way.
    let plain = |word: &str| word.len() > 2 && word.bytes().all(|byte| byte.is_ascii_alphabetic());
    if phrase.split(' ').all(plain) {
        return phrase.split(' ').map(str::to_ascii_lowercase).collect();
    }
    let analysis = analyze_query(phrase);
    let whole = analysis.tokens.iter().filter(|token| token.kind != TokenKind::Part);
    whole.map(|token| analysis.term(token).to_owned()).collect()
}

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Returns the entries of one section of a list; the part before the first section has no name.
fn entries(text: &'static str, section: &str) -> impl Iterator<Item = &'static str> {
    let mut current = "";
    let section = section.to_owned();
    lines(text)
        .filter(move |line| {
            if let Some(name) = line.strip_prefix('[') {
                current = name.trim_end_matches(']');
                return false;
            }
            current == section
        })
        .flat_map(|line| line.split(','))
        .map(str::trim)
        .filter(|entry| !entry.is_empty())
}

/// Returns the lines of the world organizations: forms of one name, the one that is compared last.
pub(super) fn world_organizations() -> impl Iterator<Item = Vec<&'static str>> {
    lines(WORLD_ORGANIZATIONS).map(|line| line.split(" = ").collect())
}

/// Returns the titles, as they are written in the list.
pub(super) fn titles() -> impl Iterator<Item = &'static str> {
    entries(TITLES, "").map(|entry| entry.split(':').next().unwrap_or(entry).trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looking_through_the_lists_says_the_same_as_the_table() {
        let classes = class::COMMON | class::PLACE | class::PEOPLE | class::BESIDE | class::INSIDE | class::HEAD_LAST;
        for word in ["general", "norway", "xyzzy", "bank", "sao", "norden", "union", "tillerson", "danes", "monday"] {
            let table = Lists::get().word(hash::bytes(word.as_bytes())).classes & classes != 0;
            assert_eq!(is_listed(word, classes), table, "{word}");
        }
    }

    #[test]
    fn a_phrase_of_plain_words_folds_as_the_analysis_does() {
        for phrase in ["Norden", "Bank of England", "Harbour Workers", "Rio Grande do Sul", "Eli Lorimer"] {
            let analysis = analyze_query(phrase);
            let whole: Vec<&str> = analysis.tokens.iter().map(|token| analysis.term(token)).collect();
            assert_eq!(folded_words(phrase), whole, "{phrase}");
        }
    }
}

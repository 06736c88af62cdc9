//! How a story introduces somebody: the title or role before a name, the apposition after it.
//!
//! Pure functions over a stretch of text and the bytes of a name in it. They prefer silence to a guess: what stands beside a name
//! is an introduction only where its head is a word for a person's role, or for what an organization is.

use super::lists::titles;
use crate::story::NameKind;
use crate::text::{self, Token, TokenKind};
use std::collections::{BTreeSet, HashSet};
use std::ops::Range;
use std::sync::OnceLock;

/// How many bytes before a name, and after it, are looked at.
const REACH: usize = 240;

/// The most words of an introduction; a longer one is cut.
const LONGEST: usize = 14;

/// Short forms of titles before a name, which are written with a full stop.
const ABBREVIATED: &[(&str, &str)] = &[
    ("sen", "senator"),
    ("rep", "representative"),
    ("gov", "governor"),
    ("gen", "general"),
    ("lt", "lieutenant"),
    ("col", "colonel"),
    ("capt", "captain"),
    ("cmdr", "commander"),
    ("maj", "major"),
    ("sgt", "sergeant"),
    ("cpl", "corporal"),
    ("adm", "admiral"),
    ("brig", "brigadier"),
    ("prof", "professor"),
    ("rev", "reverend"),
    ("pres", "president"),
    ("asst", "assistant"),
    ("dep", "deputy"),
    ("min", "minister"),
];

type Set = BTreeSet<&'static str>;

/// The lists of `lists/introduction_words.txt`, where each is explained.
struct Lists {
    determiners: Set,
    prepositions: Set,
    clauses: Set,
    not_in_a_role: Set,
    modifiers: Set,
    departments: Set,
    before_capitals: Set,
    auxiliaries: Set,
    address: Set,
    roles: Set,
    not_roles: Set,
    bodies: Set,
    who_does: Set,
}

/// Returns the lists, reading them at the first call.
fn lists() -> &'static Lists {
    static LISTS: OnceLock<Lists> = OnceLock::new();
    LISTS.get_or_init(|| Lists {
        determiners: section("determiners"),
        prepositions: section("prepositions"),
        clauses: section("clauses"),
        not_in_a_role: section("not_in_a_role"),
        modifiers: section("modifiers"),
        departments: section("departments"),
        before_capitals: section("before_capitals"),
        auxiliaries: section("auxiliaries"),
        address: section("address"),
        roles: section("roles"),
        not_roles: section("not_roles"),
        bodies: section("bodies"),
        who_does: section("who_does"),
    })
}

fn section(name: &str) -> Set {
    let text = include_str!("lists/introduction_words.txt");
    let lines =
        text.lines().skip_while(|line| line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) != Some(name));
    let lines = lines.skip(1).take_while(|line| !line.starts_with('['));
    let entries = lines.filter(|line| !line.starts_with('#')).flat_map(|line| line.split(','));
    entries.map(str::trim).filter(|entry| !entry.is_empty()).collect()
}

/// Returns how a text introduces the name that stands at some bytes of it: what stands before it, then what stands after it,
/// each without its article; mostly one of the two, or none.
///
/// `U.S. Secretary of State Rex Tillerson` gives `U.S. Secretary of State`; `Joseph Yun, the U.S. negotiator with North Korea,`
/// gives `U.S. negotiator with North Korea`. An age is passed over, a form of address is none.
pub fn introductions(text: &str, name: Range<usize>, kind: NameKind) -> Vec<String> {
    let from = ceil(text, name.start.saturating_sub(REACH));
    let until = ceil(text, (name.end + REACH).min(text.len()));
    let (Some(near), true) = (text.get(from..until), name.start <= name.end) else { return Vec::new() };
    let passage = Passage::new(near, kind);
    let name = name.start - from..name.end - from;
    let found = [passage.before(name.start).or_else(|| passage.set_before(&name)), passage.after(name.end)];
    found.into_iter().flatten().collect()
}

/// Returns what two spellings of one introduction have in common: folded words without articles and possessives, short
/// titles in full.
pub fn introduction_key(introduction: &str) -> String {
    let analysis = text::analyze_query(introduction);
    let words = analysis.words().map(|token| analysis.term(token));
    let words = words.filter(|word| !matches!(*word, "the" | "a" | "an"));
    words.map(in_full).collect::<Vec<_>>().join(" ")
}

fn in_full(word: &str) -> &str {
    let plain = word.trim_end_matches('.');
    ABBREVIATED.iter().find(|(short, _)| *short == plain).map_or(word, |(_, long)| long)
}

/// The words around a name.
struct Passage<'t> {
    text: &'t str,
    kind: NameKind,
    words: Vec<Word<'t>>,
}

struct Word<'t> {
    raw: &'t str,
    term: String,
    start: usize,
    end: usize,
    opens_sentence: bool,
}

impl Word<'_> {
    fn is_capital(&self) -> bool {
        self.raw.starts_with(char::is_uppercase)
    }

    fn is(&self, list: &Set) -> bool {
        list.contains(self.term.as_str())
    }
}

/// Returns the words of a text, hyphenated ones whole.
fn words_of(text: &str) -> Vec<Word<'_>> {
    let analysis = text::analyze(text);
    let whole = analysis.tokens.iter().filter(|token| token.kind != TokenKind::Part);
    let word = |token: &Token| Word {
        raw: &text[token.start as usize..token.end as usize],
        term: analysis.term(token).to_owned(),
        start: token.start as usize,
        end: token.end as usize,
        opens_sentence: analysis.sentences.binary_search(&token.position).is_ok(),
    };
    whole.map(word).collect()
}

/// What stands between two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gap {
    Space,
    Stop,
    Possessive,
    Border,
}

impl<'t> Passage<'t> {
    fn new(text: &'t str, kind: NameKind) -> Self {
        Self { text, kind, words: words_of(text) }
    }

    /// Returns the role before a name: `Norden chief executive`.
    fn before(&self, name: usize) -> Option<String> {
        let at = self.words.iter().position(|word| word.start >= name)?;
        let mut first = self.head_before(at)?;
        while first > 0 && at - first < LONGEST && self.joins(first) {
            let (word, gap) = (&self.words[first - 1], self.gap(first));
            if gap == Gap::Possessive && !word.is_capital() {
                break;
            }
            if self.links_capitals(first - 1) {
                first -= 2;
                continue;
            }
            if self.ends_role(first - 1, first..at) {
                break;
            }
            first -= 1;
        }
        let dot = if self.gap(at) == Gap::Stop { "." } else { "" };
        let end = self.words[at - 1].end;
        Some(one_line(&self.text[self.words[first].start..end]) + dot)
    }

    /// Says whether a word is no part of the role that begins after it.
    fn ends_role(&self, at: usize, role: Range<usize>) -> bool {
        let word = &self.words[at];
        if word.is(&lists().determiners) || word.is(&lists().prepositions) || word.is(&lists().not_in_a_role) {
            return true;
        }
        if word.term.contains('-') {
            return false;
        }
        if word.is_capital() {
            // `Welcoming President Orla Venn, he bowed`; but `Philippines President`.
            return word.opens_sentence && !word.term.ends_with('s') && has_verb_ending(word);
        }
        // What has a capital in it is named whole: only an adjective of time or rank stands before it.
        let names_something = self.words[role].iter().any(Word::is_capital);
        let after_auxiliary = at.checked_sub(1).is_some_and(|left| self.words[left].is(&lists().auxiliaries));
        has_verb_ending(word) || names_something && !word.is(&lists().before_capitals) || after_auxiliary
    }

    /// Returns the role before a name that is set between commas: `the head of the port authority, Orla Venn, said`.
    fn set_before(&self, name: &Range<usize>) -> Option<String> {
        let at = self.words.iter().position(|word| word.start >= name.start)?;
        let last = at.checked_sub(1)?;
        let comma = self.text.get(self.words[last].end..name.start)?.strip_prefix(',')?;
        let closed = self.text[name.end..].starts_with([',', '.', ';']);
        if !closed || !comma.chars().all(char::is_whitespace) {
            return None;
        }
        let mut first = last;
        while at - first <= LONGEST && !self.words[first].is(&lists().clauses) {
            if self.words[first].is(&lists().determiners) {
                let inside = &self.words[first + 1..at];
                if self.head_after(inside, 0).is_some() {
                    return Some(one_line(&self.text[inside[0].start..inside[inside.len() - 1].end]));
                }
            }
            if matches!(self.gap(first), Gap::Border) {
                return None;
            }
            first -= 1;
        }
        None
    }

    /// Returns the first word of what makes it a role: `minister`, `Secretary of State`; nothing where the word before the name
    /// is none.
    fn head_before(&self, at: usize) -> Option<usize> {
        let last = at.checked_sub(1)?;
        if !self.joins(at) || (self.kind == NameKind::Person && self.words[last].is(&lists().address)) {
            return None;
        }
        if self.is_head(&self.words[last]) {
            return Some(last);
        }
        // `Secretary of State`, `President of the French Republic`: capitals back to a role.
        let mut word = last;
        while word > 0 && last - word < 4 && self.words[word].is_capital() && self.gap(word) == Gap::Space {
            let left = &self.words[word - 1];
            if left.term == "of" || left.term == "for" || left.term == "the" {
                let of = if left.term == "the" { word.checked_sub(2)? } else { word - 1 };
                let head = of.checked_sub(1)?;
                let is_title = self.words[head].is_capital() && self.is_head(&self.words[head]);
                let linked = matches!(self.words[of].term.as_str(), "of" | "for")
                    && self.gap(of) == Gap::Space
                    && self.joins(of + 1);
                return (is_title && linked).then_some(head);
            }
            word -= 1;
        }
        None
    }

    /// Says whether a word is `of` inside a capitalised name, `Bank of England governor`, or `and` inside a ministry's.
    fn links_capitals(&self, at: usize) -> bool {
        let Some(left) = at.checked_sub(1).map(|left| &self.words[left]) else { return false };
        let joined = self.gap(at) == Gap::Space && self.gap(at + 1) == Gap::Space && !self.words[at].opens_sentence;
        let capitals = left.is_capital() && self.words[at + 1].is_capital();
        joined
            && capitals
            && match self.words[at].term.as_str() {
                "of" => !self.is_head(left) || self.kind == NameKind::Person && left.is(&lists().bodies),
                "and" => left.is(&lists().departments),
                _ => false,
            }
    }

    /// Returns the apposition after a name.
    fn after(&self, name: usize) -> Option<String> {
        let mut rest = self.sentence_rest(name);
        for suffix in [", Jr.", ", Sr.", ", Jr", ", Sr", " Jr.", " Sr."] {
            rest = rest.strip_prefix(suffix).unwrap_or(rest);
        }
        if let Some(inner) = rest.strip_prefix(" (") {
            rest = inner.split_once(')').filter(|(inside, _)| inside.len() < 40)?.1;
        }
        let mut segments = Segments(rest.strip_prefix(',')?);
        let mut segment = segments.next()?;
        if is_age(segment) {
            segment = segments.next()?;
        }
        self.apposition(segment)
    }

    /// Returns the text after a name to the end of its sentence.
    fn sentence_rest(&self, name: usize) -> &'t str {
        let next = self.words.iter().find(|word| word.start >= name && word.opens_sentence);
        let rest = &self.text[name..next.map_or(self.text.len(), |word| word.start)];
        let end = rest.find("\n\n").unwrap_or(rest.len());
        &rest[..end]
    }

    fn apposition(&self, segment: &str) -> Option<String> {
        let words = words_of(segment);
        let mut first = 0;
        let term = |at: usize| words.get(at).map_or("", |word| word.term.as_str());
        let mut is_clause = false;
        if matches!(term(0), "who" | "which") {
            if matches!(term(1), "is" | "was") {
                first = 2;
            } else if lists().who_does.contains(term(1)) {
                (first, is_clause) = (1, true);
            } else {
                return None;
            }
        }
        while matches!(term(first), "himself" | "herself" | "itself" | "now" | "then" | "also" | "once")
            || term(first).ends_with("ly")
        {
            first += 1;
        }
        while !is_clause && words.get(first).is_some_and(|word| word.is(&lists().determiners)) {
            first += 1;
        }
        if !is_clause {
            let head = self.head_after(&words, first)?;
            let list = matches!(term(head + 1), "and" | "or")
                && words.get(head + 2).is_some_and(|word| word.is(&lists().determiners));
            // `Secretary of State George Shultz` is the next of a list.
            let list = list || first == 0 && words[head].is_capital() && self.names_another(&words[head + 1..]);
            if list {
                return None;
            }
        }
        let stop = (first + 1..words.len()).find(|&at| words[at].is(&lists().clauses)).unwrap_or(words.len());
        let mut last = stop.min(first + LONGEST);
        if last < words.len() {
            while last > first + 1
                && (words[last - 1].is(&lists().determiners) || words[last - 1].is(&lists().prepositions))
            {
                last -= 1;
            }
        }
        let (start, end) = (words.get(first)?.start, words[last - 1].end);
        Some(one_line(&segment[start..end]))
    }

    /// Says whether what follows a title without an article makes it the beginning of another name.
    fn names_another(&self, rest: &[Word<'_>]) -> bool {
        self.kind == NameKind::Organization || matches!(rest, [of, name, ..] if of.term == "of" && name.is_capital())
    }

    /// Returns the noun that an apposition is about, where it is a role.
    fn head_after(&self, words: &[Word<'_>], first: usize) -> Option<usize> {
        for at in first..words.len() {
            let next_ends = words.get(at + 1).is_none_or(|next| {
                let participle = next.raw.ends_with("ed") || next.raw.ends_with("ing");
                next.is(&lists().prepositions) || participle && self.is_head(&words[at])
            });
            if words[at].is(&lists().prepositions) {
                return None;
            }
            if next_ends {
                return self.is_head(&words[at]).then_some(at);
            }
        }
        None
    }

    fn is_head(&self, word: &Word<'_>) -> bool {
        let parts = || word.term.split('-').filter(|part| !part.is_empty());
        let is_one = |part: &str| match self.kind {
            // A surname may end as those words do who do something: `Volcker`.
            NameKind::Person => is_role(part) || !word.is_capital() && has_agent_ending(part),
            NameKind::Organization => lists().bodies.contains(part) || part.ends_with("maker"),
        };
        let designate = parts().next_back().is_some_and(|last| matches!(last, "elect" | "designate"));
        if designate {
            return parts().next().is_some_and(is_one);
        }
        is_one(&word.term) || word.term.contains('-') && parts().next_back().is_some_and(is_one)
    }

    /// Says whether a word and the one before it may be of one name or role.
    fn joins(&self, at: usize) -> bool {
        match self.gap(at) {
            Gap::Space | Gap::Possessive => true,
            Gap::Stop => self.words[at - 1].is_capital() && is_abbreviated(&self.words[at - 1].term),
            Gap::Border => false,
        }
    }

    fn gap(&self, at: usize) -> Gap {
        if at == 0 || at >= self.words.len() {
            return Gap::Border;
        }
        let (left, right) = (&self.words[at - 1], &self.words[at]);
        let gap = &self.text[left.end..right.start];
        let dotted = gap.starts_with('.') && gap[1..].chars().all(char::is_whitespace);
        if dotted && is_abbreviated(&left.term) {
            return Gap::Stop;
        }
        if right.opens_sentence || gap.contains("\n\n") {
            return Gap::Border;
        }
        match gap.trim() {
            "" => Gap::Space,
            "'s" | "\u{2019}s" | "s" | "'" | "\u{2019}" => Gap::Possessive,
            _ => Gap::Border,
        }
    }
}

/// The parts of a sentence between commas and other borders, each trimmed.
struct Segments<'t>(&'t str);

impl<'t> Iterator for Segments<'t> {
    type Item = &'t str;

    fn next(&mut self) -> Option<&'t str> {
        if self.0.trim().is_empty() {
            return None;
        }
        let bytes = self.0.as_bytes();
        let digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        let inside_number = |at: usize| at > 0 && digit(at - 1) && digit(at + 1);
        let ends = |(at, letter): (usize, char)| match letter {
            ',' => !inside_number(at),
            ';' | ':' | '(' | ')' | '"' | '\u{201c}' | '\u{201d}' | '\u{2014}' | '\u{2013}' | '!' | '?' => true,
            '-' => self.0[..at].ends_with(char::is_whitespace),
            _ => false,
        };
        let end = self.0.char_indices().find(|&at| ends(at)).map_or(self.0.len(), |(at, _)| at);
        let segment = self.0[..end].trim();
        // Behind anything but a comma something else begins.
        self.0 = self.0[end..].strip_prefix(',').unwrap_or("");
        (!segment.is_empty()).then_some(segment)
    }
}

fn is_age(segment: &str) -> bool {
    let digits = segment.trim_start_matches("aged ").trim_start_matches("age ").trim_end_matches(" years old");
    !digits.is_empty() && digits.len() <= 3 && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_abbreviated(term: &str) -> bool {
    let plain = term.trim_end_matches('.');
    ABBREVIATED.iter().any(|(short, _)| *short == plain)
}

/// Says whether a word ends as verbs and adverbs do, and is not known to be part of roles.
fn has_verb_ending(word: &Word<'_>) -> bool {
    ["ed", "ing", "s", "ly"].iter().any(|ending| word.term.ends_with(ending)) && !word.is(&lists().modifiers)
}

fn is_role(term: &str) -> bool {
    static HEADS: OnceLock<HashSet<String>> = OnceLock::new();
    let heads = HEADS.get_or_init(|| {
        let last = titles().filter(|title| !title.contains(" of ")).filter_map(|title| title.rsplit([' ', '-']).next());
        let mut heads: HashSet<String> = last.map(text::fold).collect();
        let plural = |word: &String| word.strip_suffix('s').is_some_and(|one| heads.contains(one));
        let plurals: Vec<String> = heads.iter().filter(|word| plural(word)).cloned().collect();
        for word in &plurals {
            heads.remove(word);
        }
        heads.extend(lists().roles.iter().map(|role| (*role).to_owned()));
        for word in &lists().address {
            heads.remove(*word);
        }
        heads
    });
    heads.contains(term) || is_abbreviated(term)
}

/// Says whether a word is one who does something: `driver`, `operator`, `columnist`, `fisherman`.
fn has_agent_ending(term: &str) -> bool {
    let endings = ["er", "or", "ist", "man", "woman", "ician", "ologist", "grapher"];
    term.len() > 4 && endings.iter().any(|ending| term.ends_with(ending)) && !lists().not_roles.contains(term)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn ceil(text: &str, at: usize) -> usize {
    (at..=text.len()).find(|&at| text.is_char_boundary(at)).unwrap_or(text.len())
}

#[cfg(test)]
mod tests;

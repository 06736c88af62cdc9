//! A field as the recognizer reads it: whole words with what the lists know of them, the raw text between them, and the
//! runs of capitalised words.

use super::lists::{Entry, Lists, class};
use crate::story::Field;
use crate::text::{Analysis, Token, TokenKind};
use std::ops::Range;

/// What is written with a full stop before a name or inside one.
const ABBREVIATIONS: &[&str] = &[
    "Adm", "Brig", "Capt", "Chas", "Cmdr", "Col", "Cpl", "Dr", "Fr", "Ft", "Gen", "Geo", "Gov", "Govs", "Jr", "Lt",
    "Maj", "Messrs", "Mr", "Mrs", "Ms", "Mt", "Prof", "Pvt", "Rep", "Reps", "Rev", "Sen", "Sens", "Sgt", "Sr", "St",
    "Ste", "Wm",
];

/// The most words of a run, and of an organization's name after its head word. No name is as long: more words are a table or
/// a list, and looking ahead through all of it at each of its words would take its length squared.
pub(super) const LONGEST_RUN: usize = 64;

/// How a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// `talks`, `12`.
    Lower,
    /// `Talks`, `McCain`, `U.S.`.
    Capital,
    /// Two capitals or more and no small letter: `NATO`.
    Capitals,
    /// A capital first, and a small letter after a hyphen: `Jong-un`, `Moscow-based`.
    HalfCompound,
}

/// One whole word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    token: Token,
    /// The classes of the word, known for capitalised words only; see [`Text::classes`] for any word.
    classes: u32,
    number: u32,
    pub(super) shape: Shape,
    /// Whether it is the first of a sentence.
    pub(super) opens: bool,
}

/// What stands between two words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Gap {
    /// White space alone.
    Space,
    /// A full stop and white space.
    Stop,
    /// `'s` or a lost ` s `.
    Possessive,
    /// The apostrophe of a plural: `Workers' `.
    Plural,
    /// `, `
    Comma,
    /// ` & `
    Ampersand,
    /// ` (`
    Opens,
    /// Anything else.
    Other,
}

/// A field's words.
pub(super) struct Text<'t> {
    pub(super) field: Field,
    raw: &'t str,
    analysis: &'t Analysis,
    pub(super) words: Vec<Word>,
    /// Whether most of it is in capitals, as headlines were.
    pub(super) loud: bool,
    /// Whether it is written as sentences are, so that a capital means a name.
    pub(super) cased: bool,
    lists: &'static Lists,
}

impl<'t> Text<'t> {
    pub(super) fn new(field: Field, raw: &'t str, analysis: &'t Analysis, lists: &'static Lists) -> Self {
        let mut words = Vec::with_capacity(analysis.tokens.len());
        let mut sentences = analysis.sentences.iter().copied().peekable();
        for token in analysis.tokens.iter().filter(|token| token.kind != TokenKind::Part) {
            while sentences.next_if(|&first| first < token.position).is_some() {}
            let opens = sentences.peek() == Some(&token.position);
            let shape = shape(&raw[token.start as usize..token.end as usize]);
            let mut entry = Entry::default();
            if shape != Shape::Lower {
                let term = analysis.term(token);
                entry = lists.word(term);
                if token.kind == TokenKind::Compound && entry.number == 0 {
                    // A double first name is one where its first part is: `Anne-Marie`.
                    let first = term.split('-').next().unwrap_or_default();
                    entry.classes = lists.word(first).classes & class::FIRST;
                }
            }
            words.push(Word { token: *token, classes: entry.classes, number: entry.number, shape, opens });
        }
        let count = |shape: Shape| words.iter().filter(|word| word.shape == shape).count();
        let loud = count(Shape::Capitals) > count(Shape::Lower);
        let cased = count(Shape::Lower) * 3 >= words.len();
        Self { field, raw, analysis, words, loud, cased, lists }
    }

    /// Returns a word's folded form.
    pub(super) fn term(&self, index: usize) -> &'t str {
        self.analysis.term(&self.words[index].token)
    }

    /// Returns a word as written.
    pub(super) fn raw(&self, index: usize) -> &'t str {
        let token = &self.words[index].token;
        &self.raw[token.start as usize..token.end as usize]
    }

    /// Returns the text from the first of some words to the last.
    pub(super) fn slice(&self, words: &Range<usize>) -> &'t str {
        let (start, end) = self.bytes(words);
        &self.raw[start as usize..end as usize]
    }

    /// Returns the bytes from the first of some words to the last.
    pub(super) fn bytes(&self, words: &Range<usize>) -> (u32, u32) {
        (self.words[words.start].token.start, self.words[words.end - 1].token.end)
    }

    /// Returns the positions of the first of some words and, inclusive, of the last.
    pub(super) fn positions(&self, words: &Range<usize>) -> (u32, u32) {
        let last = &self.words[words.end - 1].token;
        (self.words[words.start].token.position, last.position + last.length - 1)
    }

    /// Returns the classes of any word.
    pub(super) fn classes(&self, index: usize) -> u32 {
        #[cfg(test)]
        super::tests::count_look();
        match self.words.get(index) {
            Some(word) if word.shape == Shape::Lower => self.lists.word(self.term(index)).classes,
            Some(word) => word.classes,
            None => 0,
        }
    }

    /// Says whether a word has one of these classes.
    pub(super) fn is(&self, index: usize, classes: u32) -> bool {
        self.classes(index) & classes != 0
    }

    /// Says whether a word is capitalised.
    pub(super) fn is_capital(&self, index: usize) -> bool {
        self.words.get(index).is_some_and(|word| matches!(word.shape, Shape::Capital | Shape::Capitals))
    }

    /// Returns the raw text between a word and the next, or after the last.
    pub(super) fn between(&self, index: usize) -> &'t str {
        let end = self.words[index].token.end as usize;
        let next = self.words.get(index + 1).map_or(self.raw.len(), |next| next.token.start as usize);
        &self.raw[end.min(next)..next]
    }

    /// Returns what stands between a word and the next.
    pub(super) fn gap(&self, index: usize) -> Gap {
        #[cfg(test)]
        super::tests::count_look();
        let between = self.between(index);
        if between == " " {
            return Gap::Space;
        }
        let mut marks = between.chars().filter(|mark| !mark.is_whitespace());
        let (first, second, third) = (marks.next(), marks.next(), marks.next());
        match (first, second, third) {
            (None, ..) if between.matches('\n').count() > 1 => Gap::Other,
            (None, ..) => Gap::Space,
            (Some('.'), None, _) if between.matches('\n').count() < 2 => Gap::Stop,
            (Some(','), None, _) => Gap::Comma,
            (Some('&'), None, _) => Gap::Ampersand,
            (Some('('), None, _) => Gap::Opens,
            (Some('\'' | '’' | '‘' | '`'), Some('s' | 'S'), _) => Gap::Possessive,
            (Some('\'' | '’'), None, _) if between.ends_with(' ') && self.term(index).ends_with('s') => Gap::Plural,
            (Some('s'), ..) if between.starts_with(" s") => Gap::Possessive,
            _ => Gap::Other,
        }
    }

    /// Returns the gap before a word.
    pub(super) fn gap_before(&self, index: usize) -> Gap {
        if index == 0 { Gap::Other } else { self.gap(index - 1) }
    }

    /// Returns the longest phrase of the lists that begins at a word and ends before `limit`: its end and its classes.
    pub(super) fn phrase(&self, start: usize, limit: usize) -> Option<(usize, u32)> {
        if self.words[start].classes & class::STARTS_PHRASE == 0 {
            return None;
        }
        let mut node = 0;
        let mut best = None;
        for index in start..limit.min(self.words.len()) {
            let word = &self.words[index];
            let number =
                if word.shape == Shape::Lower { self.lists.word(self.term(index)).number } else { word.number };
            let Some((next, classes)) = self.lists.step(node, number) else { break };
            if classes != 0 {
                best = Some((index + 1, classes));
            }
            node = next;
            if !matches!(self.gap(index), Gap::Space | Gap::Ampersand | Gap::Comma | Gap::Possessive | Gap::Plural) {
                break;
            }
        }
        best
    }

    /// Returns the run of capitalised words that begins at a word.
    pub(super) fn run(&self, start: usize) -> Range<usize> {
        let mut last = start;
        while last - start < LONGEST_RUN
            && let Some(next) = self.next_of_run(start, last)
        {
            last = next;
        }
        start..last + 1
    }

    fn next_of_run(&self, start: usize, last: usize) -> Option<usize> {
        let next = last + 1;
        if next >= self.words.len() {
            return None;
        }
        let joined = match self.gap(last) {
            Gap::Space | Gap::Ampersand => true,
            Gap::Stop => self.is_abbreviation(last) && self.is_capital(next),
            Gap::Comma => self.is_capital(next) && super::key::is_generation(self.term(next)),
            Gap::Possessive | Gap::Plural => self.owns(last, next),
            _ => false,
        };
        if !joined {
            return None;
        }
        if self.is_capital(next) {
            return Some(next);
        }
        let word = &self.words[next];
        if word.shape == Shape::HalfCompound {
            let korean = self.is(last, class::EAST_ASIAN) || (last > start && self.is(last - 1, class::EAST_ASIAN));
            return korean.then_some(next);
        }
        if self.is_linked(last, next) {
            return Some(next + 1);
        }
        // Particles, at most three, before a capitalised word: `van der Berg`.
        let mut after = next;
        while after < next + 3 && self.words.get(after).is_some_and(|word| word.shape == Shape::Lower) {
            if !self.is(after, class::PARTICLE) {
                return None;
            }
            if self.gap(after) != Gap::Space {
                return None;
            }
            after += 1;
        }
        (after > next && self.is_capital(after)).then_some(after)
    }

    /// Says whether a possessive is part of a name: `People's Party`, `Harbour Workers' Union`.
    fn owns(&self, owner: usize, next: usize) -> bool {
        if !self.is_capital(next) {
            return false;
        }
        let term = self.term(owner);
        if self.gap(owner) == Gap::Possessive {
            let named = class::HEAD_LAST | class::INSIDE | class::BESIDE;
            let people = matches!(term, "people" | "women" | "men" | "children" | "king" | "queen");
            return people && self.is(next, named);
        }
        let classes = self.classes(owner);
        let trade = classes == 0
            || classes & (class::INSIDE | class::BESIDE | class::HEAD_FIRST) != 0
            || term.ends_with("ers")
            || term.ends_with("ors");
        trade && self.is(next, class::HEAD_LAST)
    }

    /// Says whether `and` joins two words of one name: `Patent and Trademark Office`, `Lorimer and Sons`.
    fn is_linked(&self, last: usize, link: usize) -> bool {
        let next = link + 1;
        if self.term(link) != "and" || self.gap(link) != Gap::Space || !self.is_capital(next) {
            return false;
        }
        if matches!(self.term(next), "co" | "sons" | "company" | "brothers" | "associates" | "partners") {
            return true;
        }
        let inside = class::INSIDE | class::BESIDE;
        let ends = |index: &usize| self.is_capital(*index) && self.is(*index, class::HEAD_LAST);
        let Some(head) = (next..next + 4).find(ends) else { return false };
        // The trades of a union may be any words: `the Quarry and Harbour Workers' Union`.
        let trade = |index: usize| {
            self.classes(index) & !(inside | class::MISC | class::HEAD_LAST) == 0 || self.is(index, inside)
        };
        let trades = self.gap_before(head) == Gap::Plural && trade(last) && trade(next);
        trades || self.is(last, inside) && self.is(next, inside)
    }

    /// Says whether a full stop after this word is that of an abbreviation: `J.`, `Gen.`, `St.`.
    pub(super) fn is_abbreviation(&self, index: usize) -> bool {
        let raw = self.raw(index);
        raw.len() == 1 || ABBREVIATIONS.contains(&raw)
    }

    /// Says whether a run is written in capitals, as headlines and tables are; three acronyms side by side are short.
    pub(super) fn shouts(&self, run: &Range<usize>) -> bool {
        let loud = |index: usize| {
            self.words.get(index).is_some_and(|word| word.shape == Shape::Capitals && self.raw(index).len() > 3)
        };
        run.clone().filter(|&index| loud(index)).count() > 2
    }
}

fn shape(raw: &str) -> Shape {
    let bytes = raw.as_bytes();
    let Some(&first) = bytes.first() else { return Shape::Lower };
    if first.is_ascii_lowercase() || first.is_ascii_digit() {
        let joined = raw.split_once('-').is_some_and(|(article, rest)| {
            matches!(article, "al" | "el" | "as" | "ul" | "an" | "ad" | "ar" | "bin")
                && rest.starts_with(char::is_uppercase)
        });
        return if joined { Shape::Capital } else { Shape::Lower };
    }
    if !raw.starts_with(char::is_uppercase) {
        return Shape::Lower;
    }
    if let Some((_, rest)) = raw.split_once('-')
        && rest.starts_with(char::is_lowercase)
    {
        let inner = rest.split('-').next_back().is_some_and(|last| last.starts_with(char::is_uppercase));
        return if inner { Shape::Capital } else { Shape::HalfCompound };
    }
    let letters = raw.chars().filter(|letter| letter.is_alphabetic());
    let (mut upper, mut lower) = (0, 0);
    for letter in letters {
        if letter.is_lowercase() { lower += 1 } else { upper += 1 }
    }
    if upper > 1 && lower == 0 { Shape::Capitals } else { Shape::Capital }
}

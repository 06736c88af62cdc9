//! Makes queries of every kind from the words of a collection.
//!
//! Operands of one operator are mostly taken from places near one another in one story, so that queries have hits; the rest
//! is taken from anywhere.

use super::query::{Distance, Nearness, Query, Scope, Word};
use super::scan::{Collection, Scanned, path_words, week};
use morgue::story::{Field, NameKind};
use morgue::text::{self, Analysis, Token, TokenKind};

/// Numbers that look random and are the same every time (splitmix64).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    /// True so many times in a hundred.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }
}

/// A position in a story.
#[derive(Clone, Copy)]
struct Place {
    story: usize,
    field: Field,
    at: u32,
}

pub(crate) struct Maker<'a> {
    random: Random,
    collection: &'a Collection,
}

impl<'a> Maker<'a> {
    /// `seed` decides which queries are made. The collection must have a word of four letters.
    pub(crate) fn new(seed: u64, collection: &'a Collection) -> Self {
        Self { random: Random(seed), collection }
    }

    /// A query; `depth` says how many levels of AND, OR and NOT it has.
    pub(crate) fn query(&mut self, depth: usize) -> Query {
        let story = self.random.below(self.collection.stories.len());
        self.query_of(story, depth)
    }

    fn query_of(&mut self, story: usize, depth: usize) -> Query {
        if depth == 0 {
            return if self.random.chance(20) { self.filter(story) } else { self.clause(story) };
        }
        let a = self.query_of(story, depth - 1);
        let other = if self.random.chance(70) { story } else { self.random.below(self.collection.stories.len()) };
        let b = self.query_of(other, depth - 1);
        match self.random.below(6) {
            0 | 1 => and(a, b),
            2 | 3 => or(a, b),
            4 => and(a, not(b)),
            _ => a,
        }
    }

    /// Two words that stand within five of one another somewhere, the first one first or last.
    pub(crate) fn two_words(&mut self) -> (String, String) {
        let story = self.random.below(self.collection.stories.len());
        let place = self.place(story, Field::Body);
        let other = Place { at: place.at + 1 + self.random.below(3) as u32, ..place };
        let (a, b) = (self.word(place), self.word(other));
        if self.random.chance(50) { (a, b) } else { (b, a) }
    }

    /// A clause about the words of a story.
    fn clause(&mut self, story: usize) -> Query {
        let place = self.place(story, Field::Body);
        match self.random.below(20) {
            0..=3 => self.leaf(place),
            4..=11 => {
                let depth = self.random.below(4).min(2);
                self.near(place, depth)
            }
            12 | 13 => self.at_least(story),
            14 | 15 => self.first(story),
            16 => not(self.leaf(place)),
            _ => self.within(story),
        }
    }

    /// A place in a field of a story; where that has no words in another story, or at last in a body.
    fn place(&mut self, mut story: usize, field: Field) -> Place {
        for tries in 0.. {
            let field = if tries < 30 { field } else { Field::Body };
            let analysis = &self.collection.stories[story].text(field).analysis;
            if !words_of(analysis).is_empty() {
                return Place { story, field, at: self.random.below(analysis.positions as usize) as u32 };
            }
            story = self.random.below(self.collection.stories.len());
        }
        unreachable!("some body has words")
    }

    fn story(&self, place: Place) -> &'a Scanned {
        &self.collection.stories[place.story]
    }

    /// The plain word at or behind a place, else the last before it.
    fn token(&self, place: Place) -> (&'a Analysis, &'a Token) {
        let analysis = &self.story(place).text(place.field).analysis;
        let words = words_of(analysis);
        let token = words.iter().find(|token| token.position >= place.at).or(words.last());
        (analysis, token.expect("a place is in a text with words"))
    }

    fn word(&self, place: Place) -> String {
        let (analysis, token) = self.token(place);
        analysis.term(token).to_owned()
    }

    /// The plain words in a row from a place on, at most so many.
    fn row(&self, place: Place, most: usize) -> Vec<String> {
        let (analysis, first) = self.token(place);
        let words = words_of(analysis);
        let from = words.iter().position(|token| token.position == first.position).expect("it is one of them");
        let row = (first.position..).zip(&words[from..]).take_while(|(at, token)| token.position == *at);
        row.take(most).map(|(_, token)| analysis.term(token).to_owned()).collect()
    }

    fn phrase(&mut self, place: Place) -> Query {
        let length = 2 + self.random.below(2);
        let row = self.row(place, length);
        if row.len() == 1 {
            return Query::Word(Word::Exact(self.word(place)));
        }
        let (plain, patterned) = (self.random.chance(50), self.random.chance(40));
        let patterned = patterned.then(|| self.random.below(row.len()));
        let words = row.into_iter().enumerate().map(|(at, word)| match (Some(at) == patterned, plain) {
            (true, _) => self.pattern(&word),
            (false, true) => Word::Plain(word),
            (false, false) => Word::Exact(word),
        });
        Query::Phrase(words.collect())
    }

    fn pattern(&mut self, word: &str) -> Word {
        let mut letters: Vec<char> = word.chars().collect();
        if self.random.chance(60) {
            letters.truncate(letters.len().max(4) / 2 + 1);
            letters.push('*');
        } else {
            let middle = letters.len() / 2;
            letters[middle] = '?';
        }
        Word::Pattern(letters.into_iter().collect())
    }

    /// A name that the field mentions, the nearest; a word where it mentions none.
    fn name(&mut self, place: Place) -> Query {
        // What an acronym is short for is the index's knowledge.
        let is_acronym = |name: &str| !name.contains(char::is_lowercase);
        let mentions = self.story(place).document.mentions.iter();
        let mentions = mentions.filter(|mention| mention.field == place.field && !is_acronym(&mention.name));
        let Some(mention) = mentions.min_by_key(|mention| mention.first.abs_diff(place.at)) else {
            return Query::Word(Word::Bare(self.word(place)));
        };
        let name = match mention.kind {
            _ if self.random.chance(8) => None,
            NameKind::Person if self.random.chance(50) => mention.key.rsplit(' ').next().map(str::to_owned),
            _ => Some(mention.name.replace('"', "")),
        };
        Query::Name(mention.kind, name)
    }

    fn leaf(&mut self, place: Place) -> Query {
        match self.random.below(16) {
            0..=4 => Query::Word(Word::Bare(self.word(place))),
            5 | 6 => Query::Word(Word::Exact(self.word(place))),
            7 | 8 => {
                let word = self.word(place);
                Query::Word(self.pattern(&word))
            }
            9 => Query::Word(Word::Fuzzy(self.word(place))),
            10..=12 => self.phrase(place),
            _ => self.name(place),
        }
    }

    /// Something that may stand beside an operator of distance; `depth` operators may stand in it.
    fn operand(&mut self, place: Place, depth: usize) -> Query {
        match self.random.below(12) {
            0 | 1 => {
                let other = self.anywhere(place);
                let (a, b) = (self.leaf(place), self.leaf(other));
                if self.random.chance(50) { or(a, b) } else { or(b, a) }
            }
            2 if place.field == Field::Body => {
                let count = place.at + 2 + self.random.below(8) as u32;
                Query::First(count, Box::new(self.leaf(place)))
            }
            _ if depth > 0 => self.near(place, depth - 1),
            _ => self.leaf(place),
        }
    }

    fn anywhere(&mut self, place: Place) -> Place {
        let story = self.random.below(self.collection.stories.len());
        self.place(story, place.field)
    }

    fn near(&mut self, place: Place, depth: usize) -> Query {
        let most = if self.random.chance(50) { 6 } else { 30 };
        let count = 1 + self.random.below(most) as u32;
        let (distance, reach) = match self.random.below(20) {
            0..=8 => (Distance::Words(count), count + 2),
            9..=13 => (Distance::Ordered(count), count + 2),
            14..=16 => (Distance::Sentence, 15),
            _ => (Distance::Paragraph, 40),
        };
        let negated = self.random.chance(20);
        let step = 1 + self.random.below(reach as usize) as u32;
        let is_behind = matches!(distance, Distance::Ordered(_)) || self.random.chance(50);
        let at = if is_behind { place.at.saturating_add(step) } else { place.at.saturating_sub(step) };
        let elsewhere = if negated { 50 } else { 8 };
        let partner = if self.random.chance(elsewhere) { self.anywhere(place) } else { Place { at, ..place } };
        // The depth is in one of the operands, seldom in both.
        let other_depth = if self.random.chance(15) { depth } else { 0 };
        let left = self.operand(place, depth);
        let right = self.operand(partner, other_depth);
        // What is always near itself is refused.
        let negated = negated && left.to_string() != right.to_string();
        Query::Near(Nearness { negated, distance }, Box::new(left), Box::new(right))
    }

    /// A word that its story has more than once, and how often; any word where there is none.
    fn frequent(&mut self, story: usize) -> (Place, u32) {
        let mut best = (self.place(story, Field::Body), 1);
        for _ in 0..6 {
            let place = self.place(best.0.story, Field::Body);
            let (analysis, token) = self.token(place);
            let same = |other: &&Token| analysis.term(other) == analysis.term(token);
            let count = analysis.tokens.iter().filter(same).count() as u32;
            if count > best.1 {
                best = (place, count);
            }
        }
        best
    }

    fn at_least(&mut self, story: usize) -> Query {
        let (place, count) = self.frequent(story);
        let word = Query::Word(Word::Bare(self.word(place)));
        let inner = match self.random.below(8) {
            0 | 1 => word,
            2 => {
                let other = self.anywhere(place);
                or(word, self.leaf(other))
            }
            3 => {
                let (other, _) = self.frequent(place.story);
                and(word, self.leaf(other))
            }
            4..=6 => {
                let partner = Place { at: place.at.saturating_add(1 + self.random.below(4) as u32), ..place };
                let distance = if self.random.chance(60) { Distance::Words(30) } else { Distance::Paragraph };
                let partner = self.leaf(partner);
                Query::Near(Nearness { negated: false, distance }, Box::new(word), Box::new(partner))
            }
            _ => self.name(place),
        };
        let most = if matches!(inner, Query::Near(..)) { 2 } else { count.min(4) + 1 };
        let count = 1 + self.random.below(most as usize) as u32;
        Query::AtLeast(count, Box::new(inner))
    }

    fn first(&mut self, story: usize) -> Query {
        let count = 3 + self.random.below(60) as u32;
        let place = self.place(story, Field::Body);
        let place = Place { at: self.random.below(count as usize) as u32, ..place };
        let inner = match self.random.below(4) {
            0 => {
                let other = Place { at: self.random.below(count as usize) as u32, ..place };
                and(self.leaf(place), self.leaf(other))
            }
            1 => self.near(place, 1),
            _ => self.leaf(place),
        };
        Query::First(count, Box::new(inner))
    }

    fn within(&mut self, story: usize) -> Query {
        let (scope, field) = match self.random.below(6) {
            0 => (Scope::Headline, Field::Headline),
            1 => (Scope::Body, Field::Body),
            2 | 3 => (Scope::Lead, Field::Body),
            4 => (Scope::HeadlineOrLead, Field::Headline),
            _ => (Scope::HeadlineOrLead, Field::Body),
        };
        let mut place = self.place(story, field);
        let scope = if scope == Scope::Headline && place.field == Field::Body { Scope::Body } else { scope };
        if scope == Scope::Lead || scope == Scope::HeadlineOrLead && field == Field::Body {
            place.at = self.random.below(40) as u32;
        }
        let other = Place { at: place.at.saturating_add(1 + self.random.below(5) as u32), ..place };
        let inner = match self.random.below(8) {
            0 | 1 => self.leaf(place),
            2..=4 => self.near(place, 1),
            5 => and(self.leaf(place), self.leaf(other)),
            6 => {
                let other = self.anywhere(place);
                and(self.leaf(place), not(self.leaf(other)))
            }
            _ => Query::AtLeast(1 + self.random.below(2) as u32, Box::new(self.leaf(place))),
        };
        Query::Within(scope, Box::new(inner))
    }

    /// A condition on what is beside the text.
    fn filter(&mut self, story: usize) -> Query {
        let (kind, at) = (self.random.below(8), self.random.next() as usize);
        let mut scanned = &self.collection.stories[story];
        for _ in 0..30 {
            let story = &scanned.document.story;
            let has_it = [!story.places.is_empty(), story.section.is_some(), story.agency.is_some()];
            if has_it.get(kind) != Some(&false) {
                break;
            }
            scanned = &self.collection.stories[self.random.below(self.collection.stories.len())];
        }
        let story = &scanned.document.story;
        let word_of = |value: Option<&str>| {
            let analysis = text::analyze(value?);
            let words = words_of(&analysis);
            (!words.is_empty()).then(|| analysis.term(words[at % words.len()]).to_owned())
        };
        let made = match kind {
            0 => word_of(story.places.first().map(String::as_str)).map(Query::Place),
            1 => word_of(story.section.as_deref()).map(Query::Section),
            2 => word_of(story.agency.as_deref()).map(Query::Agency),
            3 => story.date.map(|date| Query::Date(date.to_string())),
            4 => {
                let words = path_words(&story.path);
                let from = at % words.len();
                Some(Query::Path(words[from..words.len().min(from + 3)].to_vec()))
            }
            5 => story.date.map(|date| {
                let month = &date.to_string()[..7.min(date.to_string().len())];
                Query::Date(if at.is_multiple_of(2) { format!("{month}..") } else { format!("..{month}") })
            }),
            6 => story.date.map(|date| Query::Date(week(date.days().0))),
            _ => {
                let (words, some) = (scanned.body.analysis.positions, (at % 50) as u32);
                Some(match at % 3 {
                    0 => Query::Length(Some(words), None),
                    1 => Query::Length(None, Some(words)),
                    _ => Query::Length(Some(words.saturating_sub(some)), Some(words + some)),
                })
            }
        };
        made.unwrap_or_else(|| self.clause(0))
    }
}

fn and(a: Query, b: Query) -> Query {
    Query::And(Box::new(a), Box::new(b))
}

fn or(a: Query, b: Query) -> Query {
    Query::Or(Box::new(a), Box::new(b))
}

fn not(inner: Query) -> Query {
    Query::Not(Box::new(inner))
}

fn is_plain(word: &str) -> bool {
    word.len() >= 4 && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// The words that can be typed as they are.
fn words_of(analysis: &Analysis) -> Vec<&Token> {
    let words = analysis.tokens.iter().filter(|token| token.kind == TokenKind::Word);
    words.filter(|token| is_plain(analysis.term(token))).collect()
}

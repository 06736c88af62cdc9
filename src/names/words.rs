//! A field as the recognizer reads it: whole words with what the lists know of them, the raw text between them, and the
//! runs of capitalised words.

use super::hash;
use super::lists::{Lists, class};
use super::model::Clusters;
use crate::story::Field;
use crate::text::{Analysis, Token, TokenKind};
use std::ops::Range;

/// What is written with a full stop before a name or inside one.
const ABBREVIATIONS: &[&str] = &[
    "Adm", "Brig", "Capt", "Chas", "Cmdr", "Col", "Cpl", "Dr", "Fr", "Ft", "Gen", "Geo", "Gov", "Govs", "Jr", "Lt",
    "Maj", "Messrs", "Mr", "Mrs", "Ms", "Mt", "Prof", "Pvt", "Rep", "Reps", "Rev", "Sen", "Sens", "Sgt", "Sr", "St",
    "Ste", "Wm",
];

/// What a headline puts before a hyphen: the desk or the kind of story.
const DESKS: &[&str] = &[
    "alert",
    "analysis",
    "athletics",
    "baseball",
    "basketball",
    "boxing",
    "brief",
    "column",
    "corrected",
    "cricket",
    "cycling",
    "digest",
    "exclusive",
    "explainer",
    "factbox",
    "feature",
    "golf",
    "gymnastics",
    "insight",
    "interview",
    "newsmaker",
    "obituary",
    "olympics",
    "poll",
    "preview",
    "profile",
    "refile",
    "rowing",
    "rpt",
    "rugby",
    "sailing",
    "skiing",
    "soccer",
    "stocks",
    "swimming",
    "tennis",
    "timeline",
    "update",
    "wrapup",
];

/// What a headline puts after a hyphen: who says so.
const CREDITS: &[&str] = &[
    "agency",
    "agencies",
    "aide",
    "ceo",
    "cfo",
    "document",
    "filing",
    "lawyer",
    "media",
    "memo",
    "minister",
    "ministry",
    "official",
    "officials",
    "paper",
    "police",
    "report",
    "reports",
    "source",
    "sources",
    "spokesman",
    "spokeswoman",
    "statement",
    "tv",
    "witness",
    "witnesses",
];

/// Words of four letters and more that headlines in title case leave without a capital.
const SMALL_WORDS: &[&str] = &["after", "amid", "from", "into", "over", "than", "that", "upon", "with", "without"];

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
    classes: u32,
    number: u32,
    hash: u64,
    /// The path of its cluster behind a leading one, or 0.
    cluster: u32,
    /// A number for the pattern of its letters: `Xx`, `X.X.`, `XxXx`.
    pattern: u32,
    pub(super) shape: Shape,
    style: Style,
    has_capital: bool,
    /// What stands between it and the next word.
    gap: Gap,
    /// Whether it is the first of a sentence.
    pub(super) opens: bool,
}

/// How the sentence of a word is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Only names and the first word have a capital.
    Sentence,
    /// Most words have one, as in headlines.
    Title,
    /// All letters are capitals.
    Capitals,
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
    pub(super) fn new(
        field: Field,
        raw: &'t str,
        analysis: &'t Analysis,
        lists: &'static Lists,
        clusters: &Clusters<'_>,
    ) -> Self {
        let mut words = Vec::with_capacity(analysis.tokens.len());
        let mut sentences = analysis.sentences.iter().copied().peekable();
        let mut tagged_until = 0;
        for token in &analysis.tokens {
            let compound = token.kind == TokenKind::Compound;
            if compound && is_tagged(&raw[token.start as usize..token.end as usize]) {
                tagged_until = token.end;
                continue;
            }
            if token.kind == TokenKind::Part && token.start >= tagged_until {
                continue;
            }
            while sentences.next_if(|&first| first < token.position).is_some() {}
            let opens = sentences.peek() == Some(&token.position);
            let written = &raw[token.start as usize..token.end as usize];
            let small = written.bytes().all(|byte| byte.is_ascii_lowercase());
            let shape = if small { Shape::Lower } else { shape(written) };
            let term = analysis.term(token);
            let hash = hash::bytes(term.as_bytes());
            let mut entry = lists.word(hash);
            if shape != Shape::Lower && token.kind == TokenKind::Compound && entry.number == 0 {
                // A double first name is one where its first part is: `Anne-Marie`.
                let first = term.split('-').next().unwrap_or_default();
                entry.classes = lists.word(hash::bytes(first.as_bytes())).classes & class::FIRST;
            }
            words.push(Word {
                token: *token,
                classes: entry.classes,
                number: entry.number,
                hash,
                cluster: clusters.path(hash),
                pattern: if small { SMALL } else { pattern(written) },
                shape,
                style: Style::Sentence,
                has_capital: !small && (shape != Shape::Lower || written.bytes().any(|byte| byte.is_ascii_uppercase())),
                gap: Gap::Other,
                opens,
            });
        }
        set_styles(&mut words, raw);
        let count = |shape: Shape| words.iter().filter(|word| word.shape == shape).count();
        let loud = count(Shape::Capitals) > count(Shape::Lower);
        let cased = count(Shape::Lower) * 3 >= words.len();
        let mut text = Self { field, raw, analysis, words, loud, cased, lists };
        for index in 0..text.words.len() {
            text.words[index].gap = text.read_gap(index);
        }
        text
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

    /// Returns the words that lie whole within some bytes.
    pub(super) fn words_within(&self, start: u32, end: u32) -> Range<usize> {
        let first = self.words.partition_point(|word| word.token.start < start);
        let last = self.words.partition_point(|word| word.token.end <= end);
        first..last.max(first)
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
        self.words.get(index).map_or(0, |word| word.classes)
    }

    /// Returns the hash of a word's folded form.
    pub(super) fn hash(&self, index: usize) -> u32 {
        self.words[index].hash as u32
    }

    /// Returns the hash of a word's folded form, all of it.
    pub(super) fn whole_hash(&self, index: usize) -> u64 {
        self.words[index].hash
    }

    /// Returns a number for the pattern of a word's letters.
    pub(super) fn pattern(&self, index: usize) -> u32 {
        self.words[index].pattern
    }

    /// Returns the path of a word's cluster behind a leading one, or 0.
    pub(super) fn cluster(&self, index: usize) -> u32 {
        self.words[index].cluster
    }

    /// Returns a number that is the same for words written alike, in sentences written alike, at the same end of them.
    pub(super) fn written(&self, index: usize) -> u32 {
        let word = &self.words[index];
        word.pattern * 8 + word.style as u32 * 2 + u32::from(word.opens)
    }

    /// Returns how the sentence of a word is written.
    pub(super) fn style(&self, index: usize) -> Style {
        self.words[index].style
    }

    /// Says whether a word has a capital letter anywhere: `iPhone`.
    pub(super) fn has_capital(&self, index: usize) -> bool {
        self.words[index].has_capital
    }

    /// Says whether a word has one of these classes.
    pub(super) fn is(&self, index: usize, classes: u32) -> bool {
        self.classes(index) & classes != 0
    }

    /// Says whether a word is several, joined by hyphens, that all have one of these classes or are letters: `Jan-Dec`, `D-Ohio`.
    pub(super) fn parts_are(&self, index: usize, classes: u32) -> bool {
        let term = self.term(index);
        let ordinary =
            |part: &str| part.len() == 1 || self.lists.word(hash::bytes(part.as_bytes())).classes & classes != 0;
        term.contains('-') && term.split('-').all(ordinary)
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
        self.words[index].gap
    }

    fn read_gap(&self, index: usize) -> Gap {
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

    /// Says whether an ampersand stands between some words.
    pub(super) fn joins(&self, words: &Range<usize>) -> bool {
        words.clone().any(|index| index + 1 < words.end && self.gap(index) == Gap::Ampersand)
    }

    /// Says whether words are only people by their nation, faith or party, perhaps with a place: `Texas Republican`.
    pub(super) fn are_people(&self, words: &Range<usize>) -> bool {
        self.is(words.end - 1, class::PEOPLE)
            && !self.is(words.end - 1, class::ORGANIZATION)
            && words
                .clone()
                .all(|index| self.is(index, class::PEOPLE | class::PLACE) || self.words[index].shape == Shape::Lower)
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
            let Some((next, classes)) = self.lists.step(node, word.number) else { break };
            if classes != 0 {
                best = Some((index + 1, classes));
            }
            node = next;
            let joined =
                matches!(self.gap(index), Gap::Space | Gap::Ampersand | Gap::Comma | Gap::Possessive | Gap::Plural);
            if !(joined || self.gap(index) == Gap::Stop && self.is_abbreviation(index)) {
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
        let written =
            |known: &&str| **known == *raw || self.style(index) == Style::Capitals && known.eq_ignore_ascii_case(raw);
        raw.len() == 1 || ABBREVIATIONS.iter().any(written)
    }
}

/// Finds out how each sentence is written.
fn set_styles(words: &mut [Word], raw: &str) {
    const FEWEST: usize = 3;
    let mut start = 0;
    while start < words.len() {
        let end = (start + 1..words.len()).find(|&index| words[index].opens).unwrap_or(words.len());
        let sentence = &mut words[start..end];
        let count = |shape: Shape| sentence.iter().filter(|word| word.shape == shape).count();
        let (lower, capitals) = (count(Shape::Lower), count(Shape::Capitals));
        let title = sentence.len() - lower - capitals;
        // Headlines in title case leave only small words without a capital.
        let is_large = |word: &Word| {
            let written = &raw[word.token.start as usize..word.token.end as usize];
            word.shape == Shape::Lower && written.len() > 3 && !SMALL_WORDS.contains(&written)
        };
        let style = if capitals >= FEWEST && capitals > lower + title {
            Style::Capitals
        } else if sentence.len() > FEWEST && title + capitals > lower * 2 && !sentence.iter().any(is_large) {
            Style::Title
        } else {
            Style::Sentence
        };
        for word in sentence {
            word.style = style;
        }
        start = end;
    }
}

/// The pattern of a word of small letters.
const SMALL: u32 = 0o166;

/// Returns a number for the pattern of a word's letters, a stretch of one kind counted up to two.
fn pattern(raw: &str) -> u32 {
    let (mut number, mut last, mut count) = (1_u32, 0, 0);
    for letter in raw.chars() {
        let kind = match letter {
            '.' => 3,
            '-' => 4,
            '&' => 5,
            digit if digit.is_ascii_digit() => 2,
            upper if upper.is_uppercase() => 1,
            lower if lower.is_alphabetic() => 6,
            _ => 7,
        };
        count = if kind == last { count + 1 } else { 1 };
        last = kind;
        if count < 3 && number < 1 << 25 {
            number = number * 8 + kind;
        }
    }
    number
}

/// Says whether a hyphen joins a name to what a headline says around it: `Soccer-Holm`, `Norden-sources`.
fn is_tagged(raw: &str) -> bool {
    let is = |part: &str, words: &[&str]| words.iter().any(|word| part.eq_ignore_ascii_case(word));
    raw.split_once('-').is_some_and(|(first, _)| is(first, DESKS))
        || raw.rsplit_once('-').is_some_and(|(_, last)| is(last, CREDITS))
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

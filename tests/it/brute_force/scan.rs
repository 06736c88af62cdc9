//! The evaluator: reads the words of a story from the first to the last, looks at every pair of matches, and says where a
//! query holds.
//!
//! It shares with the program only what a word is (`morgue::text`) and what a name's key is; it knows nothing of postings,
//! plans or spans.

use super::query::{Distance, Nearness, Query, Scope, Word};
use morgue::query::Syntax;
use morgue::story::{Date, Document, Field, NameKind};
use morgue::text::{self, Analysis, Inflections, Token, singular_and_plural};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Stories, and every word in them.
pub(crate) struct Collection {
    pub(crate) stories: Vec<Scanned>,
    terms: Vec<String>,
}

/// A story as the evaluator sees it.
pub(crate) struct Scanned {
    pub(crate) document: Document,
    pub(crate) headline: Text,
    pub(crate) body: Text,
}

/// A text, and for each of its tokens the number of its word.
pub(crate) struct Text {
    pub(crate) analysis: Analysis,
    numbers: Vec<usize>,
}

impl Collection {
    pub(crate) fn new(documents: impl IntoIterator<Item = Document>) -> Self {
        let mut numbers = HashMap::new();
        let mut terms = Vec::new();
        let mut read = |text: &str| {
            let analysis = text::analyze(text);
            let of_token = analysis.tokens.iter().map(|token| {
                let term = analysis.term(token);
                *numbers.entry(term.to_owned()).or_insert_with(|| {
                    terms.push(term.to_owned());
                    terms.len() - 1
                })
            });
            let numbers = of_token.collect();
            Text { analysis, numbers }
        };
        let stories = documents.into_iter().map(|document| Scanned {
            headline: read(document.story.headline.as_deref().unwrap_or_default()),
            body: read(&document.story.body),
            document,
        });
        let stories = stories.collect();
        Self { stories, terms }
    }
}

impl Scanned {
    pub(crate) fn text(&self, field: Field) -> &Text {
        match field {
            Field::Headline => &self.headline,
            Field::Body => &self.body,
        }
    }
}

/// The bytes of an operand in a field.
pub(crate) type Range = (Field, usize, usize);

/// The operands that take part in a match, each with the bytes of every whole match that it takes part in.
pub(crate) type Evidence = BTreeMap<Range, BTreeSet<(usize, usize)>>;

/// A match: from its first word to one past its last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Match {
    start: u32,
    end: u32,
    /// Whether it is the stretch between two operands.
    is_group: bool,
}

/// Matches, each with the bytes of the operands that make it up.
type Matches = BTreeMap<Match, BTreeSet<(usize, usize)>>;

/// One field of a story, up to a position.
struct Passage<'s> {
    field: Field,
    story: &'s Scanned,
    text: &'s Text,
    end: u32,
}

/// A query that is ready to be asked of stories.
pub(crate) struct Evaluator<'q> {
    query: &'q Query,
    /// Which words of the collection each word of the query stands for.
    fitting: HashMap<&'q Word, Vec<bool>>,
    /// The key of each name of the query.
    keys: HashMap<(NameKind, &'q str), String>,
}

impl<'q> Evaluator<'q> {
    pub(crate) fn new(query: &'q Query, syntax: Syntax, collection: &Collection) -> Self {
        let fitting = query.words().into_iter().map(|word| (word, fitting(word, syntax, &collection.terms)));
        let keys = query.names().into_iter().map(|(kind, name)| ((kind, name), morgue::names::key(kind, name)));
        Self { query, fitting: fitting.collect(), keys: keys.collect() }
    }

    /// Whether the query holds, and, where it does, the operands of its positive text clauses.
    pub(crate) fn evaluate(&self, story: &Scanned) -> Option<Evidence> {
        self.holds(self.query, Scope::Anywhere, story)
    }

    fn holds(&self, query: &Query, scope: Scope, story: &Scanned) -> Option<Evidence> {
        let about = &story.document.story;
        let filter = |holds: bool| holds.then(Evidence::new);
        match query {
            Query::And(a, b) => both(self.holds(a, scope, story), self.holds(b, scope, story)),
            Query::Or(a, b) => either(self.holds(a, scope, story), self.holds(b, scope, story)),
            Query::Not(inner) if matches!(**inner, Query::Not(_)) => {
                // What is negated twice is not negated: it is shown.
                inner.children().into_iter().find_map(|twice| self.holds(twice, scope, story))
            }
            Query::Not(inner) => filter(self.holds(inner, scope, story).is_none()),
            Query::Within(scope, inner) => self.holds(inner, *scope, story),
            Query::AtLeast(count, inner) => self.at_least(*count, inner, scope, story),
            Query::First(count, inner) => match &**inner {
                Query::And(a, b) => {
                    let of = |part: &Query| self.holds(&Query::First(*count, Box::new(part.clone())), scope, story);
                    both(of(a), of(b))
                }
                _ => self.clause(1, query, scope, story),
            },
            Query::Word(_) | Query::Phrase(_) | Query::Name(..) | Query::Near(..) => {
                self.clause(1, query, scope, story)
            }
            Query::Place(word) => filter(about.places.iter().any(|place| has_word(place, word))),
            Query::Path(words) => filter(path_words(&about.path).windows(words.len()).any(|row| row == words)),
            Query::Section(word) => filter(has_word(about.section.as_deref()?, word)),
            Query::Agency(word) => filter(has_word(about.agency.as_deref()?, word)),
            Query::Date(date) => filter(overlaps(about.date?, date)),
            Query::Length(from, until) => {
                let words = story.body.analysis.words().count() as u32;
                filter(from.is_none_or(|from| words >= from) && until.is_none_or(|until| words <= until))
            }
        }
    }

    fn at_least(&self, count: u32, inner: &Query, scope: Scope, story: &Scanned) -> Option<Evidence> {
        match inner {
            Query::And(a, b) => both(self.at_least(count, a, scope, story), self.at_least(count, b, scope, story)),
            Query::Within(scope, inner) => self.at_least(count, inner, *scope, story),
            _ => self.clause(count, inner, scope, story),
        }
    }

    fn clause(&self, least: u32, operand: &Query, scope: Scope, story: &Scanned) -> Option<Evidence> {
        let mut evidence = Evidence::new();
        let mut count = 0;
        for passage in passages(scope, story) {
            let matches = self.matches(operand, &passage);
            count += most_side_by_side(&matches);
            for parts in matches.values() {
                let from = parts.iter().map(|part| part.0).min().expect("a match has an operand");
                let until = parts.iter().map(|part| part.1).max().expect("a match has an operand");
                for &(start, end) in parts {
                    evidence.entry((passage.field, start, end)).or_default().insert((from, until));
                }
            }
        }
        (count >= least).then_some(evidence)
    }

    fn matches(&self, operand: &Query, passage: &Passage<'_>) -> Matches {
        match operand {
            Query::Word(word) => {
                let tokens = self.tokens(word, passage).into_iter();
                tokens.map(|token| plain(token.position, end(token), (token.start, token.end))).collect()
            }
            Query::Phrase(words) => self.phrase(words, passage),
            Query::Name(kind, name) => self.mentions(*kind, name.as_deref(), passage),
            Query::Or(a, b) => {
                let mut matches = self.matches(a, passage);
                for (found, parts) in self.matches(b, passage) {
                    matches.entry(found).or_default().extend(parts);
                }
                matches
            }
            Query::First(count, inner) => {
                let mut matches = self.matches(inner, passage);
                matches.retain(|found, _| passage.field == Field::Body && found.end <= *count);
                matches
            }
            Query::Near(nearness, a, b) => {
                let left = self.matches(a, passage);
                if left.is_empty() {
                    return left;
                }
                near(*nearness, &left, &self.matches(b, passage), passage)
            }
            other => unreachable!("{other} is no operand"),
        }
    }

    /// The tokens that a word stands for.
    fn tokens<'p>(&self, word: &Word, passage: &Passage<'p>) -> Vec<&'p Token> {
        let fits = &self.fitting[word];
        let tokens = passage.text.analysis.tokens.iter().zip(&passage.text.numbers);
        tokens.filter(|(token, number)| fits[**number] && end(token) <= passage.end).map(|(token, _)| token).collect()
    }

    fn mentions(&self, kind: NameKind, name: Option<&str>, passage: &Passage<'_>) -> Matches {
        let key = name.map(|name| format!(" {} ", self.keys[&(kind, name)]));
        let mentions = passage.story.document.mentions.iter();
        mentions
            .filter(|mention| mention.kind == kind && mention.field == passage.field && mention.last < passage.end)
            .filter(|mention| key.as_ref().is_none_or(|key| format!(" {} ", mention.key).contains(key)))
            .map(|mention| plain(mention.first, mention.last + 1, (mention.start, mention.end)))
            .collect()
    }

    /// At each place the words may stand in a row once; where a word and a hyphenated one both fit, the longer is meant.
    fn phrase(&self, words: &[Word], passage: &Passage<'_>) -> Matches {
        let rows: Vec<Vec<&Token>> = words.iter().map(|word| self.tokens(word, passage)).collect();
        let starts: BTreeSet<u32> = rows[0].iter().map(|token| token.position).collect();
        let mut matches = Matches::new();
        for start in starts {
            let here = |(offset, row): (usize, &Vec<&Token>)| -> Vec<Token> {
                row.iter().filter(|token| token.position == start + offset as u32).map(|token| **token).collect()
            };
            let places: Vec<Vec<Token>> = rows.iter().enumerate().map(here).collect();
            if places.iter().all(|tokens| !tokens.is_empty()) {
                let tokens = places.iter().flatten();
                let last = tokens.clone().max_by_key(|token| end(token)).expect("the row has tokens");
                let first = places[0].iter().map(|token| token.start).min().expect("the row has tokens");
                matches.extend([plain(start, end(last), (first, last.end))]);
            }
        }
        matches
    }
}

fn plain(start: u32, end: u32, bytes: (u32, u32)) -> (Match, BTreeSet<(usize, usize)>) {
    (Match { start, end, is_group: false }, BTreeSet::from([(bytes.0 as usize, bytes.1 as usize)]))
}

fn end(token: &Token) -> u32 {
    token.position + token.length
}

fn both(a: Option<Evidence>, b: Option<Evidence>) -> Option<Evidence> {
    a.zip(b).map(|(a, b)| joined(a, b))
}

fn either(a: Option<Evidence>, b: Option<Evidence>) -> Option<Evidence> {
    match (a, b) {
        (Some(a), Some(b)) => Some(joined(a, b)),
        (a, b) => a.or(b),
    }
}

fn joined(mut a: Evidence, b: Evidence) -> Evidence {
    for (range, wholes) in b {
        a.entry(range).or_default().extend(wholes);
    }
    a
}

fn passages(scope: Scope, story: &Scanned) -> Vec<Passage<'_>> {
    let passage = |field, end| Passage { field, story, text: story.text(field), end };
    let headline = || passage(Field::Headline, u32::MAX);
    let body = || passage(Field::Body, u32::MAX);
    // The lead is the body up to where its second paragraph begins.
    let lead = || passage(Field::Body, story.body.analysis.paragraphs.get(1).copied().unwrap_or(u32::MAX));
    match scope {
        Scope::Anywhere => vec![headline(), body()],
        Scope::Headline => vec![headline()],
        Scope::Body => vec![body()],
        Scope::Lead => vec![lead()],
        Scope::HeadlineOrLead => vec![headline(), lead()],
    }
}

/// Every pair that is near; or, where the operator is negated, every left match that has no partner.
fn near(nearness: Nearness, left: &Matches, right: &Matches, passage: &Passage<'_>) -> Matches {
    let mut matches = Matches::new();
    for (one, parts) in left {
        if nearness.negated {
            if !right.keys().any(|other| apart(*one, *other) == 0 || is_near(nearness.distance, *one, *other, passage))
            {
                matches.insert(*one, parts.clone());
            }
            continue;
        }
        for (other, others) in right {
            if is_near(nearness.distance, *one, *other, passage) {
                let (start, end) = (one.start.min(other.start), one.end.max(other.end));
                let whole = matches.entry(Match { start, end, is_group: true }).or_default();
                whole.extend(parts);
                whole.extend(others);
            }
        }
    }
    matches
}

/// How many words it is from one to the other, neighbours being 1 apart; 0 where they overlap.
fn apart(a: Match, b: Match) -> u32 {
    if a.end <= b.start {
        b.start - a.end + 1
    } else if b.end <= a.start {
        a.start - b.end + 1
    } else {
        0
    }
}

fn is_near(distance: Distance, a: Match, b: Match, passage: &Passage<'_>) -> bool {
    let analysis = &passage.text.analysis;
    let apart = apart(a, b);
    let holds = |outer: Match, inner: Match| outer.is_group && outer.start < inner.start && inner.end < outer.end;
    let may_overlap = (a.is_group && b.is_group) || holds(a, b) || holds(b, a);
    let together = |borders: &[u32]| {
        let inside = a.start.min(b.start) + 1..a.end.max(b.end);
        !borders.iter().any(|border| inside.contains(border))
    };
    match distance {
        Distance::Ordered(count) => a.end <= b.start && apart <= count,
        _ if apart == 0 && !may_overlap => false,
        Distance::Words(count) => apart <= count,
        Distance::Sentence => together(&analysis.sentences),
        Distance::Paragraph => together(&analysis.paragraphs),
    }
}

/// How many of the matches can stand side by side without sharing a word.
fn most_side_by_side(matches: &Matches) -> u32 {
    let length = matches.keys().map(|found| found.end).max().unwrap_or(0) as usize;
    let mut ending: Vec<Vec<usize>> = vec![Vec::new(); length + 1];
    for found in matches.keys() {
        ending[found.end as usize].push(found.start as usize);
    }
    // The most that end at or before each position.
    let mut most = vec![0; length + 1];
    for end in 1..=length {
        most[end] = ending[end].iter().map(|start| most[*start] + 1).fold(most[end - 1], u32::max);
    }
    most[length]
}

/// Which terms a word stands for.
fn fitting(word: &Word, syntax: Syntax, terms: &[String]) -> Vec<bool> {
    let fits: Box<dyn Fn(&str) -> bool> = match (word, syntax) {
        (Word::Bare(word), Syntax::Morgue) => {
            let family = Inflections::of(word);
            Box::new(move |term| family.contains(term))
        }
        (Word::Bare(word) | Word::Plain(word), Syntax::Nexis) => {
            let forms = singular_and_plural(word);
            Box::new(move |term| forms.iter().any(|form| form == term))
        }
        (Word::Pattern(pattern), _) => {
            let pattern: Vec<char> = pattern.chars().collect();
            Box::new(move |term| fits_pattern(&pattern, &term.chars().collect::<Vec<char>>()))
        }
        (Word::Fuzzy(word), _) => Box::new(move |term| strsim::osa_distance(word, term) <= 1),
        (Word::Bare(word) | Word::Exact(word) | Word::Plain(word), _) => Box::new(move |term| term == word),
    };
    terms.iter().map(|term| fits(term)).collect()
}

fn fits_pattern(pattern: &[char], term: &[char]) -> bool {
    match pattern.split_first() {
        None => term.is_empty(),
        Some(('*', rest)) => (0..=term.len()).any(|taken| fits_pattern(rest, &term[taken..])),
        Some((letter, rest)) => {
            let first = term.first();
            first.is_some_and(|first| *letter == '?' || letter == first) && fits_pattern(rest, &term[1..])
        }
    }
}

fn has_word(value: &str, word: &str) -> bool {
    let analysis = text::analyze(value);
    analysis.tokens.iter().any(|token| analysis.term(token) == word)
}

pub(super) fn path_words(path: &str) -> Vec<String> {
    let words = path.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

fn overlaps(date: Date, wanted: &str) -> bool {
    let (first, last) = date.days();
    if wanted.contains('W') {
        return (first..=last).any(|day| week(day) == wanted);
    }
    let day = |text: &str, which: fn((i64, i64)) -> i64| text.parse::<Date>().map(|date| which(date.days())).ok();
    let (from, until) = wanted.split_once("..").unwrap_or((wanted, wanted));
    day(from, |days| days.0).is_none_or(|from| last >= from)
        && day(until, |days| days.1).is_none_or(|until| first <= until)
}

/// The week of a day: weeks go from Monday to Sunday and have the year and the number of their Thursday.
pub(super) fn week(day: i64) -> String {
    // 1970-01-01 was a Thursday.
    let thursday = day - (day + 3).rem_euclid(7) + 3;
    let year = Date::from_days(thursday).expect("a day of the calendar").year();
    let new_year = Date::new(year, Some(1), Some(1)).expect("a day of the calendar").days().0;
    format!("{year:04}-W{:02}", (thursday - new_year) / 7 + 1)
}

//! The engine against an evaluator that scans every story's words: the same hits, and nothing highlighted that is no match.
//!
//! The evaluator shares with the program only what a word is (`morgue::text`); it knows nothing of postings, plans or spans.

use crate::harness::Archive;
use morgue::local::LocalEngine;
use morgue::query::{self, Context};
use morgue::search::{Engine, Excerpts, SearchRequest, Sort};
use morgue::story::{Date, Document, Field, NameKind};
use morgue::text::{self, Analysis, Inflections, TokenKind};
use std::collections::BTreeSet;
use std::fmt;
use std::path::{Path, PathBuf};

/// A query, as it is typed and as it is evaluated.
#[derive(Clone, Debug)]
enum Query {
    Word(String),
    Exact(String),
    Phrase(Vec<String>),
    Prefix(String),
    Mask(String),
    Fuzzy(String),
    Person(String),
    Organization(String),
    Headline(Box<Query>),
    Body(Box<Query>),
    Place(String),
    /// Words of a path in a row.
    Path(Vec<String>),
    Section(String),
    Agency(String),
    Date(String),
    Not(Box<Query>),
    And(Box<Query>, Box<Query>),
    Or(Box<Query>, Box<Query>),
}

impl fmt::Display for Query {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(word) => out.write_str(word),
            Self::Exact(word) => write!(out, "\"{word}\""),
            Self::Phrase(words) => write!(out, "\"{}\"", words.join(" ")),
            Self::Prefix(prefix) => write!(out, "{prefix}*"),
            Self::Mask(mask) => out.write_str(mask),
            Self::Fuzzy(word) => write!(out, "{word}~"),
            Self::Person(name) => write!(out, "person:\"{name}\""),
            Self::Organization(name) => write!(out, "org:\"{name}\""),
            Self::Headline(inner) => write!(out, "headline:({inner})"),
            Self::Body(inner) => write!(out, "body:({inner})"),
            Self::Place(word) => write!(out, "place:\"{word}\""),
            Self::Path(words) => write!(out, "path:{}", words.join("/")),
            Self::Section(word) => write!(out, "section:\"{word}\""),
            Self::Agency(word) => write!(out, "agency:\"{word}\""),
            Self::Date(date) => write!(out, "date:{date}"),
            Self::Not(inner) => write!(out, "NOT ({inner})"),
            Self::And(a, b) => write!(out, "({a}) ({b})"),
            Self::Or(a, b) => write!(out, "({a}) OR ({b})"),
        }
    }
}

/// A story as the evaluator sees it.
struct Scanned {
    document: Document,
    headline: Analysis,
    body: Analysis,
}

/// Which fields a text clause may look at.
#[derive(Clone, Copy)]
struct Fields {
    headline: bool,
    body: bool,
}

const BOTH: Fields = Fields { headline: true, body: true };

type Ranges = Vec<(Field, usize, usize)>;

impl Scanned {
    fn new(document: Document) -> Self {
        let headline = text::analyze(document.story.headline.as_deref().unwrap_or_default());
        let body = text::analyze(&document.story.body);
        Self { document, headline, body }
    }

    fn fields(&self, wanted: Fields) -> Vec<(Field, &Analysis)> {
        let mut fields = Vec::new();
        if wanted.headline {
            fields.push((Field::Headline, &self.headline));
        }
        if wanted.body {
            fields.push((Field::Body, &self.body));
        }
        fields
    }

    /// The bytes at which a single-word test holds.
    fn words(&self, wanted: Fields, fits: impl Fn(&str) -> bool) -> Ranges {
        let mut ranges = Ranges::new();
        for (field, analysis) in self.fields(wanted) {
            let tokens = analysis.tokens.iter().filter(|token| fits(analysis.term(token)));
            ranges.extend(tokens.map(|token| (field, token.start as usize, token.end as usize)));
        }
        ranges
    }

    /// The bytes at which words stand in a row.
    fn phrase(&self, wanted: Fields, words: &[String]) -> Ranges {
        let mut ranges = Ranges::new();
        for (field, analysis) in self.fields(wanted) {
            for first in analysis.tokens.iter().filter(|token| analysis.term(token) == words[0]) {
                let mut position = first.position + first.length;
                let mut end = first.end;
                let whole = words[1..].iter().all(|word| {
                    let next = analysis.tokens.iter().find(|t| t.position == position && analysis.term(t) == word);
                    if let Some(next) = next {
                        position += next.length;
                        end = next.end;
                    }
                    next.is_some()
                });
                if whole {
                    ranges.push((field, first.start as usize, end as usize));
                }
            }
        }
        ranges
    }

    fn mentions(&self, wanted: Fields, kind: NameKind, name: &str) -> Ranges {
        let key = morgue::names::key(kind, name);
        let padded = format!(" {key} ");
        let fits =
            |mention: &&morgue::story::Mention| mention.kind == kind && format!(" {} ", mention.key).contains(&padded);
        let allowed = |field: Field| if field == Field::Headline { wanted.headline } else { wanted.body };
        let mentions = self.document.mentions.iter().filter(fits).filter(|mention| allowed(mention.field));
        mentions.map(|mention| (mention.field, mention.start as usize, mention.end as usize)).collect()
    }

    /// Whether the query holds, and, where it does, the bytes of its positive text clauses.
    fn evaluate(&self, query: &Query, wanted: Fields) -> Option<Ranges> {
        let found = |ranges: Ranges| (!ranges.is_empty()).then_some(ranges);
        let story = &self.document.story;
        match query {
            Query::Word(word) => {
                let family = Inflections::of(&text::fold(word));
                found(self.words(wanted, |term| family.contains(term)))
            }
            Query::Exact(word) => found(self.words(wanted, |term| term == word)),
            Query::Phrase(words) => found(self.phrase(wanted, words)),
            Query::Prefix(prefix) => found(self.words(wanted, |term| term.starts_with(prefix.as_str()))),
            Query::Mask(mask) => found(self.words(wanted, |term| fits_mask(mask, term))),
            Query::Fuzzy(word) => found(self.words(wanted, |term| one_edit(word, term))),
            Query::Person(name) => found(self.mentions(wanted, NameKind::Person, name)),
            Query::Organization(name) => found(self.mentions(wanted, NameKind::Organization, name)),
            Query::Headline(inner) => self.evaluate(inner, Fields { body: false, ..wanted }),
            Query::Body(inner) => self.evaluate(inner, Fields { headline: false, ..wanted }),
            Query::Place(word) => story.places.iter().any(|place| has_word(place, word)).then(Vec::new),
            Query::Path(words) => path_words(&story.path).windows(words.len()).any(|row| row == words).then(Vec::new),
            Query::Section(word) => has_word(story.section.as_deref()?, word).then(Vec::new),
            Query::Agency(word) => has_word(story.agency.as_deref()?, word).then(Vec::new),
            Query::Date(date) => overlaps(story.date?, date).then(Vec::new),
            Query::Not(inner) => self.evaluate(inner, wanted).is_none().then(Vec::new),
            Query::And(a, b) => Some([self.evaluate(a, wanted)?, self.evaluate(b, wanted)?].concat()),
            Query::Or(a, b) => match (self.evaluate(a, wanted), self.evaluate(b, wanted)) {
                (None, None) => None,
                (a, b) => Some([a.unwrap_or_default(), b.unwrap_or_default()].concat()),
            },
        }
    }
}

fn fits_mask(mask: &str, term: &str) -> bool {
    mask.chars().count() == term.chars().count() && mask.chars().zip(term.chars()).all(|(m, t)| m == '?' || m == t)
}

fn one_edit(a: &str, b: &str) -> bool {
    strsim::osa_distance(a, b) <= 1
}

fn has_word(value: &str, word: &str) -> bool {
    let analysis = text::analyze(value);
    analysis.tokens.iter().any(|token| analysis.term(token) == word)
}

fn path_words(path: &str) -> Vec<String> {
    let words = path.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

fn overlaps(date: Date, wanted: &str) -> bool {
    let (first, last) = date.days();
    let day = |text: &str, which: fn((i64, i64)) -> i64| text.parse::<Date>().map(|date| which(date.days())).ok();
    let (from, until) = wanted.split_once("..").unwrap_or((wanted, wanted));
    day(from, |days| days.0).is_none_or(|from| last >= from)
        && day(until, |days| days.1).is_none_or(|until| first <= until)
}

/// Does the query have a text or name clause that is not negated?
fn is_positive(query: &Query) -> bool {
    match query {
        Query::Not(_) | Query::Place(_) | Query::Path(_) | Query::Section(_) | Query::Agency(_) | Query::Date(_) => {
            false
        }
        Query::And(a, b) => is_positive(a) || is_positive(b),
        // A hit may come from the other side alone.
        Query::Or(a, b) => is_positive(a) && is_positive(b),
        _ => true,
    }
}

/// Numbers that look random and are the same every time (splitmix64).
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }
}

/// Makes queries of every kind from the words of the archive.
struct Maker<'a> {
    random: Random,
    stories: &'a [Scanned],
}

impl Maker<'_> {
    fn story(&mut self) -> &Scanned {
        let at = self.random.below(self.stories.len());
        &self.stories[at]
    }

    /// A plain word of some story.
    fn word(&mut self) -> String {
        loop {
            let at = self.random.next() as usize;
            let story = self.story();
            let plain: Vec<&str> = plain_words(&story.body);
            if !plain.is_empty() {
                return plain[at % plain.len()].to_owned();
            }
        }
    }

    fn phrase(&mut self) -> Query {
        loop {
            let (at, length) = (self.random.next() as usize, 2 + self.random.below(2));
            let body = &self.story().body;
            let tokens: Vec<_> = body.tokens.iter().filter(|token| token.kind == TokenKind::Word).collect();
            if tokens.len() > length {
                let at = at % (tokens.len() - length);
                let row = &tokens[at..at + length];
                let is_row = row.windows(2).all(|pair| pair[1].position == pair[0].position + 1);
                let words: Vec<String> = row.iter().map(|token| body.term(token).to_owned()).collect();
                if is_row && words.iter().all(|word| is_plain(word)) {
                    return Query::Phrase(words);
                }
            }
        }
    }

    fn name(&mut self) -> Query {
        for _ in 0..200 {
            let (at, whole) = (self.random.next() as usize, self.random.below(2) == 0);
            let mentions = &self.story().document.mentions;
            if mentions.is_empty() {
                continue;
            }
            let mention = &mentions[at % mentions.len()];
            let name = if whole { &mention.name } else { mention.key.rsplit(' ').next().unwrap_or(&mention.key) };
            let name = name.replace('"', "");
            return match mention.kind {
                NameKind::Person => Query::Person(name),
                // Only by its own key: which other forms lead to it is the index's knowledge.
                NameKind::Organization => Query::Organization(mention.name.clone()),
            };
        }
        Query::Word(self.word())
    }

    fn leaf(&mut self) -> Query {
        match self.random.below(12) {
            0..=2 => Query::Word(self.word()),
            3 => Query::Exact(self.word()),
            4 | 5 => self.phrase(),
            6 => {
                let word = self.word();
                Query::Prefix(word.chars().take(word.len().max(4) / 2 + 1).collect())
            }
            7 => {
                let mut mask: Vec<char> = self.word().chars().collect();
                let middle = mask.len() / 2;
                mask[middle] = '?';
                Query::Mask(mask.into_iter().collect())
            }
            8 => Query::Fuzzy(self.word()),
            9 => Query::Headline(Box::new(Query::Word(self.word()))),
            10 => Query::Body(Box::new(self.phrase())),
            _ => self.name(),
        }
    }

    fn filter(&mut self) -> Query {
        let kind = self.random.below(6);
        let at = self.random.next() as usize;
        let story = self.story().document.story.clone();
        let word_of = |value: Option<&str>| {
            let analysis = text::analyze(value?);
            let words = plain_words(&analysis);
            (!words.is_empty()).then(|| words[at % words.len()].to_owned())
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
            _ => story.date.map(|date| {
                let month = &date.to_string()[..7.min(date.to_string().len())];
                Query::Date(if at.is_multiple_of(2) { format!("{month}..") } else { format!("..{month}") })
            }),
        };
        made.unwrap_or_else(|| Query::Word(self.word()))
    }

    fn query(&mut self, depth: usize) -> Query {
        if depth == 0 {
            return if self.random.below(4) == 0 { self.filter() } else { self.leaf() };
        }
        let mut part = || Box::new(self.query(depth - 1));
        let (a, b) = (part(), part());
        match self.random.below(6) {
            0 | 1 => Query::And(a, b),
            2 | 3 => Query::Or(a, b),
            4 => Query::And(a, Box::new(Query::Not(b))),
            _ => *a,
        }
    }
}

fn is_plain(word: &str) -> bool {
    word.len() >= 4 && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

fn plain_words(analysis: &Analysis) -> Vec<&str> {
    analysis.tokens.iter().map(|token| analysis.term(token)).filter(|word| is_plain(word)).collect()
}

fn request(plan: &query::Plan) -> SearchRequest {
    let excerpts = Excerpts::Snippets { count: 3, width: 160 };
    SearchRequest { plan: plan.clone(), sort: Sort::Relevance, offset: 0, limit: None, excerpts }
}

/// Compares engine and evaluator on generated queries; returns how many hits were compared.
fn compare(folder: &Path, queries: usize, seed: u64) -> usize {
    let engine = LocalEngine::open(folder).expect("the index opens");
    let all = engine.documents(&request(&query::Plan::All)).expect("every story");
    let stories: Vec<Scanned> = all.hits.map(|story| Scanned::new(story.expect("a sound story").document)).collect();
    assert_eq!(stories.len() as u64, engine.counts().stories);
    let context = Context::on("2020-06-01".parse().expect("a date"));
    let mut maker = Maker { random: Random(seed), stories: &stories };
    let mut compared = 0;
    for number in 0..queries {
        let query = maker.query(number % 3);
        let typed = query.to_string();
        let parsed = query::parse(&typed, &context).unwrap_or_else(|error| panic!("{typed}: {error}"));
        // What is inferred is not in a story's words; it has a scan of its own.
        let plan = parsed.plan().clone().with_strict_names();
        let expected: BTreeSet<&str> = stories
            .iter()
            .filter(|story| story.evaluate(&query, BOTH).is_some())
            .map(|story| story.document.story.id.as_str())
            .collect();
        let answer = engine.search(&request(&plan)).expect("an answer");
        assert_eq!(answer.total as usize, expected.len(), "{typed}");
        let mut found = BTreeSet::new();
        for hit in answer.hits.take(200) {
            let hit = hit.expect("a sound hit");
            let story = stories.iter().find(|story| story.document.story.id == hit.story.id).expect("a story we know");
            let Some(ranges) = story.evaluate(&query, BOTH) else { panic!("{typed}: {} is no hit", hit.story.id) };
            check_highlights(&typed, &query, &hit, ranges);
            found.insert(story.document.story.id.as_str());
        }
        assert_eq!(engine.count(&plan).expect("a count") as usize, expected.len(), "{typed}");
        if expected.len() <= 200 {
            assert_eq!(found, expected, "{typed}");
        }
        compared += expected.len();
    }
    compared
}

/// Every highlight is made of true matches, whole ones, and a hit of a text clause has one.
fn check_highlights(typed: &str, query: &Query, hit: &morgue::search::Hit, mut ranges: Ranges) {
    ranges.sort();
    let mut any = false;
    for snippet in &hit.snippets {
        let field = match snippet.field {
            "headline" => Field::Headline,
            "body" => Field::Body,
            _ => continue,
        };
        for &(start, end) in &snippet.highlights {
            any = true;
            let (start, end) = (start + snippet.start, end + snippet.start);
            // Overlapping matches are shown as one: true matches must cover it without a gap, and none may stick out.
            let mut covered = start;
            for &(at, from, to) in &ranges {
                if at == field && from >= start && to <= end && from <= covered {
                    covered = covered.max(to);
                }
            }
            let shown = &snippet.text[start - snippet.start..end - snippet.start];
            assert_eq!(covered, end, "{typed}: `{shown}` in {} is no match", hit.story.id);
        }
    }
    assert!(any || !is_positive(query), "{typed}: {} has no highlight", hit.story.id);
}

#[test]
fn three_hundred_queries_find_what_a_scan_of_the_sample_corpus_finds() {
    let archive = Archive::sample();
    let compared = compare(&archive.path().join(".morgue"), 300, 1);
    assert!(compared > 1000, "the queries found only {compared} stories: they prove little");
}

/// The same on a big archive: `MORGUE_ARCHIVE_REUTERS` names the folder of Reuters-21578.
#[test]
#[ignore = "needs the Reuters archive in MORGUE_ARCHIVE_REUTERS"]
fn two_hundred_queries_find_what_a_scan_of_the_reuters_archive_finds() {
    let archive =
        PathBuf::from(std::env::var_os("MORGUE_ARCHIVE_REUTERS").expect("MORGUE_ARCHIVE_REUTERS names a folder"));
    let place = Archive::empty();
    let index = place.path().join("index");
    let ran = place.run(&["index", "-q", "--index", &index.to_string_lossy(), &archive.to_string_lossy()]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let compared = compare(&index, 200, 2);
    assert!(compared > 10_000, "the queries found only {compared} stories: they prove little");
}

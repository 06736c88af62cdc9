//! Why a story matches a plan: the plan run over the tokens of the stored text.

use super::meta::TAG_SEPARATOR;
use super::{Leaf, Passage, Pattern, Span, Wildcard, WordMatcher, Workspace, keep_lead, meta_words, phrase};
use crate::query::{
    DateFilter, MetaClause, MetaField, NamePattern, NumberField, NumberFilter, Plan, Scope, TextClause,
};
use crate::story::{Date, Field, Mention, NameKind, Story};
use crate::text::{Analysis, analyze_query};
use std::collections::{BTreeMap, BTreeSet};

/// What each name pattern of a plan stands for in an index; an engine finds it once a query.
pub type NameKeys = BTreeMap<NamePattern, NameSet>;

/// What a name pattern stands for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameSet {
    /// The keys of the names that it fits.
    pub keys: BTreeSet<String>,
    /// The keys of surnames that are inferred to mean one of those names, each with the keys that introduce another bearer.
    /// A story that introduces any bearer of a surname says itself whom the surname means.
    pub surnames: BTreeMap<String, BTreeSet<String>>,
}

/// A story whose evidence is wanted.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'s> {
    /// The story, body included.
    pub story: &'s Story,
    /// The analysis of its headline.
    pub headline: &'s Analysis,
    /// The analysis of its body.
    pub body: &'s Analysis,
    /// Its mentions.
    pub mentions: &'s [Mention],
}

/// A piece of text that is why a story matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Highlight {
    /// The field: `headline`, `body`, `byline`, `dateline`, `section`, `path`.
    pub field: &'static str,
    /// Byte offsets into that field.
    pub start: usize,
    /// The end, exclusive.
    pub end: usize,
    /// The bytes of the match that it is a part of: its own, but for a match whose parts stand apart, such as those of `w/5`.
    pub whole: (usize, usize),
    /// The number of the clause, in the order of the plan; a snippet prefers to show several.
    pub clause: usize,
}

/// Returns why a story matches a plan, or `None` where it does not. Nothing of a negated clause is in it, and nothing of an
/// alternative that does not hold. Sorted by field, then by place; the same piece comes once a clause.
///
/// For many stories make an [`Examiner`] once.
pub fn evidence(plan: &Plan, subject: &Subject<'_>, names: &NameKeys) -> Option<Vec<Highlight>> {
    Examiner::new(plan, names).evidence(subject)
}

/// A plan made ready to be run over stories.
#[derive(Clone, Debug)]
pub struct Examiner(Test);

impl Examiner {
    /// Reads a plan. A name pattern that `names` does not hold fits the keys that contain its words.
    pub fn new(plan: &Plan, names: &NameKeys) -> Self {
        Self(Test::of(plan, names, &mut 0))
    }

    /// As [`evidence`].
    pub fn evidence(&self, subject: &Subject<'_>) -> Option<Vec<Highlight>> {
        let mut highlights = Vec::new();
        if !self.0.holds(subject, &mut highlights) {
            return None;
        }
        highlights.sort_unstable();
        highlights.dedup();
        Some(highlights)
    }
}

/// A plan whose patterns have been read and whose clauses are numbered.
#[derive(Clone, Debug)]
enum Test {
    All,
    And(Vec<Test>),
    Or(Vec<Test>),
    Not(Box<Test>),
    Text(TextTest),
    Meta(MetaTest),
    Id(Wildcard),
    Date(DateFilter),
    Number(NumberField, NumberFilter),
}

impl Test {
    fn of(plan: &Plan, names: &NameKeys, clauses: &mut usize) -> Self {
        let mut list = |plans: &[Plan]| plans.iter().map(|plan| Self::of(plan, names, clauses)).collect();
        match plan {
            Plan::All => Self::All,
            Plan::And(plans) => Self::And(list(plans)),
            Plan::Or(plans) => Self::Or(list(plans)),
            Plan::Not(plan) => Self::Not(Box::new(Self::of(plan, names, clauses))),
            Plan::Text(clause) => Self::Text(TextTest::of(clause, names, next(clauses))),
            Plan::Meta(clause) => Self::Meta(MetaTest::of(clause, next(clauses))),
            Plan::Id(pattern) => Self::Id(Wildcard::of(pattern)),
            Plan::Date(filter) => Self::Date(*filter),
            Plan::Number(field, filter) => Self::Number(*field, *filter),
        }
    }

    /// Says whether a story passes, and appends why; nothing is appended where it does not.
    fn holds(&self, subject: &Subject<'_>, out: &mut Vec<Highlight>) -> bool {
        let known = out.len();
        let holds = match self {
            Self::All => true,
            Self::And(tests) => tests.iter().all(|test| test.holds(subject, out)),
            // Every alternative is asked: each that holds is evidence.
            Self::Or(tests) => tests.iter().fold(false, |any, test| test.holds(subject, out) | any),
            Self::Not(test) => {
                let holds = !test.holds(subject, out);
                out.truncate(known);
                holds
            }
            Self::Text(test) => test.holds(subject, out),
            Self::Meta(test) => test.holds(subject.story, out),
            Self::Id(pattern) => pattern.fits(&subject.story.id),
            Self::Date(filter) => overlaps(*filter, subject.story.date),
            Self::Number(field, filter) => {
                let number = match field {
                    NumberField::Words => Some(subject.body.positions),
                    NumberField::Update => subject.story.update,
                };
                number.is_some_and(|number| {
                    filter.from.is_none_or(|from| from <= number) && filter.until.is_none_or(|until| number <= until)
                })
            }
        };
        if !holds {
            out.truncate(known);
        }
        holds
    }
}

fn next(clauses: &mut usize) -> usize {
    *clauses += 1;
    *clauses - 1
}

fn overlaps(filter: DateFilter, date: Option<Date>) -> bool {
    match (filter, date.map(Date::days)) {
        (DateFilter::Unknown, days) => days.is_none(),
        (DateFilter::Between { .. }, None) => false,
        (DateFilter::Between { from, until }, Some((first, last))) => {
            from.is_none_or(|from| from <= last) && until.is_none_or(|until| first <= until)
        }
    }
}

/// A clause about headline and body.
#[derive(Clone, Debug)]
struct TextTest {
    scope: Scope,
    pattern: Pattern,
    leaves: Vec<LeafTest>,
    least: u32,
    clause: usize,
}

#[derive(Clone, Debug)]
enum LeafTest {
    Word(WordMatcher),
    Name(NamePattern, Option<NameSet>),
}

/// A mention's place in positions and in bytes.
type Placed = (Span, (usize, usize));

impl TextTest {
    fn of(clause: &TextClause, names: &NameKeys, number: usize) -> Self {
        let pattern = Pattern::of(&clause.operand);
        let test = |leaf: &Leaf| match leaf {
            Leaf::Word(pattern) => LeafTest::Word(WordMatcher::of(pattern)),
            Leaf::Name(name) => LeafTest::Name(name.clone(), names.get(name).cloned()),
        };
        let leaves = pattern.leaves().iter().map(test).collect();
        Self { scope: clause.scope, pattern, leaves, least: clause.least, clause: number }
    }

    fn holds(&self, subject: &Subject<'_>, out: &mut Vec<Highlight>) -> bool {
        let known = out.len();
        let mut count = 0;
        if self.scope.has_headline() {
            count += self.search(subject.headline, Field::Headline, subject.mentions, out);
        }
        if self.scope.has_body() {
            count += self.search(subject.body, Field::Body, subject.mentions, out);
        }
        let holds = count >= self.least;
        if !holds {
            out.truncate(known);
        }
        holds
    }

    /// Appends where the clause matches in one field; returns how often.
    fn search(&self, analysis: &Analysis, field: Field, mentions: &[Mention], out: &mut Vec<Highlight>) -> u32 {
        let mut names = vec![Vec::new(); self.leaves.len()];
        let mut leaves: Vec<Vec<Span>> = Vec::with_capacity(self.leaves.len());
        for (leaf, names) in self.leaves.iter().zip(&mut names) {
            leaves.push(match leaf {
                LeafTest::Word(matcher) => word_spans(matcher, analysis),
                LeafTest::Name(name, set) => {
                    *names = placed_mentions(name, set.as_ref(), field, mentions);
                    names.iter().map(|(span, _)| *span).collect()
                }
            });
        }
        let is_body = field == Field::Body;
        if is_body && self.scope.is_cut_to_the_lead() {
            keep_lead(&mut leaves, &analysis.paragraphs);
        }
        let (sentences, paragraphs) = (&analysis.sentences[..], &analysis.paragraphs[..]);
        let passage = Passage { leaves: &leaves, sentences, paragraphs, is_body };
        let bytes = |span: Span| analysis.bytes(span.start..span.end).map(|bytes| (bytes.start, bytes.end));
        let called = if is_body { "body" } else { "headline" };
        out.extend(self.pattern.parts(&passage).into_iter().filter_map(|part| {
            let mention = part.leaf.and_then(|leaf| {
                let at = names[leaf].binary_search_by(|(place, _)| place.cmp(&part.span)).ok()?;
                Some(names[leaf][at].1)
            });
            let (start, end) = mention.or_else(|| bytes(part.span))?;
            let whole = if part.whole == part.span { (start, end) } else { bytes(part.whole)? };
            let whole = (whole.0.min(start), whole.1.max(end));
            Some(Highlight { field: called, start, end, whole, clause: self.clause })
        }));
        self.pattern.count(&passage, &mut Workspace::default())
    }
}

/// Returns where a name is mentioned in a field, ascending.
fn placed_mentions(name: &NamePattern, set: Option<&NameSet>, field: Field, mentions: &[Mention]) -> Vec<Placed> {
    let mine: Vec<&Mention> = match set {
        Some(set) => set.mentions(name.kind, mentions),
        None => mentions.iter().filter(|mention| fits(name, mention)).collect(),
    };
    let mut found: Vec<Placed> = mine.into_iter().filter(|mention| mention.field == field).map(placed).collect();
    found.sort_unstable();
    found
}

fn word_spans(matcher: &WordMatcher, analysis: &Analysis) -> Vec<Span> {
    let fitting = analysis.tokens.iter().filter(|token| matcher.fits(analysis.term(token)));
    let mut spans: Vec<Span> =
        fitting.map(|token| Span { start: token.position, end: token.position + token.length }).collect();
    // A compound stands before its first part, which is shorter.
    spans.sort_unstable();
    spans
}

fn placed(mention: &Mention) -> Placed {
    (Span { start: mention.first, end: mention.last + 1 }, (mention.start as usize, mention.end as usize))
}

impl NameSet {
    /// Returns those of a story's mentions that mean the name, by inferred surnames too.
    pub fn mentions<'m>(&self, kind: NameKind, mentions: &'m [Mention]) -> Vec<&'m Mention> {
        let introduced = |bearers: &BTreeSet<String>| {
            let bears = |mention: &Mention| self.keys.contains(&mention.key) || bearers.contains(&mention.key);
            mentions.iter().any(|mention| mention.kind == kind && bears(mention))
        };
        let inferred: BTreeSet<&String> =
            self.surnames.iter().filter(|(_, bearers)| !introduced(bearers)).map(|(surname, _)| surname).collect();
        let means = |mention: &&Mention| self.keys.contains(&mention.key) || inferred.contains(&mention.key);
        mentions.iter().filter(|mention| mention.kind == kind).filter(means).collect()
    }
}

fn fits(name: &NamePattern, mention: &Mention) -> bool {
    mention.kind == name.kind && name.key.as_ref().is_none_or(|key| contains_words(&mention.key, key))
}

/// Says whether a key contains the words of another, one after the other.
pub fn contains_words(key: &str, words: &str) -> bool {
    let whole = |at: usize| {
        let (before, after) = (&key[..at], &key[at + words.len()..]);
        (before.is_empty() || before.ends_with(' ')) && (after.is_empty() || after.starts_with(' '))
    };
    !words.is_empty() && key.match_indices(words).any(|(at, _)| whole(at))
}

/// A clause about a small field.
#[derive(Clone, Debug)]
struct MetaTest {
    field: MetaField,
    words: Vec<(u32, WordMatcher)>,
    clause: usize,
}

impl MetaTest {
    fn of(clause: &MetaClause, number: usize) -> Self {
        let mut words: Vec<(u32, WordMatcher)> =
            clause.words.iter().map(|word| (word.offset, WordMatcher::of(&word.pattern))).collect();
        words.sort_by_key(|(offset, _)| *offset);
        Self { field: clause.field, words, clause: number }
    }

    fn holds(&self, story: &Story, out: &mut Vec<Highlight>) -> bool {
        let mut holds = false;
        let mut shift = 0;
        for (at, value) in meta_words(story, self.field).into_iter().enumerate() {
            let spans: Vec<(u32, Vec<Span>)> =
                self.words.iter().map(|(offset, matcher)| (*offset, word_spans(matcher, &value))).collect();
            let words: Vec<(u32, &[Span])> = spans.iter().map(|(offset, spans)| (*offset, &spans[..])).collect();
            let mut matches = Vec::new();
            phrase(&words, &mut matches);
            holds |= !matches.is_empty();
            for span in matches {
                self.show(story, &value, shift, span, out);
            }
            if self.field == MetaField::Tag {
                shift += story.tags[at].len() + TAG_SEPARATOR.len();
            }
        }
        holds
    }

    /// Appends where a match is seen; places and agencies are seen in the dateline, if it names them. `shift` is where the
    /// value begins in its field.
    fn show(&self, story: &Story, value: &Analysis, shift: usize, span: Span, out: &mut Vec<Highlight>) {
        let field = match self.field {
            MetaField::Byline => "byline",
            MetaField::Section => "section",
            MetaField::Path => "path",
            MetaField::Tag => "tags",
            MetaField::Status => "status",
            MetaField::Place | MetaField::Agency => "dateline",
        };
        let found = if field == "dateline" {
            story.dateline.as_ref().and_then(|dateline| find_words(&analyze_query(dateline), value, span))
        } else {
            value.bytes(span.start..span.end)
        };
        out.extend(found.map(|bytes| {
            let (start, end) = (bytes.start + shift, bytes.end + shift);
            Highlight { field, start, end, whole: (start, end), clause: self.clause }
        }));
    }
}

/// Returns the first place at which an analysis has the words that stand in another at a span.
fn find_words(analysis: &Analysis, other: &Analysis, span: Span) -> Option<std::ops::Range<usize>> {
    let wanted: Vec<&str> =
        (span.start..span.end).filter_map(|at| other.word_at(at)).map(|token| other.term(token)).collect();
    let words: Vec<&str> = analysis.words().map(|token| analysis.term(token)).collect();
    let at = words.windows(wanted.len().max(1)).position(|window| window == wanted)? as u32;
    analysis.bytes(at..at + wanted.len() as u32)
}

#[cfg(test)]
mod tests;

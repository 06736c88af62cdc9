//! What a pattern stands for in this index: the words of the dictionary that fit, the people a name means.

use super::fuzzy::Near;
use super::identity::Named;
use super::scorer::Statistics;
use crate::error::Result;
use crate::index::{Fields, engine_error, meta_term};
use crate::names::Authority;
use crate::query::{MetaField, NamePattern, Operand, Plan, WordPattern};
use crate::spans::{Leaf, Pattern, WordMatcher};
use crate::story::NameKind;
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;
use std::sync::Arc;
use tantivy::index::{InvertedIndexReader, SegmentId};
use tantivy::postings::TermInfo;
use tantivy::schema::Field;
use tantivy::termdict::{TermDictionary, TermStreamer};
use tantivy::{DocId, Searcher, SegmentReader};

/// One term in one segment.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) info: TermInfo,
    /// How many positions it takes.
    pub(super) length: u32,
    /// Which of its stories count.
    pub(super) stories: Stories,
    /// Whether it takes away what other terms have at the same places, and adds nothing.
    pub(super) hides: bool,
}

/// Which stories of a term count, by their numbers in the segment, ascending.
#[derive(Clone, Debug)]
pub(super) enum Stories {
    All,
    Only(Arc<[DocId]>),
}

impl Stories {
    #[inline]
    pub(super) fn hold(&self, doc: DocId) -> bool {
        match self {
            Self::All => true,
            Self::Only(docs) => docs.binary_search(&doc).is_ok(),
        }
    }
}

impl Entry {
    pub(super) fn of(info: &TermInfo, length: u32) -> Self {
        Self { info: info.clone(), length, stories: Stories::All, hides: false }
    }
}

/// The terms of a leaf in one segment.
#[derive(Clone, Debug, Default)]
pub(super) struct Entries {
    pub(super) terms: Vec<Entry>,
    /// The same words in the headline field.
    pub(super) headline: Vec<Entry>,
}

/// The terms of a leaf.
#[derive(Clone, Debug)]
pub(super) struct LeafTerms {
    pub(super) field: Field,
    pub(super) headline_field: Field,
    pub(super) is_words: bool,
    /// How many stories hold one of the terms, at most.
    pub(super) doc_freq: u64,
    /// The terms or names, with how many stories hold each.
    pub(super) expansion: BTreeMap<String, u64>,
    /// What else is to be told of a name: who says so, what is inferred.
    pub(super) notes: Vec<String>,
    pub(super) segments: HashMap<SegmentId, Entries>,
}

impl LeafTerms {
    pub(super) fn entries(&self, segment: SegmentId) -> Option<&Entries> {
        self.segments.get(&segment)
    }
}

/// The dictionaries of all segments.
pub(super) struct Dictionary<'s> {
    pub(super) searcher: &'s Searcher,
    stories: u64,
    pub(super) fields: Fields,
    /// What the archive's owner says about names.
    pub(super) authority: &'s Authority,
    /// What was found for the names asked so far.
    pub(super) known: RefCell<HashMap<NamePattern, Rc<Named>>>,
    /// The marks of the keys that were looked up so far.
    pub(super) marks: RefCell<HashMap<(SegmentId, NameKind, String), Vec<Entry>>>,
}

impl<'s> Dictionary<'s> {
    pub(super) fn new(searcher: &'s Searcher, stories: u64, authority: &'s Authority) -> Self {
        Self {
            searcher,
            stories,
            fields: Fields::schema_once().1,
            authority,
            known: RefCell::default(),
            marks: RefCell::default(),
        }
    }

    /// Returns what BM25 wants to know of the archive.
    pub(super) fn statistics(&self) -> Result<Statistics> {
        let mut tokens = 0;
        for reader in self.searcher.segment_readers() {
            tokens += index_of(reader, self.fields.words)?.total_num_tokens();
        }
        let stories = self.stories.max(1);
        Ok(Statistics { stories: self.stories, average_length: (tokens as f32 / stories as f32).max(1.0) })
    }

    /// Returns the terms of a leaf of a text clause.
    pub(super) fn leaf(&self, leaf: &Leaf) -> Result<LeafTerms> {
        match leaf {
            Leaf::Word(pattern) => self.words(pattern),
            Leaf::Name(pattern) => self.name_terms(pattern),
        }
    }

    /// Returns the terms of a word of a small field.
    pub(super) fn meta(&self, field: MetaField, pattern: &WordPattern) -> Result<LeafTerms> {
        let matcher = WordMatcher::of(pattern);
        let mut terms = self.empty(self.fields.meta, false);
        for reader in self.searcher.segment_readers() {
            let inverted = index_of(reader, self.fields.meta)?;
            for prefix in matcher.prefixes() {
                walk(inverted.terms(), &meta_term(field, &prefix), |term, info| {
                    let word = &term[1..];
                    if matcher.fits(word) {
                        terms.add(reader, word, info, length(word));
                    }
                })?;
            }
        }
        Ok(terms)
    }

    fn words(&self, pattern: &WordPattern) -> Result<LeafTerms> {
        let matcher = WordMatcher::of(pattern);
        let mut terms = self.empty(self.fields.words, true);
        for reader in self.searcher.segment_readers() {
            let inverted = index_of(reader, self.fields.words)?;
            let headline = index_of(reader, self.fields.headline)?;
            let mut headlines = Vec::new();
            let mut keep = |term: &str, info: &TermInfo| {
                if matcher.fits(term) {
                    terms.add(reader, term, info, length(term));
                    headlines.push(term.to_owned());
                }
            };
            match pattern {
                WordPattern::Exact(_) | WordPattern::Plural(_) => {
                    for word in matcher.words().unwrap_or_default() {
                        if let Some(info) = inverted.terms().get(word).map_err(broken)? {
                            keep(word, &info);
                        }
                    }
                }
                WordPattern::Fuzzy(word, distance) => {
                    let stream = inverted.terms().search(Near::new(word, *distance)).into_stream().map_err(broken)?;
                    drain(stream, &mut keep);
                }
                WordPattern::Inflected(_) | WordPattern::Wildcard(_) => {
                    for prefix in matcher.prefixes() {
                        walk(inverted.terms(), &prefix, &mut keep)?;
                    }
                }
            }
            for term in headlines {
                if let Some(info) = headline.terms().get(&term).map_err(broken)? {
                    let entries = terms.segments.entry(reader.segment_id()).or_default();
                    entries.headline.push(Entry::of(&info, 1));
                }
            }
        }
        Ok(terms)
    }

    /// Says what each leaf of a plan stands for.
    pub(super) fn explain(&self, plan: &Plan) -> Result<Vec<String>> {
        const SHOWN: usize = 12;
        let mut lines = Vec::new();
        for clause in text_clauses(plan) {
            for leaf in Pattern::of(clause).leaves() {
                let terms = self.leaf(leaf)?;
                let mut parts: Vec<(&String, &u64)> = terms.expansion.iter().collect();
                parts.sort_by_key(|(name, stories)| (std::cmp::Reverse(**stories), *name));
                let shown: Vec<String> =
                    parts.iter().take(SHOWN).map(|(name, stories)| format!("{name} {stories}")).collect();
                let more = parts.len().saturating_sub(SHOWN);
                let more = if more > 0 { format!(", and {more} more") } else { String::new() };
                let list = if shown.is_empty() { "nothing in this index".to_owned() } else { shown.join(", ") };
                lines.push(format!("{}: {list}{more}", describe(leaf)));
                lines.extend(terms.notes.iter().map(|note| format!("  {note}")));
            }
        }
        Ok(lines)
    }

    /// Returns the words nearest to one, most frequent first.
    pub(super) fn similar_words(&self, word: &str, limit: usize) -> Result<Vec<String>> {
        for distance in 1..=2 {
            let terms = self.words(&WordPattern::Fuzzy(word.to_owned(), distance))?;
            let mut words: Vec<(String, u64)> = terms.expansion.into_iter().filter(|(term, _)| term != word).collect();
            words.sort_by_key(|(_, stories)| std::cmp::Reverse(*stories));
            if !words.is_empty() {
                return Ok(words.into_iter().take(limit).map(|(word, _)| word).collect());
            }
        }
        Ok(Vec::new())
    }

    /// Returns the ids that fit a pattern with `*` and `?`.
    pub(super) fn ids(&self, pattern: &str) -> Result<Vec<String>> {
        let matcher = WordMatcher::of(&WordPattern::Wildcard(pattern.to_owned()));
        let mut ids = BTreeSet::new();
        for reader in self.searcher.segment_readers() {
            let inverted = index_of(reader, self.fields.id)?;
            for prefix in matcher.prefixes() {
                walk(inverted.terms(), &prefix, |id, _| {
                    if matcher.fits(id) {
                        ids.insert(id.to_owned());
                    }
                })?;
            }
        }
        Ok(ids.into_iter().collect())
    }

    pub(super) fn empty(&self, field: Field, is_words: bool) -> LeafTerms {
        LeafTerms {
            field,
            headline_field: self.fields.headline,
            is_words,
            doc_freq: 0,
            expansion: BTreeMap::new(),
            notes: Vec::new(),
            segments: HashMap::new(),
        }
    }
}

impl LeafTerms {
    fn add(&mut self, reader: &SegmentReader, name: &str, info: &TermInfo, length: u32) {
        self.doc_freq += u64::from(info.doc_freq);
        *self.expansion.entry(name.to_owned()).or_default() += u64::from(info.doc_freq);
        self.segments.entry(reader.segment_id()).or_default().terms.push(Entry::of(info, length));
    }
}

/// Returns the operands of all text clauses, those under a `Not` too.
pub(super) fn text_clauses(plan: &Plan) -> Vec<&Operand> {
    match plan {
        Plan::And(parts) | Plan::Or(parts) => parts.iter().flat_map(text_clauses).collect(),
        Plan::Not(part) => text_clauses(part),
        Plan::Text(clause) => vec![&clause.operand],
        Plan::All | Plan::Meta(_) | Plan::Id(_) | Plan::Date(_) | Plan::Number(..) => Vec::new(),
    }
}

fn describe(leaf: &Leaf) -> String {
    match leaf {
        Leaf::Word(WordPattern::Inflected(word)) => format!("any form of {word}"),
        Leaf::Word(WordPattern::Exact(word)) => format!("exactly {word}"),
        Leaf::Word(WordPattern::Plural(word)) => format!("{word} in singular or plural"),
        Leaf::Word(WordPattern::Wildcard(pattern)) => pattern.clone(),
        Leaf::Word(WordPattern::Fuzzy(word, distance)) => format!("{word}~{distance}"),
        Leaf::Name(NamePattern { kind, key, .. }) => {
            let kind = if *kind == NameKind::Person { "person" } else { "organization" };
            format!("{kind} {}", key.as_deref().unwrap_or("*"))
        }
    }
}

/// Returns how many positions a word takes: a hyphenated one takes one for each part, the same number its token has.
fn length(word: &str) -> u32 {
    word.split('-').filter(|part| !part.is_empty()).count().max(1) as u32
}

pub(super) fn index_of(reader: &SegmentReader, field: Field) -> Result<Arc<InvertedIndexReader>> {
    reader.inverted_index(field).map_err(|error| engine_error("search", &error))
}

pub(super) fn walk(dictionary: &TermDictionary, prefix: &str, mut visit: impl FnMut(&str, &TermInfo)) -> Result<()> {
    let mut stream = dictionary.range().ge(prefix).into_stream().map_err(broken)?;
    while stream.advance() {
        let Ok(term) = std::str::from_utf8(stream.key()) else { continue };
        if !term.starts_with(prefix) {
            break;
        }
        visit(term, stream.value());
    }
    Ok(())
}

fn drain<A: tantivy_fst::Automaton>(mut stream: TermStreamer<'_, A>, visit: &mut impl FnMut(&str, &TermInfo))
where
    A::State: Clone,
{
    while stream.advance() {
        if let Ok(term) = std::str::from_utf8(stream.key()) {
            visit(term, stream.value());
        }
    }
}

pub(super) fn broken(error: std::io::Error) -> crate::Error {
    engine_error("search", &error.into())
}

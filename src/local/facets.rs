//! Counting names: by ordinal in a column, named in one pass over its dictionary.

use crate::error::Result;
use crate::index::{Fields, engine_error, of_column};
use crate::names::Authority;
use crate::search::Facet;
use crate::story::{Date, NameKind};
use std::collections::{BTreeMap, BTreeSet};
use tantivy::columnar::{Column, StrColumn};
use tantivy::query::{EnableScoring, Query};
use tantivy::{DocId, Searcher, SegmentReader};

/// What is known of one form of a name.
#[derive(Clone, Copy, Debug, Default)]
struct Count {
    stories: u64,
    mentions: u64,
    first: Option<i64>,
    last: Option<i64>,
}

impl Count {
    fn add(&mut self, other: Self) {
        self.stories += other.stories;
        self.mentions += other.mentions;
        self.first = self.first.into_iter().chain(other.first).min();
        self.last = self.last.into_iter().chain(other.last).max();
    }
}

/// Returns the names of one kind in the stories of a query, most stories first.
pub(super) fn names(
    searcher: &Searcher,
    query: &dyn Query,
    kind: NameKind,
    authority: &Authority,
) -> Result<Vec<Facet>> {
    let fail = |error: tantivy::TantivyError| engine_error("search", &error);
    let weight = query.weight(EnableScoring::disabled_from_searcher(searcher)).map_err(fail)?;
    // By key, then by form: the form that most stories use is the one shown.
    let mut keys: BTreeMap<String, BTreeMap<String, Count>> = BTreeMap::new();
    for reader in searcher.segment_readers() {
        let Some(mut segment) = Segment::open(reader, kind, authority).map_err(fail)? else { continue };
        let alive = reader.alive_bitset();
        let mut collect = |docs: &[DocId]| {
            for &doc in docs {
                if alive.is_none_or(|alive| alive.is_alive(doc)) {
                    segment.count(doc);
                }
            }
        };
        weight.for_each_no_score(reader, &mut collect).map_err(fail)?;
        segment.name(kind, authority, &mut keys).map_err(|error| fail(error.into()))?;
    }
    let mut facets: Vec<Facet> = keys.into_iter().map(|(key, forms)| facet(key, &forms)).collect();
    facets.sort_by(|a, b| (b.stories, b.mentions, &a.name, &a.key).cmp(&(a.stories, a.mentions, &b.name, &b.key)));
    Ok(facets)
}

/// Returns those of some stories of a segment that have a name for which `fits` holds, given its key and how the story
/// introduces it. Each name is asked once.
pub(super) fn stories_naming(
    reader: &SegmentReader,
    kind: NameKind,
    stories: &[DocId],
    mut fits: impl FnMut(&str, &str) -> bool,
) -> std::io::Result<Vec<DocId>> {
    let (names, _) = Fields::name_columns(kind);
    let names = reader.fast_fields().str(names).map_err(std::io::Error::other)?;
    let Some(names) = names.filter(|_| !stories.is_empty()) else { return Ok(Vec::new()) };
    let ordinals: BTreeSet<u64> = stories.iter().flat_map(|&doc| names.term_ords(doc)).collect();
    let ordinals: Vec<u64> = ordinals.into_iter().collect();
    let mut fitting: BTreeSet<u64> = BTreeSet::new();
    let mut next = ordinals.iter();
    names.dictionary().sorted_ords_to_term_cb(&ordinals, |term| {
        let term = String::from_utf8_lossy(term);
        let (key, name) = of_column(&term);
        fitting.extend(next.next().filter(|_| fits(&key, name)));
    })?;
    let has_one = |doc: &DocId| names.term_ords(*doc).any(|ordinal| fitting.contains(&ordinal));
    Ok(stories.iter().copied().filter(has_one).collect())
}

/// Returns the first and the last day that any story was published on.
pub(super) fn period(searcher: &Searcher) -> Result<(Option<Date>, Option<Date>)> {
    let fail = |error: tantivy::TantivyError| engine_error("search", &error);
    let (mut first, mut last) = (None, None);
    for reader in searcher.segment_readers() {
        let fast = reader.fast_fields();
        let (firsts, lasts) = (fast.i64("first_day").map_err(fail)?, fast.i64("last_day").map_err(fail)?);
        for doc in reader.doc_ids_alive() {
            first = first.into_iter().chain(firsts.first(doc)).min();
            last = last.into_iter().chain(lasts.first(doc)).max();
        }
    }
    Ok((first.and_then(Date::from_days), last.and_then(Date::from_days)))
}

struct Segment {
    names: StrColumn,
    mentions: Column<u64>,
    first_days: Column<i64>,
    last_days: Column<i64>,
    counts: Vec<Count>,
    /// For each name the number of the entry that claims it; empty where no entry claims any.
    entries: Vec<Option<u32>>,
    /// The entries of the story that is counted.
    counted: Vec<u32>,
}

impl Segment {
    fn open(reader: &SegmentReader, kind: NameKind, authority: &Authority) -> tantivy::Result<Option<Self>> {
        let fast = reader.fast_fields();
        let (names, mentions) = Fields::name_columns(kind);
        let Some(names) = fast.str(names)? else { return Ok(None) };
        let mut entries = Vec::new();
        if authority.entries().iter().any(|entry| entry.kind == kind) {
            let mut terms = names.dictionary().stream()?;
            while terms.advance() {
                let term = String::from_utf8_lossy(terms.key());
                let (key, name) = of_column(&term);
                let identity = authority.identity(kind, &key, name);
                entries.push(identity.and_then(|identity| authority.entry_number(kind, &identity.key)));
            }
        }
        Ok(Some(Self {
            counts: vec![Count::default(); names.num_terms()],
            names,
            mentions: fast.u64(mentions)?,
            first_days: fast.i64("first_day")?,
            last_days: fast.i64("last_day")?,
            entries,
            counted: Vec::new(),
        }))
    }

    fn count(&mut self, doc: DocId) {
        let (first, last) = (self.first_days.first(doc), self.last_days.first(doc));
        self.counted.clear();
        // Names and mentions were added in the same order, and columns keep it.
        for (ordinal, mentions) in self.names.term_ords(doc).zip(self.mentions.values_for_doc(doc)) {
            // A story with two forms of one entry is one story.
            let entry = self.entries.get(ordinal as usize).copied().flatten();
            let again = entry.is_some_and(|entry| self.counted.contains(&entry));
            self.counted.extend(entry);
            self.counts[ordinal as usize].add(Count { stories: u64::from(!again), mentions, first, last });
        }
    }

    fn name(
        &self,
        kind: NameKind,
        authority: &Authority,
        keys: &mut BTreeMap<String, BTreeMap<String, Count>>,
    ) -> std::io::Result<()> {
        let used = |(ordinal, count): (usize, &Count)| (count.mentions > 0).then_some(ordinal as u64);
        let ordinals: Vec<u64> = self.counts.iter().enumerate().filter_map(used).collect();
        let mut at = ordinals.iter();
        self.names.dictionary().sorted_ords_to_term_cb(&ordinals, |term| {
            let term = String::from_utf8_lossy(term);
            let (key, name) = of_column(&term);
            let (Some(&ordinal), Some(identity)) = (at.next(), authority.identity(kind, &key, name)) else { return };
            let forms = keys.entry(identity.key.into_owned()).or_default();
            forms.entry(identity.name.to_owned()).or_default().add(self.counts[ordinal as usize]);
        })?;
        Ok(())
    }
}

fn facet(key: String, forms: &BTreeMap<String, Count>) -> Facet {
    let mut sum = Count::default();
    for count in forms.values() {
        sum.add(*count);
    }
    // `max_by_key` returns the last of equals; reversed, the first in the alphabet.
    let name = forms.iter().rev().max_by_key(|(_, count)| count.stories).map(|(name, _)| name.clone());
    Facet {
        name: name.unwrap_or_default(),
        key,
        stories: sum.stories,
        mentions: sum.mentions,
        first: sum.first.and_then(Date::from_days),
        last: sum.last.and_then(Date::from_days),
    }
}

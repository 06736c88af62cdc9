//! Running a query, and putting what it finds in order. Ties are broken by id, so the same question gives the same answer
//! whatever the segments.

use super::scorer::{Bounded, TextQuery};
use crate::error::Result;
use crate::index::{Fields, engine_error};
use crate::search::{Sort, StoryKey};
use std::collections::BinaryHeap;
use tantivy::columnar::{Column, StrColumn};
use tantivy::query::{EnableScoring, Query};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, DocId, DocSet as _, Score, Searcher, SegmentReader, TERMINATED, Term};

/// A story that was found.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) address: DocAddress,
    pub(super) score: f32,
}

/// A story within one segment: the smaller, the better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    /// The score, downwards, in ten-thousandths (as it is printed: rounding noise must not decide), or the day.
    key: i64,
    /// The ordinal of the id, which ascends with it.
    id: u64,
    doc: DocId,
}

const SCORE_UNIT: f32 = 10_000.0;

fn fail(error: &tantivy::TantivyError) -> crate::Error {
    engine_error("search", error)
}

/// Returns the hits from `offset` on, `limit` at most, and how many there are in all.
pub(super) fn find(
    searcher: &Searcher,
    query: &dyn Query,
    sort: Sort,
    offset: usize,
    limit: Option<usize>,
) -> Result<(Vec<Found>, u64)> {
    let wanted = limit.map_or(usize::MAX, |limit| limit.saturating_add(offset));
    let scoring = match sort {
        Sort::Relevance => EnableScoring::enabled_from_searcher(searcher),
        _ => EnableScoring::disabled_from_searcher(searcher),
    };
    let weight = query.weight(scoring).map_err(|error| fail(&error))?;
    let mut total = 0;
    let mut segments = Vec::new();
    for reader in searcher.segment_readers() {
        let mut top = Top::new(reader, sort, wanted).map_err(|error| fail(&error))?;
        let alive = reader.alive_bitset();
        let is_alive = |doc: DocId| alive.is_none_or(|alive| alive.is_alive(doc));
        let mut collect = |doc: DocId, score: Score| {
            if is_alive(doc) {
                top.collect(doc, score);
            }
        };
        match (sort, query.downcast_ref::<TextQuery>()) {
            // Where nothing else has a say in the score, what cannot be among the best need not have it.
            (Sort::Relevance, Some(text)) => text.visit(reader, |doc, scorer| {
                if is_alive(doc) {
                    top.offer(doc, scorer);
                }
            }),
            (Sort::Relevance, None) => weight.for_each(reader, &mut collect),
            _ => weight.for_each_no_score(reader, &mut |docs| docs.iter().for_each(|&doc| collect(doc, 0.0))),
        }
        .map_err(|error| fail(&error))?;
        total += top.total;
        segments.push((top.heap.into_sorted_vec(), top.ids));
    }
    let mut found = merge(segments, wanted)?;
    found.drain(..offset.min(found.len()));
    let scored = sort == Sort::Relevance;
    let found = found.into_iter().map(|(segment, candidate)| Found {
        address: DocAddress::new(segment, candidate.doc),
        score: if scored { -candidate.key as f32 / SCORE_UNIT } else { 0.0 },
    });
    Ok((found.collect(), total))
}

/// The best stories of one segment.
struct Top {
    heap: BinaryHeap<Candidate>,
    /// A score in [`SCORE_UNIT`]s, before it is rounded, that is too low for the heap.
    too_low: f32,
    wanted: usize,
    total: u64,
    sort: Sort,
    ids: Option<StrColumn>,
    days: Option<Column<i64>>,
}

impl Top {
    fn new(reader: &SegmentReader, sort: Sort, wanted: usize) -> tantivy::Result<Self> {
        let fast = reader.fast_fields();
        let days = match sort {
            Sort::Newest => Some(fast.i64("last_day")?),
            Sort::Oldest => Some(fast.i64("first_day")?),
            Sort::Relevance | Sort::Path => None,
        };
        Ok(Self {
            heap: BinaryHeap::new(),
            too_low: f32::NEG_INFINITY,
            wanted,
            total: 0,
            sort,
            ids: fast.str("id")?,
            days,
        })
    }

    /// Takes a story whose score is not known yet.
    fn offer(&mut self, doc: DocId, scorer: &mut dyn Bounded) {
        if scorer.most().is_some_and(|most| most * SCORE_UNIT < self.too_low) {
            self.total += 1;
        } else {
            self.collect(doc, scorer.score());
        }
    }

    fn collect(&mut self, doc: DocId, score: Score) {
        self.total += 1;
        // Nearly all stories of a common word end here: rounding and looking at the heap cost more than all before.
        let scaled = score * SCORE_UNIT;
        if scaled < self.too_low {
            return;
        }
        let day = || self.days.as_ref().and_then(|days| days.first(doc));
        let key = match self.sort {
            Sort::Relevance => -(scaled.round() as i64),
            Sort::Newest => day().map_or(i64::MAX, |day| -day),
            Sort::Oldest => day().unwrap_or(i64::MAX),
            Sort::Path => 0,
        };
        let full = self.heap.len() >= self.wanted;
        if full && self.heap.peek().is_none_or(|worst| key > worst.key) {
            return;
        }
        let id = self.ids.as_ref().and_then(|ids| ids.ords().first(doc)).unwrap_or(u64::MAX);
        let candidate = Candidate { key, id, doc };
        if !full {
            self.heap.push(candidate);
        } else if let Some(mut worst) = self.heap.peek_mut()
            && candidate < *worst
        {
            *worst = candidate;
        }
        if self.sort == Sort::Relevance
            && self.heap.len() >= self.wanted
            && let Some(worst) = self.heap.peek()
        {
            // What rounds to the worst or better is at most half a unit below it.
            self.too_low = -worst.key as f32 - 1.0;
        }
    }
}

/// One segment's stories, best first, while they are merged.
struct Run {
    segment: u32,
    candidates: std::iter::Peekable<std::vec::IntoIter<Candidate>>,
    ids: Option<StrColumn>,
    /// The id of the head, looked up only when keys tie between segments.
    head_id: Option<String>,
}

impl Run {
    fn head_id(&mut self) -> Result<&str> {
        if self.head_id.is_none() {
            let ordinal = self.candidates.peek().map_or(u64::MAX, |head| head.id);
            let mut id = String::new();
            if let Some(ids) = &self.ids {
                ids.ord_to_str(ordinal, &mut id).map_err(|error| fail(&error.into()))?;
            }
            self.head_id = Some(id);
        }
        Ok(self.head_id.as_deref().unwrap_or_default())
    }
}

fn merge(segments: Vec<(Vec<Candidate>, Option<StrColumn>)>, wanted: usize) -> Result<Vec<(u32, Candidate)>> {
    let mut runs: Vec<Run> = segments
        .into_iter()
        .zip(0..)
        .map(|((candidates, ids), segment)| Run {
            segment,
            candidates: candidates.into_iter().peekable(),
            ids,
            head_id: None,
        })
        .filter_map(|mut run| run.candidates.peek().is_some().then_some(run))
        .collect();
    let mut merged = Vec::new();
    while merged.len() < wanted && !runs.is_empty() {
        let best_key = runs.iter_mut().filter_map(|run| run.candidates.peek()).map(|head| head.key).min();
        let tied: Vec<usize> =
            (0..runs.len()).filter(|&at| runs[at].candidates.peek().map(|head| head.key) == best_key).collect();
        let mut best = tied[0];
        for &at in &tied[1..] {
            let best_id = runs[best].head_id()?.to_owned();
            if runs[at].head_id()? < best_id.as_str() {
                best = at;
            }
        }
        let run = &mut runs[best];
        run.head_id = None;
        merged.extend(run.candidates.next().map(|candidate| (run.segment, candidate)));
        if run.candidates.peek().is_none() {
            runs.remove(best);
        }
    }
    Ok(merged)
}

/// Returns where a story is.
pub(super) fn address_of(searcher: &Searcher, id: &str) -> Result<Option<DocAddress>> {
    let (_, fields) = Fields::schema_once();
    let term = Term::from_field_text(fields.id, id);
    for (segment, reader) in searcher.segment_readers().iter().enumerate() {
        let inverted = reader.inverted_index(fields.id).map_err(|error| fail(&error))?;
        let postings = inverted.read_postings(&term, IndexRecordOption::Basic).map_err(|error| fail(&error.into()))?;
        let Some(mut postings) = postings else { continue };
        while postings.doc() != TERMINATED {
            if !reader.is_deleted(postings.doc()) {
                return Ok(Some(DocAddress::new(segment as u32, postings.doc())));
            }
            postings.advance();
        }
    }
    Ok(None)
}

/// Reads ids and paths from columns, without touching the stored stories.
pub(super) struct KeyReader {
    segments: Vec<(Option<StrColumn>, Column<u64>)>,
}

impl KeyReader {
    pub(super) fn new(searcher: &Searcher) -> Result<Self> {
        let columns = |reader: &SegmentReader| {
            let fast = reader.fast_fields();
            Ok((fast.str("id")?, fast.u64("path_length")?))
        };
        let segments = searcher.segment_readers().iter().map(columns).collect::<tantivy::Result<_>>();
        Ok(Self { segments: segments.map_err(|error| fail(&error))? })
    }

    /// Returns the keys of some stories, in their order.
    pub(super) fn read(&self, found: &[Found]) -> Result<Vec<StoryKey>> {
        let mut keys = vec![StoryKey { id: String::new(), path: String::new() }; found.len()];
        for (segment, (ids, lengths)) in (0..).zip(&self.segments) {
            let Some(ids) = ids else { continue };
            let here = found.iter().zip(0..).filter(|(found, _)| found.address.segment_ord == segment);
            let mut wanted: Vec<(u64, DocId, usize)> = here
                .filter_map(|(found, at)| Some((ids.ords().first(found.address.doc_id)?, found.address.doc_id, at)))
                .collect();
            wanted.sort_unstable();
            let ordinals: Vec<u64> = wanted.iter().map(|(ordinal, ..)| *ordinal).collect();
            let mut next = wanted.iter();
            let named = ids.dictionary().sorted_ords_to_term_cb(&ordinals, |id| {
                if let Some((_, doc, at)) = next.next() {
                    let id = String::from_utf8_lossy(id).into_owned();
                    let length = lengths.first(*doc).unwrap_or_default() as usize;
                    keys[*at] = StoryKey { path: id.get(..length).unwrap_or(&id).to_owned(), id };
                }
            });
            named.map_err(|error| fail(&error.into()))?;
        }
        Ok(keys)
    }
}

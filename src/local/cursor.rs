//! One leaf of a query in one segment: the union of the postings of its terms, document by document.

use super::expand::{Entry, Stories};
use crate::spans::Span;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::{Postings as _, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet as _, TERMINATED};

/// The postings of one term, each of whose occurrences takes so many positions.
struct List {
    postings: SegmentPostings,
    length: u32,
    stories: Stories,
    hides: bool,
}

/// Walks the documents that hold any of a leaf's terms.
pub(super) struct LeafCursor {
    lists: Vec<List>,
    /// The lists by their current document; a list at its end is not in it.
    heap: BinaryHeap<Reverse<(DocId, usize)>>,
    /// The lists that stand on the current document, as far as they were asked for.
    here: Vec<usize>,
    positions: Vec<u32>,
    /// Spans that are taken away again.
    hidden: Vec<Span>,
}

impl LeafCursor {
    /// Opens the postings of a leaf; `option` says whether positions are wanted.
    pub(super) fn open(
        entries: &[Entry],
        inverted: &InvertedIndexReader,
        option: IndexRecordOption,
    ) -> std::io::Result<Self> {
        let mut lists = Vec::with_capacity(entries.len());
        for entry in entries {
            let postings = inverted.read_postings_from_terminfo(&entry.info, option)?;
            let (length, stories, hides) = (entry.length, entry.stories.clone(), entry.hides);
            lists.push(List { postings, length, stories, hides });
        }
        let heap = lists.iter().enumerate().map(|(at, list)| Reverse((list.postings.doc(), at))).collect();
        Ok(Self { lists, heap, here: Vec::new(), positions: Vec::new(), hidden: Vec::new() })
    }

    /// Returns the current document.
    pub(super) fn doc(&self) -> DocId {
        self.heap.peek().map_or(TERMINATED, |top| top.0.0)
    }

    /// Moves to the first document at or behind `target` and returns it; never moves backwards.
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        while let Some(mut top) = self.heap.peek_mut() {
            if top.0.0 >= target {
                break;
            }
            // A posting list must not be asked for a document before its own: the guard above sees to that.
            let doc = self.lists[top.0.1].postings.seek(target);
            if doc == TERMINATED {
                PeekMut::pop(top);
            } else {
                top.0.0 = doc;
            }
        }
        self.doc()
    }

    /// Returns how many documents the leaf may have, at most.
    pub(super) fn size(&self) -> u32 {
        self.lists.iter().fold(0, |sum, list| sum.saturating_add(list.postings.doc_freq()))
    }

    /// Returns how often the leaf's terms count in the current document.
    pub(super) fn frequency(&mut self) -> u32 {
        self.counting().map(|list| list.postings.term_freq()).sum()
    }

    /// Says whether any of the leaf's terms counts in the current document.
    pub(super) fn counts(&mut self) -> bool {
        self.counting().next().is_some()
    }

    fn counting(&mut self) -> impl Iterator<Item = &List> {
        self.gather();
        let (doc, lists) = (self.doc(), &self.lists);
        self.here.iter().map(|&at| &lists[at]).filter(move |list| !list.hides && list.stories.hold(doc))
    }

    /// Appends the leaf's spans in the current document, ascending; there may be none.
    pub(super) fn spans(&mut self, out: &mut Vec<Span>) {
        self.gather();
        let doc = self.doc();
        let begun = out.len();
        self.hidden.clear();
        for &at in &self.here {
            let list = &mut self.lists[at];
            if !list.stories.hold(doc) {
                continue;
            }
            let spans = if list.hides { &mut self.hidden } else { &mut *out };
            list.postings.positions(&mut self.positions);
            spans.extend(self.positions.iter().map(|&start| Span { start, end: start + list.length }));
        }
        if self.here.len() > 1 {
            out[begun..].sort_unstable();
        }
        if !self.hidden.is_empty() {
            let shown: Vec<Span> = out.drain(begun..).filter(|span| !self.hidden.contains(span)).collect();
            out.extend(shown);
        }
    }

    /// Finds the lists that stand on the current document.
    fn gather(&mut self) {
        self.here.clear();
        let doc = self.doc();
        if self.lists.len() == 1 {
            self.here.push(0);
            return;
        }
        while let Some(top) = self.heap.peek_mut() {
            if top.0.0 != doc {
                break;
            }
            self.here.push(PeekMut::pop(top).0.1);
        }
        self.heap.extend(self.here.iter().map(|&at| Reverse((doc, at))));
    }
}

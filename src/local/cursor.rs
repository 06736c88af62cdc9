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

/// So many lists, the inflections of a word or the lengths of a name, are looked at one after another for the next document.
/// For more, a heap is worth its keeping.
const FEW: usize = 8;

/// The postings of one term, each of whose occurrences takes so many positions.
struct List {
    postings: SegmentPostings,
    /// The document they stand on.
    doc: DocId,
    length: u32,
    stories: Stories,
    hides: bool,
}

impl List {
    /// Moves to the first document at or behind `target`.
    fn seek(&mut self, target: DocId) {
        // Postings must not be asked for a document before their own.
        if self.doc < target {
            self.doc = self.postings.seek(target);
        }
    }

    /// Says whether the list counts in the document it stands on.
    fn counts(&self) -> bool {
        !self.hides && self.stories.hold(self.doc)
    }
}

/// Walks the documents that hold any of a leaf's terms.
pub(super) struct LeafCursor {
    lists: Vec<List>,
    /// The lists by their current document, where they are more than [`FEW`]; a list at its end is not in it.
    heap: BinaryHeap<Reverse<(DocId, usize)>>,
    /// The current document.
    doc: DocId,
    /// Of many lists those that stand on the current document, as far as they were asked for.
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
            lists.push(List { doc: postings.doc(), postings, length, stories, hides });
        }
        let doc = lists.iter().map(|list| list.doc).min().unwrap_or(TERMINATED);
        let many = if lists.len() > FEW { &lists[..] } else { &[] };
        let heap = many.iter().enumerate().map(|(at, list)| Reverse((list.doc, at))).collect();
        Ok(Self { lists, heap, doc, here: Vec::new(), positions: Vec::new(), hidden: Vec::new() })
    }

    /// Returns the current document.
    pub(super) fn doc(&self) -> DocId {
        self.doc
    }

    /// Moves to the first document at or behind `target` and returns it; never moves backwards.
    pub(super) fn seek(&mut self, target: DocId) -> DocId {
        if self.doc >= target {
            return self.doc;
        }
        if self.lists.len() > FEW {
            return self.seek_many(target);
        }
        let mut next = TERMINATED;
        for list in &mut self.lists {
            list.seek(target);
            next = next.min(list.doc);
        }
        self.doc = next;
        next
    }

    fn seek_many(&mut self, target: DocId) -> DocId {
        self.here.clear();
        while let Some(mut top) = self.heap.peek_mut() {
            if top.0.0 >= target {
                break;
            }
            let list = &mut self.lists[top.0.1];
            list.seek(target);
            if list.doc == TERMINATED {
                PeekMut::pop(top);
            } else {
                top.0.0 = list.doc;
            }
        }
        self.doc = self.heap.peek().map_or(TERMINATED, |top| top.0.0);
        self.doc
    }

    /// Returns how many documents the leaf may have, at most.
    pub(super) fn size(&self) -> u32 {
        self.lists.iter().fold(0, |sum, list| sum.saturating_add(list.postings.doc_freq()))
    }

    /// Returns how often the leaf's terms count in the current document.
    pub(super) fn frequency(&mut self) -> u32 {
        let mut frequency = 0;
        self.each_here(|list| {
            if list.counts() {
                frequency += list.postings.term_freq();
            }
        });
        frequency
    }

    /// Says whether any of the leaf's terms counts in the current document.
    pub(super) fn counts(&mut self) -> bool {
        let mut counts = false;
        self.each_here(|list| counts |= list.counts());
        counts
    }

    /// Visits the lists that stand on the current document.
    fn each_here(&mut self, mut visit: impl FnMut(&mut List)) {
        if self.lists.len() > FEW {
            self.gather();
            for &at in &self.here {
                visit(&mut self.lists[at]);
            }
            return;
        }
        for list in self.lists.iter_mut().filter(|list| list.doc == self.doc) {
            visit(list);
        }
    }

    /// Appends the leaf's spans in the current document, ascending; there may be none.
    pub(super) fn spans(&mut self, out: &mut Vec<Span>) {
        let begun = out.len();
        let (mut positions, mut hidden) = (std::mem::take(&mut self.positions), std::mem::take(&mut self.hidden));
        hidden.clear();
        let mut lists = 0;
        self.each_here(|list| {
            if !list.stories.hold(list.doc) {
                return;
            }
            lists += 1;
            let spans = if list.hides { &mut hidden } else { &mut *out };
            list.postings.positions(&mut positions);
            spans.extend(positions.iter().map(|&start| Span { start, end: start + list.length }));
        });
        if lists > 1 {
            out[begun..].sort_unstable();
        }
        if !hidden.is_empty() {
            let shown: Vec<Span> = out.drain(begun..).filter(|span| !hidden.contains(span)).collect();
            out.extend(shown);
        }
        (self.positions, self.hidden) = (positions, hidden);
    }

    /// Finds those of many lists that stand on the current document.
    fn gather(&mut self) {
        if !self.here.is_empty() {
            return;
        }
        // No list stands before the top of the heap, so what stands with it hangs together from the top down.
        let (heap, doc) = (self.heap.as_slice(), self.doc);
        let stands_here = |node: &usize| heap.get(*node).is_some_and(|list| list.0.0 == doc);
        self.here.extend(Some(0).filter(stands_here));
        let mut next = 0;
        while let Some(&node) = self.here.get(next) {
            self.here.extend([2 * node + 1, 2 * node + 2].iter().filter(|node| stands_here(node)));
            next += 1;
        }
        for node in &mut self.here {
            *node = heap[*node].0.1;
        }
    }
}

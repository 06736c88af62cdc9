//! A document set out of something that can find the next document; the contract of tantivy's walks is kept here, once.

use tantivy::{DocId, DocSet, TERMINATED};

/// Finds documents.
pub(super) trait Finder: Send + 'static {
    /// Returns the first match at or behind `target`, or `TERMINATED`. Targets ascend.
    fn find(&mut self, target: DocId) -> DocId;

    /// Returns how many matches there may be, at most.
    fn most(&self) -> u32;

    /// Returns what the walk costs, in documents looked at; a conjunction lets the cheapest side lead.
    fn cost(&self) -> u64 {
        u64::from(self.most())
    }
}

/// The documents a finder finds, in order.
pub(super) struct Walk<F> {
    pub(super) finder: F,
    doc: DocId,
}

impl<F: Finder> Walk<F> {
    /// Stands on the first match: that is how tantivy wants a document set handed out.
    pub(super) fn new(mut finder: F) -> Self {
        let doc = finder.find(0);
        Self { finder, doc }
    }
}

impl<F: Finder> DocSet for Walk<F> {
    fn advance(&mut self) -> DocId {
        if self.doc != TERMINATED {
            self.doc = self.finder.find(self.doc + 1);
        }
        self.doc
    }

    fn seek(&mut self, target: DocId) -> DocId {
        // A target that was passed is answered with where the walk stands.
        if self.doc < target {
            self.doc = self.finder.find(target);
        }
        self.doc
    }

    fn doc(&self) -> DocId {
        self.doc
    }

    fn size_hint(&self) -> u32 {
        self.finder.most()
    }

    fn cost(&self) -> u64 {
        self.finder.cost()
    }
}

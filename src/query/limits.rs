//! How deep and how wide a query may be, whatever language it is written in.

use super::error::{QueryError, QueryErrorKind};
use super::{DEEPEST_NESTING, MOST_CLAUSES};
use std::ops::Range;

/// What a parser has spent of its limits.
#[derive(Debug, Default)]
pub(super) struct Limits {
    depth: usize,
    clauses: usize,
}

impl Limits {
    /// Goes a level deeper; `at` is what opens it.
    pub(super) fn enter(&mut self, at: &Range<usize>) -> Result<(), QueryError> {
        if self.depth == DEEPEST_NESTING {
            return Err(QueryError::new(QueryErrorKind::TooDeep, at.clone()));
        }
        self.depth += 1;
        Ok(())
    }

    /// Leaves the levels that were entered last.
    pub(super) fn leave(&mut self, levels: usize) {
        self.depth -= levels;
    }

    /// Counts a word, a phrase or a field's value.
    pub(super) fn clause(&mut self, at: &Range<usize>) -> Result<(), QueryError> {
        self.clauses += 1;
        if self.clauses > MOST_CLAUSES {
            return Err(QueryError::new(QueryErrorKind::TooManyClauses, at.clone()));
        }
        Ok(())
    }
}

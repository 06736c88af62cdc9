//! Filters over columns: the period of publication, the length of the body, the number of an update.
//!
//! tantivy's own range query over a column loses its place when an exclusion seeks in it (a subtraction below zero in 0.27), and
//! a period that overlaps needs two columns.

use super::walk::{Finder, Walk};
use crate::query::{DateFilter, NumberField, NumberFilter};
use tantivy::columnar::Column;
use tantivy::query::{ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, Score, SegmentReader, TERMINATED};

/// Stories that a column lets through. Documents that are no stories have no date and no numbers.
#[derive(Clone, Copy, Debug)]
pub(super) enum ColumnQuery {
    Period(DateFilter),
    Number(NumberField, NumberFilter),
}

impl Query for ColumnQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(*self))
    }
}

impl Weight for ColumnQuery {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let fast = reader.fast_fields();
        let test = match *self {
            Self::Period(filter) => {
                Test::Period { filter, first_days: fast.i64("first_day")?, last_days: fast.i64("last_day")? }
            }
            Self::Number(field, filter) => {
                let name = match field {
                    NumberField::Words => "length",
                    NumberField::Update => "update",
                };
                Test::Number { filter, numbers: fast.u64(name)? }
            }
        };
        let stories = Stories { test, end: reader.max_doc() };
        Ok(Box::new(ConstScorer::new(Walk::new(stories), boost)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("a filter over columns", 0.0))
    }
}

enum Test {
    Period { filter: DateFilter, first_days: Column<i64>, last_days: Column<i64> },
    Number { filter: NumberFilter, numbers: Column<u64> },
}

impl Test {
    fn fits(&self, doc: DocId) -> bool {
        match self {
            Self::Period { filter, first_days, last_days } => {
                match (filter, first_days.first(doc).zip(last_days.first(doc))) {
                    (DateFilter::Unknown, days) => days.is_none(),
                    (DateFilter::Between { .. }, None) => false,
                    (DateFilter::Between { from, until }, Some((first, last))) => {
                        from.is_none_or(|from| from <= last) && until.is_none_or(|until| first <= until)
                    }
                }
            }
            Self::Number { filter, numbers } => numbers.first(doc).is_some_and(|number| {
                filter.from.is_none_or(|from| u64::from(from) <= number)
                    && filter.until.is_none_or(|until| number <= u64::from(until))
            }),
        }
    }
}

struct Stories {
    test: Test,
    end: DocId,
}

impl Finder for Stories {
    fn find(&mut self, target: DocId) -> DocId {
        (target..self.end).find(|doc| self.test.fits(*doc)).unwrap_or(TERMINATED)
    }

    fn most(&self) -> u32 {
        self.end
    }
}

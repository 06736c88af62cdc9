//! The date filter: stories whose period of publication overlaps a span of days, read from two columns.
//!
//! tantivy's own range query over a column loses its place when an exclusion seeks in it (a subtraction below zero in 0.27), and
//! an overlap needs two of them.

use super::walk::{Finder, Walk};
use crate::query::DateFilter;
use tantivy::columnar::Column;
use tantivy::query::{ConstScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::{DocId, Score, SegmentReader, TERMINATED};

/// Stories of a period. Documents that are no stories have no date.
#[derive(Clone, Copy, Debug)]
pub(super) struct PeriodQuery(pub(super) DateFilter);

impl Query for PeriodQuery {
    fn weight(&self, _: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(*self))
    }
}

impl Weight for PeriodQuery {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let fast = reader.fast_fields();
        let (first_days, last_days) = (fast.i64("first_day")?, fast.i64("last_day")?);
        let stories = PeriodStories { filter: self.0, first_days, last_days, end: reader.max_doc() };
        Ok(Box::new(ConstScorer::new(Walk::new(stories), boost)))
    }

    fn explain(&self, _: &SegmentReader, _: DocId) -> tantivy::Result<Explanation> {
        Ok(Explanation::new("published in the period", 0.0))
    }
}

struct PeriodStories {
    filter: DateFilter,
    first_days: Column<i64>,
    last_days: Column<i64>,
    end: DocId,
}

impl PeriodStories {
    fn fits(&self, doc: DocId) -> bool {
        match (self.filter, self.first_days.first(doc).zip(self.last_days.first(doc))) {
            (DateFilter::Unknown, days) => days.is_none(),
            (DateFilter::Between { .. }, None) => false,
            (DateFilter::Between { from, until }, Some((first, last))) => {
                from.is_none_or(|from| from <= last) && until.is_none_or(|until| first <= until)
            }
        }
    }
}

impl Finder for PeriodStories {
    fn find(&mut self, target: DocId) -> DocId {
        (target..self.end).find(|doc| self.fits(*doc)).unwrap_or(TERMINATED)
    }

    fn most(&self) -> u32 {
        self.end
    }
}

//! Which pairs of matches are near one another.
//!
//! Distances are counted in positions between the nearer ends, so that neighbours are 1 apart whatever their lengths. What
//! overlaps is not near itself: the words of a name are not near that name. A group (`(a w/5 b)`) is more than its words:
//! what stands strictly inside it, or is a group and overlaps it, is near it.

use super::{Passage, Span};
use crate::query::{Distance, Proximity};

/// How many pairs are looked at in one passage; where there would be more, every match is paired with its neighbours alone.
///
/// Only a text made for it, or a very wide distance between very common words in a very long text, has so many.
const MOST_PAIRS: usize = 1 << 20;

/// How many matches on either side are neighbours.
const NEIGHBOURS: usize = 2;

/// A match while operands are put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Found {
    pub(super) span: Span,
    /// Whether it is the stretch from one operand to another; else all of its words are its own.
    pub(super) is_group: bool,
}

impl Found {
    pub(super) fn atom(span: Span) -> Self {
        Self { span, is_group: false }
    }

    /// Returns the stretch that holds both.
    pub(super) fn joined(self, other: Self) -> Self {
        let span = Span { start: self.span.start.min(other.span.start), end: self.span.end.max(other.span.end) };
        Self { span, is_group: true }
    }

    fn overlaps(self, other: Self) -> bool {
        self.span.start < other.span.end && other.span.start < self.span.end
    }

    fn is_strictly_inside(self, other: Self) -> bool {
        other.span.start < self.span.start && self.span.end < other.span.end
    }

    /// Says whether two that overlap are near one another.
    fn is_near_overlapping(self, other: Self) -> bool {
        match (self.is_group, other.is_group) {
            (false, false) => false,
            (true, true) => true,
            (true, false) => other.is_strictly_inside(self),
            (false, true) => self.is_strictly_inside(other),
        }
    }
}

/// An operator of distance.
#[derive(Clone, Copy, Debug)]
pub(super) struct Near(pub(super) Proximity);

impl Near {
    /// Appends the matches: the stretches of pairs, or where the operator is negated the left ones without a partner.
    pub(super) fn matches(self, left: &[Found], right: &[Found], passage: &Passage<'_>, out: &mut Vec<Found>) {
        if self.0.negated {
            self.windows(left, right, passage, |one, others, sentence| {
                let is_partner = |other: &Found| one.overlaps(*other) || self.is_near(one, *other, sentence);
                if !others.iter().any(is_partner) {
                    out.push(one);
                }
            });
        } else {
            self.pairs(left, right, passage, |one, other| out.push(one.joined(other)));
        }
    }

    /// Visits the pairs that are near one another, whatever the operator's sign.
    pub(super) fn pairs(
        self,
        left: &[Found],
        right: &[Found],
        passage: &Passage<'_>,
        mut visit: impl FnMut(Found, Found),
    ) {
        let mut try_pair = |one: Found, other: Found, within: Span| {
            if self.is_near(one, other, within) {
                visit(one, other);
            }
        };
        if !self.is_crowded(left, right, passage) {
            self.windows(left, right, passage, |one, others, within| {
                others.iter().for_each(|other| try_pair(one, *other, within));
            });
            return;
        }
        let borders = self.borders(passage);
        let mut next = 0;
        for one in left {
            let within = stretch(*one, borders, &mut next);
            neighbours(*one, right).iter().for_each(|other| try_pair(*one, *other, within));
        }
        let mut next = 0;
        for other in right {
            let within = stretch(*other, borders, &mut next);
            neighbours(*other, left).iter().for_each(|one| try_pair(*one, *other, within));
        }
    }

    fn is_crowded(self, left: &[Found], right: &[Found], passage: &Passage<'_>) -> bool {
        if left.len().saturating_mul(right.len()) <= MOST_PAIRS {
            return false;
        }
        let mut pairs = 0_usize;
        self.windows(left, right, passage, |_, others, _| pairs = pairs.saturating_add(others.len()));
        pairs > MOST_PAIRS
    }

    /// Visits each left match with the right ones that can be near it, and with the sentence (or paragraph) it begins in.
    ///
    /// Both sides ascend by their starts, and so does whatever is looked up for them: one sweep does.
    fn windows(
        self,
        left: &[Found],
        right: &[Found],
        passage: &Passage<'_>,
        mut visit: impl FnMut(Found, &[Found], Span),
    ) {
        let reach = right.iter().map(|found| found.span.end - found.span.start).max().unwrap_or(0);
        let borders = self.borders(passage);
        let (mut first, mut border) = (0, 0);
        for one in left {
            let within = stretch(*one, borders, &mut border);
            let (from, until) = match self.0.distance {
                Distance::Words(count) => {
                    let from = (one.span.start + 1).saturating_sub(count.saturating_add(reach));
                    (from, one.span.end.saturating_add(count))
                }
                // One that overlaps is looked at too: for `not pre/5` it counts.
                Distance::Ordered(count) => (one.span.start.saturating_sub(reach), one.span.end.saturating_add(count)),
                Distance::Sentence | Distance::Paragraph => (within.start.saturating_sub(reach), within.end),
            };
            while right.get(first).is_some_and(|other| other.span.start < from) {
                first += 1;
            }
            let length = right[first..].iter().take_while(|other| other.span.start < until).count();
            visit(*one, &right[first..first + length], within);
        }
    }

    /// Returns the borders that a pair may not cross.
    fn borders<'p>(self, passage: &Passage<'p>) -> &'p [u32] {
        match self.0.distance {
            Distance::Words(_) | Distance::Ordered(_) => &[],
            Distance::Sentence => passage.sentences,
            Distance::Paragraph => passage.paragraphs,
        }
    }

    /// Says whether two are near; `within` is the sentence (or paragraph) that one of them begins in.
    fn is_near(self, one: Found, other: Found, within: Span) -> bool {
        let (a, b) = (one.span, other.span);
        if let Distance::Ordered(count) = self.0.distance {
            return b.start >= a.end && b.start - a.end < count;
        }
        if one.overlaps(other) && !one.is_near_overlapping(other) {
            return false;
        }
        if let Distance::Words(count) = self.0.distance {
            let between = if b.start >= a.end { b.start - a.end } else { a.start.saturating_sub(b.end) };
            return between < count;
        }
        let whole = one.joined(other).span;
        within.start <= whole.start && whole.end <= within.end
    }
}

/// Returns the sentence (or paragraph) that a match begins in; `next` is the number of the border after the last one asked for.
fn stretch(one: Found, borders: &[u32], next: &mut usize) -> Span {
    while borders.get(*next).is_some_and(|border| *border <= one.span.start) {
        *next += 1;
    }
    Span {
        start: next.checked_sub(1).map_or(0, |at| borders[at]),
        end: borders.get(*next).copied().unwrap_or(u32::MAX),
    }
}

/// Returns those that begin nearest to one, before and after it.
fn neighbours(one: Found, others: &[Found]) -> &[Found] {
    let at = others.partition_point(|other| other.span.start < one.span.start);
    &others[at.saturating_sub(NEIGHBOURS)..others.len().min(at + NEIGHBOURS)]
}

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
            let reach = longest(right);
            out.extend(left.iter().filter(|one| {
                let window = self.window(**one, right, reach, passage);
                !right[window].iter().any(|other| one.overlaps(*other) || self.is_near(**one, *other, passage))
            }));
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
        let reach = longest(right);
        let is_crowded = left.len().saturating_mul(right.len()) > MOST_PAIRS
            && left.iter().map(|one| self.window(*one, right, reach, passage).len()).sum::<usize>() > MOST_PAIRS;
        let mut try_pair = |one: Found, other: Found| {
            if self.is_near(one, other, passage) {
                visit(one, other);
            }
        };
        if !is_crowded {
            for one in left {
                right[self.window(*one, right, reach, passage)].iter().for_each(|other| try_pair(*one, *other));
            }
            return;
        }
        for one in left {
            for other in neighbours(*one, right) {
                try_pair(*one, *other);
            }
        }
        for other in right {
            for one in neighbours(*other, left) {
                try_pair(*one, *other);
            }
        }
    }

    /// Returns which of some matches, ascending by their start, can be near one; `reach` is the length of the longest.
    fn window(self, one: Found, others: &[Found], reach: u32, passage: &Passage<'_>) -> std::ops::Range<usize> {
        let (from, until) = match self.0.distance {
            Distance::Words(count) => {
                let from = (one.span.start + 1).saturating_sub(count.saturating_add(reach));
                (from, one.span.end.saturating_add(count))
            }
            // One that overlaps is looked at too: for `not pre/5` it counts.
            Distance::Ordered(count) => (one.span.start.saturating_sub(reach), one.span.end.saturating_add(count)),
            Distance::Sentence => stretch(one, passage.sentences, reach),
            Distance::Paragraph => stretch(one, passage.paragraphs, reach),
        };
        let first = others.partition_point(|other| other.span.start < from);
        first..first + others[first..].partition_point(|other| other.span.start < until)
    }

    fn is_near(self, one: Found, other: Found, passage: &Passage<'_>) -> bool {
        let (a, b) = (one.span, other.span);
        if let Distance::Ordered(count) = self.0.distance {
            return b.start >= a.end && b.start - a.end < count;
        }
        if one.overlaps(other) && !one.is_near_overlapping(other) {
            return false;
        }
        let whole = one.joined(other).span;
        match self.0.distance {
            Distance::Words(count) => {
                let between = if b.start >= a.end { b.start - a.end } else { a.start.saturating_sub(b.end) };
                between < count
            }
            Distance::Ordered(_) => unreachable!("asked above"),
            Distance::Sentence => is_undivided(whole, passage.sentences),
            Distance::Paragraph => is_undivided(whole, passage.paragraphs),
        }
    }
}

fn longest(found: &[Found]) -> u32 {
    found.iter().map(|found| found.span.end - found.span.start).max().unwrap_or(0)
}

/// Returns the positions from which something reaches into the sentence (or paragraph) that a match begins in, or into the
/// match itself: a group may go on beyond the border.
fn stretch(one: Found, borders: &[u32], reach: u32) -> (u32, u32) {
    let next = borders.partition_point(|border| *border <= one.span.start);
    let start = next.checked_sub(1).map_or(0, |at| borders[at]);
    let end = borders.get(next).copied().unwrap_or(u32::MAX);
    (start.saturating_sub(reach), end.max(one.span.end))
}

/// Says whether no border stands inside a stretch.
fn is_undivided(span: Span, borders: &[u32]) -> bool {
    let next = borders.partition_point(|border| *border <= span.start);
    borders.get(next).is_none_or(|border| *border >= span.end)
}

/// Returns those that begin nearest to one, before and after it.
fn neighbours(one: Found, others: &[Found]) -> &[Found] {
    let at = others.partition_point(|other| other.span.start < one.span.start);
    &others[at.saturating_sub(NEIGHBOURS)..others.len().min(at + NEIGHBOURS)]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(start: u32, end: u32, is_group: bool) -> Found {
        Found { span: Span { start, end }, is_group }
    }

    #[test]
    fn what_stands_in_a_group_beyond_a_border_is_near_it() {
        let (group, inside, behind) = (found(0, 9, true), found(7, 8, false), found(9, 10, false));
        let passage = Passage { leaves: &[], sentences: &[0, 5], paragraphs: &[0, 5], is_body: true };
        for distance in [Distance::Sentence, Distance::Paragraph] {
            let near = Near(Proximity { negated: true, distance });
            let matches = |right| {
                let mut out = Vec::new();
                near.matches(&[group], &[right], &passage, &mut out);
                out
            };
            assert_eq!(matches(inside), []);
            assert_eq!(matches(behind), [group]);
        }
    }
}

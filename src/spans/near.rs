//! Which pairs of matches are near one another.
//!
//! Distances are counted in positions between the nearer ends, so that neighbours are 1 apart whatever their lengths. What
//! overlaps is not near itself: the words of a name are not near that name. A group (`(a w/5 b)`) is more than its words:
//! what stands strictly inside it, or is a group and overlaps it, is near it.

use super::{Passage, Span};
use crate::query::{Distance, Proximity};

/// How many pairs are looked at in one passage; where there would be more, every match is paired with its neighbours alone.
///
/// Plain words come to so many in a very long text only; groups, whose number grows with the square of the text's, in one of
/// a few thousand very common words.
const MOST_PAIRS: usize = 1 << 20;

/// How many of the other operand's matches are neighbours: before, behind, inside and around each.
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

    /// Appends, for plain matches on both sides, the stretch from each left one to the nearest right one after it and before it.
    ///
    /// Every stretch that [`Near::matches`] gives holds one of these: to count how many stand side by side, they are enough.
    pub(super) fn nearest(self, left: &[Found], right: &[Found], passage: &Passage<'_>, out: &mut Vec<Found>) {
        let reach = longest(right);
        let borders = self.borders(passage);
        let (mut behind, mut border) = (0, 0);
        for one in left {
            let within = stretch(*one, borders, &mut border);
            let (from, until) = self.bounds(*one, within, reach);
            // The ends of left matches ascend too, but for a compound before its parts.
            while right.get(behind).is_some_and(|other| other.span.start < one.span.end) {
                behind += 1;
            }
            while behind > 0 && right[behind - 1].span.start >= one.span.end {
                behind -= 1;
            }
            // They ascend by their starts; one that begins behind the end of another is further away.
            let mut nearest: Option<Found> = None;
            for other in right[behind..].iter().take_while(|other| other.span.start < until) {
                if nearest.is_some_and(|nearest| other.span.start >= nearest.span.end) {
                    break;
                }
                if nearest.is_none_or(|nearest| other.span.end < nearest.span.end) && self.is_near(*one, *other, within)
                {
                    nearest = Some(*other);
                }
            }
            let is_before = |other: &&Found| other.span.end <= one.span.start && self.is_near(*one, **other, within);
            let before = right[..behind].iter().rev().take_while(|other| other.span.start >= from).find(is_before);
            out.extend(nearest.iter().chain(before).map(|other| one.joined(*other)));
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
                for other in others {
                    try_pair(one, *other, within);
                }
            });
            return;
        }
        let borders = self.borders(passage);
        let (lefts, rights) = (ByPlace::of(left), ByPlace::of(right));
        let mut next = 0;
        for one in left {
            let within = stretch(*one, borders, &mut next);
            rights.around(*one).for_each(|other| try_pair(*one, other, within));
        }
        let mut next = 0;
        for other in right {
            let within = stretch(*other, borders, &mut next);
            lefts.around(*other).for_each(|one| try_pair(one, *other, within));
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
        let reach = longest(right);
        let borders = self.borders(passage);
        let (mut first, mut border) = (0, 0);
        for one in left {
            let within = stretch(*one, borders, &mut border);
            let (from, until) = self.bounds(*one, within, reach);
            while right.get(first).is_some_and(|other| other.span.start < from) {
                first += 1;
            }
            let length = right[first..].partition_point(|other| other.span.start < until);
            visit(*one, &right[first..first + length], within);
        }
    }

    /// Returns between which positions a match begins that can be near one; `reach` is the length of the longest.
    fn bounds(self, one: Found, within: Span, reach: u32) -> (u32, u32) {
        match self.0.distance {
            Distance::Words(count) => {
                let from = (one.span.start + 1).saturating_sub(count.saturating_add(reach));
                (from, one.span.end.saturating_add(count))
            }
            // One that overlaps is looked at too: for `not pre/5` it counts.
            Distance::Ordered(count) => (one.span.start.saturating_sub(reach), one.span.end.saturating_add(count)),
            // A group may go on beyond the border: for `not w/s` what stands in it counts.
            Distance::Sentence | Distance::Paragraph => {
                (within.start.saturating_sub(reach), within.end.max(one.span.end))
            }
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

fn longest(found: &[Found]) -> u32 {
    found.iter().map(|found| found.span.end - found.span.start).max().unwrap_or(0)
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

/// Matches in the two orders in which neighbours are looked up.
struct ByPlace<'f> {
    by_start: &'f [Found],
    by_end: Vec<Found>,
}

impl<'f> ByPlace<'f> {
    /// Reads matches that ascend by their starts.
    fn of(by_start: &'f [Found]) -> Self {
        let mut by_end = by_start.to_vec();
        by_end.sort_unstable_by_key(|found| (found.span.end, found.span.start));
        Self { by_start, by_end }
    }

    /// Returns the neighbours of one: those that end nearest before it, begin nearest behind it, begin first inside it, and
    /// begin last before it, where they may reach around it.
    fn around(&self, one: Found) -> impl Iterator<Item = Found> + '_ {
        let last = |found: &'_ [Found], end: usize| end.saturating_sub(NEIGHBOURS)..end.min(found.len());
        let first = |found: &'_ [Found], start: usize| start..found.len().min(start + NEIGHBOURS);
        let before = self.by_end.partition_point(|other| other.span.end <= one.span.start);
        let behind = self.by_start.partition_point(|other| other.span.start < one.span.end);
        let inside = self.by_start.partition_point(|other| other.span.start <= one.span.start);
        let around = self.by_start.partition_point(|other| other.span.start < one.span.start);
        let of_starts = [first(self.by_start, behind), first(self.by_start, inside), last(self.by_start, around)];
        let before = self.by_end[last(&self.by_end, before)].iter();
        before.chain(of_starts.into_iter().flat_map(|range| &self.by_start[range])).copied()
    }
}

#[cfg(test)]
mod tests {
    use crate::query::{Context, Operand, Plan, parse};
    use crate::spans::{Leaf, Passage, Pattern, Span, Workspace};
    use crate::story::Date;
    use proptest::prelude::*;

    /// A text of letters: `.` begins a sentence, `|` a paragraph, `ab` is a word of its own.
    struct Text {
        words: Vec<&'static str>,
        sentences: Vec<u32>,
        paragraphs: Vec<u32>,
    }

    fn text(text: &'static str) -> Text {
        let mut read = Text { words: Vec::new(), sentences: vec![0], paragraphs: vec![0] };
        for word in text.split(' ') {
            let here = read.words.len() as u32;
            match word {
                "." => read.sentences.push(here),
                "|" => {
                    read.sentences.push(here);
                    read.paragraphs.push(here);
                }
                word => read.words.push(word),
            }
        }
        read
    }

    fn operand(query: &str) -> Operand {
        let query = parse(query, &Context::on(Date::today())).expect("a good query");
        match query.plan() {
            Plan::Text(clause) => clause.operand.clone(),
            other => panic!("{other:?} is no text clause"),
        }
    }

    /// Returns the matches as `start-end`, then their parts, then how many stand side by side.
    fn matched(query: &str, read: &'static str) -> (String, String, u32) {
        let (pattern, read) = (Pattern::of(&operand(query)), text(read));
        let leaf = |leaf: &Leaf| {
            let Leaf::Word(word) = leaf else { panic!("names have no place here") };
            let places = (0..).zip(&read.words).filter(|(_, here)| **here == word.text());
            places.map(|(start, _)| Span { start, end: start + 1 }).collect::<Vec<_>>()
        };
        let leaves: Vec<Vec<Span>> = pattern.leaves().iter().map(leaf).collect();
        let (sentences, paragraphs) = (&read.sentences[..], &read.paragraphs[..]);
        let passage = Passage { leaves: &leaves, sentences, paragraphs, is_body: true };
        let shown = |span: Span| format!("{}-{}", span.start, span.end);
        let matches: Vec<String> = pattern.matches(&passage).into_iter().map(shown).collect();
        let parts: Vec<String> = pattern.parts(&passage).into_iter().map(|part| shown(part.span)).collect();
        (matches.join(" "), parts.join(" "), pattern.count(&passage, &mut Workspace::default()))
    }

    fn check(rows: &[(&str, &'static str, &str, &str, u32)]) {
        for &(query, text, matches, parts, count) in rows {
            assert_eq!(matched(query, text), (matches.to_owned(), parts.to_owned(), count), "{query} in {text}");
        }
    }

    #[test]
    fn a_distance_is_the_difference_of_positions_from_the_nearer_ends() {
        check(&[
            ("a w/1 b", "a b x b a", "0-2 3-5", "0-1 1-2 3-4 4-5", 2),
            ("a w/2 b", "a x b", "0-3", "0-1 2-3", 1),
            ("a w/1 b", "a x b", "", "", 0),
            ("a pre/2 b", "b a x b", "1-4", "1-2 3-4", 1),
            ("a pre/2 b", "b x a", "", "", 0),
            ("\"a c\" w/2 b", "a c x b", "0-4", "0-2 3-4", 1),
            ("b w/2 \"a c\"", "a c x b", "0-4", "0-2 3-4", 1),
            ("\"a c\" w/1 b", "a c x b", "", "", 0),
        ]);
    }

    #[test]
    fn what_overlaps_is_not_near_itself() {
        check(&[
            ("a w/5 a", "a x", "", "", 0),
            ("a w/5 a", "a x a", "0-3", "0-1 2-3", 1),
            ("\"a b\" w/5 b", "a b x", "", "", 0),
            ("\"a b\" w/5 b", "a b x b", "0-4", "0-2 3-4", 1),
            ("b pre/5 \"a b\"", "a b", "", "", 0),
        ]);
    }

    #[test]
    fn borders_part_what_is_near() {
        check(&[
            ("a w/s b", "a b . b", "0-2", "0-1 1-2", 1),
            ("b w/s a", "c a . b x | a b", "4-6", "4-5 5-6", 1),
            ("a w/p b", "a . b | b", "0-2", "0-1 1-2", 1),
            ("a w/p b", "a | b", "", "", 0),
            ("\"a b\" w/s c", "a . b c", "", "", 0),
        ]);
    }

    #[test]
    fn a_group_is_the_stretch_between_its_operands() {
        check(&[
            ("(a w/3 b) w/1 c", "a x b c", "0-4", "0-1 2-3 3-4", 1),
            ("(a w/3 b) w/1 c", "c a x b", "0-4", "0-1 1-2 3-4", 1),
            ("(a w/3 b) w/1 c", "a c b", "0-3", "0-1 1-2 2-3", 1),
            ("(a w/3 b) w/9 b", "a b", "", "", 0),
            ("(a w/3 b) pre/1 c", "a c b", "", "", 0),
            ("(a w/3 b) pre/2 c", "a b b c", "0-4", "0-1 1-2 2-3 3-4", 1),
            ("(a w/2 b) w/1 (c w/2 d)", "a c b d", "0-4", "0-1 1-2 2-3 3-4", 1),
            ("(a w/s b) w/s c", "a . b c", "", "", 0),
            ("(a w/9 b) w/s c", "a . b c", "", "", 0),
            ("(a OR b) w/1 c", "a c b", "0-2 1-3", "0-1 1-2 2-3", 1),
        ]);
    }

    #[test]
    fn all_pairs_of_a_group_count() {
        // The second `b` is further from the `a`, and near enough to the `c`.
        check(&[("(a w/4 b) w/3 c", "a b x x b x c", "0-7", "0-1 4-5 6-7", 1)]);
    }

    #[test]
    fn not_near_marks_what_stands_alone() {
        check(&[
            ("a not w/1 b", "a b x a", "3-4", "3-4", 1),
            ("a not w/1 b", "a b", "", "", 0),
            ("a not pre/1 b", "b a x", "1-2", "1-2", 1),
            ("b not w/1 \"a b\"", "a b x x b", "4-5", "4-5", 1),
            ("a not w/s b", "a . b", "0-1", "0-1", 1),
            ("a not w/p b", "a . b | a", "2-3", "2-3", 1),
            ("(a w/9 c) not w/s b", "a . x c b", "0-3", "0-1 2-3", 1),
            ("(a w/9 c) not w/s b", "a . b c", "", "", 0),
            ("(a w/1 c) not w/1 b", "a c b x c a", "4-6", "4-5 5-6", 1),
            ("(a not w/1 b) w/1 c", "c a b x a c", "4-6", "4-5 5-6", 1),
        ]);
    }

    #[test]
    fn the_first_words_are_counted_to_the_end_of_the_match() {
        check(&[
            ("first2(a)", "x a a", "1-2", "1-2", 1),
            ("first2(a w/1 b)", "x a b", "", "", 0),
            ("first3(a w/1 b)", "x a b", "1-3", "1-2 2-3", 1),
            ("first1(a) w/9 b", "a a b", "0-3", "0-1 2-3", 1),
        ]);
    }

    #[test]
    fn a_crowded_text_is_matched_by_neighbours() {
        let crowd: Vec<Span> = (0..4000).map(|at| Span { start: at, end: at + 1 }).collect();
        let (even, odd): (Vec<Span>, Vec<Span>) = crowd.iter().partition(|span| span.start % 2 == 0);
        let leaves = [even, odd, vec![Span { start: 4001, end: 4002 }]];
        let passage = Passage { leaves: &leaves, sentences: &[], paragraphs: &[], is_body: true };
        let pattern = Pattern::of(&operand("(a w/9999 b) w/2 c"));
        assert_eq!(pattern.count(&passage, &mut Workspace::default()), 1);
        let pairs = Pattern::of(&operand("a w/9999 b")).matches(&passage).len();
        assert!((4000..20_000).contains(&pairs), "{pairs}");
    }

    #[test]
    fn a_crowd_of_groups_still_finds_what_follows_or_leads() {
        // Groups reach far past the `c` that follows one of them.
        let at = |start: u32| Span { start, end: start + 1 };
        let every = |first: u32| (0..150).map(|round| at(9 * round + first)).collect::<Vec<_>>();
        for distance in [20, 200, 500, 2000, 9999] {
            for query in ["(a w/N b) pre/1 c", "(a pre/N b) w/1 c", "c pre/2 (a w/N b)", "(a w/N b) w/s c"] {
                let pattern = Pattern::of(&operand(&query.replace('N', &distance.to_string())));
                let place = |leaf: &Leaf| match leaf {
                    Leaf::Word(word) => every(match word.text() {
                        "a" => 0,
                        "b" => 6,
                        _ => 7,
                    }),
                    Leaf::Name(_) => panic!("names have no place here"),
                };
                let leaves: Vec<Vec<Span>> = pattern.leaves().iter().map(place).collect();
                let passage = Passage { leaves: &leaves, sentences: &[], paragraphs: &[], is_body: true };
                let count = pattern.count(&passage, &mut Workspace::default());
                assert!(count > 100, "{query} {distance}: {count}");
            }
        }
    }

    proptest! {
        #[test]
        fn the_nearest_pairs_stand_side_by_side_as_often_as_all_pairs(
            places in proptest::collection::vec((0_u32..40, 1_u32..4, 0_usize..2), 0..24),
            distance in 1_u32..12,
            kind in 0_usize..3,
            borders in proptest::collection::btree_set(1_u32..40, 0..6),
        ) {
            let mut leaves = vec![Vec::new(), Vec::new()];
            for (start, length, leaf) in places {
                leaves[leaf].push(Span { start, end: start + length });
            }
            for spans in &mut leaves {
                spans.sort_unstable();
                spans.dedup();
            }
            let borders: Vec<u32> = std::iter::once(0).chain(borders).collect();
            let passage = Passage { leaves: &leaves, sentences: &borders, paragraphs: &[], is_body: true };
            let query = [format!("a w/{distance} b"), format!("a pre/{distance} b"), "a w/s b".to_owned()];
            let pattern = Pattern::of(&operand(&query[kind]));
            let (mut free, mut count) = (0, 0);
            let mut matches = pattern.matches(&passage);
            matches.sort_unstable_by_key(|span| span.end);
            for span in matches {
                if count == 0 || span.start >= free {
                    (free, count) = (span.end, count + 1);
                }
            }
            prop_assert_eq!(pattern.count(&passage, &mut Workspace::default()), count);
        }
    }
}

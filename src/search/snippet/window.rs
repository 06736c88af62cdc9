//! Windows: which stretches of a field show most of a query.

use crate::spans::Highlight;
use std::cmp::Reverse;

/// A match that a window holds whole or not at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Whole {
    /// The first byte.
    pub(super) start: usize,
    /// One past the last byte.
    pub(super) end: usize,
    /// The characters before the first byte.
    from: usize,
    /// The characters before the end.
    until: usize,
    /// What it shows: twice the number of its clause, and one more for the far end of a match that is too wide to be shown.
    kind: usize,
}

/// A stretch from the first of some matches to the last.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Window {
    /// The first byte.
    pub(super) start: usize,
    /// One past the last byte.
    pub(super) end: usize,
    /// The characters before the first byte.
    from: usize,
    /// The characters before the end.
    until: usize,
    /// What is shown, each kind once.
    kinds: Vec<usize>,
    /// How many matches.
    count: usize,
}

/// What a window is chosen by: how many kinds it shows beside those shown already, how many kinds, how many matches.
type Score = (usize, usize, usize);

impl Window {
    fn of(whole: &Whole) -> Self {
        let Whole { start, end, from, until, kind } = *whole;
        Self { start, end, from, until, kinds: vec![kind], count: 1 }
    }

    fn add(&mut self, whole: &Whole) {
        self.end = self.end.max(whole.end);
        self.until = self.until.max(whole.until);
        self.count += 1;
        if !self.kinds.contains(&whole.kind) {
            self.kinds.push(whole.kind);
        }
    }

    /// Returns how much is shown: kinds, then matches.
    pub(super) fn fullness(&self) -> (usize, usize) {
        (self.kinds.len(), self.count)
    }
}

/// Returns the matches that highlights are parts of, by place. A clause is shown by its matches that fit `width`; where none
/// does, by those that fit `limit`; where none does either, by the two ends of the narrowest.
pub(super) fn wholes(text: &str, highlights: &[Highlight], width: usize, limit: usize) -> Vec<Whole> {
    let whole = |highlight: &Highlight| {
        let (start, end) = highlight.whole;
        Whole { start, end, from: 0, until: 0, kind: 2 * highlight.clause }
    };
    let mut all: Vec<Whole> = highlights.iter().map(whole).collect();
    all.sort_unstable_by_key(|whole| (whole.kind, whole.start, whole.end));
    all.dedup();
    measure(text, &mut all);
    let mut kept = Vec::with_capacity(all.len());
    for clause in all.chunk_by(|one, other| one.kind == other.kind) {
        let widest = |room: usize| move |whole: &&Whole| whole.until - whole.from <= room;
        let before = kept.len();
        kept.extend(clause.iter().filter(widest(width)));
        if kept.len() == before {
            kept.extend(clause.iter().filter(widest(limit)));
        }
        if kept.len() == before {
            let narrowest = clause.iter().min_by_key(|whole| whole.until - whole.from);
            kept.extend(narrowest.iter().flat_map(|whole| ends(whole, highlights)));
        }
    }
    measure(text, &mut kept);
    kept.sort_unstable();
    kept
}

/// Returns the first and the last part of a match; the match itself where it has but one.
fn ends(whole: &Whole, highlights: &[Highlight]) -> Vec<Whole> {
    let mine = highlights.iter().filter(|part| 2 * part.clause == whole.kind);
    let mine = mine.filter(|part| part.start >= whole.start && part.end <= whole.end);
    let first = mine.clone().min_by_key(|part| (part.start, Reverse(part.end)));
    let last = mine.max_by_key(|part| (part.end, Reverse(part.start)));
    match (first, last) {
        (Some(first), Some(last)) if first.end <= last.start => vec![
            Whole { start: first.start, end: first.end, ..*whole },
            Whole { start: last.start, end: last.end, kind: whole.kind + 1, ..*whole },
        ],
        _ => vec![*whole],
    }
}

/// Counts the characters before each match, in one pass over the text.
fn measure(text: &str, wholes: &mut [Whole]) {
    let mut places: Vec<(usize, usize)> = wholes.iter().flat_map(|whole| [(whole.start, 0), (whole.end, 0)]).collect();
    places.sort_unstable();
    places.dedup();
    let (mut byte, mut characters) = (0, 0);
    for (place, before) in &mut places {
        characters += text.get(byte..*place).map_or(0, |slice| slice.chars().count());
        (byte, *before) = (*place, characters);
    }
    let before = |byte: usize| {
        let at = places.partition_point(|(place, _)| *place < byte);
        places.get(at).map_or(characters, |(_, before)| *before)
    };
    for whole in wholes {
        (whole.from, whole.until) = (before(whole.start), before(whole.end));
    }
}

/// Chooses at most `count` windows that do not overlap, by place: first those that show most that is not shown yet, then the
/// fullest.
pub(super) fn choose(wholes: &[Whole], count: usize, width: usize) -> Vec<Window> {
    let mut chosen: Vec<Window> = Vec::new();
    let mut shown = Vec::new();
    // Each round shows a kind more, so there are no more rounds than kinds.
    while chosen.len() < count {
        let Some(window) = best(&gaps(wholes, &chosen), &shown, width) else { break };
        if window.kinds.iter().all(|kind| shown.contains(kind)) {
            break;
        }
        shown.extend_from_slice(&window.kinds);
        chosen.push(window);
        chosen.sort_unstable_by_key(|window| window.start);
    }
    let rest = gaps(wholes, &chosen);
    let mut rest: Vec<Window> = rest.iter().flat_map(|gap| partition(gap, width)).collect();
    rest.sort_by_key(|window| Reverse(window.fullness()));
    let room = count - chosen.len();
    chosen.extend(rest.into_iter().take(room));
    chosen.sort_unstable_by_key(|window| window.start);
    chosen
}

/// Returns the matches that lie before, between and behind some windows.
fn gaps(wholes: &[Whole], windows: &[Window]) -> Vec<Vec<Whole>> {
    let mut gaps = vec![Vec::new(); windows.len() + 1];
    for whole in wholes {
        let next = windows.partition_point(|window| window.end <= whole.start);
        if windows.get(next).is_none_or(|window| window.start >= whole.end) {
            gaps[next].push(*whole);
        }
    }
    gaps
}

/// Returns the window of some stretches that shows most kinds beside those shown, then most kinds, then most matches; of
/// equal ones the first. Each stretch has its matches by place.
pub(super) fn best(stretches: &[Vec<Whole>], shown: &[usize], width: usize) -> Option<Window> {
    let mut best: Option<(Score, Window)> = None;
    for wholes in stretches {
        if let Some((score, first, reach)) = sweep(wholes, shown, width)
            && best.as_ref().is_none_or(|(known, _)| score > *known)
        {
            let mut window = Window::of(&wholes[first]);
            let others = wholes[first + 1..].iter().take_while(|whole| whole.from <= reach);
            others.filter(|whole| whole.until <= reach).for_each(|whole| window.add(whole));
            best = Some((score, window));
        }
    }
    best.map(|(_, window)| window)
}

/// Returns the score of the best window, its first match, and the character it reaches to.
///
/// A window begins with a match and holds what ends within the width, or within a wider match that it has passed the start
/// of. So beginning and reach only move forward, and each match comes and goes once.
fn sweep(wholes: &[Whole], shown: &[usize], width: usize) -> Option<(Score, usize, usize)> {
    let mut by_end: Vec<usize> = (0..wholes.len()).collect();
    by_end.sort_by_key(|&at| wholes[at].until);
    let most = wholes.iter().map(|whole| whole.kind).max()?;
    let mut is_new = vec![true; most + 1];
    shown.iter().filter(|kind| **kind <= most).for_each(|kind| is_new[*kind] = false);
    let (mut held, mut inside) = (vec![0_u32; most + 1], vec![false; wholes.len()]);
    let (mut coming, mut going, mut reach) = (0, 0, 0);
    let mut score = (0, 0, 0);
    let mut best: Option<(Score, usize, usize)> = None;
    for (first, whole) in wholes.iter().enumerate() {
        reach = reach.max(whole.until).max(whole.from.saturating_add(width));
        while going < first {
            if inside[going] {
                let kind = wholes[going].kind;
                held[kind] -= 1;
                let last = usize::from(held[kind] == 0);
                score = (score.0 - last * usize::from(is_new[kind]), score.1 - last, score.2 - 1);
            }
            going += 1;
        }
        while let Some(&at) = by_end.get(coming).filter(|at| wholes[**at].until <= reach) {
            coming += 1;
            if at >= first {
                let kind = wholes[at].kind;
                inside[at] = true;
                held[kind] += 1;
                let fresh = usize::from(held[kind] == 1);
                score = (score.0 + fresh * usize::from(is_new[kind]), score.1 + fresh, score.2 + 1);
            }
        }
        if best.is_none_or(|(known, ..)| score > known) {
            best = Some((score, first, reach));
        }
    }
    best
}

/// Cuts the matches of a stretch into windows, from left to right.
fn partition(wholes: &[Whole], width: usize) -> Vec<Window> {
    let mut windows: Vec<Window> = Vec::new();
    for whole in wholes {
        match windows.last_mut() {
            Some(last) if whole.until <= last.until || whole.until - last.from <= width => last.add(whole),
            // It begins in a window that it does not fit.
            Some(last) if whole.start < last.end => {}
            _ => windows.push(Window::of(whole)),
        }
    }
    windows
}

//! Training: a linear-chain conditional random field by dual averaging with an L1 penalty, so that most weights are zero.

use super::super::tag::{LABELS, OUTSIDE, may_follow};

/// Segments with their features and labels.
#[derive(Debug, Default)]
pub(super) struct Examples {
    /// The features of all words, one after another.
    pub(super) features: Vec<u32>,
    /// Where each word's features end.
    pub(super) ends: Vec<u32>,
    /// The label of each word.
    pub(super) labels: Vec<u8>,
    /// Where each segment's words end.
    pub(super) segments: Vec<u32>,
    /// Where each document's segments end.
    pub(super) documents: Vec<u32>,
}

type Row = [f32; LABELS];

/// One parameter of each label: the sum of gradients and of their squares.
#[derive(Clone, Copy)]
struct Cell {
    sum: Row,
    squares: Row,
}

const EMPTY: Cell = Cell { sum: [0.0; LABELS], squares: [0.0; LABELS] };

/// How to train.
#[derive(Clone, Copy, Debug)]
pub(super) struct Settings {
    /// The step.
    pub(super) rate: f32,
    /// The L1 penalty, a segment.
    pub(super) penalty: f32,
}

/// The weights while they are learned.
pub(super) struct Trainer {
    cells: Vec<Cell>,
    transitions: Vec<Cell>,
    settings: Settings,
    seen: u64,
}

fn weights(cell: &Cell, settings: Settings, threshold: f32) -> Row {
    std::array::from_fn(|label| {
        let over = (cell.sum[label].abs() - threshold).max(0.0);
        -cell.sum[label].signum() * settings.rate * over / (cell.squares[label].sqrt() + 1e-6)
    })
}

impl Trainer {
    pub(super) fn new(features: usize, settings: Settings) -> Self {
        Self { cells: vec![EMPTY; features], transitions: vec![EMPTY; LABELS], settings, seen: 0 }
    }

    fn threshold(&self) -> f32 {
        self.settings.penalty * self.seen as f32
    }

    /// Returns the weights of a feature.
    pub(super) fn weights(&self, feature: usize) -> Row {
        weights(&self.cells[feature], self.settings, self.threshold())
    }

    /// Returns the weights of label after label.
    pub(super) fn transitions(&self) -> Vec<Row> {
        self.transitions.iter().map(|cell| weights(cell, self.settings, 0.0)).collect()
    }

    /// Learns from one segment and returns its loss.
    pub(super) fn learn(&mut self, examples: &Examples, words: std::ops::Range<usize>) -> f32 {
        self.seen += 1;
        let threshold = self.threshold();
        let transitions = self.transitions();
        let features = |word: usize| {
            let start = word.checked_sub(1).map_or(0, |before| examples.ends[before] as usize);
            &examples.features[start..examples.ends[word] as usize]
        };
        let count = words.len();
        let mut emit = vec![[0.0_f32; LABELS]; count];
        for (at, word) in words.clone().enumerate() {
            for &feature in features(word) {
                let row = weights(&self.cells[feature as usize], self.settings, threshold);
                for (sum, weight) in emit[at].iter_mut().zip(row) {
                    *sum += weight;
                }
            }
        }
        let allowed = |before: usize, after: usize| may_follow(before, after);
        // Probabilities are kept near one by scaling each word's row to a sum of one.
        let step = |before: usize, after: usize| {
            if allowed(before, after) { transitions[before][after].exp() } else { 0.0 }
        };
        let steps: Vec<Row> = (0..LABELS).map(|before| std::array::from_fn(|after| step(before, after))).collect();
        let mut potential = vec![[0.0_f32; LABELS]; count];
        let mut log = 0.0_f32;
        for (row, emit) in potential.iter_mut().zip(&emit) {
            let top = emit.iter().copied().fold(f32::MIN, f32::max);
            log += top;
            for label in 0..LABELS {
                row[label] = (emit[label] - top).exp();
            }
        }
        let mut alpha = vec![[0.0_f32; LABELS]; count];
        let mut scales = vec![1.0_f32; count];
        for at in 0..count {
            let mut row = [0.0; LABELS];
            for after in 0..LABELS {
                let reached = if at == 0 {
                    steps[OUTSIDE][after]
                } else {
                    (0..LABELS).map(|before| alpha[at - 1][before] * steps[before][after]).sum()
                };
                row[after] = reached * potential[at][after];
            }
            let sum: f32 = row.iter().sum();
            scales[at] = 1.0 / sum.max(1e-30);
            log += sum.max(1e-30).ln();
            alpha[at] = row.map(|value| value * scales[at]);
        }
        let end: Row = std::array::from_fn(|label| steps[label][OUTSIDE]);
        let closing: f32 = (0..LABELS).map(|label| alpha[count - 1][label] * end[label]).sum::<f32>().max(1e-30);
        log += closing.ln();
        let mut beta = vec![[0.0_f32; LABELS]; count];
        beta[count - 1] = end.map(|value| value / closing);
        for at in (0..count - 1).rev() {
            let mut row = [0.0; LABELS];
            for before in 0..LABELS {
                row[before] = (0..LABELS)
                    .map(|after| steps[before][after] * potential[at + 1][after] * beta[at + 1][after])
                    .sum::<f32>()
                    * scales[at + 1];
            }
            beta[at] = row;
        }
        let mut gold_score = 0.0;
        let mut before = OUTSIDE;
        let mut expected = vec![[0.0_f32; LABELS]; LABELS];
        for (at, word) in words.clone().enumerate() {
            let gold = examples.labels[word] as usize;
            gold_score += emit[at][gold] + transitions[before][gold];
            let mut gradient: Row = std::array::from_fn(|label| alpha[at][label] * beta[at][label]);
            for (previous, row) in expected.iter_mut().enumerate() {
                let reached = match at {
                    0 if previous == OUTSIDE => 1.0,
                    0 => 0.0,
                    _ => alpha[at - 1][previous],
                };
                if reached > 0.0 {
                    for after in 0..LABELS {
                        row[after] +=
                            reached * steps[previous][after] * potential[at][after] * beta[at][after] * scales[at];
                    }
                }
            }
            expected[before][gold] -= 1.0;
            gradient[gold] -= 1.0;
            for &feature in features(word) {
                add(&mut self.cells[feature as usize], &gradient);
            }
            before = gold;
        }
        gold_score += transitions[before][OUTSIDE];
        for label in 0..LABELS {
            expected[label][OUTSIDE] += alpha[count - 1][label] * beta[count - 1][label];
        }
        expected[before][OUTSIDE] -= 1.0;
        for (cell, gradient) in self.transitions.iter_mut().zip(&expected) {
            add(cell, gradient);
        }
        log - gold_score
    }
}

fn add(cell: &mut Cell, gradient: &Row) {
    for ((sum, squares), &slope) in cell.sum.iter_mut().zip(&mut cell.squares).zip(gradient) {
        *sum += slope;
        *squares += slope * slope;
    }
}

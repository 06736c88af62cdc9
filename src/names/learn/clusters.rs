//! Brown clustering: words that stand between the same words get the same class, and classes a binary tree.
//!
//! The words come by frequency. Each new one is a class of its own until the two classes whose union loses the least mutual
//! information are merged. In the end the classes are merged to one, and the order of merges gives every word a path from the
//! root. With counts `c` and `f(c) = c ln c`, a merge loses the sum of `f(x) + f(y) - f(x + y)` over the neighbours of both,
//! less the same of the classes' own counts; it is zero where one of the two counts is, so most pairs cost nothing.

use std::collections::HashMap;

/// How much text is clustered, and how finely.
#[derive(Clone, Copy, Debug)]
pub(super) struct Fineness {
    /// The classes.
    pub(super) classes: usize,
    /// The most words that get one, the most frequent first.
    pub(super) words: usize,
    /// How often a word must come.
    pub(super) fewest: u32,
}

/// Returns words with the paths of their classes: bits behind a leading one, at most 31. None where no classes are wanted.
pub(super) fn brown(sentences: &[Vec<u64>], fineness: Fineness) -> Vec<(u64, u32)> {
    if fineness.classes == 0 {
        return Vec::new();
    }
    let mut counts: HashMap<u64, u32> = HashMap::new();
    for word in sentences.iter().flatten() {
        *counts.entry(*word).or_default() += 1;
    }
    let mut words: Vec<(u64, u32)> = counts.into_iter().filter(|(_, count)| *count >= fineness.fewest).collect();
    words.sort_unstable_by_key(|&(word, count)| (std::cmp::Reverse(count), word));
    words.truncate(fineness.words);
    let number: HashMap<u64, u32> = words.iter().zip(0..).map(|(&(word, _), number)| (word, number)).collect();
    let mut after: Vec<HashMap<u32, u32>> = vec![HashMap::new(); words.len()];
    let mut before = after.clone();
    for sentence in sentences {
        for pair in sentence.windows(2) {
            if let (Some(&left), Some(&right)) = (number.get(&pair[0]), number.get(&pair[1])) {
                *after[left as usize].entry(right).or_default() += 1;
                *before[right as usize].entry(left).or_default() += 1;
            }
        }
    }
    let sorted = |map: HashMap<u32, u32>| {
        let mut pairs: Vec<(u32, u32)> = map.into_iter().collect();
        pairs.sort_unstable();
        pairs
    };
    let after: Vec<_> = after.into_iter().map(sorted).collect();
    let before: Vec<_> = before.into_iter().map(sorted).collect();
    let mut state = State::new(fineness.classes + 1, words.len());
    for word in 0..words.len() {
        state.insert(word, &after[word], &before[word]);
        if state.used.len() > fineness.classes {
            state.merge_best();
        }
    }
    while state.used.len() > 1 {
        state.merge_best();
    }
    words.iter().enumerate().map(|(number, &(word, _))| (word, state.path(number))).collect()
}

/// A node of the tree of merges; words come first.
#[derive(Clone, Copy)]
struct Node {
    parent: u32,
    bit: u32,
}

struct State {
    /// How many classes there is room for.
    room: usize,
    /// The rooms in use.
    used: Vec<usize>,
    free: Vec<usize>,
    /// How often class `b` follows class `a`, at `a * room + b`.
    pairs: Vec<u32>,
    /// How often a class stands before, and after, any word.
    left: Vec<u32>,
    right: Vec<u32>,
    /// What a merge of two classes would lose.
    loss: Vec<f64>,
    /// The tree's node of each class, and the class of each word inserted.
    node: Vec<usize>,
    class: Vec<u32>,
    tree: Vec<Node>,
    table: Vec<f64>,
}

const NONE: u32 = u32::MAX;

impl State {
    fn new(room: usize, words: usize) -> Self {
        let table = (0..1_u32 << 16).map(xlogx).collect();
        Self {
            room,
            used: Vec::new(),
            free: (0..room).rev().collect(),
            pairs: vec![0; room * room],
            left: vec![0; room],
            right: vec![0; room],
            loss: vec![0.0; room * room],
            node: vec![0; room],
            class: vec![NONE; words],
            tree: vec![Node { parent: NONE, bit: 0 }; words],
            table,
        }
    }

    fn f(&self, count: u32) -> f64 {
        self.table.get(count as usize).copied().unwrap_or_else(|| xlogx(count))
    }

    /// Returns what is lost by adding two counts.
    fn g(&self, a: u32, b: u32) -> f64 {
        if a == 0 || b == 0 { 0.0 } else { self.f(a + b) - self.f(a) - self.f(b) }
    }

    fn count(&self, a: usize, b: usize) -> u32 {
        self.pairs[a * self.room + b]
    }

    /// Returns the gain in the sums from what two classes have in common with a third.
    fn shared(&self, a: usize, b: usize, third: usize) -> f64 {
        self.g(self.count(a, third), self.count(b, third)) + self.g(self.count(third, a), self.count(third, b))
    }

    fn set_loss(&mut self, a: usize, b: usize, loss: f64) {
        self.loss[a * self.room + b] = loss;
        self.loss[b * self.room + a] = loss;
    }

    /// Computes the loss of a merge from nothing.
    fn loss_of(&self, a: usize, b: usize) -> f64 {
        let mut gain = 0.0;
        for &third in &self.used {
            if third != a && third != b {
                gain += self.shared(a, b, third);
            }
        }
        let inner = [self.count(a, a), self.count(a, b), self.count(b, a), self.count(b, b)];
        gain += self.f(inner.iter().sum()) - inner.iter().map(|&count| self.f(count)).sum::<f64>();
        self.g(self.left[a], self.left[b]) + self.g(self.right[a], self.right[b]) - gain
    }

    fn insert(&mut self, word: usize, after: &[(u32, u32)], before: &[(u32, u32)]) {
        let Some(class) = self.free.pop() else { return };
        self.class[word] = class as u32;
        self.node[class] = word;
        // A class's own counts include words that are not inserted yet, so that they do not change when those come.
        self.left[class] = after.iter().map(|&(_, count)| count).sum();
        self.right[class] = before.iter().map(|&(_, count)| count).sum();
        let mut touched = Vec::new();
        for &(other, count) in after {
            // Words not inserted yet bring their own counts later.
            let other = self.class[other as usize];
            if other != NONE {
                self.pairs[class * self.room + other as usize] += count;
                touched.push(other as usize);
            }
        }
        for &(other, count) in before {
            let other = self.class[other as usize];
            if other != NONE && other as usize != class {
                self.pairs[other as usize * self.room + class] += count;
                touched.push(other as usize);
            }
        }
        touched.sort_unstable();
        touched.dedup();
        for (at, &a) in touched.iter().enumerate() {
            for &b in &touched[at + 1..] {
                if a != class && b != class {
                    let loss = self.loss[a * self.room + b] - self.shared(a, b, class);
                    self.set_loss(a, b, loss);
                }
            }
        }
        self.used.push(class);
        for at in 0..self.used.len() {
            let other = self.used[at];
            if other != class {
                let loss = self.loss_of(other, class);
                self.set_loss(other, class, loss);
            }
        }
    }

    fn merge_best(&mut self) {
        let mut best = (f64::INFINITY, 0, 0);
        for (at, &a) in self.used.iter().enumerate() {
            for &b in &self.used[at + 1..] {
                let loss = self.loss[a * self.room + b];
                if loss < best.0 {
                    best = (loss, a, b);
                }
            }
        }
        self.merge(best.1, best.2);
    }

    /// Merges the second class into the first.
    fn merge(&mut self, keep: usize, gone: usize) {
        let others: Vec<usize> = self.used.iter().copied().filter(|&class| class != keep && class != gone).collect();
        for (at, &a) in others.iter().enumerate() {
            for &b in &others[at + 1..] {
                let old = self.shared(a, b, keep) + self.shared(a, b, gone);
                let out = self.g(self.count(a, keep) + self.count(a, gone), self.count(b, keep) + self.count(b, gone))
                    + self.g(self.count(keep, a) + self.count(gone, a), self.count(keep, b) + self.count(gone, b));
                if old != 0.0 || out != 0.0 {
                    let loss = self.loss[a * self.room + b] + old - out;
                    self.set_loss(a, b, loss);
                }
            }
        }
        let room = self.room;
        for &other in &others {
            self.pairs[keep * room + other] += std::mem::take(&mut self.pairs[gone * room + other]);
            self.pairs[other * room + keep] += std::mem::take(&mut self.pairs[other * room + gone]);
        }
        let inner = self.count(keep, gone) + self.count(gone, keep) + self.count(gone, gone);
        self.pairs[keep * room + keep] += inner;
        for at in [keep * room + gone, gone * room + keep, gone * room + gone] {
            self.pairs[at] = 0;
        }
        self.left[keep] += std::mem::take(&mut self.left[gone]);
        self.right[keep] += std::mem::take(&mut self.right[gone]);
        let node = self.tree.len();
        self.tree.push(Node { parent: NONE, bit: 0 });
        for (bit, class) in [(0, keep), (1, gone)] {
            self.tree[self.node[class]] = Node { parent: node as u32, bit };
        }
        self.node[keep] = node;
        for class in &mut self.class {
            if *class == gone as u32 {
                *class = keep as u32;
            }
        }
        self.used.retain(|&class| class != gone);
        self.free.push(gone);
        for other in others {
            let loss = self.loss_of(other, keep);
            self.set_loss(other, keep, loss);
        }
    }

    /// Returns a word's path from the root; merges before the last classes are not part of it.
    fn path(&self, word: usize) -> u32 {
        let first_of_tree = self.tree.len().saturating_sub(self.room.saturating_sub(2));
        let mut bits = Vec::new();
        let mut node = word;
        while self.tree[node].parent != NONE {
            if self.tree[node].parent as usize >= first_of_tree {
                bits.push(self.tree[node].bit);
            }
            node = self.tree[node].parent as usize;
        }
        bits.iter().rev().take(31).fold(1, |path, bit| path << 1 | bit)
    }
}

fn xlogx(count: u32) -> f64 {
    if count == 0 { 0.0 } else { f64::from(count) * f64::from(count).ln() }
}

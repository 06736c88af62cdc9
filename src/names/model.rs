//! The model: weights of features, of label after label, and word clusters, in one block of bytes that is read where it lies.
//!
//! Owns: the layout of `model.bin`, looking a feature up, the most probable labels of a segment. Numbers are little-endian:
//!
//! | bytes | what |
//! |---|---|
//! | 8 | `MRGNAMES` |
//! | 4 each | version, digest of the lists, bits of the cluster table, slots of the feature table |
//! | 2 each | the weight of each label after each label, one row for each label before |
//! | 8 each | the cluster table: the high half of a word's hash, the path with a leading one; an empty slot is zero |
//! | 18 each | the feature table: 16 bits of the feature's hash, zero where the slot is empty, and a signed byte for each label |
//!
//! Both tables are looked through from the slot of the hash to the first empty slot. Only differences between labels
//! matter, so a feature's weights are kept less that of no name, which then needs none.

use super::tag::{LABELS, OUTSIDE, followers};

const MAGIC: &[u8; 8] = b"MRGNAMES";

/// The layout's version.
pub(super) const MODEL_VERSION: u32 = 1;

const HEADER: usize = 24;
const CLUSTER: usize = 8;
const SLOT: usize = 18;

/// The labels that have weights: all but no name.
pub(super) const WEIGHED: usize = LABELS - 1;

/// The sums of weights of a word's labels, without no name, whose sum is zero.
pub(super) type Scores = [i16; WEIGHED];

/// Slots after the last one a hash leads to, so that no search has to begin again at the start.
const SPARE: usize = 256;

/// No table has more slots than two to this.
const MOST_BITS: u32 = 24;

/// What a label may not get.
const NEVER: i32 = i32::MIN / 4;

/// A model, borrowed from its bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Model<'m> {
    pub(super) clusters: Clusters<'m>,
    features: &'m [[u8; SLOT]],
    /// The slots that hashes lead to.
    reached: u32,
    transitions: [[i32; LABELS]; LABELS],
    /// Whether it is the model that comes with the program.
    pub(super) is_built_in: bool,
}

/// Word clusters: from a word's hash to its path.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Clusters<'m> {
    table: &'m [u8],
    bits: u32,
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

/// Returns the digest of the lists that a model was trained with.
#[cfg(test)]
pub(super) fn lists_of(bytes: &[u8]) -> Option<u32> {
    number(bytes, 12)
}

impl<'m> Model<'m> {
    /// Reads the head of a model; `None` where the bytes are not one of this version.
    pub(super) fn open(bytes: &'m [u8]) -> Option<Self> {
        if bytes.get(..8)? != MAGIC || number(bytes, 8)? != MODEL_VERSION {
            return None;
        }
        let (cluster_bits, slots) = (number(bytes, 16)?, number(bytes, 20)?);
        if cluster_bits > MOST_BITS || slots > 1 << MOST_BITS {
            return None;
        }
        let mut at = HEADER;
        let mut take = |length: usize| {
            let part = bytes.get(at..at + length)?;
            at += length;
            Some(part)
        };
        let rows = take(LABELS * LABELS * 2)?;
        let mut transitions = [[NEVER; LABELS]; LABELS];
        for (before, row) in transitions.iter_mut().enumerate() {
            for &after in followers(before) {
                let place = (before * LABELS + after) * 2;
                row[after] = i32::from(i16::from_le_bytes([rows[place], rows[place + 1]]));
            }
        }
        let clusters = Clusters::new(take(CLUSTER << cluster_bits)?, cluster_bits);
        let (features, _) = take(SLOT * slots as usize)?.as_chunks();
        let reached = slots.checked_sub(SPARE as u32).filter(|&reached| reached > 0)?;
        if at != bytes.len() {
            return None;
        }
        Some(Self { clusters, features, reached, transitions, is_built_in: false })
    }

    /// Adds the weights of a feature to the scores of the labels.
    fn add(&self, feature: u32, scores: &mut Scores) {
        let check = check(feature);
        for slot in &self.features[slot(feature, self.reached)..] {
            let found = u16::from_le_bytes([slot[0], slot[1]]);
            if found == check {
                for label in 0..WEIGHED {
                    scores[label] = scores[label].saturating_add(i16::from(slot[2 + label].cast_signed()));
                }
                return;
            }
            if found == 0 {
                return;
            }
        }
    }

    /// Adds the weights of some features to the scores of the labels, and takes the features.
    pub(super) fn add_all(&self, features: &mut Vec<u32>, scores: &mut Scores) {
        for feature in features.drain(..) {
            self.add(feature, scores);
        }
    }

    /// Returns the scores of some features, and takes the features.
    pub(super) fn sum(&self, features: &mut Vec<u32>) -> Scores {
        let mut scores = [0; WEIGHED];
        self.add_all(features, &mut scores);
        scores
    }

    /// Finds the best labels of a segment, given the scores of each word's labels. The words around it are outside.
    pub(super) fn decode(&self, scores: &[Scores], from: &mut Vec<[u8; LABELS]>, labels: &mut Vec<u8>) {
        labels.clear();
        from.clear();
        from.resize(scores.len(), [0; LABELS]);
        let mut best = [NEVER; LABELS];
        best[OUTSIDE] = 0;
        for (word, from) in scores.iter().zip(from.iter_mut()) {
            let mut next = [NEVER; LABELS];
            for (before, &reached) in best.iter().enumerate().filter(|(_, reached)| **reached > NEVER) {
                for &after in followers(before) {
                    let score = reached + self.transitions[before][after];
                    if score > next[after] {
                        next[after] = score;
                        from[after] = before as u8;
                    }
                }
            }
            for (label, score) in next.iter_mut().enumerate() {
                let own = label.checked_sub(1).map_or(0, |at| i32::from(word[at]));
                *score = if *score > NEVER / 2 { *score + own } else { NEVER };
            }
            best = next;
        }
        let closing = |(label, &score): (usize, &i32)| score.saturating_add(self.transitions[label][OUTSIDE]);
        // The first of equals, so that the same bytes always give the same names.
        let mut label = 0;
        let mut top = i32::MIN;
        for (index, score) in best.iter().enumerate().map(|pair| (pair.0, closing(pair))) {
            if score > top {
                (label, top) = (index, score);
            }
        }
        for from in from.iter().rev() {
            labels.push(label as u8);
            label = from[label] as usize;
        }
        labels.reverse();
    }
}

/// The bytes that tell a feature from others near it in the table; never those of an empty slot.
fn check(feature: u32) -> u16 {
    (feature as u16).max(1)
}

/// Returns the slot a feature is looked for from.
fn slot(feature: u32, slots: u32) -> usize {
    ((u64::from(feature) * u64::from(slots)) >> 32) as usize
}

impl<'m> Clusters<'m> {
    /// Returns a table of `1 << bits` slots.
    pub(super) fn new(table: &'m [u8], bits: u32) -> Self {
        Self { table, bits }
    }

    /// Returns the path of a word's cluster behind a leading one; 0 for an unknown word.
    pub(super) fn path(&self, word: u64) -> u32 {
        if self.table.is_empty() {
            return 0;
        }
        let mask = (1_usize << self.bits) - 1;
        let key = (word >> 32) as u32;
        let mut slot = word as usize & mask;
        for _ in 0..=mask {
            let bytes = &self.table[slot * CLUSTER..slot * CLUSTER + CLUSTER];
            let path = u32::from_le_bytes([bytes[4], bytes[5], bytes[6], bytes[7]]);
            if path == 0 || u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]) == key {
                return path;
            }
            slot = (slot + 1) & mask;
        }
        0
    }
}

/// Writes the cluster table of words (hashes) and paths.
pub(super) fn pack_clusters(words: &[(u64, u32)]) -> (Vec<u8>, u32) {
    let bits = bits_for(words.len());
    let mask = (1_usize << bits) - 1;
    let mut table = vec![0; CLUSTER << bits];
    for &(word, path) in words {
        let mut slot = word as usize & mask;
        while table[slot * CLUSTER + 4..slot * CLUSTER + CLUSTER].iter().any(|&byte| byte != 0) {
            slot = (slot + 1) & mask;
        }
        table[slot * CLUSTER..slot * CLUSTER + 4].copy_from_slice(&((word >> 32) as u32).to_le_bytes());
        table[slot * CLUSTER + 4..slot * CLUSTER + CLUSTER].copy_from_slice(&path.to_le_bytes());
    }
    (table, bits)
}

/// The parts of a model, to be written.
pub(super) struct Parts<'p> {
    pub(super) lists: u32,
    pub(super) clusters: (&'p [u8], u32),
    pub(super) transitions: [[i16; LABELS]; LABELS],
    /// Features and their weights; a feature without any is not to be here.
    pub(super) features: Vec<(u32, [i8; WEIGHED])>,
}

impl Parts<'_> {
    /// Returns the bytes of the model.
    pub(super) fn pack(&self) -> Vec<u8> {
        let slots = self.features.len() * 5 / 4 + SPARE;
        let mut sorted: Vec<_> = self.features.iter().collect();
        sorted.sort_unstable_by_key(|(feature, _)| *feature);
        let mut table = vec![0_u8; SLOT * slots];
        for (feature, row) in sorted {
            let reached = (slots - SPARE) as u32;
            let mut at = slot(*feature, reached) * SLOT;
            while table[at..at + 2] != [0, 0] {
                at += SLOT;
            }
            table[at..at + 2].copy_from_slice(&check(*feature).to_le_bytes());
            for (byte, &weight) in table[at + 2..at + SLOT].iter_mut().zip(row) {
                *byte = weight.cast_unsigned();
            }
        }
        let mut out = Vec::new();
        out.extend_from_slice(MAGIC);
        for head in [MODEL_VERSION, self.lists, self.clusters.1, slots as u32] {
            out.extend_from_slice(&head.to_le_bytes());
        }
        for weight in self.transitions.iter().flatten() {
            out.extend_from_slice(&weight.to_le_bytes());
        }
        out.extend_from_slice(self.clusters.0);
        out.extend_from_slice(&table);
        out
    }
}

/// Returns the bits of a table that is not filled by more than nine tenths.
fn bits_for(count: usize) -> u32 {
    (count * 10 / 9 + 2).next_power_of_two().trailing_zeros()
}

//! How much of its wording two texts share: shingles, their sketch in eight bytes, their exact overlap.
//!
//! A shingle is four words in a row, numbers among them. The sketch of a text is made of the least of its shingles' hashes:
//! those are sorted into 64 bins, and of the least in each bin one bit is kept (one permutation hashing, and one bit of each
//! value). Texts with the same words have the same sketch; of others, the more bits agree, the more shingles they share.
//! Sketches stand on disk: another hash is another index.

use super::Analysis;

/// How many words a shingle has.
const WORDS: usize = 4;
/// How many bits a sketch has.
const BINS: usize = 64;

/// The distinct shingles of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shingles {
    /// Their hashes, ascending.
    hashes: Vec<u64>,
}

/// How many shingles two texts have in common.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Overlap {
    /// As a part of all that either has, 0 to 1.
    pub of_both: f64,
    /// As a part of those of the text that has fewer, 0 to 1.
    pub of_fewer: f64,
}

impl Shingles {
    /// Returns the shingles of a text that was analysed.
    pub fn of(analysis: &Analysis) -> Self {
        let mut hashes = Vec::with_capacity(analysis.tokens.len());
        each(analysis, |hash| hashes.push(hash));
        hashes.sort_unstable();
        hashes.dedup();
        Self { hashes }
    }

    /// Returns how many distinct shingles there are; none where there is no word.
    pub fn count(&self) -> usize {
        self.hashes.len()
    }

    /// Returns how much two texts share; nothing where one has no word.
    pub fn overlap(&self, other: &Self) -> Overlap {
        let (mut left, mut right) = (self.hashes.iter().peekable(), other.hashes.iter().peekable());
        let mut shared = 0_usize;
        while let (Some(&&here), Some(&&there)) = (left.peek(), right.peek()) {
            if here <= there {
                left.next();
            }
            if there <= here {
                right.next();
            }
            shared += usize::from(here == there);
        }
        let part = |all: usize| if all == 0 { 0.0 } else { shared as f64 / all as f64 };
        Overlap {
            of_both: part(self.count() + other.count() - shared),
            of_fewer: part(self.count().min(other.count())),
        }
    }
}

/// Returns the sketch of a text; 0 for an empty one only.
pub fn sketch(text: &str, analysis: &Analysis) -> u64 {
    let mut least = [u64::MAX; BINS];
    each(analysis, |hash| {
        let bin = &mut least[(hash >> 58) as usize];
        *bin = (*bin).min(hash << 6);
    });
    if least.iter().all(|hash| *hash == u64::MAX) {
        return of_wordless(text);
    }
    let mut sketch = 0;
    for bin in 0..BINS {
        sketch |= ((filled(&least, bin) >> 6) & 1) << bin;
    }
    sketch.max(1)
}

/// Returns in how many of their 64 bits two sketches differ.
pub fn distance(sketch: u64, other: u64) -> u32 {
    (sketch ^ other).count_ones()
}

/// Returns a hash of a text's words in their order: the same for texts that differ in punctuation, case and line ends alone.
/// 0 is that of an empty text.
pub fn wording(text: &str, analysis: &Analysis) -> u64 {
    let words = analysis.words().map(|token| hash(analysis.term(token).as_bytes()));
    match words.reduce(|before, word| mix(before.rotate_left(5) ^ word)) {
        Some(hash) => hash.max(1),
        None => of_wordless(text),
    }
}

/// A text without words may still be the same as another: `***`.
fn of_wordless(text: &str) -> u64 {
    let text = text.trim();
    if text.is_empty() { 0 } else { hash(text.as_bytes()).max(1) }
}

/// Returns the least hash of a bin; of an empty one, that of another bin, the same for every text that fills it.
fn filled(least: &[u64; BINS], bin: usize) -> u64 {
    let mut at = bin;
    let mut step = bin as u64;
    while least[at] == u64::MAX {
        step = mix(step.wrapping_add(FACTORS[0]));
        at = (step >> 58) as usize;
    }
    least[at]
}

/// Odd numbers without a pattern: one for each word of a shingle.
const FACTORS: [u64; WORDS] =
    [0x9e37_79b9_7f4a_7c15, 0xc2b2_ae3d_27d4_eb4f, 0x1656_67b1_9e37_79f9, 0x27d4_eb2f_1656_67c5];

/// Tells the hash of each shingle; a text of fewer words has one, of all its words.
fn each(analysis: &Analysis, mut tell: impl FnMut(u64)) {
    let mut window = [0_u64; WORDS];
    let mut seen = 0;
    let shingle = |window: &[u64; WORDS], seen: usize| {
        let parts = (0..WORDS).map(|at| window[(seen + at) % WORDS].wrapping_mul(FACTORS[at]));
        mix(parts.fold(0, u64::wrapping_add))
    };
    for token in analysis.words() {
        window[seen % WORDS] = hash(analysis.term(token).as_bytes());
        seen += 1;
        if seen >= WORDS {
            tell(shingle(&window, seen));
        }
    }
    if (1..WORDS).contains(&seen) {
        tell(shingle(&window, seen));
    }
}

fn hash(bytes: &[u8]) -> u64 {
    let mut hash = bytes.len() as u64;
    let (eights, rest) = bytes.as_chunks::<8>();
    for eight in eights {
        hash = mix(hash ^ u64::from_le_bytes(*eight));
    }
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    mix(hash ^ u64::from_le_bytes(last))
}

/// Spreads every bit over all of them.
fn mix(mut value: u64) -> u64 {
    value = (value ^ (value >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    value = (value ^ (value >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93);
    value ^ (value >> 32)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::analyze;

    fn sketch_of(text: &str) -> u64 {
        sketch(text, &analyze(text))
    }

    fn overlap(left: &str, right: &str) -> Overlap {
        Shingles::of(&analyze(left)).overlap(&Shingles::of(&analyze(right)))
    }

    /// A text of so many words that no other text has.
    fn words(prefix: &str, count: usize) -> String {
        (0..count).map(|at| format!("{prefix}{at}")).collect::<Vec<String>>().join(" ")
    }

    #[test]
    fn shingles_shared_are_counted_against_both_and_against_the_fewer() {
        let (short, long) = ("one two three four five", "one two three four five six seven eight");
        let found = overlap(short, long);
        assert!((found.of_both - 2.0 / 5.0).abs() < 1e-9 && (found.of_fewer - 1.0).abs() < 1e-9, "{found:?}");
        assert_eq!(overlap(short, ""), Overlap::default());
        assert_eq!(overlap(short, "five four three two one"), Overlap::default());
    }

    #[test]
    fn a_text_of_few_words_is_one_shingle() {
        assert_eq!(Shingles::of(&analyze("Grain up")).count(), 1);
        assert!((overlap("Grain up", "grain, up!").of_both - 1.0).abs() < 1e-9);
        assert_eq!(overlap("Grain up", "Up grain"), Overlap::default());
    }

    #[test]
    fn the_same_words_have_the_same_sketch_and_wording() {
        let (one, other) = ("The ferry sank\noff Riga.", "the ferry sank off  Riga");
        assert_eq!(sketch_of(one), sketch_of(other));
        assert_eq!(wording(one, &analyze(one)), wording(other, &analyze(other)));
        let moved = "off Riga the ferry sank";
        assert_ne!(wording(one, &analyze(one)), wording(moved, &analyze(moved)));
    }

    #[test]
    fn only_an_empty_text_has_none() {
        assert_eq!((sketch_of(""), sketch_of(" \n")), (0, 0));
        assert_ne!(sketch_of("***"), 0);
        assert_ne!(sketch_of("***"), sketch_of("---"));
        assert_ne!(wording("***", &analyze("***")), 0);
    }

    #[test]
    fn a_number_that_changes_changes_the_wording() {
        assert_ne!(wording("up 5 pct", &analyze("up 5 pct")), wording("up 6 pct", &analyze("up 6 pct")));
    }

    #[test]
    fn the_distance_of_sketches_follows_the_overlap() {
        for size in [40, 200, 1000] {
            let (text, tail) = (words("a", size * 9 / 10), words("b", size / 10));
            let near = distance(sketch_of(&words("a", size)), sketch_of(&format!("{text} {tail}")));
            let far = distance(sketch_of(&words("a", size)), sketch_of(&words("c", size)));
            assert!(near <= 16, "{size} words, nine of ten shared: {near}");
            assert!((17..=47).contains(&far), "{size} words, none shared: {far}");
        }
    }
}

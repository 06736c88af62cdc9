//! Where an operand matches, given where its leaves do.

use crate::query::{NamePattern, Operand, WordPattern};

/// Positions of a match: from the first word's to one past the last word's, within one field.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The position of the first word.
    pub start: u32,
    /// One past the position of the last word.
    pub end: u32,
}

/// What stands at the leaves of an operand: something an engine can look up.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Leaf {
    /// Words of the dictionary.
    Word(WordPattern),
    /// Mentions of a name.
    Name(NamePattern),
}

/// An operand with its leaves numbered, ready to be matched story by story.
#[derive(Clone, Debug)]
pub struct Pattern {
    leaves: Vec<Leaf>,
    root: Node,
}

#[derive(Clone, Debug)]
enum Node {
    Leaf(usize),
    /// Words at distances from the first, ascending, each with its leaf.
    Phrase(Vec<(u32, usize)>),
    Any(Vec<Node>),
}

/// What a story must hold to be worth looking at: it lets an engine skip by document before it reads positions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Candidates {
    /// This leaf.
    Leaf(usize),
    /// All of these.
    All(Vec<Candidates>),
    /// One of these at least.
    Any(Vec<Candidates>),
}

impl Pattern {
    /// Returns the pattern of an operand; equal leaves are one.
    pub fn of(operand: &Operand) -> Self {
        let mut leaves = Vec::new();
        let root = Node::of(operand, &mut leaves);
        Self { leaves, root }
    }

    /// Returns the leaves, in the order in which [`Pattern::matches`] wants their spans.
    pub fn leaves(&self) -> &[Leaf] {
        &self.leaves
    }

    /// Says whether the pattern is one leaf and no more.
    pub fn is_single_leaf(&self) -> bool {
        matches!(self.root, Node::Leaf(_))
    }

    /// Returns what a story must hold at least.
    pub fn candidates(&self) -> Candidates {
        self.root.candidates()
    }

    /// Returns in how many stories the pattern may match, at most, where `frequencies[i]` is that number for leaf `i`.
    pub fn document_frequency(&self, frequencies: &[u64]) -> u64 {
        self.root.candidates().document_frequency(frequencies)
    }

    /// Appends the spans at which the pattern matches, ascending and distinct. `spans[i]` are the spans of leaf `i` in one
    /// field of one story, ascending.
    pub fn matches(&self, spans: &[Vec<Span>], out: &mut Vec<Span>) {
        let mut found = Vec::new();
        self.root.matches(spans, &mut found);
        found.sort_unstable();
        found.dedup();
        out.append(&mut found);
    }
}

impl Candidates {
    fn document_frequency(&self, frequencies: &[u64]) -> u64 {
        match self {
            Self::Leaf(leaf) => frequencies[*leaf],
            Self::All(parts) => parts.iter().map(|part| part.document_frequency(frequencies)).min().unwrap_or(0),
            Self::Any(parts) => parts.iter().map(|part| part.document_frequency(frequencies)).sum(),
        }
    }
}

impl Node {
    fn candidates(&self) -> Candidates {
        match self {
            Self::Leaf(leaf) => Candidates::Leaf(*leaf),
            Self::Phrase(words) => Candidates::All(words.iter().map(|(_, leaf)| Candidates::Leaf(*leaf)).collect()),
            Self::Any(nodes) => Candidates::Any(nodes.iter().map(Self::candidates).collect()),
        }
    }

    fn of(operand: &Operand, leaves: &mut Vec<Leaf>) -> Self {
        match operand {
            Operand::Word(pattern) => Self::Leaf(number(Leaf::Word(pattern.clone()), leaves)),
            Operand::Name(pattern) => Self::Leaf(number(Leaf::Name(pattern.clone()), leaves)),
            Operand::Phrase(words) => {
                let word =
                    |word: &crate::query::PhraseWord| (word.offset, number(Leaf::Word(word.pattern.clone()), leaves));
                let mut words: Vec<(u32, usize)> = words.iter().map(word).collect();
                words.sort_unstable();
                Self::Phrase(words)
            }
            Operand::Any(operands) => Self::Any(operands.iter().map(|operand| Self::of(operand, leaves)).collect()),
        }
    }

    /// Appends the spans of the node, in any order.
    fn matches(&self, spans: &[Vec<Span>], out: &mut Vec<Span>) {
        match self {
            Self::Leaf(leaf) => out.extend_from_slice(&spans[*leaf]),
            Self::Phrase(words) => {
                let words: Vec<(u32, &[Span])> =
                    words.iter().map(|(offset, leaf)| (*offset, &spans[*leaf][..])).collect();
                phrase(&words, out);
            }
            Self::Any(nodes) => nodes.iter().for_each(|node| node.matches(spans, out)),
        }
    }
}

fn number(leaf: Leaf, leaves: &mut Vec<Leaf>) -> usize {
    leaves.iter().position(|known| *known == leaf).unwrap_or_else(|| {
        leaves.push(leaf);
        leaves.len() - 1
    })
}

/// Appends the spans at which words stand at given offsets from the first one's place; the spans of each word ascend.
///
/// Where a word and a compound that begins with it both fit, the match reaches to the end of the longer.
pub fn phrase(words: &[(u32, &[Span])], out: &mut Vec<Span>) {
    let Some(((first_offset, firsts), rest)) = words.split_first() else { return };
    let mut rest: Vec<(u32, &[Span])> = rest.iter().map(|(offset, spans)| (offset - first_offset, *spans)).collect();
    for (at, first) in firsts.iter().enumerate() {
        if firsts.get(at + 1).is_some_and(|next| next.start == first.start) {
            // The longest of those that begin here comes last.
            continue;
        }
        let mut end = first.end;
        let fits = rest.iter_mut().all(|(offset, spans)| {
            let place = first.start + *offset;
            let before = spans.iter().take_while(|span| span.start < place).count();
            *spans = &spans[before..];
            let here = spans.iter().take_while(|span| span.start == place).last();
            end = end.max(here.map_or(0, |span| span.end));
            here.is_some()
        });
        if fits {
            out.push(Span { start: first.start, end });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::PhraseWord;
    use proptest::prelude::*;

    fn exact(word: &str) -> WordPattern {
        WordPattern::Exact(word.to_owned())
    }

    fn spans(list: &[(u32, u32)]) -> Vec<Span> {
        list.iter().map(|&(start, end)| Span { start, end }).collect()
    }

    fn matches(operand: &Operand, leaves: &[&[(u32, u32)]]) -> Vec<Span> {
        let leaves: Vec<Vec<Span>> = leaves.iter().map(|list| spans(list)).collect();
        let mut out = Vec::new();
        Pattern::of(operand).matches(&leaves, &mut out);
        out
    }

    fn words(list: &[(u32, &str)]) -> Operand {
        Operand::Phrase(list.iter().map(|&(offset, word)| PhraseWord { offset, pattern: exact(word) }).collect())
    }

    #[test]
    fn equal_leaves_are_one() {
        let operand = Operand::Any(vec![Operand::Word(exact("a")), words(&[(0, "a"), (1, "b"), (2, "a")])]);
        assert_eq!(Pattern::of(&operand).leaves(), [Leaf::Word(exact("a")), Leaf::Word(exact("b"))]);
        let found = matches(&operand, &[&[(0, 1), (2, 3), (4, 5)], &[(1, 2), (7, 8)]]);
        assert_eq!(found, spans(&[(0, 1), (0, 3), (2, 3), (4, 5)]));
    }

    #[test]
    fn a_phrase_needs_all_of_its_words_and_is_no_more_frequent_than_the_rarest() {
        let pattern = Pattern::of(&words(&[(0, "waste"), (1, "of"), (2, "time")]));
        let leaves = [0, 1, 2].map(Candidates::Leaf);
        assert_eq!(pattern.candidates(), Candidates::All(leaves.to_vec()));
        assert_eq!(pattern.document_frequency(&[7, 900, 80]), 7);
        assert!(!pattern.is_single_leaf());
    }

    #[test]
    fn a_phrase_keeps_its_distances() {
        let gap = words(&[(0, "waste"), (2, "time")]);
        assert_eq!(matches(&gap, &[&[(3, 4), (9, 10)], &[(4, 5), (5, 6), (12, 13)]]), spans(&[(3, 6)]));
    }

    #[test]
    fn a_phrase_ends_with_its_longest_word() {
        let compound = words(&[(0, "the"), (1, "cease")]);
        assert_eq!(matches(&compound, &[&[(0, 1)], &[(1, 2), (1, 3)]]), spans(&[(0, 3)]));
        let parts = words(&[(0, "cease-fire"), (1, "fire"), (2, "talks")]);
        assert_eq!(matches(&parts, &[&[(5, 7)], &[(6, 7)], &[(7, 8)]]), spans(&[(5, 8)]));
    }

    proptest! {
        #[test]
        fn a_phrase_is_found_wherever_its_words_stand(text in proptest::collection::vec(0_usize..3, 0..40), a in 0_usize..3, b in 0_usize..3, c in 0_usize..3) {
            let letters = ["a", "b", "c"];
            let operand = words(&[(0, letters[a]), (1, letters[b]), (3, letters[c])]);
            let pattern = Pattern::of(&operand);
            let places = |leaf: &Leaf| {
                let here = |&at: &usize| *leaf == Leaf::Word(exact(letters[text[at]]));
                (0..text.len()).filter(here).map(|at| Span { start: at as u32, end: at as u32 + 1 }).collect::<Vec<_>>()
            };
            let mut found = Vec::new();
            pattern.matches(&pattern.leaves().iter().map(places).collect::<Vec<_>>(), &mut found);
            let wanted: Vec<Span> = (0..text.len().saturating_sub(3))
                .filter(|&at| text[at] == a && text[at + 1] == b && text[at + 3] == c)
                .map(|at| Span { start: at as u32, end: at as u32 + 4 })
                .collect();
            prop_assert_eq!(found, wanted);
        }
    }
}

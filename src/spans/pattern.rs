//! Where an operand matches, given where its leaves do.

use super::near::{Found, Near};
use crate::query::{Distance, NamePattern, Operand, WordPattern};
use std::collections::BTreeMap;

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

/// One field of a story, as far as a pattern asks: everything in positions, counted from the field's first word.
#[derive(Clone, Copy, Debug)]
pub struct Passage<'p> {
    /// The spans of each leaf, in the order of [`Pattern::leaves`], ascending.
    pub leaves: &'p [Vec<Span>],
    /// Where sentences begin, ascending; empty where the pattern does not [ask for them](Pattern::borders).
    pub sentences: &'p [u32],
    /// Where paragraphs begin, likewise.
    pub paragraphs: &'p [u32],
    /// Whether it is the body, whose first words `first50(...)` counts.
    pub is_body: bool,
}

/// Which borders a pattern asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Borders {
    /// Those of sentences.
    pub sentences: bool,
    /// Those of paragraphs.
    pub paragraphs: bool,
}

/// A word, a phrase or a mention that takes part in a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Part {
    /// Where it stands.
    pub span: Span,
    /// The match that it is a part of; of several the shortest.
    pub whole: Span,
    /// The leaf that it is, unless it is a phrase.
    pub leaf: Option<usize>,
}

/// An operand with its leaves numbered, ready to be matched story by story.
#[derive(Clone, Debug)]
pub struct Pattern {
    leaves: Vec<Leaf>,
    root: Node,
    borders: Borders,
}

#[derive(Clone, Debug)]
enum Node {
    Leaf(usize),
    /// Words at distances from the first, ascending, each with its leaf.
    Phrase(Vec<(u32, usize)>),
    Any(Vec<Node>),
    Near(Near, Box<(Node, Node)>),
    First(u32, Box<Node>),
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

/// Memory that is used again from story to story.
#[derive(Clone, Debug, Default)]
pub struct Workspace {
    free: Vec<Vec<Found>>,
    phrases: Vec<Span>,
}

impl Pattern {
    /// Returns the pattern of an operand; equal leaves are one.
    pub fn of(operand: &Operand) -> Self {
        let mut leaves = Vec::new();
        let mut borders = Borders::default();
        let root = Node::of(operand, &mut leaves, &mut borders);
        Self { leaves, root, borders }
    }

    /// Returns the leaves, in the order in which [`Passage::leaves`] wants their spans.
    pub fn leaves(&self) -> &[Leaf] {
        &self.leaves
    }

    /// Says whether the pattern is one leaf and no more.
    pub fn is_single_leaf(&self) -> bool {
        matches!(self.root, Node::Leaf(_))
    }

    /// Returns which borders the pattern asks for.
    pub fn borders(&self) -> Borders {
        self.borders
    }

    /// Returns what a story must hold at least.
    pub fn candidates(&self) -> Candidates {
        self.root.candidates()
    }

    /// Returns in how many stories the pattern may match, at most, where `frequencies[i]` is that number for leaf `i`.
    pub fn document_frequency(&self, frequencies: &[u64]) -> u64 {
        self.root.candidates().document_frequency(frequencies)
    }

    /// Returns the spans at which the pattern matches in a passage, ascending and distinct.
    pub fn matches(&self, passage: &Passage<'_>) -> Vec<Span> {
        let mut found = Vec::new();
        self.root.find(passage, &mut Workspace::default(), &mut found);
        let mut spans: Vec<Span> = found.into_iter().map(|found| found.span).collect();
        spans.dedup();
        spans
    }

    /// Returns how many matches there are in a passage; of those that overlap one counts.
    pub fn count(&self, passage: &Passage<'_>, workspace: &mut Workspace) -> u32 {
        let mut found = workspace.take();
        self.root.find(passage, workspace, &mut found);
        let count = disjoint(&found);
        workspace.give(found);
        count
    }

    /// Returns the parts of all matches in a passage, ascending and distinct.
    pub fn parts(&self, passage: &Passage<'_>) -> Vec<Part> {
        let mut workspace = Workspace::default();
        let mut found = Vec::new();
        self.root.find(passage, &mut workspace, &mut found);
        let wanted = found.into_iter().map(|found| (found, found.span)).collect();
        let mut parts = Vec::new();
        self.root.parts(passage, &wanted, &mut workspace, &mut parts);
        parts.sort_unstable();
        parts.dedup();
        parts
    }
}

/// Returns how many of some matches, ascending by their start, can stand side by side without sharing a word.
fn disjoint(found: &[Found]) -> u32 {
    let (mut count, mut end) = (0, 0);
    for Found { span, .. } in found {
        if count == 0 || span.start >= end {
            count += 1;
            end = span.end;
        } else {
            end = end.min(span.end);
        }
    }
    count
}

/// Keeps what stands in the lead, the first paragraph of a body; `paragraphs` are where the body's paragraphs begin.
pub fn keep_lead(leaves: &mut [Vec<Span>], paragraphs: &[u32]) {
    if let Some(end) = paragraphs.iter().copied().find(|start| *start > 0) {
        for spans in leaves {
            spans.retain(|span| span.end <= end);
        }
    }
}

impl Workspace {
    fn take(&mut self) -> Vec<Found> {
        self.free.pop().unwrap_or_default()
    }

    fn give(&mut self, mut used: Vec<Found>) {
        used.clear();
        self.free.push(used);
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
            Self::Near(near, operands) if near.0.negated => operands.0.candidates(),
            Self::Near(_, operands) => Candidates::All(vec![operands.0.candidates(), operands.1.candidates()]),
            Self::First(_, inner) => inner.candidates(),
        }
    }

    fn of(operand: &Operand, leaves: &mut Vec<Leaf>, borders: &mut Borders) -> Self {
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
            Operand::Any(operands) => {
                Self::Any(operands.iter().map(|operand| Self::of(operand, leaves, borders)).collect())
            }
            Operand::Near(near) => {
                borders.sentences |= near.proximity.distance == Distance::Sentence;
                borders.paragraphs |= near.proximity.distance == Distance::Paragraph;
                let (left, right) = (Self::of(&near.left, leaves, borders), Self::of(&near.right, leaves, borders));
                Self::Near(Near(near.proximity), Box::new((left, right)))
            }
            Operand::First(count, operand) => Self::First(*count, Box::new(Self::of(operand, leaves, borders))),
        }
    }

    /// Appends the matches of the node to an empty list, ascending and distinct.
    fn find(&self, passage: &Passage<'_>, workspace: &mut Workspace, out: &mut Vec<Found>) {
        match self {
            Self::Leaf(leaf) => out.extend(passage.leaves[*leaf].iter().map(|span| Found::atom(*span))),
            Self::Phrase(words) => {
                let words: Vec<(u32, &[Span])> =
                    words.iter().map(|(offset, leaf)| (*offset, &passage.leaves[*leaf][..])).collect();
                workspace.phrases.clear();
                phrase(&words, &mut workspace.phrases);
                out.extend(workspace.phrases.iter().map(|span| Found::atom(*span)));
            }
            Self::Any(nodes) => {
                for node in nodes {
                    let mut found = workspace.take();
                    node.find(passage, workspace, &mut found);
                    out.extend_from_slice(&found);
                    workspace.give(found);
                }
            }
            Self::Near(near, operands) => {
                let (mut left, mut right) = (workspace.take(), workspace.take());
                operands.0.find(passage, workspace, &mut left);
                if !left.is_empty() {
                    operands.1.find(passage, workspace, &mut right);
                    near.matches(&left, &right, passage, out);
                }
                workspace.give(left);
                workspace.give(right);
            }
            Self::First(count, inner) => {
                if passage.is_body {
                    inner.find(passage, workspace, out);
                    out.retain(|found| found.span.end <= *count);
                }
            }
        }
        if !out.is_sorted_by(|a, b| a < b) {
            out.sort_unstable();
            out.dedup();
        }
    }

    /// Appends the parts of those matches of the node that are wanted, each with the whole that it is wanted for.
    fn parts(
        &self,
        passage: &Passage<'_>,
        wanted: &BTreeMap<Found, Span>,
        workspace: &mut Workspace,
        out: &mut Vec<Part>,
    ) {
        match self {
            Self::Leaf(leaf) => {
                let part =
                    |(found, whole): (&Found, &Span)| Part { span: found.span, whole: *whole, leaf: Some(*leaf) };
                let here = |found: &Found| !found.is_group && passage.leaves[*leaf].binary_search(&found.span).is_ok();
                out.extend(wanted.iter().filter(|(found, _)| here(found)).map(part));
            }
            Self::Phrase(_) => {
                let mut mine = Vec::new();
                self.find(passage, workspace, &mut mine);
                let mine = mine.iter().filter_map(|found| Some((found.span, *wanted.get(found)?)));
                out.extend(mine.map(|(span, whole)| Part { span, whole, leaf: None }));
            }
            Self::Any(nodes) => nodes.iter().for_each(|node| node.parts(passage, wanted, workspace, out)),
            Self::First(_, inner) => inner.parts(passage, wanted, workspace, out),
            Self::Near(near, operands) => {
                let (mut left, mut right) = (Vec::new(), Vec::new());
                operands.0.find(passage, workspace, &mut left);
                operands.1.find(passage, workspace, &mut right);
                let mut sides = [BTreeMap::new(), BTreeMap::new()];
                if near.0.negated {
                    let mut mine = Vec::new();
                    near.matches(&left, &right, passage, &mut mine);
                    sides[0].extend(mine.into_iter().filter_map(|found| Some((found, *wanted.get(&found)?))));
                } else {
                    near.pairs(&left, &right, passage, |one, other| {
                        let Some(whole) = wanted.get(&one.joined(other)) else { return };
                        for (side, found) in sides.iter_mut().zip([one, other]) {
                            let known = side.entry(found).or_insert(*whole);
                            if (whole.end - whole.start, whole.start) < (known.end - known.start, known.start) {
                                *known = *whole;
                            }
                        }
                    });
                }
                operands.0.parts(passage, &sides[0], workspace, out);
                operands.1.parts(passage, &sides[1], workspace, out);
            }
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

    fn passage(leaves: &[Vec<Span>]) -> Passage<'_> {
        Passage { leaves, sentences: &[], paragraphs: &[], is_body: true }
    }

    fn matches(operand: &Operand, leaves: &[&[(u32, u32)]]) -> Vec<Span> {
        let leaves: Vec<Vec<Span>> = leaves.iter().map(|list| spans(list)).collect();
        Pattern::of(operand).matches(&passage(&leaves))
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
            let found = pattern.matches(&passage(&pattern.leaves().iter().map(places).collect::<Vec<_>>()));
            let wanted: Vec<Span> = (0..text.len().saturating_sub(3))
                .filter(|&at| text[at] == a && text[at + 1] == b && text[at + 3] == c)
                .map(|at| Span { start: at as u32, end: at as u32 + 4 })
                .collect();
            prop_assert_eq!(found, wanted);
        }
    }
}

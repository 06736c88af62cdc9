//! Where a [`Plan`](crate::query::Plan) matches: pure functions over positions, and over the tokens of a stored text.
//!
//! Retrieval and highlights share the functions of this module; that is why they cannot disagree. An engine fills the leaves
//! of a [`Pattern`] with the positions its postings hold; [`evidence`] fills them from the tokens of the stored text.

use crate::query::{NamePattern, Operand, Plan, WordPattern};
use crate::story::{Mention, Story};
use crate::text::Analysis;
use std::collections::{BTreeMap, BTreeSet};

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
    Phrase(Vec<(u32, usize)>),
    Any(Vec<Node>),
}

impl Pattern {
    /// Returns the pattern of an operand; equal leaves are one.
    pub fn of(_operand: &Operand) -> Self {
        Self { leaves: Vec::new(), root: Node::Any(Vec::new()) }
    }

    /// Returns the leaves, in the order in which [`Pattern::matches`] wants their spans.
    pub fn leaves(&self) -> &[Leaf] {
        &self.leaves
    }

    /// Appends the spans at which the pattern matches, ascending and distinct. `spans[i]` are the spans of leaf `i` in one
    /// field of one story, ascending.
    pub fn matches(&self, _spans: &[Vec<Span>], _out: &mut Vec<Span>) {
        let _ = &self.root;
    }
}

/// Which keys of the index each name pattern of a plan stands for; an engine finds them once a query.
pub type NameKeys = BTreeMap<NamePattern, BTreeSet<String>>;

/// A story whose evidence is wanted.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'s> {
    /// The story, body included.
    pub story: &'s Story,
    /// The analysis of its headline.
    pub headline: &'s Analysis,
    /// The analysis of its body.
    pub body: &'s Analysis,
    /// Its mentions.
    pub mentions: &'s [Mention],
}

/// A piece of text that is why a story matches.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Highlight {
    /// The field: `headline`, `body`, `byline`, `dateline`, `section`, `path`.
    pub field: &'static str,
    /// Byte offsets into that field.
    pub start: usize,
    /// The end, exclusive.
    pub end: usize,
    /// The number of the clause, in the order of the plan; a snippet prefers to show several.
    pub clause: usize,
}

/// Returns why a story matches a plan, or `None` where it does not. Nothing of a negated clause is in it, and nothing of an
/// alternative that does not hold.
pub fn evidence(_plan: &Plan, _subject: &Subject<'_>, _names: &NameKeys) -> Option<Vec<Highlight>> {
    None
}

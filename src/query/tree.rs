//! The query as it was written, every part with its place.

use super::fields::FieldName;
use std::fmt;
use std::ops::Range;

/// A part of a query. Displays as an s-expression, `(or tax (not "budget cut"))`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Node {
    /// What it is.
    pub kind: NodeKind,
    /// The bytes of the query it stands for, from its first leaf or operator to its last.
    pub span: Range<usize>,
}

/// What a part of a query is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NodeKind {
    /// All of these: two or more.
    And(Vec<Node>),
    /// One of these at least: two or more.
    Or(Vec<Node>),
    /// Not this.
    Not(Box<Node>),
    /// Two operands near one another.
    Near {
        /// How near.
        proximity: Proximity,
        /// The bytes of the operator.
        operator: Range<usize>,
        /// The operand before the operator.
        left: Box<Node>,
        /// The operand after it.
        right: Box<Node>,
    },
    /// `atleast3(...)`.
    AtLeast {
        /// How often.
        count: u32,
        /// Of what.
        inner: Box<Node>,
    },
    /// `first50(...)`.
    First {
        /// In how many words from the start.
        count: u32,
        /// What.
        inner: Box<Node>,
    },
    /// A value in one field: a word, a phrase, or a group of them.
    Field {
        /// The field.
        field: FieldName,
        /// The value.
        value: Box<Node>,
    },
    /// A bare word as typed, wildcards and `~` included.
    Word(String),
    /// What stood between quotes, or elsewhere means the words as they are.
    Phrase(String),
    /// Words side by side, each in singular and plural: how one large service reads bare words.
    Forms(String),
}

/// How near two operands must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proximity {
    /// `not w/5`: the left operand somewhere without the right one near.
    pub negated: bool,
    /// How near.
    pub distance: Distance,
}

/// A distance in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Distance {
    /// `w/5`, `NEAR/5`: at most so many positions apart, in either order.
    Words(u32),
    /// `pre/5`: at most so many positions apart, in this order.
    Ordered(u32),
    /// `w/s`: in one sentence.
    Sentence,
    /// `w/p`: in one paragraph.
    Paragraph,
}

impl Node {
    /// Returns the node of parts in a row: of one part that itself.
    pub(super) fn joined(mut nodes: Vec<Self>, kind: impl FnOnce(Vec<Self>) -> NodeKind) -> Self {
        if nodes.len() == 1 {
            return nodes.swap_remove(0);
        }
        let span = nodes[0].span.start..nodes[nodes.len() - 1].span.end;
        Self { kind: kind(nodes), span }
    }

    /// Returns the node of two operands of distance.
    pub(super) fn near(proximity: Proximity, operator: Range<usize>, left: Self, right: Self) -> Self {
        let span = left.span.start..right.span.end;
        Self { kind: NodeKind::Near { proximity, operator, left: Box::new(left), right: Box::new(right) }, span }
    }
}

impl fmt::Display for Proximity {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.negated {
            out.write_str("not ")?;
        }
        match self.distance {
            Distance::Words(count) => write!(out, "w/{count}"),
            Distance::Ordered(count) => write!(out, "pre/{count}"),
            Distance::Sentence => out.write_str("w/s"),
            Distance::Paragraph => out.write_str("w/p"),
        }
    }
}

impl fmt::Display for Node {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |out: &mut fmt::Formatter<'_>, head: &str, nodes: &[Self]| {
            write!(out, "({head}")?;
            nodes.iter().try_for_each(|node| write!(out, " {node}"))?;
            out.write_str(")")
        };
        match &self.kind {
            NodeKind::And(nodes) => list(out, "and", nodes),
            NodeKind::Or(nodes) => list(out, "or", nodes),
            NodeKind::Not(inner) => write!(out, "(not {inner})"),
            NodeKind::Near { proximity, left, right, .. } => write!(out, "({proximity} {left} {right})"),
            NodeKind::AtLeast { count, inner } => write!(out, "(atleast{count} {inner})"),
            NodeKind::First { count, inner } => write!(out, "(first{count} {inner})"),
            NodeKind::Field { field, value } => write!(out, "({}: {value})", field.name()),
            NodeKind::Word(word) => out.write_str(word),
            NodeKind::Phrase(text) => write!(out, "\"{text}\""),
            NodeKind::Forms(text) => write!(out, "(forms {text})"),
        }
    }
}

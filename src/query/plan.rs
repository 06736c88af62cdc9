//! The Plan: what a query asks, free of syntax and of any engine.
//!
//! Every word in it is already folded by [`crate::text`], so an engine and the span matcher compare strings for equality.

use crate::names;
use crate::story::NameKind;
use std::ops::Range;

/// What a query asks of a story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Plan {
    /// Every story.
    All,
    /// All of these; never empty.
    And(Vec<Plan>),
    /// One of these at least; never empty.
    Or(Vec<Plan>),
    /// Not this.
    Not(Box<Plan>),
    /// Something that stands in the text and has positions: it is highlighted.
    Text(TextClause),
    /// Words in one of the small fields.
    Meta(MetaClause),
    /// The story's id, where `*` and `?` are wildcards.
    Id(String),
    /// The publication date.
    Date(DateFilter),
}

/// A clause about headline and body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextClause {
    /// Where it must stand.
    pub scope: Scope,
    /// What must stand there.
    pub operand: Operand,
    /// The bytes of the query it comes from.
    pub typed: Range<usize>,
}

/// Where a text clause looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    /// Headline or body.
    Anywhere,
    /// The headline alone.
    Headline,
    /// The body alone.
    Body,
}

/// Something with positions: it can be matched, counted, highlighted, and put in relation to another operand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Operand {
    /// One word.
    Word(WordPattern),
    /// Words at fixed distances from the first.
    Phrase(Vec<PhraseWord>),
    /// A name.
    Name(NamePattern),
    /// Any of these; never empty.
    Any(Vec<Operand>),
}

/// A word of a phrase.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhraseWord {
    /// Its position, counted from the phrase's first word (0).
    pub offset: u32,
    /// Which words fit.
    pub pattern: WordPattern,
}

/// Which words of the dictionary fit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WordPattern {
    /// Any inflection of the word.
    Inflected(String),
    /// The word itself.
    Exact(String),
    /// `*` stands for any number of characters, `?` for one.
    Wildcard(String),
    /// Words within this many edits (insertion, deletion, substitution, transposition).
    Fuzzy(String, u8),
}

/// A person or an organization.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NamePattern {
    /// Which kind of name.
    pub kind: NameKind,
    /// The name's key ([`crate::names::key`]); `None` for `person:*`, anyone.
    ///
    /// It fits a name whose key contains these words in this order, one after the other: `tillerson` fits
    /// `rex tillerson`, `howard baker` does not fit `james baker`.
    pub key: Option<String>,
    /// The name word by word ([`crate::names::plain`]): an archive may tell apart what the key does not. Empty for anyone.
    pub plain: String,
    /// Only those who are named so; not those whom a story calls by a surname that the archive has for one person.
    pub strict: bool,
}

impl NamePattern {
    /// Returns the pattern of a name; its key must not be empty.
    pub fn of(kind: NameKind, name: &str) -> Self {
        Self { kind, key: Some(names::key(kind, name)), plain: names::plain(name), strict: false }
    }

    /// Returns the pattern of anyone.
    pub fn anyone(kind: NameKind) -> Self {
        Self { kind, key: None, plain: String::new(), strict: false }
    }
}

impl Plan {
    /// Returns the plan with every name strict.
    #[must_use]
    pub fn with_strict_names(mut self) -> Self {
        self.make_strict();
        self
    }

    fn make_strict(&mut self) {
        match self {
            Self::And(plans) | Self::Or(plans) => plans.iter_mut().for_each(Self::make_strict),
            Self::Not(plan) => plan.make_strict(),
            Self::Text(clause) => clause.operand.make_strict(),
            Self::All | Self::Meta(_) | Self::Id(_) | Self::Date(_) => {}
        }
    }
}

impl Operand {
    fn make_strict(&mut self) {
        match self {
            Self::Name(pattern) => pattern.strict = true,
            Self::Any(operands) => operands.iter_mut().for_each(Self::make_strict),
            Self::Word(_) | Self::Phrase(_) => {}
        }
    }
}

/// A clause about a small field: its words in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetaClause {
    /// The field.
    pub field: MetaField,
    /// The words, as in a phrase.
    pub words: Vec<PhraseWord>,
    /// The bytes of the query it comes from.
    pub typed: Range<usize>,
}

/// The small fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MetaField {
    /// Who wrote it.
    Byline,
    /// Where it was filed.
    Place,
    /// Which agency filed it.
    Agency,
    /// Section, desk, topics.
    Section,
    /// The source's path: its words are what stands between characters that are neither letter nor digit.
    Path,
}

/// A condition on the publication date. A story fits when its period overlaps `from..=until`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateFilter {
    /// The days since 1970-01-01, both included; `None` is open.
    Between {
        /// First day.
        from: Option<i64>,
        /// Last day.
        until: Option<i64>,
    },
    /// Stories without a date.
    Unknown,
}

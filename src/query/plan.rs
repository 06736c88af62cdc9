//! The Plan: what a query asks, free of syntax and of any engine.
//!
//! Every word in it is already folded by [`crate::text`], so an engine and the span matcher compare strings for equality.

use super::tree::Proximity;
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
    /// A number that the story has: how long it is, which update it is.
    Number(NumberField, NumberFilter),
}

/// A clause about headline and body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextClause {
    /// Where it must stand.
    pub scope: Scope,
    /// What must stand there.
    pub operand: Operand,
    /// How often at least, in all of the scope: 1, but for `atleast3(...)`. Matches that overlap count once.
    pub least: u32,
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
    /// The first paragraph of the body.
    Lead,
    /// The headline or the first paragraph of the body.
    HeadlineOrLead,
}

impl Scope {
    /// Says whether it takes the headline in.
    pub fn has_headline(self) -> bool {
        matches!(self, Self::Anywhere | Self::Headline | Self::HeadlineOrLead)
    }

    /// Says whether it takes the body in, or a part of it.
    pub fn has_body(self) -> bool {
        self != Self::Headline
    }

    /// Says whether the first paragraph is all it takes of the body.
    pub fn is_cut_to_the_lead(self) -> bool {
        matches!(self, Self::Lead | Self::HeadlineOrLead)
    }
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
    /// Two operands near one another.
    Near(Box<Nearness>),
    /// What ends within so many words of the body's start.
    First(u32, Box<Operand>),
}

/// Two operands and how near they must be. A match reaches from the first word of the one to the last word of the other,
/// but for `not w/5`, where it is the left operand alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Nearness {
    /// How near.
    pub proximity: Proximity,
    /// The operand before the operator.
    pub left: Operand,
    /// The operand after it.
    pub right: Operand,
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
    /// The word, its singular and its plural.
    Plural(String),
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
            Self::All | Self::Meta(_) | Self::Id(_) | Self::Date(_) | Self::Number(..) => {}
        }
    }
}

impl Operand {
    fn make_strict(&mut self) {
        match self {
            Self::Name(pattern) => pattern.strict = true,
            Self::Any(operands) => operands.iter_mut().for_each(Self::make_strict),
            Self::Near(near) => {
                near.left.make_strict();
                near.right.make_strict();
            }
            Self::First(_, operand) => operand.make_strict(),
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
    /// Editors' tags: the words of each are parted as those of a path are.
    Tag,
    /// What became of it: `corrected`, `refiled`, `repeated`, `withdrawn`.
    Status,
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

impl MetaField {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Byline, Self::Place, Self::Agency, Self::Section, Self::Path, Self::Tag, Self::Status];
}

/// Numbers that a story has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum NumberField {
    /// How many words the body has.
    Words,
    /// Which update of the story it is: 2 for `UPDATE 2-`; most stories are none.
    Update,
}

/// A condition on a number: `from..=until`, each `None` where it is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NumberFilter {
    /// The fewest.
    pub from: Option<u32>,
    /// The most.
    pub until: Option<u32>,
}

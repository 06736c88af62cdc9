//! What is wrong with a query, where, and what to write instead.

use std::fmt;
use std::ops::Range;

/// A query that cannot be honoured. Displays the reason alone; the caller draws the place and adds the hint.
///
/// Parts of the query are in reason and hint as they were typed, control characters included: whoever prints them escapes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError {
    /// What is wrong.
    pub kind: QueryErrorKind,
    /// Where: bytes of the text, on character borders.
    pub span: Range<usize>,
    /// What to do about it.
    pub hint: Option<String>,
}

impl QueryError {
    pub(super) fn new(kind: QueryErrorKind, span: Range<usize>) -> Self {
        Self { hint: usual_hint(&kind).map(str::to_owned), kind, span }
    }

    pub(super) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Returns the column, counted in characters from 1, at which the place begins in the text that was read.
    pub fn column(&self, text: &str) -> usize {
        text.char_indices().take_while(|(at, _)| *at < self.span.start).count() + 1
    }
}

impl fmt::Display for QueryError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(out)
    }
}

impl std::error::Error for QueryError {}

/// Returns what to do about an error, where that does not depend on the place.
fn usual_hint(kind: &QueryErrorKind) -> Option<&'static str> {
    Some(match kind {
        QueryErrorKind::Empty => "write a word, a \"phrase\" or a name",
        QueryErrorKind::TooLong => "shorten it, or ask in several queries",
        QueryErrorKind::TooDeep => "leave out what says nothing, or ask in several queries",
        QueryErrorKind::TooManyClauses => "ask in several queries; a wildcard stands for all words that begin alike",
        QueryErrorKind::UnclosedQuote => "write a second quote where the phrase ends",
        QueryErrorKind::UnclosedBracket => "write `)` where the group ends",
        QueryErrorKind::UnopenedBracket => "leave it out, or open one before it",
        QueryErrorKind::EmptyBrackets => "write what belongs in them, or leave them out",
        QueryErrorKind::EmptyPhrase => "write the words of the phrase, or leave the quotes out",
        QueryErrorKind::MissingOperand { .. } => "write a word, a phrase, a name or a group there",
        QueryErrorKind::BadNumber { .. } => "write a whole number in that range",
        _ => return None,
    })
}

/// On which side of an operator something is missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// To the left.
    Before,
    /// To the right.
    After,
}

impl fmt::Display for Side {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(match self {
            Self::Before => "before",
            Self::After => "after",
        })
    }
}

/// What is wrong with a query.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum QueryErrorKind {
    /// Nothing but white space.
    #[error("the query is empty")]
    Empty,
    /// More than [`LONGEST_QUERY`](super::LONGEST_QUERY).
    #[error("the query is longer than 4 KiB")]
    TooLong,
    /// More than [`DEEPEST_NESTING`](super::DEEPEST_NESTING).
    #[error("brackets, negations and distances are nested more than 64 deep")]
    TooDeep,
    /// More than [`MOST_CLAUSES`](super::MOST_CLAUSES).
    #[error("the query has more than 256 clauses")]
    TooManyClauses,
    /// A quote without its partner.
    #[error("this quote is never closed")]
    UnclosedQuote,
    /// `(` without `)`.
    #[error("this bracket is never closed")]
    UnclosedBracket,
    /// `)` without `(`.
    #[error("this bracket was never opened")]
    UnopenedBracket,
    /// `()`.
    #[error("there is nothing in these brackets")]
    EmptyBrackets,
    /// `""`.
    #[error("there is nothing between these quotes")]
    EmptyPhrase,
    /// `a AND`, `OR b`.
    #[error("there is nothing {side} `{operator}`")]
    MissingOperand {
        /// The operator as typed.
        operator: String,
        /// Where its operand should be.
        side: Side,
    },
    /// Two operands side by side in a language that wants a connector between them.
    #[error("there is no connector before `{0}`")]
    MissingConnector(String),
    /// A `-` that stands alone.
    #[error("this `-` stands alone")]
    LoneHyphen,
    /// `x:y` where `x` is no field.
    #[error("unknown field `{0}`")]
    UnknownField(String),
    /// `headline:` and then nothing.
    #[error("`{0}:` has no value")]
    MissingValue(String),
    /// `person: tillerson`.
    #[error("there is a space after `{0}:`")]
    SpaceAfterColon(String),
    /// `headline:(person:x)`.
    #[error("`{inner}:` cannot stand inside `{outer}:`")]
    FieldInField {
        /// The field around.
        outer: String,
        /// The field within.
        inner: String,
    },
    /// Something typed in which there is no word.
    #[error("no word in `{0}`")]
    NoWord(String),
    /// What another program's language would write.
    #[error("`{0}` means nothing here")]
    Foreign(String),
    /// `word(`, where only operators and fields may touch a bracket.
    #[error("`{0}` touches a bracket")]
    WordAtBracket(String),
    /// `atleast3` without `(`.
    #[error("`{0}` wants a bracket right after it")]
    BracketExpected(String),
    /// `w/0`, and `w/300` in a language that counts to 255.
    #[error("the number in `{typed}` is not between 1 and {most}")]
    BadNumber {
        /// The operator as typed.
        typed: String,
        /// The largest number.
        most: u32,
    },
    /// A wildcard that fits every word.
    #[error("`{0}` would fit every word")]
    WildcardAlone(String),
    /// A wildcard with too few letters around it.
    #[error("`{0}` would fit too many words")]
    WildcardTooWide(String),
    /// A wildcard that belongs to no word.
    #[error("a wildcard in `{0}` belongs to no word")]
    WildcardLost(String),
    /// `"north kor"*`.
    #[error("a wildcard stands after the closing quote")]
    WildcardAfterQuote,
    /// `word~3`.
    #[error("`{0}` is neither `~`, `~1` nor `~2`")]
    BadFuzziness(String),
    /// `un~`, `iran~2`.
    #[error("`{0}` is too short for that many wrong letters")]
    FuzzyTooShort(String),
    /// A fuzzy word that is no single plain word, or stands in a phrase.
    #[error("`~` works on one plain word, not on `{0}`")]
    FuzzyNotAWord(String),
    /// `person:till*`.
    #[error("a name has no wildcards and no `~`")]
    PatternInName,
    /// Something that cannot be put in relation to other words.
    #[error("`{operand}` cannot stand inside `{operator}`")]
    NotAnOperand {
        /// What it is.
        operand: String,
        /// In which operator, as typed.
        operator: String,
    },
    /// Something that is no number of words.
    #[error("`{0}` is not a number of words")]
    NotALength(String),
    /// Something that is no number of an update.
    #[error("`{0}` is not the number of an update")]
    NotAnUpdate(String),
    /// Something that a story cannot have become.
    #[error("`{0}` is not a status")]
    NotAStatus(String),
    /// Something that is no date.
    #[error("`{0}` is not a date")]
    NotADate(String),
    /// `2017-02-30`.
    #[error("there is no date {0}")]
    NoSuchDate(String),
    /// `3/4/2017`: in March or in April.
    #[error("`{0}` can be read as two dates")]
    AmbiguousDate(String),
    /// `2018..2017`.
    #[error("the range {0} ends before it begins")]
    ReversedRange(String),
    /// `..`.
    #[error("the range is open at both ends")]
    OpenRange,
    /// Something that the language has and a folder of stories cannot answer.
    #[error("`{what}` of {language} cannot be honoured here")]
    NoCounterpart {
        /// What was typed.
        what: String,
        /// The language's name.
        language: &'static str,
    },
}

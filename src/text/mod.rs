//! Words: the one tokenizer of index, query, names and highlights.
//!
//! Owns: what a word is, its folded form, its position, which words are inflections of one another, where sentences and
//! paragraphs begin. Does not own: which words matter (`query`), or where they are stored (`index`). Everything that
//! compares words compares what this module returns, so that a match in the index and a highlight in the text cannot
//! disagree.

/// The version of the analysis; an index written with another one is refused.
pub const ANALYZER_VERSION: u32 = 1;

/// The longest word that is indexed, in bytes of its folded form; longer ones are cut at a character border.
pub const LONGEST_WORD: usize = 128;

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenKind {
    /// A word.
    Word,
    /// A hyphenated word as a whole (`U.S.-led`): it has the position of its first part and as many positions as parts.
    Compound,
    /// A part of a hyphenated word.
    Part,
}

/// One token: a folded word, its bytes in the text, its position.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// Byte offsets into the analysed text. A possessive's span is its owner's (`Trump` in `Trump's`).
    pub start: u32,
    /// The end, exclusive.
    pub end: u32,
    /// The position, from 0, that phrases and distances count in.
    pub position: u32,
    /// How many positions it takes: 1, but for a compound its number of parts.
    pub length: u32,
    /// Word, compound or part.
    pub kind: TokenKind,
    pub(crate) term_start: u32,
    pub(crate) term_end: u32,
}

/// The analysis of one text: its tokens in order, and the positions at which sentences and paragraphs begin.
///
/// Tokens ascend by position; a compound comes before its first part.
#[derive(Clone, Debug, Default)]
pub struct Analysis {
    pub(crate) terms: String,
    /// The tokens.
    pub tokens: Vec<Token>,
    /// The position of each sentence's first word, ascending; the first is 0 where there is a word.
    pub sentences: Vec<u32>,
    /// The position of each paragraph's first word, ascending.
    pub paragraphs: Vec<u32>,
    /// How many positions the text takes.
    pub positions: u32,
}

impl Analysis {
    /// Returns a token's folded word.
    pub fn term(&self, token: &Token) -> &str {
        &self.terms[token.term_start as usize..token.term_end as usize]
    }
}

/// Returns the analysis of a story's text.
pub fn analyze(_text: &str) -> Analysis {
    Analysis::default()
}

/// Returns the analysis of something typed: as [`analyze`], but an upper-case `US` is always the country, and sentences
/// and paragraphs are left out.
pub fn analyze_query(_text: &str) -> Analysis {
    Analysis::default()
}

/// Returns a text in lower case without accents, as words are folded.
pub fn fold(text: &str) -> String {
    text.to_lowercase()
}

/// The inflections of one word: which words of a dictionary a bare query word stands for.
#[derive(Clone, Debug)]
pub struct Inflections {
    _word: String,
}

impl Inflections {
    /// Returns the inflections of a folded word.
    pub fn of(word: &str) -> Self {
        Self { _word: word.to_owned() }
    }

    /// Returns prefixes such that every inflection starts with one of them; none is a prefix of another.
    ///
    /// An engine walks only these stretches of its dictionary and keeps what [`Inflections::contains`] accepts.
    pub fn prefixes(&self) -> Vec<String> {
        Vec::new()
    }

    /// Says whether a folded word is an inflection (the word itself is one).
    pub fn contains(&self, _term: &str) -> bool {
        false
    }
}

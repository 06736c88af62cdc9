//! Words: the one tokenizer of index, query, names and highlights.
//!
//! Owns: what a word is, its folded form, its position, which words are inflections of one another, where sentences and
//! paragraphs begin, how much of its wording one text shares with another. Does not own: which words matter (`query`), or where they are stored (`index`). Everything that
//! compares words compares what this module returns, so that a match in the index and a highlight in the text cannot
//! disagree.

mod atoms;
mod fold;
mod inflections;
mod lost;
mod number;
mod sentences;
mod shingles;
#[cfg(test)]
mod tests;
mod token;

pub use inflections::Inflections;
pub use number::singular_and_plural;
pub use shingles::{Overlap, Shingles, distance, sketch, wording};
use std::ops::Range;

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

    /// Returns the words and the parts of compounds, but no compound: one token for each position.
    pub fn words(&self) -> impl Iterator<Item = &Token> {
        self.tokens.iter().filter(|token| token.kind != TokenKind::Compound)
    }

    /// Returns the bytes of the text from the first of some positions to the last; `None` where there are no such positions.
    pub fn bytes(&self, positions: Range<u32>) -> Option<Range<usize>> {
        let last = positions.end.checked_sub(1).filter(|last| *last >= positions.start)?;
        Some(self.word_at(positions.start)?.start as usize..self.word_at(last)?.end as usize)
    }

    /// Returns the word, or part of a compound, at a position.
    pub fn word_at(&self, position: u32) -> Option<&Token> {
        let first = self.tokens.partition_point(|token| token.position < position);
        let mut here = self.tokens[first..].iter().take_while(|token| token.position == position);
        here.find(|token| token.kind != TokenKind::Compound)
    }

    /// Returns the analysis of some of the tokens; their bytes and positions stay those of the whole text.
    pub(crate) fn passage(&self, tokens: Range<usize>) -> Self {
        let tokens = &self.tokens[tokens];
        let (Some(first), Some(last)) = (tokens.first(), tokens.last()) else { return Self::default() };
        let terms = first.term_start..last.term_end;
        let (from, to) = (first.position, last.position + 1);
        let here = |positions: &[u32]| positions.iter().copied().filter(|at| (from..to).contains(at)).collect();
        let moved = |token: &Token| Token {
            term_start: token.term_start - terms.start,
            term_end: token.term_end - terms.start,
            ..*token
        };
        Self {
            terms: self.terms[terms.start as usize..terms.end as usize].to_owned(),
            tokens: tokens.iter().map(moved).collect(),
            sentences: here(&self.sentences),
            paragraphs: here(&self.paragraphs),
            positions: to,
        }
    }

    /// Appends a word at the next position; one that folds to nothing is left out.
    pub(crate) fn push_word(&mut self, text: &str, bytes: Range<usize>) {
        let term_start = self.terms.len();
        fold::fold_into(&text[bytes.clone()], &mut self.terms);
        self.terms.truncate(term_start + fold::capped(&self.terms[term_start..]));
        if self.terms.len() == term_start {
            return;
        }
        self.tokens.push(Token {
            start: bytes.start as u32,
            end: bytes.end as u32,
            position: self.positions,
            length: 1,
            kind: TokenKind::Word,
            term_start: term_start as u32,
            term_end: self.terms.len() as u32,
        });
        self.positions += 1;
    }

    fn clear(&mut self) {
        self.terms.clear();
        self.tokens.clear();
        self.sentences.clear();
        self.paragraphs.clear();
        self.positions = 0;
    }
}

/// Returns the analysis of a story's text.
pub fn analyze(text: &str) -> Analysis {
    let mut analysis = Analysis::default();
    analyze_into(text, &mut analysis);
    analysis
}

/// Analyses a story's text into an analysis that was used before, whose memory is used again.
pub fn analyze_into(text: &str, analysis: &mut Analysis) {
    token::Reader::new(text, false, analysis).read();
}

/// Returns the analysis of something typed: as [`analyze`], but an upper-case `US` is always the country, and sentences
/// and paragraphs are left out.
pub fn analyze_query(text: &str) -> Analysis {
    let mut analysis = Analysis::default();
    token::Reader::new(text, true, &mut analysis).read();
    analysis
}

/// Returns a text in lower case without accents, as words are folded.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    fold::fold_into(text, &mut folded);
    folded
}

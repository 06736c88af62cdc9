//! Tokens found elsewhere, handed to tantivy as one string and replayed: a story is analysed once, and no list of token
//! structures is cloned or serialised on the way (measured at less than half the cost of pre-tokenized strings).
//!
//! Words: `word \0 word \0 ...`; a word behind `\u{1}` takes no position of its own, it shares the next word's.
//! Marks: `mark \u{3} delta \0 ...`, the delta in decimal from the mark before.

use crate::text::{Analysis, TokenKind};
use std::fmt::Write as _;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

const SHARES_POSITION: char = '\u{1}';
const DELTA: char = '\u{3}';

/// Appends an analysis to packed words.
pub(super) fn pack_words(analysis: &Analysis, out: &mut String) {
    for token in &analysis.tokens {
        if token.kind == TokenKind::Compound {
            out.push(SHARES_POSITION);
        }
        out.push_str(analysis.term(token));
        out.push('\0');
    }
}

/// Appends one word to packed words.
pub(super) fn pack_word(word: &str, out: &mut String) {
    out.push_str(word);
    out.push('\0');
}

/// Returns packed marks; they are sorted by position here, since tantivy wants a term's positions ascending.
pub(super) fn pack_marks(marks: &mut [(u32, String)]) -> String {
    marks.sort();
    let mut out = String::new();
    let mut previous = 0;
    for (position, mark) in marks.iter() {
        write!(out, "{mark}{DELTA}{}\0", position - previous).expect("a string takes every write");
        previous = *position;
    }
    out
}

/// Replays packed words.
#[derive(Clone, Default)]
pub(super) struct PackedWords(Token);

/// Replays packed marks.
#[derive(Clone, Default)]
pub(super) struct PackedMarks(Token);

pub(super) struct WordStream<'a> {
    rest: &'a str,
    next_position: usize,
    token: &'a mut Token,
}

pub(super) struct MarkStream<'a> {
    rest: &'a str,
    token: &'a mut Token,
}

impl Tokenizer for PackedWords {
    type TokenStream<'a> = WordStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> WordStream<'a> {
        WordStream { rest: text, next_position: 0, token: &mut self.0 }
    }
}

impl Tokenizer for PackedMarks {
    type TokenStream<'a> = MarkStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> MarkStream<'a> {
        self.0.position = 0;
        MarkStream { rest: text, token: &mut self.0 }
    }
}

fn next_entry<'a>(rest: &mut &'a str) -> Option<&'a str> {
    let end = memchr::memchr(0, rest.as_bytes())?;
    let entry = &rest[..end];
    *rest = &rest[end + 1..];
    Some(entry)
}

impl TokenStream for WordStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(entry) = next_entry(&mut self.rest) else { return false };
        self.token.position = self.next_position;
        self.token.text.clear();
        if let Some(word) = entry.strip_prefix(SHARES_POSITION) {
            self.token.text.push_str(word);
        } else {
            self.token.text.push_str(entry);
            self.next_position += 1;
        }
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }

    fn process(&mut self, sink: &mut dyn FnMut(&Token)) {
        while self.advance() {
            sink(self.token);
        }
    }
}

impl TokenStream for MarkStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(entry) = next_entry(&mut self.rest) else { return false };
        let (mark, delta) = entry.rsplit_once(DELTA).expect("`pack_marks` writes a delta behind every mark");
        self.token.position += delta.parse::<usize>().expect("`pack_marks` writes a number");
        self.token.text.clear();
        self.token.text.push_str(mark);
        true
    }

    fn token(&self) -> &Token {
        self.token
    }

    fn token_mut(&mut self) -> &mut Token {
        self.token
    }

    fn process(&mut self, sink: &mut dyn FnMut(&Token)) {
        while self.advance() {
            sink(self.token);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn replay(mut stream: impl TokenStream) -> Vec<(usize, String)> {
        let mut tokens = Vec::new();
        stream.process(&mut |token| tokens.push((token.position, token.text.clone())));
        tokens
    }

    #[test]
    fn a_compound_shares_the_position_of_its_first_part() {
        let packed = "the\0\u{1}u.s.-led\0u.s.\0led\0force\0";
        let mut tokenizer = PackedWords::default();
        let tokens = replay(tokenizer.token_stream(packed));
        let expected = [(0, "the"), (1, "u.s.-led"), (1, "u.s."), (2, "led"), (3, "force")];
        assert_eq!(tokens, expected.map(|(position, text)| (position, text.to_owned())));
    }

    #[test]
    fn marks_keep_their_positions_and_are_sorted() {
        let packed = pack_marks(&mut [(7, "s".to_owned()), (0, "s".to_owned()), (7, "P".to_owned())]);
        let mut tokenizer = PackedMarks::default();
        let tokens = replay(tokenizer.token_stream(&packed));
        assert_eq!(tokens, [(0, "s"), (7, "P"), (7, "s")].map(|(position, text)| (position, text.to_owned())));
    }
}

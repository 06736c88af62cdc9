//! Tokens found elsewhere, handed to tantivy as one string and replayed: a story is analysed once, and no list of token
//! structures is cloned or serialised on the way.
//!
//! Words: `word \0 word \0 ...`; a word behind `\u{1}` takes no position of its own, it shares the next word's.
//! Marks: `mark \u{3} delta \0 ...`, the delta in decimal from the mark before.

use crate::text::{Analysis, TokenKind};
use std::borrow::Cow;
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
pub(super) fn pack_marks(marks: &mut [(u32, Cow<'static, str>)]) -> String {
    marks.sort();
    let mut out = String::new();
    let mut previous = 0;
    for (position, mark) in marks.iter() {
        out.push_str(mark);
        out.push(DELTA);
        push_number(position - previous, &mut out);
        out.push('\0');
        previous = *position;
    }
    out
}

/// Appends a number in decimal. Most are small, and there is one for every mark: the machinery of formats is dear.
pub(super) fn push_number(number: u32, out: &mut String) {
    let digit = |number: u32| char::from_digit(number % 10, 10).unwrap_or_default();
    match number {
        0..=9 => out.push(digit(number)),
        10..=99 => out.extend([digit(number / 10), digit(number)]),
        _ => write!(out, "{number}").expect("a string takes every write"),
    }
}

/// Replays packed words or packed marks.
#[derive(Clone)]
pub(super) struct Packed {
    what: What,
    token: Token,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum What {
    Words,
    Marks,
}

impl Packed {
    /// The tokenizer of packed words.
    pub(super) fn words() -> Self {
        Self { what: What::Words, token: Token::default() }
    }

    /// The tokenizer of packed marks.
    pub(super) fn marks() -> Self {
        Self { what: What::Marks, token: Token::default() }
    }
}

pub(super) struct PackedStream<'a> {
    what: What,
    rest: &'a str,
    /// Of words, the position of the next one; of marks, that of the one before.
    position: usize,
    token: &'a mut Token,
}

impl Tokenizer for Packed {
    type TokenStream<'a> = PackedStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> PackedStream<'a> {
        PackedStream { what: self.what, rest: text, position: 0, token: &mut self.token }
    }
}

impl TokenStream for PackedStream<'_> {
    fn advance(&mut self) -> bool {
        let Some(end) = memchr::memchr(0, self.rest.as_bytes()) else { return false };
        let entry = &self.rest[..end];
        self.rest = &self.rest[end + 1..];
        let text = if self.what == What::Marks {
            let (mark, delta) = entry.rsplit_once(DELTA).expect("`pack_marks` writes a delta behind every mark");
            self.position += delta.parse::<usize>().expect("`pack_marks` writes a number");
            self.token.position = self.position;
            mark
        } else {
            self.token.position = self.position;
            entry.strip_prefix(SHARES_POSITION).unwrap_or_else(|| {
                self.position += 1;
                entry
            })
        };
        self.token.text.clear();
        self.token.text.push_str(text);
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
        let mut tokenizer = Packed::words();
        let tokens = replay(tokenizer.token_stream(packed));
        let expected = [(0, "the"), (1, "u.s.-led"), (1, "u.s."), (2, "led"), (3, "force")];
        assert_eq!(tokens, expected.map(|(position, text)| (position, text.to_owned())));
    }

    #[test]
    fn numbers_are_written_in_decimal() {
        for number in (0..1200).chain([u32::MAX]) {
            let mut out = String::new();
            push_number(number, &mut out);
            assert_eq!(out, number.to_string());
        }
    }

    #[test]
    fn marks_keep_their_positions_and_are_sorted() {
        let packed = pack_marks(&mut [(7, "s".into()), (0, "s".into()), (7, "P".into())]);
        let mut tokenizer = Packed::marks();
        let tokens = replay(tokenizer.token_stream(&packed));
        assert_eq!(tokens, [(0, "s"), (7, "P"), (7, "s")].map(|(position, text)| (position, text.to_owned())));
    }
}

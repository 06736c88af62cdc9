//! Text -> tokens: brackets, quotes, connectors in any case, comparisons, words.
//!
//! Whether a word names a segment depends on what follows it, so that is for the parser to say.

use super::LANGUAGE;
use super::comparisons::Comparison;
use super::segments;
use crate::query::cursor::{self, TextCursor, is_blank, is_number, is_quote, sign_of_logic, word_length};
use crate::query::error::{QueryError, QueryErrorKind};
use crate::query::slips::Slip;
use crate::query::tree::{Distance, Proximity};
use std::ops::Range;

/// A token of this language.
pub(super) type Token = cursor::Token<TokenKind>;

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    Open,
    Close,
    And,
    Or,
    Not,
    /// `and not`, `but not`.
    AndNot,
    Near(Proximity),
    /// `>`, `<=`: a sign; the words for them are words.
    Compare(Comparison),
    Word,
    /// A phrase, and the bytes between its quotes.
    Phrase(Range<usize>),
}

/// The largest number of a connector.
const LARGEST_NUMBER: u32 = 255;

fn ends_word(character: char) -> bool {
    is_blank(character) || is_quote(character) || matches!(character, '(' | ')' | '<' | '>' | '=')
}

/// Returns the tokens of a query.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, QueryError> {
    let mut lexer = Lexer::new(text);
    while let Some(character) = lexer.next_visible() {
        lexer.token(character)?;
    }
    Ok(lexer.tokens)
}

type Lexer<'t> = TextCursor<'t, TokenKind>;

impl Lexer<'_> {
    fn token(&mut self, character: char) -> Result<(), QueryError> {
        match character {
            '(' => self.push(TokenKind::Open, 1),
            ')' => self.push(TokenKind::Close, 1),
            '<' | '>' | '=' => {
                let (comparison, length) = Comparison::sign(self.rest());
                self.push(TokenKind::Compare(comparison), length);
            }
            quote if is_quote(quote) => self.phrase(quote)?,
            _ => self.word()?,
        }
        Ok(())
    }

    fn phrase(&mut self, quote: char) -> Result<(), QueryError> {
        self.push_phrase(quote, TokenKind::Phrase)?;
        self.refuse_after_phrase(&['!', '*', '?'], "\"north kor!\"")
    }

    fn word(&mut self) -> Result<(), QueryError> {
        let word = &self.rest()[..word_length(self.rest(), ends_word)];
        if let Some(proximity) = self.near(word)? {
            self.push(TokenKind::Near(proximity), word.len());
            self.take_not();
            return Ok(());
        }
        match word.to_ascii_lowercase().as_str() {
            "and" | "&" => self.push(TokenKind::And, word.len()),
            "or" => self.push(TokenKind::Or, word.len()),
            "andnot" | "butnot" => self.push(TokenKind::AndNot, word.len()),
            "not" => self.not(word.len()),
            _ => {
                refuse(word, self.at)?;
                self.push(TokenKind::Word, word.len());
            }
        }
        Ok(())
    }

    /// Takes a `not`, and the `and` or `but` before it.
    fn not(&mut self, length: usize) {
        let text = self.text;
        let joins = |token: &Token| match token.kind {
            TokenKind::And => true,
            TokenKind::Word => text[token.span.clone()].eq_ignore_ascii_case("but"),
            _ => false,
        };
        match self.tokens.pop_if(|token| joins(token)) {
            Some(before) => self.push_from(before.span.start, TokenKind::AndNot, length),
            None => self.push(TokenKind::Not, length),
        }
    }

    fn push_from(&mut self, start: usize, kind: TokenKind, length: usize) {
        self.tokens.push(Token { kind, span: start..self.at + length });
        self.at += length;
    }

    /// Makes `not` and the connector after it one.
    fn take_not(&mut self) {
        let [.., Token { kind: TokenKind::Not, span: not }, Token { kind: TokenKind::Near(near), span }] =
            self.tokens.as_mut_slice()
        else {
            return;
        };
        near.negated = true;
        span.start = not.start;
        self.tokens.remove(self.tokens.len() - 2);
    }

    /// Returns what a connector of distance says: `w/5`, `/5`, `near/5`, `pre/5`, `onear/5`, `+5`, `not/5`, `w/s`, `/p`.
    fn near(&self, word: &str) -> Result<Option<Proximity>, QueryError> {
        let lower = word.to_ascii_lowercase();
        let (head, tail) = match lower.strip_prefix('+') {
            Some(tail) => ("+", tail),
            None => match lower.split_once('/') {
                Some(parts) => parts,
                None => return Ok(None),
            },
        };
        let is_ordered = matches!(head, "pre" | "onear" | "+");
        if !is_ordered && !matches!(head, "w" | "near" | "" | "not") {
            return Ok(None);
        }
        let here = self.at..self.at + word.len();
        let without_counterpart = |hint: &str| {
            let kind = QueryErrorKind::NoCounterpart { what: word.to_owned(), language: LANGUAGE };
            Err(QueryError::new(kind, here.clone()).hint(hint))
        };
        let distance = match tail {
            "s" | "sent" | "p" | "para" if is_ordered => {
                return without_counterpart("write `w/s` or `w/p` for either order, or `pre/25` for this one");
            }
            "s" | "sent" => Distance::Sentence,
            "p" | "para" => Distance::Paragraph,
            "seg" => return without_counterpart("write `HEADLINE(a and b) or BODY(a and b)`"),
            digits if is_number(digits) => {
                let number = number(digits, word, here)?;
                if is_ordered { Distance::Ordered(number) } else { Distance::Words(number) }
            }
            _ => {
                let Some(slip) = Slip::of(word, &self.rest()[word.len()..]) else { return Ok(None) };
                return Err(QueryError::new(QueryErrorKind::Foreign(word.to_owned()), here).hint(slip.hint(word)));
            }
        };
        Ok(Some(Proximity { negated: head == "not", distance }))
    }
}

/// Reads the number of a connector or a command; `typed` is all of it, `at` its place.
pub(super) fn number(digits: &str, typed: &str, at: Range<usize>) -> Result<u32, QueryError> {
    cursor::number(digits, LARGEST_NUMBER, typed, at)
}

/// Refuses signs that other languages give a meaning: here they would vanish as punctuation.
fn refuse(word: &str, start: usize) -> Result<(), QueryError> {
    let foreign = |sign: Range<usize>, hint: &str| {
        let kind = QueryErrorKind::Foreign(word[sign.clone()].to_owned());
        Err(QueryError::new(kind, start + sign.start..start + sign.end).hint(hint))
    };
    let follows = |sign: char| word.strip_prefix(sign).is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
    if let Some((place, meant)) = sign_of_logic(word) {
        return foreign(place, &format!("write `{meant}`"));
    }
    if let Some(at) = word.find('~') {
        return foreign(
            at..at + 1,
            "nothing here finds words spelled almost alike; `*` stands for one letter: `wom*n`",
        );
    }
    if follows('-') {
        return foreign(0..1, "to leave a word out, write `and not` before it");
    }
    if follows('+') {
        return foreign(0..1, "leave it out; with a number, `+5`, it is a connector");
    }
    if word.starts_with(['[', ']', '{', '}']) {
        return foreign(0..1, "a group is written with round brackets");
    }
    if let Some(colon) = word.find(':')
        && let Some(segment) = segments::instead_of(&word[..colon])
    {
        return foreign(0..colon + 1, &format!("write `{segment}(...)`"));
    }
    Ok(())
}

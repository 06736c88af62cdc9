//! Text -> tokens: brackets, quotes, operators, fields, conditions, words.
//!
//! Every operator is a word that has lost its meaning as a word, in any case; between quotes it has it back. Only `/N5/`,
//! `/F50/` and the signs of fields and word counts may touch what stands before them.

use super::fields::{self, Field};
use super::{LANGUAGE, habits, ranges};
use crate::query::cursor::{self, TextCursor, is_blank, is_quote};
use crate::query::error::{QueryError, QueryErrorKind};
use crate::query::fields::FieldName;
use crate::query::tree::{Distance, Node};
use crate::story::Date;
use std::ops::Range;

/// A token of this language.
pub(super) type Token = cursor::Token<TokenKind>;

/// What a token is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    /// `(` or `[`.
    Open,
    /// `)` or `]`.
    Close,
    And,
    Or,
    Not,
    Near(Distance),
    /// `/F50/`, after what it limits.
    First(u32),
    AtLeast(u32),
    /// A field's name and its sign.
    Field(FieldName),
    /// The same for a field of sources' codes.
    SourceCode,
    /// A condition on the date or the number of words, read to its end.
    Condition(Node),
    Word,
    /// A phrase, and the bytes between its quotes.
    Phrase(Range<usize>),
}

/// The largest number of an operator, and what to write for a larger one.
type Largest = (u32, &'static str);

/// Factiva itself stops at 10 where the order counts; nothing would be gained by refusing more.
const APART: Largest = (500, "`same` is one paragraph, `and` the whole story");
const FROM_THE_START: Largest = (500, "leave it out to search the whole story");
const OFTEN: Largest = (50, "Factiva counts no further than 50");

/// Returns the tokens of a query that is asked today.
pub(super) fn tokens(text: &str, today: Date) -> Result<Vec<Token>, QueryError> {
    let mut lexer = Lexer::new(text);
    while let Some(character) = lexer.next_visible() {
        lexer.token(character, today)?;
    }
    Ok(lexer.tokens)
}

/// Returns the length of the word that a text begins with: up to a blank, a quote or a bracket.
pub(super) fn word_length(text: &str) -> usize {
    let ends_word =
        |character: char| is_blank(character) || is_quote(character) || matches!(character, '(' | ')' | '[' | ']');
    cursor::word_length(text, ends_word)
}

type Lexer<'t> = TextCursor<'t, TokenKind>;

impl Lexer<'_> {
    fn token(&mut self, character: char, today: Date) -> Result<(), QueryError> {
        match character {
            '(' | '[' => self.push(TokenKind::Open, 1),
            ')' | ']' => self.push(TokenKind::Close, 1),
            quote if is_quote(quote) => self.phrase(quote)?,
            _ => self.run(today)?,
        }
        Ok(())
    }

    fn phrase(&mut self, quote: char) -> Result<(), QueryError> {
        self.push_phrase(quote, TokenKind::Phrase)?;
        self.refuse_after_phrase(&['*', '?', '$'], "\"north kor*\"")
    }

    fn run(&mut self, today: Date) -> Result<(), QueryError> {
        let whole = &self.rest()[..word_length(self.rest())];
        let word = match between_slashes(whole) {
            Some((0, letter, digits)) => return self.between_slashes(letter, digits),
            Some((at, ..)) => &whole[..at],
            None => whole,
        };
        if self.condition(word, today)? || self.operator(word)? || self.field(word)? {
            return Ok(());
        }
        habits::refuse(word, self.at, &self.rest()[word.len()..])?;
        self.push(TokenKind::Word, word.len());
        Ok(())
    }

    /// Takes `/N5/` or `/F50/`.
    fn between_slashes(&mut self, letter: char, digits: &str) -> Result<(), QueryError> {
        let length = digits.len() + "/N/".len();
        let word = &self.rest()[..length];
        let kind = if letter == 'n' {
            TokenKind::Near(Distance::Words(self.number(digits, word, APART)?))
        } else {
            TokenKind::First(self.number(digits, word, FROM_THE_START)?)
        };
        self.push(kind, length);
        Ok(())
    }

    /// Takes a date or a number of words; says whether one begins here.
    fn condition(&mut self, word: &str, today: Date) -> Result<bool, QueryError> {
        let here = self.at..self.at + word.len();
        let node = if word.eq_ignore_ascii_case("date") {
            ranges::dates(self.text, &here, today)?
        } else if let Some(node) = ranges::length(self.text, self.at)? {
            node
        } else if ["upd", "md"].iter().any(|known| known.eq_ignore_ascii_case(word))
            && ranges::begins(&self.text[here.end..])
        {
            let kind = QueryErrorKind::NoCounterpart { what: word.to_owned(), language: LANGUAGE };
            return Err(QueryError::new(kind, here)
                .hint("stories here do not keep when they were changed; write `date` for the day of publication"));
        } else {
            return Ok(false);
        };
        let length = node.span.end - self.at;
        self.push(TokenKind::Condition(node), length);
        Ok(true)
    }

    /// Takes an operator; says whether the word was one.
    fn operator(&mut self, word: &str) -> Result<bool, QueryError> {
        let lower = word.to_ascii_lowercase();
        let kind = match lower.as_str() {
            "and" => TokenKind::And,
            "or" => TokenKind::Or,
            "not" => TokenKind::Not,
            "same" => TokenKind::Near(Distance::Paragraph),
            "adj" => TokenKind::Near(Distance::Ordered(1)),
            "near" | "atleast" => {
                let hint = format!(
                    "write the number with it: `{lower}5`; to search for the word itself, quote it: \"{word}\""
                );
                let kind = QueryErrorKind::Foreign(word.to_owned());
                return Err(QueryError::new(kind, self.at..self.at + word.len()).hint(hint));
            }
            _ => {
                let (head, digits) = lower.split_at(lower.trim_end_matches(|c: char| c.is_ascii_digit()).len());
                match head {
                    _ if digits.is_empty() => return Ok(false),
                    "adj" | "w/" => TokenKind::Near(Distance::Ordered(self.number(digits, word, APART)?)),
                    "near" => TokenKind::Near(Distance::Words(self.number(digits, word, APART)?)),
                    "atleast" => TokenKind::AtLeast(self.number(digits, word, OFTEN)?),
                    _ => return Ok(false),
                }
            }
        };
        self.push(kind, word.len());
        Ok(true)
    }

    /// Returns a number from 1 to `most`; the hint says what to write for a larger one.
    fn number(&self, digits: &str, word: &str, (most, hint): Largest) -> Result<u32, QueryError> {
        cursor::number(digits, most, word, self.at..self.at + word.len()).map_err(|error| error.hint(hint))
    }

    /// Takes a field's name and its sign; says whether the word begins with them.
    fn field(&mut self, word: &str) -> Result<bool, QueryError> {
        let is_name = |name: &&str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic());
        let Some(name) = word.split_once('=').map(|(name, _)| name).filter(is_name) else { return Ok(false) };
        let length = name.len() + 1;
        let here = self.at..self.at + length;
        match Field::named(name) {
            Some(Field::Known(field)) => self.push(TokenKind::Field(field), length),
            Some(Field::SourceCode) => self.push(TokenKind::SourceCode, length),
            Some(Field::Date) => {
                let node = ranges::day(self.text, &here)?;
                let length = node.span.end - self.at;
                self.push(TokenKind::Condition(node), length);
            }
            Some(Field::Absent(hint)) => {
                let kind = QueryErrorKind::NoCounterpart { what: word[..length].to_owned(), language: LANGUAGE };
                return Err(QueryError::new(kind, here).hint(hint));
            }
            None => {
                let hint = Field::named_elsewhere(name).map_or_else(
                    || format!("to search for the words, quote them: \"{word}\"; the fields are {}", fields::LIST),
                    |written| format!("write `{written}`"),
                );
                let kind = QueryErrorKind::UnknownField(name.to_owned());
                return Err(QueryError::new(kind, self.at..here.end - 1).hint(hint));
            }
        }
        Ok(true)
    }
}

/// Finds `/N5/` and `/F50/` in a word: the place, the letter in lower case, the digits.
pub(in crate::query) fn between_slashes(word: &str) -> Option<(usize, char, &str)> {
    word.match_indices('/').find_map(|(at, _)| {
        let rest = &word[at + 1..];
        let letter = rest.chars().next()?.to_ascii_lowercase();
        let digits = rest.get(1..)?;
        let digits = &digits[..digits.find(|character: char| !character.is_ascii_digit())?];
        let closes = rest[1 + digits.len()..].starts_with('/');
        (closes && matches!(letter, 'n' | 'f')).then_some((at, letter, digits))
    })
}

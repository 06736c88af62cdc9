//! Text -> tokens: brackets, quotes, operators, field names, words.
//!
//! A word is what stands between blanks, brackets and quotes, so that `AT&T`, `F-16`, `24/7` and `re-elected` come through
//! whole; what of it is a word to search for is for `text` to say. Signs that other languages give a meaning are refused
//! here ([`habits`]), before they could be taken for punctuation.

use super::cursor::{self, TextCursor, is_blank, is_number, is_quote, is_unseen, word_length};
use super::error::{QueryError, QueryErrorKind};
use super::fields::{self, FieldName};
use super::habits;
use super::slips::Slip;
use super::tree::{Distance, Proximity};
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
    /// `NOT`, or `-` against its operand.
    Not,
    Near(Proximity),
    /// `atleast3`; a bracket follows.
    AtLeast(u32),
    /// `first50`; a bracket follows.
    First(u32),
    /// A field's name and its colon.
    Field(FieldName),
    Word,
    /// A phrase, and the bytes between its quotes.
    Phrase(Range<usize>),
}

/// The largest distance or count.
const LARGEST_NUMBER: u32 = 10_000;

fn ends_word(character: char) -> bool {
    is_blank(character) || is_quote(character) || matches!(character, '(' | ')')
}

/// Returns the tokens of a query.
pub(super) fn tokens(text: &str) -> Result<Vec<Token>, QueryError> {
    let mut lexer = Lexer::new(text);
    while let Some(character) = lexer.next_visible() {
        lexer.token(character)?;
    }
    habits::refuse_conditions(text, &lexer.tokens)?;
    Ok(lexer.tokens)
}

type Lexer<'t> = TextCursor<'t, TokenKind>;

impl Lexer<'_> {
    fn token(&mut self, character: char) -> Result<(), QueryError> {
        match character {
            '(' => self.push(TokenKind::Open, 1),
            ')' => self.push(TokenKind::Close, 1),
            '-' if !self.open_field().is_some_and(FieldName::is_verbatim) => self.hyphen()?,
            quote if is_quote(quote) => self.phrase(quote)?,
            _ => self.run()?,
        }
        Ok(())
    }

    /// Returns the field whose colon stands right before this place.
    fn open_field(&self) -> Option<FieldName> {
        match self.tokens.last() {
            Some(Token { kind: TokenKind::Field(field), span }) if span.end == self.at => Some(*field),
            _ => None,
        }
    }

    fn hyphen(&mut self) -> Result<(), QueryError> {
        let here = self.at..self.at + 1;
        if let Some(field) = self.open_field() {
            let hint = format!("to leave out, write `-{}:` with the value after the colon", field.name());
            return Err(QueryError::new(QueryErrorKind::Foreign("-".to_owned()), here).hint(hint));
        }
        match self.rest()[1..].chars().next() {
            Some('-') => Err(QueryError::new(QueryErrorKind::Foreign("--".to_owned()), self.at..self.at + 2)
                .hint("one `-` leaves a word out; an option stands outside the query")),
            Some(next) if next != ')' && !is_unseen(next) => {
                self.push(TokenKind::Not, 1);
                Ok(())
            }
            _ => Err(QueryError::new(QueryErrorKind::LoneHyphen, here)
                .hint("to leave a word out, write `-word` without a space; a dash is not searched for")),
        }
    }

    fn phrase(&mut self, quote: char) -> Result<(), QueryError> {
        self.push_phrase(quote, TokenKind::Phrase)?;
        habits::refuse_after_phrase(&self.rest()[..word_length(self.rest(), ends_word)], self.at)
    }

    fn run(&mut self) -> Result<(), QueryError> {
        let length = word_length(self.rest(), ends_word);
        let word = &self.rest()[..length];
        let field = self.open_field();
        if field.is_some_and(FieldName::is_verbatim) {
            return self.word(length);
        }
        if self.operator(word, field.is_some())? {
            return Ok(());
        }
        let colon = word.find(':').filter(|colon| *colon > 0);
        if let Some((colon, field)) = colon.and_then(|colon| Some((colon, FieldName::named(&word[..colon])?))) {
            self.push(TokenKind::Field(field), colon + 1);
            return Ok(());
        }
        habits::refuse(word, self.at, field)?;
        match colon {
            Some(colon) => Err(unknown_field(word, colon, self.at)),
            None => self.word(length),
        }
    }

    fn word(&mut self, length: usize) -> Result<(), QueryError> {
        let word = &self.rest()[..length];
        if self.rest()[length..].starts_with('(') {
            let hint = habits::before_a_bracket(word);
            let kind = QueryErrorKind::WordAtBracket(word.to_owned());
            return Err(QueryError::new(kind, self.at..self.at + length).hint(hint));
        }
        self.push(TokenKind::Word, length);
        Ok(())
    }

    /// Takes an operator; says whether the word was one. A field's value may be a function, but is no other operator.
    fn operator(&mut self, word: &str, is_value: bool) -> Result<bool, QueryError> {
        let kind = match word {
            "AND" if !is_value => TokenKind::And,
            "OR" if !is_value => TokenKind::Or,
            "NOT" if !is_value => TokenKind::Not,
            _ => {
                let near = if is_value { None } else { self.near(word)? };
                let Some(kind) = near.map_or_else(|| self.function(word), |near| Ok(Some(near)))? else {
                    return Ok(false);
                };
                kind
            }
        };
        self.push(kind, word.len());
        if let Some(Token { kind: TokenKind::Near(proximity), span }) = self.tokens.last_mut()
            && proximity.negated
        {
            // The `not` before it was taken off the list; its place is the operator's.
            span.start = self.text[..span.start].trim_end_matches(is_unseen).len() - "not".len();
        }
        Ok(true)
    }

    fn near(&mut self, word: &str) -> Result<Option<TokenKind>, QueryError> {
        let Some((head, tail)) = word.split_once('/') else { return Ok(None) };
        let distance = match (head.to_ascii_lowercase().as_str(), tail.to_ascii_lowercase().as_str()) {
            ("w", "s") => Distance::Sentence,
            ("w", "p") => Distance::Paragraph,
            ("w" | "near", digits) if is_number(digits) => Distance::Words(self.number(digits, word)?),
            ("pre", digits) if is_number(digits) => Distance::Ordered(self.number(digits, word)?),
            _ => return self.refuse_slip(word).map(|()| None),
        };
        let negated = self.takes_not();
        Ok(Some(TokenKind::Near(Proximity { negated, distance })))
    }

    /// Refuses a word that can only be meant as a distance.
    fn refuse_slip(&self, word: &str) -> Result<(), QueryError> {
        let Some(slip) = Slip::of(word, &self.rest()[word.len()..]) else { return Ok(()) };
        let kind = QueryErrorKind::Foreign(word.to_owned());
        Err(QueryError::new(kind, self.at..self.at + word.len()).hint(slip.hint(word)))
    }

    /// Takes a `not` in any case off the list, where it is the last token.
    fn takes_not(&mut self) -> bool {
        let text = self.text;
        let is_not = |token: &Token| {
            matches!(token.kind, TokenKind::Word | TokenKind::Not)
                && text[token.span.clone()].eq_ignore_ascii_case("not")
        };
        let is_value =
            |token: &Token, of: &Token| matches!(of.kind, TokenKind::Field(_)) && of.span.end == token.span.start;
        let found = match self.tokens.as_slice() {
            [.., before, last] => is_not(last) && !is_value(last, before),
            [last] => is_not(last),
            [] => false,
        };
        if found {
            self.tokens.pop();
        }
        found
    }

    fn function(&self, word: &str) -> Result<Option<TokenKind>, QueryError> {
        let lower = word.to_ascii_lowercase();
        let digits = |name: &str| lower.strip_prefix(name).filter(|digits| is_number(digits)).map(str::to_owned);
        let kind = if let Some(digits) = digits("atleast") {
            TokenKind::AtLeast(self.number(&digits, word)?)
        } else if let Some(digits) = digits("first") {
            TokenKind::First(self.number(&digits, word)?)
        } else {
            return Ok(None);
        };
        if self.rest()[word.len()..].starts_with('(') {
            return Ok(Some(kind));
        }
        Err(QueryError::new(QueryErrorKind::BracketExpected(word.to_owned()), self.at..self.at + word.len())
            .hint(format!("write `{word}(...)`, or \"{word}\" to search for the word itself")))
    }

    fn number(&self, digits: &str, word: &str) -> Result<u32, QueryError> {
        cursor::number(digits, LARGEST_NUMBER, word, self.at..self.at + word.len())
    }
}

fn is_day(text: &str) -> bool {
    text.contains('-') && text.split('-').all(is_number)
}

/// Returns the error for `name:rest` where `name` is no field of ours.
fn unknown_field(word: &str, colon: usize, start: usize) -> QueryError {
    let (name, rest) = (&word[..colon], &word[colon + 1..]);
    let hint = if let Some(field) = FieldName::named_elsewhere(name) {
        format!("write `{}:`", field.name())
    } else if rest.starts_with("//") {
        format!("to search for an address, quote it: \"{word}\"")
    } else if is_day(name) && is_day(rest) {
        format!("a range is written with dots: {name}..{rest}")
    } else if is_number(name) && rest.starts_with(|next: char| next.is_ascii_digit()) {
        format!("to search for a time or a score, quote it: \"{word}\"")
    } else if let Some(field) = FieldName::resembling(name) {
        format!("did you mean `{}`?", field.name())
    } else {
        format!("to search for the words, quote them: \"{word}\"; the fields are {}", fields::LIST)
    };
    QueryError::new(QueryErrorKind::UnknownField(name.to_owned()), start..start + colon).hint(hint)
}

//! What the languages have in common: how a lexer walks over a text, and a parser over the tokens.
//!
//! Each language names its own [`TextCursor`] `Lexer` and its own [`TokenCursor`] `Parser`, and gives them its rules.

use super::error::{QueryError, QueryErrorKind};
use super::limits::Limits;
use std::ops::Range;

/// Says whether a character separates words: white space and control characters.
pub(super) fn is_blank(character: char) -> bool {
    character.is_whitespace() || character.is_control()
}

/// Says whether a character shows nothing at all: blanks, and what a copied text may carry at its ends.
///
/// Inside a word such characters are left to the tokenizer, which knows that they part nothing.
pub(super) fn is_unseen(character: char) -> bool {
    is_blank(character)
        || matches!(character, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

pub(super) fn is_quote(character: char) -> bool {
    matches!(character, '"' | '\u{201c}'..='\u{201f}' | '«' | '»' | '\u{ff02}')
}

/// Says whether a text is digits and nothing else, one at least.
pub(super) fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Reads the number of an operator, from 1 to `most`; `typed` is all of the operator, `at` its place.
pub(super) fn number(digits: &str, most: u32, typed: &str, at: Range<usize>) -> Result<u32, QueryError> {
    let number = digits.parse().ok().filter(|number| (1..=most).contains(number));
    number.ok_or_else(|| QueryError::new(QueryErrorKind::BadNumber { typed: typed.to_owned(), most }, at))
}

/// Finds `&&`, `||` and `|` in a word: the place, and what is meant.
pub(super) fn sign_of_logic(word: &str) -> Option<(Range<usize>, &'static str)> {
    if let Some(at) = word.find("&&") {
        return Some((at..at + 2, "and"));
    }
    let at = word.find('|')?;
    Some((at..at + if word[at..].starts_with("||") { 2 } else { 1 }, "or"))
}

/// Returns the length of the word that a text begins with.
pub(super) fn word_length(text: &str, ends_word: impl Fn(char) -> bool) -> usize {
    let length = text.find(ends_word).unwrap_or(text.len());
    text[..length].trim_end_matches(is_unseen).len()
}

/// A token of a language's kinds, and its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token<K> {
    pub(super) kind: K,
    pub(super) span: Range<usize>,
}

/// Walks over the text of a query, and keeps the tokens that were found.
pub(super) struct TextCursor<'t, K> {
    pub(super) text: &'t str,
    /// The byte that it stands before.
    pub(super) at: usize,
    pub(super) tokens: Vec<Token<K>>,
}

impl<'t, K> TextCursor<'t, K> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0, tokens: Vec::new() }
    }

    /// Returns the text that is yet to be read.
    pub(super) fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    /// Goes to the next character that shows, and returns it.
    pub(super) fn next_visible(&mut self) -> Option<char> {
        let visible = self.rest().trim_start_matches(is_unseen);
        self.at = self.text.len() - visible.len();
        visible.chars().next()
    }

    /// Takes a token of so many bytes.
    pub(super) fn push(&mut self, kind: K, length: usize) {
        self.tokens.push(Token { kind, span: self.at..self.at + length });
        self.at += length;
    }

    /// Takes a phrase; `kind` makes the token of the bytes between the quotes.
    pub(super) fn push_phrase(&mut self, quote: char, kind: impl FnOnce(Range<usize>) -> K) -> Result<(), QueryError> {
        let start = self.at;
        let inner = start + quote.len_utf8();
        let Some((length, close)) = self.text[inner..].char_indices().find(|(_, character)| is_quote(*character))
        else {
            return Err(QueryError::new(QueryErrorKind::UnclosedQuote, start..inner));
        };
        self.push(kind(inner..inner + length), quote.len_utf8() + length + close.len_utf8());
        Ok(())
    }

    /// Refuses a wildcard that touches the end of a phrase.
    pub(super) fn refuse_after_phrase(&self, wildcards: &[char], example: &str) -> Result<(), QueryError> {
        if !self.rest().starts_with(wildcards) {
            return Ok(());
        }
        Err(QueryError::new(QueryErrorKind::WildcardAfterQuote, self.at..self.at + 1)
            .hint(format!("write it inside the quotes: {example}")))
    }
}

/// Walks over the tokens of a query, no deeper than [`Limits`] allow. `A` is what a language wants to know of the place.
pub(super) struct TokenCursor<'t, K, A = ()> {
    pub(super) text: &'t str,
    pub(super) tokens: &'t [Token<K>],
    /// The index of the token that comes next.
    pub(super) next: usize,
    pub(super) limits: Limits,
    /// What is around the place.
    pub(super) around: A,
}

impl<'t, K: PartialEq, A: Default> TokenCursor<'t, K, A> {
    pub(super) fn new(text: &'t str, tokens: &'t [Token<K>]) -> Self {
        Self { text, tokens, next: 0, limits: Limits::default(), around: A::default() }
    }

    pub(super) fn peek(&self) -> Option<&'t Token<K>> {
        self.tokens.get(self.next)
    }

    /// Returns the token that was taken last.
    pub(super) fn before(&self) -> Option<&'t Token<K>> {
        self.tokens.get(self.next.checked_sub(1)?)
    }

    /// Takes a token of one kind; says whether it came next.
    pub(super) fn takes(&mut self, kind: &K) -> bool {
        let found = self.peek().is_some_and(|token| token.kind == *kind);
        self.next += usize::from(found);
        found
    }

    pub(super) fn typed(&self, span: &Range<usize>) -> &'t str {
        &self.text[span.clone()]
    }

    /// Returns what was typed, with one space for each run of blanks: `not  w/5` is `not w/5`.
    pub(super) fn tidy(&self, span: &Range<usize>) -> String {
        self.typed(span).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Runs a rule one level deeper; `at` is what opened the level.
    pub(super) fn deeper<T>(
        &mut self,
        at: &Range<usize>,
        rule: impl FnOnce(&mut Self) -> Result<T, QueryError>,
    ) -> Result<T, QueryError> {
        self.limits.enter(at)?;
        let result = rule(self);
        self.limits.leave(1);
        result
    }
}

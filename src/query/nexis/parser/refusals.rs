//! What a parser refuses, in the words of this language.

use super::Parser;
use crate::query::error::{QueryError, QueryErrorKind, Side};
use crate::query::fields::FieldName;
use crate::query::nexis::lexer::{Token, TokenKind};
use crate::query::nexis::segments;
use crate::query::tree::{Node, NodeKind};
use std::ops::Range;

impl Parser<'_> {
    /// A segment of the text may hold a name and itself, every other segment itself alone.
    pub(super) fn ensure_segment_may_stand_here(
        &self,
        field: FieldName,
        name: &Range<usize>,
    ) -> Result<(), QueryError> {
        let Some((outer, place)) = &self.around.segment else { return Ok(()) };
        let holds_a_name = outer.is_of_the_text() && field.is_a_name();
        if *outer == field || holds_a_name {
            return Ok(());
        }
        let (operand, operator) = (self.tidy(name), self.tidy(place));
        let hint = format!("write them side by side: `{operator}(...) and {operand}(...)`");
        Err(QueryError::new(QueryErrorKind::NotAnOperand { operand, operator }, name.clone()).hint(hint))
    }

    /// Distances and counts are for words that have positions; names are counted, but are looked for whole.
    pub(super) fn ensure_text_is_around(&self, connector: &Range<usize>, is_count: bool) -> Result<(), QueryError> {
        let Some((field, place)) = &self.around.segment else { return Ok(()) };
        if field.is_of_the_text() || is_count && field.is_a_name() {
            return Ok(());
        }
        let (operand, operator) = (self.tidy(connector), self.tidy(place));
        let hint = format!("`{operand}` works on the words of headline and body; write `and` here, or leave it out");
        Err(QueryError::new(QueryErrorKind::NotAnOperand { operand, operator }, connector.clone()).hint(hint))
    }

    pub(super) fn ensure_is_an_operand(&self, node: &Node, connector: &Range<usize>) -> Result<(), QueryError> {
        let (operand, hint) = match &node.kind {
            NodeKind::Or(nodes) => {
                return nodes.iter().try_for_each(|node| self.ensure_is_an_operand(node, connector));
            }
            NodeKind::Field { field, value } if field.is_a_name() => {
                return self.ensure_is_an_operand(value, connector);
            }
            NodeKind::And(_) => ("and", "write a clause for each: `(a w/5 b) and (a w/5 c)`"),
            NodeKind::Not(_) => ("not", "`a not w/5 b` finds an `a` without a `b` near it"),
            NodeKind::AtLeast { .. } => ("atleast", "it counts in the whole story; join it with `and`"),
            NodeKind::Field { field: FieldName::Date | FieldName::Since | FieldName::Until, .. } => {
                ("DATE", "it has no place in the text; join it with `and`")
            }
            NodeKind::Field { field: FieldName::Words, .. } => {
                ("LENGTH", "it has no place in the text; join it with `and`")
            }
            NodeKind::Field { field, .. } => {
                let typed = &self.text[node.span.clone()];
                let name = typed.split(|letter: char| !letter.is_alphabetic()).next().unwrap_or(typed);
                let is_of_the_text = field.is_of_the_text();
                let beside = "it has no place in the text; join it with `and`";
                (name, if is_of_the_text { "put the segment around it all: `BODY(a w/5 b)`" } else { beside })
            }
            _ => return Ok(()),
        };
        let kind = QueryErrorKind::NotAnOperand { operand: operand.to_owned(), operator: self.tidy(connector) };
        Err(QueryError::new(kind, node.span.clone()).hint(hint))
    }

    /// What is counted has positions; a group joined by `and` is counted part by part.
    pub(super) fn ensure_counts(&self, node: &Node, command: &Range<usize>) -> Result<(), QueryError> {
        match &node.kind {
            NodeKind::And(nodes) => nodes.iter().try_for_each(|node| self.ensure_counts(node, command)),
            NodeKind::Field { field, value } if field.is_of_the_text() => self.ensure_counts(value, command),
            _ => self.ensure_is_an_operand(node, command),
        }
    }

    /// Returns why there is no operand where one must be: a connector without one, or brackets with nothing in them.
    pub(super) fn nothing_here(&self) -> QueryError {
        match (self.before(), self.peek()) {
            (
                Some(Token { kind: TokenKind::Open, span: open }),
                Some(Token { kind: TokenKind::Close, span: close }),
            ) => QueryError::new(QueryErrorKind::EmptyBrackets, open.start..close.end),
            (Some(connector), _) if is_connector(&connector.kind) => self.missing(connector, Side::After),
            (_, Some(connector)) if is_connector(&connector.kind) => self.missing(connector, Side::Before),
            (_, Some(token)) => self.unexpected(token),
            (_, None) => QueryError::new(QueryErrorKind::Empty, 0..self.text.len()),
        }
    }

    fn missing(&self, connector: &Token, side: Side) -> QueryError {
        let typed = self.tidy(&connector.span);
        let hint = format!("to search for the word itself, quote it: \"{typed}\"");
        let is_word = typed.starts_with(char::is_alphabetic) && !matches!(connector.kind, TokenKind::Near(_));
        let kind = QueryErrorKind::MissingOperand { operator: typed, side };
        let error = QueryError::new(kind, connector.span.clone());
        if is_word { error.hint(hint) } else { error }
    }

    /// Returns why a token cannot follow an operand.
    pub(super) fn unexpected(&self, token: &Token) -> QueryError {
        let typed = self.tidy(&token.span);
        let (kind, hint) = match token.kind {
            TokenKind::Close => (QueryErrorKind::UnopenedBracket, "leave it out, or open one before it"),
            TokenKind::Compare(_) => {
                (QueryErrorKind::Foreign(typed), "a comparison stands after DATE or LENGTH: `LENGTH > 500`")
            }
            _ => (
                QueryErrorKind::MissingConnector(typed),
                "write `and`, `or` or `w/5` between them; bare words side by side are one phrase",
            ),
        };
        QueryError::new(kind, token.span.clone()).hint(hint)
    }

    pub(super) fn misplaced_not(&self, not: &Range<usize>) -> QueryError {
        let before = self.before().filter(|token| is_connector(&token.kind));
        let Some(connector) = before else { return self.nothing_here() };
        let operator = self.tidy(&connector.span);
        let hint = match connector.kind {
            TokenKind::Near(_) => "`a not w/5 b` finds an `a` without a `b` near it",
            _ => "put it in brackets: `a or (not b)`",
        };
        let kind = QueryErrorKind::NotAnOperand { operand: self.tidy(not), operator };
        QueryError::new(kind, not.clone()).hint(hint)
    }

    /// Returns the error for a comparison without a value; `at` is its place in the list.
    pub(super) fn no_value(&self, at: usize) -> QueryError {
        let span = self.tokens[at].span.clone();
        let kind = QueryErrorKind::MissingOperand { operator: self.tidy(&span), side: Side::After };
        QueryError::new(kind, span).hint("write a date or a number: `DATE > 1/31/2017`, `LENGTH > 500`")
    }
}

/// Returns the error for a word against a bracket that names no segment.
pub(super) fn unknown_segment(word: &str, span: Range<usize>) -> QueryError {
    let hint = match segments::resembling(word) {
        Some(segment) => format!("did you mean `{}`?", segment.to_uppercase()),
        None => format!("write a connector before the bracket; the segments are {}", segments::LIST),
    };
    QueryError::new(QueryErrorKind::UnknownField(word.to_owned()), span).hint(hint)
}

fn is_connector(kind: &TokenKind) -> bool {
    matches!(kind, TokenKind::And | TokenKind::Or | TokenKind::Not | TokenKind::AndNot | TokenKind::Near(_))
}

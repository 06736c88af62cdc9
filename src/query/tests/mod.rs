//! Tables of queries: what they mean, how they are read, what is wrong with them.

mod errors;
mod grammar;
mod hostile;
mod meaning;
mod reading;

use super::{Context, Query, QueryError, QueryErrorKind, Side, Syntax, parse};
use crate::story::Date;
use proptest::prelude::*;

fn context() -> Context {
    Context::on(Date::new(2018, Some(3), Some(31)).expect("a day"))
}

fn read(text: &str) -> Query {
    parse(text, &context()).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn refused(text: &str) -> QueryError {
    match parse(text, &context()) {
        Err(error) => error,
        Ok(query) => panic!("{text}: understood as {}", query.tree()),
    }
}

/// Checks errors: text, kind, the start of the place, what stands there, a part of the hint (none where it is empty).
pub(super) fn check_errors(refused: impl Fn(&str) -> QueryError, table: &[(&str, QueryErrorKind, usize, &str, &str)]) {
    for (text, kind, start, place, hint) in table {
        let error = refused(text);
        assert_eq!(error.kind, *kind, "{text}");
        assert_eq!((error.span.start, &text[error.span.clone()]), (*start, *place), "{text}");
        match &error.hint {
            Some(given) => assert!(!hint.is_empty() && given.contains(hint), "{text}: {given}"),
            None => assert_eq!(*hint, "", "{text}"),
        }
    }
}

pub(super) fn own(text: &str) -> String {
    text.to_owned()
}

pub(super) fn missing(operator: &str, side: Side) -> QueryErrorKind {
    QueryErrorKind::MissingOperand { operator: own(operator), side }
}

pub(super) fn foreign(sign: &str) -> QueryErrorKind {
    QueryErrorKind::Foreign(own(sign))
}

pub(super) fn inside(operand: &str, operator: &str) -> QueryErrorKind {
    QueryErrorKind::NotAnOperand { operand: own(operand), operator: own(operator) }
}

/// Draws an error as the program does, without its frame.
pub(super) fn drawn(text: &str, error: &QueryError) -> String {
    let column = error.column(text);
    let carets = text[error.span.clone()].chars().count().max(1);
    let hint = error.hint.as_deref().map_or_else(String::new, |hint| format!("\nhint: {hint}"));
    format!("column {column}: {error}\n{text}\n{}{}{hint}\n", " ".repeat(column - 1), "^".repeat(carets))
}

/// Reads any text; checks that what is read can be told, and that an error points into the text and says what to do.
pub(super) fn read_or_refused(text: &str, syntax: Syntax) -> Option<QueryError> {
    match parse(text, &Context { syntax, ..context() }) {
        Ok(query) => {
            assert!(!query.explain().is_empty() && !query.tree().to_string().is_empty(), "{text:?}");
            None
        }
        Err(error) => {
            assert!(text.get(error.span.clone()).is_some(), "{text:?}: {error:?}");
            assert!(error.column(text) <= text.chars().count() + 1, "{text:?}: {error:?}");
            assert!(!error.to_string().is_empty() && error.hint.is_some(), "{text:?}: {error:?}");
            Some(error)
        }
    }
}

/// Words, signs and oddities that are pieces of a query in any language.
const ANYWHERE: &[&str] = &[
    "a", "tax", "\"", "\"", "(", ")", " ", " ", "-", "!", "?", "*", "~", "=", "<", ">", ":", "&&", "|", "'", "’", "“",
    "é", "e\u{301}", "\u{200b}", "\u{202e}", "\u{1b}", "\0", "中", "\u{a5ea}", "/", "\\", ".", "&", "+", "–", "$1.5",
    "U.S.", "-s", " s ", "2017", "İ", "ß", "[", "]", "{", ",",
];

/// Returns pieces of a language, and pieces of any, in any order.
pub(super) fn pieces(own: &'static [&'static str]) -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select([own, ANYWHERE].concat()), 0..24).prop_map(|pieces| pieces.concat())
}

//! Tables of queries: what they mean, how they are read, what is wrong with them.

mod errors;
mod grammar;
mod hostile;
mod meaning;
mod reading;

use super::{Context, Query, QueryError, parse};
use crate::story::Date;

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

/// Draws an error as the program does, without its frame.
pub(super) fn drawn(text: &str, error: &QueryError) -> String {
    let column = error.column(text);
    let carets = text[error.span.clone()].chars().count().max(1);
    let hint = error.hint.as_deref().map_or_else(String::new, |hint| format!("\nhint: {hint}"));
    format!("column {column}: {error}\n{text}\n{}{}{hint}\n", " ".repeat(column - 1), "^".repeat(carets))
}

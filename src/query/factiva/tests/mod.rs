//! Tables of queries in the Factiva dialect: how they are read, what they mean, what is wrong with them.

mod errors;
mod hostile;
mod reading;

use crate::query::tree::Node;
use crate::query::{Context, Query, QueryError, Syntax, parse as parse_in};
use crate::story::Date;

fn today() -> Date {
    Date::new(2018, Some(3), Some(31)).expect("a day")
}

fn tree(text: &str) -> Result<Node, QueryError> {
    super::tree(text, today())
}

fn parse(text: &str) -> Result<Query, QueryError> {
    parse_in(text, &Context { today: today(), syntax: Syntax::Factiva })
}

fn read(text: &str) -> Query {
    parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn refused(text: &str) -> QueryError {
    match parse(text) {
        Err(error) => error,
        Ok(query) => panic!("{text}: understood as {}", query.tree()),
    }
}

/// Checks trees; every one of them has a plan.
fn check(table: &[(&str, &str)]) {
    for (text, expected) in table {
        assert_eq!(read(text).tree().to_string(), *expected, "{text}");
    }
}

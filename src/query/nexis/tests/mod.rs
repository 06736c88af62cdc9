//! The dialect in tables: how it is read, what it means beside our own language, what is refused.

mod errors;
mod hostile;
mod reading;

use crate::query::{Context, Query, QueryError, Syntax, parse};
use crate::story::Date;

fn context() -> Context {
    let today = Date::new(2018, Some(3), Some(31)).expect("a day");
    Context { today, syntax: Syntax::Nexis }
}

fn read(text: &str) -> Query {
    parse(text, &context()).unwrap_or_else(|error| panic!("{text}: {error} {:?}", error.hint))
}

fn refused(text: &str) -> QueryError {
    match parse(text, &context()) {
        Err(error) => error,
        Ok(query) => panic!("{text}: understood as {}", query.tree()),
    }
}

//! The Nexis dialect.

use super::error::{QueryError, QueryErrorKind};
use super::tree::Node;

/// Returns the tree of a query.
pub(super) fn tree(text: &str) -> Result<Node, QueryError> {
    Err(QueryError::new(QueryErrorKind::NoCounterpart { what: text.to_owned(), language: "Nexis" }, 0..text.len()))
}

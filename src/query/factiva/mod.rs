//! The Factiva dialect: what is typed into Factiva's free-text box, as the tree that our own language makes too.
//!
//! Owns: text -> tokens -> [`Node`] for this dialect, and its errors. Does not own: what a tree means (`lower`). Whatever
//! has no counterpart among the operands of a plan is refused here, in words that someone who writes Factiva knows.

mod fields;
mod habits;
mod lexer;
mod parser;
mod ranges;
mod words;

#[cfg(test)]
mod tests;

use super::error::QueryError;
use super::tree::Node;
use crate::story::Date;

pub(super) use fields::{Counterpart, counterpart};
pub(super) use lexer::between_slashes;

/// The language as a message names it.
const LANGUAGE: &str = "Factiva";

/// Returns the tree of a query; `today` tells whether a range of days ends before it begins.
pub(super) fn tree(text: &str, today: Date) -> Result<Node, QueryError> {
    let tokens = lexer::tokens(text, today)?;
    parser::tree(text, &tokens)
}

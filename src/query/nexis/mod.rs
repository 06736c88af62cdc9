//! The Nexis dialect: terms and connectors, as that news service reads them.
//!
//! Owns: the way from such a text to the same tree that the program's own language has. What the tree means is for
//! `lower`; so every refusal that the tree would meet there is made here, in the words of this language.

use super::error::QueryError;
use super::tree::Node;

mod advice;
mod comparisons;
mod lexer;
mod parser;
mod segments;
mod terms;

#[cfg(test)]
mod tests;

/// The language's name in messages.
const LANGUAGE: &str = "Nexis";

pub(super) use advice::advice;
pub(super) use segments::{Counterpart, counterpart};

/// Returns the tree of a query.
pub(super) fn tree(text: &str) -> Result<Node, QueryError> {
    parser::tree(text, &lexer::tokens(text)?)
}

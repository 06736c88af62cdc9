//! The query language: what was typed, what it means, and what is wrong with it.

mod plan;
pub use plan::*;

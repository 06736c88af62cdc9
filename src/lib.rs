//! Full-text search over news archives, by keyword, person and organization.
#![warn(clippy::print_stdout, clippy::print_stderr)]

pub mod archive;
pub mod error;
pub mod format;
pub mod names;
pub mod query;
pub mod search;
pub mod spans;
pub mod story;
pub mod text;

pub use error::{Error, ErrorKind, Result};

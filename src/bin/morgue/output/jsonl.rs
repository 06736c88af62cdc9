//! `-f jsonl`: one object a line.

use super::Printer;
use super::row::Row;
use std::io::{self, Write};

/// Prints rows as JSON Lines.
pub(crate) struct Jsonl;

impl<R: Row> Printer<R> for Jsonl {
    fn row(&mut self, out: &mut dyn Write, row: &R) -> io::Result<()> {
        row.write_json(out)?;
        out.write_all(b"\n")
    }
}

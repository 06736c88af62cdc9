//! `-f json`: one object that holds all rows.

use super::row::Row;
use super::{Heading, Printer, safe_json};
use std::io::{self, Write};

/// Prints rows as one JSON object, row by row.
#[derive(Default)]
pub(crate) struct Json {
    begun: bool,
}

impl<R: Row> Printer<R> for Json {
    fn begin(&mut self, out: &mut dyn Write, heading: &Heading<'_>) -> io::Result<()> {
        out.write_all(b"{\"v\":1,\"query\":")?;
        safe_json::write(out, &heading.query)?;
        write!(out, ",\"total\":{},\"{}\":[", heading.total, R::LIST)
    }

    fn row(&mut self, out: &mut dyn Write, row: &R) -> io::Result<()> {
        out.write_all(if self.begun { b",\n" } else { b"\n" })?;
        self.begun = true;
        row.write_json(out)
    }

    fn end(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(b"]}\n")
    }
}

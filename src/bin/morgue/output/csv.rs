//! `-f csv` and `-f tsv`: a header row, then a row each.

use super::row::Row;
use super::{Heading, Printer};
use csv::{QuoteStyle, WriterBuilder};
use std::io::{self, Write};

/// Prints rows as a table. CSV quotes where it must; TSV never, since no cell holds a tab or a line end.
pub(crate) struct Table {
    builder: WriterBuilder,
}

impl Table {
    /// Returns the printer of CSV.
    pub(crate) fn csv() -> Self {
        Self::with(b',', QuoteStyle::Necessary)
    }

    /// Returns the printer of TSV.
    pub(crate) fn tsv() -> Self {
        Self::with(b'\t', QuoteStyle::Never)
    }

    fn with(delimiter: u8, quotes: QuoteStyle) -> Self {
        let mut builder = WriterBuilder::new();
        builder.delimiter(delimiter).quote_style(quotes).buffer_capacity(1 << 10);
        Self { builder }
    }

    fn write<T: AsRef<[u8]>>(&self, out: &mut dyn Write, cells: impl IntoIterator<Item = T>) -> io::Result<()> {
        // Through a buffer of its own: the crate's errors hide the kind of an I/O error, and a closed pipe is told by it.
        let mut writer = self.builder.from_writer(Vec::new());
        writer.write_record(cells).map_err(io::Error::other)?;
        out.write_all(&writer.into_inner().map_err(|error| io::Error::other(error.to_string()))?)
    }
}

impl<R: Row> Printer<R> for Table {
    fn begin(&mut self, out: &mut dyn Write, _: &Heading<'_>) -> io::Result<()> {
        self.write(out, R::COLUMNS)
    }

    fn row(&mut self, out: &mut dyn Write, row: &R) -> io::Result<()> {
        self.write(out, row.cells())
    }
}

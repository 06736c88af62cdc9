//! Names as text: a line each, in columns.

use super::{Heading, Printer};
use crate::console::Look;
use crate::escape;
use crate::layout::Mark;
use morgue::search::Facet;
use std::io::{self, Write};

/// Prints names with their counts and dates.
pub(crate) struct List {
    look: Look,
}

impl List {
    /// Returns the printer.
    pub(crate) fn new(look: Look) -> Self {
        Self { look }
    }
}

impl Printer<Facet> for List {
    fn begin(&mut self, out: &mut dyn Write, heading: &Heading<'_>) -> io::Result<()> {
        if heading.total == 0 {
            return Ok(());
        }
        let dim = self.look.palette.style(Mark::Dim);
        writeln!(out, "{dim}{:>8} {:>9}  {:<10}  {:<10}  name{dim:#}", "stories", "mentions", "first", "last")
    }

    fn row(&mut self, out: &mut dyn Write, facet: &Facet) -> io::Result<()> {
        let date = |date: Option<morgue::story::Date>| date.map_or_else(|| "-".to_owned(), |date| date.to_string());
        let (first, last) = (date(facet.first), date(facet.last));
        let Facet { stories, mentions, .. } = facet;
        writeln!(out, "{stories:>8} {mentions:>9}  {first:<10}  {last:<10}  {}", escape::line(&facet.name))
    }
}

//! Printers: one file per format. They get data and a stream; they decide nothing about searching.

pub(crate) mod check;
pub(crate) mod citation;
pub(crate) mod concordance;
mod csv;
pub(crate) mod diff;
pub(crate) mod dossier;
pub(crate) mod dossier_record;
pub(crate) mod explained;
mod json;
mod jsonl;
mod keys;
pub(crate) mod ledger;
mod list;
pub(crate) mod record;
pub(crate) mod row;
pub(crate) mod safe_json;
pub(crate) mod story;
pub(crate) mod suggestions;
pub(crate) mod summary;
#[cfg(test)]
mod tests;
mod text;
pub(crate) mod versions;

pub(crate) use keys::Keys;
pub(crate) use story::title;

use crate::args::{HitFormat, NamesFormat};
use crate::console::Look;
use citation::Citation;
use concordance::Occurrence;
use morgue::search::{Facet, Hit};
use row::Row;
use std::io::{self, Write};

/// What is known before the first row.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Heading<'h> {
    /// The query as it was typed.
    pub(crate) query: Option<&'h str>,
    /// How many rows there are in all, printed or not.
    pub(crate) total: u64,
}

/// Prints rows in one format.
pub(crate) trait Printer<R> {
    /// Writes what comes before the rows.
    fn begin(&mut self, _out: &mut dyn Write, _heading: &Heading<'_>) -> io::Result<()> {
        Ok(())
    }

    /// Writes one row.
    fn row(&mut self, out: &mut dyn Write, row: &R) -> io::Result<()>;

    /// Writes what comes after the rows.
    fn end(&mut self, _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

/// Returns the printer of hits in a format; text where the format needs no hits.
pub(crate) fn hits(format: HitFormat, look: Look) -> Box<dyn Printer<Hit>> {
    rows(format, || Box::new(text::Text::new(look)))
}

/// Returns the printer of matches, each with `words` words on either side.
pub(crate) fn concordance(format: HitFormat, look: Look, words: usize) -> Box<dyn Printer<Occurrence>> {
    rows(format, || Box::new(concordance::Lines::new(look, words)))
}

/// Returns the printer of citations.
pub(crate) fn citations(format: HitFormat, look: Look) -> Box<dyn Printer<Citation>> {
    rows(format, || Box::new(citation::Text::new(look)))
}

fn rows<R: Row + 'static>(format: HitFormat, text: impl FnOnce() -> Box<dyn Printer<R>>) -> Box<dyn Printer<R>> {
    match format {
        HitFormat::Json => Box::<json::Json>::default(),
        HitFormat::Jsonl => Box::new(jsonl::Jsonl),
        HitFormat::Csv => Box::new(csv::Table::csv()),
        HitFormat::Tsv => Box::new(csv::Table::tsv()),
        HitFormat::Text | HitFormat::Paths | HitFormat::Ids => text(),
    }
}

/// Returns the printer of files as a table.
pub(crate) fn file_table(has_tabs: bool) -> Box<dyn Printer<morgue::ingest::Entry>> {
    Box::new(if has_tabs { csv::Table::tsv() } else { csv::Table::csv() })
}

/// Returns the printer of names in a format; text where the format lists no names.
pub(crate) fn names(format: NamesFormat, look: Look) -> Box<dyn Printer<Facet>> {
    match format {
        NamesFormat::Text | NamesFormat::Paths | NamesFormat::Ids => Box::new(list::List::new(look)),
        NamesFormat::Json => Box::<json::Json>::default(),
        NamesFormat::Jsonl => Box::new(jsonl::Jsonl),
        NamesFormat::Csv => Box::new(csv::Table::csv()),
        NamesFormat::Tsv => Box::new(csv::Table::tsv()),
    }
}

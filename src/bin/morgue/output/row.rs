//! What can be printed as a row: as JSON, and as cells under columns.

use super::record::{FacetRecord, HitRecord, score};
use super::safe_json;
use crate::escape;
use morgue::search::{Facet, Hit, NameCount};
use std::io::{self, Write};

/// A row of any of the formats for programs.
pub(crate) trait Row {
    /// The key of the array that holds such rows in `-f json`.
    const LIST: &'static str;
    /// The names of the columns.
    const COLUMNS: &'static [&'static str];

    /// Writes the row as one JSON object.
    fn write_json(&self, out: &mut dyn Write) -> io::Result<()>;

    /// Returns a cell for each column, each on one line and without hazards.
    fn cells(&self) -> Vec<String>;
}

impl Row for Hit {
    const LIST: &'static str = "hits";
    const COLUMNS: &'static [&'static str] = &[
        "rank", "score", "id", "path", "headline", "date", "dateline", "places", "agency", "byline", "section",
        "people", "orgs", "snippet",
    ];

    fn write_json(&self, out: &mut dyn Write) -> io::Result<()> {
        safe_json::write(out, &HitRecord::of(self))
    }

    fn cells(&self) -> Vec<String> {
        let story = &self.story;
        let optional = |text: &Option<String>| cell(text.as_deref().unwrap_or_default());
        let snippets: Vec<&str> = self.snippets.iter().map(|snippet| snippet.text.as_str()).collect();
        vec![
            self.rank.to_string(),
            score(self).to_string(),
            escape::visible(&story.id).into_owned(),
            escape::visible(&story.path).into_owned(),
            optional(&story.headline),
            story.date.map(|date| date.to_string()).unwrap_or_default(),
            optional(&story.dateline),
            cell(&story.places.join("; ")),
            optional(&story.agency),
            optional(&story.byline),
            optional(&story.section),
            cell(&joined(&self.people)),
            cell(&joined(&self.organizations)),
            cell(&snippets.join(" … ")),
        ]
    }
}

impl Row for Facet {
    const LIST: &'static str = "names";
    const COLUMNS: &'static [&'static str] = &["name", "stories", "mentions", "first", "last"];

    fn write_json(&self, out: &mut dyn Write) -> io::Result<()> {
        safe_json::write(out, &FacetRecord::of(self))
    }

    fn cells(&self) -> Vec<String> {
        let date = |date: Option<morgue::story::Date>| date.map(|date| date.to_string()).unwrap_or_default();
        vec![cell(&self.name), self.stories.to_string(), self.mentions.to_string(), date(self.first), date(self.last)]
    }
}

fn joined(names: &[NameCount]) -> String {
    let names: Vec<&str> = names.iter().map(|count| count.name.as_str()).collect();
    names.join("; ")
}

/// Returns a story's text as a cell. A spreadsheet runs a cell that begins like a formula, whoever wrote it; an apostrophe
/// before it makes it text.
pub(super) fn cell(text: &str) -> String {
    let line = escape::line(text);
    if line.starts_with(['=', '+', '-', '@']) { format!("'{line}") } else { line }
}

//! `--cite`: a story as a line that can be printed under a table or checked by a lawyer: what it is, where it is, and the
//! text that stands there.
//!
//! A source that is one story of plain UTF-8 is cited by its bytes: cut out of the file, they are the text that is printed,
//! but for characters that a terminal must not get. The text lies in one line of the file unless the match runs over the end
//! of a line; that end is printed as a space. In JSON the text is as the file has it.

use super::Printer;
use super::record::VERSION;
use super::row::{Row, cell};
use super::safe_json;
use crate::console::Look;
use crate::escape;
use crate::layout::{Line, Mark};
use morgue::search::{Hit, Snippet};
use morgue::story::{Date, Story};
use serde::Serialize;
use std::io::{self, Write};
use std::ops::Range;

/// A story, and the text that is quoted from it.
pub(crate) struct Citation {
    story: Story,
    inferred: bool,
    /// `None` for a story without text.
    quoted: Option<Snippet>,
}

impl Citation {
    /// Returns the one citation of a hit.
    pub(crate) fn all(hit: Hit) -> Vec<Self> {
        vec![Self { story: hit.story, inferred: hit.inferred, quoted: hit.snippets.into_iter().next() }]
    }

    /// Returns the bytes of the source file that are quoted, where that is known.
    fn bytes(&self) -> Option<Range<u64>> {
        let quoted = self.quoted.as_ref()?;
        let parts = &self.story.parts;
        let field = match quoted.field {
            "body" => parts.body.start,
            // With a tag before it, the line is more than the headline.
            "headline" => {
                let line = parts.headline.as_ref()?;
                let is_all = self.story.headline.as_ref()?.len() == line.len();
                is_all.then_some(line.start)?
            }
            _ => return None,
        };
        let start = parts.text_start? + u64::from(field) + quoted.start as u64;
        Some(start..start + quoted.text.len() as u64)
    }

    fn is_packed(&self) -> bool {
        self.story.format.contains('+')
    }

    /// Returns what stands before the quotation: headline, agency, place, date, id, and where the text is.
    fn reference(&self) -> String {
        let story = &self.story;
        let mut parts = Vec::new();
        if let Some(headline) = story.headline.as_deref().map(escape::line).filter(|headline| !headline.is_empty()) {
            let stop = if headline.ends_with(['.', '?', '!', '…']) { "" } else { "." };
            parts.push(format!("\"{headline}{stop}\""));
        }
        let agency = story.agency.as_deref().map(escape::line);
        let places = (!story.places.is_empty()).then(|| escape::line(&story.places.join("; ")));
        let origin = match (agency, places) {
            (Some(agency), Some(places)) => Some(format!("{agency} ({places})")),
            (agency, places) => agency.or(places),
        };
        let date = story.date.map(|date| date.to_string());
        let origin: Vec<String> = [origin, date].into_iter().flatten().collect();
        if !origin.is_empty() {
            parts.push(format!("{}.", origin.join(", ")));
        }
        parts.push(format!("{}{}", escape::visible(&story.id), self.place()));
        if let Some(status) = &story.status {
            parts.push(format!("({status})"));
        }
        if self.inferred {
            parts.push("(inferred from the surname)".to_owned());
        }
        parts.join(" ")
    }

    /// Returns where the quoted text is.
    fn place(&self) -> String {
        let Some(Snippet { field, start, text, .. }) = &self.quoted else { return String::new() };
        match self.bytes() {
            Some(Range { start, end }) if self.is_packed() => {
                format!(", bytes {start}-{end} of the unpacked file")
            }
            Some(Range { start, end }) => format!(", bytes {start}-{end}"),
            None => format!(", bytes {start}-{} of the {field}", start + text.len()),
        }
    }

    fn record(&self) -> CitationRecord<'_> {
        let story = &self.story;
        // Those of an unpacked file cannot be cut out of the one that is there.
        let bytes = self.bytes().filter(|_| !self.is_packed());
        let quoted = self.quoted.as_ref();
        let text = quoted.map(|quoted| quoted.text.as_str());
        let reference = self.reference();
        CitationRecord {
            v: VERSION,
            id: &story.id,
            headline: story.headline.as_deref(),
            agency: story.agency.as_deref(),
            places: &story.places,
            date: story.date,
            byline: story.byline.as_deref(),
            start: bytes.as_ref().map(|bytes| bytes.start),
            end: bytes.map(|bytes| bytes.end),
            text,
            citation: text.map_or_else(|| reference.clone(), |text| format!("{reference}: \"{}\"", on_one_line(text))),
            path: &story.path,
            field: quoted.map(|quoted| quoted.field),
            offset: quoted.map(|quoted| quoted.start),
            inferred: self.inferred,
        }
    }
}

/// Returns a text with each line end as a space and nothing else collapsed, as [`Line`] shows it.
fn on_one_line(text: &str) -> String {
    text.chars().filter_map(escape::shown).collect()
}

#[derive(Serialize)]
struct CitationRecord<'c> {
    v: u8,
    id: &'c str,
    headline: Option<&'c str>,
    agency: Option<&'c str>,
    places: &'c [String],
    date: Option<Date>,
    byline: Option<&'c str>,
    /// Bytes of the source file, unpacked.
    start: Option<u64>,
    end: Option<u64>,
    text: Option<&'c str>,
    citation: String,
    path: &'c str,
    field: Option<&'static str>,
    /// Bytes of the field.
    offset: Option<usize>,
    inferred: bool,
}

impl Row for Citation {
    const LIST: &'static str = "citations";
    const COLUMNS: &'static [&'static str] =
        &["id", "headline", "agency", "places", "date", "byline", "start", "end", "text", "citation"];

    fn write_json(&self, out: &mut dyn Write) -> io::Result<()> {
        safe_json::write(out, &self.record())
    }

    fn cells(&self) -> Vec<String> {
        let CitationRecord { id, headline, agency, places, date, byline, start, end, text, citation, .. } =
            self.record();
        let number = |number: Option<u64>| number.map(|number| number.to_string()).unwrap_or_default();
        vec![
            escape::visible(id).into_owned(),
            cell(headline.unwrap_or_default()),
            cell(agency.unwrap_or_default()),
            cell(&places.join("; ")),
            date.map(|date| date.to_string()).unwrap_or_default(),
            cell(byline.unwrap_or_default()),
            number(start),
            number(end),
            cell(text.unwrap_or_default()),
            cell(&citation),
        ]
    }
}

/// Prints citations for reading, a line each, not wrapped: they are copied.
pub(crate) struct Text {
    look: Look,
}

impl Text {
    /// Returns the printer.
    pub(crate) fn new(look: Look) -> Self {
        Self { look }
    }
}

impl Printer<Citation> for Text {
    fn row(&mut self, out: &mut dyn Write, citation: &Citation) -> io::Result<()> {
        let mut line = Line::preformatted();
        line.push_name(&citation.reference(), Mark::Plain);
        if let Some(quoted) = &citation.quoted {
            line.push(": \"", Mark::Plain);
            let marks: Vec<_> = quoted.highlights.iter().map(|&(start, end)| (start..end, Mark::Match)).collect();
            line.push_marked(&quoted.text, Mark::Plain, &marks);
            line.push("\"", Mark::Plain);
        }
        line.write(out, &Look { width: None, ..self.look }, "")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::Palette;
    use crate::testing;
    use morgue::story::Parts;

    fn citation() -> Citation {
        let hit = testing::hit();
        let body = hit.snippets.iter().find(|snippet| snippet.field == "body").cloned().into_iter().collect();
        Citation::all(Hit { snippets: body, ..hit }).remove(0)
    }

    fn in_a_file() -> Citation {
        let mut citation = citation();
        citation.story.parts = Parts { text_start: Some(3), body: 100..300, ..Parts::default() };
        citation
    }

    fn text(citation: &Citation, palette: Palette) -> String {
        let mut out = Vec::new();
        Text::new(Look { palette, width: Some(40) }).row(&mut out, citation).expect("a vector takes any bytes");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn a_citation_is_one_line_that_says_where_the_text_is() {
        insta::assert_snapshot!(text(&in_a_file(), Palette::default()), @r#""=Grain up, "at last"." Reuters (Riga; Oslo), 2017-10-31. wire.csv#1, bytes 103-148: "Grain prices rose,  minister Orla Venn sai""#);
        insta::assert_snapshot!(text(&citation(), Palette::default()), @r#""=Grain up, "at last"." Reuters (Riga; Oslo), 2017-10-31. wire.csv#1, bytes 0-45 of the body: "Grain prices rose,  minister Orla Venn sai""#);
        let colored = text(&in_a_file(), Palette::colored());
        assert!(colored.contains(": \"\u{1b}[1m\u{1b}[31mGrain\u{1b}[0m prices"), "{colored:?}");
    }

    #[test]
    fn what_is_not_known_is_left_out() {
        let bare = Citation::all(testing::bare_hit()).remove(0);
        insta::assert_snapshot!(text(&bare, Palette::default()), @r"b\n.txt (inferred from the surname)");
        let mut packed = in_a_file();
        packed.story.format = "text+gz".into();
        assert!(
            packed.reference().ends_with("wire.csv#1, bytes 103-148 of the unpacked file"),
            "{}",
            packed.reference()
        );
        packed.story.places.clear();
        packed.story.headline = Some("At last?".into());
        assert!(packed.reference().starts_with("\"At last?\" Reuters, 2017-10-31. "), "{}", packed.reference());
    }

    #[test]
    fn a_citation_as_json() {
        let mut out = Vec::new();
        in_a_file().write_json(&mut out).expect("a vector takes any bytes");
        insta::assert_snapshot!(String::from_utf8(out).expect("text"), @r#"{"v":1,"id":"wire.csv#1","headline":"=Grain up, \"at last\"","agency":"Reuters","places":["Riga","Oslo"],"date":"2017-10-31","byline":"Ada Quist","start":103,"end":148,"text":"Grain prices rose,\n minister Orla \u202eVenn sai","citation":"\"=Grain up, \"at last\".\" Reuters (Riga; Oslo), 2017-10-31. wire.csv#1, bytes 103-148: \"Grain prices rose,  minister Orla Venn sai\"","path":"wire.csv","field":"body","offset":0,"inferred":false}"#);
        assert_eq!(in_a_file().cells().len(), Citation::COLUMNS.len());
    }
}

//! `--kwic`: matches one below the other, each in its context.

use super::Printer;
use super::record::VERSION;
use super::row::{Row, cell};
use super::safe_json;
use crate::console::Look;
use crate::escape;
use crate::layout::{Line, Mark, head, tail, width};
use morgue::search::{Hit, Snippet};
use morgue::story::Date;
use serde::Serialize;
use std::io::{self, Write};
use std::ops::Range;

/// A match with the words around it, and the story that it is in.
pub(crate) struct Occurrence {
    id: String,
    date: Option<Date>,
    line: Snippet,
}

impl Occurrence {
    /// Returns the matches of a hit, in the order of the text.
    pub(crate) fn all(hit: Hit) -> Vec<Self> {
        let Hit { story, snippets, .. } = hit;
        let occurrence = |line| Self { id: story.id.clone(), date: story.date, line };
        snippets.into_iter().filter(|line| !line.highlights.is_empty()).map(occurrence).collect()
    }

    /// Returns the bytes of the match in its line.
    fn matched(&self) -> Range<usize> {
        let highlights = &self.line.highlights;
        highlights.first().map_or(0, |first| first.0)..highlights.last().map_or(0, |last| last.1)
    }

    fn record(&self) -> OccurrenceRecord<'_> {
        let Range { start, end } = self.matched();
        let Snippet { field, start: from, text, .. } = &self.line;
        OccurrenceRecord {
            v: VERSION,
            id: &self.id,
            date: self.date,
            field,
            start: from + start,
            end: from + end,
            left: &text[..start],
            r#match: &text[start..end],
            right: &text[end..],
        }
    }
}

#[derive(Serialize)]
struct OccurrenceRecord<'o> {
    v: u8,
    id: &'o str,
    date: Option<Date>,
    field: &'static str,
    start: usize,
    end: usize,
    left: &'o str,
    r#match: &'o str,
    right: &'o str,
}

impl Row for Occurrence {
    const LIST: &'static str = "lines";
    const COLUMNS: &'static [&'static str] = &["id", "date", "field", "start", "end", "left", "match", "right"];

    fn write_json(&self, out: &mut dyn Write) -> io::Result<()> {
        safe_json::write(out, &self.record())
    }

    fn cells(&self) -> Vec<String> {
        let OccurrenceRecord { id, date, field, start, end, left, r#match, right, .. } = self.record();
        vec![
            escape::visible(id).into_owned(),
            date.map(|date| date.to_string()).unwrap_or_default(),
            field.to_owned(),
            start.to_string(),
            end.to_string(),
            cell(left),
            cell(r#match),
            cell(right),
        ]
    }
}

/// The narrowest room that is left for the text, however narrow the terminal.
const NARROWEST: usize = 30;

/// About how many columns a match takes; it stands in the middle where it does.
const USUAL_MATCH: usize = 10;

/// About how many columns a word and the space after it take at most, on average.
const USUAL_WORD: usize = 8;

/// Prints matches for reading: the beginnings of all of them in one column, the stories' ids at the right.
pub(crate) struct Lines {
    look: Look,
    /// The columns before a match.
    left: usize,
    /// The columns of text in all.
    room: usize,
    /// The columns of the id; where nothing is cut, `None`.
    id: Option<usize>,
}

impl Lines {
    /// Returns the printer. Where no terminal says how wide a line is, all the words are printed, and what is wider than such
    /// words are usually stands out.
    pub(crate) fn new(look: Look, words: usize) -> Self {
        if let Some(columns) = look.width {
            let id = (columns / 3).min(columns.saturating_sub(NARROWEST + 2));
            let room = columns.saturating_sub(id + 2).max(NARROWEST);
            return Self { look, left: (room - USUAL_MATCH) / 2, room, id: Some(id) };
        }
        let left = (USUAL_WORD * words).max(3 * USUAL_WORD);
        Self { look, left, room: 2 * left + USUAL_MATCH, id: None }
    }

    /// Returns the line of a match, the id not yet in it.
    fn line(&self, occurrence: &Occurrence) -> Line {
        let matched = occurrence.matched();
        let text = &occurrence.line.text;
        let (before, behind) = (&text[..matched.start], &text[matched.end..]);
        let (mut left, mut right) = (escape::line(before), escape::line(behind));
        if before.chars().filter_map(escape::shown).next_back().is_some_and(char::is_whitespace) {
            left.push(' ');
        }
        if behind.chars().find_map(escape::shown).is_some_and(char::is_whitespace) {
            right.insert(0, ' ');
        }
        let parts = occurrence.line.highlights.iter();
        let parts: Vec<_> =
            parts.map(|(start, end)| (start - matched.start..end - matched.start, Mark::Match)).collect();
        let mut middle = Line::flowing();
        middle.push_marked(&text[matched.clone()], Mark::Title, &parts);
        let mut before = self.left;
        if self.id.is_some() {
            middle.fold(self.room);
            before = before.min(self.room - middle.width());
            left = tail(&left, before);
            right = head(right.trim_end(), self.room - before - middle.width());
        }
        let mut line = Line::preformatted();
        line.push(&" ".repeat(before.saturating_sub(width(&left))), Mark::Plain);
        line.push(&left, Mark::Plain);
        line.append(middle);
        line.push(&right, Mark::Plain);
        line
    }
}

impl Printer<Occurrence> for Lines {
    fn row(&mut self, out: &mut dyn Write, occurrence: &Occurrence) -> io::Result<()> {
        let mut line = self.line(occurrence);
        line.push(&" ".repeat(self.room.saturating_sub(line.width()) + 2), Mark::Plain);
        let id = escape::visible(&occurrence.id);
        // The end of a path says most.
        line.push_name(&self.id.map_or_else(|| id.to_string(), |room| tail(&id, room)), Mark::Dim);
        line.write(out, &Look { width: None, ..self.look }, "")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::Palette;

    const TEXT: &str =
        "prices of grain on the harbour's\n \u{202e}exchange rose when the board met at noon, traders said.";

    fn occurrence(parts: &[&str]) -> Occurrence {
        let place = |part: &&str| TEXT.find(*part).map(|start| (start, start + part.len())).expect("in the text");
        let highlights = parts.iter().map(place).collect();
        let line = Snippet { field: "body", start: 100, text: TEXT.into(), highlights };
        Occurrence { id: "wire/2017/10/31/grain-and-other-prices.txt".into(), date: "2017-10-31".parse().ok(), line }
    }

    fn printed(width: Option<usize>, palette: Palette) -> String {
        let mut lines = Lines::new(Look { palette, width }, 9);
        let mut out = Vec::new();
        let all = [&["board"][..], &["grain"], &["exchange", "board"], &["prices", "said"], &["traders"]];
        for parts in all {
            lines.row(&mut out, &occurrence(parts)).expect("a vector takes any bytes");
        }
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn on_a_terminal_matches_stand_in_one_column_and_context_is_cut() {
        insta::assert_snapshot!(printed(Some(80), Palette::default()), @r"
        …hange rose when the board met at noon, traders sai…  …rain-and-other-prices.txt
                   prices of grain on the harbour's exchang…  …rain-and-other-prices.txt
        …in on the harbour's exchange rose when the board m…  …rain-and-other-prices.txt
        prices of grain on the har…met at noon, traders said  …rain-and-other-prices.txt
        … board met at noon, traders said.                    …rain-and-other-prices.txt
        ");
        for columns in [32, 40, 80, 81, 120] {
            for line in printed(Some(columns), Palette::default()).lines() {
                assert!(width(line) <= columns, "{line}");
            }
        }
    }

    #[test]
    fn parts_are_coloured_and_what_is_between_them_is_bold() {
        let text = printed(Some(60), Palette::colored()).replace('\u{1b}', "^");
        insta::assert_snapshot!(text.lines().nth(2).unwrap_or_default(), @"…arbour's ^[1m^[31mexchange^[0m^[1m rose when the ^[0m^[1m^[31mboard^[0m  ^[2m…nd-other-prices.txt^[0m");
    }

    #[test]
    fn elsewhere_nothing_is_cut() {
        let text = printed(None, Palette::default());
        let lines: Vec<&str> = text.lines().collect();
        let starts = [(0, "board"), (1, "grain"), (2, "exchange"), (3, "prices")];
        for (line, word) in starts {
            assert_eq!(lines[line].find(word), Some(72), "{}", lines[line]);
        }
        // More words than were asked for are wider than their column.
        assert!(lines[4].find("traders").is_some_and(|at| at > 72), "{}", lines[4]);
        let whole = "prices of grain on the harbour's exchange rose when the board met at noon, traders said.";
        assert!(
            lines
                .iter()
                .all(|line| line.contains(whole) && line.ends_with("  wire/2017/10/31/grain-and-other-prices.txt"))
        );
    }

    #[test]
    fn a_program_gets_the_slices_as_they_are_and_a_table_gets_them_on_one_line() {
        let line = occurrence(&["exchange", "board"]);
        let mut out = Vec::new();
        line.write_json(&mut out).expect("a vector takes any bytes");
        insta::assert_snapshot!(String::from_utf8(out).expect("text"), @r#"{"v":1,"id":"wire/2017/10/31/grain-and-other-prices.txt","date":"2017-10-31","field":"body","start":137,"end":165,"left":"prices of grain on the harbour's\n \u202e","match":"exchange rose when the board","right":" met at noon, traders said."}"#);
        assert_eq!(line.cells()[6], "exchange rose when the board");
        assert_eq!(line.cells().len(), Occurrence::COLUMNS.len());
    }
}

//! Lines of a story's text: made safe, marked, and wrapped to a width.

use crate::console::Look;
use crate::escape;
use std::io::{self, Write};
use std::ops::Range;
use unicode_width::UnicodeWidthChar;

/// What a stretch of text is; the palette says how that looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mark {
    /// Running text.
    Plain,
    /// A headline.
    Title,
    /// Beside the point.
    Dim,
    /// Why the story was found.
    Match,
    /// A person's name.
    Person,
    /// An organization's name.
    Organization,
}

/// Text narrower than this is not wrapped further, however narrow the terminal.
const NARROWEST: usize = 20;

#[derive(Clone, Copy)]
struct Cell {
    character: char,
    mark: Mark,
    /// Whether a row may end here.
    breaks: bool,
}

/// A line in the making.
#[derive(Clone, Default)]
pub(crate) struct Line {
    cells: Vec<Cell>,
    /// Whether runs of white space are kept as they are, for text with columns in it.
    keeps_spaces: bool,
}

impl Line {
    /// Returns an empty line in which runs of white space become one space.
    pub(crate) fn flowing() -> Self {
        Self::default()
    }

    /// Returns an empty line that keeps its spaces.
    pub(crate) fn preformatted() -> Self {
        Self { keeps_spaces: true, ..Self::default() }
    }

    /// Says whether there is nothing in the line.
    pub(crate) fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// Appends a story's text.
    pub(crate) fn push(&mut self, text: &str, mark: Mark) {
        for character in text.chars().filter_map(escape::shown) {
            if !character.is_whitespace() {
                self.cells.push(Cell { character, mark, breaks: false });
            } else if self.keeps_spaces || self.cells.last().is_some_and(|cell| cell.character != ' ') {
                self.cells.push(Cell { character: ' ', mark, breaks: true });
            }
        }
    }

    /// Appends the name of something, a path or an id: nothing is collapsed, and it is not broken over rows.
    pub(crate) fn push_name(&mut self, name: &str, mark: Mark) {
        let name = escape::visible(name);
        self.cells.extend(name.chars().map(|character| Cell { character, mark, breaks: false }));
    }

    /// Appends another line.
    pub(crate) fn append(&mut self, other: Self) {
        self.cells.extend(other.cells);
    }

    /// Appends a text with some byte ranges of it marked otherwise; the ranges ascend and do not overlap.
    pub(crate) fn push_marked(&mut self, text: &str, mark: Mark, marked: &[(Range<usize>, Mark)]) {
        let mut done = 0;
        for (range, special) in marked {
            let (before, inside) = (text.get(done..range.start), text.get(range.clone()));
            let (Some(before), Some(inside)) = (before, inside) else { continue };
            self.push(before, mark);
            self.push(inside, *special);
            done = range.end;
        }
        self.push(text.get(done..).unwrap_or_default(), mark);
    }

    /// Returns how many columns the line takes.
    pub(crate) fn width(&self) -> usize {
        self.cells.iter().map(|cell| columns(cell.character)).sum()
    }

    /// Takes out the middle of a line wider than some columns, so that both ends are seen.
    pub(crate) fn fold(&mut self, room: usize) {
        if self.width() <= room {
            return;
        }
        let characters = || self.cells.iter().map(|cell| cell.character);
        let (head, tail) = (leading(characters(), room / 2), trailing(characters(), room - room / 2 - 1));
        let behind = self.cells.split_off(self.cells.len() - tail);
        self.cells.truncate(head);
        self.push("…", Mark::Dim);
        self.cells.extend(behind);
    }

    /// Writes the line, wrapped to the look's width; the first row after `lead`, the others as deep as it is wide.
    pub(crate) fn write(&self, out: &mut dyn Write, look: &Look, lead: &str) -> io::Result<()> {
        let indent = lead.chars().map(columns).sum::<usize>();
        let room = look.width.map(|width| width.saturating_sub(indent).max(NARROWEST));
        for (number, row) in self.rows(room).into_iter().enumerate() {
            if number == 0 {
                out.write_all(lead.as_bytes())?;
            } else {
                write!(out, "{:indent$}", "")?;
            }
            write_row(out, look, &self.cells[row])?;
            out.write_all(b"\n")?;
        }
        Ok(())
    }

    /// Returns the rows, broken at spaces, which belong to none; a word wider than `room` has a row of its own.
    fn rows(&self, room: Option<usize>) -> Vec<Range<usize>> {
        let end = self.cells.iter().rposition(|cell| !cell.breaks).map_or(0, |last| last + 1);
        let room = room.unwrap_or(usize::MAX);
        let (mut rows, mut start, mut width, mut space) = (Vec::new(), 0, 0, None);
        for (at, cell) in self.cells[..end].iter().enumerate() {
            width += columns(cell.character);
            if cell.breaks {
                space = Some(at);
            }
            if width > room
                && let Some(split) = space.take()
            {
                rows.push(start..split);
                start = split + 1;
                width = self.cells[start..=at].iter().map(|cell| columns(cell.character)).sum();
            }
        }
        rows.push(start..end);
        rows
    }
}

fn write_row(out: &mut dyn Write, look: &Look, cells: &[Cell]) -> io::Result<()> {
    for run in cells.chunk_by(|left, right| left.mark == right.mark) {
        let style = look.palette.style(run[0].mark);
        let text: String = run.iter().map(|cell| cell.character).collect();
        write!(out, "{style}{text}{style:#}")?;
    }
    Ok(())
}

/// Returns how many of some characters fit so many columns; an accent stays with its letter.
fn leading(characters: impl Iterator<Item = char>, room: usize) -> usize {
    let mut taken = 0;
    let fits = |character: &char| {
        taken += columns(*character);
        taken <= room
    };
    characters.take_while(fits).count()
}

/// As [`leading`], counted from the end.
fn trailing(characters: impl DoubleEndedIterator<Item = char>, room: usize) -> usize {
    let (mut taken, mut fitting) = (0, 0);
    for (number, character) in (1..).zip(characters.rev()) {
        taken += columns(character);
        if taken > room {
            break;
        }
        // A mark without a column has its letter before it.
        if columns(character) > 0 {
            fitting = number;
        }
    }
    fitting
}

/// Returns how many columns a text takes.
pub(crate) fn width(text: &str) -> usize {
    text.chars().map(columns).sum()
}

/// Returns the beginning of a text, and `…` where there is more than some columns hold.
pub(crate) fn head(text: &str, room: usize) -> String {
    if width(text) <= room || room == 0 {
        return text.chars().filter(|_| room > 0).collect();
    }
    text.chars().take(leading(text.chars(), room - 1)).chain(['…']).collect()
}

/// Returns the end of a text, and `…` before it where there is more than some columns hold.
pub(crate) fn tail(text: &str, room: usize) -> String {
    if width(text) <= room || room == 0 {
        return text.chars().filter(|_| room > 0).collect();
    }
    let characters: Vec<char> = text.chars().collect();
    let kept = trailing(characters.iter().copied(), room - 1);
    std::iter::once('…').chain(characters[characters.len() - kept..].iter().copied()).collect()
}

/// Returns how many columns of a terminal a character takes.
pub(crate) fn columns(character: char) -> usize {
    character.width().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::Palette;

    fn written(line: &Line, look: Look) -> String {
        let mut out = Vec::new();
        line.write(&mut out, &look, "1  ").expect("a vector takes any bytes");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn a_line_wraps_at_spaces_by_columns_not_bytes() {
        let mut line = Line::flowing();
        line.push("Zürich  traders 穀物市場 saw\nwheat climb again on Tuesday", Mark::Plain);
        insta::assert_snapshot!(written(&line, Look { width: Some(28), ..Look::default() }), @r"
        1  Zürich traders 穀物市場
           saw wheat climb again on
           Tuesday
        ");
    }

    #[test]
    fn a_name_is_neither_collapsed_nor_broken() {
        let mut line = Line::flowing();
        line.push("Riga · ", Mark::Dim);
        line.push_name("wire/two  spaces and more.txt", Mark::Dim);
        insta::assert_snapshot!(written(&line, Look { width: Some(24), ..Look::default() }), @r"
        1  Riga ·
           wire/two  spaces and more.txt
        ");
    }

    #[test]
    fn text_is_cut_by_columns_and_an_accent_stays_with_its_letter() {
        assert_eq!((head("grain prices", 8), tail("grain prices", 8)), ("grain p…".into(), "… prices".into()));
        assert_eq!((head("grain", 5), tail("grain", 0), head("grain", 1)), ("grain".into(), String::new(), "…".into()));
        assert_eq!((head("穀物市場", 6), tail("穀物市場", 6)), ("穀物…".into(), "…市場".into()));
        assert_eq!((head("ae\u{301}io", 3), tail("ae\u{301}io", 3)), ("ae\u{301}…".into(), "…io".into()));
        let mut line = Line::flowing();
        line.push_marked("the grain board of the harbour met", Mark::Plain, &[(4..9, Mark::Match)]);
        line.fold(15);
        assert_eq!((written(&line, Look::default()), line.width()), ("1  the gra…our met\n".into(), 15));
    }

    #[test]
    fn matches_are_styled_across_collapsed_space() {
        let mut line = Line::flowing();
        line.push_marked("The grain\n  board met", Mark::Plain, &[(4..17, Mark::Match)]);
        let look = Look { palette: Palette::colored(), width: None };
        assert_eq!(written(&line, look), "1  The \u{1b}[1m\u{1b}[31mgrain board\u{1b}[0m met\n");
    }
}

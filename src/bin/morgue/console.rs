//! The two streams and what they can show: standard output takes data, standard error takes messages.
//!
//! Width, colour and whether a person is watching are decided here, once; printers get them as values.

use crate::args::When;
use crate::escape;
use crate::layout::Mark;
use crate::status::{Failure, Outcome, Status};
use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use std::io::{self, BufWriter, IsTerminal, Write};

/// The styles of everything that is printed; without colour, all of them are empty.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Palette {
    title: Style,
    dim: Style,
    matched: Style,
    person: Style,
    organization: Style,
    /// `morgue:` before an error, and carets.
    pub(crate) alarm: Style,
    /// `hint:` and `note:`.
    pub(crate) label: Style,
}

impl Palette {
    /// Returns the palette of a terminal.
    pub(crate) fn colored() -> Self {
        Self {
            title: Style::new().bold(),
            dim: Style::new().dimmed(),
            matched: AnsiColor::Red.on_default().bold(),
            person: Style::new().underline(),
            organization: Style::new().underline().dimmed(),
            alarm: AnsiColor::Red.on_default().bold(),
            label: AnsiColor::Cyan.on_default().bold(),
        }
    }

    /// Returns the style of a mark.
    pub(crate) fn style(&self, mark: Mark) -> Style {
        match mark {
            Mark::Plain => Style::new(),
            Mark::Title => self.title,
            Mark::Dim => self.dim,
            Mark::Match => self.matched,
            Mark::Person => self.person,
            Mark::Organization => self.organization,
        }
    }
}

/// How a stream shows text.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Look {
    /// The styles.
    pub(crate) palette: Palette,
    /// How many columns a line may take; `None` where nothing wraps.
    pub(crate) width: Option<usize>,
}

impl Look {
    fn of<S: anstream::stream::RawStream>(stream: &S, color: When, columns: Option<usize>) -> Self {
        let colored = match color {
            When::Always => true,
            When::Never => false,
            When::Auto => AutoStream::choice(stream) != ColorChoice::Never,
        };
        let palette = if colored { Palette::colored() } else { Palette::default() };
        Self { palette, width: columns.filter(|_| stream.is_terminal()) }
    }
}

/// Standard error: messages for a person. What cannot be written there is lost, since there is nowhere else to say so.
pub(crate) struct Messages {
    sink: Box<dyn Write + Send>,
    /// How it shows text.
    pub(crate) look: Look,
    /// Whether a person is watching.
    pub(crate) terminal: bool,
}

impl Messages {
    /// Returns messages to a stream.
    pub(crate) fn new(sink: Box<dyn Write + Send>, look: Look, terminal: bool) -> Self {
        Self { sink, look, terminal }
    }

    /// Writes `morgue: ...`.
    pub(crate) fn problem(&mut self, text: &str) {
        let alarm = self.look.palette.alarm;
        self.labelled(alarm, "morgue:", text);
    }

    /// Writes `hint: ...`: what to do.
    pub(crate) fn hint(&mut self, text: &str) {
        let label = self.look.palette.label;
        self.labelled(label, "hint:", text);
    }

    /// Writes `note: ...`: what to know.
    pub(crate) fn note(&mut self, text: &str) {
        let label = self.look.palette.label;
        self.labelled(label, "note:", text);
    }

    /// Writes a line, its hazards spelled out.
    pub(crate) fn line(&mut self, text: &str) {
        let _ = writeln!(self.sink, "{}", escape::visible(text));
    }

    /// Writes a line with styles in it, whose text the caller has made safe.
    pub(crate) fn styled(&mut self, text: &str) {
        let _ = writeln!(self.sink, "{text}");
    }

    fn labelled(&mut self, style: Style, label: &str, text: &str) {
        let _ = writeln!(self.sink, "{style}{label}{style:#} {}", escape::visible(text));
    }
}

/// Both streams.
pub(crate) struct Console {
    /// Data.
    pub(crate) out: Box<dyn Write + Send>,
    /// How data that is text is shown.
    pub(crate) look: Look,
    /// How many rows the screen has, where output goes to one and may be paged.
    pub(crate) height: Option<usize>,
    /// Messages.
    pub(crate) messages: Messages,
}

impl Console {
    /// Returns the console of this process. Output is written line by line to a terminal and in blocks elsewhere.
    pub(crate) fn standard(color: When) -> Self {
        let size = terminal_size::terminal_size();
        let columns = size.map(|(columns, _)| usize::from(columns.0));
        let (stdout, stderr) = (io::stdout(), io::stderr());
        let look = Look::of(&stdout, color, columns);
        let height = size.filter(|_| stdout.is_terminal()).map(|(_, rows)| usize::from(rows.0));
        let terminal = stderr.is_terminal();
        let messages = Look::of(&stderr, color, columns);
        let out: Box<dyn Write + Send> =
            if stdout.is_terminal() { Box::new(stdout) } else { Box::new(BufWriter::with_capacity(1 << 16, stdout)) };
        Self { out, look, height, messages: Messages::new(Box::new(stderr), messages, terminal) }
    }

    /// Writes out what is left, and returns the status where that works.
    pub(crate) fn finish(&mut self, status: Status) -> Outcome {
        self.out.flush().map_err(Failure::from)?;
        Ok(status)
    }
}

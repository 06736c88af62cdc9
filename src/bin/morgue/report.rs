//! Failures as a person reads them: `morgue: what: where: why`, a caret under what was typed wrongly, and what to do.

use crate::console::{Look, Messages};
use crate::escape;
use crate::layout::columns;
use crate::status::{Failure, Status};
use morgue::query::QueryError;
use std::io::{self, Write};
use std::ops::Range;

/// Reports a failure and returns the status that the program ends with.
pub(crate) fn failure(failure: &Failure, messages: &mut Messages) -> Status {
    let status = failure.status();
    match failure {
        Failure::Output(_) if status == Status::Done => {}
        Failure::Output(error) => messages.problem(&format!("cannot write output: {}", reason(error))),
        Failure::Library(error) => {
            messages.problem(&error.to_string());
            if let Some(hint) = error.hint_text() {
                messages.hint(hint);
            }
        }
        Failure::Query { what, text, error } => query(what, text, error, messages),
    }
    status
}

/// Reports what clap makes of the arguments: help and version on standard output, errors on standard error.
pub(crate) fn usage(error: &clap::Error) -> Status {
    if !error.use_stderr() {
        let written = error.print().and_then(|()| io::stdout().flush());
        let mut messages = Messages::new(Box::new(io::stderr()), Look::default(), false);
        return written.map_or_else(|error| failure(&Failure::Output(error), &mut messages), |()| Status::Done);
    }
    // What was typed is in the message, and may hold anything.
    let text = error.render().to_string();
    for line in text.lines() {
        let _ = writeln!(io::stderr(), "{}", escape::visible(line));
    }
    Status::Failed
}

/// Returns the system's reason without the `(os error 2)` that means nothing to a user.
fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or_default().to_lowercase()
}

fn query(what: &str, text: &str, error: &QueryError, messages: &mut Messages) {
    let span = error.span.start.min(text.len())..error.span.end.min(text.len());
    messages.problem(&format!("{what}: column {}: {error}", error.column(text)));
    let drawing = draw(text, &span, messages.look.width.unwrap_or(WIDTH));
    let alarm = messages.look.palette.alarm;
    messages.styled("  |");
    messages.styled(&format!("1 | {}", drawing.line));
    messages.styled(&format!(
        "  | {:indent$}{alarm}{:^<under$}{alarm:#}",
        "",
        "",
        indent = drawing.indent,
        under = drawing.under
    ));
    if let Some(hint) = &error.hint {
        messages.hint(hint);
    }
}

/// How wide a drawing is where no terminal says it.
const WIDTH: usize = 100;

#[derive(Debug, PartialEq, Eq)]
struct Drawing {
    /// What was typed on one line, at most as wide as was asked for.
    line: String,
    /// The columns before the caret.
    indent: usize,
    /// How many carets.
    under: usize,
}

/// Draws what was typed and where the carets go. White space becomes a space each, other hazards are spelled out, and a
/// line too wide for the terminal is cut around the place, so that the carets are always under it.
fn draw(text: &str, span: &Range<usize>, width: usize) -> Drawing {
    let room = width.saturating_sub("1 | ".len() + 2).max(20);
    let mut pieces: Vec<(usize, String, usize)> = Vec::new();
    for (at, character) in text.char_indices() {
        let piece = match character {
            '\t' | '\n' | '\r' => " ".to_owned(),
            _ => escape::visible(character.encode_utf8(&mut [0; 4])).into_owned(),
        };
        let wide = piece.chars().map(columns).sum();
        pieces.push((at, piece, wide));
    }
    let total: usize = pieces.iter().map(|(_, _, wide)| wide).sum();
    let before: usize = pieces.iter().filter(|(at, ..)| *at < span.start).map(|(_, _, wide)| wide).sum();
    let skip = if total > room { before.saturating_sub(room / 3) } else { 0 };

    let mut drawing = Drawing { line: String::new(), indent: 0, under: 0 };
    let (mut passed, mut drawn) = (0, 0);
    if skip > 0 {
        drawing.line.push('…');
        drawing.indent += 1;
    }
    for (at, piece, wide) in &pieces {
        passed += wide;
        if passed <= skip {
            continue;
        }
        if drawn + wide > room {
            drawing.line.push('…');
            break;
        }
        drawn += wide;
        drawing.line.push_str(piece);
        if *at < span.start {
            drawing.indent += wide;
        } else if *at < span.end {
            drawing.under += wide;
        }
    }
    drawing.under = drawing.under.max(1);
    drawing
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;
    use morgue::query::{Context, parse};
    use morgue::story::Date;

    fn drawn(text: &str, span: Range<usize>, width: usize) -> String {
        let drawing = draw(text, &span, width);
        format!("{}|\n{:indent$}{:^<under$}", drawing.line, "", "", indent = drawing.indent, under = drawing.under)
    }

    #[test]
    fn a_query_error_points_at_its_place() {
        let (mut messages, written) = testing::messages();
        let text = "headlin:budget AND \"U.S. troops\"";
        let error = parse(text, &Context::on(Date::today())).expect_err("no such field");
        query("query", text, &error, &mut messages);
        insta::assert_snapshot!(written.text(), @r#"
        morgue: query: column 1: unknown field `headlin`
          |
        1 | headlin:budget AND "U.S. troops"
          | ^^^^^^^
        hint: did you mean `headline`?
        "#);
    }

    #[test]
    fn the_caret_stays_right_after_tabs_wide_and_control_characters() {
        let text = "grain\t穀物 \u{1b}[2J bad\u{202e}word)";
        let at = text.find(')').expect("there");
        insta::assert_snapshot!(drawn(text, at..at + 1, 80), @r"
        grain 穀物 \x1b[2J bad\u{202e}word)|
                                          ^
        ");
        let wide = text.find('穀').expect("there");
        insta::assert_snapshot!(drawn(text, wide..wide + 6, 80), @r"
        grain 穀物 \x1b[2J bad\u{202e}word)|
              ^^^^
        ");
    }

    #[test]
    fn a_caret_may_stand_after_the_end() {
        insta::assert_snapshot!(drawn("grain AND", 9..9, 80), @r"
        grain AND|
                 ^
        ");
    }

    #[test]
    fn a_long_query_is_cut_around_the_place() {
        let text = format!("{} oops {}", "grain ".repeat(30).trim(), "wheat ".repeat(30).trim());
        let at = text.find("oops").expect("there");
        insta::assert_snapshot!(drawn(&text, at..at + 4, 46), @r"
        … grain grain oops wheat wheat wheat whea…|
                      ^^^^
        ");
    }

    #[test]
    fn a_message_is_one_line_whatever_the_file_is_called() {
        let (mut messages, written) = testing::messages();
        let error =
            morgue::Error::new(morgue::ErrorKind::Io, "read", "no such file").at("a\nb\u{1b}[2J").hint("check it");
        assert_eq!(failure(&Failure::Library(error), &mut messages), Status::Failed);
        insta::assert_snapshot!(written.text(), @r"
        morgue: read: a\nb\x1b[2J: no such file
        hint: check it
        ");
    }

    #[test]
    fn a_full_disk_is_told_and_a_closed_pipe_is_not() {
        let (mut messages, written) = testing::messages();
        assert_eq!(failure(&Failure::Output(io::ErrorKind::BrokenPipe.into()), &mut messages), Status::Done);
        assert_eq!(written.text(), "");
        assert_eq!(failure(&Failure::Output(io::Error::from_raw_os_error(28)), &mut messages), Status::Failed);
        assert_eq!(written.text(), "morgue: cannot write output: no space left on device\n");
    }
}

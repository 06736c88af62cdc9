//! The pager: on a terminal, text longer than the screen goes through one, as git's does.

use crate::console::Console;
use crate::layout::Mark;
use std::env;
use std::ffi::OsString;
use std::io::{self, Write};
use std::process::{Command, Stdio};

/// Writes text, through a pager where it is longer than the screen. In `less` the first match is on the screen.
pub(crate) fn show(text: &str, console: &mut Console) -> io::Result<()> {
    let screen = console.height.filter(|rows| text.lines().count() >= *rows);
    let command = screen.and_then(|_| chosen(env::var_os("MORGUE_PAGER"), env::var_os("PAGER")));
    if let (Some(rows), Some(command)) = (screen, command) {
        console.out.flush()?;
        let mark = console.look.palette.style(Mark::Match).to_string();
        if run(&command, first_row(text, &mark, rows), text) {
            return Ok(());
        }
    }
    console.out.write_all(text.as_bytes())
}

/// Returns the command of the pager; `None` where none is wanted.
fn chosen(own: Option<OsString>, usual: Option<OsString>) -> Option<String> {
    let command = own.or(usual).map_or("less".into(), |command| command.to_string_lossy().into_owned());
    let command = command.trim();
    (!command.is_empty() && command != "cat").then(|| command.to_owned())
}

/// Returns the row, from 1, that the screen should begin with for the first match to be on it; `None` where it is anyway.
fn first_row(text: &str, mark: &str, rows: usize) -> Option<usize> {
    let before = text[..text.find(mark).filter(|_| !mark.is_empty())?].matches('\n').count();
    (before + 1 >= rows).then(|| before + 1 - rows / 3)
}

/// Runs a pager and waits for it; says whether it could be started. One that is left early has shown all that was wanted.
fn run(command: &str, row: Option<usize>, text: &str) -> bool {
    let is_plain =
        !command.contains(['|', '&', ';', '<', '>', '(', ')', '$', '`', '\\', '"', '\'', '*', '?', '~', '=']);
    let mut words = command.split_whitespace();
    let program = words.next().unwrap_or_default();
    let mut pager = if is_plain {
        let mut pager = Command::new(program);
        pager.args(words);
        if let Some(row) = row.filter(|_| program.rsplit('/').next() == Some("less")) {
            pager.arg(format!("+{row}"));
        }
        pager
    } else {
        let mut shell = Command::new("sh");
        shell.args(["-c", command]);
        shell
    };
    if env::var_os("LESS").is_none() {
        // Colours pass, a short text is printed and stays; K, since an interrupt ends this program and must not leave less.
        pager.env("LESS", "FRXK");
    }
    let Ok(mut pager) = pager.stdin(Stdio::piped()).spawn() else { return false };
    if let Some(mut input) = pager.stdin.take() {
        let _ = input.write_all(text.as_bytes());
    }
    // What a shell ends with where it finds no such program.
    !pager.wait().is_ok_and(|status| matches!(status.code(), Some(126 | 127)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn the_own_pager_comes_first_and_none_may_be_wanted() {
        let of = |own: Option<&str>, usual: Option<&str>| chosen(own.map(Into::into), usual.map(Into::into));
        assert_eq!(of(None, None).as_deref(), Some("less"));
        assert_eq!(of(None, Some("more -s")).as_deref(), Some("more -s"));
        assert_eq!(of(Some("most"), Some("more")).as_deref(), Some("most"));
        for none in ["", "  ", "cat", " cat "] {
            assert_eq!(of(Some(none), Some("more")), None, "{none:?}");
        }
    }

    #[test]
    fn the_screen_begins_above_the_first_match_where_that_is_not_on_the_first_one() {
        let text = format!("{}<hit>\n{}", "row\n".repeat(50), "row <hit>\n".repeat(9));
        assert_eq!(first_row(&text, "<hit>", 24), Some(51 - 8));
        assert_eq!(first_row(&text, "<hit>", 51), Some(51 - 17));
        assert_eq!(first_row(&text, "<hit>", 52), None);
        assert_eq!(first_row(&text, "<none>", 24), None);
        assert_eq!(first_row(&text, "", 24), None);
    }

    #[test]
    fn text_that_fits_the_screen_or_goes_to_no_screen_is_written() {
        for height in [None, Some(4)] {
            let (mut console, out, _) = testing::console();
            console.height = height;
            show("one\ntwo\nthree\n", &mut console).expect("written");
            assert_eq!(out.text(), "one\ntwo\nthree\n");
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_pager_gets_the_text_may_leave_early_and_may_not_exist() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let copy = folder.path().join("copy");
        let text = "row\n".repeat(100_000);
        assert!(run(&format!("cat > '{}'", copy.display()), Some(7), &text));
        assert!(std::fs::read_to_string(&copy).expect("a copy") == text);
        assert!(run("true", None, &text));
        assert!(!run("no-such-pager-anywhere", None, &text));
        assert!(!run("no-such-pager-anywhere 2> /dev/null", None, &text));
    }
}

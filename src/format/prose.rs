//! Text that was broken into lines of one width: its lines joined to paragraphs again.

/// A run of blanks inside a line as long as this makes it a row of a table.
const GAP: &str = "   ";

/// The longest line of text that was broken into lines, in characters.
const WIDEST: usize = 100;

/// Returns the paragraphs of a text, with a blank line between, each on one line; a table keeps its lines.
///
/// A blank line ends a paragraph, and so does an indented line where not all are. Where a text has neither, a line ends
/// one if it is a sentence's end and the next word would still have found room in it.
pub(super) fn paragraphs(text: &str) -> String {
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let indents = || lines.iter().filter(|line| !line.is_empty()).map(|line| indent(line));
    let (least, most) = (indents().min().unwrap_or(0), indents().max().unwrap_or(0));
    let has_blanks = lines.iter().skip_while(|line| line.is_empty()).any(|line| line.is_empty());
    let width = lines.iter().map(|line| line.chars().count()).max().unwrap_or(0);
    let is_flat = !text.trim_matches('\n').contains("\n\n") && !has_blanks && least == most;
    let mut out = String::with_capacity(text.len());
    let mut before: Option<&str> = None;
    for line in &lines {
        let content = line.trim_start();
        if content.is_empty() {
            before = None;
            continue;
        }
        let begins = match before {
            None => true,
            Some(_) if width > WIDEST && is_flat => true,
            Some(before) if is_flat => is_deliberate(before, content, width),
            Some(_) => indent(line) > least,
        };
        let breaks = before.is_some_and(|before| is_row(before) || is_row(content) || is_item(content));
        if !out.is_empty() {
            out.push_str(if before.is_some() && breaks {
                "\n"
            } else if begins {
                "\n\n"
            } else {
                " "
            });
        }
        out.push_str(content);
        before = Some(line);
    }
    out
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// Whether a line ended although the next one's first word would have fitted.
fn is_deliberate(before: &str, next: &str, width: usize) -> bool {
    let word = next.split_whitespace().next().unwrap_or_default().chars().count();
    before.ends_with(['.', '!', '?', '"', '\'', ':', '”']) && before.chars().count() + 1 + word < width
}

fn is_row(line: &str) -> bool {
    let line = line.trim_start();
    line.contains(GAP) || line.contains('\t') || line.matches(';').count() > 2
}

fn is_item(line: &str) -> bool {
    ["- ", "* ", "-- "].iter().any(|mark| line.starts_with(mark))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_joined_and_paragraphs_kept() {
        for (text, expected) in [
            ("One line\nof two.\n\nNext.", "One line of two.\n\nNext."),
            ("   The boat\nran late.\n   It rained.\n", "The boat ran late.\n\nIt rained."),
            ("  All\n  indented.", "All indented."),
            ("A\n- one\n- two\n\nB", "A\n- one\n- two\n\nB"),
            ("Tides    high   low\nHaven    3.1    0.2", "Tides    high   low\nHaven    3.1    0.2"),
            (
                "The ferry ran late on Monday and the harbour was full of boats that\nwaited.\nNobody was hurt, the master said, and the boat went on to the north\nquay.",
                "The ferry ran late on Monday and the harbour was full of boats that waited.\n\nNobody was hurt, the master said, and the boat went on to the north quay.",
            ),
        ] {
            assert_eq!(paragraphs(text), expected);
        }
    }
}

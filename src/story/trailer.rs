//! Trailers: credits, notes and end marks after the last paragraph.
//!
//! Owns: finding where the body ends. Does not own: what the credits say. A trailer is peeled from the end, piece by piece, so
//! that nothing before an ordinary last paragraph is ever taken for one.

use super::advisory;
use super::{ceil_boundary, trim_end};

/// How far from the end a trailer may begin, in bytes.
const WINDOW: usize = 1600;
/// The most pieces: end mark, credits, note, contacts.
const MOST_PIECES: usize = 6;

/// What credits begin with, in lower case.
const CREDITS: [&str; 24] = [
    "reporting by ",
    "additional reporting by ",
    "additional reporting and writing by ",
    "reporting and writing by ",
    "reporting and editing by ",
    "writing by ",
    "writing and reporting by ",
    "writing and editing by ",
    "written by ",
    "editing by ",
    "edited by ",
    "compiled by ",
    "compiled and edited by ",
    "translated by ",
    "translation by ",
    "reported by ",
    "graphic by ",
    "graphics by ",
    "photography by ",
    "produced by ",
    "with additional reporting by ",
    "reporting: ",
    "reporters: ",
    "editing: ",
];

/// Words that stand in credits in lower case.
const SMALL: [&str; 40] = [
    "additional",
    "al",
    "and",
    "at",
    "bin",
    "bureau",
    "bureaus",
    "by",
    "compiled",
    "da",
    "de",
    "del",
    "der",
    "desk",
    "di",
    "dos",
    "du",
    "edited",
    "editing",
    "el",
    "for",
    "from",
    "graphic",
    "graphics",
    "in",
    "la",
    "le",
    "newsroom",
    "of",
    "on",
    "reporting",
    "research",
    "the",
    "translated",
    "translation",
    "van",
    "von",
    "with",
    "writing",
    "written",
];

/// Returns where the body ends and where the trailer begins and ends, in bytes; without a trailer all three are the same.
pub(super) fn split(text: &str, start: usize) -> (usize, usize, usize) {
    let end = trim_end(text, start);
    let mut at = end;
    for _ in 0..MOST_PIECES {
        let from = ceil_boundary(text, at.saturating_sub(WINDOW).max(start));
        let Some(begins) = last_piece(&text[from..at]).map(|piece| from + piece) else { break };
        at = trim_end(&text[..begins], start);
    }
    if at == end {
        return (end, end, end);
    }
    let lead =
        text[at..end].len() - text[at..end].trim_start_matches(|c: char| c.is_whitespace() || c.is_control()).len();
    (at, at + lead, end)
}

/// Returns where the last piece of a trailer begins in `text`, which is the end of a story, trimmed.
fn last_piece(text: &str) -> Option<usize> {
    end_mark(text).or_else(|| in_brackets(text)).or_else(|| last_lines(text)).or_else(|| at_line_end(text))
}

/// ` Reuter` and ` REUTER`, the end mark of 1987, on a line of its own or after a full stop.
fn end_mark(text: &str) -> Option<usize> {
    let marked = text.trim_end_matches(['.', '>', '-', '^', 'M']).trim_end();
    let word = marked.get(marked.len().checked_sub("Reuter".len())?..)?;
    if !matches!(word, "Reuter" | "REUTER" | "reuter") {
        return None;
    }
    let before = &marked[..marked.len() - word.len()];
    let line = before.trim_end_matches(|c: char| c == ' ' || c == '\t' || (c.is_control() && c != '\n' && c != '\r'));
    let apart = line.is_empty() || line.ends_with(['\n', '\r']);
    let after_sentence = line.len() < before.len() && word != "reuter" && line.ends_with(['.', '"', '”', ')']);
    (apart || after_sentence).then_some(before.len())
}

/// `(Reporting by ...)`, `(This story was refiled to ...)`, `((ada@example.com))` at the very end.
fn in_brackets(text: &str) -> Option<usize> {
    let closed = text.trim_end_matches('.');
    let inner = closed.strip_suffix(')')?;
    let mut depth = 1_u32;
    let open = inner.char_indices().rev().find_map(|(at, c)| {
        match c {
            ')' => depth += 1,
            '(' => depth -= 1,
            _ => {}
        }
        (depth == 0).then_some(at)
    })?;
    let content = advisory::content(&closed[open..]);
    let contacts = closed[open..].starts_with("((") && content.contains('@');
    let apart = open == 0 || text[..open].ends_with(|c: char| c.is_whitespace() || ".”\"".contains(c));
    // The last bracket of a sentence goes on after it; a note follows one that is complete.
    let complete = ends_a_sentence(&text[..open]);
    let note = advisory::is_note(content) && (complete || advisory::status(content).is_some());
    (apart && (is_credit(content) || contacts || note)).then_some(open)
}

fn ends_a_sentence(text: &str) -> bool {
    text.trim_end().is_empty() || text.trim_end().ends_with(['.', '!', '?', '”', '"', ')', '’'])
}

fn is_credit(text: &str) -> bool {
    CREDITS.iter().any(|credit| text.get(..credit.len()).is_some_and(|start| start.eq_ignore_ascii_case(credit)))
}

/// Whether nothing but credits stands here: names, and the few words between them.
fn is_only_credits(text: &str) -> bool {
    text.split_whitespace().all(is_credit_word)
}

fn is_credit_word(word: &str) -> bool {
    let bare = word.trim_matches([',', ';', '.', ':', '(', ')', '&', '-', '/']);
    bare.is_empty() || bare.starts_with(char::is_uppercase) || bare.contains('@') || SMALL.contains(&bare)
}

/// `Reporting by A; writing by B` as the last line, or the last paragraph; an opening bracket may be unclosed.
fn last_lines(text: &str) -> Option<usize> {
    let mut at = text.len();
    for _ in 0..6 {
        let line = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let lead =
            text[line..].len() - text[line..].trim_start_matches(|c: char| c.is_whitespace() || c.is_control()).len();
        let written = &text[line + lead..];
        let bare = written.trim_start_matches('(');
        if is_credit(bare) && (bare.len() < written.len() || is_only_credits(bare)) {
            return Some(line + lead);
        }
        if line == 0 || text[line..at].trim().is_empty() {
            return None;
        }
        at = line - 1;
    }
    None
}

/// `... he said. Reporting by A; Editing by B` on the same line, at the very end.
fn at_line_end(text: &str) -> Option<usize> {
    // Only the words at the end that may stand in credits are looked at; most stories end in a word that may not.
    let mut from = text.len();
    for word in text.split_whitespace().rev() {
        if !is_credit_word(word) {
            break;
        }
        from = word.as_ptr() as usize - text.as_ptr() as usize;
    }
    if !text[from..].contains("by ") && !text[from..].contains(": ") {
        return None;
    }
    let lower = text[from..].to_ascii_lowercase();
    let starts = |at: usize| {
        let before = text[..at].trim_end();
        let complete = before.len() < at && before.ends_with(['.', '”', '"', ')', '!', '?']);
        complete && text[at..].starts_with(char::is_uppercase)
    };
    CREDITS.iter().filter_map(|credit| lower.rfind(credit)).map(|at| from + at).filter(|&at| starts(at)).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trailer_is_cut_off_and_kept() {
        for (body, trailer) in [
            ("He said so.", "(Reporting by Ada Brightwell; Editing by Bo Crane)"),
            ("He said so. ", "(Reporting by Ada Brightwell; Editing by Bo Crane)"),
            ("He said so.\n\n", "Reporting by Ada Brightwell; writing by Bo van Oven; editing by Cy Crane"),
            ("He said so.\n", "(Additional reporting by Ada Brightwell in ROME;\nEditing by Bo Crane)"),
            ("He said so.\n", "(Reporting by Ada Brightwell\n"),
            ("He said so. ", "Reporting by Ada Brightwell; Editing by Bo Crane"),
            ("He said so.\n ", "Reuter\n\u{3}"),
            ("He said so.\r\n", "REUTER\r\n\u{3}"),
            ("He said so.\n ", "REUTER..."),
            ("He said so. ", "REUTER\u{3}"),
            ("He said so.\n", "(Reporting by Ada Brightwell)\n Reuter\n\u{3}"),
            ("He said so. ", "(This story has been refiled to correct the headline)"),
            ("He said so.\n\n", "(Reporting by A. Oven)\n\n((ada@example.com; +44 20 0000))"),
        ] {
            let text = format!("{body}{trailer}");
            let (end, from, to) = split(&text, 0);
            assert_eq!(&text[..end], body.trim_end(), "{text}");
            assert_eq!(&text[from..to], &trailer[..trim_end(trailer, 0)], "{text}");
        }
    }

    #[test]
    fn an_ordinary_last_paragraph_is_none() {
        for text in [
            "He told Reuters",
            "He spoke to Reuters.",
            "She said so (again)",
            "Reporting by the council showed that prices rose.",
            "It ended. Reporting by the press has been fair.",
            "(He had left)",
            "Loaves rose (this includes rolls)",
            "The ship Reuter\nsank",
            "",
        ] {
            assert_eq!(split(text, 0), (text.len(), text.len(), text.len()), "{text}");
        }
    }

    #[test]
    fn nothing_before_the_start_is_touched() {
        let text = "(Reporting by Ada Oven) Reuter";
        assert_eq!(split(text, 24), (24, 24, 30));
    }
}

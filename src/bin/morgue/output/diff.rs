//! `show --diff`: what changed from one story to another, word by word.

use super::record::VERSION;
use crate::console::Look;
use crate::layout::{Line, Mark};
use morgue::story::Story;
use serde::Serialize;
use similar::{Algorithm, DiffTag, capture_diff_slices};
use std::io::{self, Write};

/// A stretch of text that is in both, in the earlier alone, or in the later alone.
#[derive(Debug, PartialEq, Eq, Serialize)]
pub(super) struct Change {
    op: &'static str,
    text: String,
}

const EQUAL: &str = "equal";
const DELETE: &str = "delete";
const INSERT: &str = "insert";

/// Returns the words of two texts, those that are in both once. White space goes with the word before it and is no difference.
/// Where something was replaced, the old words come first.
pub(super) fn changes(before: &str, after: &str) -> Vec<Change> {
    let (before, after) = (words(before), words(after));
    let bare = |words: &[&'_ str]| words.iter().map(|word| word.trim_end().to_owned()).collect::<Vec<String>>();
    let mut changes: Vec<Change> = Vec::new();
    for operation in capture_diff_slices(Algorithm::Myers, &bare(&before), &bare(&after)) {
        let (tag, old, new) = operation.as_tag_tuple();
        let mut push = |op, words: &[&str]| changes.push(Change { op, text: words.concat() });
        match tag {
            DiffTag::Equal => push(EQUAL, &after[new]),
            DiffTag::Delete => push(DELETE, &before[old]),
            DiffTag::Insert => push(INSERT, &after[new]),
            DiffTag::Replace => {
                push(DELETE, &before[old]);
                push(INSERT, &after[new]);
            }
        }
    }
    changes
}

/// Returns how many words the later text has that the earlier has not, and how many it lacks.
pub(super) fn count(before: &str, after: &str) -> (usize, usize) {
    let changes = changes(before, after);
    let count = |op| changes.iter().filter(|change| change.op == op).map(|change| words(&change.text).len()).sum();
    (count(INSERT), count(DELETE))
}

fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let (mut start, mut after_space) = (0, false);
    for (at, c) in text.char_indices() {
        if after_space && !c.is_whitespace() {
            words.push(&text[start..at]);
            start = at;
        }
        after_space = c.is_whitespace();
    }
    if start < text.len() {
        words.push(&text[start..]);
    }
    words
}

/// What changed from one story to another.
#[derive(Serialize)]
pub(crate) struct DiffRecord<'s> {
    v: u8,
    from: &'s str,
    to: &'s str,
    headline: Vec<Change>,
    body: Vec<Change>,
}

/// Returns the record of what changed.
pub(crate) fn record<'s>(before: &'s Story, after: &'s Story) -> DiffRecord<'s> {
    DiffRecord {
        v: VERSION,
        from: &before.id,
        to: &after.id,
        headline: changes(&headline(before), &headline(after)),
        body: changes(&before.body, &after.body),
    }
}

/// Writes what changed: `[-taken out-]`, `{+put in+}`.
pub(crate) fn write(out: &mut dyn Write, look: &Look, before: &Story, after: &Story) -> io::Result<()> {
    for (sign, story) in [("--- ", before), ("+++ ", after)] {
        let mut line = Line::flowing();
        line.push(sign, Mark::Dim);
        line.push_name(&story.id, Mark::Dim);
        line.write(out, look, "")?;
    }
    write_changes(out, look, &changes(&headline(before), &headline(after)), Mark::Title)?;
    out.write_all(b"\n")?;
    write_changes(out, look, &changes(before.body.trim_end(), after.body.trim_end()), Mark::Plain)
}

fn write_changes(out: &mut dyn Write, look: &Look, changes: &[Change], mark: Mark) -> io::Result<()> {
    let mut line = Line::preformatted();
    for (at, Change { op, text }) in changes.iter().enumerate() {
        // The brackets hug the words; the space behind them stays outside. What replaces words ends the line, not they.
        let inside = text.trim_end();
        let is_replaced = *op == DELETE && changes.get(at + 1).is_some_and(|next| next.op == INSERT);
        let gap = if is_replaced { " " } else { &text[inside.len()..] };
        let (open, close, mark) = match *op {
            DELETE => ("[-", "-]", Mark::Dim),
            INSERT => ("{+", "+}", Mark::Match),
            _ => ("", "", mark),
        };
        line.push(open, mark);
        for (number, row) in inside.split('\n').enumerate() {
            if number > 0 {
                std::mem::replace(&mut line, Line::preformatted()).write(out, look, "")?;
            }
            line.push(row, mark);
        }
        line.push(close, mark);
        for c in gap.chars() {
            if c == '\n' {
                std::mem::replace(&mut line, Line::preformatted()).write(out, look, "")?;
            } else {
                line.push(" ", mark);
            }
        }
    }
    if line.is_empty() { Ok(()) } else { line.write(out, look, "") }
}

/// Returns the headline with its tags, as it was filed.
pub(super) fn headline(story: &Story) -> String {
    let tags = story.headline_tags.iter().map(|tag| format!("{tag} - "));
    tags.chain(story.headline.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_taken_out_and_put_in() {
        let found = changes("Five loaves were baked.\n", "Six fresh loaves were baked.\n");
        let change = |op, text: &str| Change { op, text: text.to_owned() };
        let expected = [change(DELETE, "Five "), change(INSERT, "Six fresh "), change(EQUAL, "loaves were baked.\n")];
        assert_eq!(found, expected);
        assert_eq!(count("Five loaves were baked.", "Six fresh loaves were baked."), (2, 1));
        assert_eq!(count("", ""), (0, 0));
    }

    #[test]
    fn brackets_hug_words_and_lines_stay_lines() {
        let story = |id: &str, body: &str| Story {
            id: id.to_owned(),
            headline: Some("Loaves rise".to_owned()),
            headline_tags: if id == "b" { vec!["UPDATE 1".to_owned()] } else { Vec::new() },
            body: body.to_owned(),
            ..Story::default()
        };
        let before = story("a", "Five loaves\nwere baked.\n\nThe baker said so.");
        let after = story("b", "Five loaves\nwere sold.\n\nAll of them.\nThe baker said so.");
        let mut out = Vec::new();
        write(&mut out, &Look::default(), &before, &after).expect("a vector takes any bytes");
        insta::assert_snapshot!(String::from_utf8_lossy(&out), @r"
        --- a
        +++ b
        {+UPDATE 1 -+} Loaves rise

        Five loaves
        were [-baked.-] {+sold.

        All of them.+}
        The baker said so.
        ");
    }
}

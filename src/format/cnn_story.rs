//! CNN and Daily Mail `.story` files: the paragraphs of a story, then its highlights, each after a line that says so.

use super::detect::Head;
use super::options::Options;
use super::{Input, Parsed, Refusal, bad, plain};
use crate::story::Record;

/// The line before each highlight.
const MARK: &str = "@highlight";

/// Returns true where lines mark highlights, one after each and nothing else; the name decides where the first is too far
/// behind.
pub(super) fn recognizes(head: &Head<'_>, _: &Options) -> bool {
    if head.extension != "story" && !head.text.contains(MARK) {
        return false;
    }
    let mut lines = head.text.lines().map(str::trim).filter(|line| !line.is_empty());
    let is_marked = lines.any(|line| line == MARK);
    let rest: Vec<&str> = lines.collect();
    let alternates = || rest.iter().enumerate().all(|(at, line)| (*line == MARK) == (at % 2 == 1));
    head.extension == "story" || is_marked && alternates()
}

/// Reads the story.
pub(super) fn read<'a>(input: Input<'a>, options: &Options) -> Result<Parsed<'a>, Refusal> {
    let parsed = plain::read(input, options)?;
    let (limit, over_limit) = (options.text_limit, options.over_limit());
    let records = parsed.records.map(move |record| {
        let record = story(record?);
        // Blank lines between its paragraphs make the text longer than the source.
        if record.text.len() > limit { Err(bad(1, 1, &over_limit)) } else { Ok(record) }
    });
    Ok(Parsed { encoding: parsed.encoding, records: Box::new(records) })
}

fn story(record: Record) -> Record {
    let (mut paragraphs, mut highlights) = (Vec::new(), Vec::new());
    let mut in_highlights = false;
    for line in record.text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        if line == MARK {
            in_highlights = true;
        } else if in_highlights {
            highlights.push(sentence(line));
        } else {
            paragraphs.push(line);
        }
    }
    let (byline, date, start) = opening(&paragraphs);
    Record {
        text: paragraphs[start..].join("\n\n"),
        byline,
        date,
        summary: (!highlights.is_empty()).then(|| highlights.join(" ")),
        text_start: None,
        ..record
    }
}

fn sentence(line: &str) -> String {
    let line = line.trim_end_matches([' ', '.']);
    if line.ends_with(['!', '?', '"', '\'', '…']) { line.to_owned() } else { format!("{line}.") }
}

/// Returns byline and date, and the number of lines they take: `By . Ann Poe . PUBLISHED: . 10:08 EST, 13 January 2013 . | .
/// UPDATED: . ...` stands before many stories, each word or two on a line of its own.
fn opening(lines: &[&str]) -> (Option<String>, Option<String>, usize) {
    const FAR: usize = 24;
    // The full stops and bars on lines of their own part nothing.
    let words: Vec<(usize, &str)> = lines
        .iter()
        .take(FAR)
        .enumerate()
        .map(|(at, line)| (at, line.trim_end_matches([' ', '.'])))
        .filter(|(_, line)| !line.is_empty() && *line != "|")
        .collect();
    let starts = |label: &str| words.iter().position(|(_, word)| word.eq_ignore_ascii_case(label));
    let after = |at: usize| words.get(at).map_or(lines.len().min(FAR), |(line, _)| *line);
    let published = starts("PUBLISHED:").or_else(|| starts("CREATED:"));
    let by = words.first().is_some_and(|(_, word)| *word == "By").then_some(1);
    let names = |end: usize| {
        let names: Vec<&str> = words[1..end].iter().map(|(_, word)| *word).collect();
        (!names.is_empty()).then(|| names.join(" "))
    };
    match (by, published) {
        (_, Some(at)) => {
            let date = words.get(at + 1).map(|(_, word)| (*word).to_owned());
            let last = starts("UPDATED:").filter(|updated| *updated > at).unwrap_or(at);
            (by.and_then(|_| names(at)), date, after(last + 2))
        }
        (Some(_), None) if words.len() > 2 && words[1].1.len() < 60 => (names(2), None, after(2)),
        _ => (None, None, 0),
    }
}

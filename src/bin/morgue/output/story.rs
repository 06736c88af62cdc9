//! A story whole, as text.

use super::record::count;
use super::text::origin;
use crate::console::Look;
use crate::escape;
use crate::layout::{Line, Mark};
use morgue::spans::Highlight;
use morgue::story::Document;
use morgue::story::{Field, NameKind, Story};
use morgue::text::analyze;
use std::borrow::Cow;
use std::io::{self, Write};
use std::ops::Range;

/// The longest first sentence that stands for a headline, in characters.
const LONGEST_TITLE: usize = 160;

/// Returns the headline; where there is none, the first sentence of as much of the body as is there; else the id.
pub(crate) fn title(story: &Story) -> Cow<'_, str> {
    if let Some(headline) = &story.headline {
        return Cow::Borrowed(headline);
    }
    let body = story.body.trim();
    let cut = body.char_indices().nth(LONGEST_TITLE).map_or(body.len(), |(at, _)| at);
    let start = &body[..cut];
    let analysis = analyze(start);
    let second = analysis.sentences.get(1);
    let end = second.and_then(|second| analysis.tokens.iter().find(|token| token.position == *second));
    match end {
        Some(token) => Cow::Borrowed(without_opening_quote(&start[..token.start as usize])),
        None if start.is_empty() => escape::visible(&story.id),
        None if cut < body.len() => Cow::Owned(format!("{start}…")),
        None => Cow::Borrowed(start),
    }
}

/// Returns a sentence without the quote or bracket that opens the next one, which stands before its first word.
fn without_opening_quote(sentence: &str) -> &str {
    let shorter = sentence.trim_end_matches(['"', '\'', '(', '\u{201c}', '\u{2018}']);
    if shorter.ends_with(char::is_whitespace) { shorter.trim_end() } else { sentence.trim_end() }
}

/// Writes a story: headline, origin, byline, summary, tags, advisory, text, trailer, and who is in it. Lines are kept as the story has
/// them, and wrapped where they are wider than the terminal.
pub(crate) fn write(out: &mut dyn Write, look: &Look, document: &Document, highlights: &[Highlight]) -> io::Result<()> {
    let story = &document.story;
    let marks = Marks { document, highlights };
    if let Some(headline) = &story.headline {
        marked_lines(out, look, headline, Mark::Title, &marks.of(Field::Headline), None)?;
    }
    origin(story).write(out, look, "")?;
    if let Some(byline) = &story.byline {
        plain(out, look, &format!("By {byline}"), Mark::Dim)?;
    }
    if let Some(summary) = &story.summary {
        plain(out, look, &format!("Summary: {summary}"), Mark::Dim)?;
    }
    if !story.tags.is_empty() {
        plain(out, look, &format!("Tags: {}", story.tags.join("; ")), Mark::Dim)?;
    }
    out.write_all(b"\n")?;
    if let Some(advisory) = &story.advisory {
        plain(out, look, &format!("[{advisory}]"), Mark::Dim)?;
        out.write_all(b"\n")?;
    }
    // A dateline that follows a summary stands where it stood.
    let dateline = story.dateline.as_deref().filter(|dateline| !story.body.contains(dateline));
    marked_lines(out, look, story.body.trim_end(), Mark::Plain, &marks.of(Field::Body), dateline)?;
    if let Some(trailer) = &story.trailer {
        out.write_all(b"\n")?;
        plain(out, look, trailer, Mark::Dim)?;
    }
    names(out, look, document)
}

fn names(out: &mut dyn Write, look: &Look, document: &Document) -> io::Result<()> {
    let mut blank = true;
    for (label, kind) in [("people: ", NameKind::Person), ("orgs: ", NameKind::Organization)] {
        let names = count(&document.mentions, kind);
        if names.is_empty() {
            continue;
        }
        if blank {
            out.write_all(b"\n")?;
            blank = false;
        }
        let listed: Vec<String> = names.iter().map(|name| format!("{} {}", name.name, name.mentions)).collect();
        plain(out, look, &format!("{label}{}", listed.join(", ")), Mark::Dim)?;
    }
    Ok(())
}

fn plain(out: &mut dyn Write, look: &Look, text: &str, mark: Mark) -> io::Result<()> {
    let mut line = Line::flowing();
    line.push(text, mark);
    line.write(out, look, "")
}

/// Writes a text line by line, its byte ranges marked; before the first line, what stood apart from the text.
fn marked_lines(
    out: &mut dyn Write,
    look: &Look,
    text: &str,
    mark: Mark,
    marks: &[(Range<usize>, Mark)],
    before: Option<&str>,
) -> io::Result<()> {
    let mut start = 0;
    for (number, row) in text.split_inclusive('\n').enumerate() {
        let mut line = Line::preformatted();
        if let Some(before) = before.filter(|_| number == 0) {
            line.push(before, Mark::Dim);
            line.push(" ", Mark::Dim);
        }
        let end = start + row.len();
        let inside = marks.iter().filter(|(range, _)| range.start < end && range.end > start);
        let inside: Vec<_> = inside
            .map(|(range, mark)| (range.start.max(start) - start..range.end.min(end) - start, *mark))
            .map(|(range, mark)| (range.start..range.end.min(row.trim_end().len()).max(range.start), mark))
            .collect();
        line.push_marked(row.trim_end(), mark, &inside);
        line.write(out, look, "")?;
        start = end;
    }
    Ok(())
}

/// What is marked in a story: matches, and names where no match is.
struct Marks<'d> {
    document: &'d Document,
    highlights: &'d [Highlight],
}

impl Marks<'_> {
    /// Returns the marks of one field, ascending, not overlapping.
    fn of(&self, field: Field) -> Vec<(Range<usize>, Mark)> {
        let called = match field {
            Field::Headline => "headline",
            Field::Body => "body",
        };
        let here = self.highlights.iter().filter(|highlight| highlight.field == called);
        let mut matches: Vec<Range<usize>> = here.map(|highlight| highlight.start..highlight.end).collect();
        matches.sort_by_key(|range| (range.start, range.end));
        let mut marks: Vec<(Range<usize>, Mark)> = Vec::new();
        for range in matches {
            match marks.last_mut() {
                Some((last, _)) if range.start < last.end => last.end = last.end.max(range.end),
                _ => marks.push((range, Mark::Match)),
            }
        }
        let first_mention = marks.len();
        for mention in self.document.mentions.iter().filter(|mention| mention.field == field) {
            let mark = match mention.kind {
                NameKind::Person => Mark::Person,
                NameKind::Organization => Mark::Organization,
            };
            let span = mention.start as usize..mention.end as usize;
            // The matches ascend, so those that touch this mention are found by halving, not by walking.
            let after = marks[..first_mention].partition_point(|(range, _)| range.end <= span.start);
            let free = marks[..first_mention].get(after).is_none_or(|(range, _)| range.start >= span.end);
            if free {
                marks.push((span, mark));
            }
        }
        marks.sort_by_key(|(range, _)| range.start);
        marks
    }
}

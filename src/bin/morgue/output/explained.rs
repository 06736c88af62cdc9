//! Why each mention of a name in a story is one: how it was found, whom it means, what the story says of it.
//!
//! The index keeps the mentions and not the reasons, so the recognizer reads the story once more. A mention it does not make
//! any more was made by another version of the program, and says so.

use super::record::StoryRecord;
use super::safe_json;
use crate::console::Look;
use crate::layout::{Line, Mark};
use morgue::names::{Recognizer, Tagger, Why};
use morgue::story::{Document, Field, Mention, NameKind};
use morgue::text::analyze;
use serde::Serialize;
use std::io::{self, Write};

/// A mention, and why it is one.
#[derive(Clone, Copy)]
struct Explained<'d> {
    mention: &'d Mention,
    text: &'d str,
    why: Option<Why>,
}

fn explain(document: &Document) -> Vec<Explained<'_>> {
    let story = &document.story;
    let headline = story.headline.as_deref().unwrap_or_default();
    let reasons = Tagger::default().explain(story, &analyze(headline), &analyze(&story.body));
    let place = |mention: &Mention| (mention.field, mention.start, mention.end);
    // Both are in the order of the text.
    let mut reasons = reasons.iter().peekable();
    let explained = document.mentions.iter().map(|mention| {
        let field = if mention.field == Field::Headline { headline } else { &story.body };
        let text = field.get(mention.start as usize..mention.end as usize).unwrap_or_default();
        while reasons.next_if(|(other, _)| place(other) < place(mention)).is_some() {}
        let why = reasons.next_if(|(other, _)| place(other) == place(mention) && other.kind == mention.kind);
        let why = why.map(|(_, why)| *why);
        Explained { mention, text, why }
    });
    explained.collect()
}

/// Writes a line for each mention.
pub(crate) fn write(out: &mut dyn Write, look: &Look, document: &Document) -> io::Result<()> {
    let explained = explain(document);
    if !explained.is_empty() {
        out.write_all(b"\n")?;
    }
    for Explained { mention, text, why } in explained {
        let mut line = Line::flowing();
        let mark = if mention.kind == NameKind::Person { Mark::Person } else { Mark::Organization };
        line.push(text, mark);
        let (kind, field) = (called(mention.kind), field(mention.field));
        line.push(&format!(" ({field} {}): {kind} {}", mention.start, mention.name), Mark::Plain);
        let Some(why) = why else {
            line.push("; found by another version of the program: index --rebuild finds the names anew", Mark::Dim);
            line.write(out, look, "")?;
            continue;
        };
        line.push(&format!("; {}, {}", why.finding, why.meaning), Mark::Dim);
        let signs: Vec<&str> = why.signs().collect();
        if !signs.is_empty() {
            line.push(&format!("; in this story {}", signs.join(", ")), Mark::Dim);
        }
        line.write(out, look, "")?;
    }
    Ok(())
}

fn called(kind: NameKind) -> &'static str {
    match kind {
        NameKind::Person => "person",
        NameKind::Organization => "organization",
    }
}

fn field(field: Field) -> &'static str {
    match field {
        Field::Headline => "headline",
        Field::Body => "body",
    }
}

#[derive(Serialize)]
struct ExplainedStory<'d> {
    #[serde(flatten)]
    story: StoryRecord<'d>,
    explained: Vec<Reason<'d>>,
}

#[derive(Serialize)]
struct Reason<'d> {
    text: &'d str,
    field: Field,
    start: u32,
    end: u32,
    kind: NameKind,
    name: &'d str,
    found: Option<String>,
    meaning: Option<String>,
    signs: Vec<&'static str>,
}

impl<'d> Reason<'d> {
    fn of(explained: Explained<'d>) -> Self {
        let Explained { mention, text, why } = explained;
        Self {
            text,
            field: mention.field,
            start: mention.start,
            end: mention.end,
            kind: mention.kind,
            name: &mention.name,
            found: why.map(|why| why.finding.to_string()),
            meaning: why.map(|why| why.meaning.to_string()),
            signs: why.iter().flat_map(Why::signs).collect(),
        }
    }
}

/// Writes a story as a JSON object with one more key, `explained`.
pub(crate) fn write_json(out: &mut dyn Write, story: StoryRecord<'_>, document: &Document) -> io::Result<()> {
    let explained = explain(document).into_iter().map(Reason::of).collect();
    safe_json::write_line(out, &ExplainedStory { story, explained })
}

//! `show --versions`: the versions of a story in the order of time, and how each differs from the one before.

use super::diff;
use super::record::VERSION;
use super::text::origin;
use crate::console::Look;
use crate::layout::{Line, Mark};
use morgue::story::{Date, Document, Story};
use morgue::text::analyze;
use serde::Serialize;
use std::io::{self, Write};

/// The versions of a story.
#[derive(Serialize)]
pub(crate) struct VersionsRecord<'d> {
    v: u8,
    versions: Vec<VersionRecord<'d>>,
}

#[derive(Serialize)]
struct VersionRecord<'d> {
    id: &'d str,
    position: usize,
    headline: Option<&'d str>,
    headline_tags: &'d [String],
    status: Option<&'d str>,
    update: Option<u32>,
    version: Option<u32>,
    advisory: Option<&'d str>,
    date: Option<Date>,
    words: usize,
    /// Words that the version before has not; `None` for the first.
    added: Option<usize>,
    /// Words of the version before that it lacks.
    removed: Option<usize>,
}

/// Returns the record of a story's versions.
pub(crate) fn record(members: &[Document]) -> VersionsRecord<'_> {
    let versions = with_the_one_before(members).enumerate().map(|(place, (before, story))| {
        let changed = before.map(|before| diff::count(&before.body, &story.body));
        VersionRecord {
            id: &story.id,
            position: place + 1,
            headline: story.headline.as_deref(),
            headline_tags: &story.headline_tags,
            status: story.status.as_deref(),
            update: story.update,
            version: story.version,
            advisory: story.advisory.as_deref(),
            date: story.date,
            words: words(story),
            added: changed.map(|(added, _)| added),
            removed: changed.map(|(_, removed)| removed),
        }
    });
    VersionsRecord { v: VERSION, versions: versions.collect() }
}

/// Writes a story's versions; the one that was asked for is marked.
pub(crate) fn write(out: &mut dyn Write, look: &Look, members: &[Document], asked: &str) -> io::Result<()> {
    for (place, (before, story)) in with_the_one_before(members).enumerate() {
        if place > 0 {
            out.write_all(b"\n")?;
        }
        let lead = format!("{:>2}  ", place + 1);
        let indent = " ".repeat(lead.len());
        let mut line = Line::flowing();
        line.push(&diff::headline(story), Mark::Title);
        line.write(out, look, &lead)?;
        let mut line = origin(story);
        for part in
            [story.status.clone(), story.version.map(|version| format!("version {version}"))].into_iter().flatten()
        {
            line.push(&format!(" · {part}"), Mark::Dim);
        }
        if story.id == asked {
            line.push(" · this one", Mark::Dim);
        }
        line.write(out, look, &indent)?;
        let mut line = Line::flowing();
        line.push(&length(before, story), Mark::Dim);
        line.write(out, look, &indent)?;
        if let Some(advisory) = &story.advisory {
            let mut line = Line::flowing();
            line.push(&format!("[{advisory}]"), Mark::Dim);
            line.write(out, look, &indent)?;
        }
    }
    Ok(())
}

/// Returns how long a version is, and what is new in it.
fn length(before: Option<&Story>, story: &Story) -> String {
    let words = match words(story) {
        1 => "1 word".to_owned(),
        count => format!("{count} words"),
    };
    match before.map(|before| diff::count(&before.body, &story.body)) {
        None => words,
        Some((0, 0)) => format!("{words}, the same"),
        Some((added, removed)) => format!("{words}, +{added} -{removed}"),
    }
}

fn with_the_one_before(members: &[Document]) -> impl Iterator<Item = (Option<&Story>, &Story)> {
    let before = std::iter::once(None).chain(members.iter().map(|member| Some(&member.story)));
    before.zip(members.iter().map(|member| &member.story))
}

fn words(story: &Story) -> usize {
    analyze(&story.body).positions as usize
}

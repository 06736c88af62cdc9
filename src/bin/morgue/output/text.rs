//! Hits as text: rank and headline, where it comes from on a dim line, snippets, and who is in it.

use super::{Printer, title};
use crate::console::Look;
use crate::layout::{Line, Mark};
use morgue::search::{Group, Hit, NameCount, Snippet, Staleness};
use morgue::story::Story;
use std::io::{self, Write};
use std::ops::Range;

/// How many people, and how many organizations, a hit shows.
const SHOWN: usize = 4;

/// Prints hits for reading.
pub(crate) struct Text {
    look: Look,
    begun: bool,
}

impl Text {
    /// Returns the printer.
    pub(crate) fn new(look: Look) -> Self {
        Self { look, begun: false }
    }
}

impl Printer<Hit> for Text {
    fn row(&mut self, out: &mut dyn Write, hit: &Hit) -> io::Result<()> {
        if self.begun {
            out.write_all(b"\n")?;
        }
        self.begun = true;
        let lead = format!("{:>2}  ", hit.rank);
        let indent = " ".repeat(lead.len());
        headline(hit).write(out, &self.look, &lead)?;
        hit_origin(hit).write(out, &self.look, &indent)?;
        let headline = hit.story.headline.as_deref();
        for snippet in hit.snippets.iter().filter(|snippet| headline.is_none() || snippet.field != "headline") {
            excerpt(snippet).write(out, &self.look, &indent)?;
        }
        let names = names(hit);
        if !names.is_empty() {
            names.write(out, &self.look, &indent)?;
        }
        Ok(())
    }
}

/// Returns the headline whole, with what matched in it.
pub(super) fn headline(hit: &Hit) -> Line {
    let mut line = Line::flowing();
    let text = title(&hit.story);
    let in_headline = |snippet: &&Snippet| snippet.field == "headline" && hit.story.headline.is_some();
    let marked: Vec<_> =
        hit.snippets.iter().filter(in_headline).flat_map(|snippet| marked(snippet, snippet.start)).collect();
    line.push_marked(&text, Mark::Title, &marked);
    line
}

fn marked(snippet: &Snippet, shift: usize) -> Vec<(Range<usize>, Mark)> {
    snippet.highlights.iter().map(|(start, end)| (start + shift..end + shift, Mark::Match)).collect()
}

/// Returns place, agency, date and id of a hit, what became of it, its other versions, and whether it is inferred.
pub(super) fn hit_origin(hit: &Hit) -> Line {
    let mut line = origin(&hit.story);
    if let Some(status) = &hit.story.status {
        line.push(&format!(" · {status}"), Mark::Dim);
    }
    if let Some(others) = hit.group.as_ref().map(other_versions) {
        line.push(&format!(" · {others}"), Mark::Dim);
    }
    if hit.inferred {
        line.push(" · inferred from the surname", Mark::Dim);
    }
    match hit.stale {
        Some(Staleness::Stale) => line.push(" · stale: the file is not as it was read", Mark::Dim),
        Some(Staleness::Missing) => line.push(" · missing: the file is gone", Mark::Dim),
        None => {}
    }
    line
}

/// Returns how many versions there are beside a hit: `+3 earlier versions, 1 later`.
fn other_versions(group: &Group) -> String {
    let (earlier, later) = (group.position - 1, group.size - group.position);
    let versions = |count: usize| if count == 1 { "version" } else { "versions" };
    match (earlier, later) {
        (0, later) => format!("+{later} later {}", versions(later)),
        (earlier, 0) => format!("+{earlier} earlier {}", versions(earlier)),
        (earlier, later) => format!("+{earlier} earlier {}, {later} later", versions(earlier)),
    }
}

/// Returns place, agency, date and id.
pub(super) fn origin(story: &Story) -> Line {
    let mut line = Line::flowing();
    let places = (!story.places.is_empty()).then(|| story.places.join("; "));
    let date = story.date.map(|date| date.to_string());
    for part in [places, story.agency.clone(), date].into_iter().flatten() {
        line.push(&part, Mark::Dim);
        line.push(" · ", Mark::Dim);
    }
    line.push_name(&story.id, Mark::Dim);
    line
}

/// Returns a snippet with its matches marked.
pub(super) fn excerpt(snippet: &Snippet) -> Line {
    let mut line = Line::flowing();
    if snippet.field != "body" {
        line.push(&format!("{}: ", snippet.field), Mark::Dim);
    }
    if snippet.start > 0 {
        line.push("… ", Mark::Dim);
    }
    line.push_marked(snippet.text.trim_end(), Mark::Plain, &marked(snippet, 0));
    let ends = ['.', '?', '!', '"', '\u{201d}', '\'', '\u{2019}'];
    if snippet.field == "body" && !snippet.text.trim_end().ends_with(ends) {
        line.push(" …", Mark::Dim);
    }
    line
}

fn names(hit: &Hit) -> Line {
    let mut line = Line::flowing();
    for (label, names) in [("people: ", &hit.people), ("orgs: ", &hit.organizations)] {
        if names.is_empty() {
            continue;
        }
        if !line.is_empty() {
            line.push(" · ", Mark::Dim);
        }
        line.push(label, Mark::Dim);
        line.push(&listed(names), Mark::Dim);
    }
    line
}

fn listed(names: &[NameCount]) -> String {
    let mut text: Vec<_> = names.iter().take(SHOWN).map(|name| format!("{} {}", name.name, name.mentions)).collect();
    if names.len() > SHOWN {
        text.push("…".to_owned());
    }
    text.join(", ")
}

//! Scoring: precision, recall and F1 by exact span and kind, and what the errors are.

use super::corpus::{Document, Gold};
use crate::names::{Recognizer, Tag};
use crate::story::{Mention, NameKind};
use crate::text::analyze;
use std::collections::BTreeMap;

/// Right, wrong and missed names of one kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Found with the right span and kind.
    pub right: u64,
    /// Found, and not in the gold.
    pub wrong: u64,
    /// In the gold, and not found.
    pub missed: u64,
}

impl Counts {
    /// Returns the share of what was found that is right, in percent.
    pub fn precision(&self) -> f64 {
        percent(self.right, self.right + self.wrong)
    }

    /// Returns the share of the gold that was found, in percent.
    pub fn recall(&self) -> f64 {
        percent(self.right, self.right + self.missed)
    }

    /// Returns the harmonic mean of precision and recall, in percent.
    pub fn f1(&self) -> f64 {
        percent(2 * self.right, 2 * self.right + self.wrong + self.missed)
    }
}

fn percent(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 * 100.0 / whole as f64 }
}

/// How a recognizer did on some documents.
#[derive(Clone, Debug, Default)]
pub struct Report {
    /// Persons.
    pub persons: Counts,
    /// Organizations.
    pub organizations: Counts,
    /// The errors: class, then the words with their neighbours and how often they came.
    pub errors: BTreeMap<String, BTreeMap<String, u64>>,
    /// Gold names in datelines, which are not scored: a dateline's agency is a field of a story and no mention.
    pub datelines: u64,
}

/// Scores a recognizer.
pub fn score(documents: &[Document], recognizer: &dyn Recognizer) -> Report {
    let mut report = Report::default();
    for document in documents {
        let story = &document.story;
        let headline = analyze(story.headline.as_deref().unwrap_or_default());
        let found = recognizer.mentions(story, &headline, &analyze(&story.body));
        report.add(document, &found);
    }
    report
}

impl Report {
    fn add(&mut self, document: &Document, found: &[Mention]) {
        let scored = |name: &&Gold| matches!(name.tag, Tag::Person | Tag::Organization);
        let mut gold: Vec<&Gold> = document.names.iter().filter(scored).collect();
        let before = gold.len();
        gold.retain(|name| !is_dateline_agency(document, name));
        self.datelines += (before - gold.len()) as u64;
        for name in &gold {
            let same = |mention: &&Mention| spans(mention) == (name.field, name.start, bare_end(document, name));
            let touching = |mention: &&Mention| {
                mention.field == name.field && mention.start < name.end && name.start < mention.end
            };
            if found.iter().any(|mention| same(&mention) && tag(mention) == name.tag) {
                self.counts(name.tag).right += 1;
                continue;
            }
            self.counts(name.tag).missed += 1;
            let kind = kind(name.tag);
            let class = match (found.iter().find(same), found.iter().find(touching)) {
                (Some(_), _) => format!("{kind} of the other kind"),
                (_, Some(_)) => format!("{kind} with other borders"),
                _ => format!("{kind} missed"),
            };
            self.note(class, document, name);
        }
        for mention in found {
            let here = tag(mention);
            let (field, start, end) = spans(mention);
            let name = Gold { field, start, end, tag: here };
            if gold.iter().any(|gold| Gold { end: bare_end(document, gold), ..**gold } == name) {
                continue;
            }
            self.counts(here).wrong += 1;
            let over = document.names.iter().find(|gold| gold.field == field && gold.start < end && start < gold.end);
            let class = match over.map(|gold| gold.tag) {
                None => format!("{} that is no name", kind(here)),
                Some(Tag::Place) => format!("{} that is a place", kind(here)),
                Some(Tag::Other) => format!("{} that is another name", kind(here)),
                // Noted above, on the gold's side.
                Some(_) => continue,
            };
            self.note(class, document, &name);
        }
    }

    fn counts(&mut self, tag: Tag) -> &mut Counts {
        if tag == Tag::Person { &mut self.persons } else { &mut self.organizations }
    }

    fn note(&mut self, class: String, document: &Document, name: &Gold) {
        *self.errors.entry(class).or_default().entry(in_context(document, name)).or_default() += 1;
    }
}

/// Returns the end of a name without a full stop or possessive: neither belongs to a word's span.
fn bare_end(document: &Document, name: &Gold) -> u32 {
    let written = &field(document, name)[name.start as usize..name.end as usize];
    let ends_in_abbreviation = written.ends_with('.') && written[..written.len() - 1].contains('.');
    let bare = ["'s", "’s", "'", "’"].iter().find_map(|end| written.strip_suffix(end)).unwrap_or(written);
    let bare = if ends_in_abbreviation { bare } else { bare.trim_end_matches('.') };
    name.start + bare.len() as u32
}

fn spans(mention: &Mention) -> (crate::story::Field, u32, u32) {
    (mention.field, mention.start, mention.end)
}

fn tag(mention: &Mention) -> Tag {
    match mention.kind {
        NameKind::Person => Tag::Person,
        NameKind::Organization => Tag::Organization,
    }
}

fn kind(tag: Tag) -> &'static str {
    if tag == Tag::Person { "person" } else { "organization" }
}

fn field<'d>(document: &'d Document, name: &Gold) -> &'d str {
    match name.field {
        crate::story::Field::Headline => document.story.headline.as_deref().unwrap_or_default(),
        crate::story::Field::Body => &document.story.body,
    }
}

/// Says whether a name is an agency in brackets before a dash.
fn is_dateline_agency(document: &Document, name: &Gold) -> bool {
    let text = field(document, name);
    let (before, after) = (&text[..name.start as usize], &text[name.end as usize..]);
    name.tag == Tag::Organization
        && before.ends_with('(')
        && after.strip_prefix(')').is_some_and(|rest| rest.trim_start().starts_with(['-', '–', '—']))
}

/// Returns a name in brackets with a few words on each side.
fn in_context(document: &Document, name: &Gold) -> String {
    const AROUND: usize = 4;
    let text = field(document, name);
    let (before, after) = (&text[..name.start as usize], &text[name.end as usize..]);
    let mut first: Vec<&str> = before.split_whitespace().rev().take(AROUND).collect();
    first.reverse();
    let last: Vec<&str> = after.split_whitespace().take(AROUND).collect();
    format!("{} [{}] {}", first.join(" "), &text[name.start as usize..name.end as usize], last.join(" "))
}

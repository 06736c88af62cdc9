//! The dossier as JSON: field order here is key order there, and absent values are `null`.

use morgue::search::{Companion, Dossier, TopStory};
use morgue::story::{Date, NameKind, Story};
use serde::Serialize;

/// The version of everything in this file.
const VERSION: u8 = 1;

/// A dossier.
#[derive(Serialize)]
pub(crate) struct DossierRecord<'d> {
    v: u8,
    name: &'d str,
    kind: NameKind,
    forms: Vec<FormRecord<'d>>,
    introductions: Vec<IntroductionRecord<'d>>,
    stories: u64,
    inferred: u64,
    mentions: u64,
    first: Option<StoryNote<'d>>,
    last: Option<StoryNote<'d>>,
    months: Vec<MonthRecord>,
    undated: u64,
    people: Vec<CompanionRecord<'d>>,
    orgs: Vec<CompanionRecord<'d>>,
    top: Vec<TopRecord<'d>>,
    read: u64,
}

impl<'d> DossierRecord<'d> {
    /// Returns the record of a dossier, with at most `limit` introductions; 0 is all.
    pub(crate) fn of(dossier: &'d Dossier, limit: usize) -> Self {
        let shown = if limit == 0 { usize::MAX } else { limit };
        let forms = dossier.forms.iter().map(|one| FormRecord { form: &one.form, mentions: one.mentions });
        let introductions = dossier.introductions.iter().take(shown);
        Self {
            v: VERSION,
            name: &dossier.name,
            kind: dossier.kind,
            forms: forms.collect(),
            introductions: introductions
                .map(|one| IntroductionRecord { text: &one.text, stories: one.stories, id: &one.id })
                .collect(),
            stories: dossier.stories,
            inferred: dossier.inferred,
            mentions: dossier.mentions,
            first: dossier.first.as_ref().map(StoryNote::of),
            last: dossier.last.as_ref().map(StoryNote::of),
            months: dossier.months.iter().map(|&(month, stories)| MonthRecord { month, stories }).collect(),
            undated: dossier.undated,
            people: dossier.people.iter().map(CompanionRecord::of).collect(),
            orgs: dossier.organizations.iter().map(CompanionRecord::of).collect(),
            top: dossier.top.iter().map(TopRecord::of).collect(),
            read: dossier.read,
        }
    }
}

#[derive(Serialize)]
struct FormRecord<'d> {
    form: &'d str,
    mentions: u64,
}

#[derive(Serialize)]
struct IntroductionRecord<'d> {
    text: &'d str,
    stories: u64,
    id: &'d str,
}

#[derive(Serialize)]
struct StoryNote<'d> {
    id: &'d str,
    headline: Option<&'d str>,
    date: Option<Date>,
}

impl<'d> StoryNote<'d> {
    fn of(story: &'d Story) -> Self {
        Self { id: &story.id, headline: story.headline.as_deref(), date: story.date }
    }
}

#[derive(Serialize)]
struct MonthRecord {
    month: Date,
    stories: u64,
}

#[derive(Serialize)]
struct CompanionRecord<'d> {
    name: &'d str,
    stories: u64,
    all: u64,
}

impl<'d> CompanionRecord<'d> {
    fn of(companion: &'d Companion) -> Self {
        let Companion { name, stories, all } = companion;
        Self { name, stories: *stories, all: *all }
    }
}

#[derive(Serialize)]
struct TopRecord<'d> {
    #[serde(flatten)]
    story: StoryNote<'d>,
    mentions: u32,
    inferred: bool,
    snippet: Option<&'d str>,
}

impl<'d> TopRecord<'d> {
    fn of(top: &'d TopStory) -> Self {
        let snippet = top.hit.snippets.first().map(|snippet| snippet.text.as_str());
        Self { story: StoryNote::of(&top.hit.story), mentions: top.mentions, inferred: top.hit.inferred, snippet }
    }
}

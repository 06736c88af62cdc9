//! The JSON that scripts rely on: field order here is key order there, and absent values are `null`.
//!
//! Keys may be added; none is renamed or removed without a new `v`.

use morgue::ingest::Summary;
use morgue::names::suggest::{Alias, Suggestion};
use morgue::search::{Facet, FoundDocument, Group, Hit, NameCount, Snippet, Staleness};
use morgue::spans::Highlight;
use morgue::story::{Date, DateSource, Field, Mention, NameKind, Story};
use serde::Serialize;
use std::collections::BTreeMap;

/// The version of everything in this file.
pub(super) const VERSION: u8 = 1;

/// A hit.
#[derive(Serialize)]
pub(crate) struct HitRecord<'h> {
    v: u8,
    rank: u64,
    score: f64,
    #[serde(flatten)]
    card: Card<'h>,
    snippets: Vec<SnippetRecord<'h>>,
    stale: Option<&'static str>,
    inferred: bool,
    status: Option<&'h str>,
    update: Option<u32>,
    group: Option<GroupRecord<'h>>,
}

/// Which version of its story a hit is.
#[derive(Serialize)]
struct GroupRecord<'h> {
    id: &'h str,
    size: usize,
    position: usize,
}

impl<'h> HitRecord<'h> {
    /// Returns the record of a hit.
    pub(crate) fn of(hit: &'h Hit) -> Self {
        Self {
            v: VERSION,
            rank: hit.rank,
            score: score(hit),
            card: Card::of(&hit.story, names(&hit.people), names(&hit.organizations)),
            snippets: hit.snippets.iter().map(SnippetRecord::of).collect(),
            stale: hit.stale.map(Staleness::name),
            inferred: hit.inferred,
            status: hit.story.status.as_deref(),
            update: hit.story.update,
            group: hit.group.as_ref().map(|Group { id, size, position }| GroupRecord {
                id,
                size: *size,
                position: *position,
            }),
        }
    }
}

/// Returns a hit's score with four decimals: more would differ between machines.
pub(crate) fn score(hit: &Hit) -> f64 {
    (f64::from(hit.score) * 1e4).round() / 1e4
}

/// A story whole, as `show` and `export` print it.
#[derive(Serialize)]
pub(crate) struct StoryRecord<'d> {
    v: u8,
    #[serde(flatten)]
    card: Card<'d>,
    stale: Option<&'static str>,
    inferred: bool,
    body: &'d str,
    url: Option<&'d str>,
    lang: Option<&'d str>,
    dateline_date: Option<Date>,
    advisory: Option<&'d str>,
    trailer: Option<&'d str>,
    status: Option<&'d str>,
    update: Option<u32>,
    tags: &'d [String],
    headline_tags: &'d [String],
    time: Option<&'d str>,
    summary: Option<&'d str>,
    slug: Option<&'d str>,
    version: Option<u32>,
    format: &'d str,
    encoding: &'d str,
    mentions: Vec<MentionRecord<'d>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    highlights: Option<Vec<HighlightRecord>>,
}

impl<'d> StoryRecord<'d> {
    /// Returns the record of a story, with what a query matches in it where one was given.
    pub(crate) fn of(found: &'d FoundDocument, highlights: Option<&[Highlight]>) -> Self {
        let FoundDocument { document, inferred, stale } = found;
        let story = &document.story;
        let people = count(&document.mentions, NameKind::Person);
        let organizations = count(&document.mentions, NameKind::Organization);
        let highlight = |at: &Highlight| HighlightRecord { field: at.field, start: at.start, end: at.end };
        Self {
            v: VERSION,
            card: Card::of(story, people, organizations),
            stale: stale.map(Staleness::name),
            inferred: *inferred,
            body: &story.body,
            url: story.url.as_deref(),
            lang: story.lang.as_deref(),
            dateline_date: story.dateline_date,
            advisory: story.advisory.as_deref(),
            trailer: story.trailer.as_deref(),
            status: story.status.as_deref(),
            update: story.update,
            tags: &story.tags,
            headline_tags: &story.headline_tags,
            time: story.time.as_deref(),
            summary: story.summary.as_deref(),
            slug: story.slug.as_deref(),
            version: story.version,
            format: &story.format,
            encoding: &story.encoding,
            mentions: document.mentions.iter().map(|mention| MentionRecord::of(mention, story)).collect(),
            highlights: highlights.map(|all| all.iter().map(highlight).collect()),
        }
    }
}

/// What hits and whole stories have in common.
#[derive(Serialize)]
struct Card<'s> {
    id: &'s str,
    path: &'s str,
    member: Option<&'s str>,
    headline: Option<&'s str>,
    date: Option<Date>,
    date_source: Option<DateSource>,
    dateline: Option<&'s str>,
    places: &'s [String],
    agency: Option<&'s str>,
    byline: Option<&'s str>,
    section: Option<&'s str>,
    people: Vec<NameRecord<'s>>,
    orgs: Vec<NameRecord<'s>>,
}

impl<'s> Card<'s> {
    fn of(story: &'s Story, people: Vec<NameRecord<'s>>, orgs: Vec<NameRecord<'s>>) -> Self {
        Self {
            id: &story.id,
            path: &story.path,
            member: story.member.as_deref(),
            headline: story.headline.as_deref(),
            date: story.date,
            date_source: story.date_source,
            dateline: story.dateline.as_deref(),
            places: &story.places,
            agency: story.agency.as_deref(),
            byline: story.byline.as_deref(),
            section: story.section.as_deref(),
            people,
            orgs,
        }
    }
}

#[derive(Serialize)]
pub(crate) struct NameRecord<'s> {
    pub(crate) name: &'s str,
    pub(crate) mentions: u32,
}

fn names(counts: &[NameCount]) -> Vec<NameRecord<'_>> {
    counts.iter().map(|count| NameRecord { name: &count.name, mentions: count.mentions }).collect()
}

/// Returns the names of one kind in a story, most mentions first, then by name, as an engine counts them for a hit.
pub(crate) fn count(mentions: &[Mention], kind: NameKind) -> Vec<NameRecord<'_>> {
    let mut counts: BTreeMap<&str, NameRecord<'_>> = BTreeMap::new();
    for mention in mentions.iter().filter(|mention| mention.kind == kind) {
        let record = counts.entry(&mention.key).or_insert(NameRecord { name: &mention.name, mentions: 0 });
        record.mentions += 1;
    }
    let mut names: Vec<_> = counts.into_values().collect();
    names.sort_by(|left, right| right.mentions.cmp(&left.mentions).then_with(|| left.name.cmp(right.name)));
    names
}

#[derive(Serialize)]
struct SnippetRecord<'s> {
    field: &'static str,
    start: usize,
    text: &'s str,
    highlights: &'s [(usize, usize)],
}

impl<'s> SnippetRecord<'s> {
    fn of(snippet: &'s Snippet) -> Self {
        let Snippet { field, start, text, highlights } = snippet;
        Self { field, start: *start, text, highlights }
    }
}

#[derive(Serialize)]
struct MentionRecord<'m> {
    kind: NameKind,
    name: &'m str,
    field: Field,
    start: u32,
    end: u32,
    text: &'m str,
}

impl<'m> MentionRecord<'m> {
    fn of(mention: &'m Mention, story: &'m Story) -> Self {
        let text = match mention.field {
            Field::Headline => story.headline.as_deref().unwrap_or_default(),
            Field::Body => &story.body,
        };
        let text = text.get(mention.start as usize..mention.end as usize).unwrap_or_default();
        let Mention { kind, name, field, start, end, .. } = mention;
        Self { kind: *kind, name, field: *field, start: *start, end: *end, text }
    }
}

#[derive(Serialize)]
struct HighlightRecord {
    field: &'static str,
    start: usize,
    end: usize,
}

/// A name in the stories of a query.
#[derive(Serialize)]
pub(crate) struct FacetRecord<'f> {
    v: u8,
    name: &'f str,
    stories: u64,
    mentions: u64,
    first: Option<Date>,
    last: Option<Date>,
}

impl<'f> FacetRecord<'f> {
    /// Returns the record of a name.
    pub(crate) fn of(facet: &'f Facet) -> Self {
        let Facet { name, stories, mentions, first, last, .. } = facet;
        Self { v: VERSION, name, stories: *stories, mentions: *mentions, first: *first, last: *last }
    }
}

/// Names that may be one.
#[derive(Serialize)]
pub(crate) struct SuggestionRecord<'s> {
    v: u8,
    kind: NameKind,
    name: &'s str,
    stories: u64,
    line: Option<usize>,
    aliases: Vec<AliasRecord<'s>>,
}

#[derive(Serialize)]
struct AliasRecord<'s> {
    name: &'s str,
    stories: u64,
    reason: &'static str,
}

impl<'s> SuggestionRecord<'s> {
    /// Returns the record of a suggestion.
    pub(crate) fn of(suggestion: &'s Suggestion) -> Self {
        let Suggestion { kind, name, stories, line, aliases } = suggestion;
        let alias =
            |alias: &'s Alias| AliasRecord { name: &alias.name, stories: alias.stories, reason: alias.reason.name() };
        let aliases = aliases.iter().map(alias).collect();
        Self { v: VERSION, kind: *kind, name, stories: *stories, line: *line, aliases }
    }
}

/// What an indexing run has done.
#[derive(Serialize)]
pub(crate) struct SummaryRecord<'s> {
    r#type: &'static str,
    seen: u64,
    indexed: u64,
    unchanged: u64,
    removed: u64,
    skipped: u64,
    failed: u64,
    stories: u64,
    people: u64,
    organizations: u64,
    bytes: u64,
    seconds: f64,
    bad_records: u64,
    failed_members: u64,
    skipped_records: u64,
    skipped_members: u64,
    skips: &'s BTreeMap<String, u64>,
}

impl<'s> SummaryRecord<'s> {
    /// Returns the record of a run.
    pub(crate) fn of(summary: &'s Summary) -> Self {
        Self {
            r#type: "summary",
            seen: summary.seen,
            indexed: summary.indexed,
            unchanged: summary.unchanged,
            removed: summary.removed,
            skipped: summary.skipped,
            failed: summary.failed,
            stories: summary.stories,
            people: summary.people,
            organizations: summary.organizations,
            bytes: summary.bytes,
            seconds: (summary.seconds * 1e3).round() / 1e3,
            bad_records: summary.bad_records,
            failed_members: summary.failed_members,
            skipped_records: summary.skipped_records,
            skipped_members: summary.skipped_members,
            skips: &summary.skips,
        }
    }
}

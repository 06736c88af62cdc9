//! The grammar of a story's first and last lines: a [`Record`] becomes a [`Story`].
//!
//! Owns: the order in which headline, advisory, byline, dateline, body and trailer stand in a text, and which of two sources of
//! a field wins. Does not own: what each of them looks like; a file beside this one does. The text's own dateline wins for the
//! places, the record's field for date and byline: desks fill in fields, reporters write datelines.

use super::advisory::{self, Status};
use super::byline::{self, Byline};
use super::dateline::{self, Dateline, Setting};
use super::headline::{self, Headline};
use super::{Date, DateSource, Parts, Precision, Provenance, Record, Story, date_text, lists, place, trailer};
use std::ops::Range;

/// A first line longer than this, in characters, is no headline.
const LONGEST_HEADLINE: usize = 300;
/// How many advisories may follow one another.
const MOST_ADVISORIES: usize = 4;
/// A first paragraph longer than this, in bytes, is no summary that a dateline could follow.
const LONGEST_SUMMARY: usize = 500;
/// How many points of a story may stand one by one before its dateline.
const MOST_POINTS: usize = 10;
/// Lines above the headline of a press release.
const RELEASES: [&str; 7] = [
    "for immediate release",
    "for release",
    "press release",
    "news release",
    "media release",
    "pressemitteilung",
    "communiqué de presse",
];

/// What stands before the body, in byte ranges of the text.
#[derive(Default)]
struct Opening {
    headline: Option<Range<usize>>,
    advisories: Vec<Range<usize>>,
    byline: Option<(Range<usize>, String)>,
    dateline: Option<(Range<usize>, Dateline)>,
    /// A line that is nothing but a date, before the text.
    day: Option<Range<usize>>,
    body: usize,
}

impl Opening {
    /// Reads the opening of a text whose headline, where it is stored apart, is `headline`.
    fn read(text: &str, plain: bool, headline: Option<&str>) -> Self {
        let mut opening = Self::default();
        let mut at = skip(text, 0);
        if plain {
            at = after_release_line(text, at);
        }
        if plain && let Some((line, after)) = headline_line(text, at) {
            opening.headline = Some(line);
            at = after;
        }
        at = after_repeated(text, at, headline.or(opening.headline.clone().map(|line| &text[line])));
        at = opening.date_line(text, at);
        for _ in 0..MOST_ADVISORIES {
            at = opening.advisory(text, at);
            if opening.byline.is_none()
                && let Some(Byline { length, names }) = byline::read(&text[at..])
            {
                opening.byline = Some((at..at + length, names));
                at = skip(text, at + length);
                at = opening.date_line(text, at);
            }
        }
        if let Some(found) = dateline::read(&text[at..], Setting::Text) {
            let end = at + found.length;
            opening.dateline = Some((at..end, found));
            at = skip(text, end);
        }
        opening.body = at;
        opening
    }

    /// Takes a line at `at` that is nothing but a date, where another follows; returns where the text goes on.
    fn date_line(&mut self, text: &str, at: usize) -> usize {
        let (line, next) = line_at(text, at);
        let written = &text[line.clone()];
        let date = line.start + written.len() - without_label(written).len()..line.end;
        // `1631.4` could be a month.
        let is_day = |line: &str| date_text::read(line).is_some_and(|date| date.precision() == Precision::Day);
        let is_date = self.day.is_none() && is_day(&text[date.clone()]) && date_text::is_date_line(&text[date.clone()]);
        let rest = skip(text, next);
        if !is_date || rest >= text.len() {
            return at;
        }
        self.day = Some(date);
        rest
    }

    /// Takes an advisory at `at`, if there is one that follows the ones before it; returns where the text goes on.
    fn advisory(&mut self, text: &str, at: usize) -> usize {
        let follows = self.advisories.is_empty() || self.byline.is_none();
        match advisory::read(&text[at..]).filter(|_| follows) {
            Some(length) => {
                self.advisories.push(at..at + length);
                skip(text, at + length)
            }
            None => at,
        }
    }
}

/// Returns a line without what it calls its date: `Published: `, `Last updated on `, `| `.
fn without_label(line: &str) -> &str {
    const LABELS: [&str; 8] =
        ["last updated", "first published", "published", "updated", "posted", "date", "issued", "released"];
    let line = line.trim_start_matches(['|', '•', '·', ' ']);
    let label =
        LABELS.iter().find(|label| line.get(..label.len()).is_some_and(|word| word.eq_ignore_ascii_case(label)));
    let rest = label.map_or(line, |label| &line[label.len()..]);
    let rest = rest.trim_start_matches([':', ' ']);
    rest.strip_prefix("on ").unwrap_or(rest)
}

/// Passes the line above the headline of a press release.
fn after_release_line(text: &str, at: usize) -> usize {
    let (line, next) = line_at(text, at);
    let lower = text[line].trim_end_matches([':', '.']).to_lowercase();
    if RELEASES.contains(&lower.as_str()) { skip(text, next) } else { at }
}

/// Passes the headline where the text repeats it as its first lines, and something follows it.
fn after_repeated(text: &str, start: usize, headline: Option<&str>) -> usize {
    const MOST: usize = 3;
    let Some(headline) = headline.map(headline::collapse).filter(|headline| !headline.is_empty()) else { return start };
    let mut at = start;
    for _ in 0..MOST {
        let (line, next) = line_at(text, at);
        let rest = skip(text, next);
        if rest >= text.len() || headline::collapse(&text[line]) != headline {
            break;
        }
        at = rest;
    }
    at
}

/// What stands after a first paragraph that sums the story up: a byline, and a dateline with its agency.
fn after_summary(text: &str, body: usize) -> Option<(Option<String>, &str, Dateline)> {
    let first = &text[body..];
    let end = first.find("\n\n").or_else(|| first.find("\r\n\r\n")).filter(|&end| end <= LONGEST_SUMMARY)?;
    let mut at = skip(text, body + end);
    // `* Port to close` and so on: the points of the story, each a paragraph.
    for _ in 0..MOST_POINTS {
        let (line, next) = line_at(text, at);
        if !["* ", "- ", "• "].iter().any(|mark| text[line.clone()].starts_with(mark)) {
            break;
        }
        at = skip(text, next);
    }
    let byline = byline::read(&text[at..]);
    if let Some(found) = &byline {
        at = skip(text, at + found.length);
    }
    let found = dateline::read(&text[at..], Setting::Text)?;
    let certain = found.agency.is_some() && !found.places.is_empty();
    certain.then(|| (byline.map(|byline| byline.names), text[at..at + found.length].trim(), found))
}

/// Returns the first line of a plain text if it is its headline, and where the rest begins.
fn headline_line(text: &str, start: usize) -> Option<(Range<usize>, usize)> {
    let (line, next) = line_at(text, start);
    let (after, _) = line_at(text, next);
    let rest = skip(text, next);
    let short = text[line.clone()].chars().count() <= LONGEST_HEADLINE;
    if !short || rest >= text.len() || opens_a_body(&text[start..]) {
        return None;
    }
    // Some wires send no blank line: then the dateline, or the byline, on the next line tells.
    let apart = text[after].trim().is_empty();
    (apart || opens_with_credit(&text[rest..])).then_some((line, rest))
}

fn opens_a_body(text: &str) -> bool {
    advisory::read(text).is_some() || byline::read(text).is_some() || dateline::read(text, Setting::Text).is_some()
}

/// Whether a text opens with a dateline that names an agency, a date or a place of the list, or with a byline.
fn opens_with_credit(text: &str) -> bool {
    let dated = dateline::read(text, Setting::Text).is_some_and(|found| {
        found.agency.is_some() || found.day.is_some() || (found.known && !found.places.is_empty())
    });
    dated || byline::read(text).is_some()
}

/// Returns the line that begins at `start`, trimmed, and where the next one begins.
fn line_at(text: &str, start: usize) -> (Range<usize>, usize) {
    let end = text[start..].find(['\n', '\u{c}']).map_or(text.len(), |length| start + length);
    let line = text[start..end].trim_end();
    (start..start + line.len(), (end + 1).min(text.len()))
}

/// Passes white space, control characters and a byte order mark.
fn skip(text: &str, at: usize) -> usize {
    text.len() - text[at..].trim_start_matches(|c: char| c.is_whitespace() || c.is_control() || c == '\u{feff}').len()
}

impl Story {
    /// Returns the story that a record holds: its fields cleaned, its text taken apart.
    pub fn from_record(record: Record, provenance: &Provenance) -> Story {
        let text = record.text.as_str();
        let plain = record.headline.is_none() && provenance.format.split('+').next() == Some("text");
        let opening = Opening::read(text, plain, record.headline.as_deref());
        let has_dateline = opening.dateline.is_some() || record.dateline.is_some();
        let (later_names, later_line, later) = match after_summary(text, opening.body).filter(|_| !has_dateline) {
            Some((names, line, found)) => (names, Some(line), Some(found)),
            None => (None, None, None),
        };
        let own = opening.dateline.as_ref().map(|(_, found)| found).or(later.as_ref());
        let (body_end, trailer_start, trailer_end) = trailer::split(text, opening.body);
        let trailer = (trailer_start < trailer_end).then_some(trailer_start..trailer_end);
        let tagged = match (&record.headline, &opening.headline) {
            (Some(stored), _) => headline::read(stored),
            (None, Some(line)) => headline::read(&text[line.clone()]),
            (None, None) => Headline::default(),
        };
        let advisory =
            opening.advisories.first().map(|first| first.start..opening.advisories[opening.advisories.len() - 1].end);
        let note = note(text, &opening.advisories).or_else(|| cleaned(record.note.as_deref()));
        let status = tagged
            .status
            .max(record.status)
            .or_else(|| note.as_deref().and_then(advisory::status))
            .or_else(|| trailer.clone().and_then(|range| closing_status(&text[range])));
        let stored = record.dateline.as_deref().map(trim).filter(|line| !line.is_empty());
        let read = stored.and_then(|line| dateline::read(line, Setting::Field));
        let day = opening.day.clone().and_then(|line| date_text::read(&text[line]));
        let dated = Dates::of(&record, provenance, day, own, read.as_ref());
        let (mut places, agency) = filed(own, read.as_ref());
        if places.is_empty() {
            places =
                record.places.iter().filter_map(|place| cleaned(Some(place))).flat_map(|place| shown(&place)).collect();
        }
        let parts = Parts {
            text_start: record.text_start,
            headline: opening.headline.map(narrow),
            advisory: advisory.map(narrow),
            byline: opening.byline.as_ref().map(|(range, _)| narrow(range.clone())),
            dateline: opening.dateline.as_ref().map(|(range, _)| narrow(range.clone())),
            body: narrow(opening.body..body_end),
            trailer: trailer.clone().map(narrow),
        };
        Story {
            id: match &record.member {
                Some(member) => format!("{}#{member}", provenance.path),
                None => provenance.path.clone(),
            },
            path: provenance.path.clone(),
            headline: Some(tagged.text).filter(|headline| !headline.is_empty()),
            headline_tags: tagged.tags,
            status: status.map(|status| status.word().to_owned()),
            update: tagged.update,
            byline: record
                .byline
                .as_deref()
                .and_then(byline::clean)
                .or(opening.byline.map(|(_, names)| names).filter(|names| !names.is_empty()))
                .or(later_names.filter(|names| !names.is_empty())),
            dateline: opening
                .dateline
                .map(|(range, _)| &text[range])
                .or(stored)
                .or(later_line)
                .map(|line| line.trim().to_owned()),
            places,
            agency: agency
                .or_else(|| tagged.agency.map(str::to_owned))
                .or_else(|| cleaned(record.agency.as_deref()).map(|agency| usual(&agency))),
            date: dated.date,
            time: record.date.as_deref().filter(|_| dated.source == Some(DateSource::Record)).and_then(date_text::time),
            date_source: dated.source,
            dateline_date: dated.dateline,
            section: cleaned(record.section.as_deref()),
            advisory: note,
            trailer: trailer.map(|range| text[range].to_owned()),
            url: cleaned(record.url.as_deref()),
            lang: cleaned(record.lang.as_deref()),
            tags: record.tags.iter().filter_map(|tag| cleaned(Some(tag))).collect(),
            summary: cleaned(record.summary.as_deref()),
            slug: cleaned(record.slug.as_deref()),
            version: record.version,
            format: provenance.format.clone(),
            encoding: provenance.encoding.clone(),
            body: text[opening.body..body_end].to_owned(),
            parts,
            member: record.member,
        }
    }
}

/// Returns places and agency, from the text's dateline before the stored one.
fn filed(own: Option<&Dateline>, stored: Option<&Dateline>) -> (Vec<String>, Option<String>) {
    let places = own.filter(|found| !found.places.is_empty()).or(stored).map(|found| found.places.clone());
    let agency = [own, stored].into_iter().flatten().find_map(|found| found.agency.clone());
    (places.unwrap_or_default(), agency)
}

/// The dates of a story.
struct Dates {
    date: Option<Date>,
    source: Option<DateSource>,
    dateline: Option<Date>,
}

impl Dates {
    /// The record's field decides; else the line of a date above the text; else the dateline, in the path's year; else the
    /// path.
    fn of(
        record: &Record,
        provenance: &Provenance,
        line: Option<Date>,
        own: Option<&Dateline>,
        stored: Option<&Dateline>,
    ) -> Self {
        let field = record.date.as_deref().and_then(date_text::read);
        let path = if field.or(line).is_some() { None } else { date_text::from_path(&provenance.path) };
        let day = [own, stored].into_iter().flatten().find_map(|found| found.day);
        let dateline = day.and_then(|day| day.dated(field.or(line).or(path)));
        let sources = [
            (field, DateSource::Record),
            (line, DateSource::Dateline),
            (dateline, DateSource::Dateline),
            (path, DateSource::Path),
        ];
        let found = sources.into_iter().find_map(|(date, source)| Some((date?, source)));
        Self { date: found.map(|(date, _)| date), source: found.map(|(_, source)| source), dateline }
    }
}

/// Returns the advisories without their brackets, joined with a space.
fn note(text: &str, advisories: &[Range<usize>]) -> Option<String> {
    let notes: Vec<&str> = advisories.iter().map(|range| advisory::content(&text[range.clone()])).collect();
    (!notes.is_empty()).then(|| notes.join(" "))
}

/// Returns what a note at the end of the story says became of it.
fn closing_status(trailer: &str) -> Option<Status> {
    let mut rest = trailer;
    while let Some(open) = rest.find('(') {
        rest = &rest[open..];
        if let Some(length) = advisory::read(rest) {
            return advisory::status(&rest[..length]);
        }
        rest = &rest[1..];
    }
    None
}

fn trim(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || c.is_control())
}

fn cleaned(field: Option<&str>) -> Option<String> {
    field.map(trim).filter(|field| !field.is_empty()).map(str::to_owned)
}

/// Returns the places that a field names, as those of a dateline are shown; what is no place's name as it stands. Codes of
/// countries and the like stay in capitals.
fn shown(field: &str) -> Vec<String> {
    let is_code = field.chars().count() <= 3;
    let places = place::read(field).map(|places| places.shown).filter(|shown| !shown.is_empty() && !is_code);
    places.unwrap_or_else(|| vec![field.to_owned()])
}

/// Returns an agency under its usual name: `AP` for `The Associated Press`, `dpa` for `Deutsche Presse-Agentur GmbH`, `Ritzau`
/// for `ritzau.dk`. The names of newspapers stay as they are written.
fn usual(agency: &str) -> String {
    const FORMS: [&str; 9] = [" GmbH", ", Inc.", " Inc.", " Inc", " S.A.", " Pty Limited", " Limited", " Ltd.", " Ltd"];
    let bare = agency.trim_matches('/');
    let company = FORMS.iter().find_map(|form| bare.strip_suffix(form)).unwrap_or(bare);
    let label = bare.strip_prefix("www.").unwrap_or(bare).rsplit_once('.').map_or("", |(label, _)| label);
    let found = [bare, company, label].into_iter().find_map(lists::agency);
    found.filter(|name| !name.starts_with("The ") && !name.contains('.')).unwrap_or(bare).to_owned()
}

/// Offsets are 32 bits wide: a text is capped far below.
fn narrow(range: Range<usize>) -> Range<u32> {
    range.start as u32..range.end as u32
}

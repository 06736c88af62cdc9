//! The ledger in every format: what an index holds, how each file was treated, and which have changed since.

use super::row::{Row, cell};
use super::summary::{bytes, number};
use super::{Heading, safe_json};
use crate::console::Look;
use crate::escape;
use morgue::index::{Account, DATE_SOURCES, STORY_FIELDS, SourceStatus};
use morgue::ingest::{Entry, Ledger, Standing};
use morgue::local::IndexStatus;
use morgue::story::Date;
use serde::Serialize;
use std::collections::BTreeMap;
use std::io::{self, Write};

/// The files of a ledger that were asked for, and what they add up to.
pub(crate) struct Report<'l> {
    pub(crate) archive: &'l str,
    pub(crate) status: &'l IndexStatus,
    pub(crate) ledger: &'l Ledger,
    /// Only the files that could not be read whole.
    pub(crate) only_faulty: bool,
}

impl<'l> Report<'l> {
    /// Returns the files that were asked for.
    pub(crate) fn entries(&self) -> impl Iterator<Item = &'l Entry> {
        let only_faulty = self.only_faulty;
        self.ledger.entries.iter().filter(move |entry| {
            !only_faulty || entry.record.as_ref().is_some_and(morgue::index::SourceRecord::is_faulty)
        })
    }

    /// Writes what the index holds, how many files were treated how, and at most `limit` of those with something to tell,
    /// failed ones first.
    pub(crate) fn write_text(&self, out: &mut dyn Write, look: &Look, limit: usize) -> io::Result<()> {
        if !self.only_faulty {
            self.write_facts(out, look)?;
        }
        if self.only_faulty && self.entries().next().is_none() {
            return writeln!(out, "none of {} files failed", number(Totals::of(&self.ledger.entries).files));
        }
        let mut telling: Vec<&Entry> = self.entries().filter(|entry| !told(entry).is_empty()).collect();
        telling.sort_by_key(|entry| entry.status());
        for (index, entry) in telling.iter().take(limit).enumerate() {
            let blank = if index == 0 && !self.only_faulty { "\n" } else { "" };
            write!(out, "{blank}")?;
            for line in told(entry) {
                writeln!(out, "{}", escape::visible(&line))?;
            }
        }
        let more = telling.len().saturating_sub(limit);
        if more > 0 {
            let failed = if self.only_faulty { " --failed" } else { "" };
            writeln!(out, "and {} more; `morgue status{failed} -n 0` names all", number(more as u64))?;
        }
        Ok(())
    }

    fn write_facts(&self, out: &mut dyn Write, look: &Look) -> io::Result<()> {
        let Self { status, ledger, .. } = self;
        let label = look.palette.label;
        let mut fact = |name: &str, value: &str| writeln!(out, "{label}{name:<10}{label:#} {}", escape::visible(value));
        fact("archive", self.archive)?;
        fact("stories", &number(status.stories))?;
        fact("people", &number(status.people))?;
        fact("orgs", &number(status.organizations))?;
        if let (Some(first), Some(last)) = (status.first, status.last) {
            fact("dates", &format!("{first} to {last}"))?;
        }
        for (name, value) in account_facts(&ledger.account, status.stories) {
            fact(name, &value)?;
        }
        let totals = Totals::of(&ledger.entries);
        fact("files", &format!("{}, {}", number(totals.files), bytes(totals.bytes)))?;
        for StatusTotal { name, files, reasons } in totals.by_status() {
            fact(&format!("  {name}"), &number(files))?;
            for (reason, files) in reasons.iter().take(REASONS) {
                fact("", &format!("  {}: {reason}", number(**files)))?;
            }
            if reasons.len() > REASONS {
                fact("", &format!("  and {} other reasons", number((reasons.len() - REASONS) as u64)))?;
            }
        }
        if let Some(error) = &ledger.unreachable {
            fact("since then", &format!("not known: {error}"))?;
        } else if let Some(changes) = totals.changes() {
            fact("since then", &format!("{changes}; `morgue index` brings the index up to date"))?;
        }
        Ok(())
    }
}

/// How many reasons are told of each status.
const REASONS: usize = 10;

/// Returns a reason without the path it names, so that it is the same for all files that share it.
fn without_path<'r>(path: &str, reason: &'r str) -> &'r str {
    reason.split_once(path).map_or(reason, |(_, rest)| rest.trim_start_matches([':', ' ']))
}

/// Returns the lines that tell of a file, none where there is nothing to tell.
fn told(entry: &Entry) -> Vec<String> {
    let Some(record) = &entry.record else { return Vec::new() };
    let mut lines = Vec::new();
    if !record.reason.is_empty() {
        let reason = without_path(&entry.path, &record.reason);
        lines.push(format!("{}: {}: {reason}", record.status.name(), entry.path));
    }
    let separator = if record.account.members > 0 || record.account.failed_members > 0 { "!" } else { ": " };
    lines.extend(record.account.notes.iter().map(|note| {
        let is_of_the_file = ["line ", "record ", "skipped: line ", "skipped: record "];
        let is_of_the_file = is_of_the_file.iter().any(|start| note.starts_with(start));
        format!("{}{}{note}", entry.path, if is_of_the_file { ": " } else { separator })
    }));
    let account = &record.account;
    let all = record.bad_records + account.failed_members + account.skipped_members + account.skipped_records;
    let more = all.saturating_sub(account.notes.len() as u64);
    if more > 0 && !account.notes.is_empty() {
        lines.push(format!("{}: {} more", entry.path, number(more)));
    }
    lines
}

/// Returns what was found in all files, in words.
fn account_facts(account: &Account, stories: u64) -> Vec<(&'static str, String)> {
    let listed = |names: &[(String, u64)]| {
        let names: Vec<String> = names.iter().map(|(name, stories)| format!("{name} {}", number(*stories))).collect();
        names.join(", ")
    };
    let counted = |names: &[&str], counts: &[u64]| {
        let pairs = names.iter().zip(counts).filter(|(_, count)| **count > 0);
        pairs.map(|(name, count)| format!("{name} {}", number(*count))).collect::<Vec<_>>().join(", ")
    };
    let mut facts = Vec::new();
    if stories > 0 {
        facts.push(("formats", listed(&account.formats)));
        facts.push(("encodings", listed(&account.encodings)));
        facts.push(("dates from", counted(&DATE_SOURCES, &account.dates)));
        facts.push(("fields", counted(&STORY_FIELDS, &account.fields)));
    }
    if account.members + account.skipped_members + account.failed_members > 0 {
        let counts = [account.members, account.skipped_members, account.failed_members];
        facts.push(("members", counted(&["read", "skipped", "failed"], &counts)));
    }
    facts.retain(|(_, value)| !value.is_empty());
    facts
}

/// What the files of a ledger add up to; those that are gone are not among them.
struct Totals {
    files: u64,
    bytes: u64,
    /// By status (`None` is new), and by reason.
    statuses: BTreeMap<Option<SourceStatus>, BTreeMap<String, u64>>,
    standings: BTreeMap<Standing, u64>,
}

/// How many files were treated in one way, and how many for each reason.
struct StatusTotal<'t> {
    name: &'static str,
    files: u64,
    reasons: Vec<(&'t String, &'t u64)>,
}

fn most_first(reasons: &BTreeMap<String, u64>) -> Vec<(&String, &u64)> {
    let mut told: Vec<_> = reasons.iter().filter(|(reason, _)| !reason.is_empty()).collect();
    told.sort_by_key(|(_, files)| std::cmp::Reverse(**files));
    told
}

impl Totals {
    fn of(entries: &[Entry]) -> Self {
        let mut totals = Self { files: 0, bytes: 0, statuses: BTreeMap::new(), standings: BTreeMap::new() };
        for entry in entries {
            if let Some(standing) = entry.standing {
                *totals.standings.entry(standing).or_default() += 1;
            }
            if entry.standing == Some(Standing::Removed) {
                continue;
            }
            totals.files += 1;
            totals.bytes += entry.size;
            let reason = entry.record.as_ref().map_or("", |record| without_path(&entry.path, &record.reason));
            *totals.statuses.entry(entry.status()).or_default().entry(reason.to_owned()).or_default() += 1;
        }
        totals
    }

    /// Returns each status with its count, and with the counts of its reasons.
    fn by_status(&self) -> Vec<StatusTotal<'_>> {
        let mut rows: Vec<StatusTotal<'_>> = self
            .statuses
            .iter()
            .map(|(status, reasons)| StatusTotal {
                name: status.map_or("new", SourceStatus::name),
                files: reasons.values().sum(),
                reasons: most_first(reasons),
            })
            .collect();
        // New ones last: nothing became of them yet.
        if self.statuses.contains_key(&None) {
            rows.rotate_left(1);
        }
        rows
    }

    /// Returns what has changed since the last run, in words.
    fn changes(&self) -> Option<String> {
        let told = [Standing::New, Standing::Changed, Standing::Removed].into_iter().filter_map(|standing| {
            let count = self.standings.get(&standing)?;
            Some(format!("{} {}", number(*count), standing.name()))
        });
        let told: Vec<String> = told.collect();
        (!told.is_empty()).then(|| told.join(", "))
    }
}

/// What an index holds.
#[derive(Serialize)]
pub(crate) struct IndexRecord<'i> {
    v: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    r#type: Option<&'static str>,
    archive: &'i str,
    stories: u64,
    sources: u64,
    bytes: u64,
    people: u64,
    organizations: u64,
    first: Option<Date>,
    last: Option<Date>,
    versions: &'i BTreeMap<String, String>,
    /// Files by how they were treated; they add up to all files that are there.
    files: BTreeMap<&'static str, u64>,
    /// Files by how they stand to what is recorded.
    standings: BTreeMap<&'static str, u64>,
    formats: BTreeMap<&'i str, u64>,
    encodings: BTreeMap<&'i str, u64>,
    date_sources: BTreeMap<&'static str, u64>,
    fields: BTreeMap<&'static str, u64>,
    bad_records: u64,
    skipped_records: u64,
    members: u64,
    skipped_members: u64,
    failed_members: u64,
}

impl<'i> IndexRecord<'i> {
    /// Returns the record of an index; `type` tells it from files among lines.
    pub(crate) fn of(report: &'i Report<'_>, r#type: Option<&'static str>) -> Self {
        let Report { archive, status, ledger, .. } = report;
        let account = &ledger.account;
        let totals = Totals::of(&ledger.entries);
        Self {
            v: super::record::VERSION,
            r#type,
            archive,
            stories: status.stories,
            sources: status.sources,
            bytes: status.bytes,
            people: status.people,
            organizations: status.organizations,
            first: status.first,
            last: status.last,
            versions: &status.versions,
            files: totals.by_status().into_iter().map(|total| (total.name, total.files)).collect(),
            standings: totals.standings.iter().map(|(standing, files)| (standing.name(), *files)).collect(),
            formats: account.formats.iter().map(|(name, stories)| (name.as_str(), *stories)).collect(),
            encodings: account.encodings.iter().map(|(name, stories)| (name.as_str(), *stories)).collect(),
            date_sources: DATE_SOURCES.into_iter().zip(account.dates).collect(),
            fields: STORY_FIELDS.into_iter().zip(account.fields).collect(),
            bad_records: ledger.entries.iter().filter_map(|entry| Some(entry.record.as_ref()?.bad_records)).sum(),
            skipped_records: account.skipped_records,
            members: account.members,
            skipped_members: account.skipped_members,
            failed_members: account.failed_members,
        }
    }
}

/// How a file was treated.
#[derive(Serialize)]
struct FileRecord<'r> {
    v: u8,
    r#type: &'static str,
    path: &'r str,
    status: &'static str,
    reason: Option<&'r str>,
    stories: u64,
    bad_records: u64,
    size: u64,
    format: Option<&'r str>,
    encoding: Option<&'r str>,
    standing: Option<&'static str>,
    skipped_records: u64,
    members: u64,
    skipped_members: u64,
    failed_members: u64,
    date_sources: BTreeMap<&'static str, u64>,
    fields: BTreeMap<&'static str, u64>,
    notes: &'r [String],
}

impl<'r> FileRecord<'r> {
    fn of(entry: &'r Entry) -> Self {
        let record = entry.record.as_ref();
        let text = |text: Option<&'r String>| text.map(String::as_str).filter(|text| !text.is_empty());
        let account = record.map(|record| &*record.account);
        let count = |of: fn(&Account) -> u64| account.map_or(0, of);
        let some = |pairs: Option<BTreeMap<&'static str, u64>>| {
            let pairs = pairs.unwrap_or_default();
            pairs.into_iter().filter(|(_, count)| *count > 0).collect()
        };
        Self {
            v: super::record::VERSION,
            r#type: "file",
            path: &entry.path,
            status: entry.status().map_or("new", SourceStatus::name),
            reason: text(record.map(|record| &record.reason)),
            stories: record.map_or(0, |record| record.stories),
            bad_records: record.map_or(0, |record| record.bad_records),
            size: entry.size,
            format: text(record.map(|record| &record.format)),
            encoding: text(record.map(|record| &record.encoding)),
            standing: entry.standing.map(Standing::name),
            skipped_records: count(|account| account.skipped_records),
            members: count(|account| account.members),
            skipped_members: count(|account| account.skipped_members),
            failed_members: count(|account| account.failed_members),
            date_sources: some(account.map(|account| DATE_SOURCES.into_iter().zip(account.dates).collect())),
            fields: some(account.map(|account| STORY_FIELDS.into_iter().zip(account.fields).collect())),
            notes: account.map_or(&[], |account| &account.notes),
        }
    }
}

impl Row for Entry {
    const LIST: &'static str = "files";
    const COLUMNS: &'static [&'static str] = &[
        "path",
        "status",
        "reason",
        "stories",
        "bad_records",
        "size",
        "format",
        "encoding",
        "standing",
        "date_sources",
        "fields",
        "skipped_records",
        "members",
        "skipped_members",
        "failed_members",
    ];

    fn write_json(&self, out: &mut dyn Write) -> io::Result<()> {
        safe_json::write(out, &FileRecord::of(self))
    }

    fn cells(&self) -> Vec<String> {
        let record = FileRecord::of(self);
        let pairs = |pairs: &BTreeMap<&str, u64>| {
            pairs.iter().map(|(name, count)| format!("{name} {count}")).collect::<Vec<_>>().join("; ")
        };
        vec![
            escape::visible(record.path).into_owned(),
            record.status.to_owned(),
            cell(record.reason.unwrap_or_default()),
            record.stories.to_string(),
            record.bad_records.to_string(),
            record.size.to_string(),
            cell(record.format.unwrap_or_default()),
            cell(record.encoding.unwrap_or_default()),
            record.standing.unwrap_or_default().to_owned(),
            pairs(&record.date_sources),
            pairs(&record.fields),
            record.skipped_records.to_string(),
            record.members.to_string(),
            record.skipped_members.to_string(),
            record.failed_members.to_string(),
        ]
    }
}

/// Writes the files as rows of a format for programs.
pub(crate) fn write_rows(
    out: &mut dyn Write,
    mut printer: Box<dyn super::Printer<Entry>>,
    report: &Report<'_>,
) -> io::Result<()> {
    printer.begin(out, &Heading::default())?;
    for entry in report.entries() {
        printer.row(out, entry)?;
    }
    printer.end(out)
}

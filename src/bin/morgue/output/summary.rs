//! What an indexing run did and what an index holds, as text.

use crate::console::Look;
use crate::escape;
use morgue::index::{SourceRecord, SourceStatus};
use morgue::ingest::Summary;
use morgue::local::IndexStatus;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write};

/// Returns a run's summary: what the archive holds, and how each file was treated.
pub(crate) fn run(summary: &Summary, dry_run: bool) -> String {
    let Summary { seen, indexed, unchanged, removed, skipped, failed, bad_records, .. } = summary;
    let skips: Vec<String> =
        summary.skips.iter().map(|(reason, files)| format!("{} {reason}", number(*files))).collect();
    let skips = if skips.is_empty() { String::new() } else { format!(" ({})", skips.join(", ")) };
    let mut text = format!(
        "{}, {}, {}; {} in {:.1} s\n{}: {} indexed, {} unchanged, {} skipped{skips}, {} failed; {} removed",
        counted(summary.stories, "story", "stories"),
        counted(summary.people, "person", "people"),
        counted(summary.organizations, "organization", "organizations"),
        bytes(summary.bytes),
        summary.seconds,
        counted(*seen, "file", "files"),
        number(*indexed),
        number(*unchanged),
        number(*skipped),
        number(*failed),
        number(*removed),
    );
    if *bad_records > 0 {
        let records = counted(*bad_records, "record", "records");
        write!(text, "; {records} could not be read").expect("a string takes any text");
    }
    if dry_run {
        text.push_str("\nnothing was written: this was a dry run");
    }
    text
}

/// Counts how files were treated, and keeps the first of those that have something to tell.
pub(crate) struct Treatment<'s> {
    counts: BTreeMap<SourceStatus, u64>,
    reasons: BTreeMap<(SourceStatus, String), u64>,
    named: BTreeMap<SourceStatus, Vec<&'s SourceRecord>>,
    telling: u64,
    limit: usize,
}

impl<'s> Treatment<'s> {
    /// Returns an empty count that names at most `limit` files.
    pub(crate) fn new(limit: usize) -> Self {
        Self { counts: BTreeMap::new(), reasons: BTreeMap::new(), named: BTreeMap::new(), telling: 0, limit }
    }

    /// Counts a file.
    pub(crate) fn add(&mut self, source: &'s SourceRecord) {
        *self.counts.entry(source.status).or_default() += 1;
        if source.reason.is_empty() {
            return;
        }
        self.telling += 1;
        *self.reasons.entry((source.status, source.reason.clone())).or_default() += 1;
        let named = self.named.entry(source.status).or_default();
        if named.len() < self.limit {
            named.push(source);
        }
    }

    /// Writes what the index holds, how many files were treated how, and the files with something to tell, failed ones first.
    pub(crate) fn write(
        &self,
        out: &mut dyn Write,
        look: &Look,
        archive: &str,
        status: &IndexStatus,
    ) -> io::Result<()> {
        let label = look.palette.label;
        let mut fact = |name: &str, value: &str| writeln!(out, "{label}{name:<10}{label:#} {}", escape::visible(value));
        fact("archive", archive)?;
        fact("stories", &number(status.stories))?;
        fact("people", &number(status.people))?;
        fact("orgs", &number(status.organizations))?;
        if let (Some(first), Some(last)) = (status.first, status.last) {
            fact("dates", &format!("{first} to {last}"))?;
        }
        fact("files", &format!("{}, {}", number(status.sources), bytes(status.bytes)))?;
        for (treated, files) in &self.counts {
            fact(&format!("  {}", treated.name()), &number(*files))?;
            for ((_, reason), files) in self.reasons.iter().filter(|((status, _), _)| status == treated) {
                fact("", &format!("  {}: {reason}", number(*files)))?;
            }
        }
        let named = self.named.values().flatten().take(self.limit);
        for (index, source) in named.enumerate() {
            let blank = if index == 0 { "\n" } else { "" };
            let line = format!("{}: {}: {}", source.status.name(), source.path(), source.reason);
            writeln!(out, "{blank}{}", escape::visible(&line))?;
        }
        let more = self.telling.saturating_sub(self.limit as u64);
        if more > 0 {
            writeln!(out, "and {} more; `morgue status -n 0` names all", number(more))?;
        }
        Ok(())
    }
}

/// Returns a number with its thousands set apart.
pub(crate) fn number(value: u64) -> String {
    let digits = value.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.char_indices() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// Returns a number with its noun.
pub(crate) fn counted(value: u64, one: &str, many: &str) -> String {
    format!("{} {}", number(value), if value == 1 { one } else { many })
}

fn bytes(value: u64) -> String {
    let mut amount = value as f64;
    let mut units = ["kB", "MB", "GB"].into_iter();
    let mut unit = "bytes";
    while amount >= 1000.0
        && let Some(larger) = units.next()
    {
        amount /= 1000.0;
        unit = larger;
    }
    if unit == "bytes" { format!("{value} bytes") } else { format!("{amount:.1} {unit}") }
}

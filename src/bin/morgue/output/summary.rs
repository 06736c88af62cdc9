//! What an indexing run did, as text; and numbers and sizes as people write them.

use morgue::ingest::Summary;
use std::fmt::Write as _;

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
    for (count, one, many) in [
        (*bad_records, "record could not be read", "records could not be read"),
        (summary.failed_members, "member could not be read", "members could not be read"),
        (summary.skipped_records, "record is no story", "records are no stories"),
        (summary.skipped_members, "member is no news", "members are no news"),
    ] {
        if count > 0 {
            write!(text, "; {}", counted(count, one, many)).expect("a string takes any text");
        }
    }
    if dry_run {
        text.push_str("\nnothing was written: this was a dry run");
    }
    text
}

/// Returns a reason with the path it is about, once: a failure of the system names the path itself.
pub(crate) fn named(path: &str, reason: &str) -> String {
    let reason = reason.strip_prefix("read: ").unwrap_or(reason);
    if reason.contains(path) { reason.to_owned() } else { format!("{path}: {reason}") }
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

/// Returns a size as people write it.
pub(crate) fn bytes(value: u64) -> String {
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

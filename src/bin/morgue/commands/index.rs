//! `morgue index`: makes or refreshes an index.

use super::location::is_from;
use crate::args::{IndexArgs, IndexFormat, Location, When};
use crate::console::Console;
use crate::output::record::SummaryRecord;
use crate::output::{safe_json, summary};
use crate::progress::Reporter;
use crate::signals;
use crate::status::{Failure, Outcome, Status};
use morgue::ingest::{self, Request, Summary};

/// Runs the command.
pub(crate) fn run(args: &IndexArgs, console: &mut Console) -> Outcome {
    ensure_one_archive(args)?;
    ensure_single_file_has_index(args)?;
    let (archive, index) = args.location.archive_and_index(args.path.as_deref())?;
    let request = Request {
        archive,
        index: Some(index),
        rebuild: args.rebuild,
        dry_run: args.dry_run,
        jobs: args.jobs,
        memory_mb: args.memory,
        commit_bytes: None,
        include: given(&args.include),
        exclude: given(&args.exclude),
        follow: args.follow.then_some(true),
        allow_empty: args.allow_empty,
        wait: args.wait,
        encoding: args.encoding.clone(),
        map: given(&args.map),
        names: args.no_names.then_some(false),
        format: args.r#type.clone(),
        retry_failed: args.retry_failed,
        verify: args.verify,
    };
    let lines = args.format == IndexFormat::Jsonl;
    let progress = if args.quiet { When::Never } else { args.progress };
    let done = run_ingest(&request, progress, lines, console)?;
    if lines {
        safe_json::write_line(&mut console.out, &SummaryRecord::of(&done))?;
    } else if !args.quiet {
        summary::run(&done, args.dry_run).lines().for_each(|line| console.messages.line(line));
    }
    Ok(status(&done))
}

/// Refreshes the index before a search, making it where there is none. Files that fail are named; the search goes on.
pub(super) fn refresh(location: &Location, console: &mut Console) -> Outcome<()> {
    let (archive, index) = location.archive_and_index(None)?;
    let request = Request { archive, index: Some(index), ..Request::default() };
    run_ingest(&request, When::Auto, false, console)?;
    Ok(())
}

fn run_ingest(request: &Request, progress: When, lines: bool, console: &mut Console) -> Outcome<Summary> {
    let written = request.index.as_deref().filter(|_| !request.dry_run);
    let _watch = written.map(|index| signals::watch(index, console.messages.terminal));
    let lines = lines.then_some(&mut *console.out as &mut (dyn std::io::Write + Send));
    let reporter = Reporter::new(progress, &mut console.messages, lines);
    let done = ingest::run(request, &reporter);
    let told = reporter.finish();
    let done = done?;
    told?;
    Ok(done)
}

/// What was not typed is as in the run before.
fn given(values: &[String]) -> Option<Vec<String>> {
    (!values.is_empty()).then(|| values.to_vec())
}

fn status(summary: &Summary) -> Status {
    if summary.failed + summary.bad_records + summary.failed_members > 0 {
        Status::SomeInputsFailed
    } else {
        Status::Done
    }
}

/// A path and `--archive` both name the archive; the environment only does so where nothing is typed.
fn ensure_one_archive(args: &IndexArgs) -> Outcome<()> {
    let typed = args.location.archive.as_deref().filter(|archive| !is_from("MORGUE_ARCHIVE", archive));
    if args.path.is_none() || typed.is_none() {
        return Ok(());
    }
    Err(Failure::usage("index", "the archive is named twice", "leave --archive out: morgue index DIR"))
}

fn ensure_single_file_has_index(args: &IndexArgs) -> Outcome<()> {
    match &args.path {
        Some(path) if path.is_file() && args.location.index.is_none() => {
            let hint = format!("say where its index goes: morgue index {} --index DIR", path.display());
            Err(Failure::usage("index", "a single file has no folder for its index", &hint))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::output::summary;

    fn done() -> Summary {
        Summary {
            seen: 2304,
            indexed: 2299,
            unchanged: 2,
            removed: 1,
            skipped: 3,
            stories: 21_578,
            people: 1,
            organizations: 871,
            bytes: 27_636_766,
            seconds: 8.4,
            skips: [("binary".to_owned(), 2), ("over 16 MiB".to_owned(), 1)].into(),
            ..Summary::default()
        }
    }

    #[test]
    fn a_run_ends_with_what_it_found_and_every_kind_of_skip() {
        insta::assert_snapshot!(summary::run(&done(), false), @r"
        21,578 stories, 1 person, 871 organizations; 27.6 MB in 8.4 s
        2,304 files: 2,299 indexed, 2 unchanged, 3 skipped (2 binary, 1 over 16 MiB), 0 failed; 1 removed
        ");
        insta::assert_snapshot!(summary::run(&Summary { bad_records: 1, ..Summary::default() }, true), @r"
        0 stories, 0 people, 0 organizations; 0 bytes in 0.0 s
        0 files: 0 indexed, 0 unchanged, 0 skipped, 0 failed; 0 removed; 1 record could not be read
        nothing was written: this was a dry run
        ");
    }

    #[test]
    fn a_failed_file_or_a_bad_record_is_status_three() {
        assert_eq!(status(&done()), Status::Done);
        assert_eq!(status(&Summary { failed: 1, ..done() }), Status::SomeInputsFailed);
        assert_eq!(status(&Summary { bad_records: 1, ..done() }), Status::SomeInputsFailed);
        assert_eq!(status(&Summary { failed_members: 1, ..done() }), Status::SomeInputsFailed);
        assert_eq!(status(&Summary { skipped_members: 1, skipped_records: 1, ..done() }), Status::Done);
    }

    #[test]
    fn the_last_line_of_json_is_the_summary() {
        let mut out = Vec::new();
        safe_json::write_line(&mut out, &SummaryRecord::of(&done())).expect("a vector takes any bytes");
        insta::assert_snapshot!(String::from_utf8(out).expect("text"), @r#"{"type":"summary","seen":2304,"indexed":2299,"unchanged":2,"removed":1,"skipped":3,"failed":0,"stories":21578,"people":1,"organizations":871,"bytes":27636766,"seconds":8.4,"bad_records":0,"failed_members":0,"skipped_records":0,"skipped_members":0,"skips":{"binary":2,"over 16 MiB":1}}"#);
    }
}

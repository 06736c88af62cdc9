//! `morgue status`: what the index holds, and how every file was treated.

use crate::args::{FileFormat, StatusArgs};
use crate::console::Console;
use crate::escape;
use crate::output::ledger::{IndexRecord, Report, write_rows};
use crate::output::row::Row;
use crate::output::{file_table, safe_json};
use crate::status::{Outcome, Status};
use morgue::ingest;

/// Runs the command.
pub(crate) fn run(args: &StatusArgs, console: &mut Console) -> Outcome {
    let engine = args.location.open("status")?;
    let archive = engine.root().to_string_lossy().into_owned();
    let (status, ledger) = (engine.status()?, ingest::ledger(engine.folder())?);
    let report = Report { archive: &archive, status: &status, ledger: &ledger, only_faulty: args.failed };
    print(args, &report, console)?;
    Ok(Status::Done)
}

fn print(args: &StatusArgs, report: &Report<'_>, console: &mut Console) -> Outcome<()> {
    let out = &mut console.out;
    match args.format() {
        FileFormat::Text => {
            let limit = if args.limit == 0 { usize::MAX } else { args.limit };
            report.write_text(out, &console.look, limit)?;
        }
        FileFormat::Jsonl => {
            for entry in report.entries() {
                entry.write_json(out)?;
                out.write_all(b"\n")?;
            }
            safe_json::write_line(out, &IndexRecord::of(report, Some("index")))?;
        }
        FileFormat::Json => {
            out.write_all(b"{\"v\":1,\"index\":")?;
            safe_json::write(out, &IndexRecord::of(report, None))?;
            out.write_all(b",\"files\":[")?;
            for (number, entry) in report.entries().enumerate() {
                out.write_all(if number == 0 { b"\n" } else { b",\n" })?;
                entry.write_json(out)?;
            }
            out.write_all(b"]}\n")?;
        }
        FileFormat::Csv => write_rows(out, file_table(false), report)?,
        FileFormat::Tsv => write_rows(out, file_table(true), report)?,
        FileFormat::Paths => {
            for entry in report.entries() {
                let path = &entry.path;
                if args.null { write!(out, "{path}\0")? } else { writeln!(out, "{}", escape::quoted(path))? }
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::{Args, Command};
    use crate::testing;
    use clap::Parser;
    use morgue::archive::Fingerprint;
    use morgue::index::{Account, SourceRecord, SourceStatus};
    use morgue::ingest::{Entry, Ledger, Standing};
    use morgue::local::IndexStatus;
    use std::sync::Arc;

    fn status(typed: &[&str]) -> String {
        let typed = ["morgue", "status"].iter().chain(typed);
        let Command::Status(args) = Args::try_parse_from(typed).expect("valid arguments").command else {
            panic!("not a status")
        };
        let file = |path: &str, status, reason: &str, standing| Entry {
            path: path.to_owned(),
            size: 2100,
            record: Some(SourceRecord {
                fingerprint: Fingerprint { size: 2100, ..Fingerprint::default() },
                stories: 1,
                format: "text".to_owned(),
                ..SourceRecord::unread(path.as_bytes(), status, reason)
            }),
            standing: Some(standing),
        };
        let mut packed = file("d.zip", SourceStatus::Indexed, "", Standing::Removed);
        let account = Account {
            formats: vec![("text+zip".to_owned(), 1200)],
            fields: [1200, 900, 0, 0, 0, 0, 0, 1200, 0, 0],
            dates: [900, 0, 0, 300],
            members: 2,
            failed_members: 1,
            notes: vec!["e.txt: damaged zip: Invalid checksum".to_owned()],
            ..Account::default()
        };
        if let Some(record) = &mut packed.record {
            record.account = Arc::new(account.clone());
        }
        let entries = vec![
            file("a.txt", SourceStatus::Indexed, "", Standing::Unchanged),
            file("b.bin", SourceStatus::Skipped, "binary", Standing::Unchanged),
            file("c\u{1b}.txt", SourceStatus::Failed, "permission denied", Standing::Changed),
            packed,
            Entry { path: "e.txt".to_owned(), size: 10, record: None, standing: Some(Standing::New) },
        ];
        let ledger = Ledger { entries, account, unreachable: None };
        let (first, last) = ("1987-02-26".parse().ok(), "1987-10".parse().ok());
        let status = IndexStatus { stories: 1200, sources: 4, bytes: 6300, first, last, ..IndexStatus::default() };
        let report = Report { archive: "/wire", status: &status, ledger: &ledger, only_faulty: args.failed };
        let (mut console, out, _) = testing::console();
        print(&args, &report, &mut console).expect("printed");
        out.text()
    }

    #[test]
    fn as_text_it_counts_files_and_names_those_with_something_to_tell() {
        insta::assert_snapshot!(status(&["-n", "1"]));
    }

    #[test]
    fn as_json_lines_every_file_is_told_and_the_index_last() {
        insta::assert_snapshot!(status(&["--json"]));
    }

    #[test]
    fn the_failed_ones_can_be_asked_for_alone() {
        insta::assert_snapshot!(status(&["--failed"]));
        insta::assert_snapshot!(status(&["--failed", "-f", "paths"]));
    }

    #[test]
    fn as_a_table_each_file_is_a_row() {
        insta::assert_snapshot!(status(&["-f", "csv"]));
    }

    #[test]
    fn as_json_it_is_one_object() {
        let value: serde_json::Value = serde_json::from_str(&status(&["-f", "json"])).expect("JSON");
        assert_eq!(value["files"].as_array().map(Vec::len), Some(5));
        assert_eq!(value["index"]["stories"], 1200);
    }
}

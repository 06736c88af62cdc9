//! `morgue status`: what the index holds, and how every file was treated.

use crate::args::{ListFormat, StatusArgs};
use crate::console::Console;
use crate::output::record::{FileRecord, StatusRecord};
use crate::output::safe_json;
use crate::output::summary::Treatment;
use crate::status::{Outcome, Status};
use morgue::index::SourceRecord;
use morgue::local::IndexStatus;

/// Runs the command.
pub(crate) fn run(args: &StatusArgs, console: &mut Console) -> Outcome {
    let engine = args.location.open("status")?;
    let archive = engine.root().to_string_lossy().into_owned();
    let status = engine.status()?;
    print(args, &archive, &status, &engine.sources()?, console)?;
    Ok(Status::Done)
}

fn print(
    args: &StatusArgs,
    archive: &str,
    status: &IndexStatus,
    sources: &[SourceRecord],
    console: &mut Console,
) -> Outcome<()> {
    let out = &mut console.out;
    match args.format() {
        ListFormat::Text => {
            let limit = if args.limit == 0 { usize::MAX } else { args.limit };
            let mut treatment = Treatment::new(limit);
            for source in sources {
                treatment.add(source);
            }
            treatment.write(out, &console.look, archive, status)?;
        }
        ListFormat::Jsonl => {
            for source in sources {
                safe_json::write_line(out, &FileRecord::of(source))?;
            }
            safe_json::write_line(out, &StatusRecord::of(status, archive, Some("index")))?;
        }
        ListFormat::Json => {
            out.write_all(b"{\"v\":1,\"index\":")?;
            safe_json::write(out, &StatusRecord::of(status, archive, None))?;
            out.write_all(b",\"files\":[")?;
            for (number, source) in sources.iter().enumerate() {
                out.write_all(if number == 0 { b"\n" } else { b",\n" })?;
                safe_json::write(out, &FileRecord::of(source))?;
            }
            out.write_all(b"]}\n")?;
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
    use morgue::index::SourceStatus;

    fn status(typed: &[&str]) -> String {
        let typed = ["morgue", "status"].iter().chain(typed);
        let Command::Status(args) = Args::try_parse_from(typed).expect("valid arguments").command else {
            panic!("not a status")
        };
        let source = |path: &str, status, reason: Option<&str>| SourceRecord {
            key: path.into(),
            fingerprint: Fingerprint { size: 2100, ..Fingerprint::default() },
            hash: 0,
            scanned_ns: 0,
            extractor: 0,
            status,
            reason: reason.unwrap_or_default().to_owned(),
            stories: 1,
            bad_records: 0,
            format: "text".to_owned(),
            encoding: String::new(),
        };
        let sources = vec![
            source("a.txt", SourceStatus::Indexed, None),
            source("b.bin", SourceStatus::Skipped, Some("binary")),
            source("c\u{1b}.txt", SourceStatus::Failed, Some("permission denied")),
        ];
        let (first, last) = ("1987-02-26".parse().ok(), "1987-10".parse().ok());
        let status = IndexStatus { stories: 1200, sources: 3, bytes: 6300, first, last, ..IndexStatus::default() };
        let (mut console, out, _) = testing::console();
        print(&args, "/wire", &status, &sources, &mut console).expect("printed");
        out.text()
    }

    #[test]
    fn as_text_it_counts_files_and_names_those_with_something_to_tell() {
        insta::assert_snapshot!(status(&["-n", "1"]), @r"
        archive    /wire
        stories    1,200
        people     0
        orgs       0
        dates      1987-02-26 to 1987-10
        files      3, 6.3 kB
          failed   1
                     1: permission denied
          skipped  1
                     1: binary
          indexed  1

        failed: c\x1b.txt: permission denied
        and 1 more; `morgue status -n 0` names all
        ");
    }

    #[test]
    fn as_json_lines_every_file_is_told_and_the_index_last() {
        insta::assert_snapshot!(status(&["--json"]), @r#"
        {"v":1,"type":"file","path":"a.txt","status":"indexed","reason":null,"stories":1,"bad_records":0,"size":2100,"format":"text","encoding":null}
        {"v":1,"type":"file","path":"b.bin","status":"skipped","reason":"binary","stories":1,"bad_records":0,"size":2100,"format":"text","encoding":null}
        {"v":1,"type":"file","path":"c\u001b.txt","status":"failed","reason":"permission denied","stories":1,"bad_records":0,"size":2100,"format":"text","encoding":null}
        {"v":1,"type":"index","archive":"/wire","stories":1200,"sources":3,"bytes":6300,"people":0,"organizations":0,"first":"1987-02-26","last":"1987-10","versions":{}}
        "#);
    }

    #[test]
    fn as_json_it_is_one_object() {
        let value: serde_json::Value = serde_json::from_str(&status(&["-f", "json"])).expect("JSON");
        assert_eq!(value["files"].as_array().map(Vec::len), Some(3));
        assert_eq!(value["index"]["stories"], 1200);
    }
}

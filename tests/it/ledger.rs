//! The ledger: every file is accounted for, with what was found in it, and what has changed since.

use crate::harness::{Archive, age};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;

const STORY: &str = "Ferry late\n\nRIGA, March 3 (Reuters) - A ferry was late in Riga.\n";
const TAGGED: &str = "<REUTERS NEWID=\"7\"><DATE>3-MAR-1987 09:01:02.33</DATE><TOPICS><D>grain</D></TOPICS>\
    <PEOPLE><D>poe</D></PEOPLE><TEXT><TITLE>UPDATE 2-GRAIN UP</TITLE><BODY>(Corrects price) Grain rose.</BODY></TEXT></REUTERS>\n\
    <REUTERS NEWID=\"8\"><TEXT><TITLE>TIN</TITLE><BODY>Tin fell.</BODY></TEXT></REUTERS>\n";

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).expect("memory");
        writer.write_all(bytes).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}

/// The ledger's lines by path, and its last line.
fn ledger(archive: &Archive) -> (BTreeMap<String, Value>, Value) {
    let ran = archive.run(&["status", "--json"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let mut lines: Vec<Value> = ran.stdout.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let total = lines.pop().expect("the index itself");
    (lines.into_iter().map(|line| (line["path"].as_str().expect("a path").to_owned(), line)).collect(), total)
}

#[test]
fn every_file_is_accounted_for_with_what_was_found_in_it() {
    let archive = Archive::of(&[("a.txt", STORY), ("b.sgm", TAGGED), ("c.csv", "when,what\n1,2\n")]);
    archive.write("d.bin", b"\x00\x01\x02");
    archive.write(
        "e.zip",
        &zip(&[("x.txt", STORY.as_bytes()), ("y.png", b"\x89PNG\x00"), ("z.csv", b"title,text\nA,b\n")]),
    );
    #[cfg(unix)]
    std::os::unix::fs::symlink("a.txt", archive.path().join("f.lnk")).expect("a link");
    assert_eq!(archive.run(&["index"]).status, 3, "c.csv has no text");
    let (files, total) = ledger(&archive);
    let of = |path: &str, key: &str| files[path][key].clone();
    assert_eq!(
        (of("a.txt", "status"), of("a.txt", "stories"), of("a.txt", "format")),
        ("indexed".into(), 1.into(), "text".into())
    );
    assert_eq!(of("a.txt", "date_sources"), serde_json::json!({"none": 1}), "no year anywhere");
    assert_eq!(of("b.sgm", "fields")["tags"], 1);
    assert_eq!(of("b.sgm", "date_sources"), serde_json::json!({"record": 1, "none": 1}));
    assert_eq!(of("c.csv", "status"), "failed");
    assert!(of("c.csv", "reason").as_str().is_some_and(|reason| reason.contains("column")), "{}", files["c.csv"]);
    assert_eq!((of("d.bin", "status"), of("d.bin", "reason")), ("skipped".into(), "binary".into()));
    assert_eq!(
        (of("e.zip", "stories"), of("e.zip", "members"), of("e.zip", "skipped_members")),
        (2.into(), 2.into(), 1.into())
    );
    assert_eq!(of("e.zip", "notes"), serde_json::json!(["y.png: skipped: binary"]));
    #[cfg(unix)]
    assert_eq!(of("f.lnk", "reason"), "symbolic link not followed");
    let on_disk = walkdir::WalkDir::new(archive.path())
        .into_iter()
        .filter_entry(|entry| entry.file_name() != ".morgue")
        .filter(|entry| entry.as_ref().is_ok_and(|entry| !entry.file_type().is_dir()))
        .count();
    let counted: u64 =
        ["indexed", "skipped", "failed"].iter().filter_map(|status| total["files"][status].as_u64()).sum();
    assert_eq!((counted, files.len()), (on_disk as u64, on_disk));
    assert_eq!(total["formats"], serde_json::json!({"csv+zip": 1, "reuters21578": 2, "text": 1, "text+zip": 1}));
    assert_eq!(total["fields"]["headline"], 5);

    let failed = archive.run(&["status", "--failed", "-f", "paths"]);
    assert_eq!(failed.stdout, "c.csv\n");
}

#[test]
fn what_has_changed_since_is_told_of_files_and_of_hits() {
    let archive = Archive::of(&[("a.txt", STORY), ("b.txt", STORY), ("c.txt", STORY)]);
    archive.index();
    fs::remove_file(archive.path().join("b.txt")).expect("removed");
    archive.write("c.txt", STORY.replace("late", "early").as_bytes());
    archive.write("d.txt", STORY.as_bytes());
    let (files, total) = ledger(&archive);
    let standings: Vec<&str> = files.values().filter_map(|file| file["standing"].as_str()).collect();
    assert_eq!(standings, ["unchanged", "removed", "changed", "new"]);
    assert_eq!(total["files"], serde_json::json!({"indexed": 2, "new": 1}), "the removed one is not there");

    let told: Vec<(String, Value)> = archive
        .hits(&["ferry", "--sort", "path"])
        .into_iter()
        .map(|hit| (hit["id"].as_str().unwrap_or_default().to_owned(), hit["stale"].clone()))
        .collect();
    assert_eq!(
        told,
        [("a.txt".into(), Value::Null), ("b.txt".into(), "missing".into()), ("c.txt".into(), "stale".into())]
    );
    assert_eq!(archive.ids(&["ferry", "--fresh"]), ["a.txt"]);
    assert_eq!(archive.run(&["search", "-c", "--fresh", "ferry"]).stdout, "1\n");
    let shown = archive.run(&["show", "c.txt"]);
    assert!(shown.stderr.contains("has changed since"), "{}", shown.stderr);

    archive.index();
    assert_eq!(archive.ids(&["ferry", "--fresh"]), ["a.txt", "c.txt", "d.txt"]);
    let (files, _) = ledger(&archive);
    assert!(files.values().all(|file| file["standing"] == "unchanged"));
}

#[test]
fn a_member_is_as_fresh_as_its_archive() {
    let archive = Archive::empty();
    archive.write("wire!2.zip", &zip(&[("a!b.txt", STORY.as_bytes())]));
    archive.index();
    let stale = || archive.hits(&["ferry"])[0]["stale"].clone();
    assert_eq!(archive.ids(&["ferry"]), ["wire!2.zip!a!b.txt"]);
    assert_eq!(stale(), Value::Null);
    fs::remove_file(archive.path().join("wire!2.zip")).expect("removed");
    assert_eq!(stale(), "missing");
}

#[test]
fn what_failed_is_read_again_only_when_it_is_asked_for() {
    let archive = Archive::of(&[("a.txt", STORY)]);
    archive.write("b.zip", b"PK\x03\x04 is no zip");
    assert_eq!(archive.run(&["index"]).status, 3);
    let bytes = |ran: &crate::harness::Ran| {
        let last: Value = serde_json::from_str(ran.stdout.lines().last().unwrap_or_default()).expect("a summary");
        (last["failed"].clone(), last["bytes"].clone())
    };
    let again = archive.run(&["index", "-f", "jsonl"]);
    assert_eq!((again.status, bytes(&again)), (3, (1.into(), 0.into())), "nothing is read");
    let retried = archive.run(&["index", "-f", "jsonl", "--retry-failed"]);
    assert_eq!((retried.status, bytes(&retried)), (3, (1.into(), 14.into())));
}

#[test]
fn a_type_can_be_forced_and_is_remembered() {
    let archive = Archive::of(&[("a.dat", "title,text\nFerry,It was late.\n")]);
    archive.index();
    assert_eq!(archive.ids(&["late"]), ["a.dat#1"]);
    assert_eq!(archive.run(&["index", "--type", "text"]).status, 0);
    assert_eq!(archive.ids(&["late"]), ["a.dat"]);
    age(&archive.write("b.dat", b"title,text\nGull,It was late.\n"));
    archive.index();
    assert_eq!(archive.ids(&["late"]), ["a.dat", "b.dat"]);
    let refused = archive.run(&["index", "--type", "cvs"]);
    assert_eq!(refused.status, 2);
    assert!(refused.stderr.contains("did you mean `csv`?"), "{}", refused.stderr);
}

#[test]
fn tags_statuses_and_updates_are_searched_and_shown_as_evidence() {
    let archive = Archive::of(&[("b.sgm", TAGGED)]);
    archive.index();
    for query in
        ["tag:poe", "tag:people:poe", "tag:\"people poe\"", "status:corrected", "update:2", "update:1..", "update:..3"]
    {
        assert_eq!(archive.ids(&[query]), ["b.sgm#7"], "{query}");
    }
    assert_eq!(archive.ids(&["tag:grain -update:2"]), [""; 0]);
    assert_eq!(archive.ids(&["NOT status:corrected"]), ["b.sgm#8"]);
    let hit = &archive.hits(&["tag:people:poe"])[0];
    let snippet = &hit["snippets"][0];
    assert_eq!((snippet["field"].as_str(), snippet["text"].as_str()), (Some("tags"), Some("people:poe")));
    assert_eq!(snippet["highlights"], serde_json::json!([[0, 10]]));
}

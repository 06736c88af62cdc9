//! The ledger: every file is accounted for, with what was found in it, and what has changed since.

use crate::harness::{Archive, age, zip};
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;

const STORY: &str = "Ferry late\n\nRIGA, March 3 (Reuters) - A ferry was late in Riga.\n";
const TAGGED: &str = "<REUTERS NEWID=\"7\"><DATE>3-MAR-1987 09:01:02.33</DATE><TOPICS><D>grain</D></TOPICS>\
    <PEOPLE><D>poe</D></PEOPLE><TEXT><TITLE>UPDATE 2-GRAIN UP</TITLE><BODY>(Corrects price) Grain rose.</BODY></TEXT></REUTERS>\n\
    <REUTERS NEWID=\"8\"><TEXT><TITLE>TIN</TITLE><BODY>Tin fell.</BODY></TEXT></REUTERS>\n";

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

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

/// A file that is no news or no good, what becomes of it, and a part of the reason.
type Hostile = (&'static str, Vec<u8>, &'static str, &'static str);

fn hostile() -> Vec<Hostile> {
    let packed = gzip(STORY.repeat(200).as_bytes());
    let whole = zip(&[("a.txt", STORY.as_bytes())]);
    let lines = |count: usize| format!("{{\"text\":\"{}\"}}\n", "a story ".repeat(8)).repeat(count);
    let jsonl = gzip(lines(5000).as_bytes());
    let mut nested = zip(&[("a.txt", STORY.as_bytes())]);
    for _ in 0..5 {
        nested = gzip(&nested);
    }
    let bomb = gzip(&[lines(1).as_bytes(), &vec![b'\n'; 70 << 20]].concat());
    let entities = "<?xml version=\"1.0\"?><!DOCTYPE nitf [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\">\
        <!ENTITY c SYSTEM \"file:///etc/passwd\">]><nitf><head><title>Bomb</title></head><body><body.content>\
        <p>&b;&b;&c; harmless words</p></body.content></body></nitf>";
    vec![
        ("h/empty.txt", Vec::new(), "skipped", "empty"),
        ("h/blank.txt", b" \n\t\n".to_vec(), "skipped", "empty"),
        ("h/binary.txt", b"text with a NUL \x00\x01 in its middle".to_vec(), "skipped", "binary"),
        ("h/photo.jpg", b"\xFF\xD8\xFF\xE0\x00\x10JFIF\x00".to_vec(), "skipped", "binary"),
        ("h/report.pdf", b"%PDF-1.7\n1 0 obj\n".to_vec(), "skipped", "PDF"),
        ("h/old.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1text".to_vec(), "skipped", "Office"),
        ("h/menu.xml", b"<?xml version=\"1.0\"?><menu><dish>Soup</dish></menu>".to_vec(), "skipped", "root `menu`"),
        ("h/long.txt", "word ".repeat(4 << 20).into_bytes(), "skipped", "over the limit"),
        ("h/columns.csv", b"when,what\n1,2\n".to_vec(), "failed", "column"),
        ("h/torn.txt.gz", packed[..packed.len() / 2].to_vec(), "failed", "damaged gzip"),
        ("h/torn.jsonl.gz", jsonl[..jsonl.len() - 20].to_vec(), "failed", "damaged gzip"),
        ("h/torn.zip", whole[..whole.len() - 30].to_vec(), "failed", "damaged zip"),
        ("h/bomb.jsonl.gz", bomb, "failed", "expands more than 200 times"),
        ("h/nested.zip.gz", nested, "skipped", "over 4 containers"),
        ("h/zeros.tar", vec![0; 10_240], "skipped", "binary"),
        ("h/hollow.zip", zip(&[]), "skipped", "empty"),
        ("h/deep.json", "[".repeat(200_000).into_bytes(), "failed", "no record"),
        ("h/entities.xml", entities.as_bytes().to_vec(), "indexed", ""),
        ("h/latin.txt", b"Caf\xE9 shuts\n\nRIGA (Reuters) - A \xFFcaf\xE9 shut.\n".to_vec(), "indexed", ""),
        ("h/new\nline\u{1b}[2J.txt", STORY.as_bytes().to_vec(), "indexed", ""),
    ]
}

#[test]
fn a_folder_of_every_kind_and_of_hostile_files_is_accounted_for() {
    let archive = Archive::empty();
    let fixtures = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/formats");
    crate::harness::copy_tree(&fixtures, archive.path());
    let hostile = hostile();
    for (path, bytes, ..) in &hostile {
        archive.write(path, bytes);
    }
    let ran = archive.run(&["index", "-f", "jsonl"]);
    assert_eq!(ran.status, 3, "{}", ran.stderr);
    let (files, total) = ledger(&archive);
    for (path, _, status, reason) in &hostile {
        let file = &files[*path];
        assert_eq!(file["status"], *status, "{file}");
        assert!(file["reason"].as_str().unwrap_or_default().contains(reason), "{file}");
    }
    let of_fixtures: Vec<&Value> = files.values().filter(|file| !path_of(file).starts_with("h/")).collect();
    for file in &of_fixtures {
        assert_eq!(file["status"], "indexed", "{file}");
        assert!(file["stories"].as_u64() > Some(0), "{file}");
        assert!(!path_of(file).contains("feed") || file["format"] == "feed", "{file}");
    }
    let kinds: std::collections::BTreeSet<&str> =
        of_fixtures.iter().filter_map(|file| file["format"].as_str()).collect();
    assert!(kinds.len() >= 22, "one of every kind: {kinds:?}");
    let counted: u64 = total["files"].as_object().expect("counts").values().filter_map(Value::as_u64).sum();
    assert_eq!(counted, files.len() as u64);
    assert_eq!(counted, of_fixtures.len() as u64 + hostile.len() as u64);
    // What a run says of itself agrees with what it leaves behind.
    let summary: Value = serde_json::from_str(ran.stdout.lines().last().unwrap_or_default()).expect("a summary");
    for status in ["indexed", "skipped", "failed"] {
        assert_eq!(summary[status], total["files"][status], "{status}");
    }
    assert_eq!(summary["seen"], counted);
    assert_eq!(archive.ids(&["harmless words"]), ["h/entities.xml"]);
    assert_eq!(archive.ids(&["root OR passwd"]), [""; 0], "no file is read for an entity");

    // What is skipped is nobody's fault: without the failed files and the torn fixtures the run is a success.
    let faulty = archive.run(&["status", "--failed", "-f", "paths", "-0"]).stdout;
    for path in faulty.split_terminator('\0') {
        fs::remove_file(archive.path().join(path)).expect("removed");
    }
    let ran = archive.run(&["index"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
}

fn path_of(file: &Value) -> &str {
    file["path"].as_str().unwrap_or_default()
}

#[test]
fn a_file_that_cannot_be_read_any_more_keeps_its_stories_and_they_are_stale() {
    let archive = Archive::of(&[("a.txt", STORY), ("b.txt", STORY)]);
    archive.index();
    archive.write("a.txt", STORY.replace("late", "early").as_bytes());
    // A folder in the place of the file: whoever runs this, root too, cannot read it as one.
    fs::remove_file(archive.path().join("b.txt")).expect("removed");
    fs::create_dir(archive.path().join("b.txt")).expect("a folder");
    let stale = |id: &str| {
        let hits = archive.hits(&["ferry"]);
        hits.iter().find(|hit| hit["id"] == id).map(|hit| hit["stale"].clone())
    };
    assert_eq!((stale("a.txt"), stale("b.txt")), (Some("stale".into()), Some("stale".into())));
    assert_eq!(archive.ids(&["ferry", "--fresh"]), [""; 0]);
}

#[test]
fn what_is_missing_of_an_unchanged_file_is_told_again() {
    let archive = Archive::of(&[("a.jsonl", "{\"text\":\"One ferry.\"}\n{broken\n")]);
    let first = archive.run(&["index"]);
    let again = archive.run(&["index"]);
    assert_eq!((first.status, again.status), (3, 3));
    assert!(again.stderr.contains("a.jsonl: 1 of its records or members could not be read"), "{}", again.stderr);
    let failed = archive.run(&["status", "--failed"]);
    assert!(failed.stdout.starts_with("a.jsonl: line 2: record 2: "), "{}", failed.stdout);
}

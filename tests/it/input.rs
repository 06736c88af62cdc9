//! Bad input: each kind says what, where, why and what to do, and nothing else is lost.

use crate::harness::{Archive, Ran};

const STORY: &str = "Ferry sinks\n\nRIGA (Reuters) - A ferry sank off Riga on Sunday.\n";

fn index(files: &[(&str, &[u8])]) -> (Archive, Ran) {
    let archive = Archive::of(&[("good.txt", STORY)]);
    for (path, bytes) in files {
        archive.write(path, bytes);
    }
    let ran = archive.run(&["index"]);
    assert_eq!(archive.ids(&["path:good ferry"]), ["good.txt"], "{}", ran.stderr);
    (archive, ran)
}

#[test]
fn an_empty_folder_and_a_missing_one_are_told_apart() {
    let archive = Archive::empty();
    let ran = archive.run(&["index"]);
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.contains("no files to index") && ran.stderr.contains("hint: "), "{}", ran.stderr);
    assert!(!archive.path().join(".morgue").exists());
    let ran = archive.run(&["index", "no-such-folder"]);
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.contains("no-such-folder") && ran.stderr.contains("hint: "), "{}", ran.stderr);
}

#[test]
fn what_is_no_text_is_skipped_and_counted() {
    let (_, ran) =
        index(&[("a.bin", b"\x00\x01\x02\x00binary"), ("empty.txt", b""), ("b.pdf", b"%PDF-1.4\n%\xe2\xe3")]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("binary") && ran.stderr.contains("empty"), "{}", ran.stderr);
}

#[test]
fn a_csv_without_a_body_column_names_its_columns_and_the_option() {
    let (_, ran) = index(&[("a.csv", b"when,what\n2019-01-01,nothing\n")]);
    assert_eq!(ran.status, 3, "{}", ran.stderr);
    assert!(ran.stderr.contains("a.csv") && ran.stderr.contains("--map"), "{}", ran.stderr);
    assert!(ran.stderr.contains("when") && ran.stderr.contains("what"), "{}", ran.stderr);
}

#[test]
fn a_bad_record_names_file_line_and_reason_and_the_others_count() {
    let (archive, ran) = index(&[(
        "a.jsonl",
        b"{\"id\":\"x\",\"text\":\"One ferry.\"}\n{broken\n{\"id\":\"z\",\"text\":\"Two ferries.\"}\n",
    )]);
    assert_eq!(ran.status, 3, "{}", ran.stderr);
    assert!(ran.stderr.contains("a.jsonl") && ran.stderr.contains("line 2"), "{}", ran.stderr);
    assert_eq!(archive.ids(&["path:a ferry"]), ["a.jsonl#x", "a.jsonl#z"]);
}

#[test]
fn a_failed_file_is_counted_again_and_not_read_again() {
    let (archive, first) = index(&[("a.csv", b"when,what\n2019-01-01,nothing\n")]);
    let again = archive.run(&["index"]);
    assert_eq!((first.status, again.status), (3, 3));
    assert!(again.stderr.contains("a.csv"), "{}", again.stderr);
}

#[test]
fn every_encoding_is_decoded() {
    let utf16: Vec<u8> =
        std::iter::once(0xfeff).chain("Überfahrt der Fähre\n".encode_utf16()).flat_map(u16::to_le_bytes).collect();
    let (archive, ran) = index(&[
        ("latin.txt", b"Caf\xe9 in Z\xfcrich costs \xa35\n"),
        ("utf16.txt", &utf16),
        ("bom.txt", "\u{feff}Naïve question\n".as_bytes()),
        ("torn.txt", b"Some \xc3\xa9t\xc3\xa9 and \xff broken glassware, \xc3\xa9t\xc3\xa9 again\n"),
    ]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert_eq!(archive.ids(&["cafe zurich"]), ["latin.txt"]);
    assert_eq!(archive.ids(&["uberfahrt"]), ["utf16.txt"]);
    assert_eq!(archive.ids(&["naive"]), ["bom.txt"]);
    assert_eq!(archive.ids(&["glassware"]), ["torn.txt"]);
}

#[test]
fn a_wrong_option_leaves_no_index_behind() {
    let archive = Archive::of(&[("a.txt", STORY)]);
    for wrong in [["--encoding", "klingon"], ["--map", "colour=x"], ["--include", "a[b"]] {
        let ran = archive.run(&[&["index"], &wrong[..]].concat());
        assert_eq!(ran.status, 2, "{wrong:?}");
        assert!(!archive.path().join(".morgue").exists(), "{wrong:?}");
    }
}

#[test]
fn a_compressed_source_is_a_source() {
    use std::io::Write as _;
    let mut gz = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gz.write_all(STORY.as_bytes()).expect("compressed");
    let bytes = gz.finish().expect("compressed");
    let (archive, ran) = index(&[("b.txt.gz", &bytes), ("torn.txt.gz", &bytes[..bytes.len() - 12])]);
    assert_eq!(ran.status, 3);
    assert!(ran.stderr.contains("torn.txt.gz"), "{}", ran.stderr);
    assert_eq!(archive.ids(&["path:b.txt.gz ferry"]), ["b.txt.gz"]);
}

#[cfg(unix)]
#[test]
fn a_fifo_is_never_opened_and_a_link_is_not_followed() {
    let archive = Archive::of(&[("good.txt", STORY)]);
    let fifo = archive.path().join("fifo");
    assert!(std::process::Command::new("mkfifo").arg(&fifo).status().expect("mkfifo runs").success());
    std::os::unix::fs::symlink("good.txt", archive.path().join("link.txt")).expect("linked");
    let ran = archive.run(&["index"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(ran.stderr.contains("not a regular file"), "{}", ran.stderr);
    assert_eq!(archive.ids(&["ferry"]), ["good.txt"]);
}

#[cfg(unix)]
#[test]
fn names_that_are_no_text_are_found_and_printed_harmlessly() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    let archive = Archive::of(&[("good.txt", STORY)]);
    for name in [&b"caf\xe9.txt"[..], b"new\nline.txt", b"esc\x1b[31m.txt", b"-dash.txt"] {
        std::fs::write(archive.path().join(OsStr::from_bytes(name)), STORY).expect("written");
    }
    archive.index();
    assert_eq!(archive.run(&["search", "-c", "ferry"]).stdout, "5\n");
    let listed = archive.run(&["search", "-n", "0", "ferry"]).stdout;
    assert!(!listed.contains('\u{1b}'), "{listed:?}");
    let hits = archive.hits(&["ferry"]);
    let mut ids: Vec<&str> = hits.iter().filter_map(|hit| hit["id"].as_str()).collect();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 5);
    for id in ids {
        assert_eq!(archive.run(&["show", "--", id]).status, 0, "{id:?}");
    }
}

#[test]
fn control_characters_in_a_story_never_reach_the_terminal() {
    let (archive, _) = index(&[(
        "evil.txt",
        "Evil\u{1b}]0;ferry\u{7} \u{202e}headline\n\nA ferry\u{9b}31m sank \u{200b}here.\n".as_bytes(),
    )]);
    for format in ["text", "csv", "tsv", "paths", "json", "jsonl"] {
        let out = archive.run(&["search", "-n", "0", "-f", format, "ferry"]).stdout;
        let bad = out.chars().find(|c| matches!(c, '\u{1b}' | '\u{7}' | '\u{9b}' | '\u{202e}' | '\u{200b}'));
        assert_eq!(bad, None, "{format}: {out:?}");
    }
}

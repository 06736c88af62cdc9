//! A damaged index: every flipped byte is found by `check`, and no search gives a wrong answer.

use super::rounds;
use crate::brute_force::maker::Random;
use crate::harness::{Archive, Ran};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What is asked of a damaged index: every kind of answer, and every kind of file has its part in one of them.
const QUESTIONS: &[&[&str]] = &[
    &["search", "-n", "0", "--json", "ferry"],
    &["search", "-n", "0", "--json", "--sort", "newest", "\"sank off\" OR person:*"],
    &["search", "-n", "0", "-f", "ids", "headline:budget OR place:riga OR date:2021-03.."],
    &["export"],
    &["people", "-n", "0", "--json"],
];

/// An archive whose index has two segments, one of them with deleted stories.
fn archive() -> Archive {
    let archive = Archive::empty();
    let story = |number: usize| {
        let place = ["Riga", "Liepaja", "Ventspils"][number % 3];
        format!(
            "Ferry {number} sinks off {place}\n\n{place}, March {}, 2021 (Reuters) - A ferry sank off {place} on Sunday, said \
             Harbour Master Ilse Brandauer of the Baltic Pilots Association.\n\nBrandauer blamed the budget of {number}.\n",
            number % 28 + 1
        )
    };
    for number in 0..40 {
        archive.write(&format!("{number}.txt"), story(number).as_bytes());
    }
    archive.index();
    archive.write("40.txt", story(41).as_bytes());
    fs::remove_file(archive.path().join("7.txt")).expect("removed");
    archive.index();
    archive
}

fn index(archive: &Archive) -> PathBuf {
    archive.path().join(".morgue")
}

/// The files of an index with what is in them, locks aside.
fn files(archive: &Archive) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in walkdir::WalkDir::new(index(archive)) {
        let entry = entry.expect("the index can be listed");
        let name = entry.file_name().to_string_lossy();
        if entry.file_type().is_file() && name != "lock" && !name.ends_with(".lock") {
            files.insert(entry.path().to_path_buf(), fs::read(entry.path()).expect("readable"));
        }
    }
    files
}

fn answers(archive: &Archive) -> Vec<Ran> {
    QUESTIONS.iter().map(|question| archive.run(question)).collect()
}

/// Holds the answers of a damaged index against those of the sound one, and returns how many were refused.
fn ensure_right_or_refused(archive: &Archive, sound: &[Ran], what: &str) -> usize {
    let mut refused = 0;
    for (ran, sound) in answers(archive).iter().zip(sound) {
        assert!(!ran.stderr.contains("panicked"), "{what}: {}", ran.stderr);
        match ran.status {
            4 => {
                assert!(ran.stderr.contains("hint: `morgue index --rebuild`"), "{what}: {}", ran.stderr);
                // What was printed before the damage was met is right.
                assert!(sound.stdout.starts_with(&ran.stdout), "{what}: {}", ran.stdout);
                refused += 1;
            }
            status => assert_eq!((status, &ran.stdout), (sound.status, &sound.stdout), "{what}: a wrong answer"),
        }
    }
    refused
}

fn name_of(path: &Path) -> String {
    path.file_name().unwrap_or_default().to_string_lossy().into_owned()
}

/// Returns what sort of file it is: `fast`, `store`, `meta.json`.
fn kind_of(path: &Path) -> String {
    let kind = path.extension().unwrap_or_default().to_string_lossy().into_owned();
    if kind == "json" { name_of(path) } else { kind }
}

#[test]
fn a_flipped_byte_is_found_by_check_and_no_answer_is_wrong() {
    let archive = archive();
    let files = files(&archive);
    let sound = answers(&archive);
    assert!(sound.iter().all(|ran| ran.status == 0), "every question has its answers");
    let paths: Vec<&PathBuf> = files.keys().collect();
    let mut random = Random(7);
    let flips = rounds(32, 1000);
    let mut refused: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for number in 0..flips {
        // Each file in turn, so that small ones get their share.
        let path = paths[number % paths.len()];
        let mut bytes = files[path].clone();
        let at = random.below(bytes.len());
        bytes[at] ^= 1 << random.below(8);
        fs::write(path, &bytes).expect("spoilt");
        let what = format!("{}, byte {at} of {}", name_of(path), bytes.len());
        let check = archive.run(&["check"]);
        assert_eq!(check.status, 4, "{what}: {}{}", check.stdout, check.stderr);
        let named = format!("{}{}", check.stdout, check.stderr);
        assert!(named.contains(&name_of(path)), "{what}: {named}");
        let count = refused.entry(kind_of(path)).or_default();
        count.0 += 1;
        count.1 += usize::from(ensure_right_or_refused(&archive, &sound, &what) > 0);
        fs::write(path, &files[path]).expect("mended");
    }
    assert_eq!(archive.run(&["check"]).status, 0);
    println!("D1: {flips} flips, all found by check");
    let refused: Vec<String> = refused.iter().map(|(kind, (all, some))| format!("{kind} {some}/{all}")).collect();
    println!("D2: {flips} flips, no wrong answer; some answer was refused: {}", refused.join(", "));
}

#[test]
fn a_file_that_is_gone_or_cut_short_is_damage_and_nothing_is_deleted_for_it() {
    let archive = archive();
    let sound = files(&archive);
    for (path, bytes) in &sound {
        for left in [None, Some(0), Some(bytes.len() / 2), Some(bytes.len() - 1)] {
            match left {
                None => fs::remove_file(path).expect("removed"),
                Some(left) => fs::write(path, &bytes[..left]).expect("cut"),
            }
            let before = files(&archive);
            let what = format!("{}, {left:?} bytes left", name_of(path));
            for command in [&["search", "ferry"][..], &["check"], &["check", "--quick"], &["index"]] {
                let ran = archive.run(command);
                assert_eq!(ran.status, 4, "{what}: {command:?}: {}{}", ran.stdout, ran.stderr);
                assert!(ran.stderr.contains("hint: `morgue index --rebuild`"), "{what}: {command:?}: {}", ran.stderr);
                assert!(!ran.stderr.contains("panicked"), "{what}: {command:?}: {}", ran.stderr);
                assert_eq!(files(&archive), before, "{what}: {command:?}");
            }
            fs::write(path, bytes).expect("mended");
        }
    }
    println!("D3: {} files, each gone, emptied, cut in half and by a byte", sound.len());
}

#[test]
fn all_damaged_files_are_named_and_a_rebuild_mends_them() {
    let archive = archive();
    let mut spoilt = Vec::new();
    for (path, mut bytes) in files(&archive) {
        if [".store", ".pos"].iter().any(|kind| name_of(&path).ends_with(kind)) {
            let middle = bytes.len() / 2;
            bytes[middle] ^= 1;
            fs::write(&path, bytes).expect("spoilt");
            spoilt.push(name_of(&path));
        }
    }
    let ran = archive.run(&["check", "--json"]);
    assert_eq!(ran.status, 4);
    let lines: Vec<serde_json::Value> =
        ran.stdout.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect();
    let named: Vec<String> =
        lines.iter().filter_map(|line| Some(line["file"].as_str()?.trim_start_matches("gen-1/").to_owned())).collect();
    assert_eq!(named, spoilt);
    assert_eq!(lines.last().expect("a summary")["sound"], false);
    assert_eq!(archive.run(&["index", "--rebuild"]).status, 0);
    let ran = archive.run(&["check"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(ran.stdout.starts_with("sound: ") && ran.stdout.ends_with("40 stories from 40 files\n"), "{}", ran.stdout);
}

#[test]
fn what_does_not_belong_to_an_index_is_noted_and_no_damage() {
    let archive = archive();
    fs::write(index(&archive).join("gen-1/notes.txt"), "mine").expect("written");
    let ran = archive.run(&["check"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(ran.stdout.starts_with("note: gen-1/notes.txt: it is no part of the index\nsound: "), "{}", ran.stdout);
}

#[test]
fn an_index_of_another_version_is_refused_with_both_versions_and_nothing_is_written() {
    let archive = archive();
    let path = index(&archive).join("format.json");
    let sound = fs::read_to_string(&path).expect("readable");
    let (json, _) = sound.split_once("\ncrc32 ").expect("a sealed file");
    let format: serde_json::Value = serde_json::from_str(json).expect("JSON");
    let number = |key: &str| format[key].as_u64().expect("a number");
    let schema = format["schema"].as_str().expect("a text");
    let others = [
        ("format", (number("format") + 1).to_string(), number("format").to_string(), "format"),
        ("analyzer", (number("analyzer") + 1).to_string(), number("analyzer").to_string(), "word analysis"),
        ("schema", "\"0123456789abcdef\"".to_owned(), format!("\"{schema}\""), "schema"),
    ];
    for (key, theirs, ours, called) in others {
        let other = json.replace(&format!("\"{key}\": {ours}"), &format!("\"{key}\": {theirs}"));
        assert_ne!(other, json, "{key}");
        fs::write(&path, format!("{other}\ncrc32 {:08x}\n", crc32fast::hash(other.as_bytes()))).expect("written");
        let before = files(&archive);
        let (theirs, ours) = (theirs.trim_matches('"'), ours.trim_matches('"'));
        for command in [&["search", "ferry"][..], &["index"], &["check"], &["status"], &["search", "--update", "ferry"]]
        {
            let ran = archive.run(command);
            assert_eq!(ran.status, 4, "{key}: {command:?}: {}{}", ran.stdout, ran.stderr);
            let told = format!("the index has {called} {theirs}, this program {ours}");
            assert!(ran.stderr.contains(&told), "{key}: {command:?}: {}", ran.stderr);
            assert!(ran.stderr.contains("hint: `morgue index --rebuild`"), "{key}: {command:?}: {}", ran.stderr);
            assert_eq!(files(&archive), before, "{key}: {command:?}");
        }
    }
    fs::write(&path, sound).expect("mended");
    assert_eq!(archive.run(&["search", "-c", "ferry"]).stdout, "40\n");
}

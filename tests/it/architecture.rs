//! The borders between the rooms, read off the sources: who imports whom, and which package stays in which room.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The rooms in order: a room may import only rooms of an earlier row, and itself.
const ROWS: &[&[&str]] = &[
    &["error"],
    &["story", "text"],
    &["archive", "format", "names"],
    &["query"],
    &["spans"],
    &["index", "search"],
    &["ingest", "local"],
    // Tests of several rooms together.
    &["reliability"],
];

/// Packages that may be named only in these rooms (`bin` is the program).
const PACKAGES: &[(&str, &[&str])] = &[
    ("tantivy", &["index", "local"]),
    ("tantivy_fst", &["local"]),
    ("levenshtein_automata", &["local"]),
    ("clap", &["bin"]),
    ("clap_complete", &["bin"]),
    ("clap_mangen", &["bin"]),
    ("annotate_snippets", &["bin"]),
    ("anstream", &["bin"]),
    ("anstyle", &["bin"]),
    ("indicatif", &["bin"]),
    ("quick_xml", &["format"]),
    ("dom_query", &["format"]),
    ("dom_smoothie", &["format"]),
    ("mail_parser", &["format"]),
    ("csv", &["format", "bin"]),
    ("jiff", &["story"]),
    ("walkdir", &["archive"]),
    ("encoding_rs", &["format"]),
    ("flate2", &["format"]),
    ("bzip2", &["format"]),
    ("lzma_rust2", &["format"]),
    ("zstd", &["format"]),
    ("tar", &["format"]),
    ("zip", &["format"]),
    ("frostem", &["text"]),
    ("similar", &["bin"]),
    ("toml", &["names"]),
    ("unicode_segmentation", &["text"]),
];

fn sources() -> BTreeMap<String, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut sources = BTreeMap::new();
    for entry in walkdir::WalkDir::new(&root) {
        let entry = entry.expect("the sources can be read");
        if entry.path().extension().is_some_and(|extension| extension == "rs") {
            let relative = entry.path().strip_prefix(&root).expect("below src").to_string_lossy().into_owned();
            sources.insert(relative, fs::read_to_string(entry.path()).expect("a source is text"));
        }
    }
    sources
}

fn room(path: &str) -> &str {
    path.split('/').next().unwrap_or(path).trim_end_matches(".rs")
}

fn row(room: &str) -> Option<usize> {
    ROWS.iter().position(|row| row.contains(&room))
}

/// The code of a file without comments, up to its tests.
fn code(text: &str) -> String {
    let code = text.split("#[cfg(test)]\nmod tests").next().unwrap_or(text);
    code.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The rooms a file names behind `crate::`, also in a list: `use crate::{story, text::fold}`.
fn rooms_named(text: &str) -> Vec<&str> {
    let first_word = |text: &'_ str| text.find(|c: char| !(c.is_alphanumeric() || c == '_')).unwrap_or(text.len());
    let mut rooms = Vec::new();
    for (at, prefix) in text.match_indices("crate::") {
        let rest = &text[at + prefix.len()..];
        let Some(list) = rest.strip_prefix('{') else {
            rooms.push(&rest[..first_word(rest)]);
            continue;
        };
        let mut depth = 0;
        let mut begins = true;
        for (at, letter) in list.char_indices() {
            match letter {
                '{' => depth += 1,
                '}' if depth == 0 => break,
                '}' => depth -= 1,
                ',' if depth == 0 => begins = true,
                _ if begins && !letter.is_whitespace() => {
                    rooms.push(&list[at..at + first_word(&list[at..])]);
                    begins = false;
                }
                _ => {}
            }
        }
    }
    rooms
}

#[test]
fn a_room_is_seen_however_it_is_imported() {
    let text =
        "use crate::story::Date;\nuse crate::{index, text::{fold, stem}, local};\nlet x = crate::query::parse();";
    assert_eq!(rooms_named(text), ["story", "index", "text", "local", "query"]);
}

#[test]
fn every_room_imports_only_rooms_to_its_left() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let here = room(&path);
        let Some(own) = row(here) else { continue };
        for there in rooms_named(&code(&text)) {
            let Some(other) = row(there) else { continue };
            let same_row = here != there && other == own;
            if other > own || same_row {
                wrong.push(format!("{path} imports crate::{there}"));
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn every_room_is_in_the_table() {
    let rooms: Vec<String> =
        sources().keys().map(|path| room(path).to_owned()).filter(|room| room != "lib" && room != "bin").collect();
    let unknown: Vec<&String> = rooms.iter().filter(|room| row(room).is_none()).collect();
    assert_eq!(unknown, [""; 0]);
}

#[test]
fn every_package_stays_in_its_room() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let code = code(&text);
        for (package, rooms) in PACKAGES {
            let names_it = code.match_indices(&format!("{package}::")).any(|(at, _)| {
                let before = code[..at].chars().next_back();
                before.is_none_or(|c| !(c.is_alphanumeric() || c == '_' || c == ':'))
            });
            if names_it && !rooms.contains(&room(&path)) {
                wrong.push(format!("{path} names {package}"));
            }
        }
    }
    assert_eq!(wrong, [""; 0]);
}

#[test]
fn the_program_is_reached_only_through_the_library() {
    let wrong: Vec<String> = sources()
        .into_iter()
        .filter(|(path, text)| room(path) != "bin" && code(text).contains("morgue::"))
        .map(|(path, _)| path)
        .collect();
    assert_eq!(wrong, [""; 0]);
}

/// The text of every Rust file below some folders of the package.
fn rust_below(folders: &[&str]) -> String {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = folders.iter().flat_map(|folder| walkdir::WalkDir::new(package.join(folder)).into_iter().flatten());
    let is_rust = |file: &walkdir::DirEntry| file.path().extension().is_some_and(|extension| extension == "rs");
    files.filter(is_rust).map(|file| fs::read_to_string(file.path()).expect("a source is text")).collect()
}

#[test]
fn every_dependency_is_used() {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).expect("the manifest");
    let program = rust_below(&["src"]);
    let everything = rust_below(&["src", "tests", "benches", "examples"]);
    let mut unused = Vec::new();
    for (kind, text) in [("dependencies", &program), ("dev-dependencies", &everything)] {
        let (_, table) = manifest.split_once(&format!("\n[{kind}]\n")).expect("a table");
        let names: Vec<&str> = table
            .lines()
            .take_while(|line| !line.is_empty())
            .filter_map(|line| Some(line.split_once(" = ")?.0))
            .collect();
        assert!(names.len() > 3, "{kind}: {names:?}");
        for name in names {
            let called = name.replace('-', "_");
            let names_it = |(at, _): (usize, &str)| {
                let (before, after) = (&text[..at], &text[at + called.len()..]);
                let is_begun =
                    before.ends_with(|letter: char| letter.is_alphanumeric() || letter == '_' || letter == ':');
                !is_begun && after.starts_with("::")
            };
            if !text.match_indices(called.as_str()).any(names_it) {
                unused.push(name);
            }
        }
    }
    assert_eq!(unused, [""; 0]);
}

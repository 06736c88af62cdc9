//! The kept corpora of the fuzzer, on every run of the tests; `fuzz/README.md` says how to fuzz.

use crate::fuzzed;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

/// The folder of a corpus; the published package has no fuzzer.
fn corpus(name: &str) -> Option<PathBuf> {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    fuzz.exists().then(|| fuzz.join("corpus").join(name))
}

/// Gives every file below a folder to a target; returns how many there were.
fn feed(folder: &Path, target: impl Fn(&[u8])) -> usize {
    let mut files = 0;
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry.expect("the corpus can be listed");
        if entry.file_type().is_file() {
            let bytes = fs::read(entry.path()).expect("a file of the corpus");
            // The message of a panic does not say which file it was.
            let held = catch_unwind(AssertUnwindSafe(|| target(&bytes)));
            assert!(held.is_ok(), "{} breaks something", entry.path().display());
            files += 1;
        }
    }
    files
}

/// Gives the corpus of a target to it.
fn hold(name: &str, target: impl Fn(&[u8]), least: usize) {
    let Some(folder) = corpus(name) else { return };
    let files = feed(&folder, target);
    assert!(files >= least, "only {files} files in {}", folder.display());
}

/// The names of all formats, as the program tells somebody who names another.
fn formats() -> Vec<String> {
    let error =
        morgue::format::Options::new(None, &[]).and_then(|options| options.with_type(Some("of no kind at all")));
    let error = error.expect_err("no format has that name");
    let (_, names) = error.hint_text().expect("a hint").split_once("the formats are ").expect("a list");
    names.split(", ").map(str::to_owned).collect()
}

#[test]
fn the_corpus_of_queries_holds_in_every_language() {
    hold("query", fuzzed::query, 60);
}

#[test]
fn every_format_has_a_corpus_and_each_of_them_holds() {
    let Some(folder) = corpus("format") else { return };
    let formats = formats();
    assert!(formats.len() >= 26, "{formats:?}");
    for format in &formats {
        let files = feed(&folder.join(format), |bytes| fuzzed::format(format, bytes));
        assert!(files > 0, "nothing is kept for {format}");
    }
    assert_eq!(fs::read_dir(&folder).expect("a folder").count(), formats.len(), "{formats:?}");
}

/// The fixtures of the formats are what the fuzzer begins with, beside its corpus.
#[test]
fn every_fixture_holds_as_every_format() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/formats");
    for format in formats() {
        feed(&fixtures, |bytes| fuzzed::format(&format, bytes));
    }
}

#[test]
fn the_corpus_of_detection_holds() {
    hold("detect", fuzzed::detect, 30);
}

#[test]
fn the_corpus_of_containers_holds() {
    hold("container", fuzzed::container, 15);
}

#[test]
fn the_corpus_of_names_toml_holds() {
    hold("names_toml", fuzzed::names_toml, 4);
}

#[test]
fn the_corpus_of_snippets_holds() {
    hold("snippet", fuzzed::snippet, 15);
}

#[test]
fn the_corpus_of_texts_holds() {
    hold("text", fuzzed::text, 8);
}

//! The kept corpus of the fuzzer, read by every parser on every run of the tests; `fuzz/README.md` says how to fuzz.

use crate::hostile::read;
use std::fs;
use std::path::Path;

#[test]
fn the_fuzzers_corpus_is_read_in_every_language() {
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz");
    if !fuzz.exists() {
        // The published package has no fuzzer.
        return;
    }
    let folder = fuzz.join("corpus/query");
    let mut files = 0;
    for entry in fs::read_dir(&folder).expect("the corpus is a folder") {
        let path = entry.expect("the corpus can be read").path();
        let bytes = fs::read(&path).expect("a file of the corpus");
        // A panic says on stderr in which file it was.
        eprintln!("{}", path.display());
        read(&String::from_utf8_lossy(&bytes));
        files += 1;
    }
    assert!(files >= 60, "only {files} files in {}", folder.display());
}

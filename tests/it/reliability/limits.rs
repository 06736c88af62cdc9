//! The limits that `SECURITY.md` promises are those of the code.

use std::fs;
use std::path::Path;

#[test]
fn every_limit_in_the_security_notes_is_the_code_s() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let notes = fs::read_to_string(package.join("SECURITY.md")).expect("the notes are there");
    let mut limits = 0;
    for line in notes.lines().filter(|line| line.starts_with('|')) {
        let Some((code, file)) = line.rsplit('|').nth(1).and_then(|last| last.trim().split_once("` in `")) else {
            continue;
        };
        let (code, file) = (code.trim_start_matches('`'), file.trim_end_matches('`'));
        let text = fs::read_to_string(package.join("src").join(file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        assert!(text.contains(code), "{file} does not say `{code}`");
        limits += 1;
    }
    assert!(limits >= 20, "only {limits} limits were looked at");
}

//! An index of every released version: it answers, or is refused with both versions and what to do.

use crate::harness::Archive;
use std::fs;
use std::path::Path;

#[test]
fn an_index_of_every_release_answers_or_is_refused_with_advice() {
    let releases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/indexes");
    let mut seen = Vec::new();
    for entry in fs::read_dir(&releases).expect("the indexes are kept").flatten().filter(|entry| entry.path().is_dir())
    {
        let version = entry.file_name().to_string_lossy().into_owned();
        let archive = Archive::empty();
        for file in walkdir::WalkDir::new(entry.path()) {
            let file = file.expect("it can be listed");
            let target = archive.path().join(file.path().strip_prefix(entry.path()).expect("below it"));
            if file.file_type().is_dir() {
                fs::create_dir_all(target).expect("made");
            } else {
                fs::copy(file.path(), target).expect("copied");
            }
        }
        let asked = archive.run(&["search", "--index", "index", "-n", "0", "-f", "ids", "--sort", "path", "ferry"]);
        match asked.status {
            0 => {
                assert_eq!(asked.stdout, "desk.csv#2\nferry.txt\n", "{version}");
                let people = archive.run(&["people", "--index", "index", "-f", "jsonl"]).stdout;
                assert!(people.contains("Ana Lopes"), "{version}: {people}");
            }
            4 => {
                assert!(
                    asked.stderr.contains("the index has") && asked.stderr.contains("this program"),
                    "{}",
                    asked.stderr
                );
                assert!(asked.stderr.contains("hint: `morgue index --rebuild`"), "{}", asked.stderr);
            }
            status => panic!("{version}: {status}: {}", asked.stderr),
        }
        let is_ours = version == env!("CARGO_PKG_VERSION");
        assert!(
            !is_ours || asked.status == 0,
            "this version's own index is refused: make it anew, if it is not released yet"
        );
        let before = fs::read(archive.path().join("index/format.json")).expect("it is there");
        if asked.status == 4 {
            let refused = archive.run(&["index", "--index", "index"]);
            assert_eq!(refused.status, 4, "{version}");
            assert!(refused.stderr.contains("`morgue index ARCHIVE --index index --rebuild`"), "{}", refused.stderr);
            assert_eq!(fs::read(archive.path().join("index/format.json")).expect("it is there"), before, "{version}");
        }
        assert_eq!(archive.run(&["index", ".", "--index", "index", "--rebuild"]).status, 0, "{version}");
        seen.push(version);
    }
    assert!(
        seen.iter().any(|version| version == env!("CARGO_PKG_VERSION")),
        "this version's own index is not kept: {seen:?}"
    );
}

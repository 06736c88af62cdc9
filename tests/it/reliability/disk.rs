//! A disk that is really full, and rebuilds that are killed.

use super::rounds;
use crate::harness::{Archive, Ran};
use std::fs;
use std::process::Command;
use std::time::Duration;

/// Runs the program so that no file may grow over so many blocks of 512 bytes: to it, the disk is full there.
fn on_a_full_disk(archive: &Archive, blocks: usize, arguments: &str) -> Ran {
    let program = env!("CARGO_BIN_EXE_morgue");
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec '{program}' {arguments}");
    let output = Command::new("sh").args(["-c", &script]).current_dir(archive.path()).output().expect("a shell");
    Ran::from(&output)
}

#[cfg(unix)]
#[test]
fn on_a_full_disk_a_run_fails_and_searches_work() {
    let archive = Archive::empty();
    let story = |number: usize, word: &str| {
        let text = (0..300).map(|at| format!("{word}{number}x{at}")).collect::<Vec<_>>().join(" ");
        format!("Ferry {number} sinks\n\nRIGA, March 3 (Reuters) - A ferry sank off Riga on Sunday. {text}\n")
    };
    for number in 0..60 {
        archive.write(&format!("{number}.txt"), story(number, "old").as_bytes());
    }
    archive.index();
    for number in 0..40 {
        archive.write(&format!("new{number}.txt"), story(number, "new").as_bytes());
    }
    let (mut failed, sizes) = (0, [0, 1, 2, 8, 32, 64, 100, 150, 200, 300, 100_000]);
    for blocks in sizes {
        let ran = on_a_full_disk(&archive, blocks, "index -q");
        if ran.status != 0 {
            assert_eq!(ran.status, 2, "{blocks} blocks: {}", ran.stderr);
            let told = "the index holds everything up to the last commit (60 stories)";
            assert!(ran.stderr.contains(told) && ran.stderr.contains("hint: "), "{blocks} blocks: {}", ran.stderr);
            assert!(!ran.stderr.contains("panicked"), "{blocks} blocks: {}", ran.stderr);
            let search = on_a_full_disk(&archive, 0, "search -c ferry");
            assert_eq!((search.status, search.stdout.as_str()), (0, "60\n"), "{blocks} blocks: {}", search.stderr);
            failed += 1;
        }
    }
    assert!((5..sizes.len()).contains(&failed), "{failed} of the disks were full");
    assert_eq!(archive.run(&["search", "-c", "ferry"]).stdout, "100\n");
    assert_eq!(archive.run(&["check"]).status, 0);
    println!("C3: {failed} full disks of {}", sizes.len());
}

#[test]
fn a_killed_rebuild_leaves_an_index_that_answers() {
    let archive = Archive::empty();
    for number in 0..200 {
        let text = "A ferry sank off Riga on Sunday. ".repeat(60);
        archive.write(&format!("{number}.txt"), format!("Ferry {number}\n\n{text}").as_bytes());
    }
    archive.index();
    let rounds = rounds(4, 40);
    for round in 0..rounds {
        let mut child = archive.command().args(["index", "--rebuild", "-q"]).spawn().expect("the program starts");
        std::thread::sleep(Duration::from_millis(5 + (round * 37 % 400) as u64));
        child.kill().expect("killed");
        child.wait().expect("ended");
        assert_eq!(archive.run(&["search", "-c", "ferry"]).stdout, "200\n", "round {round}");
        assert_eq!(archive.run(&["check"]).status, 0, "round {round}");
    }
    archive.index();
    let generations = fs::read_dir(archive.path().join(".morgue")).expect("listed").flatten();
    let generations = generations.filter(|entry| entry.file_name().to_string_lossy().starts_with("gen-")).count();
    assert_eq!(generations, 1, "the next run removes what rebuilds have left");
    println!("D6: {rounds} rebuilds killed");
}

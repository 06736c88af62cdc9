//! A run that is told to stop stops, and says what the index holds.

use crate::harness::{Archive, Ran};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Two seconds are what a user should wait at most; a machine that runs other tests beside this one may be slow to wake the
/// program.
const PATIENCE: Duration = Duration::from_secs(6);

#[test]
fn a_run_that_is_told_to_stop_says_what_is_committed_and_ends() {
    let archive = Archive::empty();
    for number in 0..300 {
        let text = format!("Ferry {number} was late. Anna Berzina, its captain, told the harbour. ").repeat(40);
        archive.write(&format!("{number}.txt"), text.as_bytes());
    }
    archive.write("first.txt", b"A first story.");
    assert_eq!(archive.run(&["index", "-q", "--include", "first.txt"]).status, 0);
    let mut interrupted = 0;
    for round in 0..20_u64 {
        let (signal, status) = if round % 2 == 0 { ("-INT", 130) } else { ("-TERM", 143) };
        let options: &[&str] = if round % 4 < 2 { &["--rebuild"] } else { &["--include", "*"] };
        let mut command = archive.command();
        command.arg("index").args(options).stdout(Stdio::piped()).stderr(Stdio::piped());
        let child = command.spawn().expect("the program starts");
        std::thread::sleep(Duration::from_millis(20 + round * 23 % 150));
        let sent = Command::new("kill").args([signal, &child.id().to_string()]).output().expect("kill is there");
        let begun = Instant::now();
        let ran = Ran::from(&child.wait_with_output().expect("it ends"));
        assert!(begun.elapsed() < PATIENCE, "it took {:?}", begun.elapsed());
        // Before the program listens, a signal ends it without a word.
        if !sent.status.success() || ran.status <= 0 {
            continue;
        }
        interrupted += 1;
        assert_eq!(ran.status, status, "{}", ran.stderr);
        assert!(
            ran.stderr.contains("interrupted; the index holds everything up to the last commit ("),
            "{}",
            ran.stderr
        );
        assert!(ran.stderr.contains("hint: run the same command again"), "{}", ran.stderr);
        let found = archive.run(&["search", "-c", "first OR ferry"]);
        assert_eq!(found.status, 0, "{}", found.stderr);
        let count = found.stdout.trim();
        let stories = if count == "1" { "(1 story)".to_owned() } else { format!("({count} stories)") };
        assert!(ran.stderr.contains(&stories), "{stories}: {}", ran.stderr);
    }
    println!("C8: 20 signals, {interrupted} of them in the middle of a run");
    assert!(interrupted >= 5, "only {interrupted} runs were interrupted");
    let ran = archive.run(&["index", "--include", "*"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert_eq!(archive.run(&["search", "-c", "first OR ferry"]).stdout, "301\n");
}

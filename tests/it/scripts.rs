//! The program as a script drives it: statuses, streams, formats that are made for machines.

use crate::harness::{Archive, Ran};
use std::io::Read as _;
use std::process::Stdio;

fn lines(ran: &Ran) -> Vec<&str> {
    ran.stdout.lines().collect()
}

#[test]
fn a_script_reads_paths_ids_counts_and_objects() {
    let archive = Archive::sample();

    let paths = archive.run(&["query", "-l", "waste of time", "-F"]);
    assert_eq!(paths.status, 0, "{}", paths.stderr);
    assert_eq!(lines(&paths), ["2019/04/30/penhallow-dock-strike.txt"]);
    assert_eq!(paths.stderr, "");

    let ids = archive.run(&["query", "-f", "ids", "path:sport.jsonl", "-n", "0", "--sort", "path"]);
    assert_eq!(lines(&ids).len(), 6);
    assert!(lines(&ids).iter().all(|id| id.starts_with("wire/sport.jsonl#")), "{}", ids.stdout);

    let nul = archive.run(&["query", "-l", "-0", "-n", "0", "ferry"]);
    let count: usize = archive.run(&["query", "-c", "ferry"]).stdout.trim().parse().expect("a number");
    assert!(count > 2);
    assert_eq!(nul.stdout.matches('\0').count(), count);
    assert!(nul.stdout.ends_with('\0') && !nul.stdout.contains('\n'));

    let all = archive.run(&["query", "-n", "0", "--json", "ferry"]);
    assert_eq!(lines(&all).len(), count);
    for line in lines(&all) {
        let hit: serde_json::Value = serde_json::from_str(line).expect("a line is an object");
        assert_eq!(hit["v"], 1);
        assert!(hit["stale"].is_null());
    }
}

#[test]
fn statuses_tell_found_nothing_wrong_and_no_index() {
    let archive = Archive::sample();
    assert_eq!(archive.run(&["search", "ferry"]).status, 0);
    assert_eq!(archive.run(&["search", "zyxwvut"]).status, 1);
    assert_eq!(archive.run(&["search", "-c", "zyxwvut"]).status, 1);
    assert_eq!(archive.run(&["search", "headlin:ferry"]).status, 2);
    assert_eq!(archive.run(&["search"]).status, 2);
    assert_eq!(archive.run(&["search", "--no-such-option"]).status, 2);
    assert_eq!(archive.run(&["show", "no/such.txt"]).status, 1);

    let empty = Archive::empty();
    let ran = empty.run(&["search", "ferry"]);
    assert_eq!((ran.status, ran.stdout.as_str()), (10, ""));
    assert!(ran.stderr.contains("hint: ") && ran.stderr.contains("morgue index"), "{}", ran.stderr);
}

#[test]
fn a_closed_pipe_is_silent() {
    let archive = Archive::sample();
    let mut child = archive
        .command()
        .args(["search", "-n", "0", "--json", "NOT zyxwvut"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut first = [0; 64];
    child.stdout.take().expect("a pipe").read_exact(&mut first).expect("some output");
    // The pipe is closed here, long before the program has written everything.
    let output = child.wait_with_output().expect("the program ends");
    assert_eq!(output.status.code(), Some(0));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_output_is_an_error() {
    let archive = Archive::sample();
    let full = std::fs::File::options().write(true).open("/dev/full").expect("the device is there");
    let output =
        archive.command().args(["search", "-n", "0", "ferry"]).stdout(full).output().expect("the program runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot write"));
}

#[test]
fn limit_and_offset_cut_one_list_in_two() {
    let archive = Archive::sample();
    let ids = |arguments: &[&str]| {
        let ran = archive.run(&[&["search", "-f", "ids", "said"], arguments].concat());
        ran.stdout.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let all = ids(&["-n", "0"]);
    assert!(all.len() > 20);
    assert_eq!(ids(&["-n", "5"]), all[..5]);
    assert_eq!(ids(&["-n", "5", "--offset", "5"]), all[5..10]);
}

#[test]
fn each_order_is_the_order_it_says() {
    let archive = Archive::sample();
    let dates = |sort: &str| {
        let hits = archive.hits(&["--sort", sort, "ferry"]);
        hits.iter().filter_map(|hit| hit["date"].as_str().map(str::to_owned)).collect::<Vec<_>>()
    };
    let (newest, mut oldest) = (dates("newest"), dates("oldest"));
    assert!(newest.len() > 2 && newest.is_sorted_by(|a, b| a >= b), "{newest:?}");
    oldest.sort_by(|a, b| b.cmp(a));
    assert_eq!(newest, oldest);
    let ids = archive.run(&["search", "-n", "0", "-f", "ids", "--sort", "path", "ferry"]).stdout;
    assert!(ids.lines().is_sorted());
    let scores: Vec<f64> = archive.hits(&["ferry"]).iter().filter_map(|hit| hit["score"].as_f64()).collect();
    assert!(scores.is_sorted_by(|a, b| a >= b) && scores[0] > 0.0, "{scores:?}");
}

#[test]
fn the_same_question_gives_the_same_bytes_whatever_the_threads() {
    let one = Archive::empty();
    crate::harness::copy_tree(&crate::harness::sample_corpus(), one.path());
    let mut answers = Vec::new();
    for jobs in ["1", "8"] {
        assert_eq!(one.run(&["index", "-q", "--rebuild", "--jobs", jobs]).status, 0);
        answers.push(one.run(&["search", "-n", "0", "--json", "said OR strike"]).stdout);
    }
    assert!(!answers[0].is_empty());
    assert_eq!(answers[0], answers[1]);
}

#[test]
fn the_index_may_lie_elsewhere_and_be_named_by_the_environment() {
    let archive = Archive::of(&[("a.txt", "Ferry sinks\n\nRIGA (Reuters) - A ferry sank.\n")]);
    let elsewhere = Archive::empty();
    let index = elsewhere.path().join("idx").to_string_lossy().into_owned();
    let ran = archive.run(&["index", "--index", &index]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(!archive.path().join(".morgue").exists());
    let found = elsewhere.command().env("MORGUE_INDEX", &index).args(["search", "-l", "ferry"]).output().expect("runs");
    assert_eq!(String::from_utf8_lossy(&found.stdout), "a.txt\n");
    let root = archive.path().to_string_lossy().into_owned();
    archive.index();
    let found =
        elsewhere.command().env("MORGUE_ARCHIVE", &root).args(["search", "-l", "ferry"]).output().expect("runs");
    assert_eq!(String::from_utf8_lossy(&found.stdout), "a.txt\n");
}

#[test]
fn an_archive_that_is_typed_wins_over_an_index_from_the_environment() {
    let (one, two) = (Archive::of(&[("one.txt", "A ferry sank.\n")]), Archive::of(&[("two.txt", "A ferry sank.\n")]));
    one.index();
    two.index();
    let index = one.path().join(".morgue");
    let archive = two.path().to_string_lossy().into_owned();
    let found = one.command().env("MORGUE_INDEX", index).args(["search", "-l", "-a", &archive, "ferry"]).output();
    assert_eq!(String::from_utf8_lossy(&found.expect("runs").stdout), "two.txt\n");
}

#[test]
fn a_folder_below_the_archive_finds_its_index() {
    let archive = Archive::sample();
    let below = archive.path().join("2019");
    let found = archive.command().current_dir(below).args(["search", "-c", "ferry"]).output().expect("runs");
    assert_eq!(found.status.code(), Some(0));
}

//! A run takes no more memory than it may, and what has no room is refused by name.

use super::rounds;
use crate::harness::{Archive, Ran};
use std::fmt::Write as _;
use std::fs;
use std::process::Stdio;
use std::time::Duration;

const MIB: usize = 1 << 20;

/// Runs the program and returns the most memory that it held, in bytes, too.
fn run(archive: &Archive, arguments: &[&str]) -> (Ran, usize) {
    let mut child = archive
        .command()
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut peak = 0;
    while child.try_wait().expect("it can be waited for").is_none() {
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kib = line.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse::<usize>().ok());
        peak = peak.max(kib.unwrap_or(0) << 10);
        std::thread::sleep(Duration::from_millis(2));
    }
    (Ran::from(&child.wait_with_output().expect("it has ended")), peak)
}

/// Words that are all different.
fn different_words(bytes: usize, seed: usize) -> String {
    let mut text = String::with_capacity(bytes);
    let mut number = seed;
    while text.len() < bytes - 12 {
        number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        write!(text, "{:x} ", number >> 36).expect("a string takes every write");
    }
    text
}

#[cfg(target_os = "linux")]
#[test]
fn a_run_takes_the_memory_it_was_given_whatever_the_stories() {
    let archive = Archive::empty();
    let sentence = "The ferry left Riga on Monday with Anna Berzina and forty passengers. ";
    for number in 0..rounds(1, 12) {
        archive.write(&format!("long-{number}.txt"), sentence.repeat(MIB / sentence.len()).as_bytes());
        archive.write(&format!("words-{number}.txt"), different_words(MIB, number).as_bytes());
        archive.write(&format!("crumbs-{number}.txt"), "a b ".repeat(MIB / 4).as_bytes());
    }
    let page = format!("<html><body>{}</body></html>", "<b><i>a</i></b>".repeat(MIB / 4));
    archive.write("page.html", page.as_bytes());
    archive.write("line.txt", "x".repeat(20 * MIB).as_bytes());
    let (ran, peak) = run(&archive, &["index", "--memory", "128"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert_eq!(archive.run(&["search", "-c", "ferry"]).stdout, format!("{}\n", rounds(1, 12)));
    println!("resources: {} MiB with --memory 128", peak / MIB);
    assert!(peak > 0, "the system tells how much a process holds");
    assert!(peak < 128 * MIB * 12 / 10, "{} MiB", peak / MIB);
}

#[test]
fn a_story_that_has_no_room_is_refused_with_the_memory_it_needs() {
    let archive = Archive::of(&[("ferry.txt", "A ferry sank off Riga.")]);
    archive.write("book.txt", "The ferry left. ".repeat(3 * MIB / 16).as_bytes());
    let ran = archive.run(&["index", "--memory", "128"]);
    assert_eq!(ran.status, 3, "{}", ran.stderr);
    assert!(ran.stderr.contains("its text of 3.0 MiB takes more memory than there is"), "{}", ran.stderr);
    assert_eq!(archive.ids(&["ferry"]), ["ferry.txt"]);
    let (_, advice) = ran.stderr.split_once('`').expect("advice");
    let (advice, _) = advice.split_once('`').expect("its end");
    let arguments: Vec<&str> = ["index"].into_iter().chain(advice.split(' ')).collect();
    let ran = archive.run(&arguments);
    assert_eq!(ran.status, 0, "{arguments:?}: {}", ran.stderr);
    assert_eq!(archive.ids(&["ferry"]), ["book.txt", "ferry.txt"]);
}

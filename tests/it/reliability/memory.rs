//! A run takes no more memory than it may, and what has no room is refused by name.

use super::observed::observe;
use super::rounds;
use crate::brute_force::maker::Random;
use crate::harness::Archive;
use std::fmt::Write as _;

const MIB: usize = 1 << 20;

/// Words that are nearly all different.
fn different_words(bytes: usize, seed: u64) -> String {
    let mut text = String::with_capacity(bytes);
    let mut random = Random(seed);
    while text.len() < bytes - 12 {
        write!(text, "{:x} ", random.next() >> 32).expect("a string takes every write");
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
        archive.write(&format!("words-{number}.txt"), different_words(MIB, number as u64).as_bytes());
        archive.write(&format!("crumbs-{number}.txt"), "a b ".repeat(MIB / 4).as_bytes());
    }
    let page = format!("<html><body>{}</body></html>", "<b><i>a</i></b>".repeat(MIB / 4));
    archive.write("page.html", page.as_bytes());
    archive.write("line.txt", "x".repeat(20 * MIB).as_bytes());
    let mut command = archive.command();
    command.args(["index", "--memory", "128"]);
    let observed = observe(command);
    assert_eq!(observed.ran.status, 0, "{}", observed.ran.stderr);
    let peak = observed.memory.expect("the system tells how much a process holds") as usize;
    assert_eq!(archive.run(&["search", "-c", "ferry"]).stdout, format!("{}\n", rounds(1, 12)));
    println!("resources: {} MiB with --memory 128", peak / MIB);
    assert!(peak < 128 * MIB * 12 / 10, "{} MiB", peak / MIB);
}

#[cfg(target_os = "linux")]
#[test]
fn many_little_stories_and_a_large_one_go_through_whoever_waits_for_whom() {
    let archive = Archive::empty();
    let long = "The ferry left. ".repeat(MIB / 16);
    let title = "Late ".repeat(14_000);
    for number in 0..2 {
        let mut rows = String::from("title,text\n");
        for row in 0..rounds(2000, 40_000) {
            writeln!(rows, "{row},a").expect("a string takes every write");
        }
        writeln!(rows, "long,{long}").expect("a string takes every write");
        archive.write(&format!("rows-{number}.csv"), rows.as_bytes());
        let titled = format!("{{\"title\":\"{title}\",\"text\":\"a\"}}\n").repeat(rounds(25, 600));
        let halves = format!("{{\"title\":\"x\",\"text\":\"{}\"}}\n", &long[..MIB / 2]).repeat(2);
        archive.write(&format!("titles-{number}.jsonl"), format!("{titled}{halves}").as_bytes());
    }
    let mut command = archive.command();
    command.args(["index", "--memory", "128", "--jobs", "8"]);
    let observed = observe(command);
    assert_eq!(observed.ran.status, 0, "{}", observed.ran.stderr);
    assert_eq!(archive.run(&["search", "-c", "ferry"]).stdout, "6\n");
    let peak = observed.memory.expect("the system tells how much a process holds") as usize;
    println!("resources: little stories: {} MiB with --memory 128", peak / MIB);
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

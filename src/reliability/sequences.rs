//! Whatever happens to an archive and to the runs that index it: a sound run at the end gives what a fresh index gives.

#![expect(clippy::print_stdout, reason = "a test with rounds says what it did")]

use super::rounds;
use super::state::{AtEachStep, State, left_over};
use crate::LocalEngine;
use crate::error::ErrorKind;
use crate::index::faults::{Faults, IO_ERROR, NO_SPACE};
use crate::ingest::{self, Request};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

/// The sources that there may be: a story each, tables, a container, one that is damaged.
const NAMES: [&str; 9] =
    ["a.txt", "b.txt", "d/c.txt", "d/e/f.txt", "d/many.csv", "more.csv", "d/pack.tar", "z.log", "torn.gz"];

/// Something that happens. Sources are given by their number in [`NAMES`].
#[derive(Clone, Debug)]
enum Step {
    /// A source is made, or made anew.
    Write(usize, u8),
    /// A source gets another text of the same length and the same time.
    SameSize(usize),
    Rename(usize, usize),
    /// The folder `d` becomes `g`, or the other way round.
    MoveFolder,
    Delete(usize),
    /// In the place of a source there is a link that leads nowhere: where links are followed, it cannot be read.
    Unreadable(usize),
    Run(Choice, End),
}

/// What a run is asked for.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of its own")]
struct Choice {
    rebuild: bool,
    no_names: bool,
    follow: bool,
    exclude: bool,
    each_source: bool,
}

/// How a run ends.
#[derive(Clone, Copy, Debug)]
enum End {
    Well,
    /// It dies after so many messages.
    Killed(u8),
    /// The disk refuses an operation.
    Fault(u8),
    /// The disk is full from an operation on.
    Full(u8),
}

fn step() -> impl Strategy<Value = Step> {
    let name = || 0..NAMES.len();
    let choice = (prop::bool::weighted(0.1), any::<bool>(), any::<bool>(), prop::bool::weighted(0.2), any::<bool>());
    let choice = choice.prop_map(|(rebuild, no_names, follow, exclude, each_source)| Choice {
        rebuild,
        no_names,
        follow,
        exclude,
        each_source,
    });
    let end = prop_oneof![
        2 => Just(End::Well),
        2 => (0..7_u8).prop_map(End::Killed),
        1 => (0..120_u8).prop_map(End::Fault),
        1 => (0..120_u8).prop_map(End::Full),
    ];
    prop_oneof![
        8 => (name(), 0..12_u8).prop_map(|(name, text)| Step::Write(name, text)),
        2 => name().prop_map(Step::SameSize),
        2 => (name(), name()).prop_map(|(from, to)| Step::Rename(from, to)),
        1 => Just(Step::MoveFolder),
        2 => name().prop_map(Step::Delete),
        1 => name().prop_map(Step::Unreadable),
        7 => (choice, end).prop_map(|(choice, end)| Step::Run(choice, end)),
    ]
}

fn story(seed: u8) -> String {
    let place = ["Riga", "Liepaja", "Ventspils"][usize::from(seed) % 3];
    let what = if seed.is_multiple_of(2) { "Ferry" } else { "Budget" };
    format!(
        "{what} {seed} sinks\n\n{place}, March 3, 2021 (Reuters) - A ferry sank off {place} on Sunday, said Harbour Master \
         Ilse Brandauer of Norden Bank.\n"
    )
}

/// What is written to a source: its kind is told by its name.
fn content(name: &str, seed: u8) -> Vec<u8> {
    match name.rsplit_once('.').map(|(_, extension)| extension) {
        Some("csv") => {
            let row = |row| format!("{row},Ferry {row},A ferry {seed} sank off Riga.\n");
            let torn = if seed.is_multiple_of(4) { "x,\"torn\n" } else { "" };
            format!("id,title,text\n{}{torn}", (0..=seed % 5).map(row).collect::<String>()).into_bytes()
        }
        Some("tar") => [member("one.txt", &story(seed)), member("two.txt", &story(seed / 2)), vec![0; 1024]].concat(),
        // It begins as a compressed stream does, and that is all.
        Some("gz") => [b"\x1f\x8b\x08\x00", &[seed; 20][..]].concat(),
        // A binary file is no news.
        Some("log") if seed.is_multiple_of(2) => vec![0, seed],
        _ => story(seed).into_bytes(),
    }
}

/// A member of a tar: its header, its content, padded.
fn member(name: &str, text: &str) -> Vec<u8> {
    let mut block = vec![0; 512];
    block[..name.len()].copy_from_slice(name.as_bytes());
    block[124..135].copy_from_slice(format!("{:011o}", text.len()).as_bytes());
    block[148..156].fill(b' ');
    block[156] = b'0';
    block[257..265].copy_from_slice(b"ustar\x0000");
    let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
    block[148..155].copy_from_slice(format!("{sum:06o}\0").as_bytes());
    block.extend_from_slice(text.as_bytes());
    block.resize(block.len().next_multiple_of(512), 0);
    block
}

/// An archive and its index while things happen to them.
struct World {
    folder: TempDir,
    faults: Faults,
    time: SystemTime,
    moved: bool,
    choice: Choice,
}

impl World {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(folder.path().join("archive")).expect("made");
        Self {
            faults: Faults::under(&folder.path().join("work")),
            folder,
            // All sources are of one time: nothing can be told by it.
            time: SystemTime::now() - Duration::from_hours(1),
            moved: false,
            choice: Choice { rebuild: false, no_names: false, follow: false, exclude: false, each_source: true },
        }
    }

    /// A world with a source of each kind in it.
    fn with_sources() -> Self {
        let world = Self::new();
        for (seed, name) in (0..).zip(NAMES) {
            world.write(&world.path(usize::from(seed)), &content(name, seed));
        }
        world
    }

    fn index(&self) -> PathBuf {
        self.folder.path().join("work")
    }

    fn path(&self, name: usize) -> PathBuf {
        let name = if self.moved { NAMES[name].replace("d/", "g/") } else { NAMES[name].to_owned() };
        self.folder.path().join("archive").join(name)
    }

    fn write(&self, path: &Path, bytes: &[u8]) {
        // What is behind a link is another's.
        let _ = fs::remove_file(path).or_else(|_| fs::create_dir_all(path.parent().expect("a folder")));
        fs::write(path, bytes).expect("written");
        let file = fs::File::options().write(true).open(path).expect("open");
        file.set_modified(self.time).expect("set");
    }

    /// Makes a step happen; where there is nothing that it could happen to, nothing happens.
    fn take(&mut self, step: &Step) {
        match *step {
            Step::Write(name, seed) => self.write(&self.path(name), &content(NAMES[name], seed)),
            Step::SameSize(name) => {
                if let Ok(text) = fs::read_to_string(self.path(name)) {
                    let changed =
                        if text.contains("sank") { text.replace("sank", "sunk") } else { text.replace("sunk", "sank") };
                    let file = fs::File::options().write(true).open(self.path(name)).expect("open");
                    std::io::Write::write_all(&mut &file, changed.as_bytes()).expect("written");
                    file.set_modified(self.time).expect("set");
                }
            }
            Step::Rename(from, to) => {
                let to = self.path(to);
                fs::create_dir_all(to.parent().expect("a folder")).expect("made");
                // There may be nothing to rename.
                let _ = fs::rename(self.path(from), to);
            }
            Step::MoveFolder => {
                let archive = self.folder.path().join("archive");
                let (from, to) = if self.moved { ("g", "d") } else { ("d", "g") };
                // There may be none.
                let _ = fs::rename(archive.join(from), archive.join(to));
                self.moved = !self.moved;
            }
            Step::Delete(name) => drop(fs::remove_file(self.path(name))),
            Step::Unreadable(name) => {
                let path = self.path(name);
                let _ = fs::remove_file(&path).or_else(|_| fs::create_dir_all(path.parent().expect("a folder")));
                link(&path);
            }
            Step::Run(choice, end) => self.run(choice, end),
        }
    }

    fn request(&self, index: &str, choice: Choice) -> Request {
        Request {
            archive: self.folder.path().join("archive"),
            index: Some(self.folder.path().join(index)),
            rebuild: choice.rebuild,
            jobs: Some(2),
            commit_bytes: choice.each_source.then_some(1),
            allow_empty: true,
            names: Some(!choice.no_names),
            follow: Some(choice.follow),
            include: Some(Vec::new()),
            exclude: Some(if choice.exclude { vec!["*.csv".to_owned()] } else { Vec::new() }),
            ..Request::default()
        }
    }

    fn run(&mut self, choice: Choice, end: End) {
        self.choice = choice;
        match end {
            End::Fault(at) => self.faults.refuse(u64::from(at), IO_ERROR, false),
            End::Full(at) => self.faults.refuse(u64::from(at), NO_SPACE, true),
            End::Well | End::Killed(_) => {}
        }
        let left = Cell::new(if let End::Killed(after) = end { u64::from(after) } else { u64::MAX });
        let dying = AtEachStep(|| {
            left.set(left.get().checked_sub(1).expect("killed here"));
        });
        let done = ingest::run(&self.request("work", choice), &dying);
        self.faults.heal();
        if let (End::Well, Err(error)) = (end, &done) {
            panic!("an undisturbed run fails: {error}");
        }
        match LocalEngine::open(&self.index()) {
            Err(error) => assert!(error.kind() == ErrorKind::NoIndex && done.is_err(), "no index: {error}"),
            Ok(engine) => {
                let documents = engine.manifest().expect("a manifest that can be read").len() as u64;
                assert_eq!(engine.counts().sources, documents, "the index counts other sources than it has");
            }
        }
    }

    /// At the end the archive can be read, and a run that nothing disturbs must make everything right.
    fn end(self) {
        let archive = self.folder.path().join("archive");
        for name in NAMES {
            for path in [archive.join(name), archive.join(name.replace("d/", "g/"))] {
                if path.is_symlink() {
                    fs::remove_file(path).expect("removed");
                }
            }
        }
        let choice = Choice { rebuild: false, ..self.choice };
        ingest::run(&self.request("work", choice), &AtEachStep(|| {})).expect("the last run is sound");
        ingest::run(&self.request("fresh", choice), &AtEachStep(|| {})).expect("a fresh index is sound");
        let state = |name: &str| State::of(&self.folder.path().join(name)).expect("it can be read");
        assert_eq!(state("work"), state("fresh"), "the index is not what a fresh one is");
        assert_eq!(left_over(&self.index()), [""; 0], "files that no commit needs");
    }
}

#[cfg(unix)]
fn link(path: &Path) {
    std::os::unix::fs::symlink("nowhere", path).expect("linked");
}

#[cfg(not(unix))]
fn link(_: &Path) {}

#[test]
fn after_any_sequence_of_changes_and_failures_a_run_gives_what_a_fresh_index_gives() {
    let cases = rounds(24, 10_000);
    let mut runner = TestRunner::new(Config { cases: cases as u32, failure_persistence: None, ..Config::default() });
    let (mut steps_taken, mut killed, mut refused) = (Cell::new(0), Cell::new(0), Cell::new(0));
    let held = runner.run(&vec(step(), 1..12), |steps| {
        let mut world = World::with_sources();
        for step in &steps {
            world.take(step);
            steps_taken.set(steps_taken.get() + 1);
            match step {
                Step::Run(_, End::Killed(_)) => killed.set(killed.get() + 1),
                Step::Run(_, End::Fault(_) | End::Full(_)) => refused.set(refused.get() + 1),
                _ => {}
            }
        }
        world.end();
        Ok(())
    });
    if let Err(error) = held {
        panic!("{error}");
    }
    let (steps, killed, refused) = (steps_taken.get_mut(), killed.get_mut(), refused.get_mut());
    println!("E1: {cases} sequences of {steps} steps in all, {killed} killed runs, {refused} runs on a failing disk");
}

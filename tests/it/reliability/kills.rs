//! A run that is killed, at any moment and in anything it does: what it committed is there, nothing else is, and the same run
//! again ends well and leaves nothing behind.
//!
//! The program commits every 64 MB, too seldom for a small archive. So most runs here are made by this very test program,
//! started anew to do nothing but index, with a commit after each message of its threads.

use super::rounds;
use crate::brute_force::maker::Random;
use crate::harness::Archive;
use morgue::index::SourceStatus;
use morgue::ingest::{self, Event, Observer, Request};
use morgue::query::Plan;
use morgue::search::{Engine as _, SearchRequest};
use morgue::{ErrorKind, LocalEngine};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Read as _, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Names the archive that a run started by these tests is to index.
const VICTIM: &str = "MORGUE_TEST_VICTIM";

/// A run that may be killed: it says after every commit how many stories it has written.
#[test]
fn the_victim() {
    let Some(archive) = std::env::var_os(VICTIM) else { return };
    let request = Request {
        archive: archive.into(),
        commit_bytes: Some(1),
        jobs: Some(1),
        names: Some(false),
        rebuild: std::env::var_os("MORGUE_TEST_REBUILD").is_some(),
        ..Request::default()
    };
    ingest::run(&request, &Teller).expect("nobody but the killer ends this run");
}

struct Teller;

impl Observer for Teller {
    fn event(&self, event: &Event<'_>) {
        if let Event::Progress { stories, .. } = event {
            let mut out = std::io::stdout().lock();
            writeln!(out, "committed {stories}").and_then(|()| out.flush()).expect("somebody reads");
        }
    }
}

/// What an archive holds: the stories of each source in their order, each as its id and its text.
type Tree = BTreeMap<String, Vec<(String, String)>>;

/// Makes a state of an archive; one state and the next have little in common: sources are edited, made, removed and renamed.
/// One source is too large for a single message, and takes its time: it changes seldom.
fn put(archive: &Path, state: usize) -> Tree {
    let is_second = state.is_multiple_of(2);
    let word = if is_second { "tug" } else { "ferry" };
    let mut tree = Tree::new();
    let mut write = |path: &str, content: String, stories: Vec<(String, String)>| {
        let full = archive.join(path);
        fs::create_dir_all(full.parent().expect("a folder")).expect("made");
        fs::write(full, content).expect("written");
        tree.insert(path.to_owned(), stories);
    };
    for number in 0..8 {
        let path = format!("a/{number}.txt");
        let text = format!("A {} sank {number} times.", if number % 3 == 0 { "gull" } else { word });
        write(&path, text.clone(), vec![(path.clone(), text)]);
    }
    let large = format!("in {} {}", state / 8, "sank off Riga. ".repeat(9500));
    let rows: Vec<String> = (1..=5).map(|row| format!("{row} {large}")).collect();
    let table = rows.iter().enumerate().map(|(row, text)| format!("{},{text}\n", row + 1));
    let stories = rows.iter().enumerate().map(|(row, text)| (format!("b.csv#{}", row + 1), text.trim().to_owned()));
    write("b.csv", format!("id,text\n{}", table.collect::<String>()), stories.collect());
    for number in 0..4 {
        // These are gone in the other state, or have another name there.
        let path = format!("c/{}{number}.txt", if is_second { "new" } else { "old" });
        let text = format!("A crane stands {number}.");
        write(&path, text.clone(), vec![(path.clone(), text)]);
    }
    let other = archive.join("c");
    for entry in fs::read_dir(other).expect("listed").flatten() {
        if entry.file_name().to_string_lossy().starts_with(if is_second { "old" } else { "new" }) {
            fs::remove_file(entry.path()).expect("removed");
        }
    }
    tree
}

/// What an index holds, source by source, and which sources are whole.
fn held(index: &Path) -> (Tree, BTreeSet<String>) {
    let engine = LocalEngine::open(index).expect("an index whose run was killed opens");
    let request = SearchRequest::all(Plan::All);
    let mut tree = Tree::new();
    let mut stories = 0;
    for found in engine.documents(&request).expect("an answer").hits {
        let story = found.expect("a whole story").document.story;
        tree.entry(story.path).or_default().push((story.id, story.body.trim().to_owned()));
        stories += 1;
    }
    let whole = |record: &morgue::index::SourceRecord| record.status == SourceStatus::Indexed;
    let sources = engine.sources().expect("the manifest is read");
    assert_eq!((engine.counts().stories, engine.counts().sources), (stories, sources.len() as u64));
    (tree, sources.iter().filter(|record| whole(record)).map(morgue::index::SourceRecord::path).collect())
}

/// An index that a killed run left is what it was after one of its commits: sources are taken in the order of their paths, so
/// some first ones are as they are now, one may be half done, and all others are as they were. Returns how many stories
/// are from now.
fn check_prefix(before: &Tree, now: &Tree, (held, whole): &(Tree, BTreeSet<String>)) -> usize {
    let changed: Vec<&String> = now.keys().filter(|path| before.get(*path) != now.get(*path)).collect();
    let is_done = |path: &&&String| held.get(**path) == now.get(**path) && whole.contains(**path);
    let done = changed.iter().take_while(is_done).count();
    let mut written: usize = changed[..done].iter().map(|path| now[*path].len()).sum();
    let mut expected = before.clone();
    expected.extend(changed[..done].iter().map(|path| ((*path).clone(), now[*path].clone())));
    if let Some(path) = changed.get(done) {
        let half = held.get(*path).map_or(&[][..], |stories| &stories[..]);
        // It is half done where its record says that it is not whole; its stories are the first ones of now.
        if !half.is_empty() && !whole.contains(*path) {
            assert!(now[*path].starts_with(half), "{path} holds what neither it nor its first part is");
            expected.insert((*path).clone(), half.to_vec());
            written += half.len();
        }
    }
    let gone = before.keys().filter(|path| !now.contains_key(*path));
    let is_left = gone.clone().any(|path| held.contains_key(path));
    assert!(!is_left || written == 0, "something is new, and something that is gone is there");
    if !is_left {
        expected.retain(|path, _| now.contains_key(path));
    }
    assert_eq!(held, &expected, "the index is in no state that was ever committed");
    written
}

/// Nothing in the folder of an index is anything but the current state.
fn check_no_orphans(index: &Path) {
    let mut generations = 0;
    for entry in walkdir::WalkDir::new(index) {
        let entry = entry.expect("the index can be listed");
        let name = entry.file_name().to_string_lossy().into_owned();
        assert!(!name.starts_with(".tmp"), "{} is left", entry.path().display());
        generations += usize::from(name.starts_with("gen-"));
        let Some((segment, rest)) = name.split_once('.').filter(|(stem, _)| stem.len() == 32) else { continue };
        let meta = fs::read_to_string(entry.path().with_file_name("meta.json")).expect("meta.json is there");
        let meta: String = meta.split_whitespace().collect();
        let id: String = [0..8, 8..12, 12..16, 16..20, 20..32].map(|part| &segment[part]).join("-");
        let at = meta.find(&id).unwrap_or_else(|| panic!("{} belongs to no segment", entry.path().display()));
        if let Some(opstamp) = rest.strip_suffix(".del") {
            let own = &meta[at..meta[at..].find("segment_id").map_or(meta.len(), |next| at + next)];
            assert!(own.contains(&format!("\"opstamp\":{opstamp}")), "{} is of no commit", entry.path().display());
        }
    }
    assert_eq!(generations, 1, "an old generation is left");
}

/// When a run is killed.
enum Moment {
    /// This long after its start.
    After(Duration),
    /// So long after it has told this often that it has committed.
    AfterCommit(usize, Duration),
}

/// Starts a run and kills it; returns the last number of stories that it said it had committed, and whether it lived.
fn kill(mut command: Command, moment: &Moment) -> (usize, bool) {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().expect("it starts");
    let mut out = child.stdout.take().expect("a pipe");
    let mut told = Vec::new();
    match *moment {
        Moment::After(time) => std::thread::sleep(time),
        Moment::AfterCommit(count, time) => {
            let mut buffer = [0; 256];
            while memchr::memchr_iter(b'\n', &told).count() < count {
                match out.read(&mut buffer).expect("read") {
                    0 => break,
                    length => told.extend_from_slice(&buffer[..length]),
                }
            }
            std::thread::sleep(time);
        }
    }
    // It may have ended before; then there is nothing to kill.
    let _ = child.kill();
    let lived = child.wait().expect("it ended").success();
    out.read_to_end(&mut told).expect("read");
    let told = String::from_utf8(told).expect("lines");
    let last = told.lines().filter_map(|line| line.strip_prefix("committed ")).next_back();
    (last.map_or(0, |count| count.parse().expect("a number")), lived)
}

fn victim(archive: &Archive, is_rebuild: bool) -> Command {
    let mut command = Command::new(std::env::current_exe().expect("this program"));
    command.args(["--exact", "reliability::kills::the_victim", "--nocapture"]);
    command.env(VICTIM, archive.path());
    if is_rebuild {
        command.env("MORGUE_TEST_REBUILD", "1");
    }
    command
}

#[test]
fn a_run_killed_at_any_moment_leaves_its_last_commit_and_nothing_in_the_way() {
    let mut random = Random(3);
    let archive = Archive::empty();
    let index = archive.path().join(".morgue");
    let begun = Instant::now();
    put(archive.path(), 1);
    let whole = kill(victim(&archive, false), &Moment::AfterCommit(usize::MAX, Duration::from_millis(50)));
    assert!(whole.1, "nobody has killed the first run");
    let whole_run = begun.elapsed().as_micros() as usize;

    let mut before = put(archive.path(), 1);
    let (mut killed, mut halfway, mut first, mut rebuilt, mut late) = (0, 0, 0, 0, 0);
    let count = rounds(30, 2000);
    for round in 0..count {
        let now = put(archive.path(), round + 2);
        let (is_first, is_rebuild, is_program) = (round % 10 == 3, round % 10 == 6, round % 10 == 8);
        if is_first {
            fs::remove_dir_all(&index).expect("the index is removed");
            before = Tree::new();
        }
        let command = if is_program {
            let mut command = archive.command();
            command.args(["index", "-q", "--no-names"]);
            command
        } else {
            victim(&archive, is_rebuild)
        };
        // As many messages as there are: what comes after the last of them is merging.
        let most = if is_first || is_rebuild { 14 } else { 9 + 2 * usize::from((round + 2).is_multiple_of(8)) };
        let moment = match random.below(3) {
            0 => Moment::After(Duration::from_micros(random.below(whole_run * 5 / 4) as u64)),
            1 => Moment::AfterCommit(most, Duration::from_micros(random.below(20_000) as u64)),
            _ => Moment::AfterCommit(1 + random.below(most - 1), Duration::from_micros(random.below(5000) as u64)),
        };
        let (told, lived) = kill(command, &moment);
        killed += usize::from(!lived);
        if index.join("format.json").exists() {
            let state = held(&index);
            if is_rebuild || is_program {
                // They take effect as a whole.
                assert!(state.0 == before || state.0 == now, "neither before nor after");
                rebuilt += usize::from(!lived);
            } else {
                let written = check_prefix(&before, &now, &state);
                assert!(written >= told, "{told} stories were said to be committed, {written} are there");
                halfway += usize::from(!lived && 0 < written && state.0 != now);
                late += usize::from(!lived && state.0 == now);
                first += usize::from(!lived && is_first);
            }
        } else {
            let error = LocalEngine::open(&index).err().expect("there is no index");
            assert_eq!(error.kind(), ErrorKind::NoIndex, "{error}");
        }
        let ran = archive.run(&["index", "-q", "--no-names"]);
        assert_eq!(ran.status, 0, "round {round}: {}", ran.stderr);
        let (held, whole) = held(&index);
        assert_eq!((&held, whole.len()), (&now, now.len()), "round {round}: not what a fresh index would hold");
        check_no_orphans(&index);
        before = now;
    }
    println!(
        "C1: {count} runs, {killed} killed: {halfway} between their first commit and their last, {late} after it while they \
         merged, {first} of them first runs; {rebuilt} rebuilds and runs of one commit"
    );
    assert!(killed > count / 4 && halfway > 0, "too little was killed");
    // What a few rounds meet is a matter of luck.
    assert!(count < 1000 || late > 0 && first > 0 && rebuilt > 0, "some moment was never met");
}

//! Other processes: a second run, searches beside a run, indexes of other users, output that nobody takes.

use super::observed::PATIENCE;
#[cfg(unix)]
use super::observed::unprivileged;
use super::rounds;
use crate::harness::{Archive, Ran};
use morgue::ingest::{self, Event, Observer, Request};
use morgue::local::LocalEngine;
use std::fs;
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

const FERRY: &str = "Ferry sinks\n\nRIGA (Reuters) - A ferry sank off Riga on Sunday.\n";

struct Nobody;

impl Observer for Nobody {
    fn event(&self, _: &Event<'_>) {}
}

/// Starts a run that takes long, and waits until it has the lock.
fn long_run(archive: &Archive) -> Child {
    for number in 0..40 {
        archive.write(&format!("{number}.txt"), FERRY.repeat(4000).as_bytes());
    }
    let child = archive.command().args(["index", "-q", "-j", "1"]).spawn().expect("the program starts");
    let lock = archive.path().join(".morgue/lock");
    let pid = child.id().to_string();
    let begun = Instant::now();
    while fs::read_to_string(&lock).unwrap_or_default() != pid {
        assert!(begun.elapsed() < Duration::from_secs(30), "the first run never took the lock");
        std::thread::sleep(Duration::from_millis(1));
    }
    child
}

#[test]
fn a_second_run_is_refused_at_once_and_the_one_after_a_kill_is_not() {
    let archive = Archive::empty();
    let mut first = long_run(&archive);
    let begun = Instant::now();
    let second = archive.run(&["index"]);
    let took = begun.elapsed();
    assert!(first.try_wait().expect("it can be asked").is_none(), "the first run was too quick for this test");
    assert_eq!(second.status, 11, "{}", second.stderr);
    assert!(second.stderr.contains(&format!("(process {})", first.id())), "{}", second.stderr);
    assert!(second.stderr.contains("hint: ") && second.stderr.contains("--wait"), "{}", second.stderr);
    assert!(took < Duration::from_secs(1) * PATIENCE, "{took:?}");

    // Nothing of a process that was killed stays in the way, its lock least of all.
    first.kill().expect("killed");
    first.wait().expect("ended");
    for number in 2..40 {
        fs::remove_file(archive.path().join(format!("{number}.txt"))).expect("removed");
    }
    assert_eq!(archive.run(&["index", "-q", "--allow-empty"]).status, 0);
    assert_eq!(archive.run(&["search", "-c", "ferry"]).stdout, "2\n");
}

#[test]
fn a_run_that_waits_begins_when_the_other_has_ended() {
    let archive = Archive::of(&[("a.txt", FERRY)]);
    archive.index();
    let lock = fs::File::options().write(true).open(archive.path().join(".morgue/lock")).expect("the lock file");
    lock.lock().expect("locked");
    archive.write("b.txt", FERRY.as_bytes());
    let mut waiting = archive.command().args(["index", "-q", "--wait"]).spawn().expect("the program starts");
    std::thread::sleep(Duration::from_millis(300));
    assert!(waiting.try_wait().expect("it can be asked").is_none(), "it did not wait");
    assert_eq!(archive.run(&["search", "-c", "ferry"]).stdout, "1\n");
    drop(lock);
    assert!(waiting.wait().expect("ended").success());
    assert_eq!(archive.run(&["search", "-c", "ferry"]).stdout, "2\n");
}

/// Rewrites the sources over and over and commits after each, until it is told to stop.
fn keep_writing(archive: &Path, sources: u64, is_over: &AtomicBool, runs: &AtomicU64, rebuild: bool) {
    while !is_over.load(Ordering::Relaxed) {
        let run = runs.load(Ordering::Relaxed) + 1;
        for number in (0..sources).filter(|number| (number + run).is_multiple_of(2)) {
            let text = FERRY.replace("Sunday", &format!("day {run}"));
            fs::write(archive.join(format!("{number}.txt")), text).expect("written");
        }
        let rebuild = rebuild && run.is_multiple_of(4);
        let request =
            Request { archive: archive.into(), commit_bytes: Some(1), jobs: Some(1), rebuild, ..Request::default() };
        // A program that is being started beside holds our lock for a moment, as a copy of ours.
        let request = Request { wait: true, names: Some(false), ..request };
        ingest::run(&request, &Nobody).expect("a run beside searches");
        runs.store(run, Ordering::Relaxed);
    }
}

/// What a search of the real program says, and what the library says through a fresh engine: a run may replace every story,
/// one commit a source, and no commit is without a story.
#[test]
fn a_search_beside_a_run_sees_a_committed_state() {
    const SOURCES: u64 = 12;
    let archive = Archive::empty();
    for number in 0..SOURCES {
        archive.write(&format!("{number}.txt"), FERRY.as_bytes());
    }
    archive.index();
    let folder = archive.path().join(".morgue");
    let count = |engine: &LocalEngine| {
        let today = "2020-06-01".parse().expect("a date");
        let query = morgue::query::parse("ferry", &morgue::query::Context::on(today)).expect("a query");
        let counted = morgue::search::Engine::count(engine, query.plan()).expect("a search that does not fail");
        (counted, engine.counts().stories, engine.counts().sources)
    };
    let standing = LocalEngine::open(&folder).expect("an index");
    let (is_over, runs) = (AtomicBool::new(false), AtomicU64::new(0));
    let wanted = rounds(200, 20_000);
    let mut searches = 0;
    std::thread::scope(|scope| {
        scope.spawn(|| keep_writing(archive.path(), SOURCES, &is_over, &runs, true));
        let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
            while searches < wanted || runs.load(Ordering::Relaxed) < 5 {
                let engine = LocalEngine::open(&folder).expect("an index beside a run");
                assert_eq!(count(&engine), (SOURCES, SOURCES, SOURCES));
                assert_eq!(count(&standing), (SOURCES, SOURCES, SOURCES), "an engine stays at its commit");
                if searches % 40 == 0 {
                    let ran = archive.run(&["search", "-n", "0", "-f", "ids", "ferry"]);
                    assert_eq!((ran.status, ran.stderr.as_str(), ran.stdout.lines().count()), (0, "", 12));
                    let ran = archive.run(&["status", "--json"]);
                    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
                }
                searches += 1;
                std::thread::sleep(Duration::from_millis(2));
            }
        }));
        is_over.store(true, Ordering::Relaxed);
        outcome.expect("every search succeeds");
    });
    println!("C6: {searches} searches beside {} runs", runs.load(Ordering::Relaxed));
}

#[cfg(unix)]
mod modes {
    use super::*;
    use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _};
    use std::process::Command;

    fn set_mode(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("a changed mode");
    }

    fn output(mut command: Command, arguments: &[&str]) -> Ran {
        Ran::from(&command.args(arguments).output().expect("the program starts"))
    }

    /// Everything in an index, with its mode.
    fn entries(folder: &Path) -> Vec<(String, u32)> {
        let entries = walkdir::WalkDir::new(folder).into_iter().map(|entry| {
            let entry = entry.expect("an index that can be listed");
            let mode = entry.metadata().expect("an entry that can be looked at").mode() & 0o7777;
            let kind = if entry.file_type().is_dir() { "folder" } else { "file" };
            (format!("{kind} {}", entry.file_name().to_string_lossy()), mode)
        });
        entries.collect()
    }

    #[test]
    fn an_index_that_nobody_may_write_to_is_searched_and_not_written() {
        let archive = Archive::of(&[("a.txt", FERRY), ("b.txt", FERRY)]);
        archive.index();
        let folder = archive.path().join(".morgue");
        let Some(search) = unprivileged(&archive) else { return };
        let (read_only, is_folder) = (0o444, |entry: &walkdir::DirEntry| entry.file_type().is_dir());
        for entry in walkdir::WalkDir::new(&folder).contents_first(true) {
            let entry = entry.expect("listed");
            set_mode(entry.path(), if is_folder(&entry) { 0o555 } else { read_only });
        }
        let before = entries(&folder);
        let found = output(search, &["search", "-c", "ferry"]);
        assert_eq!((found.status, found.stdout.as_str(), found.stderr.as_str()), (0, "2\n", ""));
        for command in [&["people"][..], &["status"], &["export"], &["show", "a.txt"]] {
            let ran = output(unprivileged(&archive).expect("as before"), command);
            assert!(ran.status < 2 && !ran.stderr.contains("denied"), "{command:?}: {}", ran.stderr);
        }
        archive.write("c.txt", FERRY.as_bytes());
        for command in [&["index"][..], &["index", "--rebuild"], &["index", "--wait"], &["search", "--update", "ferry"]]
        {
            let ran = output(unprivileged(&archive).expect("as before"), command);
            assert_eq!(ran.status, 2, "{command:?}: {}", ran.stderr);
            assert!(ran.stderr.contains("permission denied") && ran.stderr.contains("hint: "), "{}", ran.stderr);
        }
        assert_eq!(entries(&folder), before);
        for entry in walkdir::WalkDir::new(&folder) {
            set_mode(entry.expect("listed").path(), 0o755);
        }
    }

    #[test]
    fn an_index_of_another_user_is_searched_while_that_user_writes_to_it() {
        const SOURCES: u64 = 12;
        let archive = Archive::empty();
        for number in 0..SOURCES {
            archive.write(&format!("{number}.txt"), FERRY.as_bytes());
        }
        archive.index();
        if unprivileged(&archive).is_none() {
            return;
        }
        // Without a lock that it may take, a reader can come between a commit and the removal of what that replaced.
        set_mode(&archive.path().join(".morgue/gen-1/.tantivy-meta.lock"), 0o400);
        let (is_over, runs) = (AtomicBool::new(false), AtomicU64::new(0));
        let wanted = rounds(20, 2000);
        std::thread::scope(|scope| {
            scope.spawn(|| keep_writing(archive.path(), SOURCES, &is_over, &runs, false));
            let outcome = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
                for _ in 0..wanted {
                    let ran = output(unprivileged(&archive).expect("as before"), &["search", "-c", "ferry"]);
                    assert_eq!((ran.status, ran.stdout.as_str(), ran.stderr.as_str()), (0, "12\n", ""));
                }
            }));
            is_over.store(true, Ordering::Relaxed);
            outcome.expect("every search succeeds");
        });
        println!("C7: {wanted} searches of another user beside {} runs", runs.load(Ordering::Relaxed));
    }

    #[test]
    fn the_files_of_an_index_have_the_mode_that_the_umask_wants() {
        for (umask, file, folder) in [("027", 0o640, 0o750), ("022", 0o644, 0o755)] {
            let archive = Archive::of(&[("a.txt", FERRY)]);
            let index = |arguments: &str| {
                let mut shell = Command::new("sh");
                let line = format!("umask {umask}; exec \"$0\" index -q --no-names {arguments}");
                let ran = shell.args(["-c", &line, env!("CARGO_BIN_EXE_morgue")]).current_dir(archive.path()).output();
                assert!(ran.expect("a shell").status.success());
            };
            index("");
            archive.write("b.txt", FERRY.as_bytes());
            index("");
            index("--rebuild");
            fs::remove_file(archive.path().join("b.txt")).expect("removed");
            index("");
            let entries = entries(&archive.path().join(".morgue"));
            for name in ["file lock", "file format.json", "file meta.json", "file .managed.json", "folder gen-2"] {
                assert!(entries.iter().any(|(entry, _)| entry == name), "{name}: {entries:?}");
            }
            for (name, mode) in &entries {
                let wanted = if name.starts_with("file") { file } else { folder };
                assert_eq!(*mode, wanted, "umask {umask}: {name} has {mode:o}");
            }
        }
    }
}

/// Every way to print.
fn printing() -> Vec<Vec<&'static str>> {
    [
        "index -f jsonl",
        "index -f jsonl --dry-run",
        "search ferry",
        "search --color always ferry",
        "search -f json ferry",
        "search -f jsonl ferry",
        "search -f csv ferry",
        "search -f tsv ferry",
        "search -f paths ferry",
        "search -f ids ferry",
        "search -0l ferry",
        "search -c ferry",
        "search -c nothingatall",
        "search -f json nothingatall",
        "search --kwic 5 ferry",
        "search --cite ferry",
        "search --open ferry",
        "search --group ferry",
        "search --explain ferry",
        "people",
        "people -f json",
        "people -f jsonl",
        "people -f csv",
        "people -f tsv",
        "people --suggest",
        "orgs",
        "orgs -f jsonl",
        "who Lindqvist",
        "who -f json Lindqvist",
        "who -f jsonl Lindqvist",
        "show 0.txt",
        "show 0.txt -f json",
        "show 0.txt --explain-names",
        "show 0.txt --versions",
        "show 0.txt --diff=1.txt",
        "export",
        "export ferry",
        "status",
        "status -f json",
        "status -f jsonl",
        "status -f csv",
        "status -f tsv",
        "status -f paths",
        "completions bash",
        "completions fish",
        "man",
        "man search",
        "help",
        "help search",
        "--help",
        "-h",
        "search --help",
        "--version",
    ]
    .iter()
    .map(|line| line.split(' ').collect())
    .collect()
}

#[cfg(target_os = "linux")]
fn speaking_archive() -> Archive {
    let archive = Archive::empty();
    for number in 0..60 {
        let paragraph = "RIGA (Reuters) - A ferry sank, Elin Lindqvist said. Mrs. Elin Lundqvist of NATO came.\n\n";
        // Together more than a pipe holds.
        let text = format!("Ferry sinks\n\n{}", paragraph.repeat(15));
        archive.write(&format!("{number}.txt"), text.as_bytes());
    }
    archive.index();
    archive
}

#[cfg(target_os = "linux")]
#[test]
fn output_that_cannot_be_written_is_told_and_output_that_nobody_wants_is_not() {
    let archive = speaking_archive();
    let fails = |arguments: &[&str], out: Stdio| {
        let output = archive.command().args(arguments).stdout(out).output().expect("the program starts");
        Ran::from(&output)
    };
    for (number, arguments) in printing().into_iter().enumerate() {
        let full = fs::File::options().write(true).open("/dev/full").expect("Linux has it");
        let ran = fails(&arguments, full.into());
        assert_eq!(ran.status, 2, "{arguments:?}: {}", ran.stderr);
        assert!(ran.stderr.ends_with("cannot write output: no space left on device\n"), "{}", ran.stderr);
        if number % rounds(5, 1) > 0 {
            continue;
        }
        // A pipe whose reader is gone before anything is written, which is the worst case of `| head -1`.
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let ran = fails(&arguments, writer.into());
        let is_silent = arguments.contains(&"--explain") || !ran.stderr.contains("morgue: cannot");
        assert!(ran.status == 0 && is_silent, "{arguments:?}: {} {}", ran.status, ran.stderr);
    }
}

/// `| head -1` of something long, and `>&-`: the number of the stream is free, and the next file that is opened would get it.
#[cfg(target_os = "linux")]
#[test]
fn output_that_was_closed_from_the_start_harms_nothing() {
    let archive = speaking_archive();
    let shell = |line: &str| {
        let mut shell = std::process::Command::new("bash");
        shell.args(["-c", line, env!("CARGO_BIN_EXE_morgue")]).current_dir(archive.path());
        Ran::from(&shell.output().expect("a shell"))
    };
    for line in
        ["\"$0\" export | head -1; exit ${PIPESTATUS[0]}", "\"$0\" search -n0 ferry | head -1; exit ${PIPESTATUS[0]}"]
    {
        let ran = shell(line);
        assert_eq!((ran.status, ran.stdout.lines().count(), ran.stderr.as_str()), (0, 1, ""), "{line}");
    }
    for line in ["search ferry", "export", "--help", "man", "completions bash"] {
        let ran = shell(&format!("\"$0\" {line} >&-"));
        assert_eq!((ran.status, ran.stderr.as_str()), (0, ""), "{line}");
    }
    archive.write("new.txt", FERRY.as_bytes());
    let ran = shell("\"$0\" index -f jsonl >&- 2>&- <&-");
    assert_eq!(ran.status, 0);
    assert_eq!(archive.run(&["search", "-c", "ferry"]).stdout, "61\n");
    assert_eq!(archive.run(&["index", "--verify", "-q"]).status, 0);
}

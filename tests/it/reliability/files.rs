//! What an archive may hold that is no plain file, or does not stay as it is.

use crate::harness::{Archive, Ran, age};
use morgue::archive::Fingerprint;
use morgue::index::{self, Home, LockedHome, WriteOptions};
use morgue::ingest;
use serde_json::Value;
use std::fs;

const FERRY: &str = "Ferry sinks\n\nRIGA (Reuters) - A ferry sank off Riga on Sunday.\n";

/// Indexes with these options, and returns the run with its last line.
fn index(archive: &Archive, options: &[&str]) -> (Ran, Value) {
    let ran = archive.run(&[&["index", "-f", "jsonl"], options].concat());
    let last = ran.stdout.lines().last().unwrap_or_default();
    let summary = serde_json::from_str(last).unwrap_or_default();
    (ran, summary)
}

#[cfg(unix)]
mod unix {
    use super::*;
    use crate::reliability::observed::unprivileged;
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    use std::path::Path;
    use std::process::Command;

    fn skips(summary: &Value, reason: &str) -> u64 {
        summary["skips"][reason].as_u64().unwrap_or(0)
    }

    #[test]
    fn what_is_no_regular_file_is_never_opened() {
        let archive = Archive::of(&[("good.txt", FERRY)]);
        // Whoever opened it would wait for ever.
        assert!(Command::new("mkfifo").arg(archive.path().join("fifo.txt")).status().expect("mkfifo runs").success());
        let _socket = std::os::unix::net::UnixListener::bind(archive.path().join("socket.txt")).expect("a socket");
        let device = Command::new("mknod").arg(archive.path().join("zero.txt")).args(["c", "1", "5"]).output();
        let devices = u64::from(device.is_ok_and(|made| made.status.success()));
        if devices == 0 {
            eprintln!("NOT TESTED: a device cannot be made here");
        }
        for options in [&[][..], &["--follow"], &["--verify"], &["--retry-failed"]] {
            let (ran, summary) = index(&archive, options);
            assert_eq!(ran.status, 0, "{options:?}: {}", ran.stderr);
            assert_eq!(skips(&summary, "not a regular file"), 2 + devices, "{options:?}: {summary}");
        }
        assert_eq!(archive.ids(&["ferry"]), ["good.txt"]);
        for name in ["fifo.txt", "zero.txt"] {
            let alone = archive.run(&["index", name, "--index", "elsewhere"]);
            assert_eq!(alone.status, 2, "{name}: {}", alone.stderr);
        }
    }

    #[test]
    fn links_are_not_followed_unless_they_should_be_and_never_out_of_the_archive() {
        let outside = Archive::of(&[("secret.txt", FERRY)]);
        let archive = Archive::of(&[("a/x.txt", FERRY), ("b/y.txt", FERRY), (".store/z.txt", FERRY)]);
        let link = |target: &Path, name: &str| symlink(target, archive.path().join(name)).expect("a link");
        link(Path::new(".."), "a/up");
        link(Path::new("."), "a/self");
        link(Path::new("../b"), "a/side");
        link(Path::new("../a"), "b/side");
        link(Path::new("round"), "round");
        link(Path::new("a/x.txt"), "again.txt");
        link(Path::new(".store/z.txt"), "kept.txt");
        link(outside.path(), "out");
        link(&outside.path().join("secret.txt"), "out.txt");
        link(Path::new("/dev/zero"), "zero.txt");
        let (ran, summary) = index(&archive, &[]);
        assert_eq!((ran.status, skips(&summary, "symbolic link not followed")), (0, 10), "{summary}");
        assert_eq!(archive.ids(&["ferry"]), ["a/x.txt", "b/y.txt"]);
        let (ran, summary) = index(&archive, &["--follow"]);
        assert_eq!(ran.status, 3, "a link that leads nowhere cannot be read: {}", ran.stderr);
        assert!(ran.stderr.contains("/round: too many levels of symbolic links"), "{}", ran.stderr);
        assert_eq!(skips(&summary, "symbolic link out of the archive"), 3, "{summary}");
        assert_eq!(skips(&summary, "symbolic link to something listed already"), 5, "{summary}");
        assert_eq!(archive.ids(&["ferry"]), ["a/x.txt", "b/y.txt", "kept.txt"], "each real file once");
    }

    fn shut(path: &Path, mode: u32) {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("a changed mode");
    }

    #[test]
    fn what_cannot_be_read_is_named_and_its_old_entry_stays() {
        let archive =
            Archive::of(&[("a.txt", FERRY), ("b.txt", FERRY), ("shut/c.txt", FERRY), ("shut/in/d.txt", FERRY)]);
        let Some(mut first) = unprivileged(&archive) else { return };
        let index = tempfile::tempdir().expect("a temporary folder");
        shut(index.path(), 0o777);
        let place = index.path().join("index").to_string_lossy().into_owned();
        assert!(first.args(["index", "-q", "--index", &place]).status().expect("it runs").success());
        archive.write("a.txt", FERRY.replace("Sunday", "Monday").as_bytes());
        shut(&archive.path().join("a.txt"), 0o000);
        shut(&archive.path().join("shut"), 0o000);
        for options in [&[][..], &["--retry-failed"], &["--verify"]] {
            let mut again = unprivileged(&archive).expect("as before");
            let ran = again.args(["index", "--index", &place]).args(options).output().expect("it runs");
            let ran = Ran::from(&ran);
            assert_eq!(ran.status, 3, "{options:?}: {}", ran.stderr);
            for name in ["a.txt", "shut"] {
                let told = format!("/{name}: permission denied\n");
                assert!(ran.stderr.contains(&told), "{options:?}: {name}: {}", ran.stderr);
            }
            assert_eq!(archive.ids(&["--index", &place, "sunday"]), ["a.txt", "b.txt", "shut/c.txt", "shut/in/d.txt"]);
        }
        shut(&archive.path().join("a.txt"), 0o644);
        shut(&archive.path().join("shut"), 0o755);
        fs::remove_file(archive.path().join("shut/c.txt")).expect("removed");
        let mut last = unprivileged(&archive).expect("as before");
        assert!(last.args(["index", "-q", "--index", &place]).status().expect("it runs").success());
        assert_eq!(archive.ids(&["--index", &place, "sunday"]), ["b.txt", "shut/in/d.txt"]);
        assert_eq!(archive.ids(&["--index", &place, "monday"]), ["a.txt"]);
        shut(index.path(), 0o755);
    }

    #[test]
    fn any_name_of_a_file_is_a_name() {
        let archive = Archive::empty();
        let longest = [&b"l".repeat(251)[..], b".txt"].concat();
        let names: [&[u8]; 9] = [
            b"caf\xe9.txt",
            b"caf\xe8.txt",
            b"new\nline.txt",
            b"esc\x1b[31m.txt",
            b"-dash.txt",
            b"--help",
            b"a#b!c~2.txt",
            "\u{202e}txt.\u{200b}".as_bytes(),
            &longest,
        ];
        for name in names {
            let path = archive.path().join(OsStr::from_bytes(name));
            fs::write(&path, FERRY).expect("written");
            age(&path);
        }
        archive.index();
        let hits = archive.hits(&["ferry"]);
        let mut ids: Vec<&str> = hits.iter().filter_map(|hit| hit["id"].as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), names.len(), "a name each: {ids:?}");
        for id in ids {
            assert_eq!(archive.run(&["show", "--", id]).status, 0, "{id:?}");
        }
        assert!(hits.iter().all(|hit| hit["stale"].is_null()), "each is found again by its name");
        for format in ["text", "csv", "tsv", "paths", "ids"] {
            let out = archive.run(&["search", "-n", "0", "-f", format, "ferry"]).stdout;
            assert!(!out.contains(['\u{1b}', '\u{202e}', '\u{200b}']), "{format}: {out:?}");
            let lines = out.lines().filter(|line| line.contains("line.txt")).count();
            assert_eq!(lines, 1, "{format}: a name is one line: {out}");
        }
        assert_eq!(index(&archive, &[]).1["unchanged"], names.len());
        for name in names {
            fs::remove_file(archive.path().join(OsStr::from_bytes(name))).expect("removed");
        }
        assert_eq!(index(&archive, &["--allow-empty"]).1["removed"], names.len());
    }
}

#[test]
fn a_file_that_is_written_to_all_the_while_is_told_and_read_when_it_is_left_alone() {
    use std::io::Write as _;
    use std::sync::atomic::{AtomicBool, Ordering};
    let archive = Archive::of(&[("quiet.txt", FERRY), ("loud.txt", &FERRY.repeat(7000))]);
    let is_over = AtomicBool::new(false);
    let mut loud = fs::File::options().append(true).open(archive.path().join("loud.txt")).expect("opened");
    let (ran, summary) = std::thread::scope(|scope| {
        scope.spawn(|| {
            while !is_over.load(Ordering::Relaxed) {
                loud.write_all(b".").expect("written");
                std::thread::sleep(std::time::Duration::from_millis(1));
            }
        });
        let done = index(&archive, &[]);
        is_over.store(true, Ordering::Relaxed);
        done
    });
    assert_eq!((ran.status, &summary["failed"]), (3, &1.into()), "{}", ran.stderr);
    assert!(ran.stderr.contains("morgue: index: loud.txt: changed while it was read\nhint: "), "{}", ran.stderr);
    assert_eq!(archive.ids(&["ferry"]), ["quiet.txt"]);
    let status = archive.run(&["status", "--failed"]).stdout;
    assert!(status.contains("loud.txt: changed while it was read"), "{status}");
    // Nothing says that it was read, so it is, though it has not changed since.
    age(&archive.path().join("loud.txt"));
    assert_eq!(index(&archive, &[]).1["indexed"], 1);
    assert_eq!(archive.ids(&["ferry"]), ["loud.txt", "quiet.txt"]);
}

#[test]
fn another_content_of_the_same_size_and_time_is_found_by_the_time_of_the_inode_or_within_two_seconds() {
    let archive = Archive::of(&[("a.txt", FERRY), ("b.txt", FERRY)]);
    let path = archive.path().join("a.txt");
    let write = |text: &str, modified| {
        fs::write(&path, text).expect("written");
        let file = fs::File::options().write(true).open(&path).expect("open");
        file.set_modified(modified).expect("set back");
    };
    archive.index();
    let hour_ago = fs::metadata(&path).and_then(|metadata| metadata.modified()).expect("a time");
    write(&FERRY.replace("Sunday", "Monday"), hour_ago);
    assert_eq!(index(&archive, &[]).1["indexed"], 1);
    assert_eq!(archive.ids(&["monday"]), ["a.txt"]);
    // Written just now: what is the same in the next tick of the clock is hashed.
    write(FERRY, std::time::SystemTime::now());
    assert_eq!(index(&archive, &[]).1["indexed"], 1);
    pretend_it_was_read(&archive, "a.txt", 0);
    write_without_a_trace(&archive, "a.txt", &FERRY.replace("Sunday", "Monday"), 0);
    assert_eq!(index(&archive, &[]).1["indexed"], 1);
    assert_eq!(archive.ids(&["monday"]), ["a.txt"]);
}

/// Has the index believe that it has read a file as it is now, so many seconds after it was written.
fn pretend_it_was_read(archive: &Archive, name: &str, seconds_later: i64) {
    let folder = archive.path().join(".morgue");
    let locked = LockedHome::lock(&folder, false).expect("locked");
    let home = Home::open(&folder).expect("an index");
    let open = index::open(&home).expect("an index");
    let ledger = ingest::ledger(&folder).expect("a ledger");
    let entry = ledger.entries.into_iter().find(|entry| entry.path == name).expect("it was read");
    let mut record = entry.record.expect("it was read");
    record.fingerprint = Fingerprint::of(&fs::metadata(archive.path().join(name)).expect("a file"));
    record.scanned_ns = record.fingerprint.mtime_ns + seconds_later * 1_000_000_000 + 1;
    let options = WriteOptions { memory: 32 << 20, settings: open.payload.settings.clone(), commit_bytes: None };
    index::transact(&locked, &home, options, |batch| {
        batch.refresh(&record);
        Ok(())
    })
    .expect("written");
}

/// Changes a file such that neither size nor times nor inode tell: as damage on a disk does, or a write within one tick.
fn write_without_a_trace(archive: &Archive, name: &str, text: &str, seconds_later: i64) {
    fs::write(archive.path().join(name), text).expect("written");
    if seconds_later > 0 {
        age(&archive.path().join(name));
    }
    pretend_it_was_read(archive, name, seconds_later);
}

#[test]
fn verify_finds_what_no_time_tells_and_costs_no_indexing_of_the_rest() {
    // Large files are hashed as a stream.
    let large = format!("title,text\nFerry,It sank.{}On Tuesday.\n", " ".repeat(5 << 20));
    let archive = Archive::of(&[("a.txt", FERRY), ("b.txt", FERRY), ("large.csv", &large)]);
    archive.index();
    write_without_a_trace(&archive, "a.txt", &FERRY.replace("Sunday", "Monday"), 10);
    assert_eq!(index(&archive, &[]).1["unchanged"], 3);
    assert_eq!(archive.ids(&["monday"]), [""; 0]);
    let (ran, summary) = index(&archive, &["--verify"]);
    assert_eq!((ran.status, &summary["indexed"], &summary["unchanged"]), (0, &1.into(), &2.into()), "{}", ran.stderr);
    assert_eq!(archive.ids(&["monday"]), ["a.txt"]);
    let changed = || fs::metadata(archive.path().join(".morgue/gen-1/meta.json")).expect("there").modified().ok();
    let before = changed();
    assert_eq!(index(&archive, &["--verify"]).1["unchanged"], 3);
    assert_eq!(changed(), before, "where all is the same, nothing is written");
}

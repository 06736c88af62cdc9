//! A file that changes, vanishes or becomes something else under the reader's eyes.

use super::*;
use crate::archive::{WalkOptions, walk};
use crate::names::Why;
use crate::story::{Mention, Story};
use crate::text::Analysis;
use std::sync::atomic::AtomicU64;

/// Does something to the file each time one of its stories is analysed, which is while it is read.
struct Meddler<F: Fn(u64) + Send + Sync> {
    meddle: F,
    times: AtomicU64,
}

impl<F: Fn(u64) + Send + Sync> Recognizer for Meddler<F> {
    fn mentions(&self, _: &Story, _: &Analysis, _: &Analysis) -> Vec<Mention> {
        (self.meddle)(self.times.fetch_add(1, Ordering::Relaxed));
        Vec::new()
    }

    fn explain(&self, _: &Story, _: &Analysis, _: &Analysis) -> Vec<(Mention, Why)> {
        Vec::new()
    }
}

/// Reads a file that is meddled with, and returns how often it was read, what comes of it, and how many stories.
fn read(path: &Path, meddle: impl Fn(u64) + Send + Sync) -> (u64, Outcome, u64) {
    fs::write(path, "Ferry sinks\n\nIt was late.\n").expect("written");
    let folder = path.parent().expect("a folder");
    let listing = walk(folder, &WalkOptions::default()).expect("listed");
    let meddler = Meddler { meddle, times: AtomicU64::new(0) };
    let room = Room::new(1 << 20);
    let worker = Worker {
        base: &listing.base,
        sources: &listing.sources,
        manifest: &Manifest::new(),
        options: &Options::default(),
        names: Some(&meddler),
        scanned_ns: 1,
        extractor: 1,
        retry_failed: false,
        analysis: &room,
        waiting: &room,
        next: AtomicUsize::new(0),
    };
    let (sender, _receiver) = crossbeam_channel::unbounded();
    let (give, _take) = crossbeam_channel::bounded(0);
    let mut pile = Pile::new(&sender, &room);
    let mut post = Post {
        pile: &mut pile,
        give: &give,
        source: 0,
        stories: Vec::new(),
        text: 0,
        size: 0,
        bytes_left: 0,
        first: true,
        count: 0,
    };
    let outcome = worker.source(&listing.sources[0], &mut post);
    let stories = post.stories.len() as u64;
    (meddler.times.into_inner(), outcome, stories)
}

/// Checks that the file is to be read again by the next run, whatever it is then.
fn ensure_changed(outcome: &Outcome) {
    let Outcome::Keep { record, hint, .. } = outcome else { panic!("it counts as read") };
    assert_eq!((record.status, record.reason.as_str()), (SourceStatus::Failed, CHANGED));
    assert_eq!((record.scanned_ns, record.hash), (0, 0), "the record is no clean one");
    assert_eq!(hint.as_deref(), Some(RUN_AGAIN));
}

#[test]
fn a_file_that_changes_once_while_it_is_read_is_read_again() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.txt");
    let change = |time| {
        if time == 0 {
            fs::write(&path, "Ferry found\n\nIt was early after all.\n").expect("written");
        }
    };
    let (times, outcome, stories) = read(&path, change);
    let Outcome::Replace { record, .. } = outcome else { panic!("it was read") };
    assert_eq!((times, stories, record.status), (2, 1, SourceStatus::Indexed));
    let now = fs::read(&path).expect("read");
    assert_eq!((record.fingerprint.size, record.hash), (now.len() as u64, first_bytes(&blake3::hash(&now))));
}

#[test]
fn a_file_that_changes_all_the_while_or_vanishes_is_told() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.txt");
    let (times, outcome, stories) = read(&path, |time| {
        fs::write(&path, format!("Ferry\n\nIt was late{}.\n", " again".repeat(1 + time as usize))).expect("written");
    });
    assert_eq!((times, stories), (2, 0), "retried once");
    ensure_changed(&outcome);
    let (times, outcome, stories) = read(&path, |_| fs::remove_file(&path).expect("removed"));
    assert_eq!((times, stories), (1, 0));
    ensure_changed(&outcome);
}

#[cfg(unix)]
#[test]
fn a_file_that_becomes_a_fifo_is_not_opened() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("a.txt");
    let (_, outcome, stories) = read(&path, |_| {
        fs::remove_file(&path).expect("removed");
        assert!(std::process::Command::new("mkfifo").arg(&path).status().expect("mkfifo runs").success());
    });
    assert_eq!(stories, 0);
    ensure_changed(&outcome);
    // Nor where it was one before it is read at all.
    assert!(look(&path).is_err());
}

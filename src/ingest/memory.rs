//! How much memory a run may take, and how stories wait for their share of it.
//!
//! A run takes a fixed part, a part for each thread that reads, the engine's for segments in the making, what analysing stories
//! takes, and what stories take that wait for the engine. The last three grow with the input, so each has its room: a story
//! has a share of one while it is analysed, of the next while it waits, and a story that could never have its share is
//! refused by name. Files of the index that the system maps for a run are the system's, and not counted.

use crate::index::Room;
use std::path::{Path, PathBuf};

const MIB: u64 = 1 << 20;
/// What a run takes where nobody says it, if the machine has twice as much.
const USUAL: u64 = 1024 * MIB;
/// What a run takes at least: with less, no long story could be read.
pub(super) const LEAST: u64 = 128 * MIB;
/// Program, models, lists of names, the manifest's share.
const FIXED: u64 = 52 * MIB;
/// What a thread holds beside the story that it analyses: a source, a record, stories that it has not sent yet.
const PER_THREAD: u64 = 16 * MIB;
/// What the engine gets at most for segments.
const MOST_FOR_SEGMENTS: u64 = 128 * MIB;
/// How many bytes analysing a byte of text may take.
const PER_BYTE: u64 = 32;

/// How a run's memory is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Budget {
    /// Threads that read.
    pub(super) threads: usize,
    /// For the engine's segments, in bytes.
    pub(super) segments: u64,
    /// For analysing stories, in bytes.
    pub(super) analysis: u64,
    /// For stories that wait for the engine, in bytes.
    pub(super) waiting: u64,
    /// The whole, in bytes.
    pub(super) total: u64,
}

impl Budget {
    /// Divides what was asked for, else what the machine can spare, among as many threads as were asked for, else as there are
    /// cores; fewer where there is no room for them.
    pub(super) fn of(asked: Option<u64>, machine: Option<u64>, jobs: Option<usize>, cores: usize) -> Self {
        let spare = machine.map_or(USUAL, |machine| (machine / 2).min(USUAL));
        let total = asked.unwrap_or(spare).max(LEAST);
        let segments = ((total - FIXED) / 4).min(MOST_FOR_SEGMENTS);
        let rest = total - FIXED - segments;
        let room = (rest / 6 / PER_THREAD).max(1) as usize;
        let threads = jobs.unwrap_or(cores).clamp(1, room);
        let stories = rest - threads as u64 * PER_THREAD;
        let waiting = stories / 8;
        Self { threads, segments, analysis: stories - waiting, waiting, total }
    }
}

/// Returns how long a text can be that there is room to analyse.
pub(super) fn longest_text(room: &Room) -> u64 {
    room.capacity() / PER_BYTE
}

/// Returns how many people and organizations a story may name.
pub(super) fn most_names(room: &Room) -> usize {
    const PER_NAME: u64 = 3 << 10;
    const MOST: u64 = 100_000;
    (room.capacity() / PER_NAME).min(MOST) as usize
}

/// Returns what analysing a text takes, in bytes.
pub(super) fn of_analysis(text: usize) -> u64 {
    text as u64 * PER_BYTE
}

/// Returns why a text is refused that there is no room for, and what to do.
pub(super) fn too_long(text: usize) -> String {
    let has_room = |total: &u64| Budget::of(Some(*total * MIB), None, None, usize::MAX).analysis >= of_analysis(text);
    let enough = (LEAST / MIB..).step_by(32).find(has_room).unwrap_or_default();
    let length = text as f64 / MIB as f64;
    format!("its text of {length:.1} MiB takes more memory than there is; `--memory {enough} --retry-failed` reads it")
}

/// Returns the memory that this process may have, in bytes: the machine's, or less where it runs in a group with a limit.
pub(super) fn of_machine() -> Option<u64> {
    memory_below(Path::new("/"))
}

/// The same below a root, so that tests can make one.
fn memory_below(root: &Path) -> Option<u64> {
    let read = |path: &Path| std::fs::read_to_string(root.join(path)).unwrap_or_default();
    let of_all = read(Path::new("proc/meminfo")).lines().find_map(|line| {
        let kib: u64 = line.strip_prefix("MemTotal:")?.trim().strip_suffix("kB")?.trim().parse().ok()?;
        Some(kib * 1024)
    });
    let groups = read(Path::new("proc/self/cgroup"));
    let limits = groups.lines().flat_map(|line| {
        // `0::/a/b` in version 2, `9:memory:/a/b` in version 1.
        let mut parts = line.splitn(3, ':').skip(1);
        let (controllers, path) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
        let (folder, file) = match controllers {
            "" => ("sys/fs/cgroup", "memory.max"),
            _ if controllers.split(',').any(|one| one == "memory") => ("sys/fs/cgroup/memory", "memory.limit_in_bytes"),
            _ => return Vec::new(),
        };
        // A group has no more than those it lies in; inside a container its own is the root.
        let groups = Path::new(path.trim_start_matches('/')).ancestors();
        groups.map(|group| Path::new(folder).join(group).join(file)).collect::<Vec<PathBuf>>()
    });
    limits.filter_map(|path| read(&path).trim().parse::<u64>().ok()).chain(of_all).min()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn a_budget_is_divided_and_never_exceeded() {
        for total in [LEAST, 200 * MIB, 512 * MIB, USUAL, 8 * USUAL] {
            for (jobs, cores) in [(None, 1), (None, 2), (None, 16), (None, 128), (Some(64), 2)] {
                let budget = Budget::of(Some(total), None, jobs, cores);
                let threads = budget.threads as u64 * PER_THREAD;
                let sum = FIXED + budget.segments + budget.analysis + budget.waiting + threads;
                assert!(sum <= total, "{budget:?}");
                assert!(budget.threads >= 1 && budget.threads <= jobs.unwrap_or(cores), "{budget:?}");
                // The engine wants 15 MB at least.
                assert!(budget.segments >= 16 * MIB, "{budget:?}");
            }
        }
        assert_eq!(Budget::of(None, None, None, 2).total, USUAL);
        assert_eq!(Budget::of(None, Some(600 * MIB), None, 2).total, 300 * MIB);
        assert_eq!(Budget::of(None, Some(64 * MIB), None, 2).total, LEAST);
        assert_eq!(Budget::of(Some(USUAL), None, Some(7), 2).threads, 7);
    }

    #[test]
    fn the_usual_budget_has_room_for_the_longest_story() {
        let budget = Budget::of(None, None, None, usize::MAX);
        assert!(longest_text(&Room::new(budget.analysis)) >= 16 * MIB, "{budget:?}");
    }

    #[test]
    fn the_limit_of_a_group_counts_and_so_does_that_of_a_group_around_it() {
        let root = tempfile::tempdir().expect("a folder");
        let write = |path: &str, text: &str| {
            let path = root.path().join(path);
            fs::create_dir_all(path.parent().expect("a folder")).expect("made");
            fs::write(path, text).expect("written");
        };
        assert_eq!(memory_below(root.path()), None);
        write("proc/meminfo", "MemTotal:        1000 kB\nMemFree: 3 kB\n");
        write("proc/self/cgroup", "0::/a/b\n");
        assert_eq!(memory_below(root.path()), Some(1_024_000));
        write("sys/fs/cgroup/a/memory.max", "700000\n");
        write("sys/fs/cgroup/a/b/memory.max", "max\n");
        assert_eq!(memory_below(root.path()), Some(700_000));
        write("sys/fs/cgroup/memory.max", "500000\n");
        assert_eq!(memory_below(root.path()), Some(500_000));
        write("proc/self/cgroup", "4:cpu,cpuacct:/x\n3:memory:/x\n");
        write("sys/fs/cgroup/memory/x/memory.limit_in_bytes", "300000\n");
        assert_eq!(memory_below(root.path()), Some(300_000));
    }
}

//! How much memory a run may take, and how stories wait for their share of it.
//!
//! A run takes a fixed part, a part for each thread that reads, the engine's for segments in the making, and what stories take
//! on their way from a record to a segment. The last is what grows with the input: each story reserves its share before it is
//! analysed and gives it back when the engine has it, and a story that could never have its share is refused by name.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

const MIB: u64 = 1 << 20;
/// What a run takes where nobody says it, if the machine has twice as much.
const USUAL: u64 = 1024 * MIB;
/// What a run takes at least: with less, no long story could be read.
pub(super) const LEAST: u64 = 128 * MIB;
/// Program, models, lists of names, the manifest's share.
const FIXED: u64 = 40 * MIB;
/// What a thread holds beside the story that it analyses: a source, a record, stories that it has not sent yet.
const PER_THREAD: u64 = 16 * MIB;
/// What the engine gets at most for segments: more makes indexing no faster.
const MOST_FOR_SEGMENTS: u64 = 128 * MIB;
/// How many bytes analysing a byte of text takes at worst.
pub(super) const PER_BYTE: u64 = 40;

/// How a run's memory is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Budget {
    /// Threads that read.
    pub(super) threads: usize,
    /// For the engine's segments, in bytes.
    pub(super) segments: u64,
    /// For stories on their way, in bytes.
    pub(super) stories: u64,
    /// The whole, in bytes.
    pub(super) total: u64,
}

impl Budget {
    /// Divides what was asked for, else what the machine can spare, among as many threads as were asked for, else as there are
    /// cores and room.
    pub(super) fn of(asked: Option<u64>, machine: Option<u64>, jobs: Option<usize>, cores: usize) -> Self {
        let spare = machine.map_or(USUAL, |machine| (machine / 2).min(USUAL));
        let total = asked.unwrap_or(spare).max(LEAST);
        let segments = ((total - FIXED) / 4).min(MOST_FOR_SEGMENTS);
        let rest = total - FIXED - segments;
        let room = (rest / 4 / PER_THREAD).max(1) as usize;
        let threads = jobs.unwrap_or_else(|| cores.min(room)).max(1);
        let stories = rest.saturating_sub(threads as u64 * PER_THREAD).max(rest / 4);
        Self { threads, segments, stories, total }
    }
}

/// The memory of stories on their way.
#[derive(Debug)]
pub(super) struct Memory {
    state: Mutex<State>,
    freed: Condvar,
    capacity: u64,
}

#[derive(Debug, Default)]
struct State {
    used: u64,
    /// Whether somebody stands at the head of the line: others wait behind, or small stories would keep a large one waiting for
    /// ever.
    is_awaited: bool,
}

/// A story's share; it is given back when this is dropped.
#[derive(Debug)]
pub(super) struct Share {
    memory: Arc<Memory>,
    bytes: u64,
}

impl Memory {
    pub(super) fn new(capacity: u64) -> Arc<Self> {
        Arc::new(Self { state: Mutex::default(), freed: Condvar::new(), capacity })
    }

    /// Returns how long a text can be that still has room.
    pub(super) fn longest_text(&self) -> u64 {
        self.capacity / PER_BYTE
    }

    /// Returns how many people and organizations a story may name.
    pub(super) fn most_names(&self) -> usize {
        const PER_NAME: u64 = 3 << 10;
        const MOST: u64 = 100_000;
        (self.capacity / PER_NAME).min(MOST) as usize
    }

    /// Waits until there is room for analysing a text of this length.
    pub(super) fn reserve(self: &Arc<Self>, text: usize) -> Share {
        let bytes = (text as u64 * PER_BYTE).min(self.capacity);
        let mut state = self.lock();
        while state.is_awaited {
            state = self.freed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        while state.used + bytes > self.capacity {
            state.is_awaited = true;
            state = self.freed.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.is_awaited = false;
        state.used += bytes;
        drop(state);
        self.freed.notify_all();
        Share { memory: Arc::clone(self), bytes }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Share {
    /// Gives back what is over: the story is analysed, and takes this much until the engine has it.
    pub(super) fn shrink(&mut self, bytes: u64) {
        let over = self.bytes.saturating_sub(bytes);
        self.bytes -= over;
        self.memory.lock().used -= over;
        self.memory.freed.notify_all();
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        self.shrink(0);
    }
}

/// Returns what a story's document takes, in bytes: the packed words, the text as it is stored, and room that is not used.
pub(super) fn of_document(text: usize) -> u64 {
    const PER_BYTE: u64 = 5;
    const EACH: u64 = 2 << 10;
    text as u64 * PER_BYTE + EACH
}

/// Returns why a text is refused that there is no room for, and what to do.
pub(super) fn too_long(text: usize) -> String {
    let has_room =
        |total: &u64| Budget::of(Some(*total * MIB), None, None, usize::MAX).stories >= text as u64 * PER_BYTE;
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
    use std::sync::mpsc;
    use std::thread;
    use std::time::Duration;

    #[test]
    fn a_budget_is_divided_and_never_exceeded() {
        for total in [LEAST, 200 * MIB, 512 * MIB, USUAL, 8 * USUAL] {
            for cores in [1, 2, 16, 128] {
                let budget = Budget::of(Some(total), None, None, cores);
                let sum = FIXED + budget.segments + budget.stories + budget.threads as u64 * PER_THREAD;
                assert!(sum <= total, "{budget:?}");
                assert!(budget.threads >= 1 && budget.threads <= cores, "{budget:?}");
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
        assert!(Memory::new(budget.stories).longest_text() >= 16 * MIB, "{budget:?}");
    }

    #[test]
    fn a_large_story_waits_for_the_small_ones_and_those_behind_it_for_the_large_one() {
        let memory = Memory::new(100 * PER_BYTE);
        let small = memory.reserve(30);
        let (done, order) = mpsc::channel();
        thread::scope(|scope| {
            let (large, told) = (Arc::clone(&memory), done.clone());
            scope.spawn(move || {
                let _share = large.reserve(90);
                told.send("large").expect("somebody listens");
            });
            while !memory.lock().is_awaited {
                thread::yield_now();
            }
            let (behind, told) = (Arc::clone(&memory), done);
            scope.spawn(move || {
                let _share = behind.reserve(20);
                told.send("behind").expect("somebody listens");
            });
            assert!(order.recv_timeout(Duration::from_millis(50)).is_err(), "nobody may go first");
            drop(small);
            assert_eq!(order.recv(), Ok("large"));
            assert_eq!(order.recv(), Ok("behind"));
        });
        assert_eq!(memory.lock().used, 0);
    }

    #[test]
    fn what_is_analysed_takes_less() {
        let memory = Memory::new(100 * PER_BYTE);
        let mut share = memory.reserve(1000);
        assert_eq!(memory.lock().used, 100 * PER_BYTE);
        share.shrink(7);
        assert_eq!(memory.lock().used, 7);
        drop(share);
        assert_eq!(memory.lock().used, 0);
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

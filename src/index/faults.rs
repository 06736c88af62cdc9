//! A disk for tests: it counts what is asked of it, refuses what it is told to refuse, and knows what a power loss would
//! leave.
//!
//! It is put under one index with [`Faults::under`] and works for everything below that folder, whoever writes there. Nothing
//! is really synced: what would be is remembered.

use super::disk::Operation;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// The disks that stand under an index, by its folder.
static DISKS: Mutex<BTreeMap<PathBuf, Arc<Mutex<Disk>>>> = Mutex::new(BTreeMap::new());

/// What a disk says when it is full.
pub(crate) const NO_SPACE: i32 = 28;
/// What a disk says when it fails.
pub(crate) const IO_ERROR: i32 = 5;

/// What a power loss leaves beside what was synced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Loss {
    /// Nothing.
    Everything,
    /// All names: they were on disk before the contents were. What was not synced of a file is gone.
    Contents,
}

/// A disk under an index; it is gone when this is dropped.
pub(crate) struct Faults {
    folder: PathBuf,
    disk: Arc<Mutex<Disk>>,
}

#[derive(Default)]
struct Disk {
    asked: u64,
    refused: u64,
    refuse: Option<Refusal>,
    /// Which file each name stands for now: a number that a file keeps when it is renamed. Folders have `None`.
    names: BTreeMap<PathBuf, Option<u64>>,
    /// The same as it was when the folder of each name was synced last.
    synced_names: BTreeMap<PathBuf, Option<u64>>,
    /// What was in each file when it was synced last.
    synced_files: HashMap<u64, Vec<u8>>,
    files: u64,
}

#[derive(Clone, Copy)]
struct Refusal {
    /// The number of the first operation that is refused, from 0.
    at: u64,
    error: i32,
    for_good: bool,
}

impl Faults {
    /// Puts a disk under the index in `folder`, which may not be there yet. What is in it counts as synced.
    pub(crate) fn under(folder: &Path) -> Self {
        // Some paths are made canonical on their way, and some are not yet there.
        let parent = folder.parent().expect("an index lies in a folder").canonicalize().expect("a folder that exists");
        let folder = parent.join(folder.file_name().expect("a folder with a name"));
        let mut disk = Disk::default();
        disk.take_in(&folder);
        disk.synced_names = disk.names.clone();
        let disk = Arc::new(Mutex::new(disk));
        lock(&DISKS).insert(folder.clone(), Arc::clone(&disk));
        Self { folder, disk }
    }

    /// Refuses the operation that comes after `at` more, and with `for_good` everything after it.
    pub(crate) fn refuse(&self, at: u64, error: i32, for_good: bool) {
        let mut disk = lock(&self.disk);
        disk.refused = 0;
        disk.refuse = Some(Refusal { at: disk.asked + at, error, for_good });
    }

    /// Refuses nothing any more.
    pub(crate) fn heal(&self) {
        lock(&self.disk).refuse = None;
    }

    /// Returns how many operations were asked for.
    pub(crate) fn asked(&self) -> u64 {
        lock(&self.disk).asked
    }

    /// Returns how many operations were refused since [`Faults::refuse`].
    pub(crate) fn refused(&self) -> u64 {
        lock(&self.disk).refused
    }

    /// Turns the power off and on again: the folder is what the loss leaves of it.
    pub(crate) fn lose_power(&self, loss: Loss) {
        let mut disk = lock(&self.disk);
        disk.refuse = None;
        let left = if loss == Loss::Everything { disk.synced_names.clone() } else { disk.names.clone() };
        if self.folder.exists() {
            fs::remove_dir_all(&self.folder).expect("the old folder is removed");
        }
        // In the order of the paths a folder comes before what is in it. What lies in a folder that is gone is gone.
        let mut there: BTreeSet<&Path> = BTreeSet::from([self.folder.parent().expect("a folder")]);
        for (path, file) in &left {
            if !path.parent().is_some_and(|parent| there.contains(parent)) {
                continue;
            }
            match file {
                None => {
                    fs::create_dir(path).expect("the folder is made");
                    there.insert(path);
                }
                Some(file) => {
                    let content = disk.synced_files.get(file).cloned().unwrap_or_default();
                    fs::write(path, content).expect("the file is written");
                }
            }
        }
        *disk = Disk { asked: disk.asked, refused: disk.refused, files: disk.files, ..Disk::default() };
        disk.take_in(&self.folder);
        disk.synced_names = disk.names.clone();
    }
}

impl Drop for Faults {
    fn drop(&mut self) {
        lock(&DISKS).remove(&self.folder);
    }
}

/// Asks for an operation: does it, unless the disk under the index refuses.
pub(super) fn ask<T>(operation: Operation<'_>, work: impl FnOnce() -> io::Result<T>) -> io::Result<T>
where
    T: Done,
{
    let Some(disk) = disk_under(place(operation)) else { return work() };
    // Held until the work is done: what is remembered must be what happened, in the same order.
    let mut disk = lock(&disk);
    disk.permit()?;
    let done = if let Operation::Sync(_) | Operation::SyncFolder(_) = operation { T::synced() } else { None };
    let done = done.map_or_else(work, Ok)?;
    disk.remember(operation);
    Ok(done)
}

/// What an operation gives. A sync gives nothing, and need not be done to be remembered.
pub(super) trait Done: Sized {
    fn synced() -> Option<Self> {
        None
    }
}

impl Done for fs::File {}

impl Done for usize {}

impl Done for () {
    fn synced() -> Option<Self> {
        Some(())
    }
}

impl Disk {
    /// Takes what is in a folder for synced.
    fn take_in(&mut self, folder: &Path) {
        if !folder.exists() {
            return;
        }
        self.names.insert(folder.to_owned(), None);
        for entry in fs::read_dir(folder).expect("the folder is listed").flatten() {
            let path = entry.path();
            if path.is_dir() {
                self.take_in(&path);
            } else {
                let file = self.new_file(path.clone());
                self.synced_files.insert(file, fs::read(&path).expect("the file is read"));
            }
        }
    }

    fn new_file(&mut self, path: PathBuf) -> u64 {
        self.files += 1;
        self.names.insert(path, Some(self.files));
        self.files
    }

    fn permit(&mut self) -> io::Result<()> {
        let number = self.asked;
        self.asked += 1;
        match self.refuse {
            Some(Refusal { at, error, for_good }) if number == at || (for_good && number > at) => {
                self.refused += 1;
                Err(io::Error::from_raw_os_error(error))
            }
            _ => Ok(()),
        }
    }

    fn remember(&mut self, operation: Operation<'_>) {
        match operation {
            Operation::CreateFolder(path) => {
                self.names.insert(resolved(path), None);
            }
            Operation::CreateFile(path) => {
                self.new_file(resolved(path));
            }
            Operation::Write(_) => {}
            Operation::Sync(path) => {
                if let Some(Some(file)) = self.names.get(&resolved(path)) {
                    self.synced_files.insert(*file, fs::read(path).expect("a file that was written can be read"));
                }
            }
            Operation::Rename(from, to) => {
                let file = self.names.remove(&resolved(from)).expect("a file that was renamed was there");
                self.names.insert(resolved(to), file);
            }
            Operation::RemoveFile(path) | Operation::RemoveFolder(path) => {
                self.names.remove(&resolved(path));
            }
            Operation::SyncFolder(folder) => {
                let folder = resolved(folder);
                let is_in = |path: &Path| path.parent() == Some(&folder);
                self.synced_names.retain(|path, _| !is_in(path));
                let now = self.names.iter().filter(|(path, _)| is_in(path));
                self.synced_names.extend(now.map(|(path, file)| (path.clone(), *file)));
            }
        }
    }
}

/// The path whose disk an operation is for.
fn place(operation: Operation<'_>) -> &Path {
    match operation {
        Operation::CreateFolder(path)
        | Operation::CreateFile(path)
        | Operation::Write(path)
        | Operation::Sync(path)
        | Operation::Rename(path, _)
        | Operation::RemoveFile(path)
        | Operation::RemoveFolder(path)
        | Operation::SyncFolder(path) => path,
    }
}

/// Returns the disk under a path. The folder around an index is on its disk too: syncing it keeps the index's own name.
fn disk_under(path: &Path) -> Option<Arc<Mutex<Disk>>> {
    let path = resolved(path);
    let disks = lock(&DISKS);
    let found = disks.iter().find(|(folder, _)| path.starts_with(folder) || folder.parent() == Some(&path));
    found.map(|(_, disk)| Arc::clone(disk))
}

/// Returns a path with the links in its folders followed; it need not be there itself.
fn resolved(path: &Path) -> PathBuf {
    let parent = path.parent().and_then(|parent| parent.canonicalize().ok());
    parent.zip(path.file_name()).map_or_else(|| path.to_owned(), |(parent, name)| parent.join(name))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

//! What an index asks of the disk: these few operations, and no other.
//!
//! They stand together so that tests can refuse any one of them, and can take away what was never synced: there, each
//! goes through `faults`.

#[cfg(test)]
use super::faults::ask;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// What a file begins with while it is being written; a run that died may leave some, the next one removes them.
pub(super) const TEMPORARY: &str = ".tmp";

/// Something that changes the disk.
#[derive(Clone, Copy, Debug)]
#[cfg_attr(not(test), expect(dead_code, reason = "only a disk of the tests looks at it"))]
pub(super) enum Operation<'p> {
    CreateFolder(&'p Path),
    CreateFile(&'p Path),
    Write(&'p Path),
    Sync(&'p Path),
    Rename(&'p Path, &'p Path),
    RemoveFile(&'p Path),
    RemoveFolder(&'p Path),
    SyncFolder(&'p Path),
}

#[cfg(not(test))]
fn ask<T>(_: Operation<'_>, work: impl FnOnce() -> io::Result<T>) -> io::Result<T> {
    work()
}

/// A file that is being written.
#[derive(Debug)]
pub(super) struct NewFile {
    file: File,
    path: PathBuf,
}

impl NewFile {
    /// Makes a file that was not there.
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        let create = || OpenOptions::new().write(true).create_new(true).open(path);
        Ok(Self { file: ask(Operation::CreateFile(path), create)?, path: path.to_owned() })
    }

    /// Makes what was written survive a power loss; the file's name survives it after [`sync_folder`].
    pub(super) fn sync(&self) -> io::Result<()> {
        ask(Operation::Sync(&self.path), || self.file.sync_data())
    }
}

impl Write for NewFile {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        ask(Operation::Write(&self.path), || self.file.write(data))
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Opens the file of a lock, making it if need be. What is in it need not survive anything.
pub(super) fn open_lock(path: &Path) -> io::Result<File> {
    if fs::symlink_metadata(path).is_ok_and(|found| !found.is_file()) {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no regular file"));
    }
    let open = || OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path);
    if path.exists() { open() } else { ask(Operation::CreateFile(path), open) }
}

/// Writes a file whole or not at all: temporary file, sync, rename, sync of the folder.
pub(super) fn write_atomically(path: &Path, data: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let temporary = folder.join(format!("{TEMPORARY}-{name}-{}", std::process::id()));
    let written = (|| {
        if temporary.exists() {
            // Of a process that died and had the same number.
            remove_file(&temporary)?;
        }
        let mut file = NewFile::create(&temporary)?;
        file.write_all(data)?;
        file.sync()?;
        ask(Operation::Rename(&temporary, path), || fs::rename(&temporary, path))?;
        sync_folder(folder)
    })();
    if written.is_err() {
        // The error that matters is the first one; a temporary file that stays is removed by the next run.
        let _ = remove_file(&temporary);
    }
    written
}

/// Removes a file.
pub(super) fn remove_file(path: &Path) -> io::Result<()> {
    ask(Operation::RemoveFile(path), || fs::remove_file(path))
}

/// Makes a folder and those above it.
pub(super) fn create_folder(path: &Path) -> io::Result<()> {
    ask(Operation::CreateFolder(path), || fs::create_dir_all(path))
}

/// Removes a folder with all that is in it; of a link to one, the link.
pub(super) fn remove_folder(path: &Path) -> io::Result<()> {
    if !fs::symlink_metadata(path)?.is_dir() {
        return remove_file(path);
    }
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() { remove_folder(&entry.path())? } else { remove_file(&entry.path())? }
    }
    ask(Operation::RemoveFolder(path), || fs::remove_dir(path))
}

/// Makes new, renamed and removed names in a folder survive a power loss.
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    // Elsewhere a folder cannot be opened for syncing.
    let sync = || if cfg!(unix) { File::open(folder)?.sync_all() } else { Ok(()) };
    ask(Operation::SyncFolder(folder), sync)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn what_a_link_leads_to_is_neither_removed_nor_written() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (kept, link) = (folder.path().join("kept"), folder.path().join("gen-9"));
        fs::create_dir(&kept).expect("made");
        fs::write(kept.join("a.txt"), "a story").expect("written");
        std::os::unix::fs::symlink(&kept, &link).expect("linked");
        fs::create_dir(folder.path().join("gen-8")).expect("made");
        std::os::unix::fs::symlink(&kept, folder.path().join("gen-8/inner")).expect("linked");
        remove_folder(&link).expect("removed");
        remove_folder(&folder.path().join("gen-8")).expect("removed");
        assert_eq!(fs::read(kept.join("a.txt")).expect("still there"), b"a story");
        let lock = folder.path().join("lock");
        std::os::unix::fs::symlink(kept.join("a.txt"), &lock).expect("linked");
        assert!(open_lock(&lock).is_err());
        assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 2);
    }

    #[test]
    fn an_atomic_write_replaces_the_whole_file_and_leaves_nothing_beside_it() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let path = folder.path().join("meta.json");
        write_atomically(&path, b"a long first version").expect("written");
        write_atomically(&path, b"second").expect("written");
        assert_eq!(fs::read(&path).expect("read"), b"second");
        assert_eq!(fs::read_dir(folder.path()).expect("listed").count(), 1);
    }
}

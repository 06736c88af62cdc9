//! The directory under tantivy: memory-mapped files, with three differences from tantivy's own.
//!
//! `atomic_write` gives files the umask's mode and syncs the folder after the rename, so that an acknowledged commit is on
//! disk; the lock that readers take waits two seconds at most, not for ever; and a folder that cannot be written needs none.

use crate::error::plain_io;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tantivy::Directory;
use tantivy::directory::error::{DeleteError, LockError, OpenDirectoryError, OpenReadError, OpenWriteError};
use tantivy::directory::{
    AntiCallToken, DirectoryLock, FileHandle, Lock, MmapDirectory, TerminatingWrite, WatchCallback, WatchHandle,
    WritePtr,
};

/// What a file begins with while it is being written; a run that died may leave some, the next one removes them.
pub(super) const TEMPORARY: &str = ".tmp";

/// How long a reader waits for another process that is opening or collecting files.
const LOCK_PATIENCE: Duration = Duration::from_secs(2);

#[derive(Clone, Debug)]
pub(super) struct SafeDirectory {
    inner: MmapDirectory,
    root: PathBuf,
    /// What the system refused first. The engine's threads die of it and say only that they did.
    failure: Arc<Mutex<Option<String>>>,
}

impl SafeDirectory {
    /// Opens a folder that exists.
    pub(super) fn open(root: &Path) -> Result<Self, OpenDirectoryError> {
        Ok(Self { inner: MmapDirectory::open(root)?, root: root.to_owned(), failure: Arc::default() })
    }

    /// Returns what the system refused first in writing, with the file's name.
    pub(super) fn first_failure(&self) -> Option<String> {
        self.failure.lock().ok()?.clone()
    }

    fn note<T>(&self, path: &Path, done: io::Result<T>) -> io::Result<T> {
        done.inspect_err(|error| note(&self.failure, path, error))
    }
}

/// Writes a file whole or not at all: temporary file, sync, rename, sync of the folder.
pub(super) fn write_atomically(path: &Path, data: &[u8]) -> io::Result<()> {
    let folder = path.parent().ok_or_else(|| io::Error::from(io::ErrorKind::InvalidInput))?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let temporary = folder.join(format!("{TEMPORARY}-{name}-{}", std::process::id()));
    let written = (|| {
        let mut file = File::create(&temporary)?;
        file.write_all(data)?;
        file.sync_all()?;
        fs::rename(&temporary, path)?;
        sync_folder(folder)
    })();
    if written.is_err() {
        // The error that matters is the first one; a temporary file that stays is removed by the next run.
        let _ = fs::remove_file(&temporary);
    }
    written
}

/// Makes renames and new files in a folder survive a power loss.
#[cfg(unix)]
pub(super) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Elsewhere a folder cannot be opened for syncing.
#[cfg(not(unix))]
pub(super) fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

impl Directory for SafeDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        let handle = self.inner.get_file_handle(path)?;
        if handle.len() == 0 {
            // Every file of an index ends in a footer; an empty one would make tantivy panic further on.
            let why = io::Error::new(io::ErrorKind::InvalidData, format!("{} is empty", path.display()));
            return Err(OpenReadError::wrap_io_error(why, path.to_owned()));
        }
        Ok(handle)
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        self.inner.delete(path)
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let inner = self.inner.open_write(path).inspect_err(|error| {
            if let OpenWriteError::IoError { io_error, .. } = error {
                note(&self.failure, path, io_error);
            }
        })?;
        let writer = NotingWriter { inner, path: path.to_owned(), failure: Arc::clone(&self.failure) };
        Ok(BufWriter::new(Box::new(writer)))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        self.inner.atomic_read(path)
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.note(path, write_atomically(&self.root.join(path), data))
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.note(&self.root, sync_folder(&self.root))
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        let opened = OpenOptions::new().write(true).create(true).truncate(false).open(self.root.join(&lock.filepath));
        let file = match opened {
            Ok(file) => file,
            Err(error) if lock.is_blocking && is_read_only(&error) => return Ok(DirectoryLock::from(Box::new(()))),
            Err(error) => return Err(LockError::wrap_io_error(error)),
        };
        let patience = if lock.is_blocking { LOCK_PATIENCE } else { Duration::ZERO };
        let begun = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(DirectoryLock::from(Box::new(file))),
                Err(TryLockError::WouldBlock) if begun.elapsed() < patience => {
                    std::thread::sleep(Duration::from_millis(1));
                }
                Err(TryLockError::WouldBlock) => return Err(LockError::LockBusy),
                Err(TryLockError::Error(error)) => return Err(LockError::wrap_io_error(error)),
            }
        }
    }

    fn watch(&self, callback: WatchCallback) -> tantivy::Result<WatchHandle> {
        self.inner.watch(callback)
    }
}

/// A file that is written to; the first refusal is noted.
struct NotingWriter {
    inner: WritePtr,
    path: PathBuf,
    failure: Arc<Mutex<Option<String>>>,
}

impl NotingWriter {
    fn note<T>(&self, done: io::Result<T>) -> io::Result<T> {
        done.inspect_err(|error| note(&self.failure, &self.path, error))
    }
}

impl Write for NotingWriter {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        let done = self.inner.write(data);
        self.note(done)
    }

    fn flush(&mut self) -> io::Result<()> {
        let done = self.inner.flush();
        self.note(done)
    }
}

impl TerminatingWrite for NotingWriter {
    fn terminate_ref(&mut self, token: AntiCallToken) -> io::Result<()> {
        let done = self.inner.terminate_ref(token);
        self.note(done)
    }
}

fn note(failure: &Mutex<Option<String>>, path: &Path, error: &io::Error) {
    if let Ok(mut failure) = failure.lock() {
        failure.get_or_insert_with(|| format!("{}: {}", path.display(), plain_io(error)));
    }
}

fn is_read_only(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
}

#[cfg(test)]
mod tests {
    use super::*;

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

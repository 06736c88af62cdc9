//! The directory under tantivy: memory-mapped files, with four differences from tantivy's own.
//!
//! What is written is sealed, and the seal is looked at when it is read; `atomic_write` gives files the umask's mode and syncs
//! the folder after the rename, so that an acknowledged commit is on disk; the lock that readers take waits two seconds at
//! most, not for ever; and a folder that cannot be written needs none.

use super::disk::{self, NewFile};
use super::seal::{Ahead, Sealed, Sealer, broken, seal_text, unseal_text};
use crate::error::plain_io;
use std::fs::TryLockError;
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

/// How long a reader waits for another process that is opening or collecting files.
const LOCK_PATIENCE: Duration = Duration::from_secs(2);

#[derive(Clone, Debug)]
pub(super) struct SafeDirectory {
    inner: MmapDirectory,
    root: PathBuf,
    /// Whether the system is told what is about to be read.
    tells: bool,
    /// What the system refused first. The engine's threads die of it and say only that they did.
    failure: Arc<Mutex<Option<String>>>,
}

impl SafeDirectory {
    /// Opens a folder that exists.
    pub(super) fn open(root: &Path) -> Result<Self, OpenDirectoryError> {
        let (inner, root) = (MmapDirectory::open(root)?, root.to_owned());
        Ok(Self { inner, root, tells: false, failure: Arc::default() })
    }

    /// Opens a folder that exists for questions: a search reads a little here and there, of files that may not be in memory. The
    /// system would read on from wherever it is asked, and is told instead what to read.
    #[cfg(target_os = "linux")]
    pub(super) fn open_for_questions(root: &Path) -> Result<Self, OpenDirectoryError> {
        let inner = MmapDirectory::open_with_madvice(root, tantivy::directory::Advice::Random)?;
        Ok(Self { inner, tells: true, ..Self::open(root)? })
    }

    /// Opens a folder that exists for questions.
    #[cfg(not(target_os = "linux"))]
    pub(super) fn open_for_questions(root: &Path) -> Result<Self, OpenDirectoryError> {
        Self::open(root)
    }

    /// Returns what the system refused first in writing, with the file's name.
    pub(super) fn first_failure(&self) -> Option<String> {
        self.failure.lock().ok()?.clone()
    }

    /// Says whether a small file is what was written.
    pub(super) fn check_text(&self, path: &Path) -> Result<(), OpenReadError> {
        self.atomic_read(path).map(|_| ())
    }

    /// Says whether a large file is what was written; a `quick` check looks at its seal only.
    pub(super) fn check_file(&self, path: &Path, quick: bool) -> Result<(), OpenReadError> {
        let sealed = self.sealed(path)?;
        if quick {
            return Ok(());
        }
        sealed.check().map_err(|error| OpenReadError::wrap_io_error(error, path.to_owned()))
    }

    fn sealed(&self, path: &Path) -> Result<Sealed, OpenReadError> {
        let file = self.inner.get_file_handle(path)?;
        let ahead = if self.tells { Ahead::of(&self.root.join(path)) } else { Ahead::default() };
        let sealed =
            file.read_bytes(0..file.len()).and_then(|file| Sealed::open(path.display().to_string(), &file, ahead));
        sealed.map_err(|error| OpenReadError::wrap_io_error(error, path.to_owned()))
    }

    fn note<T>(&self, path: &Path, done: io::Result<T>) -> io::Result<T> {
        done.inspect_err(|error| note(&self.failure, path, error))
    }
}

impl Directory for SafeDirectory {
    fn get_file_handle(&self, path: &Path) -> Result<Arc<dyn FileHandle>, OpenReadError> {
        Ok(Arc::new(self.sealed(path)?))
    }

    fn delete(&self, path: &Path) -> Result<(), DeleteError> {
        match disk::remove_file(&self.root.join(path)) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                Err(DeleteError::FileDoesNotExist(path.to_owned()))
            }
            // The engine goes on where a file cannot be removed; the user wants to know of such a disk all the same.
            removed => self
                .note(path, removed)
                .map_err(|error| DeleteError::IoError { io_error: Arc::new(error), filepath: path.to_owned() }),
        }
    }

    fn exists(&self, path: &Path) -> Result<bool, OpenReadError> {
        self.inner.exists(path)
    }

    fn open_write(&self, path: &Path) -> Result<WritePtr, OpenWriteError> {
        let file = match NewFile::create(&self.root.join(path)) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                return Err(OpenWriteError::FileAlreadyExists(path.to_owned()));
            }
            created => {
                self.note(path, created).map_err(|error| OpenWriteError::wrap_io_error(error, path.to_owned()))?
            }
        };
        let failure = Arc::clone(&self.failure);
        let writer = SealingWriter { file, sealer: Sealer::default(), path: path.to_owned(), failure };
        Ok(BufWriter::new(Box::new(writer)))
    }

    fn atomic_read(&self, path: &Path) -> Result<Vec<u8>, OpenReadError> {
        let sealed = self.inner.atomic_read(path)?;
        let text = unseal_text(&sealed).ok_or_else(|| broken(&path.display().to_string()));
        text.map(<[u8]>::to_vec).map_err(|error| OpenReadError::wrap_io_error(error, path.to_owned()))
    }

    fn atomic_write(&self, path: &Path, data: &[u8]) -> io::Result<()> {
        self.note(path, disk::write_atomically(&self.root.join(path), &seal_text(data)))
    }

    fn sync_directory(&self) -> io::Result<()> {
        self.note(&self.root, disk::sync_folder(&self.root))
    }

    fn acquire_lock(&self, lock: &Lock) -> Result<DirectoryLock, LockError> {
        let file = match disk::open_lock(&self.root.join(&lock.filepath)) {
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

/// A file that is written to and sealed at its end; the first refusal is noted.
struct SealingWriter {
    file: NewFile,
    sealer: Sealer,
    path: PathBuf,
    failure: Arc<Mutex<Option<String>>>,
}

impl Write for SealingWriter {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        let written = self.file.write(data).inspect_err(|error| note(&self.failure, &self.path, error))?;
        self.sealer.update(&data[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl TerminatingWrite for SealingWriter {
    fn terminate_ref(&mut self, _: AntiCallToken) -> io::Result<()> {
        let seal = std::mem::take(&mut self.sealer).finish();
        let ended = self.file.write_all(&seal).and_then(|()| self.file.sync());
        ended.inspect_err(|error| note(&self.failure, &self.path, error))
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

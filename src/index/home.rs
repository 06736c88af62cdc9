//! The index's folder: where it is, which version wrote it, and who may write to it now.
//!
//! ```text
//! ARCHIVE/.morgue/
//!   lock          held by the run that writes, with its process id inside
//!   format.json   versions, the archive's root, and which generation is current
//!   gen-1/        one tantivy index; `--rebuild` writes gen-2 beside it, and the rename of format.json swaps them
//! ```

use super::damaged;
use super::disk::{self, TEMPORARY};
use super::schema::Fields;
use super::seal::{broken, seal_text, unseal_text};
use crate::error::{Error, ErrorKind, Result};
use serde::{Deserialize, Serialize};
use std::fs::{self, File, TryLockError};
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

/// The name of the index's folder in its archive.
pub const FOLDER: &str = ".morgue";

/// The version of everything on disk that the other versions do not cover.
const FORMAT: u32 = 3;

/// What `format.json` says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Format {
    #[serde(rename = "format")]
    version: u32,
    schema: String,
    analyzer: u32,
    program: String,
    /// The archive's root: relative to the index's folder where the index lies in its archive, so that both can be moved.
    root: PathBuf,
    /// The one file that is indexed, relative to the root; `None` for all of it.
    file: Option<PathBuf>,
    generation: u64,
}

/// An index's folder that holds an index of this version.
#[derive(Clone, Debug)]
pub struct Home {
    folder: PathBuf,
    format: Format,
}

/// The right to write to an index; it ends when this is dropped.
#[derive(Debug)]
pub struct LockedHome {
    folder: PathBuf,
    _lock: File,
}

/// Returns the nearest of `start` and its parents that holds an index.
pub fn find(start: &Path) -> Option<PathBuf> {
    start.ancestors().find(|folder| folder.join(FOLDER).is_dir()).map(Path::to_path_buf)
}

impl Home {
    /// Opens the index in a folder for reading. No file is written.
    pub fn open(folder: &Path) -> Result<Self> {
        let path = folder.join("format.json");
        if fs::metadata(&path).is_ok_and(|found| !found.is_file()) {
            return Err(damaged("open index", "it is no regular file").at(path.display()));
        }
        let text = match fs::read(&path) {
            Ok(text) => text,
            Err(error) if matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory) => {
                return Err(missing_format(folder));
            }
            Err(error) => return Err(Error::io("open index", &path, &error)),
        };
        let damaged = |why: &dyn std::fmt::Display| damaged("open index", why).at(path.display());
        // The version comes before the seal: an index of another version may be sealed in another way, or not at all.
        let mut values = serde_json::Deserializer::from_slice(&text).into_iter::<serde_json::Value>();
        let value = values.next().ok_or_else(|| damaged(&"it is empty"))?.map_err(|error| damaged(&error))?;
        let found = value.get("format").and_then(serde_json::Value::as_u64).ok_or_else(|| damaged(&"no version"))?;
        let version = |what: &str, found: &str, ours: &str| {
            Error::new(ErrorKind::Version, "open index", format!("the index has {what} {found}, this program {ours}"))
                .at(path.display())
                .hint("`morgue index --rebuild` makes it anew from the archive")
        };
        if found != u64::from(FORMAT) {
            return Err(version("format", &found.to_string(), &FORMAT.to_string()));
        }
        if unseal_text(&text).is_none() {
            return Err(damaged(&broken("format.json")));
        }
        let format: Format = serde_json::from_value(value).map_err(|error| damaged(&error))?;
        let analyzer = crate::text::ANALYZER_VERSION;
        if format.analyzer != analyzer {
            return Err(version("word analysis", &format.analyzer.to_string(), &analyzer.to_string()));
        }
        if format.schema != schema_hash() {
            return Err(version("schema", &format.schema, &schema_hash()));
        }
        Ok(Self { folder: folder.to_owned(), format })
    }

    /// Returns the folder, `.morgue` or what `--index` names.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns the archive's root.
    pub fn root(&self) -> PathBuf {
        let root = self.folder.join(&self.format.root);
        // `.morgue/..` is right but reads badly in messages.
        root.canonicalize().unwrap_or(root)
    }

    /// Returns what is indexed: the root, or the one file.
    pub fn target(&self) -> PathBuf {
        let root = self.root();
        self.format.file.as_ref().map_or(root.clone(), |file| root.join(file))
    }

    /// Returns the number of the generation; a rebuild makes the next one.
    pub fn generation_number(&self) -> u64 {
        self.format.generation
    }

    /// Returns the folder of the tantivy index.
    pub(super) fn generation(&self) -> PathBuf {
        generation_folder(&self.folder, self.format.generation)
    }
}

impl LockedHome {
    /// Takes the right to write, making the folder if need be. Another holder is an error at once, or is waited for. A folder
    /// that holds anything but an index is refused: what is in it is somebody's.
    pub fn lock(folder: &Path, wait: bool) -> Result<Self> {
        ensure_nothing_else_is_there(folder)?;
        if !folder.is_dir() {
            disk::create_folder(folder).map_err(|error| cannot_write(folder, &error))?;
            // The new folder must survive a power loss as what is in it does.
            let parent = folder.canonicalize().ok().and_then(|folder| folder.parent().map(Path::to_path_buf));
            parent.map_or(Ok(()), |parent| disk::sync_folder(&parent)).map_err(|error| cannot_write(folder, &error))?;
        }
        let path = folder.join("lock");
        let mut file = disk::open_lock(&path).map_err(|error| cannot_write(folder, &error))?;
        if wait {
            file.lock().map_err(|error| Error::io("lock index", &path, &error))?;
        } else {
            match file.try_lock() {
                Ok(()) => {}
                Err(TryLockError::WouldBlock) => return Err(busy(folder, &mut file)),
                Err(TryLockError::Error(error)) => return Err(Error::io("lock index", &path, &error)),
            }
        }
        let written = file.set_len(0).and_then(|()| write!(file, "{}", std::process::id()));
        written.map_err(|error| cannot_write(folder, &error))?;
        Ok(Self { folder: folder.to_owned(), _lock: file })
    }

    /// Returns the index that is there, or `None` before the first one.
    pub fn current(&self) -> Result<Option<Home>> {
        match Home::open(&self.folder) {
            Ok(home) => Ok(Some(home)),
            Err(error) if error.kind() == ErrorKind::NoIndex => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Removes what runs that died have left beside a home. Only for one that was opened and found sound: nothing is removed
    /// on the word of a damaged file.
    pub fn tidy(&self, home: &Home) -> Result<()> {
        sweep(&self.folder)?;
        sweep(&home.generation())?;
        for generation in self.generations()?.into_iter().filter(|generation| *generation != home.format.generation) {
            let folder = generation_folder(&self.folder, generation);
            disk::remove_folder(&folder).map_err(|error| Error::io("remove old index", &folder, &error))?;
        }
        Ok(())
    }

    /// Returns a home for a new index of `target`, the archive at `root` or one file of it; it takes effect with
    /// [`LockedHome::adopt`].
    pub fn create(&self, root: &Path, target: &Path) -> Result<Home> {
        let generation = self.newest_generation()? + 1;
        let root = root.canonicalize().map_err(|error| Error::io("open archive", root, &error))?;
        let folder = self.folder.canonicalize().map_err(|error| Error::io("open index", &self.folder, &error))?;
        let root = if folder.parent() == Some(&root) { PathBuf::from("..") } else { root };
        if root.to_str().is_none() {
            let why = "the archive's own path is not UTF-8, and the index could not remember it";
            return Err(Error::new(ErrorKind::User, "create index", why).at(root.display()));
        }
        let format = Format {
            version: FORMAT,
            schema: schema_hash(),
            analyzer: crate::text::ANALYZER_VERSION,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            root,
            file: target.is_file().then(|| target.file_name().map(PathBuf::from)).flatten(),
            generation,
        };
        let home = Home { folder: self.folder.clone(), format };
        disk::create_folder(&home.generation()).map_err(|error| cannot_write(&self.folder, &error))?;
        Ok(home)
    }

    /// Makes a home the current one, by one rename, and removes the generations before it.
    ///
    /// The home has been opened: it is complete, or the first one.
    ///
    /// # Panics
    ///
    /// Never: what `format.json` holds is plain data.
    pub fn adopt(&self, home: &Home) -> Result<()> {
        let text = serde_json::to_vec_pretty(&home.format).expect("plain data is always JSON");
        let path = self.folder.join("format.json");
        disk::write_atomically(&path, &seal_text(&text)).map_err(|error| cannot_write(&path, &error))?;
        self.tidy(home)
    }

    fn newest_generation(&self) -> Result<u64> {
        Ok(self.generations()?.into_iter().max().unwrap_or(0))
    }

    fn generations(&self) -> Result<Vec<u64>> {
        let entries = fs::read_dir(&self.folder).map_err(|error| Error::io("read index", &self.folder, &error))?;
        // What else is called so is none of ours.
        let number = |entry: fs::DirEntry| -> Option<u64> {
            let name = entry.file_name();
            let number = name.to_str()?.strip_prefix("gen-")?.parse().ok()?;
            let is_ours = entry.path() == generation_folder(&self.folder, number);
            (is_ours && !entry.file_type().ok()?.is_file()).then_some(number)
        };
        Ok(entries.flatten().filter_map(number).collect())
    }
}

/// Refuses a folder in which something lies that is no part of an index.
fn ensure_nothing_else_is_there(folder: &Path) -> Result<()> {
    let Ok(entries) = fs::read_dir(folder) else { return Ok(()) };
    if folder.join("format.json").exists() {
        return Ok(());
    }
    let is_ours = |name: &str| {
        name == "lock"
            || name.starts_with(TEMPORARY)
            || name.strip_prefix("gen-").is_some_and(|number| number.parse::<u64>().is_ok())
    };
    for entry in entries.flatten() {
        let name = entry.file_name().to_string_lossy().into_owned();
        if !is_ours(&name) || (name.starts_with("gen-") && !is_generation(&entry.path())) {
            let why = format!("the folder holds something that is no index: {name}");
            return Err(Error::new(ErrorKind::User, "write index", why)
                .at(folder.display())
                .hint("name a new or an empty folder with --index DIR"));
        }
    }
    Ok(())
}

/// Says whether a folder is a generation. A run that died while it made one leaves nothing in it, or the engine's hidden files.
fn is_generation(folder: &Path) -> bool {
    let is_hidden_file = |entry: fs::DirEntry| {
        entry.file_name().to_string_lossy().starts_with('.') && entry.file_type().is_ok_and(|kind| kind.is_file())
    };
    folder.join("meta.json").exists() || fs::read_dir(folder).is_ok_and(|entries| entries.flatten().all(is_hidden_file))
}

/// Removes what a run that died was writing: files of the names that [`disk::write_atomically`] makes.
fn sweep(folder: &Path) -> Result<()> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(Error::io("read index", folder, &error)),
    };
    for entry in entries.flatten() {
        let is_file = entry.file_type().is_ok_and(|kind| kind.is_file());
        if is_file && entry.file_name().to_string_lossy().starts_with(TEMPORARY) {
            disk::remove_file(&entry.path()).map_err(|error| cannot_write(folder, &error))?;
        }
    }
    Ok(())
}

fn generation_folder(folder: &Path, generation: u64) -> PathBuf {
    folder.join(format!("gen-{generation}"))
}

/// Returns a fingerprint of the schema: two programs with the same one read each other's fields.
fn schema_hash() -> String {
    let (schema, _) = Fields::schema();
    let text = serde_json::to_vec(&schema).expect("a schema is always JSON");
    blake3::hash(&text).to_hex()[..16].to_owned()
}

/// `format.json` is not there: no index was ever made, or an index has lost it. A first run that died before it wrote the
/// file leaves a generation without a single commit.
fn missing_format(folder: &Path) -> Error {
    let holds_commit = |entry: fs::DirEntry| {
        let Ok(meta) = fs::read(entry.path().join("meta.json")) else {
            // Segments without it have lost it.
            let files = fs::read_dir(entry.path()).into_iter().flatten().flatten();
            return files.into_iter().any(|file| file.path().extension().is_some_and(|kind| kind == "store"));
        };
        // A damaged one was written by somebody.
        let Some(meta) = unseal_text(&meta) else { return true };
        let meta: serde_json::Value = serde_json::from_slice(meta).unwrap_or_default();
        meta.get("segments").and_then(serde_json::Value::as_array).is_some_and(|segments| !segments.is_empty())
    };
    if fs::read_dir(folder).is_ok_and(|entries| entries.flatten().any(holds_commit)) {
        return damaged("open index", "format.json is missing").at(folder.display());
    }
    Error::new(ErrorKind::NoIndex, "open index", "there is no index here").at(folder.display())
}

fn busy(folder: &Path, lock: &mut File) -> Error {
    let mut pid = String::new();
    let _ = lock.read_to_string(&mut pid);
    let who = if pid.is_empty() { String::new() } else { format!(" (process {pid})") };
    Error::new(ErrorKind::Busy, "index", format!("another run is writing this index{who}"))
        .at(folder.display())
        .hint("wait until it has finished, or use --wait")
}

fn cannot_write(path: &Path, error: &std::io::Error) -> Error {
    Error::io("write index", path, error).hint("an index can be kept elsewhere with --index DIR")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_writer_is_refused_and_told_who_writes() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let _first = LockedHome::lock(folder.path(), false).expect("the first one locks");
        let second = LockedHome::lock(folder.path(), false).expect_err("the second one is refused");
        assert_eq!(second.kind(), ErrorKind::Busy);
        assert!(second.to_string().contains(&format!("process {}", std::process::id())), "{second}");
    }

    #[test]
    fn a_folder_of_something_else_is_left_alone() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir_all(folder.path().join("gen-5/photos")).expect("made");
        fs::write(folder.path().join(".tmp-notes"), "mine").expect("written");
        let error = LockedHome::lock(folder.path(), false).expect_err("refused");
        assert_eq!(error.kind(), ErrorKind::User);
        assert!(error.to_string().contains("gen-5"), "{error}");
        assert!(folder.path().join("gen-5/photos").exists() && folder.path().join(".tmp-notes").exists());
    }

    #[test]
    fn a_generation_that_was_never_finished_is_in_nobody_s_way() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::create_dir(folder.path().join("gen-1")).expect("made");
        for name in [".managed.json", ".tmp-meta.json-7", ".tantivy-meta.lock"] {
            fs::write(folder.path().join("gen-1").join(name), "[]").expect("written");
            LockedHome::lock(folder.path(), false).expect("it is an index in the making");
        }
    }

    #[test]
    fn a_first_run_that_died_is_no_index_and_an_index_without_its_format_is_damaged() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let generation = folder.path().join("gen-1");
        fs::create_dir(&generation).expect("made");
        fs::write(generation.join("meta.json"), seal_text(br#"{"segments":[]}"#)).expect("written");
        assert_eq!(Home::open(folder.path()).expect_err("refused").kind(), ErrorKind::NoIndex);
        fs::write(generation.join("meta.json"), seal_text(br#"{"segments":[{}]}"#)).expect("written");
        assert_eq!(Home::open(folder.path()).expect_err("refused").kind(), ErrorKind::Damaged);
    }

    #[test]
    fn an_index_of_a_newer_format_is_refused_with_both_versions() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        fs::write(folder.path().join("format.json"), r#"{"format":99}"#).expect("written");
        let error = Home::open(folder.path()).expect_err("refused");
        assert_eq!(error.kind(), ErrorKind::Version);
        assert!(error.to_string().contains("the index has format 99, this program 3"), "{error}");
    }

    #[test]
    fn an_index_in_its_archive_remembers_the_root_relatively() {
        let archive = tempfile::tempdir().expect("a temporary folder");
        let locked = LockedHome::lock(&archive.path().join(FOLDER), false).expect("locked");
        let home = locked.create(archive.path(), archive.path()).expect("created");
        assert_eq!(home.format.root, Path::new(".."));
        locked.adopt(&home).expect("adopted");
        let reopened = Home::open(&archive.path().join(FOLDER)).expect("opened");
        assert_eq!(reopened.root(), archive.path().canonicalize().expect("a real path"));
    }
}

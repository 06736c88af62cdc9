//! The walk over an archive: every regular file below its root, in the order of the bytes of its path.
//!
//! Two passes. The first takes the real tree and no links, so that a file is known by its real path wherever it has one.
//! The second, with `follow` only, takes the links in order: a link may lead to a file or folder that the first pass did
//! not meet (in a hidden folder, as git-annex keeps them), but never out of the root and never to the same file twice.

use super::Fingerprint;
use crate::error::{Error, ErrorKind, Result};
use globset::{GlobBuilder, GlobSet, GlobSetBuilder};
use std::collections::HashSet;
use std::ffi::OsStr;
use std::fmt::Write as _;
use std::fs::{self, Metadata};
use std::path::{Component, Path, PathBuf};
use walkdir::{DirEntry, WalkDir};

/// Which files of an archive are wanted.
#[derive(Clone, Debug, Default)]
pub struct WalkOptions {
    include: Option<GlobSet>,
    exclude: Option<GlobSet>,
    follow: bool,
    without: Option<PathBuf>,
}

impl WalkOptions {
    /// Returns the options for these globs. A glob without a `/` is matched against names at any depth, one with a `/`
    /// against the path from the root; an excluded folder is not entered. Without `include`, every file is wanted.
    pub fn new(include: &[String], exclude: &[String], follow: bool) -> Result<Self> {
        Ok(Self {
            include: glob_set(include, "--include")?,
            exclude: glob_set(exclude, "--exclude")?,
            follow,
            without: None,
        })
    }

    /// Leaves out a folder: the index, where it lies in its archive under a name of its own.
    #[must_use]
    pub fn without(self, folder: &Path) -> Self {
        Self { without: fs::canonicalize(folder).ok(), ..self }
    }

    fn excludes(&self, relative: &Path) -> bool {
        self.exclude.as_ref().is_some_and(|globs| globs.is_match(relative))
    }

    fn includes(&self, relative: &Path) -> bool {
        self.include.as_ref().is_none_or(|globs| globs.is_match(relative)) && !self.excludes(relative)
    }
}

fn glob_set(globs: &[String], option: &str) -> Result<Option<GlobSet>> {
    if globs.is_empty() {
        return Ok(None);
    }
    let refuse =
        |glob: &str, error: &globset::Error| Error::new(ErrorKind::User, option, error.kind()).at(format!("`{glob}`"));
    let mut set = GlobSetBuilder::new();
    for glob in globs {
        let bare = glob.strip_prefix("./").unwrap_or(glob).trim_end_matches('/');
        let (anchored, inner) = bare.strip_prefix('/').map_or((bare.contains('/'), bare), |inner| (true, inner));
        let pattern = if anchored { inner.to_owned() } else { format!("**/{inner}") };
        set.add(GlobBuilder::new(&pattern).literal_separator(true).build().map_err(|error| refuse(glob, &error))?);
    }
    set.build().map(Some).map_err(|error| refuse(&globs.join(" "), &error))
}

/// One file of news.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The path relative to [`Listing::base`], lossless.
    pub path: PathBuf,
    /// The path with `/` as separator, for people; see [`label`].
    pub label: String,
    /// The bytes of the path with `/` as separator: lossless and unique.
    pub key: Vec<u8>,
    /// Size, times and inode.
    pub fingerprint: Fingerprint,
}

/// Why something that was met is no source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum SkipReason {
    /// A FIFO, a socket or a device.
    NotRegular,
    /// A symbolic link, and links are not followed.
    LinkNotFollowed,
    /// A symbolic link that leads out of the archive.
    LinkOutside,
    /// A symbolic link to a file or folder that is listed under another path.
    LinkRepeats,
}

impl std::fmt::Display for SkipReason {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.write_str(match self {
            Self::NotRegular => "not a regular file",
            Self::LinkNotFollowed => "symbolic link not followed",
            Self::LinkOutside => "symbolic link out of the archive",
            Self::LinkRepeats => "symbolic link to something listed already",
        })
    }
}

/// Something that was met and is no source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Skipped {
    /// The path relative to [`Listing::base`].
    pub path: PathBuf,
    /// The bytes of the path, as in [`Source::key`].
    pub key: Vec<u8>,
    /// Why.
    pub reason: SkipReason,
}

/// A file or folder that the system would not show.
#[derive(Debug)]
pub struct Failed {
    /// The path relative to [`Listing::base`].
    pub path: PathBuf,
    /// The bytes of the path, as in [`Source::key`]; empty for the root.
    pub key: Vec<u8>,
    /// What the system said.
    pub error: Error,
}

/// What a walk found. Every list is ordered by key.
#[derive(Debug, Default)]
pub struct Listing {
    /// The folder that all paths are relative to: the root, or the parent of a root that is a file.
    pub base: PathBuf,
    /// The sources.
    pub sources: Vec<Source>,
    /// What is no source, each with its reason.
    pub skipped: Vec<Skipped>,
    /// What could not be looked at.
    pub failed: Vec<Failed>,
    /// The keys of the folders that were listed whole; the root's is empty.
    pub folders: Vec<Vec<u8>>,
}

impl Listing {
    /// Returns true where something recorded in an earlier run, absent from this listing, is known to be gone or unwanted:
    /// neither it nor any folder above it failed. Where one did, the file may be there still.
    pub fn is_gone(&self, key: &[u8]) -> bool {
        let failed = |key: &[u8]| self.failed.binary_search_by(|failed| failed.key.as_slice().cmp(key)).is_ok();
        let listed = |key: &[u8]| self.sources.binary_search_by(|source| source.key.as_slice().cmp(key)).is_ok();
        let above = memchr::memchr_iter(b'/', key).map(|end| &key[..end]);
        let skipped = |key: &[u8]| self.skipped.binary_search_by(|skipped| skipped.key.as_slice().cmp(key)).is_ok();
        !listed(key) && !skipped(key) && !failed(key) && !failed(b"") && !above.into_iter().any(failed)
    }

    fn sort(&mut self) {
        self.sources.sort_unstable_by(|a, b| a.key.cmp(&b.key));
        self.skipped.sort_unstable_by(|a, b| a.key.cmp(&b.key));
        self.failed.sort_by(|a, b| a.key.cmp(&b.key));
        let failed = &self.failed;
        self.folders.retain(|folder| failed.binary_search_by(|failed| failed.key.cmp(folder)).is_err());
        self.folders.sort_unstable();
    }
}

/// Lists the sources at or below `root`.
///
/// Hidden files and folders, and `names.toml` in the root, are no sources and are not reported. A file named as the root
/// itself is taken whatever its name. Fails only where the root itself cannot be looked at.
pub fn walk(root: &Path, options: &WalkOptions) -> Result<Listing> {
    let metadata = fs::metadata(root).map_err(|error| Error::io("read archive", root, &error))?;
    let mut walker = Walker::new(root, options);
    if metadata.is_dir() {
        root.clone_into(&mut walker.listing.base);
        walker.tree(root, Path::new(""));
        walker.links();
    } else {
        walker.listing.base = root.parent().map(Path::to_owned).unwrap_or_default();
        let name = PathBuf::from(root.file_name().unwrap_or(root.as_os_str()));
        walker.file(name, &metadata);
    }
    walker.listing.sort();
    Ok(walker.listing)
}

/// A walk under way.
struct Walker<'a> {
    root: &'a Path,
    options: &'a WalkOptions,
    listing: Listing,
    links: Vec<PathBuf>,
    seen: HashSet<Identity>,
}

impl<'a> Walker<'a> {
    fn new(root: &'a Path, options: &'a WalkOptions) -> Self {
        Self { root, options, listing: Listing::default(), links: Vec::new(), seen: HashSet::new() }
    }

    /// Takes the folder at `top`, which the archive knows as `shown`, without following any link below it.
    fn tree(&mut self, top: &Path, shown: &Path) {
        let options = self.options;
        let relative = |path: &Path| join(shown, below(path, top));
        let wanted = |entry: &DirEntry| {
            entry.depth() == 0
                || !(is_hidden(entry.file_name())
                    || options.without.as_deref() == Some(entry.path())
                    || (options.exclude.is_some() && options.excludes(&relative(entry.path()))))
        };
        for entry in WalkDir::new(top).follow_root_links(true).into_iter().filter_entry(wanted) {
            match entry {
                Ok(entry) => self.entry(&entry, relative(entry.path())),
                Err(error) => self.failure(relative(error.path().unwrap_or(top)), &reason(error)),
            }
        }
    }

    fn entry(&mut self, entry: &DirEntry, relative: PathBuf) {
        if entry.file_type().is_symlink() && entry.depth() > 0 {
            if self.options.follow {
                self.links.push(relative);
            } else if self.is_wanted(&relative) {
                self.skip(relative, SkipReason::LinkNotFollowed);
            }
            return;
        }
        if entry.depth() == 0 || entry.file_type().is_dir() {
            // A folder is entered after this; a failure to list it comes as an entry of its own.
            if self.options.follow
                && let Ok(metadata) = fs::metadata(entry.path())
            {
                self.seen.extend(Identity::of(&metadata, entry.path()));
            }
            self.listing.folders.push(key_of(&relative));
            return;
        }
        if !self.is_wanted(&relative) {
            return;
        }
        match entry.metadata() {
            Ok(metadata) => {
                if self.options.follow {
                    self.seen.extend(Identity::of(&metadata, entry.path()));
                }
                self.file(relative, &metadata);
            }
            Err(error) => self.failure(relative, &reason(error)),
        }
    }

    fn file(&mut self, relative: PathBuf, metadata: &Metadata) {
        if !metadata.is_file() {
            return self.skip(relative, SkipReason::NotRegular);
        }
        let key = key_of(&relative);
        self.listing.sources.push(Source {
            path: relative,
            label: label(&key),
            key,
            fingerprint: Fingerprint::of(metadata),
        });
    }

    /// Takes the links that were met, and those that are met behind them.
    fn links(&mut self) {
        let Ok(real_root) = fs::canonicalize(self.root) else { return };
        while !self.links.is_empty() {
            let mut links = std::mem::take(&mut self.links);
            links.sort_unstable_by_key(|link| key_of(link));
            for link in links {
                self.link(link, &real_root);
            }
        }
    }

    fn link(&mut self, link: PathBuf, real_root: &Path) {
        let path = self.root.join(&link);
        let (target, metadata) = match fs::canonicalize(&path).and_then(|target| Ok((fs::metadata(&path)?, target))) {
            Ok((metadata, target)) => (target, metadata),
            Err(error) => return self.failure(link, &error),
        };
        if !metadata.is_dir() && !self.is_wanted(&link) {
            return;
        }
        let inside = target.strip_prefix(real_root).ok().filter(|inside| !has_index(inside));
        if inside.is_none() {
            return self.skip(link, SkipReason::LinkOutside);
        }
        let identity = Identity::of(&metadata, &path);
        if identity.is_some_and(|identity| !self.seen.insert(identity)) {
            return self.skip(link, SkipReason::LinkRepeats);
        }
        if metadata.is_dir() { self.tree(&path, &link) } else { self.file(link, &metadata) }
    }

    fn is_wanted(&self, relative: &Path) -> bool {
        relative.as_os_str() != "names.toml" && self.options.includes(relative)
    }

    fn skip(&mut self, path: PathBuf, reason: SkipReason) {
        self.listing.skipped.push(Skipped { key: key_of(&path), path, reason });
    }

    fn failure(&mut self, path: PathBuf, error: &std::io::Error) {
        let key = key_of(&path);
        // Deleted between the listing of its folder and the look at it: simply not there. A dangling link is.
        let full = join(self.root, &path);
        if error.kind() == std::io::ErrorKind::NotFound && fs::symlink_metadata(&full).is_err() {
            return;
        }
        self.listing.failed.push(Failed { key, error: Error::io("read", &full, error), path });
    }
}

/// Returns what the system said; the walk puts a text of its own around it.
fn reason(error: walkdir::Error) -> std::io::Error {
    let text = error.to_string();
    error.into_io_error().unwrap_or_else(|| std::io::Error::other(text))
}

/// What makes two paths the same file.
#[derive(Clone, PartialEq, Eq, Hash)]
#[cfg_attr(unix, derive(Copy))]
struct Identity(#[cfg(unix)] (u64, u64), #[cfg(not(unix))] PathBuf);

impl Identity {
    #[cfg(unix)]
    #[expect(clippy::unnecessary_wraps, reason = "other systems have to ask, and may be refused")]
    fn of(metadata: &Metadata, _: &Path) -> Option<Self> {
        use std::os::unix::fs::MetadataExt;
        Some(Self((metadata.dev(), metadata.ino())))
    }

    #[cfg(not(unix))]
    fn of(_: &Metadata, path: &Path) -> Option<Self> {
        fs::canonicalize(path).ok().map(Self)
    }
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().first() == Some(&b'.')
}

/// Returns true where a path leads into an index: its files are never sources, by whatever link.
fn has_index(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == ".morgue")
}

/// Returns a source's key as people see it: bytes that are not UTF-8 are spelt out (`caf\xE9.txt`), so that two names that
/// differ only in such bytes stay two.
pub fn label(key: &[u8]) -> String {
    let mut text = String::with_capacity(key.len());
    for chunk in key.utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            write!(text, "\\x{byte:02X}").expect("a string takes every write");
        }
    }
    text
}

/// Returns the keys that a label may stand for: its bytes as they are, and with `\xE9` meant as the byte.
pub fn keys_of_label(label: &str) -> Vec<Vec<u8>> {
    let mut spelt = Vec::with_capacity(label.len());
    let mut rest = label;
    while let Some((before, after)) = rest.split_once("\\x") {
        spelt.extend_from_slice(before.as_bytes());
        if let Some(byte) = after.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            spelt.push(byte);
            rest = &after[2..];
        } else {
            spelt.extend_from_slice(b"\\x");
            rest = after;
        }
    }
    spelt.extend_from_slice(rest.as_bytes());
    let plain = label.as_bytes().to_vec();
    if spelt == plain { vec![plain] } else { vec![plain, spelt] }
}

/// Returns the path, relative to the archive's root, that a key stands for.
#[cfg(unix)]
pub fn path_of(key: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(OsStr::from_bytes(key))
}

/// Returns the path, relative to the archive's root, that a key stands for.
#[cfg(not(unix))]
pub fn path_of(key: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(key).into_owned())
}

/// Returns a path without the folder it was found below. The walk made it of that folder's path, so the bytes can be cut: a
/// run with nothing to do spends its time here, and the library would compare name by name.
#[cfg(unix)]
fn below<'p>(path: &'p Path, top: &Path) -> &'p Path {
    use std::os::unix::ffi::OsStrExt;
    let cut = path.as_os_str().as_bytes().strip_prefix(top.as_os_str().as_bytes());
    let rest = cut.map(|rest| rest.strip_prefix(b"/").unwrap_or(rest));
    rest.map_or(path, |rest| Path::new(OsStr::from_bytes(rest)))
}

/// Returns a path without the folder it was found below.
#[cfg(not(unix))]
fn below<'p>(path: &'p Path, top: &Path) -> &'p Path {
    path.strip_prefix(top).unwrap_or(path)
}

/// Joins without the trailing separator that an empty second half would leave.
fn join(first: &Path, second: &Path) -> PathBuf {
    match (first.as_os_str().is_empty(), second.as_os_str().is_empty()) {
        (_, true) => first.to_owned(),
        (true, false) => second.to_owned(),
        (false, false) => first.join(second),
    }
}

fn key_of(relative: &Path) -> Vec<u8> {
    if cfg!(unix) {
        return relative.as_os_str().as_encoded_bytes().to_vec();
    }
    let names = relative.components().filter(|part| matches!(part, Component::Normal(_)));
    names.map(|part| part.as_os_str().as_encoded_bytes()).collect::<Vec<_>>().join(&b'/')
}

#[cfg(test)]
#[cfg(unix)]
#[path = "walk_tests.rs"]
mod tests;

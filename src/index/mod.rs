//! The embedded index: what is on disk, and the one way to change it.
//!
//! Owns: the index's folder ([`Home`]), its format version and lock, the tantivy schema, how a story becomes a document and
//! comes back ([`Document`](crate::story::Document)), the manifest of sources, and the one transaction ([`transact`]).
//! Does not own: which stories to index (`ingest`), or how queries are answered (`local`).

mod account;
mod check;
mod directory;
mod disk;
#[cfg(test)]
pub(crate) mod faults;
mod feed;
mod guard;
mod home;
mod manifest;
mod names;
mod packed;
mod room;
mod schema;
mod seal;
mod stored;
mod transaction;

pub use account::{Account, DATE_SOURCES, STORY_FIELDS};
pub use check::{Damage, Soundness, check, ensure_is_whole};
pub use feed::{IndexedStory, headline_key, prepare};
pub use guard::is_guarded;
pub use home::{FOLDER, Home, LockedHome, find};
pub use manifest::{Manifest, SourceRecord, SourceStatus, load as load_manifest};
pub use names::NameCounts;
pub use transaction::{
    Batch, Counts, Open, Payload, Settings, WriteOptions, create, failed, has_left_overs, open, open_current, transact,
};

pub(crate) use feed::{record_owner, stories_owner};
pub(crate) use guard::guarded;
pub(crate) use room::{Room, Share};
pub(crate) use schema::{Fields, META_STORY, mark, meta_term, of_column, who};
pub(crate) use stored::read as read_document;

use crate::error::{Error, ErrorKind, plain_io};

/// Returns the failure of an index that is not what was written; the remedy is always the same.
pub(crate) fn damaged(what: &str, why: impl std::fmt::Display) -> Error {
    Error::new(ErrorKind::Damaged, what, format!("the index is damaged: {why}"))
        .hint("`morgue index --rebuild` makes it anew from the archive")
}

/// Translates an engine error into ours; the one place that knows tantivy's errors. What the system refused is said as it
/// is; everything else that goes wrong in reading means that the files are not what was written.
pub(crate) fn engine_error(what: &str, error: &tantivy::TantivyError) -> Error {
    use tantivy::TantivyError as T;
    use tantivy::directory::error::{LockError, OpenReadError, OpenWriteError};
    let io = |why: &std::io::Error| match why.raw_os_error() {
        Some(_) => Error::new(ErrorKind::Io, what, plain_io(why)),
        None => damaged(what, one_line(&why.to_string())),
    };
    match error {
        T::IoError(why) => io(why),
        T::OpenReadError(OpenReadError::FileDoesNotExist(path)) => {
            damaged(what, format!("{} is missing", path.display()))
        }
        T::OpenReadError(OpenReadError::IoError { io_error, .. })
        | T::OpenWriteError(OpenWriteError::IoError { io_error, .. })
        | T::LockFailure(LockError::IoError(io_error), _) => io(io_error),
        T::LockFailure(LockError::LockBusy, _) => Error::new(ErrorKind::Busy, what, "another program holds the index"),
        T::InvalidArgument(why) => Error::new(ErrorKind::User, what, one_line(why)),
        // What stopped the engine's thread is known to the directory; see `transaction`.
        T::ErrorInThread(why) | T::SystemError(why) => Error::new(ErrorKind::Io, what, one_line(why)),
        T::Poisoned => Error::new(ErrorKind::Io, what, "the engine stopped after an error"),
        other => damaged(what, one_line(&other.to_string())),
    }
}

/// Engine texts may hold whole files.
fn one_line(text: &str) -> String {
    const LONGEST: usize = 160;
    let line = text.lines().next().unwrap_or_default();
    if line.chars().count() <= LONGEST { line.to_owned() } else { line.chars().take(LONGEST).chain(['…']).collect() }
}

//! The embedded index: what is on disk, and the one way to change it.
//!
//! Owns: the index's folder ([`Home`]), its format version and lock, the tantivy schema, how a story becomes a document and
//! comes back ([`Document`](crate::story::Document)), the manifest of sources, and the one transaction ([`transact`]).
//! Does not own: which stories to index (`ingest`), or how queries are answered (`local`).

mod directory;
mod feed;
mod home;
mod manifest;
mod names;
mod packed;
mod schema;
mod stored;
mod transaction;

pub use feed::{IndexedStory, prepare};
pub use home::{FOLDER, Home, LockedHome, find};
pub use manifest::{Manifest, SourceRecord, SourceStatus, load as load_manifest};
pub use names::count_names;
pub use transaction::{Batch, Counts, Open, Payload, Settings, WriteOptions, create, open, transact};

pub(crate) use schema::{Fields, META_STORY, mark, meta_term, of_column, who};
pub(crate) use stored::read as read_document;

use crate::error::{Error, ErrorKind};

/// Translates an engine error into ours; the one place that knows tantivy's error texts.
pub(crate) fn engine_error(what: &str, error: &tantivy::TantivyError) -> Error {
    use tantivy::TantivyError as T;
    use tantivy::directory::error::{OpenReadError, OpenWriteError};
    let damaged = |why: String| {
        Error::new(ErrorKind::Damaged, what, format!("the index is damaged: {why}"))
            .hint("`morgue index --rebuild` makes it anew from the archive")
    };
    let io = |why: &std::io::Error| {
        let full = why.raw_os_error() == Some(28);
        let error = Error::new(ErrorKind::Io, what, why);
        if full { error.hint("free some space and run the same command again") } else { error }
    };
    match error {
        T::IoError(why) => match why.kind() {
            std::io::ErrorKind::InvalidData | std::io::ErrorKind::UnexpectedEof => damaged(why.to_string()),
            _ => io(why),
        },
        T::OpenReadError(OpenReadError::FileDoesNotExist(path)) => damaged(format!("{} is missing", path.display())),
        T::OpenReadError(OpenReadError::IoError { io_error, .. })
        | T::OpenWriteError(OpenWriteError::IoError { io_error, .. }) => io(io_error),
        T::OpenReadError(OpenReadError::IncompatibleIndex(why)) => {
            Error::new(ErrorKind::Version, what, format!("{why:?}")).hint("`morgue index --rebuild` makes it anew")
        }
        T::LockFailure(..) => Error::new(ErrorKind::Busy, what, "another program holds the index"),
        T::DataCorruption(why) => damaged(format!("{why:?}")),
        other => damaged(other.to_string()),
    }
}

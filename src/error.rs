//! The one error type of the library: what was being done, where, why it failed, and what to do about it.
//!
//! Query errors are a type of their own ([`crate::query::QueryError`]), since they carry a place in the text that was
//! typed; the program draws a caret under it.

use std::fmt;
use std::path::Path;

/// What sort of failure an [`Error`] is; the program turns it into an exit status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The request cannot be honoured as it stands: an argument, a pattern, a missing folder.
    User,
    /// The system refused: permissions, a full disk, a failing device.
    Io,
    /// There is no index where one was looked for.
    NoIndex,
    /// Another run is writing this index.
    Busy,
    /// The index is damaged.
    Damaged,
    /// The index was written by another version of the program.
    Version,
}

/// A failure: `what: where: why`, with a hint that says what to do.
#[derive(Debug)]
pub struct Error {
    kind: ErrorKind,
    what: String,
    place: Option<String>,
    why: String,
    hint: Option<String>,
}

/// The library's result.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl Error {
    /// Returns a failure of `what` because of `why`.
    pub fn new(kind: ErrorKind, what: impl Into<String>, why: impl fmt::Display) -> Self {
        Self { kind, what: what.into(), place: None, why: why.to_string(), hint: None }
    }

    /// Returns the failure of a system call on `path`.
    pub fn io(what: impl Into<String>, path: &Path, error: &std::io::Error) -> Self {
        Self::new(ErrorKind::Io, what, plain_io(error)).at(path.display())
    }

    /// Adds the place where it happened: a path, or a path and a line.
    #[must_use]
    pub fn at(mut self, place: impl fmt::Display) -> Self {
        self.place = Some(place.to_string());
        self
    }

    /// Adds what the user can do.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds what is to be known beside the reason.
    #[must_use]
    pub fn note(mut self, note: impl fmt::Display) -> Self {
        self.why = format!("{}; {note}", self.why);
        self
    }

    /// Returns the kind of failure.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// Returns what the user can do, where something can be done.
    pub fn hint_text(&self) -> Option<&str> {
        self.hint.as_deref()
    }
}

impl fmt::Display for Error {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}: ", self.what)?;
        if let Some(place) = &self.place {
            write!(out, "{place}: ")?;
        }
        out.write_str(&self.why)
    }
}

impl std::error::Error for Error {}

/// Returns the system's reason without the `(os error 2)` that means nothing to a user.
pub(crate) fn plain_io(error: &std::io::Error) -> String {
    let text = error.to_string();
    match text.find(" (os error") {
        Some(end) => text[..end].to_lowercase(),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_reads_what_where_why() {
        let error = Error::io("read", Path::new("a/b.txt"), &std::io::Error::from_raw_os_error(2));
        assert_eq!(error.to_string(), "read: a/b.txt: no such file or directory");
        assert_eq!(error.kind(), ErrorKind::Io);
    }
}

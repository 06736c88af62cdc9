//! Exit statuses and failures: the two ways a command can end.

use morgue::ErrorKind;
use morgue::query::QueryError;
use std::io;
use std::process::ExitCode;

/// How a run ended, as scripts see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Status {
    /// Done; a search had at least one hit.
    Done = 0,
    /// Nothing found, no such story.
    Nothing = 1,
    /// Usage, query or I/O error.
    Failed = 2,
    /// The run finished, but some inputs failed.
    SomeInputsFailed = 3,
    /// The index is damaged, or of another version.
    Damaged = 4,
    /// There is no index here.
    NoIndex = 10,
    /// Another run is writing this index.
    Busy = 11,
}

impl Status {
    /// Returns `Done` where something was found, else `Nothing`.
    pub(crate) fn found(any: bool) -> Self {
        if any { Self::Done } else { Self::Nothing }
    }
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status as u8)
    }
}

/// Why a command gave up.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The library refused or failed.
    Library(morgue::Error),
    /// Something that was typed cannot be understood; drawn with a caret.
    Query {
        /// What was typed where: `query`, `--person`, `--since`.
        what: &'static str,
        /// The whole text that was typed.
        text: String,
        /// What is wrong with it.
        error: Box<QueryError>,
    },
    /// Standard output does not take what is written to it.
    Output(io::Error),
}

impl Failure {
    /// Returns a failure of usage: the request cannot be honoured as it stands.
    pub(crate) fn usage(what: &str, why: &str, hint: &str) -> Self {
        Self::Library(morgue::Error::new(ErrorKind::User, what, why).hint(hint))
    }

    /// Returns the status that a failure ends with. A reader that went away has seen all it wanted.
    pub(crate) fn status(&self) -> Status {
        match self {
            Self::Output(error) if error.kind() == io::ErrorKind::BrokenPipe => Status::Done,
            Self::Output(_) | Self::Query { .. } => Status::Failed,
            Self::Library(error) => match error.kind() {
                ErrorKind::NoIndex => Status::NoIndex,
                ErrorKind::Busy => Status::Busy,
                ErrorKind::Damaged | ErrorKind::Version => Status::Damaged,
                _ => Status::Failed,
            },
        }
    }
}

impl From<morgue::Error> for Failure {
    fn from(error: morgue::Error) -> Self {
        Self::Library(error)
    }
}

/// The program itself reads no files: an I/O error that reaches a command is one of standard output.
impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        Self::Output(error)
    }
}

/// What a command returns.
pub(crate) type Outcome<T = Status> = Result<T, Failure>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_of_failure_has_its_status() {
        let status = |kind| Failure::Library(morgue::Error::new(kind, "search", "why")).status();
        assert_eq!(status(ErrorKind::User), Status::Failed);
        assert_eq!(status(ErrorKind::Io), Status::Failed);
        assert_eq!(status(ErrorKind::Damaged), Status::Damaged);
        assert_eq!(status(ErrorKind::Version), Status::Damaged);
        assert_eq!(status(ErrorKind::NoIndex), Status::NoIndex);
        assert_eq!(status(ErrorKind::Busy), Status::Busy);
    }

    #[test]
    fn a_closed_pipe_is_no_failure_and_a_full_disk_is_one() {
        assert_eq!(Failure::Output(io::ErrorKind::BrokenPipe.into()).status(), Status::Done);
        assert_eq!(Failure::Output(io::ErrorKind::StorageFull.into()).status(), Status::Failed);
    }
}

//! Which archive, and where its index is.

use crate::args::Location;
use crate::status::Outcome;
use morgue::index::{self, FOLDER, Home};
use morgue::local::LocalEngine;
use morgue::{Error, ErrorKind};
use std::path::{Path, PathBuf};

impl Location {
    /// Opens the index; `what` is the command that wants it.
    pub(crate) fn open(&self, what: &str) -> Outcome<LocalEngine> {
        Ok(LocalEngine::open(&self.folder(what)?)?)
    }

    /// Returns the folder of an index that is there.
    pub(crate) fn folder(&self, what: &str) -> Outcome<PathBuf> {
        let index = self.index_folder(what)?;
        ensure_index_is_there(what, &index, self)?;
        Ok(index)
    }

    /// Returns where the index is, or would be: `--index`, else in the archive, else in the nearest parent that has one.
    fn index_folder(&self, what: &str) -> Outcome<PathBuf> {
        if let Some(index) = self.meant_index() {
            return Ok(index.clone());
        }
        let archive = match &self.archive {
            Some(archive) => archive.clone(),
            None => index::find(&working_folder()?).ok_or_else(|| no_index_here(what))?,
        };
        Ok(archive.join(FOLDER))
    }

    /// Returns the folders of archive and index for a run that may make the index: the archive is `path`, else
    /// `--archive`, else the one that `--index` remembers, else the nearest parent with an index, else the working folder.
    pub(crate) fn archive_and_index(&self, path: Option<&Path>) -> Outcome<(PathBuf, PathBuf)> {
        let named = path.or(self.archive.as_deref()).map(Path::to_path_buf);
        let meant = if path.is_some() { self.typed_index() } else { self.meant_index() };
        let archive = match (named, meant) {
            (Some(archive), _) => archive,
            (None, Some(folder)) if folder.is_dir() => {
                Home::open(folder).map_err(|error| unreadable(error, folder))?.target()
            }
            (None, Some(_)) => working_folder()?,
            (None, None) => {
                let here = working_folder()?;
                index::find(&here).unwrap_or(here)
            }
        };
        let index = meant.cloned().unwrap_or_else(|| archive.join(FOLDER));
        Ok((archive, index))
    }

    /// Returns the index that is meant: one from the environment is not the one of an archive that was typed.
    fn meant_index(&self) -> Option<&PathBuf> {
        let typed_archive = self.archive.as_ref().is_some_and(|archive| !is_from("MORGUE_ARCHIVE", archive));
        if typed_archive { self.typed_index() } else { self.index.as_ref() }
    }

    fn typed_index(&self) -> Option<&PathBuf> {
        self.index.as_ref().filter(|index| !is_from("MORGUE_INDEX", index))
    }
}

/// Says whether a value came from an environment variable.
pub(crate) fn is_from(variable: &str, value: &Path) -> bool {
    std::env::var_os(variable).is_some_and(|known| known == value.as_os_str())
}

fn working_folder() -> Outcome<PathBuf> {
    Ok(std::env::current_dir().map_err(|error| Error::io("working folder", Path::new("."), &error))?)
}

/// Says how an index is made anew that cannot say which archive it is of.
fn unreadable(error: Error, folder: &Path) -> Error {
    match error.kind() {
        ErrorKind::Damaged | ErrorKind::Version => {
            let folder = folder.display();
            error.hint(format!("`morgue index ARCHIVE --index {folder} --rebuild` makes it anew from the archive"))
        }
        _ => error,
    }
}

fn no_index_here(what: &str) -> Error {
    Error::new(ErrorKind::NoIndex, what, "no index here, nor in a folder above")
        .hint("run: morgue index DIR, then: morgue search -a DIR ...")
}

fn ensure_index_is_there(what: &str, index: &Path, location: &Location) -> Outcome<()> {
    if index.is_dir() {
        return Ok(());
    }
    let hint = match (&location.archive, &location.index) {
        (Some(archive), None) if !archive.is_dir() => "there is no such folder; run: morgue index DIR".to_owned(),
        (Some(archive), None) => format!("run: morgue index {}", archive.display()),
        _ => format!("run: morgue index DIR --index {}", index.display()),
    };
    Err(Error::new(ErrorKind::NoIndex, what, "no index here").at(index.display()).hint(hint).into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::status::Failure;

    fn refusal(location: &Location) -> (String, String) {
        match location.open("search") {
            Err(Failure::Library(error)) => (error.to_string(), error.hint_text().unwrap_or_default().to_owned()),
            _ => panic!("there should be no index"),
        }
    }

    #[test]
    fn where_there_is_no_index_the_message_says_which_command_makes_one() {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let archive = folder.path().to_path_buf();
        let (message, hint) = refusal(&Location { archive: Some(archive.clone()), index: None });
        assert_eq!(message, format!("search: {}: no index here", archive.join(".morgue").display()));
        assert_eq!(hint, format!("run: morgue index {}", archive.display()));
        let (_, hint) = refusal(&Location { archive: None, index: Some(archive.join("idx")) });
        assert_eq!(hint, format!("run: morgue index DIR --index {}", archive.join("idx").display()));
    }

    #[test]
    fn a_path_goes_before_the_archive_and_the_index_may_stand_apart() {
        let location = Location { archive: Some("wire".into()), index: Some("idx".into()) };
        let folders = location.archive_and_index(Some(Path::new("desk"))).expect("folders");
        assert_eq!(folders, ("desk".into(), "idx".into()));
        let location = Location { archive: Some("wire".into()), index: None };
        let folders = location.archive_and_index(None).expect("folders");
        assert_eq!(folders, ("wire".into(), "wire/.morgue".into()));
    }
}

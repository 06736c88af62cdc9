//! Where the program meets the rooms that read archives and answer from an index.

use morgue::search::{Answer, Document, Engine, Facet, Hit, SearchRequest, StoryKey};
use morgue::story::{Date, NameKind};
use morgue::{Error, ErrorKind, Result};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// The folder of an index inside its archive.
pub(crate) const INDEX_FOLDER: &str = ".morgue";

/// What an indexing run is to do.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub(crate) struct Request {
    pub(crate) archive: PathBuf,
    pub(crate) index: PathBuf,
    pub(crate) rebuild: bool,
    pub(crate) dry_run: bool,
    pub(crate) jobs: Option<usize>,
    pub(crate) memory_mb: usize,
    pub(crate) include: Vec<String>,
    pub(crate) exclude: Vec<String>,
    pub(crate) follow: bool,
    pub(crate) allow_empty: bool,
    pub(crate) wait: bool,
    pub(crate) encoding: Option<String>,
    pub(crate) map: Vec<(String, String)>,
    pub(crate) names: bool,
}

/// What happens in an indexing run.
#[derive(Clone, Debug)]
pub(crate) enum Event {
    Walked { sources: u64, bytes: u64 },
    Progress { files: u64, bytes: u64, stories: u64 },
    Skipped { path: String, reason: String },
    Failed { path: String, reason: String },
    BadRecord { path: String, line: u64, reason: String },
    Committed { stories: u64 },
}

/// Is told what happens.
pub(crate) trait Observer: Sync {
    fn event(&self, event: &Event);
}

/// What an indexing run has done.
#[derive(Clone, Debug, Default)]
pub(crate) struct Summary {
    pub(crate) seen: u64,
    pub(crate) indexed: u64,
    pub(crate) unchanged: u64,
    pub(crate) removed: u64,
    pub(crate) skipped: u64,
    pub(crate) failed: u64,
    pub(crate) stories: u64,
    pub(crate) people: u64,
    pub(crate) organizations: u64,
    pub(crate) bytes: u64,
    pub(crate) seconds: f64,
    pub(crate) bad_records: u64,
    pub(crate) skips: BTreeMap<String, u64>,
}

/// What an index holds.
#[derive(Clone, Debug, Default)]
pub(crate) struct IndexStatus {
    pub(crate) stories: u64,
    pub(crate) sources: u64,
    pub(crate) bytes: u64,
    pub(crate) people: u64,
    pub(crate) organizations: u64,
    pub(crate) first: Option<Date>,
    pub(crate) last: Option<Date>,
    pub(crate) created: Option<String>,
    pub(crate) updated: Option<String>,
    pub(crate) versions: BTreeMap<String, String>,
}

/// How a source was treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SourceStatus {
    Failed,
    Skipped,
    Indexed,
}

/// A source as the index remembers it.
#[derive(Clone, Debug)]
pub(crate) struct SourceRecord {
    pub(crate) path: String,
    pub(crate) size: u64,
    pub(crate) status: SourceStatus,
    pub(crate) reason: Option<String>,
    pub(crate) stories: u64,
    pub(crate) format: Option<String>,
    pub(crate) encoding: Option<String>,
}

/// Returns the nearest folder from `start` upwards that holds an index.
pub(crate) fn find_archive(start: &Path) -> Option<PathBuf> {
    start.ancestors().find(|folder| folder.join(INDEX_FOLDER).is_dir()).map(Path::to_path_buf)
}

/// Opens an index.
pub(crate) fn open(index: &Path) -> Result<LocalEngine> {
    Err(Error::new(ErrorKind::NoIndex, "open", "no index").at(index.display()))
}

/// Indexes an archive.
pub(crate) fn ingest(request: &Request, observer: &dyn Observer) -> Result<Summary> {
    observer.event(&Event::Walked { sources: 0, bytes: 0 });
    Err(Error::new(ErrorKind::User, "index", "not available").at(request.archive.display()))
}

/// The embedded index.
pub(crate) enum LocalEngine {}

impl LocalEngine {
    pub(crate) fn root(&self) -> &Path {
        match *self {}
    }

    pub(crate) fn status(&self) -> Result<IndexStatus> {
        match *self {}
    }

    pub(crate) fn sources(&self) -> Result<Box<dyn Iterator<Item = Result<SourceRecord>> + '_>> {
        match *self {}
    }
}

impl Engine for LocalEngine {
    fn search(&self, _: &SearchRequest) -> Result<Answer<'_, Hit>> {
        match *self {}
    }
    fn keys(&self, _: &SearchRequest) -> Result<Answer<'_, StoryKey>> {
        match *self {}
    }
    fn documents(&self, _: &SearchRequest) -> Result<Answer<'_, Document>> {
        match *self {}
    }
    fn count(&self, _: &morgue::query::Plan) -> Result<u64> {
        match *self {}
    }
    fn story(&self, _: &str) -> Result<Option<Document>> {
        match *self {}
    }
    fn names(&self, _: &morgue::query::Plan, _: NameKind) -> Result<Vec<Facet>> {
        match *self {}
    }
    fn explain(&self, _: &morgue::query::Plan) -> Result<Vec<String>> {
        match *self {}
    }
    fn similar_words(&self, _: &str, _: usize) -> Result<Vec<String>> {
        match *self {}
    }
}

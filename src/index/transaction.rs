//! The one transaction: the only code that touches a tantivy writer.
//!
//! Three facts about tantivy 0.27 shape it. After any error its writer lies: the next commit says `Ok` and the documents are
//! gone; so an error here drops writer and index, always. A run that was killed between two renames makes every later run fail on a
//! left-over file, unless files are collected right after opening the writer. And a commit is on disk only after its folder
//! was synced, so nothing is reported before that.

use super::directory::SafeDirectory;
use super::disk;
use super::feed::{IndexedStory, Queued, record_owner, stories_owner};
use super::guard::guarded;
use super::home::{Home, LockedHome};
use super::manifest::SourceRecord;
use super::names::NameCounts;
use super::packed::Packed;
use super::room::Share;
use super::schema::{Fields, PACKED_MARKS, PACKED_WORDS};
use super::{damaged, engine_error};
use crate::error::{Error, ErrorKind, Result};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tantivy::directory::error::{OpenDirectoryError, OpenReadError};
use tantivy::index::{IndexSettings, SegmentId};
use tantivy::indexer::UserOperation;
use tantivy::merge_policy::{LogMergePolicy, MergePolicy as _, NoMergePolicy};
use tantivy::query::{Query as _, TermQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::{
    Directory as _, Index, IndexReader, IndexWriter, ReloadPolicy, Searcher, TantivyDocument, TantivyError, Term,
};

/// A commit is due after this much text, so that a killed run keeps its progress.
const COMMIT_BYTES: u64 = 64 << 20;
/// Or after this long.
const COMMIT_PERIOD: Duration = Duration::from_mins(1);
/// How hard stored text is compressed: smaller than at level 3 for a little more time in writing, and as fast to read.
const STORE_LEVEL: i32 = 6;
/// How much text is compressed at once: larger blocks are smaller on disk, and each story that is shown costs the reading of
/// one.
const STORE_BLOCK: usize = 32 << 10;
/// How many blocks of stored text a reader keeps: enough for a long list of hits that lie here and there.
const STORE_CACHE: usize = 128;
/// From this share of deleted stories on, a segment is rewritten.
const DELETED_SHARE: f32 = 0.3;

/// What the index holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// Stories.
    pub stories: u64,
    /// Sources, whatever their status.
    pub sources: u64,
}

impl Counts {
    /// Returns what a run that did not come to its end says of the index.
    pub fn held(&self) -> String {
        let stories = if self.stories == 1 { "1 story".to_owned() } else { format!("{} stories", self.stories) };
        format!("the index holds everything up to the last commit ({stories})")
    }
}

/// How the sources were chosen and read, remembered so that the next run need not be told again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// `--include`.
    pub include: Vec<String>,
    /// `--exclude`.
    pub exclude: Vec<String>,
    /// `--follow`.
    pub follow: bool,
    /// `--encoding`.
    pub encoding: Option<String>,
    /// `--map`, as `FIELD=COLUMN`.
    pub map: Vec<String>,
    /// False with `--no-names`.
    pub names: bool,
    /// `--type`.
    #[serde(default)]
    pub format: Option<String>,
}

/// What is kept in a commit beside its stories; it changes with them or not at all.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Payload {
    /// What the index holds.
    pub counts: Counts,
    /// How it was made.
    pub settings: Settings,
    /// How many names its stories have; `None` after a run that did not come to its end.
    #[serde(default)]
    pub names: Option<NameCounts>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            include: Vec::new(),
            exclude: Vec::new(),
            follow: false,
            encoding: None,
            map: Vec::new(),
            names: true,
            format: None,
        }
    }
}

/// An index opened for reading.
pub struct Open {
    /// The engine's handle.
    pub(crate) index: Index,
    /// The reader, at the commit it was opened on.
    pub(crate) reader: IndexReader,
    /// What that commit says of itself.
    pub payload: Payload,
}

impl Open {
    /// Returns how many names the stories have.
    pub fn name_counts(&self) -> Result<NameCounts> {
        NameCounts::of(&self.payload, &self.reader.searcher())
    }
}

/// How to write.
#[derive(Clone, Debug)]
pub struct WriteOptions {
    /// The memory for building segments, in bytes.
    pub memory: usize,
    /// What the next run is to remember.
    pub settings: Settings,
    /// A commit is due after this much text; `None` is 64 MB.
    pub commit_bytes: Option<u64>,
}

/// Opens the current index of a home for reading.
pub fn open(home: &Home) -> Result<Open> {
    open_in(home, directory(home, SafeDirectory::open_for_questions)?)
}

/// Opens what is current in a folder for reading.
///
/// A rebuild may swap the generation after its number was read; and where no lock can be had, as in somebody else's index, a
/// commit may remove a file that was about to be opened. Then what is there now is opened.
pub fn open_current(folder: &Path) -> Result<(Home, Open)> {
    const TRIES: usize = 50;
    let state = |home: &Home| (home.generation_number(), fs::read(home.generation().join("meta.json")).ok());
    let mut home = Home::open(folder)?;
    for _ in 1..TRIES {
        let before = state(&home);
        let opened = open(&home);
        let again = match opened {
            Ok(open) => return Ok((home, open)),
            Err(error) => Home::open(folder).map_err(|_| error),
        };
        home = again?;
        if state(&home) == before {
            break;
        }
    }
    open(&home).map(|open| (home, open))
}

fn open_in(home: &Home, directory: SafeDirectory) -> Result<Open> {
    // Without the one tantivy would make an empty index, without the other it would never remove a file.
    for name in ["meta.json", ".managed.json"] {
        if !home.generation().join(name).exists() {
            return Err(damaged("open index", format!("{name} is missing")).at(home.generation().display()));
        }
    }
    let mut index = Index::open(directory).map_err(|error| engine_error("open index", &error))?;
    register(&mut index);
    let metas = || index.load_metas().map_err(|error| engine_error("open index", &error));
    let mut payload = metas()?.payload;
    let reader = loop {
        let reader: IndexReader = index
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .doc_store_cache_num_blocks(STORE_CACHE)
            .try_into()
            .map_err(|error| engine_error("open index", &error))?;
        // Another commit in between would have the reader and its payload speak of two states.
        let now = metas()?.payload;
        if now == payload {
            break reader;
        }
        payload = now;
    };
    let payload = match payload {
        Some(payload) => serde_json::from_str(&payload).map_err(|error| damaged("open index", error))?,
        None => Payload::default(),
    };
    Ok(Open { index, reader, payload })
}

/// Runs one transaction: `work` fills the batch, and everything it did is committed when it returns, or, for long work, in
/// steps between its sources. After an error the index holds everything up to the last commit.
pub fn transact<T>(
    _locked: &LockedHome,
    home: &Home,
    options: WriteOptions,
    work: impl FnOnce(&mut Batch) -> Result<T>,
) -> Result<(T, Counts)> {
    let directory = directory(home, SafeDirectory::open)?;
    let run = || {
        let mut batch = Batch::begin(home, options, directory.clone())?;
        let value = work(&mut batch)?;
        let counts = batch.finish()?;
        Ok((value, counts))
    };
    let done = guarded("write index", run);
    match directory.first_failure() {
        // The engine goes on after some failures, and of others its threads say only that they died.
        Some(why) => Err(Error::new(ErrorKind::Io, "write index", why)
            .hint("free some space, or mend what is named, and run the same command again")),
        None => done,
    }
}

/// Adds to the failure of a run what the index in its folder holds all the same.
pub fn failed(error: Error, folder: &Path) -> Error {
    if error.kind() != ErrorKind::Io {
        return error;
    }
    let Ok(open) = guarded("open index", || Home::open(folder).and_then(|home| open(&home))) else { return error };
    let error = error.note(open.payload.counts.held());
    if error.hint_text().is_some() { error } else { error.hint("run the same command again") }
}

/// Says whether a run that died has left files that no commit needs; the next transaction removes them.
pub fn has_left_overs(open: &Open) -> Result<bool> {
    let metas = open.index.load_metas().map_err(|error| engine_error("open index", &error))?;
    let needed = metas.list_segment_files();
    let managed = open.index.directory().list_managed_files();
    Ok(managed.iter().any(|file| !needed.contains(file) && file != Path::new("meta.json")))
}

/// Makes the empty index of a new home.
pub fn create(home: &Home) -> Result<()> {
    let (schema, _) = Fields::schema();
    let settings = IndexSettings {
        docstore_compression: Compressor::Zstd(ZstdCompressor { compression_level: Some(STORE_LEVEL) }),
        docstore_blocksize: STORE_BLOCK,
        ..IndexSettings::default()
    };
    Index::create(directory(home, SafeDirectory::open)?, schema, settings)
        .map_err(|error| engine_error("create index", &error))?;
    disk::sync_folder(&home.generation()).map_err(|error| Error::io("create index", home.folder(), &error))
}

/// What a transaction has done so far.
pub struct Batch {
    index: Index,
    directory: SafeDirectory,
    committed: Committed,
    writer: IndexWriter<Queued>,
    payload: Payload,
    commit_bytes: u64,
    uncommitted_bytes: u64,
    last_commit: Instant,
    dirty: bool,
    has_committed: bool,
    /// What the engine has not been told yet: it is told much at once, since each time a thread must be woken.
    operations: Vec<UserOperation<Queued>>,
    /// The records of this commit. They follow the stories, whose numbers are then close together: postings are smaller.
    records: BTreeMap<Vec<u8>, TantivyDocument>,
}

impl Batch {
    fn begin(home: &Home, options: WriteOptions, directory: SafeDirectory) -> Result<Self> {
        let Open { index, reader, payload } = open_in(home, directory.clone())?;
        let committed = Committed(reader.searcher());
        let dirty = payload.settings != options.settings;
        let commit_bytes = options.commit_bytes.unwrap_or(COMMIT_BYTES);
        let payload = Payload { settings: options.settings, names: None, ..payload };
        let writer: IndexWriter<Queued> =
            index.writer_with_num_threads(1, options.memory).map_err(|error| engine_error("write index", &error))?;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        writer.garbage_collect_files().wait().map_err(|error| engine_error("write index", &error))?;
        Ok(Self {
            index,
            directory,
            committed,
            writer,
            payload,
            commit_bytes,
            uncommitted_bytes: 0,
            last_commit: Instant::now(),
            dirty,
            has_committed: false,
            operations: Vec::new(),
            records: BTreeMap::new(),
        })
    }

    /// Removes what a source contributed: its stories, also those that a killed run left without a record, and its record.
    pub fn remove(&mut self, key: &[u8]) -> Result<()> {
        let counts = &mut self.payload.counts;
        counts.stories = counts.stories.saturating_sub(self.committed.count(&stories_owner(key))?);
        counts.sources = counts.sources.saturating_sub(self.committed.count(&record_owner(key))?);
        self.delete(&stories_owner(key));
        self.delete(&record_owner(key));
        self.records.remove(key);
        Ok(())
    }

    /// Adds a story. It gives back its share of the memory for stories on their way when the engine has it, so whoever adds
    /// stories with shares hands them over before it waits for anything.
    pub(crate) fn add(&mut self, story: IndexedStory, share: Option<Arc<Share>>) {
        self.uncommitted_bytes += story.text_bytes;
        self.payload.counts.stories += 1;
        self.dirty = true;
        self.operations.push(UserOperation::Add(Queued { document: story.document, share }));
    }

    /// Hands to the engine what was added and removed.
    pub(crate) fn hand_over(&mut self) -> Result<()> {
        let operations = std::mem::take(&mut self.operations);
        self.writer.run(operations).map_err(|error| engine_error("write index", &error))?;
        Ok(())
    }

    /// Adds the record of a source; with it the source is done.
    pub fn record(&mut self, record: &SourceRecord) {
        self.payload.counts.sources += 1;
        self.dirty = true;
        self.records.insert(record.key.clone(), record.document());
    }

    /// Replaces the record of a source whose stories have not changed.
    pub fn refresh(&mut self, record: &SourceRecord) {
        self.delete(&record_owner(&record.key));
        self.payload.counts.sources = self.payload.counts.sources.saturating_sub(1);
        self.record(record);
    }

    /// Takes down what became of something whose stories stay as they are, known before or not.
    pub fn note(&mut self, record: &SourceRecord) -> Result<()> {
        if self.committed.count(&record_owner(&record.key))? > 0 {
            self.refresh(record);
        } else {
            self.record(record);
        }
        Ok(())
    }

    /// Commits if enough has gathered since the last commit.
    pub fn commit_if_due(&mut self) -> Result<()> {
        let due = self.uncommitted_bytes >= self.commit_bytes || self.last_commit.elapsed() >= COMMIT_PERIOD;
        if due && self.dirty { self.commit() } else { Ok(()) }
    }

    fn commit(&mut self) -> Result<()> {
        let records = std::mem::take(&mut self.records).into_values();
        self.operations.extend(records.map(|document| UserOperation::Add(Queued { document, share: None })));
        self.hand_over()?;
        self.commit_now()?;
        self.uncommitted_bytes = 0;
        self.last_commit = Instant::now();
        self.dirty = false;
        self.has_committed = true;
        Ok(())
    }

    /// Commits what the engine has, with what is said of it.
    fn commit_now(&mut self) -> Result<()> {
        let payload = serde_json::to_string(&self.payload).expect("plain data is always JSON");
        let mut prepared = self.writer.prepare_commit().map_err(|error| engine_error("write index", &error))?;
        prepared.set_payload(&payload);
        prepared.commit().map_err(|error| engine_error("write index", &error))?;
        self.sync()
    }

    /// Counts the names, so that no later run has to: it takes longer than to see that no file has changed.
    fn count_names(&mut self) -> Result<()> {
        let reader = self.index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into();
        let reader: IndexReader = reader.map_err(|error| engine_error("write index", &error))?;
        self.payload.names = Some(NameCounts::of(&self.payload, &reader.searcher())?);
        self.commit_now()
    }

    fn finish(mut self) -> Result<Counts> {
        if self.dirty {
            self.commit()?;
        }
        if self.has_committed {
            self.merge()?;
            self.count_names()?;
        }
        let Self { index, writer, payload, committed, has_committed, .. } = self;
        if has_committed {
            // The engine keeps the files of a segment as long as someone may read it.
            drop(committed);
            writer.garbage_collect_files().wait().map_err(|error| engine_error("write index", &error))?;
        }
        writer.wait_merging_threads().map_err(|error| engine_error("merge index", &error))?;
        let synced = index.directory().sync_directory();
        synced.map_err(|error| Error::new(ErrorKind::Io, "write index", error))?;
        Ok(payload.counts)
    }

    /// Merges segments where there are many, or where much of one is deleted. Each is checked first: merged, damage would
    /// get a checksum of its own, and no check could find it any more.
    fn merge(&mut self) -> Result<()> {
        let fail = |error: &TantivyError| engine_error("merge index", error);
        let mut policy = LogMergePolicy::default();
        policy.set_del_docs_ratio_before_merge(DELETED_SHARE);
        let metas = self.index.load_metas().map_err(|error| fail(&error))?;
        let files: BTreeSet<PathBuf> = metas.list_segment_files().into_iter().collect();
        for candidate in policy.compute_merge_candidates(&metas.segments) {
            let names: Vec<String> = candidate.0.iter().map(SegmentId::uuid_string).collect();
            let is_of_candidate = |file: &&PathBuf| names.iter().any(|name| file.to_string_lossy().starts_with(name));
            for file in files.iter().filter(is_of_candidate) {
                self.ensure_is_sound(file)?;
            }
            self.writer.merge(&candidate.0).wait().map_err(|error| fail(&error))?;
        }
        Ok(())
    }

    fn ensure_is_sound(&self, file: &Path) -> Result<()> {
        match self.directory.check_file(file, false) {
            // Not every segment has every file.
            Ok(()) | Err(OpenReadError::FileDoesNotExist(_)) => Ok(()),
            Err(error) => Err(engine_error("merge index", &error.into())),
        }
    }

    fn sync(&self) -> Result<()> {
        let synced = self.index.directory().sync_directory();
        synced.map_err(|error| Error::new(ErrorKind::Io, "write index", error))
    }

    fn delete(&mut self, owner: &[u8]) {
        let (_, fields) = Fields::schema_once();
        self.operations.push(UserOperation::Delete(Term::from_field_bytes(fields.owner, owner)));
        self.dirty = true;
    }
}

/// The state the transaction began on.
struct Committed(Searcher);

impl Committed {
    /// Returns how many documents an owner has.
    fn count(&self, owner: &[u8]) -> Result<u64> {
        let (_, fields) = Fields::schema_once();
        let query = TermQuery::new(Term::from_field_bytes(fields.owner, owner), IndexRecordOption::Basic);
        let count = query.count(&self.0).map_err(|error| engine_error("write index", &error))?;
        Ok(count as u64)
    }
}

fn directory(
    home: &Home,
    open: impl Fn(&Path) -> std::result::Result<SafeDirectory, OpenDirectoryError>,
) -> Result<SafeDirectory> {
    let generation = home.generation();
    open(&generation).map_err(|_| damaged("open index", "its folder is missing").at(generation.display()))
}

fn register(index: &mut Index) {
    index.tokenizers().register(PACKED_WORDS, Packed::words());
    index.tokenizers().register(PACKED_MARKS, Packed::marks());
}

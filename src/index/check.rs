//! Whether an index is what was written: each file against its seal, then what the files say against each other.
//!
//! Nothing is repaired: what is damaged is made anew from the archive.

use super::directory::SafeDirectory;
use super::feed::stories_owner;
use super::guard::guarded;
use super::home::Home;
use super::manifest::{self, Manifest, SourceStatus};
use super::schema::Fields;
use super::transaction::{Open, open};
use super::{engine_error, stored};
use crate::archive;
use crate::error::{Error, ErrorKind, Result};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use tantivy::directory::error::OpenReadError;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet as _, SegmentReader, TERMINATED, TantivyDocument};

/// How often an index is looked at again because a run has changed it meanwhile.
const TRIES: usize = 5;

/// What a check has found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Soundness {
    /// Files that were looked at.
    pub files: u64,
    /// Their size.
    pub bytes: u64,
    /// Stories in the last commit.
    pub stories: u64,
    /// Sources in it.
    pub sources: u64,
    /// What is not what was written.
    pub damages: Vec<Damage>,
    /// What is strange and no damage.
    pub notes: Vec<String>,
}

/// Something that is not what was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Damage {
    /// The file, relative to the index's folder.
    pub file: String,
    /// What is wrong with it.
    pub why: String,
}

impl Soundness {
    /// Says whether nothing is damaged.
    pub fn is_sound(&self) -> bool {
        self.damages.is_empty()
    }

    /// Returns the failure that a damaged index is, or nothing.
    pub fn into_result(self, folder: &Path) -> Result<()> {
        let Some(first) = self.damages.first() else { return Ok(()) };
        let others = match self.damages.len() - 1 {
            0 => String::new(),
            1 => ", and one more thing is wrong".to_owned(),
            others => format!(", and {others} more things are wrong"),
        };
        Err(super::damaged("check index", format!("{}: {}{others}", first.file, first.why)).at(folder.display()))
    }

    fn damaged(&mut self, file: impl Into<String>, why: impl Into<String>) {
        self.damages.push(Damage { file: file.into(), why: why.into() });
    }
}

/// Looks at every byte of the index in a folder; a `quick` check at names, lengths and counts only. An index that is not
/// there, or of another version, is an error.
pub fn check(folder: &Path, quick: bool) -> Result<Soundness> {
    let mut tries = TRIES;
    loop {
        let before = commit_of(folder);
        let found = look(folder, quick)?;
        tries -= 1;
        // A run that commits meanwhile removes files: that is no damage.
        if found.is_sound() || commit_of(folder) == before {
            return Ok(found);
        }
        if tries == 0 {
            let why = "a run changes the index faster than it can be looked at";
            return Err(Error::new(ErrorKind::Busy, "check index", why)
                .at(folder.display())
                .hint("check it again when the run has ended"));
        }
    }
}

/// Refuses an index whose files are not all there, or not of their length: a search may not need those, a run that changes the
/// index must not go on.
pub fn ensure_is_whole(home: &Home) -> Result<()> {
    let mut found = Soundness::default();
    look_at_files(home, true, &mut found);
    found.into_result(home.folder())
}

/// Returns what names the current commit.
fn commit_of(folder: &Path) -> (Option<Vec<u8>>, Option<Vec<u8>>) {
    let meta = Home::open(folder).ok().and_then(|home| fs::read(home.generation().join("meta.json")).ok());
    (fs::read(folder.join("format.json")).ok(), meta)
}

fn look(folder: &Path, quick: bool) -> Result<Soundness> {
    let mut found = Soundness { files: 1, ..Soundness::default() };
    let home = match Home::open(folder) {
        Ok(home) => home,
        Err(error) if error.kind() == ErrorKind::Damaged => {
            found.damaged("format.json", reason(&error));
            return Ok(found);
        }
        Err(error) => return Err(error),
    };
    found.bytes += fs::metadata(folder.join("format.json")).map_or(0, |data| data.len());
    look_at_files(&home, quick, &mut found);
    if found.is_sound() {
        let agreed = guarded("check", || agree(&home, quick, &mut found));
        if let Err(error) = agreed {
            if error.kind() != ErrorKind::Damaged {
                return Err(error);
            }
            found.damaged(format!("gen-{}", home.generation_number()), reason(&error));
        }
    }
    Ok(found)
}

fn look_at_files(home: &Home, quick: bool, found: &mut Soundness) {
    let generation = format!("gen-{}", home.generation_number());
    match SafeDirectory::open(&home.generation()) {
        Ok(directory) => Files { directory: &directory, folder: home.generation(), generation, quick, found }.look(),
        Err(_) => found.damaged(generation, "it is missing"),
    }
}

/// Returns why something failed, without what every such message says.
fn reason(error: &Error) -> String {
    let text = error.to_string();
    text.split_once("the index is damaged: ").map_or(text.clone(), |(_, why)| why.to_owned())
}

/// The files of a generation.
struct Files<'f> {
    directory: &'f SafeDirectory,
    folder: PathBuf,
    generation: String,
    quick: bool,
    found: &'f mut Soundness,
}

impl Files<'_> {
    fn look(&mut self) {
        let there = self.names();
        let mut wanted: BTreeSet<String> = BTreeSet::new();
        for name in ["meta.json", ".managed.json"] {
            if let Err(why) = self.directory.check_text(Path::new(name)) {
                self.damaged(name, &why);
            }
            self.count(name);
            wanted.insert(name.to_owned());
        }
        match self.segment_files() {
            Some(files) => {
                for (name, is_needed) in files {
                    if is_needed || there.contains(&name) {
                        self.look_at(&name);
                    }
                    wanted.insert(name);
                }
            }
            // Which files the commit needs is not known: what is there is looked at.
            None => there.iter().filter(|name| is_segment_file(name)).for_each(|name| self.look_at(name)),
        }
        for name in &there {
            if !wanted.contains(name) && !is_lock(name) && self.found.damages.is_empty() {
                let what = if is_segment_file(name) || name.starts_with(super::disk::TEMPORARY) {
                    "a run is writing it, or has died and left it for the next one to remove"
                } else {
                    "it is no part of the index"
                };
                self.found.notes.push(format!("{}/{name}: {what}", self.generation));
            }
        }
    }

    fn names(&self) -> BTreeSet<String> {
        let entries = fs::read_dir(&self.folder).into_iter().flatten().flatten();
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
    }

    /// Returns the files of the commit's segments, and whether each must be there; `None` where meta.json cannot be read.
    fn segment_files(&self) -> Option<BTreeMap<String, bool>> {
        let index = guarded("check", || {
            tantivy::Index::open(self.directory.clone()).map_err(|error| engine_error("check", &error))
        });
        let metas = index.ok()?.load_metas().ok()?;
        let with_deletes: Vec<String> = metas
            .segments
            .iter()
            .filter(|segment| segment.has_deletes())
            .map(|segment| segment.id().uuid_string())
            .collect();
        let files = metas.list_segment_files().into_iter().map(|file| {
            let name = file.to_string_lossy().into_owned();
            let is_needed = match name.rsplit_once('.') {
                Some((segment, "del")) => with_deletes.iter().any(|with| segment.starts_with(with)),
                Some((_, kind)) => kind != "temp",
                None => true,
            };
            (name, is_needed)
        });
        Some(files.collect())
    }

    fn look_at(&mut self, name: &str) {
        self.count(name);
        if let Err(why) = self.directory.check_file(Path::new(name), self.quick) {
            self.damaged(name, &why);
        }
    }

    fn count(&mut self, name: &str) {
        self.found.files += 1;
        self.found.bytes += fs::metadata(self.folder.join(name)).map_or(0, |data| data.len());
    }

    fn damaged(&mut self, name: &str, why: &OpenReadError) {
        let why = match why {
            OpenReadError::FileDoesNotExist(_) => "it is missing".to_owned(),
            OpenReadError::IoError { io_error, .. } if io_error.raw_os_error().is_none() => {
                "it is not what was written".to_owned()
            }
            OpenReadError::IoError { io_error, .. } => crate::error::plain_io(io_error),
            OpenReadError::IncompatibleIndex(_) => "it is of another version".to_owned(),
        };
        self.found.damaged(format!("{}/{name}", self.generation), why);
    }
}

/// Says whether the engine gives such names: the number of a segment in hexadecimal, a dot, what is in it.
fn is_segment_file(name: &str) -> bool {
    name.split_once('.').is_some_and(|(id, _)| id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn is_lock(name: &str) -> bool {
    [".tantivy-meta.lock", ".tantivy-writer.lock"].contains(&name)
}

/// Holds what the files say against each other.
fn agree(home: &Home, quick: bool, found: &mut Soundness) -> Result<()> {
    let open = open(home)?;
    let generation = format!("gen-{}", home.generation_number());
    let mut wrong = |file: &str, why: String| {
        let file = if file.is_empty() { generation.clone() } else { format!("{generation}/{file}") };
        found.damages.push(Damage { file, why });
    };
    if open.index.schema() != Fields::schema_once().0 {
        wrong("meta.json", "its schema is another one than format.json says".to_owned());
    }
    let searcher = open.reader.searcher();
    let mut read = Read::default();
    for reader in searcher.segment_readers() {
        let id = reader.segment_id().uuid_string();
        let columns = reader.fast_fields().u64("length").map_err(|error| engine_error("check", &error))?.num_docs();
        if columns != reader.max_doc() {
            let why = format!("it has {columns} documents, meta.json says {}", reader.max_doc());
            wrong(&format!("{id}.fast"), why);
        }
        if let Some(alive) = reader.alive_bitset().filter(|alive| alive.num_alive_docs() as u32 != reader.num_docs()) {
            let why =
                format!("{} documents are left of it, meta.json says {}", alive.num_alive_docs(), reader.num_docs());
            wrong(&id, why);
        }
        read.count_owners(reader)?;
        if !quick {
            read.stories(reader, |why| wrong(&format!("{id}.store"), why))?;
        }
    }
    let manifest = manifest::load(&searcher)?;
    read.compare(&manifest, &open, quick, |why| wrong("", why));
    found.stories = open.payload.counts.stories;
    found.sources = open.payload.counts.sources;
    Ok(())
}

/// What was read of the stories.
#[derive(Default)]
struct Read {
    /// How many stories each source has, by what they are deleted by.
    owners: BTreeMap<Vec<u8>, u64>,
    /// Stories whose stored text was read.
    stored: u64,
}

impl Read {
    fn count_owners(&mut self, reader: &SegmentReader) -> Result<()> {
        let (_, fields) = Fields::schema_once();
        let count = || -> tantivy::Result<Vec<(Vec<u8>, u64)>> {
            let owners = reader.inverted_index(fields.owner)?;
            let mut terms = owners.terms().range().ge(stories_owner(b"")).lt(b"t").into_stream()?;
            let mut counts = Vec::new();
            while terms.advance() {
                let info = terms.value().clone();
                let mut postings = owners.read_postings_from_terminfo(&info, IndexRecordOption::Basic)?;
                let mut stories = 0;
                while postings.doc() != TERMINATED {
                    stories += u64::from(reader.alive_bitset().is_none_or(|alive| alive.is_alive(postings.doc())));
                    postings.advance();
                }
                if stories > 0 {
                    counts.push((terms.key().to_vec(), stories));
                }
            }
            Ok(counts)
        };
        for (owner, stories) in count().map_err(|error| engine_error("check", &error))? {
            *self.owners.entry(owner).or_default() += stories;
        }
        Ok(())
    }

    /// Reads every stored story of a segment; its hash is checked with it.
    fn stories(&mut self, reader: &SegmentReader, mut wrong: impl FnMut(String)) -> Result<()> {
        let (_, fields) = Fields::schema_once();
        let store = reader.get_store_reader(1).map_err(|error| engine_error("check", &error.into()))?;
        for doc in reader.doc_ids_alive() {
            let document: TantivyDocument = store.get(doc).map_err(|error| engine_error("check", &error))?;
            if document.get_first(fields.body).is_none() {
                continue;
            }
            self.stored += 1;
            if stored::read(&document).is_err() {
                wrong("a stored story is not what was written".to_owned());
                break;
            }
        }
        Ok(())
    }

    /// Holds stories, records and counts against each other.
    fn compare(&self, manifest: &Manifest, open: &Open, quick: bool, mut wrong: impl FnMut(String)) {
        let counts = open.payload.counts;
        let stories: u64 = self.owners.values().sum();
        let mut same = |what: &str, there: u64, said: u64| {
            if there != said {
                wrong(format!("it has {there} {what}, the commit says {said}"));
            }
        };
        same("stories", stories, counts.stories);
        same("sources", manifest.len() as u64, counts.sources);
        if !quick {
            same("stored stories", self.stored, counts.stories);
        }
        for (owner, stories) in &self.owners {
            let key = &owner[1..];
            let label = archive::label(key);
            match manifest.get(key) {
                None => wrong(format!("{label} has {stories} stories and no record")),
                // Of a source that was not read to its end, the record says no number.
                Some(record) if record.status == SourceStatus::Indexed && record.stories != *stories => {
                    wrong(format!("{label} has {stories} stories, its record says {}", record.stories));
                }
                Some(_) => {}
            }
        }
        let with_stories =
            manifest.values().filter(|record| record.status == SourceStatus::Indexed && record.stories > 0);
        let mut without: Vec<String> = with_stories
            .filter(|record| !self.owners.contains_key(&stories_owner(&record.key)))
            .map(|record| format!("{} has no stories, its record says {}", record.path(), record.stories))
            .collect();
        without.sort();
        without.into_iter().for_each(wrong);
    }
}

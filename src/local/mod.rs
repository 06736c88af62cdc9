//! The embedded engine: answers from the index on this machine's disk.
//!
//! Owns: turning a [`Plan`] into tantivy queries, reading postings and columns, ordering, counting. Does not own: what a match
//! is (`spans`), how a story is stored (`index`).
//!
//! Opening and searching run inside `catch_unwind`: tantivy trusts its files, and a flipped byte may make it panic. To the
//! user that is a damaged index, not a crash.

mod cursor;
mod expand;
mod facets;
mod fuzzy;
mod lower;
mod rank;
mod scorer;

use crate::error::{Error, ErrorKind, Result};
use crate::index::{self, Counts, Home, Manifest, Payload, Settings};
use crate::query::Plan;
use crate::search::{Answer, Engine, Facet, Hit, NameCount, SearchRequest, StoryKey, snippet};
use crate::spans::{Examiner, Subject};
use crate::story::{Document, Mention, NameKind};
use crate::text;
use expand::Dictionary;
use rank::Found;
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};
use tantivy::query::EnableScoring;
use tantivy::{DocAddress, Searcher, TantivyDocument};

/// An index opened for questions, at one committed state.
pub struct LocalEngine {
    root: PathBuf,
    folder: PathBuf,
    payload: Payload,
    searcher: Searcher,
}

impl LocalEngine {
    /// Opens the index in a folder: `ARCHIVE/.morgue`, or where `--index` put it.
    pub fn open(folder: &Path) -> Result<Self> {
        guarded(|| {
            let (home, open) = open_current(folder)?;
            Ok(Self {
                root: home.root(),
                folder: folder.to_owned(),
                payload: open.payload,
                searcher: open.reader.searcher(),
            })
        })
    }

    /// Returns the archive's root.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the index's folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns how many stories and sources there are.
    pub fn counts(&self) -> Counts {
        self.payload.counts
    }

    /// Returns how the sources were chosen and read.
    pub fn settings(&self) -> &Settings {
        &self.payload.settings
    }

    /// Returns what is known of every source.
    pub fn manifest(&self) -> Result<Manifest> {
        guarded(|| index::load_manifest(&self.searcher))
    }

    /// Returns how many people or organizations the archive names.
    pub fn name_count(&self, kind: NameKind) -> Result<u64> {
        guarded(|| facets::count_keys(&self.searcher, kind))
    }

    fn find(&self, request: &SearchRequest) -> Result<(Vec<Found>, u64)> {
        let dictionary = Dictionary::new(&self.searcher, self.payload.counts.stories);
        let query = lower::lower(&request.plan, &dictionary)?;
        rank::find(&self.searcher, query.as_ref(), request.sort, request.offset, request.limit)
    }

    fn read(&self, address: DocAddress) -> Result<Document> {
        let document: TantivyDocument =
            self.searcher.doc(address).map_err(|error| index::engine_error("read story", &error))?;
        index::read_document(&document)
    }

    fn hit(&self, request: &SearchRequest, examiner: &Examiner, rank: u64, found: &Found) -> Result<Hit> {
        let document = self.read(found.address)?;
        let headline = text::analyze(document.story.headline.as_deref().unwrap_or_default());
        let body = text::analyze(&document.story.body);
        let subject =
            Subject { story: &document.story, headline: &headline, body: &body, mentions: &document.mentions };
        let snippets = if request.snippets == 0 {
            Vec::new()
        } else {
            let highlights = examiner.evidence(&subject).unwrap_or_default();
            snippet::cut(&highlights, &subject, request.snippets, request.width)
        };
        let people = count_names(&document.mentions, NameKind::Person);
        let organizations = count_names(&document.mentions, NameKind::Organization);
        Ok(Hit { rank, score: found.score, story: document.story, people, organizations, snippets })
    }
}

impl Engine for LocalEngine {
    fn search(&self, request: &SearchRequest) -> Result<Answer<'_, Hit>> {
        let (found, total) = guarded(|| self.find(request))?;
        let names = guarded(|| Dictionary::new(&self.searcher, self.payload.counts.stories).names_of(&request.plan))?;
        let (request, examiner) = (request.clone(), Examiner::new(&request.plan, &names));
        let first_rank = request.offset as u64 + 1;
        let hits = found.into_iter().zip(first_rank..);
        let hits = hits.map(move |(found, rank)| guarded(|| self.hit(&request, &examiner, rank, &found)));
        Ok(Answer { total, hits: Box::new(hits) })
    }

    fn keys(&self, request: &SearchRequest) -> Result<Answer<'_, StoryKey>> {
        let (found, total) = guarded(|| self.find(request))?;
        let keys = rank::KeyReader::new(&self.searcher)?;
        Ok(Answer { total, hits: Box::new(found.into_iter().map(move |found| guarded(|| keys.read(found.address)))) })
    }

    fn documents(&self, request: &SearchRequest) -> Result<Answer<'_, Document>> {
        let (found, total) = guarded(|| self.find(request))?;
        Ok(Answer { total, hits: Box::new(found.into_iter().map(|found| guarded(|| self.read(found.address)))) })
    }

    fn count(&self, plan: &Plan) -> Result<u64> {
        guarded(|| {
            let query = lower::lower(plan, &Dictionary::new(&self.searcher, self.payload.counts.stories))?;
            let count = || {
                let weight = query.weight(EnableScoring::disabled_from_searcher(&self.searcher))?;
                let readers = self.searcher.segment_readers().iter();
                readers.map(|reader| weight.count(reader).map(u64::from)).sum::<tantivy::Result<u64>>()
            };
            count().map_err(|error| index::engine_error("search", &error))
        })
    }

    fn story(&self, id: &str) -> Result<Option<Document>> {
        guarded(|| rank::address_of(&self.searcher, id)?.map(|address| self.read(address)).transpose())
    }

    fn names(&self, plan: &Plan, kind: NameKind) -> Result<Vec<Facet>> {
        guarded(|| {
            let query = lower::lower(plan, &Dictionary::new(&self.searcher, self.payload.counts.stories))?;
            facets::names(&self.searcher, query.as_ref(), kind)
        })
    }

    fn explain(&self, plan: &Plan) -> Result<Vec<String>> {
        guarded(|| Dictionary::new(&self.searcher, self.payload.counts.stories).explain(plan))
    }

    fn similar_words(&self, word: &str, limit: usize) -> Result<Vec<String>> {
        guarded(|| Dictionary::new(&self.searcher, self.payload.counts.stories).similar_words(word, limit))
    }
}

/// Opens the generation that `format.json` names. A rebuild may swap it between our two steps: then the second try sees the new one.
fn open_current(folder: &Path) -> Result<(Home, index::Open)> {
    let home = Home::open(folder)?;
    match index::open(&home) {
        Ok(open) => Ok((home, open)),
        Err(first) => {
            let again = Home::open(folder)?;
            if again.generation_number() == home.generation_number() {
                return Err(first);
            }
            index::open(&again).map(|open| (again, open))
        }
    }
}

/// Runs something that reads the index; a panic inside is a damaged index.
fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).unwrap_or_else(|_| {
        let why = "the index is damaged: reading it failed in a way that a sound index cannot";
        Err(Error::new(ErrorKind::Damaged, "search", why)
            .hint("`morgue index --rebuild` makes it anew from the archive"))
    })
}

fn count_names(mentions: &[Mention], kind: NameKind) -> Vec<NameCount> {
    let mut counts: BTreeMap<&str, NameCount> = BTreeMap::new();
    for mention in mentions.iter().filter(|mention| mention.kind == kind) {
        let count = counts.entry(&mention.key).or_insert_with(|| NameCount { name: mention.name.clone(), mentions: 0 });
        count.mentions += 1;
    }
    let mut counts: Vec<NameCount> = counts.into_values().collect();
    counts.sort_by(|a, b| b.mentions.cmp(&a.mentions).then_with(|| a.name.cmp(&b.name)));
    counts
}

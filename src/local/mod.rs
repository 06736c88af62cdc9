//! The embedded engine: answers from the index on this machine's disk.
//!
//! Owns: turning a [`Plan`] into tantivy queries, reading postings and columns, ordering, counting. Does not own: what a match
//! is (`spans`), how a story is stored (`index`).
//!
//! Opening and searching are guarded: tantivy trusts its files, and a panic over a damaged one is an error here.

mod columns;
mod cursor;
mod dossier;
mod expand;
mod facets;
mod freshness;
mod fuzzy;
mod identity;
mod keys;
mod lower;
mod rank;
mod scorer;
mod versions;
mod walk;

use crate::error::Result;
use crate::index::{self, Counts, Manifest, NameCounts, Payload, Settings, SourceRecord};
use crate::names::Authority;
use crate::names::suggest::{Counted, Suggestion, suggest};
use crate::query::Plan;
use crate::search::{
    Answer, DossierRequest, Engine, Facet, FoundDocument, Hit, NameCount, SearchRequest, Staleness, StoryKey, Versions,
    Who,
};
use crate::spans::{Examiner, Highlight, NameKeys, Subject};
use crate::story::{Date, Document, Mention, NameKind, Story};
use crate::text::{self, Analysis};
use expand::Dictionary;
use freshness::Freshness;
use rank::Found;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use tantivy::query::{EnableScoring, Query, TermSetQuery};
use tantivy::{DocAddress, Searcher, TantivyDocument};
use versions::Groups;

/// How many keys are looked up at once, in the order of the dictionary: one by one, each would decode a block of it anew.
const KEY_BLOCK: usize = 4096;

/// What an index holds, in figures.
#[derive(Clone, Debug, Default)]
pub struct IndexStatus {
    /// Stories.
    pub stories: u64,
    /// Files, whatever became of them.
    pub sources: u64,
    /// Their size.
    pub bytes: u64,
    /// Different people.
    pub people: u64,
    /// Different organizations.
    pub organizations: u64,
    /// The earliest publication date.
    pub first: Option<Date>,
    /// The latest.
    pub last: Option<Date>,
    /// The versions of what made it.
    pub versions: BTreeMap<String, String>,
}

/// An index opened for questions, at one committed state.
pub struct LocalEngine {
    root: PathBuf,
    folder: PathBuf,
    payload: Payload,
    searcher: Searcher,
    authority: Authority,
    /// What every answer leaves out: the stories of sources that have changed, where only fresh ones are wanted.
    stale: Option<TermSetQuery>,
}

impl LocalEngine {
    /// Opens the index in a folder: `ARCHIVE/.morgue`, or where `--index` put it. What the archive's `names.toml` says is
    /// read with it.
    pub fn open(folder: &Path) -> Result<Self> {
        guarded(|| {
            let (home, open) = index::open_current(folder)?;
            let root = home.root();
            Ok(Self {
                authority: Authority::load(&root)?,
                root,
                folder: folder.to_owned(),
                payload: open.payload,
                searcher: open.reader.searcher(),
                stale: None,
            })
        })
    }

    /// Leaves out of every answer the stories whose source has changed or gone since it was read. Costs a stat for each
    /// source.
    pub fn only_fresh(self) -> Result<Self> {
        let stale = freshness::exclusion(&self.manifest()?, &self.root);
        Ok(Self { stale, ..self })
    }

    /// Returns the archive's root.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Returns the index's folder.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Returns what the archive's owner says about names.
    pub fn authority(&self) -> &Authority {
        &self.authority
    }

    /// Returns which names of one kind in the stories that match may be one, most stories first.
    pub fn suggest(&self, plan: &Plan, kind: NameKind) -> Result<Vec<Suggestion>> {
        let facets = self.names(plan, kind)?;
        let counted = facets.iter().map(|Facet { name, key, stories, .. }| Counted { name, key, stories: *stories });
        let dictionary = self.dictionary();
        guarded(|| {
            suggest(kind, &counted.collect::<Vec<_>>(), &self.authority, |short, long| {
                dictionary.together(kind, short, long)
            })
        })
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

    /// Returns how many people and organizations the archive names.
    pub fn name_counts(&self) -> Result<NameCounts> {
        guarded(|| NameCounts::of(&self.payload, &self.searcher))
    }

    /// Returns what the index holds, in figures.
    pub fn status(&self) -> Result<IndexStatus> {
        let (manifest, names) = (self.manifest()?, self.name_counts()?);
        let (first, last) = guarded(|| facets::period(&self.searcher))?;
        let version = |name: &str, version: u32| (name.to_owned(), version.to_string());
        Ok(IndexStatus {
            stories: self.payload.counts.stories,
            sources: self.payload.counts.sources,
            bytes: manifest.values().map(|record| record.fingerprint.size).sum(),
            people: names.people,
            organizations: names.organizations,
            first,
            last,
            versions: BTreeMap::from([
                version("word_analysis", text::ANALYZER_VERSION),
                version("names", crate::names::NAMES_VERSION),
                version("formats", crate::format::EXTRACTOR_VERSION),
            ]),
        })
    }

    /// Returns every source record, in the order of their paths.
    pub fn sources(&self) -> Result<Vec<SourceRecord>> {
        let mut sources: Vec<SourceRecord> = self.manifest()?.into_values().collect();
        sources.sort_by(|a, b| a.key.cmp(&b.key));
        Ok(sources)
    }

    fn dictionary(&self) -> Dictionary<'_> {
        Dictionary::new(&self.searcher, self.payload.counts.stories, &self.authority)
    }

    /// Returns the query of a plan, without what is not wanted.
    fn query(&self, plan: &Plan, dictionary: &Dictionary<'_>) -> Result<Box<dyn Query>> {
        let query = lower::lower(plan, dictionary)?;
        Ok(match &self.stale {
            Some(stale) => freshness::without(query, stale),
            None => query,
        })
    }

    fn count_of(&self, plan: &Plan, dictionary: &Dictionary<'_>) -> Result<u64> {
        let query = self.query(plan, dictionary)?;
        let count = || {
            let weight = query.weight(EnableScoring::disabled_from_searcher(&self.searcher))?;
            let readers = self.searcher.segment_readers().iter();
            readers.map(|reader| weight.count(reader).map(u64::from)).sum::<tantivy::Result<u64>>()
        };
        count().map_err(|error| index::engine_error("search", &error))
    }

    fn find(&self, request: &SearchRequest, dictionary: &Dictionary<'_>) -> Result<Selection> {
        let query = self.query(&request.plan, dictionary)?;
        let find = |offset, limit| rank::find(&self.searcher, query.as_ref(), request.sort, offset, limit);
        let groups = |found: &[Found]| Groups::of(self, found.iter().map(|found| found.address));
        match request.versions {
            None => {
                let (found, total) = find(request.offset, request.limit)?;
                Ok(Selection { found, total, groups: Groups::default() })
            }
            Some(Versions::All) => {
                let (found, total) = find(request.offset, request.limit)?;
                Ok(Selection { groups: groups(&found)?, found, total })
            }
            // How many hits are left is known only when the groups of all of them are.
            Some(wanted) => {
                let (mut found, _) = find(0, None)?;
                let groups = groups(&found)?;
                groups.choose(&mut found, wanted);
                let total = found.len() as u64;
                found.drain(..request.offset.min(found.len()));
                found.truncate(request.limit.unwrap_or(usize::MAX));
                Ok(Selection { found, total, groups })
            }
        }
    }

    fn read(&self, address: DocAddress) -> Result<Document> {
        let document: TantivyDocument =
            self.searcher.doc(address).map_err(|error| index::engine_error("read story", &error))?;
        let mut document = index::read_document(&document)?;
        self.authority.apply(&mut document.mentions);
        Ok(document)
    }

    fn hit(
        &self,
        request: &SearchRequest,
        examiners: &Examiners,
        groups: &Groups,
        freshness: &Freshness<'_>,
        rank: u64,
        found: &Found,
    ) -> Result<Hit> {
        let document = self.read(found.address)?;
        let (mut snippets, mut inferred) = (Vec::new(), false);
        if !request.excerpts.is_none() || examiners.strict.is_some() {
            let analysed = Analysed::of(&document);
            let highlights = analysed.evidence(&examiners.examiner).unwrap_or_default();
            snippets = request.excerpts.cut(&highlights, &analysed.subject());
            inferred = examiners.is_inferred(&analysed);
        }
        let people = count_names(&document.mentions, NameKind::Person);
        let organizations = count_names(&document.mentions, NameKind::Organization);
        let stale = freshness.of(&document.story.path)?;
        let (score, group) = (found.score, groups.group(found.address));
        Ok(Hit { rank, score, story: document.story, people, organizations, snippets, inferred, stale, group })
    }
}

impl Engine for LocalEngine {
    fn search(&self, request: &SearchRequest) -> Result<Answer<'_, Hit>> {
        let dictionary = self.dictionary();
        let Selection { found, total, groups } = guarded(|| self.find(request, &dictionary))?;
        let names = guarded(|| dictionary.names_of(&request.plan))?;
        let (request, examiners) = (request.clone(), Examiners::new(&request.plan, names));
        let freshness = Freshness::new(&self.searcher, &self.root);
        let first_rank = (request.offset as u64).saturating_add(1);
        let hits = found.into_iter().zip(first_rank..);
        let hits = hits
            .map(move |(found, rank)| guarded(|| self.hit(&request, &examiners, &groups, &freshness, rank, &found)));
        Ok(Answer { total, hits: Box::new(hits) })
    }

    fn keys(&self, request: &SearchRequest) -> Result<Answer<'_, StoryKey>> {
        let Selection { found, total, .. } = guarded(|| self.find(request, &self.dictionary()))?;
        let keys = guarded(|| rank::KeyReader::new(&self.searcher))?;
        let blocks = found.chunks(KEY_BLOCK).map(<[Found]>::to_vec).collect::<Vec<_>>().into_iter();
        let hits = blocks.flat_map(move |block| match guarded(|| keys.read(&block)) {
            Ok(keys) => keys.into_iter().map(Ok).collect(),
            Err(error) => vec![Err(error)],
        });
        Ok(Answer { total, hits: Box::new(hits) })
    }

    fn documents(&self, request: &SearchRequest) -> Result<Answer<'_, FoundDocument>> {
        let dictionary = self.dictionary();
        let Selection { found, total, .. } = guarded(|| self.find(request, &dictionary))?;
        let names = guarded(|| dictionary.names_of(&request.plan))?;
        let examiners = Examiners::new(&request.plan, names);
        let freshness = Freshness::new(&self.searcher, &self.root);
        let hits = found.into_iter().map(move |found| {
            guarded(|| {
                let document = self.read(found.address)?;
                let inferred = examiners.strict.is_some() && examiners.is_inferred(&Analysed::of(&document));
                let stale = freshness.of(&document.story.path)?;
                Ok(FoundDocument { document, inferred, stale })
            })
        });
        Ok(Answer { total, hits: Box::new(hits) })
    }

    fn count(&self, plan: &Plan) -> Result<u64> {
        guarded(|| self.count_of(plan, &self.dictionary()))
    }

    fn staleness(&self, story: &Story) -> Result<Option<Staleness>> {
        guarded(|| Freshness::new(&self.searcher, &self.root).of(&story.path))
    }

    fn story(&self, id: &str) -> Result<Option<Document>> {
        guarded(|| rank::address_of(&self.searcher, id)?.map(|address| self.read(address)).transpose())
    }

    fn versions(&self, id: &str) -> Result<Vec<Document>> {
        guarded(|| {
            let Some(address) = rank::address_of(&self.searcher, id)? else { return Ok(Vec::new()) };
            let groups = Groups::of(self, std::iter::once(address))?;
            groups.members(address).into_iter().map(|member| self.read(member)).collect()
        })
    }

    fn evidence(&self, plan: &Plan, document: &Document) -> Result<Option<Vec<Highlight>>> {
        guarded(|| {
            let names = self.dictionary().names_of(plan)?;
            Ok(Analysed::of(document).evidence(&Examiner::new(plan, &names)))
        })
    }

    fn names(&self, plan: &Plan, kind: NameKind) -> Result<Vec<Facet>> {
        guarded(|| {
            let query = self.query(plan, &self.dictionary())?;
            facets::names(&self.searcher, query.as_ref(), kind, &self.authority)
        })
    }

    fn who(&self, request: &DossierRequest) -> Result<Who> {
        guarded(|| dossier::who(self, request))
    }

    fn explain(&self, plan: &Plan) -> Result<Vec<String>> {
        guarded(|| self.dictionary().explain(plan))
    }

    fn similar_words(&self, word: &str, limit: usize) -> Result<Vec<String>> {
        guarded(|| self.dictionary().similar_words(word, limit))
    }
}

/// The stories that answer a request, in order, and how many there are before paging.
struct Selection {
    found: Vec<Found>,
    total: u64,
    groups: Groups,
}

/// A plan made ready to say why stories match it.
struct Examiners {
    examiner: Examiner,
    /// The same without inferred surnames; `None` where there are none.
    strict: Option<Examiner>,
}

impl Examiners {
    fn new(plan: &Plan, mut names: NameKeys) -> Self {
        let examiner = Examiner::new(plan, &names);
        let infers = names.values().any(|set| !set.surnames.is_empty());
        for set in names.values_mut() {
            set.surnames.clear();
        }
        Self { examiner, strict: infers.then(|| Examiner::new(plan, &names)) }
    }

    /// Says whether a story that matches would not without inferred surnames.
    fn is_inferred(&self, story: &Analysed<'_>) -> bool {
        self.strict.as_ref().is_some_and(|strict| story.evidence(strict).is_none())
    }
}

/// A story with its words.
struct Analysed<'d> {
    document: &'d Document,
    headline: Analysis,
    body: Analysis,
}

impl<'d> Analysed<'d> {
    fn of(document: &'d Document) -> Self {
        let headline = text::analyze(document.story.headline.as_deref().unwrap_or_default());
        Self { document, headline, body: text::analyze(&document.story.body) }
    }

    fn subject(&self) -> Subject<'_> {
        let Document { story, mentions } = self.document;
        Subject { story, headline: &self.headline, body: &self.body, mentions }
    }

    fn evidence(&self, examiner: &Examiner) -> Option<Vec<Highlight>> {
        examiner.evidence(&self.subject())
    }
}

/// Runs something that reads the index; a panic inside is a damaged index.
fn guarded<T>(work: impl FnOnce() -> Result<T>) -> Result<T> {
    index::guarded("search", work)
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

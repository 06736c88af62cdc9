//! What an index says, as a value that can be compared.

use crate::index::{self, Home};
use crate::ingest::{Event, Observer};
use crate::query::{self, Context};
use crate::search::{Excerpts, SearchRequest, Sort};
use crate::story::NameKind;
use crate::{Engine, LocalEngine, Result};
use std::path::Path;

/// Everything a user can see of an index.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct State {
    /// How many stories it says it has.
    pub(super) stories: u64,
    /// Each story whole, in the order of their paths.
    export: Vec<String>,
    /// The hits of some queries.
    hits: Vec<Vec<String>>,
    /// People and organizations.
    names: Vec<String>,
    /// What is known of each source, but for times.
    sources: Vec<String>,
}

impl State {
    /// Reads the index in a folder.
    pub(super) fn of(folder: &Path) -> Result<Self> {
        let engine = LocalEngine::open(folder)?;
        let export = engine.documents(&request("NOT zyx"))?.hits;
        let export = export.map(|found| Ok(format!("{:?}", found?.document))).collect::<Result<_>>()?;
        let queries =
            ["ferry", "\"sank off\"", "headline:budget", "sank w/4 (riga OR liepaja)", "date:2021..", "person:*"];
        let ids = |query: &str| -> Result<Vec<String>> {
            engine.search(&request(query))?.hits.map(|hit| Ok(hit?.story.id)).collect()
        };
        let hits = queries.into_iter().map(ids).collect::<Result<_>>()?;
        let everything = request("NOT zyx").plan;
        let mut names = Vec::new();
        for kind in [NameKind::Person, NameKind::Organization] {
            names.extend(engine.names(&everything, kind)?.iter().map(|facet| format!("{facet:?}")));
        }
        let sources = engine.sources()?;
        let source = |record: &index::SourceRecord| {
            let (path, status, reason) = (record.path(), record.status, &record.reason);
            let (size, hash, stories) = (record.fingerprint.size, record.hash, record.stories);
            format!("{path} {size} {hash} {status:?} {reason} {stories} {:?}", record.account)
        };
        Ok(Self {
            stories: engine.counts().stories,
            export,
            hits,
            names,
            sources: sources.iter().map(source).collect(),
        })
    }
}

fn request(text: &str) -> SearchRequest {
    let context = Context::on("2024-06-01".parse().expect("a date"));
    SearchRequest {
        plan: query::parse(text, &context).expect("a query").plan().clone(),
        sort: Sort::Path,
        offset: 0,
        limit: None,
        excerpts: Excerpts::Snippets { count: 2, width: 60 },
        versions: None,
    }
}

/// Returns the files in an index's folder that no commit needs.
pub(super) fn left_over(folder: &Path) -> Vec<String> {
    let home = Home::open(folder).expect("an index");
    let open = index::open(&home).expect("it opens");
    let metas = open.index.load_metas().expect("it has a commit");
    let needed: Vec<String> =
        metas.list_segment_files().iter().map(|file| file.to_string_lossy().into_owned()).collect();
    let mut left_over = Vec::new();
    let generation = format!("gen-{}", home.generation_number());
    for name in names_in(folder) {
        if name != "lock" && name != "format.json" && name != generation {
            left_over.push(name);
        }
    }
    for name in names_in(&folder.join(generation)) {
        let is_the_engine_s =
            matches!(name.as_str(), "meta.json" | ".managed.json" | ".tantivy-meta.lock" | ".tantivy-writer.lock");
        if !is_the_engine_s && !needed.contains(&name) {
            left_over.push(name);
        }
    }
    left_over
}

fn names_in(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("the folder is listed").flatten();
    let mut names: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Calls a function at each step of a run: where the run goes on after it, what it did so far is committed, if a commit is
/// due after each byte.
pub(super) struct AtEachStep<F: Fn()>(pub(super) F);

impl<F: Fn()> Observer for AtEachStep<F> {
    fn event(&self, event: &Event<'_>) {
        if let Event::Progress { .. } = event {
            (self.0)();
        }
    }
}

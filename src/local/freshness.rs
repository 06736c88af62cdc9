//! Whether the file that a story was read from is still what it was: told by its size and its time of change, which costs a
//! stat.

use crate::archive::{self, Fingerprint};
use crate::error::Result;
use crate::index::{self, Fields, Manifest, engine_error};
use crate::search::Staleness;
use std::cell::RefCell;
use std::collections::HashMap;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use tantivy::query::{BooleanQuery, Occur, Query, TermSetQuery};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet as _, Searcher, TERMINATED, Term};

/// Looks at each source once.
pub(super) struct Freshness<'e> {
    searcher: &'e Searcher,
    root: &'e Path,
    known: RefCell<HashMap<String, Option<Staleness>>>,
}

impl<'e> Freshness<'e> {
    pub(super) fn new(searcher: &'e Searcher, root: &'e Path) -> Self {
        Self { searcher, root, known: RefCell::default() }
    }

    /// Returns what became of the source of a story, by the story's path; `None` where it has not changed.
    pub(super) fn of(&self, path: &str) -> Result<Option<Staleness>> {
        let is_member = |(at, _): &(usize, &str)| path[at + 1..].len() > 1;
        let ends = path.rmatch_indices('!').filter(is_member).map(|(at, _)| at);
        // A file's own name may hold the sign that parts members from their archive: the longest name that is known.
        for end in std::iter::once(path.len()).chain(ends) {
            let source = &path[..end];
            if let Some(known) = self.known.borrow().get(source) {
                return Ok(*known);
            }
            for key in archive::keys_of_label(source) {
                let Some((size, mtime_ns)) = self.recorded(&key)? else { continue };
                let now = staleness(self.root, &key, size, mtime_ns);
                self.known.borrow_mut().insert(source.to_owned(), now);
                return Ok(now);
            }
        }
        Ok(None)
    }

    /// Returns size and time of change as they are recorded of a source.
    fn recorded(&self, key: &[u8]) -> Result<Option<(u64, i64)>> {
        let find = || -> tantivy::Result<Option<(u64, i64)>> {
            let (_, fields) = Fields::schema_once();
            let term = Term::from_field_bytes(fields.owner, &index::record_owner(key));
            for reader in self.searcher.segment_readers() {
                let inverted = reader.inverted_index(fields.owner)?;
                let Some(mut postings) = inverted.read_postings(&term, IndexRecordOption::Basic)? else { continue };
                while postings.doc() != TERMINATED {
                    let doc = postings.doc();
                    if reader.alive_bitset().is_none_or(|alive| alive.is_alive(doc)) {
                        let size = reader.fast_fields().u64("source_size")?.first(doc);
                        let mtime = reader.fast_fields().i64("source_mtime")?.first(doc);
                        return Ok(size.zip(mtime));
                    }
                    postings.advance();
                }
            }
            Ok(None)
        };
        find().map_err(|error| engine_error("search", &error))
    }
}

fn staleness(root: &Path, key: &[u8], size: u64, mtime_ns: i64) -> Option<Staleness> {
    match fs::metadata(root.join(archive::path_of(key))) {
        Ok(metadata) => {
            let now = Fingerprint::of(&metadata);
            (now.size != size || now.mtime_ns != mtime_ns).then_some(Staleness::Stale)
        }
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Some(Staleness::Missing)
        }
        // Whether it is what was read cannot be seen.
        Err(_) => Some(Staleness::Stale),
    }
}

/// Returns what leaves out the stories of sources that have changed or gone; `None` where there are none.
pub(super) fn exclusion(manifest: &Manifest, root: &Path) -> Option<TermSetQuery> {
    let (_, fields) = Fields::schema_once();
    let mut stale: Vec<&Vec<u8>> = manifest
        .values()
        .filter(|record| {
            let then = record.fingerprint;
            staleness(root, &record.key, then.size, then.mtime_ns).is_some()
        })
        .map(|record| &record.key)
        .collect();
    stale.sort_unstable();
    let terms: Vec<Term> =
        stale.into_iter().map(|key| Term::from_field_bytes(fields.owner, &index::stories_owner(key))).collect();
    (!terms.is_empty()).then(|| TermSetQuery::new(terms))
}

/// Returns a query without what an exclusion finds.
pub(super) fn without(query: Box<dyn Query>, exclusion: &TermSetQuery) -> Box<dyn Query> {
    Box::new(BooleanQuery::new(vec![(Occur::Must, query), (Occur::MustNot, Box::new(exclusion.clone()))]))
}

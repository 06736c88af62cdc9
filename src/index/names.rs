//! How many names an index holds.

use super::engine_error;
use super::schema::{Fields, mark, of_column};
use super::transaction::Payload;
use crate::error::Result;
use crate::story::NameKind;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashSet};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet as _, Searcher, SegmentReader, TERMINATED};

/// How many names the stories of an index have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NameCounts {
    /// People.
    pub people: u64,
    /// Organizations.
    pub organizations: u64,
}

impl NameCounts {
    /// Returns what a commit says of itself; counts where it says nothing.
    pub(crate) fn of(payload: &Payload, searcher: &Searcher) -> Result<Self> {
        let count = |kind| count_names(searcher, kind);
        match payload.names {
            Some(names) => Ok(names),
            None => Ok(Self { people: count(NameKind::Person)?, organizations: count(NameKind::Organization)? }),
        }
    }
}

/// Returns how many people or organizations the stories of an index name.
///
/// It is read from the dictionary of their marks, so that it takes as long as there are names and deleted stories, however many
/// stories there are.
fn count_names(searcher: &Searcher, kind: NameKind) -> Result<u64> {
    let mut keys = HashSet::new();
    for reader in searcher.segment_readers() {
        add_keys(reader, kind, &mut keys).map_err(|error| engine_error("search", &error))?;
    }
    Ok(keys.len() as u64)
}

/// Adds the keys of a kind that a story of a segment has.
fn add_keys(reader: &SegmentReader, kind: NameKind, keys: &mut HashSet<String>) -> tantivy::Result<()> {
    let (_, fields) = Fields::schema_once();
    let inverted = reader.inverted_index(fields.marks)?;
    let prefix = mark::key_prefix(kind, "");
    // Names of deleted stories stay in the dictionary until a merge.
    let perhaps_gone = deleted_keys(reader, kind)?;
    let mut stream = inverted.terms().range().ge(&prefix).into_stream()?;
    while stream.advance() {
        let Some(term) = std::str::from_utf8(stream.key()).ok().filter(|term| term.starts_with(&prefix)) else { break };
        // A key has a mark for each of its lengths; without a key it is one of any name.
        let Some((key, _)) = mark::parts(term).filter(|(key, _)| !key.is_empty() && !keys.contains(*key)) else {
            continue;
        };
        if perhaps_gone.contains(key) {
            let mut stories = inverted.read_postings_from_terminfo(stream.value(), IndexRecordOption::Basic)?;
            while stories.doc() != TERMINATED && reader.is_deleted(stories.doc()) {
                stories.advance();
            }
            if stories.doc() == TERMINATED {
                continue;
            }
        }
        keys.insert(key.to_owned());
    }
    Ok(())
}

/// Returns the keys that the deleted stories of a segment have; other stories may have them too.
fn deleted_keys(reader: &SegmentReader, kind: NameKind) -> tantivy::Result<HashSet<String>> {
    let mut keys = HashSet::new();
    let (Some(alive), (column, _)) = (reader.alive_bitset(), Fields::name_columns(kind)) else { return Ok(keys) };
    let Some(names) = reader.fast_fields().str(column)? else { return Ok(keys) };
    let deleted = (0..reader.max_doc()).filter(|&doc| alive.is_deleted(doc));
    let ordinals: BTreeSet<u64> = deleted.flat_map(|doc| names.term_ords(doc)).collect();
    let ordinals: Vec<u64> = ordinals.into_iter().collect();
    names.dictionary().sorted_ords_to_term_cb(&ordinals, |value| {
        keys.insert(of_column(&String::from_utf8_lossy(value)).0.into_owned());
    })?;
    Ok(keys)
}

//! How many names an index holds.

use super::engine_error;
use super::schema::{Fields, of_column};
use crate::error::Result;
use crate::story::NameKind;
use std::collections::HashSet;
use tantivy::Searcher;

/// Returns how many people or organizations the stories of an index name.
pub fn count_names(searcher: &Searcher, kind: NameKind) -> Result<u64> {
    let fail = |error: tantivy::TantivyError| engine_error("search", &error);
    let mut keys = HashSet::new();
    for reader in searcher.segment_readers() {
        let (names, _) = Fields::name_columns(kind);
        let Some(columns) = reader.fast_fields().str(names).map_err(fail)? else { continue };
        let mut used = vec![false; columns.num_terms()];
        for doc in reader.doc_ids_alive() {
            for ordinal in columns.term_ords(doc) {
                used[ordinal as usize] = true;
            }
        }
        let ordinals: Vec<u64> = (0..).zip(&used).filter_map(|(ordinal, used)| used.then_some(ordinal)).collect();
        let read = columns.dictionary().sorted_ords_to_term_cb(&ordinals, |value| {
            keys.insert(of_column(&String::from_utf8_lossy(value)).0.into_owned());
        });
        read.map_err(|error| fail(error.into()))?;
    }
    Ok(keys.len() as u64)
}

//! How many names an index holds.

use super::engine_error;
use super::schema::{Fields, of_column};
use crate::error::Result;
use crate::story::NameKind;
use std::collections::BTreeSet;
use tantivy::Searcher;

/// Returns how many different keys of one kind the index holds.
pub fn count_names(searcher: &Searcher, kind: NameKind) -> Result<u64> {
    let fail = |error: tantivy::TantivyError| engine_error("search", &error);
    let mut keys = BTreeSet::new();
    for reader in searcher.segment_readers() {
        let (names, _) = Fields::name_columns(kind);
        let Some(names) = reader.fast_fields().str(names).map_err(fail)? else { continue };
        let mut stream = names.dictionary().stream().map_err(|error| fail(error.into()))?;
        while stream.advance() {
            let value = String::from_utf8_lossy(stream.key());
            keys.insert(of_column(&value).0.into_owned());
        }
    }
    Ok(keys.len() as u64)
}

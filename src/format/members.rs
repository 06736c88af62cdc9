//! Names for the records of a source: their own id, else their ordinal, and never the same twice.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The longest id that is taken for one, in bytes; what is longer is some other text in the wrong column.
const LONGEST_ID: usize = 512;

/// The names given so far. A source may hold millions, so the hashes of ids are kept and not they themselves; two that
/// share one would merely be told apart by a `~2` too many. As long as no record has an id, the highest ordinal will do.
#[derive(Default)]
pub(super) struct Members {
    seen: HashMap<u64, u32>,
    plain: u64,
}

impl Members {
    /// Returns the name of the record with this `id`, or this `ordinal` where it has none.
    pub(super) fn name(&mut self, id: Option<&str>, ordinal: u64) -> String {
        let id = id.map(str::trim).filter(|id| !id.is_empty() && id.len() <= LONGEST_ID);
        if id.is_none() && self.seen.is_empty() {
            self.plain = ordinal;
            return ordinal.to_string();
        }
        let name = id.map_or_else(|| ordinal.to_string(), str::to_owned);
        let mut unique = name.clone();
        while !self.take(&unique) {
            let count = self.seen.entry(hash(&name)).or_insert(1);
            *count += 1;
            unique = format!("{name}~{count}");
        }
        unique
    }

    /// Takes a name, or returns false where it is taken.
    fn take(&mut self, name: &str) -> bool {
        let is_plain = name.parse().is_ok_and(|number: u64| (1..=self.plain).contains(&number));
        match self.seen.entry(hash(name)) {
            Entry::Vacant(place) if !is_plain => {
                place.insert(1);
                true
            }
            _ => false,
        }
    }
}

fn hash(name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_that_comes_twice_is_numbered_and_never_collides() {
        let mut members = Members::default();
        let mut name = |id: Option<&str>, ordinal| members.name(id, ordinal);
        assert_eq!(name(Some(" a "), 1), "a");
        assert_eq!(name(Some("a~2"), 2), "a~2");
        assert_eq!(name(Some("a"), 3), "a~3");
        assert_eq!(name(Some("a"), 4), "a~4");
        assert_eq!(name(None, 5), "5");
        assert_eq!(name(Some("5"), 6), "5~2");
        assert_eq!(name(Some(""), 7), "7");
        assert_eq!(name(Some(&"x".repeat(513)), 8), "8");
    }

    #[test]
    fn an_id_after_records_without_one_is_not_their_ordinal() {
        let mut members = Members::default();
        assert_eq!(members.name(None, 1), "1");
        assert_eq!(members.name(None, 2), "2");
        assert_eq!(members.name(Some("2"), 3), "2~2");
        assert_eq!(members.name(Some("3"), 4), "3");
        assert_eq!(members.name(None, 5), "5");
    }
}

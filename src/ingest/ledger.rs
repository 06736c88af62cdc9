//! The ledger: what became of every file, and which of them a run would find changed.

use super::{WalkOptions, format_options};
use crate::archive::{self, Listing, Source};
use crate::error::{Error, Result};
use crate::index::{self, Account, SourceRecord, SourceStatus};
use std::collections::BTreeMap;
use std::path::Path;

/// How a file stands to what is recorded of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// Its size and its time of change are those recorded.
    Unchanged,
    /// They are not.
    Changed,
    /// It is not recorded.
    New,
    /// It is recorded and no longer there.
    Removed,
}

impl Standing {
    /// Returns the word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unchanged => "unchanged",
            Self::Changed => "changed",
            Self::New => "new",
            Self::Removed => "removed",
        }
    }
}

/// A file in the ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// Its path for showing.
    pub path: String,
    /// Its size in bytes, as recorded; for a new file as it is.
    pub size: u64,
    /// What is recorded of it; `None` for a new file.
    pub record: Option<SourceRecord>,
    /// How it stands to that; `None` where the archive cannot be reached.
    pub standing: Option<Standing>,
}

impl Entry {
    /// Returns how it was treated; `None` for a new file.
    pub fn status(&self) -> Option<SourceStatus> {
        self.record.as_ref().map(|record| record.status)
    }
}

/// Every file of an archive and what became of it.
#[derive(Debug)]
pub struct Ledger {
    /// The files in the order of their paths, those that are gone included.
    pub entries: Vec<Entry>,
    /// What was found in all of them.
    pub account: Account,
    /// Why the archive cannot be compared with its index, where it cannot.
    pub unreachable: Option<Error>,
}

/// Returns the ledger of the index in a folder, compared with its archive as it is now.
pub fn ledger(folder: &Path) -> Result<Ledger> {
    let (home, open) = index::open_current(folder)?;
    let manifest = index::load_manifest(&open.reader.searcher())?;
    let settings = &open.payload.settings;
    format_options(settings)?;
    let options = WalkOptions::new(&settings.include, &settings.exclude, settings.follow)?.without(folder);
    let records: Records = manifest.into_iter().collect();
    let mut account = Account::default();
    for record in records.values() {
        account.merge(&record.account);
    }
    Ok(match archive::walk(&home.target(), &options) {
        Ok(listing) => Ledger { entries: compared(records, &listing), account, unreachable: None },
        Err(error) => Ledger { entries: recorded(records), account, unreachable: Some(error) },
    })
}

/// The manifest in the order of its keys.
type Records = BTreeMap<Vec<u8>, SourceRecord>;

fn recorded(records: Records) -> Vec<Entry> {
    records.into_values().map(|record| entry(record, None)).collect()
}

fn compared(mut records: Records, listing: &Listing) -> Vec<Entry> {
    let mut entries: BTreeMap<Vec<u8>, Entry> = BTreeMap::new();
    for source in &listing.sources {
        let found = match records.remove(&source.key) {
            Some(record) => {
                let standing = if is_same(source, &record) { Standing::Unchanged } else { Standing::Changed };
                entry(record, Some(standing))
            }
            None => Entry {
                path: source.label.clone(),
                size: source.fingerprint.size,
                record: None,
                standing: Some(Standing::New),
            },
        };
        entries.insert(source.key.clone(), found);
    }
    let skipped = listing.skipped.iter().map(|skipped| (&skipped.key, SourceStatus::Skipped));
    for (key, status) in skipped.chain(listing.failed.iter().map(|failed| (&failed.key, SourceStatus::Failed))) {
        let found = match records.remove(key) {
            Some(record) => {
                let standing = if record.status == status { Standing::Unchanged } else { Standing::Changed };
                entry(record, Some(standing))
            }
            None => Entry { path: archive::label(key), size: 0, record: None, standing: Some(Standing::New) },
        };
        entries.insert(key.clone(), found);
    }
    for (key, record) in records {
        // What lies below a folder that cannot be listed may be there still.
        let standing = listing.is_gone(&key).then_some(Standing::Removed);
        entries.insert(key, entry(record, standing));
    }
    entries.into_values().collect()
}

fn entry(record: SourceRecord, standing: Option<Standing>) -> Entry {
    Entry { path: record.path(), size: record.fingerprint.size, record: Some(record), standing }
}

fn is_same(source: &Source, record: &SourceRecord) -> bool {
    let (now, then) = (source.fingerprint, record.fingerprint);
    now.size == then.size && now.mtime_ns == then.mtime_ns
}

//! What an archive and its manifest do not agree on. Pure: no file is touched.

use super::Request;
use crate::archive::{Fingerprint, Listing, Source};
use crate::error::{Error, ErrorKind, Result};
use crate::index::{Manifest, SourceRecord, SourceStatus};
use std::collections::{BTreeSet, HashSet};

/// The difference between an archive and its manifest.
pub(super) struct Changes<'c> {
    /// Sources that are new, or may have changed: they are read. In the order of their keys.
    pub(super) read: Vec<Source>,
    /// The records of sources that need not be read.
    pub(super) unchanged: Vec<&'c SourceRecord>,
    /// The keys of sources that are gone.
    pub(super) gone: BTreeSet<&'c Vec<u8>>,
    /// The records, as they should be and are not yet, of what the walk met and could not take for a source.
    pub(super) unread: Vec<SourceRecord>,
}

impl<'c> Changes<'c> {
    /// Compares. A source read under another `extractor` counts as changed; so does one that could not be read whole where
    /// the request wants it tried again, and each where it wants them verified.
    pub(super) fn between(listing: &Listing, manifest: &'c Manifest, extractor: u64, request: &Request) -> Self {
        let mut changes =
            Self { read: Vec::new(), unchanged: Vec::new(), gone: BTreeSet::new(), unread: unread(listing, manifest) };
        for source in &listing.sources {
            match manifest.get(&source.key) {
                Some(record)
                    if record.extractor == extractor
                        && !request.verify
                        && !(request.retry_failed && record.is_faulty())
                        && source.fingerprint.is_unchanged(&record.fingerprint, record.scanned_ns) =>
                {
                    changes.unchanged.push(record);
                }
                _ => changes.read.push(source.clone()),
            }
        }
        if manifest.len() > changes.unchanged.len() {
            changes.gone = manifest.keys().filter(|key| listing.is_gone(key)).collect();
        }
        changes
    }

    /// Says whether there is nothing to do.
    pub(super) fn is_empty(&self) -> bool {
        self.read.is_empty() && self.gone.is_empty() && self.unread.is_empty()
    }

    /// Refuses to empty an index because a disk was not mounted: over half of its sources would go. A source that was
    /// renamed is not gone.
    pub(super) fn ensure_most_stay(&self, manifest: &Manifest, listing: &Listing) -> Result<()> {
        let here: HashSet<(u64, u64)> =
            self.read.iter().map(|source| (source.fingerprint.inode, source.fingerprint.size)).collect();
        let lost = self.gone.iter().filter(|key| {
            let fingerprint = manifest[**key].fingerprint;
            !here.contains(&(fingerprint.inode, fingerprint.size))
        });
        let lost = lost.count();
        if lost * 2 <= manifest.len() {
            return Ok(());
        }
        let why = format!("this run would remove {lost} of {} sources from the index", manifest.len());
        Err(Error::new(ErrorKind::User, "index", why)
            .at(listing.base.display())
            .hint("is the disk mounted? If the files are meant to be gone, use --allow-empty"))
    }
}

/// Returns the records that are missing of what is no source, and of what the system would not show; the stories that the
/// index holds of the latter stay.
fn unread(listing: &Listing, manifest: &Manifest) -> Vec<SourceRecord> {
    let skipped = listing
        .skipped
        .iter()
        .map(|skipped| SourceRecord::unread(&skipped.key, SourceStatus::Skipped, &skipped.reason.to_string()));
    let failed = listing.failed.iter().map(|failed| {
        let old = manifest.get(&failed.key);
        SourceRecord::kept(&failed.key, old, Fingerprint::default(), &failed.error.to_string())
    });
    skipped.chain(failed).filter(|record| manifest.get(&record.key) != Some(record)).collect()
}

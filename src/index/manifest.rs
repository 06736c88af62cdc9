//! The manifest: what is known of every source, kept as documents of the same index, so that one commit changes both.

use super::account::Account;
use super::feed::record_owner;
use super::schema::Fields;
use super::{damaged, engine_error};
use crate::archive::{self, Fingerprint};
use crate::error::Result;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::HashMap;
use std::io;
use std::sync::Arc;
use tantivy::columnar::{BytesColumn, Column};
use tantivy::{Searcher, SegmentReader, TantivyDocument};

/// How a source was treated; what wants attention first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum SourceStatus {
    /// It could not be read.
    Failed,
    /// It is no news: binary, empty, over a limit.
    Skipped,
    /// Its stories are in the index.
    Indexed,
}

/// What is known of one source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceRecord {
    /// The path relative to the root, lossless.
    pub key: Vec<u8>,
    /// Size and times when it was read.
    pub fingerprint: Fingerprint,
    /// The first 8 bytes of its blake3 hash; 0 where it was not read to its end.
    pub hash: u64,
    /// When the run that read it began, in nanoseconds since 1970.
    pub scanned_ns: i64,
    /// The version of everything that turns bytes into stories.
    pub extractor: u64,
    /// How it was treated.
    pub status: SourceStatus,
    /// Why it was skipped or failed.
    pub reason: String,
    /// How many stories it gave.
    pub stories: u64,
    /// How many of its records were bad.
    pub bad_records: u64,
    /// Its format.
    pub format: String,
    /// Its encoding.
    pub encoding: String,
    /// What was found in it. Shared: most sources of an archive have the same.
    pub account: Arc<Account>,
}

/// What most sources of an archive have in common: one column, whose dictionary holds each once.
#[derive(Serialize, Deserialize)]
struct About<'r> {
    scanned_ns: i64,
    extractor: u64,
    status: u8,
    reason: Cow<'r, str>,
    stories: u64,
    bad_records: u64,
    format: Cow<'r, str>,
    encoding: Cow<'r, str>,
    account: Cow<'r, Account>,
}

impl<'r> About<'r> {
    fn of(record: &'r SourceRecord) -> Self {
        Self {
            scanned_ns: record.scanned_ns,
            extractor: record.extractor,
            status: record.status.number(),
            reason: Cow::Borrowed(&record.reason),
            stories: record.stories,
            bad_records: record.bad_records,
            format: Cow::Borrowed(&record.format),
            encoding: Cow::Borrowed(&record.encoding),
            account: Cow::Borrowed(&record.account),
        }
    }

    /// Makes the record of a source whose path, fingerprint and hash are still to be filled in.
    fn record(self) -> SourceRecord {
        SourceRecord {
            key: Vec::new(),
            fingerprint: Fingerprint::default(),
            hash: 0,
            scanned_ns: self.scanned_ns,
            extractor: self.extractor,
            status: SourceStatus::of(self.status),
            reason: self.reason.into_owned(),
            stories: self.stories,
            bad_records: self.bad_records,
            format: self.format.into_owned(),
            encoding: self.encoding.into_owned(),
            account: Arc::new(self.account.into_owned()),
        }
    }
}

/// All source records by key.
pub type Manifest = HashMap<Vec<u8>, SourceRecord>;

impl SourceRecord {
    /// Returns true where not all of it could be read: trying again may help.
    pub fn is_faulty(&self) -> bool {
        self.status == SourceStatus::Failed || self.bad_records > 0 || self.account.failed_members > 0
    }

    /// Returns the record of something that was not read: nothing is known of it but why.
    pub fn unread(key: &[u8], status: SourceStatus, reason: &str) -> Self {
        Self {
            key: key.to_vec(),
            fingerprint: Fingerprint::default(),
            hash: 0,
            scanned_ns: 0,
            extractor: 0,
            status,
            reason: reason.to_owned(),
            stories: 0,
            bad_records: 0,
            format: String::new(),
            encoding: String::new(),
            account: Arc::default(),
        }
    }

    /// Returns the record of something that could not be read now, and of which the index keeps what it has: what is known of
    /// that stays, its size and times among it. Where there is nothing, `now` is recorded.
    pub fn kept(key: &[u8], old: Option<&Self>, now: Fingerprint, reason: &str) -> Self {
        let unread = Self::unread(key, SourceStatus::Failed, reason);
        match old.filter(|old| old.stories > 0) {
            Some(old) => Self {
                fingerprint: old.fingerprint,
                stories: old.stories,
                bad_records: old.bad_records,
                format: old.format.clone(),
                encoding: old.encoding.clone(),
                account: Arc::clone(&old.account),
                ..unread
            },
            None => Self { fingerprint: now, ..unread },
        }
    }

    /// Returns the path for showing.
    pub fn path(&self) -> String {
        archive::label(&self.key)
    }

    pub(super) fn document(&self) -> TantivyDocument {
        let (_, fields) = Fields::schema_once();
        let mut document = TantivyDocument::default();
        document.add_bytes(fields.owner, &record_owner(&self.key));
        document.add_bytes(fields.source_path, &self.key);
        document.add_u64(fields.source_size, self.fingerprint.size);
        document.add_i64(fields.source_mtime, self.fingerprint.mtime_ns);
        // Most files were last changed when they were last written.
        let after = self.fingerprint.ctime_ns.wrapping_sub(self.fingerprint.mtime_ns);
        document.add_i64(fields.source_ctime_after_mtime, after);
        document.add_u64(fields.source_inode, self.fingerprint.inode);
        document.add_u64(fields.source_hash, self.hash);
        let about = postcard::to_stdvec(&About::of(self)).expect("plain data can always be written");
        document.add_bytes(fields.source_about, &about);
        document
    }
}

impl SourceStatus {
    fn number(self) -> u8 {
        match self {
            Self::Indexed => 0,
            Self::Skipped => 1,
            Self::Failed => 2,
        }
    }

    fn of(number: u8) -> Self {
        match number {
            0 => Self::Indexed,
            1 => Self::Skipped,
            _ => Self::Failed,
        }
    }

    /// Returns the word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Indexed => "indexed",
            Self::Skipped => "skipped",
            Self::Failed => "failed",
        }
    }
}

/// Returns every source record.
///
/// Dictionaries are walked once and records filled by ordinal: looking each path up by itself costs a hundred times more.
pub fn load(searcher: &Searcher) -> Result<Manifest> {
    let mut manifest = Manifest::new();
    for reader in searcher.segment_readers() {
        load_segment(reader, &mut manifest)?;
    }
    Ok(manifest)
}

const NOT_WRITTEN: &str = "what is known of a source is not what was written";

fn load_segment(reader: &SegmentReader, manifest: &mut Manifest) -> Result<()> {
    let what = "read the manifest";
    let fail = |error: tantivy::TantivyError| engine_error(what, &error);
    let fast = reader.fast_fields();
    let Some(paths) = fast.bytes("source_path").map_err(fail)? else { return Ok(()) };
    let keys = bytes_of(&paths).map_err(|error| fail(error.into()))?;
    let abouts = fast.bytes("source_about").map_err(fail)?.ok_or_else(|| damaged(what, NOT_WRITTEN))?;
    let written = bytes_of(&abouts).map_err(|error| fail(error.into()))?;
    let read = written.iter().map(|about| postcard::from_bytes(about).map(About::record));
    let read: Vec<SourceRecord> =
        read.collect::<std::result::Result<_, _>>().map_err(|_| damaged(what, NOT_WRITTEN))?;
    let number = |name: &str| -> Result<Column<u64>> { fast.u64(name).map_err(fail) };
    let signed = |name: &str| -> Result<Column<i64>> { fast.i64(name).map_err(fail) };
    let (sizes, inodes, hashes) = (number("source_size")?, number("source_inode")?, number("source_hash")?);
    let (mtimes, afters) = (signed("source_mtime")?, signed("source_ctime_after_mtime")?);
    manifest.reserve(keys.len());
    for doc in reader.doc_ids_alive() {
        let Some(path) = paths.ords().first(doc) else { continue };
        let key = keys.get(path as usize).ok_or_else(|| damaged(what, "a source record has no path"))?;
        let about = abouts.ords().first(doc).and_then(|about| read.get(about as usize));
        let about = about.ok_or_else(|| damaged(what, NOT_WRITTEN))?;
        let mtime_ns = mtimes.first(doc).unwrap_or_default();
        let fingerprint = Fingerprint {
            size: sizes.first(doc).unwrap_or_default(),
            mtime_ns,
            ctime_ns: mtime_ns.wrapping_add(afters.first(doc).unwrap_or_default()),
            inode: inodes.first(doc).unwrap_or_default(),
        };
        let hash = hashes.first(doc).unwrap_or_default();
        manifest.insert(key.clone(), SourceRecord { key: key.clone(), fingerprint, hash, ..about.clone() });
    }
    Ok(())
}

/// Returns a column's dictionary as a list, in the order of its ordinals.
fn bytes_of(column: &BytesColumn) -> io::Result<Vec<Vec<u8>>> {
    let mut values = Vec::with_capacity(column.num_terms());
    let mut stream = column.dictionary().stream()?;
    while stream.advance() {
        values.push(stream.key().to_vec());
    }
    Ok(values)
}

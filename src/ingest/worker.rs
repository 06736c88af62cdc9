//! One core's work: a source's bytes become stories ready to be added.

use super::reading::{Note, Reading};
use super::sharing::{self, Exchange, Handed, Piece};
use crate::archive::{Fingerprint, Source};
use crate::error::{Error, Result};
use crate::format::{self, Options, Seekable};
use crate::index::{IndexedStory, Manifest, Room, Share, SourceRecord, SourceStatus};
use crate::names::Recognizer;
use crate::story::{Provenance, Record};
use crossbeam_channel::Sender;
use std::fs::{self, File};
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// Sources up to this size are read at once; larger ones stream.
const READ_AT_ONCE: u64 = 4 << 20;
/// Stories are sent when they hold more than this much text,
const PARCEL_BYTES: u64 = 256 << 10;
/// or take more than this much memory: there are stories of a letter;
const PARCEL_SIZE: u64 = 1 << 20;
/// or when there is something to say of this many sources: who shows progress waits for it.
const PARCEL_MESSAGES: usize = 64;

/// What a worker sends at once: small files are many, and each time the writer must be woken.
pub(super) struct Parcel {
    pub(super) messages: Vec<Message>,
    /// Its stories' share of the memory for stories that wait; the last of them gives it back.
    pub(super) share: Option<Arc<Share>>,
}

impl Parcel {
    /// Makes a parcel when there is room for its stories. Who makes one holds no share, so somebody else gives one back; but an
    /// engine that has died does not, and then the writer must be asked.
    pub(super) fn of(room: &Arc<Room>, messages: Vec<Message>) -> Self {
        const PATIENCE: Duration = Duration::from_secs(5);
        let size: u64 = messages.iter().flat_map(|message| &message.stories).map(|story| story.size).sum();
        let share = (size > 0).then(|| Arc::new(room.share_within(size, PATIENCE)));
        Self { messages, share }
    }
}

/// What a worker says of a source; the last message of each has an outcome.
pub(super) struct Message {
    /// Which source, by its place in `Worker::sources`.
    pub(super) source: usize,
    /// True for the first message of this source.
    pub(super) first: bool,
    /// Stories to add.
    pub(super) stories: Vec<IndexedStory>,
    /// How many bytes of the source this message accounts for.
    pub(super) bytes: u64,
    /// What becomes of the source; `None` if more is to come.
    pub(super) outcome: Option<Outcome>,
}

/// What becomes of a source.
pub(super) enum Outcome {
    /// What it contributed before is replaced.
    Replace {
        /// Its new record.
        record: SourceRecord,
        /// What there is to tell of its records and members, the first of it.
        notes: Vec<Note>,
        /// What can be done about a failure.
        hint: Option<String>,
    },
    /// Its bytes are the same; only times or inode have changed.
    Refresh(SourceRecord),
    /// Its bytes are the same, and its record says all there is to say.
    Same(SourceRecord),
    /// It could not be read at all; what the index holds of it stays.
    Keep {
        /// Its record, which says why.
        record: SourceRecord,
        /// Whether that differs from what is recorded.
        is_news: bool,
        /// What can be done.
        hint: Option<String>,
    },
}

const CHANGED: &str = "changed while it was read";
const RUN_AGAIN: &str = "run the same command again";
pub(super) const NEVER: &str = "reading it failed in a way it never should";
pub(super) const REPORT: &str = "please report it, with the file";

impl Outcome {
    /// The outcome of a source that changed under the reader's eyes.
    fn changed(self) -> Self {
        match self {
            Self::Replace { mut record, notes, .. } => {
                record.status = SourceStatus::Failed;
                CHANGED.clone_into(&mut record.reason);
                record.hash = 0;
                Self::Replace { record, notes, hint: Some(RUN_AGAIN.to_owned()) }
            }
            other => other,
        }
    }
}

/// What all workers share.
pub(super) struct Worker<'w> {
    pub(super) base: &'w Path,
    pub(super) sources: &'w [Source],
    pub(super) manifest: &'w Manifest,
    pub(super) options: &'w Options,
    pub(super) names: Option<&'w dyn Recognizer>,
    pub(super) scanned_ns: i64,
    pub(super) extractor: u64,
    pub(super) retry_failed: bool,
    /// The memory for analysing stories.
    pub(super) analysis: &'w Arc<Room>,
    /// The memory for stories that wait for the engine.
    pub(super) waiting: &'w Arc<Room>,
    pub(super) next: AtomicUsize,
}

impl Worker<'_> {
    /// Takes sources until there are no more, then helps with those that others still read; or until nobody listens.
    pub(super) fn work(&self, sender: &Sender<Parcel>, exchange: Exchange) {
        let Exchange { give, take } = exchange;
        let mut pile = Pile::new(sender, self.waiting);
        loop {
            let at = self.next.fetch_add(1, Ordering::Relaxed);
            if at >= self.sources.len() {
                drop(give);
                // Nobody listens after an error.
                let _ = pile.send();
                return sharing::help(self, &take, sender);
            }
            let bytes_left = self.sources[at].fingerprint.size;
            let mut post = Post {
                pile: &mut pile,
                give: &give,
                source: at,
                stories: Vec::new(),
                text: 0,
                size: 0,
                bytes_left,
                first: true,
                count: 0,
            };
            let outcome = self.source(&self.sources[at], &mut post);
            if post.send(Some(outcome)).is_err() {
                return;
            }
        }
    }

    fn source(&self, source: &Source, post: &mut Post<'_>) -> Outcome {
        let path = self.base.join(&source.path);
        let mut source = source.clone();
        for is_last_try in [false, true] {
            let read = catch_unwind(AssertUnwindSafe(|| self.read(&source, &path, post, is_last_try)));
            let Ok(read) = read else {
                if post.nothing_sent() {
                    post.forget();
                    return self.kept(&source, NEVER, Some(REPORT.to_owned()));
                }
                // Some of its stories are in the index: the record says so, and the next run replaces them.
                let record = SourceRecord::unread(&source.key, SourceStatus::Failed, NEVER);
                let record = SourceRecord { stories: post.count(), ..record };
                return Outcome::Replace { record, notes: Vec::new(), hint: Some(REPORT.to_owned()) };
            };
            let now = look(&path).ok();
            match read {
                Ok(outcome) if now == Some(source.fingerprint) => return outcome,
                // What a file holds while it is written to is no state of it; it may have been written before we came.
                Ok(_) if post.nothing_sent() && !is_last_try && now.is_some() => {
                    post.forget();
                    source.fingerprint = now.unwrap_or(source.fingerprint);
                }
                Ok(_) if post.nothing_sent() => {
                    post.forget();
                    return self.kept(&source, CHANGED, Some(RUN_AGAIN.to_owned()));
                }
                // Some of its stories are in the index: the record says so, and the next run replaces them.
                Ok(outcome) => return outcome.changed(),
                Err(error) => {
                    return self.kept(&source, &error.to_string(), error.hint_text().map(str::to_owned));
                }
            }
        }
        unreachable!("the last try returns")
    }

    /// Reads a source; the error is the system's, before anything was read.
    fn read(&self, source: &Source, path: &Path, post: &mut Post<'_>, is_retry: bool) -> Result<Outcome> {
        let size = source.fingerprint.size;
        let old = self.manifest.get(&source.key).filter(|old| old.extractor == self.extractor && old.hash != 0);
        let old = old.filter(|old| !(self.retry_failed && old.is_faulty()));
        let fail = |error: &io::Error| Error::io("read", path, error);
        look(path).map_err(|error| fail(&error))?;
        if size <= READ_AT_ONCE {
            let bytes = fs::read(path).map_err(|error| fail(&error))?;
            let hash = first_bytes(&blake3::hash(&bytes));
            if let Some(old) = old.filter(|old| old.hash == hash) {
                return Ok(self.same(source, old));
            }
            return Ok(self.parse(source, Cursor::new(bytes), || hash, post));
        }
        if let Some(old) = old.filter(|_| !is_retry)
            && hash_of(path).map_err(|error| fail(&error))? == old.hash
        {
            return Ok(self.same(source, old));
        }
        let file = File::open(path).map_err(|error| fail(&error))?;
        let hashed = Arc::new(Mutex::new(Hashed::default()));
        let reader = HashingReader { inner: BufReader::with_capacity(1 << 16, file), hashed: Arc::clone(&hashed) };
        let hash = || {
            let as_it_was_read = hashed.lock().ok().and_then(|hashed| hashed.result());
            as_it_was_read.unwrap_or_else(|| hash_of(path).unwrap_or(0))
        };
        Ok(self.parse(source, reader, hash, post))
    }

    /// The outcome of a source that could not be read. Its record has no time of a scan, so the next run tries again.
    fn kept(&self, source: &Source, reason: &str, hint: Option<String>) -> Outcome {
        let old = self.manifest.get(&source.key);
        let record = SourceRecord::kept(&source.key, old, source.fingerprint, reason);
        let is_news = old != Some(&record);
        Outcome::Keep { record, is_news, hint }
    }

    fn same(&self, source: &Source, old: &SourceRecord) -> Outcome {
        let (fingerprint, scanned_ns) = (source.fingerprint, self.scanned_ns);
        // A time in the future is never trusted: writing it down again would make every run write.
        let can_be_trusted = fingerprint.is_unchanged(&fingerprint, scanned_ns);
        let is_trusted = fingerprint.is_unchanged(&old.fingerprint, old.scanned_ns);
        if fingerprint != old.fingerprint || (can_be_trusted && !is_trusted) {
            Outcome::Refresh(SourceRecord { fingerprint, scanned_ns, ..old.clone() })
        } else {
            Outcome::Same(old.clone())
        }
    }

    fn parse(&self, source: &Source, bytes: impl Seekable, hash: impl FnOnce() -> u64, post: &mut Post<'_>) -> Outcome {
        let mut record = SourceRecord {
            fingerprint: source.fingerprint,
            scanned_ns: self.scanned_ns,
            extractor: self.extractor,
            status: SourceStatus::Indexed,
            reason: String::new(),
            ..unfinished(source)
        };
        let mut reading = Reading::new(self, source, post);
        let (name, size) = (&source.label, source.fingerprint.size);
        let refusal = format::read(name, bytes, size, self.options, &mut reading).err();
        let (notes, hint) = reading.finish(&mut record, refusal);
        record.hash = hash();
        Outcome::Replace { record, notes, hint }
    }
}

/// Returns the record of a source while its stories are on their way: a run that is killed leaves it behind, and the next one
/// knows what there is to replace.
pub(super) fn unfinished(source: &Source) -> SourceRecord {
    SourceRecord::unread(&source.key, SourceStatus::Failed, "the run that read it did not finish")
}

/// What is said of small sources until it is worth sending.
pub(super) struct Pile {
    sender: Sender<Parcel>,
    waiting: Arc<Room>,
    messages: Vec<Message>,
    text: u64,
    size: u64,
}

/// Says whether stories with so much text, which take so much memory, are more than is sent at once.
fn is_enough(text: u64, size: u64) -> bool {
    text > PARCEL_BYTES || size > PARCEL_SIZE
}

impl Pile {
    fn new(sender: &Sender<Parcel>, waiting: &Arc<Room>) -> Self {
        Self { sender: sender.clone(), waiting: Arc::clone(waiting), messages: Vec::new(), text: 0, size: 0 }
    }

    /// Adds a message whose stories hold so much text and take so much memory, and sends all if that is enough.
    fn add(&mut self, message: Message, text: u64, size: u64) -> std::result::Result<(), ()> {
        self.text += text;
        self.size += size;
        self.messages.push(message);
        let is_full = is_enough(self.text, self.size) || self.messages.len() >= PARCEL_MESSAGES;
        if is_full { self.send() } else { Ok(()) }
    }

    fn send(&mut self) -> std::result::Result<(), ()> {
        (self.text, self.size) = (0, 0);
        if self.messages.is_empty() {
            return Ok(());
        }
        let parcel = Parcel::of(&self.waiting, std::mem::take(&mut self.messages));
        self.sender.send(parcel).map_err(|_| ())
    }
}

/// The stories of one source on their way to the writer.
pub(super) struct Post<'p> {
    pile: &'p mut Pile,
    /// Where records are handed to other threads.
    give: &'p Sender<Piece>,
    source: usize,
    stories: Vec<IndexedStory>,
    text: u64,
    size: u64,
    bytes_left: u64,
    first: bool,
    count: u64,
}

impl Post<'_> {
    pub(super) fn add(&mut self, story: IndexedStory) {
        let (text, size) = (self.text + story.text_bytes, self.size + story.size);
        // A file of one story is sent when it is known not to have changed meanwhile.
        if !self.stories.is_empty() && is_enough(text, size) {
            // Nobody listens after an error; the worker notices at the end of its source.
            let _ = self.send(None);
        }
        self.text += story.text_bytes;
        self.size += story.size;
        self.stories.push(story);
    }

    /// Sends what there is. Small sources wait for each other; but what is said of a source before its end is sent at once,
    /// since others may send stories of it.
    fn send(&mut self, outcome: Option<Outcome>) -> std::result::Result<(), ()> {
        // While a source is read, its text stands for its bytes; what is left comes with the end.
        let bytes = if outcome.is_some() { self.bytes_left } else { self.text.min(self.bytes_left) };
        self.bytes_left -= bytes;
        let is_end = outcome.is_some();
        let stories = std::mem::take(&mut self.stories);
        let message = Message { source: self.source, first: self.first, stories, bytes, outcome };
        self.first = false;
        self.pile.add(message, std::mem::take(&mut self.text), std::mem::take(&mut self.size))?;
        if is_end { Ok(()) } else { self.pile.send() }
    }

    /// Hands records of this source to a thread that waits for some; returns them where none does. Not before something was
    /// sent: the first message says that what the source gave before is to be removed.
    pub(super) fn hand(
        &mut self,
        handed: &mut Handed,
        provenance: &Arc<Provenance>,
        records: Vec<(u64, Record)>,
        text: usize,
    ) -> Option<Vec<(u64, Record)>> {
        let bytes = (text as u64).min(self.bytes_left);
        let kept = handed.hand(self.give, self.source, provenance, records, bytes);
        if kept.is_none() {
            self.bytes_left -= bytes;
        }
        kept
    }

    /// Counts stories, whoever sends them.
    pub(super) fn count_stories(&mut self, count: u64) {
        self.count += count;
    }

    /// Returns how many stories there were.
    pub(super) fn count(&self) -> u64 {
        self.count
    }

    pub(super) fn nothing_sent(&self) -> bool {
        self.first
    }

    fn forget(&mut self) {
        self.stories.clear();
        (self.text, self.size) = (0, 0);
        self.count = 0;
    }
}

/// Hashes what passes through it, as long as it is read from the beginning to the end.
struct HashingReader {
    inner: BufReader<File>,
    hashed: Arc<Mutex<Hashed>>,
}

#[derive(Default)]
struct Hashed {
    hasher: blake3::Hasher,
    at_end: bool,
    jumped: bool,
}

impl Hashed {
    /// The hash; 0 where the source was not read to its end: 0 equals no hash that is compared. `None` where it was not read
    /// in order, as a zip is not.
    fn result(&self) -> Option<u64> {
        (!self.jumped).then(|| if self.at_end { first_bytes(&self.hasher.finalize()) } else { 0 })
    }
}

impl Read for HashingReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        if let Ok(mut hashed) = self.hashed.lock()
            && !hashed.jumped
        {
            hashed.hasher.update(&buffer[..count]);
            hashed.at_end |= count == 0 && !buffer.is_empty();
        }
        Ok(count)
    }
}

impl Seek for HashingReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        if let Ok(mut hashed) = self.hashed.lock() {
            hashed.jumped = true;
        }
        self.inner.seek(to)
    }
}

/// Returns what the system says of a file now. What is no file any more is not opened: a FIFO would block for ever.
fn look(path: &Path) -> io::Result<Fingerprint> {
    let metadata = fs::metadata(path)?;
    if !metadata.is_file() {
        return Err(io::Error::other("not a regular file any more"));
    }
    Ok(Fingerprint::of(&metadata))
}

fn hash_of(path: &Path) -> io::Result<u64> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(path)?)?;
    Ok(first_bytes(&hasher.finalize()))
}

fn first_bytes(hash: &blake3::Hash) -> u64 {
    u64::from_le_bytes(*hash.as_bytes().first_chunk().expect("a hash has 32 bytes"))
}

#[cfg(test)]
mod reliability;

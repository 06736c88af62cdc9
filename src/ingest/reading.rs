//! What comes out of one source while it is read: stories go to the writer, everything is counted, and what could not be read
//! is kept for telling.

use super::memory;
use super::sharing::{Handed, PIECE_BYTES, PIECE_RECORDS};
use super::worker::{NEVER, Post, REPORT, Worker};
use crate::archive::Source;
use crate::error::{Error, ErrorKind};
use crate::format::{BadRecord, Failure, Refusal, Text, Visitor};
use crate::index::{self, Account, IndexedStory, SourceRecord, SourceStatus};
use crate::story::{Mention, Provenance, Record, Story};
use crate::text;
use std::collections::HashSet;
use std::sync::Arc;

/// How much of a kind is told of one source, one by one.
pub(super) const TOLD: usize = 20;
/// The longest id of a story: what does not fit is no id but a mistake in the record.
const LONGEST_ID: usize = 4096;

/// Something in a source that is to be told of.
#[derive(Clone, Debug)]
pub(super) enum Note {
    /// A record cannot be read.
    BadRecord { path: String, record: BadRecord },
    /// A record is no story.
    SkippedRecord { path: String, record: BadRecord },
    /// A member of a container cannot be read, or no further.
    FailedMember { path: String, reason: String, hint: Option<String> },
    /// A member is no news.
    SkippedMember { path: String, reason: String },
}

impl Note {
    /// Says whether something could not be read, rather than not being news.
    pub(super) fn is_fault(&self) -> bool {
        matches!(self, Self::BadRecord { .. } | Self::FailedMember { .. })
    }

    /// Returns the note as the ledger keeps it; `source` is the path it need not repeat.
    fn line(&self, source: &str) -> String {
        let (path, what) = match self {
            Self::BadRecord { path, record } => (path, record.to_string()),
            Self::SkippedRecord { path, record } => (path, format!("skipped: {record}")),
            Self::FailedMember { path, reason, .. } => (path, reason.clone()),
            Self::SkippedMember { path, reason } => (path, format!("skipped: {reason}")),
        };
        match path.strip_prefix(source).and_then(|rest| rest.strip_prefix('!')) {
            Some(member) => format!("{member}: {what}"),
            None => what,
        }
    }
}

/// Returns the failure of an analysis that stopped in the middle.
fn unexpected() -> Error {
    Error::new(ErrorKind::Io, "read", NEVER).hint(REPORT)
}

/// Returns why a story is refused that names more people and organizations than an index of it could hold in memory.
fn too_many_names(mentions: &[Mention], most: usize) -> Option<String> {
    if mentions.len() <= most {
        return None;
    }
    let names: HashSet<&str> = mentions.iter().map(|mention| mention.key.as_str()).collect();
    (names.len() > most).then(|| {
        format!(
            "it names {} people and organizations, the limit is {most}, and with a larger `--memory` up to \
             100000; `--retry-failed` reads it then, `--no-names` anyway",
            names.len()
        )
    })
}

/// A source being read.
pub(super) struct Reading<'r, 'p, 'w> {
    worker: &'r Worker<'w>,
    source: &'r Source,
    post: &'r mut Post<'p>,
    handed: Handed,
    /// Records that wait to be analysed, all of one text, and how much text they have.
    gathered: Vec<(u64, Record)>,
    gathered_bytes: usize,
    provenance: Arc<Provenance>,
    account: Account,
    bad_records: u64,
    notes: Vec<Note>,
    /// How many notes there are in all, faults apart from the rest.
    faults: usize,
    skips: usize,
    /// The ordinal of the record in its text.
    ordinal: u64,
    failure: Option<Error>,
}

impl<'r, 'p, 'w> Reading<'r, 'p, 'w> {
    pub(super) fn new(worker: &'r Worker<'w>, source: &'r Source, post: &'r mut Post<'p>) -> Self {
        Self {
            worker,
            source,
            post,
            handed: Handed::new(),
            gathered: Vec::new(),
            gathered_bytes: 0,
            provenance: Arc::default(),
            account: Account::default(),
            bad_records: 0,
            notes: Vec::new(),
            faults: 0,
            skips: 0,
            ordinal: 0,
            failure: None,
        }
    }

    /// Fills in what the reading found; `refusal` is that of a source which gave nothing. Returns what is to be told, and what
    /// can be done about a failure.
    pub(super) fn finish(mut self, record: &mut SourceRecord, refusal: Option<Refusal>) -> (Vec<Note>, Option<String>) {
        let mut hint = None;
        let is_whole = self.gather();
        let failure = match refusal {
            Some(Refusal::Skip(reason)) => {
                record.status = SourceStatus::Skipped;
                record.reason = reason;
                None
            }
            Some(Refusal::Fail(error)) => Some(error),
            None => self.failure.take(),
        };
        record.stories = self.post.count();
        record.bad_records = self.bad_records;
        let failure = failure.or_else(|| (!is_whole).then(unexpected));
        if let Some(error) = failure {
            record.status = SourceStatus::Failed;
            record.reason = error.to_string();
            hint = error.hint_text().map(str::to_owned);
        } else if record.stories == 0 && record.status == SourceStatus::Indexed {
            record.status = SourceStatus::Skipped;
            record.reason = self.why_nothing(&mut record.status);
        }
        // What was recognised without giving a story is known all the same.
        let known = |names: &[(String, u64)], one: &str| match names {
            [] => one.to_owned(),
            names => Account::one_of(names, "mixed").to_owned(),
        };
        record.format = known(&self.account.formats, &self.provenance.format);
        record.encoding = known(&self.account.encodings, &self.provenance.encoding);
        self.account.notes = self.notes.iter().map(|note| note.line(&self.source.label)).collect();
        record.account = Arc::new(self.account);
        (self.notes, hint)
    }

    /// Returns why a source that could be read holds no story.
    fn why_nothing(&self, status: &mut SourceStatus) -> String {
        let Account { skipped_records, members, skipped_members, failed_members, .. } = self.account;
        if failed_members > 0 {
            *status = SourceStatus::Failed;
            return format!("no member of {} could be read", failed_members + skipped_members + members);
        }
        if self.bad_records > 0 {
            *status = SourceStatus::Failed;
            return "no record of it could be read".to_owned();
        }
        match self.notes.first() {
            _ if skipped_members > 1 => format!("none of its {skipped_members} members is news"),
            Some(Note::SkippedMember { reason, .. }) => reason.clone(),
            Some(Note::SkippedRecord { record, .. }) if skipped_records == 1 => record.reason.clone(),
            Some(Note::SkippedRecord { record, .. }) => format!("no stories: {}", record.reason),
            _ => "no stories in it".to_owned(),
        }
    }

    fn note(&mut self, note: Note) {
        let count = if note.is_fault() { &mut self.faults } else { &mut self.skips };
        *count += 1;
        if *count <= TOLD {
            self.notes.push(note);
        }
    }

    fn bad(&mut self, path: &str, record: BadRecord) {
        self.bad_records += 1;
        self.note(Note::BadRecord { path: path.to_owned(), record });
    }

    /// Analyses a record here and now.
    fn take(&mut self, ordinal: u64, record: Record) {
        let done = Analysed::of(self.worker, self.source, &self.provenance, vec![(ordinal, record)]);
        self.add(done);
    }

    /// Takes down what was analysed, and posts its stories.
    fn add(&mut self, done: Analysed) {
        self.account.merge(&done.account);
        self.post.count_stories(done.count);
        done.stories.into_iter().for_each(|story| self.post.add(story));
        let path = &done.path;
        done.bad.into_iter().for_each(|record| self.bad(path, record));
    }

    /// Hands the records that have gathered to another thread, or analyses them where none is idle.
    fn pass_on(&mut self) {
        let (records, text) = (std::mem::take(&mut self.gathered), std::mem::take(&mut self.gathered_bytes));
        if records.is_empty() {
            return;
        }
        if let Some(records) = self.post.hand(&mut self.handed, &self.provenance, records, text) {
            let done = Analysed::of(self.worker, self.source, &self.provenance, records);
            self.add(done);
        }
    }

    /// Waits for what other threads have of this source; false where one of them failed.
    fn gather(&mut self) -> bool {
        self.pass_on();
        let done = self.handed.collect();
        let is_whole = done.iter().all(Option::is_some);
        done.into_iter().flatten().for_each(|done| self.add(done));
        is_whole
    }
}

/// What came of some records.
#[derive(Default)]
pub(super) struct Analysed {
    pub(super) stories: Vec<IndexedStory>,
    count: u64,
    account: Account,
    /// The path of their text.
    path: String,
    bad: Vec<BadRecord>,
}

impl Analysed {
    /// Makes stories of records, ready to be added.
    pub(super) fn of(
        worker: &Worker<'_>,
        source: &Source,
        provenance: &Provenance,
        records: Vec<(u64, Record)>,
    ) -> Self {
        let mut done = Self { path: provenance.path.clone(), ..Self::default() };
        for (ordinal, record) in records {
            let story = Story::from_record(record, provenance);
            if story.id.len() > LONGEST_ID {
                let reason = format!("its id is {} bytes long, the limit is {LONGEST_ID}", story.id.len());
                done.bad.push(BadRecord { line: None, ordinal, reason });
                continue;
            }
            let length = story.body.len() + story.headline.as_ref().map_or(0, String::len);
            if length as u64 > memory::longest_text(worker.analysis) {
                let reason = memory::too_long(length);
                done.bad.push(BadRecord { line: None, ordinal, reason });
                continue;
            }
            // Given back before anything else is waited for: who analyses holds nothing when sending.
            let share = worker.analysis.share(memory::of_analysis(length));
            let headline = text::analyze(story.headline.as_deref().unwrap_or_default());
            let body = text::analyze(&story.body);
            let mentions = worker.names.map(|names| names.mentions(&story, &headline, &body)).unwrap_or_default();
            if let Some(reason) = too_many_names(&mentions, memory::most_names(worker.analysis)) {
                done.bad.push(BadRecord { line: None, ordinal, reason });
                continue;
            }
            done.account.add(&story);
            done.count += 1;
            done.stories.push(index::prepare(&source.key, &story, &headline, &body, &mentions));
            drop(share);
        }
        done
    }
}

impl Visitor for Reading<'_, '_, '_> {
    fn text(&mut self, text: Text<'_>) {
        self.pass_on();
        self.account.members += u64::from(text.path != self.source.label);
        self.ordinal = 0;
        self.provenance = Arc::new(Provenance {
            path: text.path.to_owned(),
            format: text.format.to_owned(),
            encoding: text.encoding.to_owned(),
        });
    }

    fn record(&mut self, record: Result<Record, Failure>) {
        self.ordinal += 1;
        match record {
            // What was sent stays sent, so only then is there no going back to reading a changed file again.
            Ok(record) if self.post.nothing_sent() => self.take(self.ordinal, record),
            Ok(record) => {
                self.gathered_bytes += record.size();
                self.gathered.push((self.ordinal, record));
                if self.gathered_bytes >= PIECE_BYTES || self.gathered.len() >= PIECE_RECORDS {
                    self.pass_on();
                }
            }
            Err(Failure::Record(record)) => {
                let path = self.provenance.path.clone();
                self.bad(&path, record);
            }
            Err(Failure::Skipped(record)) => {
                self.account.skipped_records += 1;
                self.note(Note::SkippedRecord { path: self.provenance.path.clone(), record });
            }
            Err(Failure::Source(error)) => self.failure = Some(error),
        }
    }

    fn refused(&mut self, path: &str, refusal: Refusal) {
        let path = path.to_owned();
        match refusal {
            Refusal::Skip(reason) => {
                self.account.skipped_members += 1;
                self.note(Note::SkippedMember { path, reason });
            }
            Refusal::Fail(error) => {
                // A text that was begun counted as read.
                self.account.members -= u64::from(path == self.provenance.path && self.account.members > 0);
                self.account.failed_members += 1;
                let hint = error.hint_text().map(str::to_owned);
                self.note(Note::FailedMember { path, reason: error.to_string(), hint });
            }
        }
    }
}

//! A run under way: the workers are started, what they send is written on this thread, everything is counted, and problems are
//! told at the end.

use super::changes::Changes;
use super::reading::Note;
use super::sharing::Exchange;
use super::worker::{Message, Outcome, Parcel, Worker, unfinished};
use super::{Event, Observer, Summary};
use crate::archive::{self, Listing};
use crate::error::Result;
use crate::index::{Batch, Open, Share, SourceRecord, SourceStatus};
use std::collections::BTreeMap;
use std::sync::Arc;

/// How many parcels may wait for the writer.
const QUEUE: usize = 32;

/// What is told about one source at the end.
enum Problem {
    Skipped(String),
    Failed(String, Option<String>),
    /// It has not changed, and so many of its records and members could not be read.
    StillFaulty(u64),
    /// What is told of its records and members, and how many faults and skips there are in all.
    Within {
        notes: Vec<Note>,
        faults: u64,
        skips: u64,
    },
}

/// A run under way.
pub(super) struct Run<'r> {
    pub(super) summary: Summary,
    observer: &'r dyn Observer,
    problems: BTreeMap<String, Vec<Problem>>,
    files: u64,
    stories: u64,
}

impl<'r> Run<'r> {
    /// Begins with what need not be read.
    pub(super) fn new(listing: &Listing, changes: &Changes<'_>, observer: &'r dyn Observer) -> Self {
        let mut run = Self {
            summary: Summary { removed: changes.gone.len() as u64, ..Summary::default() },
            observer,
            problems: BTreeMap::new(),
            files: 0,
            stories: 0,
        };
        for skipped in &listing.skipped {
            run.skipped(archive::label(&skipped.key), skipped.reason.to_string());
        }
        for failed in &listing.failed {
            let hint = failed.error.hint_text().map(str::to_owned);
            run.failed(archive::label(&failed.key), failed.error.to_string(), hint);
        }
        for record in &changes.unchanged {
            run.unchanged(record);
        }
        let bytes = changes.read.iter().map(|source| source.fingerprint.size).sum();
        observer.event(&Event::Planned { files: changes.read.len() as u64, bytes });
        run
    }

    /// Takes down what the index holds.
    pub(super) fn total(&mut self, open: &Open) -> Result<()> {
        let names = open.name_counts()?;
        self.summary.stories = open.payload.counts.stories;
        (self.summary.people, self.summary.organizations) = (names.people, names.organizations);
        Ok(())
    }

    fn unchanged(&mut self, record: &SourceRecord) {
        match record.status {
            SourceStatus::Indexed => {
                self.summary.seen += 1;
                self.summary.unchanged += 1;
                if record.is_faulty() {
                    // What could not be read then is still not in the index.
                    self.summary.bad_records += record.bad_records;
                    self.summary.failed_members += record.account.failed_members;
                    let count = record.bad_records + record.account.failed_members;
                    self.problems.entry(record.path()).or_default().push(Problem::StillFaulty(count));
                }
            }
            SourceStatus::Skipped => self.skipped(record.path(), record.reason.clone()),
            SourceStatus::Failed => self.failed(record.path(), record.reason.clone(), None),
        }
    }

    fn skipped(&mut self, path: String, reason: String) {
        self.summary.seen += 1;
        self.summary.skipped += 1;
        *self.summary.skips.entry(reason.clone()).or_default() += 1;
        self.problems.entry(path).or_default().push(Problem::Skipped(reason));
    }

    fn failed(&mut self, path: String, reason: String, hint: Option<String>) {
        self.summary.seen += 1;
        self.summary.failed += 1;
        self.problems.entry(path).or_default().push(Problem::Failed(reason, hint));
    }

    /// Reads the changed sources on all cores, and writes what comes of them on this thread.
    pub(super) fn read_all(
        &mut self,
        worker: &Worker<'_>,
        batch: &mut Batch,
        threads: usize,
        is_first: bool,
    ) -> Result<()> {
        std::thread::scope(|scope| {
            let (sender, receiver) = crossbeam_channel::bounded(QUEUE);
            let exchange = Exchange::new();
            for _ in 0..threads {
                let (sender, exchange) = (sender.clone(), exchange.clone());
                scope.spawn(move || worker.work(&sender, exchange));
            }
            drop((sender, exchange));
            // After an error the receiver is dropped, the workers' next send fails, and they end.
            for Parcel { messages, share } in receiver {
                for message in messages {
                    self.take(message, share.as_ref(), worker, batch, is_first)?;
                }
                drop(share);
                batch.hand_over()?;
            }
            Ok(())
        })
    }

    fn take(
        &mut self,
        message: Message,
        share: Option<&Arc<Share>>,
        worker: &Worker<'_>,
        batch: &mut Batch,
        is_first: bool,
    ) -> Result<()> {
        let source = &worker.sources[message.source];
        let replaces = !matches!(message.outcome, Some(Outcome::Keep { .. } | Outcome::Refresh(_) | Outcome::Same(_)));
        if message.first && replaces && !is_first {
            batch.remove(&source.key)?;
        }
        if message.first && message.outcome.is_none() {
            batch.record(&unfinished(source));
        }
        for story in message.stories {
            self.stories += 1;
            batch.add(story, share.cloned());
        }
        self.summary.bytes += message.bytes;
        if let Some(outcome) = message.outcome {
            self.files += 1;
            self.settle(outcome, message.first, &source.label, batch)?;
        }
        batch.commit_if_due()?;
        let (files, bytes, stories) = (self.files, self.summary.bytes, self.stories);
        self.observer.event(&Event::Progress { files, bytes, stories });
        Ok(())
    }

    /// Writes the record of a source that is done, and counts it. `first` says that it came in one message, so that no
    /// unfinished record stands for it.
    fn settle(&mut self, outcome: Outcome, first: bool, path: &str, batch: &mut Batch) -> Result<()> {
        match outcome {
            Outcome::Replace { record, notes, hint } => {
                if first {
                    batch.record(&record);
                } else {
                    batch.refresh(&record);
                }
                match record.status {
                    SourceStatus::Indexed => {
                        self.summary.seen += 1;
                        self.summary.indexed += 1;
                    }
                    SourceStatus::Skipped => self.skipped(path.to_owned(), record.reason.clone()),
                    SourceStatus::Failed => self.failed(path.to_owned(), record.reason.clone(), hint),
                }
                self.within(path, &record, notes);
            }
            Outcome::Refresh(record) => {
                batch.refresh(&record);
                self.unchanged(&record);
            }
            Outcome::Same(record) => self.unchanged(&record),
            Outcome::Keep { record, is_news, hint } => {
                if is_news {
                    batch.note(&record)?;
                }
                self.failed(path.to_owned(), record.reason, hint);
            }
        }
        Ok(())
    }

    /// Counts what went wrong inside a source, and keeps what is told of it.
    fn within(&mut self, path: &str, record: &SourceRecord, notes: Vec<Note>) {
        let account = &record.account;
        self.summary.bad_records += record.bad_records;
        self.summary.failed_members += account.failed_members;
        self.summary.skipped_members += account.skipped_members;
        self.summary.skipped_records += account.skipped_records;
        if !notes.is_empty() {
            let faults = record.bad_records + account.failed_members;
            let skips = account.skipped_members + account.skipped_records;
            let problem = Problem::Within { notes, faults, skips };
            self.problems.entry(path.to_owned()).or_default().push(problem);
        }
    }

    /// Tells the problems, in the order of their paths, whatever order the threads met them in.
    pub(super) fn finish(self) -> Summary {
        for (path, problems) in &self.problems {
            for problem in problems {
                match problem {
                    Problem::Skipped(reason) => self.observer.event(&Event::Skipped { path, reason }),
                    Problem::Failed(reason, hint) => {
                        self.observer.event(&Event::Failed { path, reason, hint: hint.as_deref() });
                    }
                    Problem::StillFaulty(count) => self.observer.event(&Event::StillFaulty { path, count: *count }),
                    Problem::Within { notes, faults, skips } => self.tell_within(path, notes, *faults, *skips),
                }
            }
        }
        self.summary
    }

    fn tell_within(&self, path: &str, notes: &[Note], faults: u64, skips: u64) {
        let (mut more_faults, mut more_skips) = (faults, skips);
        for note in notes {
            let event = match note {
                Note::BadRecord { path, record } => Event::BadRecord { path, record },
                Note::SkippedRecord { path, record } => Event::SkippedRecord { path, record },
                Note::FailedMember { path, reason, hint } => {
                    Event::FailedMember { path, reason, hint: hint.as_deref() }
                }
                Note::SkippedMember { path, reason } => Event::SkippedMember { path, reason },
            };
            let count = if note.is_fault() { &mut more_faults } else { &mut more_skips };
            *count = count.saturating_sub(1);
            self.observer.event(&event);
        }
        if more_faults > 0 {
            self.observer.event(&Event::MoreFaults { path, count: more_faults });
        }
        if more_skips > 0 {
            self.observer.event(&Event::MoreSkips { path, count: more_skips });
        }
    }
}

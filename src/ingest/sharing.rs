//! Sharing the work on a large source: one thread reads it, and hands stories to threads that have no source of their own left.
//!
//! The channel holds nothing: a thread takes a piece only when it is waiting for one. So a piece that was taken is being worked
//! on, and a reader that waits for the last of them cannot wait for itself.

use super::reading::Analysed;
use super::worker::{Message, Parcel, Worker};
use crate::story::{Provenance, Record};
use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

/// How much text makes a piece worth handing over.
pub(super) const PIECE_BYTES: usize = 128 << 10;

/// How many records, however short: each takes some memory of its own.
pub(super) const PIECE_RECORDS: usize = 1000;

/// Stories of a source to be analysed.
pub(super) struct Piece {
    /// Which source, by its place in `Worker::sources`.
    pub(super) source: usize,
    pub(super) provenance: Arc<Provenance>,
    /// Records with their ordinals.
    pub(super) records: Vec<(u64, Record)>,
    /// How many bytes of the source it accounts for.
    pub(super) bytes: u64,
    reply: Sender<Option<Analysed>>,
}

/// Where readers hand pieces over, and where idle threads take them.
#[derive(Clone)]
pub(super) struct Exchange {
    pub(super) give: Sender<Piece>,
    pub(super) take: Receiver<Piece>,
}

impl Exchange {
    pub(super) fn new() -> Self {
        let (give, take) = bounded(0);
        Self { give, take }
    }
}

/// The pieces of one source that other threads work on.
pub(super) struct Handed {
    reply: Sender<Option<Analysed>>,
    replies: Receiver<Option<Analysed>>,
    outstanding: usize,
}

impl Handed {
    pub(super) fn new() -> Self {
        let (reply, replies) = crossbeam_channel::unbounded();
        Self { reply, replies, outstanding: 0 }
    }

    /// Hands records to a thread that waits for some; returns them where none does.
    pub(super) fn hand(
        &mut self,
        give: &Sender<Piece>,
        source: usize,
        provenance: &Arc<Provenance>,
        records: Vec<(u64, Record)>,
        bytes: u64,
    ) -> Option<Vec<(u64, Record)>> {
        let (provenance, reply) = (Arc::clone(provenance), self.reply.clone());
        match give.try_send(Piece { source, provenance, records, bytes, reply }) {
            Ok(()) => {
                self.outstanding += 1;
                None
            }
            Err(TrySendError::Full(piece) | TrySendError::Disconnected(piece)) => Some(piece.records),
        }
    }

    /// Waits for what was handed over, and returns what came of it; `None` where that failed.
    pub(super) fn collect(&mut self) -> Vec<Option<Analysed>> {
        let outstanding = std::mem::take(&mut self.outstanding);
        (0..outstanding).map(|_| self.replies.recv().unwrap_or(None)).collect()
    }
}

/// Takes pieces until no source is being read any more.
pub(super) fn help(worker: &Worker<'_>, take: &Receiver<Piece>, sender: &Sender<Parcel>) {
    for piece in take {
        let Piece { source, provenance, records, bytes, reply } = piece;
        let analyse = || Analysed::of(worker, &worker.sources[source], &provenance, records);
        let mut done = catch_unwind(AssertUnwindSafe(analyse)).ok();
        let stories = done.as_mut().map(|done| std::mem::take(&mut done.stories)).unwrap_or_default();
        let message = Message { source, first: false, stories, bytes, outcome: None };
        // Nobody listens after an error; the reader notices at the end of its source.
        let _ = sender.send(Parcel::of(worker.waiting, vec![message]));
        let _ = reply.send(done);
    }
}

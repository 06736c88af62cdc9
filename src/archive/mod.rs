//! Files on disk: which of them are sources, in which order, and whether one has changed since it was read.
//!
//! Owns: [`walk`] and its [`Listing`], [`Source`], [`Fingerprint`]. Does not own: what is in a file (`format`), or what the
//! index remembers of it (`index`). Nothing is opened here: a FIFO that were opened would block for ever.

mod fingerprint;
mod walk;

pub use fingerprint::Fingerprint;
pub use walk::{Failed, Listing, SkipReason, Skipped, Source, WalkOptions, keys_of_label, label, path_of, walk};

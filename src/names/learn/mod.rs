//! Learning: what the trainer and the evaluation need. Nothing here runs when stories are indexed or searched.
//!
//! Owns: reading marked text, training, and scoring a recognizer. `train_names` and `eval_names` in `examples/` are its two
//! programs.

mod clusters;
mod corpus;
mod crf;
mod score;
#[cfg(test)]
mod tests;
mod train;

pub use corpus::{Corpus, Document, Gold, read};
pub use score::{Counts, Report, score};
pub use train::{Options, Progress, train};

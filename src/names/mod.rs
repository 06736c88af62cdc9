//! People and organizations: finding their names in a story, and saying which mentions are one person.
//!
//! Owns: the recognizer with its model (`model.bin`, described in `MODEL.md`) and how that is trained and measured ([`learn`]),
//! resolution inside one story, the folded key of a name, the lists they use (`lists/`), and what the archive's owner says
//! about names ([`Authority`]). Does not own: names across stories (compared by key, in the engines) or how they are stored
//! (`index`).
//!
//! The way of a story: its words (`words`) with what the lists know of them (`lists`), what the story says of each
//! (`evidence`), the names the model reads (`features`, `model`, `tagger`), what the whole story makes of them (`recognizer`,
//! `cast`), and whom each means (`resolve`).

use crate::story::{Mention, Story};
use crate::text::Analysis;

mod acronyms;
pub mod authority;
mod cast;
mod evidence;
mod features;
mod forms;
mod hash;
mod introduction;
mod key;
pub mod learn;
mod lists;
mod model;
mod organizations;
mod persons;
mod recognizer;
mod resolve;
mod rules;
pub mod suggest;
mod surname;
mod tag;
mod tagger;
#[cfg(test)]
mod tests;
mod why;
mod words;

pub use authority::{Authority, plain};
pub use introduction::{introduction_key, introductions};
pub use key::key;
pub use recognizer::Tagger;
pub use surname::{introduces, may_stand_first, surnames};
pub use tag::Tag;
pub use why::{Finding, Meaning, Why};

/// The version of recognizer and resolution; sources indexed with another one are read again.
pub const NAMES_VERSION: u32 = 2;

/// Finds the names in a story. The seam at which a better recognizer takes the place of a simpler one.
pub trait Recognizer: Send + Sync {
    /// Returns every mention of a person or organization in headline and body, headline first, each in text order, no two
    /// overlapping. `headline` and `body` are the analyses of those fields.
    fn mentions(&self, story: &Story, headline: &Analysis, body: &Analysis) -> Vec<Mention>;

    /// Returns the same mentions, and for each why it is one.
    fn explain(&self, story: &Story, headline: &Analysis, body: &Analysis) -> Vec<(Mention, Why)>;
}

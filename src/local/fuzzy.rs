//! Walking a term dictionary by edit distance: the automaton skips whole branches, so a fuzzy word costs a millisecond, not a
//! comparison with every word of the archive.

use levenshtein_automata::{DFA, Distance, LevenshteinAutomatonBuilder};
use tantivy_fst::Automaton;

/// Words within some edits of one word; a transposition of neighbours is one edit.
pub(super) struct Near(DFA);

impl Near {
    /// Returns the automaton of words within `distance` (1 or 2) edits of `word`.
    pub(super) fn new(word: &str, distance: u8) -> Self {
        Self(LevenshteinAutomatonBuilder::new(distance, true).build_dfa(word))
    }
}

impl Automaton for Near {
    type State = u32;

    fn start(&self) -> u32 {
        self.0.initial_state()
    }

    fn is_match(&self, state: &u32) -> bool {
        matches!(self.0.distance(*state), Distance::Exact(_))
    }

    fn can_match(&self, state: &u32) -> bool {
        *state != levenshtein_automata::SINK_STATE
    }

    fn accept(&self, state: &u32, byte: u8) -> u32 {
        self.0.transition(*state, byte)
    }
}

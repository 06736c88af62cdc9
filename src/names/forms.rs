//! The forms of names as a tree of words: finding one costs its own length, however many names the story has.
//!
//! Owns: the numbers of words and the tree from form to value. Does not own: what a form is, or whom it means (`cast`). A
//! story of 16 MiB may hold a million names, so nothing here, and nothing that asks here, looks at all of them for one word.

use super::lists::WordMap;
use super::words::Text;
use std::collections::HashMap;

/// The node every form begins at.
pub(super) const ROOT: usize = 0;

/// The folded words of the names of a story, numbered in the order they came.
#[derive(Debug, Default)]
pub(super) struct Numbers(HashMap<String, u32>);

impl Numbers {
    /// Returns the number of a word, if any name has it.
    pub(super) fn get(&self, word: &str) -> Option<u32> {
        self.0.get(word).copied()
    }

    /// Returns the number of a word, which has one from now on.
    pub(super) fn give(&mut self, word: &str) -> u32 {
        if let Some(number) = self.get(word) {
            return number;
        }
        let number = self.0.len() as u32;
        self.0.insert(word.to_owned(), number);
        number
    }
}

/// A tree of forms, with a value for every form and for every beginning of one.
#[derive(Debug)]
pub(super) struct Forms<T> {
    /// From a node and a word's number to the next node.
    edges: WordMap<(u32, u32), u32>,
    values: Vec<T>,
}

impl<T: Default> Default for Forms<T> {
    fn default() -> Self {
        Self { edges: WordMap::default(), values: vec![T::default()] }
    }
}

impl<T: Default> Forms<T> {
    /// Returns the node after `node` by a word.
    pub(super) fn step(&self, node: usize, word: u32) -> Option<usize> {
        #[cfg(test)]
        super::tests::count_look();
        self.edges.get(&(node as u32, word)).map(|&next| next as usize)
    }

    /// Returns the node after `node` by a word, made where there was none.
    pub(super) fn grow(&mut self, node: usize, word: u32) -> usize {
        #[cfg(test)]
        super::tests::count_look();
        let fresh = self.values.len() as u32;
        let next = *self.edges.entry((node as u32, word)).or_insert(fresh);
        if next == fresh {
            self.values.push(T::default());
        }
        next as usize
    }

    /// Returns the node of a form.
    pub(super) fn find(&self, words: impl IntoIterator<Item = Option<u32>>) -> Option<usize> {
        words.into_iter().try_fold(ROOT, |node, word| self.step(node, word?))
    }

    /// Returns how many nodes there are.
    pub(super) fn count(&self) -> usize {
        self.values.len()
    }

    /// Returns the value at a node.
    pub(super) fn value(&self, node: usize) -> &T {
        &self.values[node]
    }

    /// Returns the value at a node, to be changed.
    pub(super) fn value_mut(&mut self, node: usize) -> &mut T {
        &mut self.values[node]
    }

    /// Follows the words of a text from `start` while some form goes on so; yields where each word ends and the value there.
    /// A hyphenated word is as many words of a form as it has parts.
    pub(super) fn along<'a>(
        &'a self,
        numbers: &'a Numbers,
        text: &'a Text<'_>,
        start: usize,
        limit: usize,
    ) -> impl Iterator<Item = (usize, &'a T)> {
        let mut node = ROOT;
        (start..limit).map_while(move |at| {
            for part in text.term(at).split('-') {
                node = self.step(node, numbers.get(part)?)?;
            }
            Some((at + 1, &self.values[node]))
        })
    }
}

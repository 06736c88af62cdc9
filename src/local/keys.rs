//! The keys of a segment that hold some words, found in its dictionaries: no story is looked at.
//!
//! The marks of names are sorted by key, which leads to what begins with the words. The `who` terms lead to what has them
//! further on.

use super::expand::{Entry, broken, walk};
use crate::error::Result;
use crate::index::{mark, who};
use crate::spans::contains_words;
use crate::story::NameKind;
use std::collections::BTreeSet;
use tantivy::termdict::TermDictionary;

/// Adds the keys that hold some words in a row.
pub(super) fn holding(
    marks: &TermDictionary,
    whos: &TermDictionary,
    kind: NameKind,
    words: &[&str],
    keys: &mut BTreeSet<String>,
) -> Result<()> {
    let name = words.join(" ");
    walk(marks, &mark::name_prefix(kind, &name), |_, _| {
        keys.insert(name.clone());
    })?;
    keys.extend(beginning(marks, kind, &name)?);
    match kind {
        NameKind::Person => {
            keys.extend(ending(whos, &name)?.into_iter().map(|(key, _)| key));
            walk(whos, &who::inner_prefix(&name), |term, _| keys.extend(who::key(term)))?;
        }
        NameKind::Organization => {
            for first in first_words(whos, kind, words)? {
                let longer = beginning(marks, kind, &first)?;
                keys.extend(longer.into_iter().filter(|key| contains_words(key, &name)));
            }
        }
    }
    Ok(())
}

/// Returns the keys that begin with some words and have more.
pub(super) fn beginning(marks: &TermDictionary, kind: NameKind, words: &str) -> Result<Vec<String>> {
    let mut keys: Vec<String> = Vec::new();
    walk(marks, &mark::longer_prefix(kind, words), |term, _| {
        // A key has a mark for each of its lengths.
        if let Some(key) = mark::key(term)
            && keys.last().is_none_or(|last| last != key)
        {
            keys.push(key.to_owned());
        }
    })?;
    Ok(keys)
}

/// Returns the keys of persons that end in some words and have more before them, each with its stories.
pub(super) fn ending(whos: &TermDictionary, words: &str) -> Result<Vec<(String, Entry)>> {
    let mut keys = Vec::new();
    walk(whos, &who::ending_prefix(NameKind::Person, words), |term, info| {
        keys.extend(who::key(term).map(|key| (key, Entry::of(info, 1))));
    })?;
    Ok(keys)
}

/// Returns the words that begin a key which has all of some words behind its first word.
fn first_words(whos: &TermDictionary, kind: NameKind, words: &[&str]) -> Result<Vec<String>> {
    // The longest word is seldom the one of most names.
    let Some(longest) = words.iter().max_by_key(|word| word.len()) else { return Ok(Vec::new()) };
    let prefix = who::ending_prefix(kind, longest);
    let mut firsts = Vec::new();
    walk(whos, &prefix, |term, _| firsts.push(term[prefix.len()..].to_owned()))?;
    for word in words.iter().filter(|word| *word != longest) {
        let mut left = Vec::with_capacity(firsts.len());
        for first in firsts {
            if whos.term_ord(who::ending_prefix(kind, word) + &first).map_err(broken)?.is_some() {
                left.push(first);
            }
        }
        firsts = left;
    }
    Ok(firsts)
}

//! The keys of a segment that hold some words, found in its dictionaries: no story is looked at.
//!
//! The marks of names are sorted by key, which leads to what begins with the words. The `who` terms lead to what has them
//! further on.

use super::expand::{Entry, broken, walk};
use crate::error::Result;
use crate::index::{mark, who};
use crate::spans::contains_words;
use crate::story::NameKind;
use tantivy::termdict::TermDictionary;

/// A key with its lists of marks or its list of stories.
type Found<T> = Vec<(String, T)>;

/// What the dictionaries say of the keys that hold some words in a row.
#[derive(Default)]
pub(super) struct Holding {
    /// Those that were found in the marks, with their lists.
    pub(super) marked: Found<Vec<Entry>>,
    /// The others.
    pub(super) turned: Vec<String>,
}

/// Returns the keys that hold some words in a row.
pub(super) fn holding(
    marks: &TermDictionary,
    whos: &TermDictionary,
    kind: NameKind,
    words: &[&str],
) -> Result<Holding> {
    let name = words.join(" ");
    let mut found = Holding { marked: marked(marks, &mark::name_prefix(kind, &name))?, turned: Vec::new() };
    found.marked.extend(beginning(marks, kind, &name)?);
    match kind {
        NameKind::Person => {
            found.turned.extend(ending(whos, &name)?.into_iter().map(|(key, _)| key));
            walk(whos, &who::inner_prefix(&name), |term, _| found.turned.extend(who::key(term)))?;
        }
        NameKind::Organization => {
            for start in starts(whos, kind, words)? {
                // Where nothing stands behind the first word, the name does.
                let start = if start.contains(' ') { start } else { format!("{start} {name}") };
                let longer = marked(marks, &mark::key_prefix(kind, &start))?;
                found.marked.extend(longer.into_iter().filter(|(key, _)| contains_words(key, &name)));
            }
        }
    }
    Ok(found)
}

/// Returns the lists of marks of a key.
pub(super) fn whole(marks: &TermDictionary, kind: NameKind, key: &str) -> Result<Vec<Entry>> {
    let found = marked(marks, &mark::name_prefix(kind, key))?;
    Ok(found.into_iter().flat_map(|(_, lists)| lists).collect())
}

/// Returns the keys that begin with some words and have more.
pub(super) fn beginning(marks: &TermDictionary, kind: NameKind, words: &str) -> Result<Found<Vec<Entry>>> {
    marked(marks, &mark::key_prefix(kind, &format!("{words} ")))
}

/// Returns the keys whose marks begin so.
fn marked(marks: &TermDictionary, prefix: &str) -> Result<Found<Vec<Entry>>> {
    let mut keys: Found<Vec<Entry>> = Vec::new();
    walk(marks, prefix, |term, info| {
        let Some((key, positions)) = mark::parts(term) else { return };
        // A key has a mark for each of its lengths.
        match keys.last_mut() {
            Some((last, lists)) if last == key => lists.push(Entry::of(info, positions)),
            _ => keys.push((key.to_owned(), vec![Entry::of(info, positions)])),
        }
    })?;
    Ok(keys)
}

/// Returns the keys of persons that end in some words and have more before them, each with its stories.
pub(super) fn ending(whos: &TermDictionary, words: &str) -> Result<Found<Entry>> {
    let mut keys = Vec::new();
    walk(whos, &who::ending_prefix(NameKind::Person, words), |term, info| {
        keys.extend(who::key(term).map(|key| (key, Entry::of(info, 1))));
    })?;
    Ok(keys)
}

/// Returns what keys begin with that may have all of some words in a row behind their first word: that word and a letter, or
/// the word alone where the longest of the words is the second.
fn starts(whos: &TermDictionary, kind: NameKind, words: &[&str]) -> Result<Vec<String>> {
    // The longest word is seldom the one of most names.
    let Some(longest) = words.iter().max_by_key(|word| word.len()) else { return Ok(Vec::new()) };
    let prefix = who::ending_prefix(kind, longest);
    let mut starts = Vec::new();
    walk(whos, &prefix, |term, _| starts.push(term[prefix.len()..].to_owned()))?;
    // The second word of a key can only be the first of words that stand in a row behind its first.
    starts.retain(|start| start.contains(' ') || words.first() == Some(longest));
    for word in words.iter().filter(|word| *word != longest) {
        let mut left = Vec::with_capacity(starts.len());
        for start in starts {
            let may_be_second = start.split_once(' ').is_none_or(|(_, letter)| word.starts_with(letter));
            if may_be_second || whos.term_ord(who::ending_prefix(kind, word) + &start).map_err(broken)?.is_some() {
                left.push(start);
            }
        }
        starts = left;
    }
    Ok(starts)
}

//! Who a name is in this index: the keys it fits, what the archive's owner says about them, and the surnames that are inferred
//! to mean it.
//!
//! A surname alone is inferred to mean a person when at least [`NEEDED`] in [`OUT_OF`] stories of the archive that introduce
//! anyone of that surname introduce this one, and only in stories that introduce nobody who bears it. All of it is read from
//! postings and columns, never from a story; only stories that name another bearer, or the surname alone, are looked at one
//! by one.

use super::cursor::LeafCursor;
use super::expand::{Dictionary, Entry, LeafTerms, Stories, broken, index_of, text_clauses, walk};
use super::{facets, keys};
use crate::error::Result;
use crate::index::who;
use crate::names::authority::{Entry as Said, FILE, Introduced, Source, unquoted};
use crate::names::{introduces, may_stand_first, surnames};
use crate::query::{NamePattern, Plan};
use crate::spans::{Leaf, NameKeys, NameSet, Pattern, contains_words};
use crate::story::NameKind;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;
use std::sync::Arc;
use tantivy::index::{InvertedIndexReader, SegmentId};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, SegmentReader, TERMINATED};

/// Of [`OUT_OF`] stories that introduce a surname, this many must introduce the person.
const NEEDED: u64 = 9;
/// See [`NEEDED`].
const OUT_OF: u64 = 10;

/// What a name pattern stands for in this index.
#[derive(Debug, Default)]
pub(super) struct Named {
    /// Its identities, as the mentions of a story that was read have them.
    identities: BTreeSet<String>,
    /// Where the index keeps them.
    sources: BTreeSet<Source>,
    /// The surnames that were looked at.
    surnames: Vec<Surname>,
    /// The entries of the authority that were applied.
    applied: Vec<String>,
}

/// A surname that stands alone in some stories.
#[derive(Debug, Default)]
struct Surname {
    key: String,
    /// How many stories introduce somebody who bears it, and how many of them introduce this person.
    introducing: u64,
    introducing_this: u64,
    /// The identities of the others who bear it.
    others: BTreeSet<String>,
    /// The stories that have the surname alone and introduce nobody who bears it.
    alone: HashMap<SegmentId, Arc<[DocId]>>,
}

impl Surname {
    fn is_inferred(&self) -> bool {
        self.introducing_this > 0 && self.introducing_this * OUT_OF >= self.introducing * NEEDED
    }

    fn stories(&self) -> u64 {
        self.alone.values().map(|docs| docs.len() as u64).sum()
    }

    fn note(&self) -> String {
        let Self { key, introducing, introducing_this, .. } = self;
        let verdict = if self.is_inferred() { "inferred" } else { "not inferred, too few" };
        let stories = self.stories();
        let alone = if stories == 1 { "1 story has".to_owned() } else { format!("{stories} stories have") };
        format!(
            "{verdict}: {key}: {introducing_this} of {introducing} stories that introduce this surname; {alone} it alone"
        )
    }
}

impl Dictionary<'_> {
    /// Returns the terms of a name.
    pub(super) fn name_terms(&self, pattern: &NamePattern) -> Result<LeafTerms> {
        let mut terms = self.empty(self.fields.marks, false);
        let Some(named) = self.named(pattern)? else {
            self.anyone(pattern.kind, &mut terms)?;
            return Ok(terms);
        };
        for source in &named.sources {
            for reader in self.searcher.segment_readers() {
                let lists = self.lists(reader, pattern.kind, source)?;
                self.add_name(&mut terms, reader, &source.key, lists)?;
            }
        }
        for surname in named.surnames.iter().filter(|surname| surname.is_inferred()) {
            for reader in self.searcher.segment_readers() {
                let Some(alone) = surname.alone.get(&reader.segment_id()) else { continue };
                let anywhere = Source { key: surname.key.clone(), stories: Introduced::Anyhow };
                let mut lists = self.lists(reader, pattern.kind, &anywhere)?;
                for list in &mut lists {
                    list.stories = Stories::Only(Arc::clone(alone));
                }
                self.add_name(&mut terms, reader, &format!("{} (inferred)", surname.key), lists)?;
            }
        }
        terms.notes = named.applied.iter().cloned().chain(named.surnames.iter().map(Surname::note)).collect();
        Ok(terms)
    }

    fn add_name(&self, terms: &mut LeafTerms, reader: &SegmentReader, name: &str, lists: Vec<Entry>) -> Result<()> {
        let stories = self.count(&lists, reader)?;
        if stories > 0 {
            terms.doc_freq += stories;
            *terms.expansion.entry(name.to_owned()).or_default() += stories;
            terms.segments.entry(reader.segment_id()).or_default().terms.extend(lists);
        }
        Ok(())
    }

    /// Adds every mention of a kind but those of blocked names.
    fn anyone(&self, kind: NameKind, terms: &mut LeafTerms) -> Result<()> {
        for reader in self.searcher.segment_readers() {
            let mut lists = self.mark_lists(reader, kind, "")?;
            // Of nearly everything, about how many is enough.
            let stories = lists.iter().map(|entry| u64::from(entry.info.doc_freq)).max().unwrap_or(0);
            if stories == 0 {
                continue;
            }
            for blocked in self.authority.blocked(kind) {
                for source in self.authority.sources(kind, blocked) {
                    let mut hidden = self.lists(reader, kind, &source)?;
                    for list in &mut hidden {
                        list.hides = true;
                    }
                    lists.extend(hidden);
                }
            }
            terms.doc_freq += stories;
            *terms.expansion.entry("any name, about".to_owned()).or_default() += stories;
            terms.segments.entry(reader.segment_id()).or_default().terms.extend(lists);
        }
        Ok(())
    }

    /// Returns the postings of a source in a segment.
    fn lists(&self, reader: &SegmentReader, kind: NameKind, source: &Source) -> Result<Vec<Entry>> {
        let mut lists = self.mark_lists(reader, kind, &source.key)?;
        if source.stories != Introduced::Anyhow && !lists.is_empty() {
            let docs = documents(&lists, reader, &*index_of(reader, self.fields.marks)?)?;
            let fits = |key: &str, name: &str| key == source.key && source.stories.fits(name);
            let docs = facets::stories_naming(reader, kind, &docs, fits).map_err(broken)?;
            let docs: Arc<[DocId]> = docs.into();
            for list in &mut lists {
                list.stories = Stories::Only(Arc::clone(&docs));
            }
        }
        Ok(lists)
    }

    fn mark_lists(&self, reader: &SegmentReader, kind: NameKind, key: &str) -> Result<Vec<Entry>> {
        let known_as = (reader.segment_id(), kind, key.to_owned());
        if let Some(lists) = self.marks.borrow().get(&known_as) {
            return Ok(lists.clone());
        }
        let marks = index_of(reader, self.fields.marks)?;
        let lists: Vec<Entry> = keys::whole(marks.terms(), kind, key)?;
        self.marks.borrow_mut().insert(known_as, lists.clone());
        Ok(lists)
    }

    /// Returns what a pattern stands for, `None` where it is anyone.
    fn named(&self, pattern: &NamePattern) -> Result<Option<Rc<Named>>> {
        let Some(key) = &pattern.key else { return Ok(None) };
        if let Some(known) = self.known.borrow().get(pattern) {
            return Ok(Some(Rc::clone(known)));
        }
        let key = self.authority.asked(pattern.kind, key, &pattern.plain);
        let identities = self.identities(pattern.kind, &key)?;
        self.learn(pattern, &key, identities).map(Some)
    }

    /// Finds out and remembers what a pattern stands for, given the key that it asks for and the identities that this fits.
    fn learn(&self, pattern: &NamePattern, key: &str, identities: BTreeSet<String>) -> Result<Rc<Named>> {
        let mut named = self.exactly(pattern.kind, identities);
        if self.authority.blocked(pattern.kind).contains(key) {
            named.applied.push(format!("{FILE} blocks {key}"));
        }
        if pattern.kind == NameKind::Person && !pattern.strict {
            for surname in self.surnames_of(key) {
                named.surnames.extend(self.surname(&surname, &named)?);
            }
        }
        let named = Rc::new(named);
        self.known.borrow_mut().insert(pattern.clone(), Rc::clone(&named));
        Ok(named)
    }

    /// Returns a pattern of one identity alone: a longer name that holds it is somebody else.
    pub(super) fn only(&self, kind: NameKind, identity: &str, strict: bool) -> Result<NamePattern> {
        // No name that is typed begins so: the pattern does not stand for a name of the query as well.
        let plain = format!("={identity}");
        let pattern = NamePattern { kind, key: Some(identity.to_owned()), plain, strict };
        self.learn(&pattern, identity, BTreeSet::from([identity.to_owned()]))?;
        Ok(pattern)
    }

    /// Returns the identity of which a name is the whole, not a part; `None` for anyone.
    pub(super) fn whole(&self, pattern: &NamePattern) -> Option<String> {
        let asked = self.authority.asked(pattern.kind, pattern.key.as_deref()?, &pattern.plain);
        Some(self.authority.entry(pattern.kind, &asked).map_or(asked, |entry| entry.key.clone()))
    }

    /// Returns whom lone surnames are inferred to mean of those whom a name fits as a whole or as a surname, and what this one
    /// stands for. It can only be the one whom most stories introduce.
    pub(super) fn bearer(&self, pattern: &NamePattern) -> Result<Option<(NamePattern, NameSet)>> {
        let (Some(named), Some(whole)) = (self.named(pattern)?, self.whole(pattern)) else { return Ok(None) };
        if pattern.kind != NameKind::Person || pattern.strict {
            return Ok(None);
        }
        let mut leading = None;
        for identity in &named.identities {
            let surnames = self.surnames_of(identity);
            let is_whole = *identity == whole && !surnames.is_empty();
            if is_whole || pattern.key.as_ref().is_some_and(|key| surnames.contains(key)) {
                leading = leading.max(Some((self.stories_of(pattern.kind, identity)?, identity)));
            }
        }
        let Some((_, identity)) = leading else { return Ok(None) };
        let bearer = self.only(pattern.kind, identity, false)?;
        let set = self.named(&bearer)?.map(|named| named.set()).filter(|set| !set.surnames.is_empty());
        Ok(set.map(|set| (bearer, set)))
    }

    /// Returns how many stories have an identity, without inferred ones.
    pub(super) fn stories_of(&self, kind: NameKind, identity: &str) -> Result<u64> {
        let mut stories = 0;
        for reader in self.searcher.segment_readers() {
            let mut lists = Vec::new();
            for source in self.authority.sources(kind, identity) {
                lists.extend(self.lists(reader, kind, &source)?);
            }
            stories += self.count(&lists, reader)?;
        }
        Ok(stories)
    }

    /// Returns in how many stories of a segment any of some marks counts.
    fn count(&self, lists: &[Entry], reader: &SegmentReader) -> Result<u64> {
        match lists {
            [] => Ok(0),
            [Entry { info, stories: Stories::All, hides: false, .. }] if reader.alive_bitset().is_none() => {
                Ok(u64::from(info.doc_freq))
            }
            _ => Ok(documents(lists, reader, &*index_of(reader, self.fields.marks)?)?.len() as u64),
        }
    }

    /// Returns what some identities stand for, without inference.
    fn exactly(&self, kind: NameKind, identities: BTreeSet<String>) -> Named {
        let sources = identities.iter().flat_map(|identity| self.authority.sources(kind, identity)).collect();
        let entries = identities.iter().filter_map(|identity| self.authority.entry(kind, identity));
        let applied = entries.map(Said::note).collect();
        Named { identities, sources, applied, surnames: Vec::new() }
    }

    /// Returns whom a key asks for: those whose keys hold its words, those that some story calls so, and those of whom the
    /// archive's owner says so.
    fn identities(&self, kind: NameKind, asked: &str) -> Result<BTreeSet<String>> {
        let authority = self.authority;
        let keys = self.keys(kind, unquoted(asked).unwrap_or(asked))?;
        if authority.is_empty() {
            return Ok(keys);
        }
        let mut identities: BTreeSet<String> =
            keys.iter().flat_map(|key| authority.meant(kind, key, asked, contains_words)).collect();
        let entries = authority.entries().iter().filter(|entry| entry.kind == kind);
        let claiming = entries.filter(|entry| entry.keys.iter().any(|key| contains_words(key, asked)));
        identities.extend(claiming.map(|entry| entry.key.clone()));
        identities.extend(authority.meant(kind, asked, asked, contains_words));
        if let Some(entry) = authority.entry(kind, asked) {
            identities.retain(|identity| !entry.strangers.contains(identity));
        }
        identities.retain(|identity| {
            let is_stranger = |entry: &Said| {
                entry.strangers.contains(asked) && !entry.keys.iter().any(|key| contains_words(key, asked))
            };
            !authority.entry(kind, identity).is_some_and(is_stranger)
        });
        Ok(identities)
    }

    /// Returns the keys that a name fits, over all segments: those that hold its words in a row, and those that some story
    /// gives as another form of it (`wfp` for `world food programme`).
    fn keys(&self, kind: NameKind, name: &str) -> Result<BTreeSet<String>> {
        let mut keys = BTreeSet::new();
        if name.is_empty() {
            return Ok(keys);
        }
        let words: Vec<&str> = name.split(' ').collect();
        let holds = |key: &str, word: &str| key.split(' ').any(|part| part == word);
        // For each word, the keys it stands for without being in them.
        let mut aliases = vec![BTreeSet::new(); words.len()];
        let readers = self.searcher.segment_readers();
        for reader in readers {
            let whos = index_of(reader, self.fields.who)?;
            for (word, aliases) in words.iter().zip(&mut aliases) {
                let prefix = who::alias_prefix(kind, word);
                walk(whos.terms(), &prefix, |term, _| {
                    aliases.insert(term[prefix.len()..].to_owned());
                })?;
            }
            let marks = index_of(reader, self.fields.marks)?;
            let found = keys::holding(marks.terms(), whos.terms(), kind, &words)?;
            keys.extend(found.turned);
            let mut known = self.marks.borrow_mut();
            for (key, lists) in found.marked {
                keys.insert(key.clone());
                known.insert((reader.segment_id(), kind, key), lists);
            }
        }
        if kind == NameKind::Organization {
            // The marks have told of all of them: where a segment has none of a key, it need not be looked for again.
            let mut known = self.marks.borrow_mut();
            for (reader, key) in readers.iter().flat_map(|reader| keys.iter().map(move |key| (reader, key))) {
                known.entry((reader.segment_id(), kind, key.clone())).or_default();
            }
        }
        for key in aliases.iter().flatten() {
            let stands_for = |(word, aliases): (&&str, &BTreeSet<String>)| aliases.contains(key) || holds(key, word);
            if words.iter().zip(&aliases).all(stands_for) {
                keys.insert(key.clone());
            }
        }
        Ok(keys)
    }

    /// Returns the keys of the surnames by which a story may call whom a key asks for, as far as they are nobody's by the
    /// authority.
    fn surnames_of(&self, asked: &str) -> Vec<String> {
        let kind = NameKind::Person;
        let entry = self.authority.entry(kind, asked);
        let keys = entry
            .map_or(vec![unquoted(asked).unwrap_or(asked)], |entry| entry.keys.iter().map(String::as_str).collect());
        let mut found: Vec<String> = keys.into_iter().flat_map(surnames).collect();
        found.sort_unstable();
        found.dedup();
        found.retain(|surname| {
            let is_stranger = entry.is_some_and(|entry| entry.strangers.contains(surname));
            let is_told =
                self.authority.entry(kind, surname).is_some() || self.authority.blocked(kind).contains(surname);
            !is_stranger && !is_told
        });
        found
    }

    /// Returns what the archive says of a surname, `None` where no story has it alone.
    fn surname(&self, surname: &str, named: &Named) -> Result<Option<Surname>> {
        let kind = NameKind::Person;
        let readers = self.searcher.segment_readers();
        let mut alone_anywhere = false;
        for reader in readers {
            alone_anywhere |= !self.mark_lists(reader, kind, surname)?.is_empty();
        }
        if !alone_anywhere || named.identities.contains(surname) {
            return Ok(None);
        }
        let mut found = Surname { key: surname.to_owned(), ..Surname::default() };
        for reader in readers {
            let (mut mine, mut introduced) = (Vec::new(), Vec::new());
            for source in &named.sources {
                let lists = self.lists(reader, kind, source)?;
                let docs = documents(&lists, reader, &*index_of(reader, self.fields.marks)?)?;
                if introduces(&source.key, surname) {
                    introduced.extend_from_slice(&docs);
                }
                mine.extend(docs);
            }
            for docs in [&mut mine, &mut introduced] {
                docs.sort_unstable();
                docs.dedup();
            }
            found.introducing_this += introduced.len() as u64;
            found.introducing += introduced.len() as u64;
            let others = |docs: &[DocId]| -> Vec<DocId> {
                docs.iter().copied().filter(|doc| mine.binary_search(doc).is_err()).collect()
            };
            let mut bearing = BTreeSet::new();
            for (key, docs) in self.bearers(reader, surname)? {
                let docs = others(&docs);
                let mut bearer = |name: &str| {
                    let bearer = self.authority.identity(kind, &key, name)?;
                    found.others.insert(bearer.key.into_owned());
                    Some(())
                };
                if self.authority.is_split(kind, &key) {
                    let bears = |other: &str, name: &str| other == key && bearer(name).is_some();
                    bearing.extend(facets::stories_naming(reader, kind, &docs, bears).map_err(broken)?);
                } else if !docs.is_empty() && bearer("").is_some() {
                    bearing.extend(docs);
                }
            }
            found.introducing += bearing.len() as u64;
            let lone = self.mark_lists(reader, kind, surname)?;
            let mut alone = others(&documents(&lone, reader, &*index_of(reader, self.fields.marks)?)?);
            alone.retain(|doc| !bearing.contains(doc));
            if !alone.is_empty() {
                found.alone.insert(reader.segment_id(), alone.into());
            }
        }
        Ok((!found.alone.is_empty()).then_some(found))
    }

    /// Returns the keys of a segment that introduce the bearer of a surname, with the stories of each.
    fn bearers(&self, reader: &SegmentReader, surname: &str) -> Result<Vec<(String, Vec<DocId>)>> {
        let (marks, whos) = (index_of(reader, self.fields.marks)?, index_of(reader, self.fields.who)?);
        let mut bearers = Vec::new();
        for (key, list) in keys::ending(whos.terms(), surname)? {
            if introduces(&key, surname) {
                bearers.push((key, documents(&[list], reader, &whos)?));
            }
        }
        if may_stand_first(surname) {
            for (key, lists) in keys::beginning(marks.terms(), NameKind::Person, surname)? {
                if introduces(&key, surname) {
                    bearers.push((key, documents(&lists, reader, &marks)?));
                }
            }
        }
        Ok(bearers)
    }

    /// Returns in how many stories a name stands beside another, by their keys, or for it as a short form.
    pub(super) fn together(&self, kind: NameKind, short: &str, long: &str) -> Result<u64> {
        let mut stories = 0;
        for reader in self.searcher.segment_readers() {
            let (marks, whos) = (index_of(reader, self.fields.marks)?, index_of(reader, self.fields.who)?);
            let form = format!("{}{long}", who::alias_prefix(kind, short));
            let mut docs = Vec::new();
            if let Some(info) = whos.terms().get(form).map_err(broken)? {
                docs.extend(documents(&[Entry::of(&info, 1)], reader, &whos)?);
            }
            let beside = documents(&self.mark_lists(reader, kind, short)?, reader, &marks)?;
            let long = documents(&self.mark_lists(reader, kind, long)?, reader, &marks)?;
            docs.extend(beside.into_iter().filter(|doc| long.binary_search(doc).is_ok()));
            docs.sort_unstable();
            docs.dedup();
            stories += docs.len() as u64;
        }
        Ok(stories)
    }

    /// Returns what every name in a plan stands for.
    pub(super) fn names_of(&self, plan: &Plan) -> Result<NameKeys> {
        let mut names = NameKeys::new();
        for clause in text_clauses(plan) {
            for leaf in Pattern::of(clause).leaves() {
                if let Leaf::Name(pattern) = leaf
                    && !names.contains_key(pattern)
                    && let Some(named) = self.named(pattern)?
                {
                    names.insert(pattern.clone(), named.set());
                }
            }
        }
        Ok(names)
    }
}

impl Named {
    fn set(&self) -> NameSet {
        let inferred = self.surnames.iter().filter(|surname| surname.is_inferred());
        let surnames: BTreeMap<_, _> = inferred.map(|surname| (surname.key.clone(), surname.others.clone())).collect();
        NameSet { keys: self.identities.clone(), surnames }
    }
}

/// Returns the stories of a segment in which any of some terms counts, ascending, without deleted ones.
fn documents(lists: &[Entry], reader: &SegmentReader, inverted: &InvertedIndexReader) -> Result<Vec<DocId>> {
    let mut cursor = LeafCursor::open(lists, inverted, IndexRecordOption::Basic).map_err(broken)?;
    let mut docs = Vec::new();
    while cursor.doc() != TERMINATED {
        let doc = cursor.doc();
        if !reader.is_deleted(doc) && cursor.counts() {
            docs.push(doc);
        }
        cursor.seek(doc + 1);
    }
    Ok(docs)
}

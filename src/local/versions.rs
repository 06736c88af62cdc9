//! The versions of stories: which stories of the index belong together.
//!
//! Two columns hold all that is indexed for it: a key of the headline and a sketch of the body. A walk over the columns finds
//! the few stories that may be versions of those asked for ([`candidates`]); their stored texts decide, by the rule of
//! `search`. What is found so is asked for in turn, until nothing new is found.

mod candidates;
mod work;

use super::LocalEngine;
use super::rank::Found;
use crate::error::Result;
use crate::index::{engine_error, headline_key, read_document};
use crate::search::{Group, Stamp, Version, Versions, versions};
use crate::text;
use candidates::{Alike, Candidates, Columns};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::rc::Rc;
use tantivy::{DocAddress, TantivyDocument};

/// How many shingles are held while pairs are compared; each is eight bytes.
const HELD: usize = 4 << 20;
/// What a story takes besides, in shingles.
const BESIDES: usize = 64;

/// The groups of some stories. A story alone has none.
#[derive(Debug, Default)]
pub(super) struct Groups {
    /// The members of each group, first version first, and the id of the first.
    groups: Vec<(Vec<DocAddress>, String)>,
    /// In which group a story is, and its place there from 0.
    places: HashMap<DocAddress, (usize, usize)>,
}

impl Groups {
    /// Returns the groups of some stories, with all their members, asked for or not.
    pub(super) fn of(engine: &LocalEngine, stories: impl Iterator<Item = DocAddress>) -> Result<Self> {
        let stories: Vec<DocAddress> = stories.collect();
        let mut search = Search::new(engine)?;
        search.grow(&stories, false)?;
        let (mut members, series) = search.members(false);
        // What hangs together for too long is taken apart: only the same text is a version there.
        let of_series: Vec<DocAddress> = stories.iter().filter(|story| series.contains(story)).copied().collect();
        if !of_series.is_empty() {
            let mut strict = Search::new(engine)?;
            strict.grow(&of_series, true)?;
            members.extend(strict.members(true).0);
            search.stamps.extend(strict.stamps);
        }
        let mut groups = Self::default();
        for mut group in members {
            group.sort_by(|one, other| versions::order(&search.stamps[one], &search.stamps[other]));
            let id = search.stamps[&group[0]].id.clone();
            groups.places.extend(group.iter().enumerate().map(|(place, story)| (*story, (groups.groups.len(), place))));
            groups.groups.push((group, id));
        }
        Ok(groups)
    }

    /// Returns which version a story is; `None` where there is no other.
    pub(super) fn group(&self, story: DocAddress) -> Option<Group> {
        let (group, place) = *self.places.get(&story)?;
        let (members, id) = &self.groups[group];
        Some(Group { id: id.clone(), size: members.len(), position: place + 1 })
    }

    /// Returns the members of a story's group, first version first; itself where there is no other.
    pub(super) fn members(&self, story: DocAddress) -> Vec<DocAddress> {
        self.places.get(&story).map_or_else(|| vec![story], |(group, _)| self.groups[*group].0.clone())
    }

    /// Drops the hits that are not the version wanted.
    pub(super) fn choose(&self, found: &mut Vec<Found>, wanted: Versions) {
        let mut last: BTreeMap<usize, usize> = BTreeMap::new();
        for (group, place) in found.iter().filter_map(|found| self.places.get(&found.address)) {
            let last = last.entry(*group).or_default();
            *last = (*last).max(*place);
        }
        found.retain(|found| {
            let Some((group, place)) = self.places.get(&found.address) else { return true };
            match wanted {
                Versions::All => true,
                Versions::First => *place == 0,
                Versions::Latest => *place + 1 == self.groups[*group].0.len(),
                Versions::LastFound => last.get(group) == Some(place),
            }
        });
    }
}

/// Stories that hang together, while they are looked for.
struct Search<'e> {
    engine: &'e LocalEngine,
    columns: Columns<'e>,
    /// For each story its neighbour towards the root of its tree; a root is its own.
    parents: BTreeMap<DocAddress, DocAddress>,
    /// For each root the first and last day of its tree.
    spans: HashMap<DocAddress, Option<(i64, i64)>>,
    stamps: HashMap<DocAddress, Stamp>,
    /// The hashes of texts that were read because another has the same sketch.
    wordings: HashMap<DocAddress, u64>,
    /// Stories that were read, and how much they take.
    held: HashMap<DocAddress, Rc<Version>>,
    held_shingles: usize,
}

impl<'e> Search<'e> {
    fn new(engine: &'e LocalEngine) -> Result<Self> {
        Ok(Self {
            engine,
            columns: Columns::of(&engine.searcher)?,
            parents: BTreeMap::new(),
            spans: HashMap::new(),
            stamps: HashMap::new(),
            wordings: HashMap::new(),
            held: HashMap::new(),
            held_shingles: 0,
        })
    }

    /// Joins some stories to their versions, those to theirs, and so on; strictly, only to those of the same text.
    fn grow(&mut self, stories: &[DocAddress], strictly: bool) -> Result<()> {
        let mut asked: Vec<DocAddress> = stories.to_vec();
        asked.retain(|story| self.plant(*story));
        while !asked.is_empty() {
            let candidates = Candidates::of(&self.columns, &asked, strictly);
            let mut next = Vec::new();
            for bucket in candidates.buckets {
                self.join_same(bucket, &mut next)?;
            }
            for (one, other) in candidates.pairs {
                if self.parents.contains_key(&other) && self.root(one) == self.root(other) {
                    continue;
                }
                work::compare();
                let (here, there) = (self.version(one)?, self.version(other)?);
                if versions::link(&here, &there).is_none() {
                    continue;
                }
                for (story, version) in [(one, here), (other, there)] {
                    self.stamps.entry(story).or_insert_with(|| version.stamp().clone());
                }
                if self.plant(other) {
                    next.push(other);
                }
                self.join(one, other);
            }
            // A series need not be followed to its end.
            next.retain(|story| strictly || !self.is_series(*story));
            asked = next;
        }
        Ok(())
    }

    /// Joins those of the stories with one sketch that have the same text: each to the one before it in the order of days, which
    /// makes the same groups as all their pairs would. Whoever hangs together with no known story is left alone.
    fn join_same(&mut self, mut bucket: Vec<Alike>, next: &mut Vec<DocAddress>) -> Result<()> {
        bucket.sort_unstable_by_key(|alike| (alike.length, alike.story));
        let mut read = Vec::with_capacity(bucket.len());
        for of_length in bucket.chunk_by(|one, other| one.length == other.length).filter(|stories| stories.len() > 1) {
            for alike in of_length {
                read.push((self.wording(alike.story)?, alike.day, alike.story));
            }
        }
        read.retain(|(wording, ..)| *wording != 0);
        read.sort_unstable();
        for same in read.chunk_by(|one, other| one.0 == other.0) {
            // A story without a day stands first, and hangs together with all.
            let is_undated = same[0].1.is_none();
            let near = |one: Option<i64>, other: Option<i64>| {
                is_undated || one.zip(other).is_some_and(|(one, other)| other - one <= versions::DAYS)
            };
            for chain in same.chunk_by(|one, other| near(one.1, other.1)) {
                if !chain.iter().any(|(.., story)| self.parents.contains_key(story)) {
                    continue;
                }
                next.extend(chain.iter().filter(|(.., story)| self.plant(*story)).map(|(.., story)| *story));
                for pair in chain.windows(2) {
                    self.join(pair[0].2, pair[1].2);
                }
            }
        }
        Ok(())
    }

    /// Returns the groups of more than one member, and all stories that are in a series; strictly, nothing is a series.
    fn members(&mut self, strictly: bool) -> (Vec<Vec<DocAddress>>, BTreeSet<DocAddress>) {
        let stories: Vec<DocAddress> = self.parents.keys().copied().collect();
        let (mut groups, mut series) = (BTreeMap::<DocAddress, Vec<DocAddress>>::new(), BTreeSet::new());
        for story in stories {
            if !strictly && self.is_series(story) {
                series.insert(story);
            } else {
                groups.entry(self.root(story)).or_default().push(story);
            }
        }
        (groups.into_values().filter(|group| group.len() > 1).collect(), series)
    }

    fn version(&mut self, story: DocAddress) -> Result<Rc<Version>> {
        if let Some(version) = self.held.get(&story) {
            return Ok(Rc::clone(version));
        }
        if self.held_shingles >= HELD {
            self.held.clear();
            self.held_shingles = 0;
        }
        let version = Rc::new(read(self.engine, story)?);
        self.held_shingles += version.shingles() + BESIDES;
        self.held.insert(story, Rc::clone(&version));
        Ok(version)
    }

    /// Returns the hash of a story's words; once read, it is known.
    fn wording(&mut self, story: DocAddress) -> Result<u64> {
        if let Some(wording) = self.wordings.get(&story) {
            return Ok(*wording);
        }
        let version = self.version(story)?;
        self.stamps.insert(story, version.stamp().clone());
        self.wordings.insert(story, version.wording());
        Ok(version.wording())
    }

    /// Takes in a story; says whether it is new.
    fn plant(&mut self, story: DocAddress) -> bool {
        let is_new = !self.parents.contains_key(&story);
        if is_new {
            self.parents.insert(story, story);
            let traits = self.columns.traits(story);
            self.spans.insert(story, traits.and_then(|traits| traits.day).map(|day| (day, day)));
        }
        is_new
    }

    fn root(&mut self, story: DocAddress) -> DocAddress {
        let mut at = story;
        while self.parents[&at] != at {
            // Halving the way for the next one who comes along.
            let above = self.parents[&self.parents[&at]];
            self.parents.insert(at, above);
            at = above;
        }
        at
    }

    fn join(&mut self, one: DocAddress, other: DocAddress) {
        let (one, other) = (self.root(one), self.root(other));
        if one == other {
            return;
        }
        let (kept, gone) = (one.min(other), one.max(other));
        let spans = [self.spans[&kept], self.spans[&gone]];
        let days = || spans.into_iter().flatten();
        let span = days().map(|span| span.0).min().zip(days().map(|span| span.1).max());
        self.spans.insert(kept, span);
        self.parents.insert(gone, kept);
    }

    fn is_series(&mut self, story: DocAddress) -> bool {
        let root = self.root(story);
        self.spans[&root].is_some_and(|(first, last)| last - first > versions::LONGEST)
    }
}

/// Returns what of a stored story says whether it is a version of another.
fn read(engine: &LocalEngine, story: DocAddress) -> Result<Version> {
    work::read();
    let document: TantivyDocument = engine.searcher.doc(story).map_err(|error| engine_error("read story", &error))?;
    let story = read_document(&document)?.story;
    let headline = text::analyze(story.headline.as_deref().unwrap_or_default());
    let body = text::analyze(&story.body);
    Ok(Version::of(&story, headline_key(&story, &headline), &headline, &body))
}

#[cfg(test)]
mod tests;

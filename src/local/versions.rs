//! The versions of stories: which stories of the index belong together.
//!
//! Two columns hold all that is indexed for it: a key of the headline and a sketch of the body. A walk over the columns finds
//! the few stories that may be versions of those asked for; their stored texts decide, by the rule of `search`. What is found
//! so is asked for in turn, until nothing new is found.

use super::LocalEngine;
use super::rank::Found;
use crate::error::Result;
use crate::index::{engine_error, headline_key, read_document};
use crate::search::{Group, Link, Stamp, Version, Versions, versions};
use crate::text;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::rc::Rc;
use tantivy::columnar::Column;
use tantivy::{DocAddress, Searcher, TantivyDocument};

/// How many stories are held while pairs are compared.
const HELD: usize = 4096;

/// A headline that more stories of one day have says nothing of any of them.
const COMMON: u32 = 100;

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

/// What the columns say of a story.
#[derive(Clone, Copy, Debug)]
struct Traits {
    /// `None` where the day is not known.
    day: Option<i64>,
    /// 0 for none.
    headline_key: u64,
    /// 0 for none.
    sketch: u64,
}

impl Traits {
    /// Says whether two stories may be versions of one, as far as the columns tell but for their days.
    fn fit(&self, other: &Self, strictly: bool) -> bool {
        let dated = self.day.is_some() && other.day.is_some();
        let headlines = !strictly && self.headline_key != 0 && self.headline_key == other.headline_key;
        let most = if dated && !strictly { versions::DISTANCE } else { 0 };
        headlines || self.sketch != 0 && other.sketch != 0 && text::distance(self.sketch, other.sketch) <= most
    }
}

/// The columns of a segment.
struct Columns {
    first_days: Column<i64>,
    last_days: Column<i64>,
    headline_keys: Column<u64>,
    sketches: Column<u64>,
}

impl Columns {
    /// Returns the columns of every segment.
    fn of(searcher: &Searcher) -> Result<Vec<Self>> {
        let open = |reader: &tantivy::SegmentReader| {
            let fast = reader.fast_fields();
            Ok(Self {
                first_days: fast.i64("first_day")?,
                last_days: fast.i64("last_day")?,
                headline_keys: fast.u64("headline_key")?,
                sketches: fast.u64("sketch")?,
            })
        };
        let columns: tantivy::Result<_> = searcher.segment_readers().iter().map(open).collect();
        columns.map_err(|error| engine_error("search", &error))
    }

    /// Returns what is known of a document; `None` where nothing can make it a version of another.
    fn traits(&self, doc: u32) -> Option<Traits> {
        let headline_key = self.headline_keys.first(doc).unwrap_or_default();
        let sketch = self.sketches.first(doc).unwrap_or_default();
        let day = self.first_days.first(doc).filter(|first| self.last_days.first(doc) == Some(*first));
        (headline_key != 0 || sketch != 0).then_some(Traits { day, headline_key, sketch })
    }
}

/// Stories whose versions are looked for, arranged for a walk over all others.
struct Wanted {
    /// By day.
    dated: Vec<(i64, DocAddress, Traits)>,
    /// All by what an undated one may share with any.
    by_headline: HashMap<u64, Vec<(DocAddress, Traits)>>,
    by_sketch: HashMap<u64, Vec<(DocAddress, Traits)>>,
}

impl Wanted {
    fn new(stories: &[(DocAddress, Traits)]) -> Self {
        let mut wanted = Self { dated: Vec::new(), by_headline: HashMap::new(), by_sketch: HashMap::new() };
        for &(story, traits) in stories {
            wanted.dated.extend(traits.day.map(|day| (day, story, traits)));
            if traits.headline_key != 0 {
                wanted.by_headline.entry(traits.headline_key).or_default().push((story, traits));
            }
            if traits.sketch != 0 {
                wanted.by_sketch.entry(traits.sketch).or_default().push((story, traits));
            }
        }
        wanted.dated.sort_by_key(|(day, story, _)| (*day, *story));
        wanted
    }

    /// Tells of the wanted stories that another may be a version of, among those for which `counts` holds.
    fn near(
        &self,
        other: &Traits,
        strictly: bool,
        counts: impl Fn(DocAddress) -> bool,
        mut tell: impl FnMut(DocAddress),
    ) {
        if let Some(day) = other.day {
            let first = self.dated.partition_point(|(wanted, ..)| *wanted < day - versions::DAYS);
            let near = self.dated[first..].iter().take_while(|(wanted, ..)| *wanted <= day + versions::DAYS);
            let near = near.filter(|(_, story, traits)| counts(*story) && traits.fit(other, strictly));
            near.for_each(|(_, story, _)| tell(*story));
        }
        let keys = [self.by_headline.get(&other.headline_key), self.by_sketch.get(&other.sketch)];
        for (story, traits) in keys.into_iter().flatten().flatten() {
            let dated = other.day.is_some() && traits.day.is_some();
            if !dated && counts(*story) && traits.fit(other, strictly) {
                tell(*story);
            }
        }
    }
}

/// Headlines of some stories that too many of one day have.
#[derive(Default)]
struct CommonHeadlines(HashMap<(u64, Option<i64>), u32>);

impl CommonHeadlines {
    /// Returns a story's traits without a headline that says nothing.
    fn without(&self, traits: Traits) -> Traits {
        let count = self.0.get(&(traits.headline_key, traits.day)).copied().unwrap_or_default();
        if count > COMMON { Traits { headline_key: 0, ..traits } } else { traits }
    }
}

/// Stories that hang together, while they are looked for.
struct Search<'e> {
    engine: &'e LocalEngine,
    columns: Vec<Columns>,
    /// For each story its neighbour towards the root of its tree; a root is its own.
    parents: BTreeMap<DocAddress, DocAddress>,
    /// For each root the first and last day of its tree.
    spans: HashMap<DocAddress, Option<(i64, i64)>>,
    stamps: HashMap<DocAddress, Stamp>,
    /// Stories that were read.
    held: HashMap<DocAddress, Rc<Version>>,
}

impl<'e> Search<'e> {
    fn new(engine: &'e LocalEngine) -> Result<Self> {
        Ok(Self {
            engine,
            columns: Columns::of(&engine.searcher)?,
            parents: BTreeMap::new(),
            spans: HashMap::new(),
            stamps: HashMap::new(),
            held: HashMap::new(),
        })
    }

    /// Joins some stories to their versions, those to theirs, and so on; strictly, only to those of the same text.
    fn grow(&mut self, stories: &[DocAddress], strictly: bool) -> Result<()> {
        let mut asked: Vec<DocAddress> = stories.to_vec();
        asked.retain(|story| self.plant(*story));
        while !asked.is_empty() {
            let mut next = Vec::new();
            for (one, other) in self.candidates(&asked, strictly) {
                if self.parents.contains_key(&other) && self.root(one) == self.root(other) {
                    continue;
                }
                let (here, there) = (self.version(one)?, self.version(other)?);
                match versions::link(&here, &there) {
                    Some(Link::Same) => {}
                    Some(Link::Alike) if !strictly => {}
                    _ => continue,
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

    /// Returns the pairs of a story asked for and one that may be its version, each pair once.
    fn candidates(&self, asked: &[DocAddress], strictly: bool) -> Vec<(DocAddress, DocAddress)> {
        let traits = |story: &DocAddress| {
            let columns = &self.columns[story.segment_ord as usize];
            Some((*story, columns.traits(story.doc_id)?))
        };
        let mut stories: Vec<(DocAddress, Traits)> = asked.iter().filter_map(traits).collect();
        let common = if strictly { CommonHeadlines::default() } else { self.common_headlines(&stories) };
        for (_, traits) in &mut stories {
            *traits = common.without(*traits);
        }
        let wanted = Wanted::new(&stories);
        let is_asked: BTreeSet<&DocAddress> = asked.iter().collect();
        let mut pairs = Vec::new();
        self.each(|other, traits| {
            let found_twice = is_asked.contains(&other);
            let counts = |story| story < other || story > other && !found_twice;
            wanted.near(&common.without(traits), strictly, counts, |story| pairs.push((story, other)));
        });
        pairs
    }

    /// Returns which headlines of some stories are too common to say anything; the same whichever of its bearers are asked for.
    fn common_headlines(&self, stories: &[(DocAddress, Traits)]) -> CommonHeadlines {
        let asked: HashSet<u64> =
            stories.iter().map(|(_, traits)| traits.headline_key).filter(|key| *key != 0).collect();
        let mut common = CommonHeadlines::default();
        self.each(|_, traits| {
            if asked.contains(&traits.headline_key) {
                *common.0.entry((traits.headline_key, traits.day)).or_default() += 1;
            }
        });
        common
    }

    /// Tells every story of the index.
    fn each(&self, mut tell: impl FnMut(DocAddress, Traits)) {
        for (reader, (segment, columns)) in self.engine.searcher.segment_readers().iter().zip((0..).zip(&self.columns))
        {
            for doc in reader.doc_ids_alive() {
                if let Some(traits) = columns.traits(doc) {
                    tell(DocAddress::new(segment, doc), traits);
                }
            }
        }
    }

    fn version(&mut self, story: DocAddress) -> Result<Rc<Version>> {
        if let Some(version) = self.held.get(&story) {
            return Ok(Rc::clone(version));
        }
        if self.held.len() >= HELD {
            self.held.clear();
        }
        let version = Rc::new(read(self.engine, story)?);
        self.held.insert(story, Rc::clone(&version));
        Ok(version)
    }

    /// Takes in a story; says whether it is new.
    fn plant(&mut self, story: DocAddress) -> bool {
        let is_new = !self.parents.contains_key(&story);
        if is_new {
            self.parents.insert(story, story);
            let traits = self.columns[story.segment_ord as usize].traits(story.doc_id);
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
    let document: TantivyDocument = engine.searcher.doc(story).map_err(|error| engine_error("read story", &error))?;
    let story = read_document(&document)?.story;
    let headline = text::analyze(story.headline.as_deref().unwrap_or_default());
    let body = text::analyze(&story.body);
    Ok(Version::of(&story, headline_key(&story, &headline), &headline, &body))
}

//! Which stories may be versions of some others, as far as the columns tell.
//!
//! Nothing here grows with the square of the stories. Those with one sketch are told as one bucket, not as pairs. Those with
//! one headline are few, for a headline of many says nothing. Of those whose sketches are near, a story is given the nearest;
//! where very many stories share their days, only those are compared whose sketches agree in one of several sets of bits, and
//! nearer ones are wanted, for so many are near by chance.

use super::work;
use crate::error::Result;
use crate::index::engine_error;
use crate::search::versions::{self, CROWD, DAYS};
use crate::text;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet};
use tantivy::columnar::Column;
use tantivy::{DocAddress, Searcher};

/// A headline that more stories of one day have says nothing of any of them.
const COMMON: u32 = 100;
/// How many stories of another wording are read for one, the nearest first.
const NEAREST: usize = 16;
/// With how many before it and after it a story is compared among those that share its sketch.
const NEIGHBOURS: usize = 8;
/// In a crowd: the sets of bits of which one must agree, and how many stories that agree in one are compared with a story, on
/// either side of it: more than agree by chance, see `bits_of`.
const SETS: usize = 16;
const AGREEING: usize = 256;

/// What the columns say of a story.
#[derive(Clone, Copy, Debug)]
pub(super) struct Traits {
    /// `None` where the day is not known.
    pub(super) day: Option<i64>,
    /// 0 for none.
    headline_key: u64,
    /// 0 for none.
    sketch: u64,
    /// The number of words.
    length: u64,
}

/// The columns of all segments.
pub(super) struct Columns<'e> {
    searcher: &'e Searcher,
    segments: Vec<Segment>,
}

struct Segment {
    first_days: Column<i64>,
    last_days: Column<i64>,
    headline_keys: Column<u64>,
    sketches: Column<u64>,
    lengths: Column<u64>,
}

impl<'e> Columns<'e> {
    pub(super) fn of(searcher: &'e Searcher) -> Result<Self> {
        let open = |reader: &tantivy::SegmentReader| {
            let fast = reader.fast_fields();
            Ok(Segment {
                first_days: fast.i64("first_day")?,
                last_days: fast.i64("last_day")?,
                headline_keys: fast.u64("headline_key")?,
                sketches: fast.u64("sketch")?,
                lengths: fast.u64("length")?,
            })
        };
        let segments: tantivy::Result<_> = searcher.segment_readers().iter().map(open).collect();
        Ok(Self { searcher, segments: segments.map_err(|error| engine_error("search", &error))? })
    }

    /// Returns what is known of a story; `None` where nothing can make it a version of another.
    pub(super) fn traits(&self, story: DocAddress) -> Option<Traits> {
        self.segments[story.segment_ord as usize].traits(story.doc_id)
    }

    /// Tells every story of the index.
    fn each(&self, mut tell: impl FnMut(DocAddress, Traits)) {
        for (reader, (ordinal, segment)) in self.searcher.segment_readers().iter().zip((0..).zip(&self.segments)) {
            for doc in reader.doc_ids_alive() {
                if let Some(traits) = segment.traits(doc) {
                    tell(DocAddress::new(ordinal, doc), traits);
                }
            }
        }
    }
}

impl Segment {
    fn traits(&self, doc: u32) -> Option<Traits> {
        let headline_key = self.headline_keys.first(doc).unwrap_or_default();
        let sketch = self.sketches.first(doc).unwrap_or_default();
        let length = self.lengths.first(doc).unwrap_or_default();
        let day = self.first_days.first(doc).filter(|first| self.last_days.first(doc) == Some(*first));
        (headline_key != 0 || sketch != 0).then_some(Traits { day, headline_key, sketch, length })
    }
}

/// Stories that may be versions of those asked for.
#[derive(Default)]
pub(super) struct Candidates {
    /// Of each sketch that several have, the stories that may have the text of one asked for, by day.
    pub(super) buckets: Vec<Vec<Alike>>,
    /// A story asked for and another, each pair once.
    pub(super) pairs: Vec<(DocAddress, DocAddress)>,
}

/// A story of those with the same sketch.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Alike {
    pub(super) day: Option<i64>,
    pub(super) story: DocAddress,
    /// Texts that are the same have the same number of words.
    pub(super) length: u64,
}

impl Candidates {
    /// Returns those of some stories; strictly, only those that may have the same text.
    pub(super) fn of(columns: &Columns<'_>, asked: &[DocAddress], strictly: bool) -> Self {
        let traits = |story: &DocAddress| Some((*story, columns.traits(*story)?));
        let mut stories: Vec<(DocAddress, Traits)> = asked.iter().filter_map(traits).collect();
        let mut sketches = SameSketches::of(&stories);
        if strictly {
            columns.each(|other, traits| sketches.take(other, traits));
            return Self { buckets: sketches.buckets(), pairs: Vec::new() };
        }
        let (common, crowds) = count(columns, &stories);
        for (_, traits) in &mut stories {
            *traits = common.without(*traits);
        }
        let headlines = SameHeadlines::of(&stories);
        let mut near = NearSketches::of(&stories, &crowds);
        let asked: HashSet<DocAddress> = asked.iter().copied().collect();
        let mut pairs = Vec::new();
        columns.each(|other, traits| {
            sketches.take(other, traits);
            near.take(other, traits);
            headlines.near(other, common.without(traits), |story| {
                if !asked.contains(&other) || story < other {
                    pairs.push((story, other));
                }
            });
        });
        let buckets = sketches.buckets();
        let mut pair = |story: DocAddress, other: DocAddress| {
            let is_backwards = other < story && asked.contains(&other);
            pairs.push(if is_backwards { (other, story) } else { (story, other) });
        };
        near.tell(&mut pair);
        for bucket in &buckets {
            neighbours(bucket, &asked, &mut pair);
        }
        // One side of a pair is that of the one before, mostly, and need not be read again.
        pairs.sort_unstable();
        pairs.dedup();
        Self { buckets, pairs }
    }
}

/// Tells stories with one sketch that may be versions though their texts are not the same.
fn neighbours(bucket: &[Alike], asked: &HashSet<DocAddress>, mut tell: impl FnMut(DocAddress, DocAddress)) {
    for (at, one) in bucket.iter().enumerate().filter(|(_, one)| one.day.is_some() && asked.contains(&one.story)) {
        let around = &bucket[at.saturating_sub(NEIGHBOURS)..bucket.len().min(at + 1 + NEIGHBOURS)];
        for other in around.iter().filter(|other| other.story != one.story) {
            let apart = one.day.zip(other.day).map(|(one, other)| (one - other).abs());
            if apart.is_some_and(|apart| apart <= DAYS) && versions::lengths_fit(one.length, other.length) {
                tell(one.story, other.story);
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

/// How many stories of the index have a text and a day within [`DAYS`] of a day.
struct Crowds(HashMap<i64, usize>);

impl Crowds {
    /// Returns how many there are around one of two days, whichever has more.
    fn of(&self, one: i64, other: i64) -> usize {
        let around = |day| self.0.get(&day).copied().unwrap_or_default();
        around(one).max(around(other))
    }
}

/// Counts who shares the headlines and the days of some stories; the same whichever of those are asked for.
fn count(columns: &Columns<'_>, stories: &[(DocAddress, Traits)]) -> (CommonHeadlines, Crowds) {
    let asked: HashSet<u64> = stories.iter().map(|(_, traits)| traits.headline_key).filter(|key| *key != 0).collect();
    let mut common = CommonHeadlines::default();
    let mut days: BTreeMap<i64, usize> = BTreeMap::new();
    columns.each(|_, traits| {
        if asked.contains(&traits.headline_key) {
            *common.0.entry((traits.headline_key, traits.day)).or_default() += 1;
        }
        if let Some(day) = traits.day.filter(|_| traits.sketch != 0) {
            *days.entry(day).or_default() += 1;
        }
    });
    let around = |day: i64| days.range(day - DAYS..=day + DAYS).map(|(_, count)| count).sum();
    (common, Crowds(days.keys().map(|day| (*day, around(*day))).collect()))
}

/// The sketches of the stories asked for, and who has them.
struct SameSketches(HashMap<u64, Bearers>);

#[derive(Default)]
struct Bearers {
    /// The days of those asked for.
    days: BTreeSet<i64>,
    /// Whether one asked for has none.
    is_undated: bool,
    all: Vec<Alike>,
}

impl SameSketches {
    fn of(stories: &[(DocAddress, Traits)]) -> Self {
        let mut sketches: HashMap<u64, Bearers> = HashMap::new();
        for (_, traits) in stories.iter().filter(|(_, traits)| traits.sketch != 0) {
            let bearers = sketches.entry(traits.sketch).or_default();
            bearers.days.extend(traits.day);
            bearers.is_undated |= traits.day.is_none();
        }
        Self(sketches)
    }

    /// Takes a story with one of the sketches, where its day allows.
    fn take(&mut self, story: DocAddress, traits: Traits) {
        let Some(bearers) = self.0.get_mut(&traits.sketch) else { return };
        let is_near = |day: i64| bearers.days.range(day - DAYS..=day + DAYS).next().is_some();
        if bearers.is_undated || traits.day.is_none_or(is_near) {
            bearers.all.push(Alike { day: traits.day, story, length: traits.length });
        }
    }

    /// Returns those that several have.
    fn buckets(self) -> Vec<Vec<Alike>> {
        let several = self.0.into_values().map(|bearers| bearers.all).filter(|all| all.len() > 1);
        let mut buckets: Vec<Vec<Alike>> = several.collect();
        for bucket in &mut buckets {
            bucket.sort_unstable();
        }
        buckets.sort_unstable();
        buckets
    }
}

/// The stories asked for by headline; of each, the undated first, then by day.
struct SameHeadlines(BTreeMap<u64, Vec<(Option<i64>, DocAddress)>>);

impl SameHeadlines {
    fn of(stories: &[(DocAddress, Traits)]) -> Self {
        let mut headlines: BTreeMap<u64, Vec<_>> = BTreeMap::new();
        for (story, traits) in stories.iter().filter(|(_, traits)| traits.headline_key != 0) {
            headlines.entry(traits.headline_key).or_default().push((traits.day, *story));
        }
        for stories in headlines.values_mut() {
            stories.sort_unstable();
        }
        Self(headlines)
    }

    /// Tells those that have the headline of another story, where their days allow.
    fn near(&self, other: DocAddress, traits: Traits, mut tell: impl FnMut(DocAddress)) {
        let Some(stories) = self.0.get(&traits.headline_key) else { return };
        let (undated, dated) = stories.split_at(stories.partition_point(|(day, _)| day.is_none()));
        let first = traits.day.map_or(0, |at| dated.partition_point(|(day, _)| day.is_some_and(|day| day < at - DAYS)));
        let near = |day: i64| traits.day.is_none_or(|at| day <= at + DAYS);
        let dated = dated[first..].iter().take_while(|(day, _)| day.is_some_and(near));
        undated.iter().chain(dated).filter(|(_, story)| *story != other).for_each(|(_, story)| tell(*story));
    }
}

/// The dated stories asked for by day and sketch, and the nearest of each so far.
struct NearSketches<'a> {
    crowds: &'a Crowds,
    stories: Vec<(DocAddress, Traits)>,
    /// The places of stories of a day.
    by_day: HashMap<i64, Vec<usize>>,
    /// In a crowd: the places of stories of a day by a set of bits of their sketches.
    by_bits: HashMap<(i64, usize, u64, u64), Vec<usize>>,
    /// For each story, those nearest to it; the farthest of them first.
    nearest: Vec<BinaryHeap<(u32, DocAddress)>>,
}

impl<'a> NearSketches<'a> {
    fn of(stories: &[(DocAddress, Traits)], crowds: &'a Crowds) -> Self {
        let mut stories: Vec<(DocAddress, Traits)> = stories.to_vec();
        stories.retain(|(_, traits)| may_be_near(traits));
        stories.sort_unstable_by_key(|(story, _)| *story);
        let (mut by_day, mut by_bits) = (HashMap::<i64, Vec<usize>>::new(), HashMap::<_, Vec<usize>>::new());
        for (place, (_, traits)) in stories.iter().enumerate() {
            let Some(day) = traits.day else { continue };
            by_day.entry(day).or_default().push(place);
            // The sets have as many bits as the crowd around either of two days asks for.
            let around = (day - DAYS..=day + DAYS).map(|other| crowds.of(day, other)).filter(|crowd| *crowd > CROWD);
            for bits in around.map(bits_of).collect::<BTreeSet<u32>>() {
                for (set, mask) in (0..).zip(masks(bits)) {
                    by_bits.entry((day, set, mask, traits.sketch & mask)).or_default().push(place);
                }
            }
        }
        Self { crowds, nearest: vec![BinaryHeap::new(); stories.len()], stories, by_day, by_bits }
    }

    /// Takes another story where it is near to one asked for.
    fn take(&mut self, other: DocAddress, traits: Traits) {
        let Some(at) = traits.day.filter(|_| may_be_near(&traits)) else { return };
        for day in at - DAYS..=at + DAYS {
            let Some(of_day) = self.by_day.get(&day) else { continue };
            let crowd = self.crowds.of(at, day);
            let most = versions::distance_among(crowd);
            if crowd <= CROWD {
                for place in of_day {
                    consider(&self.stories, &mut self.nearest, *place, (other, &traits), most);
                }
                continue;
            }
            let masks = masks(bits_of(crowd));
            for (set, mask) in masks.into_iter().enumerate() {
                let Some(agreeing) = self.by_bits.get(&(day, set, mask, traits.sketch & mask)) else { continue };
                // A wording that very many share is compared with those that stand next to it.
                let here = agreeing.partition_point(|place| self.stories[*place].0 < other);
                let some = here.saturating_sub(AGREEING)..agreeing.len().min(here + AGREEING);
                for place in &agreeing[some] {
                    let differing = self.stories[*place].1.sketch ^ traits.sketch;
                    let is_known = masks[..set].iter().any(|mask| differing & mask == 0);
                    if !is_known {
                        consider(&self.stories, &mut self.nearest, *place, (other, &traits), most);
                    }
                }
            }
        }
    }

    /// Tells each story asked for and those nearest to it.
    fn tell(self, mut tell: impl FnMut(DocAddress, DocAddress)) {
        for ((story, _), nearest) in self.stories.iter().zip(self.nearest) {
            for (_, other) in nearest {
                tell(*story, other);
            }
        }
    }
}

/// Says whether a text is long enough to be told from boilerplate under another headline.
fn may_be_near(traits: &Traits) -> bool {
    traits.sketch != 0 && versions::lengths_fit(traits.length, traits.length)
}

/// Counts a story among the nearest of another if it is. Those with the same sketch are told by bucket.
fn consider(
    stories: &[(DocAddress, Traits)],
    nearest: &mut [BinaryHeap<(u32, DocAddress)>],
    place: usize,
    (other, traits): (DocAddress, &Traits),
    most: u32,
) {
    work::compare();
    let wanted = &stories[place].1;
    let distance = text::distance(wanted.sketch, traits.sketch);
    if distance == 0 || distance > most || !versions::lengths_fit(wanted.length, traits.length) {
        return;
    }
    let nearest = &mut nearest[place];
    nearest.push((distance, other));
    if nearest.len() > NEAREST {
        nearest.pop();
    }
}

/// Returns how many bits a set has in a crowd: so many that about a hundred stories agree in them by chance.
fn bits_of(crowd: usize) -> u32 {
    crowd.ilog2().saturating_sub(6).clamp(1, 20)
}

/// Returns the sets of bits of a sketch, spread over it so that no two are the same.
fn masks(bits: u32) -> [u64; SETS] {
    // An odd step visits all 64 bits before one comes again.
    let mask = |set: u32| (0..bits).fold(0, |mask, bit| mask | 1 << ((set * 4 + bit * (2 * set + 1)) % u64::BITS));
    std::array::from_fn(|set| mask(set as u32))
}

//! From marked stories to the bytes of a model.

use super::super::acronyms::expansions;
use super::super::evidence::Evidence;
use super::super::features::{Runs, Sight, segments};
use super::super::hash;
use super::super::lists::{Lists, class};
use super::super::model::{Clusters, Parts, WEIGHED, pack_clusters};
use super::super::tag::{LABELS, OUTSIDE, Place, Tag, label};
use super::super::words::Text;
use super::clusters::{Fineness, brown};
use super::corpus::{Corpus, Document, Gold};
use super::crf::{Examples, Settings, Trainer};
use crate::story::{Field, Story};
use crate::text::{TokenKind, analyze};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// How to train.
#[derive(Clone, Debug)]
pub struct Options {
    /// How often the text is read.
    pub epochs: u32,
    /// The step of the learning.
    pub rate: f32,
    /// The L1 penalty: more makes a smaller model.
    pub penalty: f32,
    /// How many classes of words are made from the text, and for how many words; none with 0.
    pub clusters: (usize, usize),
    /// The share of each corpus, by its name, that an epoch reads; 1 for the others.
    pub shares: Vec<(String, f32)>,
}

impl Default for Options {
    fn default() -> Self {
        let share = |name: &str, share| (name.to_owned(), share);
        Self {
            epochs: 12,
            rate: 0.05,
            penalty: 3e-6,
            clusters: (320, 12_000),
            shares: vec![share("gmb", 0.3), share("crossner", 0.4)],
        }
    }
}

impl Options {
    fn fineness(&self) -> Fineness {
        const FEWEST: u32 = 4;
        Fineness { classes: self.clusters.0, words: self.clusters.1, fewest: FEWEST }
    }
}

/// What is told while training.
#[derive(Clone, Debug)]
pub enum Progress {
    /// The words were clustered.
    Clustered,
    /// The text was read: how many words may be of a name, and how many features they have.
    Read {
        /// Candidate words.
        words: usize,
        /// Features seen at least twice.
        features: usize,
    },
    /// An epoch ended: its number and the mean loss of a segment.
    Epoch {
        /// From 1.
        number: u32,
        /// The mean loss.
        loss: f32,
    },
    /// The model was packed: features with a weight, weights, bytes.
    Packed {
        /// Features with a weight.
        features: usize,
        /// Weights that are not zero.
        weights: usize,
        /// The size.
        bytes: usize,
    },
}

/// A reproducible source of chance.
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn share(&mut self) -> f32 {
        (self.next() >> 40) as f32 / (1_u64 << 24) as f32
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for index in (1..items.len()).rev() {
            items.swap(index, (self.next() % (index as u64 + 1)) as usize);
        }
    }
}

/// A feature is kept if it was seen this often.
const FEWEST: u32 = 2;

/// Returns the bytes of a model trained on some corpora. The same corpora, lists and options give the same bytes.
pub fn train(corpora: &[Corpus], options: &Options, tell: &mut dyn FnMut(Progress)) -> Vec<u8> {
    let mut chance = Chance(7);
    let (cluster_table, cluster_bits) = pack_clusters(&brown(&sentences(corpora), options.fineness()));
    tell(Progress::Clustered);
    let clusters = Clusters::new(&cluster_table, cluster_bits);
    let mut collector = Collector {
        clusters,
        examples: Examples::default(),
        numbers: HashMap::new(),
        counts: Vec::new(),
        copies: HashSet::new(),
    };
    let mut documents = Vec::new();
    for (number, corpus) in corpora.iter().enumerate() {
        let share = options.shares.iter().find(|(name, _)| *name == corpus.name).map_or(1.0, |(_, share)| *share);
        for document in &corpus.documents {
            let varied = vary(document, &mut chance);
            let alone = headline_alone(document, &mut chance);
            for one in [varied.as_ref().unwrap_or(document)].into_iter().chain(&alone) {
                collector.add(one, number as u32);
                documents.push(share);
            }
        }
    }
    let Collector { mut examples, mut numbers, counts, copies, .. } = collector;
    numbers.retain(|feature, _| !copies.contains(feature));
    let kept = prune(&mut examples, &counts);
    tell(Progress::Read { words: examples.labels.len(), features: kept.iter().filter(|kept| kept.is_some()).count() });
    let count = kept.iter().flatten().count();
    let mut trainer = Trainer::new(count, Settings { rate: options.rate, penalty: options.penalty });
    let mut order: Vec<usize> = (0..documents.len()).collect();
    for number in 1..=options.epochs {
        chance.shuffle(&mut order);
        let (mut loss, mut segments) = (0.0_f64, 0_u32);
        for &document in &order {
            if documents[document] < 1.0 && chance.share() >= documents[document] {
                continue;
            }
            let start = document.checked_sub(1).map_or(0, |before| examples.documents[before]);
            for segment in start..examples.documents[document] {
                let first = segment.checked_sub(1).map_or(0, |before| examples.segments[before as usize]);
                let words = first as usize..examples.segments[segment as usize] as usize;
                loss += f64::from(trainer.learn(&examples, words));
                segments += 1;
            }
        }
        tell(Progress::Epoch { number, loss: (loss / f64::from(segments.max(1))) as f32 });
    }
    pack(&trainer, &numbers, &kept, (&cluster_table, cluster_bits), tell)
}

/// Rounds the weights to a byte each and packs those that are not zero.
fn pack(
    trainer: &Trainer,
    numbers: &HashMap<u32, u32>,
    kept: &[Option<u32>],
    clusters: (&[u8], u32),
    tell: &mut dyn FnMut(Progress),
) -> Vec<u8> {
    let mut shared: Vec<(u32, u32)> =
        numbers.iter().filter_map(|(&feature, &number)| Some((feature, kept[number as usize]?))).collect();
    shared.sort_unstable();
    let rows: Vec<(u32, [f32; LABELS])> =
        shared.into_iter().map(|(feature, number)| (feature, trainer.weights(number as usize))).collect();
    let mut sizes: Vec<f32> = rows
        .iter()
        .flat_map(|(_, row)| row.iter().map(|weight| (weight - row[OUTSIDE]).abs()))
        .filter(|&size| size > 0.0)
        .collect();
    sizes.sort_unstable_by(f32::total_cmp);
    // The few greatest weights are cut, so that the others keep more of their differences.
    let top = sizes.get(sizes.len() * 9995 / 10000).copied().unwrap_or(1.0);
    let scale = 127.0 / top;
    let round = |weight: f32| (weight * scale).round().clamp(-127.0, 127.0) as i8;
    // Only differences between labels matter, and no name is to need no weight.
    let relative = |row: [f32; LABELS]| std::array::from_fn(|at| round(row[at + 1] - row[OUTSIDE]));
    let features: Vec<(u32, [i8; WEIGHED])> = rows
        .into_iter()
        .map(|(feature, row)| (feature, relative(row)))
        .filter(|(_, row)| row.iter().any(|&weight| weight != 0))
        .collect();
    let weights = features.iter().flat_map(|(_, row)| row).filter(|&&weight| weight != 0).count();
    let mut transitions = [[0_i16; LABELS]; LABELS];
    for (row, learned) in transitions.iter_mut().zip(trainer.transitions()) {
        for (weight, learned) in row.iter_mut().zip(learned) {
            *weight = (learned * scale).round().clamp(-32000.0, 32000.0) as i16;
        }
    }
    let count = features.len();
    let bytes = Parts { lists: Lists::digest(), clusters, transitions, features }.pack();
    tell(Progress::Packed { features: count, weights, bytes: bytes.len() });
    bytes
}

/// Drops the features that were seen too seldom and numbers the others anew.
fn prune(examples: &mut Examples, counts: &[u32]) -> Vec<Option<u32>> {
    let mut next = 0;
    let kept: Vec<Option<u32>> = counts
        .iter()
        .map(|&count| {
            (count >= FEWEST).then(|| {
                next += 1;
                next - 1
            })
        })
        .collect();
    let mut features = Vec::with_capacity(examples.features.len());
    let mut start = 0;
    for end in &mut examples.ends {
        let old = &examples.features[start as usize..*end as usize];
        start = *end;
        features.extend(old.iter().filter_map(|&number| kept[number as usize]));
        *end = features.len() as u32;
    }
    examples.features = features;
    kept
}

/// Returns the words of the training text, sentence by sentence.
fn sentences(corpora: &[Corpus]) -> Vec<Vec<u64>> {
    let mut out = Vec::new();
    for document in corpora.iter().flat_map(|corpus| &corpus.documents) {
        let analysis = analyze(&document.story.body);
        let mut starts = analysis.sentences.iter().copied().skip(1).peekable();
        let mut sentence = Vec::new();
        for token in analysis.tokens.iter().filter(|token| token.kind != TokenKind::Part) {
            while starts.next_if(|&start| start <= token.position).is_some() {
                out.push(std::mem::take(&mut sentence));
            }
            sentence.push(hash::bytes(analysis.term(token).as_bytes()));
        }
        out.push(sentence);
    }
    out
}

/// Gives one story in seven its headline, or else its first sentence as a headline, in capitals.
fn vary(document: &Document, chance: &mut Chance) -> Option<Document> {
    if chance.share() > 0.15 {
        return None;
    }
    let mut varied = document.clone();
    if let Some(headline) = &varied.story.headline {
        let loud = headline.to_uppercase();
        if loud.len() == headline.len() {
            varied.story.headline = Some(loud);
        }
        return Some(varied);
    }
    let body = &document.story.body;
    let end = body.find(". ").map_or(body.len(), |at| at + 1);
    let loud = body[..end].to_uppercase();
    if loud.len() != end {
        return None;
    }
    varied.story.headline = Some(loud);
    let within = document.names.iter().filter(|name| name.end as usize <= end);
    let mut names: Vec<Gold> = within.map(|name| Gold { field: Field::Headline, ..*name }).collect();
    names.append(&mut varied.names);
    varied.names = names;
    Some(varied)
}

/// Returns the headline of every other story as a story of its own, most of them in capitals.
fn headline_alone(document: &Document, chance: &mut Chance) -> Option<Document> {
    let drawn = chance.share();
    let headline = document.story.headline.as_ref().filter(|_| drawn < 0.5)?;
    let loud = headline.to_uppercase();
    let headline = if drawn < 0.35 && loud.len() == headline.len() { loud } else { headline.clone() };
    let names = document.names.iter().filter(|name| name.field == Field::Headline);
    // A file of one line has a body and no headline.
    let names = names.map(|name| Gold { field: Field::Body, ..*name }).collect();
    Some(Document { story: Story { body: headline, ..Story::default() }, names })
}

struct Collector<'c> {
    clusters: Clusters<'c>,
    examples: Examples,
    numbers: HashMap<u32, u32>,
    counts: Vec<u32>,
    /// The features that are copies for a corpus; they are learned and not kept.
    copies: HashSet<u32>,
}

impl Collector<'_> {
    fn add(&mut self, document: &Document, corpus: u32) {
        let Story { headline, body, .. } = &document.story;
        let headline = headline.as_deref().unwrap_or_default();
        let analyses = [analyze(headline), analyze(body)];
        let lists = Lists::get();
        let texts = [
            Text::new(Field::Headline, headline, &analyses[0], lists, &self.clusters),
            Text::new(Field::Body, body, &analyses[1], lists, &self.clusters),
        ];
        let expansions = [expansions(&texts[0]), expansions(&texts[1])];
        let evidence = Evidence::of(&texts, &expansions);
        let mut seen = Vec::new();
        for text in &texts {
            let labels = labels(text, &document.names);
            let sight = Sight::new(text, &evidence);
            for segment in segments(text) {
                let mut runs = Runs::default();
                for index in segment.clone() {
                    seen.clear();
                    sight.form(index, &mut seen);
                    sight.story(index, &mut seen);
                    sight.place(index, &runs.of(text, index, &segment), &mut seen);
                    let shared = seen.len();
                    for copy in 0..shared.min(COPIED) {
                        let own = hash::pair(seen[copy], 0xc0de_0000 + corpus);
                        self.copies.insert(own);
                        seen.push(own);
                    }
                    for &feature in &seen {
                        self.note(feature);
                    }
                    self.examples.ends.push(self.examples.features.len() as u32);
                    self.examples.labels.push(labels[index]);
                }
                self.examples.segments.push(self.examples.labels.len() as u32);
            }
        }
        self.examples.documents.push(self.examples.segments.len() as u32);
    }

    fn note(&mut self, feature: u32) {
        let fresh = self.counts.len() as u32;
        let number = *self.numbers.entry(feature).or_insert(fresh);
        if number == fresh {
            self.counts.push(0);
        }
        self.counts[number as usize] += 1;
        self.examples.features.push(number);
    }
}

/// How many of a word's first features have a copy for each corpus, which takes up what is peculiar to it.
const COPIED: usize = 12;

/// Returns the label of every word.
fn labels(text: &Text<'_>, names: &[Gold]) -> Vec<u8> {
    let mut labels = vec![OUTSIDE as u8; text.words.len()];
    let segments = segments(text);
    for name in names.iter().filter(|name| name.field == text.field) {
        let mut words = text.words_within(name.start, name.end);
        if name.tag == Tag::Person {
            words = without_title(text, words);
        }
        // Corpora differ in whether the members of a party are an organization.
        let tag = match name.tag {
            Tag::Organization if !words.is_empty() && text.are_people(&words) => Tag::Other,
            tag => tag,
        };
        for part in stretches(&segments, &words) {
            let last = part.end - 1;
            for index in part.clone() {
                let place = match (index == part.start, index == last) {
                    (true, true) => Place::Only,
                    (true, false) => Place::First,
                    (false, true) => Place::Last,
                    (false, false) => Place::Inner,
                };
                labels[index] = label(tag, place) as u8;
            }
        }
    }
    labels
}

/// Cuts the title off the name of a person: some corpora have it in the name.
fn without_title(text: &Text<'_>, words: Range<usize>) -> Range<usize> {
    let mut start = words.start;
    while start + 1 < words.end && text.is(start, class::TITLE) && !text.is(start, class::FIRST | class::SURNAME) {
        start += 1;
    }
    start..words.end
}

/// Cuts a name where no segment goes on.
fn stretches(segments: &[Range<usize>], words: &Range<usize>) -> Vec<Range<usize>> {
    let from = segments.partition_point(|segment| segment.end <= words.start);
    let over = segments[from..].iter().take_while(|segment| segment.start < words.end);
    over.map(|segment| segment.start.max(words.start)..segment.end.min(words.end)).collect()
}

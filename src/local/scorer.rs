//! Text clauses as tantivy queries: words by their frequencies, everything else by positions.
//!
//! A bare word and its inflections are scored as one term: the sum of frequencies, one document frequency. An occurrence in the
//! headline counts as [`HEADLINE_WEIGHT`] occurrences.

use super::cursor::LeafCursor;
use super::expand::{Entry, LeafTerms};
use super::walk::{Finder, Walk};
use crate::index::mark;
use crate::query::Scope;
use crate::spans::{Borders, Candidates, Passage, Pattern, Span, Workspace, keep_lead};
use std::sync::Arc;
use tantivy::columnar::ColumnValues;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings as _, SegmentPostings};
use tantivy::query::{Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

/// How many occurrences in the body an occurrence in the headline is worth.
const HEADLINE_WEIGHT: u32 = 4;

/// The numbers BM25 wants of the archive. Counted in stories: source records are documents of the index too.
#[derive(Clone, Copy, Debug)]
pub(super) struct Statistics {
    pub(super) stories: u64,
    pub(super) average_length: Score,
}

/// A text clause over one segment set.
#[derive(Clone, Debug)]
pub(super) struct TextQuery {
    pub(super) pattern: Arc<Pattern>,
    pub(super) leaves: Vec<Arc<LeafTerms>>,
    /// Headline, body or both; `None` for a small field, which has one sequence of positions of its own.
    pub(super) scope: Option<Scope>,
    /// How often the pattern must match.
    pub(super) least: u32,
    pub(super) statistics: Statistics,
    /// The field of the norms, whatever field the leaves are in.
    pub(super) words: Field,
    /// The field of the borders of sentences and paragraphs.
    pub(super) marks: Field,
}

/// A scorer that knows more cheaply what its document can score at most.
pub(super) trait Bounded: Scorer {
    /// Returns a score that is not below that of the current document; `None` where the score itself costs no more.
    fn most(&mut self) -> Option<Score>;
}

impl TextQuery {
    /// Visits the documents of a segment that match; what each scores is found out where it is asked for.
    pub(super) fn visit(
        &self,
        reader: &SegmentReader,
        mut visit: impl FnMut(DocId, &mut dyn Bounded),
    ) -> tantivy::Result<()> {
        fn each(scorer: &mut impl Bounded, visit: &mut impl FnMut(DocId, &mut dyn Bounded)) {
            while scorer.doc() != TERMINATED {
                visit(scorer.doc(), scorer);
                scorer.advance();
            }
        }
        match self.scored(true).open(reader, 1.0)? {
            Text::Nothing => {}
            Text::Word(mut scorer) => each(&mut *scorer, &mut visit),
            Text::Pattern(mut scorer) => each(&mut *scorer, &mut visit),
        }
        Ok(())
    }

    fn scored(&self, is_scored: bool) -> TextWeight {
        let statistics = self.statistics;
        let frequencies: Vec<u64> = self.leaves.iter().map(|leaf| leaf.doc_freq).collect();
        let doc_freq = self.pattern.document_frequency(&frequencies).min(statistics.stories);
        let bm25 = is_scored.then(|| {
            Bm25Weight::for_one_term_without_explain(doc_freq, statistics.stories.max(1), statistics.average_length)
        });
        TextWeight { query: self.clone(), bm25 }
    }
}

impl Query for TextQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        Ok(Box::new(self.scored(matches!(scoring, EnableScoring::Enabled { .. }))))
    }
}

struct TextWeight {
    query: TextQuery,
    bm25: Option<Bm25Weight>,
}

/// The documents of a text clause in one segment.
enum Text {
    Nothing,
    Word(Box<Walk<WordFinder>>),
    Pattern(Box<Walk<PatternFinder>>),
}

impl TextWeight {
    fn open(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Text> {
        let parts = match &self.bm25 {
            Some(bm25) => {
                Some(ScoreParts { bm25: bm25.boost_by(boost), norms: reader.get_fieldnorms_reader(self.query.words)? })
            }
            None => None,
        };
        if let [leaf] = &self.query.leaves[..]
            && leaf.is_words
            && self.query.least == 1
            && self.query.pattern.is_single_leaf()
            && let Some(scope @ (Scope::Anywhere | Scope::Headline)) = self.query.scope
        {
            return WordFinder::open(leaf, scope, reader, parts);
        }
        PatternFinder::open(&self.query, reader, parts)
    }
}

impl Weight for TextWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        Ok(match self.open(reader, boost)? {
            Text::Nothing => Box::new(EmptyScorer),
            Text::Word(scorer) => scorer,
            Text::Pattern(scorer) => scorer,
        })
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        let mut scorer = self.scorer(reader, 1.0)?;
        if scorer.doc() < doc {
            scorer.seek(doc);
        }
        Ok(Explanation::new("text clause", if scorer.doc() == doc { scorer.score() } else { 0.0 }))
    }
}

/// What a score is computed from; absent where only matching was asked for.
struct ScoreParts {
    bm25: Bm25Weight,
    norms: FieldNormReader,
}

impl ScoreParts {
    fn score(&self, doc: DocId, frequency: u32) -> Score {
        self.bm25.score(self.norms.fieldnorm_id(doc), frequency)
    }
}

/// A single word: no positions are read, the headline's share comes from the small field beside.
struct WordFinder {
    words: LeafCursor,
    headline: Option<LeafCursor>,
    parts: Option<ScoreParts>,
}

impl WordFinder {
    fn open(
        leaf: &LeafTerms,
        scope: Scope,
        reader: &SegmentReader,
        parts: Option<ScoreParts>,
    ) -> tantivy::Result<Text> {
        let Some(entries) = leaf.entries(reader.segment_id()) else { return Ok(Text::Nothing) };
        let basic = IndexRecordOption::Basic;
        let headline = LeafCursor::open(&entries.headline, &*reader.inverted_index(leaf.headline_field)?, basic)?;
        if scope == Scope::Headline {
            return Ok(Text::Word(Box::new(Walk::new(Self { words: headline, headline: None, parts }))));
        }
        let option = if parts.is_some() { IndexRecordOption::WithFreqs } else { basic };
        let words = LeafCursor::open(&entries.terms, &*reader.inverted_index(leaf.field)?, option)?;
        let headline = parts.is_some().then_some(headline);
        Ok(Text::Word(Box::new(Walk::new(Self { words, headline, parts }))))
    }
}

impl Finder for WordFinder {
    fn find(&mut self, target: DocId) -> DocId {
        self.words.seek(target)
    }

    fn most(&self) -> u32 {
        self.words.size()
    }
}

impl Scorer for Walk<WordFinder> {
    fn score(&mut self) -> Score {
        let doc = self.doc();
        let WordFinder { words, headline, parts } = &mut self.finder;
        let Some(parts) = parts else { return 1.0 };
        let in_headline = headline.as_mut().is_some_and(|headline| headline.seek(doc) == doc);
        let frequency = words.frequency() + if in_headline { HEADLINE_WEIGHT - 1 } else { 0 };
        parts.score(doc, frequency)
    }
}

impl Bounded for Walk<WordFinder> {
    fn most(&mut self) -> Option<Score> {
        None
    }
}

/// Anything that needs positions: documents are skipped by what they must hold, then the spans decide.
struct PatternFinder {
    pattern: Arc<Pattern>,
    candidates: Candidates,
    leaves: Vec<LeafCursor>,
    scope: Scope,
    least: u32,
    borders: BorderCursors,
    /// Where each story's body begins; `None` where there is nothing to tell apart.
    body_start: Option<Arc<dyn ColumnValues<u64>>>,
    parts: Option<ScoreParts>,
    /// Whether it is one name or one word and matches wherever that stands: positions are read for the score alone.
    is_plain: bool,
    /// How often the pattern matches in the document found last.
    frequency: u32,
    /// Reused from document to document: each leaf's spans in headline and body, and the matches.
    headline_spans: Vec<Vec<Span>>,
    body_spans: Vec<Vec<Span>>,
    workspace: Workspace,
}

impl PatternFinder {
    fn open(query: &TextQuery, reader: &SegmentReader, parts: Option<ScoreParts>) -> tantivy::Result<Text> {
        let is_plain = query.pattern.is_single_leaf()
            && query.least == 1
            && matches!(query.scope, None | Some(Scope::Anywhere))
            && query.leaves.iter().all(|leaf| terms_in(leaf, reader).iter().all(|entry| !entry.hides));
        let option = match (is_plain, &parts) {
            (true, None) => IndexRecordOption::Basic,
            _ => IndexRecordOption::WithFreqsAndPositions,
        };
        let mut leaves = Vec::with_capacity(query.leaves.len());
        for leaf in &query.leaves {
            leaves.push(LeafCursor::open(terms_in(leaf, reader), &*reader.inverted_index(leaf.field)?, option)?);
        }
        let body_start = match query.scope {
            Some(_) => Some(reader.fast_fields().column_first_or_default::<u64>("body_start")?),
            None => None,
        };
        let scope = query.scope.unwrap_or(Scope::Anywhere);
        Ok(Text::Pattern(Box::new(Walk::new(Self {
            borders: BorderCursors::open(query, scope, reader)?,
            least: query.least,
            pattern: Arc::clone(&query.pattern),
            candidates: query.pattern.candidates(),
            headline_spans: vec![Vec::new(); leaves.len()],
            body_spans: vec![Vec::new(); leaves.len()],
            leaves,
            scope,
            body_start,
            parts,
            is_plain,
            frequency: 0,
            workspace: Workspace::default(),
        }))))
    }

    fn matches(&mut self, doc: DocId) -> bool {
        if self.is_plain { self.leaves[0].counts() } else { self.matches_in(doc) }
    }

    fn matches_in(&mut self, doc: DocId) -> bool {
        let body_start = self.body_start.as_ref().map_or(0, |starts| starts.get_val(doc) as u32);
        let mut any_headline = false;
        for (at, leaf) in self.leaves.iter_mut().enumerate() {
            let (headline, body) = (&mut self.headline_spans[at], &mut self.body_spans[at]);
            headline.clear();
            body.clear();
            // What must not stand near is no candidate: nothing has moved its cursor yet.
            if leaf.seek(doc) == doc {
                leaf.spans(body);
                let split = body.partition_point(|span| span.start < body_start);
                headline.extend(body.drain(..split));
                any_headline |= split > 0;
                for span in body {
                    *span = Span { start: span.start - body_start, end: span.end - body_start };
                }
            }
        }
        let (mut count, mut weighed) = (0, 0);
        self.borders.read(doc, body_start);
        let BorderCursors { sentences, paragraphs } = &self.borders;
        let passage = |leaves, part: fn(&BorderCursor) -> &[u32], is_body| Passage {
            leaves,
            sentences: sentences.as_ref().map_or(&[], part),
            paragraphs: paragraphs.as_ref().map_or(&[], part),
            is_body,
        };
        if any_headline && self.scope.has_headline() {
            let passage = passage(&self.headline_spans, |border| &border.headline, false);
            count = self.pattern.count(&passage, &mut self.workspace);
            weighed = HEADLINE_WEIGHT * count;
        }
        let is_decided = self.parts.is_none() && count >= self.least;
        if self.scope.has_body() && !is_decided {
            if self.scope.is_cut_to_the_lead() {
                keep_lead(&mut self.body_spans, paragraphs.as_ref().map_or(&[], |border| &border.body));
            }
            let passage = passage(&self.body_spans, |border| &border.body, true);
            let more = self.pattern.count(&passage, &mut self.workspace);
            (count, weighed) = (count + more, weighed + more);
        }
        self.frequency = weighed;
        count >= self.least
    }
}

fn terms_in<'l>(leaf: &'l LeafTerms, reader: &SegmentReader) -> &'l [Entry] {
    leaf.entries(reader.segment_id()).map_or(&[], |entries| &entries.terms)
}

/// Where sentences and paragraphs begin, as far as a pattern asks.
struct BorderCursors {
    sentences: Option<BorderCursor>,
    paragraphs: Option<BorderCursor>,
}

impl BorderCursors {
    fn open(query: &TextQuery, scope: Scope, reader: &SegmentReader) -> tantivy::Result<Self> {
        let Borders { sentences, paragraphs } = query.pattern.borders();
        let paragraphs = paragraphs || scope.is_cut_to_the_lead();
        let open = |wanted: bool, mark: &str| {
            wanted.then(|| BorderCursor::open(&Term::from_field_text(query.marks, mark), reader)).transpose()
        };
        Ok(Self { sentences: open(sentences, mark::SENTENCE)?, paragraphs: open(paragraphs, mark::PARAGRAPH)? })
    }

    fn read(&mut self, doc: DocId, body_start: u32) {
        for cursor in [&mut self.sentences, &mut self.paragraphs].into_iter().flatten() {
            cursor.read(doc, body_start);
        }
    }
}

/// One kind of border: its postings, and where they are in the document read last.
struct BorderCursor {
    postings: Option<SegmentPostings>,
    positions: Vec<u32>,
    headline: Vec<u32>,
    /// Counted from the body's first word.
    body: Vec<u32>,
}

impl BorderCursor {
    fn open(term: &Term, reader: &SegmentReader) -> tantivy::Result<Self> {
        let inverted = reader.inverted_index(term.field())?;
        let postings = inverted.read_postings(term, IndexRecordOption::WithFreqsAndPositions)?;
        Ok(Self { postings, positions: Vec::new(), headline: Vec::new(), body: Vec::new() })
    }

    fn read(&mut self, doc: DocId, body_start: u32) {
        self.headline.clear();
        self.body.clear();
        let Some(postings) = &mut self.postings else { return };
        if postings.doc() < doc {
            postings.seek(doc);
        }
        if postings.doc() != doc {
            return;
        }
        postings.positions(&mut self.positions);
        let split = self.positions.partition_point(|position| *position < body_start);
        self.headline.extend_from_slice(&self.positions[..split]);
        self.body.extend(self.positions[split..].iter().map(|position| position - body_start));
    }
}

/// Returns the first document at or behind `target` that holds what a match needs.
fn seek_candidate(candidates: &Candidates, leaves: &mut [LeafCursor], mut target: DocId) -> DocId {
    loop {
        let doc = bound(candidates, leaves, target);
        if doc == target || doc == TERMINATED {
            return doc;
        }
        target = doc;
    }
}

/// Returns a document at or behind `target` that no candidate comes before; `target` if that is one.
///
/// No leaf is moved beyond `target`: alternatives share their leaves, and what the one cannot use the other may.
fn bound(candidates: &Candidates, leaves: &mut [LeafCursor], target: DocId) -> DocId {
    match candidates {
        Candidates::Leaf(at) => leaves[*at].seek(target),
        Candidates::Any(parts) => parts.iter().map(|part| bound(part, leaves, target)).min().unwrap_or(TERMINATED),
        Candidates::All(parts) => {
            let mut bounds = parts.iter().map(|part| bound(part, leaves, target));
            bounds.find(|doc| *doc > target).unwrap_or(target)
        }
    }
}

impl Finder for PatternFinder {
    fn find(&mut self, mut target: DocId) -> DocId {
        loop {
            let doc = seek_candidate(&self.candidates, &mut self.leaves, target);
            if doc == TERMINATED || self.matches(doc) {
                return doc;
            }
            target = doc + 1;
        }
    }

    fn most(&self) -> u32 {
        let sizes: Vec<u64> = self.leaves.iter().map(|leaf| u64::from(leaf.size())).collect();
        self.pattern.document_frequency(&sizes).min(u64::from(u32::MAX)) as u32
    }

    fn cost(&self) -> u64 {
        // Positions are dear: in a conjunction the other side should lead.
        u64::from(self.most()) * 20
    }
}

impl Scorer for Walk<PatternFinder> {
    fn score(&mut self) -> Score {
        let doc = self.doc();
        if self.finder.parts.is_some() && self.finder.is_plain {
            self.finder.matches_in(doc);
        }
        let PatternFinder { parts, frequency, .. } = &self.finder;
        parts.as_ref().map_or(1.0, |parts| parts.score(doc, *frequency))
    }
}

impl Bounded for Walk<PatternFinder> {
    fn most(&mut self) -> Option<Score> {
        let doc = self.doc();
        let PatternFinder { parts, is_plain, leaves, .. } = &mut self.finder;
        // As if all of it stood in the headline.
        let parts = parts.as_ref().filter(|_| *is_plain)?;
        Some(parts.score(doc, HEADLINE_WEIGHT * leaves[0].frequency()))
    }
}

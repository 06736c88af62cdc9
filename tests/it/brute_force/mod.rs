//! The engine against an evaluator that scans every story's words: the same hits, the same counts, and the same words shown
//! as evidence.
//!
//! Queries are made as trees ([`query`]) from the words of the archive ([`maker`]), printed in each language that can say
//! them, and answered twice: by the engine, and by a scan ([`scan`]).

pub(crate) mod maker;
pub(crate) mod query;
pub(crate) mod scan;

use crate::harness::Archive;
use maker::Maker;
use morgue::local::LocalEngine;
use morgue::query::{Context, Plan, Syntax, parse};
use morgue::search::{Engine, Excerpts, Hit, SearchRequest, Snippet, Sort};
use morgue::spans::{Examiner, Highlight, NameKeys, Subject};
use morgue::story::{Document, Field};
use query::{Distance, FEATURES, Nearness, Query, Word};
use scan::{Collection, Evaluator, Evidence, Scanned};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

pub(crate) const LANGUAGES: [Syntax; 3] = [Syntax::Morgue, Syntax::Nexis, Syntax::Factiva];

/// The plan of a query in a language. What is inferred of names is not in a story's words: it has a scan of its own.
pub(crate) fn plan(typed: &str, syntax: Syntax) -> Plan {
    let context = Context { today: "2020-06-01".parse().expect("a date"), syntax };
    let parsed = parse(typed, &context).unwrap_or_else(|error| panic!("{syntax:?}: {typed}: {error}"));
    parsed.plan().clone().with_strict_names()
}

fn request(plan: &Plan) -> SearchRequest {
    SearchRequest {
        plan: plan.clone(),
        sort: Sort::Relevance,
        offset: 0,
        limit: None,
        excerpts: Excerpts::Snippets { count: 3, width: 160 },
        versions: None,
    }
}

/// Every story of an index.
pub(crate) fn documents(engine: &LocalEngine) -> Vec<Document> {
    let all = engine.documents(&request(&Plan::All)).expect("every story");
    let all: Vec<Document> = all.hits.map(|story| story.expect("a sound story").document).collect();
    assert_eq!(all.len() as u64, engine.counts().stories);
    all
}

/// A story as the program's evidence wants it.
pub(crate) fn subject(story: &Scanned) -> Subject<'_> {
    let Document { story: about, mentions } = &story.document;
    Subject { story: about, headline: &story.headline.analysis, body: &story.body.analysis, mentions }
}

/// What was compared.
pub(crate) struct Tally {
    /// How many hits of a query are looked at one by one.
    looked_at: usize,
    /// How many hits in all.
    pub(crate) hits: usize,
    /// How many queries had each feature of the language in a clause that finds something by itself.
    features: BTreeMap<&'static str, usize>,
    /// How many queries with hits each language could say.
    languages: BTreeMap<String, usize>,
}

impl Tally {
    pub(crate) fn looking_at(hits: usize) -> Self {
        Self { looked_at: hits, hits: 0, features: BTreeMap::new(), languages: BTreeMap::new() }
    }

    /// Compares the engine's answers to a query, in each language, with the scan's.
    pub(crate) fn compare(&mut self, query: &Query, engine: &LocalEngine, collection: &Collection) {
        for syntax in LANGUAGES {
            let Some(typed) = query.in_language(syntax) else { continue };
            let hits = compare(query, &typed, syntax, engine, collection, self.looked_at);
            self.hits += hits;
            if hits > 0 {
                *self.languages.entry(format!("{syntax:?}")).or_default() += 1;
            }
        }
    }

    /// Notes what of the language found something.
    fn count_features(&mut self, query: &Query, collection: &Collection) {
        let mut features = BTreeSet::new();
        for clause in query.clauses(&mut features) {
            let evaluator = Evaluator::new(clause, Syntax::Morgue, collection);
            if collection.stories.iter().any(|story| evaluator.evaluate(story).is_some()) {
                clause.add_features(&mut features);
            }
        }
        for feature in features {
            *self.features.entry(feature).or_default() += 1;
        }
    }

    /// Each feature of the language must have found something so many times.
    pub(crate) fn assert_every_feature_found_something(&self, times: usize) {
        let found = |feature: &&str| self.features.get(*feature).copied().unwrap_or(0);
        let rare: Vec<(&str, usize)> =
            FEATURES.iter().map(|feature| (*feature, found(feature))).filter(|(_, found)| *found < times).collect();
        assert!(rare.is_empty(), "found too seldom: {rare:?}");
        assert_eq!(self.languages.len(), LANGUAGES.len(), "{:?}", self.languages);
    }
}

/// Returns how many stories a query finds, which is the same for engine and scan, story by story.
fn compare(
    query: &Query,
    typed: &str,
    syntax: Syntax,
    engine: &LocalEngine,
    collection: &Collection,
    looked_at: usize,
) -> usize {
    let plan = plan(typed, syntax);
    let evaluator = Evaluator::new(query, syntax, collection);
    let expected: BTreeMap<&str, (&Scanned, Evidence)> = collection
        .stories
        .iter()
        .filter_map(|story| Some((story.document.story.id.as_str(), (story, evaluator.evaluate(story)?))))
        .collect();
    let keys = engine.keys(&request(&plan)).expect("an answer");
    let found: BTreeSet<String> = keys.hits.map(|key| key.expect("a key").id).collect();
    let missed: Vec<&&str> = expected.keys().filter(|id| !found.contains(**id)).take(3).collect();
    assert!(missed.is_empty(), "{syntax:?}: {typed}: the engine misses {missed:?}");
    let wrong: Vec<&String> = found.iter().filter(|id| !expected.contains_key(id.as_str())).take(3).collect();
    assert!(wrong.is_empty(), "{syntax:?}: {typed}: the engine finds {wrong:?}");
    assert_eq!(engine.count(&plan).expect("a count") as usize, expected.len(), "{syntax:?}: {typed}");
    let answer = engine.search(&SearchRequest { limit: Some(looked_at), ..request(&plan) }).expect("an answer");
    assert_eq!(answer.total as usize, expected.len(), "{syntax:?}: {typed}");
    let examiner = Examiner::new(&plan, &NameKeys::new());
    for (number, hit) in answer.hits.enumerate() {
        let Hit { story, snippets, .. } = hit.expect("a sound hit");
        let (scanned, evidence) = &expected[story.id.as_str()];
        let what = format!("{syntax:?}: {typed}: {}", story.id);
        let highlights = examiner.evidence(&subject(scanned)).expect("it is a hit");
        if number < 5 {
            // The engine reads the plan anew for each story: that takes its time.
            let own = engine.evidence(&plan, &scanned.document).expect("an answer");
            assert_eq!(own.as_ref(), Some(&highlights), "{what}");
        }
        check_highlights(&what, &highlights, evidence);
        check_snippets(&what, query, &snippets, scanned, evidence);
    }
    expected.len()
}

/// The highlights are the operands that take part in matches, each one of them, and each lies in a match it takes part in.
pub(crate) fn check_highlights(what: &str, highlights: &[Highlight], evidence: &Evidence) {
    let mut shown = BTreeSet::new();
    for highlight in highlights {
        let field = match highlight.field {
            "headline" => Field::Headline,
            "body" => Field::Body,
            _ => continue,
        };
        let range = (field, highlight.start, highlight.end);
        let wholes = evidence.get(&range).unwrap_or_else(|| panic!("{what}: {range:?} takes part in no match"));
        assert!(wholes.contains(&highlight.whole), "{what}: {range:?}: {:?} is no match", highlight.whole);
        shown.insert(range);
    }
    let hidden: Vec<_> = evidence.keys().filter(|range| !shown.contains(range)).collect();
    assert!(hidden.is_empty(), "{what}: {hidden:?} take part in a match and are not shown");
}

/// Every mark is made of operands that take part, whole ones, a hit of a positive query has one, and all text is the story's.
pub(crate) fn check_snippets(what: &str, query: &Query, snippets: &[Snippet], story: &Scanned, evidence: &Evidence) {
    let mut any = false;
    for snippet in snippets {
        let (field, text) = match snippet.field {
            "headline" => (Field::Headline, story.document.story.headline.as_deref().unwrap_or_default()),
            "body" => (Field::Body, story.document.story.body.as_str()),
            _ => continue,
        };
        assert_eq!(text.get(snippet.start..snippet.start + snippet.text.len()), Some(&*snippet.text), "{what}");
        let mut before = 0;
        for &(start, end) in &snippet.highlights {
            any = true;
            assert!(before <= start && start < end && end <= snippet.text.len(), "{what}: {:?}", snippet.highlights);
            before = end;
            let shown = snippet.text.get(start..end);
            let (start, end) = (start + snippet.start, end + snippet.start);
            // Overlapping matches are shown as one: true ones must cover it without a gap, and none may stick out.
            let mut covered = start;
            for &(at, from, to) in evidence.keys() {
                if at == field && from >= start && to <= end && from <= covered {
                    covered = covered.max(to);
                }
            }
            assert_eq!(covered, end, "{what}: {shown:?} is no match");
        }
    }
    assert!(any || !query.is_positive(), "{what}: no highlight");
}

/// Compares engine and scan on an index; `seed` decides which queries are made.
fn compare_index(folder: &Path, queries: usize, seed: u64) -> Tally {
    let engine = LocalEngine::open(folder).expect("the index opens");
    let collection = Collection::new(documents(&engine));
    let mut maker = Maker::new(seed, &collection);
    let mut tally = Tally::looking_at(200);
    for number in 0..queries {
        let query = maker.query(number % 3);
        tally.compare(&query, &engine, &collection);
        tally.count_features(&query, &collection);
    }
    check_that_orders_differ(&engine, &collection, seed);
    tally
}

/// `a w/5 b` in Nexis takes either order, in Factiva only this one: some queries must tell them apart.
fn check_that_orders_differ(engine: &LocalEngine, collection: &Collection, seed: u64) {
    let mut maker = Maker::new(seed, collection);
    let mut differing = 0;
    for _ in 0..100 {
        let (a, b) = maker.two_words();
        let typed = format!("\"{a}\" w/5 \"{b}\"");
        let near = |distance| {
            let operand = |word: &str| Box::new(Query::Word(Word::Exact(word.to_owned())));
            Query::Near(Nearness { negated: false, distance }, operand(&a), operand(&b))
        };
        let either = compare(&near(Distance::Words(5)), &typed, Syntax::Nexis, engine, collection, 5);
        let ordered = compare(&near(Distance::Ordered(5)), &typed, Syntax::Factiva, engine, collection, 5);
        differing += usize::from(either != ordered);
    }
    assert!(differing > 0, "`w/5` means the same in both languages");
}

#[test]
fn four_hundred_queries_find_what_a_scan_of_the_sample_corpus_finds() {
    let archive = Archive::sample();
    let tally = compare_index(&archive.path().join(".morgue"), 400, 1);
    assert!(tally.hits > 1000, "the queries found only {} stories: they prove little", tally.hits);
    tally.assert_every_feature_found_something(3);
}

/// The same on a big archive: `MORGUE_ARCHIVE_REUTERS` names the folder of Reuters-21578.
#[test]
#[ignore = "needs the Reuters archive in MORGUE_ARCHIVE_REUTERS"]
fn four_hundred_queries_find_what_a_scan_of_the_reuters_archive_finds() {
    let archive =
        PathBuf::from(std::env::var_os("MORGUE_ARCHIVE_REUTERS").expect("MORGUE_ARCHIVE_REUTERS names a folder"));
    let place = Archive::empty();
    let index = place.path().join("index");
    let ran = place.run(&["index", "-q", "--index", &index.to_string_lossy(), &archive.to_string_lossy()]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let tally = compare_index(&index, 400, 1);
    assert!(tally.hits > 10_000, "the queries found only {} stories: they prove little", tally.hits);
    tally.assert_every_feature_found_something(3);
}

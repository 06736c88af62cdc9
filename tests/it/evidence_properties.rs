//! Little stories and random queries: evidence, snippets, evaluator and engine are of one mind about every pair of them.

use crate::brute_force::maker::{Maker, Random};
use crate::brute_force::query::Query;
use crate::brute_force::scan::{Collection, Evaluator, Scanned};
use crate::brute_force::{LANGUAGES, Tally, check_highlights, check_snippets, documents, plan, subject};
use crate::harness::Archive;
use morgue::local::LocalEngine;
use morgue::query::Syntax;
use morgue::search::cut;
use morgue::spans::{Examiner, NameKeys};
use morgue::story::{Document, Field, Mention, NameKind, Story};
use morgue::text::{self, Analysis};

/// Few words, so that operands meet: inflections, compounds, possessives, dotted and numbered ones among them.
const WORDS: [&str; 22] = [
    "bank",
    "banks",
    "bank's",
    "strike",
    "struck",
    "strikes",
    "deal",
    "dealt",
    "north",
    "korea",
    "korean",
    "cease-fire",
    "fire",
    "fired",
    "bank-led",
    "U.S.",
    "1,500",
    "said",
    "that",
    "état",
    "women",
    "woman",
];

/// Names, each with what a text may call it.
const NAMES: [(NameKind, &str, [&str; 2]); 3] = [
    (NameKind::Person, "Ana Lopes", ["Ana Lopes", "Lopes"]),
    (NameKind::Person, "Per North", ["Per North", "North"]),
    (NameKind::Organization, "Norden Bank", ["Norden Bank", "Norden Bank's"]),
];

/// A name in a text: kind, whom it means, its bytes.
type Named = (NameKind, &'static str, (usize, usize));

/// Appends so many words, with names, sentences and paragraphs.
fn write(random: &mut Random, words: usize, text: &mut String, names: &mut Vec<Named>) {
    let mut begins = true;
    for number in 0..words {
        if number > 0 {
            begins = random.chance(18);
            text.push_str(match (begins, random.below(4)) {
                (true, 0) => ".\n\n",
                (true, _) => ". ",
                (false, 0) => ", ",
                (false, _) => " ",
            });
        }
        if random.chance(15) {
            let (kind, name, forms) = NAMES[random.below(NAMES.len())];
            let form = forms[random.below(2)];
            let start = text.len();
            text.push_str(form);
            names.push((kind, name, (start, start + form.trim_end_matches("'s").len())));
            continue;
        }
        let word = WORDS[random.below(WORDS.len())];
        let first = word.chars().next().expect("a word has letters");
        if begins {
            text.extend(first.to_uppercase());
            text.push_str(&word[first.len_utf8()..]);
        } else {
            text.push_str(word);
        }
    }
}

fn mentions(field: Field, analysis: &Analysis, names: &[Named]) -> Vec<Mention> {
    let mention = |&(kind, name, (start, end)): &Named| {
        let word = |fits: &dyn Fn(u32, u32) -> bool| {
            let word = analysis.words().find(|word| fits(word.start, word.end)).expect("a name has words");
            word.position
        };
        let (start, end) = (start as u32, end as u32);
        let (first, last) = (word(&|from, _| from == start), word(&|_, until| until == end));
        let (name, key) = (name.to_owned(), morgue::names::key(kind, name));
        Mention { kind, name, key, field, start, end, first, last }
    };
    names.iter().map(mention).collect()
}

/// A story of random words, and the names in it.
pub(crate) fn little_story(random: &mut Random, number: usize) -> Document {
    let (mut headline, mut in_headline) = (String::new(), Vec::new());
    let (mut body, mut in_body) = (String::new(), Vec::new());
    let (long, short) = (3 + random.below(40), random.below(7));
    write(random, short, &mut headline, &mut in_headline);
    write(random, long, &mut body, &mut in_body);
    body.push_str(".\n");
    let mut found = mentions(Field::Headline, &text::analyze(&headline), &in_headline);
    found.extend(mentions(Field::Body, &text::analyze(&body), &in_body));
    let story = Story {
        id: format!("little/{number}.txt"),
        path: format!("little/{number}.txt"),
        headline: (!headline.is_empty()).then_some(headline),
        places: vec!["Alma".to_owned()],
        agency: Some("Wirepress".to_owned()),
        section: Some(["sports", "world news"][number % 2].to_owned()),
        date: format!("2019-{:02}-{:02}", number % 12 + 1, number % 28 + 1).parse().ok(),
        body,
        ..Story::default()
    };
    Document { story, mentions: found }
}

/// A story of random words as a line of JSON.
pub(crate) fn line(random: &mut Random, number: usize) -> String {
    let Document { story, .. } = little_story(random, number);
    let line = serde_json::json!({
        "headline": story.headline, "body": story.body, "section": story.section,
        "date": story.date.map(|date| date.to_string()),
    });
    format!("{line}\n")
}

fn is_hit(what: &str, query: &Query, examiner: &Examiner, evaluator: &Evaluator<'_>, story: &Scanned) -> bool {
    let subject = subject(story);
    let highlights = examiner.evidence(&subject);
    let evidence = evaluator.evaluate(story);
    assert_eq!(highlights.is_some(), evidence.is_some(), "{what}: {:#?}", story.document.story);
    let (Some(highlights), Some(evidence)) = (highlights, evidence) else { return false };
    check_highlights(what, &highlights, &evidence);
    for (count, width) in [(1, 20), (2, 60), (5, 160)] {
        let snippets = cut(&highlights, &subject, count, width);
        check_snippets(what, query, &snippets, story, &evidence);
    }
    true
}

#[test]
fn ten_thousand_pairs_of_query_and_story_are_judged_alike() {
    let mut random = Random(7);
    let (mut pairs, mut hits) = (0, 0);
    for round in 0..500 {
        let collection = Collection::new((0..4).map(|number| little_story(&mut random, number)));
        let mut maker = Maker::new(round, &collection);
        for number in 0..5 {
            let query = maker.query(number % 3);
            for syntax in LANGUAGES {
                let Some(typed) = query.in_language(syntax) else { continue };
                let examiner = Examiner::new(&plan(&typed, syntax), &NameKeys::new());
                let evaluator = Evaluator::new(&query, syntax, &collection);
                for story in &collection.stories {
                    let what = format!("{syntax:?}: {typed}: {:?}", story.document.story.body);
                    hits += usize::from(is_hit(&what, &query, &examiner, &evaluator, story));
                    pairs += 1;
                }
            }
        }
    }
    assert!(pairs >= 10_000 && hits > pairs / 4 && hits < pairs * 3 / 4, "{hits} hits in {pairs} pairs prove little");
}

#[test]
fn an_archive_of_little_stories_is_searched_as_each_story_is() {
    let mut random = Random(11);
    let lines: String = (0..300).map(|number| line(&mut random, number)).collect();
    let archive = Archive::of(&[("little.jsonl", &lines)]);
    archive.index();
    let engine = LocalEngine::open(&archive.path().join(".morgue")).expect("the index opens");
    let collection = Collection::new(documents(&engine));
    assert_eq!(collection.stories.len(), 300);
    let mut maker = Maker::new(13, &collection);
    let mut tally = Tally::looking_at(3);
    // Code that is not optimized takes a hundredth of a second for each.
    let queries = if cfg!(debug_assertions) { 1000 } else { 5000 };
    for number in 0..queries {
        let query = maker.query(number % 3);
        // The engine's hits are the evaluator's.
        tally.compare(&query, &engine, &collection);
        // And so are those of the evidence, which is told of no index.
        let examiner = Examiner::new(&plan(&query.to_string(), Syntax::Morgue), &NameKeys::new());
        let evaluator = Evaluator::new(&query, Syntax::Morgue, &collection);
        for story in collection.stories.iter().skip(number % 10).step_by(10) {
            is_hit(&query.to_string(), &query, &examiner, &evaluator, story);
        }
    }
    assert!(tally.hits > 10 * queries, "the queries found only {} stories: they prove little", tally.hits);
}

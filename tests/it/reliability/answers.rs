//! Answers: no query stops the program, what is marked is what was asked for, and the same question has the same answer,
//! however the index came about.

use super::rounds;
use crate::brute_force::maker::{Maker, Random};
use crate::brute_force::scan::Collection;
use crate::brute_force::{LANGUAGES, documents, subject};
use crate::evidence_properties::{line, little_story};
use crate::harness::{Archive, age, copy_tree, sample_corpus};
use crate::hostile::strings::Strings;
use morgue::LocalEngine;
use morgue::query::{self, Context, Syntax, parse};
use morgue::search::{Engine as _, Excerpts, SearchRequest, Snippet, Sort, cut};
use morgue::spans::{Examiner, NameKeys};
use morgue::story::Field;
use morgue::text;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant, SystemTime};

/// An archive of made-up stories, indexed, and its engine.
fn little_archive(stories: usize) -> (Archive, LocalEngine) {
    let mut random = Random(11);
    let lines: String = (0..stories).map(|number| line(&mut random, number)).collect();
    let archive = Archive::of(&[("little.jsonl", &lines)]);
    archive.index();
    let engine = LocalEngine::open(&archive.path().join(".morgue")).expect("the index opens");
    assert_eq!(engine.counts().stories, stories as u64);
    (archive, engine)
}

/// Changes a letter or two of a query.
fn spoilt(random: &mut Random, query: &str) -> String {
    let mut letters: Vec<char> = query.chars().collect();
    for _ in 0..random.below(3) {
        let at = random.below(letters.len());
        match random.below(3) {
            0 => drop(letters.splice(at..at, "()\"*~-:/$5 ".chars().nth(random.below(11)))),
            1 if !letters.is_empty() => drop(letters.remove(at)),
            _ => letters.truncate(letters.len() - random.below(3).min(letters.len())),
        }
    }
    letters.into_iter().collect()
}

#[test]
fn no_query_stops_the_engine_or_the_program() {
    // The bound is stated for 20,000 stories.
    let (archive, engine) = little_archive(rounds(300, 20_000));
    let sample: Vec<_> = documents(&engine).into_iter().take(300).collect();
    let collection = Collection::new(sample);
    let mut maker = Maker::new(17, &collection);
    let mut random = Random(23);
    let mut strings = Strings::new(5);
    let count = rounds(2000, 100_000);
    let (mut times, mut understood, mut found) = (Vec::with_capacity(count), 0, 0);
    for number in 0..count {
        let syntax = LANGUAGES[random.below(LANGUAGES.len())];
        let made = maker.query(number % 3);
        // Noise, a query without a fault, and one with some.
        let typed = match (number % 3, made.in_language(syntax).unwrap_or_else(|| made.to_string())) {
            (0, _) => strings.next().expect("they never end"),
            (1, made) => made,
            (_, made) => spoilt(&mut random, &made),
        };
        let began = Instant::now();
        let answered = catch_unwind(AssertUnwindSafe(|| {
            let context = Context { today: "2020-06-01".parse().expect("a date"), syntax };
            let Ok(query) = parse(&typed, &context) else { return None };
            let sort = [Sort::Relevance, Sort::Newest, Sort::Oldest, Sort::Path][number % 4];
            let excerpts = Excerpts::Snippets { count: 2, width: 160 };
            let plan = query.plan().clone();
            let request = SearchRequest { plan, sort, offset: 0, limit: Some(10), excerpts, versions: None };
            let answer = engine.search(&request).unwrap_or_else(|error| panic!("{error}"));
            let total = answer.total;
            let hits = answer.hits.collect::<morgue::Result<Vec<_>>>().unwrap_or_else(|error| panic!("{error}"));
            assert_eq!(hits.len() as u64, total.min(10));
            Some(total)
        }));
        times.push(began.elapsed());
        let total = answered.unwrap_or_else(|_| panic!("this query stops the engine, in {syntax:?}: {typed}"));
        understood += usize::from(total.is_some());
        found += usize::from(total.is_some_and(|total| total > 0));
    }
    times.sort_unstable();
    let p99 = times[count * 99 / 100];
    println!(
        "Q1: {count} queries of {} stories, {understood} understood, {found} with hits; half took under {:?}, 99 % under \
         {p99:?}, the slowest {:?}",
        engine.counts().stories,
        times[count / 2],
        times[count - 1]
    );
    assert!(understood > count / 4 && found > count / 10, "{understood} understood, {found} with hits prove little");
    // The bound is 100 ms; a machine that builds something else at the same time may be thrice as slow.
    assert!(cfg!(debug_assertions) || p99 < Duration::from_millis(300), "{p99:?}");

    let mut hostile = Strings::new(9);
    for number in 0..rounds(24, 500) {
        let typed = match number {
            0 => "(".repeat(1000) + "a" + &")".repeat(1000),
            1 => "NOT ".repeat(1000) + "a",
            2 => "a ".repeat(300),
            3 => "a".repeat(5000),
            _ => hostile.next().expect("they never end").replace('\0', ""),
        };
        let syntax = if number < 4 { "morgue" } else { ["morgue", "nexis", "factiva"][number % 3] };
        let ran = archive.run(&["search", "--syntax", syntax, "-n", "3", "--", &typed]);
        assert!((0..=2).contains(&ran.status), "{typed}: {}: {}", ran.status, ran.stderr);
        assert!(number > 3 || ran.status == 2, "{typed}: over a limit, and the program ends with {}", ran.status);
        assert!(!ran.stderr.contains("panicked"), "{typed}: {}", ran.stderr);
        let is_refused = ["morgue: query: ", "morgue: search: neither a query nor a filter"];
        let is_told = is_refused.iter().any(|message| ran.stderr.starts_with(message));
        assert_eq!(ran.status == 2, is_told, "{typed}: {}", ran.stderr);
    }
}

/// The words that a text is made of, as they are compared.
fn words(text: &str) -> Vec<String> {
    let analysis = text::analyze_query(text);
    analysis.words().map(|word| analysis.term(word).to_owned()).collect()
}

fn marked(snippets: &[Snippet]) -> Vec<&str> {
    let marks = |snippet: &'_ Snippet| snippet.highlights.clone();
    snippets
        .iter()
        .flat_map(|snippet| marks(snippet).into_iter().map(|(start, end)| &snippet.text[start..end]))
        .collect()
}

#[test]
fn a_phrase_is_shown_as_a_phrase_and_a_name_as_a_name() {
    let mut random = Random(29);
    let (mut phrases, mut names) = (0, 0);
    while phrases + names < rounds(3000, 30_000) {
        let collection = Collection::new(std::iter::once(little_story(&mut random, phrases)));
        let story = &collection.stories[0];
        let subject = subject(story);
        let shown = |plan: &query::Plan, width: usize| {
            let highlights =
                Examiner::new(plan, &NameKeys::new()).evidence(&subject).expect("it was taken from the story");
            cut(&highlights, &subject, 2, width)
        };
        // A phrase of the story: its words in a row, wherever sentences end.
        let body = &story.document.story.body;
        let all: Vec<String> = words(body);
        let length = 2 + random.below(3);
        if all.len() > length {
            let at = random.below(all.len() - length);
            let phrase = &all[at..at + length];
            let typed = format!("\"{}\"", phrase.join(" "));
            let context = Context { today: "2020-06-01".parse().expect("a date"), syntax: Syntax::Morgue };
            let query = parse(&typed, &context).unwrap_or_else(|error| panic!("{typed}: {error}"));
            let width = [40, 80, 160][random.below(3)];
            let snippets = shown(query.plan(), width);
            let marks = marked(&snippets);
            assert!(!marks.is_empty(), "{typed} is not shown: {body}");
            for mark in marks {
                // Two that overlap are one mark: it begins with the phrase and ends with it.
                let found = words(mark);
                assert!(found.starts_with(phrase) && found.ends_with(phrase), "{typed} is shown as {mark:?}: {body}");
            }
            phrases += 1;
        }
        // A name of the story, however it is called there.
        let mentions = &story.document.mentions;
        if let Some(mention) = mentions.get(random.below(mentions.len())) {
            let plan = query::name(mention.kind, &mention.name).expect("a name").with_strict_names();
            let text_of = |mention: &morgue::story::Mention| {
                let text = match mention.field {
                    Field::Headline => story.document.story.headline.as_deref().unwrap_or_default(),
                    Field::Body => body,
                };
                &text[mention.start as usize..mention.end as usize]
            };
            let own: Vec<&str> = mentions
                .iter()
                .filter(|other| other.key == mention.key && other.kind == mention.kind)
                .map(text_of)
                .collect();
            let snippets = shown(&plan, 80);
            let marks = marked(&snippets);
            assert!(!marks.is_empty(), "{} is not shown: {body}", mention.name);
            for mark in marks {
                let is_own = own.contains(&mark)
                    || own.iter().any(|name| mark.starts_with(name)) && own.iter().any(|name| mark.ends_with(name));
                assert!(is_own, "{} is shown as {mark:?}: {body}", mention.name);
            }
            names += 1;
        }
    }
    println!("Q2: {phrases} phrases and {names} names are shown as what they are");
    assert!(phrases > 500 && names > 500);
}

/// Everything that an index answers, byte by byte.
fn answers(archive: &Archive, index: &str) -> Vec<(String, String)> {
    let mut answers = Vec::new();
    let mut ask = |arguments: &[&str]| {
        let ran = archive.run(&[&arguments[..1], &["--index", index], &arguments[1..]].concat());
        assert_eq!(ran.status, 0, "{arguments:?}: {}", ran.stderr);
        answers.push((arguments.join(" "), ran.stdout));
    };
    for format in ["text", "json", "jsonl", "csv", "tsv", "paths", "ids"] {
        for query in ["said OR the", "person:* w/10 said"] {
            ask(&["search", "-n", "0", "-f", format, query]);
        }
    }
    for sort in ["newest", "oldest", "path"] {
        ask(&["search", "-n", "0", "-f", "ids", "--sort", sort, "NOT zyx"]);
    }
    for command in ["people", "orgs"] {
        ask(&[command, "-n", "0", "-f", "jsonl"]);
        ask(&[command, "-n", "0", "-f", "text", "said"]);
    }
    ask(&["export"]);
    answers
}

fn assert_same(one: &[(String, String)], other: &[(String, String)], what: &str) {
    for ((asked, one), (_, other)) in one.iter().zip(other) {
        assert!(one == other, "{what}: `{asked}` is answered differently:\n{one}\n---\n{other}");
    }
}

#[test]
fn the_number_of_threads_changes_no_byte_of_an_answer() {
    let archive = Archive::empty();
    copy_tree(&sample_corpus(), archive.path());
    let place = Archive::empty();
    let index = |name: &str| place.path().join(name).to_string_lossy().into_owned();
    for (name, jobs) in [("one", "1"), ("eight", "8")] {
        let ran = archive.run(&["index", "-q", "--jobs", jobs, "--index", &index(name)]);
        assert_eq!(ran.status, 0, "{}", ran.stderr);
    }
    let one = answers(&archive, &index("one"));
    assert_same(&one, &answers(&archive, &index("one")), "asked twice");
    assert_same(&one, &answers(&archive, &index("eight")), "made with 1 and with 8 threads");
    assert!(one.iter().all(|(_, answer)| answer.lines().count() > 3), "short answers prove little");
}

/// Every file and folder of an index with its bytes and the time at which it was last changed. The lock holds the number of
/// the process that had it last.
fn state(index: &Path) -> Vec<(String, SystemTime, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(index).sort_by_file_name() {
        let entry = entry.expect("the index can be listed");
        if entry.file_name() != "lock" {
            let changed = entry.metadata().expect("it is there").modified().expect("a time");
            let bytes =
                if entry.file_type().is_file() { fs::read(entry.path()).expect("readable") } else { Vec::new() };
            files.push((entry.path().display().to_string(), changed, bytes));
        }
    }
    files
}

#[test]
fn a_run_with_nothing_changed_touches_no_file_of_the_index() {
    let archive = Archive::empty();
    copy_tree(&sample_corpus(), archive.path());
    archive.write("skipped.bin", b"\0\0");
    archive.write("torn.gz", b"\x1f\x8b\x08\x00torn");
    fs::create_dir_all(archive.path().join("empty")).expect("made");
    let index = archive.path().join(".morgue");
    // What cannot be read is told at each run, and written down once.
    assert_eq!(archive.run(&["index", "-q"]).status, 3);
    let before = state(&index);
    assert!(before.len() > 10, "{}", before.len());
    for arguments in
        [&["index", "-q"][..], &["index", "--jobs", "4"], &["search", "--update", "-c", "said"], &["status"]]
    {
        archive.run(arguments);
        assert!(state(&index) == before, "{arguments:?} writes something");
    }
    // A file that is touched is noted once, and one that was just written is noted when its time can be trusted.
    let file = archive.write("just.txt", b"Ferry sinks\n\nA ferry sank.\n");
    fs::File::options().write(true).open(&file).and_then(|file| file.set_modified(SystemTime::now())).expect("set");
    archive.run(&["index", "-q"]);
    let written = state(&index);
    archive.run(&["index", "-q"]);
    assert!(state(&index) == written, "its time cannot be trusted yet, and something is written");
    age(&file);
    archive.run(&["index", "-q"]);
    let noted = state(&index);
    assert!(noted != written, "another time is worth a note");
    archive.run(&["index", "-q"]);
    assert!(state(&index) == noted, "what was noted is noted again");
}

//! The recognizer against the sample stories' names as a person marked them (`gold/sample_names.txt`).
//!
//! `cargo test --test it gold:: -- --nocapture` prints the figures and every error.

mod marks;
mod score;

use crate::harness::Archive;
use marks::{Marked, find, places, read};
use morgue::story::NameKind;
use score::{Name, Score};
use serde_json::Value;
use std::collections::BTreeMap;
use std::ops::Range;

/// Floors, a little under what the program reaches: whoever makes it better raises them, nobody lowers them.
const FLOORS: [Floor; 2] = [
    Floor { kind: NameKind::Person, precision: 0.98, recall: 0.985, f1: 0.98, who_is_who: 0.965, mixed_up: 2 },
    Floor { kind: NameKind::Organization, precision: 0.95, recall: 0.965, f1: 0.96, who_is_who: 0.995, mixed_up: 0 },
];

struct Floor {
    kind: NameKind,
    precision: f64,
    recall: f64,
    f1: f64,
    /// Of the names found right, the share that goes by the full name.
    who_is_who: f64,
    /// How many mentions may go by somebody else's name: a ceiling.
    mixed_up: usize,
}

/// Every sample story as `export` prints it, by id.
fn stories() -> BTreeMap<String, Value> {
    let ran = Archive::sample().run(&["export"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    let story = |line: &str| serde_json::from_str::<Value>(line).expect("a line is JSON");
    let id = |story: Value| (story["id"].as_str().expect("an id").to_owned(), story);
    ran.stdout.lines().map(story).map(id).collect()
}

#[test]
fn every_marked_name_stands_in_its_story_in_that_order() {
    let stories = stories();
    let marked = read();
    let ids: Vec<&String> = marked.iter().map(|marked| &marked.id).collect();
    assert_eq!(ids, stories.keys().collect::<Vec<_>>(), "every sample story is marked once");
    let slips: Vec<String> = marked.iter().flat_map(|marked| slips(marked, &stories[&marked.id])).collect();
    assert!(slips.is_empty(), "{}", slips.join("\n"));
}

/// What is wrong with the marks of a story: a text that is not there, a full form that is not there, a name that was
/// marked in one place and forgotten in another.
fn slips(marked: &Marked, story: &Value) -> Vec<String> {
    let places = match places(marked, story) {
        Ok(places) => places,
        Err(slip) => return vec![slip],
    };
    let mut slips = Vec::new();
    for mention in &marked.mentions {
        let text = |field: &str| story[field].as_str().unwrap_or_default().to_owned();
        if let Some(name) = &mention.means
            && !["headline", "body"].iter().any(|field| find(name, &text(field), 0).is_some())
        {
            slips.push(format!("{}: the full form {name:?} does not stand there", marked.id));
        }
        for field in ["headline", "body"] {
            let text = text(field);
            let mut from = 0;
            while let Some(found) = find(&mention.text, &text, from) {
                let covers = |place: &Range<usize>| place.start <= found.start && found.end <= place.end;
                let mut marks = marked.mentions.iter().zip(&places).filter(|(mention, _)| mention.field == field);
                if !marks.any(|(_, place)| covers(place)) {
                    slips.push(format!("{}: {:?} is not marked at {field} {}", marked.id, mention.text, found.start));
                }
                from = found.end;
            }
        }
    }
    slips
}

#[test]
fn the_program_finds_the_marked_names_and_knows_who_is_who() {
    let stories = stories();
    let marked = read();
    for floor in FLOORS {
        let mut score = Score::new(floor.kind);
        for marked in &marked {
            let story = &stories[&marked.id];
            score.add(&marked.id, &gold_names(marked, story, floor.kind), &found_names(story, floor.kind));
        }
        println!("{score}");
        assert!(score.precision() >= floor.precision, "precision fell\n{score}");
        assert!(score.recall() >= floor.recall, "recall fell\n{score}");
        assert!(score.f1() >= floor.f1, "F1 fell\n{score}");
        assert!(score.who_is_who() >= floor.who_is_who, "fewer names go by their full form\n{score}");
        assert!(score.mixed_up() <= floor.mixed_up, "more names go by somebody else's\n{score}");
    }
}

fn gold_names(marked: &Marked, story: &Value, kind: NameKind) -> Vec<Name> {
    let places = places(marked, story).expect("another test says what is wrong");
    let of_kind = marked.mentions.iter().zip(places).filter(|(mention, _)| mention.kind == word(kind));
    let name = |(mention, place): (&marks::Mention, Range<usize>)| Name {
        place: (mention.field.to_owned(), place),
        text: mention.text.clone(),
        means: mention.means.clone(),
    };
    of_kind.map(name).collect()
}

fn found_names(story: &Value, kind: NameKind) -> Vec<Name> {
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let offset = |value: &Value| value.as_u64().expect("an offset") as usize;
    let mentions = story["mentions"].as_array().expect("mentions").iter();
    let name = |mention: &Value| Name {
        place: (text(&mention["field"]), offset(&mention["start"])..offset(&mention["end"])),
        text: text(&mention["text"]),
        means: Some(text(&mention["name"])),
    };
    mentions.filter(|mention| mention["kind"] == word(kind)).map(name).collect()
}

fn word(kind: NameKind) -> &'static str {
    match kind {
        NameKind::Person => "person",
        NameKind::Organization => "org",
    }
}

#[test]
fn the_score_counts_what_is_missed_extra_unresolved_and_mixed_up() {
    let name = |start: usize, text: &str, means: &str| Name {
        place: ("body".to_owned(), start..start + text.len()),
        text: text.to_owned(),
        means: Some(means.to_owned()),
    };
    let marked = [
        name(0, "Ada Rook Jr.", "Ada Rook Jr."),
        name(20, "Rook", "Ada Rook Jr."),
        name(30, "Ben Rook", "Ben Rook"),
        name(40, "Rook", "Ben Rook"),
        name(50, "Ola", "Ola"),
    ];
    let found = [
        name(0, "Ada Rook Jr", "Ada Rook Jr"),
        name(20, "Rook", "Rook"),
        name(30, "Ben Rook", "Ben Rook"),
        name(40, "Rook", "Ada Rook Jr"),
        name(60, "Monday", "Monday"),
    ];
    let mut score = Score::new(NameKind::Person);
    score.add("a", &marked, &found);
    assert_eq!((score.right, score.extra, score.missed), (4, 1, 1), "{score}");
    assert!((score.who_is_who() - 0.5).abs() < 1e-9, "{score}");
    assert_eq!(score.mixed_up(), 1, "{score}");
}

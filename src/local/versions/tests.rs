//! How much is read and compared to find versions, and that what is found does not depend on it.

use super::super::LocalEngine;
use super::work::{self, Work};
use crate::index::{self, FOLDER, LockedHome, Settings, WriteOptions};
use crate::query::Plan;
use crate::search::{Engine, SearchRequest, Versions, versions};
use crate::story::Story;
use crate::text;

/// A headline, a date or none, and a text.
type Row = (String, Option<&'static str>, String);

/// An index of some stories, with their rows from 1 as ids; its folder is removed with the first.
fn index_of(rows: &[Row]) -> (tempfile::TempDir, LocalEngine) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let at = folder.path().join(FOLDER);
    let locked = LockedHome::lock(&at, false).expect("nobody else has it");
    let home = locked.create(folder.path(), folder.path()).expect("a new index");
    index::create(&home).expect("an empty index");
    let options = WriteOptions { memory: 64 << 20, settings: Settings::default(), commit_bytes: None };
    let write = |batch: &mut index::Batch| {
        for (row, (headline, date, body)) in (1..).zip(rows) {
            let story = Story {
                id: format!("a.csv#{row}"),
                path: "a.csv".to_owned(),
                member: Some(row.to_string()),
                headline: Some(headline.clone()),
                date: date.map(|date| date.parse().expect("a date")),
                body: body.clone(),
                ..Story::default()
            };
            batch.add(index::prepare(b"a.csv", &story, &text::analyze(headline), &text::analyze(body), &[]), None);
        }
        Ok(())
    };
    index::transact(&locked, &home, options, write).expect("it is written");
    locked.adopt(&home).expect("it is the current one");
    let engine = LocalEngine::open(&at).expect("the index opens");
    (folder, engine)
}

/// The size of each story's group, 1 where it has none, in the order of the table; and what was done for it.
fn sizes(engine: &LocalEngine) -> (Vec<usize>, Work) {
    work::done();
    let request = SearchRequest { versions: Some(Versions::All), ..SearchRequest::all(Plan::All) };
    let answer = engine.search(&request).expect("an answer");
    let done = work::done();
    let mut sizes = vec![0; answer.total as usize];
    for hit in answer.hits {
        let hit = hit.expect("a hit");
        let row: usize = hit.story.id.trim_start_matches("a.csv#").parse().expect("a row");
        sizes[row - 1] = hit.group.map_or(1, |group| group.size);
    }
    (sizes, done)
}

/// So many words without a pattern, the same for the same seed.
fn words(seed: usize, count: usize) -> String {
    let mut state = (seed as u64 + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut text = String::new();
    for _ in 0..count {
        for syllable in ["ka", "lo", "mi", "nu", "pe", "ra", "so", "ti"] {
            state = state.wrapping_mul(0xd6e8_feb8_6659_fd93).rotate_left(29) ^ 1;
            text.push_str(if state & 64 == 0 { syllable } else { "x" });
        }
        text.push(' ');
    }
    text
}

#[test]
fn a_text_that_thousands_have_is_read_once_for_each() {
    let row = |row| (format!("Loaf {row}"), None, "Subscribe to read the whole story".to_owned());
    let (_folder, engine) = index_of(&(0..3000).map(row).collect::<Vec<Row>>());
    let (sizes, done) = sizes(&engine);
    assert!(sizes.iter().all(|size| *size == 3000));
    assert!(done.read <= 3000 && done.compared == 0, "{done:?}");
    work::done();
    assert_eq!(engine.versions("a.csv#7").expect("an answer").len(), 3000);
    assert!(work::done().read <= 3000, "asked for alone");
}

#[test]
fn texts_of_a_few_words_that_share_a_sketch_are_read_once_each() {
    // A text of one shingle has one of two sketches.
    let row = |row| (format!("Loaf {row}"), None, format!("bread number {}", row / 2));
    let (_folder, engine) = index_of(&(0..2000).map(row).collect::<Vec<Row>>());
    let (sizes, done) = sizes(&engine);
    assert!(sizes.iter().all(|size| *size == 2));
    assert!(done.read <= 2000 && done.compared == 0, "{done:?}");
}

#[test]
fn the_same_text_hangs_together_over_two_days_and_no_more() {
    let rows = |dates: &[Option<&'static str>]| -> Vec<Row> {
        let row = |date| ("Loaf".to_owned(), date, "Subscribe to read it".to_owned());
        dates.iter().copied().map(row).collect()
    };
    // The rows are in no order of days; a chain goes by days.
    let days = ["2019-05-14", "2019-05-06", "2019-05-10", "2019-05-08", "2019-05-17", "2019-05-06", "2019-05-20"];
    let (_folder, engine) = index_of(&rows(&days.map(Some)));
    assert_eq!(sizes(&engine).0, [1, 4, 4, 4, 1, 4, 1]);
    let (_folder, engine) = index_of(&rows(&[Some(days[0]), Some(days[1]), None]));
    assert_eq!(sizes(&engine).0, [3, 3, 3], "one without a day may be a version of any");
}

#[test]
fn a_corrected_text_with_the_same_sketch_belongs_to_what_it_corrects() {
    let text = words(1, 600);
    let corrected = (0..600).map(|at| {
        let mut words: Vec<&str> = text.split_whitespace().collect();
        words[at] = "corrected";
        words.join(" ")
    });
    let sketch = |text: &str| text::sketch(text, &text::analyze(text));
    let corrected = corrected.into_iter().find(|other| sketch(other) == sketch(&text)).expect("most have the same");
    let row = |headline: &str, date, text| (headline.to_owned(), Some(date), text);
    let (_folder, engine) = index_of(&[row("Rye", "2019-05-06", text), row("Oats", "2019-05-07", corrected)]);
    assert_eq!(sizes(&engine).0, [2, 2]);
}

#[test]
fn in_a_crowd_of_one_day_few_are_read_and_versions_are_found() {
    let count = versions::CROWD + 1808;
    let mut rows: Vec<String> = (0..count).map(|row| words(row, 40)).collect();
    for at in 0..100 {
        rows.push(format!("{} {}", rows[at * 70], words(count + at, 4)));
    }
    let row = |(row, text): (usize, &String)| (words(row + 3 * count, 3), Some("2019-05-06"), text.clone());
    let (_folder, engine) = index_of(&rows.iter().enumerate().map(row).collect::<Vec<Row>>());
    let (sizes, done) = sizes(&engine);
    let (grouped, alone) = sizes.split_at(count).1.iter().partition::<Vec<usize>, _>(|size| **size == 2);
    assert!(grouped.len() >= 95, "{} of {}", grouped.len(), grouped.len() + alone.len());
    let others = sizes[..count].iter().filter(|size| **size > 1).count();
    assert_eq!(others, grouped.len(), "no others are grouped");
    assert!(done.read < 2 * rows.len(), "{done:?}");
    assert!(done.compared < rows.len() * rows.len() / 4, "{done:?}");
}

#[test]
fn rows_that_differ_in_little_do_not_compare_each_with_each() {
    // The numbers differ, so none is a version of another, though the words are the same.
    let row = |row: usize| {
        let number = |at: usize| (row * 31 + at * 7919) % 100_003;
        let sums: Vec<String> = (0..12).map(|at| format!("{} {}", number(at), number(at + 50))).collect();
        let text = format!("{} {} {}", words(1, 60), sums.join(" rye "), words(2, 60));
        (words(row + 9, 3), Some("2019-05-06"), text)
    };
    let rows = 2000;
    let (_folder, engine) = index_of(&(0..rows).map(row).collect::<Vec<Row>>());
    let (sizes, done) = sizes(&engine);
    assert!(sizes.iter().all(|size| *size == 1));
    // Each pair of sketches twice, once from either side; of stories, the nearest.
    assert!(done.compared <= rows * rows + rows * 100, "{done:?}");
    assert!(done.read <= rows, "{done:?}");
}

//! How much is read and compared to find versions, and that what is found does not depend on it.

use super::super::LocalEngine;
use super::work::{self, Work};
use crate::ingest::{self, Event, Observer, Request};
use crate::query::Plan;
use crate::search::{Engine, Excerpts, SearchRequest, Sort, Versions, versions};
use std::fmt::Write as _;

struct Silent;

impl Observer for Silent {
    fn event(&self, _: &Event<'_>) {}
}

/// An index of a table of stories; its folder is removed with the first.
fn index(table: &str) -> (tempfile::TempDir, LocalEngine) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    std::fs::write(folder.path().join("a.csv"), table).expect("a file");
    ingest::run(&Request { archive: folder.path().into(), ..Request::default() }, &Silent).expect("an index");
    let engine = LocalEngine::open(&folder.path().join(crate::index::FOLDER)).expect("the index opens");
    (folder, engine)
}

/// The size of each story's group, 1 where it has none, in the order of the table; and what was done for it.
fn sizes(engine: &LocalEngine) -> (Vec<usize>, Work) {
    work::done();
    let request = SearchRequest {
        plan: Plan::All,
        sort: Sort::Path,
        offset: 0,
        limit: None,
        excerpts: Excerpts::None,
        versions: Some(Versions::All),
    };
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
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let _ = write!(
            text,
            "{} ",
            ["ka", "lo", "mi", "nu", "pe", "ra", "so", "ti"]
                .map(|part| {
                    state = state.wrapping_mul(0xd6e8_feb8_6659_fd93).rotate_left(29);
                    if state & 1 == 0 { part } else { "x" }
                })
                .concat()
        );
    }
    text
}

#[test]
fn a_text_that_thousands_have_is_read_once_for_each() {
    let rows =
        (0..3000).map(|row| format!("Loaf {row},Subscribe to read the whole story\n")).collect::<Vec<_>>().concat();
    let (_folder, engine) = index(&format!("headline,text\n{rows}"));
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
    let rows = (0..2000).map(|row| format!("Loaf {row},bread number {}\n", row / 2)).collect::<Vec<_>>().concat();
    let (_folder, engine) = index(&format!("headline,text\n{rows}"));
    let (sizes, done) = sizes(&engine);
    assert!(sizes.iter().all(|size| *size == 2));
    assert!(done.read <= 2000 && done.compared == 0, "{done:?}");
}

#[test]
fn the_same_text_hangs_together_over_two_days_and_no_more() {
    let row = |day: u32| format!("Loaf of the {day}th,2019-05-{day:02},Subscribe to read the whole story\n");
    let table = |days: &[u32]| format!("headline,date,text\n{}", days.iter().copied().map(row).collect::<String>());
    // In the table the days are in no order; a chain goes by days.
    let (_folder, engine) = index(&table(&[14, 6, 10, 8, 17, 6, 20, 26]));
    assert_eq!(sizes(&engine).0, [1, 4, 4, 4, 1, 4, 1, 1]);
    let (_folder, engine) = index(&format!("{}Loaf,,Subscribe to read the whole story\n", table(&[6, 20])));
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
    let sketch = |text: &str| crate::text::sketch(text, &crate::text::analyze(text));
    let corrected = corrected.into_iter().find(|other| sketch(other) == sketch(&text)).expect("most have the same");
    let table = format!("headline,date,text\nRye,2019-05-06,{text}\nOats,2019-05-07,{corrected}\n");
    let (_folder, engine) = index(&table);
    assert_eq!(sizes(&engine).0, [2, 2]);
}

#[test]
fn in_a_crowd_of_one_day_few_are_read_and_versions_are_found() {
    let count = versions::CROWD + 1808;
    let mut rows: Vec<String> = (0..count).map(|row| words(row, 40)).collect();
    for at in 0..100 {
        rows.push(format!("{} {}", rows[at * 70], words(count + at, 4)));
    }
    let mut table = "headline,date,text\n".to_owned();
    for (row, text) in rows.iter().enumerate() {
        let _ = writeln!(table, "{},2019-05-06,{text}", words(row + 3 * count, 3));
    }
    let (_folder, engine) = index(&table);
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
        format!("{},2019-05-06,{} {} {}\n", words(row + 9, 3), words(1, 60), sums.join(" rye "), words(2, 60))
    };
    let rows = 2000;
    let (_folder, engine) = index(&format!("headline,date,text\n{}", (0..rows).map(row).collect::<String>()));
    let (sizes, done) = sizes(&engine);
    assert!(sizes.iter().all(|size| *size == 1));
    // Each pair of sketches twice, once from either side; of stories, the nearest.
    assert!(done.compared <= rows * rows + rows * 100, "{done:?}");
    assert!(done.read <= rows, "{done:?}");
}

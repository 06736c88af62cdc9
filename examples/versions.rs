//! Prints groups of versions to be judged by reading, and checks that no pair of the same text was missed.
//!
//! ```text
//! cargo run --release --example versions -- INDEX [--sample 100] [--seed 1]
//! ```
//!
//! It also tells how long the groups took to find, and how long indexing spends on sketches, the analysis of the words aside.
//! The index is the folder `ARCHIVE/.morgue`. Groups are drawn at random, the same ones for the same seed. Every pair of stories
//! with the same text, not empty, at most two days apart is looked for by comparing the texts themselves.

use morgue::query::Plan;
use morgue::search::versions::{DAYS, Version};
use morgue::search::{Group, Versions};
use morgue::{Engine, LocalEngine, SearchRequest, Story, index, text};
use std::collections::BTreeMap;
use std::error::Error;
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let (mut folder, mut sample, mut seed) = (None, 100_usize, 1_u64);
    while let Some(argument) = arguments.next() {
        let mut number = || arguments.next().ok_or("a number is missing");
        match argument.as_str() {
            "--sample" => sample = number()?.parse()?,
            "--seed" => seed = number()?.parse()?,
            _ => folder = Some(argument),
        }
    }
    let folder = folder.ok_or("usage: versions INDEX [--sample N] [--seed N]")?;
    let engine = LocalEngine::open(Path::new(&folder))?;
    let request = SearchRequest { versions: Some(Versions::All), ..SearchRequest::all(Plan::All) };
    let started = Instant::now();
    let answer = engine.search(&request)?;
    let total = answer.total;
    println!("{total} stories, their groups found in {} ms", started.elapsed().as_millis());

    let mut sketching = Duration::ZERO;
    let mut groups: BTreeMap<String, Vec<(usize, Story)>> = BTreeMap::new();
    let mut by_text: BTreeMap<String, Vec<(Story, Option<Group>)>> = BTreeMap::new();
    for hit in answer.hits {
        let hit = hit?;
        let words = text::analyze(&hit.story.body);
        let begun = Instant::now();
        black_box(text::sketch(&hit.story.body, &words));
        sketching += begun.elapsed();
        let body = hit.story.body.trim();
        if !body.is_empty() {
            by_text.entry(body.to_owned()).or_default().push((hit.story.clone(), hit.group.clone()));
        }
        if let Some(Group { id, position, .. }) = hit.group {
            groups.entry(id).or_default().push((position, hit.story));
        }
    }
    println!("the sketches of their words made again in {} ms", sketching.as_millis());
    let stories: usize = groups.values().map(Vec::len).sum();
    println!("{} groups with {stories} stories", groups.len());
    let (pairs, missed) = same_texts(&by_text);
    println!("{pairs} pairs of the same text within {DAYS} days, {missed} of them not in one group\n");

    let mut drawn: Vec<(u64, &String)> = groups.keys().map(|id| (shuffled(id, seed), id)).collect();
    drawn.sort_unstable();
    for (number, (_, id)) in drawn.into_iter().take(sample).enumerate() {
        print_group(number + 1, &groups[id]);
    }
    Ok(())
}

/// Counts the pairs of the same text within two days, and those of them that are not in one group.
fn same_texts(by_text: &BTreeMap<String, Vec<(Story, Option<Group>)>>) -> (usize, usize) {
    let day = |story: &Story| story.date.map(|date| date.days().0);
    let (mut pairs, mut missed) = (0, 0);
    for stories in by_text.values() {
        for (at, (one, here)) in stories.iter().enumerate() {
            for (other, there) in &stories[at + 1..] {
                let near = day(one).zip(day(other)).is_none_or(|(one, other)| (one - other).abs() <= DAYS);
                pairs += usize::from(near);
                let together = here.as_ref().zip(there.as_ref()).is_some_and(|(here, there)| here.id == there.id);
                if near && !together {
                    missed += 1;
                    println!("missed: {} and {}", one.id, other.id);
                }
            }
        }
    }
    (pairs, missed)
}

fn print_group(number: usize, members: &[(usize, Story)]) {
    let mut members: Vec<&(usize, Story)> = members.iter().collect();
    members.sort_by_key(|(position, _)| *position);
    println!("group {number}");
    let mut before: Option<Version> = None;
    for (position, story) in members {
        let headline = text::analyze(story.headline.as_deref().unwrap_or_default());
        let body = text::analyze(&story.body);
        let version = Version::of(story, index::headline_key(story, &headline), &headline, &body);
        let overlap = before.as_ref().map(|before| before.overlap(&version)).unwrap_or_default();
        let date = story.date.map(|date| date.to_string()).unwrap_or_default();
        let words: String = story.body.split_whitespace().take(24).collect::<Vec<_>>().join(" ");
        println!(
            "{position:>3} {:.2} {:.2} {date} {} {:?} {} words · {}\n      {words}",
            overlap.of_both,
            overlap.of_fewer,
            story.headline.as_deref().unwrap_or("-"),
            story.headline_tags,
            body.words().count(),
            story.id
        );
        before = Some(version);
    }
    println!();
}

/// Returns a number that puts ids in an order of its own for each seed.
fn shuffled(id: &str, seed: u64) -> u64 {
    id.bytes().fold(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3).rotate_left(23)
    })
}

//! Finding names: megabytes a second on one core, words already analysed, and what opening the model costs.
//!
//! ```text
//! cargo bench --bench names
//! MORGUE_BENCH_ARCHIVE=FOLDER cargo bench --bench names
//! ```
//!
//! The folder holds plain text files, one story each; without the variable the sample corpus's are read.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use morgue::names::{Recognizer, Tagger};
use morgue::story::Story;
use morgue::text::{Analysis, analyze};
use std::path::{Path, PathBuf};

struct Read {
    story: Story,
    body: Analysis,
}

/// Returns the folder's stories, at most so many that they are some megabytes.
fn stories() -> Vec<Read> {
    const ENOUGH: usize = 4_000_000;
    let sample = || Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_corpus");
    let folder = std::env::var_os("MORGUE_BENCH_ARCHIVE").map_or_else(sample, PathBuf::from);
    let mut files: Vec<PathBuf> = walkdir::WalkDir::new(folder)
        .into_iter()
        .flatten()
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .collect();
    files.sort();
    let mut stories = Vec::new();
    let mut bytes = 0;
    for file in files {
        let Ok(body) = std::fs::read_to_string(file) else { continue };
        bytes += body.len();
        stories.push(Read { body: analyze(&body), story: Story { body, ..Story::default() } });
        if bytes > ENOUGH {
            break;
        }
    }
    stories
}

fn names(criterion: &mut Criterion) {
    let stories = stories();
    let bytes: usize = stories.iter().map(|read| read.story.body.len()).sum();
    let headline = analyze("");
    let mut group = criterion.benchmark_group("names");
    group.sample_size(10).throughput(Throughput::Bytes(bytes as u64));
    let tagger = Tagger::default();
    group.bench_function("mentions", |bencher| {
        bencher.iter(|| {
            stories.iter().map(|read| tagger.mentions(&read.story, &headline, &read.body).len()).sum::<usize>()
        });
    });
    group.bench_function("analysis", |bencher| {
        bencher.iter(|| stories.iter().map(|read| analyze(&read.story.body).tokens.len()).sum::<usize>());
    });
    group.finish();
    let nothing = analyze("");
    criterion.bench_function("the model, opened for an empty story", |bencher| {
        bencher.iter(|| Tagger::default().mentions(&Story::default(), &headline, &nothing).len());
    });
}

criterion_group!(benches, names);
criterion_main!(benches);

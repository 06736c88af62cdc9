//! The parts of indexing and searching, one by one, on one core: reading formats, analysing words, reading names, finding matches,
//! cutting snippets.
//!
//! ```text
//! cargo bench --bench parts
//! MORGUE_BENCH_ARCHIVE=FOLDER cargo bench --bench parts
//! ```
//!
//! The folder holds plain text files, one story each; without the variable the sample corpus's are read. The formats are those
//! of `tests/fixtures/formats`.

#[path = "support/archive.rs"]
mod archive;

use archive::archive;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use morgue::format::{self, Failure, Options, Refusal, Text, Visitor};
use morgue::names::{Recognizer, Tagger};
use morgue::query::{Context, Plan, parse};
use morgue::search::cut;
use morgue::spans::{Examiner, NameKeys, Subject};
use morgue::story::{Date, Mention, Provenance, Record, Story};
use morgue::text::{Analysis, analyze};
use std::hint::black_box;
use std::io::Cursor;
use std::path::{Path, PathBuf};

/// A story as a search sees it.
struct Read {
    story: Story,
    headline: Analysis,
    body: Analysis,
    mentions: Vec<Mention>,
}

/// Takes stories out of a source, as an index run does.
#[derive(Default)]
struct Stories {
    stories: Vec<Story>,
    provenance: Provenance,
}

impl Visitor for Stories {
    fn text(&mut self, text: Text<'_>) {
        let [path, format, encoding] = [text.path, text.format, text.encoding].map(str::to_owned);
        self.provenance = Provenance { path, format, encoding };
    }

    fn record(&mut self, record: Result<Record, Failure>) {
        self.stories.extend(record.map(|record| Story::from_record(record, &self.provenance)));
    }

    fn refused(&mut self, _: &str, _: Refusal) {}
}

fn stories_of(name: &str, bytes: &[u8]) -> Vec<Story> {
    let mut stories = Stories::default();
    // A file that is no news gives no story.
    let _ = format::read(name, Cursor::new(bytes.to_vec()), bytes.len() as u64, &Options::default(), &mut stories);
    stories.stories
}

/// Returns the files below a folder, sorted.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().flatten();
    entries.filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path).collect()
}

/// Returns the archive's stories, so many that they are some megabytes.
fn stories() -> Vec<Read> {
    const ENOUGH: usize = 4_000_000;
    let (tagger, mut read, mut bytes) = (Tagger::default(), Vec::new(), 0);
    for file in files(&archive()) {
        let Some(content) = std::fs::read(&file).ok().filter(|_| file.extension().is_some_and(|end| end == "txt"))
        else {
            continue;
        };
        for story in stories_of(&file.to_string_lossy(), &content) {
            bytes += story.body.len();
            let (headline, body) = (analyze(story.headline.as_deref().unwrap_or_default()), analyze(&story.body));
            let mentions = tagger.mentions(&story, &headline, &body);
            read.push(Read { story, headline, body, mentions });
        }
        if bytes > ENOUGH {
            break;
        }
    }
    read
}

fn formats(criterion: &mut Criterion) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/formats");
    let mut group = criterion.benchmark_group("formats");
    for file in files(&folder) {
        let name = file.strip_prefix(&folder).expect("below it").to_string_lossy().into_owned();
        let bytes = std::fs::read(&file).expect("it can be read");
        if stories_of(&name, &bytes).is_empty() {
            continue;
        }
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        group.bench_function(BenchmarkId::from_parameter(&name), |bencher| {
            bencher.iter(|| black_box(stories_of(&name, &bytes)).len());
        });
    }
    group.finish();
}

fn words_and_names(criterion: &mut Criterion) {
    let read = stories();
    let bytes: usize = read.iter().map(|read| read.story.body.len()).sum();
    let mut group = criterion.benchmark_group("stories");
    group.sample_size(10).throughput(Throughput::Bytes(bytes as u64));
    group.bench_function("words", |bencher| {
        bencher.iter(|| read.iter().map(|read| analyze(&read.story.body).tokens.len()).sum::<usize>());
    });
    let tagger = Tagger::default();
    group.bench_function("tags", |bencher| {
        let tags = |read: &Read| tagger.tags(&read.story, &read.headline, &read.body).len();
        bencher.iter(|| read.iter().map(tags).sum::<usize>());
    });
    group.bench_function("tags, resolved to mentions", |bencher| {
        let mentions = |read: &Read| tagger.mentions(&read.story, &read.headline, &read.body).len();
        bencher.iter(|| read.iter().map(mentions).sum::<usize>());
    });
    group.finish();
    let (empty, nothing) = (Story::default(), analyze(""));
    criterion.bench_function("the model, opened for an empty story", |bencher| {
        bencher.iter(|| Tagger::default().mentions(&empty, &nothing, &nothing).len());
    });
}

fn plan(query: &str) -> Plan {
    parse(query, &Context::on(Date::today())).expect("a good query").plan().clone()
}

fn matches(criterion: &mut Criterion) {
    let read = stories();
    let names = NameKeys::new();
    let subjects: Vec<Subject<'_>> = read
        .iter()
        .map(|Read { story, headline, body, mentions }| Subject { story, headline, body, mentions })
        .collect();
    let mut group = criterion.benchmark_group("all stories");
    group.sample_size(10).throughput(Throughput::Elements(subjects.len() as u64));
    for query in
        ["said", "\"interest rates\"", "person:baker", "oil w/5 price*", "(trade OR tariff*) w/s (deal OR talks)"]
    {
        let examiner = Examiner::new(&plan(query), &names);
        group.bench_function(BenchmarkId::new("spans", query), |bencher| {
            bencher.iter(|| subjects.iter().filter_map(|subject| examiner.evidence(subject)).count());
        });
        let found: Vec<_> =
            subjects.iter().filter_map(|subject| Some((subject, examiner.evidence(subject)?))).collect();
        group.bench_function(BenchmarkId::new("two snippets each", query), |bencher| {
            bencher.iter(|| {
                found.iter().map(|(subject, highlights)| cut(highlights, subject, 2, 200).len()).sum::<usize>()
            });
        });
    }
    group.finish();
    criterion.bench_function("a query, read", |bencher| {
        bencher.iter(|| {
            plan(black_box(
                "person:\"Ada Brightwell\" w/10 (resign* OR \"steps down\") after:2017-01 NOT headline:sport",
            ))
        });
    });
}

criterion_group!(benches, formats, words_and_names, matches);
criterion_main!(benches);

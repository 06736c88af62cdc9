//! Indexing an archive into a new index: stories and megabytes a second, with names and without.
//!
//! ```text
//! cargo bench --bench indexing
//! MORGUE_BENCH_ARCHIVE=FOLDER cargo bench --bench indexing
//! ```
//!
//! Without the variable the sample corpus is indexed, where starting and syncing are most of the time.

#[path = "support/archive.rs"]
mod archive;

use archive::archive;
use criterion::{Criterion, SamplingMode, Throughput, criterion_group, criterion_main};
use morgue::ingest::{Event, Observer, Request, Summary, run};
use std::path::Path;

struct Silent;

impl Observer for Silent {
    fn event(&self, _: &Event<'_>) {}
}

fn index(archive: &Path, names: bool) -> Summary {
    let place = tempfile::tempdir().expect("a temporary folder");
    let request = Request {
        archive: archive.to_path_buf(),
        index: Some(place.path().join("index")),
        names: Some(names),
        ..Request::default()
    };
    run(&request, &Silent).expect("the archive is indexed")
}

fn indexing(criterion: &mut Criterion) {
    let archive = archive();
    let summary = index(&archive, false);
    for (unit, throughput) in
        [("stories", Throughput::Elements(summary.stories)), ("bytes", Throughput::Bytes(summary.bytes))]
    {
        let mut group = criterion.benchmark_group(format!("index, {unit}"));
        group.sampling_mode(SamplingMode::Flat).sample_size(10).throughput(throughput);
        group.bench_function("with names", |bencher| bencher.iter(|| index(&archive, true)));
        group.bench_function("without names", |bencher| bencher.iter(|| index(&archive, false)));
        group.finish();
    }
}

criterion_group!(benches, indexing);
criterion_main!(benches);

//! Whole processes, from start to exit, as a user waits for them: searches, and a run of `index` that has nothing to do.
//!
//! ```text
//! cargo bench --bench processes
//! MORGUE_BENCH_ARCHIVE=FOLDER cargo bench --bench processes
//! ```
//!
//! Without the variable the sample corpus is searched.

#[path = "support/archive.rs"]
mod archive;
#[path = "support/program.rs"]
mod program;

use archive::archive;
use criterion::{Criterion, criterion_group, criterion_main};
use program::morgue;

fn processes(criterion: &mut Criterion) {
    let archive = archive().to_string_lossy().into_owned();
    let place = tempfile::tempdir().expect("a temporary folder");
    let index = place.path().join("index").to_string_lossy().into_owned();
    morgue(&["index", "-q", &archive, "--index", &index]);

    let mut group = criterion.benchmark_group("process");
    group.bench_function("start and exit", |bencher| bencher.iter(|| morgue(&["--version"])));
    for (name, query) in [
        ("word", "wheat"),
        ("three words", "wheat exports minister"),
        ("phrase", "\"state of\""),
        ("wildcard", "export*"),
        ("fuzzy", "whaet~"),
        ("person", "person:baker"),
        ("organization", "org:\"World Bank\""),
        ("headline", "headline:strike"),
    ] {
        group.bench_function(format!("search: {name}"), |bencher| {
            bencher.iter(|| morgue(&["search", "--index", &index, query]));
        });
    }
    group.bench_function("index: nothing to do", |bencher| {
        bencher.iter(|| morgue(&["index", "-q", &archive, "--index", &index]));
    });
    group.finish();
}

criterion_group!(benches, processes);
criterion_main!(benches);

//! Operators of distance beside a plain AND of the same words, inside one process. As whole processes the example `figures`
//! compares them.
//!
//! ```text
//! MORGUE_BENCH_ARCHIVE=FOLDER cargo bench --bench proximity
//! ```
//!
//! Without the variable the sample corpus is searched. The last pair is of words that are in nearly every story.

#[path = "support/archive.rs"]
mod archive;
#[path = "support/program.rs"]
mod program;

use archive::archive;
use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use morgue::local::LocalEngine;
use morgue::query::{Context, parse};
use morgue::search::{Engine, Excerpts, SearchRequest, Sort};
use morgue::story::Date;
use program::morgue;

/// Two operands each.
const PAIRS: [(&str, &str); 7] = [
    ("trade", "deficit"),
    ("oil", "price"),
    ("company", "share"),
    ("person:baker", "dollar"),
    ("person:*", "resign*"),
    ("org:*", "export*"),
    ("the", "of"),
];

const OPERATORS: [(&str, &str); 6] =
    [("and", "AND"), ("w5", "w/5"), ("pre5", "pre/5"), ("ws", "w/s"), ("wp", "w/p"), ("not_w5", "not w/5")];

fn queries() -> Vec<(String, String)> {
    let mut queries = Vec::new();
    for (left, right) in PAIRS {
        for (name, operator) in OPERATORS {
            queries.push((format!("{left} {right}/{name}"), format!("{left} {operator} {right}")));
        }
    }
    queries.push(("nested".to_owned(), "((oil OR gas) w/5 price*) w/s (opec OR org:opec)".to_owned()));
    queries.push(("atleast".to_owned(), "atleast3(oil)".to_owned()));
    queries.push(("first".to_owned(), "first20(oil)".to_owned()));
    queries.push(("lead".to_owned(), "lead:(oil price)".to_owned()));
    queries
}

fn proximity(criterion: &mut Criterion) {
    let place = tempfile::tempdir().expect("a temporary folder");
    let index = place.path().join("index");
    let (folder, named) = (archive(), index.to_string_lossy().into_owned());
    morgue(&["index", "-q", &folder.to_string_lossy(), "--index", &named]);

    let engine = LocalEngine::open(&index).expect("the index opens");
    let mut group = criterion.benchmark_group("engine, ten keys");
    group.sample_size(20);
    for (name, query) in queries() {
        let plan = parse(&query, &Context::on(Date::today())).expect("a good query").plan().clone();
        let request = SearchRequest {
            plan,
            sort: Sort::Relevance,
            offset: 0,
            limit: Some(10),
            excerpts: Excerpts::None,
            versions: None,
        };
        group.bench_function(BenchmarkId::from_parameter(&name), |bencher| {
            bencher.iter(|| engine.keys(&request).expect("an answer").hits.count());
        });
    }
    group.finish();
}

criterion_group!(benches, proximity);
criterion_main!(benches);

//! Scores the recognizer on marked text: precision, recall and F1 of people and organizations, and its errors by class.
//!
//! ```text
//! cargo run --release --example eval_names -- FILE... [--errors N] [--model FILE]
//! ```
//!
//! Files are of two columns (`.tsv`: a token and its BIO tag) or marked stories (`.txt`). A name counts as found where span and
//! kind are right; a full stop or possessive at its end does not matter. The agency in a dateline is a field of a story and no
//! mention, so it is left out. `--errors` says how many examples of each class of error are shown (10), `--model` takes a model
//! other than the built-in one.

use morgue::names::Tagger;
use morgue::names::learn::{Counts, Report, read, score};
use std::path::PathBuf;
use std::process::ExitCode;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("eval_names: {problem}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<(), String> {
    let mut files: Vec<PathBuf> = Vec::new();
    let mut shown = 10;
    let mut tagger = Tagger::default();
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
        match argument.as_str() {
            "--errors" => shown = value()?.parse().map_err(|error| format!("--errors: {error}"))?,
            "--model" => {
                let file = value()?;
                let bytes = std::fs::read(&file).map_err(|error| format!("read {file}: {error}"))?;
                tagger = Tagger::with_model(bytes).ok_or(format!("{file}: not a model of this version"))?;
            }
            file => files.push(file.into()),
        }
    }
    if files.is_empty() {
        return Err("name a file with marked text".to_owned());
    }
    for corpus in read(&files).map_err(|error| error.to_string())? {
        let report = score(&corpus.documents, &tagger);
        println!(
            "{}: {} stories, {} names in datelines left out",
            corpus.name,
            corpus.documents.len(),
            report.datelines
        );
        print(&report, shown);
    }
    Ok(())
}

fn print(report: &Report, shown: usize) {
    println!("{:14}{:>10}{:>10}{:>8}{:>8}{:>8}{:>8}", "", "precision", "recall", "F1", "right", "wrong", "missed");
    for (kind, counts) in [("person", report.persons), ("organization", report.organizations)] {
        let Counts { right, wrong, missed } = counts;
        let (precision, recall, f1) = (counts.precision(), counts.recall(), counts.f1());
        println!("{kind:14}{precision:10.2}{recall:10.2}{f1:8.2}{right:8}{wrong:8}{missed:8}");
    }
    for (class, examples) in &report.errors {
        println!("{:6} {class}", examples.values().sum::<u64>());
        let mut examples: Vec<_> = examples.iter().collect();
        examples.sort_by_key(|(_, count)| std::cmp::Reverse(**count));
        for (example, count) in examples.into_iter().take(shown) {
            println!("       {count:4} {example}");
        }
    }
}

//! Prints the README's figures of searches: how long each takes as a process, and what a distance costs beside a plain AND.
//!
//! ```text
//! cargo build --release
//! cargo run --release --example reuters_txt -- SGML_FOLDER FOLDER
//! cargo run --release --example figures -- FOLDER
//! ```
//!
//! The program measured is the one beside this example. Each figure is the median of its rounds. What indexing costs, and what
//! other programs take, is printed by the example `compare`.

#[path = "support/measure.rs"]
mod measure;

use measure::{Outcome, cost, machine, median, megabytes, milliseconds, remove, size};
use std::path::{Path, PathBuf};
use std::process::Command;

const SEARCH_ROUNDS: usize = 41;

fn main() -> Outcome<()> {
    let archive = PathBuf::from(std::env::args_os().nth(1).ok_or("usage: figures FOLDER")?);
    let program = measure::morgue()?;
    let (files, bytes) = size(&archive)?;
    println!("{files} files, {:.1} MB; {}", megabytes(bytes), machine());
    println!();
    let place = std::env::temp_dir().join(format!("morgue-figures-{}", std::process::id()));
    remove(&place)?;
    cost(Command::new(&program).arg("index").arg(&archive).arg("--index").arg(&place))?;
    println!("| search, from start to exit, ten stories with two snippets each | median ms | fastest ms |");
    println!("|---|---|---|");
    for query in
        ["grain", "grain exports", "\"interest rates\"", "export*", "graim~", "person:volcker", "org:opec", "said"]
    {
        let mut walls = Vec::new();
        for _ in 0..SEARCH_ROUNDS {
            walls.push(search(&program, &place, query)?);
        }
        let fastest = walls.iter().copied().fold(f64::INFINITY, f64::min);
        println!("| `{query}` | {:.1} | {fastest:.1} |", median(walls));
    }
    println!();
    distances(&program, &place)?;
    remove(&place)
}

/// Prints what distances cost beside a plain AND of the same operands, all of a row measured in turn.
fn distances(program: &Path, place: &Path) -> Outcome<()> {
    const OPERATORS: [&str; 6] = ["AND", "w/5", "pre/5", "w/s", "w/p", "not w/5"];
    println!("| operands | {} |", OPERATORS.map(|operator| format!("`{operator}`")).join(" | "));
    println!("|---|{}", "---|".repeat(OPERATORS.len()));
    for (left, right) in [
        ("trade", "deficit"),
        ("oil", "price"),
        ("company", "share"),
        ("person:baker", "dollar"),
        ("person:*", "resign*"),
        ("org:*", "export*"),
        ("the", "of"),
    ] {
        let mut walls = vec![Vec::new(); OPERATORS.len()];
        for _ in 0..SEARCH_ROUNDS {
            for (operator, walls) in OPERATORS.iter().zip(&mut walls) {
                walls.push(search(program, place, &format!("{left} {operator} {right}"))?);
            }
        }
        let medians: Vec<String> = walls.into_iter().map(|walls| format!("{:.1}", median(walls))).collect();
        println!("| `{left}`, `{right}` | {} |", medians.join(" | "));
    }
    Ok(())
}

/// Returns how many milliseconds a search takes, from its start to its exit.
fn search(program: &Path, place: &Path, query: &str) -> Outcome<f64> {
    milliseconds(Command::new(program).args(["search", "-n", "10", query, "--index"]).arg(place))
}

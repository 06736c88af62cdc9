//! Prints the README's figures: what indexing an archive costs, how large the index is, how long a search takes as a process.
//!
//! ```text
//! cargo build --release
//! cargo run --release --example reuters_txt -- SGML_FOLDER FOLDER
//! cargo run --release --example figures -- FOLDER
//! ```
//!
//! The program measured is the one beside this example. CPU and memory are read from `/proc`, so this runs on Linux. Each
//! figure is the median of its rounds.

#[path = "support/measure.rs"]
mod measure;

use measure::{Cost, Outcome, cost, median, median_cost, megabytes, milliseconds, remove, size};
use std::path::{Path, PathBuf};
use std::process::Command;

const INDEX_ROUNDS: usize = 5;
const SEARCH_ROUNDS: usize = 41;

fn main() -> Outcome<()> {
    let archive = PathBuf::from(std::env::args_os().nth(1).ok_or("usage: figures FOLDER")?);
    let program = measure::morgue()?;
    let (files, bytes) = size(&archive)?;
    println!("{files} files, {:.1} MB", megabytes(bytes));
    println!();
    println!("| | CPU s | wall s | peak MB | index MB | index / text |");
    println!("|---|---|---|---|---|---|");
    let place = std::env::temp_dir().join(format!("morgue-figures-{}", std::process::id()));
    for (name, options) in [("index, with names", &[][..]), ("index, without names", &["--no-names"][..])] {
        let mut costs = Vec::new();
        for _ in 0..INDEX_ROUNDS {
            remove(&place)?;
            costs.push(index(&program, &archive, &place, options)?);
        }
        let cost = median_cost(&costs);
        let (_, index_bytes) = size(&place)?;
        let ratio = index_bytes as f64 / bytes as f64;
        println!(
            "| {name} | {:.2} | {:.2} | {:.0} | {:.1} | {ratio:.2} |",
            cost.cpu,
            cost.wall,
            cost.peak_mb,
            megabytes(index_bytes)
        );
    }
    remove(&place)?;
    index(&program, &archive, &place, &[])?;
    let costs: Vec<Cost> =
        (0..SEARCH_ROUNDS).map(|_| index(&program, &archive, &place, &[])).collect::<Result<_, _>>()?;
    let cost = median_cost(&costs);
    println!("| index again, nothing changed | {:.2} | {:.3} | {:.0} | | |", cost.cpu, cost.wall, cost.peak_mb);
    println!();
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

fn index(program: &Path, archive: &Path, place: &Path, options: &[&str]) -> Outcome<Cost> {
    cost(Command::new(program).arg("index").arg(archive).arg("--index").arg(place).args(options))
}

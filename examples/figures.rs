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

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const INDEX_ROUNDS: usize = 5;
const SEARCH_ROUNDS: usize = 41;
/// Clock ticks a second in `/proc/self/stat`; Linux shows 100 to programs on every machine.
const TICKS: f64 = 100.0;

/// What one run cost.
#[derive(Clone, Copy, Default)]
struct Cost {
    cpu: f64,
    wall: f64,
    peak_mb: f64,
}

fn main() -> Result<(), Box<dyn Error>> {
    let archive = PathBuf::from(std::env::args_os().nth(1).ok_or("usage: figures FOLDER")?);
    let program = std::env::current_exe()?.with_file_name("../morgue").canonicalize()?;
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
        let cost = median(&costs);
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
    let cost = median(&costs);
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
        walls.sort_by(f64::total_cmp);
        println!("| `{query}` | {:.1} | {:.1} |", walls[walls.len() / 2], walls[0]);
    }
    println!();
    distances(&program, &place)?;
    remove(&place)
}

/// Prints what distances cost beside a plain AND of the same operands, all of a row measured in turn.
fn distances(program: &Path, place: &Path) -> Result<(), Box<dyn Error>> {
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
        let medians: Vec<String> = walls
            .iter_mut()
            .map(|walls| {
                walls.sort_by(f64::total_cmp);
                format!("{:.1}", walls[walls.len() / 2])
            })
            .collect();
        println!("| `{left}`, `{right}` | {} |", medians.join(" | "));
    }
    Ok(())
}

/// Returns how many milliseconds a search takes, from its start to its exit.
fn search(program: &Path, place: &Path, query: &str) -> Result<f64, Box<dyn Error>> {
    let begun = Instant::now();
    quiet(program).args(["search", "-n", "10", query, "--index"]).arg(place).status()?;
    Ok(begun.elapsed().as_secs_f64() * 1e3)
}

fn quiet(program: &Path) -> Command {
    let mut command = Command::new(program);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command
}

fn index(program: &Path, archive: &Path, place: &Path, options: &[&str]) -> Result<Cost, Box<dyn Error>> {
    let before = children_cpu()?;
    let begun = Instant::now();
    let mut child = quiet(program).arg("index").arg(archive).arg("--index").arg(place).args(options).spawn()?;
    let mut peak_mb = 0.0_f64;
    while child.try_wait()?.is_none() {
        peak_mb = peak_mb.max(peak_of(child.id()));
        std::thread::sleep(Duration::from_millis(2));
    }
    let wall = begun.elapsed().as_secs_f64();
    Ok(Cost { cpu: children_cpu()? - before, wall, peak_mb })
}

/// Returns the CPU seconds of all children that have ended.
fn children_cpu() -> Result<f64, Box<dyn Error>> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    // Fields 16 and 17 of the line, counted from 1; the first one behind the name is field 3.
    let ticks = |field: usize| fields.get(field - 3).and_then(|ticks| ticks.parse::<f64>().ok()).unwrap_or(0.0);
    Ok((ticks(16) + ticks(17)) / TICKS)
}

fn peak_of(process: u32) -> f64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()).and_then(|kb| kb.parse::<f64>().ok()).unwrap_or(0.0) / 1e3
}

fn median(costs: &[Cost]) -> Cost {
    let middle = |of: fn(&Cost) -> f64| {
        let mut values: Vec<f64> = costs.iter().map(of).collect();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).copied().unwrap_or_default()
    };
    Cost { cpu: middle(|cost| cost.cpu), wall: middle(|cost| cost.wall), peak_mb: middle(|cost| cost.peak_mb) }
}

fn size(folder: &Path) -> Result<(u64, u64), Box<dyn Error>> {
    let (mut files, mut bytes) = (0, 0);
    for entry in walkdir::WalkDir::new(folder) {
        let entry = entry?;
        if entry.file_type().is_file() {
            files += 1;
            bytes += entry.metadata()?.len();
        }
    }
    Ok((files, bytes))
}

fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

fn remove(folder: &Path) -> Result<(), Box<dyn Error>> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error.into()),
        _ => Ok(()),
    }
}

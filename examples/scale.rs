//! How costs grow with an archive: indexing, searching, and a run after one changed file.
//!
//! ```text
//! cargo build --release
//! cargo run --release --example scale -- FOLDER [STORIES...]
//! ```
//!
//! FOLDER holds stories as plain text; their sentences are remixed, with a fixed seed, into archives of 20,000, 200,000 and
//! 2,000,000 stories unless other numbers are given, in files of a hundred stories each, in a temporary folder. The program
//! measured is the one beside this example. Times of searches are medians of whole processes, ten stories with two snippets each.

#[path = "support/measure.rs"]
mod measure;
#[path = "support/remix.rs"]
mod remix;

use measure::{Cost, Outcome, cost, machine, median, megabytes, milliseconds, morgue, size};
use remix::Remix;
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::process::Command;

/// Stories in a file, files in a folder.
const STORIES: u64 = 100;
const FILES: u64 = 100;
const ROUNDS: usize = 21;

/// What is searched: how it is called, and the query.
const QUERIES: [(&str, &str); 7] = [
    ("word", "grain"),
    ("three words", "grain exports minister"),
    ("phrase", "\"interest rates\""),
    ("person", "person:volcker"),
    ("proximity", "oil w/5 price*"),
    ("rare words near", "person:volcker w/10 resign*"),
    ("in every story", "said"),
];

fn main() -> Outcome<()> {
    let mut arguments = std::env::args_os().skip(1);
    let folder = arguments.next().ok_or("usage: scale FOLDER [STORIES...]")?;
    let mut counts = Vec::new();
    for argument in arguments {
        counts.push(argument.to_string_lossy().parse::<u64>()?);
    }
    if counts.is_empty() {
        counts = vec![20_000, 200_000, 2_000_000];
    }
    println!("{}", machine());
    println!();
    let names: Vec<&str> = QUERIES.iter().map(|(name, _)| *name).collect();
    println!(
        "| stories | text MB | index: CPU s | wall s | stories/s | peak MB | index / text | nothing changed, s | one file changed, s | {} |",
        names.join(", ms | ")
    );
    println!("|{}", "---|".repeat(9 + names.len()));
    for count in counts {
        row(Path::new(&folder), count)?;
    }
    Ok(())
}

fn row(folder: &Path, count: u64) -> Outcome<()> {
    let place = tempfile::tempdir()?;
    let archive = place.path().join("archive");
    write(&archive, folder, count)?;
    let (_, text) = size(&archive)?;
    let first = index(&archive)?;
    let (_, bytes) = size(&archive.join(".morgue"))?;
    // What was written just now is looked at once more.
    std::thread::sleep(std::time::Duration::from_secs(3));
    index(&archive)?;
    let again = index(&archive)?;
    // The last line that is added is what the search below looks for.
    let changed = archive.join("0000/0000.jsonl");
    let mut lines = fs::read_to_string(&changed)?;
    lines += "{\"title\": \"Late\", \"text\": \"The zyzzyva was seen.\"}\n";
    fs::write(&changed, lines)?;
    let one = index(&archive)?;
    let found = Command::new(morgue()?).args(["search", "-c", "zyzzyva", "--archive"]).arg(&archive).output()?;
    if found.stdout != b"1\n" {
        return Err("the changed story is not found".into());
    }
    print!(
        "| {count} | {:.0} | {:.1} | {:.1} | {:.0} | {:.0} | {:.2} | {:.2} | {:.2} |",
        megabytes(text),
        first.cpu,
        first.wall,
        count as f64 / first.wall,
        first.peak_mb,
        bytes as f64 / text as f64,
        again.wall,
        one.wall
    );
    for (_, query) in QUERIES {
        let mut walls = Vec::new();
        for _ in 0..ROUNDS {
            let mut search = Command::new(morgue()?);
            walls.push(milliseconds(search.args(["search", "-n", "10", query, "--archive"]).arg(&archive))?);
        }
        print!(" {:.1} |", median(walls));
    }
    println!();
    Ok(())
}

fn index(archive: &Path) -> Outcome<Cost> {
    cost(Command::new(morgue()?).args(["index", "-q"]).arg(archive))
}

fn write(archive: &Path, folder: &Path, count: u64) -> Outcome<()> {
    let mut remix = Remix::of(folder)?;
    for number in 0..count.div_ceil(STORIES) {
        let folder = archive.join(format!("{:04}", number / FILES));
        fs::create_dir_all(&folder)?;
        let mut out = BufWriter::new(File::create(folder.join(format!("{:04}.jsonl", number % FILES)))?);
        for _ in 0..STORIES.min(count - number * STORIES) {
            writeln!(out, "{}", remix.line())?;
        }
        out.flush()?;
    }
    Ok(())
}

//! This program beside what a user could take instead, whole processes on the same files in one run: cost of indexing, size of the
//! index, time of a search. Prints the table of the README.
//!
//! ```text
//! cargo build --release
//! cargo run --release --example compare -- FOLDER
//! ```
//!
//! FOLDER holds stories as plain text, one a file. What is compared, and where it comes from; what is not installed is named in the
//! table:
//!
//! | program | Debian package, or crate |
//! |---|---|
//! | `tantivy` | the crate tantivy-cli; it reads one file of JSON, which is made before it is measured |
//! | `sqlite3`, its full-text search FTS5 | sqlite3 |
//! | `omindex`, `quest` | xapian-omega, xapian-tools |
//! | `recollindex`, `recollq` | recoll |
//! | `rg`, `find` (no index) | ripgrep, findutils |
//!
//! Each figure is the median of its rounds, in which all programs take turns. A search is a new process, from its start to its
//! exit, that prints ten stories; the files are in the page cache except where the column says otherwise.

#[path = "support/measure.rs"]
mod measure;

use measure::{
    Cost, Outcome, cost, files, machine, median, median_cost, megabytes, milliseconds, morgue, out_of_the_page_cache,
    remove, size,
};
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

const INDEX_ROUNDS: usize = 5;
const SEARCH_ROUNDS: usize = 41;
/// With its files out of the page cache a search takes long to prepare.
const COLD_ROUNDS: usize = 9;

/// What is searched: how it is called, the words, and whether they are a phrase.
const QUERIES: [Query; 4] = [
    Query { name: "word", words: "grain", kind: Kind::Words },
    Query { name: "two words", words: "grain exports", kind: Kind::Words },
    Query { name: "phrase", words: "interest rates", kind: Kind::Phrase },
    Query { name: "person", words: "volcker", kind: Kind::Person },
];

#[derive(Clone, Copy)]
struct Query {
    name: &'static str,
    words: &'static str,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Words,
    Phrase,
    /// Others look for the surname, which is not the same thing.
    Person,
}

/// Where one program works: the stories, and a folder of its own.
struct Place {
    archive: PathBuf,
    folder: PathBuf,
}

/// A program that is compared.
trait Tool {
    /// What it is called in the table.
    fn name(&self) -> &'static str;
    /// What must be there to run it.
    fn programs(&self) -> &'static [&'static str];
    /// Makes what it needs before it is measured.
    fn prepare(&self, _place: &Place) -> Outcome<()> {
        Ok(())
    }
    /// The command that makes an index, or brings it up to date.
    fn index(&self, place: &Place) -> Option<Command>;
    /// The command that searches.
    fn search(&self, place: &Place, query: Query) -> Command;
    /// Where its index lies.
    fn index_folder(&self, place: &Place) -> PathBuf {
        place.folder.join("index")
    }
}

struct Morgue {
    program: PathBuf,
    names: bool,
}

impl Tool for Morgue {
    fn name(&self) -> &'static str {
        if self.names { "morgue" } else { "morgue --no-names" }
    }

    fn programs(&self) -> &'static [&'static str] {
        &[]
    }

    fn index(&self, place: &Place) -> Option<Command> {
        let mut command = Command::new(&self.program);
        command.args(["index", "-q"]).arg(&place.archive).arg("--index").arg(self.index_folder(place));
        if !self.names {
            command.arg("--no-names");
        }
        Some(command)
    }

    fn search(&self, place: &Place, query: Query) -> Command {
        let query = match query.kind {
            Kind::Phrase => format!("\"{}\"", query.words),
            Kind::Person if self.names => format!("person:{}", query.words),
            Kind::Words | Kind::Person => query.words.to_owned(),
        };
        let mut command = Command::new(&self.program);
        command.args(["search", "-n", "10", "--snippets", "2", &query, "--index"]).arg(self.index_folder(place));
        command
    }
}

struct Tantivy;

impl Tantivy {
    const SCHEMA: &str = r#"[
        {"name": "path", "type": "text", "options": {"indexing": {"record": "basic", "tokenizer": "raw", "fieldnorms": false}, "stored": true}},
        {"name": "body", "type": "text", "options": {"indexing": {"record": "position", "tokenizer": "en_stem", "fieldnorms": true}, "stored": true}}
    ]"#;
}

impl Tool for Tantivy {
    fn name(&self) -> &'static str {
        "tantivy (one file of JSON)"
    }

    fn programs(&self) -> &'static [&'static str] {
        &["tantivy"]
    }

    fn prepare(&self, place: &Place) -> Outcome<()> {
        let mut out = BufWriter::new(File::create(place.folder.join("stories.json"))?);
        for file in files(&place.archive)? {
            let body = String::from_utf8_lossy(&fs::read(&file)?).into_owned();
            writeln!(out, "{}", serde_json::json!({"path": file.to_string_lossy(), "body": body}))?;
        }
        Ok(out.flush()?)
    }

    fn index(&self, place: &Place) -> Option<Command> {
        let index = self.index_folder(place);
        // The tool makes an index by asking questions; what it writes is this.
        let meta = format!("{{\"segments\": [], \"schema\": {}, \"opstamp\": 0}}", Self::SCHEMA);
        fs::create_dir_all(&index).and_then(|()| fs::write(index.join("meta.json"), meta)).ok()?;
        let mut command = Command::new("tantivy");
        command.args(["index", "-i"]).arg(&index).arg("-f").arg(place.folder.join("stories.json"));
        Some(command)
    }

    fn search(&self, place: &Place, query: Query) -> Command {
        let query = match query.kind {
            Kind::Phrase => format!("body:\"{}\"", query.words),
            _ => query.words.split(' ').map(|word| format!("+body:{word}")).collect::<Vec<_>>().join(" "),
        };
        let mut command = Command::new("tantivy");
        command.args(["search", "-i"]).arg(self.index_folder(place)).args(["-q", &query]);
        command
    }
}

struct Sqlite;

impl Tool for Sqlite {
    fn name(&self) -> &'static str {
        "SQLite FTS5"
    }

    fn programs(&self) -> &'static [&'static str] {
        &["sqlite3"]
    }

    fn index(&self, place: &Place) -> Option<Command> {
        fs::create_dir_all(self.index_folder(place)).ok()?;
        let archive = place.archive.display();
        // A mode with this bit is a file's.
        let script = format!(
            "CREATE VIRTUAL TABLE stories USING fts5(path UNINDEXED, body, tokenize = 'porter unicode61');
             INSERT INTO stories SELECT name, CAST(data AS TEXT) FROM fsdir('{archive}') WHERE mode & 32768;"
        );
        let mut command = Command::new("sqlite3");
        command.arg(self.index_folder(place).join("stories.db")).arg(script);
        Some(command)
    }

    fn search(&self, place: &Place, query: Query) -> Command {
        let query = if query.kind == Kind::Phrase { format!("\"{}\"", query.words) } else { query.words.to_owned() };
        let script = format!(
            "SELECT path, snippet(stories, 1, '[', ']', '...', 24) FROM stories WHERE stories MATCH '{query}' ORDER BY rank LIMIT 10;"
        );
        let mut command = Command::new("sqlite3");
        command.arg(self.index_folder(place).join("stories.db")).arg(script);
        command
    }
}

struct Xapian;

impl Tool for Xapian {
    fn name(&self) -> &'static str {
        "Xapian omindex, quest"
    }

    fn programs(&self) -> &'static [&'static str] {
        &["omindex", "quest"]
    }

    fn index(&self, place: &Place) -> Option<Command> {
        let mut command = Command::new("omindex");
        command.arg("--db").arg(self.index_folder(place)).args(["--url", "/"]).arg(&place.archive);
        Some(command)
    }

    fn search(&self, place: &Place, query: Query) -> Command {
        let query = match query.kind {
            Kind::Phrase => format!("\"{}\"", query.words),
            _ => query.words.replace(' ', " AND "),
        };
        let mut command = Command::new("quest");
        command.arg("--db").arg(self.index_folder(place)).args(["--msize", "10", &query]);
        command
    }
}

struct Recoll;

impl Tool for Recoll {
    fn name(&self) -> &'static str {
        "Recoll"
    }

    fn programs(&self) -> &'static [&'static str] {
        &["recollindex", "recollq"]
    }

    fn index(&self, place: &Place) -> Option<Command> {
        let folder = self.index_folder(place);
        fs::create_dir_all(&folder).ok()?;
        fs::write(folder.join("recoll.conf"), format!("topdirs = {}\n", place.archive.display())).ok()?;
        let mut command = Command::new("recollindex");
        command.arg("-c").arg(folder);
        Some(command)
    }

    fn search(&self, place: &Place, query: Query) -> Command {
        let query = if query.kind == Kind::Phrase { format!("\"{}\"", query.words) } else { query.words.to_owned() };
        let mut command = Command::new("recollq");
        command.arg("-c").arg(self.index_folder(place)).args(["-A", "-n", "10", &query]);
        command
    }
}

struct Ripgrep;

impl Tool for Ripgrep {
    fn name(&self) -> &'static str {
        "rg -l (no index)"
    }

    fn programs(&self) -> &'static [&'static str] {
        &["rg"]
    }

    fn index(&self, _: &Place) -> Option<Command> {
        None
    }

    fn search(&self, place: &Place, query: Query) -> Command {
        let mut command = Command::new("rg");
        // Two words in any order are no pattern; the second one alone costs as much.
        let pattern = if query.kind == Kind::Words { query.words.rsplit(' ').next() } else { Some(query.words) };
        command.args(["-l", "-i", "-w", pattern.unwrap_or_default()]).arg(&place.archive);
        command
    }
}

/// What was measured of a tool.
#[derive(Default)]
struct Figures {
    index: Vec<Cost>,
    index_bytes: u64,
    again: Vec<Cost>,
    searches: Vec<Vec<f64>>,
    uncached: Vec<f64>,
}

fn main() -> Outcome<()> {
    let archive = PathBuf::from(std::env::args_os().nth(1).ok_or("usage: compare FOLDER")?).canonicalize()?;
    let (count, bytes) = size(&archive)?;
    let scratch = tempfile::tempdir()?;
    let program = morgue()?;
    let all: [Box<dyn Tool>; 7] = [
        Box::new(Morgue { program: program.clone(), names: true }),
        Box::new(Morgue { program, names: false }),
        Box::new(Tantivy),
        Box::new(Sqlite),
        Box::new(Xapian),
        Box::new(Recoll),
        Box::new(Ripgrep),
    ];
    let mut tools = Vec::new();
    for (number, tool) in all.iter().enumerate() {
        let place = Place { archive: archive.clone(), folder: scratch.path().join(number.to_string()) };
        fs::create_dir_all(&place.folder)?;
        let missing = tool.programs().iter().copied().find(|program| !is_there(program));
        if missing.is_none() {
            tool.prepare(&place)?;
        }
        tools.push((tool, place, missing, Figures::default()));
    }
    let walk = measure_indexing(&mut tools, &archive)?;
    measure_searches(&mut tools)?;

    println!("{count} files, {:.1} MB; {}", megabytes(bytes), machine());
    println!();
    let names: Vec<String> = QUERIES.iter().map(|query| format!("{}, ms", query.name)).collect();
    println!(
        "| | index: CPU s | wall s | peak MB | index MB | index / text | nothing changed: wall s | {} | {}, files out of the page cache |",
        names.join(" | "),
        names[0]
    );
    println!("|{}", "---|".repeat(8 + names.len()));
    for (tool, _, missing, figures) in &tools {
        row(tool.name(), *missing, figures, bytes);
    }
    println!("| `find -printf` over the files | | | | | | {walk:.3} | {}", " |".repeat(names.len() + 1));
    println!();
    ratios(&tools, walk);
    Ok(())
}

type Compared<'t> = (&'t Box<dyn Tool>, Place, Option<&'static str>, Figures);

/// Indexes in turn; returns the seconds that only listing the files takes.
fn measure_indexing(tools: &mut [Compared<'_>], archive: &Path) -> Outcome<f64> {
    let mut walks = Vec::new();
    for _ in 0..INDEX_ROUNDS {
        for (tool, place, missing, figures) in tools.iter_mut() {
            let folder = tool.index_folder(place);
            remove(&folder)?;
            let Some(mut command) = tool.index(place).filter(|_| missing.is_none()) else { continue };
            figures.index.push(cost(&mut command)?);
            figures.index_bytes = size(&folder)?.1;
        }
    }
    // Files that are seconds old are looked at once more; that is no unchanged run.
    std::thread::sleep(std::time::Duration::from_secs(3));
    for round in 0..=SEARCH_ROUNDS {
        for (tool, place, missing, figures) in tools.iter_mut() {
            // The others have no such run, or make the index anew.
            let has_such_a_run = matches!(tool.programs(), [] | ["omindex" | "recollindex", ..]);
            if missing.is_some() || !has_such_a_run {
                continue;
            }
            let Some(mut command) = tool.index(place) else { continue };
            let again = cost(&mut command)?;
            if round > 0 {
                figures.again.push(again);
            }
        }
        let mut find = Command::new("find");
        walks.push(milliseconds(find.arg(archive).args(["-printf", "%s %T@ %p\\n"]))? / 1e3);
    }
    Ok(median(walks))
}

fn measure_searches(tools: &mut [Compared<'_>]) -> Outcome<()> {
    for (_, _, _, figures) in tools.iter_mut() {
        figures.searches = vec![Vec::new(); QUERIES.len()];
    }
    for _ in 0..SEARCH_ROUNDS {
        for (number, query) in QUERIES.iter().enumerate() {
            for (tool, place, missing, figures) in tools.iter_mut() {
                if missing.is_none() {
                    figures.searches[number].push(milliseconds(&mut tool.search(place, *query))?);
                }
            }
        }
    }
    for _ in 0..COLD_ROUNDS {
        for (tool, place, missing, figures) in tools.iter_mut() {
            let folder = tool.index_folder(place);
            if missing.is_none() && folder.exists() {
                out_of_the_page_cache(&folder)?;
                figures.uncached.push(milliseconds(&mut tool.search(place, QUERIES[0]))?);
            }
        }
    }
    Ok(())
}

fn row(name: &str, missing: Option<&str>, figures: &Figures, text: u64) {
    if let Some(missing) = missing {
        println!("| {name} | `{missing}` is not installed |{}", " |".repeat(6 + QUERIES.len()));
        return;
    }
    let searches: Vec<String> = figures.searches.iter().map(|walls| format!("{:.1}", median(walls.clone()))).collect();
    if figures.index.is_empty() {
        println!("| {name} | - | - | - | - | - | - | {} | - |", searches.join(" | "));
        return;
    }
    let index = median_cost(&figures.index);
    let again =
        if figures.again.is_empty() { "-".to_owned() } else { format!("{:.3}", median_cost(&figures.again).wall) };
    println!(
        "| {name} | {:.2} | {:.2} | {:.0} | {:.1} | {:.2} | {again} | {} | {:.1} |",
        index.cpu,
        index.wall,
        index.peak_mb,
        megabytes(figures.index_bytes),
        figures.index_bytes as f64 / text as f64,
        searches.join(" | "),
        median(figures.uncached.clone()),
    );
}

/// Prints how the first tool stands to each of the others.
fn ratios(tools: &[Compared<'_>], walk: f64) {
    let (_, _, _, ours) = &tools[0];
    let (index, again) = (median_cost(&ours.index), median_cost(&ours.again).wall);
    println!("morgue takes, of what the others take:");
    println!();
    println!("| | CPU of indexing | search for a word |");
    println!("|---|---|---|");
    for (tool, _, missing, figures) in &tools[1..] {
        if missing.is_some() {
            continue;
        }
        let cpu = median_cost(&figures.index).cpu;
        let cpu = if cpu > 0.0 { format!("{:.2}", index.cpu / cpu) } else { "-".to_owned() };
        println!(
            "| {} | {cpu} | {:.2} |",
            tool.name(),
            median(ours.searches[0].clone()) / median(figures.searches[0].clone())
        );
    }
    println!();
    println!("A run with nothing changed takes {:.2} times as long as `find -printf`.", again / walk);
}

fn is_there(program: &str) -> bool {
    let run = Command::new(program)
        .arg("--version")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    run.is_ok()
}

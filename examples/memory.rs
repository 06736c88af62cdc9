//! How much memory indexing one very large source takes: a table, and the same stories in a tar packed with zstd.
//!
//! ```text
//! cargo run --release --example memory -- [MEGABYTES] [OPTIONS OF `morgue index`]
//! ```
//!
//! The sources are made in a temporary folder, 2,048 MB of text each unless another number is given: the sentences of the
//! sample corpus, drawn with a fixed seed. The program measured is the one beside this example; memory is read from
//! `/proc`, so this runs on Linux.

use std::error::Error;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

type Outcome<T> = Result<T, Box<dyn Error>>;

/// Sentences in a story, and stories in a member of the tar.
const SENTENCES: usize = 12;
const STORIES: usize = 200;

fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1).peekable();
    let megabytes: u64 = match arguments.next_if(|first| !first.starts_with('-')) {
        Some(number) => number.parse()?,
        None => 2048,
    };
    let options: Vec<String> = arguments.collect();
    let folder = tempfile::tempdir()?;
    let sentences = sentences(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/sample_corpus")))?;
    println!("| source | text MB | file MB | peak MB | wall s | stories |");
    println!("|---|---|---|---|---|---|");
    for (name, make) in [("stories.csv", csv as Maker), ("stories.tar.zst", tar_zst)] {
        let source = folder.path().join(name);
        make(&source, &mut Stories { sentences: &sentences, dice: 0x2545_F491_4F6C_DD1D, count: 0 }, megabytes << 20)?;
        let file_mb = fs::metadata(&source)?.len() >> 20;
        let index = folder.path().join("index");
        let (peak, wall) = index_it(&source, &index, &options)?;
        let stories = count(&index)?;
        println!("| {name} | {megabytes} | {file_mb} | {peak:.0} | {wall:.0} | {stories} |");
        fs::remove_dir_all(&index)?;
        fs::remove_file(&source)?;
    }
    Ok(())
}

type Maker = fn(&Path, &mut Stories<'_>, u64) -> Outcome<()>;

/// Stories out of drawn sentences.
struct Stories<'s> {
    sentences: &'s [String],
    dice: u64,
    count: u64,
}

impl Stories<'_> {
    fn draw(&mut self) -> &str {
        self.dice ^= self.dice << 13;
        self.dice ^= self.dice >> 7;
        self.dice ^= self.dice << 17;
        &self.sentences[(self.dice % self.sentences.len() as u64) as usize]
    }

    fn next(&mut self) -> (String, String) {
        self.count += 1;
        let headline = self.draw().chars().take(60).collect();
        let body: Vec<String> = (0..SENTENCES).map(|_| self.draw().to_owned()).collect();
        (headline, body.join(" "))
    }
}

fn csv(target: &Path, stories: &mut Stories<'_>, bytes: u64) -> Outcome<()> {
    let mut out = BufWriter::new(File::create(target)?);
    out.write_all(b"title,text\n")?;
    let mut written = 0;
    while written < bytes {
        let (headline, body) = stories.next();
        let row = format!("\"{}\",\"{}\"\n", headline.replace('"', "\"\""), body.replace('"', "\"\""));
        out.write_all(row.as_bytes())?;
        written += row.len() as u64;
    }
    Ok(out.flush()?)
}

fn tar_zst(target: &Path, stories: &mut Stories<'_>, bytes: u64) -> Outcome<()> {
    let mut tar = tar::Builder::new(zstd::Encoder::new(BufWriter::new(File::create(target)?), 1)?);
    let (mut written, mut number) = (0, 0);
    while written < bytes {
        let mut member = String::new();
        for _ in 0..STORIES {
            let (headline, body) = stories.next();
            let line = serde_json::json!({"title": headline, "text": body});
            writeln!(member, "{line}")?;
        }
        let mut header = tar::Header::new_gnu();
        header.set_size(member.len() as u64);
        header.set_mode(0o644);
        header.set_cksum();
        number += 1;
        tar.append_data(&mut header, format!("{number:06}.jsonl"), member.as_bytes())?;
        written += member.len() as u64;
    }
    tar.into_inner()?.finish()?.flush()?;
    Ok(())
}

/// Returns the sentences of a folder of stories.
fn sentences(folder: &Path) -> Outcome<Vec<String>> {
    let mut sentences = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if let Ok(text) = fs::read_to_string(&path) {
                sentences.extend(text.split(". ").map(|sentence| format!("{}.", sentence.replace('\n', " ").trim())));
            }
        }
    }
    sentences.sort();
    Ok(sentences)
}

/// Indexes a source; returns the most memory it took in MB, and the seconds.
fn index_it(source: &Path, index: &Path, options: &[String]) -> Outcome<(f64, f64)> {
    let begun = Instant::now();
    let mut child = Command::new(program()?)
        .args(["index", "-q", "--index"])
        .arg(index)
        .args(options)
        .arg(source)
        .stdin(Stdio::null())
        .spawn()?;
    let mut peak = 0.0_f64;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        peak = peak.max(peak_of(child.id()));
        std::thread::sleep(Duration::from_millis(50));
    };
    if !status.success() {
        return Err(format!("indexing ended with {status}").into());
    }
    Ok((peak, begun.elapsed().as_secs_f64()))
}

fn count(index: &Path) -> Outcome<String> {
    let output = Command::new(program()?).args(["search", "-c", "id:*", "--index"]).arg(index).output();
    let output = output?;
    let told = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    Ok(if told.is_empty() { "?".to_owned() } else { told })
}

fn program() -> Outcome<PathBuf> {
    let here = std::env::current_exe()?;
    let folder = here.parent().and_then(Path::parent).ok_or("the example lies in no folder")?;
    Ok(folder.join("morgue"))
}

/// Returns the most memory a process has taken so far, in MB.
fn peak_of(process: u32) -> f64 {
    let status = fs::read_to_string(format!("/proc/{process}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()).and_then(|kb| kb.parse::<f64>().ok()).unwrap_or(0.0) / 1e3
}

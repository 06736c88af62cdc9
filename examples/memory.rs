//! How much memory indexing one very large source takes: a table, and the same stories in a tar packed with zstd.
//!
//! ```text
//! cargo run --release --example memory -- [MEGABYTES] [OPTIONS OF `morgue index`]
//! ```
//!
//! The sources are made in a temporary folder, 2,048 MB of text each unless another number is given: the sentences of the
//! sample corpus, drawn with a fixed seed. The program measured is the one beside this example; memory is read from
//! `/proc`, so this runs on Linux.

#[path = "support/measure.rs"]
mod measure;
#[path = "support/remix.rs"]
mod remix;

use measure::{Outcome, cost, morgue};
use remix::Remix;
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufWriter, Write as _};
use std::path::Path;
use std::process::Command;

/// Stories in a member of the tar.
const STORIES: usize = 200;

fn main() -> Outcome<()> {
    let mut arguments = std::env::args().skip(1).peekable();
    let megabytes: u64 = match arguments.next_if(|first| !first.starts_with('-')) {
        Some(number) => number.parse()?,
        None => 2048,
    };
    let options: Vec<String> = arguments.collect();
    let folder = tempfile::tempdir()?;
    println!("| source | text MB | file MB | peak MB | wall s | stories |");
    println!("|---|---|---|---|---|---|");
    for (name, make) in [("stories.csv", csv as Maker), ("stories.tar.zst", tar_zst)] {
        let source = folder.path().join(name);
        make(
            &source,
            &mut Remix::of(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/sample_corpus")))?,
            megabytes << 20,
        )?;
        let file_mb = fs::metadata(&source)?.len() >> 20;
        let index = folder.path().join("index");
        let mut command = Command::new(morgue()?);
        let cost = cost(command.args(["index", "-q", "--index"]).arg(&index).args(&options).arg(&source))?;
        let stories = count(&index)?;
        println!("| {name} | {megabytes} | {file_mb} | {:.0} | {:.0} | {stories} |", cost.peak_mb, cost.wall);
        fs::remove_dir_all(&index)?;
        fs::remove_file(&source)?;
    }
    Ok(())
}

type Maker = fn(&Path, &mut Remix, u64) -> Outcome<()>;

fn csv(target: &Path, stories: &mut Remix, bytes: u64) -> Outcome<()> {
    let mut out = BufWriter::new(File::create(target)?);
    out.write_all(b"title,text\n")?;
    let mut written = 0;
    while written < bytes {
        let (headline, body) = stories.story();
        let row = format!("\"{}\",\"{}\"\n", headline.replace('"', "\"\""), body.replace('"', "\"\""));
        out.write_all(row.as_bytes())?;
        written += row.len() as u64;
    }
    Ok(out.flush()?)
}

fn tar_zst(target: &Path, stories: &mut Remix, bytes: u64) -> Outcome<()> {
    let mut tar = tar::Builder::new(zstd::Encoder::new(BufWriter::new(File::create(target)?), 1)?);
    let (mut written, mut number) = (0, 0);
    while written < bytes {
        let mut member = String::new();
        for _ in 0..STORIES {
            writeln!(member, "{}", stories.line())?;
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

fn count(index: &Path) -> Outcome<String> {
    let output = Command::new(morgue()?).args(["search", "-c", "id:*", "--index"]).arg(index).output();
    let output = output?;
    let told = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    Ok(if told.is_empty() { "?".to_owned() } else { told })
}

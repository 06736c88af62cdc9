//! Trains the recognizer's model.
//!
//! ```text
//! cargo run --release --example train_names -- FOLDER... [-o FILE]
//! ```
//!
//! Reads every `.tsv` (a token and its BIO tag) and `.txt` (marked stories) in the folders, and the project's own marked stories
//! in `src/names/training`, and writes `src/names/model.bin`. The same data and lists give the same bytes. `src/names/MODEL.md`
//! says which data the model in the repository was trained on. `--epochs N`, `--rate R`, `--penalty L1`,
//! `--clusters CLASSES,WORDS` and `--share CORPUS=SHARE` try other settings.

use morgue::names::learn::{Options, Progress, read, train};
use std::path::PathBuf;
use std::process::ExitCode;
use std::str::FromStr;
use std::time::Instant;

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("train_names: {problem}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Result<(), String> {
    let sources = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src/names");
    let mut options = Options::default();
    let mut out = sources.join("model.bin");
    let mut folders = vec![sources.join("training")];
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or(format!("{argument} needs a value"));
        match argument.as_str() {
            "-o" => out = value()?.into(),
            "--epochs" => options.epochs = number(&value()?)?,
            "--rate" => options.rate = number(&value()?)?,
            "--penalty" => options.penalty = number(&value()?)?,
            "--clusters" => {
                let (classes, words) = pair(&value()?, ',')?;
                options.clusters = (number(&classes)?, words);
            }
            "--share" => {
                let (name, share) = pair(&value()?, '=')?;
                options.shares.retain(|(known, _)| *known != name);
                options.shares.push((name, share));
            }
            folder => folders.push(folder.into()),
        }
    }
    let corpora = read(&folders).map_err(|error| error.to_string())?;
    let begun = Instant::now();
    let bytes = train(&corpora, &options, &mut |progress| tell(begun, &progress));
    std::fs::write(&out, bytes).map_err(|error| format!("write {}: {error}", out.display()))
}

fn tell(begun: Instant, progress: &Progress) {
    let seconds = begun.elapsed().as_secs();
    match progress {
        Progress::Clustered => println!("{seconds:4} s  words clustered"),
        Progress::Read { words, features } => println!("{seconds:4} s  {words} words, {features} features"),
        Progress::Epoch { number, loss } => println!("{seconds:4} s  epoch {number}: loss {loss:.4}"),
        Progress::Packed { features, weights, bytes } => {
            println!("{seconds:4} s  {features} features, {weights} weights, {bytes} bytes");
        }
    }
}

fn number<T: FromStr>(text: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("{text} is not a number that fits"))
}

fn pair<T: FromStr>(text: &str, between: char) -> Result<(String, T), String> {
    let (left, right) = text.split_once(between).ok_or(format!("{text} has no `{between}`"))?;
    Ok((left.to_owned(), number(right)?))
}

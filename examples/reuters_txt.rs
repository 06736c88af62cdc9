//! Writes an archive of Reuters-21578 SGML files as one text file a story: headline, blank line, dateline, body; a folder a
//! thousand stories. The measurements are taken on such files.
//!
//! ```text
//! cargo run --release --example reuters_txt -- SGML_FOLDER TARGET_FOLDER
//! ```

use morgue::archive::{WalkOptions, walk};
use morgue::format::{self, Failure, Options};
use std::error::Error;
use std::fs::{self, File};
use std::io::{BufReader, Write};
use std::path::PathBuf;

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<PathBuf> = std::env::args_os().skip(1).map(PathBuf::from).collect();
    let [source, target] = &arguments[..] else {
        return Err("usage: reuters_txt SGML_FOLDER TARGET_FOLDER".into());
    };
    let options = Options::new(None, &[])?;
    let (mut stories, mut bytes) = (0u64, 0u64);
    for file in walk(source, &WalkOptions::default())?.sources {
        let reader = Box::new(BufReader::new(File::open(source.join(&file.path))?));
        let opened = match format::open(&file.label, reader, file.fingerprint.size, &options) {
            Ok(opened) => opened,
            Err(refusal) => {
                eprintln!("{}: {refusal:?}", file.label);
                continue;
            }
        };
        for record in opened.records {
            let record = match record {
                Ok(record) => record,
                Err(Failure::Record(bad)) => {
                    eprintln!("{}: {bad}", file.label);
                    continue;
                }
                Err(Failure::Source(error)) => return Err(error.into()),
            };
            let text = story_text(&record);
            let folder = target.join(format!("{:03}", stories / 1000));
            fs::create_dir_all(&folder)?;
            let name = record.member.unwrap_or_else(|| stories.to_string());
            File::create(folder.join(format!("{name}.txt")))?.write_all(text.as_bytes())?;
            stories += 1;
            bytes += text.len() as u64;
        }
    }
    println!("{stories} stories, {bytes} bytes");
    Ok(())
}

fn story_text(record: &morgue::story::Record) -> String {
    let headline = record.headline.as_deref().unwrap_or_default();
    let dateline = record.dateline.as_deref().map(|dateline| format!("{dateline} ")).unwrap_or_default();
    format!("{headline}\n\n{dateline}{}\n", record.text.trim_end())
}

//! The stories of Reuters-21578 SGML files as plain text files.

use morgue::archive::{WalkOptions, walk};
use morgue::format::{self, Failure, Options};
use morgue::story::Record;
use std::error::Error;
use std::fs::{self, File};
use std::io::{BufReader, Write};
use std::path::Path;

/// What was written.
#[derive(Default)]
pub(crate) struct Written {
    pub(crate) stories: u64,
    pub(crate) bytes: u64,
}

/// Writes every story of a folder of SGML files as one text file: headline, blank line, dateline, body; a folder a thousand
/// stories. `each` is told the path of a story's file below `target`, and the record it was written from.
pub(crate) fn write_stories(
    source: &Path,
    target: &Path,
    mut each: impl FnMut(&str, &Record),
) -> Result<Written, Box<dyn Error>> {
    let options = Options::new(None, &[])?;
    let mut written = Written::default();
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
                Err(Failure::Record(bad) | Failure::Skipped(bad)) => {
                    eprintln!("{}: {bad}", file.label);
                    continue;
                }
                Err(Failure::Source(error)) => return Err(error.into()),
            };
            let text = story_text(&record);
            let folder = format!("{:03}", written.stories / 1000);
            fs::create_dir_all(target.join(&folder))?;
            let member = record.member.clone().unwrap_or_else(|| written.stories.to_string());
            let path = format!("{folder}/{member}.txt");
            File::create(target.join(&path))?.write_all(text.as_bytes())?;
            each(&path, &record);
            written.stories += 1;
            written.bytes += text.len() as u64;
        }
    }
    Ok(written)
}

fn story_text(record: &Record) -> String {
    let headline = record.headline.as_deref().unwrap_or_default();
    let dateline = record.dateline.as_deref().map(|dateline| format!("{dateline} ")).unwrap_or_default();
    format!("{headline}\n\n{dateline}{}\n", record.text.trim_end())
}

//! The stories of Reuters-21578 SGML files as plain text files.

use morgue::archive::{WalkOptions, walk};
use morgue::format::{self, Failure, Options, Refusal, Text, Visitor};
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
    let mut writer = Writer { target, each: &mut each, written: Written::default(), failed: None };
    for file in walk(source, &WalkOptions::default())?.sources {
        let reader = BufReader::new(File::open(source.join(&file.path))?);
        if let Err(refusal) = format::read(&file.label, reader, file.fingerprint.size, &options, &mut writer) {
            eprintln!("{}: {refusal:?}", file.label);
        }
    }
    writer.failed.map_or(Ok(writer.written), Err)
}

/// Writes each story as it comes.
struct Writer<'w> {
    target: &'w Path,
    each: &'w mut dyn FnMut(&str, &Record),
    written: Written,
    failed: Option<Box<dyn Error>>,
}

impl Writer<'_> {
    fn write(&mut self, record: &Record) -> std::io::Result<()> {
        let text = story_text(record);
        let folder = format!("{:03}", self.written.stories / 1000);
        fs::create_dir_all(self.target.join(&folder))?;
        let member = record.member.clone().unwrap_or_else(|| self.written.stories.to_string());
        let path = format!("{folder}/{member}.txt");
        File::create(self.target.join(&path))?.write_all(text.as_bytes())?;
        (self.each)(&path, record);
        self.written.stories += 1;
        self.written.bytes += text.len() as u64;
        Ok(())
    }
}

impl Visitor for Writer<'_> {
    fn text(&mut self, _: Text<'_>) {}

    fn record(&mut self, record: Result<Record, Failure>) {
        match record {
            Ok(record) => {
                let written = self.write(&record);
                self.failed = self.failed.take().or(written.err().map(Into::into));
            }
            Err(Failure::Record(bad) | Failure::Skipped(bad)) => eprintln!("{bad}"),
            Err(Failure::Source(error)) => self.failed = Some(error.into()),
        }
    }

    fn refused(&mut self, path: &str, refusal: Refusal) {
        eprintln!("{path}: {refusal:?}");
    }
}

fn story_text(record: &Record) -> String {
    let headline = record.headline.as_deref().unwrap_or_default();
    let dateline = record.dateline.as_deref().map(|dateline| format!("{dateline} ")).unwrap_or_default();
    format!("{headline}\n\n{dateline}{}\n", record.text.trim_end())
}

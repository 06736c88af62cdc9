//! CSV and TSV: a row is a record, and the first row says what its columns hold.
//!
//! After a row that cannot be read, the next line that reads as a row is the next record: a row with a lost quote costs
//! itself and no more.

use super::members::Members;
use super::options::{self, COLUMN_COUNT, Column, Options};
use super::row::{Ending, Row};
use super::{Failure, Input, Parsed, Reader, Refusal, bad, detect::Head};
use crate::error::{Error, ErrorKind};
use crate::story::Record;
use std::io;

/// How many bytes are looked at twice in search of the next row after a bad one.
const SEARCH: usize = 64 << 20;

/// How many bytes after the first bad row are looked at for whether rows have quotes.
const SAMPLE: usize = 256 << 10;

/// The longest name of a column, in bytes; a longer cell makes the row no header.
const LONGEST_NAME: usize = 64;

/// Returns true for comma- or semicolon-separated text.
pub(super) fn recognizes_csv(head: &Head<'_>, options: &Options) -> bool {
    delimiter_of(head, options).is_some_and(|delimiter| delimiter != b'\t')
}

/// Returns true for tab-separated text.
pub(super) fn recognizes_tsv(head: &Head<'_>, options: &Options) -> bool {
    delimiter_of(head, options) == Some(b'\t')
}

/// Returns the delimiter, where the name or the first line says that there is one.
fn delimiter_of(head: &Head<'_>, options: &Options) -> Option<u8> {
    let mut best = (0, b',');
    for delimiter in [b',', b'\t', b';'] {
        let names = first_row(head.text, head.is_whole, delimiter).unwrap_or_default();
        if names.len() < 2 {
            continue;
        }
        let header = Header::of(&names, options);
        if header.known > best.0 && header.names_columns {
            best = (header.known, delimiter);
        }
    }
    match head.extension.as_str() {
        "tsv" | "tab" => Some(b'\t'),
        "csv" if best.0 > 0 => Some(best.1),
        "csv" => {
            let line = head.text.trim_start().lines().next().unwrap_or_default();
            let count = |delimiter| line.bytes().filter(|byte| *byte == delimiter).count();
            Some(if count(b';') > count(b',') { b';' } else { b',' })
        }
        _ => (best.0 > 1).then_some(best.1),
    }
}

fn first_row(text: &str, is_whole: bool, delimiter: u8) -> Option<Vec<String>> {
    let mut row = Row::default();
    let ending = row.read(text.trim_start_matches(['\r', '\n']).as_bytes(), is_whole, delimiter);
    matches!(ending, Ending::Complete(_)).then(|| names_of(&row))
}

fn names_of(row: &Row) -> Vec<String> {
    (0..row.len()).map(|at| String::from_utf8_lossy(row.field(at)).trim().to_owned()).collect()
}

/// What the first row says of the columns.
#[derive(Default)]
struct Header {
    columns: [Option<usize>; COLUMN_COUNT],
    /// How many fields it names, the text among them; 0 where it does not name the text.
    known: usize,
    names_columns: bool,
    /// The first mapped column that is not there.
    missing: Option<String>,
}

impl Header {
    fn of(names: &[String], options: &Options) -> Self {
        let mut header = Self::default();
        let mut ranks = [usize::MAX; COLUMN_COUNT];
        let is_short = names.iter().all(|name| name.len() <= LONGEST_NAME);
        for (at, name) in names.iter().enumerate().filter(|_| is_short) {
            if let Some((column, rank)) = Column::of_name(name)
                && rank < ranks[column as usize]
            {
                (header.columns[column as usize], ranks[column as usize]) = (Some(at), rank);
                header.names_columns = true;
            }
        }
        for (column, wanted) in &options.map {
            let found = match wanted.parse::<usize>() {
                Ok(number) => number.checked_sub(1).filter(|at| *at < names.len()),
                Err(_) => names.iter().position(|name| is_short && name.eq_ignore_ascii_case(wanted)),
            };
            header.names_columns |= found.is_some() && wanted.parse::<usize>().is_err();
            header.columns[*column as usize] = found;
            if header.columns[*column as usize].is_none() {
                header.missing.get_or_insert_with(|| wanted.clone());
            }
        }
        // Some tables have no more of a story than its summary.
        let summary = header.columns[Column::Summary as usize];
        let has_headline = header.columns[Column::Headline as usize].is_some();
        // Others are lists of headlines; a column of an unknown name may be the text that somebody would miss.
        let is_list = has_headline
            && header.columns[Column::Date as usize].is_some()
            && names.len() > 1
            && header.columns.iter().flatten().count() == names.len();
        if header.columns[Column::Text as usize].is_some() || (summary.is_some() && has_headline) || is_list {
            header.known = header.columns.iter().flatten().count();
        }
        header
    }
}

/// Reads comma- or semicolon-separated text.
pub(super) fn read_csv<'a>(input: Input<'a>, options: &Options) -> Result<Parsed<'a>, Refusal> {
    read(input, options, "csv")
}

/// Reads tab-separated text.
pub(super) fn read_tsv<'a>(input: Input<'a>, options: &Options) -> Result<Parsed<'a>, Refusal> {
    read(input, options, "tsv")
}

fn read<'a>(mut input: Input<'a>, options: &Options, extension: &str) -> Result<Parsed<'a>, Refusal> {
    let more = input.window.more();
    more.map_err(|error| Refusal::Fail(input.failure(&error)))?;
    let text = input.decoding.text(input.window.bytes());
    let head = Head { text: &text, path: "", extension: extension.to_owned(), is_whole: false };
    let delimiter = delimiter_of(&head, options).unwrap_or(b',');
    drop(text);
    let mut rows = Rows {
        input,
        delimiter,
        columns: [None; COLUMN_COUNT],
        count: 0,
        ordinal: 0,
        members: Members::default(),
        options: options.clone(),
        row: Row::default(),
        good: 0,
        quoted: 0,
        sample_is_quoted: None,
    };
    rows.header()?;
    Ok(Parsed::streamed(rows))
}

/// The records of delimited text.
struct Rows<'a> {
    input: Input<'a>,
    delimiter: u8,
    columns: [Option<usize>; COLUMN_COUNT],
    count: usize,
    ordinal: u64,
    members: Members,
    options: Options,
    row: Row,
    /// How many rows were read, and how many of them had quotes.
    good: u64,
    quoted: u64,
    /// Whether most rows after the first bad one have quotes, once that was looked at.
    sample_is_quoted: Option<bool>,
}

impl Rows<'_> {
    /// Reads the first row; it stays to be read as a record where it names no columns.
    fn header(&mut self) -> Result<(), Refusal> {
        let refuse = |error: Error, name: &str| Err(Refusal::Fail(error.at(name)));
        let end = loop {
            match self.next_row().map_err(|error| Refusal::Fail(self.input.failure(&error)))? {
                None => return Err(Refusal::Skip("empty".to_owned())),
                Some(Ok(end)) if self.row.is_blank() => self.input.window.advance(end),
                Some(Ok(end)) => break end,
                Some(Err(reason)) => {
                    return refuse(Error::new(ErrorKind::User, "read the header", reason), &self.input.name);
                }
            }
        };
        let names: Vec<String> =
            (0..self.row.len()).map(|at| self.input.decoding.text(self.row.field(at)).trim().to_owned()).collect();
        let header = Header::of(&names, &self.options);
        if header.known == 0 || header.missing.is_some() {
            return refuse(missing_column(&names, &header), &self.input.name);
        }
        (self.columns, self.count) = (header.columns, names.len());
        if header.names_columns {
            self.input.window.advance(end);
        }
        Ok(())
    }

    /// Reads the row at the window's beginning without passing over it: its length, or why it cannot be read.
    fn next_row(&mut self) -> io::Result<Option<Result<usize, String>>> {
        if self.delimiter == b'\t'
            && let Some((content, whole)) = self.input.window.line_length(self.options.record_limit())?
        {
            self.row.read_line(&self.input.window.bytes()[..content], self.delimiter);
            if content <= self.options.record_limit() && (self.count == 0 || self.row.len() == self.count) {
                return Ok(Some(Ok(whole)));
            }
        }
        let mut is_whole = false;
        loop {
            let bytes = self.input.window.bytes();
            match self.row.read(bytes, is_whole, self.delimiter) {
                _ if is_whole && bytes.is_empty() => return Ok(None),
                Ending::Complete(end) => return Ok(Some(Ok(end))),
                Ending::Bad(reason) => return Ok(Some(Err(reason.to_owned()))),
                Ending::Open if bytes.len() > self.options.record_limit() => {
                    return Ok(Some(Err(self.options.over_limit())));
                }
                Ending::Open => is_whole = !self.input.window.grow(self.options.record_limit())?,
            }
        }
    }

    /// Returns true where rows have quotes, so that a line without any is rather a paragraph of a damaged row: nearly all
    /// that were read, or, where these are few, most that follow.
    fn has_quoted_rows(&mut self) -> io::Result<bool> {
        if self.good >= 10 {
            return Ok(self.quoted * 10 > self.good * 9);
        }
        if let Some(is_quoted) = self.sample_is_quoted {
            return Ok(is_quoted);
        }
        while self.input.window.bytes().len() < SAMPLE && self.input.window.more()? {}
        let bytes = self.input.window.bytes();
        let sample = &bytes[..bytes.len().min(SAMPLE)];
        let (mut rows, mut quoted, mut at) = (0, 0, 0);
        while at < sample.len() {
            at += match self.row.read(&sample[at..], false, self.delimiter) {
                Ending::Complete(end) if self.row.len() == self.count => {
                    rows += 1;
                    quoted += usize::from(self.row.has_quotes);
                    end
                }
                _ => memchr::memchr(b'\n', &sample[at..]).map_or(sample.len(), |end| end + 1),
            };
        }
        let is_quoted = quoted * 2 > rows;
        self.sample_is_quoted = Some(is_quoted);
        Ok(is_quoted)
    }

    /// Passes over the bad row at the window's beginning: to the next line that reads as a row.
    fn search(&mut self) -> io::Result<()> {
        self.input.window.skip_line()?;
        let needs_quotes = self.has_quoted_rows()?;
        let mut looked = 0;
        while looked < SEARCH {
            match self.next_row()? {
                None => return Ok(()),
                Some(Ok(_)) if self.row.len() == self.count && (self.row.has_quotes || !needs_quotes) => return Ok(()),
                Some(Ok(end)) => looked += end,
                Some(Err(_)) => looked += self.input.window.bytes().len(),
            }
            self.input.window.skip_line()?;
        }
        Ok(())
    }

    fn record(&mut self) -> Result<Record, String> {
        if self.row.len() != self.count {
            return Err(format!("{} columns instead of {}", self.row.len(), self.count));
        }
        self.good += 1;
        self.quoted += u64::from(self.row.has_quotes);
        let mut record = Record::default();
        let mut id = None;
        for (column, at) in Column::all().zip(self.columns) {
            let Some(at) = at else { continue };
            let value = self.input.decoding.text(self.row.field(at));
            if memchr::memchr(0, value.as_bytes()).is_some() {
                return Err("binary data (a NUL byte)".to_owned());
            }
            if column == Column::Id {
                id = Some(value.into_owned());
            } else if !value.trim().is_empty() {
                column.put(&mut record, value.into_owned());
            }
        }
        options::settle(&mut record);
        self.options.ensure_story(&record)?;
        record.member = Some(self.members.name(id.as_deref(), self.ordinal));
        Ok(record)
    }
}

impl Reader for Rows<'_> {
    fn next_record(&mut self) -> io::Result<Option<Result<Record, Failure>>> {
        loop {
            let Some(row) = self.next_row()? else { return Ok(None) };
            let line = self.input.window.line();
            match row {
                Ok(end) if self.row.is_blank() => self.input.window.advance(end),
                Ok(end) => {
                    self.ordinal += 1;
                    self.input.window.advance(end);
                    return Ok(Some(self.record().map_err(|reason| bad(line, self.ordinal, reason))));
                }
                Err(reason) => {
                    self.ordinal += 1;
                    self.search()?;
                    return Ok(Some(Err(bad(line, self.ordinal, reason))));
                }
            }
        }
    }

    fn input(&self) -> &Input<'_> {
        &self.input
    }
}

/// Returns the failure of a table whose columns are not understood, with what to say to have them understood.
fn missing_column(names: &[String], header: &Header) -> Error {
    if let Some(missing) = &header.missing {
        let why = format!("there is no column `{missing}`");
        return Error::new(ErrorKind::User, "read the header", why).hint(format!("the columns are {}", list(names)));
    }
    let error = Error::new(ErrorKind::User, "read the header", "no column holds the text of the stories");
    let is_short = names.iter().all(|name| name.len() <= LONGEST_NAME);
    if header.names_columns || is_short {
        let example = names.iter().find(|name| !name.is_empty() && Column::of_name(name).is_none());
        let example = example.map_or("3", String::as_str);
        error.hint(format!("the columns are {}; say which holds the text: `--map text={example}`", list(names)))
    } else {
        let last = names.len();
        error.hint(format!("the {last} columns have no names; say which holds the text: `--map text={last}`"))
    }
}

fn list(names: &[String]) -> String {
    const SHOWN: usize = 20;
    let mut list: Vec<String> = names.iter().take(SHOWN).map(|name| format!("`{name}`")).collect();
    if names.len() > SHOWN {
        list.push(format!("and {} more", names.len() - SHOWN));
    }
    list.join(", ")
}

//! WARC: what a crawler fetched, page by page, with what the server said of it.
//!
//! Only pages of HTML (and text that another program took out of them) are stories. When a page was fetched is not when it was
//! published, so the record's own date is never used.

use super::detect::{Head, page_text};
use super::members::Members;
use super::options::Options;
use super::work::look;
use super::{Failure, Flaw, Input, Parsed, Reader, Refusal, html};
use crate::story::Record;
use encoding_rs::Encoding;
use flate2::read::{DeflateDecoder, GzDecoder, ZlibDecoder};
use memchr::memmem::find;
use std::borrow::Cow;
use std::io::{self, Read};

/// The longest head of a record, and of an answer.
const LONGEST_HEAD: usize = 64 << 10;

/// What a record begins with, where it is not the first.
const NEXT_RECORD: &[u8] = b"\nWARC/1.";

/// How much is looked at behind a record, to see that another begins there.
const NEXT: usize = 16;

/// Returns true for a record's first line.
pub(super) fn recognizes(head: &Head<'_>, _: &Options) -> bool {
    head.text.starts_with("WARC/")
}

/// Reads the stories.
#[expect(clippy::unnecessary_wraps, reason = "the signature of all formats")]
pub(super) fn read<'a>(input: Input<'a>, options: &Options) -> Result<Parsed<'a>, Refusal> {
    Ok(Parsed::streamed(Warc { input, options: options.clone(), members: Members::default(), ordinal: 0 }))
}

struct Warc<'a> {
    input: Input<'a>,
    options: Options,
    members: Members,
    ordinal: u64,
}

/// Fields of a head, names in lower case.
struct Fields(Vec<(String, String)>);

impl Fields {
    /// Reads the lines behind the first one.
    fn read(head: &[u8]) -> Self {
        let head = String::from_utf8_lossy(head);
        let fields = head.lines().skip(1).filter_map(|line| {
            let (name, value) = line.split_once(':')?;
            Some((name.trim().to_ascii_lowercase(), value.trim().to_owned()))
        });
        Self(fields.collect())
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

impl Reader for Warc<'_> {
    fn next_record(&mut self) -> io::Result<Option<Result<Record, Failure>>> {
        loop {
            self.skip_blank()?;
            let Some(head_length) = self.head()? else {
                if self.input.window.bytes().is_empty() {
                    return Ok(None);
                }
                let failure = self.flaw(Flaw::Bad("no head of a record".to_owned()));
                self.skip_to_record(1)?;
                return Ok(Some(Err(failure)));
            };
            let fields = Fields::read(&self.input.window.bytes()[..head_length]);
            let length = fields.get("content-length").and_then(|length| length.parse::<usize>().ok());
            let Some(length) = length else {
                let failure = self.flaw(Flaw::Bad("no length of a record".to_owned()));
                self.skip_to_record(head_length)?;
                return Ok(Some(Err(failure)));
            };
            let is_fetched = matches!(fields.get("warc-type"), Some("response" | "resource" | "conversion"));
            let is_page = is_fetched && !fields.get("warc-target-uri").is_some_and(is_of_the_crawler);
            if length > self.options.record_limit() {
                let failure = is_page.then(|| self.flaw(Flaw::Bad(self.options.over_limit())));
                self.skip(head_length.saturating_add(length))?;
                match failure {
                    Some(failure) => return Ok(Some(Err(failure))),
                    None => continue,
                }
            }
            let end = head_length + length;
            self.fill(end + NEXT)?;
            if self.input.window.bytes().len() < end || !self.is_whole(head_length, end) {
                let failure = self.flaw(Flaw::Bad("the record is not as long as it says".to_owned()));
                self.skip_to_record(head_length)?;
                return Ok(Some(Err(failure)));
            }
            if !is_page {
                self.input.window.advance(end);
                continue;
            }
            look(end);
            let line = self.input.window.line();
            let record = story(&fields, &self.input.window.bytes()[head_length..end], &self.options);
            self.input.window.advance(end);
            self.ordinal += 1;
            let ordinal = self.ordinal;
            return Ok(Some(record.map_err(|flaw| flaw.at(line, ordinal)).map(|mut record| {
                let uri = fields.get("warc-target-uri").map(bare_uri).or_else(|| fields.get("warc-record-id"));
                record.member = Some(self.members.name(uri, ordinal));
                record
            })));
        }
    }

    fn input(&self) -> &Input<'_> {
        &self.input
    }
}

impl Warc<'_> {
    fn flaw(&mut self, flaw: Flaw) -> Failure {
        self.ordinal += 1;
        flaw.at(self.input.window.line(), self.ordinal)
    }

    fn skip_blank(&mut self) -> io::Result<()> {
        loop {
            let bytes = self.input.window.bytes();
            let blank = bytes.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            let is_all = blank == bytes.len();
            self.input.window.advance(blank);
            if !is_all || !self.input.window.more()? {
                return Ok(());
            }
        }
    }

    /// Returns the length of the head at the window's beginning, its blank line included; `None` where none begins.
    fn head(&mut self) -> io::Result<Option<usize>> {
        loop {
            let bytes = self.input.window.bytes();
            if !b"WARC/".starts_with(&bytes[..bytes.len().min(5)]) {
                return Ok(None);
            }
            let near = &bytes[..bytes.len().min(LONGEST_HEAD)];
            if let Some(end) = head_end(near) {
                look(end);
                return Ok(Some(end));
            }
            if bytes.len() >= LONGEST_HEAD || !self.input.window.more()? {
                return Ok(None);
            }
        }
    }

    /// Reads until so many bytes are in memory, or all there are.
    fn fill(&mut self, length: usize) -> io::Result<()> {
        while self.input.window.bytes().len() < length && self.input.window.more()? {}
        Ok(())
    }

    /// Returns true where the record between these offsets is whole: behind it the source ends, or the next one begins, or
    /// there is something else but no other record inside.
    fn is_whole(&self, start: usize, end: usize) -> bool {
        let bytes = self.input.window.bytes();
        let rest = &bytes[end..];
        let next = rest.trim_ascii_start();
        next.is_empty()
            || next.starts_with(b"WARC/")
            || (rest.starts_with(b"\r\n\r\n") && find(&bytes[start..end], NEXT_RECORD).is_none())
    }

    fn skip(&mut self, mut count: usize) -> io::Result<()> {
        while count > 0 {
            let here = self.input.window.bytes().len().min(count);
            self.input.window.advance(here);
            count -= here;
            if count > 0 && !self.input.window.more()? {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Passes over a damaged record to where the next one begins.
    fn skip_to_record(&mut self, from: usize) -> io::Result<()> {
        let mut from = from.min(self.input.window.bytes().len());
        loop {
            let bytes = &self.input.window.bytes()[from..];
            let found = find(bytes, NEXT_RECORD);
            look(found.unwrap_or(bytes.len()));
            if let Some(at) = found {
                self.input.window.advance(from + at + 1);
                return Ok(());
            }
            self.input.window.advance((from + bytes.len()).saturating_sub(NEXT_RECORD.len()));
            from = 0;
            if !self.input.window.more()? {
                self.input.window.advance(self.input.window.bytes().len());
                return Ok(());
            }
        }
    }
}

/// Returns where a head ends: behind its blank line.
fn head_end(bytes: &[u8]) -> Option<usize> {
    let windows = find(bytes, b"\r\n\r\n").map(|at| at + 4);
    let unix = find(bytes, b"\n\n").map(|at| at + 2);
    windows.into_iter().chain(unix).min()
}

/// Returns true for what a crawler stores of its own work: answers of name servers, its settings and its log.
fn is_of_the_crawler(uri: &str) -> bool {
    let uri = bare_uri(uri);
    uri.starts_with("dns:") || uri.starts_with("metadata:") || uri.ends_with("/robots.txt")
}

/// Returns a URI without the brackets that some crawlers put around it.
fn bare_uri(uri: &str) -> &str {
    uri.strip_prefix('<').and_then(|uri| uri.strip_suffix('>')).unwrap_or(uri)
}

/// Returns the story of a record.
fn story(fields: &Fields, block: &[u8], options: &Options) -> Result<Record, Flaw> {
    let uri = fields.get("warc-target-uri").map(bare_uri);
    let stored = fields.get("content-type").unwrap_or_default();
    let mut record = if fields.get("warc-type") == Some("response") && stored.contains("http") {
        answer(block, uri, options)?
    } else {
        page(block, stored, uri, options)?
    };
    record.url = record.url.or_else(|| uri.map(str::to_owned));
    options.ensure_story(&record)?;
    Ok(record)
}

/// Returns the story in what a server answered.
fn answer(block: &[u8], uri: Option<&str>, options: &Options) -> Result<Record, Flaw> {
    let near = &block[..block.len().min(LONGEST_HEAD)];
    let end = head_end(near).ok_or_else(|| "the answer has no head".to_owned())?;
    let status = String::from_utf8_lossy(near.split(|byte| *byte == b'\n').next().unwrap_or_default()).into_owned();
    let code = status.split_whitespace().nth(1).unwrap_or_default();
    if code != "200" {
        return Err(Flaw::Skip(format!("no page: status {}", if code.is_empty() { "unknown" } else { code })));
    }
    let fields = Fields::read(&block[..end]);
    let kind = fields.get("content-type").unwrap_or_default();
    ensure_page(kind)?;
    let mut body = Cow::Borrowed(&block[end..]);
    let is_chunked =
        fields.get("transfer-encoding").is_some_and(|coding| coding.to_ascii_lowercase().contains("chunked"));
    if is_chunked && let Some(joined) = unchunked(&body) {
        body = Cow::Owned(joined);
    }
    let coding = fields.get("content-encoding").unwrap_or_default().to_ascii_lowercase();
    let body = inflated(body, coding.trim(), options)?;
    page(&body, kind, uri, options)
}

/// Returns the story of a page's bytes.
fn page(bytes: &[u8], kind: &str, uri: Option<&str>, options: &Options) -> Result<Record, Flaw> {
    ensure_page(kind)?;
    let label = kind.to_ascii_lowercase().split_once("charset=").map(|(_, label)| label.to_owned());
    let label = label.and_then(|label| Encoding::for_label(label.trim_matches(['"', '\'', ';', ' ']).as_bytes()));
    let text = page_text(bytes, options.encoding.or(label));
    if kind.starts_with("text/plain") {
        let text = text.trim();
        let (headline, rest) = text.split_once('\n').unwrap_or((text, ""));
        let headline = Some(headline.trim().to_owned()).filter(|headline| !headline.is_empty());
        return Ok(Record { headline, text: rest.trim().to_owned(), ..Record::default() });
    }
    html::record(&text, uri)
}

fn ensure_page(kind: &str) -> Result<(), Flaw> {
    const PAGES: [&str; 3] = ["text/html", "application/xhtml", "text/plain"];
    let lower = kind.to_ascii_lowercase();
    if kind.is_empty() || PAGES.iter().any(|page| lower.starts_with(page)) {
        return Ok(());
    }
    Err(Flaw::Skip(format!("no page of HTML: {}", lower.split(';').next().unwrap_or_default().trim())))
}

/// Joins the chunks of an answer; `None` where there are none, since crawlers join them and leave the field.
fn unchunked(body: &[u8]) -> Option<Vec<u8>> {
    let mut joined = Vec::with_capacity(body.len());
    let mut rest = body;
    loop {
        let end = memchr::memchr(b'\n', &rest[..rest.len().min(64)])?;
        let size = std::str::from_utf8(&rest[..end]).ok()?.trim();
        let size = usize::from_str_radix(size.split(';').next().unwrap_or_default().trim(), 16).ok()?;
        rest = &rest[end + 1..];
        if size == 0 {
            return Some(joined);
        }
        joined.extend_from_slice(&rest[..size.min(rest.len())]);
        rest = rest.get(size..).unwrap_or_default();
        rest = rest.strip_prefix(b"\r\n").or_else(|| rest.strip_prefix(b"\n")).unwrap_or(rest);
        if rest.is_empty() {
            // The end of a page may be missing.
            return Some(joined);
        }
    }
}

/// Decompresses a page. Crawlers decompress and leave the field, so what is no such data stays as it is.
fn inflated<'b>(body: Cow<'b, [u8]>, coding: &str, options: &Options) -> Result<Cow<'b, [u8]>, Flaw> {
    let limit = options.record_limit() as u64;
    let mut out = Vec::new();
    let read = match coding {
        "gzip" | "x-gzip" if body.starts_with(b"\x1F\x8B") => {
            GzDecoder::new(&body[..]).take(limit + 1).read_to_end(&mut out)
        }
        "deflate" if is_zlib(&body) => ZlibDecoder::new(&body[..]).take(limit + 1).read_to_end(&mut out),
        "deflate" if !is_text(&body) => DeflateDecoder::new(&body[..]).take(limit + 1).read_to_end(&mut out),
        "br" | "zstd" | "compress" if !is_text(&body) => {
            return Err(Flaw::Skip(format!("compression not supported: {coding}")));
        }
        _ => return Ok(body),
    };
    match read {
        Err(error) if out.is_empty() => Err(Flaw::Bad(format!("damaged {coding}: {error}"))),
        _ if out.len() as u64 > limit => Err(Flaw::Bad(options.over_limit())),
        // What could be read of a torn page counts.
        _ => Ok(Cow::Owned(out)),
    }
}

fn is_zlib(body: &[u8]) -> bool {
    body.len() > 1 && body[0] & 0x0F == 8 && u16::from_be_bytes([body[0], body[1]]).is_multiple_of(31)
}

/// Returns true where a page begins as one.
fn is_text(body: &[u8]) -> bool {
    body.trim_ascii_start().starts_with(b"<")
}

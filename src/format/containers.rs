//! Sources that hold other sources: compressed ones, and archives of many members, inside one another.
//!
//! Nothing is unpacked to disk: a compressed stream is read as it comes, a tar member by member, a zip by its directory (from
//! memory where it lies in another container). A member is known as `archive.zip!member`; its name is a label and nothing is
//! ever opened by it.

use super::compressed::{self, Compression, Meter};
use super::detect::{self, Rest, read_head};
use super::members::Members;
use super::tar_guard::Guard;
use super::{Bytes, Failure, Opened, Options, Record, Refusal, mebibytes, source_error};
use super::{docx, rtf};
use crate::error::{Error, ErrorKind};
use std::io::{self, Cursor, Read, Seek, SeekFrom};
use std::rc::Rc;
use zip::ZipArchive;
use zip::result::ZipError;

/// How many containers may lie in one another.
const DEEPEST: usize = 4;

/// How large something may be that has to be in memory as a whole: a zip inside another container, whose directory is at its
/// end, and a document of a word processor.
const LARGEST_IN_MEMORY: usize = 64 << 20;

/// The member of a zip that makes it a Word document, and those that tell of other documents.
const WORD: &str = "word/document.xml";
const OFFICE: [&str; 3] = ["xl/workbook.xml", "ppt/presentation.xml", "mimetype"];

/// Bytes that can be read from any place, as a zip needs.
pub trait Seekable: Read + Seek {}

impl<S: Read + Seek> Seekable for S {}

/// A text that was recognised: the source itself, or a member of it.
#[derive(Clone, Copy, Debug)]
pub struct Text<'t> {
    /// The source's name, and behind each `!` that of a member: `1987.tar.zst!reut2-000.sgm`.
    pub path: &'t str,
    /// The format's name, with `+gz`, `+tar`, `+zip`, ... for what it was packed in, the innermost first.
    pub format: &'t str,
    /// The encoding as `encoding_rs` names it; for a stream the one of its beginning.
    pub encoding: &'t str,
}

/// Someone who takes what a source holds, in its order.
pub trait Visitor {
    /// A text begins; the records that follow are its own.
    fn text(&mut self, text: Text<'_>);

    /// A record of the text that began last. After a [`Failure::Source`] comes nothing more of the whole source.
    fn record(&mut self, record: Result<Record, Failure>);

    /// A member of a container has no records, or no more.
    fn refused(&mut self, path: &str, refusal: Refusal);
}

/// Reads a source and everything in it.
///
/// `name` is the path as people know it; its extension helps detection, and messages carry it. `size` is the file's length
/// in bytes, 0 where it is not known. The error is that of a source which gave nothing at all.
pub fn read(
    name: &str,
    source: impl Seekable,
    size: u64,
    options: &Options,
    visitor: &mut dyn Visitor,
) -> Result<(), Refusal> {
    let place =
        Place { label: name.to_owned(), inner: name.to_owned(), packing: String::new(), depth: 0, is_member: false };
    Walk { options, visitor }.layer(&place, Content::Seekable(Box::new(source)), size)
}

/// Where in a source something lies.
struct Place {
    /// As in [`Text::path`].
    label: String,
    /// The same without the endings of compressions.
    inner: String,
    /// What it was packed in: `+tar+zst`.
    packing: String,
    depth: usize,
    /// Whether it is a member of an archive, or packed inside one.
    is_member: bool,
}

impl Place {
    /// Returns the place inside a compression.
    fn expanded(&self, compression: Compression) -> Self {
        let extension = compression.extension();
        let ending = format!(".{extension}");
        let stem = self.inner.len().checked_sub(ending.len()).filter(|end| self.inner.is_char_boundary(*end));
        let stem = stem.filter(|end| self.inner[*end..].eq_ignore_ascii_case(&ending));
        Self {
            label: self.label.clone(),
            inner: stem.map_or(self.inner.as_str(), |end| &self.inner[..end]).to_owned(),
            packing: format!("+{extension}{}", self.packing),
            depth: self.depth + 1,
            is_member: self.is_member,
        }
    }

    /// Returns the place of a document's text.
    fn converted(&self, kind: &str) -> Self {
        let (label, inner, depth) = (self.label.clone(), self.inner.clone(), self.depth + 1);
        Self { label, inner, packing: format!("+{kind}{}", self.packing), depth, is_member: self.is_member }
    }

    /// Returns the place of a member.
    fn member(&self, name: &str, kind: &str) -> Self {
        let path = format!("{}!{name}", self.label);
        let packing = format!("+{kind}{}", self.packing);
        Self { inner: path.clone(), label: path, packing, depth: self.depth + 1, is_member: true }
    }

    fn ensure_not_too_deep(&self) -> Result<(), Refusal> {
        if self.depth == DEEPEST {
            return Err(Refusal::Skip(format!("over {DEEPEST} containers in one another")));
        }
        Ok(())
    }

    /// Returns the refusal of a container that is not what it should be.
    fn damaged(&self, kind: &str, why: impl std::fmt::Display) -> Error {
        Error::new(ErrorKind::Io, "read", format!("damaged {kind}: {why}"))
            .at(&self.label)
            .hint("get the file anew, or unpack it as far as that goes")
    }
}

/// Bytes from which only the next can be read, or any.
enum Content<'a> {
    Stream(Bytes<'a>),
    Seekable(Box<dyn Seekable + 'a>),
}

impl Read for Content<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Stream(bytes) => bytes.read(buffer),
            Self::Seekable(bytes) => bytes.read(buffer),
        }
    }
}

struct Walk<'w> {
    options: &'w Options,
    visitor: &'w mut dyn Visitor,
}

impl Walk<'_> {
    /// Reads what lies at a place, whatever it is.
    fn layer(&mut self, place: &Place, mut content: Content<'_>, size: u64) -> Result<(), Refusal> {
        let (head, broken) = read_head(&mut content);
        if let Some(error) = &broken
            && (head.is_empty() || compressed::damage(error).is_none())
        {
            return Err(Refusal::Fail(source_error(&place.label, error)));
        }
        if head.is_empty() {
            return Err(Refusal::Skip("empty".to_owned()));
        }
        if head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06") {
            place.ensure_not_too_deep()?;
            return self.zip_layer(place, head, broken, content);
        }
        if head.starts_with(b"{\\rtf") {
            place.ensure_not_too_deep()?;
            let bytes = whole(place, head, Rest { broken, input: content }, "a document")?;
            let text = rtf::text_of(&bytes).map_err(|why| Refusal::Fail(place.damaged("RTF", why)))?;
            return self.document(place, "rtf", text);
        }
        let is_tar = is_tar(&head);
        let compression = Compression::of(&head);
        let rest = Rest { broken, input: content };
        if let Some(compression) = compression {
            place.ensure_not_too_deep()?;
            let fail = |error: io::Error| Refusal::Fail(source_error(&place.label, &error));
            let inside = compression.expand(Box::new(Cursor::new(head).chain(rest))).map_err(fail)?;
            return self.layer(&place.expanded(compression), Content::Stream(inside), 0);
        }
        if is_tar {
            place.ensure_not_too_deep()?;
            return self.tar(place, Cursor::new(head).chain(rest));
        }
        let is_whole = detect::is_whole(&head);
        let opened = detect::open(&place.label, &place.inner, head, is_whole, rest, size, self.options)?;
        self.text(place, opened);
        Ok(())
    }

    fn text(&mut self, place: &Place, opened: Opened<'_>) {
        let Opened { format, encoding, records } = opened;
        let format = format!("{format}{}", place.packing);
        self.visitor.text(Text { path: &place.label, format: &format, encoding: &encoding });
        for record in records {
            match record {
                // The other members can still be read.
                Err(Failure::Source(error)) if place.is_member => {
                    self.visitor.refused(&place.label, Refusal::Fail(error));
                }
                record => self.visitor.record(record),
            }
        }
    }

    fn member(&mut self, place: &Place, bytes: Bytes<'_>, size: u64) {
        if let Err(refusal) = self.layer(place, Content::Stream(bytes), size) {
            self.visitor.refused(&place.label, refusal);
        }
    }

    fn tar(&mut self, place: &Place, input: impl Read) -> Result<(), Refusal> {
        let mut archive = tar::Archive::new(Guard::new(input));
        let mut names = Members::default();
        let mut members = 0_u64;
        let entries = archive.entries().map_err(|error| Refusal::Fail(place.damaged("tar", error)))?;
        for entry in entries {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let why = compressed::damage(&error);
                    let error = why.map_or_else(
                        || place.damaged("tar", &error),
                        |why| Error::new(ErrorKind::Io, "read", why).at(&place.label),
                    );
                    if members == 0 || place.is_member {
                        return Err(Refusal::Fail(error));
                    }
                    self.visitor.record(Err(Failure::Source(error)));
                    return Ok(());
                }
            };
            let kind = entry.header().entry_type();
            let name = String::from_utf8_lossy(&entry.path_bytes()).into_owned();
            if kind.is_dir() || kind.is_pax_global_extensions() || is_hidden(&name) {
                continue;
            }
            members += 1;
            let name = names.name(Some(name.trim_start_matches("./")), members);
            let member = place.member(&name, "tar");
            if kind.is_file() || kind.is_contiguous() || kind.is_gnu_sparse() {
                let size = entry.size();
                self.member(&member, Box::new(entry), size);
            } else {
                self.visitor.refused(&member.label, Refusal::Skip("not a regular file".to_owned()));
            }
        }
        if members == 0 { Err(Refusal::Skip("empty".to_owned())) } else { Ok(()) }
    }

    fn zip_layer(
        &mut self,
        place: &Place,
        head: Vec<u8>,
        broken: Option<io::Error>,
        content: Content<'_>,
    ) -> Result<(), Refusal> {
        let fail = |error: io::Error| Refusal::Fail(source_error(&place.label, &error));
        match content {
            Content::Seekable(mut source) => {
                source.rewind().map_err(fail)?;
                self.zip(place, source)
            }
            stream @ Content::Stream(_) => {
                let rest = Rest { broken, input: stream };
                let what = "a zip inside another container (unpack the outer one)";
                let bytes = whole(place, head, rest, what)?;
                self.zip(place, Cursor::new(bytes))
            }
        }
    }

    /// Reads the text of a word processor's document, whose paragraphs are lines: a download of many stories, or one story.
    fn document(&mut self, place: &Place, kind: &str, text: String) -> Result<(), Refusal> {
        let place = place.converted(kind);
        let text = if detect::is_plain(&place.inner, &text, self.options) {
            // What is one story has blank lines between its paragraphs, as other texts have.
            text.lines().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n\n")
        } else {
            text
        };
        self.layer(&place, Content::Seekable(Box::new(Cursor::new(text.into_bytes()))), 0)
    }

    fn word(
        &mut self,
        place: &Place,
        archive: &mut ZipArchive<impl Seekable>,
        meter: &Rc<Meter>,
    ) -> Result<(), Refusal> {
        let entry = archive.by_name(WORD).map_err(|error| place.unreadable(&error))?;
        let bytes = whole(place, Vec::new(), compressed::braked(Box::new(entry), meter), "a document")?;
        self.document(place, "docx", docx::text_of(&String::from_utf8_lossy(&bytes)))
    }

    fn zip(&mut self, place: &Place, mut source: impl Seekable) -> Result<(), Refusal> {
        let fail = |error: ZipError| Refusal::Fail(place.damaged("zip", error));
        let meter = Meter::of(source.seek(SeekFrom::End(0)).map_err(|error| fail(error.into()))?);
        let mut archive = ZipArchive::new(source).map_err(fail)?;
        // A few bytes could be a thousand stories.
        if archive.has_overlapping_files().map_err(fail)? {
            return Err(Refusal::Fail(place.damaged("zip", "its members overlap")));
        }
        if archive.index_for_name(WORD).is_some() {
            return self.word(place, &mut archive, &meter);
        }
        if OFFICE.iter().any(|name| archive.index_for_name(name).is_some()) {
            return Err(Refusal::Skip("format not supported yet: a document of an office program".to_owned()));
        }
        let mut names = Members::default();
        let mut members = 0_u64;
        for index in 0..archive.len() {
            let name = archive.name_for_index(index).and_then(Result::ok).map(std::borrow::Cow::into_owned);
            let name = name.unwrap_or_else(|| format!("member {}", index + 1));
            if name.ends_with('/') || is_hidden(&name) {
                continue;
            }
            members += 1;
            let name = names.name(Some(name.trim_start_matches("./")), members);
            let member = place.member(&name, "zip");
            match archive.by_index(index) {
                Ok(entry) if entry.is_symlink() => {
                    self.visitor.refused(&member.label, Refusal::Skip("not a regular file".to_owned()));
                }
                Ok(entry) => self.member(&member, compressed::braked(Box::new(entry), &meter), 0),
                Err(error) => self.visitor.refused(&member.label, member.unreadable(&error)),
            }
        }
        if members == 0 { Err(Refusal::Skip("empty".to_owned())) } else { Ok(()) }
    }
}

impl Place {
    /// Returns why a member of a zip cannot be opened.
    fn unreadable(&self, error: &ZipError) -> Refusal {
        match error {
            ZipError::InvalidPassword => Refusal::Skip("encrypted: unpack it with its password".to_owned()),
            ZipError::UnsupportedArchive(why) if why.to_lowercase().contains("password") => {
                Refusal::Skip("encrypted: unpack it with its password".to_owned())
            }
            ZipError::CompressionMethodNotSupported(method) => {
                Refusal::Skip(format!("packed with a method that cannot be read yet (number {method})"))
            }
            ZipError::UnsupportedArchive(why) => {
                Refusal::Skip(format!("packed in a way that cannot be read yet: {why}"))
            }
            ZipError::Io(error) => Refusal::Fail(source_error(&self.label, error)),
            error => Refusal::Fail(self.damaged("zip", error)),
        }
    }
}

/// Returns true for what no walk over a folder would list either: hidden files, and those that macOS adds.
fn is_hidden(name: &str) -> bool {
    let name = name.trim_start_matches("./");
    name.starts_with("__MACOSX/") || name.split('/').any(|part| part.starts_with('.') && part != "..")
}

fn is_tar(head: &[u8]) -> bool {
    head.get(257..262) == Some(b"ustar")
}

/// Reads all of a stream into memory; `what` names it where it is too large for that.
fn whole(place: &Place, head: Vec<u8>, rest: impl Read, what: &str) -> Result<Vec<u8>, Refusal> {
    let mut bytes = head;
    let wanted = (LARGEST_IN_MEMORY + 1).saturating_sub(bytes.len());
    let read = rest.take(wanted as u64).read_to_end(&mut bytes);
    read.map_err(|error| Refusal::Fail(source_error(&place.label, &error)))?;
    if bytes.len() > LARGEST_IN_MEMORY {
        return Err(Refusal::Skip(format!("{what} is over the limit of {}", mebibytes(LARGEST_IN_MEMORY))));
    }
    Ok(bytes)
}

//! What a source is: told by its first bytes, and by its name only where these leave it open.

use super::decode::{Guess, transcode};
use super::options::Options;
use super::window::Window;
use super::{
    Bytes, Input, Opened, Parsed, Refusal, ag_news, appl, bbc, cnn_story, delimited, factiva, feed, gigaword, html,
    json, lexisnexis, mail, newsml_g2, newsml1, ninjs, nitf, plain, rcv, reuters, source_error, trec, wapo, warc, wire,
    with_patience, xml, xml_fields,
};
use encoding_rs::{Encoding, UTF_8};
use memchr::memchr;
use memchr::memmem::find;
use std::io::{self, Cursor, Read};

/// How much of a source is looked at.
const HEAD: usize = 64 << 10;

/// The beginning of a source, decoded.
pub(super) struct Head<'h> {
    pub(super) text: &'h str,
    /// As in [`Input`].
    pub(super) path: &'h str,
    /// The extension of the name without `.gz`, in lower case; empty where there is none.
    pub(super) extension: String,
    /// Whether this is the whole source.
    pub(super) is_whole: bool,
}

/// A format: how it is recognised, and how it is read.
struct Format {
    name: &'static str,
    recognizes: fn(&Head<'_>, &Options) -> bool,
    read: for<'a> fn(Input<'a>, &Options) -> Result<Parsed<'a>, Refusal>,
}

/// The formats, the surest signs first. Plain text is what nothing else claims.
const FORMATS: [Format; 26] = [
    Format { name: "reuters21578", recognizes: reuters::recognizes, read: reuters::read },
    Format { name: "gigaword", recognizes: gigaword::recognizes, read: gigaword::read },
    Format { name: "trec", recognizes: trec::recognizes, read: trec::read },
    Format { name: "rcv", recognizes: rcv::recognizes, read: rcv::read },
    Format { name: "nitf", recognizes: nitf::recognizes, read: nitf::read },
    Format { name: "newsml-g2", recognizes: newsml_g2::recognizes, read: newsml_g2::read },
    Format { name: "newsml1", recognizes: newsml1::recognizes, read: newsml1::read },
    Format { name: "appl", recognizes: appl::recognizes, read: appl::read },
    Format { name: "feed", recognizes: feed::recognizes, read: feed::read },
    Format { name: "xml", recognizes: xml_fields::recognizes, read: xml_fields::read },
    Format { name: "warc", recognizes: warc::recognizes, read: warc::read },
    Format { name: "mail", recognizes: mail::recognizes, read: mail::read },
    Format { name: "lexisnexis", recognizes: lexisnexis::recognizes, read: lexisnexis::read },
    Format { name: "factiva", recognizes: factiva::recognizes, read: factiva::read },
    Format { name: "html", recognizes: html::recognizes, read: html::read },
    Format { name: "wire", recognizes: wire::recognizes, read: wire::read },
    Format { name: "wapo", recognizes: wapo::recognizes, read: wapo::read },
    Format { name: "ninjs", recognizes: ninjs::recognizes, read: ninjs::read },
    Format { name: "jsonl", recognizes: json::recognizes_lines, read: json::read_lines },
    Format { name: "json", recognizes: json::recognizes_values, read: json::read_values },
    Format { name: "ag-news", recognizes: ag_news::recognizes, read: ag_news::read },
    Format { name: "csv", recognizes: delimited::recognizes_csv, read: delimited::read_csv },
    Format { name: "tsv", recognizes: delimited::recognizes_tsv, read: delimited::read_tsv },
    Format { name: "cnn-story", recognizes: cnn_story::recognizes, read: cnn_story::read },
    Format { name: "bbc", recognizes: bbc::recognizes, read: bbc::read },
    Format { name: "text", recognizes: |_, _| true, read: plain::read },
];

/// Files that are known for what they are by their first bytes, and cannot be read yet.
const MAGIC: [(&[u8], &str); 7] = [
    (b"\x1F\x9D", "compress"),
    (b"\x04\x22\x4D\x18", "lz4"),
    (b"7z\xBC\xAF\x27\x1C", "7z"),
    (b"Rar!\x1A\x07", "rar"),
    (b"%PDF-", "PDF"),
    (b"%!PS", "PostScript"),
    (b"\xD0\xCF\x11\xE0", "Microsoft Office"),
];

/// Markup by its first words: what is left of it when no format has claimed it is of a kind that cannot be read yet.
const MARKUP: [(&str, &str); 10] = [
    ("<?xml", "XML"),
    ("<rss", "XML"),
    ("<feed", "XML"),
    ("<nitf", "XML"),
    ("<newsitem", "XML"),
    ("<newsmessage", "XML"),
    ("<newsml", "XML"),
    ("<doc>", "TREC SGML"),
    ("<doc ", "TREC SGML"),
    ("<!doctype", "SGML"),
];

/// What markup under these extensions is, where its first tag does not tell. A story in plain text is one under any name.
const MARKUP_EXTENSIONS: [(&str, &str); 8] = [
    ("xml", "XML"),
    ("rss", "XML"),
    ("atom", "XML"),
    ("rdf", "XML"),
    ("nitf", "XML"),
    ("newsml", "XML"),
    ("sgm", "SGML"),
    ("sgml", "SGML"),
];

/// What a source begins with that holds files as they are, pictures among them, and tells itself which is text.
const BYTES: &[u8] = b"WARC/";

/// Opens the text that begins with `head`; `name` is for messages, `path` is that of [`Input`].
pub(super) fn open<'a>(
    name: &str,
    path: &str,
    head: Vec<u8>,
    is_whole: bool,
    rest: Rest<impl Read + 'a>,
    size: u64,
    options: &Options,
) -> Result<Opened<'a>, Refusal> {
    let is_bytes = head.starts_with(BYTES);
    let guess = if is_bytes {
        Guess::of_bytes()
    } else {
        Guess::of(&head, is_whole, options.encoding.or_else(|| declared_encoding(&head)))
    };
    let text = match guess.transcode {
        Some(encoding) => encoding.decode_without_bom_handling(&head[guess.mark..]).0,
        None => guess.decoding.text(&head[guess.mark..]),
    };
    if !is_bytes {
        ensure_news(&head, &text, guess.transcode.is_some())?;
    }
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    let about = Head { text: &text, path, extension, is_whole };
    let format = options.forced.map_or_else(
        || FORMATS.iter().find(|format| (format.recognizes)(&about, options)),
        |name| FORMATS.iter().find(|format| format.name == name),
    );
    let format = format.expect("plain text claims everything");
    if format.name == "text" && options.forced.is_none() {
        ensure_supported(&about)?;
    }
    drop(text);
    let mut bytes: Bytes<'a> = Box::new(Cursor::new(head).chain(rest));
    skip(&mut bytes, guess.mark).map_err(|error| Refusal::Fail(source_error(name, &error)))?;
    if let Some(encoding) = guess.transcode {
        bytes = transcode(bytes, encoding);
    }
    let mark = if guess.decoding.encoding == UTF_8 { guess.mark as u64 } else { 0 };
    let decoding = guess.decoding;
    let (name, path) = (name.to_owned(), path.to_owned());
    let input = Input { name: name.clone(), path, window: Window::new(bytes), decoding, mark, size };
    let parsed = (format.read)(input, options)?;
    let encoding = parsed.encoding.unwrap_or(decoding.encoding).name().to_owned();
    Ok(Opened { format: format.name, encoding, records: with_patience(name, parsed.records) })
}

/// Returns the encoding that markup declares: `<?xml encoding="..."`, `<meta charset="...">`. It counts only for what is
/// not UTF-8, since what is declared is often untrue.
fn declared_encoding(head: &[u8]) -> Option<&'static Encoding> {
    const FAR: usize = 4096;
    let start = &head[..head.len().min(FAR)];
    if !start.trim_ascii_start().starts_with(b"<") {
        return None;
    }
    let after = |name: &[u8]| find(start, name).map(|at| &start[at + name.len()..]);
    let label = |value: &[u8]| {
        let value = value.strip_prefix(b"\"").or_else(|| value.strip_prefix(b"'")).unwrap_or(value);
        let end = value.iter().position(|byte| !byte.is_ascii_alphanumeric() && !b"-_.:".contains(byte))?;
        // What is declared inside a text that could be read so far is no encoding that hides ASCII.
        Encoding::for_label_no_replacement(&value[..end]).filter(|encoding| encoding.is_ascii_compatible())
    };
    after(b"encoding=").and_then(label).or_else(|| after(b"charset=").and_then(label))
}

/// Returns the text of a page whose bytes lie in another source; `label` is the encoding that its server named.
pub(super) fn page_text(bytes: &[u8], label: Option<&'static Encoding>) -> String {
    Guess::of(bytes, true, label.or_else(|| declared_encoding(bytes))).text(bytes)
}

/// Says whether a text is nothing but a text.
pub(super) fn is_plain(path: &str, text: &str, options: &Options) -> bool {
    let start = &text[..text.floor_char_boundary(HEAD)];
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    let head = Head { text: start, path, extension, is_whole: start.len() == text.len() };
    FORMATS.iter().find(|format| (format.recognizes)(&head, options)).is_none_or(|format| format.name == "text")
}

/// Returns the name of a format that a user can ask for, as the table has it.
pub(super) fn format_named(name: &str) -> Option<&'static str> {
    FORMATS.iter().map(|format| format.name).find(|known| known.eq_ignore_ascii_case(name))
}

/// Returns the names of all formats, in the order of the table.
pub(super) fn format_names() -> impl Iterator<Item = &'static str> {
    FORMATS.iter().map(|format| format.name)
}

/// The rest of a stream after its head; an error that came while the head was read comes again in its place.
pub(super) struct Rest<R> {
    pub(super) broken: Option<io::Error>,
    pub(super) input: R,
}

impl<R: Read> Read for Rest<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.broken.take().map_or_else(|| self.input.read(buffer), Err)
    }
}

/// Says whether this head is all there is.
pub(super) fn is_whole(head: &[u8]) -> bool {
    head.len() < HEAD
}

/// Reads the head of a stream, as far as it can be read.
pub(super) fn read_head(input: &mut impl Read) -> (Vec<u8>, Option<io::Error>) {
    let mut head = Vec::new();
    let broken = input.take(HEAD as u64).read_to_end(&mut head).err();
    (head, broken)
}

fn skip(bytes: &mut Bytes<'_>, count: usize) -> io::Result<()> {
    let mut passed = [0; 4];
    bytes.read_exact(&mut passed[..count])
}

/// Refuses what is no text.
fn ensure_news(head: &[u8], text: &str, is_utf16: bool) -> Result<(), Refusal> {
    let magic = MAGIC.iter().find(|(magic, _)| head.starts_with(magic)).map(|(_, name)| *name);
    if let Some(name) = magic {
        return Err(unsupported(name));
    }
    if !is_utf16 && memchr(0, head).is_some() {
        return Err(Refusal::Skip("binary".to_owned()));
    }
    // A tenth of control characters is no text, unless it is a short transmission.
    let is_control = |character: &char| character.is_control() && !matches!(character, '\t'..='\r' | '\u{1b}');
    if text.chars().filter(is_control).count() * 10 > text.chars().count() && !wire::is_transmission(text) {
        return Err(Refusal::Skip("binary".to_owned()));
    }
    Ok(())
}

/// Refuses what would be garbage as plain text. The content decides; the extension only says of which kind it is.
fn ensure_supported(head: &Head<'_>) -> Result<(), Refusal> {
    let text = without_comments(head.text);
    let begins = |prefix: &str| text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    if let Some((_, name)) = MARKUP.iter().find(|(prefix, _)| begins(prefix)) {
        return Err(unsupported(&with_root(name, head.text)));
    }
    let is_markup =
        text.strip_prefix('<').is_some_and(|rest| rest.starts_with(|next: char| next.is_ascii_alphabetic()));
    if let Some((_, name)) = MARKUP_EXTENSIONS.iter().find(|(extension, _)| is_markup && head.extension == *extension) {
        return Err(unsupported(&with_root(name, head.text)));
    }
    Ok(())
}

/// Returns the name of a kind of markup, for XML with that of its first element.
fn with_root(name: &str, text: &str) -> String {
    match xml::root_name(text).filter(|root| name == "XML" && root.len() <= 64) {
        Some(root) => format!("XML (root `{root}`)"),
        None => name.to_owned(),
    }
}

/// Returns the text after the comments of markup that it may begin with.
pub(super) fn without_comments(text: &str) -> &str {
    let mut text = text.trim_start();
    while let Some((_, rest)) = text.strip_prefix("<!--").and_then(|rest| rest.split_once("-->")) {
        text = rest.trim_start();
    }
    text
}

fn unsupported(name: &str) -> Refusal {
    Refusal::Skip(format!("format not supported yet: {name}"))
}

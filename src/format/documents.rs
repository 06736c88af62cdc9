//! Streams of text cut into documents by the lines between them: the downloads of databases.
//!
//! A format says which lines are borders, and what it makes of a document ([`Cut`]); only one document is in memory.

use super::detect::Head;
use super::elements::Made;
use super::members::Members;
use super::options::Options;
use super::window::Window;
use super::{Failure, Flaw, Input, Parsed, Reader, Refusal, decode, markup};
use std::io::{self, Cursor};

/// The longest line that may be a border, in bytes.
const LONGEST_BORDER: usize = 200;
/// A line longer than this, in characters, was not broken by a download: each line is a paragraph.
const WIDEST: usize = 100;

/// What a line is between documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Border {
    /// It lies inside a document.
    None,
    /// A document begins with it.
    Before,
    /// A document ends with it.
    After,
}

/// What a format makes of its documents.
pub(super) trait Cut {
    /// Returns what a line is.
    fn border(&self, line: &str) -> Border;

    /// Returns the story of a document, `None` where there is none in it, as on a cover page. `first` says that nothing
    /// but cover pages came before.
    fn record(&mut self, document: &str, first: bool) -> Result<Option<Made>, Flaw>;
}

/// Returns the stories of a text, or of a page of HTML or a document that holds such a text.
pub(super) fn stories<'a>(input: Input<'a>, options: &Options, cut: impl Cut + 'a) -> Result<Parsed<'a>, Refusal> {
    let mut input = input;
    let mut encoding = None;
    if is_markup(input.window.bytes()) || input.window.bytes().is_empty() && begins_as_markup(&mut input)? {
        let (text, found) = whole(&mut input, options)?;
        encoding = Some(found);
        input.window = Window::new(Box::new(Cursor::new(markup::lines(&text).into_bytes())));
        input.decoding = decode::Guess::of(&[], true, None).decoding;
    }
    let options = options.clone();
    let parsed = Parsed::streamed(Documents { input, options, cut, members: Members::default(), ordinal: 0 });
    Ok(Parsed { encoding, ..parsed })
}

/// Returns true for the head of a page of HTML.
pub(super) fn is_page(head: &Head<'_>) -> bool {
    is_markup(head.text.as_bytes())
}

fn is_markup(bytes: &[u8]) -> bool {
    let text = bytes.trim_ascii_start();
    let begins = |tag: &[u8]| text.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
    begins(b"<html") || begins(b"<!doctype html") || begins(b"<head") || begins(b"<div") || begins(b"<table")
}

fn begins_as_markup(input: &mut Input<'_>) -> Result<bool, Refusal> {
    input.window.more().map_err(|error| Refusal::Fail(input.failure(&error)))?;
    Ok(is_markup(input.window.bytes()))
}

/// Reads a page whole: its articles lie inside one another's elements, and nobody saves more than a hundred to a page.
fn whole(input: &mut Input<'_>, options: &Options) -> Result<(String, &'static encoding_rs::Encoding), Refusal> {
    let limit = options.record_limit();
    while input.window.bytes().len() <= limit {
        if !input.window.more().map_err(|error| Refusal::Fail(input.failure(&error)))? {
            let (text, encoding) = input.decoding.decode(input.window.bytes());
            return Ok((text.into_owned(), encoding));
        }
    }
    Err(Refusal::Skip(options.over_limit()))
}

struct Documents<'a, C> {
    input: Input<'a>,
    options: Options,
    cut: C,
    members: Members,
    ordinal: u64,
}

/// The bytes of a document.
struct Piece {
    /// The line it begins at.
    line: u64,
    bytes: Vec<u8>,
    /// Whether more was left out because it is too long.
    is_long: bool,
}

impl<C: Cut> Documents<'_, C> {
    /// Returns the next document, `None` at the end of the stream.
    fn piece(&mut self) -> io::Result<Option<Piece>> {
        let limit = self.options.record_limit();
        let mut piece = Piece { line: self.input.window.line(), bytes: vec![], is_long: false };
        loop {
            let is_empty = piece.bytes.is_empty() && !piece.is_long;
            let Some((content, length)) = self.input.window.line_length(limit)? else {
                return Ok((!is_empty).then_some(piece));
            };
            let line = &self.input.window.bytes()[..content];
            let border = match content {
                0..=LONGEST_BORDER => self.cut.border(&self.input.decoding.text(line)),
                _ => Border::None,
            };
            if border == Border::Before && !is_empty {
                return Ok(Some(piece));
            }
            if content > limit {
                piece.is_long = true;
                self.input.window.skip_line()?;
                continue;
            }
            if piece.bytes.len() + length > limit {
                piece.is_long = true;
            } else {
                piece.bytes.extend_from_slice(&self.input.window.bytes()[..length]);
            }
            self.input.window.advance(length);
            if border == Border::After {
                return Ok(Some(piece));
            }
        }
    }

    /// Passes over blank lines; returns true where nothing else is left.
    fn is_over(&mut self) -> io::Result<bool> {
        while let Some((content, length)) = self.input.window.line_length(LONGEST_BORDER)? {
            let line = &self.input.window.bytes()[..content];
            if !line.iter().all(|byte| byte.is_ascii_whitespace() || byte.is_ascii_control()) {
                return Ok(false);
            }
            self.input.window.advance(length);
        }
        Ok(true)
    }

    fn record(&mut self, piece: &Piece) -> Result<Option<Made>, Flaw> {
        if piece.is_long {
            return Err(Flaw::Bad(self.options.over_limit()));
        }
        if memchr::memchr(0, &piece.bytes).is_some() {
            return Err(Flaw::Bad("binary data (a NUL byte)".to_owned()));
        }
        let text = self.input.decoding.text(&piece.bytes);
        let Some(made) = self.cut.record(&text, self.ordinal == 0)? else { return Ok(None) };
        self.options.ensure_story(&made.record)?;
        Ok(Some(made))
    }
}

impl<C: Cut> Reader for Documents<'_, C> {
    fn next_record(&mut self) -> io::Result<Option<Result<crate::story::Record, Failure>>> {
        while let Some(piece) = self.piece()? {
            let is_blank = piece.bytes.iter().all(|byte| byte.is_ascii_whitespace() || byte.is_ascii_control());
            if is_blank && !piece.is_long {
                continue;
            }
            let made = match self.record(&piece) {
                Ok(None) => continue,
                Ok(Some(made)) => Ok(made),
                Err(flaw) => Err(flaw),
            };
            self.ordinal += 1;
            return Ok(Some(match made {
                Ok(Made { mut record, id, alone }) => {
                    let named = !alone || self.ordinal > 1 || id.is_some() || !self.is_over()?;
                    record.member = named.then(|| self.members.name(id.as_deref(), self.ordinal));
                    Ok(record)
                }
                Err(flaw) => Err(flaw.at(piece.line, self.ordinal)),
            }));
        }
        Ok(None)
    }

    fn input(&self) -> &Input<'_> {
        &self.input
    }
}

/// Returns true where lines were broken to a width, and not where each is a paragraph.
pub(super) fn is_wrapped<'t>(lines: impl IntoIterator<Item = &'t str>) -> bool {
    lines.into_iter().all(|line| line.chars().count() <= WIDEST)
}

/// Returns the paragraphs of these lines with a blank line between. Lines that were broken to a width are joined; one that
/// ends early, with room for the next word, was meant to.
pub(super) fn paragraphs(lines: &[&str], is_wrapped: bool) -> String {
    let width = lines.iter().map(|line| line.trim().chars().count()).max().unwrap_or(0);
    let mut text = String::new();
    let mut before: Option<usize> = None;
    for line in lines {
        let words = line.trim_matches(|c: char| c.is_whitespace() || c.is_control());
        if words.is_empty() {
            before = None;
            continue;
        }
        let first = words.split_whitespace().next().unwrap_or_default().chars().count();
        match before {
            None if text.is_empty() => {}
            Some(length) if is_wrapped && length + 1 + first + 2 >= width => text.push(' '),
            Some(_) if is_wrapped => text.push('\n'),
            _ => text.push_str("\n\n"),
        }
        for (at, word) in words.split_whitespace().enumerate() {
            if at > 0 {
                text.push(' ');
            }
            text.push_str(word);
        }
        before = Some(words.chars().count());
    }
    text
}

/// Returns the tag of a language that a download names in its own words: `ENGLISH`, `GERMAN; DEUTSCH`, `Dutch / Nederlands`.
pub(super) fn language(written: &str) -> Option<String> {
    const LANGUAGES: [(&str, &[&str]); 22] = [
        ("en", &["english", "englisch", "anglais", "inglés", "inglese", "engels", "inglês"]),
        ("de", &["german", "deutsch", "allemand", "alemán", "tedesco", "duits", "alemão"]),
        ("fr", &["french", "français", "französisch", "francés", "francese", "frans", "francês"]),
        ("es", &["spanish", "español", "spanisch", "espagnol", "spagnolo", "spaans", "espanhol"]),
        ("it", &["italian", "italiano", "italienisch", "italien", "italiaans"]),
        ("nl", &["dutch", "nederlands", "niederländisch", "néerlandais", "neerlandés", "olandese", "holandês"]),
        ("pt", &["portuguese", "português", "portugiesisch", "portugais", "portugués", "portoghese", "portugees"]),
        ("ru", &["russian", "русский", "russisch", "russe", "ruso", "russo"]),
        ("ja", &["japanese", "日本語", "japanisch", "japonais", "japonés"]),
        ("zh", &["chinese", "中文", "chinesisch", "chinois", "chino", "simplified chinese", "traditional chinese"]),
        ("ar", &["arabic", "العربية", "arabisch", "arabe", "árabe"]),
        ("sv", &["swedish", "svenska", "schwedisch", "suédois"]),
        ("no", &["norwegian", "norsk", "norwegisch", "norvégien"]),
        ("da", &["danish", "dansk", "dänisch", "danois"]),
        ("fi", &["finnish", "suomi", "finnisch", "finnois"]),
        ("pl", &["polish", "polski", "polnisch", "polonais"]),
        ("cs", &["czech", "čeština", "tschechisch", "tchèque"]),
        ("hu", &["hungarian", "magyar", "ungarisch", "hongrois"]),
        ("tr", &["turkish", "türkçe", "türkisch", "turc"]),
        ("ko", &["korean", "한국어", "koreanisch", "coréen"]),
        ("ca", &["catalan", "català", "katalanisch"]),
        ("uk", &["ukrainian", "українська", "ukrainisch"]),
    ];
    let named = |name: &str| {
        let name = name.trim().to_lowercase();
        LANGUAGES.iter().find(|(_, names)| names.contains(&name.as_str())).map(|(tag, _)| (*tag).to_owned())
    };
    written.split([';', '/', ',']).find_map(named)
}

/// Returns true for a line that says whose the rights are.
pub(super) fn is_copyright(line: &str) -> bool {
    const STARTS: [&str; 4] = ["copyright", "©", "(c) ", "droits d'auteur"];
    const RESERVED: [&str; 8] = [
        "rights reserved",
        "alle rechte vorbehalten",
        "tous droits réservés",
        "tous droits reserves",
        "alle rechten voorbehouden",
        "todos los derechos reservados",
        "tutti i diritti riservati",
        "todos os direitos reservados",
    ];
    let lower = line.trim().to_lowercase();
    STARTS.iter().any(|start| lower.starts_with(start))
        || RESERVED.iter().any(|words| lower.trim_end_matches('.').ends_with(words) && lower.len() < 160)
}

//! Bytes to text: which encoding a source is in, and what its bad bytes become.
//!
//! Two ways. Where every byte below 0x80 is ASCII (UTF-8, Windows-1252 and most others), the stream is left alone and each
//! record is decoded by itself, so that one bad byte, or a file glued together from two, spoils one record at most. UTF-16
//! and the like pass through [`Transcoder`], which makes UTF-8 of them. Valid UTF-8 wins over everything but a byte order
//! mark.

use super::Bytes;
use super::window::read_once;
use encoding_rs::{CoderResult, Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use memchr::memchr;
use std::borrow::Cow;
use std::io::{self, Read};

/// How the bytes of a record become text.
#[derive(Clone, Copy, Debug)]
pub(super) struct Decoding {
    /// The encoding of the source as a whole, as far as its beginning tells.
    pub(super) encoding: &'static Encoding,
    /// What a record that is not UTF-8 is in.
    fallback: &'static Encoding,
    /// Whether the source has shown characters of UTF-8 beyond ASCII.
    is_utf8: bool,
}

/// What the first bytes of a source say.
#[derive(Clone, Copy, Debug)]
pub(super) struct Guess {
    pub(super) decoding: Decoding,
    /// The length of the byte order mark.
    pub(super) mark: usize,
    /// The encoding to transcode from before anything looks at the bytes.
    pub(super) transcode: Option<&'static Encoding>,
}

impl Guess {
    /// Guesses from the head of a source; `whole` says that there is no more. `label` is the user's encoding.
    pub(super) fn of(head: &[u8], whole: bool, label: Option<&'static Encoding>) -> Self {
        let fallback = label.unwrap_or(WINDOWS_1252);
        if let Some((encoding, mark)) = Encoding::for_bom(head) {
            if encoding == UTF_8 {
                return Self::raw(Decoding { encoding: UTF_8, fallback, is_utf8: true }, mark);
            }
            return Self::transcoded(encoding, mark);
        }
        if let Some(encoding) = utf16_without_mark(head) {
            return Self::transcoded(encoding, 0);
        }
        let is_stateful = label.is_some_and(|label| !label.is_ascii_compatible());
        let tally = Tally::of(head, whole);
        if tally.bad == 0 && !is_stateful {
            return Self::raw(Decoding { encoding: UTF_8, fallback, is_utf8: tally.good > 0 }, 0);
        }
        match label.filter(|label| *label != UTF_8) {
            Some(label) => Self::transcoded(label, 0),
            None if label.is_some() || tally.is_utf8() => {
                Self::raw(Decoding { encoding: UTF_8, fallback, is_utf8: true }, 0)
            }
            None => Self::raw(Decoding { encoding: fallback, fallback, is_utf8: false }, 0),
        }
    }

    /// Returns the text of bytes that are all there.
    pub(super) fn text(&self, bytes: &[u8]) -> String {
        let bytes = &bytes[self.mark..];
        match self.transcode {
            Some(encoding) => encoding.decode_without_bom_handling(bytes).0.into_owned(),
            None => self.decoding.text(bytes).into_owned(),
        }
    }

    /// The guess for a source that is no text as a whole.
    pub(super) fn of_bytes() -> Self {
        Self::raw(Decoding { encoding: UTF_8, fallback: WINDOWS_1252, is_utf8: false }, 0)
    }

    fn raw(decoding: Decoding, mark: usize) -> Self {
        Self { decoding, mark, transcode: None }
    }

    fn transcoded(encoding: &'static Encoding, mark: usize) -> Self {
        let decoding = Decoding { encoding, fallback: WINDOWS_1252, is_utf8: true };
        Self { decoding, mark, transcode: Some(encoding) }
    }
}

impl Decoding {
    /// Returns the text of a record, and the encoding it was in.
    pub(super) fn decode<'b>(&self, bytes: &'b [u8]) -> (Cow<'b, str>, &'static Encoding) {
        if let Ok(text) = std::str::from_utf8(bytes) {
            // ASCII says nothing of the encoding; the source's head may.
            let encoding = if text.is_ascii() || self.is_utf8 { self.encoding } else { UTF_8 };
            return (Cow::Borrowed(text), encoding);
        }
        if self.is_utf8 || self.fallback == UTF_8 || Tally::of(bytes, true).is_utf8() {
            return (String::from_utf8_lossy(bytes), UTF_8);
        }
        (decode_single(bytes, self.fallback), self.fallback)
    }

    /// Returns true where the source has at least as many bytes of UTF-8 as bytes.
    pub(super) fn expands(&self) -> bool {
        self.encoding != UTF_16LE && self.encoding != UTF_16BE
    }

    /// Returns the text of a record.
    pub(super) fn text<'b>(&self, bytes: &'b [u8]) -> Cow<'b, str> {
        self.decode(bytes).0
    }
}

/// Decodes, with U+FFFD for what cannot be: undefined bytes, and in Windows-1252 a 0xFF that follows no letter. There it
/// is no `ÿ` but a stray byte, and as a letter it would hide the word after it.
fn decode_single<'b>(bytes: &'b [u8], encoding: &'static Encoding) -> Cow<'b, str> {
    let stray = |at: usize| at == 0 || !bytes[at - 1].is_ascii_alphabetic();
    let has_stray = encoding == WINDOWS_1252 && memchr::memchr_iter(0xFF, bytes).any(stray);
    if !has_stray {
        return encoding.decode_without_bom_handling(bytes).0;
    }
    let mut text = String::with_capacity(bytes.len() + 16);
    let mut rest = 0;
    for at in memchr::memchr_iter(0xFF, bytes).filter(|&at| stray(at)) {
        text.push_str(&encoding.decode_without_bom_handling(&bytes[rest..at]).0);
        text.push('\u{FFFD}');
        rest = at + 1;
    }
    text.push_str(&encoding.decode_without_bom_handling(&bytes[rest..]).0);
    Cow::Owned(text)
}

/// How many characters beyond ASCII are good UTF-8, and how many places are none.
#[derive(Clone, Copy, Debug, Default)]
struct Tally {
    good: usize,
    bad: usize,
}

impl Tally {
    /// Counts; the end of what is not `whole` may be torn.
    fn of(mut bytes: &[u8], whole: bool) -> Self {
        let mut tally = Self::default();
        loop {
            let (valid, broken) = match std::str::from_utf8(bytes) {
                Ok(text) => (text, None),
                Err(error) => {
                    let valid = error.valid_up_to();
                    let text = std::str::from_utf8(&bytes[..valid]).expect("it is valid up to there");
                    (text, Some((valid, error.error_len())))
                }
            };
            if !valid.is_ascii() {
                tally.good += valid.chars().filter(|character| !character.is_ascii()).count();
            }
            match broken {
                None => return tally,
                Some((_, None)) => {
                    tally.bad += usize::from(whole);
                    return tally;
                }
                Some((valid, Some(length))) => {
                    tally.bad += 1;
                    bytes = &bytes[valid + length..];
                }
            }
        }
    }

    /// Returns true where this is UTF-8 with a few bad bytes. In other encodings good sequences are rare accidents.
    fn is_utf8(self) -> bool {
        self.good > 0 && self.good >= self.bad
    }
}

/// How many blocks of 256 characters a text in one alphabet uses, with its punctuation.
const FEW_BLOCKS: usize = 4;

/// Returns the byte order where every second byte of the head is often NUL and the others never are.
fn utf16_without_mark(head: &[u8]) -> Option<&'static Encoding> {
    memchr(0, head)?;
    let count = head.len() / 2;
    let (mut first, mut second) = ([0_usize; 256], [0_usize; 256]);
    for pair in head.chunks_exact(2) {
        first[usize::from(pair[0])] += 1;
        second[usize::from(pair[1])] += 1;
    }
    let (encoding, high) = match (first[0], second[0]) {
        (0, _) => (UTF_16LE, second),
        (_, 0) => (UTF_16BE, first),
        _ => return None,
    };
    // Latin text is NUL at two places of five at least. Other alphabets have it for blanks, and few other high bytes.
    let blocks = high[1..].iter().filter(|count| **count > 0).count();
    if high[0] * 5 < count * 2 && (high[0] * 10 < count || blocks > FEW_BLOCKS) {
        return None;
    }
    let (text, has_errors) = encoding.decode_without_bom_handling(&head[..count * 2]);
    // The head's end may halve a surrogate pair; anything else that is malformed means it is no text.
    let is_sound = !has_errors || text.chars().rev().skip(1).all(|character| character != '\u{FFFD}');
    let is_text = |character: char| !character.is_control() || matches!(character, '\t'..='\r' | '\u{1a}');
    (is_sound && text.chars().all(is_text)).then_some(encoding)
}

/// Returns the UTF-8 of a stream in another encoding.
pub(super) fn transcode<'a>(input: Bytes<'a>, encoding: &'static Encoding) -> Bytes<'a> {
    Box::new(Transcoder {
        input,
        decoder: encoding.new_decoder_without_bom_handling(),
        raw: vec![0; 16 << 10],
        raw_range: (0, 0),
        ended: false,
        flushed: false,
        spare: ([0; SPARE], 0, 0),
    })
}

/// A character takes up to four bytes, and the decoder wants room for more before it writes one.
const SPARE: usize = 32;

struct Transcoder<'a> {
    input: Bytes<'a>,
    decoder: Decoder,
    raw: Vec<u8>,
    raw_range: (usize, usize),
    ended: bool,
    flushed: bool,
    /// Output for callers whose buffer is smaller than a character.
    spare: ([u8; SPARE], usize, usize),
}

impl Transcoder<'_> {
    fn fill(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.flushed {
                return Ok(0);
            }
            if self.raw_range.0 == self.raw_range.1 && !self.ended {
                let count = read_once(&mut self.input, &mut self.raw)?;
                self.raw_range = (0, count);
                self.ended = count == 0;
            }
            let (start, end) = self.raw_range;
            let (result, read, written, _) = self.decoder.decode_to_utf8(&self.raw[start..end], buffer, self.ended);
            self.raw_range.0 += read;
            self.flushed = self.ended && result == CoderResult::InputEmpty;
            if written > 0 {
                return Ok(written);
            }
        }
    }
}

impl Read for Transcoder<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.spare.1 == self.spare.2 {
            if buffer.len() >= SPARE {
                return self.fill(buffer);
            }
            let mut bytes = [0; SPARE];
            let count = self.fill(&mut bytes)?;
            self.spare = (bytes, 0, count);
        }
        let (bytes, start, end) = &mut self.spare;
        let count = buffer.len().min(*end - *start);
        buffer[..count].copy_from_slice(&bytes[*start..*start + count]);
        *start += count;
        Ok(count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(bytes: &[u8], label: Option<&str>) -> (String, &'static str) {
        let label = label.map(|label| Encoding::for_label(label.as_bytes()).expect("a label"));
        let guess = Guess::of(bytes, true, label);
        let mut rest = &bytes[guess.mark..];
        let mut utf8 = Vec::new();
        match guess.transcode {
            Some(encoding) => transcode(Box::new(rest), encoding).read_to_end(&mut utf8),
            None => rest.read_to_end(&mut utf8),
        }
        .expect("no error");
        let (text, encoding) = guess.decoding.decode(&utf8);
        let encoding = if guess.transcode.is_some() { guess.decoding.encoding } else { encoding };
        (text.into_owned(), encoding.name())
    }

    fn utf16(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    }

    #[test]
    fn each_encoding_is_told_by_its_bytes() {
        let marked = |mark: &[u8], rest: Vec<u8>| [mark, &rest].concat();
        let table: [(Vec<u8>, &str, &str); 12] = [
            (b"plain".to_vec(), "plain", "UTF-8"),
            ("café £5".into(), "café £5", "UTF-8"),
            (marked(b"\xEF\xBB\xBF", "café".into()), "café", "UTF-8"),
            (marked(b"\xFF\xFE", utf16("café 😀", false)), "café 😀", "UTF-16LE"),
            (marked(b"\xFE\xFF", utf16("café", true)), "café", "UTF-16BE"),
            (utf16("no mark here", false), "no mark here", "UTF-16LE"),
            (utf16("no mark here", true), "no mark here", "UTF-16BE"),
            (utf16("москва и область\n", false), "москва и область\n", "UTF-16LE"),
            (b"price \xA35, caf\xE9 \x93quoted\x94".to_vec(), "price £5, café “quoted”", "windows-1252"),
            (b"a stray \xFFword".to_vec(), "a stray \u{FFFD}word", "windows-1252"),
            (b"Lou\xFFs".to_vec(), "Louÿs", "windows-1252"),
            (
                b"caf\xC3\xA9 and a stray \xE9 byte, \xFFword".to_vec(),
                "caf\u{e9} and a stray \u{FFFD} byte, \u{FFFD}word",
                "windows-1252",
            ),
        ];
        for (bytes, text, encoding) in &table[..11] {
            assert_eq!(decoded(bytes, None), ((*text).to_owned(), *encoding));
        }
        // One good character and two bad bytes: too few to call it UTF-8.
        assert_eq!(decoded(&table[11].0, None).1, "windows-1252");
    }

    #[test]
    fn mostly_utf8_keeps_its_characters_around_a_bad_byte() {
        let (text, encoding) = decoded(b"caf\xC3\xA9 \xE2\x80\x9Cna\xC3\xAFve\xE2\x80\x9D \xE9word", None);
        assert_eq!((text.as_str(), encoding), ("café “naïve” \u{FFFD}word", "UTF-8"));
    }

    #[test]
    fn the_users_encoding_is_for_what_is_not_utf8() {
        assert_eq!(decoded(b"\xCC\xEE\xF1\xEA\xE2\xE0", Some("windows-1251")), ("Москва".to_owned(), "windows-1251"));
        assert_eq!(decoded("Москва".as_bytes(), Some("windows-1251")), ("Москва".to_owned(), "UTF-8"));
        assert_eq!(
            decoded(b"\x83\x6A\x83\x85\x81\x5B\x83\x58", Some("shift_jis")),
            ("ニュース".to_owned(), "Shift_JIS")
        );
        assert_eq!(decoded(b"\x1B$B;n\x1B(B", Some("iso-2022-jp")), ("試".to_owned(), "ISO-2022-JP"));
        assert_eq!(decoded(b"a \xE9 b", Some("utf-8")), ("a \u{FFFD} b".to_owned(), "UTF-8"));
    }

    #[test]
    fn binary_is_not_taken_for_utf16() {
        for bytes in
            [&b"\x00\x01\x00\x02\x00\x03"[..], b"\x7FELF\x02\x01\x01\x00\x00\x00", b"text with one \x00 byte in it"]
        {
            assert!(Guess::of(bytes, true, None).transcode.is_none(), "{bytes:?}");
        }
    }

    #[test]
    fn a_character_torn_by_the_end_of_the_head_is_no_error() {
        assert_eq!(Guess::of(b"caf\xC3", false, None).decoding.encoding, UTF_8);
        assert_eq!(Guess::of(b"caf\xC3", true, None).decoding.encoding, WINDOWS_1252);
    }

    #[test]
    fn transcoding_gives_the_same_to_readers_of_any_appetite() {
        let text = "Ελλάδα 😀 café ".repeat(3000);
        let bytes = utf16(&text, false);
        let mut small = transcode(Box::new(&bytes[..]), UTF_16LE);
        let mut read = Vec::new();
        let mut buffer = [0; 3];
        loop {
            let count = small.read(&mut buffer).expect("no error");
            if count == 0 {
                break;
            }
            read.extend_from_slice(&buffer[..count]);
        }
        assert!(read == text.as_bytes());
    }
}

//! E-mail: single messages (`.eml`, pages saved as `.mhtml`) and mailboxes (mbox).
//!
//! A message is one story: its subject the headline, its sender the byline. A story that was passed on is taken out of the
//! message that carries it.

use super::decode::Guess;
use super::detect::Head;
use super::html;
use super::html_text::text_of;
use super::members::Members;
use super::options::Options;
use super::work::look;
use super::{Failure, Flaw, Input, Parsed, Reader, Refusal};
use crate::story::{self, Record};
use encoding_rs::{Encoding, UTF_8};
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{Message, MessageParser, MessagePart, MimeHeaders, PartType};
use memchr::memmem::find;
use std::io;

/// The header fields that e-mail begins with.
const FIRST_FIELDS: [&str; 9] = [
    "return-path:",
    "received:",
    "delivered-to:",
    "message-id:",
    "mime-version:",
    "x-mozilla-status:",
    "x-gmail-labels:",
    "x-gm-thrid:",
    "dkim-signature:",
];

/// Fields that only messages have; two of them beside a sender make a message.
const FIELDS: [&str; 12] = [
    "subject",
    "date",
    "to",
    "message-id",
    "mime-version",
    "content-type",
    "received",
    "newsgroups",
    "organization",
    "lines",
    "reply-to",
    "x-mailer",
];

/// Returns true for a mailbox, and for a message by its header.
pub(super) fn recognizes(head: &Head<'_>, _: &Options) -> bool {
    let text = head.text.trim_start();
    let mut lines = text.lines();
    let (first, second) = (lines.next().unwrap_or_default(), lines.next().unwrap_or_default());
    if is_separator(first.as_bytes()) && (is_field(second) || second.starts_with(">From ")) {
        return true;
    }
    if first.starts_with("From ") && is_field(second) {
        return true;
    }
    let begins = |field: &&str| text.get(..field.len()).is_some_and(|start| start.eq_ignore_ascii_case(field));
    // A message may have one field only.
    let is_alone = second.is_empty()
        && (head.extension == "eml" || begins(&"message-id:"))
        && FIELDS.iter().any(|field| begins(field) && text[field.len()..].starts_with(':'));
    let goes_on = is_alone || is_field(second) || second.starts_with([' ', '\t']);
    if goes_on && (FIRST_FIELDS.iter().any(begins) || (head.extension == "eml" && is_field(first))) {
        return true;
    }
    if !is_field(first) {
        return false;
    }
    let header = text.lines().take(60).take_while(|line| !line.trim().is_empty());
    let mut has_sender = false;
    let mut count = 0;
    for line in header {
        if line.starts_with([' ', '\t']) {
            continue;
        }
        if !is_field(line) {
            return false;
        }
        let name = line.split(':').next().unwrap_or_default().to_ascii_lowercase();
        has_sender |= matches!(name.as_str(), "from" | "sender");
        count += usize::from(FIELDS.contains(&name.as_str()));
    }
    has_sender && count > 1
}

/// Returns true for a line that may be a field of a header.
fn is_field(line: &str) -> bool {
    line.split_once(':').is_some_and(|(name, _)| {
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
    })
}

/// Returns true for the line that a mailbox has before each message: `From ada@example.com Tue Oct 31 10:00:00 2017`.
fn is_separator(line: &[u8]) -> bool {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    const LONGEST: usize = 300;
    if !line.starts_with(b"From ") || line.len() > LONGEST {
        return false;
    }
    let Ok(line) = std::str::from_utf8(line) else { return false };
    let is_time = |word: &str| {
        word.split(':').count() > 1 && word.split(':').all(|part| part.len() <= 2 && part.parse::<u8>().is_ok())
    };
    line.split_whitespace().any(|word| DAYS.contains(&word.trim_end_matches(',')))
        && line.split_whitespace().any(is_time)
}

/// Reads the stories.
#[expect(clippy::unnecessary_wraps, reason = "the signature of all formats")]
pub(super) fn read<'a>(input: Input<'a>, options: &Options) -> Result<Parsed<'a>, Refusal> {
    let (members, options) = (Members::default(), options.clone());
    Ok(Parsed::streamed(Mail { input, options, members, ordinal: 0, is_mailbox: None }))
}

struct Mail<'a> {
    input: Input<'a>,
    options: Options,
    members: Members,
    ordinal: u64,
    /// Whether a line stands before each message; known once the first bytes are there.
    is_mailbox: Option<bool>,
}

impl Mail<'_> {
    /// Reads the next message into memory; returns its length, and whether that is all of it.
    fn message(&mut self) -> io::Result<(usize, bool)> {
        let limit = self.options.record_limit();
        let mut searched = 1;
        loop {
            let bytes = self.input.window.bytes();
            if self.is_mailbox == Some(true) {
                look(bytes.len().saturating_sub(searched));
                if let Some(next) = next_separator(bytes, searched) {
                    return Ok((next, true));
                }
                // The last line may be torn.
                searched = memchr::memrchr(b'\n', bytes).unwrap_or(0).max(1);
            }
            if bytes.len() > limit {
                return Ok((searched.max(bytes.len() / 2), false));
            }
            if !self.input.window.more()? {
                return Ok((self.input.window.bytes().len(), true));
            }
        }
    }

    /// Passes over the rest of a message that is too long.
    fn skip_to_separator(&mut self) -> io::Result<()> {
        loop {
            let bytes = self.input.window.bytes();
            look(bytes.len());
            if let Some(next) = next_separator(bytes, 0).filter(|_| self.is_mailbox == Some(true)) {
                self.input.window.advance(next);
                return Ok(());
            }
            let kept = memchr::memrchr(b'\n', bytes).map_or(0, |at| bytes.len() - at).min(1 << 10);
            self.input.window.advance(bytes.len() - kept);
            if !self.input.window.more()? {
                self.input.window.advance(self.input.window.bytes().len());
                return Ok(());
            }
        }
    }
}

/// Returns where the next message's line begins.
fn next_separator(bytes: &[u8], from: usize) -> Option<usize> {
    let mut start = from.saturating_sub(1);
    loop {
        let at = start + find(bytes.get(start..)?, b"\nFrom ")? + 1;
        let rest = &bytes[at..];
        let line = memchr::memchr(b'\n', rest).map(|end| &rest[..end])?;
        if is_separator(line) {
            return Some(at);
        }
        start = at;
    }
}

impl Reader for Mail<'_> {
    fn next_record(&mut self) -> io::Result<Option<Result<Record, Failure>>> {
        loop {
            let bytes = self.input.window.bytes();
            let blank = bytes.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
            let is_all = blank == bytes.len();
            self.input.window.advance(blank);
            if !is_all {
                break;
            }
            if !self.input.window.more()? {
                return Ok(None);
            }
        }
        let is_mailbox = *self.is_mailbox.get_or_insert_with(|| self.input.window.bytes().starts_with(b"From "));
        let line = self.input.window.line();
        let (length, is_whole) = self.message()?;
        self.ordinal += 1;
        if !is_whole {
            self.input.window.advance(length);
            self.skip_to_separator()?;
            return Ok(Some(Err(Flaw::Bad(self.options.over_limit()).at(line, self.ordinal))));
        }
        let bytes = &self.input.window.bytes()[..length];
        look(length);
        let record = if is_mailbox { record(&unquoted(bytes)) } else { record(bytes) };
        let record = record.and_then(|(record, id)| {
            self.options.ensure_story(&record)?;
            Ok((record, id))
        });
        self.input.window.advance(length);
        Ok(Some(match record {
            Ok((mut record, id)) => {
                let named = is_mailbox || id.is_some();
                record.member = named.then(|| self.members.name(id.as_deref(), self.ordinal));
                Ok(record)
            }
            Err(flaw) => Err(flaw.at(line, self.ordinal)),
        }))
    }

    fn input(&self) -> &Input<'_> {
        &self.input
    }
}

/// Returns a message of a mailbox as it was sent: without the line before it, and without the `>` before lines that begin with
/// `From `.
fn unquoted(bytes: &[u8]) -> Vec<u8> {
    let start = memchr::memchr(b'\n', bytes).map_or(bytes.len(), |end| end + 1);
    let mut sent = Vec::with_capacity(bytes.len());
    for line in bytes[start..].split_inclusive(|byte| *byte == b'\n') {
        let marks = line.iter().take_while(|byte| **byte == b'>').count();
        let is_quoted = marks > 0 && line[marks..].starts_with(b"From ");
        sent.extend_from_slice(&line[usize::from(is_quoted)..]);
    }
    sent
}

/// Returns the story of a message and its id.
fn record(bytes: &[u8]) -> Result<(Record, Option<String>), Flaw> {
    let message = MessageParser::default().parse(bytes).ok_or_else(|| "no message".to_owned())?;
    let id = message.message_id().map(str::to_owned);
    let text = Text::of(&message);
    // A message may be nothing but the envelope of another.
    let inner = message.attachments().find_map(MessagePart::message);
    if let (None, Some(inner)) = (&text, inner) {
        let text = Text::of(inner).ok_or_else(nothing)?;
        return Ok((story_of(inner, text), inner.message_id().map(str::to_owned).or(id)));
    }
    let text = text.ok_or_else(nothing)?;
    // Browsers save pages as messages; when a page was saved is not when it was published.
    let is_page = header(&message, "From").is_some_and(|from| from.contains("Saved by"));
    if let Some(page) = text.page.as_deref().filter(|_| is_page) {
        let located = message.html_bodies().find_map(|part| part.content_location().map(str::to_owned));
        let address = header(&message, "Snapshot-Content-Location").or(located);
        return Ok((html::record(page, address.as_deref())?, None));
    }
    Ok((story_of(&message, text), id))
}

fn nothing() -> Flaw {
    Flaw::Skip("a message without text".to_owned())
}

/// The text of a message.
struct Text {
    text: String,
    /// The HTML it was made of, where there is no plain text.
    page: Option<String>,
}

impl Text {
    fn of(message: &Message<'_>) -> Option<Self> {
        let mut parts: Vec<&MessagePart<'_>> = message.text_bodies().collect();
        if parts.is_empty() && message.html_body.is_empty() {
            // Where the boundary between parts is lost, none of them is known to be the body.
            parts = message.parts.iter().filter(|part| part.is_text() && !is_attached(part)).collect();
        }
        let plain = parts.iter().filter(|part| matches!(part.body, PartType::Text(_)) && is_plain(part));
        let plain = plain.map(|part| plain_text(message, part)).collect::<Vec<_>>().join("\n\n");
        let plain = plain.trim_matches(['\n', '\r']);
        let pages = parts.iter().copied().chain(message.html_bodies()).filter(|part| part.is_text_html());
        let pages: Vec<String> = pages.map(|part| decoded_part(message, part)).collect();
        // A plain part that only says that the mail is HTML is none.
        if plain.trim().len() > 200 || (pages.is_empty() && !plain.trim().is_empty()) {
            return Some(Self { text: plain.to_owned(), page: None });
        }
        let page = pages.into_iter().next();
        let shown = page.as_deref().map(text_of).unwrap_or_default();
        let text = if shown.trim().len() > plain.trim().len() { shown } else { plain.to_owned() };
        (!text.trim().is_empty()).then_some(Self { text, page })
    }
}

fn is_attached(part: &MessagePart<'_>) -> bool {
    part.content_disposition().is_some_and(|kind| kind.ctype().eq_ignore_ascii_case("attachment"))
}

fn is_plain(part: &MessagePart<'_>) -> bool {
    part.content_type().is_none_or(|kind| kind.subtype().is_none_or(|kind| kind.eq_ignore_ascii_case("plain")))
}

/// Returns a part's text in the encoding it is in, whatever it says.
fn decoded_part(message: &Message<'_>, part: &MessagePart<'_>) -> String {
    let text = part.text_contents().unwrap_or_default();
    if !text.contains('\u{FFFD}') {
        return text.to_owned();
    }
    let raw = message.raw_message.get(part.raw_body_offset() as usize..part.raw_end_offset() as usize);
    let raw = raw.unwrap_or_default();
    let bytes = match part.encoding {
        mail_parser::Encoding::None => Some(raw.to_vec()),
        mail_parser::Encoding::QuotedPrintable => quoted_printable_decode(raw),
        mail_parser::Encoding::Base64 => base64_decode(raw),
    };
    bytes.map_or_else(|| text.to_owned(), |bytes| guessed(&bytes, None))
}

/// Returns the text of bytes whose encoding is not known, or not the one they say.
fn guessed(bytes: &[u8], label: Option<&'static Encoding>) -> String {
    Guess::of(bytes, true, label).text(bytes)
}

/// Returns the text of a plain part: lines that were broken for sending joined again, without the signature.
fn plain_text(message: &Message<'_>, part: &MessagePart<'_>) -> String {
    let text = decoded_part(message, part).replace("\r\n", "\n");
    let attribute = |name: &str| part.content_type().and_then(|kind| kind.attribute(name)).unwrap_or_default();
    let text = if attribute("format").eq_ignore_ascii_case("flowed") {
        flowed(&text, attribute("delsp").eq_ignore_ascii_case("yes"))
    } else {
        text
    };
    // Lines of blanks part paragraphs like empty ones.
    let lines: Vec<&str> = without_signature(&text).trim_end().lines().map(str::trim_end).collect();
    lines.join("\n")
}

/// Joins the lines of a text whose lines end in a space where they go on.
fn flowed(text: &str, drops_space: bool) -> String {
    let mut joined = String::with_capacity(text.len());
    for line in text.lines() {
        let goes_on = line.ends_with(' ') && line != "-- ";
        let line = line.strip_prefix(' ').unwrap_or(line);
        joined.push_str(if goes_on && drops_space { line.trim_end_matches(' ') } else { line });
        if !goes_on {
            joined.push('\n');
        }
    }
    joined
}

/// Returns a text without the signature, and without the lines that a mailing list puts under its messages.
fn without_signature(text: &str) -> &str {
    /// A signature is short.
    const LONGEST: usize = 2000;
    let signature = text.rfind("\n-- \n").or_else(|| text.rfind("\n--\n"));
    let footer = text.rfind("\n________").filter(|at| {
        let below = text[*at..].to_lowercase();
        below.contains("mailing list") || below.contains("unsubscribe") || below.contains("http")
    });
    let ends = [signature, footer].into_iter().flatten().filter(|at| text.len() - at <= LONGEST);
    ends.min().map_or(text, |end| &text[..end])
}

fn story_of(message: &Message<'_>, text: Text) -> Record {
    let sender = header(message, "From").or_else(|| header(message, "Sender")).map(|from| name_of(&from));
    let mut record = Record {
        headline: header(message, "Subject"),
        date: header(message, "Date").map(|date| whole_date(message, date)),
        lang: header(message, "Content-Language").filter(|lang| !lang.contains(',')),
        url: header(message, "Archived-At").map(|url| url.trim_matches(['<', '>']).to_owned()),
        ..Record::default()
    };
    let list = header(message, "List-Id")
        .map(|list| list.split('<').next().unwrap_or_default().trim_matches(['"', ' ']).to_owned());
    record.agency = [sender.as_deref(), list.as_deref()].into_iter().flatten().find_map(agency_in).map(str::to_owned);
    record.byline = sender.filter(|name| agency_in(name).is_none());
    record.text = text.text;
    pass_on(&mut record);
    record
}

/// Returns the agency that a sender's name begins with.
fn agency_in(name: &str) -> Option<&'static str> {
    story::agency(name).or_else(|| {
        // `Reuters Daily Briefing`, but not the man called Petra.
        let is_sender = ["news", "daily", "alert", "brief", "newsletter", "wire", "digest", "update"];
        let lower = name.to_lowercase();
        is_sender.iter().any(|word| lower.contains(word)).then(|| story::agency_at_start(name))?
    })
}

/// Takes the story out of a message that passes it on: what stands above it are the fields of the message it came in.
fn pass_on(record: &mut Record) {
    const MARKS: [&str; 5] = [
        "---------- forwarded message",
        "-----original message-----",
        "----- forwarded message",
        "begin forwarded message:",
        "-------- original message --------",
    ];
    /// Above the story stand a few words at most.
    const FAR: usize = 600;
    let lower = record.text.to_ascii_lowercase();
    let Some(at) = MARKS.iter().filter_map(|mark| lower.find(mark)).min().filter(|at| *at < FAR) else { return };
    let Some((_, below)) = record.text[at..].split_once('\n') else { return };
    let below = below.trim_start();
    let (fields, story) = below.split_once("\n\n").unwrap_or((below, ""));
    if story.trim().is_empty()
        || !fields.lines().any(|line| line.trim_start_matches(['>', '*', ' ']).starts_with("From:"))
    {
        return;
    }
    for line in fields.lines() {
        let Some((name, value)) = line.trim_matches(['>', ' ', '*']).split_once(':') else { continue };
        let value = value.trim_matches(['*', ' ']).to_owned();
        match name.trim_matches('*').to_ascii_lowercase().as_str() {
            "from" => {
                let name = name_of(&value);
                record.agency = agency_in(&name).map(str::to_owned).or_else(|| record.agency.take());
                record.byline = Some(name).filter(|name| agency_in(name).is_none());
            }
            "subject" => record.headline = Some(value),
            "date" | "sent" if story::read_date(&value).is_some() => record.date = Some(value),
            _ => {}
        }
    }
    record.text = story.trim_start().to_owned();
}

/// Returns a sender's name, else the address: of `"Poe, Ann" <ann@example.com>` and `ann@example.com (Ann Poe)`.
fn name_of(from: &str) -> String {
    let from = from.trim();
    let (name, address) = match from.split_once('<') {
        Some((name, address)) => (name, address.split('>').next().unwrap_or_default()),
        None => match from.split_once('(') {
            Some((address, name)) => (name.trim_end_matches(')'), address),
            None => ("", from),
        },
    };
    let name = name.trim().trim_matches(['"', '\'']).trim();
    if name.is_empty() { address.trim().to_owned() } else { name.to_owned() }
}

/// Returns the date as it stands, or as a parser of mail understands it where two digits are the year.
fn whole_date(message: &Message<'_>, date: String) -> String {
    if story::read_date(&date).is_some() {
        return date;
    }
    message.date().filter(|date| date.is_valid()).map_or(date, mail_parser::DateTime::to_rfc3339)
}

/// Returns a field of the header on one line, decoded: encoded words, and bytes that should have been encoded.
fn header(message: &Message<'_>, name: &str) -> Option<String> {
    let field = message.headers().iter().find(|field| field.name().eq_ignore_ascii_case(name))?;
    let raw = message.raw_message.get(field.offset_start() as usize..field.offset_end() as usize)?;
    let value = decoded_words(&guessed(raw, None)).split_whitespace().collect::<Vec<_>>().join(" ");
    (!value.is_empty()).then_some(value)
}

/// Decodes the encoded words of RFC 2047. Words that follow one another are joined before they are decoded, since some
/// programs part characters; an encoding that does not fit is passed over for one that does.
fn decoded_words(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    // The bytes of the words so far, and what they say they are in.
    let mut open: Option<(Vec<u8>, String)> = None;
    while let Some(at) = rest.find("=?") {
        let before = &rest[..at];
        let Some((charset, bytes, length)) = word(&rest[at..]) else {
            flush(&mut out, open.take());
            out.push_str(&rest[..at + 2]);
            rest = &rest[at + 2..];
            continue;
        };
        let follows = before.trim().is_empty();
        if !follows || open.as_ref().is_some_and(|(_, other)| *other != charset) {
            flush(&mut out, open.take());
        }
        if !follows || (open.is_none() && out.is_empty()) {
            out.push_str(before);
        }
        open.get_or_insert_with(|| (Vec::new(), charset)).0.extend(bytes);
        rest = &rest[at + length..];
    }
    flush(&mut out, open);
    out.push_str(rest);
    out
}

fn flush(out: &mut String, open: Option<(Vec<u8>, String)>) {
    let Some((bytes, charset)) = open else { return };
    let encoding = Encoding::for_label(charset.as_bytes());
    let decoded = encoding.and_then(|encoding| encoding.decode_without_bom_handling_and_without_replacement(&bytes));
    match decoded {
        Some(text) => out.push_str(&text),
        None => out.push_str(&guessed(&bytes, encoding.filter(|encoding| *encoding != UTF_8))),
    }
}

/// Reads the encoded word at the beginning of a text: its charset, its bytes and its length.
fn word(text: &str) -> Option<(String, Vec<u8>, usize)> {
    // The standard allows 75 characters; what has no end near is no such word.
    const LONGEST: usize = 1000;
    let text = &text[..text.floor_char_boundary(LONGEST)];
    let (charset, rest) = text.strip_prefix("=?")?.split_once('?')?;
    let (kind, rest) = rest.split_once('?')?;
    let (content, _) = rest.split_once("?=")?;
    let bytes = match kind {
        "B" | "b" => base64_decode(content.as_bytes())?,
        "Q" | "q" => quoted(content.as_bytes()),
        _ => return None,
    };
    let length = "=?".len() + charset.len() + "?".len() + kind.len() + "?".len() + content.len() + "?=".len();
    // What was not encoded, though it should have been, is decoded by now.
    let charset = if content.is_ascii() { charset } else { "utf-8" };
    Some((charset.split('*').next().unwrap_or_default().to_ascii_lowercase(), bytes, length))
}

/// Decodes the quoted form of words: `_` is a space.
fn quoted(content: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(content.len());
    let mut at = 0;
    while at < content.len() {
        let hex = content.get(at + 1..at + 3).and_then(|hex| std::str::from_utf8(hex).ok());
        let coded = hex.filter(|_| content[at] == b'=').and_then(|hex| u8::from_str_radix(hex, 16).ok());
        bytes.push(coded.unwrap_or(if content[at] == b'_' { b' ' } else { content[at] }));
        at += if coded.is_some() { 3 } else { 1 };
    }
    bytes
}

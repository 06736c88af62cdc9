//! The text of HTML: its paragraphs, without tags, scripts and captions.
//!
//! One pass over the tags, without a tree: quick enough for every field of every record, and no markup is too broken for it.

use super::references::decoded;
use memchr::memchr;
use memchr::memmem::find;

/// Elements that hold no text of the story.
const SILENT: [&str; 19] = [
    "script",
    "style",
    "noscript",
    "template",
    "title",
    "iframe",
    "svg",
    "math",
    "object",
    "audio",
    "video",
    "select",
    "textarea",
    "button",
    "figure",
    "figcaption",
    "aside",
    "nav",
    "form",
];

/// Elements that begin and end a paragraph.
const BLOCKS: [&str; 38] = [
    "address",
    "article",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "menu",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "th",
    "tr",
    "ul",
];

/// The longest tag name that is looked for.
const LONGEST_NAME: usize = 16;
/// How far a quoted attribute is followed; what is longer has lost its quote.
const LONGEST_TAG: usize = 8 << 10;
/// A line that is broken behind so many characters ends a paragraph: no line is that long.
const LONGEST_LINE: usize = 120;
/// Stands for a line break until the paragraph is whole.
const BREAK: char = '\u{2028}';

/// Returns the text of a fragment of HTML: its paragraphs with a blank line between, without tags and scripts. A text without
/// paragraphs and breaks stays as it stands, trimmed.
pub(super) fn text_of(fragment: &str) -> String {
    let mut scan = Scan { rest: fragment, missing: Vec::new(), paragraphs: Paragraphs::default(), preformatted: 0 };
    scan.run();
    scan.paragraphs.finish()
}

struct Scan<'h> {
    rest: &'h str,
    /// Silent elements whose end is nowhere ahead.
    missing: Vec<&'static str>,
    paragraphs: Paragraphs,
    /// How many `pre` are open.
    preformatted: usize,
}

impl Scan<'_> {
    fn run(&mut self) {
        while !self.rest.is_empty() {
            let open = memchr(b'<', self.rest.as_bytes()).unwrap_or(self.rest.len());
            self.text(open);
            self.rest = &self.rest[open..];
            if self.rest.is_empty() {
                return;
            }
            let length = self.markup();
            self.rest = &self.rest[length..];
        }
    }

    fn text(&mut self, length: usize) {
        if length == 0 {
            return;
        }
        let text = decoded(&self.rest[..length]);
        if self.preformatted > 0 {
            self.paragraphs.push(&text.replace('\n', &BREAK.to_string()));
            self.paragraphs.shaped = true;
        } else {
            self.paragraphs.push(&text);
        }
    }

    /// Passes over what begins with `<`; returns its length.
    fn markup(&mut self) -> usize {
        let rest = self.rest;
        if let Some(inner) = rest.strip_prefix("<![CDATA[") {
            let end = inner.find("]]>").unwrap_or(inner.len());
            self.paragraphs.push(&decoded(&inner[..end]));
            return (9 + end + 3).min(rest.len());
        }
        if let Some(inner) = rest.strip_prefix("<!--") {
            return inner.find("-->").map_or(rest.len(), |end| 4 + end + 3);
        }
        if rest.starts_with("<!") || rest.starts_with("<?") {
            return rest.find('>').map_or(rest.len(), |end| end + 1);
        }
        let is_end = rest[1..].starts_with('/');
        let from = 1 + usize::from(is_end);
        let name = name_at(&rest[from..]);
        if name.is_empty() {
            self.paragraphs.push("<");
            return 1;
        }
        let length = tag_length(rest);
        if let Some(silent) = known(&SILENT, name) {
            return length + if is_end { 0 } else { self.silent(silent, &rest[length..]) };
        }
        if name.eq_ignore_ascii_case("br") {
            self.paragraphs.push_break();
        } else if known(&BLOCKS, name).is_some() {
            self.paragraphs.end();
            if name.eq_ignore_ascii_case("pre") {
                self.preformatted = if is_end { self.preformatted.saturating_sub(1) } else { self.preformatted + 1 };
            }
        }
        length
    }

    /// Returns the length of a silent element from behind its first tag, its end included; 0 where it has none.
    fn silent(&mut self, name: &'static str, rest: &str) -> usize {
        if self.missing.contains(&name) {
            return 0;
        }
        if let Some(end) = find_end(rest, name) {
            return end + tag_length(&rest[end..]);
        }
        self.missing.push(name);
        0
    }
}

fn known(names: &[&'static str], name: &str) -> Option<&'static str> {
    names.iter().copied().find(|known| known.eq_ignore_ascii_case(name))
}

/// Returns the name of a tag, empty where a text goes on.
pub(super) fn name_at(text: &str) -> &str {
    let end =
        text.bytes().take(LONGEST_NAME).position(|byte| !(byte.is_ascii_alphanumeric() || b"-:_".contains(&byte)));
    let name = &text[..end.unwrap_or(0)];
    if end.is_none() && text.starts_with(|first: char| first.is_ascii_alphabetic()) {
        // A long name is that of some element of the page's own.
        return "x";
    }
    if name.starts_with(|first: char| first.is_ascii_alphabetic()) { name } else { "" }
}

/// Returns the length of the tag at the beginning of a text; a bracket inside quotes does not end it.
pub(super) fn tag_length(text: &str) -> usize {
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate().take(LONGEST_TAG) {
        match (quote, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
    }
    memchr(b'>', text.as_bytes()).map_or(text.len(), |end| end + 1)
}

/// Returns where the end of an element of this name begins.
pub(super) fn find_end(text: &str, name: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + find(&text.as_bytes()[from..], b"</")?;
        from = at + 2;
        if name_at(&text[from..]).eq_ignore_ascii_case(name) {
            return Some(at);
        }
    }
}

/// Paragraphs under way.
#[derive(Default)]
struct Paragraphs {
    done: String,
    line: String,
    /// Whether there were blocks or breaks.
    shaped: bool,
}

impl Paragraphs {
    fn push(&mut self, text: &str) {
        self.line.push_str(text);
    }

    fn push_break(&mut self) {
        self.shaped = true;
        self.line.push(BREAK);
    }

    fn end(&mut self) {
        self.shaped = true;
        let line = std::mem::take(&mut self.line);
        let mut paragraph = String::new();
        for piece in line.split(BREAK) {
            let indent = piece.chars().take_while(|c| c.is_whitespace()).filter(|c| *c != '\n').count();
            let words = piece.split_whitespace().collect::<Vec<_>>().join(" ");
            let last = paragraph.rsplit('\n').next().unwrap_or_default().len();
            if words.is_empty() || indent > 1 || last > LONGEST_LINE {
                self.keep(&std::mem::take(&mut paragraph));
            }
            if !words.is_empty() {
                if !paragraph.is_empty() {
                    paragraph.push('\n');
                }
                paragraph.push_str(&words);
            }
        }
        self.keep(&paragraph);
    }

    fn keep(&mut self, paragraph: &str) {
        if paragraph.is_empty() {
            return;
        }
        if !self.done.is_empty() {
            self.done.push_str("\n\n");
        }
        self.done.push_str(paragraph);
    }

    fn finish(mut self) -> String {
        if !self.shaped {
            return self.line.trim().to_owned();
        }
        self.end();
        self.done
    }
}

/// Returns a paragraph on one line where its lines are indented, as in XML that was laid out; else as it stands.
pub(super) fn unindented(paragraph: &str) -> String {
    let is_laid_out = paragraph.lines().skip(1).any(|line| line.starts_with("    ") || line.starts_with('\t'));
    if is_laid_out { paragraph.split_whitespace().collect::<Vec<_>>().join(" ") } else { paragraph.to_owned() }
}

/// Returns a text on one line: markup and references resolved, runs of blanks as one; `None` where nothing is left.
pub(super) fn line_of(text: &str) -> Option<String> {
    let is_markup = text.contains("</") || text.contains("/>") || text.contains("<br") || text.contains("<p>");
    let plain = if is_markup { text_of(text) } else { decoded(text) };
    let words: Vec<&str> = plain.split_whitespace().collect();
    (!words.is_empty()).then(|| words.join(" "))
}

//! The fields of a story in the SGML of research collections, which no XML reader accepts: tags without ends, bare ampersands
//! and less-than signs, references to the controls of a wire.

use super::references::decoded;
use memchr::memmem::find;

/// How far a tag may reach, in bytes; what begins with `<` and goes on longer is text.
const LONGEST_TAG: usize = 256;

/// How many fields may lie in one another.
const DEEPEST: usize = 8;

/// A field: the content of one element.
struct Field {
    name: &'static str,
    text: String,
}

/// The fields of a story, in the order they begin in, and the text that lies in none.
#[derive(Default)]
pub(super) struct Fields {
    found: Vec<Field>,
    loose: String,
}

impl Fields {
    /// Reads the elements of these names; all other tags only part paragraphs. A field inside one of `texts` is a field
    /// and not part of that text; any other field ends where the next begins, if nothing closes it.
    pub(super) fn of(source: &str, names: &'static [&'static str], texts: &[&str]) -> Self {
        let mut fields = Self::default();
        // The places in `found` of the fields that are open, the innermost last.
        let mut open: Vec<usize> = Vec::new();
        let mut rest = source;
        loop {
            let at = rest.find('<').unwrap_or(rest.len());
            fields.push(&open, &rest[..at]);
            rest = &rest[at..];
            if rest.is_empty() {
                break;
            }
            let Some((name, is_end, length)) = tag(rest) else {
                fields.push(&open, "<");
                rest = &rest[1..];
                continue;
            };
            rest = &rest[length..];
            let known = names.iter().copied().find(|known| known.eq_ignore_ascii_case(name));
            match known {
                Some(known) if is_end => {
                    if let Some(place) = open.iter().rposition(|at| fields.found[*at].name == known) {
                        open.truncate(place);
                    }
                }
                Some(known) => {
                    while open.last().is_some_and(|at| !texts.contains(&fields.found[*at].name))
                        || open.len() >= DEEPEST
                    {
                        open.pop();
                    }
                    open.push(fields.found.len());
                    fields.found.push(Field { name: known, text: String::new() });
                }
                None if is_inline(name) => {}
                None => fields.push(&open, "\n\n"),
            }
        }
        for field in &mut fields.found {
            field.text = plain(&field.text);
        }
        fields.loose = plain(&fields.loose);
        fields
    }

    fn push(&mut self, open: &[usize], text: &str) {
        match open.last() {
            Some(at) => self.found[*at].text.push_str(text),
            None => self.loose.push_str(text),
        }
    }

    /// Returns the texts of the fields of this name, as they stand.
    pub(super) fn all<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        self.found.iter().filter(move |field| field.name == name).map(|field| field.text.as_str())
    }

    /// Returns the first field of any of these names that is not empty, the names in order, on one line.
    pub(super) fn line(&self, names: &[&str]) -> Option<String> {
        names.iter().flat_map(|name| self.all(name)).map(line).find(|line| !line.is_empty())
    }

    /// Returns the text that lies in no field.
    pub(super) fn loose(&self) -> &str {
        &self.loose
    }
}

/// Returns a text on one line, runs of blanks as one.
pub(super) fn line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Returns the value of an attribute in a tag.
pub(super) fn attribute<'t>(tag: &'t str, name: &str) -> Option<&'t str> {
    let lower = tag.to_ascii_lowercase();
    let parted = |at: usize| lower[..at].ends_with(|before: char| before.is_whitespace());
    let at = lower.match_indices(name).map(|(at, _)| at).find(|at| parted(*at))?;
    let value = tag[at + name.len()..].trim_start().strip_prefix('=')?.trim_start();
    let value = match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next()?,
        _ => value.split(|next: char| next.is_whitespace() || next == '>').next()?,
    };
    Some(value.trim()).filter(|value| !value.is_empty())
}

/// Returns the name of the tag that begins a text, whether it is an end, and its length; a comment has no name.
fn tag(text: &str) -> Option<(&str, bool, usize)> {
    if let Some(comment) = text.strip_prefix("<!--") {
        let end = find(&comment.as_bytes()[..LONGEST_TAG.min(comment.len())], b"-->")?;
        return Some(("", false, 4 + end + 3));
    }
    let inner = &text[1..];
    let is_end = inner.starts_with('/');
    let inner = inner.strip_prefix('/').unwrap_or(inner);
    if !inner.starts_with(|first: char| first.is_ascii_alphanumeric()) {
        return None;
    }
    let length = inner.bytes().take(LONGEST_TAG).position(|byte| matches!(byte, b'>' | b'<'))?;
    if inner.as_bytes()[length] == b'<' {
        return None;
    }
    let name = inner[..length].split(|next: char| next.is_whitespace() || next == '/').next()?;
    Some((name, is_end, 1 + usize::from(is_end) + length + 1))
}

/// Returns true for tags inside a paragraph, and for comments.
fn is_inline(name: &str) -> bool {
    const INLINE: [&str; 12] = ["", "F", "TI", "I", "B", "EM", "A", "SPAN", "ENAMEX", "TIMEX", "NUMEX", "S"];
    INLINE.iter().any(|inline| name.eq_ignore_ascii_case(inline))
}

/// Returns a text without references, those to characters of a wire or of one collection alone included.
fn plain(text: &str) -> String {
    const OWN: [(&str, &str); 9] = [
        ("&blank;", " "),
        ("&hyph;", "-"),
        ("&UR;", " "),
        ("&LR;", " "),
        ("&QL;", " "),
        ("&QR;", " "),
        ("&QC;", " "),
        ("&UL;", " "),
        ("&MD;", "-"),
    ];
    if !text.contains('&') {
        return decoded(text);
    }
    let mut text = text.to_owned();
    for (reference, meant) in OWN {
        if text.contains(reference) {
            text = text.replace(reference, meant);
        }
    }
    // `&Cx1f;` is a control character.
    let mut pieces = text.split("&Cx");
    let mut without = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        match piece.split_once(';') {
            Some((digits, rest)) if digits.len() == 2 => {
                without.push(' ');
                without.push_str(rest);
            }
            _ => {
                without.push_str("&Cx");
                without.push_str(piece);
            }
        }
    }
    decoded(&without)
}

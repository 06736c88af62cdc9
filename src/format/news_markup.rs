//! What the formats of news in XML have in common: the content that their envelopes carry, the signs of a time stamp, the
//! codes of subjects.

use super::nitf;
use super::xml::Element;
use crate::story::{Record, Status};

/// The subjects of the IPTC that all others lie under, by the first two digits of their codes.
const SUBJECTS: [&str; 17] = [
    "arts, culture and entertainment",
    "crime, law and justice",
    "disaster and accident",
    "economy, business and finance",
    "education",
    "environmental issue",
    "health",
    "human interest",
    "labour",
    "lifestyle and leisure",
    "politics",
    "religion and belief",
    "science and technology",
    "social issue",
    "sport",
    "unrest, conflicts and war",
    "weather",
];

/// Elements of HTML that hold no text of the story.
const BESIDE: [&str; 17] = [
    "aside", "audio", "button", "figure", "footer", "form", "head", "header", "iframe", "media", "nav", "noscript",
    "object", "script", "style", "svg", "video",
];

/// Returns the story that an envelope's element holds: NITF, HTML or plain text, as elements, in CDATA or escaped.
pub(super) fn content(element: &Element) -> Record {
    if let Some(nitf) = nitf::inside(element) {
        return nitf::story(nitf);
    }
    if element.children().next().is_none() && element.text().contains("<nitf") {
        let fragment = Element::fragment(&element.text());
        if let Some(nitf) = nitf::inside(&fragment) {
            return nitf::story(nitf);
        }
    }
    if element.find("BRODTEXT").is_some() {
        return swedish(element);
    }
    let html = element.find("html").unwrap_or(element);
    let headline = html.find("h1").and_then(Element::line);
    let headline = headline.or_else(|| html.at(&["head", "title"]).and_then(Element::line));
    let text = text(html.child("body").unwrap_or(html));
    Record { text: without_headline(text, headline.as_deref()), headline, ..Record::default() }
}

/// Returns the story in the markup of the Swedish agency TT: texts of a headline, a lead and a body each, of which the first
/// is the story and the others stand in boxes beside it.
pub(super) fn swedish(element: &Element) -> Record {
    let mut record = Record::default();
    let mut parts: Vec<String> = Vec::new();
    for text in element.find_all("TEXT") {
        let headline = text.child("RUBRIK").and_then(Element::line);
        if record.headline.is_none() {
            record.headline = headline;
        } else {
            parts.extend(headline);
        }
        parts.extend(["INGRESS", "BRODTEXT"].iter().filter_map(|name| text.child(name)).map(Element::paragraphs));
        record.byline = record.byline.or_else(|| text.child("BYLINE").and_then(Element::line));
    }
    parts.retain(|part| !part.is_empty());
    record.text = parts.join("\n\n");
    record
}

/// Returns the text of a story without pictures, scripts and what stands around it.
pub(super) fn text(element: &Element) -> String {
    text_without(element, &is_beside)
}

/// Returns the text of a story without the elements that a format has beside it.
pub(super) fn text_without(element: &Element, is_left_out: &dyn Fn(&Element) -> bool) -> String {
    decoded_again(element.paragraphs_without(is_left_out))
}

/// Returns true for an element that holds no text of the story.
pub(super) fn is_beside(element: &Element) -> bool {
    BESIDE.iter().any(|name| element.name.eq_ignore_ascii_case(name))
}

/// Resolves references that a careless sender escaped twice; no story writes them out.
fn decoded_again(text: String) -> String {
    const TWICE: [&str; 6] = ["&#", "&quot;", "&amp;", "&apos;", "&nbsp;", "&lt;"];
    if TWICE.iter().any(|twice| text.contains(twice)) { super::references::decoded(&text) } else { text }
}

/// Returns the text without its first paragraph where that only repeats the headline.
pub(super) fn without_headline(text: String, headline: Option<&str>) -> String {
    match (text.split_once("\n\n"), headline) {
        (Some((first, rest)), Some(headline)) if first.trim() == headline => rest.trim_start().to_owned(),
        _ => text,
    }
}

/// Returns a dateline, unless it holds but a time: `2018-01-03 20:13:08 GMT`, `20170102T222800+0000`, `4/4/2018`.
pub(super) fn dateline(line: Option<String>) -> Option<String> {
    line.filter(|line| !is_timestamp(line))
}

/// Returns true for a date in digits.
pub(super) fn is_timestamp(line: &str) -> bool {
    let first = line.split_whitespace().next().unwrap_or_default();
    let sign = |c: char| c.is_ascii_digit() || matches!(c, '-' | '/' | '.' | ':' | '+' | 'T' | 'Z');
    first.len() >= 6 && first.starts_with(|c: char| c.is_ascii_digit()) && first.chars().all(sign)
}

/// Returns a byline, unless it is the initials of those who handled the story, `gr/bp`, or names nobody.
pub(super) fn byline(line: Option<String>) -> Option<String> {
    const NOBODY: [&str; 5] = ["staff", "staff reporter", "staff reporters", "staff writer", "staff writers"];
    let is_nobody = |line: &String| {
        let name = line.to_lowercase();
        NOBODY.contains(&name.strip_prefix("by ").unwrap_or(&name).trim())
    };
    line.filter(|line| !is_nobody(line))
        .filter(|line| line.contains(char::is_whitespace) || line.contains(|c: char| c.is_uppercase() || !c.is_ascii()))
}

/// Returns true for what looks like a person's name: a few words, each with a capital, none of them all capitals or digits.
pub(super) fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let small = |word: &str| matches!(word, "de" | "da" | "del" | "den" | "der" | "di" | "la" | "le" | "van" | "von");
    let proper = |word: &str| {
        word.starts_with(char::is_uppercase)
            && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '\'' | '’'))
    };
    (2..=4).contains(&words.len()) && words.iter().all(|word| proper(word) || small(word)) && proper(words[0])
}

/// Returns the name in a domain's: `ansa` for `ansa.it` and `www.ansa.it`; other text as it stands.
pub(super) fn without_domain(name: &str) -> &str {
    let domain = name.strip_prefix("www.").unwrap_or(name);
    match domain.rsplit_once('.') {
        Some((label, _)) if !label.is_empty() && !name.contains(char::is_whitespace) => label,
        _ => name,
    }
}

/// Returns what a status's name says became of the story: `stat:canceled`, `Withheld`.
pub(super) fn status(name: &str) -> Option<Status> {
    let name = name.rsplit(':').next().unwrap_or_default().to_ascii_lowercase();
    match name.as_str() {
        "canceled" | "cancelled" | "deleted" | "kill" | "killed" | "retracted" | "withdrawn" => Some(Status::Withdrawn),
        "corrected" | "correction" => Some(Status::Corrected),
        _ => None,
    }
}

/// Returns the names of the IPTC's subjects that codes lie under, each once.
pub(super) fn subject_names<'c>(codes: impl Iterator<Item = &'c str>) -> Option<String> {
    let name = |code: &str| {
        let digits =
            code.split(':').rev().find(|digits| digits.len() == 8 && digits.bytes().all(|b| b.is_ascii_digit()))?;
        let number: usize = digits.parse().ok().map(|number: usize| number / 1_000_000)?;
        SUBJECTS.get(number.checked_sub(1)?).copied()
    };
    list(codes.filter_map(name).map(str::to_owned))
}

/// Returns the values joined, each once; `None` for none.
pub(super) fn list(values: impl Iterator<Item = String>) -> Option<String> {
    let mut seen: Vec<String> = Vec::new();
    for value in values.filter(|value| !value.is_empty()) {
        // A section is a few words; what comes after is no section.
        if seen.len() < 20 && !seen.contains(&value) {
            seen.push(value);
        }
    }
    (!seen.is_empty()).then(|| seen.join(", "))
}

/// Returns notes one after the other; `None` for none.
pub(super) fn sentences(notes: impl Iterator<Item = String>) -> Option<String> {
    let notes: Vec<String> = notes.collect();
    (!notes.is_empty()).then(|| notes.join(" "))
}

/// Editors' tags, each once, in order.
#[derive(Default)]
pub(super) struct Tags {
    tags: Vec<String>,
    seen: std::collections::HashSet<String>,
}

impl Tags {
    pub(super) fn add(&mut self, kind: &str, value: Option<impl AsRef<str>>) {
        let Some(value) = value else { return };
        let tag = format!("{kind}:{}", value.as_ref().trim());
        if tag.len() > kind.len() + 1 && self.seen.insert(tag.clone()) {
            self.tags.push(tag);
        }
    }

    pub(super) fn extend(&mut self, tags: Vec<String>) {
        for tag in tags {
            if self.seen.insert(tag.clone()) {
                self.tags.push(tag);
            }
        }
    }

    pub(super) fn into_list(self) -> Vec<String> {
        self.tags
    }
}

/// Returns true where text between stories holds one of these signs that it was part of one.
pub(super) fn holds_any(text: &str, signs: &[&str]) -> bool {
    signs.iter().any(|sign| text.contains(sign))
}

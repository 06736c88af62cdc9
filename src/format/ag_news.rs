//! AG News: a table without a header, of a class, a title and the first words of a story.

use super::delimited;
use super::detect::Head;
use super::options::{Column, Options};
use super::{Input, Parsed, Refusal};
use crate::story::Record;

/// The classes, by their number from 1.
const CLASSES: [&str; 4] = ["World", "Sports", "Business", "Sci/Tech"];

/// The header of a copy that has one.
const HEADER: [&str; 3] = ["Class Index", "Title", "Description"];

/// Returns true where the first rows are a class and two texts, all in quotes.
pub(super) fn recognizes(head: &Head<'_>, options: &Options) -> bool {
    let mut lines = head.text.lines().filter(|line| !line.trim().is_empty()).take(3).peekable();
    let is_row = |line: &str| {
        let mut characters = line.trim_start_matches('"').chars();
        let class = characters.next().is_some_and(|class| ('1'..='4').contains(&class));
        class && line.starts_with('"') && line.matches("\",\"").count() == 2
    };
    let has_header = lines.peek().is_some_and(|first| is_header(first));
    options.map.is_empty() && lines.peek().is_some() && (has_header || lines.all(is_row))
}

fn is_header(line: &str) -> bool {
    line.split(',').map(|name| name.trim().trim_matches('"')).eq(HEADER)
}

/// Reads the rows.
pub(super) fn read<'a>(mut input: Input<'a>, options: &Options) -> Result<Parsed<'a>, Refusal> {
    let more = input.window.more();
    more.map_err(|error| Refusal::Fail(input.failure(&error)))?;
    let first = input.decoding.text(input.window.bytes()).lines().next().unwrap_or_default().to_owned();
    let columns: [&str; 3] = if is_header(&first) { HEADER } else { ["1", "2", "3"] };
    let fields = [Column::Section, Column::Headline, Column::Text];
    let map = fields.into_iter().zip(columns.map(str::to_owned)).collect();
    let parsed = delimited::read_csv(input, &Options { map, ..options.clone() })?;
    Ok(Parsed { encoding: parsed.encoding, records: Box::new(parsed.records.map(|record| record.map(story))) })
}

fn story(record: Record) -> Record {
    let class = record.section.as_deref().and_then(|class| class.trim().parse::<usize>().ok());
    let class = class.and_then(|class| CLASSES.get(class.checked_sub(1)?));
    Record {
        headline: record.headline.as_deref().map(repaired),
        text: repaired(&record.text),
        section: class.map(|class| (*class).to_owned()).or(record.section),
        ..record
    }
}

/// Returns a text with its line breaks and the characters that lost the ampersand of their reference.
fn repaired(text: &str) -> String {
    const BROKEN: [(&str, &str); 14] = [
        (" #36;", " $"),
        (" #39;", "'"),
        ("#39;", "'"),
        ("#36;", "$"),
        ("#145;", "‘"),
        ("#146;", "’"),
        ("#147;", "“"),
        ("#148;", "”"),
        ("#151;", "—"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&amp;", "&"),
        (" quot;", "\""),
        (" amp;", " &"),
    ];
    let text = text.replace("\\$", "$").replace("\\\\", "\\").replace('\\', "\n");
    let text = BROKEN.iter().fold(text, |text, (broken, meant)| text.replace(broken, meant));
    let text = without_links(&text);
    text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Returns a text without the links of the pages it was taken from.
fn without_links(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        kept.push_str(&rest[..at]);
        rest = &rest[at..];
        let is_link = ["<A HREF", "<a href", "</a>", "</A>"].iter().any(|tag| rest.starts_with(tag));
        let length = if is_link { rest.find('>').map(|end| end + 1) } else { None };
        let length = length.unwrap_or_else(|| {
            kept.push('<');
            1
        });
        rest = &rest[length..];
        if is_link && length == 1 {
            break;
        }
    }
    kept.push_str(rest);
    kept
}

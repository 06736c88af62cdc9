//! The marked names of the sample stories, found again in the stories' texts.

use serde_json::Value;
use std::ops::Range;

const GOLD: &str = include_str!("sample_names.txt");

/// A story with its marked names.
pub(super) struct Marked {
    pub(super) id: String,
    pub(super) mentions: Vec<Mention>,
}

/// One marked name.
#[derive(Debug)]
pub(super) struct Mention {
    /// `headline` or `body`, as `export` calls it.
    pub(super) field: &'static str,
    /// `person`, `org` or `place`, the first two as `export` calls them.
    pub(super) kind: String,
    pub(super) text: String,
    /// The full form; none where the name means nobody in particular.
    pub(super) means: Option<String>,
}

/// Reads the marks; a line that does not keep to the form fails the test.
pub(super) fn read() -> Vec<Marked> {
    let mut stories: Vec<Marked> = Vec::new();
    for (number, line) in GOLD.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
        if let Some(id) = line.strip_prefix("= ") {
            stories.push(Marked { id: id.to_owned(), mentions: Vec::new() });
            continue;
        }
        let mention = mention(line).unwrap_or_else(|| panic!("sample_names.txt, line {}: {line:?}", number + 1));
        stories.last_mut().expect("a story before the first mention").mentions.push(mention);
    }
    stories
}

fn mention(line: &str) -> Option<Mention> {
    let (field, rest) = line.split_once('\t')?;
    let (kind, form) = rest.split_once('\t')?;
    let field = match field {
        "h" => "headline",
        "b" => "body",
        _ => return None,
    };
    let (text, name) = form.split_once(" -> ").unwrap_or((form, form));
    let kind = ["person", "org", "place"].contains(&kind).then(|| kind.to_owned())?;
    Some(Mention { field, kind, text: text.to_owned(), means: (name != "?").then(|| name.to_owned()) })
}

/// Returns where each mention of a story stands, in its field: each is looked for after the one before.
pub(super) fn places(marked: &Marked, story: &Value) -> Result<Vec<Range<usize>>, String> {
    let mut places: Vec<Range<usize>> = Vec::new();
    for (at, mention) in marked.mentions.iter().enumerate() {
        let same_field = at > 0 && marked.mentions[at - 1].field == mention.field;
        let from = if same_field { places[at - 1].end } else { 0 };
        let text = story[mention.field].as_str().unwrap_or_default();
        let place = find(&mention.text, text, from)
            .ok_or_else(|| format!("{}: {} {:?} does not stand there", marked.id, mention.field, mention.text))?;
        places.push(place);
    }
    Ok(places)
}

/// Returns the first place at or after `from` where a name stands as a name: no letter before or after it, and any white
/// space where it has a space.
pub(super) fn find(name: &str, text: &str, from: usize) -> Option<Range<usize>> {
    let letter = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
    text[from..].char_indices().map(|(at, _)| from + at).find_map(|start| {
        let end = start + length(name, &text[start..])?;
        let alone = !letter(text[..start].chars().next_back()) && !letter(text[end..].chars().next());
        alone.then_some(start..end)
    })
}

/// The length of a name at the start of a text.
fn length(name: &str, text: &str) -> Option<usize> {
    let mut rest = text;
    for (at, word) in name.split(' ').enumerate() {
        let begin = if at == 0 { rest } else { rest.trim_start() };
        if at > 0 && begin.len() == rest.len() {
            return None;
        }
        rest = begin.strip_prefix(word)?;
    }
    Some(text.len() - rest.len())
}

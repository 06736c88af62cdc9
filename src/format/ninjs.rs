//! ninjs, versions 1 to 3, and what editorial systems make of it: an item an object.

use super::detect::Head;
use super::news_markup::without_headline;
use super::options::Options;
use super::xml::Element;
use super::{Flaw, Input, Parsed, Refusal, html, html_text, json, json_values};
use crate::story::{Record, Status};
use serde_json::Value;

/// Items of these types are no stories, even with a caption.
const NO_STORIES: [&str; 9] =
    ["picture", "photo", "image", "graphic", "audio", "video", "event", "planning", "highlightspack"];

/// The lists that name what a story is about, in all versions, and what a tag is called.
const TAGS: [(&str, &str); 13] = [
    ("person", "people"),
    ("people", "people"),
    ("organisation", "orgs"),
    ("organisations", "orgs"),
    ("organization", "orgs"),
    ("place", "places"),
    ("places", "places"),
    ("subject", "subjects"),
    ("subjects", "subjects"),
    ("keywords", "keywords"),
    ("genre", "genres"),
    ("genres", "genres"),
    ("event", "events"),
];

/// Returns true where an object has the keys of an item.
pub(super) fn recognizes(head: &Head<'_>, _: &Options) -> bool {
    let has = |key: &str| head.text.contains(key);
    let is_item = ["\"versioncreated\"", "\"versionCreated\"", "\"pubstatus\"", "\"pubStatus\"", "\"body_xhtml\""];
    // Some exports name no item.
    let is_export = || has("\"versioncreated\"") && has("\"pubstatus\"");
    json::is_json(head)
        && (has("\"uri\"") || has("\"guid\"") || is_export())
        && (is_item.iter().any(|key| has(key)) || (has("\"bodies\"") && has("\"headlines\"")) || has("ninjs-schema"))
}

/// Reads the items.
#[expect(clippy::unnecessary_wraps, reason = "the signature of all formats")]
pub(super) fn read<'a>(input: Input<'a>, options: &Options) -> Result<Parsed<'a>, Refusal> {
    Ok(json::read_objects(input, options, item))
}

fn item(text: &str) -> Result<(Record, Option<String>), Flaw> {
    let item = json_values::tree(text).map_err(|error| json::reason(&error))?;
    let item = if item["data"]["item"].is_object() { item["data"]["item"].clone() } else { item };
    let line = |keys: &[&str]| keys.iter().find_map(|key| json_values::line(&item[*key]));
    let kind = line(&["type"]).unwrap_or_default().to_lowercase();
    if NO_STORIES.contains(&kind.as_str()) {
        return Err(Flaw::Skip(format!("no story: its type is {kind}")));
    }
    let headline = role(&item["headlines"], &["main", "title", "headline"])
        .or_else(|| line(&["headline", "title", "name"]))
        .map(|headline| unmarked(&headline));
    let mut summary = summary(&item);
    let agency = agency(&item);
    let text = match body(&item) {
        Some(text) => without_vignette(&without_headline(text, headline.as_deref()), agency.as_deref()).to_owned(),
        // A short item is told in its description alone.
        None => summary.take().ok_or_else(|| Flaw::Skip("the item has no body".to_owned()))?,
    };
    let uri = line(&["uri", "guid", "_id", "id"]);
    let record = Record {
        headline,
        text,
        byline: line(&["byline", "by"]).or_else(|| names(&item["authors"])).map(|byline| unmarked(&byline)),
        places: line(&["located"]).into_iter().collect(),
        date: line(&["versioncreated", "versionCreated", "firstcreated", "firstCreated", "contentcreated"]),
        section: names(&item["service"]).or_else(|| names(&item["subject"])).or_else(|| names(&item["subjects"])),
        url: line(&["canonicalurl", "canonicalUrl", "link", "url"])
            .or_else(|| uri.clone())
            .filter(|url| url.starts_with("http")),
        lang: line(&["language"]),
        agency,
        tags: tags(&item),
        summary,
        note: line(&["ednote", "edNote"]),
        slug: line(&["slugline"]),
        status: line(&["pubstatus", "pubStatus"]).and_then(|status| taken_back(&status)),
        version: line(&["version"]).and_then(|version| version.parse().ok()),
        ..Record::default()
    };
    Ok((record, uri))
}

/// Returns what is said in one of these roles, the roles in order; else the first value.
fn role(values: &Value, roles: &[&str]) -> Option<String> {
    let values = values.as_array()?;
    let said = |value: &Value| json_values::line(&value["value"]);
    let wanted = roles.iter().flat_map(|role| values.iter().filter(move |value| value["role"] == *role));
    wanted.chain(values).find_map(said)
}

/// Returns the names in a list of objects or texts, or in one of them.
fn all_names(value: &Value) -> Vec<String> {
    match value {
        Value::Array(values) => values.iter().filter_map(name).collect(),
        value => name(value).into_iter().collect(),
    }
}

fn name(value: &Value) -> Option<String> {
    json_values::line(value)
        .or_else(|| json_values::line(&value["literal"]))
        .or_else(|| json_values::line(&value["code"]))
}

fn names(value: &Value) -> Option<String> {
    let names = all_names(value);
    (!names.is_empty()).then(|| names.join(", "))
}

fn tags(item: &Value) -> Vec<String> {
    let tags = TAGS
        .iter()
        .flat_map(|(key, kind)| all_names(&item[*key]).into_iter().map(move |name| format!("{kind}:{name}")));
    let mut tags: Vec<String> = tags.collect();
    tags.dedup();
    tags
}

/// Returns whose story it is: who provides it, in the word that comes nearest to an agency's name.
fn agency(item: &Value) -> Option<String> {
    let source =
        ["provider", "source", "infosources", "infoSources", "infosource", "copyrightholder", "copyrightHolder"];
    source.iter().find_map(|key| all_names(&item[*key]).into_iter().next())
}

fn summary(item: &Value) -> Option<String> {
    let roles = ["lead", "text", "summary", "abstract"];
    role(&item["descriptions"], &roles)
        .or_else(|| json_values::line(&item["description_text"]))
        .or_else(|| ["description_html", "description_xhtml"].iter().find_map(|key| json_values::line(&item[*key])))
        .map(|summary| unmarked(&summary))
}

fn taken_back(status: &str) -> Option<Status> {
    // `stat:canceled` and the address of a code end in the word.
    let word = status.rsplit([':', '/']).next().unwrap_or_default().to_lowercase();
    matches!(word.as_str(), "canceled" | "cancelled" | "withdrawn" | "recalled" | "killed").then_some(Status::Withdrawn)
}

/// Returns a line without markup.
fn unmarked(line: &str) -> String {
    if line.contains('<') { html::text_of(line).replace("\n\n", " ") } else { line.to_owned() }
}

/// The forms in which a body may come, the one that is easiest to read right first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    /// Text whose paragraphs are told apart.
    Plain,
    Html,
    Nitf,
    /// Text on one line.
    Line,
}

/// Returns the text of an item in the best of its forms.
fn body(item: &Value) -> Option<String> {
    let mut bodies: Vec<(Form, String)> = Vec::new();
    for key in ["body_text", "body_xhtml", "body_html", "body_nitf", "body", "text", "content", "maintext"] {
        if let Some(text) = item[key].as_str() {
            bodies.push((form("", text), text.to_owned()));
        }
    }
    for body in item["bodies"].as_array().map(Vec::as_slice).unwrap_or_default() {
        let kind = ["contenttype", "contentType", "role"].iter().find_map(|key| body[*key].as_str());
        if let Some(text) = body["value"].as_str() {
            bodies.push((form(kind.unwrap_or_default(), text), text.to_owned()));
        }
    }
    bodies.sort_by_key(|(form, _)| *form);
    let texts = bodies.into_iter().map(|(form, text)| match form {
        Form::Plain => plain_paragraphs(&text),
        Form::Html => unbroken(&html::text_of(html_body(&text))),
        Form::Nitf => nitf_body(&text),
        Form::Line => text.trim().to_owned(),
    });
    texts.into_iter().find(|text| !text.trim().is_empty())
}

fn form(kind: &str, text: &str) -> Form {
    let kind = kind.to_lowercase();
    let start = text.trim_start();
    if kind.contains("nitf") || start.contains("<nitf") || start.contains("<TTNITF") {
        Form::Nitf
    } else if kind.contains("html") || (start.contains('<') && start.contains("</")) {
        Form::Html
    } else if start.trim_end().contains('\n') {
        Form::Plain
    } else {
        Form::Line
    }
}

/// Returns text of HTML without the line ends that only lay out its source: those with blanks after them.
fn unbroken(text: &str) -> String {
    let paragraphs = text.split("\n\n").map(html_text::unindented);
    paragraphs.collect::<Vec<_>>().join("\n\n")
}

/// Returns text with a blank line between paragraphs; where there is none, every line is one.
fn plain_paragraphs(text: &str) -> String {
    let text = text.replace("\r\n", "\n");
    let text = text.trim();
    if text.contains("\n\n") { text.to_owned() } else { text.replace('\n', "\n\n") }
}

/// Returns what stands in the body of a page.
fn html_body(page: &str) -> &str {
    let Some((_, rest)) = page.split_once("<body") else { return page };
    let inner = rest.split_once('>').map_or(rest, |(_, inner)| inner);
    inner.split("</body").next().unwrap_or(inner)
}

fn nitf_body(text: &str) -> String {
    let Ok(root) = Element::parse(text) else { return String::new() };
    let body = root.find("body.content").or_else(|| root.find("brodtext")).or_else(|| root.find("body"));
    body.unwrap_or(&root).paragraphs()
}

/// Returns a text without a first paragraph that is but the matter in a word or two and whose story it is: `Defence TT`.
fn without_vignette<'t>(text: &'t str, agency: Option<&str>) -> &'t str {
    const MOST_WORDS: usize = 4;
    let Some((first, rest)) = text.split_once("\n\n") else { return text };
    let words: Vec<&str> = first.split_whitespace().collect();
    let is_vignette = words.len() <= MOST_WORDS && words.last().copied().is_some_and(|last| Some(last) == agency);
    if is_vignette { rest.trim_start() } else { text }
}

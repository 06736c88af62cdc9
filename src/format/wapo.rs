//! TREC Washington Post: an article a line, its paragraphs in a list of contents of many types.

use super::detect::Head;
use super::options::Options;
use super::{Flaw, Input, Parsed, Refusal, html, json, json_values};
use crate::story::Record;
use serde_json::Value;

/// Returns true where an object has a list of contents and an address of an article.
pub(super) fn recognizes(head: &Head<'_>, _: &Options) -> bool {
    json::is_json(head)
        && head.text.contains("\"contents\"")
        && (head.text.contains("\"article_url\"") || head.text.contains("\"sanitized_html\""))
}

/// Reads the articles.
#[expect(clippy::unnecessary_wraps, reason = "the signature of all formats")]
pub(super) fn read<'a>(input: Input<'a>, options: &Options) -> Result<Parsed<'a>, Refusal> {
    Ok(json::read_objects(input, options, article))
}

fn article(text: &str) -> Result<(Record, Option<String>), Flaw> {
    let article = json_values::tree(text).map_err(|error| json::reason(&error))?;
    let line = |key: &str| json_values::line(&article[key]);
    let contents = article["contents"].as_array().map(Vec::as_slice).unwrap_or_default();
    let first = |kind: &str| {
        let wanted = contents.iter().filter(|content| content["type"] == kind);
        wanted.filter_map(|content| json_values::line(&content["content"])).map(|line| html::text_of(&line)).next()
    };
    let paragraphs: Vec<String> = contents.iter().filter_map(paragraph).collect();
    let headline = line("title").or_else(|| first("title")).map(|title| html::text_of(&title));
    if paragraphs.is_empty() && headline.is_none() {
        return Err(Flaw::Bad("the article has neither title nor paragraphs".to_owned()));
    }
    let kind = line("type").filter(|kind| kind != "article");
    let record = Record {
        headline: headline.filter(|headline| !headline.is_empty()),
        text: paragraphs.join("\n\n"),
        byline: first("byline").or_else(|| line("author").map(|authors| authors.replace("; ", ", "))),
        date: date(&article["published_date"])
            .or_else(|| contents.iter().filter(|content| content["type"] == "date").find_map(|c| date(&c["content"]))),
        section: first("kicker"),
        url: line("article_url"),
        agency: line("source"),
        tags: kind.map(|kind| format!("type:{kind}")).into_iter().collect(),
        summary: first("deck"),
        ..Record::default()
    };
    Ok((record, line("id")))
}

/// Returns the paragraph that a content is: text and headings, lists; no pictures, posts and boxes about authors.
fn paragraph(content: &Value) -> Option<String> {
    let text = match (content["type"].as_str()?, content["subtype"].as_str()) {
        ("sanitized_html", Some("pullquote" | "instagram" | "tweet")) => return None,
        ("sanitized_html", _) => content["content"].as_str()?.to_owned(),
        ("list", _) => {
            let items = content["content"].as_array().or_else(|| content["items"].as_array())?;
            items.iter().filter_map(json_values::line).collect::<Vec<_>>().join("\n\n")
        }
        _ => return None,
    };
    let text = html::text_of(&text);
    (!text.trim().is_empty()).then(|| text.trim().to_owned())
}

/// Returns a date: a number of milliseconds, or a text.
fn date(value: &Value) -> Option<String> {
    let date = json_values::line(value)?;
    // Some numbers went through a program that makes all of them fractions.
    let whole = date.strip_suffix(".0").unwrap_or(&date);
    Some(whole.to_owned())
}

//! XML whose elements are named as what they hold: `headline`, `byLine`, `content`. Editorial systems and newspapers export
//! their stories so, each under names of its own.
//!
//! An element is a story where a headline and a text stand side by side in it. Only names that are known for stories are read,
//! so that a file of settings is none.

use super::detect::Head;
use super::elements::{self, Made, Make};
use super::news_markup::{self, Tags, list, without_headline};
use super::options::Options;
use super::xml::{self, Element};
use super::{Flaw, Input, Parsed, Refusal};
use crate::story::Record;

/// What the elements that hold a story are called, in lower case.
const STORIES: [&[&str]; 16] = [
    &["article"],
    &["content"],
    &["contentitem"],
    &["document"],
    &["doc"],
    &["entry"],
    &["item"],
    &["news"],
    &["newsarticle"],
    &["newsitem"],
    &["newsstory"],
    &["post"],
    &["pressrelease"],
    &["rbnews"],
    &["release"],
    &["story"],
];

/// What stands before the first story is looked through for its name, this far.
const HEAD: usize = 64 << 10;

const HEADLINES: [&str; 6] = ["headline", "title", "heading", "hedline", "rubrik", "hl1"];
const TEXTS: [&str; 13] = [
    "content",
    "contenttext",
    "body",
    "bodytext",
    "bodycontent",
    "text",
    "fulltext",
    "maintext",
    "articlebody",
    "articletext",
    "storytext",
    "brodtext",
    "html",
];
const DATES: [&str; 13] = [
    "publishdate",
    "publicationdate",
    "publisheddate",
    "datepublished",
    "pubdate",
    "published",
    "date",
    "datetime",
    "versioncreated",
    "updateddatetime",
    "createddatetime",
    "firstcreated",
    "created",
];
const BYLINES: [&str; 5] = ["byline", "by", "author", "authors", "creator"];
const SECTIONS: [&str; 7] = ["section", "categories", "category", "desk", "topics", "topic", "rubric"];
const AGENCIES: [&str; 8] =
    ["agency", "source", "origin", "credit", "provider", "publisher", "publication", "newspaper"];
const PLACES: [&str; 4] = ["town", "city", "location", "place"];
const SUMMARIES: [&str; 9] =
    ["summary", "abstract", "subtitle", "leadtext", "lead", "standfirst", "description", "teaser", "directorytext"];
const IDS: [&str; 6] = ["id", "newsid", "guid", "articleid", "contentitemid", "storyid"];

/// Returns true where an element holds a headline and a text side by side.
pub(super) fn recognizes(head: &Head<'_>, _: &Options) -> bool {
    xml::root_name(head.text).is_some_and(|root| !root.eq_ignore_ascii_case("html")) && names(head.text).is_some()
}

/// Reads the stories.
#[expect(clippy::unnecessary_wraps, reason = "the signature of all formats")]
pub(super) fn read<'a>(mut input: Input<'a>, options: &Options) -> Result<Parsed<'a>, Refusal> {
    while input.window.bytes().len() < HEAD && matches!(input.window.more(), Ok(true)) {}
    let bytes = input.window.bytes();
    let found = names(&input.decoding.text(&bytes[..bytes.len().min(HEAD)]));
    Ok(elements::stories(input, options, found.unwrap_or(STORIES[0]), Fields))
}

/// Returns what the stories of a document are called, from the first of them.
fn names(head: &str) -> Option<&'static [&'static str]> {
    let root = Element::parse(head).ok()?;
    first_story(&root, 0)
}

fn first_story(element: &Element, depth: usize) -> Option<&'static [&'static str]> {
    const DEEPEST: usize = 4;
    let own = STORIES.into_iter().find(|names| element.name.eq_ignore_ascii_case(names[0]));
    let holds = |wanted: &[&str]| element.children().any(|child| is_one_of(child, wanted));
    if own.is_some() && holds(&HEADLINES) && holds(&TEXTS) {
        return own;
    }
    if depth == DEEPEST {
        return None;
    }
    element.children().find_map(|child| first_story(child, depth + 1))
}

/// Whether an element has one of these names; case, hyphens and underscores are ignored.
fn is_one_of(element: &Element, names: &[&str]) -> bool {
    let bare: String = element.name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    names.contains(&bare.as_str())
}

struct Fields;

impl Make for Fields {
    fn between(&mut self, _: &str) -> bool {
        true
    }

    fn record(&mut self, source: &str) -> Result<Made, Flaw> {
        let story = Element::parse(source)?;
        let texts = find(&story, &TEXTS).map(news_markup::text);
        let text = texts.into_iter().find(|text| !text.is_empty()).unwrap_or_default();
        let headline = line(&story, &HEADLINES);
        if text.is_empty() && headline.is_none() {
            return Err(Flaw::Skip("no story: neither headline nor text".to_owned()));
        }
        let mut tags = Tags::default();
        for keywords in find(&story, &["keywords", "keyword", "tags"]) {
            for keyword in values(keywords) {
                keyword.split([',', ';']).for_each(|keyword| tags.add("keywords", Some(keyword)));
            }
        }
        let is_language = |lang: &String| lang.len() >= 2 && lang.chars().all(|c| c.is_ascii_alphabetic() || c == '-');
        let id = line(&story, &IDS).or_else(|| story.attribute("id").map(str::to_owned));
        let record = Record {
            text: without_headline(text, headline.as_deref()),
            headline,
            date: line(&story, &DATES),
            byline: line(&story, &BYLINES),
            dateline: line(&story, &["dateline"]),
            places: line(&story, &PLACES).into_iter().collect(),
            section: list(find(&story, &SECTIONS).map(values).find(|found| !found.is_empty()).into_iter().flatten()),
            agency: line(&story, &AGENCIES),
            url: line(&story, &["url", "link", "longurl", "permalink"]).filter(|url| url.contains("://")),
            lang: story
                .attribute("lang")
                .map(str::to_owned)
                .or_else(|| line(&story, &["lang", "language"]))
                .filter(is_language),
            summary: line(&story, &SUMMARIES),
            note: line(&story, &["ednote", "updatenote"]),
            slug: line(&story, &["slug", "slugline", "slugproper", "strapline"]),
            tags: tags.into_list(),
            ..Record::default()
        };
        Ok(Made { record, id, alone: true })
    }
}

/// Returns the story's elements of these names, the best name first.
fn find<'e>(story: &'e Element, names: &'e [&'e str]) -> impl Iterator<Item = &'e Element> {
    names.iter().flat_map(|name| story.children().filter(move |child| is_one_of(child, &[*name])))
}

/// Returns the first of these elements that holds something, on one line.
fn line(story: &Element, names: &[&str]) -> Option<String> {
    find(story, names).find_map(|element| {
        let values = values(element);
        (!values.is_empty()).then(|| values.join(", "))
    })
}

/// Returns what an element holds: its names or labels where it has some inside, else its text.
fn values(element: &Element) -> Vec<String> {
    let inside = ["name", "label"].into_iter().flat_map(|name| element.find_all(name)).filter_map(Element::line);
    let inside: Vec<String> = inside.collect();
    if !inside.is_empty() {
        return inside;
    }
    let parts: Vec<String> = element.children().filter_map(Element::line).collect();
    if parts.len() > 1 {
        return parts;
    }
    // Lines may hold escaped markup too.
    let text = news_markup::text(element);
    let words: Vec<&str> = text.split_whitespace().collect();
    if words.is_empty() { Vec::new() } else { vec![words.join(" ")] }
}

//! RSS (0.9 to 2.0, and RDF) and Atom (0.3 and 1.0): each item or entry is a story.
//!
//! Feeds differ in names more than in structure, so fields are looked for under all of them. Texts are HTML inside XML, escaped
//! once or twice.

use super::detect::{Head, without_comments};
use super::elements::{self, Made, Make};
use super::html_furniture::is_furniture;
use super::html_text::{line_of, text_of, unindented};
use super::options::Options;
use super::xml::Element;
use super::{Flaw, Input, Parsed, Refusal};
use crate::story::{self, Record};

/// Returns true where the first element is that of a feed.
pub(super) fn recognizes(head: &Head<'_>, _: &Options) -> bool {
    let text = after_prolog(head.text);
    let Some(tag) = text.strip_prefix('<') else { return false };
    let name = tag.split(|c: char| c.is_whitespace() || c == '>').next().unwrap_or_default();
    let local = name.rsplit(':').next().unwrap_or_default().to_ascii_lowercase();
    match local.as_str() {
        "rss" => true,
        "rdf" => text.contains("purl.org/rss") || text.contains("my.netscape.com/rdf") || text.contains("<item"),
        "channel" => text.contains("<item"),
        "feed" => text.contains("Atom") || text.contains("purl.org/atom") || text.contains("entry"),
        "entry" => tag.contains("w3.org/2005/Atom") || tag.contains("purl.org/atom"),
        _ => false,
    }
}

/// Returns the text from its first element on.
fn after_prolog(text: &str) -> &str {
    let mut text = without_comments(text.trim_start_matches('\u{feff}'));
    while text.starts_with("<?") || text.starts_with("<!") {
        let Some((_, rest)) = text.split_once('>') else { return "" };
        text = without_comments(rest);
    }
    text
}

/// Reads the stories.
#[expect(clippy::unnecessary_wraps, reason = "the signature of all formats")]
pub(super) fn read<'a>(input: Input<'a>, options: &Options) -> Result<Parsed<'a>, Refusal> {
    Ok(elements::stories(input, options, &["item", "entry"], Feed::default()))
}

/// What a feed says of all its stories.
#[derive(Default)]
struct Feed {
    title: Option<String>,
    lang: Option<String>,
}

impl Make for Feed {
    /// What stands before the first story describes the feed.
    fn between(&mut self, text: &str) -> bool {
        if self.title.is_none()
            && let Ok(root) = Element::parse(after_prolog(text))
        {
            let channel = root.child("channel").unwrap_or(&root);
            self.title = line(channel, &["title"]);
            self.lang = line(channel, &["language"]).or_else(|| root.attribute("lang").map(str::to_owned));
        }
        true
    }

    fn record(&mut self, source: &str) -> Result<Made, Flaw> {
        let item = Element::parse(source)?;
        let summary = markup(&item, &["description", "summary", "subtitle"]);
        let content = markup(&item, &["encoded", "content", "fulltext", "body"]);
        let mut text = longer(content, summary.clone());
        // Videos and pictures are told of in elements of their own.
        if text.is_empty() {
            text = item.child("group").map(|group| markup(group, &["description"])).unwrap_or_default();
        }
        let source_name = item.child("source").and_then(|from| line(from, &["title"]).or_else(|| from.line()));
        let headline = line(&item, &["title"]).map(|title| without_source(title, source_name.as_deref()));
        if headline.is_none() && text.is_empty() {
            return Err(Flaw::Skip("no story: neither title nor text".to_owned()));
        }
        let byline = byline(&item);
        let credited = byline.as_deref().and_then(story::agency).map(str::to_owned);
        let sections = sections(&item);
        let tags = keywords(&item);
        let record = Record {
            headline,
            agency: credited.clone().or(source_name).or_else(|| line(&item, &["publisher"])).or_else(|| self.agency()),
            byline: byline.filter(|_| credited.is_none()),
            date: date(&item),
            section: (!sections.is_empty()).then(|| sections.join(", ")),
            url: url(&item),
            lang: item
                .attribute("lang")
                .map(str::to_owned)
                .or_else(|| line(&item, &["language"]))
                .or_else(|| self.lang.clone()),
            tags,
            summary: (!summary.is_empty() && !is_same(&summary, &text)).then_some(summary),
            text,
            ..Record::default()
        };
        let id = line(&item, &["guid", "id", "identifier"]).or_else(|| item.attribute("about").map(str::to_owned));
        let id = id.or_else(|| record.url.clone());
        Ok(Made { record, id, alone: false })
    }
}

impl Feed {
    /// The agency that the feed's title begins with, else the title.
    fn agency(&self) -> Option<String> {
        let title = self.title.as_deref()?;
        let name = title.split([':', '|', '-', '»', '–']).next().unwrap_or(title).trim();
        Some(
            story::agency(name)
                .or_else(|| story::agency_at_start(name))
                .map_or_else(|| title.to_owned(), str::to_owned),
        )
    }
}

/// Returns the first of these children that holds text, on one line.
fn line(item: &Element, names: &[&str]) -> Option<String> {
    names.iter().flat_map(|name| item.all(name)).find_map(|child| line_of(&child.text()))
}

/// Returns the text of the first of these children that holds any, in paragraphs.
fn markup(item: &Element, names: &[&str]) -> String {
    let mut texts = names.iter().flat_map(|name| item.all(name)).map(|child| {
        // XHTML stands there as elements, everything else as a text with tags.
        let text = if child.children().next().is_some() { child.paragraphs() } else { text_of(&child.text()) };
        let paragraphs = text.split("\n\n").filter(|paragraph| !is_teaser_end(paragraph));
        paragraphs
            .map(|paragraph| unindented(without_teaser(paragraph)))
            .collect::<Vec<_>>()
            .join("\n\n")
            .trim()
            .to_owned()
    });
    texts.find(|text| !text.is_empty()).unwrap_or_default()
}

/// Returns true for a paragraph that only leads to the page.
fn is_teaser_end(paragraph: &str) -> bool {
    let bare = paragraph.trim_matches(|c: char| !c.is_alphanumeric());
    is_furniture(paragraph)
        || bare.eq_ignore_ascii_case("continue reading...")
        || bare.eq_ignore_ascii_case("full story")
}

/// Whether two texts differ in white space alone.
fn is_same(one: &str, other: &str) -> bool {
    one.split_whitespace().eq(other.split_whitespace())
}

/// Returns a paragraph without the link to the whole story that ends it: `... Continue reading The mill is gone →`.
fn without_teaser(paragraph: &str) -> &str {
    const LINKS: [&str; 3] = ["Continue reading ", "[link] [comments]", "Read more"];
    const LONGEST: usize = 200;
    let ends =
        |text: &str| text.ends_with(['→', '»', '>', '…']) || text.ends_with("...") || text.ends_with("[comments]");
    let found = LINKS.iter().filter_map(|link| paragraph.rfind(link)).max();
    match found {
        Some(at) if at > 0 && paragraph.len() - at < LONGEST && ends(paragraph.trim_end()) => {
            paragraph[..at].trim_end()
        }
        _ => paragraph,
    }
}

fn longer(one: String, other: String) -> String {
    if other.len() > one.len() { other } else { one }
}

/// Collectors of news put the source behind the headline.
fn without_source(title: String, source: Option<&str>) -> String {
    let ending = source.and_then(|source| title.strip_suffix(source)?.trim_end().strip_suffix(['-', '|', '–']));
    match ending {
        Some(headline) if !headline.trim().is_empty() => headline.trim_end().to_owned(),
        _ => title,
    }
}

/// Returns who wrote an item: `Ann Poe`, also from `ann@example.com (Ann Poe)`.
fn byline(item: &Element) -> Option<String> {
    let mut authors: Vec<String> = ["creator", "author"]
        .iter()
        .map(|name| item.all(name).filter_map(person).collect::<Vec<_>>())
        .find(|names| !names.is_empty())?;
    // `author` and `itunes:author` name the same one.
    let mut seen = std::collections::HashSet::new();
    authors.retain(|name| seen.insert(name.clone()));
    Some(authors.join(", "))
}

fn person(element: &Element) -> Option<String> {
    let written = line(element, &["name"]).or_else(|| line_of(&element.text()))?;
    let Some((address, name)) = written.split_once('(') else {
        // `Ann Poe <ann@example.com>`
        let name = written.split_once('<').map_or(written.as_str(), |(name, _)| name).trim();
        return (!name.is_empty()).then(|| name.to_owned());
    };
    let name = name.trim_end_matches(')').trim();
    if address.contains('@') && !name.is_empty() { Some(name.to_owned()) } else { Some(written) }
}

/// Returns when an item was published; where it does not say, when it was changed.
fn date(item: &Element) -> Option<String> {
    const NAMES: [&str; 9] =
        ["pubDate", "published", "issued", "date", "created", "pubdate", "updated", "modified", "dateTimeWritten"];
    let dates: Vec<String> = NAMES.iter().filter_map(|name| line(item, &[name])).collect();
    let certain = dates.iter().find(|date| story::read_date(date).is_some());
    certain.or(dates.first()).cloned()
}

fn sections(item: &Element) -> Vec<String> {
    let mut names: Vec<String> = Vec::new();
    for category in item.all("category").chain(item.all("subject")).chain(item.all("section")) {
        let label = category.attribute("label").or_else(|| category.attribute("term")).map(str::to_owned);
        let name = label.or_else(|| line_of(&category.text()));
        names.extend(name.filter(|name| !names.contains(name)));
    }
    names
}

fn keywords(item: &Element) -> Vec<String> {
    let written = item.all("keywords").filter_map(Element::line).collect::<Vec<_>>().join(",");
    written.split(',').map(str::trim).filter(|word| !word.is_empty()).map(|word| format!("keywords:{word}")).collect()
}

/// Returns the address of the story's page.
fn url(item: &Element) -> Option<String> {
    let is_page = |link: &&Element| link.attribute("rel").is_none_or(|rel| rel == "alternate");
    let linked = item.all("link").filter(is_page).find_map(|link| {
        link.attribute("href").map(str::to_owned).or_else(|| link.line()).filter(|url| url.contains("://"))
    });
    let permanent = item.all("guid").filter(|guid| guid.attribute("isPermaLink") != Some("false"));
    let permanent = permanent.filter_map(Element::line).find(|url| url.contains("://"));
    line(item, &["origLink"]).or(linked).or(permanent).or_else(|| item.attribute("about").map(str::to_owned))
}

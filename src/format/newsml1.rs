//! `NewsML` 1: items of components in components, their text in NITF, HTML or plain text.
//!
//! A component inherits what those around it say. One matter in several languages is a story for each of them; titles, leads
//! and bodies that are components of their own are one story.

use super::detect::Head;
use super::elements::{self, Made, Make};
use super::news_markup::{
    self, Tags, byline, dateline, holds_any, is_name, list, sentences, status, subject_names, without_domain,
    without_headline,
};
use super::options::Options;
use super::xml::{self, Element};
use super::{Flaw, Input, Parsed, Refusal};
use crate::story::{self, Record};
use std::collections::{HashSet, VecDeque};

/// How deep in components stories are looked for.
const DEEPEST: usize = 8;
/// The most stories of one item, which are its languages.
const MOST_STORIES: usize = 50;

/// The roles of parts that hold no text of the story, in lower case.
const ASIDE: [&str; 8] = ["abstract", "caption", "contact", "headline", "logo", "stylesheet", "title", "tweettext"];

/// Returns true for a document of `NewsML` 1.
pub(super) fn recognizes(head: &Head<'_>, _: &Options) -> bool {
    let root = xml::root_name(head.text);
    root.is_some_and(|root| {
        root == "NewsML" || (matches!(root, "NewsItem" | "NewsItems") && holds_any(head.text, &["<NewsComponent"]))
    })
}

/// Reads the stories.
#[expect(clippy::unnecessary_wraps, reason = "the signature of all formats")]
pub(super) fn read<'a>(input: Input<'a>, options: &Options) -> Result<Parsed<'a>, Refusal> {
    Ok(elements::stories(input, options, &["NewsItem"], Newsml1::default()))
}

#[derive(Default)]
struct Newsml1 {
    /// When the envelope was sent, and by whom, for items that do not say it.
    sent: Option<String>,
    sender: Option<String>,
    /// Stories of the item that was read last.
    others: VecDeque<Made>,
}

impl Make for Newsml1 {
    fn between(&mut self, text: &str) -> bool {
        if text.contains("<NewsEnvelope") {
            let envelope = Element::fragment(text);
            self.sent = envelope.find("DateAndTime").and_then(Element::line);
            self.sender = envelope.find("SentFrom").and_then(party);
        }
        !holds_any(text, &["<NewsComponent", "<DataContent", "<HeadLine"])
    }

    fn record(&mut self, source: &str) -> Result<Made, Flaw> {
        let item = Element::parse(source)?;
        let mut stories = Vec::new();
        for component in item.all("NewsComponent") {
            collect(&[&item], component, &mut stories);
        }
        let media = item.find_all("MediaType").into_iter().find_map(|kind| kind.attribute("FormalName"));
        let mut made: VecDeque<Made> = VecDeque::new();
        for story in &stories {
            let mut record = story.record();
            if record.text.is_empty() && (record.headline.is_none() || media.is_some_and(|kind| !is_text(kind))) {
                continue;
            }
            record.date = record.date.or_else(|| self.sent.clone());
            record.agency = record.agency.or_else(|| self.sender.clone());
            // The first story has the item's id; the others are told from it by their language or their place.
            let id = identifier(&item).map(|id| match (&record.lang, made.len()) {
                (_, 0) => id,
                (Some(lang), _) => format!("{id}:{lang}"),
                (None, at) => format!("{id}:{}", at + 1),
            });
            made.push_back(Made { record, id, alone: true });
        }
        let first = made.pop_front();
        self.others = made;
        first.ok_or_else(|| match (item.child("NewsComponent"), media) {
            (_, Some(kind)) if !is_text(kind) => Flaw::Skip(format!("no text, but {kind}")),
            (Some(component), None) if component.find("ContentItem").is_none() => {
                Flaw::Skip("a package, which holds no text".to_owned())
            }
            (None, _) => Flaw::Skip("no component with news".to_owned()),
            _ => Flaw::Bad("neither headline nor text".to_owned()),
        })
    }

    fn another(&mut self) -> Option<Made> {
        self.others.pop_front()
    }
}

fn is_text(kind: &str) -> bool {
    matches!(kind.to_ascii_lowercase().as_str(), "text" | "complexdata" | "")
}

/// Returns the item's public identifier, or its own id where that is not in it.
fn identifier(item: &Element) -> Option<String> {
    let identifier = item.at(&["Identification", "NewsIdentifier"])?;
    let line = |name: &str| identifier.child(name).and_then(Element::line);
    let (public, own) = (line("PublicIdentifier"), line("NewsItemId"));
    match (public, own) {
        (Some(public), Some(own)) if !public.contains(&own) => Some(own),
        (public, own) => public.or(own),
    }
}

/// A story: a component, and all that is around it.
struct Story<'e> {
    /// The item, the components around this one, and this one, outermost first.
    around: Vec<&'e Element>,
}

/// Adds the stories in a component: itself, or its parts where several are stories.
fn collect<'e>(around: &[&'e Element], component: &'e Element, stories: &mut Vec<Story<'e>>) {
    let around: Vec<&Element> = around.iter().copied().chain([component]).collect();
    let parts: Vec<&Element> = component.all("NewsComponent").filter(|part| is_story(part)).collect();
    let is_list = component.attribute("EquivalentsList") == Some("yes");
    let in_bounds = around.len() <= DEEPEST && stories.len() + parts.len() <= MOST_STORIES;
    if parts.len() > 1 && !is_list && in_bounds {
        for part in parts {
            collect(&around, part, stories);
        }
        return;
    }
    stories.push(Story { around });
}

/// Whether a component is a story of its own: with a headline and with text, and no picture.
fn is_story(component: &Element) -> bool {
    let has_headline = component.at(&["NewsLines", "HeadLine"]).and_then(Element::line).is_some();
    has_headline
        && !is_beside(component)
        && contents(component).iter().any(|content| content.find("DataContent").is_some())
}

/// Whether a component is a picture or its caption.
fn is_beside(component: &Element) -> bool {
    let role = role(component);
    let items = component.all("ContentItem").filter_map(|item| item.child("MediaType"));
    ["caption", "photo", "picture", "thumbnail", "quicklook", "preview", "video"].contains(&role.as_str())
        || items.filter_map(|kind| kind.attribute("FormalName")).any(|kind| !is_text(kind))
}

fn role(component: &Element) -> String {
    let role = component.child("Role").and_then(|role| role.attribute("FormalName"));
    role.unwrap_or_default().to_ascii_lowercase()
}

/// Returns the content items with text of a component and of those in it.
fn contents(component: &Element) -> Vec<&Element> {
    let is_picture =
        |item: &&Element| item.child("MediaType").and_then(|kind| kind.attribute("FormalName")).is_none_or(is_text);
    let mut found: Vec<&Element> = component.all("ContentItem").filter(is_picture).collect();
    for part in component.all("NewsComponent").filter(|part| !is_beside(part)) {
        if !ASIDE.contains(&role(part).as_str()) {
            found.extend(contents(part));
        }
        if component.attribute("EquivalentsList") == Some("yes") && !found.is_empty() {
            break;
        }
    }
    found
}

/// Returns the text of the part that sums a story up.
fn abstract_of(component: &Element) -> Option<String> {
    component.all("NewsComponent").find_map(|part| match role(part).as_str() {
        "abstract" => part.at(&["ContentItem", "DataContent"])?.line(),
        _ => abstract_of(part),
    })
}

impl<'e> Story<'e> {
    /// All elements at this path in the component, in those inside it, and in those around it, the nearest first.
    fn all(&self, path: &[&'e str]) -> Vec<&'e Element> {
        let Some((component, outer)) = self.around.split_last() else { return Vec::new() };
        let mut found = Vec::new();
        follow(component, path, &mut found);
        for part in component.all("NewsComponent") {
            inside(part, path, &mut found);
        }
        for component in outer.iter().rev() {
            follow(component, path, &mut found);
        }
        found
    }

    fn line(&self, name: &str) -> Option<String> {
        self.all(&["NewsLines", name]).into_iter().find_map(Element::line)
    }

    /// The text of the line that is of this type.
    fn typed_line(&self, kind: &str) -> Option<String> {
        let lines = self.all(&["NewsLines", "NewsLine"]).into_iter();
        let is_kind = |line: &&Element| {
            line.child("NewsLineType")
                .and_then(|found| found.attribute("FormalName"))
                .is_some_and(|found| found == kind)
        };
        lines.filter(is_kind).find_map(|line| line.child("NewsLineText")?.line())
    }

    fn record(&self) -> Record {
        let component = self.around[self.around.len() - 1];
        let mut texts: Vec<String> = Vec::new();
        let mut seen = HashSet::new();
        let mut inner = Record::default();
        let mut url = None;
        for item in contents(component) {
            let Some(data) = item.child("DataContent") else { continue };
            let content = news_markup::content(data);
            if !content.text.is_empty() && seen.insert(content.text.clone()) {
                texts.push(content.text.clone());
            }
            url = url.or_else(|| item.attribute("Href").filter(|href| href.starts_with("http")));
            if inner == Record::default() {
                inner = content;
            }
        }
        let headline = self.line("HeadLine").or_else(|| inner.headline.take());
        Record {
            text: without_headline(texts.join("\n\n"), headline.as_deref()),
            dateline: dateline(self.line("DateLine")).or_else(|| inner.dateline.take()),
            byline: byline(self.line("ByLine")).or_else(|| inner.byline.take()).or_else(|| self.author()),
            places: self.places(),
            date: self.date().or_else(|| inner.date.take()),
            section: self.section(&mut inner),
            url: url.map(str::to_owned).or_else(|| inner.url.take()),
            lang: self.lang().map(str::to_owned).or_else(|| inner.lang.take()),
            agency: self.agency().or_else(|| inner.agency.take()),
            tags: self.tags(std::mem::take(&mut inner.tags)),
            summary: inner
                .summary
                .take()
                .or_else(|| self.line("SubHeadLine"))
                .or_else(|| self.typed_line("Summary"))
                .or_else(|| abstract_of(component)),
            note: self.note().or_else(|| inner.note.take()),
            slug: self
                .line("SlugLine")
                .or_else(|| self.all(&["Identification", "NameLabel"]).into_iter().find_map(Element::line)),
            status: self.formal(&["NewsManagement", "Status"]).find_map(status).or(inner.status),
            version: self.revision(),
            headline,
            ..Record::default()
        }
    }

    /// The formal names of the elements at this path.
    fn formal(&self, path: &[&'e str]) -> impl Iterator<Item = &'e str> + use<'e> {
        self.all(path).into_iter().filter_map(|element| element.attribute("FormalName"))
    }

    /// The values of the properties of this name, wherever they stand.
    fn properties(&self, name: &str) -> Vec<&'e str> {
        let metadata = self.all(&["DescriptiveMetadata"]).into_iter().chain(self.all(&["AdministrativeMetadata"]));
        let properties = metadata.flat_map(|metadata| metadata.all("Property"));
        let named = properties
            .filter(|property| property.attribute("FormalName").is_some_and(|found| found.eq_ignore_ascii_case(name)));
        named.filter_map(|property| property.attribute("Value")).collect()
    }

    fn date(&self) -> Option<String> {
        let paths: [&[&str]; 3] = [
            &["NewsManagement", "ThisRevisionCreated"],
            &["NewsManagement", "FirstCreated"],
            &["Identification", "NewsIdentifier", "DateId"],
        ];
        paths.into_iter().find_map(|path| self.all(path).into_iter().find_map(Element::line))
    }

    fn author(&self) -> Option<String> {
        let makers = self.all(&["AdministrativeMetadata", "Creator"]).into_iter().filter_map(party);
        let agency = self.agency();
        makers.into_iter().find(|name| is_name(name) && agency.as_ref() != Some(name))
    }

    /// Where it was filed; where something happened is a tag.
    fn places(&self) -> Vec<String> {
        let locations = self.all(&["DescriptiveMetadata", "Location"]);
        let is_origin = |location: &&Element| location.attribute("HowPresent").is_none_or(|how| how == "Origin");
        let cities = locations.into_iter().filter(is_origin).filter_map(|location| property(location, "City"));
        let found: Option<&str> = cities.chain(self.properties("City")).next();
        found.map(str::to_owned).into_iter().collect()
    }

    fn agency(&self) -> Option<String> {
        let parties = |name: &'static str| self.all(&["AdministrativeMetadata", name]).into_iter().find_map(party);
        let provider =
            || self.all(&["Identification", "NewsIdentifier", "ProviderId"]).into_iter().find_map(Element::line);
        self.line("CreditLine")
            .or_else(|| parties("Provider"))
            .or_else(|| provider().filter(|name| story::agency(without_domain(name)).is_some()))
            .or_else(|| parties("Source"))
            .or_else(provider)
            .map(|name| without_domain(&name).to_owned())
    }

    fn section(&self, inner: &mut Record) -> Option<String> {
        let lang = self.lang().unwrap_or_default().to_ascii_lowercase();
        let topics = self.all(&["TopicSet"]).into_iter().flat_map(|set| set.all("Topic"));
        let topics = list(topics.filter_map(|topic| topic_name(topic, &lang)));
        let values = |name: &str| list(self.properties(name).into_iter().map(str::to_owned));
        let genre = || {
            self.formal(&["DescriptiveMetadata", "Genre"])
                .find(|genre| !genre.eq_ignore_ascii_case("current"))
                .map(str::to_owned)
        };
        topics
            .or_else(|| values("Section"))
            .or_else(|| values("Topic"))
            .or_else(|| inner.section.take())
            .or_else(|| subject_names(self.codes().into_iter()))
            .or_else(|| self.line("SeriesLine"))
            .or_else(|| values("Category"))
            .or_else(genre)
    }

    /// The codes of its subjects.
    fn codes(&self) -> Vec<&'e str> {
        let metadata = self.all(&["DescriptiveMetadata"]);
        let subjects = metadata.into_iter().flat_map(|metadata| metadata.all("SubjectCode"));
        let codes = subjects.flat_map(|subject| std::iter::once(subject).chain(subject.children()));
        codes.filter_map(|code| code.attribute("FormalName")).collect()
    }

    fn lang(&self) -> Option<&'e str> {
        let language = self.formal(&["DescriptiveMetadata", "Language"]).next();
        let component = self.around[self.around.len() - 1];
        language
            .or_else(|| self.around.iter().rev().find_map(|component| component.attribute("lang")))
            .or_else(|| component.find("Language").and_then(|language| language.attribute("FormalName")))
    }

    fn tags(&self, inner: Vec<String>) -> Vec<String> {
        let mut tags = Tags::default();
        for code in self.codes() {
            tags.add("subjects", Some(code));
        }
        for keyword in self.properties("Keyword") {
            tags.add("keywords", Some(keyword));
        }
        for keyword in self.all(&["NewsLines"]).into_iter().flat_map(|lines| lines.all("KeywordLine")) {
            tags.add("keywords", keyword.line());
        }
        for genre in self.formal(&["DescriptiveMetadata", "Genre"]) {
            tags.add("genre", Some(genre));
        }
        for location in self.all(&["DescriptiveMetadata", "Location"]) {
            for name in ["City", "Country"] {
                tags.add("places", property(location, name));
            }
        }
        tags.extend(inner);
        tags.into_list()
    }

    /// Comments, and what an instruction is about; the name of a comment is that of a version of the format.
    fn note(&self) -> Option<String> {
        let comments = self.all(&["Comment"]).into_iter().filter(|comment| comment.attribute("FormalName").is_none());
        sentences(comments.filter_map(Element::line))
    }

    fn revision(&self) -> Option<u32> {
        let revision =
            self.all(&["Identification", "NewsIdentifier", "RevisionId"]).into_iter().find_map(Element::line)?;
        revision.parse().ok()
    }
}

/// Adds the elements at this path.
fn follow<'e>(element: &'e Element, path: &[&'e str], found: &mut Vec<&'e Element>) {
    match path {
        [] => found.push(element),
        [first, rest @ ..] => element.all(first).for_each(|child| follow(child, rest, found)),
    }
}

/// Adds the elements at this path of a component inside a story, and of those inside it.
fn inside<'e>(component: &'e Element, path: &[&'e str], found: &mut Vec<&'e Element>) {
    if is_beside(component) {
        return;
    }
    follow(component, path, found);
    for part in component.all("NewsComponent") {
        inside(part, path, found);
    }
}

/// Returns the party that a provider, a source or a maker names.
fn party(element: &Element) -> Option<String> {
    element.find_all("Party").into_iter().find_map(|party| party.attribute("FormalName")).map(str::to_owned)
}

fn property<'e>(element: &'e Element, name: &str) -> Option<&'e str> {
    let named = element.all("Property").filter(|property| property.attribute("FormalName") == Some(name));
    named.into_iter().find_map(|property| property.attribute("Value"))
}

/// Returns a topic's name, in the story's language where it has one.
fn topic_name(topic: &Element, lang: &str) -> Option<String> {
    let is_name = |name: &&Element| name.attribute("Variant").is_none_or(|variant| variant == "Name");
    let names: Vec<&Element> = topic.all("Description").filter(is_name).collect();
    let own = names
        .iter()
        .find(|name| name.attribute("lang").is_some_and(|found| lang.starts_with(&found.to_ascii_lowercase())));
    own.or(names.first()).and_then(|name| name.line())
}

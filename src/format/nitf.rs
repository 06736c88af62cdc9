//! NITF: the news industry's text format, of the New York Times Annotated Corpus, of agencies' feeds and of newspapers.
//!
//! Each sender fills it in its own way, so a field is looked for in all the places that hold it, the best first.

use super::detect::Head;
use super::elements::{self, Made, Make};
use super::news_markup::{
    Tags, byline, dateline, holds_any, is_beside, is_timestamp, list, sentences, status, subject_names, text,
    text_without, without_headline,
};
use super::options::Options;
use super::xml::{self, Element};
use super::{Flaw, Input, Parsed, Refusal};
use crate::story::{Record, Status};

/// Signs of documents that hold NITF as a part of something else.
const ENVELOPES: [&str; 6] = ["<newsItem", "<NewsItem", "<Publication", "<feed", "<rss", "<entry"];

/// Returns true for a document of NITF, or for a list of them under any name.
pub(super) fn recognizes(head: &Head<'_>, _: &Options) -> bool {
    let Some(root) = xml::root_name(head.text) else { return false };
    let is_list = || holds_any(head.text, &["<nitf>", "<nitf ", "<nitf\n"]) && !holds_any(head.text, &ENVELOPES);
    root.eq_ignore_ascii_case("nitf") || (!root.eq_ignore_ascii_case("html") && is_list())
}

/// Reads the stories.
#[expect(clippy::unnecessary_wraps, reason = "the signature of all formats")]
pub(super) fn read<'a>(input: Input<'a>, options: &Options) -> Result<Parsed<'a>, Refusal> {
    Ok(elements::stories(input, options, &["nitf"], Nitf))
}

struct Nitf;

impl Make for Nitf {
    fn between(&mut self, text: &str) -> bool {
        !holds_any(text, &["<body.content", "<hedline", "<p>"])
    }

    fn record(&mut self, source: &str) -> Result<Made, Flaw> {
        let nitf = Element::parse(source)?;
        let record = story(&nitf);
        if record.text.is_empty() {
            if let Some(media) = nitf.find("media") {
                let kind = media.attribute("media-type").unwrap_or("media");
                return Err(Flaw::Skip(format!("no text, but {kind}")));
            }
            if record.headline.is_none() {
                return Err(Flaw::Bad("neither headline nor text".to_owned()));
            }
        }
        let id = nitf.find("doc-id").and_then(|id| id.attribute("id-string")).map(str::to_owned);
        Ok(Made { record, id, alone: true })
    }
}

/// Returns the NITF in an envelope's element, or that element itself.
pub(super) fn inside(element: &Element) -> Option<&Element> {
    if element.name.eq_ignore_ascii_case("nitf") { Some(element) } else { element.find("nitf") }
}

/// Returns the story of an element of NITF.
pub(super) fn story(nitf: &Element) -> Record {
    let parts = Parts::of(nitf);
    let headline = parts.headline();
    let correction = parts.correction();
    let doc = |name: &str, key: &str| parts.doc.and_then(|doc| doc.child(name)?.attribute(key));
    Record {
        text: without_headline(parts.text(), headline.as_deref()),
        headline,
        dateline: parts.dateline(),
        byline: byline(parts.byline()),
        date: parts.date(),
        section: parts.section(),
        url: parts.pubdata("ex-ref").or_else(|| parts.meta("canonical")).map(str::to_owned),
        lang: nitf.attribute("baselang").or_else(|| nitf.attribute("lang")).map(str::to_owned),
        agency: parts.agency(),
        tags: parts.tags(),
        summary: parts.summary(),
        slug: ["slug", "anpa-keyword", "NTBStikkord"]
            .iter()
            .find_map(|name| parts.meta(name))
            .or_else(|| doc("du-key", "key"))
            .map(str::to_owned),
        status: doc_status(parts.doc).or(correction.is_some().then_some(Status::Corrected)),
        note: sentences(parts.notes().chain(correction)),
        version: doc("du-key", "version").and_then(|version| version.parse().ok()),
        ..Record::default()
    }
}

fn doc_status(doc: Option<&Element>) -> Option<Status> {
    status(doc?.attribute("management-status")?)
}

/// The parts of a document that fields are looked for in.
struct Parts<'e> {
    nitf: &'e Element,
    head: Option<&'e Element>,
    doc: Option<&'e Element>,
    /// `body.head`.
    top: Option<&'e Element>,
    /// `body.content`, or what a sender has in its place.
    content: Option<&'e Element>,
}

impl<'e> Parts<'e> {
    fn of(nitf: &'e Element) -> Self {
        let body = nitf.child("body").unwrap_or(nitf);
        let content = nitf.find("body.content").or_else(|| nitf.find("body.contents"));
        Self {
            nitf,
            head: nitf.child("head"),
            doc: nitf.find("docdata"),
            top: nitf.find("body.head"),
            content: content.or_else(|| body.name.eq_ignore_ascii_case("body").then_some(body)),
        }
    }

    fn meta(&self, name: &str) -> Option<&'e str> {
        let mut found = self
            .head?
            .all("meta")
            .filter(|meta| meta.attribute("name").is_some_and(|found| found.eq_ignore_ascii_case(name)));
        found.find_map(|meta| meta.attribute("content"))
    }

    fn pubdata(&self, key: &str) -> Option<&'e str> {
        self.nitf.find_all("pubdata").into_iter().find_map(|data| data.attribute(key))
    }

    fn top(&self, name: &str) -> Option<&'e Element> {
        self.top?.child(name)
    }

    fn headline(&self) -> Option<String> {
        let heads = ["hedline", "headline"].into_iter().filter_map(|name| self.top(name));
        let mut lines = heads.map(|head| head.find("hl1").or_else(|| head.children().next()).unwrap_or(head));
        lines.find_map(Element::line).or_else(|| self.nitf.at(&["head", "title"])?.line())
    }

    /// The names alone: titles stand in an element of their own, except where that holds the name.
    fn byline(&self) -> Option<String> {
        let bylines: Vec<&Element> = self.top?.all("byline").collect();
        let is_normalized =
            |byline: &Element| byline.attribute("class").is_some_and(|class| class.contains("normalized"));
        let printed: Vec<String> =
            bylines.iter().filter(|byline| !is_normalized(byline)).filter_map(|byline| names(byline)).collect();
        if !printed.is_empty() {
            let after = printed[1..].iter().map(|name| name.trim_start_matches("By ").trim_start_matches("by "));
            return Some(std::iter::once(printed[0].as_str()).chain(after).collect::<Vec<_>>().join(" and "));
        }
        bylines.into_iter().find_map(names).map(|name| in_order(&name))
    }

    fn dateline(&self) -> Option<String> {
        let element = self.top("dateline")?;
        let Some(location) = element.child("location") else {
            let is_stamp =
                |part: &Element| part.name == "story.date" && part.line().is_none_or(|line| is_timestamp(&line));
            return dateline(element.spaced_line(&is_stamp));
        };
        let places: Vec<String> = location.children().filter_map(Element::line).collect();
        let place = if places.is_empty() || location.children().any(|part| part.name == "alt-code") {
            location.line()
        } else {
            Some(places.join(", "))
        };
        let day = element.child("story.date").and_then(Element::line).filter(|day| !is_timestamp(day));
        let parts: Vec<String> = [place, day].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }

    fn date(&self) -> Option<String> {
        let part = |name: &str| self.meta(name)?.parse::<u16>().ok();
        if let (Some(year), Some(month)) = (part("publication_year"), part("publication_month")) {
            let day = part("publication_day_of_month");
            return Some(
                day.map_or_else(|| format!("{year:04}-{month:02}"), |day| format!("{year:04}-{month:02}-{day:02}")),
            );
        }
        let stamp = |name: &str| {
            let element = self.nitf.find(name)?;
            element.attribute("norm").map(str::to_owned).or_else(|| element.line())
        };
        self.pubdata("date.publication")
            .map(str::to_owned)
            .or_else(|| ["date.issue", "date.release", "story.date"].into_iter().find_map(stamp))
            .or_else(|| self.meta("timestamp").map(str::to_owned))
    }

    fn section(&self) -> Option<String> {
        let split = |name: &str, sign: char| list(self.meta(name)?.split(sign).map(|part| part.trim().to_owned()));
        let scopes =
            self.doc.into_iter().flat_map(|doc| doc.all("doc-scope")).filter_map(|scope| scope.attribute("scope"));
        let subjects: Vec<&Element> = self.nitf.find_all("tobject.subject");
        let of_iptc =
            |subject: &&&Element| subject.attribute("tobject.subject.ipr").is_none_or(|owner| owner == "IPTC");
        let types = subjects.iter().filter(of_iptc).filter_map(|subject| subject.attribute("tobject.subject.type"));
        let codes = subjects.iter().filter_map(|subject| subject.attribute("tobject.subject.refnum"));
        let kind =
            || self.nitf.find("tobject")?.attribute("tobject.type").filter(|kind| !kind.eq_ignore_ascii_case("news"));
        split("online_sections", ';')
            .or_else(|| self.pubdata("position.section").filter(|section| section.len() > 1).map(str::to_owned))
            .or_else(|| self.meta("dsk").map(str::to_owned))
            .or_else(|| list(scopes.map(str::to_owned)))
            .or_else(|| list(types.map(str::to_owned)))
            .or_else(|| subject_names(codes))
            .or_else(|| kind().map(str::to_owned))
            .or_else(|| ["section", "category", "categoria"].iter().find_map(|name| split(name, ';')))
    }

    fn agency(&self) -> Option<String> {
        let attribute =
            |name: &str, key: &str| self.nitf.find(name).and_then(|found| found.attribute(key)).map(str::to_owned);
        let line = |name: &str| self.nitf.find(name).and_then(Element::line);
        attribute("doc-id", "regsrc")
            .or_else(|| attribute("from-src", "src-name"))
            .or_else(|| line("distributor"))
            .or_else(|| attribute("doc.copyright", "holder"))
            .or_else(|| line("rights.owner"))
            .or_else(|| attribute("doc.rights", "owner"))
            .or_else(|| self.pubdata("name").map(str::to_owned))
    }

    fn summary(&self) -> Option<String> {
        let deck = || {
            let deck = self.top("hedline")?.child("hl2")?.line();
            let is_keyword = |deck: &String| {
                self.nitf.find_all("keyword").iter().any(|keyword| keyword.attribute("key") == Some(deck.as_str()))
            };
            deck.filter(|deck| !is_keyword(deck))
        };
        let found = self.top("abstract").and_then(Element::line).or_else(deck);
        found.filter(|summary| self.headline().is_none_or(|headline| headline != *summary))
    }

    fn notes(&self) -> impl Iterator<Item = String> {
        let messages = self.doc.into_iter().flat_map(Element::children);
        let messages = messages.filter(|message| matches!(message.name.as_str(), "ed-msg" | "correction"));
        messages.filter_map(|message| message.attribute("info").map(str::to_owned))
    }

    /// What was wrong, as newspapers add it to a story of theirs.
    fn correction(&self) -> Option<String> {
        block(self.content?, "correction_text")?.line()
    }

    fn tags(&self) -> Vec<String> {
        let mut tags = Tags::default();
        for content in self.nitf.find_all("identified-content") {
            for element in content.children() {
                let value = element.line().or_else(|| element.attribute("value").map(str::to_owned));
                tags.add(tag_kind(element), value);
            }
        }
        for element in self.nitf.find_all("keyword") {
            tags.add("keywords", element.attribute("key"));
        }
        for element in self.nitf.find_all("tobject.subject") {
            for key in ["detail", "matter", "type"] {
                if let Some(subject) = element.attribute(&format!("tobject.subject.{key}")) {
                    tags.add("subjects", Some(subject));
                    break;
                }
            }
            tags.add("codes", element.attribute("tobject.subject.refnum"));
        }
        for element in self.nitf.find_all("evloc") {
            for key in ["city", "state-prov", "iso-cc"] {
                tags.add("places", element.attribute(key));
            }
        }
        // Some senders mark up the names where they stand.
        for (name, kind) in [("person", "people"), ("org", "orgs"), ("location", "places")] {
            for element in self.content.into_iter().flat_map(|content| content.find_all(name)) {
                tags.add(kind, element.line());
            }
        }
        tags.into_list()
    }

    /// The whole text; the lead stands in it once more, and corrections and the authors' biographies beside it.
    fn text(&self) -> String {
        let Some(content) = self.content else { return String::new() };
        let story = block(content, "full_text").or_else(|| block(content, "lead_paragraph"));
        let mut text = match story {
            Some(story) => without_lead(text(story)),
            None => whole_text(content),
        };
        let end = self.nitf.find("body.end").and_then(|end| end.child("tagline")).and_then(Element::line);
        if let Some(tagline) = end.filter(|_| !text.is_empty()) {
            text.push_str("\n\n");
            text.push_str(&tagline);
        }
        text
    }
}

/// Returns all text of a document that has no block for it.
fn whole_text(content: &Element) -> String {
    text_without(content, &|element| {
        is_beside(element)
            || element.name.eq_ignore_ascii_case("body.head")
            || element.attribute("class").is_some_and(|class| matches!(class, "correction_text" | "author_info"))
    })
}

/// Returns the block of this class.
fn block<'e>(content: &'e Element, class: &str) -> Option<&'e Element> {
    content.find_all("block").into_iter().find(|block| block.attribute("class") == Some(class))
}

/// The stories of some years open with `LEAD:` and the first paragraph, and then with that paragraph again.
fn without_lead(text: String) -> String {
    let Some(rest) = text.strip_prefix("LEAD:") else { return text };
    match rest.trim_start().split_once("\n\n") {
        Some((lead, after)) if after.starts_with(lead) => after.to_owned(),
        _ => rest.trim_start().to_owned(),
    }
}

fn names(byline: &Element) -> Option<String> {
    let names = byline.spaced_line(&|part| part.name == "byttl");
    let names = names.map(|names| names.trim_end_matches([',', ' ']).to_owned());
    names.filter(|names| !names.is_empty() && !names.eq_ignore_ascii_case("by")).or_else(|| byline.line())
}

/// Turns `Oven, Ada; Rye, Bo` around.
fn in_order(names: &str) -> String {
    let turned = names.split(';').map(|name| match name.trim().split_once(", ") {
        Some((last, first)) if !first.contains(',') => format!("{first} {last}"),
        _ => name.trim().to_owned(),
    });
    turned.collect::<Vec<_>>().join(" and ")
}

/// Returns what a tag of identified content is called.
fn tag_kind(element: &Element) -> &'static str {
    match element.name.as_str() {
        "person" => "people",
        "org" => "orgs",
        "location" => "places",
        "object.title" => "titles",
        "classifier" => match element.attribute("type") {
            Some("types_of_material") => "type",
            Some("taxonomic_classifier") => "taxonomy",
            _ => "subjects",
        },
        _ => "topics",
    }
}

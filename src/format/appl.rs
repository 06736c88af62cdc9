//! APPL, the Associated Press's own XML: publications with their lines, their metadata and their components.

use super::detect::Head;
use super::elements::{self, Made, Make};
use super::news_markup::{self, Tags, byline, dateline, holds_any, list, sentences, status, without_headline};
use super::options::Options;
use super::xml::{self, Element};
use super::{Flaw, Input, Parsed, Refusal};
use crate::story::Record;

/// Returns true for a publication, or a list of them, in the agency's namespace or with its parts.
pub(super) fn recognizes(head: &Head<'_>, _: &Options) -> bool {
    let is_named = xml::root_name(head.text).is_some_and(|root| root.contains("Publication"));
    is_named && holds_any(head.text, &["ap.org/schemas", "<PublicationManagement", "<PublicationComponent"])
}

/// Reads the stories.
#[expect(clippy::unnecessary_wraps, reason = "the signature of all formats")]
pub(super) fn read<'a>(input: Input<'a>, options: &Options) -> Result<Parsed<'a>, Refusal> {
    Ok(elements::stories(input, options, &["Publication"], Appl))
}

struct Appl;

impl Make for Appl {
    fn between(&mut self, text: &str) -> bool {
        !holds_any(text, &["<NewsLines", "<PublicationComponent", "<HeadLine"])
    }

    fn record(&mut self, source: &str) -> Result<Made, Flaw> {
        let publication = Element::parse(source)?;
        let record = record(&publication);
        if record.text.is_empty() {
            let kind = publication.at(&["Identification", "MediaType"]).and_then(Element::line);
            if let Some(kind) = kind.filter(|kind| !kind.eq_ignore_ascii_case("text")) {
                return Err(Flaw::Skip(format!("no text, but {kind}")));
            }
            if record.headline.is_none() {
                return Err(Flaw::Bad("neither headline nor text".to_owned()));
            }
        }
        let id = publication.at(&["Identification", "ItemId"]).and_then(Element::line);
        Ok(Made { record, id, alone: true })
    }
}

fn record(publication: &Element) -> Record {
    let lines = |name: &str| publication.at(&["NewsLines", name]).and_then(Element::line);
    let managed = |name: &str| publication.at(&["PublicationManagement", name]);
    let administered = |name: &str| publication.at(&["AdministrativeMetadata", name]).and_then(Element::line);
    let inner = components(publication, "Main").next().unwrap_or_default();
    let headline = ["HeadLine", "OriginalHeadLine", "ExtendedHeadLine"].into_iter().find_map(lines);
    let headline = headline.or(inner.headline).or_else(|| lines("Title"));
    let date = managed("FirstCreated").and_then(created);
    let moment = |name: &str| managed(name).and_then(Element::line);
    let location = publication.at(&["DescriptiveMetadata", "DateLineLocation"]);
    let city = location.and_then(|location| location.child("City")).and_then(Element::line);
    let notes = components(publication, "PublishableEditorNotes").map(|note| note.text);
    Record {
        text: without_headline(inner.text, headline.as_deref()),
        dateline: dateline(lines("DateLine")).or(inner.dateline),
        byline: byline(lines("ByLine").or_else(|| lines("ByLineOriginal"))).or(inner.byline),
        places: city.into_iter().collect(),
        date: date.or_else(|| moment("ArrivalDateTime")).or_else(|| moment("LastModifiedDateTime")),
        section: section(publication),
        lang: publication.at(&["Identification", "DefaultLanguage"]).and_then(Element::line),
        agency: administered("Provider").or_else(|| administered("Source")).or_else(|| Some("AP".to_owned())),
        tags: tags(publication),
        summary: lines("ExtendedHeadLine").filter(|line| headline.as_ref() != Some(line)).or(inner.summary),
        note: sentences(managed("SpecialInstructions").and_then(Element::line).into_iter().chain(notes)),
        slug: lines("SlugLine").or_else(|| lines("Title")).filter(|slug| headline.as_ref() != Some(slug)),
        status: moment("Status").and_then(|name| status(&name)),
        version: publication
            .at(&["Identification", "RecordSequenceNumber"])
            .and_then(Element::line)
            .and_then(|number| number.parse().ok())
            .filter(|number| *number > 0),
        headline,
        ..Record::default()
    }
}

/// Returns the texts of the components in this role.
fn components<'e>(publication: &'e Element, role: &'e str) -> impl Iterator<Item = Record> {
    let components =
        publication.all("PublicationComponent").filter(move |component| component.attribute("Role") == Some(role));
    let contents = components.filter_map(|component| component.at(&["TextContentItem", "DataContent"]));
    contents.map(news_markup::content).filter(|content| !content.text.is_empty())
}

/// Returns when it was made: as text, or in attributes.
fn created(element: &Element) -> Option<String> {
    element.line().or_else(|| {
        let number = |name: &str| element.attribute(name)?.parse::<u16>().ok();
        Some(format!("{:04}-{:02}-{:02}", number("Year")?, number("Month")?, number("Day")?))
    })
}

/// Returns what a classification's authority makes of a value.
fn tag_kind(authority: &str) -> Option<&'static str> {
    Some(match authority {
        "AP Party" => "people",
        "AP Organization" | "AP Company" => "orgs",
        "AP Geography" | "AP Country" | "AP Region" => "places",
        "AP Subject" | "AP Supplemental Category Code" => "subjects",
        "AP Category Code" => "category",
        "AP Event" => "events",
        _ => return None,
    })
}

/// The occurrences of all classifications, with the authority of each.
fn occurrences(publication: &Element) -> impl Iterator<Item = (&str, &Element)> {
    let metadata = publication.child("DescriptiveMetadata").into_iter().flat_map(Element::children);
    metadata.flat_map(|class| {
        let authority = class.attribute("Authority").unwrap_or_default();
        class.all("Occurrence").map(move |occurrence| (authority, occurrence))
    })
}

fn tags(publication: &Element) -> Vec<String> {
    let mut tags = Tags::default();
    for (authority, occurrence) in occurrences(publication) {
        if let Some(kind) = tag_kind(authority) {
            tags.add(kind, occurrence.attribute("Value").or_else(|| occurrence.attribute("Id")));
        }
    }
    for line in publication.child("NewsLines").into_iter().flat_map(Element::children) {
        match line.name.as_str() {
            "KeywordLine" => tags.add("keywords", line.line()),
            "NameLine" => tags.add("people", line.line()),
            _ => {}
        }
    }
    tags.into_list()
}

/// Returns the subjects that editors gave it.
fn section(publication: &Element) -> Option<String> {
    let of = |wanted: &'static str| {
        occurrences(publication)
            .filter(move |(authority, _)| *authority == wanted)
            .filter_map(|(_, found)| found.attribute("Value"))
    };
    list(of("AP Subject").map(str::to_owned).take(5))
        .or_else(|| list(of("AP Supplemental Category Code").map(str::to_owned)))
        .or_else(|| list(of("AP Category Code").map(str::to_owned)))
}

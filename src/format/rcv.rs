//! RCV1 and RCV2, the Reuters corpora of 1996 and 1997: one `newsitem` a file, or many in one.

use super::detect::Head;
use super::elements::{self, Made, Make};
use super::news_markup::{Tags, byline, holds_any, list, text, without_headline};
use super::options::Options;
use super::xml::{self, Element};
use super::{Flaw, Input, Parsed, Refusal};
use crate::story::Record;

/// Returns true where an item of the corpus begins.
pub(super) fn recognizes(head: &Head<'_>, _: &Options) -> bool {
    let Some(root) = xml::root_tag(head.text) else { return false };
    let is_item = |tag: &str| tag.starts_with("newsitem") && tag.contains("itemid=");
    is_item(root) || (root.starts_with("newsitems") && holds_any(head.text, &["<newsitem itemid="]))
}

/// Reads the stories.
#[expect(clippy::unnecessary_wraps, reason = "the signature of all formats")]
pub(super) fn read<'a>(input: Input<'a>, options: &Options) -> Result<Parsed<'a>, Refusal> {
    Ok(elements::stories(input, options, &["newsitem"], Rcv))
}

struct Rcv;

impl Make for Rcv {
    fn between(&mut self, text: &str) -> bool {
        elements::is_markup_only(text)
    }

    fn record(&mut self, source: &str) -> Result<Made, Flaw> {
        let item = Element::parse(source)?;
        let Some(body) = item.child("text") else { return Err(Flaw::Bad("the story has no text element".to_owned())) };
        let line = |name: &str| item.child(name).and_then(Element::line);
        let headline = line("headline").or_else(|| line("title").map(|title| without_country(&title).to_owned()));
        let dc = |name: &str| {
            let found = item.find_all("dc").into_iter().find(|dc| dc.attribute("element") == Some(name));
            found.and_then(|dc| dc.attribute("value")).map(str::to_owned)
        };
        let date = item.attribute("date").map(str::to_owned);
        let mut tags = Tags::default();
        for codes in item.find_all("codes") {
            for code in codes.all("code") {
                tags.add(kind(codes), code.attribute("code"));
            }
        }
        let topics = item.find_all("codes").into_iter().filter(|codes| kind(codes) == "topics");
        let topics = topics.flat_map(|codes| codes.all("code")).filter_map(|code| code.attribute("code"));
        let section = list(topics.map(str::to_owned));
        let record = Record {
            text: without_headline(text(body), headline.as_deref()),
            headline,
            dateline: line("dateline").and_then(|line| without_date(&line)),
            byline: byline(line("byline")),
            places: dc("dc.creator.location").into_iter().collect(),
            date: date.or_else(|| dc("dc.date.published")).or_else(|| dc("dc.date.created")),
            section,
            url: line("url").or_else(|| line("link")).filter(|url| url.starts_with("http")),
            lang: item.attribute("lang").map(str::to_owned),
            agency: dc("dc.source").or_else(|| Some("Reuters".to_owned())),
            tags: tags.into_list(),
            ..Record::default()
        };
        Ok(Made { record, id: item.attribute("itemid").map(str::to_owned), alone: true })
    }
}

/// Returns a title without the country before it: `MEXICO: Bakers strike.`
fn without_country(title: &str) -> &str {
    match title.split_once(": ") {
        Some((country, rest)) if !country.contains(char::is_lowercase) && !rest.is_empty() => rest,
        _ => title,
    }
}

/// Returns a dateline without the date in digits that ends it.
fn without_date(line: &str) -> Option<String> {
    let is_date = |word: &str| word.contains('-') && word.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    let place = match line.rsplit_once(' ') {
        Some((place, date)) if is_date(date) => place.trim_end_matches([',', ' ']),
        _ if is_date(line) => "",
        _ => line,
    };
    (!place.is_empty()).then(|| place.to_owned())
}

/// Returns what the codes of a list are called, from `bip:topics:1.0`.
fn kind(codes: &Element) -> &str {
    let class = codes.attribute("class").unwrap_or_default();
    class.split(':').nth(1).unwrap_or("codes")
}

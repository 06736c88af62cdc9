//! NewsML-G2: news items alone or in messages, their text in NITF, HTML or plain text.
//!
//! The item's own fields win over those of the text inside it. Packages, concepts and plans hold no text; they are passed
//! over and counted.

use super::detect::Head;
use super::elements::{self, Made, Make};
use super::news_markup::{
    self, Tags, byline, dateline, holds_any, is_name, list, sentences, status, subject_names, without_domain,
    without_headline,
};
use super::options::Options;
use super::xml::{self, Element};
use super::{Flaw, Input, Parsed, Refusal};
use crate::story::{Record, Status};

/// The items of the standard. All but the first hold no text.
const ITEMS: [&str; 6] = ["newsItem", "packageItem", "conceptItem", "knowledgeItem", "planningItem", "catalogItem"];

/// Versions from here on are serial numbers and moments, not counted.
const LARGEST_VERSION: u32 = 10_000;

/// Returns true for a message, or an item of the standard.
pub(super) fn recognizes(head: &Head<'_>, _: &Options) -> bool {
    let Some(root) = xml::root_name(head.text) else { return false };
    let is_g2 = || holds_any(head.text, &["iptc.org/std/nar", "NewsML-G2", "<itemMeta", ":itemMeta"]);
    let holds_item = || holds_any(head.text, &["<newsItem ", "<newsItem\n"]) && root != "feed";
    root == "newsMessage" || ((ITEMS.contains(&root) || holds_item()) && is_g2())
}

/// Reads the stories.
#[expect(clippy::unnecessary_wraps, reason = "the signature of all formats")]
pub(super) fn read<'a>(input: Input<'a>, options: &Options) -> Result<Parsed<'a>, Refusal> {
    Ok(elements::stories(input, options, &ITEMS, NewsmlG2::default()))
}

/// What the message says for the items that do not say it themselves.
#[derive(Default)]
struct NewsmlG2 {
    sent: Option<String>,
}

impl Make for NewsmlG2 {
    fn between(&mut self, text: &str) -> bool {
        if let Some((_, rest)) = text.split_once("<sent>") {
            self.sent = rest.split('<').next().map(|sent| sent.trim().to_owned());
        }
        !holds_any(text, &["<contentSet", "<contentMeta", "<inlineXML"])
    }

    fn record(&mut self, source: &str) -> Result<Made, Flaw> {
        let item = Element::parse(source)?;
        if item.name != "newsItem" {
            return Err(Flaw::Skip(format!("a {}, which holds no text", item.name)));
        }
        let mut record = Item::of(&item).record();
        ensure_text(&item, &record)?;
        if record.date.is_none() {
            record.date.clone_from(&self.sent);
        }
        Ok(Made { record, id: item.attribute("guid").map(str::to_owned), alone: true })
    }
}

/// Refuses an item that is no story: a picture, a text that lies elsewhere.
fn ensure_text(item: &Element, record: &Record) -> Result<(), Flaw> {
    if !record.text.is_empty() {
        return Ok(());
    }
    let class = item.at(&["itemMeta", "itemClass"]).and_then(code).unwrap_or("text");
    let class = class.rsplit(':').next().unwrap_or(class);
    if class != "text" {
        return Err(Flaw::Skip(format!("no text, but {class}")));
    }
    if item.at(&["contentSet", "remoteContent"]).is_some() {
        return Err(Flaw::Skip("its text is in another file".to_owned()));
    }
    if record.headline.is_none() {
        return Err(Flaw::Bad("neither headline nor text".to_owned()));
    }
    Ok(())
}

/// An item, and the parts that fields are looked for in.
struct Item<'e> {
    root: &'e Element,
    meta: Option<&'e Element>,
    content: Option<&'e Element>,
    /// The story inside.
    inner: Record,
}

impl<'e> Item<'e> {
    fn of(item: &'e Element) -> Self {
        let set = item.child("contentSet");
        let parts = set.into_iter().flat_map(|set| ["inlineXML", "inlineData"].map(|name| set.all(name)));
        let mut stories = parts.flatten().filter(|part| holds_text(part)).map(news_markup::content);
        let first = stories.next().unwrap_or_default();
        // Several renditions are the same story; the first with text is as good as any.
        let inner =
            if first.text.is_empty() { stories.find(|story| !story.text.is_empty()).unwrap_or(first) } else { first };
        Self { root: item, meta: item.child("itemMeta"), content: item.child("contentMeta"), inner }
    }

    fn record(mut self) -> Record {
        let headline = self.headline().or_else(|| self.inner.headline.take());
        let text = std::mem::take(&mut self.inner.text);
        let date = self.date();
        Record {
            text: without_headline(text, headline.as_deref()),
            dateline: dateline(self.line("dateline")).or_else(|| self.inner.dateline.take()),
            byline: byline(self.line("by")).or_else(|| self.inner.byline.take()).or_else(|| self.author()),
            places: self.all("located").filter_map(name).take(3).collect(),
            date: date.or_else(|| self.inner.date.take()),
            section: self.section().or_else(|| self.inner.section.take()),
            url: self.url(),
            lang: self.lang().map(str::to_owned).or_else(|| self.inner.lang.take()),
            agency: self.agency().or_else(|| self.inner.agency.take()),
            tags: self.tags(),
            summary: self.summary(headline.as_ref()).or_else(|| self.inner.summary.take()),
            note: self.note().or_else(|| self.inner.note.take()),
            slug: self.line("slugline").or_else(|| self.inner.slug.take()),
            status: self.status().or(self.inner.status),
            version: self
                .root
                .attribute("version")
                .and_then(|version| version.parse().ok())
                .filter(|version| *version < LARGEST_VERSION),
            headline,
            ..Record::default()
        }
    }

    /// All elements of this name, of the content first.
    fn all(&self, name: &'static str) -> impl Iterator<Item = &'e Element> + use<'e> {
        [self.content, self.meta].into_iter().flatten().flat_map(move |meta| meta.all(name))
    }

    fn line(&self, name: &'static str) -> Option<String> {
        self.all(name).find_map(Element::line)
    }

    /// The headline without a role, or the first that is not the one under it.
    fn headline(&self) -> Option<String> {
        let headlines = || self.all("headline").filter(|headline| !is_beneath(headline));
        let plain = headlines().filter(|headline| headline.attribute("role").is_none_or(|role| role.ends_with("main")));
        plain.chain(headlines()).find_map(Element::line).or_else(|| self.line("title"))
    }

    fn date(&self) -> Option<String> {
        ["versionCreated", "contentModified", "contentCreated", "firstCreated"]
            .into_iter()
            .find_map(|name| self.line(name))
    }

    /// Who made it, where that is a person and not a desk or a system.
    fn author(&self) -> Option<String> {
        let is_person = |maker: &&Element| {
            let kind = maker.attribute("type").unwrap_or_default();
            maker.attribute("role").is_none_or(|role| !role.ends_with("source")) && !kind.contains("organisation")
        };
        let known: Vec<String> = ["infoSource", "provider", "copyrightHolder"]
            .into_iter()
            .flat_map(|part| self.all(part))
            .filter_map(name)
            .collect();
        let names = self.all("creator").filter(is_person).filter_map(|maker| maker.child("name")?.line());
        names.filter(|name| is_name(name) && !known.contains(name)).reduce(|names, name| names + " and " + &name)
    }

    fn agency(&self) -> Option<String> {
        let sources = self.all("infoSource").filter_map(name);
        let credit = self.line("creditline").map(|credit| credit.trim_end_matches(['-', '–', '—', ' ']).to_owned());
        let providers = self.all("provider").filter_map(|provider| name(provider).or_else(|| suffix(provider)));
        let holders = self.root.find_all("copyrightHolder").into_iter().filter_map(name);
        sources
            .chain(credit)
            .chain(providers)
            .chain(holders)
            .map(|name| without_domain(&name).to_owned())
            .find(|name| !name.is_empty())
    }

    /// The desk where there is one, else the subjects.
    fn section(&self) -> Option<String> {
        let subjects = || self.all("subject").filter(|subject| tag_kind(subject) == "topics");
        let is_desk = |subject: &&Element| {
            let marks = [subject.attribute("qcode"), subject.attribute("type")];
            marks.into_iter().flatten().any(|mark| mark.contains("department") || mark.ends_with(":category"))
        };
        let is_standard = |subject: &&Element| {
            code(subject).is_some_and(|code| code.starts_with("medtop:") || code.starts_with("subj:"))
        };
        // Where subjects name those they lie under, the one that lies under none is the section.
        let has_broader = subjects().any(|subject| subject.child("broader").is_some());
        let is_broadest = |subject: &&Element| has_broader && subject.child("broader").is_none();
        let names = |found: &mut dyn Iterator<Item = &'e Element>| {
            list(found.filter_map(own_name).filter(|name| name.chars().count() > 2))
        };
        names(&mut subjects().filter(is_desk))
            .or_else(|| names(&mut subjects().filter(is_standard)))
            .or_else(|| names(&mut subjects().filter(is_broadest)))
            .or_else(|| names(&mut subjects()))
            .or_else(|| list(self.all("memberOf").filter_map(name)))
            .or_else(|| subject_names(subjects().filter_map(code)))
            .or_else(|| subject_names(subjects().filter_map(|subject| subject.attribute("literal"))))
            .or_else(|| list(subjects().filter_map(|subject| subject.attribute("literal")).map(str::to_owned).take(1)))
    }

    fn lang(&self) -> Option<&'e str> {
        let tag = self.all("language").find_map(|language| language.attribute("tag"));
        tag.or_else(|| self.root.attribute("lang")).or_else(|| self.content?.attribute("lang"))
    }

    fn url(&self) -> Option<String> {
        let is_own = |link: &&Element| {
            link.attribute("rel").is_some_and(|rel| rel.ends_with("canonical") || rel.ends_with("permalink"))
        };
        let href = self.all("link").filter(is_own).find_map(|link| link.attribute("href"));
        href.map(str::to_owned).or_else(|| self.inner.url.clone())
    }

    fn tags(&mut self) -> Vec<String> {
        let mut tags = Tags::default();
        for subject in self.all("subject") {
            tags.add(tag_kind(subject), name(subject).or_else(|| code(subject).map(str::to_owned)));
        }
        for keyword in self.all("keyword") {
            tags.add("keywords", keyword.line());
        }
        for genre in self.all("genre") {
            tags.add("genre", name(genre).or_else(|| code(genre).map(str::to_owned)));
        }
        tags.extend(std::mem::take(&mut self.inner.tags));
        tags.into_list()
    }

    /// A summary, or the headline under the headline.
    fn summary(&self, headline: Option<&String>) -> Option<String> {
        let is_summary = |description: &&Element| {
            let role = description.attribute("role").unwrap_or_default().to_ascii_lowercase();
            role.is_empty() || role.contains("summary") || role.contains("abstract") || role.contains("teaser")
        };
        let beneath = self.all("headline").filter(|headline| is_beneath(headline)).filter_map(Element::line);
        let described = self.all("description").filter(is_summary).find_map(Element::line);
        described.or_else(|| beneath.into_iter().find(|beneath| Some(beneath) != headline))
    }

    /// What editors are told, without contacts and closing lines.
    fn note(&self) -> Option<String> {
        let is_note = |note: &&Element| {
            let role = note.attribute("role").unwrap_or_default().to_ascii_lowercase();
            let others = ["notepad", "closing", "contact", "picture", "address"];
            note.attribute("pubconstraint").is_none() && !others.iter().any(|other| role.contains(other))
        };
        sentences(self.all("edNote").filter(is_note).filter_map(Element::line))
    }

    fn status(&self) -> Option<Status> {
        self.all("pubStatus").chain(self.all("signal")).filter_map(code).find_map(status)
    }
}

/// Whether inline content is text, and not a picture in letters.
fn holds_text(part: &Element) -> bool {
    let kind = part.attribute("contenttype").unwrap_or("text/plain");
    part.attribute("encoding").is_none() && !["image/", "audio/", "video/"].iter().any(|media| kind.starts_with(media))
}

fn is_beneath(headline: &Element) -> bool {
    let role = headline.attribute("role").unwrap_or_default().to_ascii_lowercase();
    ["sub", "deck", "short", "over", "kicker"].iter().any(|part| role.contains(part))
}

/// Returns the code of a property: `medtop:04000000`.
fn code(property: &Element) -> Option<&str> {
    property.attribute("qcode").or_else(|| property.attribute("uri"))
}

/// Returns what stands behind the colon of a code: `AP` for `providercode:AP`.
fn suffix(property: &Element) -> Option<String> {
    let (_, name) = property.attribute("qcode")?.rsplit_once(':')?;
    name.chars().all(char::is_alphabetic).then(|| name.to_owned())
}

fn own_name(property: &Element) -> Option<String> {
    let is_short = |name: &&Element| {
        name.attribute("role").is_some_and(|role| role.ends_with("short") || role.ends_with("mnemonic"))
    };
    property.all("name").filter(|name| !is_short(name)).find_map(Element::line)
}

fn name(property: &Element) -> Option<String> {
    own_name(property)
        .or_else(|| property.all("name").find_map(Element::line))
        .or_else(|| property.attribute("literal").map(str::to_owned))
}

/// Returns what a subject's tag is called.
fn tag_kind(subject: &Element) -> &'static str {
    match subject.attribute("type").and_then(|kind| kind.rsplit(':').next()) {
        Some("person") => "people",
        Some("organisation" | "organization") => "orgs",
        Some("geoArea" | "poi") => "places",
        // Reuters has numbers for the types, and says of a place of which kind it is.
        _ if subject.all("facet").filter_map(code).any(|code| code.starts_with("geoProp:")) => "places",
        Some("event") => "events",
        _ => "topics",
    }
}

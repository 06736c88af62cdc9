//! Pages of HTML: a page is one story.
//!
//! Four places tell of a story, none of them reliable: schema.org data, meta tags, marked elements, and the page as it is
//! read. Each field is looked for in all of them, the surest first. The text is the story's own where the page marks it, else
//! what a reader's view would show.

use super::detect::{Head, without_comments};
use super::html_body::{cleaned, is_notice};
use super::html_data::{self, Data, first_date, is_address, keywords};
use super::html_prune::{prune, unlay};
use super::html_source::Source;
use super::html_text::line_of;
use super::html_title::{are_alike, letters, without_name_of_page, without_site};
use super::options::Options;
use super::{Failure, Flaw, Input, Parsed, Refusal, plain};
use crate::story::{self, Precision, Record};
use dom_query::{Document, NodeRef};
use dom_smoothie::{Config, Readability};

pub(super) use super::html_text::text_of;

/// How many elements of one kind are looked at for a field.
const MOST_MARKED: usize = 50;
/// A page with less text is no story, unless it says that it is one, or when it was published.
const SHORTEST_TEXT: usize = 200;
/// Pages of more tags are read without a reader's view.
const MOST_TAGS: usize = 60_000;
/// Pages of more tags are not read: each takes some hundred bytes while the page is.
const MOST_TAGS_OF_PAGE: usize = 200_000;

/// Returns true for a document, and under a page's name for anything that begins with a tag of one.
pub(super) fn recognizes(head: &Head<'_>, _: &Options) -> bool {
    const DOCUMENT: [&str; 9] =
        ["<!doctype html", "<html", "<head", "<body", "<title", "<meta ", "<frameset", "<div", "<center"];
    const EXTENSIONS: [&str; 10] = ["html", "htm", "xhtml", "shtml", "shtm", "php", "asp", "aspx", "jsp", "stm"];
    let text = without_comments(without_declaration(without_comments(head.text)));
    let begins = |prefix: &&str| text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
    let is_tag = text.strip_prefix('<').is_some_and(|rest| rest.starts_with(|next: char| next.is_ascii_alphabetic()));
    DOCUMENT.iter().any(begins) || (is_tag && EXTENSIONS.contains(&head.extension.as_str()))
}

/// Returns the text after an XML declaration.
fn without_declaration(text: &str) -> &str {
    match text.strip_prefix("<?xml") {
        Some(rest) => rest.split_once("?>").map_or(text, |(_, rest)| rest),
        None => text,
    }
}

/// Reads the story.
pub(super) fn read<'a>(mut input: Input<'a>, options: &Options) -> Result<Parsed<'a>, Refusal> {
    let limit = options.record_limit();
    let damage = plain::read_whole(&mut input, limit, options)?;
    let (text, encoding) = input.decoding.decode(input.window.bytes());
    let record = match record(&text, None) {
        Ok(record) => {
            options.ensure_story(&record).map_err(Refusal::Skip)?;
            Ok(record)
        }
        Err(Flaw::Skip(reason)) => return Err(Refusal::Skip(reason)),
        Err(flaw) => Err(flaw.at(1, 1)),
    };
    let records = std::iter::once(record).chain(damage.map(|error| Err(Failure::Source(error))));
    Ok(Parsed { encoding: Some(encoding), records: Box::new(records) })
}

/// Returns the story of a page; `address` is where it was found, if that is known.
pub(super) fn record(source: &str, address: Option<&str>) -> Result<Record, Flaw> {
    let fit = Source::fit(source);
    if fit.tags > MOST_TAGS_OF_PAGE {
        return Err(Flaw::Skip(format!("the page has {} tags, the limit is {MOST_TAGS_OF_PAGE}", fit.tags)));
    }
    let page = Page::new(source, &fit, address);
    let mut record = page.fields();
    let text = page.text(&record);
    let is_story = page.is_article() || record.date.is_some();
    if text.is_empty() || (text.chars().count() < SHORTEST_TEXT && !is_story) {
        return Err(Flaw::Skip(format!("no article: no text of {SHORTEST_TEXT} characters")));
    }
    if page.is_index(record.url.as_deref()) {
        return Err(Flaw::Skip("no article: an index of others".to_owned()));
    }
    record.text = text;
    Ok(record)
}

/// A page under study.
struct Page<'p> {
    document: Document,
    /// The meta tags: name in lower case, content.
    metas: Vec<(String, String)>,
    data: Data,
    address: Option<&'p str>,
    /// What the browser that saved the page wrote into it.
    saved_from: Option<&'p str>,
    /// Whether it is too large for a reader's view.
    is_huge: bool,
}

impl<'p> Page<'p> {
    fn new(source: &'p str, fit: &Source<'_>, address: Option<&'p str>) -> Self {
        let document = Document::from(&*fit.text);
        let metas = metas(&document);
        let selected = document.select("script[type*='ld+json']");
        let scripts: Vec<String> = selected.iter().map(|script| script.text().to_string()).collect();
        let saved_from = source.split_once("saved from url=(").and_then(|(_, rest)| {
            let url = rest.split_once(')')?.1;
            Some(url.split([' ', '\n', '\r']).next()?.trim_end_matches("-->")).filter(|url| is_address(url))
        });
        let mut page =
            Self { document, metas, data: Data::default(), address, saved_from, is_huge: fit.tags > MOST_TAGS };
        let shown: Vec<String> =
            page.meta(&["og:title", "twitter:title"]).chain(page.headings()).chain(page.title()).collect();
        page.data = html_data::read(&scripts, |headline| shown.iter().any(|other| are_alike(headline, other)));
        page
    }

    /// Returns the contents of the meta tags of these names, in the order of the names.
    fn meta(&self, names: &'static [&'static str]) -> impl Iterator<Item = String> {
        let found = names.iter().flat_map(|name| {
            self.metas.iter().filter(move |(key, _)| key == name).filter_map(|(_, value)| line_of(value))
        });
        found.collect::<Vec<_>>().into_iter()
    }

    /// Returns the texts of the elements that a selector finds, each on one line.
    fn lines(&self, selector: &str) -> impl Iterator<Item = String> {
        let found = self.document.select(selector);
        let short = found.nodes().iter().filter(|element| is_short(element)).take(MOST_MARKED);
        let lines = short.filter_map(|element| line_of(&text_of(&element.html())));
        lines.collect::<Vec<_>>().into_iter()
    }

    fn headings(&self) -> impl Iterator<Item = String> {
        self.lines("[itemprop~='headline'], h1")
    }

    fn title(&self) -> Option<String> {
        let title = self.document.select("title");
        title.iter().next().and_then(|title| line_of(&title.text()))
    }

    /// Returns true where the page says that it is a story.
    fn is_article(&self) -> bool {
        self.data.is_article || self.meta(&["og:type"]).any(|kind| kind == "article")
    }

    /// Returns true for the first page of a site, which only points to stories.
    fn is_index(&self, url: Option<&str>) -> bool {
        let is_root = |url: &str| {
            let path = url.split_once("://").map_or(url, |(_, rest)| rest);
            let path = path.split_once('/').map_or("", |(_, path)| path);
            path.is_empty() || path.starts_with(['?', '#']) || path.starts_with("index.")
        };
        !self.is_article() && url.is_some_and(is_root)
    }

    fn fields(&self) -> Record {
        let byline = self.byline();
        let site = self.site();
        let sections = if self.data.sections.is_empty() { self.sections() } else { self.data.sections.clone() };
        let mut tags = self.data.tags.clone();
        for written in self.meta(&["news_keywords", "keywords", "article:tag", "parsely-tags", "sailthru.tags"]) {
            tags.extend(keywords(&written));
        }
        Record {
            headline: self.headline(site.as_deref()),
            dateline: self.data.dateline.clone().or_else(|| self.lines("[itemprop~='dateline']").next()),
            agency: self.agency(byline.as_deref(), site),
            byline,
            places: self.data.places.clone(),
            date: self.date(),
            section: (!sections.is_empty()).then(|| unique(sections).join(", ")),
            url: self.url(),
            lang: self.lang(),
            tags: unique(tags),
            summary: self.summary(),
            ..Record::default()
        }
    }

    /// The data's headline counts where the page shows it; what is shown is whole, and the data's is often cut short.
    fn headline(&self, site: Option<&str>) -> Option<String> {
        let headings: Vec<String> = self.headings().collect();
        let site = site.map(str::to_owned).into_iter().chain(self.hosts()).collect::<Vec<_>>();
        let titles = self.meta(&["og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title", "title"]);
        let titles: Vec<String> = titles.chain(self.title()).map(|title| without_site(&title, &site)).collect();
        let stored = self.data.headline.iter().chain(&titles);
        for title in stored {
            if let Some(shown) = headings.iter().find(|heading| are_alike(heading, title)) {
                let whole = self.title().unwrap_or_default();
                return Some(without_name_of_page(shown, &whole));
            }
            if self.data.headline.as_ref() == Some(title) && titles.iter().any(|other| are_alike(other, title)) {
                return Some(title.clone());
            }
        }
        if self.data.headline.is_none()
            && self.meta(&["og:title"]).next().is_none()
            && let Some(marked) = self.marked_headline()
        {
            return Some(marked);
        }
        // A heading that nothing else knows is the site's name as a rule.
        titles.into_iter().next().or_else(|| self.data.headline.clone()).or_else(|| headings.into_iter().next())
    }

    /// Returns the line that is marked as the headline of the only story of the page.
    fn marked_headline(&self) -> Option<String> {
        const MARKED: [&str; 2] = [
            ".entry-title, .article-title, .article-headline, .story-title, .story-headline, .headline, .hed, .arttitle",
            "article h1, main h1, article h2",
        ];
        MARKED.iter().find_map(|selector| {
            let mut lines = unique(self.lines(selector).collect());
            lines.retain(|line| line.split_whitespace().count() > 2);
            (lines.len() == 1).then(|| lines.remove(0))
        })
    }

    /// Returns the names of the site that its address holds: `www.example.com`, `example.com`, `example`.
    fn hosts(&self) -> Vec<String> {
        let url = self.url();
        let host = url.as_deref().and_then(|url| url.split_once("://")?.1.split(['/', ':', '?']).next());
        let host = host.unwrap_or_default().trim_start_matches("www.");
        let label = host.split('.').max_by_key(|label| label.len()).unwrap_or_default();
        [host, label].into_iter().filter(|name| !name.is_empty()).map(str::to_owned).collect()
    }

    fn site(&self) -> Option<String> {
        let names = self.meta(&["og:site_name", "application-name", "dc.publisher", "publisher", "cre"]);
        let all =
            names.filter(|name| !is_address(name)).chain(self.lines("[itemprop~='publisher'] [itemprop~='name']"));
        let publisher = self.data.publisher.clone().filter(|name| name != "Blogger");
        publisher.or_else(|| all.into_iter().next()).or_else(|| self.site_in_title())
    }

    /// Returns the last of what the title has behind the heading: `Late ferry - Local - Haven Post` is of the Haven Post.
    fn site_in_title(&self) -> Option<String> {
        const LONGEST: usize = 40;
        const MARKS: [char; 9] = ['|', '-', '–', '—', '»', '：', '·', '/', '_'];
        let title = self.title()?;
        let behind = self.headings().filter(|heading| heading.chars().count() > 8).find_map(|heading| {
            let shown = without_name_of_page(&heading, &title);
            let (_, behind) = title.split_once(&shown)?;
            behind.trim_start().starts_with(MARKS).then(|| behind.to_owned())
        })?;
        let name = behind.rsplit(MARKS).next().unwrap_or_default().trim();
        (!name.is_empty() && name.chars().count() <= LONGEST).then(|| name.to_owned())
    }

    fn byline(&self) -> Option<String> {
        const MARKED: [&str; 6] = [
            "[itemprop~='author'] [itemprop~='name']",
            "[itemprop~='author']",
            "[rel~='author']",
            ".byline, .by-line, .article-byline, .story-byline, .entry-author, .c-byline, [data-testid='byline']",
            ".author, .author-name, .article-author, .article__author, .post-author, .vcard .fn",
            "[class*='byline'], [class*='Byline'], [id*='byline'], [class*='author-name']",
        ];
        let mut authors = self.data.authors.clone();
        authors.retain(|name| agency_of(name).is_none());
        if !authors.is_empty() {
            return Some(authors.join(", "));
        }
        let named: Vec<String> = self
            .meta(&[
                "author",
                "parsely-author",
                "article:author",
                "article:author_name",
                "sailthru.author",
                "dc.creator",
            ])
            .chain(self.meta(&["dcterms.creator", "byl", "cxenseparse:author", "byline", "twitter:data1"]))
            .filter(|name| !is_address(name) && !name.starts_with('@') && !name.contains(" min") && name.len() < 160)
            .collect();
        let site = self.site();
        let is_site = |name: &String| site.as_ref().is_some_and(|site| are_alike(site, name));
        if let Some(first) = named.iter().find(|name| !is_site(name) && agency_of(name).is_none()) {
            // One tag for each of several authors.
            let rest = named.iter().filter(|name| !is_site(name) && !first.contains(name.as_str()));
            let is_one = first.contains(',') || first.contains(" and ");
            let all: Vec<&str> = std::iter::once(first).chain(rest.filter(|_| !is_one)).map(String::as_str).collect();
            return Some(unique(all.iter().map(|name| (*name).to_owned()).collect()).join(", "));
        }
        MARKED.iter().find_map(|selector| self.lines(selector).find_map(|line| author_in(&line)))
    }

    /// The agency that is credited, else the publisher.
    fn agency(&self, byline: Option<&str>, site: Option<String>) -> Option<String> {
        let credits = self.data.credits.iter().chain(&self.data.authors).cloned();
        let metas =
            self.meta(&["source", "dc.source", "sourceorganization", "author", "article:author", "syndication-source"]);
        let after_names = byline.and_then(|line| line.rsplit([',', '|', ';', '(']).next().map(str::to_owned));
        let marked = self.lines("[itemprop~='sourceOrganization'], [itemprop~='author']");
        let named = credits.chain(metas).chain(after_names).chain(marked);
        let known = named.into_iter().find_map(|name| agency_of(name.trim_matches([' ', ')', '.']))).map(str::to_owned);
        known.or(site)
    }

    fn date(&self) -> Option<String> {
        let metas = self
            .meta(&[
                "article:published_time",
                "article:published",
                "datepublished",
                "og:published_time",
                "analyticsattributes.articledate",
            ])
            .chain(self.meta(&[
                "parsely-pub-date",
                "pubdate",
                "publishdate",
                "publish-date",
                "publication_date",
                "publish_date",
            ]))
            .chain(self.meta(&[
                "sailthru.date",
                "dc.date.issued",
                "dcterms.issued",
                "dc.date.published",
                "dcterms.created",
            ]))
            .chain(self.meta(&[
                "dc.date.created",
                "dc.date",
                "dcterms.date",
                "cxenseparse:recs:publishtime",
                "originalpublicationdate",
            ]))
            .chain(self.meta(&[
                "article.published",
                "pdate",
                "date",
                "created",
                "rnews:datepublished",
                "datecreated",
                "release_date",
                "article_date_original",
            ]));
        let marked = self.stamps("[itemprop~='datePublished']").chain(self.stamps("time[pubdate]"));
        let stored = self.data.dates.iter().cloned().chain(metas).chain(marked).collect::<Vec<_>>();
        if let Some(date) = first_date(stored.iter().map(String::as_str)) {
            return Some(date);
        }
        let shown = self.stamps("article time, main time, time").chain(self.stamps(
            ".date, .pubdate, .published, .timestamp, .dateline, .article-date, .story-date, .post-date, .entry-date, .submitted, .submitted-by, \
             [class*='timestamp'], [class*='publish'], [class*='Date'], [class*='-date'], [id*='date']",
        ));
        let shown: Vec<String> = shown.collect();
        first_date(shown.iter().map(String::as_str))
            .or_else(|| shown.iter().find_map(|stamp| self.day_first(stamp)))
            .or_else(|| self.date_in_address())
            .or_else(|| self.date_in_lines())
    }

    /// Returns what the elements that a selector finds say of a time.
    fn stamps(&self, selector: &str) -> impl Iterator<Item = String> {
        const LONGEST: usize = 120;
        let found = self.document.select(selector);
        let short = found.nodes().iter().filter(|element| is_short(element)).take(MOST_MARKED);
        let stamps = short.flat_map(|element| {
            let text = line_of(&text_of(&element.html())).filter(|text| text.len() <= LONGEST);
            let attributes =
                ["datetime", "content", "title"].map(|name| element.attr(name).map(|value| value.to_string()));
            // `Submitted on Mon, 2019-01-21`
            let bare = text
                .as_deref()
                .and_then(|text| text.find(|c: char| c.is_ascii_digit()).map(|at| text[at..].to_owned()));
            attributes.into_iter().flatten().chain(text).chain(bare).collect::<Vec<_>>()
        });
        stamps.collect::<Vec<_>>().into_iter()
    }

    /// Returns the date of `05/03/2017`, where the language puts the day first.
    fn day_first(&self, stamp: &str) -> Option<String> {
        const MONTH_FIRST: [&str; 4] = ["en", "en-us", "en-ph", "fil"];
        self.lang().filter(|lang| !MONTH_FIRST.contains(&lang.to_lowercase().as_str()))?;
        let word = stamp.split_whitespace().find(|word| word.matches('/').count() == 2)?;
        let mut numbers = word.trim_matches(|c: char| !c.is_ascii_digit()).split('/').map(str::parse::<u16>);
        let (day, month, year) = (numbers.next()?.ok()?, numbers.next()?.ok()?, numbers.next()?.ok()?);
        let date = format!("{year:04}-{month:02}-{day:02}");
        (year > 1900 && story::read_date(&date).is_some()).then_some(date)
    }

    fn date_in_address(&self) -> Option<String> {
        let url = self.url()?;
        let path = url.split_once("://").map_or(url.as_str(), |(_, rest)| rest);
        story::date_in_path(path).filter(|date| date.precision() == Precision::Day).map(|date| date.to_string())
    }

    /// Returns the first line that holds a whole date and little else, as pages without any marks have it near their headline.
    fn date_in_lines(&self) -> Option<String> {
        const LONGEST: usize = 80;
        const FAR: usize = 80;
        let body = self.document.select("body");
        let text = text_of(&body.html());
        let lines: Vec<&str> = text.lines().filter(|line| !line.is_empty()).collect();
        let near = lines.iter().take(FAR).chain(lines.iter().rev().take(FAR / 8));
        let dated = near.filter(|line| line.len() <= LONGEST && !is_notice(line));
        dated
            .filter(|line| story::read_date(line).is_some_and(|date| date.precision() == Precision::Day))
            .map(|line| (*line).to_owned())
            .next()
    }

    fn sections(&self) -> Vec<String> {
        let names = self
            .meta(&[
                "article:section",
                "parsely-section",
                "section",
                "articlesection",
                "og:section",
                "cxenseparse:section",
            ])
            .chain(self.meta(&["article:section_name", "category", "dc.subject", "sailthru.section", "news_section"]))
            .chain(self.lines("[itemprop~='articleSection'], a[rel~='category']"));
        names.into_iter().filter(|name| !is_address(name)).take(1).collect()
    }

    fn url(&self) -> Option<String> {
        let canonical = self.document.select("link[rel~='canonical']");
        let canonical = canonical.iter().find_map(|link| link.attr("href")).map(|url| url.to_string());
        let urls = canonical
            .into_iter()
            .chain(self.meta(&["og:url", "parsely-link", "twitter:url", "vr:canonical", "original-source"]))
            .chain(self.data.url.clone())
            .chain(self.address.map(str::to_owned))
            .chain(self.saved_from.map(str::to_owned));
        let urls = urls.map(|url| original(url.trim()).to_owned()).filter(|url| url.contains("://"));
        urls.into_iter().next()
    }

    fn lang(&self) -> Option<String> {
        let html = self.document.select("html");
        let attribute = html.iter().next().and_then(|html| html.attr("lang").or_else(|| html.attr("xml:lang")));
        let languages = attribute
            .map(|lang| lang.to_string())
            .into_iter()
            .chain(self.data.lang.clone())
            .chain(self.meta(&["inlanguage", "content-language", "dc.language", "language", "og:locale"]));
        let is_tag = |lang: &String| {
            let primary = lang.split('-').next().unwrap_or_default();
            (2..=3).contains(&primary.len()) && lang.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        };
        languages.map(|lang| lang.trim().replace('_', "-")).find(is_tag)
    }

    fn summary(&self) -> Option<String> {
        let named = self.meta(&["og:description", "description", "twitter:description", "dc.description"]);
        self.data.summary.clone().or_else(|| named.into_iter().next())
    }

    /// Returns the story's text: what the page's data holds, else the element that is marked as it, else what a reader's view
    /// shows.
    fn text(self: &Page<'p>, record: &Record) -> String {
        if self.is_huge {
            return cleaned(&text_of(&self.document.select("body").html()), record);
        }
        let document = self.document.clone();
        prune(&document);
        unlay(&document);
        let marked = document.select("[itemprop~='articleBody'], [property~='articleBody']");
        let marked: Vec<String> = marked.iter().map(|element| text_of(&element.html())).collect();
        let marked = cleaned(&marked.join("\n\n"), record);
        let readable = cleaned(&readable(document), record);
        let shown = if marked.len() * 2 >= readable.len() && !marked.is_empty() { marked } else { readable };
        match &self.data.body {
            Some(body) if body.len() * 2 >= shown.len() => shaped(cleaned(body, record), &shown),
            _ => shown,
        }
    }
}

/// Returns true for an element that holds no more than a field does.
fn is_short(element: &NodeRef<'_>) -> bool {
    const LONGEST: usize = 1000;
    const MOST_NODES: usize = 200;
    let (mut length, mut count) = (0, 0);
    element.descendants_it().all(|node| {
        count += 1;
        if node.is_text() {
            length += node.text().trim().len();
        }
        length <= LONGEST && count <= MOST_NODES
    })
}

/// Returns the meta tags with a content.
fn metas(document: &Document) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for meta in &document.select("meta[content]") {
        let content = meta.attr("content").unwrap_or_default().trim().to_owned();
        for key in ["property", "name", "itemprop", "http-equiv"] {
            let names = meta.attr(key).unwrap_or_default().to_lowercase();
            for name in names.split_whitespace().filter(|_| !content.is_empty()) {
                // Both `og:article:section` and `article:section` are written.
                let name = name.strip_prefix("og:").filter(|name| name.starts_with("article:")).unwrap_or(name);
                found.push((name.to_owned(), content.clone()));
            }
        }
    }
    found
}

/// Returns what a reader's view shows of a page; all its text where none can be made.
fn readable(document: Document) -> String {
    let whole = document.select("body").html();
    let config = Config { disable_json_ld: true, ..Config::default() };
    let article = Readability::with_document(document, None, Some(config)).and_then(|mut reader| reader.parse());
    match article {
        Ok(article) => text_of(&article.content),
        Err(_) => text_of(&whole),
    }
}

/// Returns the data's text with the paragraphs of the text shown, where it has none of its own.
fn shaped(body: String, shown: &str) -> String {
    /// Looking for every paragraph in a text that long takes too much time.
    const MOST_WORK: usize = 200_000_000;
    let count = shown.split("\n\n").count();
    if body.contains("\n\n") || count.saturating_mul(body.len()) > MOST_WORK {
        return body;
    }
    let all = letters(&body);
    let paragraphs = shown.split("\n\n").filter(|paragraph| all.contains(&letters(paragraph)));
    let kept = paragraphs.collect::<Vec<_>>().join("\n\n");
    // Nine of ten letters at least, or a part is lost.
    if letters(&kept).len() * 10 >= all.len() * 9 { kept } else { body }
}

/// Returns the agency that a name stands for: `CNN Wire` and `AP Staff` are no persons.
pub(super) fn agency_of(name: &str) -> Option<&'static str> {
    let bare = ["By: ", "By ", "by "].iter().find_map(|by| name.strip_prefix(by)).unwrap_or(name).trim();
    let desk = [" Wire", " Wire Service", " Staff", " Newswire", " wire", " staff"]
        .iter()
        .find_map(|end| bare.strip_suffix(end));
    story::agency(bare).or_else(|| story::agency(desk?))
}

/// Returns the names in a line that is marked as naming the author, without the time and links beside them.
fn author_in(line: &str) -> Option<String> {
    const LONGEST: usize = 160;
    const ENDS: [&str; 10] =
        [" | ", " • ", " · ", "Published", "published", "Updated", "Posted", "Follow", " on Twitter", "Last modified"];
    let end = ENDS.iter().filter_map(|end| line.find(end)).min().unwrap_or(line.len());
    let digit = line.find(|c: char| c.is_ascii_digit()).unwrap_or(line.len());
    let names = line[..end.min(digit)].trim().trim_end_matches([',', '-', '–', '|', '(']).trim();
    let bare = names.strip_prefix("By ").or_else(|| names.strip_prefix("by ")).unwrap_or(names);
    let fits = bare.len() > 2 && line.len() <= LONGEST && bare.contains(char::is_alphabetic);
    (fits && agency_of(bare).is_none() && !bare.eq_ignore_ascii_case("staff")).then(|| bare.to_owned())
}

/// Returns the address of a page without that of the archive that keeps a copy.
fn original(url: &str) -> &str {
    let Some((_, rest)) = url.split_once("/web/") else { return url };
    let inside = rest.split_once('/').map(|(stamp, inside)| (stamp.starts_with(|c: char| c.is_ascii_digit()), inside));
    match inside {
        Some((true, inside)) if is_address(inside) => inside,
        _ => url,
    }
}

/// Returns the texts, each once.
fn unique(texts: Vec<String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    let mut seen = std::collections::HashSet::new();
    for text in texts {
        if seen.insert(text.to_lowercase()) {
            kept.push(text);
        }
    }
    kept
}

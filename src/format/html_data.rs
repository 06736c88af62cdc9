//! What the schema.org data of a page (JSON-LD) says of its story. Scripts are often cut, escaped twice or filled in by hand, so
//! each field counts by itself.

use super::html_text::{line_of, text_of};
use crate::story;
use serde_json::{Map, Value};
use std::collections::HashSet;

/// What a page's data says of its story.
#[derive(Debug, Default)]
pub(super) struct Data {
    /// Whether there is a story at all, and not the site alone.
    pub(super) is_article: bool,
    pub(super) headline: Option<String>,
    /// The dates it may be from, the likeliest first; placeholders among them.
    pub(super) dates: Vec<String>,
    pub(super) authors: Vec<String>,
    /// Organizations that are named as authors.
    pub(super) credits: Vec<String>,
    pub(super) publisher: Option<String>,
    pub(super) sections: Vec<String>,
    pub(super) body: Option<String>,
    pub(super) summary: Option<String>,
    pub(super) dateline: Option<String>,
    pub(super) url: Option<String>,
    pub(super) lang: Option<String>,
    pub(super) places: Vec<String>,
    pub(super) tags: Vec<String>,
}

/// How many objects of a page are looked at.
const MOST_OBJECTS: usize = 2000;

/// Reads the scripts of a page. `looks_right` says whether a headline is that of the page.
pub(super) fn read(scripts: &[String], looks_right: impl Fn(&str) -> bool) -> Data {
    let parsed: Vec<Value> = scripts.iter().flat_map(|script| values(script)).collect();
    let mut objects = Vec::new();
    for value in &parsed {
        collect(value, &mut objects);
    }
    let articles: Vec<&Map<String, Value>> = objects.iter().copied().filter(|object| is_article(object)).collect();
    // A page may hold the stories it points to as well.
    let fits = |object: &&&Map<String, Value>| line(object, "headline").is_some_and(|headline| looks_right(&headline));
    let mut data = Data::default();
    if let Some(article) = articles.iter().find(fits).or_else(|| articles.first()) {
        data.fill(article, &objects);
    }
    for script in scripts.iter().filter(|script| values(script).is_empty()) {
        data.guess(script);
    }
    if data.sections.is_empty() {
        data.sections.extend(objects.iter().find_map(|object| trail(object)));
    }
    data
}

/// Returns the values that a script holds, none where it cannot be read.
fn values(script: &str) -> Vec<Value> {
    let mut text = script.trim();
    for (open, close) in [("<!--", "-->"), ("//<![CDATA[", "//]]>"), ("/*<![CDATA[*/", "/*]]>*/"), ("<![CDATA[", "]]>")]
    {
        text = text.strip_prefix(open).unwrap_or(text).trim();
        text = text.strip_suffix(close).unwrap_or(text).trim();
    }
    let text = text.trim_end_matches(';');
    let read = |text: &str| -> Vec<Value> {
        serde_json::Deserializer::from_str(text).into_iter().map_while(Result::ok).collect()
    };
    let found = read(text);
    if found.is_empty() { read(&mended(text)) } else { found }
}

/// Mends what people get wrong most often: line breaks inside strings, and commas before a closing bracket.
fn mended(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut in_string, mut escaped) = (false, false);
    for c in text.chars() {
        if in_string && !escaped && c.is_control() {
            out.push(' ');
            continue;
        }
        if !in_string && matches!(c, '}' | ']') {
            let kept = out.trim_end().trim_end_matches(',').len();
            out.truncate(kept);
        }
        if c == '"' && !escaped {
            in_string = !in_string;
        }
        escaped = in_string && c == '\\' && !escaped;
        out.push(c);
    }
    out
}

fn collect<'v>(value: &'v Value, objects: &mut Vec<&'v Map<String, Value>>) {
    if objects.len() >= MOST_OBJECTS {
        return;
    }
    match value {
        Value::Array(values) => values.iter().for_each(|value| collect(value, objects)),
        Value::Object(object) => {
            objects.push(object);
            for key in ["@graph", "mainEntity", "mainEntityOfPage", "hasPart", "itemListElement", "subjectOf"] {
                if let Some(inner) = object.get(key) {
                    collect(inner, objects);
                }
            }
        }
        _ => {}
    }
}

/// Returns the types of an object, without the address of the vocabulary.
fn types(object: &Map<String, Value>) -> impl Iterator<Item = &str> {
    let values = match object.get("@type") {
        Some(Value::Array(values)) => values.as_slice(),
        Some(value) => std::slice::from_ref(value),
        None => &[],
    };
    values.iter().filter_map(Value::as_str).map(|name| name.rsplit(['/', '#', ':']).next().unwrap_or(name))
}

fn is_article(object: &Map<String, Value>) -> bool {
    types(object).any(|name| name.ends_with("Article") || name.ends_with("Posting") || name == "Report")
}

fn is_organization(object: &Map<String, Value>) -> bool {
    types(object).any(|name| name.ends_with("Organization") || matches!(name, "Corporation" | "NewsAgency"))
}

/// Returns the text of a field on one line; the first where it is a list, the name where it is an object.
fn line(object: &Map<String, Value>, key: &str) -> Option<String> {
    lines(object.get(key)?).into_iter().next()
}

/// Returns the texts of a value: itself, those of a list, or the name of an object.
fn lines(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => line_of(text).into_iter().collect(),
        Value::Number(number) => vec![number.to_string()],
        Value::Array(values) => values.iter().flat_map(lines).collect(),
        Value::Object(object) => {
            let named = ["name", "@value", "@id", "url"].iter().find_map(|key| object.get(*key));
            named.map(lines).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

/// More authors than that are no byline.
const MOST_AUTHORS: usize = 50;

impl Data {
    fn fill(&mut self, article: &Map<String, Value>, objects: &[&Map<String, Value>]) {
        self.is_article = true;
        self.headline = line(article, "headline").or_else(|| line(article, "name"));
        let dates = ["datePublished", "dateCreated", "uploadDate", "dateModified"];
        self.dates = dates.iter().filter_map(|key| line(article, key)).collect();
        for key in ["author", "creator", "contributor"] {
            if self.authors.is_empty()
                && let Some(value) = article.get(key)
            {
                self.credit(value, objects);
            }
        }
        let mut seen = HashSet::new();
        self.authors.retain(|name| seen.insert(name.clone()));
        self.authors.truncate(MOST_AUTHORS);
        self.publisher = article.get("publisher").and_then(|value| name_of(value, objects));
        let sections = article.get("articleSection").map(lines).unwrap_or_default();
        self.sections = sections.into_iter().filter(|section| !is_address(section)).collect();
        self.body = article.get("articleBody").or_else(|| article.get("text")).and_then(body_of);
        self.summary = line(article, "description");
        self.dateline = line(article, "dateline");
        let urls = ["url", "mainEntityOfPage", "@id"];
        self.url = urls.iter().filter_map(|key| line(article, key)).find(|url| is_address(url));
        self.lang = line(article, "inLanguage");
        let filed = article.get("locationCreated").map(lines).unwrap_or_default();
        self.places = filed.into_iter().filter(|place| !is_address(place)).collect();
        self.tag(article);
    }

    /// Takes what can be told of a script that cannot be read: `"key": "value"` wherever it stands.
    fn guess(&mut self, script: &str) {
        if !(script.contains("Article\"") || script.contains("Posting\"")) {
            return;
        }
        self.is_article = true;
        let field = |key: &str| stray(script, key);
        self.headline = self.headline.take().or_else(|| field("headline"));
        self.dates.extend(["datePublished", "dateCreated"].iter().filter_map(|key| field(key)));
        if self.sections.is_empty() {
            self.sections.extend(field("articleSection"));
        }
        if self.authors.is_empty() {
            let author = script.find("\"author\"").map(|at| &script[at + 8..]);
            let end = |text: &str| text.find(['}', ']']).unwrap_or(text.len());
            let author = author.map(|text| &text[..end(text)]);
            self.authors.extend(author.and_then(|text| stray(text, "name")).filter(|name| !is_address(name)));
        }
        if self.publisher.is_none() {
            let publisher = script.find("\"publisher\"").map(|at| &script[at + 11..]);
            self.publisher = publisher.and_then(|text| stray(text, "name"));
        }
    }

    /// Takes the authors of a value: persons, and the organizations among them.
    fn credit(&mut self, value: &Value, objects: &[&Map<String, Value>]) {
        match value {
            Value::Array(values) => values.iter().for_each(|value| self.credit(value, objects)),
            Value::Object(object) => {
                let object = resolved(object, objects);
                let names = object.get("name").map(lines).unwrap_or_default();
                let known = if is_organization(object) { &mut self.credits } else { &mut self.authors };
                known.extend(names.into_iter().filter(|name| !is_address(name)));
            }
            Value::String(name) if !is_address(name) => self.authors.extend(line_of(name)),
            _ => {}
        }
    }

    fn tag(&mut self, article: &Map<String, Value>) {
        for keyword in article.get("keywords").map(lines).unwrap_or_default() {
            self.tags.extend(keywords(&keyword));
        }
        for key in ["about", "mentions"] {
            let values = match article.get(key) {
                Some(Value::Array(values)) => values.as_slice(),
                Some(value) => std::slice::from_ref(value),
                None => &[],
            };
            for object in values.iter().filter_map(Value::as_object) {
                let kind = types(object).find_map(|name| match name {
                    "Person" => Some("people"),
                    "Place" | "City" | "Country" | "State" | "AdministrativeArea" => Some("places"),
                    _ => is_organization(object).then_some("orgs"),
                });
                let name = line(object, "name").filter(|name| !is_address(name));
                self.tags.extend(name.map(|name| format!("{}:{name}", kind.unwrap_or("topics"))));
            }
        }
    }
}

/// Returns keywords as tags; they stand in one text, with commas between.
pub(super) fn keywords(written: &str) -> impl Iterator<Item = String> {
    written.split([',', ';']).map(str::trim).filter(|word| !word.is_empty()).map(|word| format!("keywords:{word}"))
}

/// Returns the object that is meant: an object may only point to another by its id.
fn resolved<'v>(object: &'v Map<String, Value>, objects: &[&'v Map<String, Value>]) -> &'v Map<String, Value> {
    let id = object.get("@id").and_then(Value::as_str).filter(|_| !object.contains_key("name"));
    let meant = id.and_then(|id| {
        objects.iter().find(|other| other.contains_key("name") && other.get("@id").and_then(Value::as_str) == Some(id))
    });
    meant.copied().unwrap_or(object)
}

fn name_of(value: &Value, objects: &[&Map<String, Value>]) -> Option<String> {
    let name = match value {
        Value::Array(values) => values.iter().find_map(|value| name_of(value, objects)),
        Value::Object(object) => line(resolved(object, objects), "name"),
        Value::String(name) => line_of(name),
        _ => None,
    };
    name.filter(|name| !is_address(name))
}

/// Returns the text of a story, in paragraphs where they are told apart.
fn body_of(value: &Value) -> Option<String> {
    let written = match value {
        Value::String(text) => text.clone(),
        Value::Array(values) => values.iter().filter_map(Value::as_str).collect::<Vec<_>>().join("\n\n"),
        _ => return None,
    };
    let text = if written.contains("</p>") || written.contains("<br") || written.contains("</div>") {
        text_of(&written)
    } else {
        let plain = text_of(&written);
        let lines = plain.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
        lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n\n")
    };
    // Escaped twice.
    let text = if text.contains("</p>") { text_of(&text) } else { text };
    (!text.is_empty()).then_some(text)
}

/// Returns the section that a trail of links to the page names: the last before the page's own.
fn trail(object: &Map<String, Value>) -> Option<String> {
    if !types(object).any(|name| name == "BreadcrumbList") {
        return None;
    }
    let items = object.get("itemListElement")?.as_array()?;
    let names = items.iter().filter_map(Value::as_object).filter_map(|item| {
        line(item, "name").or_else(|| item.get("item").and_then(Value::as_object).and_then(|item| line(item, "name")))
    });
    let names: Vec<String> = names.filter(|name| !is_address(name)).collect();
    let is_home = |name: &String| matches!(name.to_lowercase().as_str(), "home" | "homepage" | "news" | "start");
    let inner = names.len().saturating_sub(1).max(1);
    names.into_iter().take(inner).rfind(|name| !is_home(name) && name.len() < 40)
}

/// Returns the string that stands behind a key in a script that cannot be read.
fn stray(script: &str, key: &str) -> Option<String> {
    let at = script.find(&format!("\"{key}\""))?;
    let value = script[at + key.len() + 2..].trim_start().strip_prefix(':')?.trim_start().strip_prefix('"')?;
    let mut end = 0;
    let bytes = value.as_bytes();
    while end < bytes.len() && bytes[end] != b'"' {
        end += if bytes[end] == b'\\' { 2 } else { 1 };
    }
    let written = value.get(..end)?.replace(['\n', '\r', '\t'], " ");
    let text: String = serde_json::from_str(&format!("\"{written}\"")).unwrap_or(written);
    line_of(&text)
}

/// Returns true for a web address, where a name was expected.
pub(super) fn is_address(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://") || text.starts_with("//") || text.starts_with('#')
}

/// Returns the first date that can be one: `0001-01-01` and words are none.
pub(super) fn first_date<'d>(dates: impl IntoIterator<Item = &'d str>) -> Option<String> {
    dates.into_iter().find(|date| story::read_date(date).is_some()).map(|date| date.trim().to_owned())
}

//! An element of XML as a tree, read as leniently as archives need: unmatched ends, bare ampersands and unknown entities are
//! no reason to lose a story. No entity is ever expanded but the standard ones, and nothing outside the text is looked at.

use super::references;
use quick_xml::events::{BytesStart, Event};

/// Elements inside one another beyond this count give their text to the one around them.
const DEEPEST: usize = 200;

/// An element.
#[derive(Debug, Default)]
pub(super) struct Element {
    /// Its name without prefix.
    pub(super) name: String,
    /// Attributes: name as written, value decoded.
    attributes: Vec<(String, String)>,
    nodes: Vec<Node>,
}

#[derive(Debug)]
enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    /// Reads the first element of a text; the reason where there is none.
    pub(super) fn parse(source: &str) -> Result<Self, String> {
        let mut reader = quick_xml::Reader::from_str(source);
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        config.allow_unmatched_ends = true;
        config.check_end_names = false;
        let mut open: Vec<Element> = vec![Element::default()];
        let mut too_deep = 0_usize;
        loop {
            let position = reader.buffer_position();
            match reader.read_event() {
                Ok(Event::Start(_)) if open.len() > DEEPEST => too_deep += 1,
                Ok(Event::Start(tag)) => open.push(Self::of(&tag)),
                Ok(Event::Empty(tag)) => {
                    let element = Self::of(&tag);
                    last(&mut open).nodes.push(Node::Element(element));
                }
                Ok(Event::End(_)) if too_deep > 0 => too_deep -= 1,
                Ok(Event::End(tag)) => close(&mut open, tag.local_name().as_ref()),
                Ok(Event::Text(text)) => last(&mut open).push_text(&text),
                Ok(Event::CData(text)) => last(&mut open).push_text(&text),
                Ok(Event::GeneralRef(name)) => last(&mut open).push_reference(&name),
                Ok(Event::Eof) => break,
                Ok(_) => {}
                // What is wrong with the rest does not undo what was read before it.
                Err(_) if open.len() > 1 && position > 0 => break,
                Err(error) => return Err(format!("no XML: {error}")),
            }
        }
        while open.len() > 1 {
            close_last(&mut open);
        }
        let root = open.pop().unwrap_or_default();
        root.nodes.into_iter().find_map(Node::into_element).ok_or_else(|| "no XML element".to_owned())
    }

    fn of(tag: &BytesStart<'_>) -> Self {
        let mut attributes = tag.attributes();
        let attributes = attributes.with_checks(false).flatten().map(|attribute| {
            let value = references::decoded(&attribute.value);
            (attribute.key.as_ref().to_owned(), value)
        });
        let attributes = attributes.collect();
        Self { name: tag.local_name().as_ref().to_owned(), attributes, nodes: vec![] }
    }

    fn push_text(&mut self, text: &str) {
        if let Some(Node::Text(before)) = self.nodes.last_mut() {
            before.push_str(text);
        } else {
            self.nodes.push(Node::Text(text.to_owned()));
        }
    }

    fn push_reference(&mut self, name: &str) {
        let mut buffer = [0; 4];
        match name.strip_prefix('#') {
            Some(digits) => match references::numbered(digits) {
                Some(character) if !character.is_control() || matches!(character, '\n' | '\t') => {
                    self.push_text(character.encode_utf8(&mut buffer));
                }
                Some(_) => {}
                None => self.push_text(&format!("&{name};")),
            },
            None => match references::named(name) {
                Some(text) => self.push_text(text),
                None => self.push_text(&format!("&{name};")),
            },
        }
    }

    /// Returns an attribute's value by its name with or without prefix; an empty one is none.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        let found = self.attributes.iter().find(|(key, _)| key == name || local(key) == name);
        found.map(|(_, value)| value.trim()).filter(|value| !value.is_empty())
    }

    /// Returns the child elements, in order.
    pub(super) fn children(&self) -> impl Iterator<Item = &Element> {
        self.nodes.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// Returns the first child of this name; case is ignored.
    pub(super) fn child(&self, name: &str) -> Option<&Element> {
        self.children().find(|child| child.name.eq_ignore_ascii_case(name))
    }

    /// Returns the children of this name.
    pub(super) fn all<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Element> {
        self.children().filter(move |child| child.name.eq_ignore_ascii_case(name))
    }

    /// Returns the element at the end of a path of names, the first at each step that leads on to one.
    pub(super) fn at<'e>(&'e self, path: &[&str]) -> Option<&'e Element> {
        let Some((first, rest)) = path.split_first() else { return Some(self) };
        self.children().filter(|child| child.name.eq_ignore_ascii_case(first)).find_map(|child| child.at(rest))
    }

    /// Returns all elements of this name below this one, in text order, not those inside another of that name.
    pub(super) fn find_all<'e>(&'e self, name: &str) -> Vec<&'e Element> {
        let mut found = Vec::new();
        self.collect(name, &mut found);
        found
    }

    fn collect<'e>(&'e self, name: &str, found: &mut Vec<&'e Element>) {
        for child in self.children() {
            if child.name.eq_ignore_ascii_case(name) {
                found.push(child);
            } else {
                child.collect(name, found);
            }
        }
    }

    /// Returns the first element of this name below this one.
    pub(super) fn find(&self, name: &str) -> Option<&Element> {
        self.children()
            .find_map(|child| if child.name.eq_ignore_ascii_case(name) { Some(child) } else { child.find(name) })
    }

    /// Returns all text in it, as it stands.
    pub(super) fn text(&self) -> String {
        let mut text = String::new();
        self.write_text(&mut text);
        text
    }

    fn write_text(&self, out: &mut String) {
        for node in &self.nodes {
            match node {
                Node::Text(text) => out.push_str(text),
                Node::Element(element) => element.write_text(out),
            }
        }
    }

    /// Returns its text on one line, runs of blanks as one; `None` where there is none.
    pub(super) fn line(&self) -> Option<String> {
        let mut blocks = Blocks::default();
        self.write_blocks(&mut blocks);
        let words: Vec<&str> = blocks.text.split_whitespace().chain(blocks.line.split_whitespace()).collect();
        (!words.is_empty()).then(|| words.join(" "))
    }

    /// Returns its text in paragraphs with a blank line between: where it has block elements (`p`, `div`, `block`, `li`, ...),
    /// each is one; else the text as it stands, trimmed.
    pub(super) fn paragraphs(&self) -> String {
        if !self.has_blocks() {
            return self.text().trim().to_owned();
        }
        let mut blocks = Blocks::default();
        self.write_blocks(&mut blocks);
        blocks.end();
        blocks.text
    }

    fn has_blocks(&self) -> bool {
        self.children().any(|child| is_block(&child.name) || child.has_blocks())
    }

    fn write_blocks(&self, blocks: &mut Blocks) {
        for node in &self.nodes {
            match node {
                Node::Text(text) => blocks.line.push_str(text),
                Node::Element(element) if is_block(&element.name) => {
                    blocks.end();
                    element.write_blocks(blocks);
                    blocks.end();
                }
                Node::Element(element) => element.write_blocks(blocks),
            }
        }
    }
}

/// Paragraphs under way.
#[derive(Default)]
struct Blocks {
    text: String,
    line: String,
}

impl Blocks {
    fn end(&mut self) {
        let line = std::mem::take(&mut self.line);
        let words: Vec<&str> = line.split_whitespace().collect();
        if words.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        self.text.push_str(&words.join(" "));
    }
}

/// Elements that begin and end a paragraph, of XHTML, NITF and the like.
fn is_block(name: &str) -> bool {
    const BLOCKS: [&str; 29] = [
        "p",
        "div",
        "block",
        "br",
        "li",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "tr",
        "table",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hl1",
        "hl2",
        "hr",
        "pre",
        "section",
        "article",
        "blockquote",
        "bq",
        "body",
        "body.content",
        "title",
    ];
    BLOCKS.iter().any(|block| name.eq_ignore_ascii_case(block))
}

impl Node {
    fn into_element(self) -> Option<Element> {
        match self {
            Self::Element(element) => Some(element),
            Self::Text(_) => None,
        }
    }
}

fn local(name: &str) -> &str {
    name.rsplit(':').next().unwrap_or(name)
}

fn last(open: &mut [Element]) -> &mut Element {
    open.last_mut().expect("the text's own level is never closed")
}

/// Closes the nearest open element of this name, and those inside it that were not closed; an end without a beginning is
/// passed over.
fn close(open: &mut Vec<Element>, name: &str) {
    let Some(at) = open.iter().skip(1).rposition(|element| element.name == name) else { return };
    while open.len() > at + 1 {
        close_last(open);
    }
}

fn close_last(open: &mut Vec<Element>) {
    if let Some(element) = open.pop() {
        last(open).nodes.push(Node::Element(element));
    }
}

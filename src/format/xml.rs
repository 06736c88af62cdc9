//! An element of XML as a tree, read as leniently as archives need: unmatched ends, bare ampersands and unknown entities are
//! no reason to lose a story. No entity is ever expanded but the standard ones, and nothing outside the text is looked at.

use super::references;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;

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
        let root = Self::read(source)?;
        root.nodes.into_iter().find_map(Node::into_element).ok_or_else(|| "no XML element".to_owned())
    }

    /// Reads a text with or without markup, such as the HTML that some formats hold escaped, as one element without a name.
    pub(super) fn fragment(source: &str) -> Self {
        Self::read(source).unwrap_or_else(|_| Self { nodes: vec![Node::Text(source.to_owned())], ..Self::default() })
    }

    fn read(source: &str) -> Result<Self, String> {
        let source = without_strays(source);
        let mut reader = quick_xml::Reader::from_str(&source);
        let config = reader.config_mut();
        config.allow_dangling_amp = true;
        config.allow_unmatched_ends = true;
        config.check_end_names = false;
        let mut open: Vec<Element> = vec![Element::default()];
        let mut too_deep = 0_usize;
        loop {
            match reader.read_event() {
                Ok(Event::Start(tag)) if is_void(tag.local_name().as_ref()) => {
                    let element = Self::of(&tag);
                    last(&mut open).nodes.push(Node::Element(element));
                }
                Ok(Event::Start(_)) if open.len() > DEEPEST => too_deep += 1,
                Ok(Event::Start(tag)) => open.push(Self::of(&tag)),
                Ok(Event::Empty(tag)) => {
                    let element = Self::of(&tag);
                    last(&mut open).nodes.push(Node::Element(element));
                }
                Ok(Event::End(tag)) if is_void(tag.local_name().as_ref()) => {}
                Ok(Event::End(_)) if too_deep > 0 => too_deep -= 1,
                Ok(Event::End(tag)) => close(&mut open, tag.local_name().as_ref()),
                Ok(Event::Text(text)) => last(&mut open).push_text(&text),
                Ok(Event::CData(text)) => last(&mut open).push_text(&text),
                Ok(Event::GeneralRef(name)) => last(&mut open).push_reference(&name),
                Ok(Event::Eof) => break,
                Ok(_) => {}
                // What is wrong with the rest does not undo what was read before it.
                Err(_) if open.len() > 1 || !open[0].nodes.is_empty() => break,
                Err(error) => return Err(format!("no XML: {error}")),
            }
        }
        while open.len() > 1 {
            close_last(&mut open);
        }
        Ok(open.pop().unwrap_or_default())
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
        let mut blocks = Blocks::new(&|_| false, 0);
        self.write_blocks(&mut blocks);
        blocks.end();
        let words: Vec<&str> = blocks.text.split_whitespace().collect();
        (!words.is_empty()).then(|| words.join(" "))
    }

    /// Returns its text on one line, with a blank between elements, except before a comma and the like; those that are
    /// left out are not in it.
    pub(super) fn spaced_line(&self, is_left_out: &dyn Fn(&Element) -> bool) -> Option<String> {
        let mut line = String::new();
        self.write_spaced(is_left_out, &mut line);
        (!line.is_empty()).then_some(line)
    }

    fn write_spaced(&self, is_left_out: &dyn Fn(&Element) -> bool, line: &mut String) {
        for node in &self.nodes {
            match node {
                Node::Text(text) => {
                    for word in text.split_whitespace() {
                        if !line.is_empty() && !word.starts_with([',', ';', '.', ':', ')']) {
                            line.push(' ');
                        }
                        line.push_str(word);
                    }
                }
                Node::Element(element) if is_left_out(element) => {}
                Node::Element(element) => element.write_spaced(is_left_out, line),
            }
        }
    }

    /// Returns its text in paragraphs with a blank line between: where it has block elements (`p`, `div`, `block`, `li`, ...),
    /// each is one; else the text as it stands, trimmed. A `br` begins a line.
    pub(super) fn paragraphs(&self) -> String {
        self.written(Blocks::new(&|_| false, 0))
    }

    /// Returns its paragraphs without those elements; text that holds markup once more (HTML in CDATA or escaped) is read as
    /// such.
    pub(super) fn paragraphs_without(&self, is_left_out: &dyn Fn(&Element) -> bool) -> String {
        const EMBEDDED: u8 = 2;
        self.written(Blocks::new(is_left_out, EMBEDDED))
    }

    fn written(&self, mut blocks: Blocks<'_>) -> String {
        self.write_blocks(&mut blocks);
        let is_structured = blocks.is_structured;
        blocks.end();
        if is_structured { blocks.text } else { blocks.raw.trim().to_owned() }
    }

    fn write_blocks(&self, blocks: &mut Blocks<'_>) {
        for node in &self.nodes {
            match node {
                Node::Text(text) => blocks.push(text),
                Node::Element(element) if (blocks.is_left_out)(element) => {}
                Node::Element(element) if element.name.eq_ignore_ascii_case("br") => blocks.end_line(),
                Node::Element(element) if element.name.eq_ignore_ascii_case("pre") => {
                    blocks.end();
                    blocks.paragraph.push_str(element.text().trim_matches('\n').trim_end());
                    blocks.end();
                }
                Node::Element(element) if is_block(&element.name) => {
                    blocks.end();
                    element.write_blocks(blocks);
                    blocks.end();
                }
                Node::Element(element) if is_cell(&element.name) => {
                    blocks.line.push(' ');
                    element.write_blocks(blocks);
                    blocks.line.push(' ');
                }
                Node::Element(element) => element.write_blocks(blocks),
            }
        }
    }
}

/// Paragraphs under way.
struct Blocks<'a> {
    is_left_out: &'a dyn Fn(&Element) -> bool,
    /// How often text inside text may be markup.
    embedded: u8,
    /// There was a block or a line.
    is_structured: bool,
    /// The text as it stands.
    raw: String,
    text: String,
    paragraph: String,
    line: String,
}

impl<'a> Blocks<'a> {
    fn new(is_left_out: &'a dyn Fn(&Element) -> bool, embedded: u8) -> Self {
        let [raw, text, paragraph, line] = [const { String::new() }; 4];
        Self { is_left_out, embedded, is_structured: false, raw, text, paragraph, line }
    }

    fn push(&mut self, text: &str) {
        if self.embedded > 0 && holds_markup(text) {
            self.embedded -= 1;
            Element::fragment(text).write_blocks(self);
            self.embedded += 1;
            return;
        }
        if !self.is_structured {
            self.raw.push_str(text);
        }
        self.line.push_str(text);
    }

    /// Ends a line; an empty one ends the paragraph.
    fn end_line(&mut self) {
        self.is_structured = true;
        let line = std::mem::take(&mut self.line);
        let mut words = line.split_whitespace().peekable();
        if words.peek().is_none() {
            self.end_paragraph();
            return;
        }
        if !self.paragraph.is_empty() {
            self.paragraph.push('\n');
        }
        for (at, word) in words.enumerate() {
            // Markup that was laid out in lines parts a link from the comma after it.
            let is_glued = matches!(word, "," | ".") && !self.paragraph.ends_with(['.', '\n']);
            if at > 0 && !is_glued {
                self.paragraph.push(' ');
            }
            self.paragraph.push_str(word);
        }
    }

    fn end_paragraph(&mut self) {
        let paragraph = std::mem::take(&mut self.paragraph);
        if paragraph.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        self.text.push_str(&paragraph);
    }

    /// Ends the paragraph.
    fn end(&mut self) {
        self.end_line();
        self.end_paragraph();
    }
}

/// Elements that begin and end a paragraph, of XHTML, NITF and the like.
fn is_block(name: &str) -> bool {
    const BLOCKS: [&str; 40] = [
        "abstract",
        "article",
        "aside",
        "block",
        "blockquote",
        "body",
        "body.content",
        "body.head",
        "bq",
        "caption",
        "citat",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hl1",
        "hl2",
        "hr",
        "li",
        "main",
        "media-caption",
        "mellis",
        "ol",
        "p",
        "section",
        "table",
        "tagline",
        "title",
        "tr",
        "ul",
    ];
    BLOCKS.iter().any(|block| name.eq_ignore_ascii_case(block))
}

/// Cells of a table stand in one line, apart.
fn is_cell(name: &str) -> bool {
    name.eq_ignore_ascii_case("td") || name.eq_ignore_ascii_case("th")
}

/// Elements of HTML that have no end.
fn is_void(name: &str) -> bool {
    ["br", "hr", "img", "meta", "wbr"].iter().any(|void| name.eq_ignore_ascii_case(void))
}

/// Returns true for text that holds markup: an end tag, or one that begins a paragraph or a line.
pub(super) fn holds_markup(text: &str) -> bool {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b'<', bytes).any(|at| {
        let rest = &bytes[at + 1..];
        let is_tag = |name: &[u8]| {
            rest.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
                && rest.get(name.len()).is_some_and(|next| matches!(next, b'>' | b'/') || next.is_ascii_whitespace())
        };
        match rest {
            [b'/', next, ..] => next.is_ascii_alphabetic(),
            _ => is_tag(b"p") || is_tag(b"br") || is_tag(b"img") || is_tag(b"div"),
        }
    })
}

/// Returns the text with every `<` that begins no tag written as a reference, so that prices and broken markup do not swallow
/// what follows them.
fn without_strays(source: &str) -> Cow<'_, str> {
    let bytes = source.as_bytes();
    let (mut text, mut copied, mut from) = (String::new(), 0, 0);
    // What was looked for in vain is not looked for again.
    let mut has_end = [true; 3];
    while let Some(at) = memchr::memchr(b'<', &bytes[from..]).map(|length| from + length) {
        let rest = &bytes[at + 1..];
        let mut skipped = |which: usize, end: &[u8]| {
            let found = if has_end[which] { memchr::memmem::find(rest, end) } else { None };
            has_end[which] = found.is_some();
            found.map(|length| at + 1 + length + end.len())
        };
        let (next, replacement) = match rest {
            [b'!', b'-', b'-', ..] => (skipped(0, b"-->"), ("<!--", "")),
            _ if rest.starts_with(b"![CDATA[") => (skipped(1, b"]]>"), ("<![CDATA[", "")),
            _ if rest.get(..8).is_some_and(|start| start.eq_ignore_ascii_case(b"!DOCTYPE")) => {
                let end = memchr::memchr2(b'[', b'>', rest).filter(|end| rest[*end] == b'>');
                (end.map(|end| at + 1 + end).or_else(|| skipped(2, b"]>")), ("<", "&lt;"))
            }
            [b'/' | b'?', first, ..] | [first, ..] if first.is_ascii_alphabetic() || *first == b'_' => {
                (Some(at + 1), ("", ""))
            }
            _ => (None, ("<", "&lt;")),
        };
        from = next.unwrap_or_else(|| {
            text.push_str(&source[copied..at]);
            text.push_str(replacement.1);
            copied = at + replacement.0.len();
            copied
        });
    }
    if copied == 0 && text.is_empty() {
        return Cow::Borrowed(source);
    }
    text.push_str(&source[copied..]);
    Cow::Owned(text)
}

/// Returns the name of a document's first element without its prefix.
pub(super) fn root_name(text: &str) -> Option<&str> {
    let tag = root_tag(text)?;
    tag.split(|c: char| c.is_whitespace() || c == '/').next().map(local)
}

/// Returns the first tag of a document, without brackets, past declarations, comments and the document type.
pub(super) fn root_tag(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '\u{feff}');
        let (_, after) = if rest.starts_with("<!--") {
            rest.split_once("-->")?
        } else if rest.starts_with("<?") {
            rest.split_once("?>")?
        } else if rest.starts_with("<!") {
            let end = rest.find(['[', '>'])?;
            if rest[end..].starts_with('[') {
                let (subset, after) = rest.split_once(']')?;
                (subset, after.split_once('>')?.1)
            } else {
                (rest, &rest[end + 1..])
            }
        } else {
            let tag = rest.strip_prefix('<')?;
            let is_name = tag.starts_with(|first: char| first.is_alphabetic() || first == '_');
            return is_name.then(|| tag.split(['>', '<']).next().unwrap_or(tag));
        };
        rest = after;
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(source: &str) -> Element {
        Element::parse(source).expect("it has an element")
    }

    #[test]
    fn a_tree_is_read_through_its_damage() {
        let tree = parsed(
            "<?xml version='1.0'?><!-- <x> --><a:story n:id=' 7 '><P>R&D &amp; more&#8212;&unknown;</P></b><p>a < 5 <3 <!x",
        );
        assert_eq!((tree.name.as_str(), tree.attribute("id")), ("story", Some("7")));
        assert_eq!(tree.paragraphs(), "R&D & more—&unknown;\n\na < 5 <3 <!x");
        assert_eq!(tree.at(&["p"]).map(Element::text).as_deref(), Some("R&D & more—&unknown;"));
        assert_eq!(tree.all("p").count(), 2);
        assert_eq!(parsed("<a>one</a><!bad").text(), "one");
        assert_eq!(parsed("<a><![CDATA[a <b & c]]> d<!-- e</a>").text(), "a <b & c d e");
        assert!(Element::parse("words").is_err());
    }

    #[test]
    fn blocks_are_paragraphs_and_lines_are_lines() {
        let tree = parsed(
            "<body><p>One\n  <b>t</b>wo<br>three<br/><br/>four</p>five<tr><td>6</td><td>7</td></tr><pre>\n a\n  b\n</pre></body>",
        );
        assert_eq!(tree.paragraphs(), "One two\nthree\n\nfour\n\nfive\n\n6 7\n\n a\n  b");
        assert_eq!(tree.line().as_deref(), Some("One two three four five 6 7 a b"));
        assert_eq!(parsed("<a> one\n\n  two </a>").paragraphs(), "one\n\n  two");
    }

    #[test]
    fn markup_inside_text_is_read_where_it_is_wanted() {
        let tree = parsed("<a><![CDATA[<P>One &amp; two<P>three <script>x</script>]]>&lt;p>four&lt;/p></a>");
        let wanted = tree.paragraphs_without(&|element| element.name == "script");
        assert_eq!(wanted, "One & two\n\nthree\n\nfour");
        assert!(tree.paragraphs().contains("<P>"));
    }

    #[test]
    fn a_line_of_elements_is_spaced() {
        let tree =
            parsed("<byline>By<person>Ada Oven</person>, <byttl>Editor</byttl> and <person>Bo Rye</person></byline>");
        let line = tree.spaced_line(&|element| element.name == "byttl");
        assert_eq!(line.as_deref(), Some("By Ada Oven, and Bo Rye"));
    }

    #[test]
    fn the_root_is_found_past_the_prologue() {
        for (text, root) in [
            ("\u{feff}<?xml version='1.0'?>\n<!-- a > b -->\n<!DOCTYPE x SYSTEM 'y'>\n<n:root a='b'>", Some("root")),
            ("<!DOCTYPE x [<!ENTITY % n SYSTEM 'n.dtd'> %n; ]>\n<root/>", Some("root")),
            ("<root", Some("root")),
            ("text <root>", None),
            ("<!DOCTYPE", None),
            ("<3", None),
        ] {
            assert_eq!(root_name(text), root, "{text}");
        }
    }

    #[test]
    fn depth_bombs_and_strays_cost_no_more_than_their_length() {
        let bomb = "<!DOCTYPE a [<!ENTITY b 'bbbbbbbb'><!ENTITY c '&b;&b;&b;&b;'>]>";
        let sources = [
            format!("{}x{}", "<a>".repeat(100_000), "</a>".repeat(100_000)),
            format!("{bomb}<a>{}</a>", "&c;".repeat(100_000)),
            format!("<a>{}", "<!--".repeat(100_000)),
            format!("<a>{}", "<![CDATA[".repeat(50_000)),
            format!("<a>{}", "<!DOCTYPE [".repeat(50_000)),
            format!("<a>{}", "< <".repeat(200_000)),
            format!("<a>{}", "</b>".repeat(200_000)),
            format!("<a>{}</a>", "&amp;lt;p&amp;gt;&lt;p&gt;".repeat(50_000)),
            format!("<a {}>x</a>", "b='c' ".repeat(100_000)),
        ];
        for source in &sources {
            let start = std::time::Instant::now();
            let text = parsed(source).paragraphs_without(&|_| false);
            assert!(text.len() <= source.len(), "{}", &source[..40]);
            // A second is far more than needed, and far less than a square of the length takes.
            assert!(start.elapsed().as_secs() < 10, "{}", &source[..40]);
        }
    }
}

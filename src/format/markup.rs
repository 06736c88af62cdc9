//! Pages of HTML as lines of text: what stands in a block is a line with a blank one after it, the cells of a table's row
//! are a line with tabs between.
//!
//! For the pages that databases save, where the lines tell what is what; no tree is made, so depth and damage cost nothing.

use super::references::decoded;

/// Elements whose content is no text.
const HIDDEN: [&str; 4] = ["script", "style", "head", "noscript"];

/// Elements that begin and end a line.
const BLOCKS: [&str; 18] = [
    "p",
    "div",
    "li",
    "ul",
    "ol",
    "table",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "pre",
    "section",
    "article",
    "blockquote",
    "body",
];

/// Returns the text of a page in lines. Where a class says that what follows is a headline or an author, the line begins
/// with the code of the database's own field for it and a tab.
pub(super) fn lines(page: &str) -> String {
    let mut lines = Lines::default();
    // The last of each end is found first: a page full of beginnings is not searched once for each of them.
    let (last_tag, last_comment) = (page.rfind('>').unwrap_or(0), page.rfind("-->").unwrap_or(0));
    let last_close = page.rfind("</").unwrap_or(0);
    let mut from = 0;
    while let Some(at) = page[from..].find('<').map(|length| from + length).filter(|at| *at < last_tag) {
        lines.text(&page[from..at]);
        let rest = &page[at..];
        if rest.starts_with("<!--") && at < last_comment {
            from = at + rest.find("-->").map_or(rest.len(), |length| length + 3);
            continue;
        }
        let opens = rest[1..].starts_with(|c: char| c.is_ascii_alphabetic() || "/!?".contains(c));
        let Some(end) = opens.then(|| rest.find('>')).flatten() else {
            lines.text("<");
            from = at + 1;
            continue;
        };
        let tag = &rest[1..end];
        from = at + end + 1;
        let name =
            tag.trim_start_matches('/').split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default();
        let name = name.to_ascii_lowercase();
        if HIDDEN.contains(&name.as_str()) && !tag.starts_with('/') && !tag.ends_with('/') && from < last_close {
            from += hidden_length(&page[from..], &name);
        }
        lines.tag(&name, tag);
    }
    lines.text(&page[from..]);
    lines.end();
    lines.out
}

/// Returns the length of a hidden element's content; one that is not closed ends with the last tag that could close it.
fn hidden_length(text: &str, name: &str) -> usize {
    let mut ends = text.match_indices("</").map(|(at, _)| at);
    let closes =
        |at: &usize| text.get(at + 2..at + 2 + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name));
    let mut last = 0;
    ends.find(|at| {
        last = *at;
        closes(at)
    })
    .unwrap_or(last)
}

/// Lines under way.
#[derive(Default)]
struct Lines {
    out: String,
    line: String,
}

impl Lines {
    fn text(&mut self, text: &str) {
        self.line.push_str(text);
    }

    fn tag(&mut self, name: &str, tag: &str) {
        if matches!(name, "br" | "tr") {
            self.end();
        } else if BLOCKS.contains(&name) {
            self.end();
            if !self.out.is_empty() && !self.out.ends_with("\n\n") {
                self.out.push('\n');
            }
        } else if matches!(name, "td" | "th") && !tag.starts_with('/') && !self.line.trim().is_empty() {
            self.line.push('\t');
        }
        let class = tag.find("class=").map_or("", |at| &tag[at + "class=".len()..]);
        let class = class.trim_start_matches(['"', '\'']).split(['"', '\'', ' ', '>']).next().unwrap_or_default();
        let code = match class {
            _ if tag.starts_with('/') => return,
            "author" => "BY\t",
            _ if class.ends_with("Headline") && !self.line.trim_start().starts_with("HD") => "HD\t",
            _ => return,
        };
        self.line.push_str(code);
    }

    fn end(&mut self) {
        let text = decoded(&std::mem::take(&mut self.line));
        let cells: Vec<String> =
            text.split('\t').map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        let line = cells.join("\t");
        if !line.trim().is_empty() {
            self.out.push_str(&line);
            self.out.push('\n');
        }
    }
}

//! A page's source, as a tree can be made of it in good time: without what lies too deep, or has too much in it.
//!
//! One pass over the tags. What scripts and comments hold is no element; the text that is shown is never cut.

use super::html_text::{find_end, name_at, tag_length};
use memchr::{memchr, memchr_iter, memchr3};
use std::borrow::Cow;

/// A page's source, and how many tags it has.
pub(super) struct Source<'s> {
    pub(super) text: Cow<'s, str>,
    pub(super) tags: usize,
}

/// Elements inside one another beyond this count are left out: no page that anybody wrote has so many.
const DEEPEST: usize = 500;
/// The same for elements inside a line.
const DEEPEST_INLINE: usize = 100;
/// A tag of more attributes loses them all.
const MOST_ATTRIBUTES: usize = 256;

/// A text of one tag, or of one element that holds no others, beyond this length is left out.
const LONGEST_VALUE: usize = 64 << 10;
/// Texts are parted behind so many bytes, by a comment: to write one out takes the square of its length.
const LONGEST_TEXT: usize = 4 << 10;

/// Elements whose end may be left out: they count only by those around them.
const OPEN_ENDED: [&str; 28] = [
    "p", "li", "dt", "dd", "td", "th", "tr", "br", "hr", "img", "meta", "link", "input", "option", "tbody", "thead",
    "area", "base", "col", "embed", "source", "track", "wbr", "param", "path", "colgroup", "rect", "circle",
];
/// Elements that go on behind the block that they were opened in, until they are closed.
const FORMATTING: [&str; 14] =
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"];
/// Elements inside a line that end with their block.
const INLINE: [&str; 12] = ["span", "label", "cite", "abbr", "acronym", "sub", "sup", "ins", "del", "mark", "q", "bdi"];
/// Elements whose content is no markup.
const RAW: [&str; 7] = ["script", "style", "textarea", "title", "xmp", "iframe", "noembed"];

impl<'s> Source<'s> {
    pub(super) fn fit(source: &'s str) -> Self {
        let mut pass = Pass { source, ..Pass::default() };
        pass.run();
        let text = if pass.copied == 0 {
            Cow::Borrowed(source)
        } else {
            pass.kept.push_str(&source[pass.copied..]);
            Cow::Owned(pass.kept)
        };
        Self { text, tags: pass.tags }
    }
}

#[derive(Default)]
struct Pass<'s> {
    source: &'s str,
    at: usize,
    tags: usize,
    /// What was kept, and up to where; nothing as long as all is.
    kept: String,
    copied: usize,
    /// Where the text that is under way begins, or was parted last.
    text: usize,
    blocks: usize,
    inline: usize,
    formatting: usize,
}

fn is_one(names: &[&str], name: &str) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

impl Pass<'_> {
    fn run(&mut self) {
        while self.at < self.source.len() {
            let rest = &self.source.as_bytes()[self.at..];
            self.part(self.at + memchr(b'<', rest).unwrap_or(rest.len()));
            let rest = &self.source[self.at..];
            if rest.is_empty() {
                return;
            }
            if let Some(comment) = rest.strip_prefix("<!--") {
                self.at += comment.find("-->").map_or(rest.len(), |end| 4 + end + 3);
                continue;
            }
            let is_end = rest[1..].starts_with('/');
            let from = 1 + usize::from(is_end);
            let name = name_at(&rest[from..]);
            if name.is_empty() {
                self.at += 1;
                continue;
            }
            self.tags += 1;
            let length = tag_length(rest);
            let start = self.at;
            self.at += length;
            self.text = self.at;
            if is_one(&RAW, name) {
                if !is_end {
                    // Where its end is lost, the rest of the page is no markup either.
                    let content = find_end(&rest[length..], name).unwrap_or(rest.len() - length);
                    self.at += content;
                    if content > LONGEST_VALUE && is_one(&["title", "textarea"], name) {
                        self.cut(start + length, self.at);
                    }
                }
                self.text = self.at;
                continue;
            }
            if !self.keeps(name, is_end) {
                self.cut(start, start + length);
            } else if length > LONGEST_VALUE || memchr_iter(b'=', &rest.as_bytes()[..length]).count() > MOST_ATTRIBUTES
            {
                self.cut(start + from + name.len(), start + length - 1);
            }
        }
    }

    /// Passes over a text, and parts it where it is long: before a blank or a reference.
    fn part(&mut self, end: usize) {
        while end > self.text + LONGEST_TEXT {
            let from = self.at.max(self.text + LONGEST_TEXT);
            let Some(next) = memchr3(b' ', b'\n', b'&', &self.source.as_bytes()[from..end]) else { break };
            self.cut(from + next, from + next);
            self.kept.push_str("<!---->");
            self.text = from + next;
        }
        self.at = end;
    }

    /// Counts an element, and returns whether its tag stays.
    fn keeps(&mut self, name: &str, is_end: bool) -> bool {
        let (open, deepest) = if is_one(&OPEN_ENDED, name) {
            return true;
        } else if is_one(&FORMATTING, name) {
            (&mut self.formatting, DEEPEST_INLINE)
        } else if is_one(&INLINE, name) {
            (&mut self.inline, DEEPEST_INLINE)
        } else {
            if is_end {
                self.inline = 0;
            }
            (&mut self.blocks, DEEPEST)
        };
        if is_end {
            let stays = *open <= deepest;
            *open = open.saturating_sub(1);
            return stays;
        }
        *open += 1;
        *open <= deepest
    }

    fn cut(&mut self, from: usize, to: usize) {
        self.kept.push_str(&self.source[self.copied..from]);
        self.copied = to;
    }
}

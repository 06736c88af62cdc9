//! Snippets: the pieces of a story that show why it was found.
//!
//! A window is about as wide as asked for and holds whole matches, both operands of a distance among them; windows with
//! several clauses and several matches come first. Its borders are those of a sentence where one is near, else those of a
//! word.

mod window;

use super::Snippet;
use crate::spans::{Highlight, Subject, TAG_SEPARATOR};
use crate::text::Analysis;
use unicode_normalization::char::is_combining_mark;
use window::{Whole, Window};

/// The fields after the body, in the order in which their snippets follow.
const OTHER_FIELDS: [&str; 7] = ["headline", "byline", "dateline", "section", "tags", "status", "path"];

/// A match is shown in one snippet where it is at most so many times as wide as a snippet should be.
const WIDEST: usize = 4;

/// Returns at most `count` snippets of about `width` characters around highlights, which are sorted by place in each field.
///
/// Those of the body come first, in text order; where they leave room, other fields that match follow, one snippet each.
/// A match wider than `width` widens its snippet, up to four times; of one wider still, the two ends are shown. Without a
/// highlight the beginning of the body is the snippet, or where there is no body the headline.
pub fn cut(highlights: &[Highlight], subject: &Subject<'_>, count: usize, width: usize) -> Vec<Snippet> {
    if count == 0 {
        return Vec::new();
    }
    let mut snippets = Vec::new();
    let tags = tags_of(subject);
    Source::body(subject).cut(&in_field(highlights, "body"), count, width, &mut snippets);
    for name in OTHER_FIELDS {
        if snippets.len() < count
            && let Some(field) = Source::of(name, subject, &tags)
        {
            field.cut(&in_field(highlights, name), 1, width, &mut snippets);
        }
    }
    if snippets.is_empty() {
        snippets.extend(Source::first(subject).beginning(width));
    }
    snippets
}

/// Returns the snippet that shows most, fit to be quoted: a match is whole in it, however wide, and unless the match itself
/// runs over the end of a line, it lies inside one line of the field.
pub fn quote(highlights: &[Highlight], subject: &Subject<'_>, width: usize) -> Option<Snippet> {
    let tags = tags_of(subject);
    let mut fields = std::iter::once("body").chain(OTHER_FIELDS);
    let quoted = fields.find_map(|name| Source::of(name, subject, &tags)?.quote(&in_field(highlights, name), width));
    quoted.or_else(|| {
        let source = Source::first(subject);
        let start = source.text.len() - source.text.trim_start().len();
        let end = source.text[start..].find('\n').map_or(source.text.len(), |line| start + line);
        Source { text: &source.text[..end], ..source }.beginning(width)
    })
}

/// Returns the highlights of one field.
pub(super) fn in_field(highlights: &[Highlight], field: &str) -> Vec<Highlight> {
    highlights.iter().filter(|highlight| highlight.field == field).copied().collect()
}

/// Returns a story's tags as the one text that snippets are cut from.
pub(super) fn tags_of(subject: &Subject<'_>) -> String {
    subject.story.tags.join(TAG_SEPARATOR)
}

/// A field that snippets are cut from.
#[derive(Clone, Copy)]
pub(super) struct Source<'s> {
    pub(super) field: &'static str,
    pub(super) text: &'s str,
    pub(super) analysis: Option<&'s Analysis>,
}

impl<'s> Source<'s> {
    fn body(subject: &Subject<'s>) -> Self {
        Self { field: "body", text: &subject.story.body, analysis: Some(subject.body) }
    }

    /// Returns the body, or where it is empty the headline.
    fn first(subject: &Subject<'s>) -> Self {
        let body = Self::body(subject);
        Self::of("headline", subject, "").filter(|_| body.text.trim().is_empty()).unwrap_or(body)
    }

    /// Returns a field; `tags` is what [`tags_of`] makes of the subject.
    pub(super) fn of(field: &'static str, subject: &Subject<'s>, tags: &'s str) -> Option<Self> {
        let story = subject.story;
        let (text, analysis) = match field {
            "body" => return Some(Self::body(subject)),
            "headline" => (story.headline.as_deref(), Some(subject.headline)),
            "byline" => (story.byline.as_deref(), None),
            "dateline" => (story.dateline.as_deref(), None),
            "section" => (story.section.as_deref(), None),
            "tags" => (Some(tags), None),
            "status" => (story.status.as_deref(), None),
            _ => (Some(story.path.as_str()), None),
        };
        text.map(|text| Self { field, text, analysis })
    }

    fn cut(&self, highlights: &[Highlight], count: usize, width: usize, out: &mut Vec<Snippet>) {
        let wholes = window::wholes(self.text, highlights, width, WIDEST.saturating_mul(width));
        let windows = window::choose(&wholes, count, width);
        let mut from = 0;
        for (at, window) in windows.iter().enumerate() {
            let until = windows.get(at + 1).map_or(self.text.len(), |next| next.start);
            let (start, end) = self.widen(window, highlights, (from, until), width);
            out.push(self.snippet(start, end, highlights));
            from = end;
        }
    }

    fn quote(&self, highlights: &[Highlight], width: usize) -> Option<Snippet> {
        let ends: Vec<usize> = memchr::memchr_iter(b'\n', self.text.as_bytes()).collect();
        let line = |byte: usize| ends.partition_point(|end| *end < byte);
        let wholes = window::wholes(self.text, highlights, width, usize::MAX);
        let lines = |whole: &Whole| (line(whole.start), line(whole.end));
        let together = wholes.chunk_by(|one, other| lines(one) == lines(other));
        let windows = together.filter_map(|together| {
            let window = window::best(&[together.to_vec()], &[], width)?;
            let ((first, last), (kinds, count)) = (lines(&together[0]), window.fullness());
            Some(((kinds, first == last, count), (first, last), window))
        });
        let (_, (first, last), window) = windows.reduce(|best, other| if other.0 > best.0 { other } else { best })?;
        let start = first.checked_sub(1).map_or(0, |before| ends[before] + 1);
        let end = ends.get(last).copied().unwrap_or(self.text.len());
        // A line that is all of the text ends where the text does.
        let line = Self { text: &self.text[..end], ..*self };
        let (start, end) = line.widen(&window, highlights, (start, end), width);
        Some(self.snippet(start, end, highlights))
    }

    fn length(&self, from: usize, until: usize) -> usize {
        self.text.get(from..until).map_or(0, |slice| slice.chars().count())
    }

    /// Returns a window's borders: text around the highlights up to the width, between two bytes that it may not pass.
    fn widen(&self, window: &Window, highlights: &[Highlight], limits: (usize, usize), width: usize) -> (usize, usize) {
        let spare = width.saturating_sub(self.length(window.start, window.end));
        // What the end of the text leaves over goes to the beginning.
        let after = self.forward(window.end, spare, limits.1);
        let room = self.length(window.end, after);
        let lead = if room < spare { spare - room } else { spare / 3 };
        let mut start = self.start_near(window.start, lead.max(spare.saturating_mul(2) / 3), lead, limits.0);
        let spare = spare.saturating_sub(self.length(start, window.start));
        let mut end = self.end_near(window.end, spare, limits.1);
        // A match at the border that is not whole is left out, unless the window needs it.
        let behind = highlights.partition_point(|other| other.start < window.end);
        if let Some(cut) =
            highlights[behind..].iter().take_while(|other| other.start < end).find(|other| other.end > end)
        {
            end = cut.start.max(window.end);
        }
        let ahead = highlights.partition_point(|other| other.start < window.start);
        let before = highlights[..ahead].iter().rev().take_while(|other| other.end > start);
        if let Some(end) = before.filter(|other| other.start < start).map(|other| other.end).max() {
            start = end.min(window.start);
        }
        let slice = &self.text[start..end];
        let start = (end - slice.trim_start().len()).min(window.start);
        let end = (start + self.text[start..end].trim_end().len()).max(window.end);
        (start, end)
    }

    /// Returns the byte that is some characters further, but not behind a limit.
    fn forward(&self, at: usize, characters: usize, limit: usize) -> usize {
        let rest = &self.text[at..limit.max(at)];
        let mut further = rest.char_indices().skip(characters).skip_while(|(_, next)| is_combining_mark(*next));
        further.next().map_or(at + rest.len(), |(step, _)| at + step)
    }

    /// Returns the byte that is some characters before, but not ahead of a limit.
    fn backward(&self, at: usize, characters: usize, limit: usize) -> usize {
        let limit = limit.min(at);
        let rest = &self.text[limit..at];
        let Some(nth) = characters.checked_sub(1) else { return at };
        let mut before = rest.char_indices().rev().skip(nth).skip_while(|(_, first)| is_combining_mark(*first));
        before.next().map_or(limit, |(step, _)| limit + step)
    }

    /// Returns the start of the sentence that holds a byte if it is at most `most` characters before, else the start of a
    /// word at most `lead` before.
    fn start_near(&self, at: usize, most: usize, lead: usize, limit: usize) -> usize {
        let furthest = self.backward(at, most, limit);
        if let Some(start) = self.sentence_starts(furthest, at).last() {
            return start;
        }
        if furthest == 0 {
            return 0;
        }
        let start = self.backward(at, lead, limit);
        if start == limit || self.text[..start].ends_with(char::is_whitespace) {
            return start;
        }
        // The rest of a word that is cut is passed over.
        let space = self.text[start..at].find(char::is_whitespace).map(|space| start + space);
        space.or_else(|| self.word_start(start).filter(|word| *word < at)).unwrap_or(at)
    }

    /// Returns the last end of a sentence in the second half of the room after a byte, else the last end of a word.
    fn end_near(&self, at: usize, room: usize, limit: usize) -> usize {
        let furthest = self.forward(at, room, limit);
        if furthest == self.text.len() {
            return furthest;
        }
        let half = self.forward(at, room / 2, limit);
        if let Some(end) = self.sentence_starts(half, furthest).last() {
            return at + self.text[at..end].trim_end().len();
        }
        if self.text[furthest..].starts_with(char::is_whitespace) {
            return furthest;
        }
        let space = self.text[at..furthest].rfind(char::is_whitespace).map(|space| at + space);
        space.or_else(|| self.word_end(furthest).filter(|word| *word > at)).unwrap_or(at)
    }

    /// Returns the first start of a word at or behind a byte: some writing has no spaces.
    fn word_start(&self, at: usize) -> Option<usize> {
        let tokens = &self.analysis?.tokens;
        let next = tokens.partition_point(|token| (token.start as usize) < at);
        tokens.get(next).map(|token| token.start as usize)
    }

    /// Returns the last end of a word at or before a byte.
    fn word_end(&self, at: usize) -> Option<usize> {
        let tokens = &self.analysis?.tokens;
        let next = tokens.partition_point(|token| (token.start as usize) < at);
        tokens[..next].iter().rev().map(|token| token.end as usize).find(|end| *end <= at)
    }

    /// Returns the bytes in a range, its end included, at which a sentence starts, with what opens it.
    fn sentence_starts(&self, from: usize, until: usize) -> impl Iterator<Item = usize> {
        let sentences = self.analysis.map_or(&[][..], |analysis| &analysis.sentences);
        let byte = move |position: u32| {
            let word = self.analysis?.word_at(position)?;
            let before = self.text.get(..word.start as usize)?;
            Some(before.trim_end_matches(['“', '‘', '"', '\'', '(', '[']).len())
        };
        let first = sentences.partition_point(|&position| byte(position).is_some_and(|start| start < from));
        sentences[first..].iter().map_while(move |&position| byte(position).filter(|&start| start <= until))
    }

    /// Returns a piece of the field with the highlights that lie in it whole.
    pub(super) fn snippet(&self, start: usize, end: usize, highlights: &[Highlight]) -> Snippet {
        let highlights = merged(highlights, start, end).into_iter().map(|(from, until)| (from - start, until - start));
        Snippet { field: self.field, start, text: self.text[start..end].to_owned(), highlights: highlights.collect() }
    }

    /// Returns the beginning of the field without highlights.
    fn beginning(&self, width: usize) -> Option<Snippet> {
        let start = self.text.len() - self.text.trim_start().len();
        let mut end = self.end_near(start, width, self.text.len());
        if end == start {
            // One word, longer than the width.
            end = self.forward(start, width.max(1), self.text.len());
        }
        let end = start + self.text[start..end].trim_end().len();
        (end > start).then(|| self.snippet(start, end, &[]))
    }
}

/// Returns the highlights that lie whole between two bytes, those that overlap as one.
pub(super) fn merged(highlights: &[Highlight], start: usize, end: usize) -> Vec<(usize, usize)> {
    let first = highlights.partition_point(|highlight| highlight.start < start);
    let mut merged: Vec<(usize, usize)> = Vec::new();
    for highlight in highlights[first..].iter().take_while(|highlight| highlight.start < end) {
        if highlight.end > end {
            continue;
        }
        match merged.last_mut() {
            Some(last) if highlight.start < last.1 => last.1 = last.1.max(highlight.end),
            _ => merged.push((highlight.start, highlight.end)),
        }
    }
    merged
}

#[cfg(test)]
mod tests;

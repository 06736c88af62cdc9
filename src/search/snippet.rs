//! Snippets: the pieces of a story that show why it was found.
//!
//! A window is about as wide as asked for and holds whole matches; windows with several clauses and several matches come
//! first. Its borders are those of a sentence where one is near, else those of a word.

use super::Snippet;
use crate::spans::{Highlight, Subject};
use crate::text::Analysis;

/// The fields after the body, in the order in which their snippets follow.
const OTHER_FIELDS: [&str; 5] = ["headline", "byline", "dateline", "section", "path"];

/// Returns at most `count` snippets of about `width` characters around highlights, which are sorted by place in each field.
///
/// Those of the body come first, in text order; where they leave room, other fields that match follow, one snippet each.
/// A match wider than `width` widens its snippet. Without a highlight the beginning of the body is the snippet, or where
/// there is no body the headline.
pub fn cut(highlights: &[Highlight], subject: &Subject<'_>, count: usize, width: usize) -> Vec<Snippet> {
    if count == 0 {
        return Vec::new();
    }
    let in_field = |field: &str| -> Vec<Highlight> {
        highlights.iter().filter(|highlight| highlight.field == field).copied().collect()
    };
    let mut snippets = Vec::new();
    let body = Source { field: "body", text: &subject.story.body, analysis: Some(subject.body) };
    body.cut(&in_field("body"), count, width, &mut snippets);
    for name in OTHER_FIELDS {
        if snippets.len() < count
            && let Some(field) = Source::of(name, subject)
        {
            field.cut(&in_field(name), 1, width, &mut snippets);
        }
    }
    if snippets.is_empty() {
        let beginning = Source::of("headline", subject).filter(|_| body.text.trim().is_empty()).unwrap_or(body);
        snippets.extend(beginning.beginning(width));
    }
    snippets
}

/// A field that snippets are cut from.
#[derive(Clone, Copy)]
struct Source<'s> {
    field: &'static str,
    text: &'s str,
    analysis: Option<&'s Analysis>,
}

/// Some highlights that follow one another, and the bytes from the first to the last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Window {
    first: usize,
    /// One past the last highlight.
    last: usize,
    start: usize,
    end: usize,
}

impl<'s> Source<'s> {
    fn of(field: &'static str, subject: &Subject<'s>) -> Option<Self> {
        let story = subject.story;
        let (text, analysis) = match field {
            "headline" => (story.headline.as_deref(), Some(subject.headline)),
            "byline" => (story.byline.as_deref(), None),
            "dateline" => (story.dateline.as_deref(), None),
            "section" => (story.section.as_deref(), None),
            _ => (Some(story.path.as_str()), None),
        };
        text.map(|text| Self { field, text, analysis })
    }

    fn cut(&self, highlights: &[Highlight], count: usize, width: usize, out: &mut Vec<Snippet>) {
        if highlights.is_empty() {
            return;
        }
        let windows = self.choose(highlights, count, width);
        let mut from = 0;
        for (at, window) in windows.iter().enumerate() {
            let until = windows.get(at + 1).map_or(self.text.len(), |next| next.start);
            let (start, end) = self.widen(*window, highlights, (from, until), width);
            out.push(self.snippet(start, end, highlights));
            from = end;
        }
    }

    /// Chooses windows that do not overlap: first the best, then those that show most clauses not shown yet, then the fullest.
    fn choose(&self, highlights: &[Highlight], count: usize, width: usize) -> Vec<Window> {
        let best = self.best(highlights, width);
        let mut rest = self.partition(highlights, 0, best.start, width);
        rest.extend(self.partition(highlights, best.end, usize::MAX, width));
        let mut shown = clauses(&highlights[best.first..best.last]);
        let mut chosen = vec![best];
        let kinds: Vec<Vec<usize>> =
            rest.iter().map(|window| clauses(&highlights[window.first..window.last])).collect();
        let mut order: Vec<usize> = (0..rest.len()).collect();
        order.sort_by_key(|&at| std::cmp::Reverse((kinds[at].len(), rest[at].last - rest[at].first)));
        let mut taken = vec![false; rest.len()];
        // Each round shows a clause more, so there are no more rounds than clauses.
        while chosen.len() < count {
            let fresh = |at: usize| kinds[at].iter().filter(|clause| !shown.contains(clause)).count();
            let news = order
                .iter()
                .map(|&at| (fresh(at), at))
                .reduce(|best, other| if other.0 > best.0 { other } else { best });
            let Some((1.., at)) = news else { break };
            shown.extend_from_slice(&kinds[at]);
            taken[at] = true;
            chosen.push(rest[at]);
        }
        let fill = order.iter().filter(|at| !taken[**at]).map(|at| rest[*at]);
        let room = count - chosen.len();
        chosen.extend(fill.take(room));
        chosen.sort_by_key(|window| window.start);
        chosen
    }

    /// Returns the window with most clauses, then most highlights, then the first.
    fn best(&self, highlights: &[Highlight], width: usize) -> Window {
        let clauses = highlights.iter().map(|highlight| highlight.clause).max().map_or(0, |last| last + 1);
        let mut held = vec![0_u32; clauses];
        let (mut kinds, mut last, mut length, mut end) = (0, 0, 0_usize, 0);
        let mut best = None;
        for (first, highlight) in highlights.iter().enumerate() {
            if first > 0 {
                let gone = &highlights[first - 1];
                held[gone.clause] -= 1;
                kinds -= usize::from(held[gone.clause] == 0);
                length = length.saturating_sub(self.length(gone.start, highlight.start.min(end)));
            }
            if last <= first {
                (last, end) = (first, highlight.start);
                length = 0;
            }
            while let Some(next) = highlights.get(last) {
                let reach = end.max(next.end);
                // Far too long whatever its characters; counting them each time would not be linear.
                if last > first && reach - highlight.start > 4 * width {
                    break;
                }
                let longer = length + self.length(end, reach);
                if last > first && longer > width {
                    break;
                }
                held[next.clause] += 1;
                kinds += usize::from(held[next.clause] == 1);
                (length, end) = (longer, reach);
                last += 1;
            }
            if best.is_none_or(|(score, _)| (kinds, last - first) > score) {
                best = Some(((kinds, last - first), Window { first, last, start: highlight.start, end }));
            }
        }
        best.expect("there is a highlight").1
    }

    /// Cuts the highlights between two bytes into windows, from left to right.
    fn partition(&self, highlights: &[Highlight], from: usize, until: usize, width: usize) -> Vec<Window> {
        let mut windows: Vec<Window> = Vec::new();
        let (mut length, mut covered) = (0, from);
        for (at, highlight) in highlights.iter().enumerate() {
            if highlight.start < from || highlight.end > until {
                continue;
            }
            if let Some(window) = windows.last_mut().filter(|window| window.last == at) {
                let longer = length + self.length(window.end, highlight.end.max(window.end));
                if longer <= width {
                    (window.last, window.end, length) = (at + 1, window.end.max(highlight.end), longer);
                    covered = window.end;
                    continue;
                }
            }
            if highlight.start >= covered {
                windows.push(Window { first: at, last: at + 1, start: highlight.start, end: highlight.end });
                length = self.length(highlight.start, highlight.end);
                covered = highlight.end;
            }
        }
        windows
    }

    fn length(&self, from: usize, until: usize) -> usize {
        self.text.get(from..until).map_or(0, |slice| slice.chars().count())
    }

    /// Returns a window's borders: text around the highlights up to the width, between two bytes that it may not pass.
    fn widen(&self, window: Window, highlights: &[Highlight], limits: (usize, usize), width: usize) -> (usize, usize) {
        let spare = width.saturating_sub(self.length(window.start, window.end));
        // What the end of the text leaves over goes to the beginning.
        let after = self.forward(window.end, spare, limits.1);
        let room = self.length(window.end, after);
        let lead = if room < spare { spare - room } else { spare / 3 };
        let mut start = self.start_near(window.start, lead.max(2 * spare / 3), lead, limits.0);
        let spare = spare.saturating_sub(self.length(start, window.start));
        let mut end = self.end_near(window.end, spare, limits.1);
        // A match at the border that is not whole is left out, unless the window needs it.
        if let Some(cut) =
            highlights[window.last..].iter().take_while(|other| other.start < end).find(|other| other.end > end)
        {
            end = cut.start.max(window.end);
        }
        let before = highlights[..window.first].iter().rev().take_while(|other| other.end > start);
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
        rest.char_indices().nth(characters).map_or(at + rest.len(), |(step, _)| at + step)
    }

    fn backward(&self, at: usize, characters: usize, limit: usize) -> usize {
        let rest = &self.text[limit.min(at)..at];
        match characters.checked_sub(1) {
            None => at,
            Some(nth) => rest.char_indices().nth_back(nth).map_or(limit.min(at), |(step, _)| limit.min(at) + step),
        }
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
        self.text[start..at].find(char::is_whitespace).map_or(at, |space| start + space)
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
        self.text[at..furthest].rfind(char::is_whitespace).map_or(at, |space| at + space)
    }

    /// Returns the bytes in a range, its end included, at which a sentence starts, with what opens it.
    fn sentence_starts(&self, from: usize, until: usize) -> impl Iterator<Item = usize> {
        let sentences = self.analysis.map_or(&[][..], |analysis| &analysis.sentences);
        let byte = move |position: u32| {
            let word = self.analysis?.word_at(position)?;
            let before = &self.text[..word.start as usize];
            Some(before.trim_end_matches(['“', '‘', '"', '\'', '(', '[']).len())
        };
        let first = sentences.partition_point(|&position| byte(position).is_some_and(|start| start < from));
        sentences[first..].iter().map_while(move |&position| byte(position).filter(|&start| start <= until))
    }

    fn snippet(&self, start: usize, end: usize, highlights: &[Highlight]) -> Snippet {
        let first = highlights.partition_point(|highlight| highlight.start < start);
        let mut merged: Vec<(usize, usize)> = Vec::new();
        for highlight in highlights[first..].iter().take_while(|highlight| highlight.start < end) {
            if highlight.end > end {
                continue;
            }
            let (from, until) = (highlight.start - start, highlight.end - start);
            match merged.last_mut() {
                Some(last) if from < last.1 => last.1 = last.1.max(until),
                _ => merged.push((from, until)),
            }
        }
        Snippet { field: self.field, start, text: self.text[start..end].to_owned(), highlights: merged }
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

/// Returns the clauses of some highlights, each once.
fn clauses(highlights: &[Highlight]) -> Vec<usize> {
    let mut clauses: Vec<usize> = highlights.iter().map(|highlight| highlight.clause).collect();
    clauses.sort_unstable();
    clauses.dedup();
    clauses
}

#[cfg(test)]
mod tests;

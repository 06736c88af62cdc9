//! Concordance: every match of a story on a line of its own, with as many words as asked for on either side.

use super::Snippet;
use super::snippet::{Source, in_field, merged, tags_of};
use crate::spans::{Highlight, Subject};
use std::cmp::Reverse;

/// The longest run of letters beside a context, in bytes, that is taken for the rest of a word: half of a hyphenated one, the
/// `'s` of an owner, a closing quote.
const LONGEST_REST: usize = 64;

/// Returns a piece of text for each match, in text order, with so many words before and behind. Its highlights are the parts
/// of that match and nothing else: the match reaches from the first to the last.
///
/// A match inside another one has no line of its own, since its line is there. Matches in the small fields (byline, section)
/// count only where headline and body have none.
pub fn concordance(highlights: &[Highlight], subject: &Subject<'_>, words: usize) -> Vec<Snippet> {
    let tags = tags_of(subject);
    let lines = |field: &'static str| {
        let source = Source::of(field, subject, &tags);
        source.map(|source| source.lines(&in_field(highlights, field), words)).unwrap_or_default()
    };
    let in_text: Vec<Snippet> = ["headline", "body"].into_iter().flat_map(lines).collect();
    if !in_text.is_empty() {
        return in_text;
    }
    ["byline", "dateline", "section", "tags", "status", "path"].into_iter().flat_map(lines).collect()
}

impl Source<'_> {
    fn lines(&self, highlights: &[Highlight], words: usize) -> Vec<Snippet> {
        let mut matches: Vec<(usize, usize)> = highlights.iter().map(|highlight| highlight.whole).collect();
        matches.sort_unstable_by_key(|&(start, end)| (start, Reverse(end)));
        let mut lines = Vec::new();
        let mut reach = 0;
        for (start, end) in matches {
            if end <= reach {
                continue;
            }
            reach = end;
            let parts = merged(highlights, start, end);
            let (Some(&(first, _)), Some(&(_, last))) = (parts.first(), parts.last()) else { continue };
            let (from, until) = (self.before(first, words), self.behind(last, words));
            let highlights = parts.iter().map(|(start, end)| (start - from, end - from)).collect();
            lines.push(Snippet { field: self.field, start: from, text: self.text[from..until].to_owned(), highlights });
        }
        lines
    }

    /// Returns where the context of some words before a byte begins.
    fn before(&self, at: usize, words: usize) -> usize {
        if words == 0 {
            return at;
        }
        let beginning = self.text.len() - self.text.trim_start().len();
        let Some(analysis) = self.analysis else { return beginning.min(at) };
        let next = analysis.tokens.partition_point(|token| (token.start as usize) < at);
        let position = analysis.tokens.get(next).map_or(analysis.positions, |token| token.position);
        let wanted = position.checked_sub(u32::try_from(words).unwrap_or(u32::MAX));
        let Some(word) = wanted.filter(|wanted| *wanted > 0).and_then(|wanted| analysis.word_at(wanted)) else {
            return beginning.min(at);
        };
        let start = word.start as usize;
        // No further: a text without blanks would be read to its beginning for each match.
        let limit = self.text.floor_char_boundary(start.saturating_sub(LONGEST_REST));
        let rest = self.text[limit..start].trim_end_matches(|letter: char| !letter.is_whitespace());
        if rest.is_empty() && limit > 0 { start } else { limit + rest.len() }
    }

    /// Returns where the context of some words behind a byte ends.
    fn behind(&self, at: usize, words: usize) -> usize {
        if words == 0 {
            return at;
        }
        let ending = self.text.trim_end().len().max(at);
        let Some(analysis) = self.analysis else { return ending };
        let next = analysis.tokens.partition_point(|token| (token.start as usize) < at);
        let last = next.checked_sub(1).map_or(0, |last| analysis.tokens[last].position);
        let wanted = last.checked_add(u32::try_from(words).unwrap_or(u32::MAX));
        let wanted = wanted.filter(|wanted| *wanted < analysis.positions.saturating_sub(1));
        let Some(word) = wanted.and_then(|wanted| analysis.word_at(wanted)) else { return ending };
        let end = word.end as usize;
        let limit = self.text.ceil_char_boundary(end.saturating_add(LONGEST_REST));
        let rest = &self.text[end..limit];
        match rest.find(char::is_whitespace) {
            Some(space) => end + space,
            None if limit == self.text.len() => limit,
            None => end,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::story::Story;
    use crate::text::analyze;

    const BODY: &str = "“No deal,” said the minister's envoy.\nThe cease-fire talks, he said, would (perhaps) go on.";

    /// Returns the lines around matches, each given by its parts, as `left[match]right`.
    fn lines(body: &str, matches: &[&[&str]], words: usize) -> Vec<String> {
        let story = Story { headline: Some("Talks end".into()), body: body.into(), ..Story::default() };
        let mut highlights = Vec::new();
        for (clause, parts) in matches.iter().enumerate() {
            let place = |part: &&str| body.find(*part).map(|start| (start, start + part.len())).expect("in the body");
            let places: Vec<(usize, usize)> = parts.iter().map(place).collect();
            let whole = (places[0].0, places[places.len() - 1].1);
            highlights.extend(places.iter().map(|&(start, end)| Highlight {
                field: "body",
                start,
                end,
                whole,
                clause,
            }));
        }
        highlights.sort_unstable();
        let (headline, body) = (analyze("Talks end"), analyze(body));
        let subject = Subject { story: &story, headline: &headline, body: &body, mentions: &[] };
        let shown = |line: Snippet| {
            assert_eq!(story.body.get(line.start..line.start + line.text.len()), Some(line.text.as_str()));
            let (start, end) = (line.highlights[0].0, line.highlights[line.highlights.len() - 1].1);
            format!("{}[{}]{}", &line.text[..start], &line.text[start..end], &line.text[end..])
        };
        concordance(&highlights, &subject, words).into_iter().map(shown).collect()
    }

    #[test]
    fn a_match_has_so_many_words_on_either_side_and_no_half_ones() {
        assert_eq!(lines(BODY, &[&["envoy"]], 2), ["the minister's [envoy].\nThe cease-fire"]);
        assert_eq!(lines(BODY, &[&["talks"]], 1), ["cease-fire [talks], he"]);
        assert_eq!(lines(BODY, &[&["perhaps"]], 1), ["would ([perhaps]) go"]);
        assert_eq!(lines(BODY, &[&["envoy"]], 0), ["[envoy]"]);
    }

    #[test]
    fn at_the_ends_of_the_text_there_are_fewer_words() {
        assert_eq!(lines(BODY, &[&["deal"]], 3), ["“No [deal],” said the minister's"]);
        assert_eq!(lines(BODY, &[&["go"]], 9), ["envoy.\nThe cease-fire talks, he said, would (perhaps) [go] on."]);
        assert_eq!(lines("go", &[&["go"]], 3), ["[go]"]);
        assert_eq!(lines(BODY, &[&["on."]], usize::MAX), [format!("{}[on.]", &BODY[..BODY.len() - 3])]);
    }

    #[test]
    fn a_match_of_two_parts_is_one_line_and_one_inside_it_is_none() {
        let got = lines(BODY, &[&["minister", "envoy"], &["envoy"], &["talks"]], 1);
        assert_eq!(got, ["the [minister's envoy].\nThe", "cease-fire [talks], he"]);
    }

    #[test]
    fn small_fields_count_where_the_text_has_no_match() {
        let story = Story { byline: Some("Ana Oster, Riga".into()), body: "Nothing.".into(), ..Story::default() };
        let (headline, body) = (analyze(""), analyze("Nothing."));
        let subject = Subject { story: &story, headline: &headline, body: &body, mentions: &[] };
        let part = |field, start, end| Highlight { field, start, end, whole: (start, end), clause: 0 };
        let fields = |highlights: &[Highlight]| -> Vec<(&str, String)> {
            concordance(highlights, &subject, 1).into_iter().map(|line| (line.field, line.text)).collect()
        };
        assert_eq!(fields(&[part("byline", 4, 9)]), [("byline", "Ana Oster, Riga".to_owned())]);
        assert_eq!(fields(&[part("body", 0, 7), part("byline", 4, 9)]), [("body", "Nothing.".to_owned())]);
        assert!(fields(&[]).is_empty());
    }
}

use super::*;
use crate::story::Story;
use crate::text::analyze;
use proptest::prelude::*;

/// Cuts snippets around every occurrence of some words in the body, a clause each, and of the first in the headline.
fn snippets(headline: &str, body: &str, words: &[&str], count: usize, width: usize) -> Vec<Snippet> {
    let story = Story { headline: Some(headline.into()), body: body.into(), ..Story::default() };
    let mut highlights = Vec::new();
    for (clause, word) in words.iter().enumerate() {
        for (field, text) in [("body", body), ("headline", headline)] {
            let found = text.match_indices(word).map(|(start, word)| (start, start + word.len()));
            highlights.extend(found.map(|(start, end)| Highlight { field, start, end, whole: (start, end), clause }));
        }
    }
    highlights.sort_unstable();
    let (headline, body) = (analyze(headline), analyze(body));
    cut(&highlights, &Subject { story: &story, headline: &headline, body: &body, mentions: &[] }, count, width)
}

/// The snippets with their highlights in brackets.
fn marked(snippets: &[Snippet]) -> Vec<String> {
    let mark = |snippet: &Snippet| {
        let mut text = snippet.text.clone();
        for &(start, end) in snippet.highlights.iter().rev() {
            text.insert(end, ']');
            text.insert(start, '[');
        }
        text
    };
    snippets.iter().map(mark).collect()
}

const BODY: &str = "The first day was calm. On the second day the minister spoke of taxes. He said that they would rise. \
    Nobody asked why, and the hall was empty before noon. On the third day the taxes rose, and the minister left the town.";

#[test]
fn a_snippet_keeps_to_sentences_where_they_are_near() {
    let got = marked(&snippets("", BODY, &["taxes"], 1, 80));
    assert_eq!(got, ["On the second day the minister spoke of [taxes]. He said that they would rise."]);
}

#[test]
fn a_snippet_keeps_to_words_where_no_sentence_is_near() {
    assert_eq!(marked(&snippets("", BODY, &["hall"], 1, 30)), ["and the [hall] was empty before"]);
}

#[test]
fn a_window_with_several_clauses_is_preferred() {
    let got = marked(&snippets("", BODY, &["day", "rose"], 1, 40));
    assert_eq!(got, ["On the third [day] the taxes [rose], and the"]);
}

#[test]
fn a_clause_not_shown_yet_is_preferred_and_snippets_are_in_text_order() {
    let body = format!(
        "{} tail of it",
        "one two ".repeat(40) + &"filler ".repeat(40) + "three " + &"filler ".repeat(40) + "one"
    );
    let got = snippets("", &body, &["one", "two", "three"], 2, 30);
    assert!(got[0].start < got[1].start);
    assert!(marked(&got)[1].contains("[three]"), "{got:?}");
}

#[test]
fn a_headline_is_shown_where_the_body_leaves_room() {
    let of = |body, count| {
        snippets("Taxes: the taxes rise", body, &["taxes"], count, 60).iter().map(|it| it.field).collect::<Vec<_>>()
    };
    assert_eq!(of(BODY, 2), ["body", "body"]);
    assert_eq!(of(BODY, 3), ["body", "body", "headline"]);
    assert_eq!(of("Nothing.", 1), ["headline"]);
}

#[test]
fn a_match_wider_than_the_width_is_whole() {
    let got = snippets("", BODY, &["the minister spoke of taxes"], 1, 10);
    assert_eq!(marked(&got), ["[the minister spoke of taxes]"]);
}

#[test]
fn without_highlights_the_beginning_is_shown() {
    assert_eq!(marked(&snippets("Head", BODY, &[], 2, 40)), ["The first day was calm."]);
    assert_eq!(marked(&snippets("Head", "", &[], 2, 40)), ["Head"]);
    assert_eq!(marked(&snippets("", "unbreakable", &[], 2, 4)), ["unbr"]);
    assert!(snippets("", "", &[], 2, 40).is_empty());
    assert!(snippets("Head", BODY, &["taxes"], 0, 40).is_empty());
}

#[test]
fn other_fields_are_shown_too() {
    let story = Story { byline: Some("Ana Oster".into()), path: "a/b.txt".into(), ..Story::default() };
    let nothing = analyze("");
    let subject = Subject { story: &story, headline: &nothing, body: &nothing, mentions: &[] };
    let highlights = [
        Highlight { field: "byline", start: 4, end: 9, whole: (4, 9), clause: 0 },
        Highlight { field: "path", start: 0, end: 1, whole: (0, 1), clause: 1 },
    ];
    let got = cut(&highlights, &subject, 5, 100);
    assert_eq!(marked(&got), ["Ana [Oster]", "[a]/b.txt"]);
    assert_eq!(got.iter().map(|it| it.field).collect::<Vec<_>>(), ["byline", "path"]);
}

#[test]
fn a_hundred_thousand_matches_take_no_time() {
    let body = "word and more, ".repeat(100_000);
    let start = std::time::Instant::now();
    let got = snippets("", &body, &["word", "more"], 3, 200);
    assert_eq!(got.len(), 3);
    assert!(start.elapsed().as_secs() < 20, "{:?}", start.elapsed());
}

proptest! {
    #[test]
    fn snippets_are_slices_with_whole_highlights(
        words in proptest::collection::vec("(one|two|three|été|“vier”|\\. Fünf|\n\n|, )", 0..80),
        count in 0_usize..5,
        width in 0_usize..60,
    ) {
        let body = words.join(" ");
        let wanted = ["one", "two one", "été", "one two"];
        let got = snippets("one", &body, &wanted, count, width);
        prop_assert!(got.len() <= count);
        prop_assert!(count == 0 || got.iter().any(|snippet| !snippet.highlights.is_empty()));
        let mut end = 0;
        for snippet in &got {
            prop_assert!(!snippet.highlights.is_empty());
            let ascending = snippet.highlights.windows(2).all(|pair| pair[0].1 <= pair[1].0);
            prop_assert!(ascending && snippet.highlights.iter().all(|&(start, end)| start < end && snippet.text.get(start..end).is_some()));
            if snippet.field == "body" {
                prop_assert_eq!(body.get(snippet.start..snippet.start + snippet.text.len()), Some(snippet.text.as_str()));
                prop_assert!(snippet.start >= end);
                end = snippet.start + snippet.text.len();
                prop_assert!(snippet.text.chars().count() <= width.max(7), "{:?} {}", snippet, width);
            }
        }
    }
}

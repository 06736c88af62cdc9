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

/// Cuts snippets, or the quotation, around matches of several parts; each match is a clause and the places of its parts.
fn around(
    body: &str,
    matches: &[(usize, &[(usize, usize)])],
    cut: impl Fn(&[Highlight], &Subject<'_>) -> Vec<Snippet>,
) -> Vec<Snippet> {
    let story = Story { body: body.into(), ..Story::default() };
    let mut highlights = Vec::new();
    for &(clause, parts) in matches {
        let whole = (parts[0].0, parts[parts.len() - 1].1);
        highlights.extend(parts.iter().map(|&(start, end)| Highlight { field: "body", start, end, whole, clause }));
    }
    highlights.sort_unstable();
    let (headline, body) = (analyze(""), analyze(body));
    cut(&highlights, &Subject { story: &story, headline: &headline, body: &body, mentions: &[] })
}

/// The bytes of the nth occurrence of a text.
fn nth(body: &str, text: &str, nth: usize) -> (usize, usize) {
    let start = body.match_indices(text).nth(nth).expect("it occurs").0;
    (start, start + text.len())
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
fn a_match_of_two_parts_is_shown_whole() {
    let parts = [nth(BODY, "minister", 0), nth(BODY, "rise", 0)];
    let other = [nth(BODY, "minister", 1)];
    // Two of the first clause's matches fit nowhere together; the one that is whole is shown whole, though it is wider.
    let got = around(BODY, &[(0, &parts)], |all, subject| cut(all, subject, 1, 20));
    assert_eq!(marked(&got), ["[minister] spoke of taxes. He said that they would [rise]"]);
    let got = around(BODY, &[(0, &parts), (1, &other)], |all, subject| cut(all, subject, 2, 60));
    assert_eq!(
        marked(&got),
        [
            "[minister] spoke of taxes. He said that they would [rise].",
            "third day the taxes rose, and the [minister] left the town."
        ]
    );
}

#[test]
fn a_clause_is_shown_by_its_narrow_matches_where_it_has_some() {
    let wide = [nth(BODY, "calm", 0), nth(BODY, "rise", 0)];
    let narrow = [nth(BODY, "hall", 0), nth(BODY, "empty", 0)];
    let got = around(BODY, &[(0, &wide), (0, &narrow)], |all, subject| cut(all, subject, 1, 40));
    assert_eq!(marked(&got), ["and the [hall] was [empty] before noon."]);
}

#[test]
fn of_a_match_far_too_wide_the_two_ends_are_shown() {
    let body = format!("The envoy left. {}The talks failed at noon.", "Nothing happened. ".repeat(40));
    let parts = [nth(&body, "envoy", 0), nth(&body, "talks", 0)];
    let ends = |count| marked(&around(&body, &[(0, &parts)], |all, subject| cut(all, subject, count, 30)));
    assert_eq!(ends(2), ["The [envoy] left. Nothing", "The [talks] failed at noon."]);
    assert_eq!(ends(5), ends(2));
    assert_eq!(ends(1), ["The [envoy] left. Nothing"]);
    let whole = around(&body, &[(0, &parts)], |all, subject| quote(all, subject, 30).into_iter().collect());
    assert!(marked(&whole)[0].starts_with("[envoy] left.") && marked(&whole)[0].ends_with("[talks]"), "{whole:?}");
}

#[test]
fn a_window_with_more_of_the_matches_is_preferred_though_it_comes_later() {
    let body = format!("tax a b. {}tax and tax c.", "Filler words. ".repeat(20));
    assert_eq!(marked(&snippets("", &body, &["tax"], 1, 16)), ["[tax] and [tax] c."]);
}

#[test]
fn a_quotation_lies_in_one_line_where_its_match_does() {
    let body =
        "The first envoy came\r\nto the hall, where talks and the envoy\r\nof another state met. The end came soon.";
    let quoted = |matches: &[(usize, &[(usize, usize)])], width| {
        marked(&around(body, matches, |all, subject| quote(all, subject, width).into_iter().collect()))
    };
    let (talks, envoy) = (nth(body, "talks", 0), nth(body, "envoy", 1));
    assert_eq!(quoted(&[(0, &[talks])], 160), ["to the hall, where [talks] and the envoy"]);
    assert_eq!(quoted(&[(0, &[talks]), (1, &[envoy])], 160), ["to the hall, where [talks] and the [envoy]"]);
    // A match within a line is preferred to one that runs over its end.
    let over = [nth(body, "came", 0), nth(body, "hall", 0)];
    assert_eq!(quoted(&[(0, &over), (0, &[nth(body, "end", 0)])], 160), ["The [end] came soon."]);
    assert_eq!(quoted(&[(0, &over)], 10), ["[came]\r\nto the [hall]"]);
    assert_eq!(quoted(&[], 160), ["The first envoy came"]);
}

#[test]
fn a_letter_keeps_its_accent_and_writing_without_spaces_is_cut_between_words() {
    assert_eq!(marked(&snippets("", "e\u{301}e\u{301}e\u{301}", &[], 1, 3)), ["e\u{301}e\u{301}"]);
    let got = snippets("", "穀物価格は昨日また上昇した", &["昨日"], 1, 6);
    let text = &got[0].text;
    assert!(text.chars().count() > 2 && text.chars().count() <= 6 && text.contains("昨日"), "{got:?}");
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
fn two_hundred_thousand_matches_are_too_many_for_anything_quadratic() {
    let body = "word and more, ".repeat(100_000);
    assert_eq!(snippets("", &body, &["word", "more"], 3, 200).len(), 3);
}

proptest! {
    #[test]
    fn a_match_of_two_parts_is_whole_in_some_snippet(
        words in proptest::collection::vec("(one|two|three|été|\\. Fünf|\n)", 1..60),
        places in proptest::collection::vec((0_usize..60, 1_usize..6, 0_usize..3), 1..6),
        count in 1_usize..4,
        width in 20_usize..60,
    ) {
        let body = words.join(" ");
        let analysis = analyze(&body);
        let all: Vec<(usize, usize)> = analysis.words().map(|word| (word.start as usize, word.end as usize)).collect();
        let matches: Vec<(usize, Vec<(usize, usize)>)> = places
            .iter()
            .filter(|(at, step, _)| at + step < all.len())
            .map(|&(at, step, clause)| (clause, vec![all[at], all[at + step]]))
            .collect();
        let given: Vec<(usize, &[(usize, usize)])> = matches.iter().map(|(clause, parts)| (*clause, &parts[..])).collect();
        let got = around(&body, &given, |all, subject| cut(all, subject, count, width));
        let holds = |snippet: &Snippet, parts: &[(usize, usize)]| {
            snippet.start <= parts[0].0 && parts[1].1 <= snippet.start + snippet.text.len()
        };
        prop_assert!(matches.is_empty() || matches.iter().any(|(_, parts)| got.iter().any(|snippet| holds(snippet, parts))));
        let mut end = 0;
        for snippet in &got {
            prop_assert!(snippet.start >= end && body.get(snippet.start..).is_some_and(|rest| rest.starts_with(&snippet.text)));
            prop_assert!(snippet.text.chars().count() <= 4 * width);
            end = snippet.start + snippet.text.len();
        }
        let quoted = around(&body, &given, |all, subject| quote(all, subject, width).into_iter().collect());
        let in_a_line = |parts: &[(usize, usize)]| !body[parts[0].0..parts[1].1].contains('\n');
        if matches.iter().all(|(_, parts)| in_a_line(parts)) && let Some(quoted) = quoted.first() {
            prop_assert!(!quoted.text.contains('\n'), "{quoted:?}");
        }
    }

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

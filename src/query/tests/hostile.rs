//! Limits, and text that nobody would type.

use super::{context, pieces, read, read_or_refused, refused};
use crate::query::QueryErrorKind::{TooDeep, TooLong, TooManyClauses, WildcardLost};
use crate::query::{LONGEST_QUERY, Syntax, literal, name, parse, place};
use crate::story::NameKind;
use proptest::prelude::*;

#[test]
fn a_query_is_at_most_four_kibibytes_long() {
    let longest = "a".repeat(LONGEST_QUERY);
    assert_eq!(read(&longest).text().len(), LONGEST_QUERY);
    let too_long = format!("{}é", "a".repeat(LONGEST_QUERY - 1));
    let error = refused(&too_long);
    assert_eq!((error.kind, error.span), (TooLong, LONGEST_QUERY - 1..LONGEST_QUERY + 1));
    for refusal in [literal(&too_long), name(NameKind::Person, &too_long), place(&too_long)] {
        assert_eq!(refusal.map_err(|error| error.kind), Err(TooLong));
    }
}

#[test]
fn a_wildcard_beyond_the_longest_word_is_not_dropped() {
    let text = format!("{}*", "a".repeat(crate::text::LONGEST_WORD));
    assert_eq!(refused(&text).kind, WildcardLost(text));
}

#[test]
fn brackets_negations_and_chains_nest_64_deep() {
    let nested = |open: &str, close: &str, depth: usize| format!("{}tax{}", open.repeat(depth), close.repeat(depth));
    for (open, close) in [("(", ")"), ("NOT ", ""), ("headline:(", ")"), ("-(", ")")] {
        let levels = if open == "-(" { 32 } else { 64 };
        assert!(parse(&nested(open, close, levels), &context()).is_ok(), "{open}");
        let error = refused(&nested(open, close, levels + 1));
        assert_eq!((error.kind, error.span.start / open.len()), (TooDeep, levels), "{open}");
    }
    for link in [" w/5 a", " pre/5 a", " not w/s b"] {
        assert!(parse(&format!("a{}", link.repeat(64)), &context()).is_ok(), "{link}");
        let error = refused(&format!("a{}", link.repeat(65)));
        assert_eq!((error.kind, error.span.start), (TooDeep, 64 * link.len() + 2), "{link}");
    }
    assert!(parse(&format!("{}a", "a w/5 a OR ".repeat(80)), &context()).is_ok());
    assert_eq!(refused(&"(".repeat(LONGEST_QUERY)).kind, TooDeep);
    assert_eq!(refused(&"NOT ".repeat(LONGEST_QUERY / 4)).kind, TooDeep);
}

#[test]
fn a_query_has_at_most_256_clauses() {
    let words = |count: usize| vec!["ax"; count].join(" OR ");
    assert!(parse(&words(256), &context()).is_ok());
    let error = refused(&words(257));
    assert_eq!((error.kind, error.span), (TooManyClauses, 256 * 6..256 * 6 + 2));
}

#[test]
fn the_worst_four_kibibytes_are_read() {
    let parts = [
        "\"a\" ",
        "a?*",
        "**",
        "'a ",
        "a ' ",
        "-a ",
        "(a)",
        "x: ",
        "a~ ",
        "not w/5 ",
        "a w/5 ",
        "a-",
        "a/",
        "\u{301}",
        "headline:",
        "(a OR ",
        "U.S.",
        "é*",
        "\"",
        "s ",
        "date:..",
        "\\",
        ".*",
        "org:a ",
        "path:a/* ",
    ];
    for part in parts {
        check_anything(&part.repeat(LONGEST_QUERY / part.len()));
    }
}

/// Pieces of the language.
const PIECES: &[&str] = &[
    "NOT ",
    "OR",
    " AND ",
    "headline:",
    "person:",
    "id:",
    "path:",
    "date:",
    "since:",
    "..",
    "7d",
    "~2",
    "w/5",
    " not w/5 ",
    "atleast3(",
    "first5(",
    "^2",
];

fn check_anything(text: &str) {
    read_or_refused(text, Syntax::Morgue);
    for plan in [literal(text), place(text), name(NameKind::Organization, text)] {
        assert!(plan.map_or_else(|error| text.get(error.span).is_some(), |plan| !plan.explain().is_empty()));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_text_makes_the_parser_panic(text in "\\PC{0,60}|[ -~\\x00-\\x1f]{0,60}") {
        check_anything(&text);
    }

    #[test]
    fn no_mixture_of_the_language_makes_the_parser_panic(text in pieces(PIECES)) {
        check_anything(&text);
    }
}

//! Limits, and text that nobody would type.

use super::{context, refused};
use crate::query::QueryErrorKind::{TooDeep, TooManyClauses};
use crate::query::tests::{pieces, read_or_refused};
use crate::query::{LONGEST_QUERY, Syntax, parse};
use proptest::prelude::*;

#[test]
fn brackets_negations_and_chains_nest_64_deep() {
    let nested = |open: &str, close: &str, depth: usize| format!("{}tax{}", open.repeat(depth), close.repeat(depth));
    for (open, close) in [("(", ")"), ("HEADLINE(", ")"), ("not (", ")"), ("a w/5 ", ""), ("a w/s ", "")] {
        let levels = if open == "not (" { 32 } else { 64 };
        assert!(parse(&nested(open, close, levels), &context()).is_ok(), "{open}");
        assert_eq!(refused(&nested(open, close, levels + 1)).kind, TooDeep, "{open}");
    }
    assert_eq!(refused(&"(".repeat(LONGEST_QUERY)).kind, TooDeep);
}

#[test]
fn a_query_has_at_most_256_clauses_however_they_are_written() {
    let words = |count: usize| vec!["ax"; count].join(" or ");
    assert!(parse(&words(256), &context()).is_ok());
    let error = refused(&words(257));
    assert_eq!((error.kind, error.span), (TooManyClauses, 256 * 6..256 * 6 + 2));
    let stars = |count: usize| format!("a{}", "*".repeat(count));
    assert!(parse(&stars(20), &context()).is_ok());
    assert_eq!(refused(&stars(256)).kind, TooManyClauses);
    assert_eq!(refused(&stars(4000)).kind, TooManyClauses);
    assert_eq!(refused(&vec!["ab*"; 20].join(" ")).kind, TooManyClauses);
    assert_eq!(refused(&format!("{} a**", "b ".repeat(100))).kind, TooManyClauses);
}

#[test]
fn the_worst_four_kibibytes_are_read() {
    let parts = [
        "\"a\" ",
        "a*",
        "*",
        "a** ",
        "\"a** ",
        "'a ",
        "(a)",
        "x: ",
        "a~ ",
        "not w/5 ",
        "a w/5 ",
        "a w/p ",
        "a-",
        "a/",
        "\u{301}",
        "headline(",
        "(a or ",
        "U.S. ",
        "é*",
        "\"",
        "s ",
        "DATE(",
        "date > ",
        "atleast 3 ",
        "abc! ",
        "not ",
        "a and not ",
    ];
    for part in parts {
        check_anything(&part.repeat(LONGEST_QUERY / part.len()));
    }
}

/// Pieces of the language.
const PIECES: &[&str] = &[
    "not ",
    " or ",
    " and ",
    " and not ",
    " but ",
    "HEADLINE(",
    "hlead",
    "BYLINE(",
    "PERSON(",
    "COMPANY ",
    "DATE(",
    "date ",
    "length ",
    "LENGTH(",
    "load-date ",
    "atleast3(",
    "atleast 3 ",
    "atl",
    "plural(",
    "caps(",
    "is ",
    "aft ",
    "geq ",
    "<=",
    "1/1/2017",
    "Jan ",
    "500",
    "**",
    " w/5 ",
    " /3 ",
    " pre/2 ",
    " +9 ",
    " w/s ",
    " w/p ",
    " not w/5 ",
    "w/seg",
    "w/999",
];

fn check_anything(text: &str) {
    if let Some(error) = read_or_refused(text, Syntax::Nexis) {
        // Nothing is left for the plan to refuse, in the words of another language.
        assert!(crate::query::nexis::tree(text).is_err(), "{text:?}: {error:?}");
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

//! Limits, and text that nobody would type.

use super::{parse, refused, tree};
use crate::query::QueryErrorKind::{NoSuchDate, TooDeep, TooManyClauses};
use crate::query::tests::{pieces, read_or_refused};
use crate::query::{LONGEST_QUERY, Syntax};
use proptest::prelude::*;

#[test]
fn a_query_is_no_deeper_and_no_wider_than_any_other() {
    let nested = |open: &str, close: &str, depth: usize| format!("{}tax{}", open.repeat(depth), close.repeat(depth));
    for (open, close) in [("(", ")"), ("[", "]"), ("not ", "")] {
        let (deepest, deeper) = (nested(open, close, 64), nested(open, close, 65));
        assert!(tree(&deepest).is_ok(), "{open}");
        let error = refused(&deeper);
        assert_eq!((error.kind, error.span.start / open.len()), (TooDeep, 64), "{open}");
    }
    let chain = |links: usize, link: &str| format!("a{}", link.repeat(links));
    for link in [" w/5 a", " \"a\"", "/F5/"] {
        assert!(parse(&chain(64, link)).is_ok(), "{link}");
        assert_eq!(refused(&chain(65, link)).kind, TooDeep, "{link}");
    }
    // Levels that were left again still make the tree deeper: the clauses bound those.
    let chains =
        |links: usize, link: &str| format!("{}a{}", "(".repeat(40), format!("{})", link.repeat(links)).repeat(40));
    assert!(parse(&chains(6, " w/5 a")).is_ok());
    assert!(parse(&chains(6, "/F5/")).is_ok());
    assert_eq!(refused(&chains(7, "/F5/")).kind, TooManyClauses);
    let words = |count: usize| vec!["ax"; count].join(" or ");
    assert!(parse(&words(256)).is_ok());
    assert_eq!(refused(&words(257)).kind, TooManyClauses);
}

#[test]
fn the_worst_four_kibibytes_are_read() {
    let parts = [
        "\"a\" ",
        "abc$9 ",
        "abc* ",
        "a/N5/",
        "/F5/",
        "not ",
        "a not ",
        "hd=",
        "hd=(",
        "[",
        "a or ",
        "a and ",
        "date ",
        "date -7 and ",
        "wc>",
        "wc ",
        "a-",
        "a/",
        "/",
        "\u{301}",
        "é?",
        "\"",
        "atleast5 ",
        "rst=lba or ",
        "$",
        "(a)",
    ];
    for part in parts {
        check_anything(&part.repeat(LONGEST_QUERY / part.len()));
    }
}

/// Pieces of the language.
const PIECES: &[&str] = &[
    "telecom",
    " and ",
    " or ",
    " not ",
    " same ",
    " adj ",
    " w/5 ",
    " near5 ",
    "/N5/",
    "/F50/",
    "atleast3 ",
    "hd=",
    "hlp=",
    "by=",
    "rst=",
    "lba",
    "co=",
    "pd=",
    "wc>",
    "wc<",
    "500",
    "date ",
    "from ",
    " to ",
    "after ",
    "before ",
    "-7",
    "+0",
    "20170131",
    "3/4/2017",
    "$",
    "$3",
    "%",
    "^2",
];

fn check_anything(text: &str) {
    if let Some(error) = read_or_refused(text, Syntax::Factiva) {
        // What this dialect reads has a plan: no hint is in the words of another language.
        assert!(tree(text).is_err() || matches!(error.kind, NoSuchDate(_)), "{text:?}: {error:?}");
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

//! How a query is read: which operator binds which operand. Shown as s-expressions.

use super::{context, read};
use crate::query::lexer::tokens;
use crate::query::parser::tree;

/// Returns the tree alone: what has no plan may have one too.
fn tree_of(text: &str) -> String {
    let tree = tokens(text).and_then(|tokens| tree(text, &tokens));
    tree.map_or_else(|error| format!("{error}"), |tree| tree.to_string())
}

fn check(table: &[(&str, &str)]) {
    for (text, expected) in table {
        assert_eq!(tree_of(text), *expected, "{text}");
    }
}

#[test]
fn distance_binds_tighter_than_negation_than_and_than_or() {
    check(&[
        ("a b c", "(and a b c)"),
        ("a AND b AND c", "(and a b c)"),
        ("a OR b OR c", "(or a b c)"),
        ("a b OR c d", "(or (and a b) (and c d))"),
        ("a OR b c OR d", "(or a (and b c) d)"),
        ("a AND b OR c", "(or (and a b) c)"),
        ("(a OR b) c", "(and (or a b) c)"),
        ("a (b c)", "(and a (and b c))"),
        ("NOT a b", "(and (not a) b)"),
        ("-a b", "(and (not a) b)"),
        ("a -b OR c", "(or (and a (not b)) c)"),
        ("a AND NOT b", "(and a (not b))"),
        ("NOT NOT a", "(not (not a))"),
        ("NOT (a OR b)", "(not (or a b))"),
        ("-(a b) -\"c d\"", "(and (not (and a b)) (not \"c d\"))"),
        ("a w/5 b", "(w/5 a b)"),
        ("a w/5 b c", "(and (w/5 a b) c)"),
        ("a b w/5 c OR d", "(or (and a (w/5 b c)) d)"),
        ("NOT a w/5 b", "(not (w/5 a b))"),
        ("a w/5 b pre/3 c", "(pre/3 (w/5 a b) c)"),
        ("(a OR b) w/s \"c d\"", "(w/s (or a b) \"c d\")"),
        ("a AND b w/p c", "(and a (w/p b c))"),
    ]);
}

#[test]
fn distances_are_written_in_any_case() {
    check(&[
        ("a W/5 b", "(w/5 a b)"),
        ("a NEAR/5 b", "(w/5 a b)"),
        ("a near/12 b", "(w/12 a b)"),
        ("a PRE/3 b", "(pre/3 a b)"),
        ("a W/S b W/p c", "(w/p (w/s a b) c)"),
        ("a not w/5 b", "(not w/5 a b)"),
        ("a NOT  W/5 b", "(not w/5 a b)"),
        ("a Not pre/5 b", "(not pre/5 a b)"),
        ("a not b", "(and a not b)"),
        ("w/out w/o", "(and w/out w/o)"),
        ("AtLeast3(a) first50(b c)", "(and (atleast3 a) (first50 (and b c)))"),
    ]);
}

#[test]
fn operators_are_upper_case_and_words_keep_their_signs() {
    check(&[
        ("a and b or c", "(and a and b or c)"),
        ("Not And Or", "(and Not And Or)"),
        ("cease-fire F-16 AT&T 24/7 $1.5 U.S. 'tis", "(and cease-fire F-16 AT&T 24/7 $1.5 U.S. 'tis)"),
        ("\"Yahoo! deal\" org:\"Yahoo!\"", "(and \"Yahoo! deal\" (org: \"Yahoo!\"))"),
        ("\"a w/x b\" \"adj5\" \"recycl!\"", "(and \"a w/x b\" \"adj5\" \"recycl!\")"),
        ("a same b near adj w5 US$5 date from", "(and a same b near adj w5 US$5 date from)"),
        ("date after tax headline:date from 2017", "(and date after tax (headline: date) from 2017)"),
        ("well- known", "(and well- known)"),
        ("a\"b c\"d", "(and a \"b c\" d)"),
        ("“north korea” „x” «y»", "(and \"north korea\" \"x\" \"y\")"),
        ("a\u{1}b\tc\u{a0}d\ne", "(and a b c d e)"),
        ("\u{feff}a\u{200b} \u{202e}OR b", "(or a b)"),
    ]);
}

#[test]
fn a_field_takes_the_word_phrase_or_group_that_touches_it() {
    check(&[
        ("headline:tax budget", "(and (headline: tax) budget)"),
        ("HEADLINE:tax", "(headline: tax)"),
        ("headline:(tax OR budget) x", "(and (headline: (or tax budget)) x)"),
        ("-headline:tax", "(not (headline: tax))"),
        ("headline:(a headline:b)", "(headline: (and a (headline: b)))"),
        ("body:(a w/3 b)", "(body: (w/3 a b))"),
        ("person:\"Ana Lopes\" w/10 resign*", "(w/10 (person: \"Ana Lopes\") resign*)"),
        ("place:OR section:NOT", "(and (place: OR) (section: NOT))"),
        ("id:-wires/2017:a#b=c|d path:C:/x", "(and (id: -wires/2017:a#b=c|d) (path: C:/x))"),
        ("lead:strike", "(lead: strike)"),
        ("body:atleast3(a)", "(body: (atleast3 a))"),
    ]);
}

#[test]
fn spans_are_bytes_of_the_text_from_the_first_part_to_the_last() {
    let text = "é (tax -\"ü b\") headline:x";
    let tree = tokens(text).and_then(|tokens| tree(text, &tokens)).expect("a tree");
    assert_eq!(tree.span, 0..text.len());
    let crate::query::NodeKind::And(nodes) = &tree.kind else { panic!("{tree}") };
    let typed: Vec<&str> = nodes.iter().map(|node| &text[node.span.clone()]).collect();
    assert_eq!(typed, ["é", "tax -\"ü b\"", "headline:x"]);
}

#[test]
fn a_query_gives_its_text_back() {
    let query = read("tax OR budget");
    assert_eq!((query.text(), query.tree().to_string().as_str()), ("tax OR budget", "(or tax budget)"));
    assert_eq!(context().today.to_string(), "2018-03-31");
}

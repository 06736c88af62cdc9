//! What is refused, where, and what to write instead.

use super::refused;
use crate::query::QueryErrorKind::{self, *};
use crate::query::Side;
use crate::query::tests::{check_errors, drawn, inside, missing, own};

fn check(table: &[(&str, QueryErrorKind, usize, &str, &str)]) {
    check_errors(refused, table);
}

fn without_counterpart(what: &str) -> QueryErrorKind {
    NoCounterpart { what: own(what), language: "Nexis" }
}

#[test]
fn quotes_brackets_and_operands_are_there() {
    check(&[
        ("", Empty, 0, "", "a name"),
        (" \t", Empty, 0, " \t", "a name"),
        ("a and \"b c", UnclosedQuote, 6, "\"", "second quote"),
        ("a and (b or c", UnclosedBracket, 6, "(", "`)`"),
        ("HEADLINE(", UnclosedBracket, 8, "(", "`)`"),
        ("a) b", UnopenedBracket, 1, ")", "open one"),
        ("a and ()", EmptyBrackets, 6, "()", "leave them out"),
        ("\" \"", EmptyPhrase, 0, "\" \"", "leave the quotes out"),
        ("a and", missing("and", Side::After), 2, "and", "\"and\""),
        ("Or a", missing("Or", Side::Before), 0, "Or", "quote it"),
        ("a and  not", missing("and not", Side::After), 2, "and  not", "quote it"),
        ("and not a", missing("and not", Side::Before), 0, "and not", "quote it"),
        ("a w/5", missing("w/5", Side::After), 2, "w/5", "a group"),
        ("not  w/5 a", missing("not w/5", Side::Before), 0, "not  w/5", "a group"),
        ("a or and b", missing("or", Side::After), 2, "or", "quote it"),
        ("a &", missing("&", Side::After), 2, "&", "a group"),
    ]);
}

#[test]
fn operands_are_joined_by_connectors() {
    let before = |typed: &str| MissingConnector(own(typed));
    check(&[
        ("tax (a or b)", before("("), 4, "(", "`and`, `or` or `w/5`"),
        ("\"a b\" c", before("c"), 6, "c", "one phrase"),
        ("c \"a b\"", before("\"a b\""), 2, "\"a b\"", "one phrase"),
        ("tax HEADLINE(cut)", before("HEADLINE"), 4, "HEADLINE", "`and`"),
        ("(a) b", before("b"), 4, "b", "`and`"),
        ("DATE(2017) LENGTH > 5", before("LENGTH"), 11, "LENGTH", "`and`"),
        ("a or not b", inside("not", "or"), 5, "not", "`a or (not b)`"),
        ("a w/5 not b", inside("not", "w/5"), 6, "not", "`a not w/5 b`"),
        ("not not a", inside("not", "not"), 4, "not", "in brackets"),
    ]);
}

#[test]
fn numbers_run_from_1_to_255() {
    check(&[
        ("a w/0 b", BadNumber { typed: own("w/0"), most: 255 }, 2, "w/0", "whole number"),
        ("a pre/256 b", BadNumber { typed: own("pre/256"), most: 255 }, 2, "pre/256", "whole number"),
        ("a +99999999999 b", BadNumber { typed: own("+99999999999"), most: 255 }, 2, "+99999999999", "whole number"),
        ("ATLEAST300(a)", BadNumber { typed: own("ATLEAST300"), most: 255 }, 0, "ATLEAST300", "whole number"),
        ("atleast  0 (a)", BadNumber { typed: own("atleast 0"), most: 255 }, 0, "atleast  0", "whole number"),
        ("atleast(a)", BracketExpected(own("atleast")), 0, "atleast", "`atleast3(...)`"),
        ("atleast3 a", BracketExpected(own("atleast3")), 0, "atleast3", "`atleast3(...)`"),
    ]);
}

#[test]
fn what_has_no_place_in_the_text_is_no_operand() {
    check(&[
        ("(a and b) w/5 c", inside("and", "w/5"), 1, "a and b", "`(a w/5 b) and (a w/5 c)`"),
        ("c pre/3 (a or (not b))", inside("not", "pre/3"), 15, "not b", "`a not w/5 b`"),
        ("ATLEAST2(a) w/5 b", inside("atleast", "w/5"), 0, "ATLEAST2(a", "whole story"),
        ("HEADLINE(tax) w/5 cut", inside("HEADLINE", "w/5"), 0, "HEADLINE(tax", "`BODY(a w/5 b)`"),
        ("BYLINE(tax) w/5 cut", inside("BYLINE", "w/5"), 0, "BYLINE(tax", "`and`"),
        ("tax w/s DATE(2017)", inside("DATE", "w/s"), 13, "2017", "`and`"),
        ("tax w/s LENGTH > 5", inside("LENGTH", "w/s"), 8, "LENGTH > 5", "`and`"),
        ("ATLEAST2(DATE(2017))", inside("DATE", "ATLEAST2"), 14, "2017", "`and`"),
        ("ATLEAST2(not a)", inside("not", "ATLEAST2"), 9, "not a", "`a not w/5 b`"),
        ("BYLINE(a w/3 b)", inside("w/3", "BYLINE"), 9, "w/3", "headline and body"),
        ("PERSON(ana pre/3 lopes)", inside("pre/3", "PERSON"), 11, "pre/3", "write `and` here"),
        ("SECTION(atleast2(a))", inside("atleast2", "SECTION"), 8, "atleast2", "leave it out"),
        ("HEADLINE(a and BYLINE(b))", inside("BYLINE", "HEADLINE"), 15, "BYLINE", "`HEADLINE(...) and BYLINE(...)`"),
        ("HEADLINE(a and DATE > 2017)", inside("DATE", "HEADLINE"), 15, "DATE", "side by side"),
    ]);
}

#[test]
fn what_a_folder_of_stories_cannot_answer_is_named() {
    check(&[
        ("GEOGRAPHIC(porto)", without_counterpart("GEOGRAPHIC"), 0, "GEOGRAPHIC", "`DATELINE(...)`"),
        ("a and subject(tax)", without_counterpart("subject"), 6, "subject", "`SECTION(...)`"),
        ("TERMS(tax 90%)", without_counterpart("TERMS"), 0, "TERMS", "`SECTION(...)`"),
        ("load-date aft 1/1/2017", without_counterpart("load-date"), 0, "load-date", "`DATE(...)`"),
        ("LANGUAGE(english)", without_counterpart("LANGUAGE"), 0, "LANGUAGE", "leave it out"),
        ("TICKER(acm)", without_counterpart("TICKER"), 0, "TICKER", "`COMPANY(...)`"),
        ("ALLCAPS(aids)", without_counterpart("ALLCAPS"), 0, "ALLCAPS", "not told apart"),
        ("atleast5(caps(acme))", without_counterpart("caps"), 9, "caps", "not told apart"),
        ("a w/seg b", without_counterpart("w/seg"), 2, "w/seg", "`HEADLINE(a and b) or BODY(a and b)`"),
        ("a not /seg b", without_counterpart("/seg"), 6, "/seg", "BODY"),
        ("a pre/s b", without_counterpart("pre/s"), 2, "pre/s", "`w/s`"),
        ("a +p b", without_counterpart("+p"), 2, "+p", "`pre/25`"),
        ("court(porto)", UnknownField(own("court")), 0, "court", "the segments are HEADLINE"),
        ("headlin(tax)", UnknownField(own("headlin")), 0, "headlin", "did you mean `HEADLINE`?"),
    ]);
}

#[test]
fn universal_characters_stand_where_they_mean_something() {
    check(&[
        ("ab!", WildcardTooWide(own("ab!")), 0, "ab!", "3 letters before `!`"),
        ("a and re-e!", WildcardTooWide(own("re-e!")), 6, "re-e!", "2 letters between the sign and `!`"),
        ("a-b!", WildcardTooWide(own("a-b!")), 0, "a-b!", "3 letters before `!`"),
        ("x-!", WildcardLost(own("x-!")), 0, "x-!", "touches the letter"),
        ("a or u.s.!", WildcardLost(own("u.s.!")), 5, "u.s.!", "touches the letter"),
        ("*ank", WildcardTooWide(own("*ank")), 0, "*ank", "after the first letter"),
        ("re-*lect", WildcardTooWide(own("re-*lect")), 0, "re-*lect", "after the first letter"),
        ("a !", WildcardAlone(own("!")), 2, "!", "sanction!"),
        ("\"waste * time\"", WildcardAlone(own("*")), 7, "*", "sanction!"),
        ("col!r", Foreign(own("!")), 0, "col!r", "`wom*n`"),
        ("why?", Foreign(own("?")), 0, "why?", "at its end write `*`"),
        ("\"north kor\"!", WildcardAfterQuote, 11, "!", "\"north kor!\""),
        ("PERSON(till!)", PatternInName, 7, "till!", "whole word"),
        ("COMPANY(\"ac*e\")", PatternInName, 8, "\"ac*e\"", "whole word"),
        ("tax , cut", NoWord(own(",")), 4, ",", "leave it out"),
    ]);
}

#[test]
fn a_word_that_is_too_long_is_named_as_typed() {
    let long = "a*".repeat(200) + "a";
    assert_eq!(refused(&long).kind, WildcardLost(long));
}

#[test]
fn a_date_exists_and_has_a_form_that_is_known() {
    let not = |text: &str| NotADate(own(text));
    check(&[
        ("DATE IS soon", not("soon"), 8, "soon", "1/31/2017"),
        ("DATE(1/1/17)", not("1/1/17"), 5, "1/1/17", "four digits"),
        ("DATE(24/9/2017)", NoSuchDate(own("24/9/2017")), 5, "24/9/2017", "the month comes first"),
        ("DATE > 2/30/2017", NoSuchDate(own("2/30/2017")), 7, "2/30/2017", "January 31, 2017"),
        ("DATE(Foo 2017)", not("Foo 2017"), 5, "Foo 2017", "January 2017"),
        ("DATE(\"2017\")", not("\"2017\""), 5, "\"2017\"", "2017"),
        ("DATE > 12/31/9999", NoSuchDate(own("after 12/31/9999")), 7, "12/31/9999", "the calendar ends there"),
        ("DATE aft 9999", NoSuchDate(own("after 9999")), 9, "9999", "`geq`"),
        ("DATE bef 0001-01-01", NoSuchDate(own("before 0001-01-01")), 9, "0001-01-01", "`leq`"),
        ("DATE(geq and 2017)", missing("geq", Side::After), 5, "geq", "DATE > 1/31/2017"),
        ("DATE >", missing(">", Side::After), 5, ">", "LENGTH > 500"),
        ("DATE(> (2017)", UnclosedBracket, 4, "(", "`)`"),
        ("LENGTH > many", NotALength(own("many")), 9, "many", "`LENGTH > 500`"),
        ("LENGTH > 1,2,3", NotALength(own("1,2,3")), 9, "1,2,3", "`LENGTH > 500`"),
        ("LENGTH > 1234,567", NotALength(own("1234,567")), 9, "1234,567", "`LENGTH > 500`"),
        ("LENGTH > ,500", NotALength(own(",500")), 9, ",500", "`LENGTH > 500`"),
        ("LENGTH < 0", NotALength(own("0")), 9, "0", "`LENGTH > 500`"),
        ("LENGTH > 4294967295", NotALength(own("4294967295")), 9, "4294967295", "`LENGTH > 500`"),
        ("tax > 5", Foreign(own(">")), 4, ">", "`LENGTH > 500`"),
    ]);
}

#[test]
fn habits_from_elsewhere_are_told_what_to_write() {
    check(&[
        ("headline:tax", Foreign(own("headline:")), 0, "headline:", "`HEADLINE(...)`"),
        ("a and since:2017", Foreign(own("since:")), 6, "since:", "`DATE(...)`"),
        ("org:\"a b\"", Foreign(own("org:")), 0, "org:", "`COMPANY(...)`"),
        ("Byline:lopes", Foreign(own("Byline:")), 0, "Byline:", "`BYLINE(...)`"),
        ("a w/ 5 b", Foreign(own("w/")), 2, "w/", "without the space: `w/5`"),
        ("a w/five b", Foreign(own("w/five")), 2, "w/five", "`w/5`, `w/s` or `w/p`"),
        ("a w/5, b", Foreign(own("w/5,")), 2, "w/5,", "write `w/5`, with spaces"),
        ("a w/-5 b", Foreign(own("w/-5")), 2, "w/-5", "`w/5`, `w/s` or `w/p`"),
        ("a onear/5/6 b", Foreign(own("onear/5/6")), 2, "onear/5/6", "write `pre/5`"),
        ("a pre/x b", Foreign(own("pre/x")), 2, "pre/x", "quote it: \"pre/x\""),
        ("a -b", Foreign(own("-")), 2, "-", "`and not`"),
        ("+a", Foreign(own("+")), 0, "+", "`+5`"),
        ("a && b", Foreign(own("&&")), 2, "&&", "`and`"),
        ("a||b", Foreign(own("||")), 1, "||", "`or`"),
        ("tillersen~", Foreign(own("~")), 9, "~", "`wom*n`"),
        ("[a]", Foreign(own("[")), 0, "[", "round brackets"),
        ("org=acme", Foreign(own("=")), 3, "=", "DATE or LENGTH"),
    ]);
}

#[test]
fn messages_say_what_and_where_and_what_to_do() {
    let queries = [
        "tax (über or cut)",
        "Ärger w/300 tax",
        "SUBJECT(tax) and cut",
        "(tax and cut) w/5 budget",
        "tax and DATE AFT 24/9/2017",
        "ab!",
        "headlin(tax)",
        "a w/seg b",
    ];
    let messages: Vec<String> = queries.iter().map(|text| drawn(text, &refused(text))).collect();
    insta::assert_snapshot!(messages.join("\n"), @r"
    column 5: there is no connector before `(`
    tax (über or cut)
        ^
    hint: write `and`, `or` or `w/5` between them; bare words side by side are one phrase

    column 7: the number in `w/300` is not between 1 and 255
    Ärger w/300 tax
          ^^^^^
    hint: write a whole number in that range

    column 1: `SUBJECT` of Nexis cannot be honoured here
    SUBJECT(tax) and cut
    ^^^^^^^
    hint: there is no index of subjects; `SECTION(...)` looks at section, desk and topics

    column 2: `and` cannot stand inside `w/5`
    (tax and cut) w/5 budget
     ^^^^^^^^^^^
    hint: write a clause for each: `(a w/5 b) and (a w/5 c)`

    column 18: there is no date 24/9/2017
    tax and DATE AFT 24/9/2017
                     ^^^^^^^^^
    hint: the month comes first: 1/31/2017

    column 1: `ab!` would fit too many words
    ab!
    ^^^
    hint: write at least 3 letters before `!`

    column 1: unknown field `headlin`
    headlin(tax)
    ^^^^^^^
    hint: did you mean `HEADLINE`?

    column 3: `w/seg` of Nexis cannot be honoured here
    a w/seg b
      ^^^^^
    hint: write `HEADLINE(a and b) or BODY(a and b)`
    ");
}

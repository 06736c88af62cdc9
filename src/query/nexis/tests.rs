//! The dialect in tables: how it is read, what it means beside our own language, what is refused.

use crate::query::QueryErrorKind::{self, *};
use crate::query::tests::drawn;
use crate::query::{Context, LONGEST_QUERY, Query, QueryError, Side, Syntax, parse};
use crate::story::Date;
use proptest::prelude::*;
use std::time::{Duration, Instant};

fn context() -> Context {
    let today = Date::new(2018, Some(3), Some(31)).expect("a day");
    Context { today, syntax: Syntax::Nexis }
}

fn read(text: &str) -> Query {
    parse(text, &context()).unwrap_or_else(|error| panic!("{text}: {error} {:?}", error.hint))
}

fn refused(text: &str) -> QueryError {
    match parse(text, &context()) {
        Err(error) => error,
        Ok(query) => panic!("{text}: understood as {}", query.tree()),
    }
}

/// Checks trees; all of these queries have a plan.
fn check(table: &[(&str, &str)]) {
    for (text, expected) in table {
        assert_eq!(read(text).tree().to_string(), *expected, "{text}");
    }
}

/// Checks errors: text, kind, the start of the place, what stands there, a part of the hint (none where it is empty).
fn check_errors(table: &[(&str, QueryErrorKind, usize, &str, &str)]) {
    for (text, kind, start, place, hint) in table {
        let error = refused(text);
        assert_eq!(error.kind, *kind, "{text}");
        assert_eq!((error.span.start, &text[error.span.clone()]), (*start, *place), "{text}");
        match &error.hint {
            Some(given) => assert!(!hint.is_empty() && given.contains(hint), "{text}: {given}"),
            None => assert_eq!(*hint, "", "{text}"),
        }
    }
}

fn own(text: &str) -> String {
    text.to_owned()
}

fn missing(operator: &str, side: Side) -> QueryErrorKind {
    MissingOperand { operator: own(operator), side }
}

fn inside(operand: &str, operator: &str) -> QueryErrorKind {
    NotAnOperand { operand: own(operand), operator: own(operator) }
}

fn without_counterpart(what: &str) -> QueryErrorKind {
    NoCounterpart { what: own(what), language: "Nexis" }
}

#[test]
fn or_binds_tightest_then_numbers_then_sentence_then_paragraph_then_and_then_and_not() {
    check(&[
        ("a or b and c", "(and (or (forms a) (forms b)) (forms c))"),
        ("a and b or c and d", "(and (forms a) (or (forms b) (forms c)) (forms d))"),
        ("a or b w/5 c or d", "(w/5 (or (forms a) (forms b)) (or (forms c) (forms d)))"),
        ("a w/s b w/5 c", "(w/s (forms a) (w/5 (forms b) (forms c)))"),
        ("a w/p b w/s c", "(w/p (forms a) (w/s (forms b) (forms c)))"),
        ("a w/s b w/p c w/5 d", "(w/p (w/s (forms a) (forms b)) (w/5 (forms c) (forms d)))"),
        ("a and b w/p c", "(and (forms a) (w/p (forms b) (forms c)))"),
        ("a and not b and c", "(and (forms a) (not (and (forms b) (forms c))))"),
        ("a and b and not c w/5 d", "(and (forms a) (forms b) (not (w/5 (forms c) (forms d))))"),
        ("a and not b and not c", "(and (forms a) (not (forms b)) (not (forms c)))"),
        ("(a and b) or c", "(or (and (forms a) (forms b)) (forms c))"),
        ("a and (b and c)", "(and (forms a) (and (forms b) (forms c)))"),
    ]);
}

#[test]
fn the_smallest_number_is_done_first_and_equals_from_left_to_right() {
    check(&[
        ("a w/25 b w/5 c", "(w/25 (forms a) (w/5 (forms b) (forms c)))"),
        ("a w/5 b w/25 c", "(w/25 (w/5 (forms a) (forms b)) (forms c))"),
        ("a w/5 b w/5 c", "(w/5 (w/5 (forms a) (forms b)) (forms c))"),
        ("a pre/10 b w/3 c not w/20 d", "(not w/20 (pre/10 (forms a) (w/3 (forms b) (forms c))) (forms d))"),
        ("a w/9 b w/1 c w/9 d", "(w/9 (w/9 (forms a) (w/1 (forms b) (forms c))) (forms d))"),
        ("a w/s b w/s c", "(w/s (w/s (forms a) (forms b)) (forms c))"),
    ]);
}

#[test]
fn connectors_have_other_spellings_in_any_case() {
    check(&[
        ("a W/5 b", "(w/5 (forms a) (forms b))"),
        ("a /5 b", "(w/5 (forms a) (forms b))"),
        ("a NEAR/5 b", "(w/5 (forms a) (forms b))"),
        ("a PRE/5 b", "(pre/5 (forms a) (forms b))"),
        ("a onear/5 b", "(pre/5 (forms a) (forms b))"),
        ("a +5 b", "(pre/5 (forms a) (forms b))"),
        ("a /s b", "(w/s (forms a) (forms b))"),
        ("a w/sent b", "(w/s (forms a) (forms b))"),
        ("a /p b", "(w/p (forms a) (forms b))"),
        ("a W/PARA b", "(w/p (forms a) (forms b))"),
        ("a NOT  W/5 b", "(not w/5 (forms a) (forms b))"),
        ("a not/5 b", "(not w/5 (forms a) (forms b))"),
        ("a not pre/5 b", "(not pre/5 (forms a) (forms b))"),
        ("a not w/s b", "(not w/s (forms a) (forms b))"),
        ("a not /p b", "(not w/p (forms a) (forms b))"),
        ("a AND b", "(and (forms a) (forms b))"),
        ("a & b", "(and (forms a) (forms b))"),
        ("a Or b", "(or (forms a) (forms b))"),
        ("a not b", "(and (forms a) (not (forms b)))"),
        ("a but not b", "(and (forms a) (not (forms b)))"),
        ("a butnot b", "(and (forms a) (not (forms b)))"),
        ("a ANDNOT b", "(and (forms a) (not (forms b)))"),
        ("a w/255 b", "(w/255 (forms a) (forms b))"),
    ]);
}

#[test]
fn a_query_may_be_negative() {
    check(&[
        ("not a", "(not (forms a))"),
        ("not a and b", "(not (and (forms a) (forms b)))"),
        ("not a and not b", "(and (not (forms a)) (not (forms b)))"),
        ("a or (not b)", "(or (forms a) (not (forms b)))"),
    ]);
}

#[test]
fn words_side_by_side_are_one_phrase_and_quotes_are_exact() {
    check(&[
        ("trade deficit", "(forms trade deficit)"),
        ("trade deficit and budget cut", "(and (forms trade deficit) (forms budget cut))"),
        ("\"trade deficit\"", "\"trade deficit\""),
        ("“trade deficit” w/5 cut", "(w/5 \"trade deficit\" (forms cut))"),
        ("\"profit and loss\"", "\"profit and loss\""),
        ("AT&T F-16 U.S. w/out", "(forms AT&T F 16 U.S. w/out)"),
        ("but also", "(forms but also)"),
        ("the release date is set", "(forms the release date is set)"),
        ("company date and length", "(and (forms company date) (forms length))"),
        ("\u{feff}é\u{200b} \u{202e}or b", "(or (forms é) (forms b))"),
    ]);
}

#[test]
fn universal_characters_become_our_wildcards() {
    check(&[
        ("recycl!", "(forms recycl*)"),
        ("wom*n", "(forms wom?n)"),
        ("int???et", "(forms int???et)"),
        ("b*nk!", "(forms b?nk*)"),
        ("bank*", "(or \"bank\" \"bank?\")"),
        ("bank***", "(or \"bank\" \"bank?\" \"bank??\" \"bank???\")"),
        ("central bank* rat!", "(or (forms central bank rat*) (forms central bank? rat*))"),
        ("\"north kor!\"", "\"north kor*\""),
        ("\"north bank*\"", "(or \"north bank\" \"north bank?\")"),
        ("re-elect!", "(forms re elect*)"),
        ("co-op!", "(forms co op*)"),
        ("re-elect!, at once", "(forms re elect*, at once)"),
        ("bank* w/5 rob!", "(w/5 (or \"bank\" \"bank?\") (forms rob*))"),
    ]);
}

#[test]
fn segments_and_commands_hold_words_and_groups() {
    check(&[
        ("HEADLINE(tax w/5 budget)", "(headline: (w/5 (forms tax) (forms budget)))"),
        ("headline ( tax and budget )", "(headline: (and (forms tax) (forms budget)))"),
        ("HLEAD(tax cut)", "(hlead: (forms tax cut))"),
        ("LEAD(\"tax cut\")", "(lead: \"tax cut\")"),
        ("BODY(a) and TEXT(b)", "(and (body: (forms a)) (body: (forms b)))"),
        ("BYLINE(ana lopes or lima)", "(byline: (or \"ana lopes\" \"lima\"))"),
        ("BYLINE(lop!)", "(byline: \"lop*\")"),
        ("DATELINE(porto)", "(place: \"porto\")"),
        ("SECTION(sport and not business)", "(section: (and \"sport\" (not \"business\")))"),
        ("PUBLICATION(wire) or SOURCE(desk)", "(or (agency: \"wire\") (agency: \"desk\"))"),
        ("PERSON(Ana Lopes) w/10 resign!", "(w/10 (person: \"Ana Lopes\") (forms resign*))"),
        ("COMPANY(acme) and ORGANIZATION(\"red cross\")", "(and (org: \"acme\") (org: \"red cross\"))"),
        ("HEADLINE(PERSON(lopes) w/5 tax)", "(headline: (w/5 (person: \"lopes\") (forms tax)))"),
        ("ATLEAST3(tax)", "(atleast3 (forms tax))"),
        ("atleast 3 (tax or cut)", "(atleast3 (or (forms tax) (forms cut)))"),
        ("ATL3(tax and cut)", "(atleast3 (and (forms tax) (forms cut)))"),
        ("atleast2(HEADLINE(a w/3 b))", "(atleast2 (headline: (w/3 (forms a) (forms b))))"),
        ("PERSON(atleast2(lopes))", "(person: (atleast2 \"lopes\"))"),
        ("SINGULAR(tax) and cut", "(and \"tax\" (forms cut))"),
        ("PLURAL(taxes or duties) w/5 cut", "(w/5 (or \"taxes\" \"duties\") (forms cut))"),
    ]);
}

#[test]
fn dates_are_compared_in_signs_and_words() {
    check(&[
        ("DATE IS 2017", "(date: 2017)"),
        ("DATE = 10/31/2017", "(date: 2017-10-31)"),
        ("date=1/2017", "(date: 2017-01)"),
        ("DATE(2017-01-31)", "(date: 2017-01-31)"),
        ("DATE AFT 1/31/2017", "(since: 2017-02-01)"),
        ("DATE > 2/2016", "(since: 2016-03-01)"),
        ("DATE AFTER 2016", "(since: 2017-01-01)"),
        ("DATE BEF 3/1/2016", "(until: 2016-02-29)"),
        ("DATE before January 2017", "(until: 2016-12-31)"),
        ("DATE(>= 2017-01-01)", "(since: 2017-01-01)"),
        ("DATE <= Dec. 31, 2017", "(until: 2017-12-31)"),
        ("DATE geq 5 Sept 2017", "(since: 2017-09-05)"),
        ("DATE(geq (1/1/2017) and leq (3/31/2017))", "(and (since: 2017-01-01) (until: 2017-03-31))"),
        ("DATE(aft 2015 and bef 2018)", "(and (since: 2016-01-01) (until: 2017-12-31))"),
        ("DATE(2015 or 2017)", "(or (date: 2015) (date: 2017))"),
        ("tax and DATE AFT 1/31/2017 and DATE BEF 2018", "(and (forms tax) (since: 2017-02-01) (until: 2017-12-31))"),
        ("not DATE IS 2017", "(not (date: 2017))"),
    ]);
}

#[test]
fn lengths_are_compared_like_dates() {
    check(&[
        ("LENGTH > 500", "(words: 501..)"),
        ("LENGTH(> 500)", "(words: 501..)"),
        ("LENGTH(geq 500 and leq 1,200)", "(and (words: 500..) (words: ..1200))"),
        ("length<300 and tax", "(and (words: ..299) (forms tax))"),
        ("LENGTH(500)", "(words: 500)"),
        ("LENGTH < 1,234,567", "(words: ..1234566)"),
    ]);
}

#[test]
fn a_plan_is_that_of_the_same_question_in_our_own_language() {
    let ours = Context { syntax: Syntax::Morgue, ..context() };
    for (nexis, morgue) in [
        (
            "HEADLINE(\"tax cut\" w/5 budget!) and not DATE BEF 2017",
            "headline:(\"tax cut\" w/5 budget*) NOT until:2016-12-31",
        ),
        ("\"a\" or \"b\" pre/3 \"c\"", "(\"a\" OR \"b\") pre/3 \"c\""),
        ("PERSON(Ana Lopes) and LENGTH > 99", "person:\"Ana Lopes\" words:100.."),
        ("ATLEAST3(\"tax\" and \"cut\")", "atleast3(\"tax\" \"cut\")"),
        ("ban** w/s \"rate\"", "(\"ban\" OR \"ban?\" OR \"ban??\") w/s \"rate\""),
    ] {
        let own = parse(morgue, &ours).unwrap_or_else(|error| panic!("{morgue}: {error}"));
        assert_eq!(read(nexis).explain(), own.explain(), "{nexis}");
    }
}

#[test]
fn spans_are_bytes_of_what_was_typed() {
    let text = "é and (tax  cut) and HEADLINE(ban* or \"ü b\") and DATE AFT 1/1/2017";
    let query = read(text);
    let crate::query::NodeKind::And(nodes) = &query.tree().kind else { panic!("{}", query.tree()) };
    let typed: Vec<&str> = nodes.iter().map(|node| &text[node.span.clone()]).collect();
    assert_eq!(typed, ["é", "tax  cut", "HEADLINE(ban* or \"ü b\"", "DATE AFT 1/1/2017"]);
}

#[test]
fn quotes_brackets_and_operands_are_there() {
    check_errors(&[
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
    check_errors(&[
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
    check_errors(&[
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
    check_errors(&[
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
    check_errors(&[
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
    check_errors(&[
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
        ("\"tax … cut\"", NoWord(own("…")), 5, "…", "leave it out"),
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
    check_errors(&[
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
    check_errors(&[
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
fn the_worst_four_kibibytes_are_read_in_an_instant() {
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
    let start = Instant::now();
    for part in parts {
        let _ = parse(&part.repeat(LONGEST_QUERY / part.len()), &context());
    }
    assert!(start.elapsed() < Duration::from_secs(3), "{:?}", start.elapsed());
}

/// Pieces of the language, in any order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "a",
        "tax",
        "\"",
        "\"",
        "(",
        "(",
        ")",
        ")",
        " ",
        " ",
        "-",
        "not ",
        " or ",
        " and ",
        " and not ",
        " but ",
        ":",
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
        ">",
        "<=",
        "=",
        "2017",
        "1/1/2017",
        "Jan ",
        "500",
        ",",
        "*",
        "**",
        "!",
        "?",
        "~",
        " w/5 ",
        " /3 ",
        " pre/2 ",
        " +9 ",
        " w/s ",
        " w/p ",
        " not w/5 ",
        "w/seg",
        "w/999",
        "&",
        "&&",
        "|",
        "[",
        "'",
        "’",
        "“",
        "é",
        "e\u{301}",
        "\u{200b}",
        "\u{202e}",
        "\u{1b}",
        "\0",
        "中",
        "\u{a5ea}",
        "/",
        "\\",
        ".",
        "$1.5",
        "U.S.",
        "-s",
        " s ",
        "+",
        "–",
        "İ",
        "ß",
    ]);
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

fn check_anything(text: &str) {
    let start = Instant::now();
    match parse(text, &context()) {
        Ok(query) => {
            assert!(!query.explain().is_empty());
            assert!(!query.tree().to_string().is_empty());
        }
        Err(error) => {
            assert!(text.get(error.span.clone()).is_some(), "{text:?}: {error:?}");
            assert!(error.column(text) <= text.chars().count() + 1);
            assert!(!error.to_string().is_empty());
            // Nothing is left for the plan to refuse, in the words of another language.
            assert!(super::tree(text).is_err(), "{text:?}: {error:?}");
        }
    }
    assert!(start.elapsed() < Duration::from_secs(1), "{text:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_text_makes_the_parser_panic(text in "\\PC{0,60}|[ -~\\x00-\\x1f]{0,60}") {
        check_anything(&text);
    }

    #[test]
    fn no_mixture_of_the_language_makes_the_parser_panic(text in pieces()) {
        check_anything(&text);
    }
}

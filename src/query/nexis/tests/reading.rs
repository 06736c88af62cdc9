//! How queries in the dialect are read, and what they mean beside our own language.

use super::{context, read};
use crate::query::{Context, Syntax, parse};

/// Checks trees; all of these queries have a plan.
fn check(table: &[(&str, &str)]) {
    for (text, expected) in table {
        assert_eq!(read(text).tree().to_string(), *expected, "{text}");
    }
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
        ("\"Brandt & Rowley\"", "\"Brandt & Rowley\""),
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

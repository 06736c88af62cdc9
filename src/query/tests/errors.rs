//! What is refused: the kind as data, the place, and the hint.

use super::{check_errors, context, drawn, foreign, inside, missing, own, refused};
use crate::query::QueryErrorKind::{self, *};
use crate::query::{Context, Side, Syntax, literal, name, parse, place, since, until};
use crate::story::NameKind;

fn check(table: &[(&str, QueryErrorKind, usize, &str, &str)]) {
    check_errors(refused, table);
}

#[test]
fn quotes_and_brackets_come_in_pairs() {
    check(&[
        ("a \"b c", UnclosedQuote, 2, "\"", "second quote"),
        ("a “b", UnclosedQuote, 2, "“", "second quote"),
        ("a (b OR c", UnclosedBracket, 2, "(", "`)`"),
        ("((a)", UnclosedBracket, 0, "(", "`)`"),
        ("a (", UnclosedBracket, 2, "(", "`)`"),
        ("a) b", UnopenedBracket, 1, ")", "open one"),
        (")", UnopenedBracket, 0, ")", "open one"),
        ("a ()", EmptyBrackets, 2, "()", "leave them out"),
        ("headline:( )", EmptyBrackets, 9, "( )", "leave them out"),
        ("a \"\"", EmptyPhrase, 2, "\"\"", "leave the quotes out"),
        ("place:\" \"", EmptyPhrase, 6, "\" \"", "leave the quotes out"),
        ("", Empty, 0, "", "a name"),
        (" \t\u{7}", Empty, 0, " \t\u{7}", "a name"),
    ]);
}

#[test]
fn an_operator_has_its_operands() {
    check(&[
        ("a AND", missing("AND", Side::After), 2, "AND", "\"AND\""),
        ("OR a", missing("OR", Side::Before), 0, "OR", "\"OR\""),
        ("a AND OR b", missing("AND", Side::After), 2, "AND", "quote it"),
        ("(a OR) b", missing("OR", Side::After), 3, "OR", "quote it"),
        ("(AND a)", missing("AND", Side::Before), 1, "AND", "quote it"),
        ("NOT", missing("NOT", Side::After), 0, "NOT", "quote it"),
        ("a w/5", missing("w/5", Side::After), 2, "w/5", "a group"),
        ("not  w/5 a", missing("not w/5", Side::Before), 0, "not  w/5", "a group"),
        ("a -OR b", missing("-", Side::After), 2, "-", "a group"),
        ("a - b", LoneHyphen, 2, "-", "`-word`"),
        ("a -", LoneHyphen, 2, "-", "`-word`"),
        ("(a -)", LoneHyphen, 3, "-", "`-word`"),
    ]);
}

#[test]
fn a_field_is_known_and_has_a_value_that_touches_it() {
    let unknown = |name: &str| UnknownField(own(name));
    check(&[
        ("headlin:tax AND b", unknown("headlin"), 0, "headlin", "did you mean `headline`?"),
        ("a Preson:b", unknown("Preson"), 2, "Preson", "did you mean `person`?"),
        ("re:union", unknown("re"), 0, "re", "quote them: \"re:union\""),
        ("at 10:30", unknown("10"), 3, "10", "quote it: \"10:30\""),
        ("date:2017-12-01:2017-12-05", unknown("2017-12-01"), 5, "2017-12-01", "2017-12-01..2017-12-05"),
        ("https://example.com/a", unknown("https"), 0, "https", "quote it: \"https://example.com/a\""),
        ("headline:x:y", unknown("x"), 9, "x", "quote them"),
        ("author:lopes", unknown("author"), 0, "author", "write `byline:`"),
        ("title:\"a b\"", unknown("title"), 0, "title", "write `headline:`"),
        ("text:a", unknown("text"), 0, "text", "write `body:`"),
        ("Content:a", unknown("Content"), 0, "Content", "write `body:`"),
        ("source:a", unknown("source"), 0, "source", "write `agency:`"),
        ("after:2017", unknown("after"), 0, "after", "write `since:`"),
        ("before:2017", unknown("before"), 0, "before", "write `until:`"),
        ("person:", MissingValue(own("person")), 0, "person:", "right after"),
        ("(person:)", MissingValue(own("person")), 1, "person:", "right after"),
        ("person: OR a", MissingValue(own("person")), 0, "person:", "right after"),
        ("person: lopes", SpaceAfterColon(own("person")), 0, "person:", "write `person:lopes`"),
        ("person: \"ana lopes\"", SpaceAfterColon(own("person")), 0, "person:", "write `person:\"ana lopes\"`"),
        ("headline: (a OR b)", SpaceAfterColon(own("headline")), 0, "headline:", "write `headline:(...)`"),
        ("headline:(a place:b)", nested("headline", "place"), 12, "place:", "headline:a place:b"),
        ("headline:body:b", nested("headline", "body"), 9, "body:", "side by side"),
        ("headline:-tax", foreign("-"), 9, "-", "`-headline:`"),
    ]);
}

fn nested(outer: &str, inner: &str) -> QueryErrorKind {
    FieldInField { outer: own(outer), inner: own(inner) }
}

#[test]
fn what_holds_no_word_is_not_dropped() {
    check(&[
        ("a & b", NoWord(own("&")), 2, "&", "AND"),
        ("smith s claim", NoWord(own("s")), 6, "s", "lone `s`"),
        ("a … b", NoWord(own("…")), 2, "…", "leave it out"),
        ("\"?!\"", WildcardAlone(own("?")), 1, "?!", "sanction*"),
        ("\"a b\", c", NoWord(own(",")), 5, ",", "OR"),
        ("\"!\"", NoWord(own("!")), 1, "!", "leave it out"),
        ("person:\".\"", NoWord(own(".")), 8, ".", "leave it out"),
        ("path:/", NoWord(own("/")), 5, "/", "leave it out"),
        ("place:%", NoWord(own("%")), 6, "%", "leave it out"),
    ]);
}

#[test]
fn a_pattern_is_selective_and_belongs_to_a_word() {
    check(&[
        ("*", WildcardAlone(own("*")), 0, "*", "sanction*"),
        ("a headline:??", WildcardAlone(own("??")), 11, "??", "sanction*"),
        ("\"waste * time\"", WildcardAlone(own("*")), 1, "waste * time", "side by side"),
        ("t*", WildcardTooWide(own("t*")), 0, "t*", "at least 2 letters"),
        ("*ed", WildcardTooWide(own("*ed")), 0, "*ed", "at least 3 letters where"),
        ("path:*/b", WildcardAlone(own("*")), 5, "*/b", "sanction*"),
        ("\"a b\"*", WildcardAfterQuote, 5, "*", "inside the quotes"),
        ("word~3", BadFuzziness(own("~3")), 4, "~3", "`~2` two"),
        ("word~0.8", BadFuzziness(own("~0.8")), 4, "~0.8", "`~2` two"),
        ("un~", FuzzyTooShort(own("un")), 0, "un~", "3 letters"),
        ("iran~2", FuzzyTooShort(own("iran")), 0, "iran~2", "5 letters"),
        ("foo/bar~", FuzzyNotAWord(own("foo/bar~")), 0, "foo/bar~", "tillersen~"),
        ("wor*d~", FuzzyNotAWord(own("wor*d~")), 0, "wor*d~", "without wildcards"),
        ("a~b", FuzzyNotAWord(own("a~b")), 0, "a~b", "tillersen~"),
        ("\"visit tillersen~1\"", FuzzyNotAWord(own("tillersen~1")), 1, "visit tillersen~1", "outside quotes"),
        ("person:till*", PatternInName, 7, "till*", "whole word"),
        ("org:nat~", PatternInName, 4, "nat~", "whole word"),
    ]);
}

#[test]
fn a_date_exists_and_a_range_runs_forward() {
    let not = |text: &str| NotADate(own(text));
    check(&[
        ("date:2017-02-30", NoSuchDate(own("2017-02-30")), 5, "2017-02-30", "2017-10-31"),
        ("date:2017-1", not("2017-1"), 5, "2017-1", "2017-10-31"),
        ("date:10/31/2017", not("10/31/2017"), 5, "10/31/2017", "2017-10-31"),
        ("date:\"31 May\"", not("31 May"), 5, "\"31 May\"", "2017-10-31"),
        ("date:2016-2017", not("2016-2017"), 5, "2016-2017", "date:2016..2017"),
        ("date:7d", not("7d"), 5, "7d", "write since:7d"),
        ("date:2017..2016", ReversedRange(own("2017..2016")), 5, "2017..2016", "earlier date first"),
        ("date:..", OpenRange, 5, "..", "one end"),
        ("date:2017..soon", not("soon"), 5, "2017..soon", "2016..2017-10"),
        ("since:none", not("none"), 6, "none", "7d, 3w"),
        ("until:2016..2017", not("2016..2017"), 6, "2016..2017", "date:2016..2017"),
        ("since:9999y", NoSuchDate(own("9999y")), 6, "9999y", "7d"),
        ("date:[2016 TO 2017]", foreign("["), 5, "[", "date:2016..2017"),
        ("date:>=2017", foreign(">="), 5, ">=", "`since:`"),
        ("date<2017", foreign("<"), 4, "<", "`until:`"),
    ]);
}

#[test]
fn habits_from_elsewhere_are_told_what_to_write() {
    check(&[
        ("a && b", foreign("&&"), 2, "&&", "AND"),
        ("a&&b", foreign("&&"), 1, "&&", "AND"),
        ("headline:a||b", foreign("||"), 10, "||", "OR"),
        ("a | b", foreign("|"), 2, "|", "OR"),
        ("a !b", foreign("!"), 2, "!", "`-word`"),
        ("!(a b)", foreign("!"), 0, "!", "NOT"),
        ("+a", foreign("+"), 0, "+", "leave the `+` out"),
        ("a –b", foreign("–"), 2, "–", "hyphen"),
        ("--since 2017", foreign("--"), 0, "--", "outside the query"),
        ("org=acme", foreign("="), 3, "=", "write `org:`"),
        ("author==lopes", foreign("=="), 6, "==", "write `byline:`"),
        ("org:=acme", foreign("="), 4, "=", "right after the colon"),
        ("[a TO b]", foreign("["), 0, "[", "date:2016..2017"),
        ("{a}", foreign("{"), 0, "{", "round brackets"),
        ("a ] b", foreign("]"), 2, "]", "round brackets"),
        ("tax^2", foreign("^2"), 3, "^2", "weights"),
        ("\"a b\"^2.5", foreign("^2.5"), 5, "^2.5", "weights"),
        ("\"a b\"~5", foreign("~5"), 5, "~5", "`tax w/5 cut`"),
        ("~word", foreign("~"), 0, "~", "`word~`"),
        ("a /5 b", foreign("/5"), 2, "/5", "write `w/5`"),
        ("a /s b", foreign("/s"), 2, "/s", "write `w/s`"),
        ("a +p b", foreign("+p"), 2, "+p", "write `w/p`"),
        ("/tax.+/", foreign("/tax.+/"), 0, "/tax.+/", "regular expressions"),
        ("tax.*", foreign(".*"), 3, ".*", "sanction*"),
        ("a\\-b", foreign("\\"), 1, "\\", "escapes"),
        ("near(a b)", WordAtBracket(own("near")), 0, "near", "a w/5 b"),
        ("atleast(a)", WordAtBracket(own("atleast")), 0, "atleast", "atleast3(...)"),
        ("id:a(1).txt", WordAtBracket(own("a")), 3, "a", "quotes"),
        ("atleast3 a", BracketExpected(own("atleast3")), 0, "atleast3", "`atleast3(...)`"),
        ("a w/0 b", BadNumber { typed: own("w/0"), most: 10_000 }, 2, "w/0", "whole number"),
        (
            "a w/99999999999 b",
            BadNumber { typed: own("w/99999999999"), most: 10_000 },
            2,
            "w/99999999999",
            "whole number",
        ),
    ]);
}

#[test]
fn a_distance_with_a_slip_is_no_word() {
    check(&[
        ("tax w/ 5 cut", foreign("w/"), 4, "w/", "write it without the space: `w/5`"),
        ("tax w/ cut", foreign("w/"), 4, "w/", "quote it: \"w/\""),
        ("tax w/five cut", foreign("w/five"), 4, "w/five", "`w/5`, `w/s` or `w/p`; to search"),
        ("tax Near/x cut", foreign("Near/x"), 4, "Near/x", "quote it: \"Near/x\""),
        ("tax pre/x cut", foreign("pre/x"), 4, "pre/x", "`pre/5`; to search"),
        ("tax w/5, cut", foreign("w/5,"), 4, "w/5,", "write `w/5`, with"),
        ("tax PRE/3. cut", foreign("PRE/3."), 4, "PRE/3.", "write `pre/3`, with"),
        ("tax w/-5 cut", foreign("w/-5"), 4, "w/-5", "`w/5`, `w/s` or `w/p`"),
        ("tax w/1.5 cut", foreign("w/1.5"), 4, "w/1.5", "`w/5`, `w/s` or `w/p`"),
        ("tax w/5/6 cut", foreign("w/5/6"), 4, "w/5/6", "`w/5`, `w/s` or `w/p`"),
        ("tax w/sent cut", foreign("w/sent"), 4, "w/sent", "write `w/s`"),
        ("tax w/para cut", foreign("w/para"), 4, "w/para", "write `w/p`"),
        ("tax pre/s cut", foreign("pre/s"), 4, "pre/s", "`w/s` or `w/p` for either order"),
    ]);
}

#[test]
fn habits_of_nexis_and_factiva_are_told_what_to_write() {
    let at_bracket = |word: &str| WordAtBracket(own(word));
    check(&[
        ("tax adj5 cut", foreign("adj5"), 4, "adj5", "write `pre/5`"),
        ("tax near5 cut", foreign("near5"), 4, "near5", "write `w/5`"),
        ("tax /N5/ cut", foreign("/N5/"), 4, "/N5/", "write `w/5`"),
        ("tax/n5/cut", foreign("/n5/"), 3, "/n5/", "write `w/5`"),
        ("merger/F50/", foreign("/F50/"), 6, "/F50/", "`first50(...)`"),
        ("hd=tax", foreign("="), 2, "=", "write `headline:`"),
        ("a rst=lba", foreign("="), 5, "=", "`agency:reuters`"),
        ("co=ibm", foreign("="), 2, "=", "org:"),
        ("wc>500", foreign(">"), 2, ">", "`words:500..`"),
        ("a wc > 500", foreign("wc >"), 2, "wc >", "`words:500..`"),
        ("LENGTH >=500", foreign("LENGTH >=500"), 0, "LENGTH >=500", "`words:500..`"),
        ("Date > 2017", foreign("Date >"), 0, "Date >", "`since:2017-10-31`"),
        ("length=500", foreign("="), 6, "=", "write `words:`"),
        ("wc:500", UnknownField(own("wc")), 0, "wc", "write `words:`"),
        ("words<=500", foreign("<="), 5, "<=", "`words:..500`"),
        ("tax date after 20170101", foreign("date after 20170101"), 4, "date after 20170101", "`since:2017-10-31`"),
        ("date before -7", foreign("date before -7"), 0, "date before -7", "`until:2017-10-31`"),
        ("date from 20170101 to 20170301", foreign("date from 20170101"), 0, "date from 20170101", "`date:2017"),
        ("DATE AFT 1/31/2017", foreign("DATE AFT 1/31/2017"), 0, "DATE AFT 1/31/2017", "`since:2017-10-31`"),
        ("date bef January 2017", foreign("date bef"), 0, "date bef", "`until:2017-10-31`"),
        ("HEADLINE(tax)", at_bracket("HEADLINE"), 0, "HEADLINE", "write `headline:(...)`"),
        ("dateline(porto)", at_bracket("dateline"), 0, "dateline", "write `place:(...)`"),
        ("DATE(2017)", at_bracket("DATE"), 0, "DATE", "`date:2017-10-31`"),
        ("LENGTH(>500)", at_bracket("LENGTH"), 0, "LENGTH", "`words:500..`"),
        ("SINGULAR(tax)", at_bracket("SINGULAR"), 0, "SINGULAR", "quoted words"),
        ("SUBJECT(tax)", at_bracket("SUBJECT"), 0, "SUBJECT", "they are headline, body"),
        ("recycl!", foreign("!"), 6, "!", "write `recycl*`"),
        ("headline:re-elect!, now", foreign("!"), 17, "!", "write `re-elect*`"),
        ("org:Yahoo!", foreign("!"), 9, "!", "a name has no wildcards"),
        ("telecom$3", foreign("$3"), 7, "$3", "write `telecom*`"),
        ("telecom$ firm", foreign("$"), 7, "$", "leave the `$` out"),
    ]);
}

#[test]
fn what_has_no_place_in_the_text_is_no_operand() {
    check(&[
        ("(a b) w/5 c", inside("AND", "w/5"), 1, "a b", "`a w/5 b w/5 c`"),
        ("c NEAR/3 (a OR (b AND d))", inside("AND", "NEAR/3"), 16, "b AND d", "a clause for each"),
        ("a w/5 NOT b", inside("NOT", "w/5"), 6, "NOT b", "`a not w/5 b`"),
        ("a pre/2 (b OR -c)", inside("NOT", "pre/2"), 14, "-c", "`a not w/5 b`"),
        ("tax not w/5 tax", inside("tax", "not w/5"), 12, "tax", "two different things"),
        ("atleast3(NOT tax)", inside("NOT", "atleast3"), 9, "NOT tax", "`atleast3(a) NOT b`"),
        ("atleast2(a) w/5 b", inside("atleast2", "w/5"), 0, "atleast2(a", "in the whole story"),
        ("headline:tax w/5 cut", inside("headline:", "w/5"), 0, "headline:tax", "`headline:(a w/5 b)`"),
        ("tax not  w/s date:2017", inside("date:", "not  w/s"), 13, "date:2017", "beside, with a space"),
        ("byline:(a w/3 b)", inside("w/3", "byline:"), 8, "a w/3 b", "leave it out here"),
        ("date:atleast2(2017)", inside("atleast2", "date:"), 5, "atleast2(2017", "headline and body"),
        (
            "headline:(person:(first50(lopes)))",
            inside("headline:", "first50"),
            18,
            "first50(lopes",
            "words of the body",
        ),
        (
            "headline:(a org:(nato w/5 first9(opec)))",
            inside("headline:", "first9"),
            26,
            "first9(opec",
            "words of the body",
        ),
        ("headline:first5(tax)", inside("headline:", "first5"), 9, "first5(tax", "words of the body"),
    ]);
}

#[test]
fn options_are_refused_like_queries() {
    assert_eq!(literal(" ").map_err(|error| error.kind), Err(Empty));
    assert_eq!(literal("&").map_err(|error| error.kind), Err(NoWord(own("&"))));
    assert_eq!(name(NameKind::Person, "").map_err(|error| error.kind), Err(Empty));
    assert_eq!(place("-").map_err(|error| error.kind), Err(NoWord(own("-"))));
    assert_eq!(since("", &context()).map_err(|error| error.kind), Err(NotADate(own(""))));
    assert_eq!(until("soon", &context()).map_err(|error| error.span), Err(0..4));
}

/// A query for each kind of error, by the kind's name; those of too long queries are drawn apart.
const ONE_OF_EACH: &[(&str, &str)] = &[
    ("Empty", "  "),
    ("UnclosedQuote", "tax \"cut"),
    ("UnclosedBracket", "Ärger (über"),
    ("UnopenedBracket", "tax) cut"),
    ("EmptyBrackets", "tax ()"),
    ("EmptyPhrase", "tax \" \"leave the quotes out"),
    ("MissingOperand", "tax OR"),
    ("MissingOperand", "AND tax"),
    ("MissingOperand", "tax w/5"),
    ("LoneHyphen", "tax - cut"),
    ("UnknownField", "headlin:budget AND \"U.S. troops\""),
    ("UnknownField", "night at 10:30"),
    ("MissingValue", "headline:"),
    ("SpaceAfterColon", "person: lopes"),
    ("FieldInField", "headline:(a byline:b)"),
    ("NoWord", "tax & cut"),
    ("Foreign", "é org=acme"),
    ("Foreign", "tax && cut"),
    ("Foreign", "tax /5 cut"),
    ("Foreign", "tax w/ 5 cut"),
    ("Foreign", "tax w/five cut"),
    ("Foreign", "tax adj5 cut"),
    ("Foreign", "merger/F50/"),
    ("Foreign", "hd=tax"),
    ("Foreign", "recycl!"),
    ("Foreign", "tax date after 20170101"),
    ("WordAtBracket", "budget(2017)"),
    ("WordAtBracket", "HEADLINE(tax)"),
    ("BracketExpected", "atleast3 tax"),
    ("BadNumber", "tax w/0 cut"),
    ("WildcardAlone", "tax *"),
    ("WildcardTooWide", "tax* t*"),
    ("WildcardAfterQuote", "\"north kor\"*"),
    ("BadFuzziness", "tillersen~3"),
    ("FuzzyTooShort", "un~"),
    ("FuzzyNotAWord", "\"tillersen~ visit\""),
    ("PatternInName", "person:till*"),
    ("NotADate", "date:someday"),
    ("NoSuchDate", "date:2017-02-30"),
    ("NoSuchDate", "date:2017-W53"),
    ("ReversedRange", "date:2017..2016"),
    ("OpenRange", "date:.."),
    ("NotALength", "words:many"),
    ("NotAnUpdate", "update:second"),
    ("NotAStatus", "status:correctd"),
    ("NotAnOperand", "(a b) w/5 c"),
    ("NotAnOperand", "headline:tax w/5 cut"),
    ("NotAnOperand", "a w/5 NOT b"),
    ("NotAnOperand", "atleast2(a) w/5 b"),
    ("NotAnOperand", "byline:(a w/3 b)"),
];

/// What Nexis's language refuses.
const OF_NEXIS: &[(&str, &str)] = &[
    ("Empty", " "),
    ("UnclosedQuote", "tax \"cut"),
    ("UnclosedBracket", "HEADLINE(tax"),
    ("UnopenedBracket", "tax) and cut"),
    ("EmptyBrackets", "ATLEAST3()"),
    ("EmptyPhrase", "tax and \"\""),
    ("MissingOperand", "tax and"),
    ("MissingOperand", "w/5 tax"),
    ("MissingConnector", "tax (duty or levy)"),
    ("UnknownField", "headlin(tax)"),
    ("NotAnOperand", "HEADLINE(BYLINE(lopes))"),
    ("Foreign", "headline:tax"),
    ("Foreign", "tax && cut"),
    ("Foreign", "tax w/five cut"),
    ("BadNumber", "tax w/256 cut"),
    ("WildcardTooWide", "ta!"),
    ("WildcardLost", "u.s.!"),
    ("PatternInName", "PERSON(till!)"),
    ("NotADate", "DATE AFT someday"),
    ("NoSuchDate", "DATE IS 2/30/2017"),
    ("NoSuchDate", "DATE AFT 9999"),
    ("NotALength", "LENGTH > many"),
    ("NotAnOperand", "(tax and cut) w/5 budget"),
    ("NoCounterpart", "GEOGRAPHIC(france) and tax"),
    ("NoCounterpart", "ALLCAPS(aids)"),
    ("NoCounterpart", "tax w/seg cut"),
];

/// What Factiva's language refuses.
const OF_FACTIVA: &[(&str, &str)] = &[
    ("Empty", " "),
    ("UnclosedQuote", "tax \"cut"),
    ("UnclosedBracket", "hd=(tax"),
    ("UnopenedBracket", "tax] and cut"),
    ("EmptyBrackets", "hd=()"),
    ("EmptyPhrase", "tax and \"\""),
    ("MissingOperand", "tax and"),
    ("MissingOperand", "near5 tax"),
    ("MissingConnector", "iraq date after -7"),
    ("MissingOperand", "hd="),
    ("UnknownField", "hx=tax"),
    ("NotAnOperand", "hd=(by=lopes)"),
    ("Foreign", "tax pre/5 cut"),
    ("Foreign", "tax w/5, cut"),
    ("Foreign", "tax w/five cut"),
    ("Foreign", "-tax"),
    ("Foreign", "sanction! and tax"),
    ("NoWord", "tax & budget"),
    ("WordAtBracket", "HEADLINE(tax)"),
    ("BadNumber", "tax near501 cut"),
    ("WildcardTooWide", "ta*"),
    ("NotADate", "date after someday"),
    ("NoSuchDate", "date 20170230"),
    ("AmbiguousDate", "date 3/4/2017"),
    ("ReversedRange", "date from 20170201 to 20170101"),
    ("ReversedRange", "date from +0 to 20170101"),
    ("NotALength", "wc>many"),
    ("NotAnOperand", "(tax and cut) near5 budget"),
    ("NoCounterpart", "co=acme"),
    ("NoCounterpart", "la=en and tax"),
];

/// Returns the name of a kind, without its fields.
fn kind_name(kind: &QueryErrorKind) -> String {
    format!("{kind:?}").chars().take_while(|letter| letter.is_alphanumeric()).collect()
}

/// Draws queries of one language, each of which is refused with its kind of error.
fn all_drawn(queries: &[(&str, &str)], syntax: Syntax) -> String {
    let (mut messages, mut kinds) = (Vec::new(), Vec::new());
    for &(kind, text) in queries {
        let error = parse(text, &Context { syntax, ..context() }).expect_err(text);
        kinds.push((kind, text, kind_name(&error.kind)));
        assert!(error.hint.is_some(), "{text}: {error} has no hint");
        messages.push(drawn(text, &error));
    }
    kinds.retain(|(wanted, _, kind)| wanted != kind);
    assert_eq!(kinds, []);
    messages.join("\n")
}

#[test]
fn every_error_says_what_and_where_and_what_to_do() {
    insta::assert_snapshot!("errors", all_drawn(ONE_OF_EACH, Syntax::Morgue));
    insta::assert_snapshot!("errors_of_nexis", all_drawn(OF_NEXIS, Syntax::Nexis));
    insta::assert_snapshot!("errors_of_factiva", all_drawn(OF_FACTIVA, Syntax::Factiva));
}

#[test]
fn a_query_beyond_a_limit_is_told_what_the_limit_is() {
    let deep = format!("{}a{}", "(".repeat(65), ")".repeat(65));
    let lost = format!("{}*", "a".repeat(crate::text::LONGEST_WORD));
    let mut messages = Vec::new();
    for text in ["a ".repeat(300), "a ".repeat(2100), deep, lost] {
        let error = refused(&text);
        messages.push(format!("column {}: {error}\nhint: {:?}\n", error.column(&text), error.hint));
    }
    insta::assert_snapshot!("errors_of_limits", messages.join("\n"));
}

#[test]
fn no_kind_of_error_is_without_a_drawing() {
    let source = include_str!("../error.rs");
    let kinds = source.split("pub enum QueryErrorKind {").nth(1).expect("the kinds are there");
    let is_kind =
        |line: &&str| line.starts_with("    ") && line[4..].starts_with(|letter: char| letter.is_ascii_uppercase());
    // The last ones are drawn with the languages that have them.
    let drawn_apart = ["TooDeep", "TooLong", "TooManyClauses", "WildcardLost"];
    let all = [ONE_OF_EACH, OF_NEXIS, OF_FACTIVA].concat();
    let all = all.iter().map(|(kind, _)| *kind).chain(drawn_apart).collect::<Vec<_>>();
    for line in kinds.lines().filter(is_kind) {
        let kind: String = line.trim().chars().take_while(|letter| letter.is_alphanumeric()).collect();
        assert!(all.contains(&kind.as_str()), "no query is drawn for {kind}");
    }
}

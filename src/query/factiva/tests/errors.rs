//! What is refused, where, and what to write instead.

use super::{check, parse, refused};
use crate::query::QueryErrorKind::{self, *};
use crate::query::Side;
use crate::query::tests::{check_errors as check_errors_of, drawn, foreign, inside, missing, own};

fn check_errors(table: &[(&str, QueryErrorKind, usize, &str, &str)]) {
    check_errors_of(refused, table);
}

fn outside(typed: &str, most: u32) -> QueryErrorKind {
    BadNumber { typed: own(typed), most }
}

fn absent(what: &str) -> QueryErrorKind {
    NoCounterpart { what: own(what), language: "Factiva" }
}

#[test]
fn brackets_quotes_and_operators_have_their_parts() {
    check_errors(&[
        ("a and \"b", UnclosedQuote, 6, "\"", "second quote"),
        ("a and (b or c", UnclosedBracket, 6, "(", "write `)`"),
        ("a and [b or c", UnclosedBracket, 6, "[", "write `]`"),
        ("(a or b]", UnclosedBracket, 0, "(", "write `)`"),
        ("a) b", UnopenedBracket, 1, ")", "open one"),
        ("a and ()", EmptyBrackets, 6, "()", "between them"),
        ("a and \" \"", EmptyPhrase, 6, "\" \"", "between the quotes"),
        ("a and", missing("and", Side::After), 2, "and", "\"and\""),
        ("OR a", missing("OR", Side::Before), 0, "OR", "\"OR\""),
        ("same sex", missing("same", Side::Before), 0, "same", "quote it: \"same\""),
        ("a w/5", missing("w/5", Side::After), 2, "w/5", "on both sides"),
        ("a not w/5 b", missing("not", Side::After), 2, "not", "`a not (a w/5 b)`"),
        ("/F50/ a", missing("/F50/", Side::Before), 0, "/F50/", "`merger/F50/`"),
        ("atleast5", missing("atleast5", Side::After), 0, "atleast5", "quote it"),
        ("a and hd=", missing("hd=", Side::After), 6, "hd=", "after the sign"),
        ("hd=not tax", missing("hd=", Side::After), 0, "hd=", "`not` stands before"),
        ("hd=tax by=lopes", MissingConnector(own("by=")), 7, "by=", "write `and`"),
        ("iraq date after -7", MissingConnector(own("date")), 5, "date after -7", "write `and`"),
        ("wc>5 iraq", MissingConnector(own("iraq")), 5, "iraq", "write `and`"),
        ("a atleast5 b", MissingConnector(own("atleast5")), 2, "atleast5", "write `and`"),
        ("by=(lopes or diaz) gil", MissingConnector(own("gil")), 19, "gil", "`by=` write one phrase"),
        ("a near b", foreign("near"), 2, "near", "`near5`"),
        ("atleast(a)", foreign("atleast"), 0, "atleast", "`atleast5`"),
        ("", Empty, 0, "", "write a word"),
    ]);
}

#[test]
fn numbers_end_where_factiva_ends_them() {
    check_errors(&[
        ("a w/501 b", outside("w/501", 500), 2, "w/501", "`same`"),
        ("a adj0 b", outside("adj0", 500), 2, "adj0", "`same`"),
        ("a near501 b", outside("near501", 500), 2, "near501", "`same`"),
        ("a/N0/b", outside("/N0/", 500), 1, "/N0/", "`same`"),
        ("a/F501/", outside("/F501/", 500), 1, "/F501/", "the whole story"),
        ("a /F/", outside("/F/", 500), 2, "/F/", "leave it out"),
        ("atleast51 a", outside("atleast51", 50), 0, "atleast51", "no further than 50"),
        ("a near99999999999 b", outside("near99999999999", 500), 2, "near99999999999", "`same`"),
        ("telecom$10", outside("telecom$10", 9), 0, "telecom$10", "write `*`"),
    ]);
    check(&[("a w/10 b", "(pre/10 \"a\" \"b\")"), ("a/F500/", "(first500 \"a\")")]);
}

#[test]
fn what_has_no_place_in_the_text_is_no_operand() {
    check_errors(&[
        ("(a and b) w/5 c", inside("and", "w/5"), 1, "a and b", "a clause for each"),
        ("c near3 (a or (b not d))", inside("and", "near3"), 15, "b not d", "a clause for each"),
        ("(a and b) c", inside("and", "adj"), 1, "a and b", "a clause for each"),
        ("a w/5 not b", inside("not", "w/5"), 6, "not", "`a not (a w/5 b)`"),
        ("a w/5 (not b)", inside("not", "w/5"), 7, "not b", "`a not (a w/5 b)`"),
        ("a w/5 hd=b", inside("hd=", "w/5"), 6, "hd=", "`hd=(a w/5 b)`"),
        ("(hd=b) w/5 a", inside("hd=", "w/5"), 1, "hd=b", "`hd=(a w/5 b)`"),
        ("a w/5 by=b", inside("by=", "w/5"), 6, "by=", "join it with `and`"),
        ("a same date 20170101", inside("date", "same"), 7, "date 20170101", "join it with `and`"),
        ("wc>5 near5 a", inside("wc", "near5"), 0, "wc>5", "join it with `and`"),
        ("a w/5 atleast3 b", inside("atleast3", "w/5"), 6, "atleast3", "in the whole story"),
        ("(atleast3 b) w/5 a", inside("atleast3", "w/5"), 1, "atleast3 b", "in the whole story"),
        ("((a and b)/F9/) w/5 c", inside("and", "w/5"), 2, "a and b", "a clause for each"),
        ("atleast3 (not tax)", inside("not", "atleast3"), 10, "not tax", "leaves stories out"),
        ("atleast3 by=lopes", inside("by=", "atleast3"), 9, "by=lopes", "join it with `and`"),
        ("(hd=tax)/F9/", inside("hd=", "/F9/"), 1, "hd=tax", "around it all"),
        ("hd=tax/F9/", inside("/F9/", "hd="), 6, "/F9/", "leave it out of a headline"),
        ("by=lopes w/3 diaz", inside("w/3", "by="), 9, "w/3", "leave it out here"),
        ("se=atleast3 a", inside("atleast3", "se="), 3, "atleast3", "leave it out here"),
        ("hd=(a and by=b)", inside("by=", "hd="), 10, "by=", "join them with `and`"),
        ("hd=(a and wc>5)", inside("wc", "hd="), 10, "wc>5", "join them with `and`"),
    ]);
}

#[test]
fn a_wildcard_has_letters_before_it_and_ends_its_word() {
    let wide = |word: &str| WildcardTooWide(own(word));
    check_errors(&[
        ("a and *", WildcardAlone(own("*")), 6, "*", "`w/2`"),
        ("\"waste * time\"", WildcardAlone(own("*")), 7, "*", "`w/2`"),
        ("ta*", wide("ta*"), 0, "ta*", "3 letters before `*`"),
        ("e-ta*", wide("ta*"), 2, "ta*", "3 letters before `*`"),
        ("*ism", wide("*ism"), 0, "*ism", "3 letters before `*`"),
        ("?omen", wide("?omen"), 0, "?omen", "a letter before `?`"),
        ("wom*n", foreign("*"), 3, "*", "at the end of a word"),
        ("é telec$om", foreign("$"), 8, "$", "at the end of a word"),
        ("$x billion", foreign("$"), 0, "$", "`$3` stands for"),
        ("\"north kor\"*", WildcardAfterQuote, 11, "*", "inside the quotes"),
    ]);
    assert_eq!(refused("tax$9 rate$9 rise$9").kind, TooManyClauses);
    assert!(parse(&format!("tax$1 {}", "rate ".repeat(127))).is_ok());
    assert_eq!(refused(&format!("tax$1 {}", "rate ".repeat(128))).kind, TooManyClauses);
    let long = format!("{}$3", "a".repeat(crate::text::LONGEST_WORD));
    let error = refused(&long);
    assert_eq!((error.kind, error.span), (WildcardLost(long.clone()), 0..long.len()));
}

#[test]
fn fields_that_stories_do_not_have_are_named() {
    let unknown = |name: &str| UnknownField(own(name));
    check_errors(&[
        ("co=ibm", absent("co="), 0, "co=", "org:\"Acme Mills\""),
        ("a and FDS=ibm", absent("FDS="), 6, "FDS=", "search for the name"),
        ("pe=1234", absent("pe="), 0, "pe=", "person:"),
        ("in=(i81402 or i82)", absent("in="), 0, "in=", "in words"),
        ("ns=c11", absent("ns="), 0, "ns=", "in words"),
        ("re=usa", absent("re="), 0, "re=", "names of its places"),
        ("la=en", absent("la="), 0, "la=", "leave it out"),
        ("ct=lopes", absent("ct="), 0, "ct=", "no such part"),
        ("pg=1", absent("pg="), 0, "pg=", "leave it out"),
        ("rst=sfwsj", absent("rst=sfwsj"), 4, "sfwsj", "`sn=reuters`"),
        ("sc=(lba or \"j\")", absent("sc=j"), 11, "\"j\"", "`sn=reuters`"),
        ("upd after -7", absent("upd"), 0, "upd", "write `date`"),
        ("md from -1 to +0", absent("md"), 0, "md", "write `date`"),
        ("headline=tax", unknown("headline"), 0, "headline", "write `hd=`"),
        ("e=mc2", unknown("e"), 0, "e", "quote them: \"e=mc2\""),
        ("hd:tax", unknown("hd"), 0, "hd", "write `hd=`"),
        ("headline:\"tax cut\"", unknown("headline"), 0, "headline", "write `hd=`"),
        ("since:2017", unknown("since"), 0, "since", "`date after"),
        ("org:nato", unknown("org"), 0, "org", "its fields here are hd"),
    ]);
}

#[test]
fn a_date_is_a_day_that_exists() {
    let not = |text: &str| NotADate(own(text));
    check_errors(&[
        ("date", missing("date", Side::After), 0, "date", "quote it: \"date\""),
        ("closing date and bid", not("and"), 13, "and", "quote it: \"date\""),
        ("date (20170101)", missing("date", Side::After), 0, "date", "`date 20171031`"),
        ("date 2017", not("2017"), 5, "2017", "all eight digits"),
        ("date after 201701", not("201701"), 11, "201701", "all eight digits"),
        ("date 2017-01-31", not("2017-01-31"), 5, "2017-01-31", "`date 20171031`"),
        ("date 20170230", NoSuchDate(own("20170230")), 5, "20170230", "`date 20171031`"),
        ("date 13/13/2017", NoSuchDate(own("13/13/2017")), 5, "13/13/2017", "`date 20171031`"),
        ("date 3/4/2017", AmbiguousDate(own("3/4/2017")), 5, "3/4/2017", "write 20170304 or 20170403"),
        ("date 3/4/217", not("3/4/217"), 5, "3/4/217", "`date 20171031`"),
        ("date from 20170101", missing("date from 20170101", Side::After), 0, "date from 20170101", "`to`"),
        ("date from 20170101 and a", missing("date from 20170101", Side::After), 0, "date from 20170101", "`to`"),
        (
            "date from 20170101 to",
            missing("date from 20170101 to", Side::After),
            0,
            "date from 20170101 to",
            "`date from",
        ),
        (
            "date from 20170301 to 20170101",
            ReversedRange(own("20170301 to 20170101")),
            10,
            "20170301 to 20170101",
            "earlier",
        ),
        ("date from -7 to -30", ReversedRange(own("-7 to -30")), 10, "-7 to -30", "earlier day first"),
        ("date from +0 to 20170101", ReversedRange(own("+0 to 20170101")), 10, "+0 to 20170101", "earlier day first"),
        ("date from -7 to 20180323", ReversedRange(own("-7 to 20180323")), 10, "-7 to 20180323", "earlier day first"),
        (
            "date from 4/30/2018 to -7",
            ReversedRange(own("4/30/2018 to -7")),
            10,
            "4/30/2018 to -7",
            "earlier day first",
        ),
        ("date after -99999999999", NoSuchDate(own("-99999999999")), 11, "-99999999999", "fewer days"),
        ("date from -7 to +7", absent("+7"), 16, "+7", "`+0` for today"),
        ("date after +0", absent("date after +0"), 0, "date after +0", "`date after -1` is today"),
        ("date before 00010101", NoSuchDate(own("before 00010101")), 12, "00010101", "the calendar ends"),
        ("date>20170101", foreign(">"), 4, ">", "`date after"),
        ("pd=", missing("pd=", Side::After), 0, "pd=", "`date 20171031`"),
        ("wc>", missing("wc>", Side::After), 0, "wc>", "`wc>500`"),
        ("wc>many", NotALength(own(">many")), 2, ">many", "`wc>500`"),
        ("wc<0", NotALength(own("<0")), 2, "<0", "`wc>500`"),
        ("wc<>5", NotALength(own("<>5")), 2, "<>5", "`wc>500`"),
        ("wc>4294967295", NotALength(own(">4294967295")), 2, ">4294967295", "`wc>500`"),
    ]);
    let error = refused("date after -740000");
    assert_eq!((error.kind, error.span), (NoSuchDate(own("739999d")), 0..18));
    let error = refused("date after 99991231");
    assert_eq!((error.kind, error.span), (NoSuchDate(own("after 99991231")), 11..19));
}

#[test]
fn habits_from_elsewhere_are_told_what_to_write() {
    check_errors(&[
        ("a w/s b", foreign("w/s"), 2, "w/s", "no sign for a sentence"),
        ("a w/p b", foreign("w/p"), 2, "w/p", "`same`"),
        ("a /s b", foreign("/s"), 2, "/s", "no sign for a sentence"),
        ("a pre/5 b", foreign("pre/5"), 2, "pre/5", "`w/5`"),
        ("a NEAR/5 b", foreign("NEAR/5"), 2, "NEAR/5", "`near5`"),
        ("a /5 b", foreign("/5"), 2, "/5", "`near5`, or `w/5`"),
        ("a /n5 b", foreign("/n5"), 2, "/n5", "`/N5/`"),
        ("a w/ b", foreign("w/"), 2, "w/", "`w/5` for this order"),
        ("a w/ 5 b", foreign("w/"), 2, "w/", "without the space: `w/5`"),
        ("a w/5, b", foreign("w/5,"), 2, "w/5,", "write `w/5`, with spaces"),
        ("a Near/5. b", foreign("Near/5."), 2, "Near/5.", "write `near5`, with spaces"),
        ("a w/five b", foreign("w/five"), 2, "w/five", "quote it: \"w/five\""),
        ("a w/-5 b", foreign("w/-5"), 2, "w/-5", "`near5` for either"),
        ("a w/5/6 b", foreign("w/5/6"), 2, "w/5/6", "`near5` for either"),
        ("a pre/s b", foreign("pre/s"), 2, "pre/s", "`same` for one paragraph"),
        ("wireless -cellular", foreign("-"), 9, "-", "write `not`"),
        ("a -\"b c\"", foreign("-"), 2, "-", "write `not`"),
        ("a !(b)", foreign("!"), 2, "!", "write `not`"),
        ("a && b", foreign("&&"), 2, "&&", "`and`"),
        ("a || b", foreign("||"), 2, "||", "`or`"),
        ("+a b", foreign("+"), 0, "+", "leave the `+` out"),
        ("tax^2", foreign("^2"), 3, "^2", "no weights"),
        ("\"a b\"~5", foreign("~"), 5, "~", "spelled almost alike"),
        ("tillersen~", foreign("~"), 0, "tillersen~", "spelled almost alike"),
        ("president % lopes", foreign("%"), 10, "%", "`w/2`"),
        ("hd = tax", foreign("="), 3, "=", "`hd=tax`"),
        ("a and &", NoWord(own("&")), 6, "&", "not searched for"),
    ]);
    check(&[("\"peace - at last\"", "\"peace - at last\""), ("c++ 5% \"Yahoo!\"", "(pre/1 \"c++ 5%\" \"Yahoo!\")")]);
}

#[test]
fn no_sign_is_dropped() {
    let none = |sign: &str| NoWord(own(sign));
    let at_bracket = |word: &str| WordAtBracket(own(word));
    check_errors(&[
        ("tax & budget", none("&"), 4, "&", "`AT&T`"),
        ("tax + budget", none("+"), 4, "+", "leave it out"),
        ("tax - budget", none("-"), 4, "-", "leave it out"),
        ("tax – budget", none("–"), 4, "–", "leave it out"),
        ("tax / budget", none("/"), 4, "/", "leave it out"),
        ("hd=tax , budget", none(","), 7, ",", "leave it out"),
        ("smith s claim", none("s"), 6, "s", "a lone `s`"),
        ("a and sanction!", foreign("!"), 14, "!", "write `*`"),
        ("tax#cut", foreign("#"), 3, "#", "quote it: \"tax#cut\""),
        ("a>5", foreign(">"), 1, ">", "`wc>500`"),
        ("HEADLINE(tax)", at_bracket("HEADLINE"), 0, "HEADLINE", "write `hd=(...)`"),
        ("a and Date(2017)", missing("Date", Side::After), 6, "Date", "`date 20171031`"),
        ("length(5)", at_bracket("length"), 0, "length", "write `wc>500`"),
        ("PERSON(lopes)", at_bracket("PERSON"), 0, "PERSON", "fields here are hd"),
        ("SUBJECT(tax)", at_bracket("SUBJECT"), 0, "SUBJECT", "fields here are hd"),
        ("plural(taxes)", at_bracket("plural"), 0, "plural", "leave it out"),
    ]);
    check(&[("AT&T #metoo", "\"AT&T #metoo\""), ("headline (tax)", "(pre/1 \"headline\" \"tax\")")]);
}

#[test]
fn messages_say_what_and_where_and_what_to_do() {
    let queries = [
        "Ärger w/501 Minister",
        "(tax and budget) w/5 cut",
        "closing date and bid",
        "tax and date 3/4/2017",
        "co=ibm and merger",
        "rst=sfwsj and merger",
        "hd=tax by=lopes",
        "tax$ te$",
        "same sex marriage",
        "tax w/s cut",
    ];
    let messages: Vec<String> = queries.iter().map(|text| drawn(text, &refused(text))).collect();
    insta::assert_snapshot!(messages.join("\n"), @r#"
    column 7: the number in `w/501` is not between 1 and 500
    Ärger w/501 Minister
          ^^^^^
    hint: `same` is one paragraph, `and` the whole story

    column 2: `and` cannot stand inside `w/5`
    (tax and budget) w/5 cut
     ^^^^^^^^^^^^^^
    hint: write a clause for each: `(a w/5 c) and (b w/5 c)`

    column 14: `and` is not a date
    closing date and bid
                 ^^^
    hint: write `date 20171031`, `date from 20171001 to 20171031`, `date after -7` or `date before 20171001`; to search for the word itself, quote it: "date"

    column 14: `3/4/2017` can be read as two dates
    tax and date 3/4/2017
                 ^^^^^^^^
    hint: write 20170304 or 20170403

    column 1: `co=` of Factiva cannot be honoured here
    co=ibm and merger
    ^^^
    hint: stories here carry no codes of companies; search for the name, which in morgue's own language is org:"Acme Mills"

    column 5: `rst=sfwsj` of Factiva cannot be honoured here
    rst=sfwsj and merger
        ^^^^^
    hint: stories here carry no codes of sources; write the name of the agency: `sn=reuters`

    column 8: there is no connector before `by=`
    hd=tax by=lopes
           ^^^
    hint: write `and`, `or` or `not` before it; only words and phrases may stand side by side

    column 6: `te$` would fit too many words
    tax$ te$
         ^^^
    hint: write at least 3 letters before `$`

    column 1: there is nothing before `same`
    same sex marriage
    ^^^^
    hint: to search for the word itself, quote it: "same"

    column 5: `w/s` means nothing here
    tax w/s cut
        ^^^
    hint: Factiva has no sign for a sentence; `same` is a paragraph
    "#);
}

//! How queries in the dialect are read, and what they mean.

use super::{check, read};
use crate::query::tree::Node;
use crate::query::{Context, Distance, NodeKind, Proximity, Syntax, parse as parse_in};
use crate::story::Date;

#[test]
fn words_side_by_side_are_one_exact_phrase() {
    check(&[
        ("sanctions", "\"sanctions\""),
        ("emerging markets", "\"emerging markets\""),
        ("\"emerging markets\"", "\"emerging markets\""),
        ("“peas and carrots”", "\"peas and carrots\""),
        ("coca-cola AT&T 24/7", "\"coca cola AT&T 24/7\""),
        ("smith's 'growth plan'", "\"smith's 'growth plan'\""),
        ("\"closing date\" and bid", "(and \"closing date\" \"bid\")"),
        ("north \"sea oil\"", "(pre/1 \"north\" \"sea oil\")"),
        ("(president or premier) lopes", "(pre/1 (or \"president\" \"premier\") \"lopes\")"),
        ("big (oil or gas) find", "(pre/1 (pre/1 \"big\" (or \"oil\" \"gas\")) \"find\")"),
        ("oil near5 (big or small) find", "(w/5 \"oil\" (pre/1 (or \"big\" \"small\") \"find\"))"),
    ]);
    assert_eq!(read("emerging  markets").explain(), ["exactly \"emerging markets\" in headline or body"]);
    assert_eq!(read("sanctions").explain(), ["exactly \"sanctions\" in headline or body"]);
}

#[test]
fn distance_binds_tighter_than_fields_than_not_than_and_than_or() {
    check(&[
        ("a or b and c", "(or \"a\" (and \"b\" \"c\"))"),
        ("a and b or c and d", "(or (and \"a\" \"b\") (and \"c\" \"d\"))"),
        ("a not b", "(and \"a\" (not \"b\"))"),
        ("a not b not c", "(and \"a\" (not \"b\") (not \"c\"))"),
        ("a and b not c", "(and \"a\" \"b\" (not \"c\"))"),
        ("a and not b", "(and \"a\" (not \"b\"))"),
        ("a or b not c", "(or \"a\" (and \"b\" (not \"c\")))"),
        ("not a and b", "(and (not \"a\") \"b\")"),
        ("not a w/5 b", "(not (pre/5 \"a\" \"b\"))"),
        ("a not (b or c)", "(and \"a\" (not (or \"b\" \"c\")))"),
        ("a not not b", "(and \"a\" (not (not \"b\")))"),
        ("[a or b] and (c)", "(and (or \"a\" \"b\") \"c\")"),
        ("a near5 b and c", "(and (w/5 \"a\" \"b\") \"c\")"),
        ("a same b or c", "(or (w/p \"a\" \"b\") \"c\")"),
        ("hd=tax w/5 budget", "(headline: (pre/5 \"tax\" \"budget\"))"),
        ("hd=tax and budget", "(and (headline: \"tax\") \"budget\")"),
        ("not hd=tax", "(not (headline: \"tax\"))"),
        ("atleast5 iraq near3 war", "(atleast5 (w/3 \"iraq\" \"war\"))"),
        ("atleast5 iraq and war", "(and (atleast5 \"iraq\") \"war\")"),
    ]);
}

#[test]
fn connectors_are_written_in_any_case() {
    check(&[
        ("a AND b Or c NOT d", "(or (and \"a\" \"b\") (and \"c\" (not \"d\")))"),
        ("a adj b", "(pre/1 \"a\" \"b\")"),
        ("world cup ADJ5 rugby", "(pre/5 \"world cup\" \"rugby\")"),
        ("president W/2 lopes", "(pre/2 \"president\" \"lopes\")"),
        ("carrefour Near500 retail sales", "(w/500 \"carrefour\" \"retail sales\")"),
        ("boeing 747/N30/british airways", "(w/30 \"boeing 747\" \"british airways\")"),
        ("a /n5/ b", "(w/5 \"a\" \"b\")"),
        ("mill SAME strike", "(w/p \"mill\" \"strike\")"),
        ("toyota/F50/", "(first50 \"toyota\")"),
        ("University of Chicago /f500/", "(first500 \"University of Chicago\")"),
        ("a w/5 b /F50/ and c", "(and (first50 (pre/5 \"a\" \"b\")) \"c\")"),
        ("a/F50/ w/5 b", "(pre/5 (first50 \"a\") \"b\")"),
        ("(a and b)/F50/", "(first50 (and \"a\" \"b\"))"),
        ("a w/5 b near9 c", "(w/9 (pre/5 \"a\" \"b\") \"c\")"),
        ("atleast5 iraq", "(atleast5 \"iraq\")"),
        ("AtLeast50(iraq)", "(atleast50 \"iraq\")"),
        ("atleast2 (iraq or iran)", "(atleast2 (or \"iraq\" \"iran\"))"),
        ("atleast2 (iraq and iran)", "(atleast2 (and \"iraq\" \"iran\"))"),
        ("nearby adjust samedi w/out", "\"nearby adjust samedi w/out\""),
    ]);
}

#[test]
fn within_means_in_this_order_unlike_anywhere_else() {
    let distance = |tree: &Node| match &tree.kind {
        NodeKind::Near { proximity: Proximity { negated: false, distance }, .. } => *distance,
        other => panic!("{other:?}"),
    };
    let in_syntax = |syntax| {
        let context = Context { today: Date::today(), syntax };
        parse_in("tax w/5 budget", &context).map(|query| distance(query.tree()))
    };
    assert_eq!(in_syntax(Syntax::Factiva), Ok(Distance::Ordered(5)));
    assert_eq!(in_syntax(Syntax::Morgue), Ok(Distance::Words(5)));
    assert_ne!(in_syntax(Syntax::Nexis), Ok(Distance::Ordered(5)));
    assert_eq!(distance(read("tax near5 budget").tree()), Distance::Words(5));
}

#[test]
fn a_field_reaches_as_far_as_the_operators_of_distance() {
    check(&[
        ("hd=europe", "(headline: \"europe\")"),
        ("HD=\"europe\"", "(headline: \"europe\")"),
        ("hl=northern coast and td=peace accord", "(and (headline: \"northern coast\") (body: \"peace accord\"))"),
        ("hd=(tax and budget)", "(headline: (and \"tax\" \"budget\"))"),
        ("hd=(tax w/5 budget)", "(headline: (pre/5 \"tax\" \"budget\"))"),
        ("hlp=strike near9 mill", "(hlead: (w/9 \"strike\" \"mill\"))"),
        ("lp=[strike or walkout]", "(lead: (or \"strike\" \"walkout\"))"),
        ("td=(strike same mill)", "(body: (w/p \"strike\" \"mill\"))"),
        ("lp=strike/F20/", "(lead: (first20 \"strike\"))"),
        ("hd= tax", "(headline: \"tax\")"),
        ("hd=atleast2 tax", "(headline: (atleast2 \"tax\"))"),
        ("atleast2 hd=tax", "(atleast2 (headline: \"tax\"))"),
        ("by=ana lopes", "(byline: \"ana lopes\")"),
        ("by=(lopes or diaz)", "(byline: (or \"lopes\" \"diaz\"))"),
        ("sn=reuters or cr=ap", "(or (agency: \"reuters\") (agency: \"ap\"))"),
        ("se=sport*", "(section: \"sport*\")"),
        ("se=sport$1", "(section: (or \"sport\" \"sport?\"))"),
        ("rst=lba", "(agency: \"Reuters\")"),
        ("SC=(APRS or afpr)", "(agency: (or \"AP\" \"AFP\"))"),
    ]);
}

#[test]
fn endings_are_written_out_in_our_own_wildcards() {
    check(&[
        ("manufactur*", "\"manufactur*\""),
        ("north kor*", "\"north kor*\""),
        ("\"wom?n of kor*\"", "\"wom?n of kor*\""),
        ("globali?ation", "\"globali?ation\""),
        ("cat?", "\"cat?\""),
        ("earn$2", "(or \"earn\" \"earn?\" \"earn??\")"),
        ("Telecom$1 firm", "(or \"Telecom firm\" \"Telecom? firm\")"),
        ("\"big telecom$1,\"", "(or \"big telecom,\" \"big telecom?,\")"),
        ("tax$1 rate$1", "(or \"tax rate\" \"tax rate?\" \"tax? rate\" \"tax? rate?\")"),
        ("tax$1 near5 cut", "(w/5 (or \"tax\" \"tax?\") \"cut\")"),
        ("émig$1", "(or \"émig\" \"émig?\")"),
        ("cafe\u{301}s*", "\"cafe\u{301}s*\""),
    ]);
    let NodeKind::Or(nodes) = &read("telecom$").tree().kind.clone() else { panic!("an Or") };
    assert_eq!(nodes.iter().map(|node| node.to_string().len()).collect::<Vec<_>>(), (9..=18).collect::<Vec<_>>());
    assert!(nodes.iter().all(|node| node.span == (0..8)));
}

#[test]
fn dates_and_lengths_are_conditions() {
    check(&[
        ("date 20170131", "(date: 2017-01-31)"),
        ("date 1/31/2017", "(date: 2017-01-31)"),
        ("date 31/1/2017", "(date: 2017-01-31)"),
        ("date 03/03/17", "(date: 2017-03-03)"),
        ("date 31/12/60", "(date: 1960-12-31)"),
        ("pd=20170131", "(date: 2017-01-31)"),
        ("Date From 19990201 To 19990301", "(date: 1999-02-01..1999-03-01)"),
        ("date from 1/31/99 to 20000101", "(date: 1999-01-31..2000-01-01)"),
        ("date after 20161231", "(since: 2017-01-01)"),
        ("date after 20160228", "(since: 2016-02-29)"),
        ("date before 20170101", "(until: 2016-12-31)"),
        ("date after -7", "(since: 6d)"),
        ("date after -1", "(since: 0d)"),
        ("date before -7", "(until: 8d)"),
        ("date before +0", "(until: 1d)"),
        ("date +0", "(date: today)"),
        ("date -1", "(date: yesterday)"),
        ("date -7", "(and (since: 7d) (until: 7d))"),
        ("date from -30 to -7", "(and (since: 30d) (until: 7d))"),
        ("date from -7 to 20180324", "(and (since: 7d) (until: 2018-03-24))"),
        ("date from 20170101 to -0", "(and (since: 2017-01-01) (until: 0d))"),
        ("wc>1000", "(words: 1001..)"),
        ("wc >= 1000", "(words: 1000..)"),
        ("WC<500", "(words: ..499)"),
        ("wc<=500", "(words: ..500)"),
        ("wc=500", "(words: 500)"),
        ("acme mills and wc>1000", "(and \"acme mills\" (words: 1001..))"),
        ("(acme and date after -367) not wc<50", "(and (and \"acme\" (since: 366d)) (not (words: ..49)))"),
        ("wc from the south", "\"wc from the south\""),
        ("md of acme", "\"md of acme\""),
    ]);
    assert_eq!(read("date after -7").explain(), ["published 2018-03-25 or later"]);
    assert_eq!(read("date before -7").explain(), ["published 2018-03-23 or earlier"]);
    assert_eq!(
        read("date -7").explain()[1..],
        ["  published 2018-03-24 or later", "  published 2018-03-24 or earlier"]
    );
}

#[test]
fn spans_are_bytes_of_the_text() {
    let text = "é ü b and hd=\"x y\" not [telecom$1 firm]";
    let query = read(text);
    let NodeKind::And(nodes) = &query.tree().kind else { panic!("{}", query.tree()) };
    let typed: Vec<&str> = nodes.iter().map(|node| &text[node.span.clone()]).collect();
    assert_eq!(typed, ["é ü b", "hd=\"x y\"", "not [telecom$1 firm"]);
}

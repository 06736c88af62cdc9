//! What a query asks: every row of the language's table, in words and as plans.

use super::{context, read};
use crate::query::{
    DateFilter, MetaClause, MetaField, NamePattern, Operand, PhraseWord, Plan, Scope, TextClause, WordPattern, literal,
    name, place, since, until,
};
use crate::story::NameKind;

/// Checks what queries mean, the lines of the explanation joined with ` / `.
fn check(table: &[(&str, &str)]) {
    for (text, expected) in table {
        let lines: Vec<String> = read(text).explain().iter().map(|line| line.trim().to_owned()).collect();
        assert_eq!(lines.join(" / "), *expected, "{text}");
    }
}

fn text_plan(operand: Operand, length: usize) -> Plan {
    Plan::Text(TextClause { scope: Scope::Anywhere, operand, least: 1, typed: 0..length })
}

fn exact(words: &[(u32, &str)]) -> Vec<PhraseWord> {
    let word =
        |(offset, word): &(u32, &str)| PhraseWord { offset: *offset, pattern: WordPattern::Exact((*word).to_owned()) };
    words.iter().map(word).collect()
}

#[test]
fn words_mean_their_inflections_and_quotes_mean_themselves() {
    check(&[
        ("sanction", "any form of \"sanction\" in headline or body"),
        ("Émigré", "any form of \"emigre\" in headline or body"),
        ("\"waste of time\"", "exactly \"waste of time\" in headline or body"),
        ("\"Sanctions\"", "exactly \"sanctions\" in headline or body"),
        ("cease-fire", "any form of \"cease-fire\" in headline or body"),
        ("foo/bar", "exactly \"foo bar\" in headline or body"),
        ("New_York", "exactly \"new york\" in headline or body"),
        ("AT&T", "any form of \"at&t\" in headline or body"),
        ("Smith's,", "any form of \"smith\" in headline or body"),
        ("\"Smith s claim\"", "exactly \"smith claim\" in headline or body"),
    ]);
}

#[test]
fn wildcards_stand_in_words_and_in_phrases() {
    check(&[
        ("sanction*", "words like \"sanction*\" in headline or body"),
        ("wom?n", "words like \"wom?n\" in headline or body"),
        ("(ÉMIG*,)", "words like \"emig*\" in headline or body"),
        ("\"north kor*\"", "phrases like \"north kor*\" in headline or body"),
        ("north-kor*", "words like \"north-kor*\" in headline or body"),
        ("foo/bar*", "phrases like \"foo bar*\" in headline or body"),
        ("AT&*", "words like \"at&*\" in headline or body"),
        ("*ism", "words like \"*ism\" in headline or body"),
        ("198?", "words like \"198?\" in headline or body"),
        ("nat***", "words like \"nat*\" in headline or body"),
        ("F-1?", "words like \"f-1?\" in headline or body"),
        ("\u{a5ea}\u{a5eb}*", "words like \"\u{a5ea}\u{a5eb}*\" in headline or body"),
    ]);
}

#[test]
fn fuzzy_words_allow_one_letter_or_two() {
    check(&[
        ("Tillersen~", "words within one letter of \"tillersen\" in headline or body"),
        ("tillersen~1", "words within one letter of \"tillersen\" in headline or body"),
        ("tillersen~2", "words within 2 letters of \"tillersen\" in headline or body"),
    ]);
}

#[test]
fn fields_apply_to_a_value_or_to_a_group() {
    check(&[
        ("headline:tax", "any form of \"tax\" in the headline"),
        ("body:\"tax cut\"", "exactly \"tax cut\" in the body"),
        (
            "headline:(tax OR \"budget gap\" -cut)",
            "any of these: / any form of \"tax\" in the headline / all of these: / exactly \"budget gap\" in the headline \
             / not: any form of \"cut\" in the headline",
        ),
        ("byline:Smith", "exactly \"smith\" in the byline"),
        ("place:\"New York\"", "exactly \"new york\" in the place it was filed"),
        (
            "place:(lagos OR accra)",
            "any of these: / exactly \"lagos\" in the place it was filed / exactly \"accra\" in the place it was filed",
        ),
        ("agency:Reu*", "words like \"reu*\" in the agency"),
        ("byline:smyth~", "words within one letter of \"smyth\" in the byline"),
        ("section:sports", "exactly \"sports\" in the section"),
        ("path:Wires/2017-10/b_1.TXT", "exactly \"wires 2017 10 b 1 txt\" in the path"),
        ("path:2017/rep*", "phrases like \"2017 rep*\" in the path"),
        ("id:Wires/*.csv#12", "story id `Wires/*.csv#12`"),
        ("id:\"a (1).txt\"", "story id `a (1).txt`"),
    ]);
}

#[test]
fn names_are_compared_by_their_keys() {
    check(&[
        ("person:lopes", "person \"lopes\", every mention"),
        ("person:\"Ana Lopes\"", "person \"ana lopes\", every mention"),
        ("person:*", "any person, every mention"),
        ("org:*", "any organization, every mention"),
        (
            "person:(lopes OR \"Ana Diaz\")",
            "any of these: / person \"lopes\", every mention / person \"ana diaz\", every mention",
        ),
        ("org:\"Acme Mills\"", "organization \"acme mills\", every mention"),
    ]);
    let (key, plain) = (Some("ana lopes".to_owned()), "ana lopes".to_owned());
    let person = Operand::Name(NamePattern { kind: NameKind::Person, key, plain, strict: false });
    assert_eq!(name(NameKind::Person, "Ana Lopes"), Ok(text_plan(person, 9)));
    let strict = name(NameKind::Person, "Ana Lopes").expect("a name").with_strict_names();
    assert_eq!(strict.explain(), ["person \"ana lopes\", every mention, none of them inferred"]);
}

#[test]
fn dates_are_periods_with_both_ends_included() {
    check(&[
        ("date:2017", "published 2017-01-01 to 2017-12-31"),
        ("date:2017-10", "published 2017-10-01 to 2017-10-31"),
        ("date:2017-10-31", "published 2017-10-31"),
        ("date:2017-09..2017-11", "published 2017-09-01 to 2017-11-30"),
        ("date:2017..2017", "published 2017-01-01 to 2017-12-31"),
        ("date:2017-10..2017", "published 2017-10-01 to 2017-12-31"),
        ("date:..2016", "published 2016-12-31 or earlier"),
        ("date:2016..", "published 2016-01-01 or later"),
        ("date:none", "without a date"),
        ("date:yesterday", "published 2018-03-30"),
        ("date:2018..today", "published 2018-01-01 to 2018-03-31"),
        (
            "date:(2015 OR 2017)",
            "any of these: / published 2015-01-01 to 2015-12-31 / published 2017-01-01 to 2017-12-31",
        ),
        ("since:2017-10", "published 2017-10-01 or later"),
        ("until:2017-12", "published 2017-12-31 or earlier"),
        ("since:7d", "published 2018-03-24 or later"),
        ("until:6m", "published 2017-09-30 or earlier"),
        ("since:today", "published 2018-03-31 or later"),
    ]);
}

#[test]
fn an_explanation_shows_how_the_parts_hang_together() {
    let query = read(r#"sanction* (person:"Ana Lopes" OR -org:acme) NOT (tax cut) date:2017-10"#);
    insta::assert_snapshot!(query.explain().join("\n"), @r#"
    all of these:
      words like "sanction*" in headline or body
      any of these:
        person "ana lopes", every mention
        not: organization "acme", every mention
      not: all of these:
        any form of "tax" in headline or body
        any form of "cut" in headline or body
      published 2017-10-01 to 2017-10-31
    "#);
}

#[test]
fn brackets_of_the_same_operator_and_double_negations_leave_no_trace() {
    assert_eq!(read("a1 (b1 (c1 d1))").explain().len(), 5);
    assert_eq!(read("NOT NOT NOT tax").explain(), ["not: any form of \"tax\" in headline or body"]);
    assert!(matches!(read("-tax").plan(), Plan::Not(_)));
    assert!(matches!(read("-tax -cut").plan(), Plan::And(plans) if plans.len() == 2));
}

#[test]
fn a_clause_knows_the_bytes_it_was_typed_as() {
    let text = "é headline:\"tax cut\" place:x";
    let Plan::And(plans) = read(text).plan().clone() else { panic!("an And") };
    let typed = |plan: &Plan| match plan {
        Plan::Text(TextClause { typed, .. }) | Plan::Meta(MetaClause { typed, .. }) => text[typed.clone()].to_owned(),
        other => panic!("{other:?}"),
    };
    assert_eq!(plans.iter().map(typed).collect::<Vec<_>>(), ["é", "\"tax cut\"", "x"]);
}

#[test]
fn a_compound_in_a_phrase_takes_as_many_positions_as_it_has_parts() {
    let words = exact(&[(0, "f-16"), (2, "jet"), (3, "crash")]);
    assert_eq!(read("\"F-16 jet crash\"").plan(), &text_plan(Operand::Phrase(words), 16));
}

#[test]
fn in_a_literal_query_nothing_is_syntax() {
    let text = "person:\"x* OR (b) -c~2";
    let words = exact(&[(0, "person"), (1, "x"), (2, "or"), (3, "b"), (4, "c"), (5, "2")]);
    assert_eq!(literal(text), Ok(text_plan(Operand::Phrase(words), text.len())));
    assert_eq!(literal("Taxes"), Ok(text_plan(Operand::Word(WordPattern::Exact("taxes".to_owned())), 5)));
}

#[test]
fn options_are_plans_too() {
    let clause = MetaClause { field: MetaField::Place, words: exact(&[(0, "new"), (1, "york")]), typed: 0..8 };
    assert_eq!(place("New York"), Ok(Plan::Meta(clause)));
    let day = |text: &str| text.parse::<crate::story::Date>().expect("a date").days();
    let from = DateFilter::Between { from: Some(day("2018-03-24").0), until: None };
    assert_eq!(since(" 7d ", &context()), Ok(Plan::Date(from)));
    let filter = DateFilter::Between { from: None, until: Some(day("2017-12-31").0) };
    assert_eq!(until("2017", &context()), Ok(Plan::Date(filter)));
}

#[test]
fn what_may_be_meant_otherwise_comes_with_advice() {
    for (text, expected) in [
        ("tax or budget", "`or` is searched as a word; write OR"),
        ("tax And budget", "`And` is searched as a word; write AND"),
        ("tax not budget", "`not` is searched as a word; write NOT"),
        ("'north coast' tax", "single quotes make no phrase; write \"north coast\""),
        ("tax ‘coast’", "single quotes make no phrase; write \"coast\""),
        ("they don t", "`don t` is one word in a story; write it in quotes, \"don t\""),
        ("O Brien", "`O Brien` is one word in a story; write it in quotes, \"O Brien\""),
        ("tax NEAR budget", "`NEAR` is searched as a word; write NEAR/5"),
        ("tax near budget", "`near` is searched as a word; a distance is written w/5"),
        ("HEADLINE (tax)", "`HEADLINE` is searched as a word; the field is written headline:(...)"),
        ("tax w5 budget", "`w5` is searched as a word; a distance is written w/5"),
        ("tax Adj budget", "`Adj` is searched as a word; for words in a row write pre/1"),
        ("tax same budget", "`same` is searched as a word; for one paragraph write w/p"),
        (
            "what happened?",
            "`happened?` asks for one more letter after `happened`; leave the `?` out for the word itself",
        ),
        ("person:(ana lopes)", "each word in the brackets is a name; for one name write person:\"ana lopes\""),
    ] {
        assert_eq!(read(text).advice(), [expected], "{text}");
    }
    for text in [
        "tax OR budget",
        "or",
        "'tis the season",
        "\"this or that\"",
        "tax it",
        "to be",
        "wom?n",
        "not",
        "person:(ana OR lopes)",
    ] {
        assert_eq!(read(text).advice(), [""; 0], "{text}");
    }
}

//! Every format on one fixture.

use super::*;
use crate::console::Palette;
use crate::testing;
use morgue::spans::Highlight;

fn printed<R>(mut printer: Box<dyn Printer<R>>, rows: &[R]) -> String {
    let mut out = Vec::new();
    let heading = Heading { query: Some("grain\u{202e}"), total: 12 };
    printer.begin(&mut out, &heading).expect("a vector takes any bytes");
    for row in rows {
        printer.row(&mut out, row).expect("a vector takes any bytes");
    }
    printer.end(&mut out).expect("a vector takes any bytes");
    String::from_utf8(out).expect("text")
}

fn found(format: HitFormat) -> String {
    printed(hits(format, Look::default()), &[testing::hit(), testing::bare_hit()])
}

fn named(format: NamesFormat) -> String {
    printed(names(format, Look::default()), &testing::facets())
}

fn shown(look: Look, highlights: &[Highlight]) -> String {
    let mut out = Vec::new();
    story::write(&mut out, &look, &testing::document(), highlights).expect("a vector takes any bytes");
    String::from_utf8(out).expect("text")
}

#[test]
fn hits_as_text() {
    insta::assert_snapshot!(found(HitFormat::Text), @"");
}

#[test]
fn hits_on_a_terminal_wrap_and_are_coloured() {
    let look = Look { palette: Palette::colored(), width: Some(40) };
    let text = printed(hits(HitFormat::Text, look), &[testing::hit()]).replace('\u{1b}', "^");
    insta::assert_snapshot!(text, @"");
}

#[test]
fn hits_as_json() {
    insta::assert_snapshot!(found(HitFormat::Json), @"");
}

#[test]
fn hits_as_json_lines() {
    insta::assert_snapshot!(found(HitFormat::Jsonl), @"");
}

#[test]
fn hits_as_csv() {
    insta::assert_snapshot!(found(HitFormat::Csv), @"");
}

#[test]
fn hits_as_tsv() {
    insta::assert_snapshot!(found(HitFormat::Tsv).replace('\t', "→"), @"");
}

#[test]
fn names_as_text() {
    insta::assert_snapshot!(named(NamesFormat::Text), @"");
}

#[test]
fn names_as_json() {
    insta::assert_snapshot!(named(NamesFormat::Json), @"");
}

#[test]
fn names_as_json_lines() {
    insta::assert_snapshot!(named(NamesFormat::Jsonl), @"");
}

#[test]
fn names_as_csv() {
    insta::assert_snapshot!(named(NamesFormat::Csv), @"");
}

#[test]
fn a_story_as_text() {
    insta::assert_snapshot!(shown(Look::default(), &[]), @"");
}

#[test]
fn a_story_on_a_terminal_has_its_names_and_matches_marked() {
    let highlights = [Highlight { field: "body", start: 0, end: 5, clause: 0 }];
    let look = Look { palette: Palette::colored(), width: Some(40) };
    insta::assert_snapshot!(shown(look, &highlights).replace('\u{1b}', "^"), @"");
}

#[test]
fn a_story_as_json() {
    let document = testing::document();
    let highlights = [Highlight { field: "body", start: 0, end: 5, clause: 0 }];
    let mut out = Vec::new();
    safe_json::write_line(&mut out, &record::StoryRecord::of(&document, Some(&highlights)))
        .expect("a vector takes any bytes");
    insta::assert_snapshot!(String::from_utf8(out).expect("text"), @"");
}

#[test]
fn a_story_without_headline_is_called_by_its_first_words_or_its_id() {
    let mut story = testing::document().story;
    story.headline = None;
    assert!(title(&story).starts_with("Grain prices rose,"));
    story.body = String::new();
    assert_eq!(title(&story), "wire.csv#1");
}

#[test]
fn no_format_lets_a_hazard_through() {
    let formats = [HitFormat::Text, HitFormat::Json, HitFormat::Jsonl, HitFormat::Csv, HitFormat::Tsv];
    let texts = formats.map(found).into_iter().chain([shown(Look::default(), &[])]);
    for text in texts {
        let hazard = text.chars().find(|&c| crate::escape::is_hazard(c) && c != '\n' && c != '\t');
        assert_eq!(hazard, None, "{text}");
    }
}

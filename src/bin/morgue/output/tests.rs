//! Every format on one fixture.

use super::*;
use crate::console::Palette;
use crate::testing;
use morgue::search::{FoundDocument, Staleness};
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
    insta::assert_snapshot!(found(HitFormat::Text), @r#"
     1  =Grain up, "at last"
        Riga; Oslo · Reuters · 2017-10-31 · wire.csv#1
        Grain prices rose, minister Orla Venn sai …
        people: Orla Venn 2 · orgs: Harbour Board 1

     2  b\n.txt
        b\n.txt · inferred from the surname · missing: the file is gone
    "#);
}

#[test]
fn hits_on_a_terminal_wrap_and_are_coloured() {
    let look = Look { palette: Palette::colored(), width: Some(40) };
    let text = printed(hits(HitFormat::Text, look), &[testing::hit()]).replace('\u{1b}', "^");
    insta::assert_snapshot!(text, @r#"
     1  ^[1m=^[0m^[1m^[31mGrain^[0m^[1m up, "at last"^[0m
        ^[2mRiga; Oslo · Reuters · 2017-10-31 ·^[0m
        ^[2mwire.csv#1^[0m
        ^[1m^[31mGrain^[0m prices rose, minister Orla
        Venn sai^[2m …^[0m
        ^[2mpeople: Orla Venn 2 · orgs: Harbour^[0m
        ^[2mBoard 1^[0m
    "#);
}

#[test]
fn hits_as_json() {
    insta::assert_snapshot!(found(HitFormat::Json), @r#"
    {"v":1,"query":"grain\u202e","total":12,"hits":[
    {"v":1,"rank":1,"score":12.3,"id":"wire.csv#1","path":"wire.csv","member":"1","headline":"=Grain up, \"at last\"","date":"2017-10-31","date_source":"record","dateline":"RIGA (Reuters) -","places":["Riga","Oslo"],"agency":"Reuters","byline":"Ada Quist","section":null,"people":[{"name":"Orla Venn","mentions":2}],"orgs":[{"name":"Harbour Board","mentions":1}],"snippets":[{"field":"headline","start":0,"text":"=Grain up, \"at last\"","highlights":[[1,6]]},{"field":"body","start":0,"text":"Grain prices rose,\n minister Orla \u202eVenn sai","highlights":[[0,5]]}],"stale":null,"inferred":false,"status":null,"update":2,"group":null},
    {"v":1,"rank":2,"score":0.0,"id":"b\n.txt","path":"b\n.txt","member":null,"headline":null,"date":null,"date_source":null,"dateline":null,"places":[],"agency":null,"byline":null,"section":null,"people":[],"orgs":[],"snippets":[],"stale":"missing","inferred":true,"status":null,"update":null,"group":null}]}
    "#);
}

#[test]
fn hits_as_json_lines() {
    insta::assert_snapshot!(found(HitFormat::Jsonl), @r#"
    {"v":1,"rank":1,"score":12.3,"id":"wire.csv#1","path":"wire.csv","member":"1","headline":"=Grain up, \"at last\"","date":"2017-10-31","date_source":"record","dateline":"RIGA (Reuters) -","places":["Riga","Oslo"],"agency":"Reuters","byline":"Ada Quist","section":null,"people":[{"name":"Orla Venn","mentions":2}],"orgs":[{"name":"Harbour Board","mentions":1}],"snippets":[{"field":"headline","start":0,"text":"=Grain up, \"at last\"","highlights":[[1,6]]},{"field":"body","start":0,"text":"Grain prices rose,\n minister Orla \u202eVenn sai","highlights":[[0,5]]}],"stale":null,"inferred":false,"status":null,"update":2,"group":null}
    {"v":1,"rank":2,"score":0.0,"id":"b\n.txt","path":"b\n.txt","member":null,"headline":null,"date":null,"date_source":null,"dateline":null,"places":[],"agency":null,"byline":null,"section":null,"people":[],"orgs":[],"snippets":[],"stale":"missing","inferred":true,"status":null,"update":null,"group":null}
    "#);
}

#[test]
fn hits_as_csv() {
    insta::assert_snapshot!(found(HitFormat::Csv), @r#"
    rank,score,id,path,headline,date,dateline,places,agency,byline,section,people,orgs,snippet
    1,12.3,wire.csv#1,wire.csv,"'=Grain up, ""at last""",2017-10-31,RIGA (Reuters) -,Riga; Oslo,Reuters,Ada Quist,,Orla Venn,Harbour Board,"'=Grain up, ""at last"" … Grain prices rose, minister Orla Venn sai"
    2,0,b\n.txt,b\n.txt,,,,,,,,,,
    "#);
}

#[test]
fn hits_as_tsv() {
    insta::assert_snapshot!(found(HitFormat::Tsv).replace('\t', "→"), @r#"
    rank→score→id→path→headline→date→dateline→places→agency→byline→section→people→orgs→snippet
    1→12.3→wire.csv#1→wire.csv→'=Grain up, "at last"→2017-10-31→RIGA (Reuters) -→Riga; Oslo→Reuters→Ada Quist→→Orla Venn→Harbour Board→'=Grain up, "at last" … Grain prices rose, minister Orla Venn sai
    2→0→b\n.txt→b\n.txt→→→→→→→→→→
    "#);
}

#[test]
fn names_as_text() {
    insta::assert_snapshot!(named(NamesFormat::Text), @r#"
     stories  mentions  first       last        name
          12        36  2017-10-01  2017-12-29  Orla Venn
           1         3  -           -           Tom� Lysaght
    "#);
}

#[test]
fn names_as_json() {
    insta::assert_snapshot!(named(NamesFormat::Json), @r#"
    {"v":1,"query":"grain\u202e","total":12,"names":[
    {"v":1,"name":"Orla Venn","stories":12,"mentions":36,"first":"2017-10-01","last":"2017-12-29"},
    {"v":1,"name":"Tom\u001b Lysaght","stories":1,"mentions":3,"first":null,"last":null}]}
    "#);
}

#[test]
fn names_as_json_lines() {
    insta::assert_snapshot!(named(NamesFormat::Jsonl), @r#"
    {"v":1,"name":"Orla Venn","stories":12,"mentions":36,"first":"2017-10-01","last":"2017-12-29"}
    {"v":1,"name":"Tom\u001b Lysaght","stories":1,"mentions":3,"first":null,"last":null}
    "#);
}

#[test]
fn names_as_csv() {
    insta::assert_snapshot!(named(NamesFormat::Csv), @r#"
    name,stories,mentions,first,last
    Orla Venn,12,36,2017-10-01,2017-12-29
    Tom� Lysaght,1,3,,
    "#);
}

fn dossier_as_text(look: Look, dossier: &morgue::search::Dossier) -> String {
    let mut out = Vec::new();
    dossier::write(&mut out, &look, dossier, 10).expect("a vector takes any bytes");
    String::from_utf8(out).expect("text")
}

#[test]
fn a_dossier_as_text() {
    insta::assert_snapshot!(dossier_as_text(Look::default(), &testing::dossier()), @r#"
    Orla Venn
    person · 12 stories, 2 inferred from the surname · 36 mentions

    written     Venn 30 · Orla Venn 6
    introduced  9  minister · wire.csv#1
                1  leads�[31m it · b\n.txt
    first       2017-10-31  =Grain up, "at last" · wire.csv#1
    last        2017-10-31  Grain prices rose, minister Orla Venn said. · wire.csv#1
    people      Tom� Lysaght 3 of 4
    orgs        Harbour Board 2 of 1,200
    by month    2017-10  ████ 4
                2017-11
                2017-12  ███████ 7
                undated  1 story

     1  =Grain up, "at last"
        2 mentions · Riga; Oslo · Reuters · 2017-10-31 · wire.csv#1
        Grain prices rose, minister Orla Venn sai …
    "#);
}

#[test]
fn a_dossier_on_a_terminal_wraps_and_is_coloured() {
    let look = Look { palette: Palette::colored(), width: Some(48) };
    insta::assert_snapshot!(dossier_as_text(look, &testing::dossier()).replace('\u{1b}', "^"), @r#"
    ^[1mOrla Venn^[0m
    ^[2mperson · 12 stories, 2 inferred from the surname^[0m
    ^[2m· 36 mentions^[0m

    ^[2mwritten^[0m     Venn^[2m 30 · ^[0mOrla Venn^[2m 6^[0m
    ^[2mintroduced^[0m  9  minister^[2m · wire.csv#1^[0m
                1  leads�[31m it^[2m · b\n.txt^[0m
    ^[2mfirst^[0m       2017-10-31  =Grain up, "at last"^[2m ·^[0m
                            ^[2mwire.csv#1^[0m
    ^[2mlast^[0m        2017-10-31  Grain prices rose,
                            minister Orla Venn said.
                            ^[2m· wire.csv#1^[0m
    ^[2mpeople^[0m      Tom� Lysaght^[2m 3 of 4^[0m
    ^[2morgs^[0m        Harbour Board^[2m 2 of 1,200^[0m
    ^[2mby month^[0m    ^[2m2017-10  ^[0m████ 4
                ^[2m2017-11^[0m
                ^[2m2017-12  ^[0m███████ 7
                ^[2mundated  ^[0m1 story

     1  ^[1m=^[0m^[1m^[31mGrain^[0m^[1m up, "at last"^[0m
        ^[2m2 mentions · Riga; Oslo · Reuters ·^[0m
        ^[2m2017-10-31 · wire.csv#1^[0m
        ^[1m^[31mGrain^[0m prices rose, minister Orla Venn sai^[2m …^[0m
    "#);
}

#[test]
fn a_long_time_is_shown_by_year_and_a_long_gap_in_a_line() {
    let month = |text: &str| text.parse().expect("a month");
    let months = [("1987-02", 1), ("1987-03", 80), ("2001-06", 1200), ("2003", 1), ("2004-01", 3)];
    let months = months.map(|(date, stories)| (month(date), stories)).to_vec();
    let whole = testing::dossier();
    let dossier = morgue::search::Dossier { months, undated: 0, read: 500, stories: 1285, top: Vec::new(), ..whole };
    let text = dossier_as_text(Look::default(), &dossier);
    insta::assert_snapshot!(text.split_once("(in").map_or("", |(_, rest)| rest), @r#"
     500 of the 1,285 stories, evenly over the time)
    first       2017-10-31  =Grain up, "at last" · wire.csv#1
    last        2017-10-31  Grain prices rose, minister Orla Venn said. · wire.csv#1
    people      Tom� Lysaght 3 of 4
    orgs        Harbour Board 2 of 1,200
    by year     1987  ███ 81
                (13 years without a story)
                2001  ████████████████████████████████████████ 1,200
                2002
                2003  █ 1
                2004  █ 3
    "#);
}

#[test]
fn a_dossier_as_json() {
    let mut out = Vec::new();
    safe_json::write_line(&mut out, &dossier_record::DossierRecord::of(&testing::dossier(), 1))
        .expect("a vector takes any bytes");
    insta::assert_snapshot!(String::from_utf8(out).expect("text"), @r#"{"v":1,"name":"Orla Venn","kind":"person","forms":[{"form":"Venn","mentions":30},{"form":"Orla \u202eVenn","mentions":6}],"introductions":[{"text":"minister","stories":9,"id":"wire.csv#1"}],"stories":12,"inferred":2,"mentions":36,"first":{"id":"wire.csv#1","headline":"=Grain up, \"at last\"","date":"2017-10-31"},"last":{"id":"wire.csv#1","headline":null,"date":"2017-10-31"},"months":[{"month":"2017-10","stories":4},{"month":"2017-12","stories":7}],"undated":1,"people":[{"name":"Tom\u001b Lysaght","stories":3,"all":4}],"orgs":[{"name":"Harbour Board","stories":2,"all":1200}],"top":[{"id":"wire.csv#1","headline":"=Grain up, \"at last\"","date":"2017-10-31","mentions":2,"inferred":false,"snippet":"=Grain up, \"at last\""}],"read":12}"#);
}

#[test]
fn a_story_as_text() {
    insta::assert_snapshot!(shown(Look::default(), &[]), @r#"
    =Grain up, "at last"
    Riga; Oslo · Reuters · 2017-10-31 · wire.csv#1
    By Ada Quist
    Tags: topics:grain

    RIGA (Reuters) - Grain prices rose,
     minister Orla Venn said.
    "We wait," Venn told the Harbour Board.

    Reporting by Ada Quist

    people: Orla Venn 2
    orgs: Harbour Board 1
    "#);
}

#[test]
fn a_story_on_a_terminal_has_its_names_and_matches_marked() {
    let highlights = [Highlight { field: "body", start: 0, end: 5, whole: (0, 5), clause: 0 }];
    let look = Look { palette: Palette::colored(), width: Some(40) };
    insta::assert_snapshot!(shown(look, &highlights).replace('\u{1b}', "^"), @r#"
    ^[1m=Grain up, "at last"^[0m
    ^[2mRiga; Oslo · Reuters · 2017-10-31 ·^[0m
    ^[2mwire.csv#1^[0m
    ^[2mBy Ada Quist^[0m
    ^[2mTags: topics:grain^[0m

    ^[2mRIGA (Reuters) - ^[0m^[1m^[31mGrain^[0m prices rose,
     minister ^[4mOrla Venn^[0m said.
    "We wait," ^[4mVenn^[0m told the ^[2m^[4mHarbour Board^[0m.

    ^[2mReporting by Ada Quist^[0m

    ^[2mpeople: Orla Venn 2^[0m
    ^[2morgs: Harbour Board 1^[0m
    "#);
}

#[test]
fn a_story_as_json() {
    let found = FoundDocument { document: testing::document(), inferred: false, stale: Some(Staleness::Stale) };
    let highlights = [Highlight { field: "body", start: 0, end: 5, whole: (0, 5), clause: 0 }];
    let mut out = Vec::new();
    safe_json::write_line(&mut out, &record::StoryRecord::of(&found, Some(&highlights)))
        .expect("a vector takes any bytes");
    insta::assert_snapshot!(String::from_utf8(out).expect("text"), @r#"{"v":1,"id":"wire.csv#1","path":"wire.csv","member":"1","headline":"=Grain up, \"at last\"","date":"2017-10-31","date_source":"record","dateline":"RIGA (Reuters) -","places":["Riga","Oslo"],"agency":"Reuters","byline":"Ada Quist","section":null,"people":[{"name":"Orla Venn","mentions":2}],"orgs":[{"name":"Harbour Board","mentions":1}],"stale":"stale","inferred":false,"body":"Grain prices rose,\n minister Orla \u202eVenn said.\n\"We wait,\" Venn told the\tHarbour Board.","url":null,"lang":null,"dateline_date":"2017-10-30","advisory":null,"trailer":"Reporting by Ada Quist","status":null,"update":2,"tags":["topics:grain"],"headline_tags":["UPDATE 2"],"time":null,"summary":null,"slug":null,"version":null,"format":"csv","encoding":"UTF-8","mentions":[{"kind":"person","name":"Orla Venn","field":"body","start":29,"end":41,"text":"Orla \u202eVenn"},{"kind":"person","name":"Orla Venn","field":"body","start":59,"end":63,"text":"Venn"},{"kind":"org","name":"Harbour Board","field":"body","start":73,"end":86,"text":"Harbour Board"}],"highlights":[{"field":"body","start":0,"end":5}]}"#);
}

#[test]
fn a_story_without_headline_is_called_by_its_first_words_or_its_id() {
    let mut story = testing::document().story;
    story.headline = None;
    assert_eq!(title(&story), "Grain prices rose,\n minister Orla \u{202e}Venn said.");
    story.body = String::new();
    assert_eq!(title(&story), "wire.csv#1");
}

#[test]
fn no_format_lets_a_hazard_through() {
    let formats = [HitFormat::Text, HitFormat::Json, HitFormat::Jsonl, HitFormat::Csv, HitFormat::Tsv];
    let texts = formats
        .map(found)
        .into_iter()
        .chain([shown(Look::default(), &[]), dossier_as_text(Look::default(), &testing::dossier())]);
    for text in texts {
        let hazard = text.chars().find(|&c| crate::escape::is_hazard(c) && c != '\n' && c != '\t');
        assert_eq!(hazard, None, "{text}");
    }
}

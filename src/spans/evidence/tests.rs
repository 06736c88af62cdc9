use super::*;
use crate::query::{Operand, PhraseWord, WordPattern};
use crate::story::NameKind;
use crate::text::analyze;

fn story() -> Story {
    Story {
        id: "1998/raid.txt#7".into(),
        path: "1998/raid.txt".into(),
        headline: Some("Varga resigns over U.S.-led raid".into()),
        byline: Some("Ana Oster and Per Lund".into()),
        dateline: Some("ALMA, Nordia (Wirepress) -".into()),
        places: vec!["Alma, Nordia".into()],
        agency: Some("Wirepress".into()),
        date: "1998-03-14".parse().ok(),
        section: Some("world news".into()),
        body: "Minister Jo Varga resigned. Varga's aides fear more taxes. The raid was led by Nordia.".into(),
        ..Story::default()
    }
}

fn mention(name: &str, field: Field, bytes: (u32, u32), words: (u32, u32)) -> Mention {
    let (start, end, first, last) = (bytes.0, bytes.1, words.0, words.1);
    Mention { kind: NameKind::Person, name: name.into(), key: name.to_lowercase(), field, start, end, first, last }
}

/// The evidence as `field:slice` of each highlight.
fn shown(plan: &Plan) -> Option<Vec<String>> {
    with_names(plan, &NameKeys::new())
}

fn with_names(plan: &Plan, names: &NameKeys) -> Option<Vec<String>> {
    let story = story();
    let headline = analyze(story.headline.as_deref().unwrap_or_default());
    let body = analyze(&story.body);
    let mentions = [
        mention("Jo Varga", Field::Headline, (0, 5), (0, 0)),
        mention("Jo Varga", Field::Body, (9, 17), (1, 2)),
        mention("Jo Varga", Field::Body, (28, 33), (4, 4)),
    ];
    let subject = Subject { story: &story, headline: &headline, body: &body, mentions: &mentions };
    let text = |field| match field {
        "headline" => story.headline.as_deref(),
        "byline" => story.byline.as_deref(),
        "dateline" => story.dateline.as_deref(),
        "section" => story.section.as_deref(),
        "path" => Some(story.path.as_str()),
        _ => Some(story.body.as_str()),
    };
    let slice = |found: &Highlight| {
        let slice = &text(found.field).expect("a field that matched")[found.start..found.end];
        format!("{}:{slice}", found.field)
    };
    evidence(plan, &subject, names).map(|found| found.iter().map(slice).collect())
}

fn clause(scope: Scope, operand: Operand) -> Plan {
    Plan::Text(TextClause { scope, operand, least: 1, typed: 0..0 })
}

fn word(pattern: WordPattern) -> Plan {
    clause(Scope::Anywhere, Operand::Word(pattern))
}

fn exact(text: &str) -> Plan {
    word(WordPattern::Exact(text.into()))
}

fn words(text: &str) -> Vec<PhraseWord> {
    let word = |(at, word): (usize, &str)| PhraseWord { offset: at as u32, pattern: WordPattern::Exact(word.into()) };
    text.split(' ').enumerate().map(word).collect()
}

fn phrase_plan(text: &str) -> Plan {
    clause(Scope::Anywhere, Operand::Phrase(words(text)))
}

fn meta(field: MetaField, text: &str) -> Plan {
    Plan::Meta(MetaClause { field, words: words(text), typed: 0..0 })
}

fn not(plan: Plan) -> Plan {
    Plan::Not(Box::new(plan))
}

/// What [`shown`] returns where a plan holds.
macro_rules! found {
    ($($shown:expr),*) => { Some(Vec::<String>::from([$($shown.to_owned()),*])) };
}

#[test]
fn a_word_is_highlighted_wherever_it_stands() {
    assert_eq!(shown(&exact("raid")), found!["body:raid", "headline:raid"]);
    assert_eq!(shown(&word(WordPattern::Inflected("resign".into()))), found!["body:resigned", "headline:resigns"]);
    assert_eq!(shown(&word(WordPattern::Inflected("lead".into()))), found!["body:led", "headline:led"]);
    assert_eq!(shown(&word(WordPattern::Wildcard("t?x*".into()))), found!["body:taxes"]);
    assert_eq!(shown(&word(WordPattern::Fuzzy("nordja".into(), 1))), found!["body:Nordia"]);
    assert_eq!(shown(&exact("u.s.-led")), found!["headline:U.S.-led"]);
    assert_eq!(shown(&exact("peace")), None);
}

#[test]
fn a_scope_is_kept() {
    let raid = || Operand::Word(WordPattern::Exact("raid".into()));
    assert_eq!(shown(&clause(Scope::Headline, raid())), found!["headline:raid"]);
    assert_eq!(shown(&clause(Scope::Body, raid())), found!["body:raid"]);
    assert_eq!(shown(&clause(Scope::Headline, Operand::Word(WordPattern::Exact("fear".into())))), None);
}

#[test]
fn a_phrase_is_highlighted_as_one_and_does_not_leave_its_field() {
    assert_eq!(shown(&phrase_plan("varga aides fear")), found!["body:Varga's aides fear"]);
    assert_eq!(shown(&phrase_plan("u.s. led raid")), found!["headline:U.S.-led raid"]);
    assert_eq!(shown(&phrase_plan("raid minister")), None);
}

#[test]
fn a_phrase_of_wildcards_reaches_to_the_end_of_a_compound() {
    let wild = |offset, text: &str| PhraseWord { offset, pattern: WordPattern::Wildcard(text.into()) };
    let plan = clause(Scope::Anywhere, Operand::Phrase(vec![wild(0, "ov*"), wild(1, "u.s*")]));
    assert_eq!(shown(&plan), found!["headline:over U.S.-led"]);
}

#[test]
fn a_name_is_highlighted_at_every_mention() {
    let person = |name: &str| NamePattern::of(NameKind::Person, name);
    let name = |key: Option<&str>| key.map_or(NamePattern::anyone(NameKind::Person), person);
    let plan = |key| clause(Scope::Anywhere, Operand::Name(name(key)));
    let all = found!["body:Jo Varga", "body:Varga", "headline:Varga"];
    assert_eq!(shown(&plan(Some("varga"))), all);
    assert_eq!(shown(&plan(None)), all);
    assert_eq!(shown(&plan(Some("arga"))), None);
    let set = |key: &str| NameSet { keys: BTreeSet::from([key.to_owned()]), ..NameSet::default() };
    let keys = |key: &str| NameKeys::from([(name(Some("jo")), set(key))]);
    assert_eq!(with_names(&plan(Some("jo")), &keys("jo varga")), all);
    assert_eq!(with_names(&plan(Some("jo")), &keys("jo lund")), None);
    let organization = NamePattern::anyone(NameKind::Organization);
    assert_eq!(shown(&clause(Scope::Anywhere, Operand::Name(organization))), None);
}

#[test]
fn a_surname_means_whom_it_is_inferred_to_mean_unless_the_story_introduces_a_bearer() {
    let name = NamePattern::of(NameKind::Person, "Ana Varga");
    let plan = clause(Scope::Anywhere, Operand::Name(name.clone()));
    let surname = |surname: &str, bearers: &[&str]| {
        let bearers = bearers.iter().map(|&bearer| bearer.to_owned()).collect();
        let keys = BTreeSet::from(["ana varga".to_owned()]);
        NameKeys::from([(name.clone(), NameSet { keys, surnames: BTreeMap::from([(surname.to_owned(), bearers)]) })])
    };
    // Every mention of the fixture has the key `jo varga`; here it stands for a surname.
    let all = found!["body:Jo Varga", "body:Varga", "headline:Varga"];
    assert_eq!(with_names(&plan, &surname("jo varga", &[])), all);
    assert_eq!(with_names(&plan, &surname("jo varga", &["lena varga"])), all);
    assert_eq!(with_names(&plan, &surname("jo varga", &["jo varga"])), None);
    assert_eq!(with_names(&plan, &surname("varga", &[])), None);
}

#[test]
fn nothing_of_what_does_not_hold_is_shown() {
    let both = Plan::And(vec![exact("raid"), exact("peace")]);
    assert_eq!(shown(&both), None);
    let either = Plan::Or(vec![both.clone(), exact("taxes"), exact("aides")]);
    assert_eq!(shown(&either), found!["body:aides", "body:taxes"]);
    assert_eq!(shown(&not(exact("raid"))), None);
    assert_eq!(shown(&not(both)), found!());
    assert_eq!(shown(&not(not(exact("raid")))), found!());
    assert_eq!(shown(&Plan::And(vec![exact("fear"), not(exact("peace"))])), found!["body:fear"]);
    assert_eq!(shown(&Plan::All), found!());
}

#[test]
fn clauses_are_numbered_in_the_order_of_the_plan() {
    let story = story();
    let (headline, body) = (Analysis::default(), analyze(&story.body));
    let subject = Subject { story: &story, headline: &headline, body: &body, mentions: &[] };
    let plan = Plan::And(vec![exact("taxes"), not(exact("peace")), Plan::Or(vec![exact("fear"), exact("fear")])]);
    let clauses: Vec<usize> =
        evidence(&plan, &subject, &NameKeys::new()).expect("a match").iter().map(|found| found.clause).collect();
    assert_eq!(clauses, [2, 3, 0]);
}

#[test]
fn small_fields_match_by_their_words() {
    assert_eq!(shown(&meta(MetaField::Byline, "ana oster")), found!["byline:Ana Oster"]);
    assert_eq!(shown(&meta(MetaField::Byline, "oster ana")), None);
    assert_eq!(shown(&meta(MetaField::Section, "world")), found!["section:world"]);
    assert_eq!(shown(&meta(MetaField::Place, "alma nordia")), found!["dateline:ALMA, Nordia"]);
    assert_eq!(shown(&meta(MetaField::Agency, "wirepress")), found!["dateline:Wirepress"]);
    assert_eq!(shown(&meta(MetaField::Path, "1998 raid")), found!["path:1998/raid"]);
    assert_eq!(shown(&not(meta(MetaField::Path, "1999"))), found!());
}

#[test]
fn an_agency_that_the_dateline_leaves_out_matches_without_highlight() {
    let story = Story { agency: Some("Wirepress".into()), ..Story::default() };
    let nothing = Analysis::default();
    let subject = Subject { story: &story, headline: &nothing, body: &nothing, mentions: &[] };
    assert_eq!(evidence(&meta(MetaField::Agency, "wirepress"), &subject, &NameKeys::new()), Some(Vec::new()));
}

#[test]
fn ids_and_dates_filter() {
    for (pattern, fits) in
        [("1998/raid.txt#7", true), ("1998/*", true), ("*#?", true), ("1998/RAID*", false), ("raid", false)]
    {
        assert_eq!(shown(&Plan::Id(pattern.into())).is_some(), fits, "{pattern}");
    }
    let day = |text: &str| text.parse::<Date>().expect("a date").days();
    let between = |from: Option<&str>, until: Option<&str>| {
        Plan::Date(DateFilter::Between { from: from.map(|from| day(from).0), until: until.map(|until| day(until).1) })
    };
    assert!(shown(&between(Some("1998-03"), Some("1998-03"))).is_some());
    assert!(shown(&between(None, Some("1998-03-14"))).is_some());
    assert!(shown(&between(Some("1998-03-15"), None)).is_none());
    assert!(shown(&between(None, Some("1998-03-13"))).is_none());
    assert!(shown(&Plan::Date(DateFilter::Unknown)).is_none());
}

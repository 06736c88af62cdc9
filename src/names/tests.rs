//! Invented stories as marked text: `{a person}`, `[an organization]`, `{form=whom it means}`. A line `# ...` says what the
//! next lines show; `headline || body` has both fields.

use super::{Recognizer, Tag, Tagger, key};
use crate::story::{Field, Mention, NameKind, Story};
use crate::text::analyze;
use std::cell::Cell;

thread_local! {
    static LOOKS: Cell<usize> = const { Cell::new(0) };
}

/// Counts a look at a word, at what stands between words, or at a form of a name.
pub(super) fn count_look() {
    LOOKS.set(LOOKS.get() + 1);
}

const CASES: &str = include_str!("tests.txt");

/// Returns a text without its marks.
fn unmarked(marked: &str) -> String {
    let mut out = String::new();
    let mut meaning = false;
    for letter in marked.chars() {
        match letter {
            '{' | '[' => {}
            '=' => meaning = true,
            '}' | ']' => meaning = false,
            other if !meaning => out.push(other),
            _ => {}
        }
    }
    out
}

/// Returns a field's text with its mentions marked.
fn marked(text: &str, field: Field, mentions: &[Mention]) -> String {
    let mut out = String::new();
    let mut at = 0;
    for mention in mentions.iter().filter(|mention| mention.field == field) {
        let (start, end) = (mention.start as usize, mention.end as usize);
        let (open, close) = if mention.kind == NameKind::Person { ('{', '}') } else { ('[', ']') };
        out.push_str(&text[at..start]);
        out.push(open);
        out.push_str(&text[start..end]);
        if mention.name != text[start..end] {
            out.push('=');
            out.push_str(&mention.name);
        }
        out.push(close);
        at = end;
    }
    out.push_str(&text[at..]);
    out
}

fn story(headline: &str, body: &str) -> Story {
    Story {
        headline: (!headline.is_empty()).then(|| headline.to_owned()),
        body: body.to_owned(),
        agency: Some("Reuters".to_owned()),
        ..Story::default()
    }
}

fn mentions(story: &Story) -> Vec<Mention> {
    let headline = analyze(story.headline.as_deref().unwrap_or_default());
    Tagger::default().mentions(story, &headline, &analyze(&story.body))
}

#[test]
fn names_are_found_and_resolved_as_marked() {
    let mut wrong = Vec::new();
    let mut count = 0;
    for case in CASES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        count += 1;
        let plain = unmarked(case);
        let (headline, body) = plain.split_once(" || ").unwrap_or(("", &plain));
        let story = story(headline, body);
        let found = mentions(&story);
        let mut got = marked(body, Field::Body, &found);
        if !headline.is_empty() {
            got = format!("{} || {got}", marked(headline, Field::Headline, &found));
        }
        if got != case {
            wrong.push(format!("want {case}\n got {got}"));
        }
    }
    assert!(count >= 60, "{count} cases");
    assert!(wrong.is_empty(), "{} of {count} are wrong\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_model_was_trained_with_these_lists() {
    let (trained, today) = (super::model::lists_of(super::recognizer::MODEL), super::lists::Lists::digest());
    assert_eq!(trained, Some(today), "a list has changed: train the model anew (examples/train_names.rs)");
}

#[test]
fn mentions_ascend_do_not_overlap_and_carry_their_positions() {
    let story = story(
        "Halvorsen quits",
        "Foreign Minister Ingrid Al-Halvorsen quit. Ms. Al-Halvorsen met NATO's Jan van der Berg.",
    );
    let found = mentions(&story);
    let body: Vec<&Mention> = found.iter().filter(|mention| mention.field == Field::Body).collect();
    assert!(body.windows(2).all(|pair| pair[0].end <= pair[1].start && pair[0].last < pair[1].first));
    let positions: Vec<(u32, u32)> = body.iter().map(|mention| (mention.first, mention.last)).collect();
    assert_eq!(positions, [(2, 4), (7, 8), (10, 10), (11, 14)]);
    assert_eq!(found[0].field, Field::Headline);
}

#[test]
fn the_model_alone_reads_places_too_and_does_not_know_who_is_meant() {
    let story = story("Envoy leaves Lisbon", "Ada Brightwell flew to Lisbon. Brightwell did not say why.");
    let headline = analyze(story.headline.as_deref().unwrap_or_default());
    let tags = Tagger::default().tags(&story, &headline, &analyze(&story.body));
    let read: Vec<(Field, &str, Tag)> = tags
        .into_iter()
        .map(|(field, bytes, tag)| {
            let text =
                if field == Field::Headline { story.headline.as_deref().unwrap_or_default() } else { &story.body };
            (field, &text[bytes.start as usize..bytes.end as usize], tag)
        })
        .collect();
    let expected = [
        (Field::Headline, "Lisbon", Tag::Place),
        (Field::Body, "Ada Brightwell", Tag::Person),
        (Field::Body, "Lisbon", Tag::Place),
        (Field::Body, "Brightwell", Tag::Person),
    ];
    assert_eq!(read, expected);
}

#[test]
fn a_person_key_has_no_title_initial_or_generation() {
    for (name, expected) in [
        ("Rex W. Tillerson", "rex tillerson"),
        ("Secretary Rex Tillerson", "rex tillerson"),
        ("U.S. Secretary of State Rex Tillerson", "rex tillerson"),
        ("Kim Jong-un", "kim jong un"),
        ("KIM JONG UN", "kim jong un"),
        ("Sen. Ana Pérez, Jr.", "ana perez"),
        ("Walter Lund III", "walter lund"),
        ("Q. Todd Harmon", "q todd harmon"),
        ("President Harmon", "harmon"),
        ("Pope Francis", "pope francis"),
        ("King Fahd", "king fahd"),
        ("President", "president"),
        ("Malcolm X", "malcolm x"),
    ] {
        assert_eq!(key(NameKind::Person, name), expected, "{name}");
    }
}

#[test]
fn an_organization_key_is_that_of_its_long_form() {
    for (name, expected) in [
        ("NATO", "north atlantic treaty organization"),
        ("N.A.T.O.", "north atlantic treaty organization"),
        ("the North Atlantic Treaty Organisation", "north atlantic treaty organization"),
        ("U.N.", "united nations"),
        ("the Fed", "federal reserve"),
        ("U.S. State Department", "state department"),
        ("Norden Shipping Corp", "norden shipping"),
        ("Norden Shipping Co., Ltd.", "norden shipping"),
        ("Norden Plc", "norden"),
        ("Lorimer and Co", "lorimer"),
        ("Halden Maskin S.A.", "halden maskin"),
        ("General Co", "general co"),
        ("Toyota Motor Co", "toyota motor corp"),
        ("Standard & Poor's", "standard and poor"),
        ("The Norden Group", "norden group"),
        ("U.S. Harbor Council", "u.s. harbor council"),
    ] {
        assert_eq!(key(NameKind::Organization, name), expected, "{name}");
    }
}

#[test]
fn the_key_of_a_mention_is_the_key_of_its_name() {
    let story =
        story("", "U.S. Senator Elise B. Moreau-Hart Jr. met IMF chief Tomas Lindqvist. Moreau-Hart thanked the Fed.");
    for mention in mentions(&story) {
        assert_eq!(mention.key, key(mention.kind, &mention.name), "{}", mention.name);
    }
}

#[test]
fn no_two_mentions_overlap_whatever_the_lists_bring_together() {
    let phrases: Vec<String> = super::lists::world_organizations().flatten().map(str::to_owned).collect();
    let between = ["and", "of", "the", "Brothers", "Trade", "said", "National", "'s", "(ABC)", ",", "."];
    let mut state = 7_usize;
    let mut draw = |below: usize| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % below
    };
    for _ in 0..300 {
        let mut body = String::new();
        for _ in 0..30 {
            let phrase = &phrases[draw(phrases.len())];
            let words: Vec<&str> = phrase.split(' ').collect();
            let from = draw(words.len());
            body.push_str(&words[from..].join(" "));
            body.push(' ');
            body.push_str(between[draw(between.len())]);
            body.push(' ');
        }
        let found = mentions(&story("", &body));
        for pair in found.windows(2) {
            assert!(pair[0].end <= pair[1].start && pair[0].last < pair[1].first, "{pair:?} in {body}");
        }
    }
}

#[test]
fn a_name_without_end_is_no_name_and_costs_its_length() {
    let body = format!("John {}Smith said. {}", "Xavier ".repeat(20_000), "Smith said. ".repeat(2_000));
    let found = mentions(&story("", &body));
    let bytes: usize = found.iter().map(|mention| mention.name.len() + mention.key.len()).sum();
    assert!(bytes < body.len(), "{bytes} bytes of names for {} of text", body.len());
    let body = "UN and ".repeat(100_000);
    let found = mentions(&story("", &body));
    assert!(found.iter().all(|mention| mention.name.len() < 100), "{:?}", found.iter().map(|one| &one.name).max());
}

/// Returns how many looks it takes to find the names of a text.
fn looks(body: &str) -> usize {
    let story = story("", body);
    let before = LOOKS.get();
    mentions(&story);
    LOOKS.get() - before
}

/// Returns an invented word of six letters, another for each number.
fn invented(number: usize) -> String {
    let letters = (0..4).map(|place| char::from(b'a' + (number / 26_usize.pow(place) % 26) as u8));
    format!("Qu{}", letters.collect::<String>())
}

#[test]
fn the_work_grows_with_the_length_of_a_story_and_not_with_its_square() {
    type Sentence = fn(usize) -> String;
    let shapes: [(&str, Sentence); 7] = [
        ("first names", |number| format!("Greta {0} met Peter {0}. ", invented(number))),
        ("speakers", |number| format!("{} {} said. ", invented(number), invented(number + 7))),
        ("one run", |number| format!("{} {} ", invented(number), invented(number + 7))),
        ("one surname", |number| format!("Mr {} Holm met Mr Holm. ", invented(number))),
        ("acronyms", |_| "Kim Jong Su met the Norden Rescue League (NRL) again. ".to_owned()),
        ("companies", |number| format!("{0} Corp rose. {0} fell. ", invented(number))),
        ("head words", |number| format!("Department Of {} ", invented(number))),
    ];
    for (shape, sentence) in shapes {
        let text = |count: usize| (0..count).map(sentence).collect::<String>();
        let (once, twice) = (looks(&text(400)), looks(&text(800)));
        assert!(twice < once * 9 / 4, "{shape}: {once} looks, then {twice}");
    }
}

#[test]
fn thousands_of_bearers_of_a_surname_stay_apart() {
    let count = 8_000;
    let sentences = (0..count).map(|number| format!("Greta {} Holm met Mrs. Holm.", invented(number)));
    let body = sentences.collect::<Vec<_>>().join(" ");
    let found = mentions(&story("", &body));
    assert_eq!(found.len(), 2 * count);
    for (number, pair) in found.chunks(2).enumerate() {
        let name = format!("Greta {} Holm", invented(number));
        assert!(pair.iter().all(|mention| mention.name == name), "{name}: {pair:?}");
    }
}

#[test]
fn a_headline_goes_on_from_whom_the_body_named_last() {
    let story = story("Mr Holm meets Mr Holm", "Peter Holm sued Tomas Holm. Tomas Holm won.");
    let found = mentions(&story);
    let names: Vec<&str> = found.iter().map(|mention| mention.name.as_str()).take(2).collect();
    assert_eq!(names, ["Tomas Holm", "Tomas Holm"]);
}

#[test]
fn a_book_is_read_in_passages_and_every_one_of_them_has_its_names() {
    let paragraph = "Anna Berzina spoke first. Berzina left the harbour late on Monday with the ferry.\n\n";
    let body = paragraph.repeat(8000);
    let mentions = mentions(&story("Berzina speaks", &body));
    assert_eq!(mentions.len(), 16_001, "one in the headline, two in each paragraph");
    assert!(mentions.iter().all(|mention| mention.name == "Anna Berzina"));
    let in_body = mentions.iter().filter(|mention| mention.field == Field::Body);
    for (number, mention) in in_body.enumerate() {
        let form = &body[mention.start as usize..mention.end as usize];
        assert_eq!(form, if number % 2 == 0 { "Anna Berzina" } else { "Berzina" });
        assert_eq!(mention.last + 1 - mention.first, if number % 2 == 0 { 2 } else { 1 });
    }
}

use super::*;
use crate::names::{Recognizer, Tag, Tagger};
use crate::story::NameKind::{Organization, Person};
use crate::story::{Field, Mention, Story};
use crate::text::Analysis;
use std::path::PathBuf;

/// Writes files into a temporary folder and reads them as corpora.
fn corpora(files: &[(&str, &str)]) -> crate::error::Result<Vec<Corpus>> {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).expect("written");
    }
    read(&[folder.path().to_path_buf()])
}

/// Returns the names of a document as text, with what they are.
fn names(document: &Document) -> Vec<(&str, Field, Tag)> {
    let Story { headline, body, .. } = &document.story;
    let text = |field| if field == Field::Headline { headline.as_deref().unwrap_or_default() } else { body.as_str() };
    document
        .names
        .iter()
        .map(|gold| (&text(gold.field)[gold.start as usize..gold.end as usize], gold.field, gold.tag))
        .collect()
}

#[test]
fn columns_are_stories_with_their_names() {
    let text = "-DOCSTART-\tO\n\nNorden\tB-ORG\nwins\tO\n\n\"\tO\nGreta\tB-PER\nHolm\tI-PER\n's\tO\nlaw\tO\n\"\tO\n(\tO\nOslo\tB-LOC\n)\tO\n.\tO\n\n-DOCSTART-\tO\n\nNorden\tB-ORG\nOslo\tB-LOC\nDanes\tB-MISC\n";
    let corpora = corpora(&[("a.tsv", text)]).expect("read");
    let [first, second] = corpora[0].documents.as_slice() else { panic!("{corpora:?}") };
    assert_eq!(first.story.headline.as_deref(), Some("Norden wins"));
    assert_eq!(first.story.body, "\"Greta Holm's law\" (Oslo). ");
    assert_eq!(
        names(first),
        [
            ("Norden", Field::Headline, Tag::Organization),
            ("Greta Holm", Field::Body, Tag::Person),
            ("Oslo", Field::Body, Tag::Place),
        ]
    );
    // A name that begins right after another of another kind, or with B, is a name of its own.
    assert_eq!(names(second).len(), 3);
}

#[test]
fn marked_stories_have_a_headline_and_paragraphs() {
    let text = "# A comment.\n= [Norden] falls\n<OSLO> - {Greta Holm} said so.\nThe |Danes| agreed.\n";
    let corpora = corpora(&[("a.txt", text)]).expect("read");
    let document = &corpora[0].documents[0];
    assert_eq!(document.story.body, "OSLO - Greta Holm said so.\n\nThe Danes agreed.\n\n");
    let tags: Vec<Tag> = names(document).into_iter().map(|(_, _, tag)| tag).collect();
    assert_eq!(tags, [Tag::Organization, Tag::Place, Tag::Person, Tag::Other]);
}

#[test]
fn a_line_that_is_not_of_its_form_is_named() {
    for (file, text, place) in [
        ("a.tsv", "Norden B-ORG\n", "a.tsv:1"),
        ("a.tsv", "Norden\tB-ORG\n", ""),
        ("a.txt", "No headline.\n", "a.txt:1"),
        ("a.txt", "= One\nA {name without end.\n", "a.txt:2"),
        ("a.txt", "= One\nA {name [in]} another.\n", "a.txt:2"),
        ("a.txt", "= One\nAn end] alone.\n", "a.txt:2"),
    ] {
        let result = corpora(&[(file, text)]);
        match result {
            Err(error) => assert!(!place.is_empty() && error.to_string().contains(place), "{error}"),
            Ok(_) => assert!(place.is_empty(), "{text}"),
        }
    }
    assert!(read(&[PathBuf::from("no such folder")]).is_err());
}

/// A story for each of some words, with people that speak and companies whose shares fall.
fn lessons() -> String {
    let people = ["Holm", "Brandt", "Okerlund", "Skelp", "Quill"];
    let companies = ["Kastell", "Tessaly", "Nordex", "Orla", "Vanta"];
    let lesson = |(person, company)| {
        let body = format!("Greta said {{{person}}} left. Shares of [{company}] fell, {{{person}}} said.");
        format!("= {{{person}}} leaves [{company}]\n{body}\n")
    };
    people.iter().zip(companies).map(lesson).collect()
}

fn options() -> Options {
    Options { epochs: 30, penalty: 1e-6, clusters: (4, 50), ..Options::default() }
}

#[test]
fn the_same_text_gives_the_same_model_and_the_model_what_was_taught() {
    let corpora = corpora(&[("lessons.txt", &lessons())]).expect("read");
    let mut told = Vec::new();
    let model = train(&corpora, &options(), &mut |progress| told.push(progress));
    assert_eq!(model, train(&corpora, &options(), &mut |_| {}));
    assert!(matches!(told.last(), Some(Progress::Packed { bytes, .. }) if *bytes == model.len()), "{told:?}");
    let tagger = Tagger::with_model(model).expect("a model");
    let report = score(&corpora[0].documents, &tagger);
    assert_eq!((report.persons.f1(), report.organizations.f1()), (100.0, 100.0), "{:?}", report.errors);
}

#[test]
fn bytes_that_are_no_model_are_refused() {
    let corpora = corpora(&[("lessons.txt", &lessons())]).expect("read");
    let model = train(&corpora, &options(), &mut |_| {});
    assert!(Tagger::with_model(Vec::new()).is_none());
    assert!(Tagger::with_model(model[..model.len() - 1].to_vec()).is_none());
    let changed = |at: usize, byte: u8| {
        let mut model = model.clone();
        model[at] = byte;
        model
    };
    assert!(Tagger::with_model(changed(8, 99)).is_none(), "another version");
    assert!(Tagger::with_model(changed(16, 64)).is_none(), "a table without end");
    assert!(Tagger::with_model([model.as_slice(), &[0]].concat()).is_none(), "bytes too many");
}

/// Finds what it is told to find.
struct Told(Vec<Mention>);

impl Recognizer for Told {
    fn explain(&self, _: &Story, _: &Analysis, _: &Analysis) -> Vec<(Mention, crate::names::Why)> {
        Vec::new()
    }

    fn mentions(&self, _: &Story, _: &Analysis, _: &Analysis) -> Vec<Mention> {
        self.0.clone()
    }
}

#[test]
fn errors_are_counted_by_class() {
    let text = "= Trade\n<OSLO> ([Wire]) - {Greta Holm} of [Norden Corp.] met {Quill} and the |Danes| in <Bergen>.\n";
    let corpora = corpora(&[("a.txt", text)]).expect("read");
    let documents = &corpora[0].documents;
    let body = &documents[0].story.body;
    let found = |words: &str, kind| {
        let start = body.find(words).expect("in the text") as u32;
        let (name, key) = (words.to_owned(), words.to_owned());
        Mention { kind, name, key, field: Field::Body, start, end: start + words.len() as u32, first: 0, last: 0 }
    };
    let told = Told(vec![
        found("Holm", Person),
        found("Norden Corp", Organization),
        found("Quill", Organization),
        found("Danes", Organization),
        found("Bergen", Person),
    ]);
    let report = score(documents, &told);
    assert_eq!(report.datelines, 1);
    assert_eq!(report.persons, Counts { right: 0, wrong: 2, missed: 2 });
    assert_eq!(report.organizations, Counts { right: 1, wrong: 2, missed: 0 });
    let classes: Vec<&str> = report.errors.keys().map(String::as_str).collect();
    assert_eq!(
        classes,
        [
            "organization that is another name",
            "person of the other kind",
            "person that is a place",
            "person with other borders",
        ]
    );
}

#[test]
fn words_between_the_same_words_share_a_path_and_no_classes_are_no_paths() {
    let word = |name: &str| crate::names::hash::bytes(name.as_bytes());
    let sentence = |text: &str| text.split(' ').map(word).collect::<Vec<u64>>();
    let mut sentences = Vec::new();
    for _ in 0..5 {
        for text in ["the red house fell", "the blue house fell", "a small ship sank", "a large ship sank"] {
            sentences.push(sentence(text));
        }
    }
    let fineness = |classes| clusters::Fineness { classes, words: 100, fewest: 2 };
    let paths: std::collections::HashMap<u64, u32> = clusters::brown(&sentences, fineness(6)).into_iter().collect();
    assert_eq!(paths[&word("red")], paths[&word("blue")]);
    assert_eq!(paths[&word("small")], paths[&word("large")]);
    assert_ne!(paths[&word("red")], paths[&word("small")]);
    assert!(clusters::brown(&sentences, fineness(0)).is_empty());
    assert_eq!(clusters::brown(&sentences, fineness(1)).len(), 10);
}

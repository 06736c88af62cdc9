//! The fixture of the unit tests: two invented stories, an engine that knows them, and streams that remember.

use crate::console::{Console, Look, Messages};
use morgue::Result;
use morgue::query::Plan;
use morgue::search::{
    Answer, Candidate, Companion, Dossier, DossierRequest, Engine, Facet, FormCount, FoundDocument, Hit,
    IntroductionCount, NameCount, SearchRequest, Snippet, StoryKey, TopStory, Who, choose,
};
use morgue::spans::{self, Highlight, NameKeys, Subject};
use morgue::story::{DateSource, Document, Field, Mention, NameKind, Story};
use morgue::text::analyze;
use std::io::{self, Write};
use std::sync::{Arc, Mutex};

/// What was written to a stream.
#[derive(Clone, Default)]
pub(crate) struct Written(Arc<Mutex<Vec<u8>>>);

impl Written {
    pub(crate) fn text(&self) -> String {
        String::from_utf8(self.0.lock().expect("no test panics while it writes").clone()).expect("text")
    }
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no test panics while it writes").write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Returns messages that nobody watches, and what is written to them.
pub(crate) fn messages() -> (Messages, Written) {
    let written = Written::default();
    (Messages::new(Box::new(written.clone()), Look::default(), false), written)
}

/// Returns a console that nobody watches, and what is written to its streams.
pub(crate) fn console() -> (Console, Written, Written) {
    let out = Written::default();
    let (messages, err) = messages();
    (Console { out: Box::new(out.clone()), look: Look::default(), height: None, messages }, out, err)
}

/// Returns an invented story with its mentions; it holds what must not reach a terminal.
pub(crate) fn document() -> Document {
    let body =
        "Grain prices rose,\n minister Orla \u{202e}Venn said.\n\"We wait,\" Venn told the\tHarbour Board.".to_owned();
    let mention = |kind, name: &str, key: &str, text: &str, nth: usize| {
        let start = body.match_indices(text).nth(nth).expect("in the body").0;
        Mention {
            kind,
            name: name.to_owned(),
            key: key.to_owned(),
            field: Field::Body,
            start: start as u32,
            end: (start + text.len()) as u32,
            first: 0,
            last: 0,
        }
    };
    let mentions = vec![
        mention(NameKind::Person, "Orla Venn", "orla venn", "Orla \u{202e}Venn", 0),
        mention(NameKind::Person, "Orla Venn", "orla venn", "Venn", 1),
        mention(NameKind::Organization, "Harbour Board", "harbour board", "Harbour Board", 0),
    ];
    let story = Story {
        id: "wire.csv#1".into(),
        path: "wire.csv".into(),
        member: Some("1".into()),
        headline: Some("=Grain up, \"at last\"".into()),
        headline_tags: vec!["UPDATE 2".into()],
        update: Some(2),
        byline: Some("Ada Quist".into()),
        dateline: Some("RIGA (Reuters) -".into()),
        places: vec!["Riga".into(), "Oslo".into()],
        agency: Some("Reuters".into()),
        date: "2017-10-31".parse().ok(),
        date_source: Some(DateSource::Record),
        dateline_date: "2017-10-30".parse().ok(),
        trailer: Some("Reporting by Ada Quist".into()),
        tags: vec!["topics:grain".into()],
        format: "csv".into(),
        encoding: "UTF-8".into(),
        body,
        ..Story::default()
    };
    Document { story, mentions }
}

/// Returns the hit of the query `grain` in that story.
pub(crate) fn hit() -> Hit {
    let Document { story, .. } = document();
    let snippet = |field, start, text: &str, highlights| Snippet { field, start, text: text.to_owned(), highlights };
    Hit {
        rank: 1,
        score: 12.3,
        people: vec![NameCount { name: "Orla Venn".into(), mentions: 2 }],
        organizations: vec![NameCount { name: "Harbour Board".into(), mentions: 1 }],
        snippets: vec![
            snippet("headline", 0, "=Grain up, \"at last\"", vec![(1, 6)]),
            snippet("body", 0, &story.body[..45], vec![(0, 5)]),
        ],
        story: Story { body: String::new(), ..story },
        inferred: false,
        stale: None,
        group: None,
    }
}

/// Returns a hit of which little is known.
pub(crate) fn bare_hit() -> Hit {
    let story = Story { id: "b\n.txt".into(), path: "b\n.txt".into(), ..Story::default() };
    let (people, organizations, snippets) = (Vec::new(), Vec::new(), Vec::new());
    Hit {
        rank: 2,
        score: 0.0,
        story,
        people,
        organizations,
        snippets,
        inferred: true,
        group: None,
        stale: Some(morgue::search::Staleness::Missing),
    }
}

/// Answers from two stories, the fixture and one like it, of which a word holds when it is a part of the body.
pub(crate) struct Fake {
    stories: Vec<Document>,
}

impl Fake {
    pub(crate) fn new() -> Self {
        let mut second = document();
        second.story.id = "wire.csv#2".into();
        Self { stories: vec![document(), second] }
    }

    fn highlights(plan: &Plan, document: &Document) -> Option<Vec<Highlight>> {
        let headline = analyze(document.story.headline.as_deref().unwrap_or_default());
        let body = analyze(&document.story.body);
        let Document { story, mentions } = document;
        spans::evidence(plan, &Subject { story, headline: &headline, body: &body, mentions }, &NameKeys::new())
    }

    fn holds(plan: &Plan, document: &Document) -> bool {
        Self::highlights(plan, document).is_some()
    }

    fn answer<T: 'static>(&self, request: &SearchRequest, make: impl Fn(&Document) -> T) -> Answer<'_, T> {
        let found: Vec<_> = self.stories.iter().filter(|story| Self::holds(&request.plan, story)).collect();
        let asked = found.iter().skip(request.offset).take(request.limit.unwrap_or(usize::MAX));
        let rows: Vec<_> = asked.map(|document| Ok(make(document))).collect();
        Answer { total: found.len() as u64, hits: Box::new(rows.into_iter()) }
    }
}

impl Engine for Fake {
    fn staleness(&self, _: &Story) -> Result<Option<morgue::search::Staleness>> {
        Ok(None)
    }

    fn evidence(&self, plan: &Plan, document: &Document) -> Result<Option<Vec<Highlight>>> {
        Ok(Self::highlights(plan, document))
    }

    fn search(&self, request: &SearchRequest) -> Result<Answer<'_, Hit>> {
        Ok(self.answer(request, |document| Hit { story: document.story.clone(), ..hit() }))
    }

    fn keys(&self, request: &SearchRequest) -> Result<Answer<'_, StoryKey>> {
        Ok(self.answer(request, |document| {
            let (id, path) = (document.story.id.clone(), document.story.path.clone());
            StoryKey { id, path }
        }))
    }

    fn documents(&self, request: &SearchRequest) -> Result<Answer<'_, FoundDocument>> {
        Ok(self.answer(request, |document| FoundDocument { document: document.clone(), inferred: false, stale: None }))
    }

    fn count(&self, plan: &Plan) -> Result<u64> {
        Ok(self.stories.iter().filter(|story| Self::holds(plan, story)).count() as u64)
    }

    fn story(&self, id: &str) -> Result<Option<Document>> {
        Ok(self.stories.iter().find(|document| document.story.id == id).cloned())
    }

    fn versions(&self, id: &str) -> Result<Vec<Document>> {
        Ok(self.story(id)?.into_iter().collect())
    }

    fn names(&self, _: &Plan, _: NameKind) -> Result<Vec<Facet>> {
        Ok(facets())
    }

    fn who(&self, request: &DossierRequest) -> Result<Who> {
        let mut candidates = Vec::new();
        for name in request.names.iter().filter(|name| name.kind == NameKind::Person) {
            let key = name.key.as_deref().unwrap_or_default();
            let fits = facets().into_iter().filter(|facet| facet.key.contains(key));
            let candidate = |facet: Facet| Candidate { kind: NameKind::Person, is_exact: facet.key == key, facet };
            candidates.extend(fits.map(candidate));
        }
        let dossier = choose(&candidates, request.names.len() == 1).map(|_| dossier());
        Ok(Who { candidates, dossier })
    }

    fn explain(&self, plan: &Plan) -> Result<Vec<String>> {
        Ok(vec![format!("the fixture holds {} stories", self.count(plan)?)])
    }

    fn similar_words(&self, _: &str, limit: usize) -> Result<Vec<String>> {
        Ok(vec!["grain".to_owned(); limit.min(1)])
    }
}

/// Returns two names.
pub(crate) fn facets() -> Vec<Facet> {
    let facet = |name: &str, stories, first: &str, last: &str| Facet {
        name: name.to_owned(),
        key: name.to_lowercase(),
        stories,
        mentions: 3 * stories,
        first: first.parse().ok(),
        last: last.parse().ok(),
    };
    vec![facet("Orla Venn", 12, "2017-10-01", "2017-12-29"), facet("Tom\u{1b} Lysaght", 1, "", "")]
}

/// Returns the dossier of the fixture's minister.
pub(crate) fn dossier() -> Dossier {
    let story = document().story;
    let month = |text: &str| text.parse().expect("a month");
    let introduction = |text: &str, stories, id: &str| IntroductionCount { text: text.into(), stories, id: id.into() };
    Dossier {
        kind: NameKind::Person,
        name: "Orla Venn".into(),
        key: "orla venn".into(),
        forms: vec![
            FormCount { form: "Venn".into(), mentions: 30 },
            FormCount { form: "Orla \u{202e}Venn".into(), mentions: 6 },
        ],
        introductions: vec![
            introduction("minister", 9, "wire.csv#1"),
            introduction("leads\u{1b}[31m it", 1, "b\n.txt"),
        ],
        read: 12,
        stories: 12,
        inferred: 2,
        mentions: 36,
        first: Some(story.clone()),
        last: Some(Story { headline: None, ..story }),
        months: vec![(month("2017-10"), 4), (month("2017-12"), 7)],
        undated: 1,
        people: vec![Companion { name: "Tom\u{1b} Lysaght".into(), stories: 3, all: 4 }],
        organizations: vec![Companion { name: "Harbour Board".into(), stories: 2, all: 1200 }],
        top: vec![TopStory { hit: hit(), mentions: 2 }],
    }
}

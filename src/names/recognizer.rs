//! The recognizer: what the model reads, set right by rules and by who is in the story.
//!
//! The model reads every name where it stands. Then the story is looked at as a whole: full names and expanded acronyms
//! introduce its people and organizations, and every capitalised word that is a form of one of them is a mention, also where
//! the model read nothing, unless it is part of the name of a place or a thing. The headline comes last, since it is
//! understood through the body.

use super::Recognizer;
use super::acronyms::{Expansion, expansions};
use super::cast::Cast;
use super::evidence::Evidence;
use super::key::{listed_key, split_words};
use super::lists::{Lists, WordMap, class};
use super::model::Model;
use super::persons::is_female;
use super::resolve::{Found, Resolver, mentions};
use super::rules::{
    adjusted, apart, has_code, is_addressed, is_addressed_by_sex, is_by_head, is_free, is_in_dateline,
    is_organization_after_all, is_person_after_all, is_surname_first, known_organization, partners_end, royal_start,
    title_before,
};
use super::tag::Tag;
use super::tagger::{Tagged, tag};
use super::why::{Finding, Why};
use super::words::{Gap, Shape, Style, Text};
use crate::story::{Field, Mention, NameKind, Story};
use crate::text::Analysis;
use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

/// The model that comes with the program.
pub(super) static MODEL: &[u8] = include_bytes!("model.bin");

/// Finds people and organizations with a trained model, rules and the story's own evidence.
#[derive(Clone, Debug)]
pub struct Tagger {
    model: Cow<'static, [u8]>,
}

impl Default for Tagger {
    fn default() -> Self {
        Self { model: Cow::Borrowed(MODEL) }
    }
}

impl Tagger {
    /// Returns a recognizer with another model than the built-in one; `None` where the bytes are no model of this version.
    pub fn with_model(bytes: Vec<u8>) -> Option<Self> {
        Model::open(&bytes)?;
        Some(Self { model: Cow::Owned(bytes) })
    }

    fn opened(&self) -> Option<Model<'_>> {
        let mut model = Model::open(&self.model)?;
        model.is_built_in = matches!(self.model, Cow::Borrowed(_));
        Some(model)
    }

    /// Returns what the model alone reads in a story, headline first: where, in bytes of the field, and what kind of name.
    /// Whom a name means is not looked at yet.
    pub fn tags(&self, story: &Story, headline: &Analysis, body: &Analysis) -> Vec<(Field, Range<u32>, Tag)> {
        let Some(model) = self.opened() else { return Vec::new() };
        let texts = texts(story, headline, body, &model);
        let evidence = Evidence::of(&texts, &[expansions(&texts[0]), expansions(&texts[1])]);
        let place = |one: Tagged| {
            let text = &texts[one.text];
            let (start, end) = text.bytes(&one.words);
            (text.field, start..end, one.tag)
        };
        tag(&model, &texts, &evidence).into_iter().map(place).collect()
    }
}

/// Returns headline and body as the model reads them.
fn texts<'t>(story: &'t Story, headline: &'t Analysis, body: &'t Analysis, model: &Model<'_>) -> [Text<'t>; 2] {
    let (lists, headline_text) = (Lists::get(), story.headline.as_deref().unwrap_or_default());
    [
        Text::new(Field::Headline, headline_text, headline, lists, &model.clusters),
        Text::new(Field::Body, &story.body, body, lists, &model.clusters),
    ]
}

impl Recognizer for Tagger {
    fn mentions(&self, story: &Story, headline: &Analysis, body: &Analysis) -> Vec<Mention> {
        self.explain(story, headline, body).into_iter().map(|(mention, _)| mention).collect()
    }

    fn explain(&self, story: &Story, headline: &Analysis, body: &Analysis) -> Vec<(Mention, Why)> {
        let nothing = Analysis::default();
        let passages = passages(body);
        let read = |(number, tokens): (usize, &Range<usize>)| {
            let headline = if number == 0 { headline } else { &nothing };
            self.read(story, headline, &body.passage(tokens.clone()))
        };
        match passages[..] {
            [_] => self.read(story, headline, body),
            _ => passages.iter().enumerate().flat_map(read).collect(),
        }
    }
}

/// How many tokens of a story are read as one: many times what news has. A text beyond that is a book or a year's stories in
/// one, where a surname far back need not be the same person's, and reading it whole would take memory without end.
const LONGEST_PASSAGE: usize = 100_000;

/// Cuts a body into passages, between paragraphs where there are some.
fn passages(body: &Analysis) -> Vec<Range<usize>> {
    let tokens = &body.tokens;
    let mut passages = Vec::new();
    let mut from = 0;
    while tokens.len() - from > LONGEST_PASSAGE {
        let at = |position: u32| tokens.partition_point(|token| token.position < position);
        let end = from + LONGEST_PASSAGE;
        let paragraphs = body.paragraphs.partition_point(|first| *first <= tokens[end].position);
        let border = body.paragraphs[..paragraphs].last().map_or(0, |first| at(*first));
        // A compound stays with its parts.
        let end = if border > from { border } else { at(tokens[end].position) };
        passages.push(from..end);
        from = end;
    }
    passages.push(from..tokens.len());
    passages
}

impl Tagger {
    /// Finds the names of a headline and a body, which resolve each other.
    fn read(&self, story: &Story, headline: &Analysis, body: &Analysis) -> Vec<(Mention, Why)> {
        let Some(model) = self.opened() else { return Vec::new() };
        let texts = texts(story, headline, body, &model);
        let expansions = [expansions(&texts[0]), expansions(&texts[1])];
        let evidence = Evidence::of(&texts, &expansions);
        let mut reader = Reader::new(story.agency.as_deref());
        let tagged = tag(&model, &texts, &evidence);
        reader.count(&texts, &tagged);
        for (number, text) in texts.iter().enumerate().rev() {
            reader.introduce(text, &evidence, &expansions[number], tagged.iter().filter(|one| one.text == number));
        }
        reader.settle(&texts);
        for text in texts.iter().rev() {
            reader.complete(text);
        }
        reader.drop_ordinary(&texts);
        let mut found = reader.found;
        found.sort_unstable_by_key(|one| (one.field, one.words.start));
        // Bodies introduce, so they are resolved first; the caller wants the headline first.
        let split = found.partition_point(|one| one.field == Field::Headline);
        let body_found = found.split_off(split);
        let mut resolver = Resolver::new(&reader.cast);
        let body_mentions = mentions(&texts, &evidence, body_found, &mut resolver);
        let mut out = mentions(&texts, &evidence, found, &mut resolver);
        out.extend(body_mentions);
        out
    }
}

/// The longest name that is taken, in bytes: each short form of it in a story holds a copy of it.
const LONGEST_NAME: usize = 256;

/// Which words of a field belong to a name.
struct Covered(Vec<bool>);

impl Covered {
    fn new(text: &Text<'_>) -> Self {
        Self(vec![false; text.words.len()])
    }

    /// Covers some words, unless one of them is of another name.
    fn take(&mut self, words: &Range<usize>) -> bool {
        let free = self.is_free(words);
        if free {
            self.0[words.clone()].fill(true);
        }
        free
    }

    fn is_free(&self, words: &Range<usize>) -> bool {
        !self.0[words.clone()].contains(&true)
    }
}

/// What is known of a story while it is read.
struct Reader<'s> {
    agency: Option<&'s str>,
    cast: Cast,
    found: Vec<Found>,
    /// The acronyms of what is no organization.
    things: HashSet<u32>,
    /// How often a word alone was read as a person, and as an organization.
    alone: WordMap<u32, [u32; 2]>,
    /// Single words read as places or other names: they may still be a surname.
    doubtful: Vec<(Field, usize)>,
    /// Places and other names of several words, which cover their words.
    places: Vec<(Field, Range<usize>)>,
}

impl<'s> Reader<'s> {
    fn new(agency: Option<&'s str>) -> Self {
        Self {
            agency,
            cast: Cast::default(),
            found: Vec::new(),
            things: HashSet::new(),
            alone: WordMap::default(),
            doubtful: Vec::new(),
            places: Vec::new(),
        }
    }

    /// Counts what each word alone was read as: the story means the same by it everywhere.
    fn count(&mut self, texts: &[Text<'_>; 2], tagged: &[Tagged]) {
        for one in tagged.iter().filter(|one| one.words.len() == 1) {
            let text = &texts[one.text];
            let weight = if text.style(one.words.start) == Style::Sentence { 2 } else { 1 };
            let counts = self.alone.entry(text.hash(one.words.start)).or_default();
            match one.tag {
                Tag::Person => counts[0] += weight,
                Tag::Organization => counts[1] += weight,
                Tag::Place | Tag::Other => {}
            }
        }
    }

    /// Returns what a name is by the count of its word, where that is the whole name.
    fn by_count(&self, text: &Text<'_>, tag: Tag, words: &Range<usize>) -> Tag {
        let counted = words.len() == 1 && matches!(tag, Tag::Person | Tag::Organization);
        match self.alone.get(&text.hash(words.start)) {
            Some([persons, organizations]) if counted && persons > organizations => Tag::Person,
            Some([persons, organizations]) if counted && persons < organizations => Tag::Organization,
            _ => tag,
        }
    }

    /// Takes what the model read in a field, and what the rules know better.
    fn introduce<'a>(
        &mut self,
        text: &Text<'_>,
        evidence: &Evidence,
        expansions: &[Expansion],
        tagged: impl Iterator<Item = &'a Tagged> + Clone,
    ) {
        let mut covered = Covered::new(text);
        let readable = text.field == Field::Body || text.cased;
        for Expansion { words, acronym, thing } in expansions.iter().filter(|_| readable) {
            if *thing {
                self.things.insert(text.hash(*acronym));
            } else if covered.take(words)
                && let Some(number) = self.organization(text, words.clone(), Finding::Expanded)
            {
                self.abbreviate(text, words, number, text.term(*acronym));
            }
        }
        // Full names come first: an acronym that stands before its long form means it as well.
        let full = tagged.clone().filter(|one| one.words.len() > 1);
        for one in full.chain(tagged.filter(|one| one.words.len() == 1)) {
            match apart(text, one) {
                Some(parts) => parts.iter().for_each(|part| self.tagged(text, evidence, part, &mut covered)),
                None => self.tagged(text, evidence, one, &mut covered),
            }
        }
        self.introduce_listed(text, &mut covered);
    }

    /// Takes a name that the model read.
    fn tagged(&mut self, text: &Text<'_>, evidence: &Evidence, one: &Tagged, covered: &mut Covered) {
        let (words, tag) = self.read_again(text, one, evidence);
        let finding = if tag == one.tag { Finding::Read } else { Finding::Overruled };
        match tag {
            _ if words.is_empty() => {}
            Tag::Person if is_person_after_all(text, &words) => {
                if covered.take(&words) {
                    self.person(text, words, finding);
                }
            }
            Tag::Organization if words.len() == 1 && self.things.contains(&text.hash(words.start)) => {}
            Tag::Organization if is_organization_after_all(text, &words, evidence) => {
                if covered.take(&words) {
                    self.organization(text, words, finding);
                }
            }
            Tag::Person | Tag::Organization => {}
            Tag::Place | Tag::Other => self.other(text, words, covered),
        }
    }

    /// Takes the names among the words that are left which the lists know: organizations, and names with the surname first.
    fn introduce_listed(&mut self, text: &Text<'_>, covered: &mut Covered) {
        let mut at = 0;
        while at < text.words.len() {
            let word = at..at + 1;
            if !text.is_capital(at) || !covered.is_free(&word) {
                at += 1;
                continue;
            }
            if text.is(at, class::EAST_ASIAN) {
                let run = text.run(at);
                if is_surname_first(text, &run) && covered.take(&run) {
                    at = run.end;
                    self.person(text, run, Finding::Listed);
                    continue;
                }
            }
            match known_organization(text, &word) {
                Some(known) if covered.take(&known) => {
                    at = known.end;
                    self.organization(text, known, Finding::Listed);
                }
                _ => at += 1,
            }
        }
    }

    fn person(&mut self, text: &Text<'_>, words: Range<usize>, finding: Finding) {
        let female = title_before(text, words.start).and_then(is_female);
        if text.slice(&words).len() > LONGEST_NAME {
            return;
        }
        // The title of a pope or a king is part of who it is, but not of where the name stands.
        let name = royal_start(text, &words).unwrap_or(words.start)..words.end;
        if name.clone().filter(|&index| text.words[index].shape != Shape::Lower).count() > 1 {
            self.cast.introduce_person(text, &name, female);
        }
        self.found.push(Found {
            kind: NameKind::Person,
            field: text.field,
            words,
            female,
            organization: None,
            finding,
        });
    }

    /// Takes an organization and returns its number; none where it is the agency that filed the story.
    fn organization(&mut self, text: &Text<'_>, words: Range<usize>, finding: Finding) -> Option<usize> {
        if text.slice(&words).len() > LONGEST_NAME {
            return None;
        }
        let filed = self.agency.is_some_and(|agency| agency.eq_ignore_ascii_case(text.slice(&words)));
        if filed || is_in_dateline(text, &words) {
            self.places.push((text.field, words));
            return None;
        }
        let number = self.cast.introduce_organization(text, &words);
        let next = words.end;
        if next < text.words.len()
            && text.gap(next - 1) == Gap::Opens
            && text.words[next].shape == Shape::Capitals
            && text.between(next).starts_with(')')
            && text.term(next).chars().next() == text.term(words.start).chars().next()
        {
            self.abbreviate(text, &words, number, text.term(next));
        }
        let organization = Some(number);
        self.found.push(Found {
            kind: NameKind::Organization,
            field: text.field,
            words,
            female: None,
            organization,
            finding,
        });
        organization
    }

    /// Returns what a name that the model read is by the rules and by the whole story: its words and its kind.
    fn read_again(&self, text: &Text<'_>, one: &Tagged, evidence: &Evidence) -> (Range<usize>, Tag) {
        let words = adjusted(text, one, evidence);
        if words.is_empty() {
            return (words, one.tag);
        }
        let named = matches!(one.tag, Tag::Person | Tag::Organization);
        if let Some(end) = partners_end(text, &words).filter(|_| named) {
            return (words.start..end, Tag::Organization);
        }
        let tag = match one.tag {
            Tag::Person if has_code(text, &words) || text.joins(&words) => Tag::Organization,
            Tag::Organization | Tag::Other if words.len() == 1 && is_addressed_by_sex(text, words.start) => Tag::Person,
            Tag::Place | Tag::Other if is_surname_first(text, &words) => Tag::Person,
            tag => self.by_count(text, tag, &words),
        };
        (words, tag)
    }

    /// Takes what was read as a place or another name: an organization the lists know, a word that may still be a surname, or
    /// words that no name may take.
    fn other(&mut self, text: &Text<'_>, words: Range<usize>, covered: &mut Covered) {
        let chamber = words.start..words.start + 1;
        let members = words.len() > 1 && text.is(words.start + 1, class::PEOPLE);
        if members && known_organization(text, &chamber).is_some() {
            // `House Republicans` are the Republicans of the House.
            if covered.take(&words) {
                self.organization(text, chamber, Finding::Listed);
                self.places.push((text.field, words.start + 1..words.end));
            }
        } else if let Some(known) = known_organization(text, &words) {
            if covered.take(&known) {
                self.organization(text, known, Finding::Listed);
            }
        } else if words.len() == 1 {
            self.doubtful.push((text.field, words.start));
        } else if covered.take(&words) {
            self.places.push((text.field, words));
        }
    }

    /// Makes an acronym mean an organization. Where the lists know the acronym for nearly these words, it is theirs.
    fn abbreviate(&mut self, text: &Text<'_>, words: &Range<usize>, number: usize, acronym: &str) {
        self.cast.alias(number, acronym);
        if let Some(key) = listed_key(acronym, &split_words(text.slice(words))) {
            self.cast.rekey(number, key);
        }
    }

    /// Settles who is who, and sets right what the model took for the other kind.
    fn settle(&mut self, texts: &[Text<'_>; 2]) {
        let alone = &self.alone;
        self.cast.settle(|word| alone.get(&word).is_some_and(|[persons, others]| persons > others));
        for one in &mut self.found {
            let text = &texts[usize::from(one.field == Field::Body)];
            if one.kind == NameKind::Person {
                let company = self.cast.company_named(text, &one.words).or_else(|| {
                    let alone =
                        one.words.len() == 1 && self.cast.person_at(text, one.words.start, one.words.end).is_none();
                    // A longer name was introduced, and this is its short form.
                    let known = |number: usize| self.cast.organizations[number].name.contains(' ');
                    alone
                        .then(|| self.cast.organization_at(text, one.words.start, one.words.end))
                        .flatten()
                        .map(|(_, number)| number)
                        .filter(|&number| known(number))
                });
                if let Some(number) = company {
                    one.kind = NameKind::Organization;
                    one.finding = Finding::Overruled;
                    one.organization = Some(number);
                }
            } else if one.words.len() == 1
                && self.cast.person_at(text, one.words.start, one.words.end).is_some()
                && text.words[one.words.start].shape == Shape::Capital
                && !text.is(one.words.start, class::ORGANIZATION)
            {
                one.kind = NameKind::Person;
                one.finding = Finding::Overruled;
                one.organization = None;
            }
        }
    }

    /// Drops people who are only a word of another sort: a title, a month, a nation that nobody in the story bears as a name.
    fn drop_ordinary(&mut self, texts: &[Text<'_>; 2]) {
        let cast = &self.cast;
        self.found.retain(|one| {
            let text = &texts[usize::from(one.field == Field::Body)];
            let ordinary = class::TITLE | class::COMMON | class::PEOPLE;
            let only_ordinary =
                one.words.clone().all(|index| text.is(index, ordinary) && !text.is(index, class::FIRST));
            one.kind != NameKind::Person
                || !only_ordinary
                || cast.person_at(text, one.words.start, one.words.end).is_some_and(|end| end == one.words.end)
                || title_before(text, one.words.start).is_some()
        });
    }

    /// Takes the forms of the story's people and organizations among the words that are left.
    fn complete(&mut self, text: &Text<'_>) {
        let mut covered = Covered::new(text);
        let names = self.found.iter().filter(|one| one.field == text.field).map(|one| &one.words);
        let places = self.places.iter().filter(|(field, _)| *field == text.field).map(|(_, words)| words);
        for words in names.chain(places) {
            covered.take(words);
        }
        let mut doubtful = vec![false; text.words.len()];
        for (_, index) in self.doubtful.iter().filter(|(field, _)| *field == text.field) {
            doubtful[*index] = true;
        }
        let mut at = 0;
        while at < text.words.len() {
            if !text.is_capital(at) || !covered.is_free(&(at..at + 1)) {
                at += 1;
                continue;
            }
            let run = text.run(at);
            let end = run.clone().find(|&index| !covered.is_free(&(index..index + 1))).unwrap_or(run.end);
            self.match_run(text, at..end, &doubtful);
            at = end;
        }
    }

    /// Takes the short forms of people and organizations of this story.
    fn match_run(&mut self, text: &Text<'_>, run: Range<usize>, doubtful: &[bool]) {
        let mut at = run.start;
        while at < run.end {
            if let Some((end, number)) = self.organization_at(text, &run, at) {
                let kind = NameKind::Organization;
                let (field, organization) = (text.field, Some(number));
                self.found.push(Found {
                    kind,
                    field,
                    words: at..end,
                    female: None,
                    organization,
                    finding: Finding::Form,
                });
                at = end;
                continue;
            }
            if at == run.start && is_by_head(text, &run) {
                self.organization(text, run.clone(), Finding::Headed);
                break;
            }
            if let Some(end) = self.cast.person_at(text, at, run.end)
                && is_free(text, &run, at, end)
                && !(end == at + 1 && doubtful[at] && text.is(at, class::PLACE | class::PEOPLE))
            {
                self.person(text, at..end, Finding::Form);
                at = end;
                continue;
            }
            if run.end == at + 1 && is_addressed(text, at) {
                self.person(text, at..at + 1, Finding::Addressed);
            }
            at += 1;
        }
    }

    /// Returns the end of a form of an organization of this story that begins at a word, and the organization.
    fn organization_at(&self, text: &Text<'_>, run: &Range<usize>, at: usize) -> Option<(usize, usize)> {
        let (end, number) = self.cast.organization_at(text, at, run.end)?;
        if end > at + 1 {
            return Some((end, number));
        }
        let ordinary = text.is(at, class::COMMON | class::PLACE | class::PEOPLE);
        // Where every word is capitalised, the next one does not belong to the name because it is.
        let apart = end == run.end || !text.cased && !text.is(end, class::MISC | class::HEAD_LAST);
        let unknown = class::FIRST | class::SURNAME | class::AMBIGUOUS;
        let longer = text.cased && at > run.start && text.classes(at - 1) & !unknown == 0;
        (apart && !ordinary && !longer).then_some((end, number))
    }
}

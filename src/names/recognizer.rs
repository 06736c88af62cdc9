//! The recognizer: what the model reads, set right by rules and by who is in the story.
//!
//! The model reads every name where it stands. Then the story is looked at as a whole: full names and expanded acronyms
//! introduce its people and organizations, and every capitalised word that is a form of one of them is a mention, whatever
//! the model made of it there. The headline comes last, since it is understood through the body.

use super::Recognizer;
use super::acronyms::expansions;
use super::cast::Cast;
use super::evidence::{Evidence, sign};
use super::hash;
use super::key::{is_generation, is_royal, listed_key, split_words};
use super::lists::{Lists, WordMap, class};
use super::model::Model;
use super::organizations::is_known;
use super::persons::{is_before_place_or_date, is_east_asian, is_female};
use super::resolve::{Found, Resolver, mentions};
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
}

impl Recognizer for Tagger {
    fn mentions(&self, story: &Story, headline: &Analysis, body: &Analysis) -> Vec<Mention> {
        self.explain(story, headline, body).into_iter().map(|(mention, _)| mention).collect()
    }

    fn explain(&self, story: &Story, headline: &Analysis, body: &Analysis) -> Vec<(Mention, Why)> {
        let Some(model) = Model::open(&self.model) else { return Vec::new() };
        let lists = Lists::get();
        let headline_text = story.headline.as_deref().unwrap_or_default();
        let texts = [
            Text::new(Field::Headline, headline_text, headline, lists, &model.clusters),
            Text::new(Field::Body, &story.body, body, lists, &model.clusters),
        ];
        let evidence = Evidence::of(&texts);
        let mut reader = Reader::new(story.agency.as_deref());
        let tagged = tag(&model, &texts, &evidence);
        reader.count(&texts, &tagged);
        for (number, text) in texts.iter().enumerate().rev() {
            reader.introduce(text, &evidence, tagged.iter().filter(|one| one.text == number));
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
    fn introduce<'a>(&mut self, text: &Text<'_>, evidence: &Evidence, tagged: impl Iterator<Item = &'a Tagged>) {
        let mut covered = vec![false; text.words.len()];
        let readable = text.field == Field::Body || text.cased;
        for expansion in if readable { expansions(text) } else { Vec::new() } {
            if covered[expansion.words.clone()].iter().any(|&covered| covered) {
                continue;
            }
            if expansion.thing {
                self.things.insert(text.hash(expansion.acronym));
                continue;
            }
            covered[expansion.words.clone()].fill(true);
            let acronym = text.term(expansion.acronym);
            let words = expansion.words.clone();
            if let Some(number) = self.organization(text, expansion.words, Finding::Expanded) {
                self.abbreviate(text, &words, number, acronym);
            }
        }
        for one in tagged {
            let words = adjusted(text, one, evidence);
            if words.is_empty() || covered[words.clone()].iter().any(|&covered| covered) {
                continue;
            }
            let (words, tag) = match one.tag {
                Tag::Person if has_code(text, &words) || text.joins(&words) => (words, Tag::Organization),
                Tag::Person | Tag::Organization if partners_end(text, &words).is_some() => {
                    (words.start..partners_end(text, &words).unwrap_or(words.end), Tag::Organization)
                }
                Tag::Organization | Tag::Other if words.len() == 1 && is_addressed_by_sex(text, words.start) => {
                    (words, Tag::Person)
                }
                Tag::Place | Tag::Other if is_surname_first(text, &words) => (words, Tag::Person),
                tag => {
                    let tag = self.by_count(text, tag, &words);
                    (words, tag)
                }
            };
            let finding = if tag == one.tag { Finding::Read } else { Finding::Overruled };
            match tag {
                Tag::Person if is_person_after_all(text, &words) => self.person(text, words.clone(), finding),
                Tag::Organization if self.things.contains(&text.hash(words.start)) && words.len() == 1 => continue,
                Tag::Organization if is_organization_after_all(text, &words, evidence) => {
                    self.organization(text, words.clone(), finding);
                }
                Tag::Person | Tag::Organization => continue,
                Tag::Place | Tag::Other => {
                    let chamber = words.start..words.start + 1;
                    if words.len() > 1
                        && text.is(words.start + 1, class::PEOPLE)
                        && known_organization(text, &chamber).is_some()
                    {
                        // `House Republicans` are the Republicans of the House.
                        covered[chamber.clone()].fill(true);
                        self.organization(text, chamber, Finding::Listed);
                        self.places.push((text.field, words.start + 1..words.end));
                    } else if let Some(known) = known_organization(text, &words) {
                        self.organization(text, known, Finding::Listed);
                    } else if words.len() == 1 {
                        self.doubtful.push((text.field, words.start));
                        continue;
                    } else {
                        self.places.push((text.field, words.clone()));
                    }
                }
            }
            covered[words].fill(true);
        }
        let mut at = 0;
        while at < text.words.len() {
            let free = text.is_capital(at) && !covered[at];
            let run = if free { text.run(at) } else { at..at };
            if is_surname_first(text, &run) && !covered[run.clone()].iter().any(|&covered| covered) {
                covered[run.clone()].fill(true);
                at = run.end;
                self.person(text, run, Finding::Listed);
                continue;
            }
            let known = if free { known_organization(text, &(at..at + 1)) } else { None };
            match known {
                Some(known) if !covered[known.clone()].iter().any(|&covered| covered) => {
                    covered[known.clone()].fill(true);
                    at = known.end;
                    self.organization(text, known, Finding::Listed);
                }
                _ => at += 1,
            }
        }
    }

    fn person(&mut self, text: &Text<'_>, words: Range<usize>, finding: Finding) {
        let female = title_before(text, words.start).and_then(is_female);
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
        let mut covered = vec![false; text.words.len()];
        let names = self.found.iter().filter(|one| one.field == text.field).map(|one| &one.words);
        let places = self.places.iter().filter(|(field, _)| *field == text.field).map(|(_, words)| words);
        for words in names.chain(places) {
            covered[words.clone()].fill(true);
        }
        let mut doubtful = vec![false; text.words.len()];
        for (_, index) in self.doubtful.iter().filter(|(field, _)| *field == text.field) {
            doubtful[*index] = true;
        }
        let mut at = 0;
        while at < text.words.len() {
            if !text.is_capital(at) || covered[at] {
                at += 1;
                continue;
            }
            let run = text.run(at);
            let end = run.clone().find(|&index| covered[index]).unwrap_or(run.end);
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
                self.organization(text, run.clone(), Finding::Listed);
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

/// Returns the words of a name without what does not belong to it: a nationality, a party or a title before a person.
fn adjusted(text: &Text<'_>, one: &Tagged, evidence: &Evidence) -> Range<usize> {
    let mut words = one.words.clone();
    match one.tag {
        Tag::Person => {
            let named = class::FIRST | class::SURNAME | class::EAST_ASIAN;
            let foreign = |index: usize| {
                text.is(index, class::PEOPLE | class::TITLE | class::COMMON)
                    && !text.is(index, named | class::AMBIGUOUS)
            };
            while words.len() > 1 && (foreign(words.start) || is_opener(text, &words, evidence)) {
                words.start += 1;
            }
            if text.style(words.start) != Style::Sentence {
                // Here a capital says nothing: what the story has in lower case is no name.
                let ordinary = |index: usize| evidence.is_lower(text.hash(index)) || foreign(index);
                while words.len() > 1 && ordinary(words.end - 1) {
                    words.end -= 1;
                }
                if let Some(last) =
                    words.clone().rev().find(|&index| ordinary(index) && text.words[index].shape != Shape::Lower)
                {
                    words.start = last + 1;
                }
            }
            while words.len() > 1 && foreign(words.end - 1) && text.is(words.end - 1, class::COMMON) {
                words.end -= 1;
            }
        }
        Tag::Organization => {
            // The place that owns it is not part of its name: `Chile's Finance Ministry`.
            if words.len() > 1 && text.gap(words.start) == Gap::Possessive && text.is(words.start, class::PLACE) {
                words.start += 1;
            }
            while words.len() > 1 && text.words[words.end - 1].shape == Shape::Lower {
                words.end -= 1;
            }
        }
        Tag::Place | Tag::Other => {}
    }
    if one.tag == Tag::Person && !words.is_empty() {
        while words.start > 0 && is_particle_before(text, words.start) {
            words.start -= 1;
        }
    }
    let generation = one.tag == Tag::Person
        && words.end < text.words.len()
        && matches!(text.gap(words.end - 1), Gap::Space | Gap::Comma)
        && is_generation(text.term(words.end));
    if generation {
        words.end += 1;
    }
    words
}

/// Says whether words are a name of three syllables with the surname first: `Kim Hak Su`.
fn is_surname_first(text: &Text<'_>, words: &Range<usize>) -> bool {
    words.len() == 3
        && text.style(words.start) == Style::Sentence
        && text.phrase(words.start, words.end).is_none_or(|(_, classes)| classes & class::PLACE == 0)
        && is_east_asian(text, words)
}

/// Says whether a particle in lower case stands before a word of a name: `de la Torrente`. Some are English words as well.
fn is_particle_before(text: &Text<'_>, at: usize) -> bool {
    let particle = at - 1;
    (text.words[particle].shape == Shape::Lower || text.words[particle].opens)
        && text.is(particle, class::PARTICLE)
        && text.gap(particle) == Gap::Space
        && !matches!(text.term(particle), "ten" | "bar" | "den" | "wa" | "das")
}

/// Says whether the first of two words only begins the sentence: no first name, and the second stands elsewhere right after
/// a title: `Athough Brandt`, where the story has `President Brandt`.
fn is_opener(text: &Text<'_>, words: &Range<usize>, evidence: &Evidence) -> bool {
    let first = words.start;
    let known =
        evidence.number(text.hash(words.end - 1)).map(|number| evidence.known(number).signs).unwrap_or_default();
    words.len() == 2
        && text.words[first].opens
        && !text.is(first, class::FIRST | class::SURNAME | class::EAST_ASIAN)
        && text.gap(first) == Gap::Space
        && text.raw(first).len() > 2
        && known & sign::TITLE_BEFORE != 0
        && known & sign::MR_BEFORE == 0
}

/// Says whether what the model took for a person can be one: no single letter, no word of the calendar, no people.
fn is_person_after_all(text: &Text<'_>, words: &Range<usize>) -> bool {
    let ordinary = class::PEOPLE | class::TITLE | class::COMMON | class::PLACE;
    if words.clone().any(|index| text.parts_are(index, ordinary)) {
        return false;
    }
    if words.len() > 1 {
        let initial = text.raw(words.start).len() == 1 && text.gap(words.start) != Gap::Stop;
        let named = |index: usize| !text.is(index, class::COMMON | class::TITLE) || text.is(index, class::FIRST);
        if initial && !words.clone().skip(1).any(named) {
            return false;
        }
        // `Portugal y España`.
        let place = |index: usize| text.words[index].shape == Shape::Lower || text.is(index, class::PLACE);
        let person = class::FIRST | class::SURNAME | class::AMBIGUOUS;
        if words.clone().all(place) && !words.clone().any(|index| text.is(index, person)) {
            return false;
        }
        let listed = text.phrase(words.start, words.end).filter(|(end, _)| *end == words.end);
        return listed.is_none_or(|(_, classes)| classes & (class::PLACE | class::PEOPLE | class::TITLE) == 0);
    }
    let index = words.start;
    let dated = text.is(index, class::COMMON | class::AMBIGUOUS) && !text.words[index].opens;
    if dated && text.gap(index - 1) == Gap::Space && is_before_place_or_date(text.term(index - 1)) {
        return false;
    }
    if text.words[index].opens && text.is(index, class::AMBIGUOUS) && !is_name_here(text, index, text.classes(index)) {
        return false;
    }
    let never = class::PEOPLE | class::TITLE | class::COMMON;
    let ever = class::FIRST | class::SURNAME | class::EAST_ASIAN | class::AMBIGUOUS;
    text.raw(index).chars().filter(|letter| letter.is_alphabetic()).count() > 1
        && (!text.is(index, never) || text.is(index, ever))
}

/// Says whether what the model took for an organization can be one: no single letter as tables have them, no people, not
/// only general words (`Oil & Gas`).
fn is_organization_after_all(text: &Text<'_>, words: &Range<usize>, evidence: &Evidence) -> bool {
    let letter = words.len() == 1 && text.raw(words.start).chars().filter(|letter| letter.is_alphabetic()).count() < 2;
    let joined = text.joins(words);
    // What there are several of is a thing: `ICBMs`, `CEOs`.
    let plural = || evidence.number(hash::bytes(format!("{}s", text.term(words.start)).as_bytes()) as u32).is_some();
    if words.len() == 1 && text.words[words.start].shape == Shape::Capitals && plural() {
        return false;
    }
    let general = |index: usize| text.is(index, class::INSIDE | class::BESIDE | class::HEAD_WEAK);
    let named = class::ORGANIZATION | class::COMPANY | class::BODY | class::PARTY | class::MEDIA | class::CLUB;
    // `Bank shares rose` begins with no name.
    let kind = words.len() == 1 && text.is(words.start, class::HEAD_LAST) && !text.is(words.start, named);
    !(letter || kind || text.are_people(words) || joined && words.clone().all(general))
}

/// Returns the end of a name with the partners after it: `Henry Lorimer and Co`, `Lorimer and Sons`.
fn partners_end(text: &Text<'_>, words: &Range<usize>) -> Option<usize> {
    let (link, partners) = (words.end, words.end + 1);
    let joined = partners < text.words.len()
        && text.gap(words.end - 1) == Gap::Space
        && text.gap(link) == Gap::Space
        && text.term(link) == "and"
        && text.is_capital(partners)
        && matches!(text.term(partners), "co" | "sons" | "company" | "brothers" | "associates" | "partners");
    joined.then_some(partners + 1)
}

/// Says whether a form of address that tells the sex stands before a word: no organization is addressed so.
fn is_addressed_by_sex(text: &Text<'_>, at: usize) -> bool {
    let sexed = class::TITLE_MALE | class::TITLE_FEMALE;
    title_before(text, at).is_some_and(|title| title & sexed != 0) && text.is_capital(at - 1) && text.is_capital(at)
}

/// Returns the words of an organization the lists know, where one begins.
fn known_organization(text: &Text<'_>, words: &Range<usize>) -> Option<Range<usize>> {
    let at = words.start;
    let phrase = text.phrase(at, text.words.len());
    if let Some((end, classes)) = phrase.filter(|(_, classes)| classes & !class::TITLE != 0) {
        return (classes & class::ORGANIZATION != 0 && text.is_capital(end - 1) && end >= words.end).then_some(at..end);
    }
    if is_addressed_by_sex(text, at) {
        return None;
    }
    if words.len() > 1 || text.is(at + 1, class::MISC) && text.is_capital(at + 1) && text.gap(at) == Gap::Space {
        return None;
    }
    is_known(text, at, text.classes(at)).then_some(at..at + 1)
}

/// Returns where the name of a pope or a king begins whose title stands right before it: `Pope Anselm`, `King Ludomir II`.
fn royal_start(text: &Text<'_>, words: &Range<usize>) -> Option<usize> {
    let before = words.start.checked_sub(1)?;
    let royal = is_royal(text.term(before)) && text.is_capital(before) && text.gap(before) == Gap::Space;
    let number = |index: usize| text.raw(index).bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X'));
    (royal && (words.start + 1..words.end).all(number)).then_some(before)
}

/// Says whether an organization is the agency in a dateline: `(Reuters)`, `(AFP) -`.
fn is_in_dateline(text: &Text<'_>, words: &Range<usize>) -> bool {
    let Some(rest) = text.between(words.end - 1).strip_prefix(')') else { return false };
    let dashed = rest.trim_start().starts_with(['-', '–', '—']);
    text.gap_before(words.start) == Gap::Opens && (dashed || text.term(words.start) == "reuters")
}

/// Returns the classes of the title right before a word: `spokeswoman Hua Chunying`, `President Trump`.
fn title_before(text: &Text<'_>, at: usize) -> Option<u32> {
    let before = at.checked_sub(1)?;
    let abbreviated = text.gap(before) == Gap::Stop && text.is_abbreviation(before);
    if text.gap(before) != Gap::Space && !abbreviated {
        return None;
    }
    let classes = text.classes(before);
    (classes & class::TITLE != 0).then_some(classes)
}

/// Says whether a code of the stock exchange stands after a name, which no person has: `Halden Brandt <HBR>`.
fn has_code(text: &Text<'_>, words: &Range<usize>) -> bool {
    words.len() > 1
        && words.end < text.words.len()
        && text.between(words.end - 1).trim() == "<"
        && text.words[words.end].shape == Shape::Capitals
}

/// Says whether the last word of a run that nobody has read says that it is an organization: `Quarry Workers Union`.
fn is_by_head(text: &Text<'_>, run: &Range<usize>) -> bool {
    let last = run.end - 1;
    let own = |index: usize| {
        !text.is(index, class::COMMON | class::TITLE | class::PEOPLE | class::PLACE | class::FIRST)
            || text.is(index, class::INSIDE | class::BESIDE)
    };
    (2..=6).contains(&run.len())
        && text.style(run.start) == Style::Sentence
        && text.is(last, class::HEAD_LAST)
        && !text.is(last, class::HEAD_WEAK | class::MISC | class::THING | class::TITLE | class::PLACE)
        && !text.words[run.start].opens
        && run.clone().all(|index| index == last || own(index))
}

/// Says whether a title with a capital stands before a lone word, which then is a name: `Mr Brandt`, `Minister Subandrio`.
fn is_addressed(text: &Text<'_>, at: usize) -> bool {
    let general = class::COMMON
        | class::PLACE
        | class::PEOPLE
        | class::TITLE
        | class::HEAD_LAST
        | class::HEAD_FIRST
        | class::ORGANIZATION
        | class::BESIDE
        | class::MISC;
    title_before(text, at).is_some()
        && text.style(at) == Style::Sentence
        && text.is_capital(at - 1)
        && text.words[at].shape == Shape::Capital
        && text.raw(at).len() > 2
        && (!text.is(at, general) || text.is(at, class::SURNAME))
}

/// Says whether a form of a person's name stands by itself and is not part of a longer name or an ordinary word.
fn is_free(text: &Text<'_>, run: &Range<usize>, start: usize, end: usize) -> bool {
    if end - start > 1 {
        return true;
    }
    let classes = text.classes(start);
    if text.style(start) != Style::Sentence {
        let signed = text.gap(start) == Gap::Possessive || text.is(start + 1, class::SPEECH);
        return classes & (class::AMBIGUOUS | class::PLACE | class::COMMON) == 0 || signed;
    }
    let apart = class::COMMON | class::TITLE | class::PEOPLE | class::SPEECH;
    if end < run.end && text.gap(end - 1) != Gap::Stop {
        let next = text.classes(end);
        if next & apart == 0 || next & (class::MISC | class::HEAD_LAST) != 0 {
            return false;
        }
    }
    if start > run.start {
        let before = text.classes(start - 1);
        let opener = text.words[start - 1].opens && before & (class::FIRST | class::HEAD_LAST) == 0 && before != 0;
        if before & (class::COMMON | class::TITLE | class::PEOPLE | class::ORGANIZATION) == 0 && !opener {
            return false;
        }
    }
    if classes & (class::AMBIGUOUS | class::PLACE | class::COMMON) == 0 {
        return true;
    }
    is_name_here(text, start, classes)
}

/// Says whether a surname that is an ordinary word or a place too is a surname here.
fn is_name_here(text: &Text<'_>, at: usize, classes: u32) -> bool {
    if title_before(text, at).is_some() || text.gap(at) == Gap::Possessive || text.is(at + 1, class::SPEECH) {
        return true;
    }
    if at > 0 && classes & (class::PLACE | class::COMMON) != 0 {
        let before = text.term(at - 1);
        let place = is_before_place_or_date(before);
        let dated =
            text.words.get(at + 1).is_some_and(|_| text.raw(at + 1).starts_with(|first: char| first.is_ascii_digit()));
        if place || dated {
            return false;
        }
    }
    let verb_follows = |term: &str| matches!(term, "has" | "had" | "is" | "was" | "will" | "would" | "did" | "also");
    !text.words[at].opens || text.words.get(at + 1).is_some_and(|_| verb_follows(text.term(at + 1)))
}

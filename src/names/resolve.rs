//! Who is who inside one story: full names introduce, short forms refer. Any recognizer ends here.
//!
//! A full name found anywhere in the story introduces its bearer, before or after the short form. Of two bearers of a
//! surname, the short form means the one that agrees with what stands before it (`Mr` or `Mrs`), and of several that agree
//! the one that was named last. Where nothing tells the bearers apart, or none agrees, it is a person known by that word alone.

use super::acronyms::initials;
use super::key::{is_generation, is_royal, key, organization_key, person_key, split_words};
use super::lists::class;
use super::persons::{is_east_asian, is_female};
use super::words::{Gap, Shape, Text};
use crate::story::{Field, Mention, NameKind};
use std::cmp::Reverse;
use std::ops::Range;

/// A name as a recognizer found it: which words of a field, and what kind of name.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub(super) kind: NameKind,
    pub(super) field: Field,
    pub(super) words: Range<usize>,
    /// Whether the bearer is a woman, as far as a title or first name says.
    pub(super) female: Option<bool>,
    /// Where the recognizer knows it: the organization's number in the cast (an acronym and its expansion).
    pub(super) organization: Option<usize>,
}

/// A person the story introduces.
#[derive(Debug)]
struct Person {
    name: String,
    key: String,
    /// Folded words of the name without initials and `Jr.`.
    words: Vec<String>,
    surname_first: bool,
    female: Option<bool>,
    /// The number, from 1, of the mention that named the person last.
    last: usize,
}

/// An organization the story introduces.
#[derive(Debug)]
struct Organization {
    name: String,
    key: String,
    /// Folded forms that mean it: without `Corp`, its acronym.
    short: Vec<String>,
}

/// The people and organizations of a story.
#[derive(Debug, Default)]
pub(super) struct Cast {
    people: Vec<Person>,
    organizations: Vec<Organization>,
}

impl Cast {
    /// Introduces the bearer of a full name; a fuller form of a name already there takes its place.
    pub(super) fn introduce_person(&mut self, text: &Text<'_>, words: &Range<usize>, female: Option<bool>) {
        let name = one_line(text.slice(words));
        let folded = name_words(text, words);
        let titled = folded.first().is_some_and(|first| is_royal(first));
        let key = if titled { key(NameKind::Person, &name) } else { person_key(folded.iter().map(String::as_str)) };
        let female = female.or_else(|| is_female(text.classes(words.start) & class::FIRST));
        if let Some(known) = self.people.iter_mut().find(|person| person.key == key) {
            known.female = known.female.or(female);
            return;
        }
        let surname_first = is_east_asian(text, words);
        self.people.push(Person { name, key, words: folded, surname_first, female, last: 0 });
    }

    /// Says whether the words are a short form of a company of this story: `Eli Lorimer` beside `Eli Lorimer and Co`.
    pub(super) fn company_named(&self, text: &Text<'_>, words: &Range<usize>) -> Option<usize> {
        if self.organizations.is_empty() || words.len() < 2 {
            return None;
        }
        self.organization(&split_words(text.slice(words)).join(" "))
    }

    /// Drops people whose whole name is the end of a longer one (`Pena Nieto` beside `Enrique Pena Nieto`) or the short
    /// form of an organization, and the short forms of organizations that are the surname of somebody.
    pub(super) fn settle(&mut self) {
        let organizations = &self.organizations;
        self.people.retain(|person| {
            let whole = person.words.join(" ");
            !organizations.iter().any(|organization| organization.short.contains(&whole))
        });
        let is_part = |short: &Person, people: &[Person]| {
            people.iter().any(|long| long.words.len() > short.words.len() && long.words.ends_with(&short.words))
        };
        let parts: Vec<bool> = self.people.iter().map(|person| is_part(person, &self.people)).collect();
        let mut index = 0;
        self.people.retain(|_| {
            index += 1;
            !parts[index - 1]
        });
        let people = &self.people;
        let is_surname = |form: &String| people.iter().any(|person| person.words.last() == Some(form));
        for organization in &mut self.organizations {
            organization.short.retain(|form| !is_surname(form));
        }
    }

    /// Introduces an organization and returns its number.
    pub(super) fn introduce_organization(&mut self, text: &Text<'_>, words: &Range<usize>) -> usize {
        let name = organization_name(text, words);
        let folded = split_words(&name);
        let key = organization_key(&folded);
        let plain = folded.join(" ");
        let same = |organization: &Organization| organization.key == key || organization.short.contains(&plain);
        if let Some(known) = self.organizations.iter().position(same) {
            return known;
        }
        let short = short_forms(text, words);
        self.organizations.push(Organization { name, key, short });
        self.organizations.len() - 1
    }

    /// Makes a word mean an organization: the acronym in brackets after it.
    pub(super) fn alias(&mut self, organization: usize, term: &str) {
        self.organizations[organization].short.push(term.to_owned());
    }

    /// Returns the organization that a folded form means in this story.
    pub(super) fn organization(&self, form: &str) -> Option<usize> {
        let means = |organization: &Organization| {
            organization.key == form || organization.short.iter().any(|short| short == form)
        };
        self.organizations.iter().position(means)
    }

    /// Returns the end of the longest form of an organization of this story that begins at a word, and the organization.
    pub(super) fn organization_at(&self, text: &Text<'_>, start: usize, limit: usize) -> Option<(usize, usize)> {
        let mut best: Option<(usize, usize)> = None;
        for (number, organization) in self.organizations.iter().enumerate() {
            for form in std::iter::once(&organization.key).chain(&organization.short) {
                if let Some(end) = form_end(text, start, limit, form)
                    && best.is_none_or(|(longest, _)| end > longest)
                {
                    best = Some((end, number));
                }
            }
        }
        best
    }

    /// Returns the end of the longest form of a person of this story that begins at a word.
    pub(super) fn person_at(&self, text: &Text<'_>, start: usize, limit: usize) -> Option<usize> {
        let term = text.term(start);
        let mut best = None;
        for person in &self.people {
            for from in 0..person.words.len() {
                if !starts_with_word(term, &person.words[from]) {
                    continue;
                }
                let end = person.reach(text, start, limit, from);
                best = best.max(end);
            }
        }
        best
    }

    /// Returns whom a form of a name means, for the mention with a number.
    fn resolve(&mut self, form: &[String], female: Option<bool>, number: usize) -> Option<&Person> {
        let key = person_key(form.iter().map(String::as_str));
        let exact = self.people.iter().position(|person| person.key == key);
        // Without anything that tells them apart, choosing one would be a guess.
        let bearer =
            |person: &&(usize, &Person)| female.is_some() && (person.1.female.is_none() || person.1.female == female);
        let candidates: Vec<(usize, &Person)> =
            self.people.iter().enumerate().filter(|(_, person)| person.answers_to(form)).collect();
        let found = exact.or_else(|| match candidates.as_slice() {
            [(only, _)] => Some(*only),
            several => several
                .iter()
                .filter(bearer)
                .max_by_key(|(index, person)| (person.last, Reverse(*index)))
                .map(|(index, _)| *index),
        })?;
        self.people[found].last = number + 1;
        Some(&self.people[found])
    }
}

impl Person {
    /// Says whether a short form can mean this person.
    fn answers_to(&self, form: &[String]) -> bool {
        self.words.ends_with(form)
            || (self.surname_first && form == &self.words[..1])
            || (self.words.len() > form.len() + 1 && self.words[1..].windows(form.len()).any(|part| part == form))
            || is_royal(&self.words[0]) && self.words[1..].starts_with(form)
    }

    /// Returns where the words of the name from `from` on end in the text, where that is a form of the name.
    fn reach(&self, text: &Text<'_>, start: usize, limit: usize, from: usize) -> Option<usize> {
        let mut at = start;
        let mut word = from;
        while at < limit && word < self.words.len() {
            let mut parts = text.term(at).split('-');
            if !parts.all(|part| {
                word += 1;
                self.words.get(word - 1).is_some_and(|known| known == part)
            }) {
                return (self.surname_first && from == 0 && at == start + 1).then_some(at);
            }
            at += 1;
        }
        let whole = word == self.words.len();
        (whole || (self.surname_first && from == 0 && at == start + 1)).then_some(at)
    }
}

/// Returns the end of a folded form that begins at a word.
fn form_end(text: &Text<'_>, start: usize, limit: usize, form: &str) -> Option<usize> {
    let first = text.term(start).as_bytes().first();
    if first != form.as_bytes().first() {
        return None;
    }
    let mut known = form.split(' ');
    let mut at = start;
    while at < limit {
        for part in text.term(at).split('-') {
            if known.next() != Some(part) {
                return None;
            }
        }
        at += 1;
        if known.clone().next().is_none() {
            return Some(at);
        }
    }
    None
}

fn starts_with_word(term: &str, word: &str) -> bool {
    term.strip_prefix(word).is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

/// Returns the mentions of what was found: each named by whom the story introduces, in the order given.
pub(super) fn mentions(texts: &[Text<'_>], found: Vec<Found>, cast: &mut Cast) -> Vec<Mention> {
    let mut out = Vec::with_capacity(found.len());
    for (number, one) in found.into_iter().enumerate() {
        let text = &texts[usize::from(one.field == Field::Body)];
        let (start, end) = text.bytes(&one.words);
        let (first, last) = text.positions(&one.words);
        let (name, key) = match one.kind {
            NameKind::Person => {
                let form = name_words(text, &one.words);
                match cast.resolve(&form, one.female, number) {
                    Some(person) => (person.name.clone(), person.key.clone()),
                    None => (one_line(text.slice(&one.words)), person_key(form.iter().map(String::as_str))),
                }
            }
            NameKind::Organization => {
                let known = one.organization.map(|number| &cast.organizations[number]);
                if let Some(organization) = known {
                    (organization.name.clone(), organization.key.clone())
                } else {
                    let name = organization_name(text, &one.words);
                    let key = organization_key(&split_words(&name));
                    (name, key)
                }
            }
        };
        out.push(Mention { kind: one.kind, name, key, field: one.field, start, end, first, last });
    }
    out
}

/// Returns the folded words of a name, hyphenated words split, without middle initials and `Jr.`.
fn name_words(text: &Text<'_>, words: &Range<usize>) -> Vec<String> {
    let mut out: Vec<String> = Vec::with_capacity(words.len());
    for index in words.clone() {
        let term = text.term(index);
        if index > words.start && (is_generation(term) || (term.len() == 1 && index + 1 < words.end)) {
            continue;
        }
        out.extend(term.split('-').filter(|part| !part.is_empty()).map(str::to_owned));
    }
    out
}

/// Returns the folded forms by which a story may mean an organization after its full name: without the words that say what
/// it is (`Norden Shipping`, `Norden` of `Norden Shipping Corp`), without `U.S.`, and its initials.
fn short_forms(text: &Text<'_>, words: &Range<usize>) -> Vec<String> {
    let mut short = Vec::new();
    let mut end = words.end;
    while end > words.start + 1 && (is_suffix(text, end - 1) || text.words[end - 1].shape == Shape::Lower) {
        end -= 1;
        if end > words.start + 1 && text.words[end - 1].shape != Shape::Lower {
            short.push(split_words(text.slice(&(words.start..end))).join(" "));
        }
    }
    let general =
        class::BESIDE | class::COMMON | class::PLACE | class::PEOPLE | class::HEAD_LAST | class::INSIDE | class::FIRST;
    let own = !text.is(words.start, general | class::TITLE | class::HEAD_FIRST) && text.raw(words.start).len() > 2;
    if end < words.end && own {
        short.push(text.term(words.start).to_owned());
    }
    if words.len() > 2 && text.raw(words.start).starts_with("U.S") {
        short.push(split_words(text.slice(&(words.start + 1..words.end))).join(" "));
    }
    short.extend(initials(text, words));
    short
}

/// Says whether a word says only what kind of company a name is: a story leaves it out later.
fn is_suffix(text: &Text<'_>, index: usize) -> bool {
    let company = matches!(text.term(index), "bank" | "company" | "corporation" | "fund" | "group" | "partnership");
    text.is(index, class::HEAD_LAST) && (company || !text.is(index, class::HEAD_FIRST))
}

/// Returns the name of an organization as it is shown: with the possessive that belongs to it (`Standard & Poor's`).
fn organization_name(text: &Text<'_>, words: &Range<usize>) -> String {
    let name = one_line(text.slice(words));
    let listed = match text.phrase(words.start, words.end) {
        Some((end, classes)) if end == words.end => classes,
        _ if words.len() == 1 => text.classes(words.start),
        _ => 0,
    };
    let owner = listed & class::OWNER != 0 && text.gap(words.end - 1) == Gap::Possessive;
    if owner { name + "'s" } else { name }
}

/// Returns a name with every stretch of white space as one space.
fn one_line(name: &str) -> String {
    if !name.contains(['\n', '\r', '\t']) && !name.contains("  ") {
        return name.to_owned();
    }
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

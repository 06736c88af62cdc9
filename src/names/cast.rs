//! The people and organizations of one story: full names introduce them, and every form that may mean them leads to them.
//!
//! Owns: who is in the story, and which words are a form of a name. Does not own: whom a form means where several bear it
//! (`resolve`). Whatever is asked for each word of a story is answered from a tree or a table, never by looking through all.

use super::acronyms::initials;
use super::forms::{Forms, Numbers, ROOT};
use super::key::{is_generation, is_royal, key, organization_key, person_key, split_words};
use super::lists::class;
use super::persons::{is_east_asian, is_female};
use super::words::{Gap, Shape, Text};
use crate::story::NameKind;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::rc::Rc;

/// The most words of a form of a person's name, parts of hyphenated words counted. A longer name has its last words as forms.
const LONGEST_FORM: usize = 16;

/// The most forms an organization's name has by leaving out words at its end.
const MOST_SHORTENED: usize = 8;

/// A person the story introduces.
#[derive(Debug)]
pub(super) struct Person {
    pub(super) name: String,
    pub(super) key: Rc<str>,
    /// The numbers of the folded words of the name without initials and `Jr.`.
    words: Vec<u32>,
    /// The numbers of the forms that can mean the person, once the cast is settled: words after the first, the whole name,
    /// and, of a name with the surname first, the surname. No form is there twice.
    pub(super) forms: Vec<u32>,
    surname_first: bool,
    /// The hashes of the first and the last word as written in the text.
    ends: [u32; 2],
    pub(super) female: Option<bool>,
}

/// An organization the story introduces.
#[derive(Debug)]
pub(super) struct Organization {
    pub(super) name: String,
    pub(super) key: String,
}

/// What words mean among the people.
#[derive(Debug, Default)]
struct PersonForm {
    /// They are a whole name or the end of one.
    ends: bool,
    /// How many names with the surname first begin so.
    opens: u32,
}

/// What words mean among the organizations: the first to have them as its key, and as a short form (without `Corp`, an
/// acronym).
#[derive(Debug, Default)]
struct OrganizationForm {
    key: Option<usize>,
    short: Option<usize>,
}

impl OrganizationForm {
    fn first(&self) -> Option<usize> {
        match (self.key, self.short) {
            (Some(key), Some(short)) => Some(key.min(short)),
            (key, short) => key.or(short),
        }
    }
}

/// The people and organizations of a story.
#[derive(Debug, Default)]
pub(super) struct Cast {
    pub(super) people: Vec<Person>,
    pub(super) organizations: Vec<Organization>,
    numbers: Numbers,
    /// From the key of a person to the person's number.
    keys: HashMap<Rc<str>, usize>,
    /// The forms of people, known once the cast is settled.
    person_forms: Forms<PersonForm>,
    organization_forms: Forms<OrganizationForm>,
    settled: bool,
}

impl Cast {
    /// Introduces the bearer of a full name; a fuller form of a name already there takes its place.
    pub(super) fn introduce_person(&mut self, text: &Text<'_>, words: &Range<usize>, female: Option<bool>) {
        let name = one_line(text.slice(words));
        let folded = name_words(text, words);
        let titled = folded.first().is_some_and(|first| is_royal(first));
        let key = if titled { key(NameKind::Person, &name) } else { person_key(folded.iter().map(String::as_str)) };
        let female = female.or_else(|| is_female(text.classes(words.start) & class::FIRST));
        if let Some(&known) = self.keys.get(key.as_str()) {
            let known = &mut self.people[known];
            known.female = known.female.or(female);
            return;
        }
        let words_of_name = folded.iter().map(|word| self.numbers.give(word)).collect();
        let surname_first = is_east_asian(text, words);
        self.add_person(Person {
            name,
            key: key.into(),
            words: words_of_name,
            forms: Vec::new(),
            surname_first,
            ends: [text.hash(words.start), text.hash(words.end - 1)],
            female,
        });
    }

    fn add_person(&mut self, mut person: Person) {
        if self.settled {
            self.add_person_forms(&mut person);
        }
        self.keys.insert(Rc::clone(&person.key), self.people.len());
        self.people.push(person);
    }

    fn add_person_forms(&mut self, person: &mut Person) {
        let count = person.words.len();
        for from in first_form(&person.words)..count {
            let mut node = ROOT;
            for at in from..count {
                node = self.person_forms.grow(node, person.words[at]);
                self.person_forms.value_mut(node).opens += u32::from(from == 0 && person.surname_first);
                if from > 0 || at + 1 == count || at == 0 && person.surname_first {
                    person.forms.push(node as u32);
                }
            }
            self.person_forms.value_mut(node).ends = true;
        }
        person.forms.sort_unstable();
        person.forms.dedup();
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
    ///
    /// A person is also known by the first word of the name where the story calls somebody by that word alone, and nobody by
    /// the last: `Orban Viktor`, `Kurozumi Natsuo`.
    pub(super) fn settle(&mut self, alone: impl Fn(u32) -> bool) {
        let mut people = std::mem::take(&mut self.people);
        for person in people.iter_mut().filter(|person| person.words.len() > 1) {
            let [first, last] = person.ends;
            person.surname_first |= alone(first) && !alone(last);
        }
        people.retain(|person| {
            let node = self.organization_forms.find(person.words.iter().copied().map(Some));
            node.is_none_or(|node| self.organization_forms.value(node).short.is_none())
        });
        let ends = |person: &Person| first_form(&person.words).max(1)..person.words.len();
        let parts: HashSet<&[u32]> =
            people.iter().flat_map(|person| ends(person).map(|from| &person.words[from..])).collect();
        let whole: Vec<bool> = people.iter().map(|person| !parts.contains(person.words.as_slice())).collect();
        self.keys.clear();
        self.settled = true;
        for (person, _) in people.into_iter().zip(whole).filter(|(_, whole)| *whole) {
            let surname = person.words.last().and_then(|&surname| self.organization_forms.step(ROOT, surname));
            if let Some(node) = surname {
                self.organization_forms.value_mut(node).short = None;
            }
            self.add_person(person);
        }
    }

    /// Introduces an organization and returns its number.
    pub(super) fn introduce_organization(&mut self, text: &Text<'_>, words: &Range<usize>) -> usize {
        let name = organization_name(text, words);
        let folded = split_words(&name);
        let key = organization_key(&folded);
        let by_key = self.form(&key).and_then(|form| form.key);
        let by_short = self.form(&folded.join(" ")).and_then(|form| form.short);
        if let Some(known) = [by_key, by_short].into_iter().flatten().min() {
            return known;
        }
        let number = self.organizations.len();
        self.add_form(&key).key = Some(number);
        for short in short_forms(text, words) {
            self.alias(number, &short);
        }
        self.organizations.push(Organization { name, key });
        number
    }

    /// Gives an organization another key: that of the lists for its acronym.
    pub(super) fn rekey(&mut self, organization: usize, key: String) {
        self.add_form(&key).key = Some(organization);
        self.organizations[organization].key = key;
    }

    /// Makes a word mean an organization: the acronym in brackets after it.
    pub(super) fn alias(&mut self, organization: usize, term: &str) {
        let form = self.add_form(term);
        form.short = Some(form.short.map_or(organization, |known| known.min(organization)));
    }

    /// Returns the organization that a folded form means in this story.
    pub(super) fn organization(&self, form: &str) -> Option<usize> {
        self.form(form)?.first()
    }

    fn form(&self, form: &str) -> Option<&OrganizationForm> {
        let node = self.organization_forms.find(form.split(' ').map(|word| self.numbers.get(word)))?;
        Some(self.organization_forms.value(node))
    }

    fn add_form(&mut self, form: &str) -> &mut OrganizationForm {
        let node = form.split(' ').fold(ROOT, |node, word| {
            let word = self.numbers.give(word);
            self.organization_forms.grow(node, word)
        });
        self.organization_forms.value_mut(node)
    }

    /// Returns the end of the longest form of an organization of this story that begins at a word, and the organization.
    pub(super) fn organization_at(&self, text: &Text<'_>, start: usize, limit: usize) -> Option<(usize, usize)> {
        let forms = self.organization_forms.along(&self.numbers, text, start, limit);
        forms.filter_map(|(end, form)| Some((end, form.first()?))).last()
    }

    /// Returns the end of the longest form of a person of this story that begins at a word.
    pub(super) fn person_at(&self, text: &Text<'_>, start: usize, limit: usize) -> Option<usize> {
        let mut longest = None;
        // A surname that stands first means its bearer, unless the next word is of the name too.
        let mut opens = [0; 2];
        for (end, form) in self.person_forms.along(&self.numbers, text, start, limit) {
            if form.ends {
                longest = Some(end);
            }
            if let Some(opens) = opens.get_mut(end - start - 1) {
                *opens = form.opens;
            }
        }
        longest.or((opens[0] > opens[1]).then_some(start + 1))
    }

    /// Returns the person whose key this is.
    pub(super) fn person_of_key(&self, key: &str) -> Option<usize> {
        self.keys.get(key).copied()
    }

    /// Returns how many forms of people there are, and beginnings of forms.
    pub(super) fn count_person_forms(&self) -> usize {
        self.person_forms.count()
    }

    /// Returns the number of a person's form.
    pub(super) fn person_form(&self, words: &[String]) -> Option<usize> {
        self.person_forms.find(words.iter().map(|word| self.numbers.get(word)))
    }
}

/// Returns the first word of a name that a form begins at.
fn first_form(words: &[u32]) -> usize {
    words.len().saturating_sub(LONGEST_FORM)
}

/// Returns the folded words of a name, hyphenated words split, without middle initials and `Jr.`.
pub(super) fn name_words(text: &Text<'_>, words: &Range<usize>) -> Vec<String> {
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
        if end > words.start + 1 && short.len() < MOST_SHORTENED && text.words[end - 1].shape != Shape::Lower {
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
pub(super) fn organization_name(text: &Text<'_>, words: &Range<usize>) -> String {
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
pub(super) fn one_line(name: &str) -> String {
    if !name.contains(['\n', '\r', '\t']) && !name.contains("  ") {
        return name.to_owned();
    }
    name.split_whitespace().collect::<Vec<_>>().join(" ")
}

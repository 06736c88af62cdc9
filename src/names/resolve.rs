//! Who is who inside one story: full names introduce, short forms refer. Any recognizer ends here.
//!
//! A full name found anywhere in the story introduces its bearer, before or after the short form. Of two bearers of a
//! surname, the short form means the one that agrees with what stands before it (`Mr` or `Mrs`), and of several that agree
//! the one that was named last. Where nothing tells the bearers apart, or none agrees, it is a person known by that word alone.

use super::cast::{Cast, Person, name_words, one_line, organization_name};
use super::evidence::Evidence;
use super::key::{organization_key, person_key, split_words};
use super::why::{Finding, Meaning, Why};
use super::words::Text;
use crate::story::{Field, Mention, NameKind};
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
    pub(super) finding: Finding,
}

/// The people whom one form can mean.
#[derive(Clone, Debug, Default)]
struct Bearers {
    /// The first the story introduces.
    first: Option<u32>,
    /// Whether there are others.
    several: bool,
    /// Of those who may be men and those who may be women, the one named last, or else introduced first.
    latest: [Option<u32>; 2],
}

/// Says whom a form means, from what was named before. Everybody is introduced by now.
pub(super) struct Resolver<'c> {
    cast: &'c Cast,
    /// The bearers of each form of a person.
    bearers: Vec<Bearers>,
}

impl<'c> Resolver<'c> {
    pub(super) fn new(cast: &'c Cast) -> Self {
        let mut bearers = vec![Bearers::default(); cast.count_person_forms()];
        for (number, person) in (0_u32..).zip(&cast.people) {
            for &form in &person.forms {
                let form = &mut bearers[form as usize];
                form.several |= form.first.is_some();
                form.first = form.first.or(Some(number));
                for sex in sexes(person) {
                    form.latest[sex] = form.latest[sex].or(Some(number));
                }
            }
        }
        Self { cast, bearers }
    }

    /// Returns whom a form of a name means, who is from now on the one named last.
    fn resolve(&mut self, form: &[String], female: Option<bool>) -> Result<(&'c Person, Meaning), Meaning> {
        let key = person_key(form.iter().map(String::as_str));
        let (number, meaning) = match self.cast.person_of_key(&key) {
            Some(exact) => (exact as u32, Meaning::Introduces),
            None => (self.bearer(form, female)?, Meaning::ShortFor),
        };
        let person = &self.cast.people[number as usize];
        for &form in &person.forms {
            for sex in sexes(person) {
                self.bearers[form as usize].latest[sex] = Some(number);
            }
        }
        Ok((person, meaning))
    }

    fn bearer(&self, form: &[String], female: Option<bool>) -> Result<u32, Meaning> {
        let bearers = &self.bearers[self.cast.person_form(form).ok_or(Meaning::Itself)?];
        if !bearers.several {
            return bearers.first.ok_or(Meaning::Itself);
        }
        // Without anything that tells them apart, choosing one would be a guess.
        female.and_then(|female| bearers.latest[usize::from(female)]).ok_or(Meaning::Ambiguous)
    }
}

/// Returns what a person may be: 0 a man, 1 a woman.
fn sexes(person: &Person) -> Range<usize> {
    person.female.map_or(0..2, |female| usize::from(female)..usize::from(female) + 1)
}

/// Returns the mentions of what was found: each named by whom the story introduces, in the order given.
pub(super) fn mentions(
    texts: &[Text<'_>],
    evidence: &Evidence,
    found: Vec<Found>,
    resolver: &mut Resolver<'_>,
) -> Vec<(Mention, Why)> {
    let mut out = Vec::with_capacity(found.len());
    for one in found {
        let text = &texts[usize::from(one.field == Field::Body)];
        let (start, end) = text.bytes(&one.words);
        let (first, last) = text.positions(&one.words);
        let (name, key, meaning) = match one.kind {
            NameKind::Person => {
                let form = name_words(text, &one.words);
                match resolver.resolve(&form, one.female) {
                    Ok((person, meaning)) => (person.name.clone(), person.key.to_string(), meaning),
                    Err(meaning) => {
                        (one_line(text.slice(&one.words)), person_key(form.iter().map(String::as_str)), meaning)
                    }
                }
            }
            NameKind::Organization => {
                let known = one.organization.map(|number| &resolver.cast.organizations[number]);
                if let Some(organization) = known {
                    let meaning = match text.slice(&one.words) == organization.name {
                        true if one.words.len() > 1 => Meaning::Introduces,
                        true => Meaning::Itself,
                        false => Meaning::ShortFor,
                    };
                    (organization.name.clone(), organization.key.clone(), meaning)
                } else {
                    let name = organization_name(text, &one.words);
                    let key = organization_key(&split_words(&name));
                    (name, key, Meaning::Itself)
                }
            }
        };
        let mention = Mention { kind: one.kind, name, key, field: one.field, start, end, first, last };
        let known = evidence.number(text.hash(one.words.end - 1)).map(|number| evidence.known(number));
        let signs = known.map_or(0, |known| known.signs);
        out.push((mention, Why { finding: one.finding, meaning, signs }));
    }
    out
}

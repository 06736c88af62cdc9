//! The recognizer by rules: three passes over the capitalised words of a story.
//!
//! First the names that show by themselves (titles, first names, organization words, expanded acronyms, the lists) introduce the story's
//! people and organizations. Then every capitalised word that is left is compared with them. What is still unknown needs
//! signs around it. The headline comes last, since it is understood through the body.

use super::Recognizer;
use super::acronyms::{expansions, is_acronym_by_context};
use super::cast::Cast;
use super::key::is_royal;
use super::lists::{Lists, class};
use super::organizations::{
    by_ampersand, by_head_word, follows_group_noun, is_company_by_context, is_known, is_owner_name,
};
use super::persons::{belongs_to_thing, full_name, is_before_place_or_date, is_female, is_person_by_context};
use super::resolve::{Found, Resolver, mentions};
use super::words::{Gap, Shape, Text};
use crate::story::{Field, Mention, NameKind, Story};
use crate::text::Analysis;
use std::ops::Range;

/// The recognizer by rules: titles, roles, organization words, acronyms, runs of capitalised words, and lists.
#[derive(Debug, Default)]
pub struct Rules {}

impl Recognizer for Rules {
    fn mentions(&self, story: &Story, headline: &Analysis, body: &Analysis) -> Vec<Mention> {
        let lists = Lists::get();
        let texts = [
            Text::new(Field::Headline, story.headline.as_deref().unwrap_or_default(), headline, lists),
            Text::new(Field::Body, &story.body, body, lists),
        ];
        let mut reader = Reader::new(story.agency.as_deref());
        reader.scan(&texts[1], true);
        reader.scan(&texts[0], texts[0].cased);
        reader.settle(&texts);
        reader.look_again(&texts[1], true);
        reader.look_again(&texts[0], false);
        let mut found = reader.found;
        found.sort_unstable_by_key(|one| (one.field, one.words.start));
        // Bodies introduce, so they are resolved first; the caller wants the headline first.
        let split = found.partition_point(|one| one.field == Field::Headline);
        let body_found = found.split_off(split);
        let mut resolver = Resolver::new(&reader.cast);
        let body_mentions = mentions(&texts, body_found, &mut resolver);
        let mut out = mentions(&texts, found, &mut resolver);
        out.extend(body_mentions);
        out
    }
}

/// What is known of a story while it is read.
struct Reader<'s> {
    agency: Option<&'s str>,
    cast: Cast,
    found: Vec<Found>,
    /// Whether each word of the field being looked at again belongs to a name or a place.
    covered: Vec<bool>,
    /// Places, things and titles of several words, which cover their words.
    places: Vec<(Field, Range<usize>)>,
}

impl<'s> Reader<'s> {
    fn new(agency: Option<&'s str>) -> Self {
        Self { agency, cast: Cast::default(), found: Vec::new(), covered: Vec::new(), places: Vec::new() }
    }

    /// Finds the names that show by themselves. Without `guess`, only those the lists know.
    fn scan(&mut self, text: &Text<'_>, guess: bool) {
        let mut expansions = if guess { expansions(text) } else { Vec::new() }.into_iter().peekable();
        let mut at = 0;
        while at < text.words.len() {
            while expansions.next_if(|expansion| expansion.words.start < at).is_some() {}
            if let Some(expansion) = expansions.next_if(|expansion| expansion.words.start == at) {
                at = expansion.words.end;
                let acronym = text.term(expansion.acronym);
                if let Some(number) = self.organization(text, expansion.words) {
                    self.cast.alias(number, acronym);
                }
                continue;
            }
            if !text.is_capital(at) {
                at += 1;
                continue;
            }
            let mut run = text.run(at);
            if let Some(expansion) = expansions.peek() {
                run.end = run.end.min(expansion.words.start);
            }
            at = if guess && !text.shouts(&run) { self.scan_run(text, &run) } else { self.scan_known(text, &run) };
        }
    }

    /// Takes what the lists know of a run, and returns where reading goes on: a name may reach beyond the run.
    fn scan_known(&mut self, text: &Text<'_>, run: &Range<usize>) -> usize {
        let mut at = run.start;
        while at < run.end {
            at = self.known(text, at).unwrap_or(at + 1);
        }
        at
    }

    /// Takes what the lists know at a word, and returns where it ends.
    fn known(&mut self, text: &Text<'_>, at: usize) -> Option<usize> {
        if let Some((end, classes)) = text.phrase(at, text.words.len()) {
            if classes & class::ORGANIZATION != 0 && text.is_capital(end - 1) {
                self.organization(text, at..end);
                return Some(end);
            }
            if classes & (class::PLACE | class::PEOPLE | class::MISC) != 0 {
                self.places.push((text.field, at..end));
                return Some(end);
            }
        }
        if text.is(at + 1, class::MISC) && text.is_capital(at + 1) && text.gap(at) == Gap::Space {
            return None;
        }
        is_known(text, at, text.classes(at)).then(|| {
            self.organization(text, at..at + 1);
            at + 1
        })
    }

    /// Takes the names of a run that show by themselves, and returns where reading goes on.
    fn scan_run(&mut self, text: &Text<'_>, run: &Range<usize>) -> usize {
        let mut at = run.start;
        let mut title = title_before(text, run.start);
        let ampersand = text.slice(run).contains('&');
        while at < run.end {
            let known = class::ORGANIZATION | class::PLACE | class::MISC;
            let phrase = text.phrase(at, text.words.len());
            let listed = phrase.filter(|(_, found)| found & known != 0);
            let by_form = by_head_word(text, at, run.end)
                .filter(|name| listed.is_none_or(|(end, _)| end < name.end))
                .or_else(|| (ampersand && listed.is_none()).then(|| by_ampersand(text, at, run.end)).flatten());
            if let Some(name) = by_form {
                at = name.end.max(at + 1);
                self.organization(text, name);
                title = None;
                continue;
            }
            let classes = text.classes(at);
            if let Some((end, found)) = phrase
                && found & class::TITLE != 0
                && end < run.end
            {
                title = Some(found | class::TITLE);
                self.places.push((text.field, at..end));
                at = end;
                continue;
            }
            if let Some(end) = self.person(text, at, run.end, title, classes) {
                at = end;
                title = None;
                continue;
            }
            if let Some(end) = self.known(text, at) {
                at = end;
                title = None;
                continue;
            }
            title = if classes & class::TITLE != 0 { Some(classes) } else { None };
            at += 1;
        }
        at
    }

    /// Takes the person whose name begins at a word, and returns where it ends.
    fn person(&mut self, text: &Text<'_>, at: usize, limit: usize, title: Option<u32>, classes: u32) -> Option<usize> {
        let known = text.phrase(at, text.words.len()).is_some_and(|(_, found)| found & !class::TITLE != 0);
        let other =
            class::PEOPLE | class::COMMON | class::PLACE | class::TITLE | class::ORGANIZATION | class::HEAD_FIRST;
        let titled =
            title.is_some() && classes & other == 0 && (classes & class::BESIDE == 0 || classes & class::SURNAME != 0);
        let company = follows_group_noun(text, at) && classes & class::FIRST == 0;
        if known || company || (classes & class::TITLE != 0 && classes & (class::FIRST | class::EAST_ASIAN) == 0) {
            return None;
        }
        let female = title.and_then(is_female);
        if let Some(end) = full_name(text, at, limit, titled) {
            let words = at..end;
            self.cast.introduce_person(text, &words, female);
            self.push(NameKind::Person, text.field, words, female, None);
            return Some(end);
        }
        let end = royal_end(text, at, limit).filter(|_| titled)?;
        let words = at - 1..end;
        self.cast.introduce_person(text, &words, female);
        self.push(NameKind::Person, text.field, words, female, None);
        Some(end)
    }

    /// Takes an organization and returns its number; none where it is the agency that filed the story.
    fn organization(&mut self, text: &Text<'_>, words: Range<usize>) -> Option<usize> {
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
        {
            self.cast.alias(number, text.term(next));
        }
        self.push(NameKind::Organization, text.field, words, None, Some(number));
        Some(number)
    }

    /// Makes companies of the people who bear the name of a company of the story.
    fn settle(&mut self, texts: &[Text<'_>]) {
        self.cast.settle();
        for one in self.found.iter_mut().filter(|one| one.kind == NameKind::Person) {
            let text = &texts[usize::from(one.field == Field::Body)];
            if let Some(number) = self.cast.company_named(text, &one.words) {
                one.kind = NameKind::Organization;
                one.organization = Some(number);
            }
        }
    }

    fn push(
        &mut self,
        kind: NameKind,
        field: Field,
        words: Range<usize>,
        female: Option<bool>,
        organization: Option<usize>,
    ) {
        self.found.push(Found { kind, field, words, female, organization });
    }

    /// Compares what is left of a field with the people and organizations found, and, with `guess`, weighs the signs
    /// around unknown names; those introduce more people, so the field is looked at twice.
    fn look_again(&mut self, text: &Text<'_>, guess: bool) {
        self.cover(text);
        if guess {
            self.each_run(text, Self::guess_run);
        }
        self.each_run(text, Self::match_run);
    }

    fn cover(&mut self, text: &Text<'_>) {
        self.covered.clear();
        self.covered.resize(text.words.len(), false);
        let names = self.found.iter().filter(|one| one.field == text.field).map(|one| &one.words);
        let places = self.places.iter().filter(|(field, _)| *field == text.field).map(|(_, words)| words);
        for words in names.chain(places) {
            self.covered[words.clone()].fill(true);
        }
    }

    /// Calls `look` for every uncovered stretch of every run of capitalised words.
    fn each_run(&mut self, text: &Text<'_>, look: fn(&mut Self, &Text<'_>, Range<usize>)) {
        let mut at = 0;
        while at < text.words.len() {
            if !text.is_capital(at) || self.covered[at] {
                at += 1;
                continue;
            }
            let run = text.run(at);
            let end = run.clone().find(|&index| self.covered[index]).unwrap_or(run.end);
            look(self, text, at..end);
            at = end;
        }
    }

    /// Takes unknown names that the words around them show to be people or organizations.
    fn guess_run(&mut self, text: &Text<'_>, run: Range<usize>) {
        if text.shouts(&run) {
            return;
        }
        let ordinary = |index: usize| {
            text.is(index, class::COMMON | class::TITLE | class::PEOPLE) && !text.is(index, class::FIRST)
        };
        let mut start = run.start;
        while start < run.end && ordinary(start) {
            start += 1;
        }
        let name = start..run.end;
        if name.is_empty() {
            return;
        }
        let acronym = name.len() == 1 && is_acronym_by_context(text, start);
        if acronym || (follows_group_noun(text, start) && is_company_by_context(text, &name)) {
            self.organization(text, name.clone());
        } else if self.cast.person_at(text, start, run.end).is_some() {
            return;
        } else if is_person_by_context(text, &name) {
            self.cast.introduce_person(text, &name, None);
            self.push(NameKind::Person, text.field, name.clone(), None, None);
        } else if is_company_by_context(text, &name)
            || (name.len() == 1 && is_owner_name(text, start) && title_before(text, start).is_none())
        {
            self.organization(text, name.clone());
        } else {
            return;
        }
        self.covered[name].fill(true);
    }

    /// Takes the short forms of people and organizations of this story.
    fn match_run(&mut self, text: &Text<'_>, run: Range<usize>) {
        let mut at = run.start;
        while at < run.end {
            if let Some((end, number)) = self.organization_at(text, &run, at) {
                self.push(NameKind::Organization, text.field, at..end, None, Some(number));
                at = end;
                continue;
            }
            if let Some(end) = self.relative(text, &run, at) {
                at = end;
                continue;
            }
            if let Some(end) = self.cast.person_at(text, at, run.end)
                && is_free(text, &run, at, end)
            {
                let female = title_before(text, at).and_then(is_female);
                self.push(NameKind::Person, text.field, at..end, female, None);
                at = end;
                continue;
            }
            if let Some(title) = title_before(text, at)
                && run.end == at + 1
                && stands_alone_after(text, at, title)
            {
                self.push(NameKind::Person, text.field, at..at + 1, is_female(title), None);
            }
            at += 1;
        }
    }

    /// Takes an unknown word before the surname of someone in the story: another bearer of that surname.
    fn relative(&mut self, text: &Text<'_>, run: &Range<usize>, at: usize) -> Option<usize> {
        let unknown =
            text.classes(at) & !class::SURNAME == 0 && text.words[at].shape == Shape::Capital && text.raw(at).len() > 2;
        let inflected = ["s", "ed", "ing", "ly"].iter().any(|ending| text.term(at).ends_with(ending));
        if !unknown || run.end != at + 2 || text.gap(at) != Gap::Space || (text.words[at].opens && inflected) {
            return None;
        }
        if self.cast.person_at(text, at, run.end).is_some() || self.cast.person_at(text, at + 1, run.end).is_none() {
            return None;
        }
        let words = at..run.end;
        self.cast.introduce_person(text, &words, None);
        self.push(NameKind::Person, text.field, words, None, None);
        Some(run.end)
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

/// Returns the end of the name of a pope or a king whose title stands right before a word: `Pope Anselm`, `King Ludomir II`.
fn royal_end(text: &Text<'_>, at: usize, limit: usize) -> Option<usize> {
    let before = at.checked_sub(1)?;
    let royal = is_royal(text.term(before)) && text.is_capital(before) && text.gap(before) == Gap::Space;
    let thing = at + 1 < limit && belongs_to_thing(text.classes(at + 1));
    if !royal || thing || text.words[at].shape != Shape::Capital {
        return None;
    }
    let number = |index: &usize| text.raw(*index).bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X'));
    Some(at + 1 + (at + 1..limit).take_while(number).count())
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

/// Says whether the one word after a title is a name by itself: `Mr Brandt`, `Gen. Suharto`.
fn stands_alone_after(text: &Text<'_>, at: usize, title: u32) -> bool {
    let classes = text.classes(at);
    let other = class::COMMON
        | class::PLACE
        | class::PEOPLE
        | class::TITLE
        | class::ORGANIZATION
        | class::MISC
        | class::HEAD_LAST
        | class::HEAD_FIRST
        | class::BESIDE;
    let written = text.words[at].shape == Shape::Capital && text.raw(at).len() > 2;
    let ruler =
        matches!(text.term(at - 1), "president" | "king" | "queen" | "premier" | "chancellor" | "pope" | "sultan");
    let honoured = text.is_capital(at - 1) || ruler;
    title != 0
        && written
        && honoured
        && (classes & other == 0 || classes & class::SURNAME != 0 && classes & class::ORGANIZATION == 0)
}

/// Says whether a form of a person's name stands by itself and is not part of a longer name or an ordinary word.
fn is_free(text: &Text<'_>, run: &Range<usize>, start: usize, end: usize) -> bool {
    if end - start > 1 {
        return true;
    }
    let classes = text.classes(start);
    if !text.cased {
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

//! The dossier of one person or organization: counted from columns and postings, quoted from stories.
//!
//! What is counted is exact. What is quoted needs the stories' text, so only so many are read, spread evenly over the time.

use super::cursor::LeafCursor;
use super::expand::{Dictionary, LeafTerms};
use super::freshness::Freshness;
use super::rank::{self, Found};
use super::versions::Groups;
use super::{Examiners, LocalEngine, facets, lower};
use crate::error::Result;
use crate::index::engine_error;
use crate::names::{introduction_key, introductions, key};
use crate::query::{NamePattern, Operand, Plan, Scope, TextClause};
use crate::search::{
    Candidate, Companion, Dossier, DossierRequest, Excerpts, Facet, FormCount, IntroductionCount, SearchRequest, Sort,
    TopStory, Who, choose,
};
use crate::spans::{Leaf, NameKeys, NameSet};
use crate::story::{Date, Field, Mention, NameKind, Story};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Range;
use tantivy::DocAddress;
use tantivy::schema::IndexRecordOption;

/// How many names of a kind are compared with the archive where not all are wanted, at least: those in most stories. One in
/// fewer would not come first.
const COMPARED: usize = 200;

/// How many full names of a story are looked at for an introduction: the second may have it where the first has none.
const LOOKED_AT: usize = 8;

/// Returns whom a name fits, and the dossier of the one it means.
pub(super) fn who(engine: &LocalEngine, request: &DossierRequest) -> Result<Who> {
    let dictionary = engine.dictionary();
    let mut candidates = Vec::new();
    for pattern in &request.names {
        candidates.extend(candidates_of(engine, &dictionary, pattern, &request.filter)?);
    }
    candidates.sort_by(|a, b| {
        let order = |candidate: &Candidate| (Reverse(candidate.facet.stories), Reverse(candidate.facet.mentions));
        order(a).cmp(&order(b)).then_with(|| (a.kind, &a.facet.name).cmp(&(b.kind, &b.facet.name)))
    });
    let dossier = match choose(&candidates, request.names.len() == 1) {
        Some(at) => Some(Maker::new(engine, dictionary, request, &candidates[at])?.make()?),
        None => None,
    };
    Ok(Who { candidates, dossier })
}

fn candidates_of(
    engine: &LocalEngine,
    dictionary: &Dictionary<'_>,
    pattern: &NamePattern,
    filter: &Plan,
) -> Result<Vec<Candidate>> {
    let kind = pattern.kind;
    let name = named(pattern, Scope::Anywhere);
    let keys = dictionary.names_of(&name)?.remove(pattern).unwrap_or_default().keys;
    let fitting = |filter: &Plan| -> Result<Vec<Facet>> {
        let query = lower::lower(&both(name.clone(), filter), dictionary)?;
        let facets = facets::names(&engine.searcher, query.as_ref(), kind, &engine.authority)?;
        Ok(facets.into_iter().filter(|facet| keys.contains(&facet.key)).collect())
    };
    let mut facets = fitting(filter)?;
    if let Some((bearer, set)) = dictionary.bearer(pattern)? {
        let stories = engine.count_of(&both(named(&bearer, Scope::Anywhere), filter), dictionary)?;
        if stories > 0 {
            let (bearers, mut others): (Vec<Facet>, _) =
                facets.into_iter().partition(|facet| set.keys.contains(&facet.key));
            // Where all of these stories are inferred, the others of the archive say how the name is written.
            let of_archive = if bearers.is_empty() { fitting(&Plan::All)? } else { Vec::new() };
            let of_archive = of_archive.into_iter().filter(|facet| set.keys.contains(&facet.key));
            let of_archive = of_archive.map(|facet| Facet { mentions: 0, ..facet });
            // A lone surname is nobody else's.
            others.retain(|facet| !set.surnames.contains_key(&facet.key));
            others.extend(bearers.into_iter().chain(of_archive).map(|facet| Facet { stories, ..facet }));
            facets = others;
        }
    }
    let whole = dictionary.whole(pattern);
    let candidate = |facet: Facet| Candidate { kind, is_exact: whole.as_ref() == Some(&facet.key), facet };
    Ok(facets.into_iter().map(candidate).collect())
}

fn named(pattern: &NamePattern, scope: Scope) -> Plan {
    Plan::Text(TextClause { scope, operand: Operand::Name(pattern.clone()), least: 1, typed: 0..0 })
}

fn both(name: Plan, filter: &Plan) -> Plan {
    if *filter == Plan::All { name } else { Plan::And(vec![name, filter.clone()]) }
}

/// What a dossier is made from.
struct Maker<'e> {
    engine: &'e LocalEngine,
    request: &'e DossierRequest,
    chosen: &'e Facet,
    pattern: NamePattern,
    /// What the pattern stands for.
    set: NameSet,
    dictionary: Dictionary<'e>,
    /// Every story of the dossier, earliest first, those without a date last.
    found: Vec<Found>,
}

impl<'e> Maker<'e> {
    fn new(
        engine: &'e LocalEngine,
        dictionary: Dictionary<'e>,
        request: &'e DossierRequest,
        chosen: &'e Candidate,
    ) -> Result<Self> {
        let strict = request.names.iter().all(|name| name.strict);
        let pattern = dictionary.only(chosen.kind, &chosen.facet.key, strict)?;
        let set = dictionary.names_of(&named(&pattern, Scope::Anywhere))?.remove(&pattern).unwrap_or_default();
        let mut maker = Self { engine, request, chosen: &chosen.facet, pattern, set, dictionary, found: Vec::new() };
        maker.found = maker.find(Scope::Anywhere, Sort::Oldest)?;
        Ok(maker)
    }

    fn make(&self) -> Result<Dossier> {
        let mentions = self.mentions()?;
        let Timeline { months, undated } = self.timeline()?;
        let quoted = self.quote()?;
        let dated = self.found.len() > undated as usize;
        let story = |found: Option<&Found>| found.map(|found| self.engine.read(found.address)).transpose();
        let first = story(self.found.first().filter(|_| dated))?;
        let last = story(self.find_some(Scope::Anywhere, Sort::Newest, Some(1))?.first().filter(|_| dated))?;
        Ok(Dossier {
            kind: self.pattern.kind,
            name: self.chosen.name.clone(),
            key: self.chosen.key.clone(),
            forms: quoted.forms(),
            introductions: quoted.introductions(),
            read: quoted.read,
            stories: self.found.len() as u64,
            inferred: self.inferred()?,
            mentions: mentions.values().map(|count| u64::from(*count)).sum(),
            first: first.map(|document| document.story),
            last: last.map(|document| document.story),
            months,
            undated,
            people: self.companions(NameKind::Person)?,
            organizations: self.companions(NameKind::Organization)?,
            top: self.top(&mentions)?,
        })
    }

    fn plan(&self, scope: Scope) -> Plan {
        both(named(&self.pattern, scope), &self.request.filter)
    }

    /// Returns how many of the stories have no more than a surname that is inferred to mean the name.
    fn inferred(&self) -> Result<u64> {
        if self.set.surnames.is_empty() {
            return Ok(0);
        }
        let strict = self.dictionary.only(self.pattern.kind, &self.chosen.key, true)?;
        let plan = both(named(&strict, Scope::Anywhere), &self.request.filter);
        Ok(self.found.len() as u64 - self.engine.count_of(&plan, &self.dictionary)?)
    }

    fn find(&self, scope: Scope, sort: Sort) -> Result<Vec<Found>> {
        self.find_some(scope, sort, None)
    }

    fn find_some(&self, scope: Scope, sort: Sort, limit: Option<usize>) -> Result<Vec<Found>> {
        let query = lower::lower(&self.plan(scope), &self.dictionary)?;
        Ok(rank::find(&self.engine.searcher, query.as_ref(), sort, 0, limit)?.0)
    }

    /// Returns how many mentions each story holds.
    fn mentions(&self) -> Result<HashMap<DocAddress, u32>> {
        let terms = self.dictionary.leaf(&Leaf::Name(self.pattern.clone()))?;
        let mut addresses: Vec<DocAddress> = self.found.iter().map(|found| found.address).collect();
        addresses.sort_unstable();
        let mut mentions = HashMap::with_capacity(addresses.len());
        for segment in addresses.chunk_by(|left, right| left.segment_ord == right.segment_ord) {
            let counted = self.mentions_in(segment, &terms);
            mentions.extend(counted.map_err(|error| engine_error("search", &error.into()))?);
        }
        Ok(mentions)
    }

    fn mentions_in(&self, stories: &[DocAddress], terms: &LeafTerms) -> std::io::Result<Vec<(DocAddress, u32)>> {
        let reader = self.engine.searcher.segment_reader(stories[0].segment_ord);
        let Some(entries) = terms.entries(reader.segment_id()) else { return Ok(Vec::new()) };
        let inverted = reader.inverted_index(terms.field).map_err(std::io::Error::other)?;
        let mut cursor = LeafCursor::open(&entries.terms, &inverted, IndexRecordOption::WithFreqs)?;
        let mut count = |address: &DocAddress| {
            let here = cursor.seek(address.doc_id) == address.doc_id;
            (*address, if here { cursor.frequency() } else { 0 })
        };
        Ok(stories.iter().map(&mut count).collect())
    }

    fn timeline(&self) -> Result<Timeline> {
        let fail = |error: tantivy::TantivyError| engine_error("search", &error);
        let readers = self.engine.searcher.segment_readers().iter();
        let columns = readers.map(|reader| {
            let fast = reader.fast_fields();
            Ok((fast.i64("first_day")?, fast.i64("last_day")?))
        });
        let columns = columns.collect::<tantivy::Result<Vec<_>>>().map_err(fail)?;
        let (mut months, mut undated) = (BTreeMap::new(), 0);
        for Found { address, .. } in &self.found {
            let (firsts, lasts) = &columns[address.segment_ord as usize];
            let days = firsts.first(address.doc_id).zip(lasts.first(address.doc_id));
            match days.and_then(|(first, last)| month_of(first, last)) {
                Some(month) => *months.entry(month).or_default() += 1,
                None => undated += 1,
            }
        }
        Ok(Timeline { months: months.into_iter().collect(), undated })
    }

    /// Reads as many stories as may be read, from the first to the last.
    fn quote(&self) -> Result<Quoted> {
        let kind = self.pattern.kind;
        let keys = self.engine.authority.sources(kind, &self.chosen.key).into_iter().map(|source| source.key).collect();
        let mut quoted = Quoted { keys, ..Quoted::default() };
        let mut chosen: Vec<(DocAddress, usize)> =
            evenly(self.found.len(), self.request.read).map(|at| (self.found[at].address, at)).collect();
        // In the order of the store, a block of which holds many stories.
        chosen.sort_unstable();
        for (address, at) in chosen {
            let document = self.engine.read(address)?;
            quoted.add(&document.story, &self.set.mentions(kind, &document.mentions), at);
        }
        Ok(quoted)
    }

    fn companions(&self, kind: NameKind) -> Result<Vec<Companion>> {
        let query = lower::lower(&self.plan(Scope::Anywhere), &self.dictionary)?;
        let facets = facets::names(&self.engine.searcher, query.as_ref(), kind, &self.engine.authority)?;
        let is_own = |key: &String| self.set.keys.contains(key) || self.set.surnames.contains_key(key);
        let others = facets.into_iter().filter(|facet| kind != self.pattern.kind || !is_own(&facet.key));
        let mut companions = Vec::new();
        let compared = self.request.companions.map_or(usize::MAX, |wanted| wanted.max(COMPARED));
        for facet in others.take(compared) {
            let all = self.dictionary.stories_of(kind, &facet.key)?;
            companions.push(Companion { name: facet.name, stories: facet.stories, all });
        }
        let archive = self.engine.payload.counts.stories;
        let weight = |companion: &Companion| companion.weight(self.found.len() as u64, archive);
        companions.sort_by(|a, b| {
            let heavier = weight(b).total_cmp(&weight(a));
            heavier.then_with(|| b.stories.cmp(&a.stories)).then_with(|| a.name.cmp(&b.name))
        });
        companions.truncate(self.request.companions.unwrap_or(usize::MAX));
        Ok(companions)
    }

    fn top(&self, mentions: &HashMap<DocAddress, u32>) -> Result<Vec<TopStory>> {
        let in_headline = self.find(Scope::Headline, Sort::Path)?;
        let in_headline: HashSet<DocAddress> = in_headline.into_iter().map(|found| found.address).collect();
        let mut ranked = self.find(Scope::Anywhere, Sort::Relevance)?;
        let count = |found: &Found| mentions.get(&found.address).copied().unwrap_or_default();
        // The sort is stable: what is equal stays in the order of relevance.
        ranked.sort_by_key(|found| Reverse((count(found), in_headline.contains(&found.address))));
        let plan = named(&self.pattern, Scope::Anywhere);
        let examiners = Examiners::new(&plan, NameKeys::from([(self.pattern.clone(), self.set.clone())]));
        let excerpts = Excerpts::Snippets { count: 1, width: self.request.width };
        let request = SearchRequest { plan, sort: Sort::Relevance, offset: 0, limit: None, excerpts, versions: None };
        let (groups, freshness) = (Groups::default(), Freshness::new(&self.engine.searcher, &self.engine.root));
        let best = (1..).zip(&ranked).take(self.request.top);
        best.map(|(rank, found)| {
            let hit = self.engine.hit(&request, &examiners, &groups, &freshness, rank, found)?;
            Ok(TopStory { hit, mentions: count(found) })
        })
        .collect()
    }
}

struct Timeline {
    months: Vec<(Date, u64)>,
    undated: u64,
}

/// Returns the month of a story's period, or the year where it is longer.
fn month_of(first: i64, last: i64) -> Option<Date> {
    let (first, last) = (Date::from_days(first)?, Date::from_days(last)?);
    let month = first.month().filter(|_| first.year() == last.year() && first.month() == last.month());
    Date::new(first.year(), month, None)
}

/// Returns at most `most` of the numbers below `count`, evenly spread, the first and the last among them.
fn evenly(count: usize, most: usize) -> impl Iterator<Item = usize> {
    let taken = count.min(most);
    let spread = move |at: usize| if taken < 2 { 0 } else { at * (count - 1) / (taken - 1) };
    (0..taken).map(spread)
}

/// What stories say of somebody.
#[derive(Default)]
struct Quoted {
    /// The keys of the index whose bearer it is: a form with one of them is a whole name.
    keys: BTreeSet<String>,
    read: u64,
    forms: BTreeMap<String, u64>,
    introductions: BTreeMap<String, Introduced>,
}

/// One introduction in the stories that have it.
#[derive(Default)]
struct Introduced {
    spellings: BTreeMap<String, u64>,
    stories: u64,
    /// The earliest story: its place in time, and its id.
    earliest: Option<(usize, String)>,
}

impl Quoted {
    fn add(&mut self, story: &Story, mentions: &[&Mention], place: usize) {
        self.read += 1;
        let (mut looked_at, mut introduced) = (0, BTreeMap::new());
        for mention in mentions {
            let (text, span) = (field_text(story, mention.field), mention.start as usize..mention.end as usize);
            let Some(form) = text.get(span.clone()) else { continue };
            let form = form.split_whitespace().collect::<Vec<_>>().join(" ");
            let compared = key(mention.kind, &form);
            let is_whole = compared == mention.key || compared.contains(' ') || self.keys.contains(&compared);
            *self.forms.entry(form).or_default() += 1;
            if mention.field == Field::Body && is_whole && introduced.is_empty() && looked_at < LOOKED_AT {
                looked_at += 1;
                introduced = introductions_at(text, span, mention.kind);
            }
        }
        for (key, text) in introduced {
            let known = self.introductions.entry(key).or_default();
            known.stories += 1;
            *known.spellings.entry(text).or_default() += 1;
            if known.earliest.as_ref().is_none_or(|(earliest, _)| place < *earliest) {
                known.earliest = Some((place, story.id.clone()));
            }
        }
    }

    fn forms(&self) -> Vec<FormCount> {
        let mut forms: Vec<FormCount> =
            self.forms.iter().map(|(form, &mentions)| FormCount { form: form.clone(), mentions }).collect();
        forms.sort_by_key(|form| Reverse(form.mentions));
        forms
    }

    fn introductions(&self) -> Vec<IntroductionCount> {
        let most = |spellings: &BTreeMap<String, u64>| {
            // The last of equals is returned; reversed, the first in the alphabet.
            spellings.iter().rev().max_by_key(|(_, stories)| **stories).map(|(text, _)| text.clone())
        };
        let mut known: Vec<&Introduced> = self.introductions.values().collect();
        known.sort_by_key(|one| (Reverse(one.stories), one.earliest.as_ref()));
        let count = |one: &Introduced| IntroductionCount {
            text: most(&one.spellings).unwrap_or_default(),
            stories: one.stories,
            id: one.earliest.as_ref().map(|(_, id)| id.clone()).unwrap_or_default(),
        };
        known.into_iter().map(count).collect()
    }
}

/// Returns the introductions at a name by what they are compared by.
fn introductions_at(text: &str, name: Range<usize>, kind: NameKind) -> BTreeMap<String, String> {
    introductions(text, name, kind).into_iter().map(|text| (introduction_key(&text), text)).collect()
}

fn field_text(story: &Story, field: Field) -> &str {
    match field {
        Field::Headline => story.headline.as_deref().unwrap_or_default(),
        Field::Body => &story.body,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stories_are_taken_evenly_with_the_first_and_the_last() {
        let taken = |count, most| evenly(count, most).collect::<Vec<_>>();
        assert_eq!(taken(3, 9), [0, 1, 2]);
        assert_eq!(taken(9, 3), [0, 4, 8]);
        assert_eq!(taken(9, 1), [0]);
        assert_eq!(taken(0, 3), [0; 0]);
        let many = taken(100_000, 400);
        assert_eq!((many.len(), many[0], many[399]), (400, 0, 99_999));
        assert!(many.windows(2).all(|pair| (250..=251).contains(&(pair[1] - pair[0]))));
    }

    #[test]
    fn a_story_belongs_to_its_month_or_to_its_year_where_that_is_all_it_knows() {
        let month = |text: &str| {
            let (first, last) = text.parse::<Date>().expect("a date").days();
            month_of(first, last).map(|date| date.to_string())
        };
        assert_eq!(month("2017-10-31").as_deref(), Some("2017-10"));
        assert_eq!(month("2017-10").as_deref(), Some("2017-10"));
        assert_eq!(month("2017").as_deref(), Some("2017"));
    }
}

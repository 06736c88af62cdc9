//! How well the names the program found agree with the marked ones.

use morgue::names::key;
use morgue::story::NameKind;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::ops::Range;

/// One name in a story, marked or found.
#[derive(Clone, Debug)]
pub(super) struct Name {
    /// The field, then the bytes in it.
    pub(super) place: (String, Range<usize>),
    pub(super) text: String,
    /// Whom it means; none where it means nobody in particular.
    pub(super) means: Option<String>,
}

/// The agreement on one kind of name.
pub(super) struct Score {
    kind: NameKind,
    /// Marked and found: the same bytes.
    pub(super) right: usize,
    /// Found, but not marked.
    pub(super) extra: usize,
    /// Marked, but not found.
    pub(super) missed: usize,
    /// Of those right that mean somebody: how many there are, and how many go by the marked full name.
    meant: usize,
    known: usize,
    /// Of people: whom the mentions that were resolved to one name mean, with how many do.
    bearers: BTreeMap<String, BTreeMap<String, usize>>,
    errors: Vec<String>,
}

impl Score {
    pub(super) fn new(kind: NameKind) -> Self {
        let (bearers, errors) = (BTreeMap::new(), Vec::new());
        Self { kind, right: 0, extra: 0, missed: 0, meant: 0, known: 0, bearers, errors }
    }

    /// Counts one story.
    pub(super) fn add(&mut self, story: &str, marked: &[Name], found: &[Name]) {
        let gold: BTreeSet<_> = marked.iter().map(Name::sort_key).collect();
        let ours: BTreeMap<_, _> = found.iter().map(|name| (name.sort_key(), name.means.as_deref())).collect();
        for name in found.iter().filter(|name| !gold.contains(&name.sort_key())) {
            self.extra += 1;
            self.errors.push(format!("{story}: extra {:?}", name.text));
        }
        for name in marked {
            let Some(ours) = ours.get(&name.sort_key()) else {
                self.missed += 1;
                self.errors.push(format!("{story}: missed {:?}", name.text));
                continue;
            };
            self.right += 1;
            if let (Some(gold), Some(ours)) = (name.means.as_deref(), ours) {
                self.resolve(story, &name.text, gold, ours);
            }
        }
    }

    /// Counts whom one name that was found right was taken for.
    fn resolve(&mut self, story: &str, text: &str, gold: &str, ours: &str) {
        self.meant += 1;
        if key(self.kind, gold) == key(self.kind, ours) {
            self.known += 1;
        } else {
            self.errors.push(format!("{story}: {text:?} means {gold:?}, not {ours:?}"));
        }
        // A surname that was left a surname claims nobody; it is counted above, and not as somebody else's. An organization
        // goes by another full form in another story.
        let claims = gold == text || without_dot(ours) != without_dot(text);
        if claims && self.kind == NameKind::Person {
            *self.bearers.entry(without_dot(ours).to_owned()).or_default().entry(gold.to_owned()).or_default() += 1;
        }
    }

    pub(super) fn precision(&self) -> f64 {
        share(self.right, self.right + self.extra)
    }

    pub(super) fn recall(&self) -> f64 {
        share(self.right, self.right + self.missed)
    }

    pub(super) fn f1(&self) -> f64 {
        share(2 * self.right, 2 * self.right + self.extra + self.missed)
    }

    /// The share of the names found right that go by the marked full name.
    pub(super) fn who_is_who(&self) -> f64 {
        share(self.known, self.meant)
    }

    /// The mentions that go by a name most of whose mentions mean somebody else.
    pub(super) fn mixed_up(&self) -> usize {
        self.mixed().map(|(_, bearers)| bearers.values().sum::<usize>() - most(bearers)).sum()
    }

    fn mixed(&self) -> impl Iterator<Item = (&String, &BTreeMap<String, usize>)> {
        self.bearers.iter().filter(|(_, bearers)| bearers.len() > 1)
    }
}

impl Name {
    /// What two names share that stand in the same place; the dot of `Corp.` may be inside or outside.
    fn sort_key(&self) -> (&str, usize, usize) {
        let (field, place) = &self.place;
        (field, place.start, place.end - (self.text.len() - without_dot(&self.text).len()))
    }
}

impl fmt::Display for Score {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for error in &self.errors {
            writeln!(formatter, "  {error}")?;
        }
        for (name, bearers) in self.mixed() {
            writeln!(formatter, "  {name:?} is {bearers:?}")?;
        }
        let Self { kind, right, extra, missed, meant, known, .. } = self;
        writeln!(
            formatter,
            "{kind:?}: precision {:.3}, recall {:.3}, F1 {:.3} ({right} right, {extra} extra, {missed} missed)",
            self.precision(),
            self.recall(),
            self.f1()
        )?;
        write!(
            formatter,
            "{kind:?}: who is who {:.3} ({known} of {meant}), under another's name {}",
            self.who_is_who(),
            self.mixed_up()
        )
    }
}

fn most(bearers: &BTreeMap<String, usize>) -> usize {
    bearers.values().copied().max().unwrap_or_default()
}

fn without_dot(text: &str) -> &str {
    text.strip_suffix('.').unwrap_or(text)
}

fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

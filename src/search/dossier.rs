//! The dossier of one person or organization, as data, and the choice of whom a name means.

use super::{Facet, Hit};
use crate::query::{NamePattern, Plan};
use crate::story::{Date, NameKind, Story};

/// What is asked about a name.
#[derive(Clone, Debug)]
pub struct DossierRequest {
    /// The name, once as a person's and once as an organization's where it may be either.
    pub names: Vec<NamePattern>,
    /// In which stories.
    pub filter: Plan,
    /// How many stories are read for forms and introductions, at most; where there are more, they are taken evenly from the
    /// first to the last.
    pub read: usize,
    /// How many people, and how many organizations, are returned; `None` returns all.
    pub companions: Option<usize>,
    /// How many stories that say most.
    pub top: usize,
    /// The width of a snippet in characters, about.
    pub width: usize,
}

/// An answer to a [`DossierRequest`].
#[derive(Clone, Debug, Default)]
pub struct Who {
    /// Everybody and everything that the name fits in these stories, most stories first.
    pub candidates: Vec<Candidate>,
    /// The one that the name means; `None` where none fits, or several do.
    pub dossier: Option<Dossier>,
}

/// Somebody whom a name may mean.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Person or organization.
    pub kind: NameKind,
    /// The name, its stories, those with a surname that is inferred to mean it too, and the mentions by its own forms.
    pub facet: Facet,
    /// Whether what was asked for is the whole of the name.
    pub is_exact: bool,
}

impl Candidate {
    /// Says whether this is a surname alone: stories whose bearer nobody introduced.
    fn is_bare(&self) -> bool {
        self.kind == NameKind::Person && self.is_exact && !self.facet.key.contains(' ')
    }
}

/// All there is about one person or organization.
#[derive(Clone, Debug)]
pub struct Dossier {
    /// Person or organization.
    pub kind: NameKind,
    /// The form of the name that most stories introduce.
    pub name: String,
    /// The key it is compared by.
    pub key: String,
    /// How the name is written, most mentions first, in the stories that were read.
    pub forms: Vec<FormCount>,
    /// How the stories that were read introduce the bearer, most stories first.
    pub introductions: Vec<IntroductionCount>,
    /// How many stories were read for forms and introductions.
    pub read: u64,
    /// How many stories have the name.
    pub stories: u64,
    /// How many of them have no more than a surname that is inferred to mean it.
    pub inferred: u64,
    /// How many mentions they hold.
    pub mentions: u64,
    /// The earliest story with a date.
    pub first: Option<Story>,
    /// The latest.
    pub last: Option<Story>,
    /// The months that have stories, and how many; a year where a story's date is no more than that.
    pub months: Vec<(Date, u64)>,
    /// How many stories have no date.
    pub undated: u64,
    /// The people in the same stories: those come first who are there more often than elsewhere, and often.
    pub people: Vec<Companion>,
    /// The organizations, likewise.
    pub organizations: Vec<Companion>,
    /// The stories that say most: most mentions first, then those with the name in the headline, then by relevance.
    pub top: Vec<TopStory>,
}

/// A way in which a name is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormCount {
    /// As stories write it.
    pub form: String,
    /// How many mentions.
    pub mentions: u64,
}

/// A way in which stories introduce somebody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IntroductionCount {
    /// The title, role or apposition, in the spelling that most stories use.
    pub text: String,
    /// How many of the stories that were read have it.
    pub stories: u64,
    /// The earliest of them.
    pub id: String,
}

/// Somebody in the same stories.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Companion {
    /// The name.
    pub name: String,
    /// In how many of the dossier's stories.
    pub stories: u64,
    /// In how many stories of the whole archive.
    pub all: u64,
}

impl Companion {
    /// Returns how much this one belongs to the dossier: the stories together, times the logarithm of how much larger the share
    /// of such stories is in the dossier than in the archive.
    ///
    /// The count alone would name whoever is in every story; the share alone, whoever was there once and never again.
    pub fn weight(&self, dossier_stories: u64, archive_stories: u64) -> f64 {
        let here = self.stories as f64 / dossier_stories.max(1) as f64;
        let everywhere = self.all.max(self.stories) as f64 / archive_stories.max(1) as f64;
        self.stories as f64 * (here / everywhere.max(f64::MIN_POSITIVE)).ln()
    }
}

/// A story that says much.
#[derive(Clone, Debug)]
pub struct TopStory {
    /// The story with a snippet.
    pub hit: Hit,
    /// How many mentions of the name it holds.
    pub mentions: u32,
}

/// Returns which of some candidates, most stories first, a name means; `None` where that would be a guess. `is_kind_said` is
/// whether only people or only organizations were asked for.
///
/// A whole name means its bearer, though longer names hold it. One word does so only where no longer name of its kind is in
/// more stories (for an organization, also where its kind was said: its name may be one word). A surname that is only the end
/// of one full name means that one.
pub fn choose(candidates: &[Candidate], is_kind_said: bool) -> Option<usize> {
    let leads = |at: usize| candidates[..at].iter().all(|before| before.kind != candidates[at].kind);
    let is_meant = |&at: &usize| {
        let Candidate { kind, facet, is_exact } = &candidates[at];
        let insisted = is_kind_said && *kind == NameKind::Organization;
        *is_exact && (facet.key.contains(' ') || leads(at) || insisted)
    };
    let mut serious = (0..candidates.len()).filter(|&at| !candidates[at].is_bare() || leads(at));
    let meant = serious.clone().find(is_meant);
    meant.or_else(|| serious.next().filter(|_| serious.next().is_none()))
}

#[cfg(test)]
mod tests {
    use super::*;

    type Given = (NameKind, &'static str, u64);

    /// Returns candidates for a key, in the order of their stories.
    fn candidates(asked: &str, given: &[Given]) -> Vec<Candidate> {
        let candidate = |&(kind, key, stories): &Given| {
            let facet =
                Facet { name: key.into(), key: key.into(), stories, mentions: stories, first: None, last: None };
            Candidate { kind, facet, is_exact: key == asked }
        };
        given.iter().map(candidate).collect()
    }

    #[test]
    fn a_name_means_its_bearer_and_never_one_of_several() {
        use NameKind::{Organization as O, Person as P};
        let cases: &[(&str, &[Given], Option<usize>)] = &[
            ("baker", &[(P, "james baker", 120), (P, "howard baker", 15)], None),
            ("baker", &[(P, "james baker", 120), (P, "howard baker", 15), (P, "baker", 3)], None),
            ("baker", &[(P, "james baker", 120), (P, "baker", 3)], Some(0)),
            ("baker", &[(P, "baker", 30), (P, "james baker", 3)], Some(0)),
            ("baker", &[(P, "james baker", 120), (O, "baker hughes", 3)], None),
            ("james baker", &[(P, "howard james baker", 5), (P, "james baker", 3)], Some(1)),
            ("norden", &[(O, "norden shipping", 9), (O, "norden", 4), (P, "eva norden", 2)], None),
            ("norden", &[(O, "norden shipping", 9), (O, "norden", 4)], None),
            ("norden", &[(O, "norden", 4), (P, "norden", 2), (P, "eva norden", 1)], Some(0)),
            ("venn", &[(P, "orla venn", 1)], Some(0)),
            ("venn", &[], None),
        ];
        for (asked, given, chosen) in cases {
            assert_eq!(choose(&candidates(asked, given), false), *chosen, "{asked}: {given:?}");
        }
        let norden = candidates("norden", &[(O, "norden shipping", 9), (O, "norden", 4)]);
        assert_eq!(choose(&norden, true), Some(1), "an organization of one word");
        let baker = candidates("baker", &[(P, "james baker", 9), (P, "howard baker", 5), (P, "baker", 4)]);
        assert_eq!(choose(&baker, true), None, "a surname stays one");
    }

    #[test]
    fn who_is_everywhere_weighs_less_than_who_comes_along() {
        let companion = |stories, all| Companion { name: String::new(), stories, all };
        let weight = |companion: Companion| companion.weight(300, 20_000);
        let (president, envoy, passer) = (companion(250, 12_000), companion(40, 50), companion(1, 1));
        assert!(weight(envoy.clone()) > weight(president.clone()));
        assert!(weight(president) > weight(passer.clone()));
        assert!(weight(envoy) > weight(passer));
    }
}

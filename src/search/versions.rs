//! Versions of a story: what makes two stories versions of one, and which comes first.
//!
//! Owns: the rule for a pair ([`link`]), the order ([`order`]), and what is asked and told of a group ([`Versions`],
//! [`Group`]). Does not own: finding a story's group in an index (`local`), or hashing texts (`text`).

use crate::story::Story;
use crate::text::{self, Analysis, Shingles};
use std::cmp::Ordering;

/// How many days may lie between two versions.
pub const DAYS: i64 = 2;
/// How many days a group may span. What hangs together for longer is a series; in it only the same text is a version.
pub const LONGEST: i64 = 7;
/// In how many bits the sketches of two versions with different headlines may differ.
pub const DISTANCE: u32 = 18;

/// How much of the shorter text the longer must have under the same headline.
const UNDER_ONE_HEADLINE: f64 = 0.4;
/// How much of all their wording two texts must share under different headlines.
const UNDER_ANY_HEADLINE: f64 = 0.6;
/// How many shingles a text needs before a part of them says anything.
const FEWEST: usize = 12;
/// How many of the numbers of the text that has fewer the other must have.
const NUMBERS: f64 = 0.6;

/// Which versions of a story are wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Versions {
    /// All; each hit says which one it is.
    All,
    /// Of those that match, the last.
    LastFound,
    /// The last of all, where it matches.
    Latest,
    /// The first of all, where it matches.
    First,
}

/// Which version of a story a hit is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The id of the first version.
    pub id: String,
    /// How many versions there are.
    pub size: usize,
    /// The place of this one in their order, from 1.
    pub position: usize,
}

/// What of a story says whether it is a version of another.
#[derive(Clone, Debug, Default)]
pub struct Version {
    /// The day it was published on; `None` where the day is not known.
    day: Option<i64>,
    agency: Option<String>,
    headline_key: u32,
    /// The hash of the body's words; 0 for no body.
    wording: u64,
    shingles: Shingles,
    /// The numbers of the body, ascending.
    numbers: Vec<String>,
    /// The numbers of the headline, ascending.
    headline_numbers: Vec<String>,
    /// Whether it says that it is another version: corrected, refiled, repeated, withdrawn.
    is_again: bool,
    is_withdrawn: bool,
    stamp: Stamp,
}

/// What says which of two versions is the later.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stamp {
    /// The first day of its period.
    day: Option<i64>,
    version: Option<u32>,
    update: u32,
    status: u8,
    /// The story's id.
    pub id: String,
}

/// How two versions of a story hang together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// The same words.
    Same,
    /// Much the same words.
    Alike,
}

impl Version {
    /// Returns what matters of a story, given the analyses of its headline and body, and the key of its headline.
    pub fn of(story: &Story, headline_key: u32, headline: &Analysis, body: &Analysis) -> Self {
        let period = story.date.map(crate::story::Date::days);
        let status = story.status.as_deref();
        let is_withdrawn = status == Some("withdrawn");
        let tagged = |tag: &&String| tag.eq_ignore_ascii_case("UPDATE") || tag.eq_ignore_ascii_case("UPDATED");
        let updated = u32::from(story.headline_tags.iter().any(|tag| tagged(&tag)));
        Self {
            day: period.and_then(|(first, last)| (first == last).then_some(first)),
            agency: story.agency.clone(),
            headline_key,
            wording: text::wording(&story.body, body),
            shingles: Shingles::of(body),
            numbers: numbers(body),
            headline_numbers: numbers(headline),
            is_again: status.is_some(),
            is_withdrawn,
            stamp: Stamp {
                day: period.map(|(first, _)| first),
                version: story.version,
                update: story.update.unwrap_or(updated),
                status: if is_withdrawn { 2 } else { u8::from(status.is_some()) },
                id: story.id.clone(),
            },
        }
    }

    /// Returns what says when it was made.
    pub fn stamp(&self) -> &Stamp {
        &self.stamp
    }

    /// Returns how much of their wording two stories share.
    pub fn overlap(&self, other: &Self) -> text::Overlap {
        self.shingles.overlap(&other.shingles)
    }

    /// Says whether two stories have the same text, and some.
    pub fn has_text_of(&self, other: &Self) -> bool {
        self.wording == other.wording && self.wording != 0
    }
}

/// Says how two stories are versions of one; `None` if they are not.
///
/// They are at most [`DAYS`] days apart, where their days are known. The same text makes them so, whatever else differs. Else
/// they are of one agency, share enough of their wording, and of their numbers: yesterday's prices, weather and repurchases
/// have the words of today's. A story that says it was corrected may have other numbers, and one withdrawn hardly a word.
pub fn link(one: &Version, other: &Version) -> Option<Link> {
    let apart = one.day.zip(other.day).map(|(one, other)| (one - other).abs());
    if apart.is_some_and(|apart| apart > DAYS) {
        return None;
    }
    if one.has_text_of(other) {
        return Some(Link::Same);
    }
    let of_one_agency = one.agency.is_none() || other.agency.is_none() || one.agency == other.agency;
    let same_headline = one.headline_key != 0 && one.headline_key == other.headline_key;
    if !of_one_agency || apart.is_none() && !same_headline {
        return None;
    }
    let alike = same_headline && (one.is_withdrawn || other.is_withdrawn) || {
        let overlap = one.overlap(other);
        let enough = same_headline && overlap.of_fewer >= UNDER_ONE_HEADLINE || overlap.of_both >= UNDER_ANY_HEADLINE;
        let corrects = one.is_again != other.is_again;
        let long_enough = corrects || one.shingles.count().min(other.shingles.count()) >= FEWEST;
        enough && long_enough && (corrects || numbers_agree(one, other))
    };
    alike.then_some(Link::Alike)
}

/// Orders versions of a story in time: by day, then as they are counted, then by what they say of themselves; at last by id,
/// in which numbers count as numbers.
pub fn order(one: &Stamp, other: &Stamp) -> Ordering {
    let counted = |stamp: &Stamp| (stamp.day, stamp.version, stamp.update, stamp.status);
    counted(one).cmp(&counted(other)).then_with(|| by_number(&one.id, &other.id)).then_with(|| one.id.cmp(&other.id))
}

fn numbers(analysis: &Analysis) -> Vec<String> {
    let words = analysis.words().map(|token| analysis.term(token));
    let mut numbers: Vec<String> =
        words.filter(|word| word.starts_with(|c: char| c.is_ascii_digit() || c == '$')).map(str::to_owned).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

fn numbers_agree(one: &Version, other: &Version) -> bool {
    let shared = |one: &[String], other: &[String]| {
        let fewer = one.len().min(other.len());
        let both = one.iter().filter(|number| other.binary_search(number).is_ok()).count();
        (fewer > 0).then(|| both as f64 / fewer as f64)
    };
    let in_text = shared(&one.numbers, &other.numbers).is_none_or(|part| part >= NUMBERS);
    in_text && shared(&one.headline_numbers, &other.headline_numbers).is_none_or(|part| part > 0.0)
}

/// Compares two ids; runs of digits by their value: `wire.sgm#9` comes before `wire.sgm#10`.
fn by_number(one: &str, other: &str) -> Ordering {
    let (mut one, mut other) = (one, other);
    loop {
        let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let (here, there) = (digits(one), digits(other));
        let found = if here > 0 && there > 0 {
            let value = |text: &str, end: usize| text[..end].trim_start_matches('0').to_owned();
            let (left, right) = (value(one, here), value(other, there));
            (one, other) = (&one[here..], &other[there..]);
            left.len().cmp(&right.len()).then(left.cmp(&right))
        } else {
            let (mut left, mut right) = (one.chars(), other.chars());
            let found = left.next().cmp(&right.next());
            (one, other) = (left.as_str(), right.as_str());
            found
        };
        if found.is_ne() || one.is_empty() && other.is_empty() {
            return found;
        }
    }
}

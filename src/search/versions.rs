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
/// Among how many stories that holds; among more, whose sketches are near by chance too often, they may differ in fewer.
pub const CROWD: usize = 8192;

/// How much of the shorter text the longer must have under the same headline.
const UNDER_ONE_HEADLINE: f64 = 0.4;
/// The same where both are tables, whose words are the same each time.
const OF_TABLES: f64 = 0.6;
/// The same on different days, where neither says that it is an update: what is filed daily has new words each day.
const ANOTHER_DAY: f64 = 0.75;
/// How much of all their wording two texts must share under different headlines.
const UNDER_ANY_HEADLINE: f64 = 0.6;
/// How much shorter one of two texts that share so much may be. Words are counted, not shingles, and who says a thing twice has
/// more of the one than of the other.
const LENGTHS: f64 = 0.5;
/// How many shingles a text needs before a part of them says anything: under the same headline, and under different ones or on
/// different days.
const FEWEST: (usize, usize) = (12, 25);
/// How many of the numbers of the text that has fewer the other must have: of a correction, where one may be wrong besides;
/// of a text; of a table.
const NUMBERS: (f64, f64, f64) = (0.5, 0.6, 0.9);
/// A text is a table where one word of so many is a number of its own.
const TABLE: usize = 5;

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
    /// The time of that day, `HH:MM:SS`.
    time: Option<String>,
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
                time: story.time.clone(),
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

    /// Returns the hash of the body's words, which versions with the same text share; 0 for no body.
    pub fn wording(&self) -> u64 {
        self.wording
    }

    /// Returns how many distinct shingles the body has.
    pub fn shingles(&self) -> usize {
        self.shingles.count()
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

/// Returns in how many bits the sketches of two versions with different headlines may differ among so many stories: one fewer
/// for each three times as many, for about so much rarer it is that two differ in fewer by chance.
pub fn distance_among(stories: usize) -> u32 {
    let mut distance = DISTANCE;
    let mut crowd = stories;
    while crowd > CROWD {
        crowd /= 3;
        distance = distance.saturating_sub(1);
    }
    distance
}

/// Says whether two texts of so many words may be versions of a story under different headlines.
pub fn lengths_fit(one: u64, other: u64) -> bool {
    let (shorter, longer) = (one.min(other), one.max(other));
    shorter >= FEWEST.1 as u64 && shorter as f64 >= LENGTHS * longer as f64
}

/// Says how two stories are versions of one; `None` if they are not.
///
/// They are at most [`DAYS`] days apart, where their days are known. The same text makes them so, whatever else differs. Else
/// they are of one agency, share enough of their wording, and of their numbers: yesterday's prices, weather and repurchases
/// have the words of today's. A story that says it was corrected may have another number, and one withdrawn hardly a word.
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
    if same_headline && (one.is_withdrawn || other.is_withdrawn) {
        return Some(Link::Alike);
    }
    let corrects = one.is_again || other.is_again;
    let is_update = one.stamp.update != other.stamp.update;
    let overlap = one.overlap(other);
    let shortest = one.shingles.count().min(other.shingles.count());
    let tables = is_table(one) || is_table(other);
    let one_day = apart.is_none_or(|apart| apart == 0);
    let (part, fewest) = match (corrects, is_update, one_day) {
        (true, ..) => (UNDER_ONE_HEADLINE, 0),
        _ if tables => (OF_TABLES, FEWEST.0),
        (_, true, _) | (_, _, true) => (UNDER_ONE_HEADLINE, FEWEST.0),
        _ => (ANOTHER_DAY, FEWEST.1),
    };
    let under_one_headline = same_headline && shortest >= fewest && overlap.of_fewer >= part;
    let under_any_headline = (corrects || !tables) && shortest >= FEWEST.1 && overlap.of_both >= UNDER_ANY_HEADLINE;
    let alike = (under_one_headline || under_any_headline) && numbers_agree(one, other, corrects, tables);
    alike.then_some(Link::Alike)
}

/// Orders versions of a story in time: by day and time of day, then as they are counted, then by what they say of themselves; at last by id,
/// in which numbers count as numbers.
pub fn order(one: &Stamp, other: &Stamp) -> Ordering {
    let counted = |stamp: &Stamp| (stamp.version, stamp.update, stamp.status);
    let timed = (one.day, &one.time).cmp(&(other.day, &other.time));
    timed
        .then_with(|| counted(one).cmp(&counted(other)))
        .then_with(|| by_number(&one.id, &other.id))
        .then_with(|| one.id.cmp(&other.id))
}

fn numbers(analysis: &Analysis) -> Vec<String> {
    let words = analysis.words().map(|token| analysis.term(token));
    let mut numbers: Vec<String> =
        words.filter(|word| word.starts_with(|c: char| c.is_ascii_digit() || c == '$')).map(str::to_owned).collect();
    numbers.sort_unstable();
    numbers.dedup();
    numbers
}

fn is_table(version: &Version) -> bool {
    version.numbers.len() * TABLE >= version.shingles.count()
}

fn numbers_agree(one: &Version, other: &Version, corrects: bool, tables: bool) -> bool {
    let shared = |one: &[String], other: &[String]| {
        let fewer = one.len().min(other.len());
        let both = one.iter().filter(|number| other.binary_search(number).is_ok()).count();
        (fewer, both)
    };
    let (fewer, both) = shared(&one.numbers, &other.numbers);
    let part = |part: f64| both as f64 >= part * fewer as f64;
    if corrects {
        return both + 1 >= fewer || part(NUMBERS.0);
    }
    let (in_headlines, in_both_headlines) = shared(&one.headline_numbers, &other.headline_numbers);
    part(if tables { NUMBERS.2 } else { NUMBERS.1 }) && (in_headlines == 0 || in_both_headlines > 0)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::analyze;

    /// A version of a story of agency X on a day of May 2019; the headline's key is its length.
    fn version(headline: &str, day: Option<u32>, body: &str) -> Version {
        let story = Story {
            agency: Some("X".to_owned()),
            date: day.and_then(|day| format!("2019-05-{day:02}").parse().ok()),
            body: body.to_owned(),
            ..Story::default()
        };
        Version::of(&story, headline.len() as u32, &analyze(headline), &analyze(body))
    }

    /// So many words, of which the first few have another prefix.
    fn words(count: usize, others: usize) -> String {
        let word = |at| format!("{}{at}", if at < others { "other" } else { "word" });
        (0..count).map(word).collect::<Vec<String>>().join(" ")
    }

    #[test]
    fn the_same_text_is_a_version_within_two_days_whatever_else_differs() {
        let first = version("loaves rise", Some(6), "Loaves rise.");
        let other = |day| Version { agency: Some("Y".to_owned()), ..version("bread is up", day, "loaves rise") };
        assert_eq!(link(&first, &other(Some(8))), Some(Link::Same));
        assert_eq!(link(&first, &other(Some(9))), None);
        assert_eq!(link(&first, &other(None)), Some(Link::Same));
        assert_eq!(link(&version("a", None, ""), &version("a", None, "")), None, "no text is not the same text");
    }

    #[test]
    fn a_longer_text_under_the_same_headline_is_a_version_of_that_day() {
        let (short, long) = (words(60, 0), words(200, 0));
        let first = version("loaves rise", Some(6), &short);
        assert_eq!(link(&first, &version("loaves rise", Some(6), &long)), Some(Link::Alike));
        assert_eq!(link(&first, &version("bread is up!", Some(6), &long)), None);
        assert_eq!(link(&first, &version("bread is up!", Some(6), &words(70, 5))), Some(Link::Alike));
        let half_of_it = version("loaves rise", Some(6), &words(60, 30));
        assert_eq!(link(&first, &half_of_it), Some(Link::Alike));
        assert_eq!(link(&first, &Version { day: Some(first.day.unwrap_or_default() + 1), ..half_of_it }), None);
    }

    #[test]
    fn another_agency_has_versions_of_its_own() {
        let first = version("loaves rise", Some(6), &words(60, 0));
        let other = Version { agency: Some("Y".to_owned()), ..version("loaves rise", Some(6), &words(60, 5)) };
        assert_eq!(link(&first, &other), None);
        assert_eq!(link(&first, &Version { agency: None, ..other }), Some(Link::Alike));
    }

    #[test]
    fn numbers_tell_prices_from_prices_but_a_correction_may_change_one() {
        let prices = |rye: &str, oats: &str| {
            let text = format!("{} Rye {rye} and oats {oats} were asked for at the close.", words(40, 0));
            version("grain prices", Some(6), &text)
        };
        let first = prices("77", "41");
        assert_eq!(link(&first, &prices("79", "44")), None);
        let corrected = |prices: Version| Version { is_again: true, ..prices };
        assert_eq!(link(&first, &corrected(prices("79", "41"))), Some(Link::Alike));
        assert_eq!(link(&first, &corrected(prices("79", "44"))), None);
    }

    #[test]
    fn in_a_crowd_sketches_must_be_nearer() {
        let among = |stories: usize| distance_among(stories);
        assert_eq!([0, CROWD, CROWD + 1, 60_000, 1_000_000].map(among), [18, 18, 17, 16, 13]);
        assert!(distance_among(usize::MAX) < 18);
    }

    #[test]
    fn texts_of_very_different_lengths_or_of_few_words_do_not_fit() {
        assert!(lengths_fit(100, 60) && lengths_fit(60, 100) && lengths_fit(25, 25));
        assert!(!lengths_fit(100, 40) && !lengths_fit(24, 24));
    }

    #[test]
    fn versions_stand_in_the_order_of_time() {
        let stamp =
            |day, update, status, id: &str| Stamp { day, update, status, id: id.to_owned(), ..Stamp::default() };
        let ordered = [
            stamp(None, 0, 0, "a#1"),
            stamp(Some(5), 0, 0, "a#9"),
            stamp(Some(5), 0, 0, "a#10"),
            stamp(Some(5), 0, 1, "a#2"),
            stamp(Some(5), 1, 0, "a#3"),
            stamp(Some(5), 1, 2, "a#1"),
            stamp(Some(6), 0, 0, "a#1"),
        ];
        assert!(ordered.is_sorted_by(|one, other| order(one, other).is_lt()));
        let at = |time: &str, update| Stamp { time: Some(time.to_owned()), ..stamp(Some(5), update, 0, "a") };
        assert!(order(&at("09:10:00", 2), &at("15:00:00", 0)).is_lt(), "the clock goes before the count");
    }

    #[test]
    fn ids_that_differ_only_in_noughts_still_have_an_order() {
        let stamp = |id: &str| Stamp { id: id.to_owned(), ..Stamp::default() };
        assert!(order(&stamp("a07"), &stamp("a7")).is_ne());
        assert!(order(&stamp("a7"), &stamp("a7b")).is_lt());
        assert!(order(&stamp("b"), &stamp("a7")).is_gt());
    }
}

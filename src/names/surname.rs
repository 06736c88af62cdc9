//! Which words of a person's key are the surname: what a story that does not introduce the person may call him by.
//!
//! Asked for every name of a query, often in a program that was started for this one query, so it reads no more of the lists
//! than it must.

use super::persons::is_syllabic;
use std::collections::HashSet;
use std::sync::OnceLock;

const EAST_ASIAN: &str = include_str!("lists/east_asian_surnames.txt");
const PARTICLES: &str = include_str!("lists/particles.txt");
/// Surnames of elsewhere: `Lee Cooper` does not have the surname first.
const ELSEWHERE: &str = include_str!("lists/surnames.txt");

/// Returns the keys of the surname that a person's key ends with, or of an East Asian name begins with, the shortest first:
/// `rex tillerson` has `tillerson`, `kim jong un` has `kim`, `ursula von der leyen` has `leyen`, `der leyen` and
/// `von der leyen`. None where the key is one word or a surname itself (`bin salman`): it introduces nobody.
pub fn surnames(key: &str) -> Vec<String> {
    let words: Vec<&str> = key.split(' ').collect();
    let is_particle = |word: &&str| particles().contains(*word);
    let [before @ .., last] = words.as_slice() else { return Vec::new() };
    if before.iter().all(is_particle) {
        return Vec::new();
    }
    if is_surname_first(&words) {
        return vec![words[0].to_owned()];
    }
    let joined = before[1..].iter().rev().take_while(|word| is_particle(word)).count();
    let mut surnames = vec![(*last).to_owned()];
    surnames.extend((1..=joined).map(|count| words[words.len() - 1 - count..].join(" ")));
    surnames
}

/// Says whether a person's key introduces the bearer of a surname: `rex tillerson` and `renda tillerson` do for `tillerson`,
/// `tillerson` alone does not.
pub fn introduces(key: &str, surname: &str) -> bool {
    key.len() > surname.len() && key.contains(surname) && surnames(key).iter().any(|own| own == surname)
}

/// Says whether a surname may be the first word of its bearer's key, as in `hua chunying`; one that may not is at the end.
pub fn may_stand_first(surname: &str) -> bool {
    east_asian().contains(surname)
}

/// The longest given name of three syllables, in bytes.
const LONGEST_GIVEN: usize = 10;

/// Says whether the first of two or three words is the surname, as in `hua chunying`.
fn is_surname_first(words: &[&str]) -> bool {
    let [first, given @ ..] = words else { return false };
    let is_given = |word: &&str| {
        let listed = east_asian().contains(*word);
        word.len() <= LONGEST_GIVEN && is_syllabic(word) && (listed || given.len() == 2 || !elsewhere().contains(*word))
    };
    (1..=2).contains(&given.len()) && east_asian().contains(*first) && given.iter().all(is_given)
}

/// Returns the entries of a list in lower case. Those that a key would hold otherwise are of no use here.
fn entries(list: &'static str) -> impl Iterator<Item = String> {
    let lines = list.lines().map(str::trim).filter(|line| !line.starts_with(['#', '[']));
    lines.flat_map(|line| line.split(',')).map(|entry| entry.trim().to_ascii_lowercase())
}

fn particles() -> &'static HashSet<String> {
    static SET: OnceLock<HashSet<String>> = OnceLock::new();
    SET.get_or_init(|| entries(PARTICLES).collect())
}

fn east_asian() -> &'static HashSet<String> {
    static SET: OnceLock<HashSet<String>> = OnceLock::new();
    SET.get_or_init(|| entries(EAST_ASIAN).collect())
}

fn elsewhere() -> &'static HashSet<String> {
    static SET: OnceLock<HashSet<String>> = OnceLock::new();
    SET.get_or_init(|| entries(ELSEWHERE).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_surname_is_the_last_word_with_its_particles_or_the_first_of_an_east_asian_name() {
        assert_eq!(surnames("rex tillerson"), ["tillerson"]);
        assert_eq!(surnames("ursula von der leyen"), ["leyen", "der leyen", "von der leyen"]);
        assert_eq!(surnames("mohammed bin salman"), ["salman", "bin salman"]);
        assert_eq!(surnames("kim jong un"), ["kim"]);
        assert_eq!(surnames("hua chunying"), ["hua"]);
        assert_eq!(surnames("lee cooper"), ["cooper"]);
        assert_eq!(surnames("kim smith"), ["smith"]);
    }

    #[test]
    fn a_surname_alone_introduces_nobody() {
        for key in ["", "tillerson", "bin salman", "von der leyen"] {
            assert_eq!(surnames(key), [""; 0], "{key}");
        }
        assert!(introduces("renda tillerson", "tillerson") && introduces("kim jong un", "kim"));
        assert!(!introduces("tillerson", "tillerson") && !introduces("rex tillersonian", "tillerson"));
        assert!(!introduces("kim jong un", "un"));
        assert!(may_stand_first("kim") && !may_stand_first("tillerson"));
    }
}

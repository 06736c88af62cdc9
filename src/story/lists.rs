//! The lists the grammar looks things up in: agencies, regions and the places that may stand bare.
//!
//! Owns: the text files under `lists/` and their one-time reading. Does not own: how a name in a dateline is delimited
//! (`dateline`) or shown (`place`). The lists are text so that a newsroom can add its stringers' towns without reading code.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

/// Entries longer than this many words are never looked up.
const LONGEST_AGENCY: usize = 4;

/// Returns an agency's usual name for any of the ways to write it; case is ignored.
pub(crate) fn agency(written: &str) -> Option<&'static str> {
    static AGENCIES: OnceLock<HashMap<String, &'static str>> = OnceLock::new();
    let agencies = AGENCIES.get_or_init(|| {
        let mut agencies = HashMap::new();
        for line in lines(include_str!("lists/agencies.txt")) {
            let (name, others) = line.split_once('=').unwrap_or((line, ""));
            let name = name.trim();
            for way in std::iter::once(name).chain(others.split(',')) {
                if !way.trim().is_empty() {
                    agencies.insert(way.trim().to_lowercase(), name);
                }
            }
        }
        agencies
    });
    agencies.get(&written.trim().to_lowercase()).copied()
}

/// Returns the agency that the first words of `written` name, longest match first: `Reuters on Friday` is Reuters.
pub(crate) fn agency_at_start(written: &str) -> Option<&'static str> {
    let words: Vec<&str> = written.split_whitespace().take(LONGEST_AGENCY).collect();
    (1..=words.len()).rev().find_map(|count| agency(&words[..count].join(" ")))
}

/// Returns whether a state, province or country is written so; full stops and case are ignored.
pub(super) fn is_region(written: &str) -> bool {
    static REGIONS: OnceLock<HashSet<String>> = OnceLock::new();
    REGIONS
        .get_or_init(|| {
            lines(include_str!("lists/regions.txt")).flat_map(|line| line.split(';')).map(letters).collect()
        })
        .contains(&letters(written))
}

/// Returns whether a place is known well enough to stand bare in a dateline; case is ignored.
pub(super) fn is_city(written: &str) -> bool {
    static CITIES: OnceLock<HashSet<String>> = OnceLock::new();
    CITIES
        .get_or_init(|| {
            let entries = lines(include_str!("lists/cities.txt")).flat_map(|line| line.split(','));
            entries.map(|city| city.trim().to_lowercase()).collect()
        })
        .contains(&written.trim().replace('’', "'").to_lowercase())
}

/// The lines of a list that hold entries.
fn lines(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

/// Only the letters, in lower case: `W. Va.` and `W.VA` are one region.
fn letters(written: &str) -> String {
    written.chars().filter(|c| c.is_alphabetic()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_agency_has_one_name_however_it_is_written() {
        for (written, name) in [("REUTER", "Reuters"), ("afp", "AFP"), ("Associated Press", "AP"), ("DPA", "dpa")] {
            assert_eq!(agency(written), Some(name), "{written}");
        }
        assert_eq!(agency("NATO"), None);
        assert_eq!(agency_at_start("Thomson Reuters Foundation in Nairobi"), Some("Thomson Reuters Foundation"));
        assert_eq!(agency_at_start("Reuters on Friday"), Some("Reuters"));
    }

    #[test]
    fn regions_are_known_with_and_without_full_stops() {
        for written in ["W. Va.", "W.VA", "N.J.", "Fla", "Saudi Arabia", "GERMANY", "British Columbia"] {
            assert!(is_region(written), "{written}");
        }
        assert!(!is_region("Grade"));
        assert!(!is_region(""));
    }

    #[test]
    fn bare_places_are_listed_and_labels_are_not() {
        for written in ["WASHINGTON", "Port-au-Prince", "ST. LOUIS", "N’DJAMENA"] {
            assert!(is_city(written), "{written}");
        }
        for written in ["NATO", "COPPER GRADE A", "SILVER", "", "WHEAT"] {
            assert!(!is_city(written), "{written}");
        }
    }
}

//! The words of the small fields, as index and evidence see them.

use crate::query::MetaField;
use crate::story::Story;
use crate::text::{Analysis, analyze_query};

/// What stands between tags where they are shown as one text.
pub const TAG_SEPARATOR: &str = "; ";

/// Returns the words of a small field, an analysis for each of its values; the bytes are those of the value.
///
/// Places and tags have a value each, the other fields one. A value is read like something typed:
/// it is too short to tell a pronoun from a country.
pub fn meta_words(story: &Story, field: MetaField) -> Vec<Analysis> {
    let one = |value: &Option<String>| value.iter().map(|value| analyze_query(value)).collect();
    match field {
        MetaField::Byline => one(&story.byline),
        MetaField::Agency => one(&story.agency),
        MetaField::Section => one(&story.section),
        MetaField::Place => story.places.iter().map(|place| analyze_query(place)).collect(),
        MetaField::Path => vec![path_words(&story.path)],
        MetaField::Tag => story.tags.iter().map(|tag| path_words(tag)).collect(),
        MetaField::Status => one(&story.status),
    }
}

/// Returns the words of a path: what stands between characters that are neither letter nor digit, folded.
pub fn path_words(path: &str) -> Analysis {
    let mut words = Analysis::default();
    let mut start = None;
    for (at, letter) in path.char_indices().chain([(path.len(), '/')]) {
        // Some file systems keep an accent apart from its letter.
        let accent = start.is_some() && matches!(letter, '\u{0300}'..='\u{036F}');
        match (accent || letter.is_alphanumeric(), start) {
            (true, None) => start = Some(at),
            (false, Some(from)) => {
                words.push_word(path, from..at);
                start = None;
            }
            _ => {}
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn terms(analysis: &Analysis) -> Vec<&str> {
        analysis.tokens.iter().map(|token| analysis.term(token)).collect()
    }

    #[test]
    fn a_path_is_words_between_signs() {
        let words = path_words("2017/Été_de-paix.v2.txt");
        assert_eq!(terms(&words), ["2017", "ete", "de", "paix", "v2", "txt"]);
        assert_eq!(words.bytes(1..2), Some(5..10));
        assert_eq!(terms(&path_words("e\u{301}te\u{301}/\u{301}a")), ["ete", "a"]);
        assert_eq!(path_words("").positions, 0);
    }

    #[test]
    fn each_place_is_a_value() {
        let story = Story { places: vec!["Alma, US".into(), "São Vito".into()], ..Story::default() };
        let values = meta_words(&story, MetaField::Place);
        assert_eq!(values.iter().map(terms).collect::<Vec<_>>(), [vec!["alma", "u.s."], vec!["sao", "vito"]]);
        assert!(meta_words(&story, MetaField::Byline).is_empty());
    }
}

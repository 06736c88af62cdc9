//! What was found in a source: the part of the manifest that is for people.

use crate::story::{DateSource, Story};
use serde::{Deserialize, Serialize};

/// The fields that are counted, in the order of [`Account::fields`].
pub const STORY_FIELDS: [&str; 10] =
    ["headline", "date", "byline", "dateline", "place", "agency", "section", "body", "url", "tags"];

/// Where a story's date can come from, in the order of [`Account::dates`].
pub const DATE_SOURCES: [&str; 4] = ["record", "dateline", "path", "none"];

/// What was found in a source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    /// Formats with how many stories each gave, in the order of their names.
    pub formats: Vec<(String, u64)>,
    /// Encodings, likewise.
    pub encodings: Vec<(String, u64)>,
    /// How many stories have each of [`STORY_FIELDS`].
    pub fields: [u64; STORY_FIELDS.len()],
    /// How many stories have their date from each of [`DATE_SOURCES`].
    pub dates: [u64; DATE_SOURCES.len()],
    /// Records that are no stories: pictures, packages of links.
    pub skipped_records: u64,
    /// Members of a container that hold text.
    pub members: u64,
    /// Members that are no news.
    pub skipped_members: u64,
    /// Members that could not be read.
    pub failed_members: u64,
    /// What there is to say of records and members, the first of it.
    pub notes: Vec<String>,
}

impl Account {
    /// Takes down a story.
    pub fn add(&mut self, story: &Story) {
        let has = [
            story.headline.is_some(),
            story.date.is_some(),
            story.byline.is_some(),
            story.dateline.is_some(),
            !story.places.is_empty(),
            story.agency.is_some(),
            story.section.is_some(),
            !story.body.is_empty(),
            story.url.is_some(),
            !story.tags.is_empty(),
        ];
        for (count, has) in self.fields.iter_mut().zip(has) {
            *count += u64::from(has);
        }
        let source = match story.date_source {
            Some(DateSource::Record) => 0,
            Some(DateSource::Dateline) => 1,
            Some(DateSource::Path) => 2,
            None => 3,
        };
        self.dates[source] += 1;
        count(&mut self.formats, &story.format);
        count(&mut self.encodings, &story.encoding);
    }

    /// Takes all of another account into this one, but for its notes.
    pub fn merge(&mut self, other: &Self) {
        let pairs = self.fields.iter_mut().zip(other.fields);
        pairs.chain(self.dates.iter_mut().zip(other.dates)).for_each(|(count, more)| *count += more);
        for (name, stories) in &other.formats {
            count_more(&mut self.formats, name, *stories);
        }
        for (name, stories) in &other.encodings {
            count_more(&mut self.encodings, name, *stories);
        }
        self.skipped_records += other.skipped_records;
        self.members += other.members;
        self.skipped_members += other.skipped_members;
        self.failed_members += other.failed_members;
    }

    /// Returns the name that all of a list share, else what `several` says.
    pub fn one_of<'n>(names: &'n [(String, u64)], several: &'n str) -> &'n str {
        match names {
            [] => "",
            [(name, _)] => name,
            _ => several,
        }
    }
}

fn count(names: &mut Vec<(String, u64)>, name: &str) {
    count_more(names, name, 1);
}

fn count_more(names: &mut Vec<(String, u64)>, name: &str, more: u64) {
    match names.binary_search_by(|(known, _)| known.as_str().cmp(name)) {
        Ok(at) => names[at].1 += more,
        Err(at) => names.insert(at, (name.to_owned(), more)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_adds_up() {
        let mut account = Account::default();
        let story = Story { headline: Some("Tides".into()), format: "csv".into(), ..Story::default() };
        account.add(&story);
        account.add(&Story { date_source: Some(DateSource::Path), format: "text".into(), ..story });
        let mut both = account.clone();
        both.merge(&account);
        assert_eq!(both.formats, [("csv".to_owned(), 2), ("text".to_owned(), 2)]);
        assert_eq!((both.fields[0], both.dates), (4, [0, 0, 2, 2]));
        assert_eq!(Account::one_of(&both.formats, "mixed"), "mixed");
    }
}

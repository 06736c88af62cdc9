//! The names of fields: ours, those of other programs, and those that were mistyped.

/// A field that can stand before a colon.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum FieldName {
    /// `headline:`
    Headline,
    /// `body:`
    Body,
    /// `lead:`, the first paragraph.
    Lead,
    /// `hlead:`, the headline or the first paragraph.
    HeadlineOrLead,
    /// `byline:`
    Byline,
    /// `place:`
    Place,
    /// `agency:`
    Agency,
    /// `section:`
    Section,
    /// `path:`
    Path,
    /// `id:`
    Id,
    /// `person:`
    Person,
    /// `org:`
    Organization,
    /// `date:`
    Date,
    /// `since:`
    Since,
    /// `until:`
    Until,
    /// `words:`, how many words the body has.
    Words,
    /// `update:`, which update of the story it is.
    Update,
    /// `status:`, what became of the story.
    Status,
    /// `tag:`, editors' tags.
    Tag,
}

const FIELDS: [(&str, FieldName); 19] = [
    ("headline", FieldName::Headline),
    ("body", FieldName::Body),
    ("lead", FieldName::Lead),
    ("hlead", FieldName::HeadlineOrLead),
    ("byline", FieldName::Byline),
    ("place", FieldName::Place),
    ("agency", FieldName::Agency),
    ("section", FieldName::Section),
    ("path", FieldName::Path),
    ("id", FieldName::Id),
    ("person", FieldName::Person),
    ("org", FieldName::Organization),
    ("date", FieldName::Date),
    ("since", FieldName::Since),
    ("until", FieldName::Until),
    ("words", FieldName::Words),
    ("update", FieldName::Update),
    ("status", FieldName::Status),
    ("tag", FieldName::Tag),
];

/// The fields as a message lists them.
pub(super) const LIST: &str = "headline, body, lead, hlead, byline, place, agency, section, tag, path, id, person, org, date, since, until, words, \
     status and update";

/// What other programs call our fields.
const ELSEWHERE: [(&str, FieldName); 45] = [
    ("after", FieldName::Since),
    ("allintitle", FieldName::Headline),
    ("author", FieldName::Byline),
    ("before", FieldName::Until),
    ("by", FieldName::Byline),
    ("category", FieldName::Section),
    ("city", FieldName::Place),
    ("company", FieldName::Organization),
    ("content", FieldName::Body),
    ("contents", FieldName::Body),
    ("country", FieldName::Place),
    ("dateline", FieldName::Place),
    ("day", FieldName::Date),
    ("desk", FieldName::Section),
    ("docid", FieldName::Id),
    ("docno", FieldName::Id),
    ("file", FieldName::Path),
    ("filename", FieldName::Path),
    ("from", FieldName::Since),
    ("fulltext", FieldName::Body),
    ("genre", FieldName::Tag),
    ("head", FieldName::Headline),
    ("intext", FieldName::Body),
    ("intitle", FieldName::Headline),
    ("keyword", FieldName::Tag),
    ("keywords", FieldName::Tag),
    ("length", FieldName::Words),
    ("location", FieldName::Place),
    ("month", FieldName::Date),
    ("name", FieldName::Person),
    ("organisation", FieldName::Organization),
    ("organization", FieldName::Organization),
    ("people", FieldName::Person),
    ("pubdate", FieldName::Date),
    ("published", FieldName::Date),
    ("publisher", FieldName::Agency),
    ("source", FieldName::Agency),
    ("tags", FieldName::Tag),
    ("text", FieldName::Body),
    ("title", FieldName::Headline),
    ("topic", FieldName::Section),
    ("topics", FieldName::Tag),
    ("version", FieldName::Update),
    ("wc", FieldName::Words),
    ("year", FieldName::Date),
];

impl FieldName {
    /// Returns the field as it is written, without the colon.
    pub fn name(self) -> &'static str {
        FIELDS.iter().find(|(_, field)| *field == self).map_or("", |(name, _)| name)
    }

    /// Returns the field of that name, in any case.
    pub(super) fn named(name: &str) -> Option<Self> {
        FIELDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, field)| *field)
    }

    /// Returns our field for what another program calls by that name.
    pub(super) fn named_elsewhere(name: &str) -> Option<Self> {
        ELSEWHERE.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, field)| *field)
    }

    /// Returns the field that a name is a slip of the keyboard away from.
    pub(super) fn resembling(name: &str) -> Option<Self> {
        resembling(name, FIELDS.iter().map(|(known, _)| *known)).and_then(Self::named)
    }

    /// Says whether the field is of headline or body, where words have positions.
    pub(super) fn is_of_the_text(self) -> bool {
        matches!(self, Self::Headline | Self::Body | Self::Lead | Self::HeadlineOrLead)
    }

    /// Says whether names are looked for.
    pub(super) fn is_a_name(self) -> bool {
        matches!(self, Self::Person | Self::Organization)
    }

    /// Says whether the field's value is taken as typed, colons and all.
    pub(super) fn is_verbatim(self) -> bool {
        matches!(self, Self::Id | Self::Path | Self::Tag)
    }
}

/// Returns which of the known names another is a slip of the keyboard away from.
pub(super) fn resembling<'n>(name: &str, known: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let name = name.to_lowercase();
    let reach = if name.chars().count() <= 4 { 1 } else { 2 };
    let distances = known.map(|known| (strsim::osa_distance(&name, known), known));
    distances.filter(|(distance, _)| *distance <= reach).min_by_key(|(distance, _)| *distance).map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_has_a_name_that_leads_back_to_it() {
        for (name, field) in FIELDS {
            assert_eq!((field.name(), FieldName::named(name)), (name, Some(field)));
        }
    }

    #[test]
    fn no_foreign_name_is_one_of_ours() {
        for (name, _) in ELSEWHERE {
            assert_eq!(FieldName::named(name), None, "{name}");
        }
    }

    #[test]
    fn a_slip_is_recognised_and_a_stranger_is_not() {
        assert_eq!(FieldName::resembling("headlin"), Some(FieldName::Headline));
        assert_eq!(FieldName::resembling("preson"), Some(FieldName::Person));
        assert_eq!(FieldName::resembling("orgs"), Some(FieldName::Organization));
        assert_eq!(FieldName::resembling("re"), None);
        assert_eq!(FieldName::resembling("reuters"), None);
    }
}

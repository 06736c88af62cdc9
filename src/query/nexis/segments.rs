//! The names that may stand before a bracket: segments of a document, and commands.

use crate::query::fields::{self, FieldName};

/// What a name before a bracket asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Head {
    /// A segment that is a field of ours.
    Field(FieldName),
    /// `SINGULAR`, `PLURAL`: the words as they are typed.
    Exact,
    /// What a folder of stories cannot answer, and what to write instead.
    Refused(&'static str),
}

/// What the program's own language has for a name that stands before a bracket here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::query) enum Counterpart {
    Field(FieldName),
    /// Quotes.
    Exact,
    None,
}

const PLACE: &str = "`DATELINE(...)` is where a story was filed; for the word anywhere leave the segment out";
const TOPIC: &str = "there is no index of subjects; `SECTION(...)` looks at section, desk and topics";
const CASE: &str = "capital and small letters are not told apart; leave it out";
const OTHER_DATE: &str = "`DATE(...)` is the day of publication";
const COMPANY: &str = "`COMPANY(...)` looks for the company's name";
const NOTHING: &str = "no story says so here; leave it out";

const HEADS: [(&str, Head); 44] = [
    ("headline", Head::Field(FieldName::Headline)),
    ("title", Head::Field(FieldName::Headline)),
    ("hlead", Head::Field(FieldName::HeadlineOrLead)),
    ("lead", Head::Field(FieldName::Lead)),
    ("body", Head::Field(FieldName::Body)),
    ("text", Head::Field(FieldName::Body)),
    ("byline", Head::Field(FieldName::Byline)),
    ("author", Head::Field(FieldName::Byline)),
    ("dateline", Head::Field(FieldName::Place)),
    ("section", Head::Field(FieldName::Section)),
    ("publication", Head::Field(FieldName::Agency)),
    ("source", Head::Field(FieldName::Agency)),
    ("person", Head::Field(FieldName::Person)),
    ("company", Head::Field(FieldName::Organization)),
    ("organization", Head::Field(FieldName::Organization)),
    ("date", Head::Field(FieldName::Date)),
    ("length", Head::Field(FieldName::Words)),
    ("singular", Head::Exact),
    ("plural", Head::Exact),
    ("allcaps", Head::Refused(CASE)),
    ("caps", Head::Refused(CASE)),
    ("nocaps", Head::Refused(CASE)),
    ("city", Head::Refused(PLACE)),
    ("country", Head::Refused(PLACE)),
    ("geographic", Head::Refused(PLACE)),
    ("state", Head::Refused(PLACE)),
    ("industry", Head::Refused(TOPIC)),
    ("subject", Head::Refused(TOPIC)),
    ("term", Head::Refused(TOPIC)),
    ("terms", Head::Refused(TOPIC)),
    ("correction-date", Head::Refused(OTHER_DATE)),
    ("load-date", Head::Refused(OTHER_DATE)),
    ("ticker", Head::Refused(COMPANY)),
    ("name", Head::Refused("write `PERSON(...)` or `COMPANY(...)`")),
    ("highlight", Head::Refused("`HLEAD(...)` looks at headline and lead")),
    ("cite", Head::Refused("write `PUBLICATION(...)` and `DATE(...)`")),
    ("column", Head::Refused("`SECTION(...)` looks at section, desk and topics")),
    ("series", Head::Refused("`SECTION(...)` looks at section, desk and topics")),
    ("correction", Head::Refused(NOTHING)),
    ("edition", Head::Refused(NOTHING)),
    ("graphic", Head::Refused(NOTHING)),
    ("language", Head::Refused(NOTHING)),
    ("publication-type", Head::Refused(NOTHING)),
    ("type", Head::Refused(NOTHING)),
];

/// The segments as a message lists them.
pub(super) const LIST: &str = "HEADLINE, HLEAD, LEAD, BODY, BYLINE, DATELINE, SECTION, PUBLICATION, PERSON, COMPANY, \
    DATE and LENGTH";

/// Returns what a name in any case asks for.
pub(super) fn named(name: &str) -> Option<Head> {
    HEADS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, head)| *head)
}

/// Returns what our own language has for a name; `None` where it is no name of this one.
pub(in crate::query) fn counterpart(name: &str) -> Option<Counterpart> {
    Some(match named(name)? {
        Head::Field(field) => Counterpart::Field(field),
        Head::Exact => Counterpart::Exact,
        Head::Refused(_) => Counterpart::None,
    })
}

/// Returns the segment for a field of the program's own language, or for a segment written with a colon.
pub(super) fn instead_of(name: &str) -> Option<String> {
    let field = match named(name) {
        Some(Head::Field(_)) => return Some(name.to_uppercase()),
        _ => FieldName::named(name)?,
    };
    let field = if matches!(field, FieldName::Since | FieldName::Until) { FieldName::Date } else { field };
    HEADS.iter().find(|(_, head)| *head == Head::Field(field)).map(|(known, _)| known.to_uppercase())
}

/// Returns the segment that a name is a slip of the keyboard away from.
pub(super) fn resembling(name: &str) -> Option<&'static str> {
    fields::resembling(name, HEADS.iter().map(|(known, _)| *known))
}

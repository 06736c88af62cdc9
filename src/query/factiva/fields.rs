//! The fields before `=`: those that stories here have, and why the others are refused.

use crate::query::fields::FieldName;

/// What stands before `=`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Field {
    /// One that stories here have too.
    Known(FieldName),
    /// The code of a source: some are news agencies, which stories here have.
    SourceCode,
    /// A day.
    Date,
    /// None that stories here have; what to write instead.
    Absent(&'static str),
}

/// What the program's own language has for a field of this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::query) enum Counterpart {
    Field(FieldName),
    /// Nothing, and what to write instead.
    None(&'static str),
}

/// The fields as a message lists them.
pub(super) const LIST: &str = "hd, hl, hlp, lp, td, by, cr, sn, sc, rst, se, pd and wc";

const COMPANY: &str = "stories here carry no codes of companies; search for the name, which in morgue's own language is \
                       org:\"Acme Mills\"";
const PERSON: &str = "stories here carry no codes of people; search for the name, which in morgue's own language is \
                      person:\"Ana Lopes\"";
const SUBJECT: &str = "stories here carry no such codes; write the subject in words";
const REGION: &str = "stories here carry no codes of regions; write the names of its places in words";
const LANGUAGE: &str = "stories here are not told apart by language; leave it out";
const PART: &str = "stories here have no such part; leave the field out to search headline and text";
const NUMBER: &str = "stories here do not keep it; leave it out";

const FIELDS: [(&str, Field); 36] = [
    ("hd", Field::Known(FieldName::Headline)),
    // The groups of Factiva take the names of section and column in, which here are no part of the headline.
    ("hl", Field::Known(FieldName::Headline)),
    ("hlp", Field::Known(FieldName::HeadlineOrLead)),
    ("lp", Field::Known(FieldName::Lead)),
    // Factiva leaves the lead out; there is no scope for what is left.
    ("td", Field::Known(FieldName::Body)),
    ("by", Field::Known(FieldName::Byline)),
    ("cr", Field::Known(FieldName::Agency)),
    ("sn", Field::Known(FieldName::Agency)),
    ("se", Field::Known(FieldName::Section)),
    ("sc", Field::SourceCode),
    ("rst", Field::SourceCode),
    ("pd", Field::Date),
    ("date", Field::Date),
    ("co", Field::Absent(COMPANY)),
    ("fds", Field::Absent(COMPANY)),
    ("ric", Field::Absent(COMPANY)),
    ("pe", Field::Absent(PERSON)),
    ("in", Field::Absent(SUBJECT)),
    ("ns", Field::Absent(SUBJECT)),
    ("de", Field::Absent(SUBJECT)),
    ("ipc", Field::Absent(SUBJECT)),
    ("ipd", Field::Absent(SUBJECT)),
    ("re", Field::Absent(REGION)),
    ("la", Field::Absent(LANGUAGE)),
    ("art", Field::Absent(PART)),
    ("clm", Field::Absent(PART)),
    ("ct", Field::Absent(PART)),
    ("cx", Field::Absent(PART)),
    ("rf", Field::Absent(PART)),
    ("pub", Field::Absent(PART)),
    ("an", Field::Absent(NUMBER)),
    ("ed", Field::Absent(NUMBER)),
    ("et", Field::Absent(NUMBER)),
    ("pg", Field::Absent(NUMBER)),
    ("upd", Field::Absent(NUMBER)),
    ("vol", Field::Absent(NUMBER)),
];

/// The codes of news agencies, and the word by which stories here name each.
const AGENCIES: [(&str, &str); 4] = [("afpr", "AFP"), ("aprs", "AP"), ("lba", "Reuters"), ("xnews", "Xinhua")];

impl Field {
    /// Returns the field of a name in any case.
    pub(super) fn named(name: &str) -> Option<Self> {
        FIELDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, field)| *field)
    }

    /// Returns how Factiva writes a field that our own language or another program names so.
    pub(super) fn named_elsewhere(name: &str) -> Option<&'static str> {
        Self::written(FieldName::named(name).or_else(|| FieldName::named_elsewhere(name))?)
    }

    /// Returns how Factiva writes a field of ours.
    pub(super) fn written(field: FieldName) -> Option<&'static str> {
        match field {
            FieldName::Headline => Some("hd="),
            FieldName::Body => Some("td="),
            FieldName::Lead => Some("lp="),
            FieldName::HeadlineOrLead => Some("hlp="),
            FieldName::Byline => Some("by="),
            FieldName::Agency => Some("sn="),
            FieldName::Section => Some("se="),
            FieldName::Date => Some("date 20171031"),
            FieldName::Since => Some("date after 20171031"),
            FieldName::Until => Some("date before 20171031"),
            FieldName::Words => Some("wc>500"),
            FieldName::Place
            | FieldName::Path
            | FieldName::Id
            | FieldName::Person
            | FieldName::Organization
            | FieldName::Update
            | FieldName::Status
            | FieldName::Tag => None,
        }
    }
}

/// Returns what our own language has for a field; `None` where it is no field of this one.
pub(in crate::query) fn counterpart(name: &str) -> Option<Counterpart> {
    Some(match Field::named(name)? {
        Field::Known(field) => Counterpart::Field(field),
        Field::SourceCode => Counterpart::None("write the name of the agency, not its code: `agency:reuters`"),
        Field::Date => Counterpart::Field(FieldName::Date),
        Field::Absent(hint) => Counterpart::None(hint),
    })
}

/// Returns the news agency of a source's code.
pub(super) fn agency(code: &str) -> Option<&'static str> {
    AGENCIES.iter().find(|(known, _)| known.eq_ignore_ascii_case(code)).map(|(_, name)| *name)
}

//! `morgue who`.

use super::{Language, Location, Question};
use clap::ValueEnum;
use morgue::story::NameKind;

const AFTER_HELP: &str = "\
Examples:
  morgue who Rex Tillerson                     all there is about him
  morgue who Tillerson --since 2017-10
  morgue who --org Boeing --query crash*       in the stories that the query finds
  morgue who Rex Tillerson -f json | jq .introductions

People and organizations in the same stories come first where they are there often, and more
often than in the rest of the archive: `40 of 52` is in 40 of these stories, and in 52 of all.
What names.toml in the archive's folder says is applied.";

/// Print the dossier of one person or organization
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
pub(crate) struct WhoArgs {
    /// The name; several arguments are joined with spaces, and nothing in them is syntax
    #[arg(value_name = "NAME", required = true)]
    name: Vec<String>,

    /// The name is a person's
    #[arg(long, conflicts_with = "org")]
    person: bool,

    /// The name is an organization's
    #[arg(long)]
    org: bool,

    /// Only stories that this query finds
    #[arg(long, value_name = "QUERY", allow_hyphen_values = true)]
    query: Option<String>,

    #[command(flatten)]
    language: Language,

    /// Only stories filed from this place
    #[arg(long = "place", value_name = "PLACE")]
    places: Vec<String>,

    /// Only stories of this date and later: 2017, 2017-10, 2017-10-31, 7d
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    since: Option<String>,

    /// Only stories of this date and earlier
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    until: Option<String>,

    /// Find a person by the full name only where the story has it, not where a surname is inferred to mean it
    #[arg(long)]
    pub(crate) strict_names: bool,

    #[command(flatten)]
    pub(crate) location: Location,

    /// How many introductions, people and organizations to show; 0 shows all
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10)]
    pub(crate) limit: usize,

    /// How the dossier is printed
    #[arg(short, long, value_enum, value_name = "FORMAT", default_value_t = DossierFormat::Text)]
    format: DossierFormat,

    /// Print a JSON object on one line (-f jsonl)
    #[arg(long, conflicts_with = "format")]
    json: bool,
}

impl WhoArgs {
    /// Returns the name as it was typed.
    pub(crate) fn name(&self) -> String {
        self.name.join(" ")
    }

    /// Returns what the name may be.
    pub(crate) fn kinds(&self) -> &'static [NameKind] {
        match (self.person, self.org) {
            (true, _) => &[NameKind::Person],
            (_, true) => &[NameKind::Organization],
            _ => &[NameKind::Person, NameKind::Organization],
        }
    }

    /// Returns which stories are meant.
    pub(crate) fn question(&self) -> Question {
        Question {
            query: self.query.iter().cloned().collect(),
            language: self.language,
            places: self.places.clone(),
            since: self.since.clone(),
            until: self.until.clone(),
            strict_names: self.strict_names,
            ..Question::default()
        }
    }

    /// Returns the format, whichever option it was asked with.
    pub(crate) fn format(&self) -> DossierFormat {
        if self.json { DossierFormat::Jsonl } else { self.format }
    }
}

/// How a dossier is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum DossierFormat {
    /// For reading
    Text,
    /// A JSON object
    Json,
    /// The same, on one line
    Jsonl,
    /// Refused: a dossier is no table.
    #[value(hide = true)]
    Csv,
    /// Refused likewise.
    #[value(hide = true)]
    Tsv,
    /// Refused: a dossier is no list of stories.
    #[value(hide = true)]
    Paths,
    /// Refused likewise.
    #[value(hide = true)]
    Ids,
}

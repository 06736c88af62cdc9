//! The part of a command line that says which stories are meant.

use clap::ValueEnum;
use morgue::query::{Context, Syntax};
use morgue::story::Date;

/// Which stories.
#[derive(Clone, Debug, Default, clap::Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
pub(crate) struct Question {
    /// Words, phrases and operators; several arguments are joined with spaces, and after `--` they may begin with `-`
    #[arg(value_name = "QUERY")]
    pub(crate) query: Vec<String>,

    /// Stories that name this person (repeatable: all of them)
    #[arg(short, long = "person", value_name = "NAME")]
    pub(crate) people: Vec<String>,

    /// Stories that name this organization (repeatable: all of them)
    #[arg(short, long = "org", value_name = "NAME")]
    pub(crate) organizations: Vec<String>,

    /// Stories filed from this place
    #[arg(long = "place", value_name = "PLACE")]
    pub(crate) places: Vec<String>,

    /// Stories of this date and later: 2017, 2017-10, 2017-10-31, 7d
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    pub(crate) since: Option<String>,

    /// Stories of this date and earlier
    #[arg(long, value_name = "DATE", allow_hyphen_values = true)]
    pub(crate) until: Option<String>,

    #[command(flatten)]
    pub(crate) language: Language,

    /// Take the whole query as one literal phrase
    #[arg(short = 'F', long)]
    pub(crate) literal: bool,

    /// Find a person by the full name only where the story has it, not where a surname is inferred to mean it
    #[arg(long)]
    pub(crate) strict_names: bool,

    /// Leave out stories whose file has changed or gone since it was read
    #[arg(long)]
    pub(crate) fresh: bool,

    /// Say on standard error how the query was understood
    #[arg(long)]
    pub(crate) explain: bool,
}

impl Question {
    /// Returns the query that was typed; `None` where it is blank.
    pub(crate) fn text(&self) -> Option<String> {
        let text = self.query.join(" ");
        (!text.trim().is_empty()).then_some(text)
    }
}

/// In which language a query is written.
#[derive(Clone, Copy, Debug, Default, clap::Args)]
pub(crate) struct Language {
    /// The language that the query is written in
    #[arg(long, value_enum, ignore_case = true, value_name = "LANGUAGE", env = "MORGUE_SYNTAX", hide_env_values = true, default_value_t = SyntaxName::Morgue)]
    syntax: SyntaxName,
}

/// The languages by their names.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
enum SyntaxName {
    /// This program's own
    #[default]
    #[value(alias = "")]
    Morgue,
    /// Terms and connectors, as Nexis has them
    Nexis,
    /// The free text of Factiva
    Factiva,
}

impl Language {
    /// Returns what a query's meaning depends on; `today` is what `7d` counts from.
    pub(crate) fn context(self, today: Date) -> Context {
        let syntax = match self.syntax {
            SyntaxName::Morgue => Syntax::Morgue,
            SyntaxName::Nexis => Syntax::Nexis,
            SyntaxName::Factiva => Syntax::Factiva,
        };
        Context { today, syntax }
    }
}

//! What can be typed: commands, options, and their help texts. What it means is the commands' matter.

mod index;
mod others;
mod question;
mod search;
mod who;

pub(crate) use index::{IndexArgs, IndexFormat};
pub(crate) use others::{
    CheckArgs, CheckFormat, CompletionsArgs, ExportArgs, ExportFormat, FileFormat, ManArgs, NamesArgs, NamesFormat,
    NamesOrder, ShowArgs, ShowFormat, StatusArgs,
};
pub(crate) use question::{Language, Question};
pub(crate) use search::{HitFormat, Order, SearchArgs};
pub(crate) use who::{DossierFormat, WhoArgs};

use clap::{Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

const AFTER_HELP: &str = "\
Examples:
  morgue index ~/wire                         index a folder of stories
  morgue search -a ~/wire 'budget OR deficit' find stories in it
  cd ~/wire && morgue search -p 'Rex Tillerson' --since 2017-10
  morgue people --org NATO                    who is named in stories about NATO
  morgue who Rex Tillerson                    all there is about one person or organization

The index is kept in ARCHIVE/.morgue. `morgue help COMMAND` says more about a command.

Exit status: 0 done, 1 nothing found, 2 error, 3 some files could not be read,
4 index damaged or of another version, 10 no index, 11 index busy, 130 interrupted.";

/// Full-text search over news archives, by keyword, person and organization.
#[derive(Debug, Parser)]
#[command(name = "morgue", version, after_help = AFTER_HELP, max_term_width = 100)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,

    #[arg(help = "When to use colour (NO_COLOR is honoured)", long, global = true, value_enum, value_name = "WHEN", default_value_t = When::Auto)]
    pub(crate) color: When,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Index(Box<IndexArgs>),
    #[command(visible_alias = "query")]
    Search(Box<SearchArgs>),
    Show(ShowArgs),
    /// List the people in the archive, or in the stories a query finds
    People(NamesArgs),
    /// List the organizations in the archive, or in the stories a query finds
    Orgs(NamesArgs),
    Who(Box<WhoArgs>),
    Export(ExportArgs),
    Status(StatusArgs),
    Check(CheckArgs),
    Completions(CompletionsArgs),
    Man(ManArgs),
}

/// When something is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum When {
    /// On a terminal
    Auto,
    Always,
    Never,
}

/// Which archive.
#[derive(Clone, Debug, Default, clap::Args)]
pub(crate) struct Location {
    /// The archive [default: the nearest parent folder that holds .morgue]
    #[arg(short, long, value_name = "DIR", env = "MORGUE_ARCHIVE", hide_env_values = true)]
    pub(crate) archive: Option<PathBuf>,

    /// The index, where it is not in ARCHIVE/.morgue
    #[arg(long, value_name = "DIR", env = "MORGUE_INDEX", hide_env_values = true)]
    pub(crate) index: Option<PathBuf>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;

    fn search(typed: &[&str]) -> SearchArgs {
        let typed = ["morgue", "search"].iter().chain(typed);
        match Args::try_parse_from(typed).expect("valid arguments").command {
            Command::Search(args) => *args,
            other => panic!("not a search: {other:?}"),
        }
    }

    fn refusal(typed: &[&str]) -> clap::error::ErrorKind {
        Args::try_parse_from(std::iter::once(&"morgue").chain(typed)).expect_err("should be refused").kind()
    }

    #[test]
    fn the_definitions_are_sound() {
        Args::command().debug_assert();
    }

    #[test]
    fn several_words_are_joined_and_a_leading_minus_needs_two_dashes() {
        assert_eq!(search(&["grain", "prices"]).question.text().as_deref(), Some("grain prices"));
        assert_eq!(search(&["a -b"]).question.text().as_deref(), Some("a -b"));
        assert_eq!(search(&["--", "-grain", "corn"]).question.text().as_deref(), Some("-grain corn"));
        assert_eq!(search(&["  "]).question.text(), None);
    }

    #[test]
    fn a_search_has_the_promised_defaults() {
        let args = search(&["grain"]);
        assert_eq!((args.limit, args.offset, args.snippets, args.width), (10, 0, 2, 160));
        assert_eq!((args.format(), args.sort), (HitFormat::Text, Order::Relevance));
    }

    #[test]
    fn short_forms_of_formats_mean_the_long_ones() {
        assert_eq!(search(&["-l", "grain"]).format(), HitFormat::Paths);
        assert_eq!(search(&["--json", "grain"]).format(), HitFormat::Jsonl);
        assert_eq!(search(&["-f", "ids", "-0", "grain"]).format(), HitFormat::Ids);
        assert_eq!(search(&["-l0", "grain"]).format(), HitFormat::Paths);
    }

    #[test]
    fn formats_that_contradict_each_other_are_refused() {
        assert_eq!(refusal(&["search", "-l", "--json", "grain"]), clap::error::ErrorKind::ArgumentConflict);
        assert_eq!(refusal(&["search", "-f", "csv", "-c", "grain"]), clap::error::ErrorKind::ArgumentConflict);
        assert_eq!(refusal(&["search", "-f", "xml", "grain"]), clap::error::ErrorKind::InvalidValue);
        assert_eq!(refusal(&["search", "-n", "-1", "grain"]), clap::error::ErrorKind::UnknownArgument);
    }

    #[test]
    fn query_is_another_name_for_search() {
        let args = Args::try_parse_from(["morgue", "query", "grain", "--color", "never"]).expect("valid arguments");
        assert!(matches!(args.command, Command::Search(_)));
        assert_eq!(args.color, When::Never);
    }

    #[test]
    fn a_column_is_mapped_to_a_field() {
        let typed = ["morgue", "index", "wire", "--map", "headline=Title", "--map", "text=Body=2"];
        let Command::Index(args) = Args::try_parse_from(typed).expect("valid arguments").command else {
            panic!("not an index")
        };
        assert_eq!(args.map, ["headline=Title", "text=Body=2"]);
        assert_eq!(refusal(&["index", "--map", "headline"]), clap::error::ErrorKind::ValueValidation);
        assert_eq!(refusal(&["index", "--jobs", "0"]), clap::error::ErrorKind::ValueValidation);
    }
}

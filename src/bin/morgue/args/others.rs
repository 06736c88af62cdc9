//! `morgue show`, `people`, `orgs`, `export`, `status`, `check`, `completions`, `man`.

use super::{Language, Location, Order, Question};
use clap::ValueEnum;
use clap_complete::Shell;

const SHOW_HELP: &str = "\
Examples:
  morgue show 2017/10/31/talks.txt
  morgue show stories.csv#17 --match 'sanctions w/5 lift*'
  morgue show stories.csv#17 -f json | jq .mentions
  morgue show stories.csv#17 --versions
  morgue show stories.csv#17 --diff
  morgue show stories.csv#17 --diff=stories.csv#9";

/// Print one story, its names highlighted
#[derive(Debug, clap::Args)]
#[command(after_help = SHOW_HELP)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
pub(crate) struct ShowArgs {
    /// The story's id, as search prints it
    pub(crate) id: String,

    /// Highlight what a query matches in it
    #[arg(long = "match", value_name = "QUERY", allow_hyphen_values = true)]
    pub(crate) matching: Option<String>,

    #[command(flatten)]
    pub(crate) language: Language,

    /// List the versions of the story in the order of time, and how each differs from the one before
    #[arg(long, conflicts_with_all = ["matching", "explain_names", "diff"])]
    pub(crate) versions: bool,

    /// Print what changed word by word since the version before, or since another story
    #[arg(long, value_name = "OTHER", num_args = 0..=1, require_equals = true, conflicts_with_all = ["matching", "explain_names"])]
    #[expect(clippy::option_option, reason = "clap's form of an option whose value may be left out")]
    pub(crate) diff: Option<Option<String>>,

    /// Say for each mention of a name what it was taken for, and why
    #[arg(long)]
    pub(crate) explain_names: bool,

    #[arg(
        help = "Do not use a pager ($MORGUE_PAGER, else $PAGER, else less) for a story longer than the screen",
        long
    )]
    pub(crate) no_pager: bool,

    #[command(flatten)]
    pub(crate) location: Location,

    /// How the story is printed
    #[arg(short, long, value_enum, value_name = "FORMAT", default_value_t = ShowFormat::Text)]
    format: ShowFormat,

    /// Print a JSON object (-f json)
    #[arg(long, conflicts_with = "format")]
    json: bool,
}

impl ShowArgs {
    /// Returns the format, whichever option it was asked with.
    pub(crate) fn format(&self) -> ShowFormat {
        if self.json { ShowFormat::Json } else { self.format }
    }
}

/// How a story is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ShowFormat {
    /// For reading
    Text,
    /// A JSON object: every field, the text, every mention of a name
    #[value(alias = "jsonl")]
    Json,
}

const NAMES_HELP: &str = "\
Examples:
  morgue people                             the people most stories name
  morgue orgs --since 2017-10 sanctions     the organizations in those stories
  morgue people --sort first grain          in the order in which they turn up
  morgue people -o NATO -n 0 -f csv > people.csv
  morgue people --suggest                   which of them may be one, to be put into names.toml

What names.toml in the archive's folder says is applied: it merges, renames, splits and blocks names.";

/// Which names.
#[derive(Debug, clap::Args)]
#[command(after_help = NAMES_HELP)]
pub(crate) struct NamesArgs {
    #[command(flatten)]
    pub(crate) question: Question,

    #[command(flatten)]
    pub(crate) location: Location,

    /// How many names to show; 0 shows all
    #[arg(short = 'n', long, value_name = "N", default_value_t = 20)]
    pub(crate) limit: usize,

    /// The order of names; names without a date come last
    #[arg(short, long, value_enum, value_name = "ORDER", default_value_t = NamesOrder::Stories)]
    pub(crate) sort: NamesOrder,

    /// Print which names may be one, ready to be pasted into names.toml (text or jsonl)
    #[arg(long, conflicts_with = "sort")]
    pub(crate) suggest: bool,

    /// How names are printed
    #[arg(short, long, value_enum, value_name = "FORMAT", default_value_t = NamesFormat::Text)]
    format: NamesFormat,

    /// Print one JSON object a line (-f jsonl)
    #[arg(long, conflicts_with = "format")]
    json: bool,
}

impl NamesArgs {
    /// Returns the format, whichever option it was asked with.
    pub(crate) fn format(&self) -> NamesFormat {
        if self.json { NamesFormat::Jsonl } else { self.format }
    }
}

/// How names are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum NamesFormat {
    /// For reading
    Text,
    /// One JSON object with all names
    Json,
    /// One JSON object a line
    Jsonl,
    /// A table with a header row
    Csv,
    /// A table with a header row, no quotes
    Tsv,
    /// Refused: a name is in many stories.
    #[value(hide = true)]
    Paths,
    /// Refused likewise.
    #[value(hide = true)]
    Ids,
}

/// The order of names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum NamesOrder {
    /// Most stories first
    Stories,
    /// Most mentions first
    Mentions,
    /// By the alphabet
    Name,
    /// Whose first story is earliest
    First,
    /// Whose last story is latest
    Last,
}

const EXPORT_HELP: &str = "\
Examples:
  morgue export > archive.jsonl             every story
  morgue export -p 'Rex Tillerson' --since 2017 | jq .headline";

/// Print stories whole, one JSON object a line
#[derive(Debug, clap::Args)]
#[command(after_help = EXPORT_HELP)]
pub(crate) struct ExportArgs {
    #[command(flatten)]
    pub(crate) question: Question,

    #[command(flatten)]
    pub(crate) location: Location,

    /// How many stories to print; 0 prints all
    #[arg(short = 'n', long, value_name = "N", default_value_t = 0)]
    pub(crate) limit: usize,

    /// How many stories to pass over first
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) offset: usize,

    /// The order of stories
    #[arg(short, long, value_enum, value_name = "ORDER", default_value_t = Order::Path)]
    pub(crate) sort: Order,

    /// How stories are printed
    #[arg(short, long, value_enum, value_name = "FORMAT", default_value_t = ExportFormat::Jsonl)]
    pub(crate) format: ExportFormat,
}

/// How stories are exported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExportFormat {
    /// One JSON object a line
    Jsonl,
}

/// Say what the index holds, and how every file was treated
#[derive(Debug, clap::Args)]
pub(crate) struct StatusArgs {
    #[command(flatten)]
    pub(crate) location: Location,

    /// How many of the files with something to tell to name in text; 0 names all
    #[arg(short = 'n', long, value_name = "N", default_value_t = 20)]
    pub(crate) limit: usize,

    /// Only the files that could not be read, or not whole
    #[arg(long)]
    pub(crate) failed: bool,

    /// How it is printed; all but text list every file
    #[arg(short, long, value_enum, value_name = "FORMAT", default_value_t = FileFormat::Text)]
    format: FileFormat,

    /// Print one JSON object a line (-f jsonl)
    #[arg(long, conflicts_with = "format")]
    json: bool,

    /// End each path with NUL instead of a newline, as it is (with -f paths)
    #[arg(short = '0', long)]
    pub(crate) null: bool,
}

impl StatusArgs {
    /// Returns the format, whichever option it was asked with.
    pub(crate) fn format(&self) -> FileFormat {
        if self.json { FileFormat::Jsonl } else { self.format }
    }
}

/// How the index's files are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum FileFormat {
    /// For reading
    Text,
    /// One JSON object
    Json,
    /// One JSON object a file, and one at the end for the index
    Jsonl,
    /// A table with a header row
    Csv,
    /// A table with a header row, no quotes
    Tsv,
    /// The path of each file
    Paths,
}

const CHECK_HELP: &str = "\
Nothing is repaired. What is damaged is made anew from the archive: morgue index --rebuild

Exit status: 0 sound, 4 damaged or of another version, 10 no index.";

/// Read every byte of the index and say whether it is sound
#[derive(Debug, clap::Args)]
#[command(after_help = CHECK_HELP)]
pub(crate) struct CheckArgs {
    #[command(flatten)]
    pub(crate) location: Location,

    /// Look at names, lengths and counts only, not at what is in the files
    #[arg(long)]
    pub(crate) quick: bool,

    /// How it is printed
    #[arg(short, long, value_enum, value_name = "FORMAT", default_value_t = CheckFormat::Text)]
    format: CheckFormat,

    /// Print one JSON object a line (-f jsonl)
    #[arg(long, conflicts_with = "format")]
    json: bool,
}

impl CheckArgs {
    /// Returns the format, whichever option it was asked with.
    pub(crate) fn format(&self) -> CheckFormat {
        if self.json { CheckFormat::Jsonl } else { self.format }
    }
}

/// How the outcome of a check is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum CheckFormat {
    /// For reading
    Text,
    /// One JSON object
    Json,
    /// One JSON object for each thing that was found, and one at the end
    Jsonl,
}

/// Print the completions of a shell
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  morgue completions bash > ~/.local/share/bash-completion/completions/morgue")]
pub(crate) struct CompletionsArgs {
    /// The shell
    #[arg(value_enum)]
    pub(crate) shell: Shell,
}

/// Print the manual page
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:\n  morgue man search | man -l -")]
pub(crate) struct ManArgs {
    /// The page of one command
    #[arg(value_name = "COMMAND")]
    pub(crate) command: Option<String>,
}

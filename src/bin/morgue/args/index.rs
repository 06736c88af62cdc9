//! `morgue index`.

use super::{Location, When};
use clap::ValueEnum;
use clap::builder::RangedU64ValueParser;
use std::path::PathBuf;

const AFTER_HELP: &str = "\
Examples:
  morgue index ~/wire                       index a folder, or refresh its index
  morgue index                              refresh the archive you are in
  morgue index --dry-run                    say what would be done
  morgue index ~/wire --exclude '*.tmp' --exclude 'drafts/**'
  morgue index stories.csv --index idx --map headline=Title --map text=Story

Only new and changed files are read. A run that is cut short keeps what it has committed;
the next one goes on from there. Options that choose and read files (--include, --exclude,
--follow, --encoding, --map, --type, --no-names) are remembered until --rebuild.";

/// Index an archive, or refresh its index
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
pub(crate) struct IndexArgs {
    /// A folder, or with --index a single file [default: the archive you are in, else the current folder]
    pub(crate) path: Option<PathBuf>,

    #[command(flatten)]
    pub(crate) location: Location,

    /// Make the index anew, reading every file
    #[arg(long)]
    pub(crate) rebuild: bool,

    /// Say what would be done, and write nothing
    #[arg(long)]
    pub(crate) dry_run: bool,

    /// How many threads read, fewer where --memory has no room for them [default: one for each core]
    #[arg(short, long, value_name = "N", value_parser = RangedU64ValueParser::<usize>::new().range(1..=1024))]
    pub(crate) jobs: Option<usize>,

    /// Memory that the run may take, 128 at least; longer stories need more [default: half of what there is, 1024 at most]
    #[arg(long, value_name = "MB", value_parser = RangedU64ValueParser::<usize>::new().range(128..=1 << 20))]
    pub(crate) memory: Option<usize>,

    /// Read only files whose path matches (repeatable)
    #[arg(long, value_name = "GLOB")]
    pub(crate) include: Vec<String>,

    /// Do not read files whose path matches (repeatable)
    #[arg(long, value_name = "GLOB")]
    pub(crate) exclude: Vec<String>,

    /// Follow symbolic links
    #[arg(long)]
    pub(crate) follow: bool,

    /// Go on where most of the archive is gone
    #[arg(long)]
    pub(crate) allow_empty: bool,

    /// Wait while another run is writing the index
    #[arg(long)]
    pub(crate) wait: bool,

    /// The encoding of files that do not say theirs: windows-1252, gbk, ...
    #[arg(long, value_name = "LABEL")]
    pub(crate) encoding: Option<String>,

    /// Which CSV column or JSON key holds a field: headline=Title (repeatable)
    #[arg(long, value_name = "FIELD=COLUMN", value_parser = mapping)]
    pub(crate) map: Vec<String>,

    /// Read every file as this format, whatever it looks like (csv, nitf, text, ...)
    #[arg(long = "type", value_name = "FORMAT")]
    pub(crate) r#type: Option<String>,

    /// Read again what could not be read whole, though it has not changed
    #[arg(long)]
    pub(crate) retry_failed: bool,

    /// Read every file again whatever its times say, and index those whose content is not what was read
    #[arg(long)]
    pub(crate) verify: bool,

    /// Do not look for people and organizations
    #[arg(long)]
    pub(crate) no_names: bool,

    /// When to show a progress bar
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = When::Auto)]
    pub(crate) progress: When,

    /// Show neither progress nor summary
    #[arg(short, long)]
    pub(crate) quiet: bool,

    /// How the run is told: a summary on standard error, or every event as a JSON object a line
    #[arg(short, long, value_enum, value_name = "FORMAT", default_value_t = IndexFormat::Text)]
    pub(crate) format: IndexFormat,
}

/// How a run is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum IndexFormat {
    /// For reading
    Text,
    /// One JSON object a line
    Jsonl,
}

fn mapping(text: &str) -> Result<String, String> {
    match text.split_once('=') {
        Some((field, column)) if !field.is_empty() && !column.is_empty() => Ok(text.to_owned()),
        _ => Err("write FIELD=COLUMN, such as headline=Title".to_owned()),
    }
}

//! `morgue search`.

use super::{Location, Question};
use clap::ValueEnum;
use clap::builder::RangedU64ValueParser;
use morgue::search::{Excerpts, Sort, Versions};

const AFTER_HELP: &str = "\
Examples:
  morgue search sanctions                      any inflected form: sanction, sanctioned, ...
  morgue search '\"waste of time\"'              these exact words in this order
  morgue search '\"tax reform*\"'                reform, reforms, reformers, right after tax
  morgue search 'headline:(tax OR budget) -poll'
  morgue search 'person:\"Rex Tillerson\" w/5 resign*'
                                               at most five words apart, in either order
  morgue search 'atleast3(nuclear) headline:treaty'
  morgue search --kwic 8 'sanction*'           each match on a line, with 8 words on either side
  morgue search --cite 'sanctions w/s lift*'   each story as a citation, to the byte
  morgue search -p 'Rex Tillerson' -o NATO --since 2017-10 -s newest
  morgue search --group -s newest grain        the last version of each story
  morgue search --json -n 0 'date:2017-10' | jq .headline
  morgue search -- -sanctions                  stories without the word

Query language:
  tax budget, tax OR budget, tax NOT budget, tax -budget, (tax OR budget) poll
  \"waste of time\"  sanction*  wom?n  tillersen~
  tax w/5 cut  tax pre/5 cut  tax w/s cut  tax w/p cut  tax not w/5 cut
  atleast3(tax)  first50(tax)  lead:tax  hlead:tax  words:500..
  person: org: headline: body: byline: place: agency: section: path: id: date: since: until:";

/// Find stories by keyword, person or organization
#[derive(Debug, clap::Args)]
#[command(after_help = AFTER_HELP)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own on the command line")]
pub(crate) struct SearchArgs {
    #[command(flatten)]
    pub(crate) question: Question,

    #[command(flatten)]
    pub(crate) location: Location,

    /// How many stories to show; 0 shows all
    #[arg(short = 'n', long, value_name = "N", default_value_t = 10)]
    pub(crate) limit: usize,

    /// How many stories to pass over first
    #[arg(long, value_name = "N", default_value_t = 0)]
    pub(crate) offset: usize,

    /// The order of stories
    #[arg(short, long, value_enum, value_name = "ORDER", default_value_t = Order::Relevance)]
    pub(crate) sort: Order,

    /// How stories are printed
    #[arg(short, long, value_enum, value_name = "FORMAT", default_value_t = HitFormat::Text)]
    format: HitFormat,

    /// Print one JSON object a line (-f jsonl)
    #[arg(long, conflicts_with_all = ["format", "paths"])]
    json: bool,

    /// Print the paths of the files only (-f paths)
    #[arg(short = 'l', long, conflicts_with = "format")]
    paths: bool,

    /// With -l, -f paths or -f ids: end each with NUL, as xargs -0 wants it, and quote nothing
    #[arg(short = '0', long)]
    pub(crate) null: bool,

    /// Print only how many stories there are
    #[arg(short, long, conflicts_with_all = ["format", "json", "paths", "open"])]
    pub(crate) count: bool,

    /// How many snippets a story may have; 0 for none
    #[arg(long, value_name = "N", default_value_t = 2)]
    pub(crate) snippets: usize,

    /// Print each match on a line of its own, with N words before and behind it; -n counts stories
    #[arg(long, value_name = "N", conflicts_with_all = ["paths", "count", "snippets", "width", "cite", "open"], value_parser = RangedU64ValueParser::<usize>::new().range(0..=100))]
    pub(crate) kwic: Option<usize>,

    /// Print a citation of each story: headline, source, date, id, the bytes of the file from the first up to the one after
    /// the last, and the text that is there
    #[arg(long, conflicts_with_all = ["paths", "count", "snippets", "open"])]
    pub(crate) cite: bool,

    /// About how many characters a snippet has
    #[arg(long, value_name = "CHARS", default_value_t = 160, value_parser = RangedU64ValueParser::<usize>::new().range(20..=100_000))]
    pub(crate) width: usize,

    /// Show of each story the last version that matches, and how many others there are
    #[arg(long)]
    group: bool,

    /// Which versions of a story to show: those filed again, updated or corrected within two days of one another
    #[arg(long, value_enum, value_name = "WHICH")]
    versions: Option<WhichVersions>,

    /// Refresh the index first; make it if there is none
    #[arg(long)]
    pub(crate) update: bool,

    /// Show the first story found, whole
    #[arg(long, conflicts_with = "paths")]
    pub(crate) open: bool,

    /// With --open: do not use a pager for a story longer than the screen
    #[arg(long, requires = "open")]
    pub(crate) no_pager: bool,
}

impl SearchArgs {
    /// Returns what is cut from a story that is found.
    pub(crate) fn excerpts(&self) -> Excerpts {
        let (count, width) = (self.snippets, self.width);
        match self.kwic {
            Some(words) => Excerpts::Concordance { words },
            None if self.cite => Excerpts::Quote { width },
            None => Excerpts::Snippets { count, width },
        }
    }

    /// Returns which versions of a story are wanted; `None` where nothing was said of them.
    pub(crate) fn versions(&self) -> Option<Versions> {
        match (self.versions, self.group) {
            // Of what these leave, there is one of each story.
            (Some(WhichVersions::Latest), _) => Some(Versions::Latest),
            (Some(WhichVersions::First), _) => Some(Versions::First),
            (_, true) => Some(Versions::LastFound),
            (Some(WhichVersions::All), false) => Some(Versions::All),
            (None, false) => None,
        }
    }

    /// Returns the format, whichever option it was asked with.
    pub(crate) fn format(&self) -> HitFormat {
        match (self.json, self.paths) {
            (true, _) => HitFormat::Jsonl,
            (_, true) => HitFormat::Paths,
            _ => self.format,
        }
    }
}

/// How hits are printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum HitFormat {
    /// For reading
    Text,
    /// One JSON object with all hits
    Json,
    /// One JSON object a line
    Jsonl,
    /// A table with a header row
    Csv,
    /// A table with a header row, no quotes
    Tsv,
    /// The path of each file once
    Paths,
    /// The id of each story
    Ids,
}

/// Which versions of a story are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum WhichVersions {
    /// Each, and which one it is
    All,
    /// Those without a later one in the archive
    Latest,
    /// Those without an earlier one
    First,
}

/// The order of hits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Order {
    /// Best first
    Relevance,
    /// Latest first
    Newest,
    /// Earliest first
    Oldest,
    /// By path
    Path,
}

impl From<Order> for Sort {
    fn from(order: Order) -> Self {
        match order {
            Order::Relevance => Self::Relevance,
            Order::Newest => Self::Newest,
            Order::Oldest => Self::Oldest,
            Order::Path => Self::Path,
        }
    }
}

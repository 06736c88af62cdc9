//! Question and answer as data: what is asked of an archive, what comes back, and the trait of whatever answers.
//!
//! Owns: [`SearchRequest`], [`Hit`], [`Facet`], [`Engine`], the cutting of excerpts around spans, and what makes two
//! stories versions of one ([`versions`]). Does not own: how an
//! engine finds stories (`local`, `remote`), or how anything is printed (the program).

mod concordance;
mod dossier;
pub mod snippet;
pub mod versions;
pub use concordance::concordance;
pub use dossier::{Candidate, Companion, Dossier, DossierRequest, FormCount, IntroductionCount, TopStory, Who, choose};
pub use snippet::{cut, quote};
pub use versions::{Group, Link, Stamp, Version, Versions};

use crate::error::Result;
use crate::query::Plan;
use crate::spans::{Highlight, Subject};
use crate::story::{Date, Document, NameKind, Story};

/// What is asked.
#[derive(Clone, Debug)]
pub struct SearchRequest {
    /// Which stories.
    pub plan: Plan,
    /// In which order; ties by id.
    pub sort: Sort,
    /// How many hits to pass over first.
    pub offset: usize,
    /// How many hits to return; `None` returns all.
    pub limit: Option<usize>,
    /// What is cut from a story that is found.
    pub excerpts: Excerpts,
    /// Which versions of a story; `None` returns all of them and does not look which they are.
    pub versions: Option<Versions>,
}

impl SearchRequest {
    /// Asks for all stories of a plan, by path, with nothing cut from them.
    pub fn all(plan: Plan) -> Self {
        Self { plan, sort: Sort::Path, offset: 0, limit: None, excerpts: Excerpts::None, versions: None }
    }
}

/// What is cut from a story to show why it was found; widths are in characters, about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Excerpts {
    /// Nothing.
    #[default]
    None,
    /// Pieces that show most of the matches.
    Snippets {
        /// How many, at most.
        count: usize,
        /// How wide each is.
        width: usize,
    },
    /// The one piece that shows most, fit to be quoted: see [`quote`].
    Quote {
        /// How wide it is.
        width: usize,
    },
    /// Every match with the words around it: see [`concordance`].
    Concordance {
        /// How many words on each side.
        words: usize,
    },
}

impl Excerpts {
    /// Says whether nothing is asked for.
    pub fn is_none(&self) -> bool {
        matches!(self, Self::None | Self::Snippets { count: 0, .. })
    }

    /// Returns the excerpts around the highlights of a story, which are sorted by field, then by place.
    pub fn cut(&self, highlights: &[Highlight], subject: &Subject<'_>) -> Vec<Snippet> {
        match *self {
            Self::None => Vec::new(),
            Self::Snippets { count, width } => cut(highlights, subject, count, width),
            Self::Quote { width } => quote(highlights, subject, width).into_iter().collect(),
            Self::Concordance { words } => concordance(highlights, subject, words),
        }
    }
}

/// The order of hits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// BM25, best first.
    #[default]
    Relevance,
    /// Latest publication date first; stories without a date last.
    Newest,
    /// Earliest publication date first; stories without a date last.
    Oldest,
    /// By id, as bytes.
    Path,
}

/// A story that was found, and why.
#[derive(Clone, Debug)]
pub struct Hit {
    /// From 1; counts the hits that the offset passed over.
    pub rank: u64,
    /// BM25; 0 where nothing was scored.
    pub score: f32,
    /// The story.
    pub story: Story,
    /// The people in it, most mentions first, then by name.
    pub people: Vec<NameCount>,
    /// The organizations in it, likewise.
    pub organizations: Vec<NameCount>,
    /// Where it matched.
    pub snippets: Vec<Snippet>,
    /// Whether it is found only because a surname in it is inferred to mean whom the archive has by it.
    pub inferred: bool,
    /// What became of its source since it was read; `None` where that has not changed.
    pub stale: Option<Staleness>,
    /// Which version of its story it is; `None` where that was not asked or there is no other.
    pub group: Option<Group>,
}

/// What became of a source since it was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Staleness {
    /// It has another size, or another time of change.
    Stale,
    /// It is not there.
    Missing,
}

impl Staleness {
    /// Returns the word for it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Stale => "stale",
            Self::Missing => "missing",
        }
    }
}

/// A story that was found, whole.
#[derive(Clone, Debug)]
pub struct FoundDocument {
    /// The story, with its mentions.
    pub document: Document,
    /// As [`Hit::inferred`].
    pub inferred: bool,
    /// As [`Hit::stale`].
    pub stale: Option<Staleness>,
}

/// A name and how often a story mentions it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameCount {
    /// The name as the story introduced it.
    pub name: String,
    /// How many mentions, surname-only ones included.
    pub mentions: u32,
}

/// A piece of a story, with the matches in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snippet {
    /// The field it is cut from: `headline`, `body`, `byline`, `dateline`, `section`, `path`, `status`, or `tags`, which are
    /// one text with `; ` between them.
    pub field: &'static str,
    /// Where it starts in that field, in bytes.
    pub start: usize,
    /// The slice of the field, unchanged.
    pub text: String,
    /// Byte ranges in `text`, ascending, not overlapping.
    pub highlights: Vec<(usize, usize)>,
}

/// What names a story without reading it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoryKey {
    /// The story's id.
    pub id: String,
    /// The path of its source.
    pub path: String,
}

/// A person or organization in the stories of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// The form of the name that most stories use.
    pub name: String,
    /// The key it is compared by.
    pub key: String,
    /// How many stories mention it.
    pub stories: u64,
    /// How many mentions they hold.
    pub mentions: u64,
    /// The earliest publication date of those stories.
    pub first: Option<Date>,
    /// The latest.
    pub last: Option<Date>,
}

/// An answer: how many there are, and the ones that were asked for, read as they are taken.
pub struct Answer<'e, T> {
    /// How many stories match in all.
    pub total: u64,
    /// The hits.
    pub hits: Box<dyn Iterator<Item = Result<T>> + 'e>,
}

/// Whatever can answer: the embedded index, or a cluster.
pub trait Engine {
    /// Returns the hits of a request.
    fn search(&self, request: &SearchRequest) -> Result<Answer<'_, Hit>>;

    /// Returns the ids and paths of the hits, without reading the stories; excerpts are not asked for.
    fn keys(&self, request: &SearchRequest) -> Result<Answer<'_, StoryKey>>;

    /// Returns the hits whole.
    fn documents(&self, request: &SearchRequest) -> Result<Answer<'_, FoundDocument>>;

    /// Returns how many stories match.
    fn count(&self, plan: &Plan) -> Result<u64>;

    /// Returns what became of a story's source since it was read.
    fn staleness(&self, story: &Story) -> Result<Option<Staleness>>;

    /// Returns one story, or `None` where no story has that id.
    fn story(&self, id: &str) -> Result<Option<Document>>;

    /// Returns all versions of a story in the order of time, itself among them; nothing where no story has that id.
    fn versions(&self, id: &str) -> Result<Vec<Document>>;

    /// Returns why a story matches a plan, or `None` where it does not.
    fn evidence(&self, plan: &Plan, document: &Document) -> Result<Option<Vec<Highlight>>>;

    /// Returns the names of one kind in the stories that match: most stories first, then most mentions, then by name.
    fn names(&self, plan: &Plan, kind: NameKind) -> Result<Vec<Facet>>;

    /// Returns whom a name may mean, and all there is about the one that it means.
    fn who(&self, request: &DossierRequest) -> Result<Who>;

    /// Returns a few lines that say what each clause of a plan stands for in this index: the words a pattern expands to, the
    /// people a name fits, with how many stories hold them.
    fn explain(&self, plan: &Plan) -> Result<Vec<String>>;

    /// Returns words of the index that are near a folded word, nearest and most frequent first, at most `limit`.
    fn similar_words(&self, word: &str, limit: usize) -> Result<Vec<String>>;
}

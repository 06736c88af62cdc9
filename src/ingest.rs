//! From an archive to its index: what changed, reading it on all cores, one transaction.
//!
//! Owns: comparing the files with the manifest, the workers, the order of things, the counting. Does not own: any of the steps
//! themselves (`archive`, `format`, `story`, `text`, `names`, `index`), or telling the user, which is an [`Observer`]'s.

mod changes;
mod ledger;
mod memory;
mod reading;
mod run;
mod sharing;
mod worker;

use crate::archive::{self, Listing, WalkOptions};
use crate::error::{Error, ErrorKind, Result};
use crate::format::{self, BadRecord};
use crate::index::{self, Home, LockedHome, Manifest, Room, Settings, WriteOptions};
use crate::names::{Recognizer, Tagger};
use changes::Changes;
pub use ledger::{Entry, Ledger, Standing, ledger};
use memory::Budget;
use run::Run;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::atomic::AtomicUsize;
use std::time::{Instant, SystemTime, UNIX_EPOCH};
use worker::Worker;

/// What is to be indexed, and how. What is not given is as in the run before.
#[derive(Clone, Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct Request {
    /// The archive's root, or a single source.
    pub archive: PathBuf,
    /// The index's folder; `None` is `.morgue` in the archive.
    pub index: Option<PathBuf>,
    /// Makes the index anew, beside the old one.
    pub rebuild: bool,
    /// Changes nothing, tells what would be done.
    pub dry_run: bool,
    /// How many threads read and analyse; `None` is one a core.
    pub jobs: Option<usize>,
    /// The memory that the run may take, in MB, 128 at least; `None` is half of what there is, 1024 at most.
    pub memory_mb: Option<usize>,
    /// How much text makes a commit due, in bytes; `None` is 64 MB.
    pub commit_bytes: Option<u64>,
    /// Only files that fit one of these globs.
    pub include: Option<Vec<String>>,
    /// No files that fit one of these.
    pub exclude: Option<Vec<String>>,
    /// Follows symbolic links.
    pub follow: Option<bool>,
    /// Goes on even if most sources are gone, or there are none.
    pub allow_empty: bool,
    /// Waits for another run to end.
    pub wait: bool,
    /// The encoding of sources that are not UTF-8.
    pub encoding: Option<String>,
    /// Which column is which field, as `FIELD=COLUMN`.
    pub map: Option<Vec<String>>,
    /// Whether names are looked for.
    pub names: Option<bool>,
    /// The format that all sources are read as; `None` tells each by its content.
    pub format: Option<String>,
    /// Reads again what could not be read whole, though it has not changed.
    pub retry_failed: bool,
    /// Reads every source whatever its size and times say; what has the same hash costs no more than that.
    pub verify: bool,
}

/// What a run did, counted in files except where said otherwise. `seen = indexed + unchanged + skipped + failed`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Summary {
    /// Files that were met.
    pub seen: u64,
    /// Files that were read and whose stories are in the index.
    pub indexed: u64,
    /// Files that need not be read.
    pub unchanged: u64,
    /// Files of an earlier run that are gone; they are not among the seen.
    pub removed: u64,
    /// Files that are no news.
    pub skipped: u64,
    /// Files that could not be read.
    pub failed: u64,
    /// Records that could not be read, in files that count as indexed.
    pub bad_records: u64,
    /// Members of containers that could not be read, likewise.
    pub failed_members: u64,
    /// Records that are no stories: pictures, packages of links.
    pub skipped_records: u64,
    /// Members of containers that are no news.
    pub skipped_members: u64,
    /// Stories in the index after the run.
    pub stories: u64,
    /// Different people in the index after the run.
    pub people: u64,
    /// Different organizations in it.
    pub organizations: u64,
    /// Bytes of the files this run read.
    pub bytes: u64,
    /// How long it took.
    pub seconds: f64,
    /// Each kind of skip with its count.
    pub skips: BTreeMap<String, u64>,
}

/// Something that happened.
#[derive(Clone, Debug)]
pub enum Event<'e> {
    /// The archive was walked: this much is to be read.
    Planned {
        /// Files that will be read.
        files: u64,
        /// Their size in bytes.
        bytes: u64,
    },
    /// This much has been read so far.
    Progress {
        /// Files.
        files: u64,
        /// Bytes.
        bytes: u64,
        /// Stories.
        stories: u64,
    },
    /// A file is no news.
    Skipped {
        /// Its path.
        path: &'e str,
        /// Why.
        reason: &'e str,
    },
    /// A file could not be read.
    Failed {
        /// Its path.
        path: &'e str,
        /// Why.
        reason: &'e str,
        /// What can be done.
        hint: Option<&'e str>,
    },
    /// A record of a file could not be read.
    BadRecord {
        /// Its path.
        path: &'e str,
        /// Which, and why.
        record: &'e BadRecord,
    },
    /// A record of a file is no story.
    SkippedRecord {
        /// Its path.
        path: &'e str,
        /// Which, and why.
        record: &'e BadRecord,
    },
    /// A member of a container could not be read, or no further.
    FailedMember {
        /// Its path: `a.zip!b.txt`.
        path: &'e str,
        /// Why.
        reason: &'e str,
        /// What can be done.
        hint: Option<&'e str>,
    },
    /// A member of a container is no news.
    SkippedMember {
        /// Its path.
        path: &'e str,
        /// Why.
        reason: &'e str,
    },
    /// More records and members of a file are no news than were told.
    MoreSkips {
        /// Its path.
        path: &'e str,
        /// How many more.
        count: u64,
    },
    /// A file has not changed, and so many of its records and members could not be read.
    StillFaulty {
        /// Its path.
        path: &'e str,
        /// How many.
        count: u64,
    },
    /// More records and members of a file could not be read than were told.
    MoreFaults {
        /// Its path.
        path: &'e str,
        /// How many more.
        count: u64,
    },
    /// A dry run would do this.
    Would {
        /// Files that would be read.
        index: u64,
        /// Files that would be removed from the index.
        remove: u64,
    },
}

/// Someone who wants to know how a run goes. Problems are told at the end, in the order of their paths.
pub trait Observer {
    /// Takes note of an event.
    fn event(&self, event: &Event<'_>);
}

/// Brings an index up to date with its archive, making it if there is none.
pub fn run(request: &Request, observer: &dyn Observer) -> Result<Summary> {
    let begun = Instant::now();
    let place = Place::of(request)?;
    let mut summary = if request.dry_run {
        let home = match Home::open(&place.index) {
            Ok(home) => Some(home),
            Err(error) if error.kind() == ErrorKind::NoIndex || request.rebuild => None,
            Err(error) => return Err(error),
        };
        dry_run(request, &place, home.as_ref(), observer)?
    } else {
        index::guarded("index", || wet_run(request, &place, observer))
            .map_err(|error| index::failed(error, &place.index))?
    };
    summary.seconds = begun.elapsed().as_secs_f64();
    Ok(summary)
}

/// Where archive and index are.
struct Place {
    /// What is walked: a folder, or one file.
    target: PathBuf,
    /// The archive's root.
    root: PathBuf,
    index: PathBuf,
}

impl Place {
    fn of(request: &Request) -> Result<Self> {
        let target = request.archive.canonicalize().map_err(|error| {
            Error::io("index", &request.archive, &error)
                .hint("name the folder that holds the stories: morgue index DIR")
        })?;
        if target.is_dir() {
            let index = request.index.clone().unwrap_or_else(|| target.join(index::FOLDER));
            return Ok(Self { root: target.clone(), target, index });
        }
        let Some(index) = request.index.clone() else {
            let why = "a single source has no place for an index of its own";
            return Err(Error::new(ErrorKind::User, "index", why)
                .at(request.archive.display())
                .hint("say where it goes with --index DIR, or index the folder"));
        };
        let root = target.parent().unwrap_or(&target).to_path_buf();
        Ok(Self { target, root, index })
    }
}

fn wet_run(request: &Request, place: &Place, observer: &dyn Observer) -> Result<Summary> {
    // Before anything is made: a wrong option or an empty folder must leave no index behind.
    let first_look = settings(request, None);
    format_options(&first_look)?;
    if !request.allow_empty && (request.rebuild || !place.index.join("format.json").exists()) {
        ensure_something_to_index(&archive::walk(&place.target, &walk_options(&first_look, place)?)?, place)?;
    }
    let locked = LockedHome::lock(&place.index, request.wait)?;
    let old = match locked.current() {
        Ok(Some(home)) if !request.rebuild => {
            ensure_same_target(&home, place)?;
            return refresh(request, place, &locked, &home, observer);
        }
        Ok(old) => old,
        Err(_) if request.rebuild => None,
        Err(error) => return Err(error),
    };
    if let Some(old) = old.filter(|_| !request.allow_empty) {
        ensure_a_rebuild_keeps_most(&old, place, &first_look)?;
    }
    let home = locked.create(&place.root, &place.target)?;
    index::create(&home)?;
    // The first run's commits count even if it is killed; a rebuild takes effect only when it is complete.
    let replaces = request.rebuild && place.index.join("format.json").exists();
    if !replaces {
        locked.adopt(&home)?;
    }
    let summary = refresh(request, place, &locked, &home, observer)?;
    if replaces {
        locked.adopt(&home)?;
    }
    Ok(summary)
}

/// Refuses a rebuild that would lose most sources, as a plain run would. An index that cannot be read has no say.
fn ensure_a_rebuild_keeps_most(old: &Home, place: &Place, settings: &Settings) -> Result<()> {
    let Ok(open) = index::guarded("open index", || index::open(old)) else { return Ok(()) };
    let Ok(manifest) = index::load_manifest(&open.reader.searcher()) else { return Ok(()) };
    let listing = archive::walk(&place.target, &walk_options(settings, place)?)?;
    Changes::between(&listing, &manifest, extractor(settings), &Request::default())
        .ensure_most_stay(&manifest, &listing)
}

/// Compares archive and manifest, and commits the difference.
fn refresh(
    request: &Request,
    place: &Place,
    locked: &LockedHome,
    home: &Home,
    observer: &dyn Observer,
) -> Result<Summary> {
    let scanned_ns = now_ns();
    let open = index::open(home)?;
    if !request.rebuild {
        index::ensure_is_whole(home)?;
        locked.tidy(home)?;
    }
    let settings = settings(request, Some(&open.payload.settings));
    let options = format_options(&settings)?;
    let listing = archive::walk(&place.target, &walk_options(&settings, place)?)?;
    let manifest = index::load_manifest(&open.reader.searcher())?;
    let changes = Changes::between(&listing, &manifest, extractor(&settings), request);
    if !request.allow_empty {
        changes.ensure_most_stay(&manifest, &listing)?;
    }
    let mut run = Run::new(&listing, &changes, observer);
    if changes.is_empty() && settings == open.payload.settings && !index::has_left_overs(&open)? {
        run.total(&open)?;
        return Ok(run.finish());
    }
    let is_first = open.payload.counts.sources == 0 && open.reader.searcher().num_docs() == 0;
    drop(open);
    let names: Option<Box<dyn Recognizer>> = settings.names.then(|| Box::new(Tagger::default()) as Box<dyn Recognizer>);
    let asked = request.memory_mb.map(|megabytes| (megabytes as u64) << 20);
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let budget = Budget::of(asked, memory::of_machine(), request.jobs, cores);
    let worker = Worker {
        analysis: &Room::new(budget.analysis),
        waiting: &Room::new(budget.waiting),
        base: &listing.base,
        sources: &changes.read,
        manifest: &manifest,
        options: &options,
        names: names.as_deref(),
        scanned_ns,
        extractor: extractor(&settings),
        retry_failed: request.retry_failed,
        next: AtomicUsize::new(0),
    };
    let segments = budget.segments as usize;
    let write_options = WriteOptions { memory: segments, settings, commit_bytes: request.commit_bytes };
    let ((), _) = index::transact(locked, home, write_options, |batch| {
        for gone in &changes.gone {
            batch.remove(gone)?;
        }
        for record in &changes.unread {
            if record.stories == 0 {
                batch.remove(&record.key)?;
                batch.record(record);
            } else {
                batch.note(record)?;
            }
        }
        run.read_all(&worker, batch, budget.threads, is_first)
    })?;
    run.total(&index::open(home)?)?;
    Ok(run.finish())
}

fn dry_run(request: &Request, place: &Place, home: Option<&Home>, observer: &dyn Observer) -> Result<Summary> {
    let open = match home.map(index::open).transpose() {
        Err(_) if request.rebuild => None,
        open => open?,
    };
    let old = open.as_ref().map(|open| &open.payload.settings);
    let settings = settings(request, old);
    format_options(&settings)?;
    let listing = archive::walk(&place.target, &walk_options(&settings, place)?)?;
    let manifest = match &open {
        Some(open) if !request.rebuild => index::load_manifest(&open.reader.searcher())?,
        _ => Manifest::new(),
    };
    let changes = Changes::between(&listing, &manifest, extractor(&settings), request);
    let mut run = Run::new(&listing, &changes, observer);
    if let Some(open) = &open {
        run.total(open)?;
    }
    run.summary.seen += changes.read.len() as u64;
    run.summary.indexed += changes.read.len() as u64;
    observer.event(&Event::Would { index: changes.read.len() as u64, remove: changes.gone.len() as u64 });
    Ok(run.finish())
}

/// Returns what was asked for, else what the run before used.
fn settings(request: &Request, old: Option<&Settings>) -> Settings {
    let old = if request.rebuild { None } else { old }.cloned().unwrap_or_default();
    Settings {
        include: request.include.clone().unwrap_or(old.include),
        exclude: request.exclude.clone().unwrap_or(old.exclude),
        follow: request.follow.unwrap_or(old.follow),
        encoding: request.encoding.clone().or(old.encoding),
        map: request.map.clone().unwrap_or(old.map),
        names: request.names.unwrap_or(old.names),
        format: request.format.clone().or(old.format),
    }
}

/// Returns a number that changes with everything that turns bytes into stories; sources read under another are read again.
fn extractor(settings: &Settings) -> u64 {
    let versions = (format::EXTRACTOR_VERSION, crate::text::ANALYZER_VERSION, crate::names::NAMES_VERSION);
    let Settings { encoding, map, names, format, .. } = settings;
    let text = format!("{versions:?} {encoding:?} {map:?} {names} {format:?}");
    u64::from_le_bytes(*blake3::hash(text.as_bytes()).as_bytes().first_chunk().expect("32 bytes"))
}

fn format_options(settings: &Settings) -> Result<format::Options> {
    format::Options::new(settings.encoding.as_deref(), &settings.map)?.with_type(settings.format.as_deref())
}

fn walk_options(settings: &Settings, place: &Place) -> Result<WalkOptions> {
    Ok(WalkOptions::new(&settings.include, &settings.exclude, settings.follow)?.without(&place.index))
}

fn ensure_something_to_index(listing: &Listing, place: &Place) -> Result<()> {
    if listing.sources.is_empty() && listing.failed.is_empty() {
        return Err(Error::new(ErrorKind::User, "index", "there are no files to index")
            .at(place.target.display())
            .hint("name the folder that holds the stories, or use --allow-empty"));
    }
    Ok(())
}

fn ensure_same_target(home: &Home, place: &Place) -> Result<()> {
    if home.target() != place.target {
        let why = format!("this index belongs to {}", home.target().display());
        return Err(Error::new(ErrorKind::User, "index", why)
            .at(place.index.display())
            .hint("name another folder with --index, or use --rebuild"));
    }
    Ok(())
}

fn now_ns() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_nanos()).unwrap_or(i64::MAX)
}

//! Full-text search over news archives, by keyword, person and organization.
//!
//! The crate turns a folder of news into an index and answers questions from it. It never prints and never reads the
//! environment; the program `morgue` is one user of it.
//!
//! - [`ingest::run`] brings an index up to date with its archive. An [`ingest::Observer`] is told how it goes.
//! - [`query::parse`] turns what was typed into a [`query::Plan`], or into an error that points at its place.
//! - [`LocalEngine`] opens an index and answers: hits, whole stories, names, counts. It implements [`Engine`].
//! - [`format::read`] and [`names::Recognizer`] are the two places to extend: a new format, a better recognizer.
//!
//! A highlight is evidence: [`spans`] runs the same plan over the stored text that found the story, so what is marked is
//! why it was found.
//!
//! # Example
//!
//! A story is indexed, and found by a person; its second mention of her is a surname alone.
//!
//! ```
//! use morgue::ingest::{self, Event, Observer, Request};
//! use morgue::query;
//! use morgue::search::{Excerpts, Sort};
//! use morgue::story::NameKind;
//! use morgue::{Engine, LocalEngine, SearchRequest};
//!
//! struct Silent;
//!
//! impl Observer for Silent {
//!     fn event(&self, _: &Event<'_>) {}
//! }
//!
//! let archive = tempfile::tempdir()?;
//! let story = "Envoy leaves talks\n\nGENEVA (Reuters) - Foreign Minister Ilse Brandauer left the talks on Monday.\n\n\
//!              \"The door is open,\" Brandauer told reporters.\n";
//! std::fs::write(archive.path().join("talks.txt"), story)?;
//!
//! let summary = ingest::run(&Request { archive: archive.path().into(), ..Request::default() }, &Silent)?;
//! assert_eq!((summary.stories, summary.people), (1, 1));
//!
//! let engine = LocalEngine::open(&archive.path().join(morgue::index::FOLDER))?;
//! let request = SearchRequest {
//!     plan: query::name(NameKind::Person, "Ilse Brandauer")?,
//!     sort: Sort::Relevance,
//!     offset: 0,
//!     limit: Some(10),
//!     excerpts: Excerpts::Snippets { count: 2, width: 60 },
//!     versions: None,
//! };
//! let answer = engine.search(&request)?;
//! assert_eq!(answer.total, 1);
//! let hits = answer.hits.collect::<morgue::Result<Vec<_>>>()?;
//! assert_eq!(hits[0].story.id, "talks.txt");
//! let marked: Vec<&str> = hits[0]
//!     .snippets
//!     .iter()
//!     .flat_map(|snippet| snippet.highlights.iter().map(|(start, end)| &snippet.text[*start..*end]))
//!     .collect();
//! assert_eq!(marked, ["Ilse Brandauer", "Brandauer"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
#![warn(clippy::print_stdout, clippy::print_stderr)]

pub mod archive;
pub mod error;
pub mod format;
pub mod index;
pub mod ingest;
pub mod local;
pub mod names;
pub mod query;
#[cfg(test)]
mod reliability;
pub mod search;
pub mod spans;
pub mod story;
pub mod text;

pub use error::{Error, ErrorKind, Result};
pub use local::LocalEngine;
pub use search::{Engine, Hit, SearchRequest};
pub use story::{Document, Story};

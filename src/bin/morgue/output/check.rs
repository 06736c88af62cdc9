//! What a check has found, in every format.

use super::summary::{bytes, counted};
use crate::escape;
use morgue::index::Soundness;
use serde::Serialize;
use std::io::{self, Write};

/// A line of what was found.
#[derive(Serialize)]
pub(crate) struct Found<'f> {
    v: u8,
    #[serde(rename = "type")]
    kind: &'static str,
    file: Option<&'f str>,
    why: &'f str,
}

impl<'f> Found<'f> {
    /// Returns everything that was found, damages first.
    pub(crate) fn all(found: &'f Soundness) -> Vec<Self> {
        let damages = found.damages.iter();
        let damages = damages.map(|damage| Self { v: 1, kind: "damaged", file: Some(&damage.file), why: &damage.why });
        let notes = found.notes.iter().map(|note| Self { v: 1, kind: "note", file: None, why: note });
        damages.chain(notes).collect()
    }
}

/// What was looked at, and whether it is sound.
#[derive(Serialize)]
pub(crate) struct Summary<'f> {
    v: u8,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    sound: bool,
    quick: bool,
    files: u64,
    bytes: u64,
    stories: u64,
    sources: u64,
    #[serde(skip)]
    of: &'f Soundness,
    #[serde(skip_serializing_if = "Option::is_none")]
    found: Option<Vec<Found<'f>>>,
}

impl<'f> Summary<'f> {
    /// Returns the summary of a check.
    pub(crate) fn of(found: &'f Soundness, quick: bool) -> Self {
        let (files, bytes, stories, sources) = (found.files, found.bytes, found.stories, found.sources);
        let (sound, kind, of) = (found.is_sound(), Some("check"), found);
        Self { v: 1, kind, sound, quick, files, bytes, stories, sources, of, found: None }
    }

    /// Returns the summary with everything that was found in it.
    pub(crate) fn whole(&self) -> Self {
        Self { kind: None, found: Some(Found::all(self.of)), ..Self::of(self.of, self.quick) }
    }

    /// Writes a line for each thing that was found, or that the index is sound.
    pub(crate) fn write_text(&self, out: &mut (impl Write + ?Sized)) -> io::Result<()> {
        for damage in &self.of.damages {
            writeln!(out, "damaged: {}: {}", escape::visible(&damage.file), escape::visible(&damage.why))?;
        }
        for note in &self.of.notes {
            writeln!(out, "note: {}", escape::visible(note))?;
        }
        if !self.sound {
            return Ok(());
        }
        let how = if self.quick { "sound as far as names, lengths and counts tell" } else { "sound" };
        let (files, stories) = (counted(self.files, "file", "files"), counted(self.stories, "story", "stories"));
        let sources = counted(self.sources, "file", "files");
        writeln!(out, "{how}: {files}, {}; {stories} from {sources}", bytes(self.bytes))
    }
}

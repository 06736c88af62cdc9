//! Stories without end: the sentences of an archive, drawn with a fixed seed.

use crate::measure::{Outcome, files};
use std::fs;
use std::path::Path;

/// Sentences in a story.
const SENTENCES: usize = 6;

/// Draws stories.
pub(crate) struct Remix {
    sentences: Vec<String>,
    dice: u64,
}

impl Remix {
    /// Takes the sentences of a folder of plain text.
    pub(crate) fn of(folder: &Path) -> Outcome<Self> {
        let mut sentences = Vec::new();
        for file in files(folder)? {
            let Ok(text) = fs::read_to_string(file) else { continue };
            sentences.extend(text.split(". ").map(|sentence| format!("{}.", sentence.replace('\n', " ").trim())));
        }
        if sentences.is_empty() {
            return Err(format!("{} holds no text", folder.display()).into());
        }
        Ok(Self { sentences, dice: 0x2545_F491_4F6C_DD1D })
    }

    fn draw(&mut self) -> &str {
        self.dice ^= self.dice << 13;
        self.dice ^= self.dice >> 7;
        self.dice ^= self.dice << 17;
        &self.sentences[(self.dice % self.sentences.len() as u64) as usize]
    }

    /// Returns the next story: headline and body.
    pub(crate) fn story(&mut self) -> (String, String) {
        let headline = self.draw().chars().take(60).collect();
        let body: Vec<String> = (0..SENTENCES).map(|_| self.draw().to_owned()).collect();
        (headline, body.join(" "))
    }

    /// Returns the next story as a line of JSON.
    #[allow(dead_code, reason = "each example uses its part")]
    pub(crate) fn line(&mut self) -> String {
        let (headline, body) = self.story();
        serde_json::json!({"title": headline, "text": body}).to_string()
    }
}

//! Text whose names are marked, as stories: files of two columns, and the marked stories of this project.

use super::super::tag::Tag;
use crate::error::{Error, ErrorKind, Result};
use crate::story::{Field, Story};
use std::path::{Path, PathBuf};

/// A marked name: bytes of a field of a story.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Gold {
    /// The field.
    pub field: Field,
    /// The first byte.
    pub start: u32,
    /// The end, exclusive.
    pub end: u32,
    /// What it is.
    pub tag: Tag,
}

/// A story with its names.
#[derive(Clone, Debug, Default)]
pub struct Document {
    /// The story.
    pub story: Story,
    /// Its names, headline first, in text order.
    pub names: Vec<Gold>,
}

/// A corpus: the name of its file, without the ending, and its documents.
#[derive(Clone, Debug)]
pub struct Corpus {
    /// The file's name.
    pub name: String,
    /// The documents.
    pub documents: Vec<Document>,
}

/// Reads corpora: files, or folders with files that end in `.tsv` (a token and its BIO tag to a line, an empty line after a
/// sentence, `-DOCSTART-` before a document) or `.txt` (marked stories). Sorted by file name.
///
/// # Errors
/// A file that cannot be read, or a line that is not of its form.
pub fn read(paths: &[PathBuf]) -> Result<Vec<Corpus>> {
    let ending = |path: &Path| path.extension().and_then(|ending| ending.to_str()).map(str::to_owned);
    let known = |path: &Path| matches!(ending(path).as_deref(), Some("tsv" | "txt"));
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            let entries = std::fs::read_dir(path).map_err(|error| Error::io("read", path, &error))?;
            for entry in entries {
                let file = entry.map_err(|error| Error::io("read", path, &error))?.path();
                files.extend(Some(file).filter(|file| known(file)));
            }
        } else if known(path) {
            files.push(path.clone());
        } else {
            let why = "neither a folder nor a file that ends in .tsv or .txt";
            return Err(Error::new(ErrorKind::User, "read", why).at(path.display()));
        }
    }
    // By name, so that it does not matter where the folders are.
    files.sort_by(|a: &PathBuf, b| a.file_name().cmp(&b.file_name()).then_with(|| a.cmp(b)));
    let mut corpora = Vec::new();
    for file in files {
        let text = std::fs::read_to_string(&file).map_err(|error| Error::io("read", &file, &error))?;
        let documents =
            if ending(&file).as_deref() == Some("tsv") { columns(&text, &file)? } else { marked(&text, &file)? };
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        corpora.push(Corpus { name, documents });
    }
    Ok(corpora)
}

fn wrong(file: &Path, line: usize, why: &str) -> Error {
    Error::new(ErrorKind::User, "read", why).at(format!("{}:{line}", file.display()))
}

/// Reads two columns.
fn columns(text: &str, file: &Path) -> Result<Vec<Document>> {
    let mut documents = Vec::new();
    let mut sentences: Vec<Vec<(&str, &str)>> = vec![Vec::new()];
    for (number, line) in text.lines().enumerate() {
        if line.is_empty() {
            if sentences.last().is_some_and(|last| !last.is_empty()) {
                sentences.push(Vec::new());
            }
            continue;
        }
        let (token, tag) =
            line.split_once('\t').ok_or_else(|| wrong(file, number + 1, "no tab between a token and its tag"))?;
        if token == "-DOCSTART-" {
            documents.extend(document(&std::mem::replace(&mut sentences, vec![Vec::new()])));
        } else if let Some(last) = sentences.last_mut() {
            last.push((token, tag));
        }
    }
    documents.extend(document(&sentences));
    Ok(documents)
}

/// Returns the story that some sentences were; a first one without a full stop was its headline.
fn document(sentences: &[Vec<(&str, &str)>]) -> Option<Document> {
    let sentences: Vec<_> = sentences.iter().filter(|sentence| !sentence.is_empty()).collect();
    let mut out = Document::default();
    let mut rest = sentences.as_slice();
    if let [headline, after @ ..] = rest
        && !after.is_empty()
        && !ends_in_stop(headline)
    {
        let mut text = String::new();
        sentence(headline, Field::Headline, &mut text, &mut out.names);
        out.story.headline = Some(text);
        rest = after;
    }
    for one in rest {
        sentence(one, Field::Body, &mut out.story.body, &mut out.names);
        out.story.body.push_str(if ends_in_stop(one) { " " } else { "\n\n" });
    }
    (!sentences.is_empty()).then_some(out)
}

fn ends_in_stop(sentence: &[(&str, &str)]) -> bool {
    sentence.last().is_some_and(|(token, _)| matches!(*token, "." | "!" | "?" | "\"" | "''" | "”" | "..." | ":"))
}

/// Writes a sentence as a text, and notes its names.
fn sentence(tokens: &[(&str, &str)], field: Field, text: &mut String, names: &mut Vec<Gold>) {
    let mut quoted = false;
    let mut glued = true;
    let mut open: Option<Gold> = None;
    for (token, tag) in tokens {
        let closes = matches!(*token, "." | "," | ";" | ":" | "!" | "?" | ")" | "]" | "%" | "''" | "”" | "n't" | "...")
            || token.starts_with(['\'', '’']) && token.len() < 6
            || *token == "\"" && quoted;
        if !closes && !glued {
            text.push(' ');
        }
        glued = matches!(*token, "(" | "[" | "$" | "``" | "“") || *token == "\"" && !quoted;
        if *token == "\"" {
            quoted = !quoted;
        }
        let start = text.len() as u32;
        text.push_str(token);
        let end = text.len() as u32;
        let (begins, tag) = match tag.split_at_checked(2) {
            Some(("B-", tag)) => (true, named(tag)),
            Some(("I-", tag)) => (false, named(tag)),
            _ => (false, None),
        };
        let continued = !begins && open.is_some_and(|name| Some(name.tag) == tag);
        if continued && let Some(name) = &mut open {
            name.end = end;
        } else {
            names.extend(open.take());
            open = tag.map(|tag| Gold { field, start, end, tag });
        }
    }
    names.extend(open);
}

fn named(tag: &str) -> Option<Tag> {
    match tag {
        "PER" => Some(Tag::Person),
        "ORG" => Some(Tag::Organization),
        "LOC" => Some(Tag::Place),
        "MISC" => Some(Tag::Other),
        _ => None,
    }
}

/// Reads marked stories: `= headline`, then a paragraph to a line; `{person}`, `[organization]`, `<place>`, `|other|`.
fn marked(text: &str, file: &Path) -> Result<Vec<Document>> {
    let mut documents: Vec<Document> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let bad = |why: &str| wrong(file, number + 1, why);
        if let Some(headline) = line.strip_prefix("= ") {
            let mut document = Document::default();
            let mut text = String::new();
            unmark(headline, Field::Headline, &mut text, &mut document.names).map_err(|why| bad(&why))?;
            document.story.headline = Some(text);
            documents.push(document);
            continue;
        }
        let document = documents.last_mut().ok_or_else(|| bad("a paragraph before the first headline"))?;
        unmark(line, Field::Body, &mut document.story.body, &mut document.names).map_err(|why| bad(&why))?;
        document.story.body.push_str("\n\n");
    }
    Ok(documents)
}

fn unmark(line: &str, field: Field, text: &mut String, names: &mut Vec<Gold>) -> std::result::Result<(), String> {
    let mut open: Option<(char, Gold)> = None;
    for letter in line.chars() {
        let at = text.len() as u32;
        match (letter, open) {
            (close, Some((wanted, name))) if close == wanted => {
                names.push(Gold { end: at, ..name });
                open = None;
            }
            ('{' | '[' | '<' | '|', None) => {
                let (close, tag) = match letter {
                    '{' => ('}', Tag::Person),
                    '[' => (']', Tag::Organization),
                    '<' => ('>', Tag::Place),
                    _ => ('|', Tag::Other),
                };
                open = Some((close, Gold { field, start: at, end: at, tag }));
            }
            ('{' | '[' | '<' | '|' | '}' | ']' | '>', _) => return Err(format!("a stray `{letter}`")),
            (other, _) => text.push(other),
        }
    }
    if open.is_some() { Err("a mark without its end".to_owned()) } else { Ok(()) }
}

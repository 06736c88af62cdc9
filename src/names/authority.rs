//! The name authority of an archive: what its owner says about who is who, in `names.toml`.
//!
//! ```toml
//! block = ["Reuters"]                    # found by no query for a name, listed nowhere
//!
//! [[person]]
//! name = "Joseph Yun"                    # how he is shown
//! aliases = ["Joe Yun", "Yun"]           # other forms of him, in every story
//! not = ["Yun Byung-se"]                 # no form of him
//!
//! [[organization]]
//! name = "Federal Reserve"
//! not = ["Fed"]                          # where a story knows it by this form alone, it is another one
//! ```
//!
//! Owns: how the file is written, and which identity a key of the index has by it. Does not own: the index, in which nothing
//! changes when the file does. Names are compared by [`key`]; only a form in `not` whose key is the same as the name's is
//! compared word by word.

use super::key::{key, split_words};
use crate::error::{Error, ErrorKind, Result};
use crate::story::{Mention, NameKind};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::Path;

mod file;
use file::{Form, Record, Wrong, line, no_name};

/// The name of the file in the archive's root.
pub const FILE: &str = "names.toml";

/// The largest file, in bytes.
const LARGEST: u64 = 4 << 20;

/// What the owner of an archive says about who is who.
#[derive(Clone, Debug, Default)]
pub struct Authority {
    entries: Vec<Entry>,
    people: Kind,
    organizations: Kind,
}

/// What is said about names of one kind.
#[derive(Clone, Debug, Default)]
struct Kind {
    /// From every key that an entry claims to the entry's number.
    claimed: HashMap<String, usize>,
    /// From a form, word by word, that is split off the name whose key it shares, to that key. What is split off goes by
    /// the form in quotes, which no key of the index is.
    split: BTreeMap<String, String>,
    blocked: BTreeSet<String>,
}

/// One `[[person]]` or `[[organization]]`.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Which kind of name.
    pub kind: NameKind,
    /// How it is shown.
    pub name: String,
    /// The key that stands for all its forms.
    pub key: String,
    /// The keys of the name and its aliases.
    pub keys: BTreeSet<String>,
    /// The keys of the forms in `not` that are no key of the entry.
    pub strangers: BTreeSet<String>,
    /// The line of the file at which its name stands.
    pub line: usize,
}

/// Whom a name in a story means by the authority.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity<'a> {
    /// The key that all forms of it share.
    pub key: Cow<'a, str>,
    /// How it is shown.
    pub name: &'a str,
}

/// Where the index keeps an identity: a key, and which of the stories that have it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Source {
    /// The key in the index.
    pub key: String,
    /// Which stories.
    pub stories: Introduced,
}

/// Stories by the form in which they introduce a name, word by word.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Introduced {
    /// All of them.
    Anyhow,
    /// Those that introduce it so.
    As(String),
    /// Those that introduce it in none of these forms.
    NotAs(BTreeSet<String>),
}

impl Authority {
    /// Reads the file in an archive's root; without a file, nothing is said about anybody.
    pub fn load(root: &Path) -> Result<Self> {
        let path = root.join(FILE);
        let mut text = String::new();
        let fail = |why: &str| Error::new(ErrorKind::User, "read names", why).at(path.display());
        // A pipe that were opened would block for ever.
        match fs::metadata(&path) {
            Ok(found) if !found.is_file() => {
                let hint = "the name is taken for what you say about names; give it another one";
                return Err(fail("this is no file").hint(hint));
            }
            Err(error) if is_missing(&error) => return Ok(Self::default()),
            _ => {}
        }
        let read = File::open(&path).and_then(|file| file.take(LARGEST + 1).read_to_string(&mut text));
        match read {
            // It went away in between.
            Err(error) if is_missing(&error) => return Ok(Self::default()),
            Err(error) if error.kind() == io::ErrorKind::InvalidData => {
                return Err(fail("the file is not UTF-8").hint("save it as UTF-8"));
            }
            Err(error) => return Err(Error::io("read names", &path, &error)),
            Ok(_) => {}
        }
        if text.len() as u64 > LARGEST {
            return Err(fail("the file is larger than 4 MiB").hint("is this the list of names that you meant?"));
        }
        Self::parse(&text).map_err(|wrong| wrong.error(&path.display().to_string(), &text))
    }

    fn parse(text: &str) -> Result<Self, Wrong> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let (records, blocked) = file::read(text)?;
        Self::of(&records, &blocked, text)
    }

    fn of(written: &[Record], blocked: &[Form], text: &str) -> Result<Self, Wrong> {
        let mut authority = Self::default();
        // What is split off is known before anything is claimed: the form split off may be an entry of its own.
        for record in written {
            let own: BTreeSet<String> = record.forms().map(|form| key(record.kind, &form.text)).collect();
            for form in &record.not {
                let (plain, shared) = (plain(&form.text), key(record.kind, &form.text));
                if let Some(alias) = record.forms().find(|alias| self::plain(&alias.text) == plain) {
                    let why = format!("`{}` is a form of `{}` and in its `not`", alias.text, record.name.text);
                    return Err(Wrong::new(form.at.clone(), why, "leave it out of one of them"));
                }
                if own.contains(&shared) {
                    authority.kind_mut(record.kind).split.insert(plain, shared);
                }
            }
        }
        for record in written {
            authority.claim(record, text)?;
        }
        for form in blocked {
            authority.block(form, text)?;
        }
        Ok(authority)
    }

    fn claim(&mut self, record: &Record, text: &str) -> Result<(), Wrong> {
        let number = self.entries.len();
        let mut entry = Entry {
            kind: record.kind,
            name: record.name.text.clone(),
            key: self.asked_by(record.kind, &record.name.text),
            keys: BTreeSet::new(),
            strangers: BTreeSet::new(),
            line: line(text, record.name.at.start),
        };
        for form in record.forms() {
            let key = self.asked_by(record.kind, &form.text);
            let known = self.kind_mut(record.kind).claimed.insert(key.clone(), number);
            if let Some(other) = known.filter(|other| *other != number) {
                let other = &self.entries[other];
                let why = format!(
                    "`{}` is claimed twice: by `{}` in line {} and by `{}` in line {}",
                    form.text, other.name, other.line, entry.name, entry.line
                );
                return Err(Wrong::new(form.at.clone(), why, "leave it to one of them, or make them one entry"));
            }
            entry.keys.insert(key);
        }
        let strangers = record.not.iter().map(|form| self.asked_by(record.kind, &form.text));
        entry.strangers = strangers.filter(|key| !entry.keys.contains(key)).collect();
        self.entries.push(entry);
        Ok(())
    }

    fn block(&mut self, form: &Form, text: &str) -> Result<(), Wrong> {
        let (kinds, name) = match form.text.split_once(':') {
            Some(("person", name)) => (&[NameKind::Person][..], name),
            Some(("org" | "organization", name)) => (&[NameKind::Organization][..], name),
            _ => (&[NameKind::Person, NameKind::Organization][..], form.text.as_str()),
        };
        for &kind in kinds {
            let key = self.asked_by(kind, name);
            if key.is_empty() {
                return Err(no_name(form));
            }
            if let Some(entry) = self.entry(kind, &key) {
                let here = line(text, form.at.start);
                let why = format!(
                    "`{}` is blocked in line {here} and a form of `{}` in line {}",
                    name, entry.name, entry.line
                );
                let other = if kind == NameKind::Person { "org" } else { "person" };
                let hint = format!("leave it out of one of them; \"{other}:{name}\" blocks the other kind only");
                return Err(Wrong::new(form.at.clone(), why, &hint));
            }
            self.kind_mut(kind).blocked.insert(key);
        }
        Ok(())
    }

    /// Says whether nothing is said about anybody.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.people.blocked.is_empty() && self.organizations.blocked.is_empty()
    }

    /// Returns the entries in the order of the file.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Returns the number of the entry that claims a key, in the order of the file.
    pub fn entry_number(&self, kind: NameKind, key: &str) -> Option<u32> {
        self.kind(kind).claimed.get(key).map(|&number| number as u32)
    }

    /// Returns the entry that claims a key.
    pub fn entry(&self, kind: NameKind, key: &str) -> Option<&Entry> {
        self.kind(kind).claimed.get(key).map(|&number| &self.entries[number])
    }

    /// Returns the keys that are blocked.
    pub fn blocked(&self, kind: NameKind) -> &BTreeSet<String> {
        &self.kind(kind).blocked
    }

    /// Says whether a form is split off the name that has a key, so that whom the key means depends on the form.
    pub fn is_split(&self, kind: NameKind, key: &str) -> bool {
        self.kind(kind).split.values().any(|from| from == key)
    }

    /// Returns the key that a name asks for, given its own [`key`] and its [`plain`] form: the form in quotes where it is
    /// split off the name that has the key.
    pub fn asked(&self, kind: NameKind, key: &str, plain: &str) -> String {
        if self.kind(kind).split.contains_key(plain) { quoted(plain) } else { key.to_owned() }
    }

    fn asked_by(&self, kind: NameKind, name: &str) -> String {
        self.asked(kind, &key(kind, name), &plain(name))
    }

    /// Returns the identities that a key of the index may mean when another key is asked for, one that the first contains:
    /// its own, and those split off it whose form contains what was asked.
    pub fn meant(&self, kind: NameKind, key: &str, asked: &str, contains: impl Fn(&str, &str) -> bool) -> Vec<String> {
        let said = self.kind(kind);
        let split = said.split.iter().filter(|(form, from)| *from == key && key != asked && contains(form, asked));
        let keys = split.map(|(form, _)| quoted(form)).chain([key.to_owned()]);
        let open = keys.filter(|key| !said.blocked.contains(key));
        open.map(|key| self.entry(kind, &key).map_or(key, |entry| entry.key.clone())).collect()
    }

    /// Returns whom a key of the index means in a story that introduces it by a name; `None` where it is blocked.
    pub fn identity<'a>(&'a self, kind: NameKind, key: &'a str, name: &'a str) -> Option<Identity<'a>> {
        if self.is_empty() {
            return Some(Identity { key: Cow::Borrowed(key), name });
        }
        let said = self.kind(kind);
        let mut key = Cow::Borrowed(key);
        if !said.split.is_empty() {
            let plain = plain(name);
            if said.split.get(&plain).is_some_and(|from| *from == *key) {
                key = Cow::Owned(quoted(&plain));
            }
        }
        if said.blocked.contains(&*key) {
            return None;
        }
        match said.claimed.get(&*key) {
            Some(&number) => {
                let entry = &self.entries[number];
                Some(Identity { key: Cow::Borrowed(&entry.key), name: &entry.name })
            }
            None => Some(Identity { key, name }),
        }
    }

    /// Returns where the index keeps an identity.
    pub fn sources(&self, kind: NameKind, identity: &str) -> Vec<Source> {
        let said = self.kind(kind);
        let own = BTreeSet::from([identity.to_owned()]);
        let keys = self.entry(kind, identity).map_or(&own, |entry| &entry.keys);
        let mut sources = Vec::new();
        for key in keys {
            if let Some((form, from)) = unquoted(key).and_then(|form| said.split.get_key_value(form)) {
                sources.push(Source { key: from.clone(), stories: Introduced::As(form.clone()) });
                continue;
            }
            let gone: BTreeSet<String> =
                said.split.iter().filter(|(_, from)| *from == key).map(|(form, _)| form.clone()).collect();
            let stories = if gone.is_empty() { Introduced::Anyhow } else { Introduced::NotAs(gone) };
            sources.push(Source { key: key.clone(), stories });
        }
        sources
    }

    /// Makes a story's mentions say whom they mean by the authority; those of blocked names go.
    pub fn apply(&self, mentions: &mut Vec<Mention>) {
        if self.is_empty() {
            return;
        }
        // A name is introduced by the first of its mentions; the index has it under that form.
        let mut introduced: HashMap<(NameKind, String), String> = HashMap::new();
        mentions.retain_mut(|mention| {
            let first = introduced.entry((mention.kind, mention.key.clone())).or_insert_with(|| mention.name.clone());
            let Some(Identity { key, name }) = self.identity(mention.kind, &mention.key, first) else { return false };
            let (key, name) = (key.into_owned(), name.to_owned());
            let renamed = key != mention.key;
            if renamed || self.entry(mention.kind, &key).is_some() {
                mention.name = name;
            }
            mention.key = key;
            true
        });
    }

    fn kind(&self, kind: NameKind) -> &Kind {
        match kind {
            NameKind::Person => &self.people,
            NameKind::Organization => &self.organizations,
        }
    }

    fn kind_mut(&mut self, kind: NameKind) -> &mut Kind {
        match kind {
            NameKind::Person => &mut self.people,
            NameKind::Organization => &mut self.organizations,
        }
    }
}

impl Entry {
    /// Returns what the entry says, in a line.
    pub fn note(&self) -> String {
        let listed = |keys: &BTreeSet<String>| keys.iter().map(String::as_str).collect::<Vec<_>>().join(", ");
        let not = if self.strangers.is_empty() { String::new() } else { format!("; not {}", listed(&self.strangers)) };
        format!("{FILE}, line {}: `{}` is {}{not}", self.line, self.name, listed(&self.keys))
    }
}

impl Introduced {
    /// Says whether a story that introduces a name so is meant.
    pub fn fits(&self, name: &str) -> bool {
        match self {
            Self::Anyhow => true,
            Self::As(form) => plain(name) == *form,
            Self::NotAs(forms) => !forms.contains(&plain(name)),
        }
    }
}

/// Returns a form of a name word by word: folded, without the article; a [`key`] adds and leaves out more.
pub fn plain(form: &str) -> String {
    let words = split_words(form);
    match words.as_slice() {
        [the, rest @ ..] if the == "the" && !rest.is_empty() => rest.join(" "),
        all => all.join(" "),
    }
}

fn is_missing(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}

fn quoted(plain: &str) -> String {
    format!("\"{plain}\"")
}

/// Returns the form of a key that was split off another.
pub fn unquoted(key: &str) -> Option<&str> {
    key.strip_prefix('"')?.strip_suffix('"')
}

#[cfg(test)]
mod tests;

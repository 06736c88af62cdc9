//! `-f paths` and `-f ids`: names of stories for scripts.

use crate::escape;
use morgue::search::StoryKey;
use std::collections::HashSet;
use std::io::{self, Write};

/// Prints the path of each file once, or the id of each story.
///
/// One a line, quoted as git quotes where a line could not hold it; or ended with NUL and as they are.
pub(crate) struct Keys {
    paths: bool,
    null: bool,
    /// The files of several stories that were printed. A file that is one story cannot come twice.
    printed: HashSet<String>,
}

impl Keys {
    /// Returns the printer of paths.
    pub(crate) fn paths(null: bool) -> Self {
        Self { paths: true, null, printed: HashSet::new() }
    }

    /// Returns the printer of ids.
    pub(crate) fn ids(null: bool) -> Self {
        Self { paths: false, null, printed: HashSet::new() }
    }

    /// Writes one path or id.
    pub(crate) fn write(&mut self, out: &mut dyn Write, key: &StoryKey) -> io::Result<()> {
        if self.paths && key.path != key.id && !self.printed.insert(key.path.clone()) {
            return Ok(());
        }
        let name = if self.paths { &key.path } else { &key.id };
        if self.null { write!(out, "{name}\0") } else { writeln!(out, "{}", escape::quoted(name)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(mut keys: Keys) -> String {
        let all = [("a.csv#1", "a.csv"), ("b\n.txt", "b\n.txt"), ("a.csv#2", "a.csv")];
        let mut out = Vec::new();
        for (id, path) in all {
            keys.write(&mut out, &StoryKey { id: id.into(), path: path.into() }).expect("a vector takes any bytes");
        }
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn a_path_is_printed_once_and_an_id_for_each_story() {
        assert_eq!(written(Keys::paths(false)), "a.csv\n\"b\\n.txt\"\n");
        assert_eq!(written(Keys::ids(false)), "a.csv#1\n\"b\\n.txt\"\na.csv#2\n");
    }

    #[test]
    fn with_nul_at_the_end_nothing_is_quoted() {
        assert_eq!(written(Keys::paths(true)), "a.csv\0b\n.txt\0");
    }
}

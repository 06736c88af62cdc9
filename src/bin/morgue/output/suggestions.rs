//! Names that may be one, as entries of `names.toml`: what is pasted there is read back as it is.

use super::summary::counted;
use crate::escape;
use morgue::names::suggest::Suggestion;
use morgue::story::NameKind;
use std::fmt::Write as _;
use std::io::{self, Write};

/// Writes a suggestion. Where the file has an entry for the name already, it is a comment that says what to add to it: two
/// entries of one name would be refused.
pub(crate) fn write(out: &mut dyn Write, suggestion: &Suggestion) -> io::Result<()> {
    let Suggestion { kind, name, stories, line, aliases } = suggestion;
    let comment = if line.is_some() { "# " } else { "" };
    if let Some(line) = line {
        writeln!(out, "# names.toml has an entry for this name in line {line}; add to its aliases:")?;
    }
    let heading = if *kind == NameKind::Person { "person" } else { "organization" };
    writeln!(out, "{comment}[[{heading}]]")?;
    writeln!(out, "{comment}name = {} # {}", quoted(name), counted(*stories, "story", "stories"))?;
    writeln!(out, "{comment}aliases = [")?;
    for alias in aliases {
        let told = counted(alias.stories, "story", "stories");
        writeln!(out, "{comment}    {}, # {told}, {}", quoted(&alias.name), alias.reason.name())?;
    }
    writeln!(out, "{comment}]\n")
}

/// Returns a text as a TOML string, on one line and without hazards.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for letter in text.chars() {
        match letter {
            '"' | '\\' => quoted.extend(['\\', letter]),
            letter if letter.is_control() || escape::is_hazard(letter) => {
                write!(quoted, "\\U{:08X}", u32::from(letter)).expect("a string takes any text");
            }
            letter => quoted.push(letter),
        }
    }
    quoted + "\""
}

#[cfg(test)]
mod tests {
    use super::*;
    use morgue::names::suggest::{Alias, Reason};

    fn written(line: Option<usize>) -> String {
        let alias = |name: &str, reason| Alias { name: name.to_owned(), stories: 1, reason };
        let suggestion = Suggestion {
            kind: NameKind::Person,
            name: "Joseph \"Iron\" Varga".into(),
            stories: 1200,
            line,
            aliases: vec![alias("Joe\u{202e} Varga", Reason::Nickname), alias("Josef Varga", Reason::Spelling)],
        };
        let mut out = Vec::new();
        write(&mut out, &suggestion).expect("a vector takes any bytes");
        String::from_utf8(out).expect("text")
    }

    #[test]
    fn a_suggestion_is_an_entry_of_names_toml() {
        insta::assert_snapshot!(written(None), @r#"
        [[person]]
        name = "Joseph \"Iron\" Varga" # 1,200 stories
        aliases = [
            "Joe\U0000202E Varga", # 1 story, nickname
            "Josef Varga", # 1 story, spelling
        ]
        "#);
    }

    #[test]
    fn what_belongs_to_an_entry_is_a_comment() {
        assert!(written(Some(7)).lines().all(|line| line.is_empty() || line.starts_with("# ")));
    }
}

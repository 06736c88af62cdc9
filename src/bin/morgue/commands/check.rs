//! `morgue check`: whether the index is what was written.

use crate::args::{CheckArgs, CheckFormat};
use crate::console::Console;
use crate::output::check::{Found, Summary};
use crate::output::safe_json;
use crate::status::{Outcome, Status};
use morgue::index::{self, Soundness};

/// Runs the command.
pub(crate) fn run(args: &CheckArgs, console: &mut Console) -> Outcome {
    let folder = args.location.folder("check")?;
    let found = index::check(&folder, args.quick)?;
    print(args, &found, console)?;
    found.into_result(&folder)?;
    Ok(Status::Done)
}

fn print(args: &CheckArgs, found: &Soundness, console: &mut Console) -> Outcome<()> {
    let out = &mut console.out;
    let summary = Summary::of(found, args.quick);
    match args.format() {
        CheckFormat::Text => summary.write_text(out)?,
        CheckFormat::Json => safe_json::write_line(out, &summary.whole())?,
        CheckFormat::Jsonl => {
            for line in Found::all(found) {
                safe_json::write_line(out, &line)?;
            }
            safe_json::write_line(out, &summary)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::{Args, Command};
    use crate::testing;
    use clap::Parser;
    use morgue::index::Damage;

    fn check(typed: &[&str], found: &Soundness) -> String {
        let typed = ["morgue", "check"].iter().chain(typed);
        let Command::Check(args) = Args::try_parse_from(typed).expect("valid arguments").command else {
            panic!("not a check")
        };
        let (mut console, out, _) = testing::console();
        print(&args, found, &mut console).expect("printed");
        out.text()
    }

    fn sound() -> Soundness {
        Soundness { files: 12, bytes: 345_678, stories: 1200, sources: 4, ..Soundness::default() }
    }

    fn damaged() -> Soundness {
        let damage = |file: &str, why: &str| Damage { file: file.to_owned(), why: why.to_owned() };
        Soundness {
            damages: vec![
                damage("gen-1/meta.json", "it is missing"),
                damage("gen-1/0f.fast", "it is not what was written"),
            ],
            notes: vec!["gen-1/\u{1b}notes: it is no part of the index".to_owned()],
            stories: 0,
            sources: 0,
            ..sound()
        }
    }

    #[test]
    fn as_text_a_sound_index_is_a_line_and_a_damaged_one_a_line_a_file() {
        insta::assert_snapshot!(check(&[], &sound()), @"sound: 12 files, 345.7 kB; 1,200 stories from 4 files");
        insta::assert_snapshot!(check(&["--quick"], &sound()), @"sound as far as names, lengths and counts tell: 12 files, 345.7 kB; 1,200 stories from 4 files");
        insta::assert_snapshot!(check(&[], &damaged()), @r"
        damaged: gen-1/meta.json: it is missing
        damaged: gen-1/0f.fast: it is not what was written
        note: gen-1/\x1bnotes: it is no part of the index
        ");
    }

    #[test]
    fn as_json_it_says_the_same() {
        insta::assert_snapshot!(check(&["--json"], &damaged()), @r#"
        {"v":1,"type":"damaged","file":"gen-1/meta.json","why":"it is missing"}
        {"v":1,"type":"damaged","file":"gen-1/0f.fast","why":"it is not what was written"}
        {"v":1,"type":"note","file":null,"why":"gen-1/\u001bnotes: it is no part of the index"}
        {"v":1,"type":"check","sound":false,"quick":false,"files":12,"bytes":345678,"stories":0,"sources":0}
        "#);
        insta::assert_snapshot!(check(&["-f", "json", "--quick"], &sound()), @r#"{"v":1,"sound":true,"quick":true,"files":12,"bytes":345678,"stories":1200,"sources":4,"found":[]}"#);
    }

    #[test]
    fn a_damaged_index_is_a_failure_that_says_how_to_mend_it() {
        let error = damaged().into_result("/wire/.morgue".as_ref()).expect_err("a failure");
        assert_eq!(error.kind(), morgue::ErrorKind::Damaged);
        let why = "check index: /wire/.morgue: the index is damaged: gen-1/meta.json: it is missing, and one more thing is wrong";
        assert_eq!(error.to_string(), why);
        assert_eq!(error.hint_text(), Some("`morgue index --rebuild` makes it anew from the archive"));
        assert!(sound().into_result("/wire/.morgue".as_ref()).is_ok());
    }
}

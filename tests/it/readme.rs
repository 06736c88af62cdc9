//! The README is true: its commands run, and its pictures are what the program prints.

use crate::harness::{Archive, Ran, copy_tree, sample_corpus};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

const QUICK_START: &str = "cargo run --release -- ";

fn readme() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("the README can be read")
}

/// The contents of the code blocks of one language, in order.
fn blocks<'r>(readme: &'r str, language: &str) -> Vec<&'r str> {
    let opening = format!("\n```{language}\n");
    let contents = readme.split(&opening).skip(1);
    contents.map(|rest| rest.split("\n```").next().unwrap_or_default()).collect()
}

/// A folder laid out as the repository is, as far as the commands need it.
fn layout() -> Archive {
    let layout = Archive::empty();
    copy_tree(&sample_corpus(), &layout.path().join("sample_corpus"));
    layout
}

/// Runs a command of the README in a shell: the quick start where it is meant to be run, all others in the sample corpus.
fn shell(layout: &Archive, command: &str) -> Ran {
    let program = Path::new(env!("CARGO_BIN_EXE_morgue"));
    let mut folders = vec![program.parent().expect("a program has a folder").to_path_buf()];
    folders.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    let (folder, command) = match command.strip_prefix(QUICK_START) {
        Some(arguments) => (layout.path().to_path_buf(), format!("morgue {arguments}")),
        None => (layout.path().join("sample_corpus"), command.to_owned()),
    };
    let mut shell = Command::new("sh");
    shell.args(["-c", &command]).current_dir(folder).stdin(Stdio::null());
    shell.env("PATH", std::env::join_paths(folders).expect("folders of a path"));
    for variable in ["MORGUE_ARCHIVE", "MORGUE_INDEX", "MORGUE_SYNTAX", "NO_COLOR", "CLICOLOR_FORCE"] {
        shell.env_remove(variable);
    }
    Ran::from(&shell.output().expect("there is a shell"))
}

/// Splits a line into the command and the status that its comment promises.
fn promise(line: &str) -> (&str, i32) {
    let (command, comment) = line.split_once(" # ").unwrap_or((line, ""));
    let status = comment.trim().strip_prefix("exits ").map_or(0, |status| status.parse().expect("a status"));
    (command.trim_end(), status)
}

/// Says whether a command prints what it finds on standard output.
fn prints(command: &str) -> bool {
    let prints = ["search", "show", "people", "orgs", "who", "export", "status"];
    let data = prints.iter().any(|name| command.contains(&format!("morgue {name} ")) || command.ends_with(name));
    (data || command.starts_with(QUICK_START)) && !command.contains("> ../")
}

/// The words of an output: terminals wrap lines at widths of their own.
fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().collect()
}

#[test]
fn every_command_of_the_readme_runs_and_ends_as_it_says() {
    let (readme, layout) = (readme(), layout());
    let mut ran = 0;
    for line in blocks(&readme, "sh").iter().flat_map(|block| block.lines()).filter(|line| *line != "cargo test") {
        let (command, status) = promise(line);
        let outcome = shell(&layout, command);
        assert_eq!(outcome.status, status, "{command}\n{}{}", outcome.stdout, outcome.stderr);
        if status == 0 {
            assert!(!prints(command) || !outcome.stdout.is_empty(), "{command} prints nothing");
            assert!(!outcome.stderr.contains("morgue: "), "{command}\n{}", outcome.stderr);
        } else {
            assert!(status == 1 || outcome.stderr.starts_with("morgue: "), "{command}\n{}", outcome.stderr);
        }
        ran += 1;
    }
    assert!(ran > 40, "only {ran} commands were found");
}

#[test]
fn the_quick_start_is_the_first_command_and_prints_the_picture() {
    let (readme, layout) = (readme(), layout());
    let (first, pictured) = (blocks(&readme, "sh")[0], blocks(&readme, "console")[0]);
    assert!(first.starts_with(QUICK_START), "{first}");
    let (_, picture) = pictured.split_once('\n').expect("a command and its output");
    let ran = shell(&layout, first);
    assert_eq!(words(&ran.stdout), words(picture));
    assert_eq!((ran.status, ran.stderr.as_str()), (0, ""));
}

#[test]
fn every_picture_is_what_the_program_prints() {
    let (readme, layout) = (readme(), layout());
    assert_eq!(shell(&layout, "morgue index -q").status, 0);
    let pictures = blocks(&readme, "console");
    assert!(pictures.len() > 2);
    for picture in pictures {
        let (command, output) = picture.split_once('\n').expect("a command and its output");
        let command = command.strip_prefix("$ ").expect("a picture begins with a command");
        let ran = shell(&layout, command);
        assert_eq!(words(&format!("{}{}", ran.stderr, ran.stdout)), words(output), "{command}");
    }
}

#[test]
fn the_picture_fits_a_terminal_of_ninety_columns() {
    let readme = readme();
    for picture in blocks(&readme, "console") {
        let wide: Vec<&str> = picture.lines().filter(|line| line.chars().count() > 90).collect();
        assert_eq!(wide, [""; 0]);
    }
}

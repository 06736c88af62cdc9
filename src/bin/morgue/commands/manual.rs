//! `morgue completions` and `morgue man`: what packagers want.

use crate::args::{Args, CompletionsArgs, ManArgs};
use crate::console::Console;
use crate::status::{Failure, Outcome, Status};
use clap::CommandFactory;

/// Prints the completions of a shell.
pub(crate) fn completions(args: &CompletionsArgs, console: &mut Console) -> Outcome {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "morgue", &mut script);
    console.out.write_all(&script)?;
    Ok(Status::Done)
}

/// Prints the manual page of the program or of one command.
pub(crate) fn man(args: &ManArgs, console: &mut Console) -> Outcome {
    let mut program = Args::command();
    program.build();
    let page = match &args.command {
        None => program,
        Some(name) => match program.find_subcommand(name) {
            Some(command) => command.clone(),
            None => return Err(Failure::usage("man", &format!("no command `{name}`"), "see: morgue --help")),
        },
    };
    clap_mangen::Man::new(page).render(&mut console.out)?;
    Ok(Status::Done)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn every_command_has_a_page_and_its_examples_are_on_it() {
        let (mut console, out, _) = testing::console();
        man(&ManArgs { command: Some("query".into()) }, &mut console).expect("a page");
        let page = out.text();
        assert!(page.contains("morgue\\-search") && page.contains("wom?n"), "{page}");
        assert!(man(&ManArgs { command: Some("nothing".into()) }, &mut console).is_err());
    }

    #[test]
    fn completions_name_the_options() {
        let (mut console, out, _) = testing::console();
        completions(&CompletionsArgs { shell: clap_complete::Shell::Bash }, &mut console).expect("a script");
        assert!(out.text().contains("--snippets"));
    }
}

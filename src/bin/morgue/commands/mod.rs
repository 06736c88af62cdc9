//! The commands: arguments, a request, a call, a printer. One file each.

mod advice;
mod check;
mod export;
mod index;
mod location;
mod manual;
mod names;
mod question;
mod search;
mod show;
mod status;
mod who;

use crate::args::Command;
use crate::console::Console;
use crate::status::Outcome;
use morgue::story::NameKind;

/// Runs a command.
pub(crate) fn run(command: &Command, console: &mut Console) -> Outcome {
    match command {
        Command::Index(args) => index::run(args, console),
        Command::Search(args) => search::run(args, console),
        Command::Show(args) => show::run(args, console),
        Command::People(args) => names::run(args, NameKind::Person, console),
        Command::Orgs(args) => names::run(args, NameKind::Organization, console),
        Command::Who(args) => who::run(args, console),
        Command::Export(args) => export::run(args, console),
        Command::Status(args) => status::run(args, console),
        Command::Check(args) => check::run(args, console),
        Command::Completions(args) => manual::completions(args, console),
        Command::Man(args) => manual::man(args, console),
    }
}

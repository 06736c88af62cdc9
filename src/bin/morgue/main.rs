//! The program: arguments in, a status out; everything it knows about news, words and indexes is the library's.

mod args;
mod commands;
mod console;
mod escape;
mod layout;
mod output;
mod progress;
mod report;
mod status;
#[cfg(test)]
mod testing;

use args::Args;
use clap::Parser;
use console::Console;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args = match Args::try_parse() {
        Ok(args) => args,
        Err(error) => return report::usage(&error).into(),
    };
    let mut console = Console::standard(args.color);
    let outcome = commands::run(&args.command, &mut console).and_then(|status| console.finish(status));
    match outcome {
        Ok(status) => status.into(),
        Err(failure) => report::failure(&failure, &mut console.messages).into(),
    }
}

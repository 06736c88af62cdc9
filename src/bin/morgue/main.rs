//! The program: arguments in, a status out; everything it knows about news, words and indexes is the library's.

mod args;
mod commands;
mod console;
mod escape;
mod layout;
mod output;
mod pager;
mod progress;
mod report;
mod signals;
mod status;
#[cfg(test)]
mod testing;

use args::Args;
use clap::Parser;
use console::Console;
use std::process::ExitCode;

fn main() -> ExitCode {
    keep_silent_about_handled_panics();
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

/// A panic that the library turns into an error is told once, as that error.
fn keep_silent_about_handled_panics() {
    let tell = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !morgue::index::is_guarded() {
            tell(panic);
        }
    }));
}

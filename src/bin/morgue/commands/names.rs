//! `morgue people` and `morgue orgs`: the names in the archive, or in the stories of a query.

use crate::args::{NamesArgs, NamesFormat};
use crate::console::Console;
use crate::output::record::SuggestionRecord;
use crate::output::{self, Heading, safe_json, suggestions};
use crate::status::{Failure, Outcome, Status};
use morgue::names::suggest::Suggestion;
use morgue::search::Engine;
use morgue::story::{Date, NameKind};

/// Runs either command.
pub(crate) fn run(args: &NamesArgs, kind: NameKind, console: &mut Console) -> Outcome {
    ensure_suggestions_fit(args, kind)?;
    let asked = args.question.understand(Date::today())?;
    let engine = args.location.open(command(kind))?;
    asked.tell(args.question.explain, &engine, &mut console.messages)?;
    if args.suggest {
        return print_suggestions(args, kind, &engine.suggest(&asked.plan, kind)?, console);
    }
    let heading = Heading { query: asked.text.as_deref(), total: 0 };
    let names = engine.names(&asked.plan, kind)?;
    print(args, kind, &heading, &names, console)
}

fn print(
    args: &NamesArgs,
    kind: NameKind,
    heading: &Heading<'_>,
    names: &[morgue::search::Facet],
    console: &mut Console,
) -> Outcome {
    let heading = Heading { total: names.len() as u64, ..*heading };
    let shown = if args.limit == 0 { names.len() } else { args.limit };
    let mut printer = output::names(args.format(), console.look);
    printer.begin(&mut console.out, &heading)?;
    for name in names.iter().take(shown) {
        printer.row(&mut console.out, name)?;
    }
    printer.end(&mut console.out)?;
    if args.format() == NamesFormat::Text {
        console.out.flush()?;
        if names.is_empty() {
            console.messages.problem(&format!("{}: nothing found", command(kind)));
        } else if shown < names.len() && console.messages.terminal {
            let more = output::summary::number((names.len() - shown) as u64);
            console.messages.note(&format!("{more} more; -n 0 shows all"));
        }
    }
    Ok(Status::found(!names.is_empty()))
}

fn print_suggestions(args: &NamesArgs, kind: NameKind, all: &[Suggestion], console: &mut Console) -> Outcome {
    let shown = if args.limit == 0 { all.len() } else { args.limit.min(all.len()) };
    for suggestion in &all[..shown] {
        match args.format() {
            NamesFormat::Jsonl => safe_json::write_line(&mut console.out, &SuggestionRecord::of(suggestion))?,
            _ => suggestions::write(&mut console.out, suggestion)?,
        }
    }
    if all.is_empty() {
        console.out.flush()?;
        console.messages.problem(&format!("{} --suggest: no two names look like one", command(kind)));
    } else if shown < all.len() && console.messages.terminal {
        console.out.flush()?;
        let more = output::summary::number((all.len() - shown) as u64);
        console.messages.note(&format!("{more} more; -n 0 shows all"));
    }
    Ok(Status::found(!all.is_empty()))
}

fn ensure_suggestions_fit(args: &NamesArgs, kind: NameKind) -> Outcome<()> {
    if !args.suggest || matches!(args.format(), NamesFormat::Text | NamesFormat::Jsonl) {
        return Ok(());
    }
    let why = "--suggest prints TOML or JSON Lines";
    Err(Failure::usage(command(kind), why, "leave --format out, or write -f jsonl"))
}

fn command(kind: NameKind) -> &'static str {
    match kind {
        NameKind::Person => "people",
        NameKind::Organization => "orgs",
    }
}

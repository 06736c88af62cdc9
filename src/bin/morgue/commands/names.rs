//! `morgue people` and `morgue orgs`: the names in the archive, or in the stories of a query.

use crate::args::{NamesArgs, NamesFormat};
use crate::console::Console;
use crate::output::{self, Heading};
use crate::status::{Outcome, Status};
use morgue::search::Engine;
use morgue::story::{Date, NameKind};

/// Runs either command.
pub(crate) fn run(args: &NamesArgs, kind: NameKind, console: &mut Console) -> Outcome {
    let asked = args.question.understand(Date::today())?;
    let engine = args.location.open(command(kind))?;
    asked.tell(args.question.explain, &engine, &mut console.messages)?;
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

fn command(kind: NameKind) -> &'static str {
    match kind {
        NameKind::Person => "people",
        NameKind::Organization => "orgs",
    }
}

//! `morgue people` and `morgue orgs`: the names in the archive, or in the stories of a query.

use crate::args::{NamesArgs, NamesFormat, NamesOrder};
use crate::console::Console;
use crate::output::{self, Heading};
use crate::status::{Failure, Outcome, Status};
use morgue::search::{Engine, Facet};
use morgue::story::{Date, NameKind};
use morgue::text::fold;
use std::cmp::Reverse;

/// Runs either command.
pub(crate) fn run(args: &NamesArgs, kind: NameKind, console: &mut Console) -> Outcome {
    ensure_format_fits(args.format(), kind)?;
    let asked = args.question.understand(Date::today())?;
    let engine = args.location.open(command(kind))?;
    asked.tell(args.question.explain, &engine, &mut console.messages)?;
    let heading = Heading { query: asked.text.as_deref(), total: 0 };
    let mut names = engine.names(&asked.plan, kind)?;
    sort(&mut names, args.sort);
    print(args, kind, &heading, &names, console)
}

fn print(args: &NamesArgs, kind: NameKind, heading: &Heading<'_>, names: &[Facet], console: &mut Console) -> Outcome {
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

fn ensure_format_fits(format: NamesFormat, kind: NameKind) -> Outcome<()> {
    if !matches!(format, NamesFormat::Paths | NamesFormat::Ids) {
        return Ok(());
    }
    let option = if kind == NameKind::Person { "-p" } else { "-o" };
    let hint = format!("a name is in many; those of one are listed by: morgue search -f ids -n 0 {option} NAME");
    Err(Failure::usage(command(kind), "paths and ids are of stories, and this lists names", &hint))
}

/// Puts names in order; what is equal stays as the engine has it, most stories first.
fn sort(names: &mut [Facet], order: NamesOrder) {
    let first_day = |facet: &Facet| facet.first.map(|date| date.days().0);
    let last_day = |facet: &Facet| facet.last.map(|date| date.days().1);
    match order {
        NamesOrder::Stories => {}
        NamesOrder::Mentions => names.sort_by_key(|facet| Reverse(facet.mentions)),
        NamesOrder::Name => names.sort_by_cached_key(|facet| (fold(&facet.name), facet.name.clone())),
        NamesOrder::First => names.sort_by_key(|facet| (facet.first.is_none(), first_day(facet))),
        NamesOrder::Last => names.sort_by_key(|facet| Reverse(last_day(facet))),
    }
}

fn command(kind: NameKind) -> &'static str {
    match kind {
        NameKind::Person => "people",
        NameKind::Organization => "orgs",
    }
}

//! `morgue people` and `morgue orgs`: the names in the archive, or in the stories of a query.

use crate::args::{NamesArgs, NamesFormat, NamesOrder};
use crate::console::Console;
use crate::output::record::SuggestionRecord;
use crate::output::{self, Heading, safe_json, suggestions};
use crate::status::{Failure, Outcome, Status};
use morgue::names::suggest::Suggestion;
use morgue::search::{Engine, Facet};
use morgue::story::{Date, NameKind};
use morgue::text::fold;
use std::cmp::Reverse;

/// Runs either command.
pub(crate) fn run(args: &NamesArgs, kind: NameKind, console: &mut Console) -> Outcome {
    ensure_format_fits(args, kind)?;
    let asked = args.question.understand(Date::today())?;
    let engine = args.question.engine(&args.location, command(kind))?;
    asked.tell(args.question.explain, &engine, &mut console.messages)?;
    if args.suggest {
        return print_suggestions(args, kind, &engine.suggest(&asked.plan, kind)?, console);
    }
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

fn ensure_format_fits(args: &NamesArgs, kind: NameKind) -> Outcome<()> {
    let format = args.format();
    if args.suggest && !matches!(format, NamesFormat::Text | NamesFormat::Jsonl) {
        let why = "--suggest prints TOML or JSON Lines";
        return Err(Failure::usage(command(kind), why, "leave --format out, or write -f jsonl"));
    }
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

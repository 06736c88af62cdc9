//! `morgue search`: finds stories.

use super::question::Asked;
use super::{advice, index, show};
use crate::args::{HitFormat, SearchArgs};
use crate::console::Console;
use crate::output::citation::Citation;
use crate::output::concordance::Occurrence;
use crate::output::summary::{counted, number};
use crate::output::{self, Heading, Keys, Printer};
use crate::status::{Failure, Outcome, Status};
use morgue::query::Plan;
use morgue::search::{Engine, Excerpts, Hit, SearchRequest, Versions};
use morgue::story::Date;
use std::time::Instant;

/// Runs the command.
pub(crate) fn run(args: &SearchArgs, console: &mut Console) -> Outcome {
    ensure_nul_fits(args)?;
    ensure_open_fits(args)?;
    ensure_lines_fit(args)?;
    let asked = args.question.understand(Date::today())?;
    ensure_something_is_asked(&asked)?;
    if args.update {
        index::refresh(&args.location, console)?;
    }
    let engine = args.question.engine(&args.location, "search")?;
    answer(args, &asked, &engine, console)
}

/// Answers a question from an engine.
fn answer(args: &SearchArgs, asked: &Asked, engine: &dyn Engine, console: &mut Console) -> Outcome {
    asked.tell(args.question.explain, engine, &mut console.messages)?;
    let request = SearchRequest {
        plan: asked.plan.clone(),
        sort: args.sort.into(),
        offset: args.offset,
        limit: (args.limit > 0).then_some(args.limit),
        excerpts: args.excerpts(),
        versions: args.versions(),
    };
    if args.count {
        let count = match request.versions {
            None | Some(Versions::All) => engine.count(&asked.plan)?,
            Some(_) => engine.keys(&request)?.total,
        };
        writeln!(console.out, "{count}")?;
        if count == 0 && console.messages.terminal {
            console.out.flush()?;
            advice::nothing_found(asked, 0, engine, &mut console.messages)?;
        }
        return Ok(Status::found(count > 0));
    }
    if args.open {
        return open(args, asked, &request, engine, console);
    }
    match args.format() {
        HitFormat::Paths => keys(Keys::paths(args.null), &request, engine, console),
        HitFormat::Ids => keys(Keys::ids(args.null), &request, engine, console),
        format => {
            let look = console.look;
            match args.excerpts() {
                Excerpts::Concordance { words } => {
                    let printer = output::concordance(format, look, words);
                    hits(args, asked, &request, engine, printer, Occurrence::all, console)
                }
                Excerpts::Quote { .. } => {
                    hits(args, asked, &request, engine, output::citations(format, look), Citation::all, console)
                }
                _ => hits(args, asked, &request, engine, output::hits(format, look), |hit| vec![hit], console),
            }
        }
    }
}

/// Prints hits, each as the rows that `rows` makes of it.
fn hits<R>(
    args: &SearchArgs,
    asked: &Asked,
    request: &SearchRequest,
    engine: &dyn Engine,
    mut printer: Box<dyn Printer<R>>,
    rows: impl Fn(Hit) -> Vec<R>,
    console: &mut Console,
) -> Outcome {
    let started = Instant::now();
    let answer = engine.search(request)?;
    let total = answer.total;
    printer.begin(&mut console.out, &Heading { query: asked.text.as_deref(), total })?;
    let (mut shown, mut any) = (0_u64, false);
    let mut paragraphs = advice::Paragraphs::of(&asked.plan);
    for hit in answer.hits {
        let hit = hit?;
        paragraphs.see(&hit.story.body);
        for row in rows(hit) {
            printer.row(&mut console.out, &row)?;
            any = true;
        }
        shown += 1;
    }
    printer.end(&mut console.out)?;
    if args.format() == HitFormat::Text {
        console.out.flush()?;
        let messages = &mut console.messages;
        if shown > 0 && !any {
            messages.note("the query says nothing of the text of these stories; --kwic has no match to show");
        }
        if shown > 0 {
            paragraphs.tell(messages);
        }
        if shown > 0 && messages.terminal {
            let first = request.offset as u64 + 1;
            let took = started.elapsed().as_millis();
            let (first, last) = (number(first), number(first + shown - 1));
            messages.line("");
            messages.line(&format!("{} (showing {first}-{last}), {took} ms", counted(total, "story", "stories")));
        } else if shown == 0 {
            advice::nothing_found(asked, total, engine, messages)?;
        }
    }
    Ok(Status::found(shown > 0))
}

fn keys(mut printer: Keys, request: &SearchRequest, engine: &dyn Engine, console: &mut Console) -> Outcome {
    let mut any = false;
    for key in engine.keys(request)?.hits {
        printer.write(&mut console.out, &key?)?;
        any = true;
    }
    Ok(Status::found(any))
}

fn open(
    args: &SearchArgs,
    asked: &Asked,
    request: &SearchRequest,
    engine: &dyn Engine,
    console: &mut Console,
) -> Outcome {
    let request = SearchRequest { limit: Some(1), ..request.clone() };
    let first = engine.documents(&request)?.hits.next();
    let Some(document) = first else {
        advice::nothing_found(asked, 0, engine, &mut console.messages)?;
        return Ok(Status::Nothing);
    };
    if args.no_pager {
        console.height = None;
    }
    let form = show::Form { json: args.format() != HitFormat::Text, explained: false };
    show::print(engine, &document?, Some(&request.plan), form, console)?;
    Ok(Status::Done)
}

fn ensure_something_is_asked(asked: &Asked) -> Outcome<()> {
    if asked.plan != Plan::All || asked.text.is_some() {
        return Ok(());
    }
    let hint = "give a query, such as: morgue search sanctions; or a filter, such as: --since 7d. `morgue export` prints \
                every story";
    Err(Failure::usage("search", "neither a query nor a filter", hint))
}

fn ensure_nul_fits(args: &SearchArgs) -> Outcome<()> {
    if !args.null || (!args.count && !args.open && matches!(args.format(), HitFormat::Paths | HitFormat::Ids)) {
        return Ok(());
    }
    Err(Failure::usage("search", "-0 ends paths or ids", "add -l, -f paths or -f ids"))
}

fn ensure_open_fits(args: &SearchArgs) -> Outcome<()> {
    if !args.open || matches!(args.format(), HitFormat::Text | HitFormat::Json | HitFormat::Jsonl) {
        return Ok(());
    }
    Err(Failure::usage("search", "--open prints a story as text or JSON", "leave --format out, or write -f json"))
}

fn ensure_lines_fit(args: &SearchArgs) -> Outcome<()> {
    if args.kwic.is_none() && !args.cite || !matches!(args.format(), HitFormat::Paths | HitFormat::Ids) {
        return Ok(());
    }
    let option = if args.cite { "--cite" } else { "--kwic" };
    let hint = "leave --format out, or write -f jsonl, json, csv or tsv";
    Err(Failure::usage("search", &format!("{option} prints text of stories, and this lists files"), hint))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::args::{Args, Command};
    use crate::testing::{self, Fake};
    use clap::Parser;

    /// Returns the status, standard output and standard error of a search in the fixture.
    fn search(typed: &[&str]) -> (Status, String, String) {
        let typed = ["morgue", "search"].iter().chain(typed);
        let Command::Search(args) = Args::try_parse_from(typed).expect("valid arguments").command else {
            panic!("not a search")
        };
        let today = "2017-12-31".parse().expect("a date");
        let asked = args.question.understand(today).expect("a good query");
        let (mut console, out, err) = testing::console();
        let status = answer(&args, &asked, &Fake::new(), &mut console).expect("an answer");
        (status, out.text(), err.text())
    }

    #[test]
    fn a_count_is_a_number_and_none_is_status_one() {
        assert_eq!(search(&["-c", "grain"]), (Status::Done, "2\n".to_owned(), String::new()));
        assert_eq!(search(&["-c", "saffron"]), (Status::Nothing, "0\n".to_owned(), String::new()));
    }

    #[test]
    fn paths_and_ids_are_for_scripts() {
        assert_eq!(search(&["-l", "-n", "0", "grain"]).1, "wire.csv\n");
        assert_eq!(search(&["-f", "ids", "-0", "grain"]).1, "wire.csv#1\0wire.csv#2\0");
        assert_eq!(search(&["-f", "ids", "-n", "1", "--offset", "1", "grain"]).1, "wire.csv#2\n");
    }

    #[test]
    fn nothing_found_gets_advice_on_standard_error_in_text_only() {
        let (status, out, err) = search(&["grian"]);
        assert_eq!((status, out.as_str()), (Status::Nothing, ""));
        insta::assert_snapshot!(err, @r"
        morgue: search: nothing found
        hint: no story has `grian`; did you mean `grain`?
        ");
        let (status, out, err) = search(&["-f", "json", "grian"]);
        assert_eq!((status, err.as_str()), (Status::Nothing, ""));
        assert_eq!(out, "{\"v\":1,\"query\":\"grian\",\"total\":0,\"hits\":[]}\n");
    }

    #[test]
    fn an_offset_beyond_the_last_hit_is_told() {
        insta::assert_snapshot!(search(&["--offset", "10", "grain"]).2, @r"
        morgue: search: nothing found
        hint: there are 2 stories, fewer than --offset passes over
        ");
    }

    #[test]
    fn explanations_go_to_standard_error() {
        let (_, out, err) = search(&["--explain", "-c", "grain"]);
        assert_eq!(out, "2\n");
        assert!(err.ends_with("the fixture holds 2 stories\n"), "{err}");
    }

    #[test]
    fn a_search_for_nothing_at_all_is_refused() {
        let asked = crate::args::Question::default().understand(Date::today()).expect("nothing to misread");
        assert!(matches!(ensure_something_is_asked(&asked), Err(Failure::Library(_))));
    }
}

//! `morgue show`: one story whole.

use crate::args::{ShowArgs, ShowFormat};
use crate::console::Console;
use crate::output::record::StoryRecord;
use crate::output::{explained, safe_json, story};
use crate::pager;
use crate::status::{Failure, Outcome, Status};
use morgue::query::{self, Plan};
use morgue::search::{Engine, Excerpts, FoundDocument, SearchRequest, Sort};
use morgue::spans::Highlight;
use morgue::story::Date;

/// Runs the command.
pub(crate) fn run(args: &ShowArgs, console: &mut Console) -> Outcome {
    let plan = args.matching.as_deref().map(|text| understand(text, args)).transpose()?;
    let engine = args.location.open("show")?;
    let Some(document) = engine.story(&args.id)? else {
        console.messages.problem(&format!("show: {}: no such story", args.id));
        console.messages.hint(&near(&args.id, &engine)?);
        return Ok(Status::Nothing);
    };
    let found = FoundDocument { document, inferred: false };
    let json = args.format() == ShowFormat::Json;
    if args.explain_names && json {
        let highlights = highlights(&engine, &found, plan.as_ref(), console)?;
        let record = StoryRecord::of(&found.document, false, highlights.as_deref());
        explained::write_json(&mut console.out, record, &found.document)?;
        return Ok(Status::Done);
    }
    if args.no_pager {
        console.height = None;
    }
    print(&engine, &found, plan.as_ref(), Form { json, explained: args.explain_names }, console)?;
    Ok(Status::Done)
}

/// How a story is printed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Form {
    /// As a JSON object.
    pub(super) json: bool,
    /// As text, and after it why each mention is one.
    pub(super) explained: bool,
}

/// Prints a story, what a plan matches in it marked.
pub(super) fn print(
    engine: &dyn Engine,
    found: &FoundDocument,
    plan: Option<&Plan>,
    form: Form,
    console: &mut Console,
) -> Outcome<()> {
    let FoundDocument { document, inferred } = found;
    let highlights = highlights(engine, found, plan, console)?;
    if form.json {
        safe_json::write_line(&mut console.out, &StoryRecord::of(document, *inferred, highlights.as_deref()))?;
        return Ok(());
    }
    let mut text = Vec::new();
    story::write(&mut text, &console.look, document, &highlights.unwrap_or_default())?;
    if form.explained {
        explained::write(&mut text, &console.look, document)?;
    }
    Ok(pager::show(&String::from_utf8_lossy(&text), console)?)
}

/// Returns what a plan matches in a story, where there is a plan.
fn highlights(
    engine: &dyn Engine,
    found: &FoundDocument,
    plan: Option<&Plan>,
    console: &mut Console,
) -> Outcome<Option<Vec<Highlight>>> {
    let highlights = plan.map(|plan| engine.evidence(plan, &found.document)).transpose()?;
    if let Some(None) = highlights {
        console.messages.note("the story does not match the query; nothing is marked");
    }
    Ok(highlights.map(Option::unwrap_or_default))
}

fn understand(text: &str, args: &ShowArgs) -> Outcome<Plan> {
    match query::parse(text, &args.language.context(Date::today())) {
        Ok(query) => Ok(query.plan().clone()),
        Err(error) => Err(Failure::Query { what: "--match", text: text.to_owned(), error: Box::new(error) }),
    }
}

/// Returns what may have been meant by an id that no story has.
fn near(id: &str, engine: &dyn Engine) -> Outcome<String> {
    for pattern in [format!("{id}#*"), format!("*{id}*")] {
        let plan = Plan::Id(pattern);
        let request = SearchRequest { plan, sort: Sort::Path, offset: 0, limit: Some(1), excerpts: Excerpts::None };
        if let Some(key) = engine.keys(&request)?.hits.next() {
            return Ok(format!("did you mean `{}`?", key?.id));
        }
    }
    Ok("ids are printed by: morgue search -f ids ...".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::Fake;

    #[test]
    fn an_unknown_id_gets_the_nearest_one() {
        assert_eq!(near("wire.csv", &Fake::new()).expect("an answer"), "did you mean `wire.csv#1`?");
        assert_eq!(near("nowhere", &Fake::new()).expect("an answer"), "ids are printed by: morgue search -f ids ...");
    }
}

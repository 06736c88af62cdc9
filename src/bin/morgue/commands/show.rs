//! `morgue show`: one story whole.

use crate::args::{ShowArgs, ShowFormat};
use crate::console::Console;
use crate::output::record::StoryRecord;
use crate::output::{explained, safe_json, story};
use crate::pager;
use crate::status::{Failure, Outcome, Status};
use morgue::query::{self, Plan};
use morgue::search::{Engine, Excerpts, FoundDocument, SearchRequest, Sort, Staleness};
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
    let stale = engine.staleness(&document.story)?;
    if let Some(stale) = stale {
        let what = if stale == Staleness::Missing { "is no longer there" } else { "has changed" };
        console
            .messages
            .note(&format!("its file {what} since it was read; `morgue index` brings the index up to date"));
    }
    let found = FoundDocument { document, inferred: false, stale };
    let json = args.format() == ShowFormat::Json;
    if args.explain_names && json {
        let marked = Marked::of(&engine, &found, plan.as_ref())?;
        let record = StoryRecord::of(&found, marked.highlights.as_deref());
        explained::write_json(&mut console.out, record, &found.document)?;
        marked.tell(console);
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
    let document = &found.document;
    let marked = Marked::of(engine, found, plan)?;
    let highlights = marked.highlights.as_deref();
    if form.json {
        safe_json::write_line(&mut console.out, &StoryRecord::of(found, highlights))?;
    } else {
        let mut text = Vec::new();
        story::write(&mut text, &console.look, document, highlights.unwrap_or_default())?;
        if form.explained {
            explained::write(&mut text, &console.look, document)?;
        }
        pager::show(&String::from_utf8_lossy(&text), console)?;
    }
    // Last: what is said before a pager opens is not seen.
    marked.tell(console);
    Ok(())
}

/// What a plan matches in a story.
struct Marked {
    /// `None` where there is no plan.
    highlights: Option<Vec<Highlight>>,
    /// Whether there is a plan that the story does not meet.
    misses: bool,
}

impl Marked {
    fn of(engine: &dyn Engine, found: &FoundDocument, plan: Option<&Plan>) -> Outcome<Self> {
        let evidence = plan.map(|plan| engine.evidence(plan, &found.document)).transpose()?;
        Ok(Self { misses: matches!(evidence, Some(None)), highlights: evidence.map(Option::unwrap_or_default) })
    }

    fn tell(&self, console: &mut Console) {
        if self.misses {
            console.messages.note("the story does not match the query; nothing is marked");
        }
    }
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

//! `morgue show`: one story whole.

use crate::args::{ShowArgs, ShowFormat};
use crate::console::Console;
use crate::output::record::StoryRecord;
use crate::output::{diff, explained, safe_json, story, versions};
use crate::pager;
use crate::status::{Failure, Outcome, Status};
use morgue::query::{self, Plan};
use morgue::search::{Engine, Excerpts, FoundDocument, SearchRequest, Sort, Staleness};
use morgue::spans::Highlight;
use morgue::story::{Date, Document};

/// Runs the command.
pub(crate) fn run(args: &ShowArgs, console: &mut Console) -> Outcome {
    let plan = args.matching.as_deref().map(|text| understand(text, args)).transpose()?;
    let engine = args.location.open("show")?;
    let Some(document) = engine.story(&args.id)? else {
        console.messages.problem(&format!("show: {}: no such story", args.id));
        console.messages.hint(&near(&args.id, &engine)?);
        return Ok(Status::Nothing);
    };
    let json = args.format() == ShowFormat::Json;
    if args.no_pager {
        console.height = None;
    }
    if args.versions {
        return list_versions(&document, json, &engine, console);
    }
    if let Some(other) = &args.diff {
        return compare(&document, other.as_deref(), json, &engine, console);
    }
    let stale = engine.staleness(&document.story)?;
    if let Some(stale) = stale {
        let what = if stale == Staleness::Missing { "is no longer there" } else { "has changed" };
        let note = format!("its file {what} since it was read; `morgue index` brings the index up to date");
        console.messages.note(&note);
    }
    let found = FoundDocument { document, inferred: false, stale };
    if args.explain_names && json {
        let marked = Marked::of(&engine, &found, plan.as_ref())?;
        let record = StoryRecord::of(&found, marked.highlights.as_deref());
        explained::write_json(&mut console.out, record, &found.document)?;
        marked.tell(console);
        return Ok(Status::Done);
    }
    print(&engine, &found, plan.as_ref(), Form { json, explained: args.explain_names }, console)?;
    Ok(Status::Done)
}

/// Prints the versions of a story.
fn list_versions(document: &Document, json: bool, engine: &dyn Engine, console: &mut Console) -> Outcome {
    let members = engine.versions(&document.story.id)?;
    if json {
        safe_json::write_line(&mut console.out, &versions::record(&members))?;
    } else {
        versions::write(&mut console.out, &console.look, &members, &document.story.id)?;
    }
    Ok(Status::Done)
}

/// Prints what changed in a story since another, or since the version before.
fn compare(
    document: &Document,
    other: Option<&str>,
    json: bool,
    engine: &dyn Engine,
    console: &mut Console,
) -> Outcome {
    let id = &document.story.id;
    let before = if let Some(other) = other {
        engine.story(other)?
    } else {
        let members = engine.versions(id)?;
        let place = members.iter().position(|member| member.story.id == *id).unwrap_or_default();
        members.into_iter().take(place).next_back()
    };
    let Some(before) = before else {
        if let Some(other) = other {
            console.messages.problem(&format!("show: {other}: no such story"));
            console.messages.hint(&near(other, engine)?);
        } else {
            console.messages.problem(&format!("show: {id}: no earlier version"));
            console.messages.hint("--versions lists the versions of a story; --diff=OTHER compares it with any story");
        }
        return Ok(Status::Nothing);
    };
    if json {
        safe_json::write_line(&mut console.out, &diff::record(&before.story, &document.story))?;
    } else {
        let mut text = Vec::new();
        diff::write(&mut text, &console.look, &before.story, &document.story)?;
        pager::show(&String::from_utf8_lossy(&text), console)?;
    }
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
        let (limit, excerpts) = (Some(1), Excerpts::None);
        let request = SearchRequest { plan, sort: Sort::Path, offset: 0, limit, excerpts, versions: None };
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

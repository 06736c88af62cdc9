//! `morgue show`: one story whole.

use crate::args::{ShowArgs, ShowFormat};
use crate::console::Console;
use crate::output::record::StoryRecord;
use crate::output::{safe_json, story};
use crate::status::{Failure, Outcome, Status};
use morgue::query::{self, Context, NamePattern, Operand, Plan, TextClause};
use morgue::search::{Document, Engine, SearchRequest, Sort};
use morgue::spans::{self, Highlight, NameKeys, Subject};
use morgue::story::{Date, Mention};
use morgue::text::analyze;

/// Runs the command.
pub(crate) fn run(args: &ShowArgs, console: &mut Console) -> Outcome {
    let plan = args.matching.as_deref().map(understand).transpose()?;
    let engine = args.location.open("show")?;
    let Some(document) = engine.story(&args.id)? else {
        console.messages.problem(&format!("show: {}: no such story", args.id));
        console.messages.hint(&near(&args.id, &engine)?);
        return Ok(Status::Nothing);
    };
    print(&document, plan.as_ref(), args.format() == ShowFormat::Json, console)?;
    Ok(Status::Done)
}

/// Prints a story, what a plan matches in it marked.
pub(super) fn print(document: &Document, plan: Option<&Plan>, json: bool, console: &mut Console) -> Outcome<()> {
    let highlights = plan.map(|plan| highlights(plan, document));
    if let Some(None) = highlights {
        console.messages.note("the story does not match the query; nothing is marked");
    }
    let highlights = highlights.map(Option::unwrap_or_default);
    if json {
        safe_json::write_line(&mut console.out, &StoryRecord::of(document, highlights.as_deref()))?;
    } else {
        story::write(&mut console.out, &console.look, document, &highlights.unwrap_or_default())?;
    }
    Ok(())
}

fn understand(text: &str) -> Outcome<Plan> {
    match query::parse(text, &Context { today: Date::today() }) {
        Ok(query) => Ok(query.plan().clone()),
        Err(error) => Err(Failure::Query { what: "--match", text: text.to_owned(), error: Box::new(error) }),
    }
}

fn highlights(plan: &Plan, document: &Document) -> Option<Vec<Highlight>> {
    let headline = analyze(document.story.headline.as_deref().unwrap_or_default());
    let body = analyze(&document.story.body);
    let subject = Subject { story: &document.story, headline: &headline, body: &body, mentions: &document.mentions };
    let mut names = NameKeys::new();
    name_keys(plan, &document.mentions, &mut names);
    spans::evidence(plan, &subject, &names)
}

/// Finds the keys that each name of a plan stands for among a story's own mentions.
fn name_keys(plan: &Plan, mentions: &[Mention], names: &mut NameKeys) {
    match plan {
        Plan::And(parts) | Plan::Or(parts) => parts.iter().for_each(|part| name_keys(part, mentions, names)),
        Plan::Not(part) => name_keys(part, mentions, names),
        Plan::Text(TextClause { operand, .. }) => operand_keys(operand, mentions, names),
        _ => {}
    }
}

fn operand_keys(operand: &Operand, mentions: &[Mention], names: &mut NameKeys) {
    match operand {
        Operand::Any(parts) => parts.iter().for_each(|part| operand_keys(part, mentions, names)),
        Operand::Name(pattern) => {
            let fitting = mentions.iter().filter(|mention| fits(pattern, mention)).map(|mention| mention.key.clone());
            names.entry(pattern.clone()).or_default().extend(fitting);
        }
        _ => {}
    }
}

/// Says whether a name's words stand in a mention's key, one after the other.
fn fits(pattern: &NamePattern, mention: &Mention) -> bool {
    let words = |key: &str| format!(" {key} ");
    pattern.kind == mention.kind && pattern.key.as_deref().is_none_or(|key| words(&mention.key).contains(&words(key)))
}

/// Returns what may have been meant by an id that no story has.
fn near(id: &str, engine: &dyn Engine) -> Outcome<String> {
    for pattern in [format!("{id}#*"), format!("*{id}*")] {
        let plan = Plan::Id(pattern);
        let request = SearchRequest { plan, sort: Sort::Path, offset: 0, limit: Some(1), snippets: 0, width: 0 };
        if let Some(key) = engine.keys(&request)?.hits.next() {
            return Ok(format!("did you mean `{}`?", key?.id));
        }
    }
    Ok("ids are printed by: morgue search -f ids ...".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{self, Fake};
    use morgue::story::NameKind;

    #[test]
    fn a_name_fits_the_words_of_a_key_in_their_order() {
        let fixture = testing::document();
        let mention = &fixture.mentions[0];
        let fits = |key: Option<&str>| {
            super::fits(&NamePattern { kind: NameKind::Person, key: key.map(str::to_owned) }, mention)
        };
        assert!(fits(None) && fits(Some("orla venn")) && fits(Some("venn")));
        assert!(!fits(Some("ven")) && !fits(Some("venn orla")));
    }

    #[test]
    fn an_unknown_id_gets_the_nearest_one() {
        assert_eq!(near("wire.csv", &Fake::new()).expect("an answer"), "did you mean `wire.csv#1`?");
        assert_eq!(near("nowhere", &Fake::new()).expect("an answer"), "ids are printed by: morgue search -f ids ...");
    }
}

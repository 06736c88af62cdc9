//! `morgue export`: stories whole, for other programs.

use crate::args::{ExportArgs, ExportFormat};
use crate::console::Console;
use crate::output::record::StoryRecord;
use crate::output::safe_json;
use crate::status::{Outcome, Status};
use morgue::search::{Engine, Excerpts, SearchRequest};
use morgue::story::Date;

/// Runs the command.
pub(crate) fn run(args: &ExportArgs, console: &mut Console) -> Outcome {
    let asked = args.question.understand(Date::today())?;
    let engine = args.question.engine(&args.location, "export")?;
    asked.tell(args.question.explain, &engine, &mut console.messages)?;
    let request = SearchRequest {
        plan: asked.plan,
        sort: args.sort.into(),
        offset: args.offset,
        limit: (args.limit > 0).then_some(args.limit),
        excerpts: Excerpts::None,
        versions: None,
    };
    let mut any = false;
    for found in engine.documents(&request)?.hits {
        let found = found?;
        match args.format {
            ExportFormat::Jsonl => {
                safe_json::write_line(&mut console.out, &StoryRecord::of(&found, None))?;
            }
        }
        any = true;
    }
    if !any {
        console.messages.problem("export: nothing found");
    }
    Ok(Status::found(any))
}

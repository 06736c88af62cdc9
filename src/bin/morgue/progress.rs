//! An indexing run as it is told while it goes on: a bar for a person, an object a line for a program, and every file that
//! could not be read by name for both.

use crate::args::When;
use crate::console::Messages;
use crate::output::safe_json;
use crate::output::summary::named;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use morgue::ingest::{Event, Observer};
use serde::Serialize;
use std::io::{self, Write};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// How many problems a person is shown one by one; where nobody watches, all of them are named.
const NAMED: usize = 20;

/// Listens to an indexing run.
pub(crate) struct Reporter<'c> {
    bar: Option<ProgressBar>,
    state: Mutex<State<'c>>,
}

struct State<'c> {
    messages: &'c mut Messages,
    /// Where events go as JSON Lines, and the first error in writing them.
    lines: Option<&'c mut (dyn Write + Send)>,
    unwritten: Option<io::Error>,
    problems: usize,
    sources: u64,
}

impl<'c> Reporter<'c> {
    /// Returns a reporter that draws a bar when asked to, and writes events to `lines` where there is such a stream.
    pub(crate) fn new(progress: When, messages: &'c mut Messages, lines: Option<&'c mut (dyn Write + Send)>) -> Self {
        let wanted = match progress {
            When::Auto => messages.terminal,
            When::Always => true,
            When::Never => false,
        };
        let state = State { messages, lines, unwritten: None, problems: 0, sources: 0 };
        Self { bar: wanted.then(bar), state: Mutex::new(state) }
    }

    /// Ends the run: takes the bar away, says how many problems were not named, and returns what went wrong in writing.
    pub(crate) fn finish(self) -> io::Result<()> {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
        let state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        if state.messages.terminal && state.problems > NAMED {
            state.messages.note(&format!("{} more; `morgue status -n 0` names all", state.problems - NAMED));
        }
        state.unwritten.map_or(Ok(()), Err)
    }

    fn state(&self) -> MutexGuard<'_, State<'c>> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn problem(&self, text: &str, hint: Option<&str>) {
        let mut state = self.state();
        state.problems += 1;
        if state.messages.terminal && state.problems > NAMED {
            return;
        }
        let mut tell = || {
            state.messages.problem(text);
            if let Some(hint) = hint {
                state.messages.hint(hint);
            }
        };
        match &self.bar {
            Some(bar) => bar.suspend(tell),
            None => tell(),
        }
    }
}

impl Observer for Reporter<'_> {
    fn event(&self, event: &Event<'_>) {
        if let Some(line) = EventLine::of(event) {
            self.state().write(&line);
        }
        match event {
            Event::Failed { path, reason, hint } | Event::FailedMember { path, reason, hint } => {
                self.problem(&format!("index: {}", named(path, reason)), *hint);
            }
            Event::BadRecord { path, record } => self.problem(&format!("index: {path}: {record}"), None),
            Event::StillFaulty { path, count } => {
                let what = format!("{count} of its records or members could not be read, and it has not changed");
                self.problem(&format!("index: {path}: {what}"), Some("`morgue status --failed` says which"));
            }
            Event::MoreFaults { path, count } => {
                self.problem(&format!("index: {path}: {count} more of its records or members could not be read"), None);
            }
            Event::Would { index, remove } => {
                let mut state = self.state();
                state.messages.note(&format!("{index} files would be read, {remove} would be removed"));
            }
            Event::Planned { files, bytes } => {
                self.state().sources = *files;
                if let Some(bar) = &self.bar {
                    bar.set_length(*bytes);
                }
            }
            Event::Progress { files, bytes, stories } => {
                if let Some(bar) = &self.bar {
                    let sources = self.state().sources;
                    bar.set_message(format!("{files} of {sources} files, {stories} stories"));
                    bar.set_position(*bytes);
                }
            }
            Event::Skipped { .. }
            | Event::SkippedRecord { .. }
            | Event::SkippedMember { .. }
            | Event::MoreSkips { .. } => {}
        }
    }
}

impl State<'_> {
    fn write(&mut self, line: &EventLine<'_>) {
        if let (Some(out), None) = (&mut self.lines, &self.unwritten) {
            self.unwritten = safe_json::write_line(out, line).err();
        }
    }
}

/// An event as JSON; how far a run has come is for bars only.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum EventLine<'e> {
    Planned { files: u64, bytes: u64 },
    Skipped { path: &'e str, reason: &'e str },
    Failed { path: &'e str, reason: &'e str, hint: Option<&'e str> },
    BadRecord { path: &'e str, line: Option<u64>, record: u64, reason: &'e str },
    SkippedRecord { path: &'e str, line: Option<u64>, record: u64, reason: &'e str },
    FailedMember { path: &'e str, reason: &'e str, hint: Option<&'e str> },
    SkippedMember { path: &'e str, reason: &'e str },
    StillFaulty { path: &'e str, count: u64 },
    MoreFaults { path: &'e str, count: u64 },
    MoreSkips { path: &'e str, count: u64 },
    Would { index: u64, remove: u64 },
}

impl<'e> EventLine<'e> {
    fn of(event: &Event<'e>) -> Option<Self> {
        Some(match event {
            Event::Progress { .. } => return None,
            Event::Planned { files, bytes } => Self::Planned { files: *files, bytes: *bytes },
            Event::Skipped { path, reason } => Self::Skipped { path, reason },
            Event::Failed { path, reason, hint } => Self::Failed { path, reason, hint: *hint },
            Event::BadRecord { path, record } => {
                Self::BadRecord { path, line: record.line, record: record.ordinal, reason: &record.reason }
            }
            Event::SkippedRecord { path, record } => {
                Self::SkippedRecord { path, line: record.line, record: record.ordinal, reason: &record.reason }
            }
            Event::FailedMember { path, reason, hint } => Self::FailedMember { path, reason, hint: *hint },
            Event::SkippedMember { path, reason } => Self::SkippedMember { path, reason },
            Event::StillFaulty { path, count } => Self::StillFaulty { path, count: *count },
            Event::MoreFaults { path, count } => Self::MoreFaults { path, count: *count },
            Event::MoreSkips { path, count } => Self::MoreSkips { path, count: *count },
            Event::Would { index, remove } => Self::Would { index: *index, remove: *remove },
        })
    }
}

fn bar() -> ProgressBar {
    let template = "{spinner} [{bar:24}] {bytes} of {total_bytes}, {bytes_per_sec}, {eta} left; {msg}";
    let style = ProgressStyle::with_template(template).expect("the template is a constant that works");
    let bar =
        ProgressBar::with_draw_target(Some(0), ProgressDrawTarget::stderr()).with_style(style.progress_chars("=> "));
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;
    use morgue::format::BadRecord;

    fn run(terminal: bool, events: &[Event<'_>]) -> (String, String) {
        let (mut messages, written) = testing::messages();
        messages.terminal = terminal;
        let mut lines = Vec::new();
        let reporter = Reporter::new(When::Never, &mut messages, Some(&mut lines));
        for event in events {
            reporter.event(event);
        }
        reporter.finish().expect("a vector takes any bytes");
        (written.text(), String::from_utf8(lines).expect("text"))
    }

    #[test]
    fn every_event_is_a_line_and_every_problem_a_message() {
        let record = BadRecord { line: Some(7), ordinal: 3, reason: "3 columns, expected 4".into() };
        let (messages, lines) = run(
            false,
            &[
                Event::Planned { files: 3, bytes: 900 },
                Event::Progress { files: 1, bytes: 300, stories: 2 },
                Event::Skipped { path: "a.bin", reason: "binary" },
                Event::Failed { path: "b\n.txt", reason: "permission denied", hint: Some("ask its owner") },
                Event::BadRecord { path: "c.csv", record: &record },
                Event::MoreFaults { path: "c.csv", count: 40 },
                Event::StillFaulty { path: "c.csv", count: 60 },
                Event::SkippedRecord {
                    path: "d.xml",
                    record: &BadRecord { reason: "a picture".into(), ..record.clone() },
                },
                Event::FailedMember { path: "e.zip!f.gz", reason: "damaged gzip", hint: None },
                Event::SkippedMember { path: "e.zip!g.png", reason: "binary" },
                Event::MoreSkips { path: "e.zip", count: 2 },
            ],
        );
        insta::assert_snapshot!(messages, @r"
        morgue: index: b\n.txt: permission denied
        hint: ask its owner
        morgue: index: c.csv: line 7: record 3: 3 columns, expected 4
        morgue: index: c.csv: 40 more of its records or members could not be read
        morgue: index: c.csv: 60 of its records or members could not be read, and it has not changed
        hint: `morgue status --failed` says which
        morgue: index: e.zip!f.gz: damaged gzip
        ");
        insta::assert_snapshot!(lines, @r#"
        {"type":"planned","files":3,"bytes":900}
        {"type":"skipped","path":"a.bin","reason":"binary"}
        {"type":"failed","path":"b\n.txt","reason":"permission denied","hint":"ask its owner"}
        {"type":"bad_record","path":"c.csv","line":7,"record":3,"reason":"3 columns, expected 4"}
        {"type":"more_faults","path":"c.csv","count":40}
        {"type":"still_faulty","path":"c.csv","count":60}
        {"type":"skipped_record","path":"d.xml","line":7,"record":3,"reason":"a picture"}
        {"type":"failed_member","path":"e.zip!f.gz","reason":"damaged gzip","hint":null}
        {"type":"skipped_member","path":"e.zip!g.png","reason":"binary"}
        {"type":"more_skips","path":"e.zip","count":2}
        "#);
    }

    #[test]
    fn a_person_sees_the_first_problems_and_a_script_sees_all() {
        let many = vec![Event::Failed { path: "a.txt", reason: "gone", hint: None }; 25];
        assert_eq!(run(false, &many).0.lines().count(), 25);
        let watched = run(true, &many).0;
        assert_eq!(watched.lines().count(), 21);
        assert!(watched.ends_with("note: 5 more; `morgue status -n 0` names all\n"), "{watched}");
    }
}

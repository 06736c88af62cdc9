//! A disk that refuses, and a disk that forgets: every operation of a run in turn.

use super::rounds;
use super::state::{AtEachStep, State, left_over};
use crate::error::{Error, ErrorKind, Result};
use crate::index::faults::{Faults, IO_ERROR, Loss, NO_SPACE};
use crate::ingest::{self, Request};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};
use tempfile::TempDir;

/// An archive that has changed since its index was made, and what each commit of the next run makes of that index.
struct Changed {
    folder: TempDir,
    /// The state before the run, and behind each of its steps.
    states: Vec<State>,
    /// The state of an index that is made anew.
    fresh: State,
}

fn story(place: &str, what: &str) -> String {
    format!(
        "{what} off {place}\n\n{place}, March 3, 2021 (Reuters) - A ferry sank off {place} on Sunday, said Harbour Master \
         Ilse Brandauer of the Baltic Pilots Association.\n\nBrandauer blamed the budget.\n"
    )
}

impl Changed {
    /// Sources that are replaced, new, gone and as they were; so much is deleted that segments are merged.
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let changed = Self { folder, states: Vec::new(), fresh: State::default() };
        for name in ["a", "b", "c", "d", "e", "f"] {
            changed.write(&format!("{name}.txt"), &story("Riga", &format!("Ferry {name} sinks")));
        }
        changed.write("many.csv", "id,title,text\n1,One,first ferry\n2,Two,second ferry\n");
        let in_one_commit = Request { commit_bytes: None, ..changed.request("base", false) };
        ingest::run(&in_one_commit, &AtEachStep(|| {})).expect("the first run is sound");
        changed.write("a.txt", &story("Liepaja", "Ferry a is raised"));
        changed.write("b.txt", "Budget passes\n\nROME (Reuters) - The budget passed on Monday.\n");
        changed.write("many.csv", "id,title,text\n2,Two,second ferry\n3,Three,third ferry\n4,Four,a ferry\n");
        changed.write("new.txt", &story("Ventspils", "Another ferry sinks"));
        for gone in ["c.txt", "d.txt"] {
            fs::remove_file(changed.archive().join(gone)).expect("removed");
        }
        changed.run("fresh", false).expect("a fresh index");
        let fresh = State::of(&changed.index("fresh")).expect("it opens");
        let work = changed.work();
        let states = RefCell::new(vec![State::of(&work).expect("it opens")]);
        let step = AtEachStep(|| states.borrow_mut().push(State::of(&work).expect("it opens")));
        ingest::run(&changed.request("work", false), &step).expect("an undisturbed run is sound");
        let states = states.into_inner();
        assert_eq!(states.last(), Some(&fresh), "the changed index equals the fresh one");
        assert!(states.windows(2).all(|pair| pair[0] != pair[1]), "each step is a commit");
        let stores = |index: &Path| {
            let files = fs::read_dir(index.join("gen-1")).expect("listed").flatten().map(|file| file.file_name());
            files.filter(|name| name.to_string_lossy().ends_with(".store")).collect::<BTreeSet<_>>()
        };
        assert!(stores(&work).is_disjoint(&stores(&changed.index("base"))), "the first segment was merged");
        assert_eq!(left_over(&work), [""; 0], "after an undisturbed run");
        Self { states, fresh, ..changed }
    }

    fn archive(&self) -> PathBuf {
        self.folder.path().join("archive")
    }

    fn index(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.archive().join(name);
        fs::create_dir_all(self.archive()).expect("made");
        fs::write(&path, text).expect("written");
        // A file that was written just now would be hashed by the next run.
        let file = fs::File::options().write(true).open(&path).expect("open");
        file.set_modified(SystemTime::now() - Duration::from_hours(1)).expect("set");
    }

    fn request(&self, index: &str, rebuild: bool) -> Request {
        Request {
            archive: self.archive(),
            index: Some(self.index(index)),
            rebuild,
            jobs: Some(1),
            commit_bytes: Some(1),
            ..Request::default()
        }
    }

    /// Runs without looking, and returns at how many steps the run went on.
    fn run(&self, index: &str, rebuild: bool) -> Result<usize, (usize, Error)> {
        let steps = Cell::new(0);
        let done = ingest::run(&self.request(index, rebuild), &AtEachStep(|| steps.set(steps.get() + 1)));
        done.map(|_| steps.get()).map_err(|error| (steps.get(), error))
    }

    /// Makes a copy of the index as it was before the change.
    fn work(&self) -> PathBuf {
        let work = self.index("work");
        if work.exists() {
            fs::remove_dir_all(&work).expect("removed");
        }
        copy(&self.index("base"), &work);
        work
    }

    /// The next run after a fault makes everything right.
    fn ensure_the_next_run_is_right(&self, what: &str) {
        let work = self.index("work");
        if work.exists() {
            // What this process was writing it finds again; another one would have given it another number.
            fs::write(work.join(".tmp-format.json-1"), "half").expect("written");
        }
        self.run("work", false).unwrap_or_else(|(_, error)| panic!("{what}: the next run: {error}"));
        assert_eq!(State::of(&work).expect("it opens"), self.fresh, "{what}: the next run");
        assert_eq!(left_over(&work), [""; 0], "{what}: the next run");
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).expect("made");
    for entry in fs::read_dir(from).expect("listed").flatten() {
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), &to).expect("copied");
        }
    }
}

/// Returns the operations that are tried: all, or some of them, other ones for each `start`.
fn some_of(operations: u64, few: usize, start: usize) -> impl Iterator<Item = u64> {
    let step = (operations as usize / rounds(few, operations as usize).max(1)).max(1);
    (start % step..operations as usize).step_by(step).map(|at| at as u64)
}

/// Returns how many operations an undisturbed run asks of the disk.
fn operations(changed: &Changed, rebuild: bool) -> u64 {
    let faults = Faults::under(&changed.work());
    changed.run("work", rebuild).expect("an undisturbed run is sound");
    faults.asked()
}

#[test]
fn a_refused_operation_leaves_a_committed_state() {
    let changed = Changed::new();
    let operations = operations(&changed, false);
    let mut tried = 0;
    for (number, (error, for_good)) in
        [(NO_SPACE, true), (IO_ERROR, false), (NO_SPACE, false), (IO_ERROR, true)].into_iter().enumerate()
    {
        for at in some_of(operations, 6, number * 13) {
            let what = format!("operation {at}, error {error}, {}", if for_good { "for good" } else { "once" });
            let work = changed.work();
            let faults = Faults::under(&work);
            faults.refuse(at, error, for_good);
            let done = changed.run("work", false);
            let refused = faults.refused();
            faults.heal();
            let state = State::of(&work).unwrap_or_else(|error| panic!("{what}: {error}"));
            assert!(changed.states.contains(&state), "{what}: {state:#?}");
            if refused > 0 {
                let (_, error) = done.expect_err(&what);
                assert_eq!(error.kind(), ErrorKind::Io, "{what}: {error}");
                let told = format!("the index holds everything up to the last commit ({} stories)", state.stories);
                assert!(error.to_string().contains(&told), "{what}: {error}");
                assert!(error.hint_text().is_some(), "{what}: {error}");
                tried += 1;
            }
            changed.ensure_the_next_run_is_right(&what);
        }
    }
    println!("C2: {tried} refused operations of {operations}, in 4 manners");
}

#[test]
fn a_power_loss_takes_no_commit_that_was_told() {
    let changed = Changed::new();
    let operations = operations(&changed, false);
    let mut tried = 0;
    for (number, loss) in [Loss::Everything, Loss::Contents].into_iter().enumerate() {
        for at in some_of(operations, 8, number * 31) {
            let what = format!("operation {at}, {loss:?} that was not synced is lost");
            let work = changed.work();
            let faults = Faults::under(&work);
            faults.refuse(at, IO_ERROR, true);
            let told = changed.run("work", false).unwrap_or_else(|(steps, _)| steps);
            faults.lose_power(loss);
            let state = State::of(&work).unwrap_or_else(|error| panic!("{what}: {error}"));
            let committed = changed.states.iter().position(|committed| *committed == state);
            let committed = committed.unwrap_or_else(|| panic!("{what}: {state:#?}"));
            assert!(committed >= told, "{what}: {told} commits were told, {committed} are there");
            changed.ensure_the_next_run_is_right(&what);
            tried += 1;
        }
    }
    println!("C4: {tried} power losses in {operations} operations");
}

#[test]
fn a_first_run_that_lost_its_power_can_be_run_again() {
    let changed = Changed::new();
    let work = changed.index("work");
    let remove = || fs::remove_dir_all(&work).expect("removed");
    remove();
    let faults = Faults::under(&work);
    changed.run("work", false).expect("an undisturbed run is sound");
    let operations = faults.asked();
    drop(faults);
    for (number, loss) in [Loss::Everything, Loss::Contents].into_iter().enumerate() {
        for at in some_of(operations, 4, number * 41) {
            let what = format!("operation {at}, {loss:?} that was not synced is lost");
            if work.exists() {
                remove();
            }
            let faults = Faults::under(&work);
            faults.refuse(at, IO_ERROR, true);
            changed.run("work", false).expect_err(&what);
            faults.lose_power(loss);
            changed.ensure_the_next_run_is_right(&what);
        }
    }
}

#[test]
fn a_rebuild_leaves_the_old_index_or_the_new_one() {
    let changed = Changed::new();
    let operations = operations(&changed, true);
    let both = [&changed.states[0], &changed.fresh];
    let mut tried = 0;
    for (number, loss) in [None, Some(Loss::Everything), Some(Loss::Contents)].into_iter().enumerate() {
        for at in some_of(operations, 4, number * 43) {
            let what = format!("operation {at}, loss {loss:?}");
            let work = changed.work();
            let faults = Faults::under(&work);
            faults.refuse(at, IO_ERROR, true);
            let done = changed.run("work", true);
            match loss {
                Some(loss) => faults.lose_power(loss),
                None => faults.heal(),
            }
            let state = State::of(&work).unwrap_or_else(|error| panic!("{what}: {error}"));
            assert!(both.contains(&&state), "{what}: {state:#?}");
            let (_, error) = done.expect_err(&what);
            assert_eq!(error.kind(), ErrorKind::Io, "{what}: {error}");
            changed.ensure_the_next_run_is_right(&what);
            tried += 1;
        }
    }
    println!("D6: {tried} rebuilds interrupted in {operations} operations");
}

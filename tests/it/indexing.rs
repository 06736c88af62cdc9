//! Indexing again: new, changed, renamed and deleted sources, and runs that have nothing to do.

use crate::harness::Archive;
use morgue::ingest::{self, Event, Observer, Request};
use std::fs;

const FERRY: &str = "Ferry sinks\n\nRIGA, March 3 (Reuters) - A ferry sank off Riga on Sunday.\n";
const BUDGET: &str = "Budget passes\n\nROME (Reuters) - The budget passed on Monday.\n";

fn summary(archive: &Archive, arguments: &[&str]) -> serde_json::Value {
    let ran = archive.run(&[&["index", "--format", "jsonl"], arguments].concat());
    assert!(ran.status == 0 || ran.status == 3, "{}", ran.stderr);
    let last = ran.stdout.lines().last().expect("a summary");
    let summary: serde_json::Value = serde_json::from_str(last).expect("the summary is JSON");
    assert_eq!(summary["type"], "summary");
    let count = |key: &str| summary[key].as_u64().expect("a count");
    assert_eq!(count("seen"), count("indexed") + count("unchanged") + count("skipped") + count("failed"));
    summary
}

fn counts(summary: &serde_json::Value) -> [u64; 4] {
    ["indexed", "unchanged", "removed", "stories"].map(|key| summary[key].as_u64().expect("a count"))
}

#[test]
fn a_second_run_reads_only_what_changed() {
    let archive = Archive::of(&[("a.txt", FERRY), ("b.txt", BUDGET)]);
    assert_eq!(counts(&summary(&archive, &[])), [2, 0, 0, 2]);
    assert_eq!(counts(&summary(&archive, &[])), [0, 2, 0, 2]);

    archive.write("b.txt", BUDGET.replace("Monday", "Tuesday, after a quarrel").as_bytes());
    assert_eq!(counts(&summary(&archive, &[])), [1, 1, 0, 2]);
    assert_eq!(archive.ids(&["quarrel"]), ["b.txt"]);
    assert_eq!(archive.ids(&["monday"]), [""; 0]);

    archive.write("c/d.txt", FERRY.replace("Riga", "Liepaja").as_bytes());
    fs::remove_file(archive.path().join("a.txt")).expect("removed");
    assert_eq!(counts(&summary(&archive, &[])), [1, 1, 1, 2]);
    assert_eq!(archive.ids(&["ferry"]), ["c/d.txt"]);
}

#[test]
fn a_renamed_source_is_found_under_its_new_name_only() {
    let archive = Archive::of(&[("old/a.txt", FERRY), ("b.txt", BUDGET)]);
    archive.index();
    fs::rename(archive.path().join("old"), archive.path().join("new")).expect("renamed");
    assert_eq!(counts(&summary(&archive, &[])), [1, 1, 1, 2]);
    assert_eq!(archive.ids(&["ferry"]), ["new/a.txt"]);
    assert_eq!(archive.ids(&["path:old"]), [""; 0]);
}

#[test]
fn a_run_with_nothing_to_do_writes_nothing() {
    let archive = Archive::of(&[("a.txt", FERRY), ("b.txt", BUDGET)]);
    archive.index();
    let state = || {
        let mut files = Vec::new();
        for entry in walkdir::WalkDir::new(archive.path().join(".morgue")).sort_by_file_name() {
            let entry = entry.expect("the index can be listed");
            if entry.file_type().is_file() && entry.file_name() != "lock" {
                files.push((entry.path().to_path_buf(), fs::read(entry.path()).expect("readable")));
            }
        }
        files
    };
    let before = state();
    archive.index();
    assert_eq!(state(), before);
}

#[test]
fn a_touched_source_is_not_read_as_new() {
    let archive = Archive::of(&[("a.txt", FERRY), ("b.txt", BUDGET)]);
    archive.index();
    fs::write(archive.path().join("a.txt"), FERRY).expect("the same text again");
    assert_eq!(counts(&summary(&archive, &[])), [0, 2, 0, 2]);
}

#[test]
fn the_same_size_and_time_with_another_text_is_noticed() {
    let archive = Archive::of(&[("a.txt", FERRY), ("b.txt", BUDGET)]);
    archive.index();
    let path = archive.path().join("a.txt");
    let modified = fs::metadata(&path).and_then(|metadata| metadata.modified()).expect("a time");
    fs::write(&path, FERRY.replace("sank", "sunk")).expect("written");
    let file = fs::File::options().write(true).open(&path).expect("open");
    file.set_modified(modified).expect("set back");
    assert_eq!(counts(&summary(&archive, &[])), [1, 1, 0, 2]);
    assert_eq!(archive.ids(&["sunk"]), ["a.txt"]);
}

#[test]
fn a_source_of_many_stories_is_replaced_as_a_whole() {
    let archive = Archive::of(&[("a.csv", "id,title,text\n1,One,first ferry\n2,Two,second ferry\n")]);
    assert_eq!(counts(&summary(&archive, &[])), [1, 0, 0, 2]);
    archive.write("a.csv", b"id,title,text\n2,Two,second ferry\n3,Three,third ferry\n4,Four,fourth ferry\n");
    assert_eq!(counts(&summary(&archive, &[])), [1, 0, 0, 3]);
    assert_eq!(archive.ids(&["ferry"]), ["a.csv#2", "a.csv#3", "a.csv#4"]);
}

#[test]
fn an_archive_that_has_vanished_does_not_empty_the_index() {
    let archive = Archive::of(&[("a.txt", FERRY), ("b.txt", BUDGET), ("c.txt", BUDGET)]);
    archive.index();
    for name in ["a.txt", "b.txt"] {
        fs::remove_file(archive.path().join(name)).expect("removed");
    }
    let ran = archive.run(&["index"]);
    assert_eq!(ran.status, 2);
    assert!(ran.stderr.contains("would remove 2 of 3"), "{}", ran.stderr);
    assert_eq!(archive.ids(&["ferry"]), ["a.txt"]);
    assert_eq!(counts(&summary(&archive, &["--allow-empty"])), [0, 1, 2, 1]);
}

#[test]
fn the_first_run_s_choices_are_remembered() {
    let archive = Archive::of(&[("a.csv", "Kopf,Rumpf\nFerry sinks,A ferry sank.\n"), ("b.log", "no news")]);
    let ran = archive.run(&["index", "--map", "headline=Kopf", "--map", "text=Rumpf", "--exclude", "*.log"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    archive.write("c.csv", b"Kopf,Rumpf\nAnother ferry,It sailed.\n");
    archive.index();
    assert_eq!(archive.ids(&["headline:ferry"]), ["a.csv#1", "c.csv#1"]);
    assert_eq!(archive.ids(&["news"]), [""; 0]);
}

#[test]
fn an_index_that_lies_in_its_archive_is_not_indexed() {
    let archive = Archive::of(&[("a.txt", FERRY)]);
    for _ in 0..2 {
        let ran = archive.run(&["index", "--index", "idx"]);
        assert_eq!(ran.status, 0, "{}", ran.stderr);
    }
    assert_eq!(archive.run(&["search", "--index", "idx", "-n", "0", "-f", "ids", "NOT zyx"]).stdout, "a.txt\n");
}

#[test]
fn a_dry_run_changes_nothing() {
    let archive = Archive::of(&[("a.txt", FERRY)]);
    let ran = archive.run(&["index", "--dry-run"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert!(!archive.path().join(".morgue").exists());
}

#[test]
fn a_rebuild_replaces_an_index_that_cannot_be_read() {
    let archive = Archive::of(&[("a.txt", FERRY)]);
    archive.index();
    fs::write(archive.path().join(".morgue/format.json"), "{}").expect("spoilt");
    assert_eq!(archive.run(&["search", "ferry"]).status, 4);
    assert_eq!(archive.run(&["index"]).status, 4);
    assert_eq!(archive.run(&["index", "--rebuild"]).status, 0);
    assert_eq!(archive.ids(&["ferry"]), ["a.txt"]);
    let generations = fs::read_dir(archive.path().join(".morgue")).expect("listed");
    let names: Vec<String> =
        generations.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    assert_eq!(names.iter().filter(|name| name.starts_with("gen-")).count(), 1, "{names:?}");
}

#[test]
fn search_with_update_makes_and_refreshes_the_index() {
    let archive = Archive::of(&[("a.txt", FERRY)]);
    let ran = archive.run(&["search", "--update", "-l", "ferry"]);
    assert_eq!((ran.status, ran.stdout.as_str()), (0, "a.txt\n"), "{}", ran.stderr);
    archive.write("b.txt", FERRY.as_bytes());
    let ran = archive.run(&["search", "--update", "-l", "ferry", "--sort", "path"]);
    assert_eq!(ran.stdout, "a.txt\nb.txt\n");
}

#[test]
fn a_second_writer_is_refused_while_the_first_one_holds_the_lock() {
    let archive = Archive::of(&[("a.txt", FERRY)]);
    archive.index();
    let lock = fs::File::options().write(true).open(archive.path().join(".morgue/lock")).expect("the lock file");
    lock.lock().expect("locked");
    let ran = archive.run(&["index"]);
    assert_eq!(ran.status, 11, "{}", ran.stderr);
    assert_eq!(archive.run(&["search", "ferry"]).status, 0);
    drop(lock);
    assert_eq!(archive.run(&["index"]).status, 0);
}

#[cfg(unix)]
#[test]
fn an_archive_nobody_may_write_to_is_indexed_elsewhere() {
    use std::os::unix::fs::PermissionsExt as _;
    let archive = Archive::of(&[("a.txt", FERRY)]);
    let place = Archive::empty();
    let index = place.path().join("index").to_string_lossy().into_owned();
    fs::set_permissions(archive.path(), fs::Permissions::from_mode(0o555)).expect("closed");
    let ran = archive.run(&["index", "--index", &index]);
    fs::set_permissions(archive.path(), fs::Permissions::from_mode(0o755)).expect("opened");
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert_eq!(place.run(&["search", "--index", &index, "-l", "ferry"]).stdout, "a.txt\n");
}

#[test]
fn a_run_that_died_at_any_file_leaves_nothing_in_the_way() {
    let archive = Archive::of(&[("a.txt", FERRY)]);
    archive.index();
    // What a killed run may leave: temporary files, a half-made next generation.
    fs::write(archive.path().join(".morgue/.tmp-format.json-1"), "half").expect("written");
    fs::write(archive.path().join(".morgue/gen-1/.tmp-meta.json-1"), "half").expect("written");
    fs::create_dir(archive.path().join(".morgue/gen-7")).expect("made");
    archive.write("b.txt", BUDGET.as_bytes());
    archive.index();
    assert_eq!(archive.ids(&["budget"]), ["b.txt"]);
    assert!(!archive.path().join(".morgue/gen-7").exists());
    assert!(!archive.path().join(".morgue/.tmp-format.json-1").exists());
    assert!(!archive.path().join(".morgue/gen-1/.tmp-meta.json-1").exists());
}

#[cfg(unix)]
#[test]
fn a_killed_run_keeps_what_it_committed_and_the_next_one_finishes() {
    let archive = Archive::empty();
    for number in 0..400 {
        archive.write(&format!("{}/{number}.txt", number / 100), FERRY.repeat(50).as_bytes());
    }
    for pause in [5, 20, 60] {
        let mut child = archive.command().args(["index", "-q"]).spawn().expect("the program starts");
        std::thread::sleep(std::time::Duration::from_millis(pause));
        child.kill().expect("killed");
        child.wait().expect("ended");
    }
    let ran = archive.run(&["index"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert_eq!(archive.run(&["search", "-c", "ferry"]).stdout, "400\n");
    assert_eq!(counts(&summary(&archive, &[]))[3], 400);
}

/// Dies after so many stories, as a killed run does: nothing after its last commit is there.
struct DiesAfter(u64);

impl Observer for DiesAfter {
    fn event(&self, event: &Event<'_>) {
        if let Event::Progress { stories, .. } = event {
            assert!(*stories < self.0, "killed here");
        }
    }
}

#[test]
fn a_run_that_dies_within_a_large_source_leaves_no_story_of_it_for_ever() {
    let row = |n: u32| format!("{n},Ferry {n},{}\n", "A ferry sank off Riga. ".repeat(20));
    let rows = (0..4000).map(row).collect::<Vec<_>>().concat();
    let archive = Archive::of(&[("a.csv", &format!("id,title,text\n{rows}")), ("b.txt", BUDGET), ("c.txt", BUDGET)]);
    let request =
        Request { archive: archive.path().into(), commit_bytes: Some(1), jobs: Some(1), ..Request::default() };
    let died = ingest::run(&request, &DiesAfter(2500)).expect_err("it dies");
    assert_eq!(died.kind(), morgue::ErrorKind::Damaged, "{died}");
    let left: u64 = archive.run(&["search", "-c", "ferry"]).stdout.trim().parse().expect("a number");
    assert!((1..4000).contains(&left), "{left} stories were committed");

    // The next run reads it again; and where it is gone, nothing of it stays.
    fs::remove_file(archive.path().join("a.csv")).expect("removed");
    let ran = archive.run(&["index", "--allow-empty"]);
    assert_eq!(ran.status, 0, "{}", ran.stderr);
    assert_eq!(archive.ids(&["ferry"]), [""; 0]);
    assert_eq!(counts(&summary(&archive, &[])), [0, 2, 0, 2]);
}

#[test]
fn many_small_runs_give_what_one_run_gives() {
    let archive = Archive::empty();
    let mut merged = false;
    for number in 0..24 {
        archive.write(&format!("{number}.txt"), FERRY.replace("Riga", &format!("Riga{number}")).as_bytes());
        if number % 3 == 2 {
            fs::remove_file(archive.path().join(format!("{}.txt", number - 1))).expect("removed");
        }
        archive.index();
        let stores = fs::read_dir(archive.path().join(".morgue/gen-1")).expect("listed").flatten();
        let segments = stores.filter(|entry| entry.path().extension().is_some_and(|kind| kind == "store")).count();
        merged |= number > 12 && segments <= 8;
    }
    assert!(merged, "no merge has happened");
    let answers = || {
        let search = archive.run(&["search", "-n", "0", "-f", "ids", "--sort", "path", "ferry"]).stdout;
        let export = archive.run(&["export"]).stdout;
        (search, export, archive.run(&["search", "-c", "riga7 OR riga20"]).stdout)
    };
    let grown = answers();
    assert_eq!(archive.run(&["index", "--rebuild"]).status, 0);
    assert_eq!(answers(), grown);
    assert_eq!(grown.0.lines().count(), 16);
}

#[test]
fn options_are_remembered_even_where_nothing_else_changes() {
    let archive = Archive::of(&[("a.txt", FERRY), ("b.txt", BUDGET), ("c.txt", BUDGET)]);
    archive.index();
    assert_eq!(archive.run(&["index", "--exclude", "zz*"]).status, 0);
    archive.write("zz.txt", FERRY.as_bytes());
    archive.index();
    assert_eq!(archive.ids(&["ferry"]), ["a.txt"]);
}

#[test]
fn an_index_of_one_file_stays_one_of_that_file() {
    let archive = Archive::of(&[("a.txt", FERRY), ("b.txt", FERRY)]);
    let place = Archive::empty();
    let index = place.path().join("ix").to_string_lossy().into_owned();
    assert_eq!(archive.run(&["index", "a.txt", "--index", &index]).status, 0);
    assert_eq!(archive.run(&["search", "--update", "--index", &index, "-l", "ferry"]).stdout, "a.txt\n");
    assert_eq!(archive.run(&["index", "--index", &index]).status, 0);
    assert_eq!(archive.run(&["search", "--index", &index, "-l", "ferry"]).stdout, "a.txt\n");
    let other = archive.run(&["index", "b.txt", "--index", &index]);
    assert_eq!(other.status, 2);
    assert!(other.stderr.contains("belongs to"), "{}", other.stderr);
}

#[test]
fn a_rebuild_does_not_empty_an_index_either() {
    let archive = Archive::of(&[("a.txt", FERRY), ("b.txt", BUDGET)]);
    archive.index();
    for name in ["a.txt", "b.txt"] {
        fs::remove_file(archive.path().join(name)).expect("removed");
    }
    assert_eq!(archive.run(&["index", "--rebuild"]).status, 2);
    assert_eq!(archive.ids(&["ferry"]), ["a.txt"]);
}

#[test]
fn a_wrong_format_file_costs_no_index() {
    let archive = Archive::of(&[("a.txt", FERRY)]);
    archive.index();
    let path = archive.path().join(".morgue/format.json");
    let sound = fs::read_to_string(&path).expect("readable");
    fs::write(&path, sound.replace("\"generation\": 1", "\"generation\": 5")).expect("spoilt");
    assert_eq!(archive.run(&["index"]).status, 4);
    fs::write(&path, sound).expect("mended");
    assert_eq!(archive.ids(&["ferry"]), ["a.txt"]);
}

#[test]
fn a_time_in_the_future_does_not_make_every_run_write() {
    let archive = Archive::of(&[("a.txt", FERRY)]);
    let file = fs::File::options().write(true).open(archive.path().join("a.txt")).expect("open");
    file.set_modified(std::time::SystemTime::now() + std::time::Duration::from_hours(24)).expect("set");
    archive.index();
    let meta = || fs::read(archive.path().join(".morgue/gen-1/meta.json")).expect("readable");
    let before = meta();
    archive.index();
    assert_eq!(meta(), before);
}

#[test]
fn an_index_whose_files_were_damaged_answers_right_or_says_so() {
    let archive = Archive::of(&[("a.txt", FERRY), ("b.txt", BUDGET), ("c.txt", FERRY)]);
    archive.index();
    let sound = archive.run(&["search", "--json", "-n", "0", "ferry"]).stdout;
    let generation = archive.path().join(".morgue/gen-1");
    let mut files: Vec<_> = fs::read_dir(&generation).expect("listed").flatten().map(|entry| entry.path()).collect();
    files.retain(|path| !path.to_string_lossy().ends_with(".lock"));
    files.push(archive.path().join(".morgue/format.json"));
    files.sort();
    for path in files {
        let bytes = fs::read(&path).expect("readable");
        for damage in [&bytes[..0], &bytes[..bytes.len() / 2], &bytes[..bytes.len() - 1]] {
            fs::write(&path, damage).expect("spoilt");
            let ran = archive.run(&["search", "--json", "-n", "0", "ferry"]);
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            assert!(!ran.stderr.contains("panicked"), "{name}: {}", ran.stderr);
            match ran.status {
                0 => assert_eq!(ran.stdout, sound, "{name}"),
                status => assert_eq!(status, 4, "{name}: {}", ran.stderr),
            }
        }
        fs::write(&path, &bytes).expect("mended");
    }
    assert_eq!(archive.run(&["search", "--json", "-n", "0", "ferry"]).stdout, sound);
}

#[test]
fn a_large_source_gives_the_same_whoever_reads_it() {
    let archive = Archive::empty();
    let mut lines = String::new();
    for number in 0..6000 {
        let text = format!("RIGA (Reuters) - Ferry {number} was late. ").repeat(4);
        let broken = if number % 1000 == 500 { "{broken\n" } else { "" };
        let line = format!("{{\"id\":\"{number}\",\"title\":\"Ferry {number}\",\"text\":\"{text}\"}}\n{broken}");
        lines += &line;
    }
    archive.write("a.jsonl", lines.as_bytes());
    let read = |jobs: &str| {
        let index = format!("../index-{jobs}-{}", std::process::id());
        let index = archive.path().join(index).to_string_lossy().into_owned();
        let ran = archive.run(&["index", "--no-names", "--jobs", jobs, "--index", &index, "-f", "jsonl"]);
        assert_eq!(ran.status, 3, "{}", ran.stderr);
        let told: Vec<String> =
            ran.stdout.lines().filter(|line| line.contains("bad_record")).map(str::to_owned).collect();
        let export = archive.run(&["export", "--index", &index]).stdout;
        let status = archive.run(&["status", "--json", "--index", &index]).stdout;
        std::fs::remove_dir_all(&index).expect("removed");
        (told, export, status)
    };
    let (told, export, status) = read("1");
    assert_eq!((told.len(), export.lines().count()), (7, 6000), "six records and the summary");
    let shared = read("5");
    assert_eq!(told[..6], shared.0[..6]);
    assert!(export == shared.1, "the same stories, field by field, in the same order");
    assert_eq!(status, shared.2);
}

use super::*;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};

/// Makes a temporary archive of these files, each holding its own name.
fn archive(files: &[&str]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for file in files {
        write(folder.path(), file);
    }
    folder
}

fn write(root: &Path, file: &str) {
    let path = root.join(file);
    fs::create_dir_all(path.parent().expect("below the root")).expect("a folder");
    fs::write(path, file).expect("a file");
}

fn labels(listing: &Listing) -> Vec<&str> {
    listing.sources.iter().map(|source| source.label.as_str()).collect()
}

fn skips(listing: &Listing) -> Vec<(&str, SkipReason)> {
    listing.skipped.iter().map(|skip| (skip.path.to_str().expect("a plain name"), skip.reason)).collect()
}

fn following() -> WalkOptions {
    WalkOptions::new(&[], &[], true).expect("options")
}

fn globs(include: &[&str], exclude: &[&str]) -> WalkOptions {
    let owned = |globs: &[&str]| globs.iter().map(|&glob| glob.to_owned()).collect::<Vec<_>>();
    WalkOptions::new(&owned(include), &owned(exclude), false).expect("options")
}

#[test]
fn sources_come_in_the_order_of_the_bytes_of_their_paths() {
    let archive = archive(&["b.txt", "a/z.txt", "a.txt", "a/b/c.txt", "B.txt", "é.txt"]);
    let listing = walk(archive.path(), &WalkOptions::default()).expect("a listing");
    assert_eq!(labels(&listing), ["B.txt", "a.txt", "a/b/c.txt", "a/z.txt", "b.txt", "é.txt"]);
    assert_eq!(listing.folders, [&b""[..], b"a", b"a/b"]);
    assert_eq!(listing.sources[1].fingerprint.size, 5);
    assert!(listing.sources[1].fingerprint.mtime_ns > 0);
}

#[test]
fn hidden_things_the_index_and_the_names_file_of_the_root_are_no_sources() {
    let archive =
        archive(&[".hidden", ".git/x", ".morgue/meta.json", "names.toml", "a/names.toml", "a/.b/c.txt", "d.txt"]);
    let listing = walk(archive.path(), &WalkOptions::default()).expect("a listing");
    assert_eq!(labels(&listing), ["a/names.toml", "d.txt"]);
    assert!(listing.skipped.is_empty());
}

#[test]
fn a_fifo_is_skipped_and_never_opened() {
    let archive = archive(&["a.txt"]);
    let made = std::process::Command::new("mkfifo").arg(archive.path().join("pipe")).status().expect("mkfifo runs");
    assert!(made.success());
    let listing = walk(archive.path(), &WalkOptions::default()).expect("a listing");
    assert_eq!(skips(&listing), [("pipe", SkipReason::NotRegular)]);
    let alone = walk(&archive.path().join("pipe"), &WalkOptions::default()).expect("a listing");
    assert_eq!((alone.sources.len(), alone.skipped.len()), (0, 1));
}

#[test]
fn a_link_is_skipped_unless_links_are_followed() {
    let archive = archive(&["a.txt", ".store/b.txt", ".store/deep/c.txt"]);
    symlink(archive.path().join(".store/b.txt"), archive.path().join("linked.txt")).expect("a link");
    symlink(".store/deep", archive.path().join("folder")).expect("a link");
    let plain = walk(archive.path(), &WalkOptions::default()).expect("a listing");
    assert_eq!(labels(&plain), ["a.txt"]);
    assert_eq!(skips(&plain), [("folder", SkipReason::LinkNotFollowed), ("linked.txt", SkipReason::LinkNotFollowed)]);
    let followed = walk(archive.path(), &following()).expect("a listing");
    assert_eq!(labels(&followed), ["a.txt", "folder/c.txt", "linked.txt"]);
    assert!(followed.skipped.is_empty());
    assert_eq!(followed.sources[2].fingerprint.size, 12, "the size is that of the file, not of the link");
}

#[test]
fn a_followed_link_never_loops_leaves_the_root_or_shows_a_file_twice() {
    let outside = archive(&["secret.txt"]);
    let archive = archive(&["a/x.txt", "b/y.txt", ".morgue/z"]);
    let link = |target: &Path, name: &str| symlink(target, archive.path().join(name)).expect("a link");
    link(archive.path(), "a/up");
    link(Path::new("../b"), "a/side");
    link(Path::new("../a"), "b/side");
    link(Path::new("a/x.txt"), "0.txt");
    link(outside.path(), "out");
    link(&outside.path().join("secret.txt"), "out.txt");
    link(Path::new(".morgue"), "index");
    link(Path::new("nowhere"), "dangling");
    let listing = walk(archive.path(), &following()).expect("a listing");
    assert_eq!(labels(&listing), ["a/x.txt", "b/y.txt"]);
    let (repeats, outside) = (SkipReason::LinkRepeats, SkipReason::LinkOutside);
    let expected = [
        ("0.txt", repeats),
        ("a/side", repeats),
        ("a/up", repeats),
        ("b/side", repeats),
        ("index", outside),
        ("out", outside),
        ("out.txt", outside),
    ];
    assert_eq!(skips(&listing), expected);
    assert_eq!(listing.failed.len(), 1);
    assert_eq!(listing.failed[0].path, Path::new("dangling"));
}

#[test]
fn globs_choose_by_name_or_by_path() {
    let archive = archive(&["a.txt", "b.csv", "drafts/c.txt", "2017/d.txt", "2017/10/e.txt"]);
    let listed = |include: &[&str], exclude: &[&str]| {
        let listing = walk(archive.path(), &globs(include, exclude)).expect("a listing");
        labels(&listing).join(" ")
    };
    assert_eq!(listed(&["*.txt"], &[]), "2017/10/e.txt 2017/d.txt a.txt drafts/c.txt");
    assert_eq!(listed(&["*.txt"], &["drafts"]), "2017/10/e.txt 2017/d.txt a.txt");
    assert_eq!(listed(&["2017/*.txt"], &[]), "2017/d.txt");
    assert_eq!(listed(&["2017/**"], &[]), "2017/10/e.txt 2017/d.txt");
    assert_eq!(listed(&["/*"], &["*.csv"]), "a.txt");
    let error = WalkOptions::new(&["a{b".to_owned()], &[], false).expect_err("an unclosed brace");
    assert!(error.to_string().starts_with("--include: `a{b`: "), "{error}");
}

#[test]
fn a_name_that_is_no_utf8_keeps_a_key_of_its_own() {
    let archive = archive(&[]);
    let (first, second) = (OsStr::from_bytes(b"a\xff.txt"), OsStr::from_bytes(b"a\xfe.txt"));
    fs::write(archive.path().join(first), "1").expect("a file");
    fs::write(archive.path().join(second), "2").expect("a file");
    fs::write(archive.path().join("new\nline\u{1b}.txt"), "3").expect("a file");
    let listing = walk(archive.path(), &WalkOptions::default()).expect("a listing");
    let keys: Vec<&[u8]> = listing.sources.iter().map(|source| source.key.as_slice()).collect();
    assert_eq!(keys, [&b"a\xfe.txt"[..], b"a\xff.txt", b"new\nline\x1b.txt"]);
    assert_eq!(listing.sources[0].label, "a\\xFE.txt");
    assert_eq!(fs::read(listing.base.join(&listing.sources[0].path)).expect("it opens"), b"2");
}

#[test]
fn a_single_file_is_an_archive_of_one() {
    let archive = archive(&["in/names.toml", "in/b.txt"]);
    for name in ["names.toml", "b.txt"] {
        let listing = walk(&archive.path().join("in").join(name), &WalkOptions::default()).expect("a listing");
        assert_eq!(labels(&listing), [name]);
        assert!(listing.base.join(&listing.sources[0].path).is_file());
    }
}

#[test]
fn a_missing_root_is_a_failure_that_names_it() {
    let archive = archive(&[]);
    let error = walk(&archive.path().join("nowhere"), &WalkOptions::default()).expect_err("nothing there");
    assert!(error.to_string().ends_with("nowhere: no such file or directory"), "{error}");
}

#[test]
fn what_an_unreadable_folder_held_is_not_taken_for_gone() {
    let archive = archive(&["open/a.txt", "shut/b.txt"]);
    let shut = archive.path().join("shut");
    fs::set_permissions(&shut, fs::Permissions::from_mode(0o000)).expect("permissions");
    let privileged = fs::read_dir(&shut).is_ok();
    let mut listing = walk(archive.path(), &WalkOptions::default()).expect("a listing");
    fs::set_permissions(&shut, fs::Permissions::from_mode(0o755)).expect("permissions");
    if privileged {
        // Root reads everything; the rule is the same for a folder that failed for another reason.
        let error = Error::new(ErrorKind::Io, "read", "input/output error");
        listing.failed.push(Failed { path: "shut".into(), key: b"shut".to_vec(), error });
        listing.sources.retain(|source| source.label != "shut/b.txt");
    } else {
        assert_eq!(listing.folders, [&b""[..], b"open"]);
        assert_eq!(listing.failed[0].error.to_string(), format!("read: {}: permission denied", shut.display()));
    }
    assert!(!listing.is_gone(b"shut/b.txt"));
    assert!(!listing.is_gone(b"shut/deeper/c.txt"));
    assert!(!listing.is_gone(b"open/a.txt"), "it is listed");
    assert!(listing.is_gone(b"open/removed.txt"));
    assert!(listing.is_gone(b"shutters/b.txt"));
}

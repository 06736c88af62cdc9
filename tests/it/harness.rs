//! A temporary archive, and the program run in it.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// An archive in a temporary folder.
pub(crate) struct Archive {
    folder: TempDir,
}

/// What a run of the program gave: all three, always.
pub(crate) struct Ran {
    pub(crate) status: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Archive {
    pub(crate) fn empty() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    /// An archive of these files.
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        let archive = Self::empty();
        for (path, text) in files {
            archive.write(path, text.as_bytes());
        }
        archive
    }

    /// A copy of the sample corpus, indexed.
    pub(crate) fn sample() -> Self {
        let archive = Self::empty();
        copy_tree(&sample_corpus(), archive.path());
        let ran = archive.run(&["index", "-q"]);
        assert_eq!(ran.status, 0, "{}", ran.stderr);
        archive
    }

    pub(crate) fn path(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn write(&self, path: &str, bytes: &[u8]) -> PathBuf {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().expect("a file has a folder")).expect("a folder");
        fs::write(&path, bytes).expect("a written file");
        // Files that were just written are hashed on the next run; an hour-old one may be trusted.
        age(&path);
        path
    }

    /// Runs the program in the archive.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ran {
        let output = self.command().args(arguments).output().expect("the program starts");
        Ran::from(&output)
    }

    /// A command that would run the program in the archive.
    pub(crate) fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_morgue"));
        command.current_dir(self.path()).stdin(Stdio::null());
        for variable in ["MORGUE_ARCHIVE", "MORGUE_INDEX", "MORGUE_SYNTAX", "NO_COLOR", "CLICOLOR_FORCE"] {
            command.env_remove(variable);
        }
        command
    }

    /// Indexes and expects success.
    pub(crate) fn index(&self) -> Ran {
        let ran = self.run(&["index"]);
        assert_eq!(ran.status, 0, "{}{}", ran.stdout, ran.stderr);
        ran
    }

    /// The ids a query finds, sorted.
    pub(crate) fn ids(&self, arguments: &[&str]) -> Vec<String> {
        let ran = self.run(&[&["search", "-n", "0", "-f", "ids"], arguments].concat());
        assert!(ran.status <= 1, "{}", ran.stderr);
        let mut ids: Vec<String> = ran.stdout.lines().map(str::to_owned).collect();
        ids.sort();
        ids
    }

    /// The hits of a query as JSON objects.
    pub(crate) fn hits(&self, arguments: &[&str]) -> Vec<serde_json::Value> {
        let ran = self.run(&[&["search", "-n", "0", "--json"], arguments].concat());
        assert!(ran.status <= 1, "{}", ran.stderr);
        ran.stdout.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect()
    }
}

impl From<&Output> for Ran {
    fn from(output: &Output) -> Self {
        Self {
            status: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
            stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        }
    }
}

pub(crate) fn sample_corpus() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_corpus")
}

pub(crate) fn copy_tree(from: &Path, to: &Path) {
    for entry in walkdir::WalkDir::new(from).sort_by_file_name() {
        let entry = entry.expect("the sample corpus can be read");
        let relative = entry.path().strip_prefix(from).expect("below the folder");
        if relative.components().any(|part| part.as_os_str().to_string_lossy().starts_with(".morgue")) {
            continue;
        }
        let target = to.join(relative);
        if entry.file_type().is_dir() {
            fs::create_dir_all(&target).expect("a folder");
        } else {
            fs::copy(entry.path(), &target).expect("a copied file");
            age(&target);
        }
    }
}

/// A zip of these members.
pub(crate) fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).expect("memory");
        writer.write_all(bytes).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}

/// Makes a file look an hour old.
pub(crate) fn age(path: &Path) {
    let hour_ago = std::time::SystemTime::now() - std::time::Duration::from_hours(1);
    let file = fs::File::options().write(true).open(path).expect("an open file");
    file.set_modified(hour_ago).expect("a changed time");
}

//! The program under observation: how much memory it takes, how long, and what it may do as another user.

use crate::harness::{Archive, Ran};
use std::fs;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// How much slower a debug build on a busy machine may be than the bounds of the table, which are for a release build.
pub(super) const PATIENCE: u32 = 20;

/// A run, how long it took, and the most memory it held at once, in bytes; `None` where the system does not tell.
pub(super) struct Observed {
    pub(super) ran: Ran,
    pub(super) took: Duration,
    pub(super) memory: Option<u64>,
}

/// Runs a command to its end.
pub(super) fn observe(mut command: Command) -> Observed {
    let begun = Instant::now();
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the program starts");
    let status = format!("/proc/{}/status", child.id());
    let mut memory = None;
    // Runs of this kind say little: the pipes never fill.
    while child.try_wait().expect("a child can be waited for").is_none() {
        memory = peak(&status).or(memory);
        std::thread::sleep(Duration::from_millis(2));
    }
    let took = begun.elapsed();
    let output = child.wait_with_output().expect("it has ended");
    Observed { ran: Ran::from(&output), took, memory }
}

/// Returns the high-water mark that Linux keeps of each process.
fn peak(status: &str) -> Option<u64> {
    let text = fs::read_to_string(status).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? << 10)
}

impl Observed {
    /// Checks a row's bounds: the time a release build may take, and the memory.
    pub(super) fn ensure_within(&self, what: &str, time: Duration, memory: u64) {
        assert!(self.took < time * PATIENCE, "{what}: took {:?}\n{}", self.took, self.ran.stderr);
        let taken = self.memory.unwrap_or(0);
        assert!(taken < memory, "{what}: took {} MiB\n{}", taken >> 20, self.ran.stderr);
    }
}

/// A user who owns nothing.
#[cfg(unix)]
const NOBODY: &str = "65534";

/// Returns the command as a user for whom the modes of files hold: for root they do not, so it becomes another. `None`, with
/// a note, where that cannot be done.
#[cfg(unix)]
pub(super) fn unprivileged(archive: &Archive) -> Option<Command> {
    use std::os::unix::fs::PermissionsExt as _;
    let shut = tempfile::tempdir().expect("a temporary folder");
    fs::set_permissions(shut.path(), fs::Permissions::from_mode(0o000)).expect("shut");
    if fs::read_dir(shut.path()).is_err() {
        return Some(archive.command());
    }
    let mut program = archive.command();
    let mut command = Command::new("setpriv");
    command.args(["--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"]).arg(program.get_program());
    command.current_dir(archive.path()).stdin(Stdio::null());
    for (variable, value) in program.get_envs() {
        assert!(value.is_none(), "only removals are carried over");
        command.env_remove(variable);
    }
    // The harness makes folders that only their owner may enter.
    fs::set_permissions(archive.path(), fs::Permissions::from_mode(0o755)).expect("opened");
    let mut probe = Command::new("setpriv");
    probe.args(["--reuid", NOBODY, "--regid", NOBODY, "--clear-groups"]).arg(program.arg("--version").get_program());
    let works = probe.arg("--version").current_dir(archive.path()).output();
    if works.is_ok_and(|output| output.status.success()) {
        return Some(command);
    }
    eprintln!("NOT TESTED: this is root, for whom modes do not hold, and the program cannot be run as another user");
    None
}

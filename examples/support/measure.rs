//! What a process costs: seconds of CPU and of the clock, and the most memory it held. Read from `/proc`, so on Linux.

#![allow(dead_code, reason = "each example uses its part")]

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

pub(crate) type Outcome<T> = Result<T, Box<dyn Error>>;

/// Clock ticks a second in `/proc/self/stat`; Linux shows 100 to programs on every machine.
const TICKS: f64 = 100.0;

/// What one run cost.
#[derive(Clone, Copy, Default)]
pub(crate) struct Cost {
    pub(crate) cpu: f64,
    pub(crate) wall: f64,
    pub(crate) peak_mb: f64,
}

/// Runs a command to its end, its output thrown away. It may end with any status that is no failure of its own: a search
/// that finds nothing, a run of `index` that names a bad file.
pub(crate) fn cost(command: &mut Command) -> Outcome<Cost> {
    let before = children_cpu()?;
    let begun = Instant::now();
    let mut child = quiet(command).spawn()?;
    let peak_mb = watch(&mut child)?;
    let wall = begun.elapsed().as_secs_f64();
    Ok(Cost { cpu: children_cpu()? - before, wall, peak_mb })
}

/// Runs a command to its end and returns the milliseconds from its start to its exit.
pub(crate) fn milliseconds(command: &mut Command) -> Outcome<f64> {
    let begun = Instant::now();
    quiet(command).status()?;
    Ok(begun.elapsed().as_secs_f64() * 1e3)
}

/// Takes the files of a folder out of the page cache.
pub(crate) fn out_of_the_page_cache(folder: &Path) -> Outcome<()> {
    for file in files(folder)? {
        let input = format!("if={}", file.display());
        quiet(Command::new("dd").args([&input, "iflag=nocache", "count=0"])).status()?;
    }
    Ok(())
}

/// Returns how many files a folder holds, and their bytes.
pub(crate) fn size(folder: &Path) -> Outcome<(u64, u64)> {
    let files = files(folder)?;
    let bytes = files.iter().map(|file| Ok(fs::metadata(file)?.len())).sum::<std::io::Result<u64>>()?;
    Ok((files.len() as u64, bytes))
}

/// Returns the files below a folder, in order.
pub(crate) fn files(folder: &Path) -> Outcome<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in walkdir::WalkDir::new(folder).sort_by_file_name() {
        let entry = entry?;
        if entry.file_type().is_file() {
            files.push(entry.into_path());
        }
    }
    Ok(files)
}

/// Removes a folder that may not be there.
pub(crate) fn remove(folder: &Path) -> Outcome<()> {
    if folder.exists() { Ok(fs::remove_dir_all(folder)?) } else { Ok(()) }
}

pub(crate) fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1e6
}

/// Returns the middle of some numbers; 0 of none.
pub(crate) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

/// Returns the middle of each column of some costs.
pub(crate) fn median_cost(costs: &[Cost]) -> Cost {
    let middle = |of: fn(&Cost) -> f64| median(costs.iter().map(of).collect());
    Cost { cpu: middle(|cost| cost.cpu), wall: middle(|cost| cost.wall), peak_mb: middle(|cost| cost.peak_mb) }
}

/// Returns the program that was built beside this example.
pub(crate) fn morgue() -> Outcome<PathBuf> {
    Ok(std::env::current_exe()?.with_file_name("../morgue").canonicalize()?)
}

/// Returns on what machine this runs, and the day.
pub(crate) fn machine() -> String {
    let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = text.lines().find_map(|line| line.strip_prefix("model name")).unwrap_or_default();
    let model = model.trim_start_matches([' ', '\t', ':']);
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    format!("{cores} cores of {model}, {}", morgue::story::Date::today())
}

fn quiet(command: &mut Command) -> &mut Command {
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null())
}

/// Waits for a process; returns the most memory it held, in MB.
fn watch(child: &mut Child) -> Outcome<f64> {
    let mut peak = 0.0_f64;
    while child.try_wait()?.is_none() {
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kb = line.and_then(|line| line.split_whitespace().next()).and_then(|kb| kb.parse::<f64>().ok());
        peak = peak.max(kb.unwrap_or_default() / 1e3);
        std::thread::sleep(Duration::from_millis(2));
    }
    Ok(peak)
}

/// Returns the CPU seconds of all children that have ended.
fn children_cpu() -> Outcome<f64> {
    let stat = fs::read_to_string("/proc/self/stat")?;
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    // Fields 16 and 17 of the line, counted from 1; the first one behind the name is field 3.
    let ticks = |field: usize| fields.get(field - 3).and_then(|ticks| ticks.parse::<f64>().ok()).unwrap_or(0.0);
    Ok((ticks(16) + ticks(17)) / TICKS)
}

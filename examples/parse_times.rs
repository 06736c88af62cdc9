//! Prints how long hostile strings take to be read, language by language: the median, the 99th percentile, the worst.
//!
//! ```text
//! cargo run --release --example parse_times
//! cargo run --release --example parse_times -- 1000000
//! ```
//!
//! The strings are those of the test `no_string_makes_a_parser_panic`.

#[path = "../tests/it/hostile/strings.rs"]
mod strings;

use morgue::query::{Context, Syntax, parse};
use std::error::Error;
use std::hint::black_box;
use std::time::{Duration, Instant};
use strings::Strings;

fn main() -> Result<(), Box<dyn Error>> {
    let count = std::env::args().nth(1).map_or(Ok(100_000), |count| count.parse())?;
    if count == 0 {
        return Err("usage: parse_times [COUNT]".into());
    }
    let today = "2020-06-01".parse()?;
    println!("{count} strings; microseconds");
    println!();
    println!("| | median | 99 % | worst |");
    println!("|---|---|---|---|");
    for syntax in [Syntax::Morgue, Syntax::Nexis, Syntax::Factiva] {
        let context = Context { today, syntax };
        let mut times: Vec<(Duration, String)> = Strings::new(1).take(count).map(|text| time(text, context)).collect();
        times.sort();
        let at = |hundredth: usize| micros(times[(count - 1) * hundredth / 100].0);
        println!("| {syntax:?} | {:.1} | {:.1} | {:.1} |", at(50), at(99), at(100));
        let (_, slowest) = &times[count - 1];
        println!("    the slowest: {:?}", slowest.chars().take(60).collect::<String>());
    }
    Ok(())
}

/// The best of three: what else the machine does is not the parser's time.
fn time(text: String, context: Context) -> (Duration, String) {
    let once = || {
        let start = Instant::now();
        let _ = black_box(parse(&text, &context));
        start.elapsed()
    };
    let best = once().min(once()).min(once());
    (best, text)
}

fn micros(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1e6
}

//! A hundred damaged copies of a sample of each format; ten thousand of each with `MORGUE_LONG`.

use super::hostile::fixtures;
use super::*;
use std::time::{Duration, Instant};

/// A generator of random numbers that gives the same ones every time (xorshift).
struct Dice(u64);

impl Dice {
    fn throw(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below.max(1) as u64) as usize
    }
}

/// Returns a damaged copy: bytes changed, doubled, lost, stretches swapped or cut off.
fn damaged(sample: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = sample.to_vec();
    for _ in 0..=dice.throw(8) {
        let length = bytes.len();
        let at = dice.throw(length);
        let end = (at + dice.throw(200)).min(length);
        match dice.throw(6) {
            0 if length > 0 => bytes[at] = dice.throw(256) as u8,
            1 => bytes.insert(at, dice.throw(256) as u8),
            2 => drop(bytes.drain(at..end)),
            3 => {
                let piece = bytes[at..end].to_vec();
                let to = dice.throw(length);
                bytes.splice(to..to, piece);
            }
            4 if length > 0 => bytes[at] = b"<>\"&{}[]\n,:\\;-\x01\x03"[dice.throw(16)],
            _ => bytes.truncate(length - dice.throw(length / 4)),
        }
    }
    bytes
}

#[test]
#[expect(clippy::print_stdout, reason = "a test with rounds says what it did")]
fn no_damage_to_any_format_harms() {
    let count = if std::env::var_os("MORGUE_LONG").is_some() { 10_000 } else { 100 };
    // The bound of a release build is 5 s; a debug build among others on a busy machine is slower by far.
    let patience = if cfg!(debug_assertions) { Duration::from_mins(1) } else { Duration::from_secs(5) };
    let small = options().with_text_limit(20_000);
    let samples = fixtures();
    let mut slowest = Duration::ZERO;
    for (name, sample) in &samples {
        let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
        for _ in 0..count {
            let bytes = damaged(sample, &mut dice);
            let begun = Instant::now();
            if let Ok(read) = read_with(name, &bytes, &small) {
                assert!(read.records.len() + read.failures.len() <= bytes.len() + 2, "{name}");
            }
            slowest = slowest.max(begun.elapsed());
            assert!(slowest < patience, "{name}: took {slowest:?}");
        }
    }
    println!("I17: {count} damaged copies of each of {} samples, the slowest took {slowest:?}", samples.len());
}

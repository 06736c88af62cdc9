//! Decompression, with a brake: a few bytes can pretend to be terabytes.

use super::Bytes;
use super::window::read_once;
use flate2::read::MultiGzDecoder;
use std::fmt;
use std::io::{self, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// How much may come out before the ratio is looked at.
const FREE_BYTES: u64 = 64 << 20;

/// How many bytes may come out for each that goes in; text reaches 20, a table of zeros 1,000.
const HIGHEST_RATIO: u64 = 200;

/// What is wrong with compressed data.
#[derive(Debug)]
struct Damage(String);

impl fmt::Display for Damage {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0)
    }
}

impl std::error::Error for Damage {}

/// Returns what is wrong with the compression, where that, and not the system, is why reading failed.
pub(super) fn damage(error: &io::Error) -> Option<String> {
    error.get_ref()?.downcast_ref::<Damage>().map(ToString::to_string)
}

/// Returns what the gzip members in `input` hold, one after the other.
pub(super) fn inflate(input: Bytes<'_>) -> Bytes<'_> {
    let taken = Arc::new(AtomicU64::new(0));
    let counted = Counted { input, taken: Arc::clone(&taken) };
    Box::new(Inflate { decoder: MultiGzDecoder::new(counted), taken, given: 0 })
}

struct Inflate<'a> {
    decoder: MultiGzDecoder<Counted<'a>>,
    taken: Arc<AtomicU64>,
    given: u64,
}

impl Read for Inflate<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = read_once(&mut self.decoder, buffer).map_err(|error| match error.kind() {
            io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
                io::Error::other(Damage(format!("damaged gzip: {error}")))
            }
            _ => error,
        })?;
        self.given += count as u64;
        if self.given > FREE_BYTES && self.given / HIGHEST_RATIO > self.taken.load(Ordering::Relaxed) {
            let reason = format!("gzip expands more than {HIGHEST_RATIO} times");
            return Err(io::Error::other(Damage(reason)));
        }
        Ok(count)
    }
}

/// Counts what is read. A counter of its own, since the decoder owns its input.
struct Counted<'a> {
    input: Bytes<'a>,
    taken: Arc<AtomicU64>,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.input.read(buffer)?;
        self.taken.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

//! Decompression, with a brake: a few bytes can pretend to be terabytes.

use super::Bytes;
use super::window::read_once;
use bzip2::read::MultiBzDecoder;
use flate2::read::MultiGzDecoder;
use lzma_rust2::XzReader;
use std::cell::Cell;
use std::fmt;
use std::io::{self, Read};
use std::rc::Rc;

/// How much may come out before the ratio is looked at.
const FREE_BYTES: u64 = 64 << 20;

/// How many bytes may come out for each that goes in; text reaches 20, a table of zeros 1,000.
const HIGHEST_RATIO: u64 = 200;

/// How much memory a decoder of xz may take, in KiB; its own highest level takes half of it.
const XZ_MEMORY: u32 = 128 << 10;

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

/// A compression that has one stream inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Compression {
    Gzip,
    Bzip2,
    Xz,
    Zstd,
}

impl Compression {
    /// Returns the compression that begins like this.
    pub(super) fn of(head: &[u8]) -> Option<Self> {
        // Three letters alone are no sign: a text may begin with them. The digit and the mark of a block, or of the end, follow.
        let is_bzip2 = matches!(head.get(4..10), Some(b"1AY&SY" | b"\x17\x72\x45\x38\x50\x90"));
        match head {
            [0x1F, 0x8B, ..] => Some(Self::Gzip),
            [b'B', b'Z', b'h', ..] if is_bzip2 => Some(Self::Bzip2),
            [0xFD, b'7', b'z', b'X', b'Z', 0, ..] => Some(Self::Xz),
            [0x28, 0xB5, 0x2F, 0xFD, ..] => Some(Self::Zstd),
            _ => None,
        }
    }

    /// Returns the ending that files have, and what a format's name gets.
    pub(super) fn extension(self) -> &'static str {
        match self {
            Self::Gzip => "gz",
            Self::Bzip2 => "bz2",
            Self::Xz => "xz",
            Self::Zstd => "zst",
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Bzip2 => "bzip2",
            Self::Xz => "xz",
            Self::Zstd => "zstd",
        }
    }

    /// Returns what the streams in `input` hold, one after the other.
    pub(super) fn expand(self, input: Bytes<'_>) -> io::Result<Bytes<'_>> {
        let meter = Rc::new(Meter::default());
        let input = Counted { input, meter: Rc::clone(&meter) };
        let decoder: Bytes<'_> = match self {
            Self::Gzip => Box::new(MultiGzDecoder::new(input)),
            Self::Bzip2 => Box::new(MultiBzDecoder::new(input)),
            Self::Xz => Box::new(XzReader::new_mem_limit(input, true, XZ_MEMORY)),
            Self::Zstd => Box::new(zstd::Decoder::new(input)?),
        };
        Ok(Box::new(Braked { decoder, meter, what: self.name() }))
    }
}

/// Returns the failure of something that is not what it should be.
pub(super) fn damaged(why: String) -> io::Error {
    io::Error::other(Damage(why))
}

/// Returns the bytes of a member of a zip, with the brake; `meter` counts for all its members.
pub(super) fn braked<'a>(decoder: Bytes<'a>, meter: &Rc<Meter>) -> Bytes<'a> {
    Box::new(Braked { decoder, meter: Rc::clone(meter), what: "zip" })
}

/// What went into a decoder, and what came out.
#[derive(Default)]
pub(super) struct Meter {
    taken: Cell<u64>,
    given: Cell<u64>,
    /// True where reading the input failed: then the error is the system's, else the decoder's.
    failed: Cell<bool>,
}

impl Meter {
    /// Returns the meter of an archive of so many bytes.
    pub(super) fn of(size: u64) -> Rc<Self> {
        let meter = Self::default();
        meter.taken.set(size);
        Rc::new(meter)
    }
}

struct Braked<'a> {
    decoder: Bytes<'a>,
    meter: Rc<Meter>,
    what: &'static str,
}

impl Read for Braked<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = read_once(&mut self.decoder, buffer).map_err(|error| {
            let is_systems = self.meter.failed.get() || error.raw_os_error().is_some();
            if is_systems || damage(&error).is_some() {
                return error;
            }
            damaged(format!("damaged {}: {error}", self.what))
        })?;
        let given = self.meter.given.get() + count as u64;
        self.meter.given.set(given);
        if given > FREE_BYTES && given / HIGHEST_RATIO > self.meter.taken.get() {
            return Err(damaged(format!("{} expands more than {HIGHEST_RATIO} times", self.what)));
        }
        Ok(count)
    }
}

/// Counts what is read. A counter of its own, since the decoder owns its input.
struct Counted<'a> {
    input: Bytes<'a>,
    meter: Rc<Meter>,
}

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.input.read(buffer);
        match &read {
            Ok(count) => self.meter.taken.set(self.meter.taken.get() + *count as u64),
            Err(error) if error.kind() != io::ErrorKind::Interrupted => self.meter.failed.set(true),
            Err(_) => {}
        }
        read
    }
}

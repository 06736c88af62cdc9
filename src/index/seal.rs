//! Seals: checksums over everything the index writes, looked at whenever it is read.
//!
//! The engine ends each of its files with a checksum and never looks at it: what it reads from a damaged file it takes for
//! granted. So the directory seals what it writes. A small file ends with a line that holds a checksum of the rest. A large
//! one ends with a table:
//!
//! ```text
//! the engine's file | a checksum (4 bytes) of each block of it | its length (8 bytes) | a checksum of table and length (4 bytes)
//! ```
//!
//! A block is a page of memory. The engine asks for a list or a dictionary as a whole, and then the whole is looked at, though
//! a search may use some pages of it: that is the price of no wrong answer.

use crc32fast::Hasher;
use std::io;
use std::ops::Range;
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use tantivy::HasLen;
use tantivy::directory::{FileHandle, OwnedBytes};

const BLOCK: usize = 4096;
const CHECKSUM: usize = 4;
const LENGTH: usize = 8;

/// Returns a small file with its seal.
pub(super) fn seal_text(text: &[u8]) -> Vec<u8> {
    [text, &line(text)].concat()
}

/// Returns a small file without its seal; `None` where it is not what was written.
pub(super) fn unseal_text(sealed: &[u8]) -> Option<&[u8]> {
    let (text, seal) = sealed.split_at_checked(sealed.len().checked_sub(line(b"").len())?)?;
    (seal == line(text)).then_some(text)
}

fn line(text: &[u8]) -> Vec<u8> {
    format!("\ncrc32 {:08x}\n", crc32fast::hash(text)).into_bytes()
}

/// What a sealed file says when it is read and is not what was written.
pub(super) fn broken(name: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, format!("{name} is not what was written"))
}

/// Makes the seal of a large file while it is being written.
#[derive(Default)]
pub(super) struct Sealer {
    table: Vec<u8>,
    block: Hasher,
    length: usize,
}

impl Sealer {
    /// Takes what comes next in the file.
    pub(super) fn update(&mut self, mut data: &[u8]) {
        while !data.is_empty() {
            let (now, later) = data.split_at(data.len().min(BLOCK - self.length % BLOCK));
            self.block.update(now);
            self.length += now.len();
            if self.length.is_multiple_of(BLOCK) {
                self.end_block();
            }
            data = later;
        }
    }

    fn end_block(&mut self) {
        let block = std::mem::take(&mut self.block);
        self.table.extend(block.finalize().to_le_bytes());
    }

    /// Returns what the file ends with.
    pub(super) fn finish(mut self) -> Vec<u8> {
        if !self.length.is_multiple_of(BLOCK) {
            self.end_block();
        }
        let mut seal = self.table;
        seal.extend((self.length as u64).to_le_bytes());
        seal.extend(crc32fast::hash(&seal).to_le_bytes());
        seal
    }
}

/// How the system is told what of a file is about to be read, so that it reads that at once and nothing else.
#[derive(Debug, Default)]
pub(super) struct Ahead {
    #[cfg(target_os = "linux")]
    file: Option<std::fs::File>,
}

#[cfg(target_os = "linux")]
impl Ahead {
    /// Who reads a whole file piece by piece reads it in pieces of this size at least.
    const LEAST: usize = 128 << 10;

    /// For a file that is there. It is advice: nothing is lost where it cannot be given.
    pub(super) fn of(path: &Path) -> Self {
        Self { file: std::fs::File::open(path).ok() }
    }

    fn tell(&self, range: &Range<usize>) {
        use rustix::fs::{Advice, fadvise};
        let length = std::num::NonZeroU64::new(range.len().max(Self::LEAST) as u64);
        if let Some(file) = &self.file {
            let _ = fadvise(file, range.start as u64, length, Advice::WillNeed);
        }
    }
}

#[cfg(not(target_os = "linux"))]
impl Ahead {
    /// Other systems read ahead as they see fit.
    pub(super) fn of(_: &Path) -> Self {
        Self::default()
    }

    fn tell(&self, _: &Range<usize>) {}
}

/// A large file that is checked, block by block, before it is used.
#[derive(Debug)]
pub(super) struct Sealed {
    name: String,
    data: OwnedBytes,
    table: OwnedBytes,
    /// A bit for each block that was found sound.
    sound: Vec<AtomicU64>,
    ahead: Ahead,
}

impl Sealed {
    /// Opens a file with its seal; only the seal is looked at.
    pub(super) fn open(name: String, file: &OwnedBytes, ahead: Ahead) -> io::Result<Self> {
        // The seal is as long as a thousandth of the file.
        let seal = file.len() / BLOCK * CHECKSUM + BLOCK;
        ahead.tell(&(file.len().saturating_sub(seal)..file.len()));
        match Self::parts(file) {
            Some((data, table)) => {
                let sound = (0..data.len().div_ceil(BLOCK).div_ceil(64)).map(|_| AtomicU64::new(0)).collect();
                Ok(Self { name, data, table, sound, ahead })
            }
            None => Err(broken(&name)),
        }
    }

    fn parts(file: &OwnedBytes) -> Option<(OwnedBytes, OwnedBytes)> {
        let (rest, _) = file.as_slice().split_last_chunk::<CHECKSUM>()?;
        let (_, length) = rest.split_last_chunk::<LENGTH>()?;
        let length = usize::try_from(u64::from_le_bytes(*length)).ok()?;
        let seal = length.div_ceil(BLOCK).checked_mul(CHECKSUM)?.checked_add(LENGTH + CHECKSUM)?;
        if length.checked_add(seal)? != file.len() {
            return None;
        }
        let (data, seal) = file.clone().split(length);
        let (table, checksum) = seal.as_slice().split_last_chunk::<CHECKSUM>()?;
        (crc32fast::hash(table).to_le_bytes() == *checksum).then(|| (data, seal.slice(0..table.len() - LENGTH)))
    }

    /// Says whether all of it is what was written.
    pub(super) fn check(&self) -> io::Result<()> {
        self.check_range(0..self.data.len())
    }

    fn check_range(&self, range: Range<usize>) -> io::Result<()> {
        if range.is_empty() {
            return Ok(());
        }
        let mut is_told = false;
        for block in range.start / BLOCK..range.end.div_ceil(BLOCK) {
            let (word, bit) = (&self.sound[block / 64], 1 << (block % 64));
            if word.load(Ordering::Relaxed) & bit == 0 {
                if !is_told {
                    self.ahead.tell(&(block * BLOCK..range.end));
                    is_told = true;
                }
                if !self.is_sound(block) {
                    return Err(broken(&self.name));
                }
                word.fetch_or(bit, Ordering::Relaxed);
            }
        }
        Ok(())
    }

    fn is_sound(&self, block: usize) -> bool {
        let data = &self.data[block * BLOCK..self.data.len().min((block + 1) * BLOCK)];
        self.table[block * CHECKSUM..][..CHECKSUM] == crc32fast::hash(data).to_le_bytes()
    }
}

impl HasLen for Sealed {
    fn len(&self) -> usize {
        self.data.len()
    }
}

impl FileHandle for Sealed {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        // A length that is wrong comes from a place that is: better an error than a panic.
        if range.start > range.end || range.end > self.data.len() {
            return Err(broken(&self.name));
        }
        self.check_range(range.clone())?;
        Ok(self.data.slice(range))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two blocks and a bit.
    fn sealed() -> Vec<u8> {
        let data: Vec<u8> = (0..2 * BLOCK + 9).map(|at| (at % 251) as u8).collect();
        let mut sealer = Sealer::default();
        for part in data.chunks(1000) {
            sealer.update(part);
        }
        [data, sealer.finish()].concat()
    }

    fn open(file: Vec<u8>) -> io::Result<Sealed> {
        Sealed::open("a.idx".to_owned(), &OwnedBytes::new(file), Ahead::default())
    }

    #[test]
    fn a_file_is_read_as_it_was_written() {
        for length in [0, 1, BLOCK, BLOCK + 1] {
            let mut sealer = Sealer::default();
            sealer.update(&vec![7; length]);
            let file = open([vec![7; length], sealer.finish()].concat()).expect("opened");
            assert_eq!(file.read_bytes(0..length).expect("read").as_slice(), vec![7; length]);
            assert!(file.read_bytes(0..length + 1).is_err());
        }
    }

    #[test]
    fn any_changed_byte_is_seen_by_whoever_reads_its_block() {
        let sound = sealed();
        for at in (0..sound.len()).step_by(13).chain(sound.len() - 24..sound.len()) {
            let mut bytes = sound.clone();
            bytes[at] ^= 0x10;
            let Ok(file) = open(bytes) else {
                assert!(at > 2 * BLOCK + 8, "the data is looked at only when it is read: {at}");
                continue;
            };
            let error = file.check().expect_err("seen");
            assert_eq!(error.to_string(), "a.idx is not what was written");
            let other = if at < BLOCK { BLOCK..BLOCK + 5 } else { 0..5 };
            assert!(file.read_bytes(at..at + 1).is_err() && file.read_bytes(other).is_ok(), "{at}");
        }
    }

    #[test]
    fn a_file_of_another_length_is_not_opened() {
        let sound = sealed();
        for length in [0, 3, 12, sound.len() / 2, sound.len() - 1] {
            assert!(open(sound[..length].to_vec()).is_err(), "{length}");
        }
        assert!(open([sound, vec![0]].concat()).is_err());
    }

    #[test]
    fn a_small_file_is_sealed_by_its_last_line() {
        let sealed = seal_text(b"{}\n");
        assert_eq!(unseal_text(&sealed), Some(&b"{}\n"[..]));
        for at in 0..sealed.len() {
            let mut bytes = sealed.clone();
            bytes[at] ^= 1;
            assert_eq!(unseal_text(&bytes), None, "{at}");
            assert_eq!(unseal_text(&sealed[..at]), None, "{at}");
        }
    }
}

//! A look at the headers of a tar before its reader sees them: the names and attributes that a tar writes as members of their own
//! are read into memory whole, however long the header says they are.

use super::compressed::damaged;
use std::io::{self, Read};

const BLOCK: usize = 512;

/// How long a name, or the attributes of a member, may be; systems stop at a few kilobytes.
const LONGEST: u64 = 1 << 20;

/// Passes a tar on, and fails at a header that would fill the memory.
pub(super) struct Guard<R> {
    inner: R,
    /// The header that is being gathered.
    header: Vec<u8>,
    /// How much of the current member is still to come, with its padding.
    left: u64,
    /// The attributes of the next member, while they pass: its size may be among them.
    attributes: Option<Vec<u8>>,
    /// The size that the attributes give the next member.
    size: Option<u64>,
}

impl<R> Guard<R> {
    pub(super) fn new(inner: R) -> Self {
        Self { inner, header: Vec::with_capacity(BLOCK), left: 0, attributes: None, size: None }
    }

    fn see(&mut self, mut bytes: &[u8]) -> io::Result<()> {
        while !bytes.is_empty() {
            if self.left > 0 {
                let count = usize::try_from(self.left).unwrap_or(usize::MAX).min(bytes.len());
                if let Some(attributes) = &mut self.attributes {
                    attributes.extend_from_slice(&bytes[..count]);
                }
                self.left -= count as u64;
                bytes = &bytes[count..];
                if self.left == 0 {
                    self.size = self.attributes.take().and_then(|attributes| size_in(&attributes)).or(self.size);
                }
                continue;
            }
            let count = (BLOCK - self.header.len()).min(bytes.len());
            self.header.extend_from_slice(&bytes[..count]);
            bytes = &bytes[count..];
            if self.header.len() == BLOCK {
                self.member()?;
                self.header.clear();
            }
        }
        Ok(())
    }

    fn member(&mut self) -> io::Result<()> {
        // Sparse members have a list of their pieces behind their header, in blocks that say whether another follows.
        let kind = self.header[156];
        let size = number(&self.header[124..136]).unwrap_or(0);
        let is_attributes = matches!(kind, b'x' | b'g');
        if (is_attributes || matches!(kind, b'L' | b'K')) && size > LONGEST {
            return Err(damaged(format!("damaged tar: a name of {size} bytes")));
        }
        let size = if is_attributes || matches!(kind, b'L' | b'K') { size } else { self.size.take().unwrap_or(size) };
        self.attributes = (kind == b'x').then(Vec::new);
        self.left = size.div_ceil(BLOCK as u64).saturating_mul(BLOCK as u64);
        Ok(())
    }
}

impl<R: Read> Read for Guard<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.see(&buffer[..count])?;
        Ok(count)
    }
}

/// Returns the number of a header's field: octal digits, or after a high bit the number itself.
fn number(field: &[u8]) -> Option<u64> {
    if field[0] & 0x80 != 0 {
        let last = field.last_chunk::<8>()?;
        return Some(u64::from_be_bytes(*last));
    }
    let text = std::str::from_utf8(field).ok()?;
    u64::from_str_radix(text.trim_matches(['\0', ' ']), 8).ok()
}

/// Returns the size among attributes, each of which is `LENGTH NAME=VALUE` and a line end.
fn size_in(attributes: &[u8]) -> Option<u64> {
    let at = memchr::memmem::find(attributes, b" size=")? + 6;
    let end = memchr::memchr(b'\n', &attributes[at..])?;
    std::str::from_utf8(&attributes[at..at + end]).ok()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(kind: u8, size: u64) -> Vec<u8> {
        let mut header = vec![0; BLOCK];
        header[156] = kind;
        header[124..135].copy_from_slice(format!("{size:011o}").as_bytes());
        header
    }

    #[test]
    fn a_name_without_end_is_refused_wherever_it_stands() {
        let long = header(b'L', 2 << 30);
        assert!(Guard::new(&long[..]).read_to_end(&mut Vec::new()).is_err());
        let story = [header(b'0', 600), vec![b'L'; 1024], long.clone()].concat();
        assert!(Guard::new(&story[..]).read_to_end(&mut Vec::new()).is_err(), "behind a member");
        let content = [header(b'0', 512), long.clone()].concat();
        assert!(Guard::new(&content[..]).read_to_end(&mut Vec::new()).is_ok(), "inside one it is content");
        let sized = [header(b'x', 11), b"11 size=512\n".to_vec(), vec![0; 500], header(b'0', 0), long].concat();
        assert!(Guard::new(&sized[..]).read_to_end(&mut Vec::new()).is_ok(), "its size stands in its attributes");
    }
}

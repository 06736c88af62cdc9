//! A window on a stream: the bytes from where a record begins to as far as was needed to find its end.
//!
//! A record whose end turns out to be torn is read again from its second line, so nothing is passed over before its
//! reader says so.

use super::compressed::damaged;
use super::work::look;
use super::{Bytes, mebibytes};
use memchr::{memchr, memchr_iter};
use std::io::{self, Read};

/// How much is asked of the stream at once.
const CHUNK: usize = 64 << 10;
/// How much is read at first.
const FIRST_CHUNK: usize = 4 << 10;

/// How many NUL bytes may come in a row. More are a hole in a sparse file, which can be larger than any disk.
const MOST_NULS: usize = 16 << 20;

static NULS: [u8; CHUNK] = [0; CHUNK];

/// The unread bytes of a stream, as far as they are in memory.
pub(super) struct Window<'a> {
    input: Bytes<'a>,
    buffer: Vec<u8>,
    start: usize,
    /// How many bytes were passed over.
    offset: u64,
    line: u64,
    ended: bool,
    /// How many NUL bytes were read last, in a row.
    nuls: usize,
}

impl<'a> Window<'a> {
    /// Returns a window at the beginning of a stream.
    pub(super) fn new(input: Bytes<'a>) -> Self {
        Self { input, buffer: Vec::new(), start: 0, offset: 0, line: 1, ended: false, nuls: 0 }
    }

    /// Returns the unread bytes that are in memory.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.buffer[self.start..]
    }

    /// Returns the line of the first unread byte, from 1.
    pub(super) fn line(&self) -> u64 {
        self.line
    }

    /// Returns the offset of the first unread byte in the stream.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// Reads more of the stream; returns false at its end.
    pub(super) fn more(&mut self) -> io::Result<bool> {
        if self.ended {
            return Ok(false);
        }
        if self.start > self.buffer.len() / 2 {
            self.buffer.drain(..self.start);
            self.start = 0;
        }
        let length = self.buffer.len();
        // Many a source is far smaller than a chunk, and clearing memory for one costs more than reading it.
        let chunk = length.clamp(FIRST_CHUNK, CHUNK);
        self.buffer.resize(length + chunk, 0);
        let read = read_once(&mut self.input, &mut self.buffer[length..]);
        self.buffer.truncate(length + *read.as_ref().unwrap_or(&0));
        self.ended = !matches!(read, Ok(count) if count > 0);
        self.count_nuls(length)?;
        read.map(|count| count > 0)
    }

    /// Counts the NUL bytes at the end of what was read, which begins at `start` of the buffer.
    fn count_nuls(&mut self, start: usize) -> io::Result<()> {
        let read = &self.buffer[start..];
        if *read == NULS[..read.len()] {
            self.nuls += read.len();
        } else {
            self.nuls = read.iter().rev().take_while(|byte| **byte == 0).count();
        }
        if self.nuls > MOST_NULS {
            self.ended = true;
            return Err(damaged(format!("over {} of NUL bytes in a row", mebibytes(MOST_NULS))));
        }
        Ok(())
    }

    /// Reads until there are twice as many bytes, or just over `limit`, so that looking at them anew each time stays cheap;
    /// returns false at the end of the stream.
    pub(super) fn grow(&mut self, limit: usize) -> io::Result<bool> {
        let before = self.bytes().len();
        let wanted = (2 * before).min(limit.saturating_add(1)).max(before + 1);
        while self.bytes().len() < wanted {
            if !self.more()? {
                break;
            }
        }
        Ok(self.bytes().len() > before)
    }

    /// Passes over bytes that are in memory.
    pub(super) fn advance(&mut self, count: usize) {
        let passed = &self.buffer[self.start..self.start + count];
        self.line += memchr_iter(b'\n', passed).count() as u64;
        self.start += count;
        self.offset += count as u64;
    }

    /// Returns the length of the next line without its end, and with it; `None` at the end of the stream.
    ///
    /// A line of over `limit` bytes is returned as soon as that is known, with the length that is in memory.
    pub(super) fn line_length(&mut self, limit: usize) -> io::Result<Option<(usize, usize)>> {
        let mut searched = 0;
        loop {
            let found = memchr(b'\n', &self.bytes()[searched..]);
            look(found.unwrap_or(self.bytes().len() - searched));
            if let Some(end) = found {
                let end = searched + end;
                let content = if end > 0 && self.bytes()[end - 1] == b'\r' { end - 1 } else { end };
                return Ok(Some((content, end + 1)));
            }
            searched = self.bytes().len();
            if searched > limit {
                return Ok(Some((searched, searched)));
            }
            if !self.more()? {
                return Ok((searched > 0).then_some((searched, searched)));
            }
        }
    }

    /// Passes over the rest of the line, however long, without keeping it.
    pub(super) fn skip_line(&mut self) -> io::Result<()> {
        loop {
            let found = memchr(b'\n', self.bytes());
            look(found.unwrap_or(self.bytes().len()));
            if let Some(end) = found {
                self.advance(end + 1);
                return Ok(());
            }
            self.advance(self.bytes().len());
            if !self.more()? {
                return Ok(());
            }
        }
    }
}

/// Reads once, again where a signal interrupted it.
pub(super) fn read_once(input: &mut dyn Read, buffer: &mut [u8]) -> io::Result<usize> {
    loop {
        match input.read(buffer) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            result => return result,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_counted_and_their_ends_stripped() {
        let mut window = Window::new(Box::new(&b"one\r\ntwo\n\nlast"[..]));
        let mut lines = Vec::new();
        while let Some((content, whole)) = window.line_length(100).expect("no error") {
            lines.push((window.line(), String::from_utf8_lossy(&window.bytes()[..content]).into_owned()));
            window.advance(whole);
        }
        let expected = [(1, "one"), (2, "two"), (3, ""), (4, "last")];
        assert_eq!(lines, expected.map(|(line, text)| (line, text.to_owned())));
    }

    #[test]
    fn a_line_over_the_limit_is_passed_over_without_being_kept() {
        let long = io::repeat(b'x').take(50 << 20).chain(&b"\nnext\n"[..]);
        let mut window = Window::new(Box::new(long));
        assert!(window.line_length(1000).expect("no error").is_some_and(|(content, _)| content > 1000));
        window.skip_line().expect("no error");
        assert_eq!((window.line(), window.line_length(1000).expect("no error")), (2, Some((4, 5))));
        assert!(window.buffer.capacity() < 4 << 20, "{}", window.buffer.capacity());
    }
}

//! Numbers for words and features: multiplicative hashes.
//!
//! The model is a table from the hash of a feature to its weights, so the same function makes the table and asks it. The words
//! of a story choose the keys: words made to collide can reach another weight, or make that one story slower to read.

/// Returns the hash of some bytes.
pub(super) fn bytes(bytes: &[u8]) -> u64 {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64 ^ bytes.len() as u64;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let mut word = [0; 8];
        word.copy_from_slice(chunk);
        state = step(state, u64::from_le_bytes(word));
    }
    let mut word = [0_u8; 8];
    let rest = chunks.remainder();
    word[..rest.len()].copy_from_slice(rest);
    step(state, u64::from_le_bytes(word))
}

/// Returns the hash of two numbers.
pub(super) fn pair(a: u32, b: u32) -> u32 {
    step(u64::from(a) << 32 | u64::from(b), 0x2545_f491_4f6c_dd1d) as u32
}

fn step(state: u64, word: u64) -> u64 {
    let mixed = (state ^ word).wrapping_mul(0xd6e8_feb8_6659_fd93);
    (mixed ^ (mixed >> 32)).wrapping_mul(0xd6e8_feb8_6659_fd93).rotate_left(29)
}

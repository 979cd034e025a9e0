//! Content into one zstd frame (its magic number left out) and back, bounded on the way back.
//!
//! Where blocks end inside the frame is chosen by trying: times and texts have different
//! alphabets, and a block has one code table. Any zstd decoder reads the frame. A trained
//! dictionary was rejected: it would be part of the format for ever. Changing the reading side
//! changes bytes; the writing side may be improved at any time.

use std::io::Write as _;

use zstd::zstd_safe;

use crate::columns::Content;
use crate::error::DecodeError;
use crate::seal::{OPENED_BYTES_MAX, PADDING_BYTES};

/// Measured on the standard day: 22 gives the same bytes within three, 16 up to eight more.
const LEVEL: i32 = 19;

/// What every frame begins with: known, so not carried. Changing this changes bytes.
const MAGIC: [u8; 4] = [0x28, 0xb5, 0x2f, 0xfd];

/// The frame without its magic number, padded with zeros if asked for.
pub(crate) fn pack(content: &Content, padded: bool) -> Vec<u8> {
    let mut best = frame(&content.bytes, &[]);
    for long in [0, 24, 64, 128, 1024] {
        let other = frame(&content.bytes, &cuts_round(content, long));
        if other.len() < best.len() {
            best = other;
        }
    }
    let mut best = best.split_off(MAGIC.len().min(best.len()));
    if padded {
        best.resize(best.len().next_multiple_of(PADDING_BYTES), 0);
    }
    best
}

/// How many bytes a part takes when compressed alone: for measuring.
pub(crate) fn alone(part: &[u8]) -> usize {
    frame(part, &[]).len()
}

/// Where a section of at least `long` bytes begins or ends.
fn cuts_round(content: &Content, long: usize) -> Vec<usize> {
    let mut cuts = Vec::new();
    let mut before = 0;
    for cut in &content.cuts {
        if cut - before >= long {
            cuts.extend([before, *cut]);
        }
        before = *cut;
    }
    cuts.retain(|cut| *cut != 0);
    cuts.dedup();
    cuts
}

/// The content of a frame with nothing but padding behind it.
pub(crate) fn unpack(plain: &[u8]) -> Result<Vec<u8>, DecodeError> {
    let broken = || DecodeError::Malformed("not a zstd frame".into());
    let whole = [&MAGIC, plain].concat();
    let length = zstd_safe::find_frame_compressed_size(&whole).map_err(|_| broken())?;
    let (frame, padding) = whole.split_at_checked(length).ok_or_else(broken)?;
    if padding.len() >= PADDING_BYTES
        || padding.iter().any(|byte| *byte != 0)
        || (!padding.is_empty() && !plain.len().is_multiple_of(PADDING_BYTES))
    {
        return Err(DecodeError::Malformed("not padding after the frame".into()));
    }
    let mut out = Vec::with_capacity(OPENED_BYTES_MAX);
    match zstd_safe::decompress(&mut out, frame) {
        Ok(_) => Ok(out),
        Err(_) => Err(broken()),
    }
}

fn frame(bytes: &[u8], cuts: &[usize]) -> Vec<u8> {
    try_frame(bytes, cuts).unwrap_or_default()
}

/// Writing into memory fails only without memory.
fn try_frame(bytes: &[u8], cuts: &[usize]) -> std::io::Result<Vec<u8>> {
    let mut encoder = zstd::stream::write::Encoder::new(Vec::new(), LEVEL)?;
    encoder.set_pledged_src_size(Some(bytes.len() as u64))?;
    let mut at = 0;
    for cut in cuts.iter().copied().chain([bytes.len()]) {
        encoder.write_all(bytes.get(at..cut).unwrap_or_default())?;
        if cut < bytes.len() {
            encoder.flush()?;
        }
        at = cut;
    }
    encoder.finish()
}

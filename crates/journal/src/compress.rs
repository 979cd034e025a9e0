//! Content into one zstd frame and back, bounded on the way back.
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

/// Measured on the standard day: 19 and 22 give the same bytes within three, 22 is slower.
const LEVEL: i32 = 19;

/// The frame, padded with zeros if asked for.
pub(crate) fn pack(content: &Content, padded: bool) -> Vec<u8> {
    let around_times = content.cuts.get(..2).unwrap_or_default();
    let mut best = frame(&content.bytes, &[]);
    for cuts in [around_times, content.cuts.as_slice()] {
        let other = frame(&content.bytes, cuts);
        if other.len() < best.len() {
            best = other;
        }
    }
    if padded {
        best.resize(best.len().next_multiple_of(PADDING_BYTES), 0);
    }
    best
}

/// The content of a frame with nothing but padding behind it.
pub(crate) fn unpack(plain: &[u8]) -> Result<Vec<u8>, DecodeError> {
    let broken = || DecodeError::Malformed("not a zstd frame".into());
    let length = zstd_safe::find_frame_compressed_size(plain).map_err(|_| broken())?;
    let (frame, padding) = plain.split_at_checked(length).ok_or_else(broken)?;
    if padding.len() >= PADDING_BYTES
        || padding.iter().any(|byte| *byte != 0)
        || (!padding.is_empty() && plain.len() % PADDING_BYTES != 0)
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

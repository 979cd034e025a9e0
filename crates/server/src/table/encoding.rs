//! Bytes to text: by byte order mark, by name, as UTF-8, as UTF-16 without a mark, and
//! only then by a guess over the whole file (chardetng, the browsers' detector).
//!
//! Never with replacement characters: a byte that is no text is an error that names its line.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::TableError;

/// Decodes a file; a byte that is no text is an error that names its line.
pub fn decode(bytes: &[u8], name: Option<&str>) -> Result<String, TableError> {
    let (encoding, bytes) = match (Encoding::for_bom(bytes), name) {
        (Some((encoding, mark)), _) => (encoding, bytes.get(mark..).unwrap_or_default()),
        (None, Some(name)) => {
            let found = Encoding::for_label(name.trim().as_bytes());
            (found.ok_or_else(|| TableError::UnknownEncoding(name.to_owned()))?, bytes)
        }
        (None, None) => (guess(bytes), bytes),
    };
    match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Ok(text.into_owned()),
        None => Err(TableError::NotText {
            encoding: encoding.name().to_owned(),
            line: bad_line(encoding, bytes),
        }),
    }
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    if let Some(wide) = utf_16_without_mark(bytes) {
        return wide;
    }
    if std::str::from_utf8(bytes).is_ok() {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// ASCII letters of a header leave every second byte zero.
fn utf_16_without_mark(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(512)).unwrap_or_default();
    let zeros = |odd: usize| {
        head.iter().enumerate().filter(|(i, byte)| i % 2 == odd && **byte == 0).count()
    };
    let (even, odd, pairs) = (zeros(0), zeros(1), head.len() / 2);
    if pairs == 0 || bytes.len() % 2 == 1 {
        None
    } else if odd * 3 > pairs && even * 20 < pairs {
        Some(UTF_16LE)
    } else if even * 3 > pairs && odd * 20 < pairs {
        Some(UTF_16BE)
    } else {
        None
    }
}

fn bad_line(encoding: &'static Encoding, bytes: &[u8]) -> u64 {
    let good = if encoding == UTF_8 {
        std::str::from_utf8(bytes).err().map_or(bytes.len(), |error| error.valid_up_to())
    } else {
        first_bad(encoding, bytes)
    };
    let before = bytes.get(..good).unwrap_or(bytes);
    let lines = before.iter().filter(|byte| **byte == b'\n').count();
    u64::try_from(lines).unwrap_or(u64::MAX).saturating_add(1)
}

fn first_bad(encoding: &'static Encoding, bytes: &[u8]) -> usize {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut text = String::with_capacity(bytes.len().saturating_mul(3).saturating_add(16));
    decoder.decode_to_string_without_replacement(bytes, &mut text, true).1
}

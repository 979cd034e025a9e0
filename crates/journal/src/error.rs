//! What a decoder says about bytes it does not take.
//!
//! One enum for all decoders of the crate: a caller refuses the bytes whatever the cause, and
//! the detail goes to the log. Nothing here carries content of a page.

/// Bytes that are not what they should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// Longer than the format's limit.
    #[error("longer than {limit} bytes")]
    TooLong {
        /// The limit in bytes.
        limit: usize,
    },
    /// CBOR, but not in the one canonical form.
    #[error("not canonical: {0}")]
    NotCanonical(&'static str),
    /// Not the shape expected here.
    #[error("malformed: {0}")]
    Malformed(String),
    /// A format number this program does not know.
    #[error("format {0} is not known")]
    UnknownFormat(u64),
}

impl From<minicbor::decode::Error> for DecodeError {
    fn from(error: minicbor::decode::Error) -> Self {
        Self::Malformed(error.to_string())
    }
}

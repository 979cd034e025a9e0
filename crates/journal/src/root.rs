//! `content_root`: RFC 6962 over salted leaves, so that single events can be shown and others
//! withheld. Changing this changes bytes.

/// The random salt of a page, 16 bytes; each leaf's salt is made from it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageSalt(pub [u8; 16]);

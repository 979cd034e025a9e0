//! The context string of every signed thing. Changing this changes bytes.
//!
//! A signature is made over `context ‖ election id (16 bytes) ‖ body`. No string here is a
//! prefix of another (a test), so a body signed as one thing can never be read as another.
//! A field "type" inside the body was rejected: it can be forgotten when checking.

/// Page signature, page hash and the HPKE `info` of pages.
pub const PAGE: &[u8] = b"sanaq page 1";
/// Headquarters' receipt.
pub const RECEIPT: &[u8] = b"sanaq receipt 1";
/// A relay's custody note.
pub const CUSTODY: &[u8] = b"sanaq custody 1";
/// Held: the signed word that a page is in quarantine.
pub const HELD: &[u8] = b"sanaq held 1";
/// An invitation's public part, signed by the invitation key.
pub const INVITATION: &[u8] = b"sanaq invitation 1";
/// An enrolment, signed by the invitation's one-time key and by the device key.
pub const ENROLMENT: &[u8] = b"sanaq enrolment 1";
/// A continuation, signed by the old device key and by the new one.
pub const CONTINUATION: &[u8] = b"sanaq continuation 1";
/// The key list, signed by the root key.
pub const KEY_LIST: &[u8] = b"sanaq keylist 1";
/// A device's hello.
pub const HELLO: &[u8] = b"sanaq hello 1";
/// The answer to a sync request.
pub const ANSWER: &[u8] = b"sanaq answer 1";
/// The HPKE `info` of a status word: nothing is signed with it.
pub const STATUS: &[u8] = b"sanaq status 1";
/// Reserved: the write-only alarm from a locked app.
pub const ALARM: &[u8] = b"sanaq alarm 1";
/// A lead's statement about its relay's TLS key.
pub const RELAY: &[u8] = b"sanaq relay 1";

/// Every context string, reserved ones too.
pub const ALL: [&[u8]; 13] = [
    PAGE,
    RECEIPT,
    CUSTODY,
    HELD,
    INVITATION,
    ENROLMENT,
    CONTINUATION,
    KEY_LIST,
    HELLO,
    ANSWER,
    STATUS,
    ALARM,
    RELAY,
];

#[cfg(test)]
mod tests {
    use super::ALL;

    #[test]
    fn no_context_string_is_a_prefix_of_another() {
        for (i, a) in ALL.iter().enumerate() {
            for (j, b) in ALL.iter().enumerate() {
                assert!(i == j || !b.starts_with(a), "{a:?} {b:?}");
            }
        }
    }
}

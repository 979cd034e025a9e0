//! Names of elections, journals, invitations, pages and events.
//!
//! Ids are random UUIDs (version 4: version 7 would tell the time). They are newtypes so that
//! a journal can never stand where an election is asked for; plain strings were rejected
//! because they would let two spellings of one id exist.

use std::fmt;

use minicbor::{Decode, Encode};
use rand_core::CryptoRng;

/// An election, named by 16 random bytes. Part of every signed message.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct ElectionId(#[cbor(n(0), with = "minicbor::bytes")] pub [u8; 16]);

/// A journal: all events of one device's enrolment, or one of headquarters' own.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct JournalId(#[cbor(n(0), with = "minicbor::bytes")] pub [u8; 16]);

/// An invitation, named in its signed public part.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct InvitationId(#[cbor(n(0), with = "minicbor::bytes")] pub [u8; 16]);

/// One boot of a device: CLOCK_BOOTTIME readings compare only within it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct BootId(#[cbor(n(0), with = "minicbor::bytes")] pub [u8; 16]);

/// A SHA-256 hash.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct Hash(#[cbor(n(0), with = "minicbor::bytes")] pub [u8; 32]);

/// A page's number in its journal, from 1. Zero stands for "no page yet".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct PageNumber(#[n(0)] pub u64);

/// An event's number in its journal, from 1, across pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(transparent)]
pub struct Ordinal(#[n(0)] pub u64);

impl Hash {
    /// Thirty-two zero bytes: what page 1 names as the page before it.
    pub const ZERO: Self = Self([0; 32]);
}

impl PageNumber {
    /// The number after this one.
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }
}

impl Ordinal {
    /// The ordinal `count` events further on.
    pub const fn plus(self, count: u64) -> Self {
        Self(self.0.saturating_add(count))
    }
}

impl ElectionId {
    /// A new id from the caller's chance.
    pub fn random(rng: &mut dyn CryptoRng) -> Self {
        Self(random_uuid(rng))
    }
}

impl JournalId {
    /// A new id from the caller's chance.
    pub fn random(rng: &mut dyn CryptoRng) -> Self {
        Self(random_uuid(rng))
    }
}

impl InvitationId {
    /// A new id from the caller's chance.
    pub fn random(rng: &mut dyn CryptoRng) -> Self {
        Self(random_uuid(rng))
    }
}

fn random_uuid(rng: &mut dyn CryptoRng) -> [u8; 16] {
    let mut bytes = [0; 16];
    rng.fill_bytes(&mut bytes);
    uuid::Builder::from_random_bytes(bytes).into_uuid().into_bytes()
}

fn write_uuid(f: &mut fmt::Formatter<'_>, bytes: &[u8; 16]) -> fmt::Result {
    fmt::Display::fmt(&uuid::Uuid::from_bytes(*bytes), f)
}

/// Reads the usual hyphened text of a UUID; `None` for anything else.
fn read_uuid(text: &str) -> Option<[u8; 16]> {
    uuid::Uuid::parse_str(text).ok().map(uuid::Uuid::into_bytes)
}

impl ElectionId {
    /// From the usual hyphened text; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        read_uuid(text).map(Self)
    }
}

impl JournalId {
    /// From the usual hyphened text; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        read_uuid(text).map(Self)
    }
}

impl InvitationId {
    /// From the usual hyphened text; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        read_uuid(text).map(Self)
    }
}

impl fmt::Display for ElectionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_uuid(f, &self.0)
    }
}

impl fmt::Display for JournalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_uuid(f, &self.0)
    }
}

impl fmt::Display for InvitationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_uuid(f, &self.0)
    }
}

impl fmt::Debug for ElectionId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_uuid(f, &self.0)
    }
}

impl fmt::Debug for JournalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_uuid(f, &self.0)
    }
}

impl fmt::Debug for InvitationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_uuid(f, &self.0)
    }
}

impl fmt::Debug for BootId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_uuid(f, &self.0)
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

//! An event as the bytes `domain` made: `[kind, time, fields…]`, checked, never understood.
//!
//! `journal` knows that an event is a canonical CBOR array with a kind and a claimed time, and
//! where its withholdable values stand. It refuses anything else and gives the same bytes back.
//! A typed event here was rejected: proof must not need to know meaning.

use crate::canonical::{self, ItemHead, check_one};
use crate::error::DecodeError;
use crate::ids::{BootId, Ordinal};

/// The longest event in bytes; a form with all its languages is one event.
pub const EVENT_BYTES_MAX: usize = 256 * 1024;

/// One event's canonical bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventBytes {
    bytes: Vec<u8>,
    kind: u64,
    time: i64,
    fields_at: usize,
    fields: usize,
}

/// A reading of both clocks at one moment of one boot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Anchor {
    /// Which boot the readings belong to.
    pub boot: BootId,
    /// The wall clock, Unix seconds (a claim).
    pub wall: i64,
    /// CLOCK_BOOTTIME, seconds since that boot.
    pub boottime: i64,
}

/// What an event keeps of its anchor: the boot and how far wall clock and boot time differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct EventClock {
    /// Which boot the event happened in.
    pub boot: BootId,
    /// Wall clock − CLOCK_BOOTTIME in whole seconds.
    pub drift: i64,
}

/// An event out of an opened page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenedEvent {
    /// Its number in the journal.
    pub ordinal: Ordinal,
    /// Its boot and drift.
    pub clock: EventClock,
    /// Its bytes, as the author made them.
    pub bytes: EventBytes,
}

impl Anchor {
    /// The anchor as an event keeps it.
    pub const fn clock(&self) -> EventClock {
        EventClock { boot: self.boot, drift: self.wall.saturating_sub(self.boottime) }
    }
}

impl EventBytes {
    /// Takes bytes that are one canonical event, refuses all others.
    pub fn new(bytes: Vec<u8>) -> Result<Self, DecodeError> {
        if bytes.len() > EVENT_BYTES_MAX {
            return Err(DecodeError::TooLong { limit: EVENT_BYTES_MAX });
        }
        check_one(&bytes, true)?;
        let array = canonical::head(&bytes, 0)?;
        if array.major != 4 || array.argument < 2 {
            return Err(DecodeError::Malformed(
                "an event is an array of kind, time, fields".into(),
            ));
        }
        let kind = canonical::head(&bytes, array.next)?;
        if kind.major != 0 {
            return Err(DecodeError::Malformed("an event's kind is an unsigned integer".into()));
        }
        let time = canonical::head(&bytes, kind.next)?;
        let fields = usize::try_from(array.argument).unwrap_or(usize::MAX) - 2;
        Ok(Self { kind: kind.argument, time: signed(&time)?, fields_at: time.next, fields, bytes })
    }

    /// The bytes as given.
    pub fn as_slice(&self) -> &[u8] {
        &self.bytes
    }

    /// The bytes as given, owned.
    pub fn into_vec(self) -> Vec<u8> {
        self.bytes
    }

    /// The kind's number. `journal` gives it no meaning.
    pub const fn kind(&self) -> u64 {
        self.kind
    }

    /// The claimed wall clock in whole Unix seconds.
    pub const fn time(&self) -> i64 {
        self.time
    }

    /// How many fields follow kind and time.
    pub const fn field_count(&self) -> usize {
        self.fields
    }

    /// The fields' bytes one after the other, as they stand in the event.
    pub(crate) fn fields(&self) -> &[u8] {
        self.bytes.get(self.fields_at..).unwrap_or_default()
    }

    /// Puts an event together again from its parts. Changing this changes bytes.
    pub(crate) fn assemble(
        kind: u64,
        time: i64,
        count: usize,
        fields: &[u8],
    ) -> Result<Self, DecodeError> {
        let mut bytes = Vec::with_capacity(16 + fields.len());
        put_head(&mut bytes, 4, count as u64 + 2);
        put_head(&mut bytes, 0, kind);
        put_signed(&mut bytes, time);
        bytes.extend_from_slice(fields);
        Self::new(bytes)
    }
}

/// An integer item's value; any other item is refused.
pub(crate) fn signed(head: &ItemHead) -> Result<i64, DecodeError> {
    let value = i64::try_from(head.argument)
        .map_err(|_| DecodeError::Malformed("integer out of range".into()))?;
    match head.major {
        0 => Ok(value),
        1 => Ok(-1 - value),
        _ => Err(DecodeError::Malformed("not an integer".into())),
    }
}

/// Writes a CBOR head in shortest form. Changing this changes bytes.
pub(crate) fn put_head(out: &mut Vec<u8>, major: u8, argument: u64) {
    let major = major << 5;
    let wide = argument.to_be_bytes();
    let (low, skip) = match argument {
        0..=23 => {
            out.push(major | argument.to_le_bytes()[0]);
            return;
        }
        24..=0xff => (24, 7),
        0x100..=0xffff => (25, 6),
        0x1_0000..=0xffff_ffff => (26, 4),
        _ => (27, 0),
    };
    out.push(major | low);
    out.extend(wide.iter().skip(skip));
}

/// Writes a signed integer in shortest form.
pub(crate) fn put_signed(out: &mut Vec<u8>, value: i64) {
    match u64::try_from(value) {
        Ok(value) => put_head(out, 0, value),
        Err(_) => put_head(out, 1, (-1 - value).unsigned_abs()),
    }
}

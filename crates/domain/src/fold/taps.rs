//! A watch's taps in about a byte and a half each.
//!
//! A tap is most often the next event, of the same category, method and clock as the one
//! before; then only the seconds since are written. Runs of some hundred begin anew, so that an
//! undo reads one run and not the day. The bytes are a row's content, not signed.
//! Rejected: a row a tap, which makes an endpoint of 10,000 devices hold 12 million rows.

use super::Moment;
use crate::event::CountMethod;
use minicbor::{Decode, Encode};

#[cfg(test)]
thread_local! {
    /// Taps read on this thread, so that a test holds what a fold costs without a clock.
    pub(super) static READ: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

/// One counted person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Tap {
    /// Ordinal of its `VoterCounted`.
    pub ordinal: u64,
    /// When.
    pub moment: Moment,
    /// Category number.
    pub category: u32,
    /// How it was entered.
    pub method: CountMethod,
}

/// Taps of a run.
const RUN: u32 = 256;

/// Taps in order, written compactly.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode)]
pub struct Taps {
    #[n(0)]
    runs: Vec<TapRun>,
    #[n(1)]
    count: u32,
    #[n(2)]
    last: Option<LastTap>,
}

/// Taps that are read from their first on, knowing none before them.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
struct TapRun {
    /// The first one's ordinal.
    #[n(0)]
    first: u64,
    #[n(1)]
    #[cbor(with = "minicbor::bytes")]
    bytes: Vec<u8>,
}

/// What the next tap is written against.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Encode, Decode)]
struct LastTap {
    #[n(0)]
    ordinal: u64,
    #[n(1)]
    moment: Moment,
    #[n(2)]
    category: u32,
    #[n(3)]
    method: CountMethod,
}

impl Taps {
    /// How many were written, undone ones included.
    #[must_use]
    pub fn count(&self) -> u32 {
        self.count
    }

    /// Ordinal of the last one.
    #[must_use]
    pub fn last_ordinal(&self) -> Option<u64> {
        self.last.map(|last| last.ordinal)
    }

    /// All taps in order, undone ones included.
    pub fn iter(&self) -> impl Iterator<Item = Tap> + '_ {
        self.runs.iter().flat_map(TapRun::iter)
    }

    /// The tap of an ordinal.
    pub(super) fn find(&self, ordinal: u64) -> Option<Tap> {
        let after = self.runs.partition_point(|run| run.first <= ordinal);
        let run = self.runs.get(after.checked_sub(1)?)?;
        run.iter().find(|tap| tap.ordinal == ordinal)
    }

    /// The latest tap for which this is true.
    pub(super) fn latest(&self, counts: impl Fn(&Tap) -> bool) -> Option<Tap> {
        self.runs.iter().rev().find_map(|run| run.iter().filter(&counts).last())
    }

    pub(super) fn push(&mut self, tap: Tap) {
        let begins = self.count.is_multiple_of(RUN);
        if begins || self.runs.is_empty() {
            self.runs.push(TapRun { first: tap.ordinal, bytes: Vec::new() });
        }
        let Some(TapRun { bytes, .. }) = self.runs.last_mut() else { return };
        let last = self.last.filter(|_| !begins).unwrap_or(FIRST);
        let next = LastTap {
            ordinal: tap.ordinal,
            moment: tap.moment,
            category: tap.category,
            method: tap.method,
        };
        let same = next.ordinal == last.ordinal.wrapping_add(1)
            && (next.category, next.method) == (last.category, last.method)
            && (next.moment.boot, next.moment.drift) == (last.moment.boot, last.moment.drift);
        let seconds = zigzag(next.moment.claimed.wrapping_sub(last.moment.claimed));
        write(bytes, u128::from(seconds) << 1 | u128::from(!same));
        if !same {
            write(bytes, u128::from(next.ordinal.wrapping_sub(last.ordinal)));
            write(bytes, u128::from(next.category));
            write(bytes, method_code(next.method));
            write(bytes, u128::from(next.moment.boot));
            write(bytes, u128::from(zigzag(next.moment.drift)));
        }
        self.count += 1;
        self.last = Some(next);
    }
}

impl TapRun {
    fn iter(&self) -> impl Iterator<Item = Tap> + '_ {
        let mut reader = Compact { bytes: &self.bytes };
        let mut last = FIRST;
        std::iter::from_fn(move || {
            last = reader.tap(last)?;
            #[cfg(test)]
            READ.set(READ.get() + 1);
            let LastTap { ordinal, moment, category, method } = last;
            Some(Tap { ordinal, moment, category, method })
        })
    }
}

const FIRST: LastTap = LastTap {
    ordinal: 0,
    moment: Moment { claimed: 0, drift: 0, boot: 0 },
    category: 0,
    method: CountMethod::Screen,
};

struct Compact<'b> {
    bytes: &'b [u8],
}

impl Compact<'_> {
    fn tap(&mut self, last: LastTap) -> Option<LastTap> {
        let head = self.number()?;
        let seconds = unzigzag(u64::try_from(head >> 1).ok()?);
        let claimed = last.moment.claimed.wrapping_add(seconds);
        if head & 1 == 0 {
            let moment = last.moment.at(claimed);
            return Some(LastTap { ordinal: last.ordinal.wrapping_add(1), moment, ..last });
        }
        let ordinal = last.ordinal.wrapping_add(u64::try_from(self.number()?).ok()?);
        let category = u32::try_from(self.number()?).ok()?;
        let method = method_of(self.number()?)?;
        let boot = u32::try_from(self.number()?).ok()?;
        let drift = unzigzag(u64::try_from(self.number()?).ok()?);
        Some(LastTap { ordinal, moment: Moment { claimed, drift, boot }, category, method })
    }

    /// A number in groups of seven bits, the lowest first.
    fn number(&mut self) -> Option<u128> {
        let mut number = 0_u128;
        for shift in (0..126).step_by(7) {
            let (byte, rest) = self.bytes.split_first()?;
            self.bytes = rest;
            number |= u128::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }
}

fn write(bytes: &mut Vec<u8>, mut number: u128) {
    while number > 0x7f {
        bytes.push((number & 0x7f) as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

fn zigzag(number: i64) -> u64 {
    ((number << 1) ^ (number >> 63)).cast_unsigned()
}

fn unzigzag(number: u64) -> i64 {
    (number >> 1).cast_signed() ^ -((number & 1).cast_signed())
}

fn method_code(method: CountMethod) -> u128 {
    match method {
        CountMethod::Screen => 1,
        CountMethod::Key => 2,
        CountMethod::External => 3,
        CountMethod::Recording => 4,
    }
}

fn method_of(code: u128) -> Option<CountMethod> {
    match code {
        1 => Some(CountMethod::Screen),
        2 => Some(CountMethod::Key),
        3 => Some(CountMethod::External),
        4 => Some(CountMethod::Recording),
        _ => None,
    }
}

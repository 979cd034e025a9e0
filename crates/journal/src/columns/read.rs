//! Reading content back into events, any bytes without panic and within the limits.
//!
//! Lengths in the bytes are claims: memory grows with what is really there. It refuses content that
//! the writer would not have written so. Rejected: a lenient reader, after which one page would
//! have many byte strings.

use super::write::put_integer;
use super::{
    AnchorFrom, DIFFERENCES, PACKED, PACKED_ITEMS_MAX, TEXTS, WITHHOLDABLE_TEXTS, packed_a_byte,
    text,
};
use crate::canonical::{head, item_end};
use crate::error::DecodeError;
use crate::event::{EventBytes, OpenedEvent, signed};
use crate::ids::Ordinal;
use crate::root::{PageSalt, take_anchors};
use crate::seal::{EVENTS_MAX, OPENED_BYTES_MAX, Opened};
use crate::steps;

/// The most shapes a page holds.
const SHAPES_MAX: usize = 1024;
/// The most columns a page holds.
const COLUMNS_MAX: usize = 8192;

/// Reads the content of a page.
pub(crate) fn read(bytes: &[u8]) -> Result<Opened, DecodeError> {
    let mut at = Cursor { bytes, at: 0 };
    if at.head(4)? != 8 {
        return Err(malformed("content has eight items"));
    }
    let salt = PageSalt(at.bytes()?.try_into().map_err(|_| malformed("salt has 16 bytes"))?);
    let first = Ordinal(at.head(0)?);
    let anchors = take_anchors(&mut at)?;
    let shapes = shapes(&mut at)?;
    let order = order(&mut at, &shapes)?;
    let times = times(at.bytes()?, order.len())?;
    let events = events(&mut at, &shapes, &order, &times)?;
    if at.at != bytes.len() {
        return Err(malformed("bytes after the content"));
    }
    Ok(Opened { first, salt, events: stamped(first, &anchors, events)? })
}

pub(crate) struct Cursor<'a> {
    pub bytes: &'a [u8],
    pub at: usize,
}

impl<'a> Cursor<'a> {
    /// The argument of the next head, which must have this major type.
    pub(crate) fn head(&mut self, major: u8) -> Result<u64, DecodeError> {
        let head = head(self.bytes, self.at)?;
        if head.major != major {
            return Err(malformed("another type was expected"));
        }
        self.at = head.next;
        Ok(head.argument)
    }

    pub(crate) fn integer(&mut self) -> Result<i64, DecodeError> {
        let head = head(self.bytes, self.at)?;
        self.at = head.next;
        signed(&head)
    }

    pub(crate) fn bytes(&mut self) -> Result<&'a [u8], DecodeError> {
        let length = self.count(2, usize::MAX)?;
        let run = self.at.checked_add(length).and_then(|end| self.bytes.get(self.at..end));
        let run = run.ok_or_else(|| malformed("ends too early"))?;
        self.at += length;
        Ok(run)
    }

    /// A head's argument as a count that is at most `most`.
    pub(crate) fn count(&mut self, major: u8, most: usize) -> Result<usize, DecodeError> {
        let count = usize::try_from(self.head(major)?).unwrap_or(usize::MAX);
        if count <= most { Ok(count) } else { Err(DecodeError::TooLong { limit: most }) }
    }

    fn item(&mut self) -> Result<&'a [u8], DecodeError> {
        let end = item_end(self.bytes, self.at, true)?;
        let item = self.bytes.get(self.at..end).unwrap_or_default();
        self.at = end;
        Ok(item)
    }

    fn is_done(&self) -> bool {
        self.at >= self.bytes.len()
    }
}

pub(crate) fn malformed(what: &str) -> DecodeError {
    DecodeError::Malformed(what.to_owned())
}

struct Shape {
    kind: u64,
    fields: usize,
}

fn shapes(at: &mut Cursor<'_>) -> Result<Vec<Shape>, DecodeError> {
    let count = at.count(4, 2 * SHAPES_MAX)?;
    if !count.is_multiple_of(2) {
        return Err(malformed("shapes are pairs"));
    }
    let shapes: Vec<Shape> = (0..count / 2)
        .map(|_| Ok(Shape { kind: at.head(0)?, fields: at.count(0, COLUMNS_MAX)? }))
        .collect::<Result<_, DecodeError>>()?;
    match shapes.iter().map(|shape| shape.fields).sum::<usize>() {
        columns if columns > COLUMNS_MAX => Err(DecodeError::TooLong { limit: COLUMNS_MAX }),
        _ => Ok(shapes),
    }
}

/// The number of events, and the shape index of each.
fn order(at: &mut Cursor<'_>, shapes: &[Shape]) -> Result<Vec<usize>, DecodeError> {
    let count = at.count(0, EVENTS_MAX)?;
    if count == 0 {
        return Err(malformed("a page has one event at least"));
    }
    let mut rows = vec![Vec::new(); count];
    column(at, &mut rows, &mut OPENED_BYTES_MAX.clone())?;
    rows.iter()
        .map(|row| Cursor { bytes: row, at: 0 }.count(0, shapes.len().saturating_sub(1)))
        .collect()
}

fn times(bytes: &[u8], count: usize) -> Result<Vec<i64>, DecodeError> {
    let mut at = 0;
    let mut before = 0_i64;
    let mut times = Vec::with_capacity(count);
    for _ in 0..count {
        before = before.wrapping_add(steps::take(bytes, &mut at)?);
        times.push(before);
    }
    if at == bytes.len() { Ok(times) } else { Err(malformed("times left over")) }
}

fn events(
    at: &mut Cursor<'_>,
    shapes: &[Shape],
    order: &[usize],
    times: &[i64],
) -> Result<Vec<EventBytes>, DecodeError> {
    let mut counts = vec![0_usize; shapes.len()];
    for shape in order {
        if let Some(count) = counts.get_mut(*shape) {
            *count += 1;
        }
    }
    let columns = at.count(4, COLUMNS_MAX)?;
    if columns != shapes.iter().map(|shape| shape.fields).sum::<usize>() {
        return Err(malformed("a column a field"));
    }
    let mut room = OPENED_BYTES_MAX;
    let mut fields: Vec<std::vec::IntoIter<Vec<u8>>> = Vec::with_capacity(shapes.len());
    for (shape, count) in shapes.iter().zip(&counts) {
        let mut rows = vec![Vec::new(); *count];
        for _ in 0..shape.fields {
            column(at, &mut rows, &mut room)?;
        }
        fields.push(rows.into_iter());
    }
    order
        .iter()
        .zip(times)
        .map(|(index, time)| {
            let shape = shapes.get(*index).ok_or_else(|| malformed("no such shape"))?;
            let row = fields.get_mut(*index).and_then(Iterator::next).unwrap_or_default();
            EventBytes::assemble(shape.kind, *time, shape.fields, &row)
        })
        .collect()
}

/// Reads one column and adds each item to its row; `room` bounds what comes out.
fn column(at: &mut Cursor<'_>, rows: &mut [Vec<u8>], room: &mut usize) -> Result<(), DecodeError> {
    let mut add = |row: &mut Vec<u8>, item: &[u8]| {
        *room =
            room.checked_sub(item.len()).ok_or(DecodeError::TooLong { limit: OPENED_BYTES_MAX })?;
        row.extend_from_slice(item);
        Ok::<(), DecodeError>(())
    };
    let start = head(at.bytes, at.at)?;
    if start.major == 2 {
        let mut items = Cursor { bytes: at.bytes()?, at: 0 };
        rows.iter_mut().try_for_each(|row| add(row, items.item()?))?;
        return done(&items);
    }
    let parts = at.count(4, 3)?;
    if parts == 1 {
        let item = at.item()?;
        return rows.iter_mut().try_for_each(|row| add(row, item));
    }
    match (at.head(0)?, parts) {
        (PACKED, 3) => {
            let table = table(at.bytes()?)?;
            let mut indices = at.bytes()?.iter().map(|byte| usize::from(*byte));
            for chunk in rows.chunks_mut(packed_a_byte(table.len())) {
                let mut byte = indices.next().ok_or_else(|| malformed("too short"))?;
                for row in chunk {
                    let index = byte % table.len();
                    byte /= table.len();
                    add(row, table.get(index).copied().unwrap_or_default())?;
                }
                if byte != 0 {
                    return Err(malformed("index too high"));
                }
            }
            if indices.next().is_none() { Ok(()) } else { Err(malformed("column too long")) }
        }
        (DIFFERENCES, 2) => {
            let mut items = Cursor { bytes: at.bytes()?, at: 0 };
            let mut before = 0_i64;
            for row in rows {
                let step = steps::take(items.bytes, &mut items.at)?;
                before = before.checked_add(step).ok_or_else(|| malformed("out of range"))?;
                let mut item = Vec::new();
                put_integer(&mut item, before);
                add(row, &item)?;
            }
            done(&items)
        }
        (code @ (TEXTS | WITHHOLDABLE_TEXTS), 3) => {
            let window = u32::try_from(at.head(0)?).map_err(|_| malformed("no such window"))?;
            let mut items = Cursor { bytes: at.bytes()?, at: 0 };
            for row in rows {
                let tagged = code == WITHHOLDABLE_TEXTS;
                add(row, &text::take(items.bytes, &mut items.at, window, tagged)?)?;
            }
            done(&items)
        }
        _ => Err(malformed("unknown column code")),
    }
}

/// A packed column's items: 2 to 16, all different.
fn table(bytes: &[u8]) -> Result<Vec<&[u8]>, DecodeError> {
    let mut at = Cursor { bytes, at: 0 };
    let mut table: Vec<&[u8]> = Vec::new();
    while !at.is_done() {
        let item = at.item()?;
        if table.len() == PACKED_ITEMS_MAX || table.contains(&item) {
            return Err(malformed("packed table"));
        }
        table.push(item);
    }
    if table.len() < 2 { Err(malformed("packed table")) } else { Ok(table) }
}

fn done(items: &Cursor<'_>) -> Result<(), DecodeError> {
    if items.is_done() { Ok(()) } else { Err(malformed("column too long")) }
}

fn stamped(
    first: Ordinal,
    anchors: &[AnchorFrom],
    events: Vec<EventBytes>,
) -> Result<Vec<OpenedEvent>, DecodeError> {
    if first.0 == 0 || first.0.checked_add(EVENTS_MAX as u64).is_none() {
        return Err(malformed("ordinals count from 1"));
    }
    let mut later = anchors.iter().peekable();
    let mut clock = None;
    let mut stamped = Vec::with_capacity(events.len());
    for (index, bytes) in events.into_iter().enumerate() {
        if let Some(anchor) = later.next_if(|anchor| anchor.from == index) {
            clock = Some(anchor.clock);
        }
        let clock = clock.ok_or_else(|| malformed("first event has no anchor"))?;
        stamped.push(OpenedEvent { ordinal: first.plus(index as u64), clock, bytes });
    }
    if later.next().is_some() { Err(malformed("anchor beyond the events")) } else { Ok(stamped) }
}

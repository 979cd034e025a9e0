//! Writing content: shapes, runs, times, columns. Changing this changes bytes.
//!
//! Events of one shape lie together, since their columns compress best. A kind is a number here and
//! means nothing. Rejected: events one after the other, which cost several times the bytes.

use std::collections::BTreeMap;

use super::{DIFFERENCES, PACKED, PACKED_ITEMS_MAX, anchors, packed_a_byte, text};
use crate::canonical::{head, item_end};
use crate::compress;
use crate::event::{EventBytes, put_head, put_signed, signed};
use crate::ids::Ordinal;
use crate::root::{PageSalt, put_anchors};
use crate::seal::DraftEvent;
use crate::steps;

/// Content bytes, and where a new compression block may begin (a writer's hint, not format).
pub(crate) struct Content {
    pub bytes: Vec<u8>,
    pub cuts: Vec<usize>,
    /// Which column ends at which cut after the second, as (kind, field from 0).
    pub columns: Vec<(u64, usize)>,
}

struct Shape<'a> {
    kind: u64,
    fields: usize,
    columns: Vec<Vec<&'a [u8]>>,
}

/// Writes the content of a page.
pub(crate) fn write(salt: &PageSalt, first: Ordinal, events: &[DraftEvent]) -> Content {
    let (shapes, order) = shapes(events);
    let mut bytes = Vec::new();
    put_head(&mut bytes, 4, 8);
    put_bytes(&mut bytes, &salt.0);
    put_head(&mut bytes, 0, first.0);
    put_anchors(&mut bytes, &anchors(events.iter().map(|event| event.clock)));
    put_head(&mut bytes, 4, shapes.len() as u64 * 2);
    for shape in &shapes {
        put_head(&mut bytes, 0, shape.kind);
        put_head(&mut bytes, 0, shape.fields as u64);
    }
    put_head(&mut bytes, 0, events.len() as u64);
    put_order(&mut bytes, &order);
    let mut cuts = vec![bytes.len()];
    put_bytes(&mut bytes, &times(events));
    put_head(&mut bytes, 4, shapes.iter().map(|shape| shape.fields as u64).sum());
    cuts.push(bytes.len());
    let mut columns = Vec::new();
    for shape in &shapes {
        for (field, column) in shape.columns.iter().enumerate() {
            put_column(&mut bytes, column);
            cuts.push(bytes.len());
            columns.push((shape.kind, field));
        }
    }
    Content { bytes, cuts, columns }
}

fn shapes(events: &[DraftEvent]) -> (Vec<Shape<'_>>, Vec<usize>) {
    let mut shapes: Vec<Shape<'_>> = Vec::new();
    let mut known: BTreeMap<(u64, usize), usize> = BTreeMap::new();
    let mut order = Vec::with_capacity(events.len());
    for DraftEvent { bytes: event, .. } in events {
        let name = (event.kind(), event.field_count());
        let index = *known.entry(name).or_insert_with(|| {
            let columns = vec![Vec::new(); name.1];
            shapes.push(Shape { kind: name.0, fields: name.1, columns });
            shapes.len() - 1
        });
        order.push(index);
        if let Some(shape) = shapes.get_mut(index) {
            split(event, &mut shape.columns);
        }
    }
    (shapes, order)
}

fn split<'a>(event: &'a EventBytes, columns: &mut [Vec<&'a [u8]>]) {
    let fields = event.fields();
    let mut at = 0;
    for column in columns {
        let end = item_end(fields, at, true).unwrap_or(fields.len());
        column.push(fields.get(at..end).unwrap_or_default());
        at = end;
    }
}

/// Which shape stands where: a column of shape indices.
fn put_order(out: &mut Vec<u8>, order: &[usize]) {
    let items: Vec<Vec<u8>> = order
        .iter()
        .map(|index| {
            let mut item = Vec::new();
            put_head(&mut item, 0, *index as u64);
            item
        })
        .collect();
    put_column(out, &items.iter().map(Vec::as_slice).collect::<Vec<_>>());
}

fn times(events: &[DraftEvent]) -> Vec<u8> {
    let mut out = Vec::new();
    let mut before = 0_i64;
    for event in events {
        let time = event.bytes.time();
        steps::put(&mut out, time.wrapping_sub(before));
        before = time;
    }
    out
}

/// Writes a column in the form that compresses best alone; all forms read the same.
fn put_column(out: &mut Vec<u8>, items: &[&[u8]]) {
    let first = items.first().copied().unwrap_or_default();
    if items.iter().all(|item| *item == first) {
        put_head(out, 4, 1);
        out.extend_from_slice(first);
        return;
    }
    let mut plain = Vec::new();
    put_bytes(&mut plain, &items.concat());
    let others = [packed(items), differences(items), texts(items)];
    let mut best = (weight(&plain), plain);
    for other in others.into_iter().flatten() {
        let weight = weight(&other);
        if weight < best.0 {
            best = (weight, other);
        }
    }
    out.extend_from_slice(&best.1);
}

/// Short columns are not worth a compressor's try.
fn weight(column: &[u8]) -> usize {
    if column.len() < 24 { column.len() } else { compress::alone(column).min(column.len()) }
}

/// A table of the items, then their indices, several a byte, the first in the lowest place.
fn packed(items: &[&[u8]]) -> Option<Vec<u8>> {
    let mut table: Vec<&[u8]> = Vec::new();
    let mut indices = Vec::with_capacity(items.len());
    for item in items {
        let index = table.iter().position(|known| known == item).unwrap_or_else(|| {
            table.push(item);
            table.len() - 1
        });
        if index >= PACKED_ITEMS_MAX {
            return None;
        }
        indices.push(u8::try_from(index).ok()?);
    }
    let radix = u8::try_from(table.len()).ok()?;
    let bytes: Vec<u8> = indices
        .chunks(packed_a_byte(table.len()))
        .map(|chunk| {
            chunk.iter().rev().fold(0_u8, |sum, index| sum.wrapping_mul(radix).wrapping_add(*index))
        })
        .collect();
    let mut out = Vec::new();
    put_head(&mut out, 4, 3);
    put_head(&mut out, 0, PACKED);
    put_bytes(&mut out, &table.concat());
    put_bytes(&mut out, &bytes);
    Some(out)
}

fn texts(items: &[&[u8]]) -> Option<Vec<u8>> {
    let (code, window, bytes) = text::write(items)?;
    let mut out = Vec::new();
    put_head(&mut out, 4, 3);
    put_head(&mut out, 0, code);
    put_head(&mut out, 0, window.into());
    put_bytes(&mut out, &bytes);
    Some(out)
}

/// Differences between integers; `None` if an item is no integer or they lie too far apart.
fn differences(items: &[&[u8]]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let mut before = 0_i64;
    for item in items {
        let value = head(item, 0).ok().and_then(|head| signed(&head).ok())?;
        steps::put(&mut out, value.checked_sub(before)?);
        before = value;
    }
    let mut coded = Vec::new();
    put_head(&mut coded, 4, 2);
    put_head(&mut coded, 0, DIFFERENCES);
    put_bytes(&mut coded, &out);
    Some(coded)
}

pub(super) fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    put_head(out, 2, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// Integers alone, for the reader's check of differences.
pub(super) fn put_integer(out: &mut Vec<u8>, value: i64) {
    put_signed(out, value);
}

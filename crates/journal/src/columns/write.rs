//! Writing content: shapes, runs, times, columns. Changing this changes bytes.

use std::collections::BTreeMap;

use super::{DIFFERENCES, RUNS, anchors};
use crate::canonical::{head, item_end};
use crate::event::{EventBytes, put_head, put_signed, signed};
use crate::ids::Ordinal;
use crate::root::{PageSalt, put_anchors};
use crate::seal::DraftEvent;
use crate::steps;

/// Content bytes, and where a new compression block may begin (a writer's hint, not format).
pub(crate) struct Content {
    pub bytes: Vec<u8>,
    pub cuts: Vec<usize>,
    /// Bytes before compression by part, for measuring.
    pub parts: Parts,
}

/// How the content's bytes split: structure, times, fields.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Parts {
    pub times: usize,
    pub fields: usize,
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
    put_head(&mut bytes, 4, 7);
    put_bytes(&mut bytes, &salt.0);
    put_head(&mut bytes, 0, first.0);
    put_anchors(&mut bytes, &anchors(events.iter().map(|event| event.clock)));
    put_head(&mut bytes, 4, shapes.len() as u64 * 2);
    for shape in &shapes {
        put_head(&mut bytes, 0, shape.kind);
        put_head(&mut bytes, 0, shape.fields as u64);
    }
    put_bytes(&mut bytes, &runs(&order));
    let mut cuts = vec![bytes.len()];
    let times = times(events);
    put_bytes(&mut bytes, &times);
    cuts.push(bytes.len());
    let columns: Vec<&Vec<&[u8]>> = shapes.iter().flat_map(|shape| &shape.columns).collect();
    put_head(&mut bytes, 4, columns.len() as u64);
    let before = bytes.len();
    for column in columns {
        put_column(&mut bytes, column);
        cuts.push(bytes.len());
    }
    let parts = Parts { times: times.len(), fields: bytes.len() - before };
    Content { bytes, cuts, parts }
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

/// Which shape stands where: pairs of shape index and count.
fn runs(order: &[usize]) -> Vec<u8> {
    let mut out = Vec::new();
    for run in order.chunk_by(|a, b| a == b) {
        put_head(&mut out, 0, run.first().copied().unwrap_or(0) as u64);
        put_head(&mut out, 0, run.len() as u64);
    }
    out
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

fn put_column(out: &mut Vec<u8>, items: &[&[u8]]) {
    let first = items.first().copied().unwrap_or_default();
    if items.iter().all(|item| *item == first) {
        put_head(out, 4, 1);
        out.extend_from_slice(first);
        return;
    }
    let plain = items.concat();
    let runs = item_runs(items);
    let steps = differences(items);
    match steps {
        Some(steps) if steps.len() < plain.len() && steps.len() <= runs.len() => {
            put_coded(out, DIFFERENCES, &steps);
        }
        _ if runs.len() * 4 < plain.len() => put_coded(out, RUNS, &runs),
        _ => put_bytes(out, &plain),
    }
}

fn put_coded(out: &mut Vec<u8>, code: u64, bytes: &[u8]) {
    put_head(out, 4, 2);
    put_head(out, 0, code);
    put_bytes(out, bytes);
}

fn item_runs(items: &[&[u8]]) -> Vec<u8> {
    let mut out = Vec::new();
    for run in items.chunk_by(|a, b| a == b) {
        put_head(&mut out, 0, run.len() as u64);
        out.extend_from_slice(run.first().copied().unwrap_or_default());
    }
    out
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
    Some(out)
}

pub(super) fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    put_head(out, 2, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

/// Integers alone, for the reader's check of differences.
pub(super) fn put_integer(out: &mut Vec<u8>, value: i64) {
    put_signed(out, value);
}

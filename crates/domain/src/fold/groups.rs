//! A watch's groups, each written once.
//!
//! A group never changes after its event: an undo stands beside it. Its bytes are kept as they
//! were first written, so that the row of a watch costs a copy a group and not an encoding.
//! Rejected: a row a group, which would part a watch from what it counted.

use super::counting::GroupRecord;
use minicbor::{Decode, Decoder, Encode, Encoder};
use std::collections::BTreeMap;

/// Groups by ordinal.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Groups {
    records: BTreeMap<u64, GroupRecord>,
    bytes: Vec<u8>,
}

impl Groups {
    /// The group of an ordinal.
    #[must_use]
    pub fn get(&self, ordinal: u64) -> Option<&GroupRecord> {
        self.records.get(&ordinal)
    }

    /// All in order, undone ones included.
    pub fn values(&self) -> impl DoubleEndedIterator<Item = &GroupRecord> {
        self.records.values()
    }

    /// Adds one; an ordinal that is known changes nothing.
    pub(super) fn insert(&mut self, record: GroupRecord) {
        if self.records.contains_key(&record.ordinal) {
            return;
        }
        self.bytes.extend(minicbor::to_vec(&record).unwrap_or_default());
        self.records.insert(record.ordinal, record);
    }
}

impl<C> Encode<C> for Groups {
    fn encode<W: minicbor::encode::Write>(
        &self,
        to: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        to.bytes(&self.bytes)?.ok()
    }
}

impl<'b, C> Decode<'b, C> for Groups {
    fn decode(from: &mut Decoder<'b>, context: &mut C) -> Result<Self, minicbor::decode::Error> {
        let bytes = from.bytes()?;
        let mut inner = Decoder::new(bytes);
        let mut records = BTreeMap::new();
        while inner.position() < bytes.len() {
            let record = GroupRecord::decode(&mut inner, context)?;
            records.insert(record.ordinal, record);
        }
        Ok(Self { records, bytes: bytes.to_vec() })
    }
}

//! How events name one another: by ordinal in their own journal, or by journal and ordinal.
//!
//! `domain` stands beside `journal`, not above it, so it has its own plain shapes for ids.
//! An ordinal counts events of a journal from 1, across pages. Rejected: UUIDs per event,
//! which cost 16 bytes a tap and say less.

use minicbor::{Decode, Decoder, Encode, Encoder, data::Type};

/// The 16 bytes of a journal's id, as `journal` makes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JournalRef(pub [u8; 16]);

/// The 16 bytes the operating system gives one boot of a device.
pub type BootId = [u8; 16];

/// Names one event. Changing this changes bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EventRef {
    /// An event of the same journal: CBOR uint.
    Here(u64),
    /// An event of another journal: CBOR `[journal bstr16, ordinal]`.
    Elsewhere(JournalRef, u64),
}

impl EventRef {
    /// The journal and ordinal it names, when said in the journal `here`.
    #[must_use]
    pub const fn seen_from(self, here: JournalRef) -> (JournalRef, u64) {
        match self {
            Self::Here(ordinal) => (here, ordinal),
            Self::Elsewhere(journal, ordinal) => (journal, ordinal),
        }
    }
}

impl<C> Encode<C> for JournalRef {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut Encoder<W>,
        _: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        e.bytes(&self.0)?.ok()
    }
}

impl<'b, C> Decode<'b, C> for JournalRef {
    fn decode(d: &mut Decoder<'b>, _: &mut C) -> Result<Self, minicbor::decode::Error> {
        let bytes = d.bytes()?;
        bytes
            .try_into()
            .map(Self)
            .map_err(|_| minicbor::decode::Error::message("an id has 16 bytes"))
    }
}

impl<C> Encode<C> for EventRef {
    fn encode<W: minicbor::encode::Write>(
        &self,
        e: &mut Encoder<W>,
        ctx: &mut C,
    ) -> Result<(), minicbor::encode::Error<W::Error>> {
        match self {
            Self::Here(ordinal) => e.u64(*ordinal)?.ok(),
            Self::Elsewhere(journal, ordinal) => {
                e.array(2)?;
                journal.encode(e, ctx)?;
                e.u64(*ordinal)?.ok()
            }
        }
    }
}

impl<'b, C> Decode<'b, C> for EventRef {
    fn decode(d: &mut Decoder<'b>, ctx: &mut C) -> Result<Self, minicbor::decode::Error> {
        match d.datatype()? {
            Type::Array => {
                if d.array()? != Some(2) {
                    return Err(minicbor::decode::Error::message("a reference has two parts"));
                }
                Ok(Self::Elsewhere(JournalRef::decode(d, ctx)?, d.u64()?))
            }
            Type::U8 | Type::U16 | Type::U32 | Type::U64 => Ok(Self::Here(d.u64()?)),
            other => Err(minicbor::decode::Error::type_mismatch(other)),
        }
    }
}

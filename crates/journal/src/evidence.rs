//! Showing a page's events to a third party, some withheld, the rest still provable.
//!
//! A disclosure lists every leaf of a page in order: shown with its salt, or as a bare hash.
//! The reader recomputes `content_root` and compares it with a signed header; no key leaves
//! anyone's hands. Merkle paths per event were rejected: a day has few pages, and a list of
//! hashes also proves that nothing was left out unseen. Changing this changes bytes.

use crate::canonical::{TAG_WITHHOLDABLE, head, withholdable_spans};
use crate::columns::{Cursor, malformed};
use crate::error::DecodeError;
use crate::event::put_head;
use crate::ids::{Hash, Ordinal};
use crate::root::{Leaf, leaf_hash, take_anchors, tree_head};
use crate::seal::{EVENTS_MAX, OPENED_BYTES_MAX, Opened};

/// The longest disclosure in bytes.
pub const DISCLOSURE_BYTES_MAX: usize = 2 * OPENED_BYTES_MAX;
const LEAVES_MAX: usize = 8 * EVENTS_MAX;

/// One leaf as shown to a third party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Leaflet {
    /// Bytes and salt.
    Shown {
        /// The leaf's salt.
        salt: [u8; 32],
        /// The leaf's bytes.
        bytes: Vec<u8>,
    },
    /// Only its hash.
    Withheld(Hash),
}

/// All leaves of a page, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disclosure {
    leaves: Vec<Leaflet>,
}

/// What may stay hidden.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Withholdable {
    /// A whole event, with the values in it.
    Event(Ordinal),
    /// One tagged value of an event, counted from 0.
    Value(Ordinal, usize),
}

/// What a disclosure proves about one event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proven {
    /// The event's ordinal, if the page's opening and all leaves before it allow to tell.
    pub ordinal: Ordinal,
    /// The event as hashed: each tagged value is a hash.
    pub event: Vec<u8>,
    /// The tagged values in order, with their tag; `None` where withheld.
    pub values: Vec<Option<Vec<u8>>>,
}

/// Why a disclosure proves nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotProven {
    /// Leaves do not give the root.
    #[error("leaves do not give the content root")]
    OtherRoot,
    /// The opening is hidden, or leaves do not follow one another.
    #[error("leaves do not fit one another")]
    Malformed,
}

impl Disclosure {
    /// Shows an opened page except what `withhold` says.
    pub fn new(opened: &Opened, withhold: &dyn Fn(Withholdable) -> bool) -> Self {
        let mut leaves = Vec::new();
        let (mut ordinal, mut value, mut hidden) = (opened.first, 0, false);
        for (index, leaf) in opened.leaves().into_iter().enumerate() {
            let is_value = index > 0 && is_value(&leaf.bytes);
            let hide = match (index, is_value) {
                (0, _) => false,
                (_, true) => {
                    value += 1;
                    hidden || withhold(Withholdable::Value(ordinal, value - 1))
                }
                (_, false) => {
                    ordinal = if index == 1 { opened.first } else { ordinal.plus(1) };
                    value = 0;
                    hidden = withhold(Withholdable::Event(ordinal));
                    hidden
                }
            };
            leaves.push(Leaflet::of(leaf, hide));
        }
        Self { leaves }
    }

    /// The leaves, in order.
    pub fn leaves(&self) -> &[Leaflet] {
        &self.leaves
    }

    /// Checks against a header's root and gives the events shown.
    ///
    /// After a hidden event its values cannot be told from further hidden events, so the
    /// ordinals of later events are those of a page in which each hidden leaf that is not
    /// known to be a value is an event; [`Proven::ordinal`] is exact when no event is hidden.
    pub fn check(&self, root: &Hash) -> Result<Vec<Proven>, NotProven> {
        let hashes: Vec<Hash> = self.leaves.iter().map(Leaflet::hash).collect();
        if tree_head(&hashes) != *root {
            return Err(NotProven::OtherRoot);
        }
        let Some((Leaflet::Shown { bytes: opening, .. }, rest)) = self.leaves.split_first() else {
            return Err(NotProven::Malformed);
        };
        let first = first_ordinal(opening, hashes.len()).map_err(|_| NotProven::Malformed)?;
        let mut proven = Vec::new();
        let mut rest = rest.iter();
        let mut ordinal = first;
        while let Some(leaf) = rest.next() {
            if let Leaflet::Shown { bytes, .. } = leaf {
                let values = values(bytes, &mut rest)?;
                proven.push(Proven { ordinal, event: bytes.clone(), values });
            }
            ordinal = ordinal.plus(1);
        }
        Ok(proven)
    }

    /// The bytes: an array of `[salt, bytes]` and bare hashes.
    pub fn encode(&self) -> Vec<u8> {
        let mut out = Vec::new();
        put_head(&mut out, 4, self.leaves.len() as u64);
        for leaf in &self.leaves {
            match leaf {
                Leaflet::Shown { salt, bytes } => {
                    put_head(&mut out, 4, 2);
                    put_bytes(&mut out, salt);
                    put_bytes(&mut out, bytes);
                }
                Leaflet::Withheld(hash) => put_bytes(&mut out, &hash.0),
            }
        }
        out
    }

    /// Takes a disclosure's bytes; nothing is proven before [`Disclosure::check`].
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        if bytes.len() > DISCLOSURE_BYTES_MAX {
            return Err(DecodeError::TooLong { limit: DISCLOSURE_BYTES_MAX });
        }
        crate::canonical::check_one(bytes, false)?;
        let mut at = Cursor { bytes, at: 0 };
        let count = at.count(4, LEAVES_MAX)?;
        let leaves = (0..count)
            .map(|_| match head(bytes, at.at)?.major {
                4 if at.count(4, 2)? == 2 => Ok(Leaflet::Shown {
                    salt: thirty_two(at.bytes()?)?,
                    bytes: at.bytes()?.to_vec(),
                }),
                _ => Ok(Leaflet::Withheld(Hash(thirty_two(at.bytes()?)?))),
            })
            .collect::<Result<_, DecodeError>>()?;
        Ok(Self { leaves })
    }
}

impl Leaflet {
    fn of(leaf: Leaf, hide: bool) -> Self {
        match hide {
            true => Self::Withheld(leaf.hash()),
            false => Self::Shown { salt: leaf.salt, bytes: leaf.bytes },
        }
    }

    fn hash(&self) -> Hash {
        match self {
            Self::Shown { salt, bytes } => leaf_hash(salt, bytes),
            Self::Withheld(hash) => *hash,
        }
    }
}

/// A value's leaf begins with the tag, an event's with an array.
fn is_value(leaf: &[u8]) -> bool {
    head(leaf, 0).is_ok_and(|head| head.major == 6 && head.argument == TAG_WITHHOLDABLE)
}

/// The leaves of an event's tagged values: each must have the hash the event names.
fn values<'a>(
    event: &[u8],
    rest: &mut impl Iterator<Item = &'a Leaflet>,
) -> Result<Vec<Option<Vec<u8>>>, NotProven> {
    if is_value(event) {
        return Err(NotProven::Malformed);
    }
    withholdable_spans(event)
        .into_iter()
        .map(|span| {
            // Tag of three bytes, head of two, hash.
            let named = event.get(span.start + 5..span.end).ok_or(NotProven::Malformed)?;
            let leaf = rest.next().ok_or(NotProven::Malformed)?;
            match leaf {
                _ if leaf.hash().0 != named => Err(NotProven::Malformed),
                Leaflet::Shown { bytes, .. } => Ok(Some(bytes.clone())),
                Leaflet::Withheld(_) => Ok(None),
            }
        })
        .collect()
}

fn first_ordinal(opening: &[u8], leaves: usize) -> Result<Ordinal, DecodeError> {
    let mut at = Cursor { bytes: opening, at: 0 };
    at.count(4, 3)?;
    let first = Ordinal(at.head(0)?);
    if at.count(0, LEAVES_MAX)? != leaves {
        return Err(malformed("number of leaves"));
    }
    take_anchors(&mut at)?;
    Ok(first)
}

fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    put_head(out, 2, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

fn thirty_two(bytes: &[u8]) -> Result<[u8; 32], DecodeError> {
    bytes.try_into().map_err(|_| malformed("32 bytes"))
}

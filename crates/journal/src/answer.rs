//! The answer to a sync request, and its check.
//!
//! Everything a device believes of a peer comes through [`CheckedAnswer`], which exists only
//! after signature, nonce and key were checked; an unsigned or replayed answer is nothing.
//! Endpoint lists and signed time count only from headquarters. Changing this changes bytes.

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use crate::attested::{Attested, Body};
use crate::certificate::{Certificate, Chain};
use crate::contact::{ANSWER_BYTES_MAX, Nonce, PAGES_MAX, pages};
use crate::contexts;
use crate::error::DecodeError;
use crate::ids::{ElectionId, Hash, JournalId, PageNumber};
use crate::keylist::{KeyListError, TrustedKeys};
use crate::keys::{BadSignature, VerifyKey};
use crate::page::{Page, Signed};
use crate::receipts::{CustodyNote, Held, Receipt};

/// Why a peer takes nothing of a request, or not this page. The sender keeps everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
#[cbor(index_only)]
pub enum Refusal {
    /// The hello's version is not spoken here.
    #[n(1)]
    WrongVersion,
    /// The certificate, or a page's, does not lead to the root.
    #[n(2)]
    NoValidChain,
    /// A request or page is longer than allowed.
    #[n(3)]
    Oversize,
    /// The journal has used up its room here.
    #[n(4)]
    Quota,
    /// Not this peer's election (a practice device at a real endpoint, too).
    #[n(5)]
    OtherElection,
    /// The hello was not signed by the certified device, or for another peer.
    #[n(6)]
    BadHello,
    /// Not the bytes of a request.
    #[n(7)]
    Malformed,
    /// Too much to do at this moment: come again later.
    #[n(8)]
    Busy,
}

/// A page that was refused alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Encode, Decode)]
pub struct RefusedPage {
    /// The journal.
    #[n(0)]
    pub journal: JournalId,
    /// The page's number.
    #[n(1)]
    pub number: PageNumber,
    /// The page's hash.
    #[n(2)]
    pub hash: Hash,
    /// Why.
    #[n(3)]
    pub refusal: Refusal,
}

/// What a peer has of a journal, where the device's guess was wrong or pages wait.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
pub struct Have {
    /// The journal.
    #[n(0)]
    pub journal: JournalId,
    /// The last page of the unbroken run; 0 for none.
    #[n(1)]
    pub number: PageNumber,
    /// Its hash.
    #[n(2)]
    pub hash: Hash,
    /// Pages kept beyond a gap.
    #[n(3)]
    pub waiting: Vec<PageNumber>,
}

/// The answer's body as signed. Changing this changes bytes.
#[derive(Debug, Clone, PartialEq, Eq, Encode, Decode)]
#[cbor(map)]
pub struct SyncAnswer {
    /// Version of the words.
    #[n(0)]
    pub version: u32,
    /// The election.
    #[n(1)]
    pub election: ElectionId,
    /// The hello's nonce, signed back; zeros where no hello could be read.
    #[n(2)]
    pub nonce: Nonce,
    /// The peer's clock, Unix seconds; headquarters' corrects, a relay's is a claim.
    #[n(3)]
    pub time: i64,
    /// Number of the receipt key that signs; 0 where a relay signs with its device key.
    #[n(4)]
    pub key: u32,
    /// The whole request was refused.
    #[n(5)]
    pub refusal: Option<Refusal>,
    /// Receipts, each as [`Attested::encode`] wrote it.
    #[n(6)]
    pub receipts: Vec<ByteVec>,
    /// Held answers, likewise.
    #[n(7)]
    pub held: Vec<ByteVec>,
    /// Pages refused alone.
    #[n(8)]
    pub refused: Vec<RefusedPage>,
    /// What the peer has of the journals asked about.
    #[n(9)]
    pub have: Vec<Have>,
    /// Pages of headquarters' two journals for this device.
    #[n(10)]
    pub pages: Vec<ByteVec>,
    /// Headquarters' journal for this device alone, once there is one.
    #[n(11)]
    pub own: Option<JournalId>,
    /// The newest endpoint list: `https://host:port`, the first tried first.
    #[n(12)]
    pub endpoints: Option<Vec<String>>,
    /// A newer key list than the hello named.
    #[n(13)]
    pub key_list: Option<ByteVec>,
    /// A relay's certificate.
    #[n(14)]
    pub certificate: Option<ByteVec>,
    /// A relay's custody notes.
    #[n(15)]
    pub custody: Option<Vec<ByteVec>>,
    /// More pages wait for this device: ask again.
    #[n(16)]
    pub more: bool,
}

impl Body for SyncAnswer {
    const CONTEXT: &'static [u8] = contexts::ANSWER;
    const BYTES_MAX: usize = ANSWER_BYTES_MAX;
    fn election(&self) -> ElectionId {
        self.election
    }
}

impl SyncAnswer {
    /// An answer that says nothing yet.
    pub const fn empty(election: ElectionId, nonce: Nonce, time: i64, key: u32) -> Self {
        Self {
            version: crate::contact::CONTACT_VERSION,
            election,
            nonce,
            time,
            key,
            refusal: None,
            receipts: Vec::new(),
            held: Vec::new(),
            refused: Vec::new(),
            have: Vec::new(),
            pages: Vec::new(),
            own: None,
            endpoints: None,
            key_list: None,
            certificate: None,
            custody: None,
            more: false,
        }
    }
}

/// Who answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answerer {
    /// Headquarters, by its receipt key.
    Headquarters,
    /// A relay, by the device key of this certified lead.
    Relay(Chain),
}

/// What a device knows when it checks an answer.
#[derive(Debug, Clone)]
pub struct Asked {
    /// The election.
    pub election: ElectionId,
    /// The nonce it sent.
    pub nonce: Nonce,
    /// The root key its invitation named.
    pub root: VerifyKey,
    /// The key list it holds; none when enrolled by QR and not yet synced.
    pub keys: Option<TrustedKeys>,
}

/// An answer after all checks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedAnswer {
    /// Who answered.
    pub answerer: Answerer,
    /// Its clock, Unix seconds. Corrects only if headquarters answered.
    pub time: i64,
    /// The newest key list known after this answer.
    pub keys: TrustedKeys,
    /// Whether `keys` came with this answer.
    pub keys_are_new: bool,
    /// The whole request was refused.
    pub refusal: Option<Refusal>,
    /// Headquarters' receipts (passed on by a relay, too).
    pub receipts: Vec<Attested<Receipt>>,
    /// Headquarters' or the relay's Held answers.
    pub held: Vec<Attested<Held>>,
    /// A relay's custody notes.
    pub custody: Vec<Attested<CustodyNote>>,
    /// Pages refused alone.
    pub refused: Vec<RefusedPage>,
    /// What the peer has.
    pub have: Vec<Have>,
    /// Pages of headquarters' journals, signatures checked, in the order sent.
    pub pages: Vec<Signed<Page>>,
    /// Headquarters' journal for this device alone.
    pub own: Option<JournalId>,
    /// The newest endpoint list; headquarters' only.
    pub endpoints: Option<Vec<String>>,
    /// More waits.
    pub more: bool,
}

/// Why an answer is not contact.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AnswerError {
    /// Not an answer's bytes (a captive portal's page, for one).
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// Signed by nobody known.
    #[error("answer: {0}")]
    Signature(#[from] BadSignature),
    /// An answer to something else.
    #[error("answer to another hello")]
    OtherNonce,
    /// For another election.
    #[error("answer of another election")]
    OtherElection,
    /// The key list in it is not the root's.
    #[error(transparent)]
    KeyList(#[from] KeyListError),
    /// No key list known, and none came.
    #[error("no key list")]
    NoKeyList,
    /// The relay's certificate proves nothing, or its holder is no lead.
    #[error("relay's certificate does not hold")]
    BadRelay,
}

impl CheckedAnswer {
    /// Checks an answer's bytes against what was asked.
    pub fn check(bytes: &[u8], asked: &Asked) -> Result<Self, AnswerError> {
        let attested = Attested::<SyncAnswer>::decode(bytes)?;
        let claimed = attested.claimed();
        if claimed.election != asked.election {
            return Err(AnswerError::OtherElection);
        }
        let (keys, keys_are_new) = newest_keys(claimed, asked)?;
        let answerer = answerer(&attested, &keys)?;
        if claimed.nonce != asked.nonce {
            return Err(AnswerError::OtherNonce);
        }
        if claimed.pages.len() > PAGES_MAX || claimed.receipts.len() > PAGES_MAX {
            return Err(DecodeError::TooLong { limit: PAGES_MAX }.into());
        }
        let by_headquarters = answerer == Answerer::Headquarters;
        Ok(Self {
            time: claimed.time,
            refusal: claimed.refusal,
            receipts: receipts(claimed, &keys)?,
            held: held(claimed, &keys, &answerer)?,
            custody: custody(claimed, &answerer)?,
            refused: claimed.refused.clone(),
            have: claimed.have.clone(),
            pages: pages(asked.election, &claimed.pages)?
                .into_iter()
                .map(|page| keys.check_page(page))
                .collect::<Result<_, _>>()?,
            own: claimed.own.filter(|_| by_headquarters),
            endpoints: claimed.endpoints.clone().filter(|_| by_headquarters),
            more: claimed.more,
            answerer,
            keys,
            keys_are_new,
        })
    }
}

fn newest_keys(claimed: &SyncAnswer, asked: &Asked) -> Result<(TrustedKeys, bool), AnswerError> {
    let sent = match &claimed.key_list {
        Some(bytes) => Some(TrustedKeys::open(bytes, asked.election, &asked.root)?),
        None => None,
    };
    match (sent, asked.keys.clone()) {
        (Some(new), Some(old)) if new.list().number <= old.list().number => Ok((old, false)),
        (Some(new), _) => Ok((new, true)),
        (None, Some(old)) => Ok((old, false)),
        (None, None) => Err(AnswerError::NoKeyList),
    }
}

fn answerer(attested: &Attested<SyncAnswer>, keys: &TrustedKeys) -> Result<Answerer, AnswerError> {
    let claimed = attested.claimed();
    let Some(certificate) = &claimed.certificate else {
        keys.check_by_receipt_key(attested, claimed.key)?;
        return Ok(Answerer::Headquarters);
    };
    let chain = Certificate::decode(certificate)?.check(keys).map_err(|_| AnswerError::BadRelay)?;
    if chain.role != crate::certificate::Role::Lead {
        return Err(AnswerError::BadRelay);
    }
    attested.verify(&chain.current().verify)?;
    Ok(Answerer::Relay(chain))
}

fn receipts(
    claimed: &SyncAnswer,
    keys: &TrustedKeys,
) -> Result<Vec<Attested<Receipt>>, AnswerError> {
    claimed
        .receipts
        .iter()
        .map(|bytes| {
            let receipt = Attested::<Receipt>::decode(bytes)?;
            receipt.check(keys)?;
            Ok(receipt)
        })
        .collect()
}

fn held(
    claimed: &SyncAnswer,
    keys: &TrustedKeys,
    answerer: &Answerer,
) -> Result<Vec<Attested<Held>>, AnswerError> {
    claimed
        .held
        .iter()
        .map(|bytes| {
            let held = Attested::<Held>::decode(bytes)?;
            match answerer {
                Answerer::Relay(chain) if held.claimed().key == 0 => {
                    held.verify(&chain.current().verify)?;
                }
                Answerer::Relay(_) | Answerer::Headquarters => {
                    held.check(keys)?;
                }
            }
            Ok(held)
        })
        .collect()
}

fn custody(
    claimed: &SyncAnswer,
    answerer: &Answerer,
) -> Result<Vec<Attested<CustodyNote>>, AnswerError> {
    let notes = claimed.custody.as_deref().unwrap_or_default();
    match answerer {
        Answerer::Headquarters => Ok(Vec::new()),
        Answerer::Relay(chain) => notes
            .iter()
            .map(|bytes| {
                let note = Attested::<CustodyNote>::decode(bytes)?;
                note.verify(&chain.current().verify)?;
                Ok(note)
            })
            .collect(),
    }
}

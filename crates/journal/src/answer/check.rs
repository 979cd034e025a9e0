//! The check of an answer: nothing in it is believed before.
//!
//! Order matters: first the newest key list from the root, then who signed, then the nonce,
//! then each part with the key it needs. Skipping unreadable parts was rejected: an answer
//! holds whole or is no contact.

use crate::answer::{HAVES_MAX, HELD_MAX, Have, Refusal, RefusedPage, SyncAnswer};
use crate::attested::Attested;
use crate::certificate::{CONTINUATIONS_MAX, Certificate, Chain, Role};
use crate::contact::{Nonce, PAGES_MAX, POSITIONS_MAX, pages};
use crate::error::DecodeError;
use crate::ids::{ElectionId, JournalId};
use crate::keylist::{KeyListError, TrustedKeys};
use crate::keys::{BadSignature, VerifyKey};
use crate::page::{Page, Signed};
use crate::receipts::{CustodyNote, Held, Receipt};

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
    /// Headquarters' journal for this device alone. From a relay it is a hint, believed only
    /// if page 1 of that journal opens with the device's own key.
    pub own: Option<JournalId>,
    /// For carried journals: the device's journal, and headquarters' journal for that device.
    pub owns: Vec<(JournalId, JournalId)>,
    /// The answering relay's certificate as it came; none from headquarters.
    pub certificate: Option<Certificate>,
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
        bounded(claimed)?;
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
            own: claimed.own,
            owns: claimed.owns.clone().unwrap_or_default(),
            certificate: claimed
                .certificate
                .as_ref()
                .map(|bytes| Certificate::decode(bytes))
                .transpose()?,
            endpoints: claimed.endpoints.clone().filter(|_| by_headquarters),
            more: claimed.more,
            answerer,
            keys,
            keys_are_new,
        })
    }
}

fn bounded(claimed: &SyncAnswer) -> Result<(), DecodeError> {
    let own = CONTINUATIONS_MAX + 1;
    let lengths = [
        (claimed.pages.len(), PAGES_MAX),
        (claimed.receipts.len(), POSITIONS_MAX + own),
        (claimed.held.len(), HELD_MAX),
        (claimed.refused.len(), PAGES_MAX),
        (claimed.have.len(), HAVES_MAX),
        (claimed.owns.as_ref().map_or(0, Vec::len), POSITIONS_MAX),
        (claimed.custody.as_ref().map_or(0, Vec::len), POSITIONS_MAX + own),
    ];
    match lengths.into_iter().find(|(length, limit)| length > limit) {
        Some((_, limit)) => Err(DecodeError::TooLong { limit }),
        None => Ok(()),
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
    if chain.role != Role::Lead {
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
                note.check(chain)?;
                Ok(note)
            })
            .collect(),
    }
}

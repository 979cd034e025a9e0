//! The answer to a sync request, and its check.
//!
//! Everything a device believes of a peer comes through [`CheckedAnswer`], which exists only
//! after signature, nonce and key were checked; an unsigned or replayed answer is nothing.
//! Endpoint lists and signed time count only from headquarters. Changing this changes bytes.

mod check;

pub use check::{AnswerError, Answerer, Asked, CheckedAnswer};

use minicbor::bytes::ByteVec;
use minicbor::{Decode, Encode};

use crate::attested::Body;
use crate::certificate::CONTINUATIONS_MAX;
use crate::contact::{ANSWER_BYTES_MAX, Nonce, PAGES_MAX, POSITIONS_MAX};
use crate::contexts;
use crate::ids::{ElectionId, Hash, JournalId, PageNumber};

/// Most Held answers in an answer: one for each page of the request, and as many that a relay
/// passes on.
pub const HELD_MAX: usize = 2 * PAGES_MAX;
/// Most journals of which an answer says what the peer has: the sender's own, those whose pages
/// came with the request, and the positions asked about.
pub const HAVES_MAX: usize = CONTINUATIONS_MAX + 1 + PAGES_MAX + POSITIONS_MAX;

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
    /// A relay's: the admission token is missing or wrong, or its evening is over.
    #[n(9)]
    NotAdmitted,
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
    /// Receipts, each as [`crate::attested::Attested::encode`] wrote it.
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
    /// For carried journals: the device's journal, and headquarters' journal for that device.
    #[n(17)]
    pub owns: Option<Vec<(JournalId, JournalId)>>,
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
            owns: None,
        }
    }
}

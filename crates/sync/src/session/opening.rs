//! Opens a request and checks everything that can be checked without the keeper.
//!
//! Signatures cost the most of a request, so they are checked here, on many threads, and never
//! by the one writer. What comes out is typed: an [`Opened`] request's pages are
//! `Signed<Page>`, and whoever is refused is refused by a code over the nonce of the hello, so
//! that the refused side can believe the refusal. Nothing is stored for a stranger, nor for
//! whoever a relay does not admit.

use journal::answer::{Refusal, RefusedPage};
use journal::attested::Attested;
use journal::certificate::{Certificate, Chain, Role};
use journal::contact::{CONTACT_VERSION, Hello, Nonce, Position, SyncRequest};
use journal::error::DecodeError;
use journal::ids::{InvitationId, JournalId, PageNumber};
use journal::keeper::{Delivery, Via};
use journal::page::{Page, Signed};
use journal::receipts::CustodyNote;
use std::collections::BTreeMap;

use super::answering::{Rest, Supposed};
use super::{Voice, Words};

/// A request whose sender is known.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) hello: Hello,
    pub(crate) chain: Chain,
    pub(crate) certificate: Certificate,
    /// Pages, each vouched for by the sender's chain or a carried one.
    pub(crate) pages: Vec<Signed<Page>>,
    /// Chains of other devices whose pages came along, by journal.
    pub(crate) carried: BTreeMap<JournalId, (Chain, Certificate)>,
    /// Up to where the sender knows receipts for journals it carries; a lead's only.
    pub(crate) positions: Vec<Position>,
    /// Custody notes of relays, each signed by a lead whose certificate came along.
    pub(crate) notes: Vec<Attested<CustodyNote>>,
    pub(crate) refused: Vec<RefusedPage>,
}

/// A request that is refused whole: the nonce to sign back, if one could be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RefusedWhole {
    pub(crate) nonce: Option<Nonce>,
    /// The key list the hello names: a newer one may explain the refusal.
    pub(crate) key_list: u32,
    pub(crate) refusal: Refusal,
}

/// A device was here: all that a relay's list says of it besides what it keeps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meeting {
    /// The device's journal.
    pub journal: JournalId,
    /// Its invitation.
    pub invitation: InvitationId,
    /// The last page it holds of headquarters' common journal.
    pub common: PageNumber,
    /// Its status word, sealed to the relay's lead, as it came.
    pub status: Option<Vec<u8>>,
    /// The hello's nonce, which the status word is bound to.
    pub nonce: Nonce,
    /// The relay's clock, Unix seconds.
    pub at: i64,
}

/// What goes to the keeper.
#[derive(Debug)]
pub(crate) struct Kept {
    /// The sender's own delivery first, also without pages: it is a first contact.
    pub(crate) deliveries: Vec<Delivery>,
    pub(crate) notes: Vec<Attested<CustodyNote>>,
    pub(crate) meeting: Meeting,
}

/// Checks a request's bytes as far as signatures go. `now` is the host's clock.
pub(crate) fn open(body: &[u8], words: &Words, now: i64) -> Result<Opened, RefusedWhole> {
    let claimed = claimed_hello(body);
    let no = |refusal| match &claimed {
        Some(hello) => RefusedWhole {
            nonce: Some(hello.claimed().nonce),
            key_list: hello.claimed().key_list,
            refusal,
        },
        None => RefusedWhole::unread(refusal),
    };
    if let Some(hello) = &claimed {
        if hello.claimed().version != CONTACT_VERSION {
            return Err(no(Refusal::WrongVersion));
        }
        if hello.claimed().election != words.election {
            return Err(no(Refusal::OtherElection));
        }
    }
    let request = SyncRequest::decode(body).map_err(|error| {
        no(match error {
            DecodeError::TooLong { .. } => Refusal::Oversize,
            DecodeError::NotCanonical(_)
            | DecodeError::Malformed(_)
            | DecodeError::UnknownFormat(_) => Refusal::Malformed,
        })
    })?;
    let chain = request.certificate.check(&words.keys).map_err(|_| no(Refusal::NoValidChain))?;
    if !hello_holds(&request.hello, &chain, words) {
        return Err(no(Refusal::BadHello));
    }
    if !admitted(request.hello.claimed(), words, now) {
        return Err(no(Refusal::NotAdmitted));
    }
    Ok(opened(request, chain, words))
}

/// Sorts what came with a hello that holds: whose pages, whose notes.
fn opened(request: SyncRequest, chain: Chain, words: &Words) -> Opened {
    let mut carried = BTreeMap::new();
    for certificate in request.carried {
        if let Ok(chain) = certificate.check(&words.keys) {
            for link in chain.links() {
                carried.insert(link.journal, (chain.clone(), certificate.clone()));
            }
        }
    }
    let (mut pages, mut refused) = (Vec::new(), Vec::new());
    for page in request.pages {
        let head = page.head();
        let journal = page.header().journal;
        let vouching = match chain.link_of(journal) {
            Some(_) => Some(&chain),
            None => carried.get(&journal).map(|(chain, _)| chain),
        };
        match vouching.map(|chain| chain.check_page(page)) {
            Some(Ok(signed)) => pages.push(signed),
            Some(Err(_)) | None => refused.push(RefusedPage {
                journal,
                number: head.number,
                hash: head.hash,
                refusal: Refusal::NoValidChain,
            }),
        }
    }
    let mut notes = request.custody;
    notes.retain(|note| holds(note, &carried, words));
    // What headquarters says of others is nobody's business but a lead's who carries for them.
    let positions = if chain.role == Role::Lead { request.positions } else { Vec::new() };
    let hello = request.hello.claimed().clone();
    let certificate = request.certificate;
    Opened { hello, chain, certificate, pages, carried, positions, notes, refused }
}

/// At headquarters any receipt key that is not withdrawn will do: a device may not have heard
/// of the newest list yet.
fn hello_holds(hello: &Attested<Hello>, chain: &Chain, words: &Words) -> bool {
    let device = &chain.current().verify;
    match &words.voice {
        Voice::Relay { host_spki, .. } => hello.verify_hello(host_spki, device).is_ok(),
        Voice::Headquarters { .. } => {
            let mut standing = words.keys.list().receipt.iter().flatten();
            standing.any(|key| hello.verify_hello(&key.0, device).is_ok())
        }
    }
}

/// A relay answers whoever says its code's token, until the evening is over.
fn admitted(hello: &Hello, words: &Words, now: i64) -> bool {
    match &words.voice {
        Voice::Headquarters { .. } => true,
        Voice::Relay { admission, until, .. } => {
            now <= *until && hello.admission.as_ref().is_some_and(|token| token == admission)
        }
    }
}

/// Whether a note was signed by the lead's key that its relay's certificate names.
fn holds(
    note: &Attested<CustodyNote>,
    carried: &BTreeMap<JournalId, (Chain, Certificate)>,
    words: &Words,
) -> bool {
    let claimed = note.claimed();
    let Some((chain, _)) = carried.get(&claimed.relay) else { return false };
    let Some(link) = chain.link_of(claimed.relay) else { return false };
    claimed.election == words.election
        && chain.role == Role::Lead
        && note.verify(&link.verify).is_ok()
}

/// The hello at the front of a request whose rest may not decode: field 0 of the map.
fn claimed_hello(body: &[u8]) -> Option<Attested<Hello>> {
    let mut decoder = minicbor::Decoder::new(body);
    decoder.map().ok()?;
    if decoder.u32().ok()? != 0 {
        return None;
    }
    Attested::<Hello>::decode(decoder.bytes().ok()?).ok()
}

impl RefusedWhole {
    /// Without a readable hello there is nothing to sign back.
    pub(crate) const fn unread(refusal: Refusal) -> Self {
        Self { nonce: None, key_list: 0, refusal }
    }
}

impl Opened {
    /// A refusal of this request for want of time or room.
    pub(crate) const fn busy(&self) -> RefusedWhole {
        self.refused(Refusal::Busy)
    }

    /// A refusal of this request as a whole.
    pub(crate) const fn refused(&self, refusal: Refusal) -> RefusedWhole {
        RefusedWhole { nonce: Some(self.hello.nonce), key_list: self.hello.key_list, refusal }
    }

    /// What goes to the keeper, and what the answer needs later.
    pub(crate) fn split(self, words: &Words, received_at: i64) -> (Kept, Rest) {
        let meeting = self.meeting(words, received_at);
        let mut supposed = Supposed::of(&self.hello);
        let (mut own, mut others) = (Vec::new(), BTreeMap::<_, Vec<_>>::new());
        for page in self.pages {
            let journal = page.page().header().journal;
            supposed.after(journal, page.page().head());
            if self.chain.link_of(journal).is_some() {
                own.push(page);
            } else {
                others.entry(journal).or_default().push(page);
            }
        }
        let sender = self.chain.current().journal;
        let (certificate, chain) = (self.certificate, self.chain);
        let delivery = |certificate, chain, pages, via| Delivery {
            certificate,
            chain,
            pages,
            received_at,
            via,
        };
        let mut deliveries = vec![delivery(certificate, chain, own, Via::Direct)];
        for (journal, pages) in others {
            if let Some((chain, certificate)) = self.carried.get(&journal).cloned() {
                deliveries.push(delivery(certificate, chain, pages, Via::Relay(sender)));
            }
        }
        let kept = Kept { deliveries, notes: self.notes, meeting };
        (kept, Rest { hello: self.hello, refused: self.refused, supposed })
    }

    fn meeting(&self, words: &Words, at: i64) -> Meeting {
        let common = words.keys.list().common;
        let common = self.hello.held.iter().find(|position| position.journal == common);
        Meeting {
            journal: self.chain.current().journal,
            invitation: self.chain.invitation,
            common: common.map_or(PageNumber(0), |position| position.number),
            status: self.hello.status.as_ref().map(|sealed| sealed.to_vec()),
            nonce: self.hello.nonce,
            at,
        }
    }
}

//! Opens a request and checks everything that can be checked without the keeper.
//!
//! Signatures cost the most of a request, so they are checked here, on many threads, and never
//! by the one writer. What comes out is typed: an [`Opened`] request's pages are
//! `Signed<Page>`, and whoever is refused is refused by a code over the nonce of the hello, so
//! that the refused side can believe the refusal. Nothing is stored for a stranger.

use journal::answer::{Refusal, RefusedPage};
use journal::attested::Attested;
use journal::certificate::{Certificate, Chain};
use journal::contact::{CONTACT_VERSION, Hello, Nonce, SyncRequest};
use journal::error::DecodeError;
use journal::ids::JournalId;
use journal::page::{Page, Signed};
use std::collections::BTreeMap;

use super::{Voice, Words};

/// A request whose sender is known.
#[derive(Debug)]
pub(crate) struct Opened {
    pub(crate) hello: Hello,
    pub(crate) chain: Chain,
    pub(crate) certificate: Certificate,
    /// Pages with the chain that vouches for each.
    pub(crate) pages: Vec<Signed<Page>>,
    /// Chains of other devices whose pages came along, by journal.
    pub(crate) carried: BTreeMap<JournalId, (Chain, Certificate)>,
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

/// Checks a request's bytes as far as signatures go.
pub(crate) fn open(body: &[u8], words: &Words) -> Result<Opened, RefusedWhole> {
    let keys = &words.keys;
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
    let chain = request.certificate.check(keys).map_err(|_| no(Refusal::NoValidChain))?;
    if !hello_holds(&request.hello, &chain, words) {
        return Err(no(Refusal::BadHello));
    }
    let mut carried = BTreeMap::new();
    for certificate in request.carried {
        if let Ok(chain) = certificate.check(keys) {
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
    let hello = request.hello.claimed().clone();
    let certificate = request.certificate;
    Ok(Opened { hello, chain, certificate, pages, carried, refused })
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

/// The hello at the front of a request whose rest may not decode: field 0 of the map.
fn claimed_hello(body: &[u8]) -> Option<Attested<Hello>> {
    let mut decoder = minicbor::Decoder::new(body);
    decoder.map().ok()?;
    if decoder.u32().ok()? != 0 {
        return None;
    }
    Attested::<Hello>::decode(decoder.bytes().ok()?).ok()
}

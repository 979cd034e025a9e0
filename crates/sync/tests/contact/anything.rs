//! Any bytes at all, at the host: an answer, never a panic, never a page kept.

use journal::answer::SyncAnswer;
use journal::attested::Attested;
use journal::memory::SharedKeeper;
use journal::outbox::{Outbox, Toward};
use proptest::prelude::*;
use std::sync::OnceLock;
use std::sync::atomic::Ordering;
use sync::host::{Host, Words, Writer};

use crate::election::{Election, MORNING, TestWorld, memory};
use crate::relay::{Lead, TOKEN, nothing_carried};

struct Fixture {
    runtime: tokio::runtime::Runtime,
    host: Host,
    receipt: journal::keys::VerifyKey,
    request: Vec<u8>,
    kept: &'static std::sync::atomic::AtomicUsize,
}

fn fixture() -> &'static Fixture {
    static KEPT: std::sync::atomic::AtomicUsize = std::sync::atomic::AtomicUsize::new(0);
    static FIXTURE: OnceLock<Fixture> = OnceLock::new();
    FIXTURE.get_or_init(|| {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("runtime");
        let mut election = Election::new(120);
        let after = |outcomes: &[journal::keeper::Outcome]| {
            KEPT.fetch_add(outcomes.len(), Ordering::SeqCst);
        };
        let (writer, _) = Writer::start(Box::new(memory()), after).expect("thread");
        let host = Host::new(election.words(), writer, TestWorld::new(120));
        let mut alice = election.device();
        alice.seal(30);
        let offer = alice.offer(Toward::Headquarters, 1 << 20).expect("offer");
        let hello = offer.hello(journal::contact::Nonce([9; 16]), 0, &mut election.rng);
        let expected = election.keys.current_receipt().1.0;
        let hello = alice.sign_hello(hello, &expected).expect("signed");
        let mut request = offer.request(hello);
        // Headquarters has its own key list and looks at no other; a bit there changes nothing.
        request.key_list = None;
        let request = request.encode();
        let receipt = election.roles.receipt.public();
        Fixture { runtime, host, receipt, request, kept: &KEPT }
    })
}

fn refused(body: &[u8]) -> Result<(), TestCaseError> {
    let f = fixture();
    let before = f.kept.load(Ordering::SeqCst);
    let answer = f.runtime.block_on(f.host.answer(body));
    let answer = Attested::<SyncAnswer>::decode(&answer).expect("an answer");
    let answer = answer.verify(&f.receipt).expect("signed");
    let kept = f.kept.load(Ordering::SeqCst) - before;
    // A flipped bit in a page alone refuses that page; everything else refuses the whole.
    prop_assert!(answer.refusal.is_some() || (!answer.refused.is_empty() && kept == 1));
    prop_assert!(answer.receipts.is_empty());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn any_bytes_are_refused(body in prop::collection::vec(any::<u8>(), 0..2_000)) {
        refused(&body)?;
    }

    #[test]
    fn a_request_with_any_bit_flipped_is_refused(at: prop::sample::Index, bit in 0u8..8) {
        let mut body = fixture().request.clone();
        let at = at.index(body.len());
        body[at] ^= 1 << bit;
        refused(&body)?;
    }

    #[test]
    fn a_request_cut_anywhere_is_refused(at: prop::sample::Index) {
        let request = &fixture().request;
        refused(&request[..at.index(request.len())])?;
    }
}

/// A relay's host, and a device's request to it with token and status word.
fn at_relay() -> &'static (Words, SharedKeeper, journal::keys::VerifyKey, Vec<u8>) {
    static RELAY: OnceLock<(Words, SharedKeeper, journal::keys::VerifyKey, Vec<u8>)> =
        OnceLock::new();
    RELAY.get_or_init(|| {
        let mut election = Election::new(121);
        let lead = Lead::new(&mut election, journal::certificate::Role::Lead);
        let words = Words { voice: lead.voice([5; 32]), ..election.words() };
        let mut alice = election.device();
        alice.seal(30);
        let word = journal::status::StatusWord::InPlace;
        alice.status = Some(journal::status::Status { word, version: 3 });
        let met = journal::memory::Met { certificate: lead.certificate.clone(), notes: Vec::new() };
        alice.relays.insert([5; 32], met);
        let toward = Toward::Relay { spki: [5; 32] };
        let mut offer = alice.offer(toward, 1 << 20).expect("offer");
        offer.admission = Some(TOKEN);
        let nonce = journal::contact::Nonce([9; 16]);
        let hello = offer.hello(nonce, 0, &mut election.rng);
        assert!(hello.status.is_some() && hello.admission.is_some());
        let hello = alice.sign_hello(hello, &[5; 32]).expect("signed");
        let mut request = offer.request(hello);
        // Both are looked at by whoever passes them on; here a flipped bit there changes nothing.
        (request.key_list, request.carried) = (None, Vec::new());
        (words, nothing_carried(), lead.key.public(), request.encode())
    })
}

fn refused_at_relay(body: &[u8]) -> Result<(), TestCaseError> {
    let (words, keeper, key, _) = at_relay();
    let mut keeper = keeper.clone();
    let answered = sync::session::answer_now(words, &mut keeper, body, MORNING);
    let answer = Attested::<SyncAnswer>::decode(&answered.bytes).expect("an answer");
    let answer = answer.verify(key).expect("signed by the lead");
    prop_assert!(answer.refusal.is_some() || !answer.refused.is_empty());
    prop_assert!(answer.receipts.is_empty() && answer.custody.is_none());
    prop_assert_eq!(answered.meeting.is_some(), answer.refusal.is_none());
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn a_relay_refuses_any_bytes(body in prop::collection::vec(any::<u8>(), 0..2_000)) {
        refused_at_relay(&body)?;
    }

    #[test]
    fn a_relay_refuses_a_request_with_any_bit_flipped(at: prop::sample::Index, bit in 0u8..8) {
        let mut body = at_relay().3.clone();
        let at = at.index(body.len());
        body[at] ^= 1 << bit;
        refused_at_relay(&body)?;
    }
}

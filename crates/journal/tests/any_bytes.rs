//! Every decoder takes any bytes without a panic, and what it takes it gives back unchanged.
#![allow(missing_docs, clippy::indexing_slicing)]

mod support;

use journal::answer::{Asked, CheckedAnswer, SyncAnswer};
use journal::attested::Attested;
use journal::certificate::{Certificate, InvitationPublic};
use journal::contact::{Hello, SyncRequest};
use journal::event::EventBytes;
use journal::evidence::Disclosure;
use journal::fork::ForkProof;
use journal::headquarters::RoleKeys;
use journal::invitation::{InvitationCode, InvitationFile};
use journal::keylist::{KeyList, TrustedKeys};
use journal::page::{Head, Page};
use journal::receipts::{CustodyNote, Held, Receipt};
use proptest::prelude::*;
use support::World;

/// Bytes that look like CBOR more often than chance does.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let heads = prop::sample::select(vec![
        0x00, 0x01, 0x17, 0x18, 0x19, 0x1a, 0x1b, 0x20, 0x3b, 0x40, 0x50, 0x58, 0x60, 0x61, 0x80,
        0x82, 0x83, 0x87, 0x88, 0x9f, 0xa0, 0xa1, 0xa7, 0xd9, 0xa0, 0xf4, 0xf6, 0xf7, 0xf9, 0xff,
    ]);
    prop::collection::vec(prop_oneof![heads, any::<u8>()], 0..200)
}

/// Applies the changes (place, new byte, cut or not) to valid bytes.
fn bent(valid: &[u8], changes: &[(usize, u8)], cut: usize) -> Vec<u8> {
    let mut bytes = valid.to_vec();
    for (place, byte) in changes {
        let place = place % bytes.len();
        bytes[place] = *byte;
    }
    bytes.truncate(bytes.len() - cut % bytes.len());
    bytes
}

fn changes() -> impl Strategy<Value = Vec<(usize, u8)>> {
    prop::collection::vec((any::<usize>(), any::<u8>()), 1..4)
}

fn attested_comes_back<T: journal::attested::Body>(bytes: &[u8]) -> Result<(), TestCaseError> {
    if let Ok(read) = Attested::<T>::decode(bytes) {
        prop_assert_eq!(read.encode(), bytes);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(500))]

    #[test]
    fn an_event_is_refused_or_kept_as_it_is(bytes in bytes()) {
        if let Ok(event) = EventBytes::new(bytes.clone()) {
            prop_assert_eq!(event.as_slice(), &bytes[..]);
        }
    }

    #[test]
    fn signed_bodies_are_refused_or_kept_as_they_are(bytes in bytes()) {
        attested_comes_back::<Receipt>(&bytes)?;
        attested_comes_back::<CustodyNote>(&bytes)?;
        attested_comes_back::<Held>(&bytes)?;
        attested_comes_back::<KeyList>(&bytes)?;
        attested_comes_back::<Hello>(&bytes)?;
        attested_comes_back::<SyncAnswer>(&bytes)?;
        attested_comes_back::<InvitationPublic>(&bytes)?;
    }

    #[test]
    fn everything_else_is_refused_or_kept_as_it_is(bytes in bytes()) {
        let world = World::shared();
        if let Ok(read) = Certificate::decode(&bytes) {
            prop_assert_eq!(read.encode(), bytes.clone());
        }
        if let Ok(read) = Disclosure::decode(&bytes) {
            prop_assert_eq!(read.encode(), bytes.clone());
        }
        prop_assert!(Page::decode(world.election, &bytes).is_err() || bytes.len() > 200);
        prop_assert!(SyncRequest::decode(&bytes).is_err());
        prop_assert!(ForkProof::decode(world.election, &bytes).is_err());
        prop_assert!(InvitationFile::open(&bytes).is_err());
        prop_assert!(InvitationCode::open(&bytes).is_err());
        prop_assert!(RoleKeys::from_bytes(&bytes).is_err());
        prop_assert!(TrustedKeys::open(&bytes, world.election, &world.root.public()).is_err());
    }

    #[test]
    fn text_is_refused_or_a_code(text in "(SANAQ1:)?[A-Za-z0-9_-]{0,80}") {
        prop_assert!(InvitationCode::from_text(&text).is_err());
    }

    #[test]
    fn bent_requests_and_answers_are_refused_or_whole(changes in changes(), cut in 0_usize..3) {
        let world = World::shared();
        let request = world.request();
        if let Ok(read) = SyncRequest::decode(&bent(&request.encode(), &changes, cut)) {
            prop_assert!(read.encode().len() <= request.encode().len() + 8);
        }
        let hello = request.hello.claimed();
        let answer = SyncAnswer::empty(world.election, hello.nonce, 1, 1);
        let bytes = Attested::sign(answer, &world.keys.receipt).encode();
        let asked = Asked {
            election: world.election,
            nonce: hello.nonce,
            root: world.root.public(),
            keys: Some(world.list.clone()),
        };
        let bent = bent(&bytes, &changes, cut);
        prop_assert_eq!(CheckedAnswer::check(&bent, &asked).is_ok(), bent == bytes);
    }

    #[test]
    fn bent_invitations_and_certificates_are_refused_or_whole(
        changes in changes(),
        cut in 0_usize..3,
    ) {
        let world = World::shared();
        let valid = world.certificate.encode();
        let bent_bytes = bent(&valid, &changes, cut);
        let held = Certificate::decode(&bent_bytes).is_ok_and(|c| c.check(&world.list).is_ok());
        prop_assert_eq!(held, bent_bytes == valid);
    }

    #[test]
    fn whatever_is_sealed_opens_again(times in prop::collection::vec(-1_i64 << 40..1 << 40, 1..60),
                                words in prop::collection::vec("\\PC{0,12}", 1..20)) {
        let mut world = World::shared().clone();
        let events: Vec<_> = times
            .iter()
            .zip(words.iter().cycle())
            .map(|(time, word)| support::noted(*time, word))
            .collect();
        let sealed = world.seal(Head::START, 1, events.clone());
        let opened = sealed.page.open(&world.keys.sealing).unwrap();
        for (was, is) in events.iter().zip(&opened.events) {
            prop_assert_eq!(&was.bytes, &is.bytes);
        }
    }
}

//! Every decoder takes any bytes without a panic, and what it takes it gives back unchanged.
#![allow(missing_docs, clippy::indexing_slicing)]

mod support;

use journal::answer::{Asked, CheckedAnswer, SyncAnswer};
use journal::attested::Attested;
use journal::bundle;
use journal::certificate::{Certificate, InvitationPublic};
use journal::contact::{Hello, Nonce, SyncRequest};
use journal::event::EventBytes;
use journal::evidence::Disclosure;
use journal::fork::ForkProof;
use journal::headquarters::RoleKeys;
use journal::ids::{Hash, PageNumber};
use journal::invitation::{InvitationCode, InvitationFile};
use journal::keylist::{KeyList, TrustedKeys};
use journal::page::{Head, Page};
use journal::receipts::{CustodyNote, Held, Receipt};
use journal::relay::{RelayCode, RelayStatement};
use journal::status::{Status, StatusWord, open_status, seal_status};
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

fn note(world: &World) -> CustodyNote {
    CustodyNote {
        election: world.election,
        journal: world.journal,
        number: PageNumber(9),
        hash: Hash([9; 32]),
        received_at: 1,
        relay: world.journal,
        first: PageNumber(4),
        gaps: vec![(PageNumber(5), PageNumber(7))],
    }
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
        prop_assert!(RelayCode::open(&bytes).is_err());
        attested_comes_back::<RelayStatement>(&bytes)?;
        let (world, nonce) = (World::shared(), Nonce([1; 16]));
        let secret = &world.device_seal;
        prop_assert!(open_status(secret, world.election, nonce, world.journal, &bytes).is_err());
        let bundle = bundle::read(&bytes, world.election);
        prop_assert!(bundle.pages.is_empty() && bundle.damaged.len() <= bytes.len());
        prop_assert!(RoleKeys::from_bytes(&bytes).is_err());
        prop_assert!(TrustedKeys::open(&bytes, world.election, &world.root.public()).is_err());
    }

    #[test]
    fn text_is_refused_or_a_code(text in "(SANAQ1:)?[A-Za-z0-9_-]{0,80}") {
        prop_assert!(InvitationCode::from_text(&text).is_err());
        prop_assert!(RelayCode::from_text(&text.replace("Q1:", "QR1:")).is_err());
    }

    #[test]
    fn bent_requests_and_answers_are_refused_or_whole(changes in changes(), cut in 0_usize..3) {
        let world = World::shared();
        let request = world.request();
        if let Ok(read) = SyncRequest::decode(&bent(&request.encode(), &changes, cut)) {
            prop_assert!(read.encode().len() <= request.encode().len() + 8);
        }
        let mut relayed = world.request();
        let position = relayed.hello.claimed().receipted;
        relayed.positions = vec![position; 2];
        relayed.custody = vec![Attested::sign(note(world), &world.device)];
        relayed.carried = vec![world.certificate.clone()];
        prop_assert_eq!(&SyncRequest::decode(&relayed.encode()).unwrap(), &relayed);
        if let Ok(read) = SyncRequest::decode(&bent(&relayed.encode(), &changes, cut)) {
            prop_assert!(read.encode().len() <= relayed.encode().len() + 8);
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
    fn bent_status_words_codes_and_statements_are_refused_or_whole(
        changes in changes(),
        cut in 0_usize..3,
    ) {
        let mut world = World::shared().clone();
        let (nonce, key) = (Nonce([1; 16]), world.device_seal.public());
        let status = Status { word: StatusWord::Counting, version: 7 };
        let (election, journal) = (world.election, world.journal);
        let sealed = seal_status(&mut world.rng, &key, election, nonce, journal, status).unwrap();
        let came = bent(&sealed, &changes, cut);
        let opened = open_status(&world.device_seal, election, nonce, journal, &came);
        prop_assert_eq!(opened.is_ok(), came == sealed);
        let code = RelayCode {
            election,
            addresses: vec!["192.0.2.1:1".into()],
            spki: [1; 32],
            token: [2; 16],
            wifi_name: None,
            wifi_password: Some("қала".into()),
        };
        if let Ok(read) = RelayCode::open(&bent(&code.encode().unwrap(), &changes, cut)) {
            prop_assert!(read.encode().is_ok());
        }
        let (spki, token) = (code.spki, code.token);
        let statement = RelayStatement { election, relay: journal, spki, token, until: 1 };
        let signed = Attested::sign(statement, &world.device).encode();
        let came = bent(&signed, &changes, cut);
        let held = Attested::<RelayStatement>::decode(&came)
            .is_ok_and(|read| read.verify(&world.device.public()).is_ok());
        prop_assert_eq!(held, came == signed);
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

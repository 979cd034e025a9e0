//! Certificates, key lists, receipts, invitations: who may say what.
#![allow(missing_docs, clippy::indexing_slicing, clippy::unwrap_used)]

mod support;

use journal::attested::Attested;
use journal::certificate::{Certificate, ChainError, Role};
use journal::error::DecodeError;
use journal::headquarters::RoleKeys;
use journal::ids::{Hash, JournalId, PageNumber};
use journal::invitation::{CODE_BYTES_MAX, InvitationCode, InvitationError, InvitationFile};
use journal::keylist::{KeyListError, TrustedKeys};
use journal::keys::{BadSignature, SealKey, SealSecret, SigningKey};
use journal::page::Head;
use journal::receipts::{CustodyNote, Held, HeldReason, Receipt};
use support::{MORNING, World};

fn invitation(world: &mut World, endpoints: Vec<String>) -> InvitationFile {
    let (public, one_time) =
        world.keys.invite(world.election, Role::Observer, i64::MAX, &mut world.rng);
    InvitationFile {
        public,
        one_time,
        root: world.root.public(),
        keys: world.list.clone(),
        members: world.keys.members.clone(),
        authority: Hash([0xff; 32]),
        endpoints,
        common: Vec::new(),
    }
}

#[test]
fn a_certificate_travels_and_proves_its_journal() {
    let world = World::new(30);
    let bytes = world.certificate.encode();
    let certificate = Certificate::decode(&bytes).unwrap();
    assert_eq!(certificate.encode(), bytes);
    let chain = certificate.check(&world.list).unwrap();
    assert_eq!(chain.current().journal, world.journal);
    assert_eq!(chain.role, Role::Observer);
    assert!(!bytes.windows(3).any(|w| w == b"214"), "no station in a certificate");
}

#[test]
fn a_flipped_bit_in_a_certificate_or_key_list_is_noticed() {
    let world = World::new(31);
    let bytes = world.certificate.encode();
    for at in 0..bytes.len() {
        let mut other = bytes.clone();
        other[at] ^= 1;
        let held = Certificate::decode(&other).is_ok_and(|one| one.check(&world.list).is_ok());
        assert!(!held, "certificate held at {at}");
    }
    let bytes = world.list.to_bytes();
    for at in 0..bytes.len() {
        let mut other = bytes.clone();
        other[at] ^= 1;
        let opened = TrustedKeys::open(&other, world.election, &world.root.public());
        assert!(opened.is_err(), "key list held at {at}");
    }
}

#[test]
fn a_sealing_key_of_low_order_proves_nothing() {
    let mut world = World::new(33);
    let (public, one_time) =
        world.keys.invite(world.election, Role::Observer, i64::MAX, &mut world.rng);
    let mut one = [0; 32];
    one[0] = 1;
    // p − 1 and p: other spellings of points of low order.
    let (mut minus, mut zero) = ([0xff; 32], [0xff; 32]);
    (minus[0], minus[31]) = (0xec, 0x7f);
    (zero[0], zero[31]) = (0xed, 0x7f);
    for weak in [[0; 32], one, minus, zero].map(SealKey) {
        let journal = JournalId::random(&mut world.rng);
        let enrolled = Certificate::enrol(public.clone(), &one_time, journal, &world.device, weak);
        assert_eq!(enrolled.check(&world.list), Err(ChainError::WeakSealKey), "{weak:?}");
        let last = (PageNumber(0), Hash::ZERO);
        let next = world.certificate.continued(&world.device, last, journal, &world.device, weak);
        assert_eq!(next.check(&world.list), Err(ChainError::WeakSealKey), "{weak:?}");
    }
}

#[test]
fn a_continued_journal_keeps_its_chain_and_only_the_old_key_can_continue_it() {
    let mut world = World::new(32);
    let key = SigningKey::random(&mut world.rng);
    let seal = SealSecret::random(&mut world.rng).public();
    let journal = JournalId::random(&mut world.rng);
    let last = (PageNumber(4), Hash([4; 32]));
    let next = world.certificate.continued(&world.device, last, journal, &key, seal);
    let chain = Certificate::decode(&next.encode()).unwrap().check(&world.list).unwrap();
    assert_eq!(chain.current().journal, journal);
    assert_eq!(chain.first_journal(), world.journal);
    assert_eq!(chain.links()[0].ended, Some(last));
    let mallory = SigningKey::random(&mut world.rng);
    let forged = world.certificate.continued(&mallory, last, journal, &mallory, seal);
    let refused = forged.check(&world.list);
    assert_eq!(refused, Err(ChainError::Signature(BadSignature)));
}

#[test]
fn a_page_of_an_old_journal_is_signed_by_the_old_key_only() {
    let mut world = World::new(33);
    let taps = world.taps(2);
    let old_page = world.seal(Head::START, 1, taps.clone()).page;
    let key = SigningKey::random(&mut world.rng);
    let seal = SealSecret::random(&mut world.rng).public();
    let journal = JournalId::random(&mut world.rng);
    let last = (PageNumber(1), old_page.hash());
    let next = world.certificate.continued(&world.device, last, journal, &key, seal);
    let chain = next.check(&world.list).unwrap();
    assert!(chain.check_page(old_page).is_ok());
    world.device = key;
    let wrong = world.seal(Head::START, 1, taps).page;
    assert!(chain.check_page(wrong).is_err());
}

#[test]
fn a_certificate_of_another_election_or_of_a_withdrawn_key_proves_nothing() {
    let (world, other) = (World::new(34), World::new(35));
    assert!(other.certificate.check(&world.list).is_err());
    let mut list = world.list.list().clone();
    list.number = 2;
    list.invitation = vec![None, Some(other.keys.invitation.public())];
    let bytes = Attested::sign(list, &world.root).encode();
    let newer = TrustedKeys::open(&bytes, world.election, &world.root.public()).unwrap();
    let refused = world.certificate.check(&newer);
    assert_eq!(refused, Err(ChainError::Signature(BadSignature)));
}

#[test]
fn only_the_root_key_signs_key_lists() {
    let world = World::new(36);
    let list = world.list.list().clone();
    let forged = Attested::sign(list.clone(), &world.keys.receipt).encode();
    let refused = TrustedKeys::open(&forged, world.election, &world.root.public());
    assert_eq!(refused, Err(KeyListError::Signature(BadSignature)));
    let mut lame = list;
    lame.sealing = vec![None];
    let bytes = Attested::sign(lame, &world.root).encode();
    let refused = TrustedKeys::open(&bytes, world.election, &world.root.public());
    assert_eq!(refused, Err(KeyListError::MissingKey));
}

#[test]
fn a_receipt_is_headquarters_word_and_a_custody_note_never_reads_as_one() {
    let world = World::new(37);
    let head = Head { number: PageNumber(3), hash: Hash([3; 32]) };
    let receipt = world.keys.receipt(world.election, world.journal, head, MORNING);
    let receipt = Attested::<Receipt>::decode(&receipt.encode()).unwrap();
    assert_eq!(receipt.check(&world.list).unwrap().number, PageNumber(3));
    let note = CustodyNote {
        election: world.election,
        journal: world.journal,
        number: head.number,
        hash: head.hash,
        received_at: MORNING,
        relay: world.journal,
        first: PageNumber(1),
        gaps: Vec::new(),
    };
    // Even signed by the receipt key itself, a note's bytes are no receipt.
    let note = Attested::sign(note, &world.keys.receipt).encode();
    let read = Attested::<Receipt>::decode(&note);
    assert!(!read.is_ok_and(|read| read.check(&world.list).is_ok()));
}

#[test]
fn a_held_answer_says_why_and_is_signed() {
    let world = World::new(38);
    let held = Held {
        election: world.election,
        journal: world.journal,
        number: PageNumber(2),
        hash: Hash([2; 32]),
        reason: HeldReason::SecondEnrolment,
        held_at: MORNING,
        key: 0,
    };
    let held = Attested::<Held>::decode(&world.keys.held(held).encode()).unwrap();
    assert_eq!(held.check(&world.list).unwrap().reason, HeldReason::SecondEnrolment);
    assert!(held.verify(&world.keys.journal.public()).is_err());
}

#[test]
fn unknown_fields_of_a_receipt_survive_and_stay_signed() {
    let world = World::new(39);
    let head = Head { number: PageNumber(1), hash: Hash([1; 32]) };
    let receipt = world.keys.receipt(world.election, world.journal, head, MORNING);
    let mut raw = receipt.raw().to_vec();
    raw[0] += 1;
    raw.extend([0x18, 99, 0x01]);
    let signature = world.keys.receipt.sign(journal::contexts::RECEIPT, world.election, &[&raw]);
    let newer = Attested::<Receipt>::from_parts(raw.clone(), signature).unwrap();
    assert!(newer.check(&world.list).is_ok());
    assert_eq!(Attested::<Receipt>::decode(&newer.encode()).unwrap().raw(), raw);
}

#[test]
fn role_keys_come_back_from_their_bytes() {
    let world = World::new(40);
    let again = RoleKeys::from_bytes(&world.keys.to_bytes()).unwrap();
    assert_eq!(again.receipt.public(), world.keys.receipt.public());
    assert_eq!(again.members.public(), world.keys.members.public());
    assert_eq!(again.numbers, world.keys.numbers);
    assert!(RoleKeys::from_bytes(&world.keys.to_bytes()[..80]).is_err());
}

#[test]
fn an_invitation_file_comes_back_and_a_forged_one_is_refused() {
    let mut world = World::new(41);
    let file = invitation(&mut world, vec!["https://hq.example:8443".into()]);
    let bytes = file.encode();
    let again = InvitationFile::open(&bytes).unwrap();
    assert_eq!(again.encode(), bytes);
    assert_eq!(again.election(), world.election);
    let mut forged = file;
    forged.one_time = SigningKey::random(&mut world.rng);
    let refused = InvitationFile::open(&forged.encode()).unwrap_err();
    assert_eq!(refused, InvitationError::Signature(BadSignature));
    let mallory = World::new(42);
    forged.keys = mallory.list;
    assert!(InvitationFile::open(&forged.encode()).is_err());
}

#[test]
fn an_invitation_code_fits_512_bytes_with_two_long_endpoints() {
    let mut world = World::new(43);
    let endpoints = vec![
        "https://collect.observers.example:8443".into(),
        "https://192.168.100.200:8443".into(),
    ];
    let code = invitation(&mut world, endpoints).code();
    let bytes = code.encode().unwrap();
    println!("invitation code: {} of {CODE_BYTES_MAX} bytes", bytes.len());
    let text = code.to_text().unwrap();
    let broken = format!(" {}\n{} ", &text[..100], &text[100..]);
    let again = InvitationCode::from_text(&broken).unwrap();
    assert_eq!(again.encode().unwrap(), bytes);
    assert_eq!(again.public.claimed().election, world.election);
    let many = vec!["https://collect.observers.example:8443".to_owned(); 6];
    let refused = invitation(&mut world, many).code().encode();
    assert!(matches!(refused, Err(InvitationError::CodeTooLong(n)) if n > CODE_BYTES_MAX));
}

#[test]
fn pasted_text_that_is_no_code_is_refused() {
    for text in ["", "SANAQ1:", "SANAQ2:AAAA", "https://example.org", "SANAQ1:!!!!"] {
        assert!(InvitationCode::from_text(text).is_err(), "{text}");
    }
    let long = DecodeError::TooLong { limit: CODE_BYTES_MAX };
    let refused = InvitationCode::open(&[0; CODE_BYTES_MAX + 1]).unwrap_err();
    assert_eq!(refused, InvitationError::Decode(long));
}

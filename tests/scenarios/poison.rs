//! A page that cannot be opened: receipted, a finding, reported back; the journal goes on.

use std::time::{Duration, Instant};

use journal::keeper::Keeper;
use journal::keys::SealSecret;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use tests::support::device::Device;

use crate::station::Scene;

#[test]
fn a_poison_page_is_receipted_becomes_a_finding_and_is_reported_back() {
    let scene = Scene::served();
    let mut mallory = Device::enrol(&scene.invitation, scene.hq.clock.wall(), 13);
    mallory.seal_any();
    let right = mallory.reader;
    mallory.reader.key = SealSecret::random(&mut ChaCha20Rng::seed_from_u64(14)).public();
    mallory.seal_any();
    mallory.reader = right;
    mallory.seal_any();
    let contact = mallory.contact_now().unwrap();
    assert_eq!(contact.receipted, 3, "durable and linked, whatever is inside");
    let store = scene.hq.store(&scene.invitation);
    let began = Instant::now();
    let report = loop {
        // The server folds behind its receipts; its word comes with a later contact.
        mallory.contact_now().unwrap();
        let own = mallory.taken.iter().rev().find(|page| {
            page.header().journal != mallory.keys.as_ref().unwrap().list().common
                && page.open(&mallory.secret).is_ok_and(|opened| {
                    opened.events.iter().any(|event| is_report(event.bytes.as_slice(), 2))
                })
        });
        if let Some(page) = own {
            break page.clone();
        }
        assert!(began.elapsed() < Duration::from_secs(60), "no report came back");
        std::thread::yield_now();
    };
    assert!(report.header().number.0 >= 1);
    let findings = store.findings().unwrap();
    assert_eq!(findings.len(), 1, "{findings:?}");
    assert_eq!((findings[0].journal, findings[0].number.0), (mallory.journal(), 2));
    let device = store.device(mallory.journal()).unwrap().expect("known");
    assert_eq!(device.folded.0, 3, "what follows is folded all the same");
    assert!(store.standing(mallory.journal()).unwrap().expect("known").held.is_empty());
}

/// Whether the event is a `PageReported` about page `number`.
fn is_report(bytes: &[u8], number: u64) -> bool {
    let Ok(event) = domain::Event::decode(bytes) else { return false };
    match event.payload {
        domain::Payload::PageReported(report) => report.number == number,
        _ => false,
    }
}

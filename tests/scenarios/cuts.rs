//! The connection is cut, or a bit is flipped, at every class of byte offset.

use app::api::ContactOutcome;
use journal::keeper::Keeper;
use tests::support::device::Device;
use tests::support::proxy::{Plan, Proxy};

use crate::station::Scene;

/// How many bytes one whole contact carries, up and down.
fn whole_contact(scene: &Scene, device: &mut Device) -> (usize, usize) {
    device.seal_any();
    device.contact_now().unwrap();
    let carried = scene.hq.proxy.carried();
    let last = carried.last().unwrap();
    (last.up.len(), last.down.len())
}

fn check(scene: &Scene, device: &Device) {
    let store = scene.hq.store(&scene.invitation);
    let standing = store.standing(device.journal()).unwrap().expect("known");
    assert_eq!(standing.head, device.pages.last().unwrap().head());
    assert!(standing.held.is_empty() && standing.waiting.is_empty(), "{standing:?}");
    assert_eq!(device.receipted, standing.head.number);
    assert!(device.alarms.is_empty(), "{:?}", device.alarms);
}

fn torment(plans: impl Fn(usize, usize) -> Vec<Plan>) {
    let scene = Scene::served();
    let mut device = Device::enrol(&scene.invitation, scene.hq.clock.wall(), 1);
    // The first contact brings headquarters' pages; the ones compared are all alike.
    device.contact_now().unwrap();
    let (up, down) = whole_contact(&scene, &mut device);
    let mut broken = 0;
    let plans = plans(up, down);
    for plan in &plans {
        device.seal_any();
        let before = device.receipted;
        scene.hq.proxy.plan(plan.clone());
        let ended = device.contact_now();
        broken += usize::from(ended.is_err());
        assert!(device.receipted >= before, "a receipt is not taken back");
        scene.hq.proxy.plan(Plan::default());
        device.contact_now().unwrap();
        check(&scene, &device);
    }
    assert!(broken * 10 > plans.len() * 9, "{broken} of {} were felt", plans.len());
}

#[test]
fn cut_anywhere_on_the_way_up_it_goes_on_from_the_last_receipt() {
    torment(|up, _| {
        // Every class: nothing, inside the greeting, the handshake's end, the request's head,
        // hello, certificate, page, the last byte but one.
        let dense = (0..40).map(|n| n * up / 40);
        let edges = [0, 1, 5, up - 2, up - 1];
        dense.chain(edges).map(|at| Plan { cut_up_at: Some(at), ..Plan::default() }).collect()
    });
}

#[test]
fn cut_anywhere_on_the_way_down_it_goes_on_from_the_last_receipt() {
    torment(|_, down| {
        // The last bytes are TLS's farewell; before them the answer is not whole.
        let most = down - 64;
        let dense = (0..40).map(|n| n * most / 40);
        dense.chain([0, 1, 5]).map(|at| Plan { cut_down_at: Some(at), ..Plan::default() }).collect()
    });
}

#[test]
fn a_flipped_bit_on_the_wire_is_never_believed() {
    torment(|up, down| {
        let ups = (0..15).map(|n| n * (up - 40) / 15);
        let downs = (0..15).map(|n| n * (down - 64) / 15);
        ups.map(|at| Plan { flip_up_at: Some(at), ..Plan::default() })
            .chain(downs.map(|at| Plan { flip_down_at: Some(at), ..Plan::default() }))
            .collect()
    });
}

#[test]
fn cut_in_a_long_delivery_it_does_not_begin_again() {
    let scene = Scene::served();
    let mut device = Device::enrol(&scene.invitation, scene.hq.clock.wall(), 2);
    device.contact_now().unwrap();
    let filler = |n: u32| {
        // A text of 25,000 bytes that does not compress: [60000, 0, bytes].
        let mut event = vec![0x83, 0x19, 0xea, 0x60, 0x00, 0x59, 0x61, 0xa8];
        let mut x = n.wrapping_mul(2_654_435_761) | 1;
        event.extend(
            std::iter::repeat_with(|| {
                x ^= x << 13;
                x ^= x >> 17;
                x ^= x << 5;
                x.to_be_bytes()[0]
            })
            .take(25_000),
        );
        event
    };
    for n in 0..100 {
        device.seal(&[filler(n)]);
    }
    let total: usize = device.pages.iter().map(|page| page.bytes().len()).sum();
    // The first request (1 MiB) gets through, the second is cut in the middle.
    scene.hq.proxy.plan(Plan { cut_up_at: Some(1_700_000), ..Plan::default() });
    let contact = device.contact_now().unwrap();
    assert!(contact.interrupted.is_some());
    assert!(contact.receipted > 30 && contact.receipted < 60, "{}", contact.receipted);
    scene.hq.proxy.plan(Plan::default());
    let seen = scene.hq.proxy.carried().len();
    device.contact_now().unwrap();
    check(&scene, &device);
    let again: usize = scene.hq.proxy.carried()[seen..].iter().map(|c| c.up.len()).sum();
    assert!(again < total * 7 / 10, "{again} of {total} bytes were sent again");
}

#[test]
fn the_real_app_survives_the_same_cuts() {
    let scene = Scene::served();
    let mut alice = scene.alice();
    alice.deliver();
    for at in [0, 3, 200, 500, 900, 1_400] {
        for up in [true, false] {
            alice.count(1, 7);
            let (cut_up_at, cut_down_at) = if up { (Some(at), None) } else { (None, Some(at)) };
            scene.hq.proxy.plan(Plan { cut_up_at, cut_down_at, ..Plan::default() });
            let outcome = alice.send();
            assert_ne!(outcome, ContactOutcome::WrongServer, "at {at}");
            scene.hq.proxy.plan(Plan::default());
            alice.deliver();
        }
    }
    assert_eq!(alice.counter().day_persons, 12);
    let store = scene.hq.store(&scene.invitation);
    assert!(store.quarantine().unwrap().is_empty() && store.waiting().unwrap().is_empty());
}

#[test]
fn the_proxy_really_cuts_and_really_flips() {
    use std::io::{Read as _, Write as _};
    let echo = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = echo.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in echo.incoming() {
            let mut stream = stream.unwrap();
            let mut bytes = Vec::new();
            let _ = stream.read_to_end(&mut bytes);
            let _ = stream.write_all(&bytes);
        }
    });
    let proxy = Proxy::start(address).unwrap();
    let through = |plan: Plan| {
        proxy.plan(plan);
        let mut stream = std::net::TcpStream::connect(proxy.address()).unwrap();
        let _ = stream.write_all(&[8; 10]);
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let mut back = Vec::new();
        let _ = stream.read_to_end(&mut back);
        back
    };
    assert_eq!(through(Plan::default()), [8; 10]);
    assert_eq!(through(Plan { cut_down_at: Some(4), ..Plan::default() }), [8; 4]);
    assert!(through(Plan { cut_up_at: Some(4), ..Plan::default() }).is_empty());
    let flipped = through(Plan { flip_up_at: Some(2), ..Plan::default() });
    assert_eq!(flipped, [8, 8, 9, 8, 8, 8, 8, 8, 8, 8]);
}

//! Day's end between real hosts: a lead's window and an observer's window, two more observers by
//! the real core, a network without a way out, and headquarters on another one.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use ::app::api::{Command, DeliveryView, Query, Reply};
use journal::attested::Attested;
use journal::keylist::TrustedKeys;
use journal::relay::{RelayCode, RelayStatement};
use sync::announce::{Announcement, Reach, Search};
use tests::support::device::Device;
use tests::support::phone as core;
use tokio::runtime::Runtime;

use crate::app::{Phone, Running};
use crate::browser::Browser;
use crate::clock::Clock;
use crate::dashboard::log_in;
use crate::endpoint::Endpoint;
use crate::network::{Host, Network, Networks, found_at};
use crate::page::Page;
use crate::process::ours;
use crate::window::{enrol_and_arrive, figure, start_watch, tap};

const PATIENCE: Duration = Duration::from_secs(60);
/// One person, from the code to the custody word.
const AT_THE_DOOR: Duration = Duration::from_secs(20);
const PORT: u16 = 7443;

/// A window on a host, and the driver that is reached from that host only.
struct Window<'a> {
    host: &'a Host,
    runtime: Runtime,
    running: Running,
    _phone: Phone,
}

impl<'a> Window<'a> {
    fn open(host: &'a Host, folder: &Path, clock: &Clock, name: &str) -> Option<Self> {
        host.within(|| {
            std::fs::create_dir_all(folder).unwrap();
            let phone = Phone::new(folder, clock)?;
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            let runtime = runtime.unwrap();
            let running = runtime.block_on(phone.start(name));
            Some(Self { host, runtime, running, _phone: phone })
        })
    }

    /// What a person does with the window.
    fn does<T>(&self, work: impl AsyncFnOnce(&Page) -> T) -> T {
        self.host.within(|| self.runtime.block_on(work(&self.running.page)))
    }
}

/// An observer's core on a host.
struct Observer<'a> {
    host: &'a Host,
    phone: core::Phone,
}

impl<'a> Observer<'a> {
    fn enrol(host: &'a Host, folder: &Path, clock: (i64, i64), invitation: &Path) -> Self {
        let program = ours("SANAQ_PHONE", "phone").expect("the phone is built");
        let (hour, minute) = clock;
        let program = program.to_str().unwrap();
        let mut phone = host.within(|| core::Phone::new(program, folder, hour, minute));
        phone.enrol(invitation);
        // From here on it may look around: its network is the test's own.
        host.within(|| phone.restart_with(&[("SANAQ_TEST_LOOPBACK", "")]));
        Self { host, phone }
    }

    /// Joins the one relay of the list whose lead's certificate holds; the others in the air
    /// are not on it, and are refused.
    fn joins_the_announced(&mut self, code: &str, strangers: &Strangers) {
        let code = RelayCode::from_text(code).unwrap();
        let carols = handle(&code.spki);
        strangers.are_heard_at(self.host);
        let began = Instant::now();
        let seen = loop {
            let Reply::Relays { view } = self.phone.query(&LOOK) else { panic!() };
            if !view.announced.is_empty() {
                break view.announced;
            }
            assert!(began.elapsed() < PATIENCE, "nobody is announced: {view:#?}");
            std::thread::sleep(Duration::from_millis(50));
        };
        assert_eq!(seen.iter().map(|one| &one.relay).collect::<Vec<_>>(), [&carols]);
        for spki in [[1; 32], [2; 32]] {
            let relay = handle(&spki);
            let refused = self.phone.try_execute(&Command::JoinAnnounced { relay });
            let refused = refused.expect_err("a stranger");
            assert_eq!(refused["refused"]["kind"], "no_such_relay", "{refused}");
        }
        self.phone.execute(&Command::JoinAnnounced { relay: carols });
    }

    /// Waits until the delivery screen satisfies `enough`.
    fn waits(&mut self, enough: impl Fn(&DeliveryView) -> bool) -> DeliveryView {
        let began = Instant::now();
        loop {
            let view = self.phone.delivery();
            if enough(&view) {
                return view;
            }
            assert!(began.elapsed() < PATIENCE, "{view:#?}");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

/// The person looks for a lead near by.
const LOOK: Query = Query::Relays { look: true };

/// A relay's name for people, as both devices show it.
fn handle(spki: &[u8; 32]) -> String {
    let [a, b, c, d, ..] = *spki;
    format!("{a:02x}{b:02x}-{c:02x}{d:02x}")
}

/// A lead of another election, and an observer of this one: both say that they collect.
struct Strangers {
    keys: TrustedKeys,
    _on_the_air: [Announcement; 2],
}

impl Strangers {
    fn announce(folder: &Path, endpoint: &Endpoint, clock: &Clock) -> Self {
        let other = Endpoint::set_up_at(&folder.join("other"), clock, "127.0.0.1:9".into());
        let lead = other.invite_with("Mallory", "101", &["--role", "lead"]);
        let lead = Device::enrol(&lead, 0, 91);
        let observer = Device::enrol(&endpoint.invite("Dave", "101"), 0, 92);
        let announce = |device: &Device, spki| {
            let election = device.certificate.invitation().claimed().election;
            let (relay, token) = (device.journal(), [3; 16]);
            let statement = RelayStatement { election, relay, spki, token, until: i64::MAX };
            let statement = Attested::sign(statement, &device.key);
            Announcement::start(&statement, &device.certificate, PORT, Reach::Network).unwrap()
        };
        let keys = lead.keys.clone().unwrap();
        Self { keys, _on_the_air: [announce(&lead, [1; 32]), announce(&observer, [2; 32])] }
    }

    /// Who knows the other election's keys hears its lead on this host: it is in the air.
    fn are_heard_at(&self, host: &Host) {
        let search = host.within(|| Search::start(self.keys.clone(), Reach::Network, || {}));
        let search = search.unwrap();
        let began = Instant::now();
        while search.relays().is_empty() {
            assert!(began.elapsed() < PATIENCE, "the stranger is not in the air");
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

/// Everything of the morning is at headquarters: the first pages the lead will never see.
async fn delivers(page: &Page) -> u32 {
    page.touch("nav-delivery").await;
    page.touch("delivery-send").await;
    page.until("delivery-on-phone", |text| text == "0").await;
    assert!(!page.has("delivery-with-lead").await, "no middle place before a lead was met");
    figure(&page.text("delivery-at-headquarters").await)
}

/// The list came with headquarters' answer: everybody is on it, and nobody has come.
async fn knows_the_team(page: &Page) {
    page.touch("nav-team").await;
    for one in TEAM {
        stands(page, &format!("member-{one}"), "data-state", "missing").await;
    }
}

/// Waits until the thing's attribute has this value; it may be drawn anew meanwhile.
async fn stands(page: &Page, id: &str, name: &str, value: &str) {
    let css = format!("[data-testid='{id}']");
    let until = Instant::now() + PATIENCE;
    loop {
        let found = page.attribute_of(&css, name).await;
        if found.as_deref() == Some(value) {
            return;
        }
        assert!(Instant::now() < until, "{name} of {id} is {found:?} and never was {value}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Begins to collect; a picture of the screen with the squares, and the text to paste.
async fn collects(page: &Page) -> (PathBuf, String) {
    page.touch("nav-team").await;
    page.touch("start-collecting").await;
    page.shown("collect-qr").await;
    let squares = page.picture("relay-code").await;
    page.touch_css("[data-testid='team'] summary").await;
    let code = page.until("collect-code", |text| text.starts_with("SANAQR1:")).await;
    (squares, code)
}

/// Waits for what a selector finds: the lead's device, announced on this network.
async fn until_there(page: &Page, css: &str) {
    let until = Instant::now() + PATIENCE;
    while page.attribute_of(css, "data-testid").await.is_none() {
        assert!(Instant::now() < until, "{css} never was there");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Joins by a picture of the lead's screen; the lead is also announced, and is not needed to be.
async fn joins_by_squares(page: &Page, squares: &Path) {
    page.touch("nav-delivery").await;
    page.touch("relay-give").await;
    until_there(page, "[data-testid^='announced-']").await;
    page.picture("relay-join").await;
    let began = Instant::now();
    page.choose_file("relay-picture", squares).await;
    page.until("delivery-on-phone", |text| text == "0").await;
    page.until("delivery-with-lead", |text| figure(text) > 0).await;
    let took = began.elapsed();
    assert!(took <= AT_THE_DOOR, "from the code to the lead's word: {took:?}");
    stands(page, "relay-contact", "data-outcome", "met").await;
    page.picture("relay-with-the-lead").await;
}

/// The list says this of all three; its picture.
async fn all_three(page: &Page, result: &str, picture: &str) {
    for one in TEAM {
        let id = format!("member-{one}");
        stands(page, &id, "data-result", result).await;
        stands(page, &id, "data-state", "come").await;
    }
    // Scrolled and drawn, before the picture is taken.
    let look = "document.querySelector(arguments[0]).scrollIntoView({ block: 'end' });
        const done = arguments[1];
        requestAnimationFrame(() => requestAnimationFrame(() => done(true)));";
    let last = format!("[data-testid='member-{}']", TEAM[2]);
    page.client.execute_async(look, vec![last.into()]).await.unwrap();
    page.picture(picture).await;
}

/// Their call-signs: Alice, Bob, Erin.
const TEAM: [&str; 3] = ["N1", "N2", "N3"];

fn invite(endpoint: &Endpoint, person: &str, call_sign: &str, role: &str) -> PathBuf {
    let more = ["--team", "North", "--call-sign", call_sign, "--role", role];
    endpoint.invite_with(person, "101", &more)
}

#[test]
fn a_lead_without_a_way_out_collects_three_and_carries_them_to_headquarters() {
    let Some(mut networks) = Networks::new() else { return };
    let folder = tempfile::tempdir().unwrap();
    let place = |name: &str| folder.path().join(name);
    let clock = Clock::at(folder.path(), 10, 50);
    let hq_at: SocketAddr = found_at(Network::Headquarters, 1, PORT);
    let headquarters = networks.host("headquarters", 1, Network::Headquarters);
    let mut plug = |role, number| networks.host(role, number, Network::Headquarters);
    let hosts = [plug("carol", 2), plug("alice", 3), plug("bob", 4), plug("erin", 5)];
    let [carols, alices, bobs, erins] = &hosts;

    let mut endpoint = Endpoint::set_up_at(&place("hq"), &clock, hq_at.to_string());
    let lead = invite(&endpoint, "Carol", "N9", "lead");
    let files = ["Alice", "Bob", "Erin"]
        .iter()
        .zip(TEAM)
        .map(|(person, sign)| invite(&endpoint, person, sign, "observer"))
        .collect::<Vec<_>>();
    headquarters.within(|| endpoint.serve());

    // The morning: everybody is in contact once, and counts at the station.
    let Some(carol) = Window::open(carols, &place("carol"), &clock, "relay-carol") else { return };
    let Some(alice) = Window::open(alices, &place("alice"), &clock, "relay-alice") else { return };
    carol.does(async |page| {
        enrol_and_arrive(page, &lead).await;
        delivers(page).await;
    });
    let morning = alice.does(async |page| {
        enrol_and_arrive(page, &files[0]).await;
        start_watch(page).await;
        tap(page, &clock, 1).await;
        delivers(page).await
    });
    let mut others =
        [(bobs, "bob", &files[1]), (erins, "erin", &files[2])].map(|(at, name, file)| {
            let mut one = Observer::enrol(at, &place(name), (10, 50), file);
            one.phone.watch("101");
            one.phone.count(2, 30);
            one.phone.deliver();
            one
        });

    carol.does(knows_the_team);

    // The evening: a network without a way out.
    for host in &hosts {
        assert!(host.reaches(hq_at), "in the morning headquarters was there");
        host.plug_into(Network::Lan);
        assert!(!host.reaches(hq_at), "and now it is not");
    }
    let strangers = erins.within(|| Strangers::announce(folder.path(), &endpoint, &clock));
    let (squares, code) = carol.does(collects);
    alice.does(async |page| {
        page.touch("nav-count").await;
        tap(page, &clock, 2).await;
        tap(page, &clock, 3).await;
        joins_by_squares(page, &squares).await;
    });
    let [bob, erin] = &mut others;
    bob.phone.count(5, 30);
    bob.joins_the_announced(&code, &strangers);
    erin.phone.count(7, 30);
    erin.phone.execute(&Command::JoinRelay { code: code.clone() });
    for one in [bob, erin] {
        let view = one.waits(|view| view.on_phone == 0 && view.with_lead > 0);
        assert!(view.relay_met, "{view:#?}");
    }
    carol.does(async |page| {
        all_three(page, "waiting", "relay-team-collected").await;
    });

    // The lead goes where headquarters is, and sends on.
    carols.plug_into(Network::Headquarters);
    carol.does(async |page| {
        page.touch("send-on").await;
        all_three(page, "at_headquarters", "relay-sent-on").await;
    });
    alice.does(async |page| {
        assert!(figure(&page.text("delivery-with-lead").await) > 0, "nobody has told her yet");
    });

    // Back on the network without a way out, they meet again.
    carols.plug_into(Network::Lan);
    assert!(!alices.reaches(hq_at), "she never was at headquarters herself");
    let evening = alice.does(async |page| {
        page.touch("delivery-send").await;
        page.until("delivery-with-lead", |text| text == "0").await;
        page.picture("relay-at-headquarters").await;
        assert_eq!(page.text("delivery-on-phone").await, "0");
        figure(&page.text("delivery-at-headquarters").await)
    });
    assert_eq!(evening, morning + 2, "both taps, each once");
    for one in &mut others {
        one.phone.execute(&Command::LeaveRelay);
        one.phone.execute(&Command::JoinRelay { code: code.clone() });
        let view = one.waits(|view| view.with_lead == 0);
        assert_eq!((view.on_phone, view.not_sealed), (0, 0), "{view:#?}");
        assert!(view.alarms.is_empty(), "{:?}", view.alarms);
        assert!(!one.host.reaches(hq_at));
    }
    shown_at_headquarters(&headquarters, &endpoint, folder.path());
}

/// Each voter stands there once, and the page tells by whom they came.
fn shown_at_headquarters(host: &Host, endpoint: &Endpoint, folder: &Path) {
    host.within(|| {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let Some(browser) = Browser::open("relay-hq", folder, &endpoint.dashboard).await else {
                return;
            };
            let page = &browser.page;
            log_in(page).await;
            page.shown("ways").await;
            page.until("ways", |text| text.contains("Carol")).await;
            // Three counted side by side: nothing is added, Erin's nine are the most.
            page.until("cell-101-10", |text| text == "9").await;
            page.picture("relay-dashboard").await;
        });
    });
}

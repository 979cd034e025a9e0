//! From the app's start to its first tap with a long day on the phone, in the real window.
//!
//! The tap must count; how long it took is printed for `cargo xtask bench`, which gives the
//! release app, and decides nothing. Seconds run from the moment the app's process began, as the
//! kernel tells it; the driver's own waiting is in them, so they are a ceiling.

use std::path::Path;
use std::time::{Duration, Instant};

use domain::event::{CountMethod, VoterCounted};
use domain::{Event, Payload};
use journal::event::Anchor;
use journal::ids::BootId;
use rand_chacha::ChaCha20Rng;
use rand_core::SeedableRng;
use store::{DeviceStore, Unlock};

use crate::app::Phone;
use crate::clock::Clock;
use crate::endpoint::Endpoint;
use crate::window::{SECRET, enrol_and_arrive, figure, start_watch, unlock};

/// Events of the day that is opened.
const EVENTS: u64 = 5_000;

/// Counts voters straight into the phone's file until it holds a day of [`EVENTS`].
fn count_a_day(enrolment: &Path) {
    let unlock = Unlock { passphrase: SECRET, key_store: None };
    let mut rng = ChaCha20Rng::from_seed([2; 32]);
    // The time of opening is for waits after wrong guesses; there were none.
    let opening = Anchor { boot: BootId([4; 16]), wall: 0, boottime: 1 };
    let mut store = DeviceStore::open(enrolment, unlock, None, opening, &mut rng).unwrap().store;
    let last = store.next_ordinal() - 1;
    let watch = store.fold().open_watch().expect("a watch runs").ordinal;
    let started = store.events(watch, 1).unwrap().remove(0);
    let time = Event::decode(&started.bytes).unwrap().time;
    let tap = VoterCounted { watch, category: 1, method: CountMethod::Screen };
    let taps: Vec<Event> =
        (last..EVENTS).map(|_| Event::new(time, Payload::VoterCounted(tap.clone()))).collect();
    store.append(started.clock, &taps).unwrap();
    assert_eq!(store.next_ordinal(), EVENTS + 1);
}

/// How long a process has run.
fn age(pid: u32) -> Duration {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
    let after_name = stat.rsplit(')').next().unwrap();
    // Field 22 of proc(5); two stand before the name's end.
    let ticks: u64 = after_name.split_whitespace().nth(19).unwrap().parse().unwrap();
    let up = std::fs::read_to_string("/proc/uptime").unwrap();
    let up: f64 = up.split_whitespace().next().unwrap().parse().unwrap();
    // USER_HZ, 100 wherever Linux runs an app of ours.
    let began = ticks as f64 / 100.0;
    Duration::from_secs_f64((up - began).max(0.0))
}

#[tokio::test]
async fn a_long_day_is_opened_and_the_next_tap_counts() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Clock::at(folder.path(), 10, 50);
    let Some(phone) = Phone::new(folder.path(), &clock) else { return };
    let endpoint = Endpoint::set_up(&folder.path().join("hq"), &clock);
    let invitation = endpoint.invite("Alice", "101");
    let app = phone.start("start").await;
    enrol_and_arrive(&app.page, &invitation).await;
    start_watch(&app.page).await;
    phone.kill(app);
    let enrolments = std::fs::read_dir(phone.data()).unwrap().map(|entry| entry.unwrap().path());
    let mut enrolments = enrolments.filter(|path| path.join("wrap.cbor").exists());
    count_a_day(&enrolments.next().expect("enrolled"));

    let app = phone.start("start-again").await;
    app.page.shown("unlock-secret").await;
    let shown = age(phone.pid());
    let asked = Instant::now();
    unlock(&app.page).await;
    app.page.touch("nav-count").await;
    app.page.touch("gap-go-on").await;
    app.page.shown("counter").await;
    let before = figure(&app.page.text("hour-count").await);
    app.page.touch("counter").await;
    app.page.until("hour-count", |text| text == (before + 1).to_string()).await;
    let tapped = asked.elapsed();
    println!(
        "FIGURE app start to the lock screen, {EVENTS} events: {:.2} s; from the passphrase to \
         the first tap, the gap answered on the way: {:.2} s",
        shown.as_secs_f64(),
        tapped.as_secs_f64(),
    );
}

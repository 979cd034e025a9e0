//! An observer's day in the real window: nothing is lost by a kill, nothing is shown too early.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use crate::app::{Phone, Running};
use crate::browser::Browser;
use crate::clock::Clock;
use crate::dashboard::log_in;
use crate::endpoint::Endpoint;
use crate::page::Page;

pub const SECRET: &str = "a passphrase for one test";

/// Enrols from the file, in Kazakh, and goes to the station.
pub async fn enrol_and_arrive(page: &Page, invitation: &Path) {
    page.touch("language-kk").await;
    page.choose_file("enrol-file", invitation).await;
    page.write("passphrase", SECRET).await;
    page.write("passphrase-repeat", SECRET).await;
    page.touch("enrol").await;
    page.shown("arrive").await;
    page.touch("lock").await;
    unlock(page).await;
    page.shown("arrive").await;
    if page.there("station-101").await {
        page.pick("station-101").await;
    } else {
        // Never in contact: headquarters' list has not come, the code on the door is typed.
        page.write("station-code", "101").await;
    }
    page.pick("presence-inside").await;
    page.touch("arrive").await;
    page.shown("station-title").await;
}

pub async fn unlock(page: &Page) {
    page.write("unlock-secret", SECRET).await;
    page.touch("unlock").await;
    page.gone("unlock-secret").await;
}

pub async fn start_watch(page: &Page) {
    page.touch("nav-count").await;
    page.touch("open-start-watch").await;
    page.touch("start-watch").await;
    page.shown("counter").await;
}

/// Taps once and waits for the number; seconds pass between taps as they do at a door.
pub async fn tap(page: &Page, clock: &Clock, expected: u32) {
    clock.pass(36);
    page.touch("counter").await;
    page.until("hour-count", |text| text == expected.to_string()).await;
}

pub fn figure(text: &str) -> u32 {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap_or_else(|_| panic!("no figure in {text:?}"))
}

/// The number of a question of the open checklist, by its name in the form.
async fn question(page: &Page, name: &str) -> Option<String> {
    let css = format!("[data-testid^='question-'][data-name='{name}']");
    let id = page.attribute_of(&css, "data-testid").await?;
    id.strip_prefix("question-").map(str::to_owned)
}

/// Waits until a question is asked, or is no longer asked.
async fn asked(page: &Page, name: &str, wanted: bool) {
    let until = Instant::now() + Duration::from_secs(20);
    while question(page, name).await.is_some() != wanted {
        assert!(Instant::now() < until, "{name} asked: {}", !wanted);
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Chooses an answer and waits until it is durable.
async fn choose(page: &Page, name: &str, choice: &str) {
    let number = question(page, name).await.unwrap_or_else(|| panic!("{name} is not asked"));
    page.pick(&format!("choice-{number}-{choice}")).await;
    given(page, &number, "one").await;
}

async fn type_in(page: &Page, name: &str, text: &str, kind: &str) {
    let number = question(page, name).await.unwrap_or_else(|| panic!("{name} is not asked"));
    page.write(&format!("answer-{number}"), text).await;
    page.leave(&format!("answer-{number}")).await;
    given(page, &number, kind).await;
}

async fn given(page: &Page, number: &str, kind: &str) {
    let css = format!("[data-testid='question-{number}']");
    let until = Instant::now() + Duration::from_secs(20);
    while page.attribute_of(&css, "data-given").await.as_deref() != Some(kind) {
        assert!(Instant::now() < until, "question {number} never became {kind}");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// Fills the checklist, one question skipped by an answer and one not allowed to be seen.
async fn fill_checklist(page: &Page) {
    page.touch("nav-sheets").await;
    page.touch_css("[data-name='practice_opening']").await;
    let kazakh = page.text("checklist").await;
    assert!(kazakh.contains(['ә', 'ғ', 'қ', 'ң', 'ө', 'ұ', 'ү', 'і']), "not Kazakh: {kazakh}");
    choose(page, "box_shown_empty", "yes").await;
    choose(page, "box_sealed", "no").await;
    asked(page, "not_sealed_reason", true).await;
    asked(page, "seal_count", false).await;
    choose(page, "box_sealed", "yes").await;
    asked(page, "seal_count", true).await;
    asked(page, "not_sealed_reason", false).await;
    type_in(page, "seal_count", "4", "number").await;
    choose(page, "opened_on_time", "yes").await;
    asked(page, "minutes_late", false).await;
    let members = question(page, "members_present").await.unwrap();
    page.touch(&format!("special-{members}")).await;
    page.touch(&format!("special-{members}-not_allowed")).await;
    given(page, &members, "special").await;
    choose(page, "materials_complete", "yes").await;
    choose(page, "what_can_be_seen", "both").await;
    page.picture("checklist").await;
}

/// Fifty taps and three undos between 11:00 and 11:32: forty-seven.
async fn count_47(page: &Page, clock: &Clock) {
    for voter in 1..=30 {
        tap(page, clock, voter).await;
    }
    for expected in [29, 28, 27] {
        page.touch("undo").await;
        page.until("hour-count", |text| text == expected.to_string()).await;
    }
    for voter in 28..=47 {
        tap(page, clock, voter).await;
    }
    let day = page.attribute("day-total", "data-persons").await;
    assert_eq!(day.as_deref(), Some("47"));
}

/// What lay on the phone before the kill is there after it, and the gap is asked about.
async fn all_is_there(page: &Page, events: u32) {
    page.touch("nav-count").await;
    page.shown("watch-gap").await;
    page.picture("gap").await;
    page.touch("gap-go-on").await;
    page.shown("counter").await;
    let day = page.attribute("day-total", "data-persons").await;
    assert_eq!(day.as_deref(), Some("47"));
    assert_eq!(page.attribute("hour-11", "data-state").await.as_deref(), Some("partly"));
    assert_eq!(page.attribute("hour-12", "data-state").await.as_deref(), Some("unknown"));
    page.touch("nav-sheets").await;
    page.touch_css("[data-name='practice_opening']").await;
    let seals = question(page, "seal_count").await.expect("the skip is remembered");
    let typed = page.property(&format!("answer-{seals}"), "value").await;
    assert_eq!(typed.as_deref(), Some("4"));
    page.touch("nav-delivery").await;
    let on_phone = figure(&page.text("delivery-on-phone").await);
    assert!(on_phone > events, "{on_phone} events, {events} before the kill");
}

/// Sends and waits for the receipt of everything.
async fn deliver(page: &Page) -> u32 {
    page.touch("nav-delivery").await;
    page.touch("delivery-send").await;
    page.until("delivery-on-phone", |text| text == "0").await;
    page.picture("delivery").await;
    figure(&page.text("delivery-at-headquarters").await)
}

/// A phone with the app on its counter, enrolled while headquarters is down.
async fn watching(phone: &Phone, clock: &Clock, invitation: &Path, name: &str) -> Running {
    let app = phone.start(name).await;
    enrol_and_arrive(&app.page, invitation).await;
    clock.set(11, 0);
    start_watch(&app.page).await;
    app
}

#[tokio::test]
async fn a_day_survives_the_kill_and_reaches_headquarters() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Clock::at(folder.path(), 10, 50);
    let Some(phone) = Phone::new(folder.path(), &clock) else { return };
    let mut endpoint = Endpoint::set_up(&folder.path().join("hq"), &clock);
    let invitation = endpoint.invite("Alice", "101");

    let app = watching(&phone, &clock, &invitation, "day").await;
    count_47(&app.page, &clock).await;
    app.page.picture("count").await;
    fill_checklist(&app.page).await;
    app.page.touch("nav-delivery").await;
    let events = figure(&app.page.text("delivery-on-phone").await);
    assert!(events > 60, "arrival, watch, 50 taps, 3 undos, answers: {events}");
    assert_eq!(app.page.text("delivery-at-headquarters").await, "0");
    phone.kill(app);

    clock.set(13, 10);
    let app = phone.start("day-again").await;
    unlock(&app.page).await;
    all_is_there(&app.page, events).await;
    endpoint.serve();
    let delivered = deliver(&app.page).await;
    assert!(delivered > events, "{delivered} of more than {events}");

    let Some(browser) = Browser::open("hq", folder.path(), &endpoint.dashboard).await else {
        return;
    };
    log_in(&browser.page).await;
    let cell = |hour: &str| format!("cell-101-{hour}");
    browser.page.until(&cell("11"), |text| text.contains("47")).await;
    for unwatched in ["10", "12"] {
        let state = browser.page.attribute(&cell(unwatched), "data-state").await;
        assert_eq!(state.as_deref(), Some("unknown"), "hour {unwatched}");
        assert!(!browser.page.text(&cell(unwatched)).await.contains('0'));
    }
    browser.page.picture("dashboard").await;
}

#[tokio::test]
async fn a_number_is_shown_only_when_its_tap_is_durable() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Clock::at(folder.path(), 10, 50);
    let Some(phone) = Phone::new(folder.path(), &clock) else { return };
    let endpoint = Endpoint::set_up(&folder.path().join("hq"), &clock);
    let invitation = endpoint.invite("Bob", "101");

    let app = watching(&phone, &clock, &invitation, "stalled").await;
    for voter in 1..=3 {
        tap(&app.page, &clock, voter).await;
    }
    fs::write(phone.stall_file(), b"").unwrap();
    app.page.touch("counter").await;
    app.page.shown("pending-ring").await;
    let stalled = Instant::now();
    while stalled.elapsed() < Duration::from_secs(2) {
        assert_eq!(app.page.text("hour-count").await, "3", "shown before it was durable");
        assert!(app.page.has("pending-ring").await, "the touch is no longer answered");
    }
    app.page.picture("stalled").await;
    phone.kill(app);
    fs::remove_file(phone.stall_file()).unwrap();

    clock.set(11, 20);
    let app = phone.start("stalled-again").await;
    unlock(&app.page).await;
    app.page.touch("nav-count").await;
    app.page.touch("gap-go-on").await;
    assert_eq!(app.page.text("hour-count").await, "3", "the fourth was never shown");
}

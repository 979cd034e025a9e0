//! Headquarters' page in Chromium, fed by the practice day as the core plays it.

use std::path::Path;
use std::process::{Command, Stdio};

use crate::browser::Browser;
use crate::clock::Clock;
use crate::endpoint::{Endpoint, OPERATOR, PASSWORD};
use crate::page::Page;
use crate::process::{Group, ours};

/// Logs the operator in and waits for the table.
pub async fn log_in(page: &Page) {
    page.write("login-name", OPERATOR).await;
    page.write("login-password", PASSWORD).await;
    page.touch("login").await;
    page.shown("figures").await;
}

fn play(folder: &Path, clock: &Clock, endpoint: &Endpoint) -> Option<Group> {
    let program = ours("SANAQ_DAY", "day")?;
    let mut day = Command::new(program);
    day.arg("play").arg("--invitations").arg(endpoint.invite_all());
    day.arg("--data").arg(folder.join("devices")).arg("--clock").arg(clock.path());
    day.args(["--secret", "a passphrase for one test", "--operator", OPERATOR]);
    day.arg("--dashboard").arg(endpoint.dashboard.trim_start_matches("http://"));
    day.arg("--password-file").arg(endpoint.password_file());
    day.env("SANAQ_TEST_CLOCK", clock.path());
    let log = std::fs::File::create(folder.join("day.log")).unwrap();
    Some(Group::start(day.stdout(log.try_clone().unwrap()).stderr(log).stdin(Stdio::null())))
}

#[tokio::test]
async fn a_wrong_password_opens_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Clock::at(folder.path(), 6, 0);
    let mut endpoint = Endpoint::set_up(&folder.path().join("hq"), &clock);
    endpoint.serve();
    let Some(browser) = Browser::open("login", folder.path(), &endpoint.dashboard).await else {
        return;
    };
    browser.page.write("login-name", OPERATOR).await;
    browser.page.write("login-password", "not the password").await;
    browser.page.touch("login").await;
    browser.page.shown("login-error").await;
    assert!(!browser.page.has("figures").await);
    log_in(&browser.page).await;
}

#[tokio::test]
async fn the_practice_day_appears_while_it_happens() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Clock::at(folder.path(), 6, 0);
    let mut endpoint = Endpoint::set_up(&folder.path().join("hq"), &clock);
    endpoint.serve();
    let Some(browser) = Browser::open("live", folder.path(), &endpoint.dashboard).await else {
        return;
    };
    let page = &browser.page;
    log_in(page).await;
    assert!(!page.has("station-101").await, "nobody has reported yet");
    let mut day = play(folder.path(), &clock, &endpoint).expect("the day is built");

    // Nothing is reloaded from here on: what appears was pushed.
    page.shown("station-101").await;
    page.until("cell-101-08", |text| text.chars().any(|c| c.is_ascii_digit())).await;
    let ended = tokio::task::spawn_blocking(move || day.child.wait().unwrap()).await.unwrap();
    let log = std::fs::read_to_string(folder.path().join("day.log")).unwrap();
    assert!(ended.success(), "{log}");

    page.until("cell-103-15", |text| !text.is_empty()).await;
    let dead = page.attribute("cell-103-15", "data-state").await;
    assert_eq!(dead.as_deref(), Some("unknown"), "Dave's phone was taken");
    page.shown("not-reported").await;
    assert!(page.text("not-reported").await.contains("Carol"));
    page.picture("dashboard-day").await;

    page.touch("station-101").await;
    page.shown("station-day").await;
    assert!(page.text("station-day").await.contains("Alice"));
    page.picture("dashboard-station").await;
    let script = "const done = arguments[0];
        fetch('/api/export/hours.csv').then(a => a.text()).then(done, e => done(String(e)));";
    let csv = page.client.execute_async(script, vec![]).await.unwrap();
    let csv = csv.as_str().unwrap();
    assert!(csv.lines().any(|line| line.split(',').nth(1) == Some("101")), "{csv}");
}

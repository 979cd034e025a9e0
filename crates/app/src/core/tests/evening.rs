//! A lead's evening, without headquarters and without another device.

use std::net::TcpStream;
use std::time::{Duration, Instant};

use journal::certificate::Role;
use journal::relay::RelayCode;

use sync::tls::Pin;

use super::fixture::Bench;
use crate::api::{
    BundleView, CollectCommand, CollectView, Command, ErrorCode, ImportedView, Query, RelayOutcome,
    RelaysView, Reply, StatusWord,
};
use crate::relays::{Looking, ended};

const START: Command =
    Command::Collect(CollectCommand::StartCollecting { wifi_name: None, wifi_password: None });

fn collect(reply: Result<Reply, crate::api::AppError>) -> CollectView {
    match reply {
        Ok(Reply::Collect { view }) => view,
        other => panic!("{other:?}"),
    }
}

fn relays(reply: Result<Reply, crate::api::AppError>) -> RelaysView {
    match reply {
        Ok(Reply::Relays { view }) => view,
        other => panic!("{other:?}"),
    }
}

fn refusal(reply: Result<Reply, crate::api::AppError>) -> ErrorCode {
    reply.expect_err("refused").code
}

/// Asks again until it holds: another thread has to see it first.
fn until(what: &str, mut holds: impl FnMut() -> bool) {
    let began = Instant::now();
    while !holds() {
        assert!(began.elapsed() < Duration::from_secs(60), "{what}");
        std::thread::yield_now();
    }
}

fn answers(address: &str) -> bool {
    TcpStream::connect(address).is_ok()
}

#[test]
fn a_lead_shows_one_code_as_text_and_as_picture_and_the_wifi_only_if_it_was_given() {
    let carol = Bench::enrolled_as(Role::Lead, 7);
    let view = collect(carol.core.execute(START));
    let code = RelayCode::from_text(&view.code).unwrap();
    assert_eq!(code.addresses, view.addresses);
    assert_eq!(code.wifi_name, None);
    let qr = view.qr.expect("a picture");
    assert_eq!(qr.dark.len(), (qr.size * qr.size) as usize);
    assert!(view.running && view.members.is_empty() && view.until.is_some());
    assert!(answers(&view.addresses[0]));
    let named = collect(carol.core.execute(Command::Collect(CollectCommand::StartCollecting {
        wifi_name: Some(" teahouse ".into()),
        wifi_password: Some("12345678".into()),
    })));
    let code = RelayCode::from_text(&named.code).unwrap();
    assert_eq!(code.wifi_name.as_deref(), Some("teahouse"));
    assert_eq!((code.addresses, code.token), (named.addresses, code.token), "the same host");
}

#[test]
fn only_a_lead_collects() {
    let alice = Bench::enrolled();
    assert_eq!(refusal(alice.core.execute(START)), ErrorCode::NotALead);
    assert_eq!(refusal(alice.core.query(Query::Collect)), ErrorCode::NotALead);
}

#[test]
fn collecting_stops_when_the_app_is_locked_and_goes_on_later_under_the_same_code() {
    let carol = Bench::enrolled_as(Role::Lead, 7);
    let before = collect(carol.core.execute(START));
    carol.core.execute(Command::Lock).unwrap();
    until("the host is gone", || !answers(&before.addresses[0]));
    carol.unlock();
    assert!(!collect(carol.core.query(Query::Collect)).running);
    let after = collect(carol.core.execute(START));
    assert_eq!(after.code, before.code, "who joined before finds it again");
    let stopped = collect(carol.core.execute(Command::Collect(CollectCommand::StopCollecting)));
    assert!(!stopped.running && stopped.code.is_empty() && stopped.qr.is_none());
    until("the host is gone", || !answers(&before.addresses[0]));
}

#[test]
fn collecting_stops_ten_minutes_after_the_last_contact() {
    let carol = Bench::enrolled_as(Role::Lead, 7);
    let view = collect(carol.core.execute(START));
    carol.pass(9 * 60);
    assert!(collect(carol.core.query(Query::Collect)).running);
    carol.pass(61);
    until("it stopped", || !collect(carol.core.query(Query::Collect)).running);
    until("the host is gone", || !answers(&view.addresses[0]));
}

#[test]
fn an_evening_ends_and_the_next_one_has_another_key() {
    let carol = Bench::enrolled_as(Role::Lead, 7);
    let before = collect(carol.core.execute(START));
    collect(carol.core.execute(Command::Collect(CollectCommand::StopCollecting)));
    carol.pass(21 * 3600);
    let after = collect(carol.core.execute(START));
    let (before, after) =
        [before.code, after.code].map(|c| RelayCode::from_text(&c).unwrap()).into();
    assert_ne!(before.spki, after.spki);
    assert_ne!(before.token, after.token);
}

#[test]
fn the_joined_relay_is_remembered_and_what_is_no_code_of_this_election_is_refused() {
    let carol = Bench::enrolled_as(Role::Lead, 7);
    let code = collect(carol.core.execute(START)).code;
    let mut alice = Bench::enrolled();
    let join = |text: &str| Command::JoinRelay { code: text.into() };
    let (front, back) = code.split_at(40);
    let view = relays(alice.core.execute(join(&format!(" {front}\n{back} "))));
    let joined = view.joined.expect("joined");
    assert_eq!(joined.relay, collect(carol.core.query(Query::Collect)).relay);
    alice.killed();
    alice.unlock();
    assert!(relays(alice.core.query(Query::Relays { look: false })).joined.is_some());
    assert_eq!(refusal(alice.core.execute(join(&code[..60]))), ErrorCode::NotARelayCode);
    assert_eq!(refusal(alice.core.execute(join(&alice.code()))), ErrorCode::NotARelayCode);
    let mut other = RelayCode::from_text(&code).unwrap();
    other.election.0[0] ^= 1;
    let other = other.to_text().unwrap();
    assert_eq!(refusal(alice.core.execute(join(&other))), ErrorCode::OtherElection);
    assert!(
        relays(alice.core.query(Query::Relays { look: false })).joined.is_some(),
        "the good one stays"
    );
    assert!(relays(alice.core.execute(Command::LeaveRelay)).joined.is_none());
    assert_eq!(refusal(carol.core.execute(join(&code))), ErrorCode::NoSuchRelay, "her own");
    let unheard = Command::JoinAnnounced { relay: "0000-0000".into() };
    assert_eq!(refusal(alice.core.execute(unheard)), ErrorCode::NoSuchRelay);
}

#[test]
fn leads_are_looked_for_only_while_the_person_looks_for_one() {
    let carol = Bench::enrolled_as(Role::Lead, 7);
    let code = collect(carol.core.execute(START)).code;
    let alice = Bench::enrolled();
    let ask = |look: bool| drop(relays(alice.core.query(Query::Relays { look })));
    let looks = || {
        let desk = alice.core.shared.desk();
        !matches!(desk.open.as_ref().expect("unlocked").search, Looking::NotYet)
    };
    ask(false);
    assert!(!looks(), "nobody asked for that");
    ask(true);
    assert!(looks());
    relays(alice.core.execute(Command::SayStatus { word: None }));
    assert!(looks(), "the sheet is open still");
    ask(false);
    assert!(!looks());
    ask(true);
    relays(alice.core.execute(Command::JoinRelay { code }));
    assert!(!looks(), "one is joined");
    alice.arrive("101");
    alice.watch();
    ask(true);
    alice.core.execute(Command::Cover).unwrap();
    assert!(!looks(), "the screen is covered");
}

#[test]
fn a_try_that_ends_says_nothing_of_a_relay_joined_meanwhile() {
    let (carol, erin) = (Bench::enrolled_as(Role::Lead, 7), Bench::enrolled_as(Role::Lead, 8));
    let alice = Bench::enrolled();
    let join = |lead: &Bench| {
        let code = collect(lead.core.execute(START)).code;
        relays(alice.core.execute(Command::JoinRelay { code })).joined.expect("joined").relay
    };
    let pin = || {
        let desk = alice.core.shared.desk();
        desk.open.as_ref().and_then(|open| open.joined.as_ref()).expect("joined").peer().pin
    };
    let ended = |tried: &Pin| {
        let mut desk = alice.core.shared.desk();
        ended(desk.open().unwrap(), tried, RelayOutcome::Met, alice.now())
    };
    let joined = || relays(alice.core.query(Query::Relays { look: false })).joined.unwrap();
    join(&carol);
    let first = pin();
    let second = join(&erin);
    assert!(!ended(&first), "Carol's, after Erin's code was read");
    let view = joined();
    assert_eq!((view.relay.as_str(), view.last_met, view.outcome), (second.as_str(), None, None));
    assert!(view.running, "Erin is tried still");
    assert!(ended(&pin()));
    assert!(joined().last_met.is_some());
}

#[test]
fn the_status_word_follows_the_day_until_the_person_says_another_and_a_new_visit_begins() {
    let mut alice = Bench::enrolled();
    let word = |bench: &Bench| relays(bench.core.query(Query::Relays { look: false })).status;
    assert_eq!(word(&alice), None);
    alice.arrive("101");
    assert_eq!(word(&alice), Some(StatusWord::InPlace));
    alice.watch();
    assert_eq!(word(&alice), Some(StatusWord::Counting));
    let said = Some(StatusWord::SheetCopied);
    alice.core.execute(Command::SayStatus { word: said }).unwrap();
    assert!(relays(alice.core.query(Query::Relays { look: false })).status_said);
    alice.killed();
    alice.unlock();
    assert_eq!(word(&alice), said);
    alice.core.execute(Command::Leave { since_touch_ms: 0 }).unwrap();
    alice.arrive("102");
    assert_eq!(word(&alice), Some(StatusWord::InPlace));
    alice.core.execute(Command::SayStatus { word: Some(StatusWord::SafeHome) }).unwrap();
    alice.core.execute(Command::SayStatus { word: None }).unwrap();
    assert_eq!(word(&alice), Some(StatusWord::InPlace));
}

fn exported(bench: &Bench) -> BundleView {
    match bench.core.execute(Command::ExportBundle) {
        Ok(Reply::Bundle { view }) => view,
        other => panic!("{other:?}"),
    }
}

fn imported(bench: &Bench, base64: &str) -> ImportedView {
    match bench.core.execute(Command::ImportBundle { base64: base64.into() }) {
        Ok(Reply::Imported { view }) => view,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_file_goes_to_the_lead_and_the_answer_brings_the_custody_word_back() {
    let carol = Bench::enrolled_as(Role::Lead, 7);
    let alice = Bench::enrolled();
    assert_eq!(refusal(alice.core.execute(Command::ExportBundle)), ErrorCode::NothingToSend);
    alice.arrive("101");
    let events = alice.delivery().on_phone;
    let file = exported(&alice);
    assert_eq!(file.pages, 1);
    let got = imported(&carol, &file.base64);
    assert_eq!((got.new, got.already, got.refused), (1, 0, 0));
    let answer = got.answer.expect("a file that goes back");
    let again = imported(&carol, &file.base64);
    assert_eq!((again.new, again.already), (0, 1), "twice equals once");
    let view = collect(carol.core.query(Query::Collect));
    assert_eq!((view.members.len(), view.members[0].pages), (1, 1));
    assert_eq!(imported(&alice, &answer.base64).custody, 1);
    let delivery = alice.delivery();
    assert_eq!((delivery.with_lead, delivery.on_phone), (events, 0));
    assert!(delivery.relay_met, "the middle place is shown");
    let wrong = Command::ImportBundle { base64: "bm90IGEgZmlsZQ==".into() };
    assert_eq!(refusal(alice.core.execute(wrong)), ErrorCode::BundleUnreadable);
}

#[test]
fn a_wipe_of_a_leads_phone_names_what_it_carries_for_others() {
    let carol = Bench::enrolled_as(Role::Lead, 7);
    let alice = Bench::enrolled();
    alice.arrive("101");
    imported(&carol, &exported(&alice).base64);
    let enrolment = carol.enrolment();
    let asked = || match carol.core.query(Query::Wipe { enrolment: enrolment.clone() }) {
        Ok(Reply::Wipe { view }) => view,
        other => panic!("{other:?}"),
    };
    let session = carol.session(carol.core.query(Query::Session));
    assert_eq!(session.carried, 1, "and the header says so");
    let view = asked();
    assert_eq!((view.others_pages, view.others_devices), (Some(1), 1));
    let wipe = |others_pages| Command::Wipe {
        enrolment: enrolment.clone(),
        only_here: view.only_here,
        others_pages,
    };
    // Meanwhile Alice brought more: whoever read the older figure is asked again.
    alice.core.execute(Command::Leave { since_touch_ms: 0 }).unwrap();
    imported(&carol, &exported(&alice).base64);
    assert_eq!(asked().others_pages, Some(2));
    assert_eq!(refusal(carol.core.execute(wipe(Some(1)))), ErrorCode::WipeNotConfirmed);
    assert!(carol.core.execute(wipe(Some(2))).is_ok());
}

//! What a lead's list says of each device, how long it says it, and what of it stays on the disk.

use std::time::{Duration, Instant};

use app::api::{CollectCommand, CollectView, Command, ErrorCode, MemberResult, MemberView, Reply};
use journal::ids::PageNumber;
use journal::keeper::Keeper as _;
use journal::page::Page;
use tests::support::disk::Disk;
use tests::support::phone::{Phone, SECRET};

use crate::evening::{BEFORE, Evening, NO_WAY_OUT, opened, opened_at, pages, peer};
use crate::versions::{FIRST, publish};

const STOP: Command = Command::Collect(CollectCommand::StopCollecting);

fn only(view: &CollectView) -> &MemberView {
    let [one] = view.members.as_slice() else { panic!("one device: {view:#?}") };
    one
}

#[test]
fn after_stop_and_sending_the_lead_sees_what_became_of_each_device_though_the_list_was_wiped() {
    let mut evening = Evening::new();
    let mut carol = evening.lead("Carol");
    let mut alice = evening.observer("Alice");
    carol.restart_with(&[NO_WAY_OUT]);
    let relay = peer(&carol.start_collecting());
    pages(&mut alice, 3);
    alice.contact_at(&relay).unwrap();
    carol.execute(&STOP);
    assert_eq!(only(&carol.collected()).unsent, 3);
    assert_eq!(carol.session().carried, 3, "the header does not say that all is delivered");
    // The lead gets home. Nobody is collected: what headquarters receipts is wiped.
    carol.restart_with(&[]);
    let home = carol.send_on();
    let sure = |view: &CollectView| {
        let one = only(view);
        assert_eq!((one.pages, one.receipted, one.unsent), (3, 3, 0), "{view:#?}");
        assert_eq!(one.result, MemberResult::AtHeadquarters);
        assert!(one.last_contact.is_some(), "when she came is known still");
    };
    sure(&home);
    carol.send();
    sure(&carol.collected());
    assert_eq!((carol.session().carried, carol.collected().wiped), (0, None));
    // Locked, it is all forgotten, and the screen says that it was, and not that nobody came.
    carol.execute(&Command::Lock);
    carol.unlock();
    let later = carol.collected();
    assert!(later.members.is_empty() && later.wiped.is_some(), "{later:#?}");
    // Who comes once more is met once more.
    let relay = peer(&carol.start_collecting());
    alice.contact_at(&relay).unwrap();
    assert!(only(&carol.collected()).last_contact.is_some());
}

/// How many of these pages stand in a lead's database.
fn found(phone: &Phone, pages: &[Page]) -> usize {
    let values = opened(phone).every_value().unwrap();
    let holds = |bytes: &[u8]| values.iter().any(|(_, value)| value == bytes);
    pages.iter().filter(|page| holds(page.bytes())).count()
}

#[test]
fn whoever_locks_after_sending_leaves_nothing_of_the_team_in_the_database() {
    let mut evening = Evening::new();
    let mut carol = evening.lead("Carol");
    let mut alice = evening.observer("Alice");
    let hq = evening.hq.store(&evening.folder.path().join("hq/Carol.sanaq"));
    let journal = alice.open_store().journal();
    let after = |number: u64| hq.pages(journal, PageNumber(number), usize::MAX).unwrap().pages;
    let mut give = |carol: &mut Phone, count: u64| {
        let relay = peer(&carol.start_collecting());
        pages(&mut alice, count);
        alice.contact_at(&relay).unwrap();
        carol.send_on();
        assert!(carol.collected().running, "collecting was not stopped first");
    };
    give(&mut carol, 3);
    let given = after(BEFORE);
    assert_eq!((given.len(), only(&carol.collected()).pages), (3, 3));
    carol.execute(&Command::Lock);
    assert_eq!(found(&carol, &given), 0, "no page");
    for row in opened(&carol).relay_list().unwrap() {
        assert_eq!((row.pages, row.last_contact, row.status), (0, None, None), "no meeting");
    }
    // A kill has no time to wipe anything: the next unlocking does it.
    carol.unlock();
    give(&mut carol, 2);
    let given = after(BEFORE + 3);
    carol.kill();
    assert_eq!((given.len(), found(&carol, &given)), (2, 2));
    carol.start();
    carol.unlock();
    carol.kill();
    assert_eq!(found(&carol, &given), 0);
}

#[test]
fn an_enrolment_opened_instead_of_another_locks_that_one_and_wipes_its_list_too() {
    let mut evening = Evening::new();
    let mut carol = evening.lead("Carol");
    let mut alice = evening.observer("Alice");
    let relay = peer(&carol.start_collecting());
    pages(&mut alice, 1);
    alice.contact_at(&relay).unwrap();
    carol.send_on();
    let first = carol.enrolment();
    let wrong = Command::Unlock { enrolment: "nobody's".into(), secret: SECRET.into() };
    let refused = carol.try_execute(&wrong).expect_err("no such enrolment");
    let code = serde_json::to_value(ErrorCode::NoSuchEnrolment).unwrap();
    assert_eq!(refused["refused"], code, "and nothing ends by that: {refused}");
    assert!(carol.collected().running);
    carol.enrol(&evening.invite("Erin", "lead"));
    carol.kill();
    let list = opened_at(&carol, &first).relay_list().unwrap();
    assert!(list.iter().all(|row| row.pages == 0 && row.last_contact.is_none()), "{list:#?}");
}

#[test]
fn a_device_that_lacks_the_newest_form_is_named_on_the_leads_list() {
    let mut evening = Evening::new();
    let mut carol = evening.lead("Carol");
    let mut alice = evening.observer("Alice");
    let relay = peer(&carol.start_collecting());
    let meet = |alice: &mut Disk| {
        pages(alice, 1);
        alice.contact_at(&relay).unwrap();
    };
    meet(&mut alice);
    assert!(!only(&carol.collected()).old_version);
    publish(&evening.hq, FIRST, 1);
    let view = carol.send_on_until(|view| view.members.iter().any(|one| one.old_version));
    assert_eq!(only(&view).status, None, "no visit is open: she has said nothing of herself");
    // The lead hands it on; the hello after that says so.
    meet(&mut alice);
    meet(&mut alice);
    assert!(!only(&carol.collected()).old_version, "{:#?}", carol.collected());
}

#[test]
fn collecting_ends_ten_minutes_after_the_last_contact_and_not_after_the_start() {
    let mut evening = Evening::new();
    let mut carol = evening.lead("Carol");
    let mut alice = evening.observer("Alice");
    carol.restart_with(&[NO_WAY_OUT]);
    let relay = peer(&carol.start_collecting());
    let first = carol.collected().until.expect("it says until when");
    carol.clock.pass(9 * 60).unwrap();
    pages(&mut alice, 1);
    alice.contact_at(&relay).unwrap();
    let later = carol.collected().until.expect("it runs");
    assert!(later > first, "nine minutes more: {first} {later}");
    carol.clock.pass(9 * 60).unwrap();
    let view = carol.collected();
    assert!(view.running, "eighteen minutes after the start: {view:#?}");
    assert_eq!(view.until, Some(later));
    carol.clock.pass(61).unwrap();
    let began = Instant::now();
    while carol.collected().running {
        assert!(began.elapsed() < Duration::from_secs(60), "nobody came for ten minutes");
    }
}

#[test]
fn each_answer_of_a_way_on_tells_the_screen_how_far_it_is() {
    let mut evening = Evening::new();
    let mut carol = evening.lead("Carol");
    let mut alice = evening.observer("Alice");
    carol.restart_with(&[NO_WAY_OUT]);
    let relay = peer(&carol.start_collecting());
    pages(&mut alice, 2);
    alice.contact_at(&relay).unwrap();
    carol.restart_with(&[]);
    carol.send_on();
    assert!(carol.told_progress > 0, "before the contact had ended");
    let Reply::Collect { view } = carol.query(&app::api::Query::Collect) else { panic!() };
    assert_eq!(only(&view).receipted, 2);
}

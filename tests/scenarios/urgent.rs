//! What cannot wait, on its way: before older pages, over a relay, and to the person's own eyes.

use app::api::{Command, Query, RelayOutcome, Reply, UrgentCommand, UrgentPlace, UrgentView};
use domain::Payload;
use domain::event::{Danger, InDanger};
use journal::keeper::Keeper as _;
use tests::support::disk::Disk;
use tests::support::phone::Phone;

use crate::evening::{BEFORE, Evening, NO_WAY_OUT, pages, peer, places};
use crate::station::{CONTACTS_MAX, Scene, new_phone};

const DANGER: Command = Command::Urgent(UrgentCommand::ReportDanger { since_touch_ms: 0 });

/// Two pages that wait, and then what cannot.
fn in_danger(disk: &mut Disk) -> u64 {
    pages(disk, 2);
    let (visit, follows, danger) = (None, None, Danger::Untold);
    let event = InDanger { visit, follows, danger, happened_at: None, text: None };
    disk.record(vec![Payload::InDanger(event)]).unwrap();
    disk.seal_urgent().unwrap();
    // One page a request: the order they leave in is the order of requests.
    (disk.budget, disk.sent) = (1, Vec::new());
    BEFORE + 3
}

fn urgent(phone: &mut Phone) -> Vec<UrgentView> {
    match phone.query(&Query::Urgent) {
        Reply::Urgent { list } => list,
        other => panic!("{other:?}"),
    }
}

#[test]
fn an_urgent_page_leaves_before_older_ones_and_a_relay_with_a_way_out_passes_it_on_by_itself() {
    let mut evening = Evening::new();
    let mut carol = evening.lead("Carol");
    let mut alice = evening.observer("Alice");
    let relay = peer(&carol.start_collecting());
    let last = in_danger(&mut alice);
    alice.contact_at(&relay).unwrap();
    assert_eq!(alice.sent.first(), Some(&last), "{:?}", alice.sent);
    assert_eq!(places(&mut alice), [0, 3, BEFORE]);
    // Nobody presses anything on the lead's phone.
    let journal = alice.open_store().journal();
    let head = alice.open_store().head();
    let store = evening.hq.store(&evening.folder.path().join("hq/Carol.sanaq"));
    while store.standing(journal).unwrap().is_none_or(|standing| standing.head != head) {
        carol.next_contact();
    }
    evening.has_all_of(&mut alice);
    evening.is_sound();
}

#[test]
fn straight_to_headquarters_it_leaves_first_too() {
    let mut evening = Evening::new();
    evening.invite("Carol", "lead");
    let mut alice = evening.observer("Alice");
    let last = in_danger(&mut alice);
    alice.contact().unwrap();
    assert_eq!(alice.sent.first(), Some(&last), "{:?}", alice.sent);
    assert_eq!(
        places(&mut alice),
        [3, 0, BEFORE],
        "beyond a gap it waits there, without a receipt"
    );
    alice.budget = usize::MAX;
    alice.contact().unwrap();
    evening.has_all_of(&mut alice);
    evening.is_sound();
}

#[test]
fn one_press_reaches_headquarters_without_another_and_the_phone_says_so() {
    let scene = Scene::served();
    let mut alice = scene.alice();
    alice.count(5, 2);
    alice.execute(&Command::Cover);
    alice.execute(&DANGER);
    alice.count(1, 2);
    alice.unlock();
    for _ in 0..CONTACTS_MAX {
        if urgent(&mut alice)[0].place == UrgentPlace::AtHeadquarters {
            break;
        }
        alice.next_contact();
    }
    assert_eq!(urgent(&mut alice)[0].place, UrgentPlace::AtHeadquarters);
    assert_eq!(alice.counter().day_persons, 6, "the count went on");
}

#[test]
fn without_a_way_out_the_joined_relay_takes_it_at_once_and_the_phone_names_the_place() {
    let evening = Evening::new();
    let mut carol = evening.lead("Carol");
    carol.restart_with(&[NO_WAY_OUT]);
    let code = carol.start_collecting();
    let invitation = evening.hq.invite("Alice", "101");
    let mut alice = new_phone(&evening.folder.path().join("Alice"));
    alice.enrol(&invitation);
    alice.restart_with(&[NO_WAY_OUT]);
    assert_eq!(alice.join(&code), RelayOutcome::Met);
    alice.execute(&DANGER);
    for _ in 0..CONTACTS_MAX {
        if urgent(&mut alice)[0].place != UrgentPlace::OnPhone {
            break;
        }
        alice.next_meeting();
    }
    assert_eq!(urgent(&mut alice)[0].place, UrgentPlace::WithLead, "never called delivered");
}

//! What a lead's device keeps aside: a second enrolment, a fork. Carried on, never receipted,
//! never dropped, and said to whom it concerns.

use app::api::{
    AlarmKind, CollectCommand, Command, HeldReason as Shown, MemberResult, RelayOutcome,
};
use journal::ids::PageNumber;
use journal::keeper::Keeper as _;
use journal::receipts::HeldReason;
use tests::support::device::Device;

use crate::evening::{BEFORE, Evening, NO_WAY_OUT, pages, peer};
use crate::station::new_phone;

#[test]
fn a_second_enrolment_met_by_a_lead_is_kept_aside_carried_on_and_told() {
    let mut evening = Evening::new();
    let mut carol = evening.lead("Carol");
    carol.execute(&Command::Collect(CollectCommand::KeepTeamList { keep: true }));
    // Alice was at headquarters and meets the lead first.
    let mut alice = evening.observer("Alice");
    let invitation = evening.folder.path().join("hq/Alice.sanaq");
    let code = carol.start_collecting();
    pages(&mut alice, 1);
    assert_eq!(alice.contact_at(&peer(&code)).unwrap().in_custody, 1);
    // Somebody else enrolled with a copy of her file, and meets nobody but the lead.
    let mut second = new_phone(&evening.folder.path().join("Second"));
    second.kill();
    second.start_with(&[NO_WAY_OUT]);
    second.enrol(&invitation);
    carol.restart_with(&[NO_WAY_OUT]);
    assert_eq!(carol.start_collecting(), code);
    second.watch("101");
    second.count(3, 5);
    assert_eq!(second.join(&code), RelayOutcome::Met);
    let view = second.meet_until(|view| view.on_phone == 0 && view.with_lead > 0);
    let alarms: Vec<_> = view.alarms.iter().map(|one| one.alarm).collect();
    assert_eq!(alarms, [AlarmKind::HeldByLead], "{view:#?}");
    assert_eq!(view.at_headquarters, 0);
    let listed = carol.collected();
    assert_eq!(listed.members.len(), 1, "one invitation: {listed:#?}");
    assert_eq!(listed.members[0].held, [Shown::SecondEnrolment]);
    let here = listed.members[0].pages;
    assert!(listed.members[0].unsent > 0, "it is carried on all the same");
    carol.restart_with(&[]);
    carol.start_collecting();
    let sent = carol.send_on();
    assert_eq!(sent.members[0].pages, here, "nothing was dropped");
    assert_eq!(sent.members[0].result, MemberResult::Held);
    let store = evening.hq.store(&evening.folder.path().join("hq/Carol.sanaq"));
    let aside = store.quarantine().unwrap();
    assert!(!aside.is_empty());
    assert!(aside.iter().all(|page| page.reason == HeldReason::SecondEnrolment));
    // Headquarters' word comes back through the lead.
    let told = second.meet_until(|view| view.alarms.iter().any(|a| a.alarm == AlarmKind::Held));
    assert_eq!(told.at_headquarters, 0, "never receipted");
    assert_eq!(alice.contact_at(&peer(&code)).unwrap().receipted, 1, "and Alice's counts");
}

#[test]
fn both_branches_of_a_fork_met_by_a_lead_are_carried_on_and_one_is_receipted() {
    let evening = Evening::new();
    let mut carol = evening.lead("Carol");
    carol.execute(&Command::Collect(CollectCommand::KeepTeamList { keep: true }));
    let invitation = evening.invite("Alice", "observer");
    let mut one = Device::enrol(&invitation, evening.hq.clock.wall(), 71);
    (0..BEFORE).for_each(|_| one.seal_any());
    one.contact_now().unwrap();
    let mut other = one.clone();
    carol.restart_with(&[NO_WAY_OUT]);
    let relay = peer(&carol.start_collecting());
    // The same number, other bytes.
    one.seal_any();
    other.seal(&[vec![0x83, 0x19, 0xea, 0x60, 0x00, 0x17]]);
    let number = PageNumber(BEFORE + 1);
    assert_eq!(one.head().number, number);
    assert_ne!(one.head(), other.head());
    for device in [&mut one, &mut other] {
        device.peer = relay.clone();
        device.contact_now().unwrap();
    }
    assert!(one.held_by_relay.is_empty());
    let held: Vec<_> = other.held_by_relay.iter().map(|held| (held.hash, held.reason)).collect();
    assert_eq!(held, [(other.head().hash, HeldReason::Fork)]);
    let listed = carol.collected();
    assert_eq!((listed.members[0].pages, listed.members[0].unsent), (2, 2), "{listed:#?}");
    assert_eq!(listed.members[0].held, [Shown::Fork]);
    carol.restart_with(&[]);
    carol.start_collecting();
    let sent = carol.send_on();
    assert_eq!(sent.members[0].pages, 2, "nothing was dropped");
    let store = evening.hq.store(&evening.folder.path().join("hq/Carol.sanaq"));
    let standing = store.standing(one.journal()).unwrap().unwrap();
    assert_eq!(standing.head, one.head());
    let aside: Vec<_> = standing.held.iter().map(|held| (held.hash, held.reason)).collect();
    assert_eq!(aside, [(other.head().hash, HeldReason::Fork)]);
    one.contact_now().unwrap();
    other.contact_now().unwrap();
    assert_eq!(one.receipted, number);
    assert!(other.receipted < number, "the branch that lies aside is never receipted");
    assert_eq!(other.held.iter().map(|held| held.reason).collect::<Vec<_>>(), [HeldReason::Fork]);
}

//! The lead's process dies at every step of a request, as by a power cut.

use sync::error::SyncError;

use crate::evening::{BEFORE, Evening, NO_WAY_OUT, pages, peer, places};

/// Dies at `moment` of Alice's request; what of her pages is on the lead's disk afterwards?
fn killed(moment: &str, kept: u32) {
    let mut evening = Evening::new();
    let mut carol = evening.lead("Carol");
    let mut alice = evening.observer("Alice");
    let fault = format!("{moment}:1");
    carol.restart_with(&[NO_WAY_OUT, ("SANAQ_FAULT", &fault)]);
    let code = carol.start_collecting();
    pages(&mut alice, 2);
    let cut = alice.contact_at(&peer(&code));
    assert!(matches!(cut, Err(SyncError::Retry(_))), "{cut:?}");
    carol.died();
    assert_eq!(places(&mut alice), [2, 0, BEFORE], "no word was given for what was not answered");
    carol.start_with(&[NO_WAY_OUT]);
    carol.unlock();
    let members = carol.collected().members;
    assert_eq!(members.iter().map(|one| one.pages).sum::<u32>(), kept, "{members:#?}");
    let again = carol.start_collecting();
    assert_eq!(again, code, "the evening goes on under its code");
    assert_eq!(alice.contact_at(&peer(&again)).unwrap().in_custody, 2);
    assert_eq!(places(&mut alice), [0, 2, BEFORE]);
    carol.restart_with(&[]);
    carol.start_collecting();
    carol.send_on();
    evening.has_all_of(&mut alice);
    assert_eq!(alice.contact_at(&peer(&again)).unwrap().receipted, 2);
    evening.is_sound();
}

#[test]
fn killed_before_the_commit_the_lead_has_nothing_and_the_device_everything() {
    killed("arrived", 0);
}

#[test]
fn killed_between_the_commits_return_and_the_custody_note_the_pages_are_there_without_a_word() {
    killed("committed", 2);
}

#[test]
fn killed_at_the_signing_of_the_custody_note_the_pages_are_there_without_a_word() {
    killed("custody", 2);
}

#[test]
fn killed_between_signing_and_the_answer_the_same_word_comes_later() {
    killed("signed", 2);
}

#[test]
fn killed_after_the_answer_the_lead_still_carries_what_it_gave_its_word_for() {
    let mut evening = Evening::new();
    let mut carol = evening.lead("Carol");
    let mut alice = evening.observer("Alice");
    carol.restart_with(&[NO_WAY_OUT]);
    let code = carol.start_collecting();
    pages(&mut alice, 2);
    alice.contact_at(&peer(&code)).unwrap();
    carol.restart_with(&[]);
    carol.send_on();
    evening.has_all_of(&mut alice);
    carol.start_collecting();
    assert_eq!(alice.contact_at(&peer(&code)).unwrap().receipted, 2);
    evening.is_sound();
}

/// Headquarters dies while the lead sends on; the lead sends again.
fn headquarters_killed(moment: &str) {
    let mut evening = Evening::new();
    let mut carol = evening.lead("Carol");
    let mut alice = evening.observer("Alice");
    carol.restart_with(&[NO_WAY_OUT]);
    let code = carol.start_collecting();
    pages(&mut alice, 2);
    alice.contact_at(&peer(&code)).unwrap();
    evening.hq.stop();
    evening.hq.serve_with(&[], &[("SANAQ_FAULT", &format!("{moment}:1"))]);
    carol.restart_with(&[]);
    evening.hq.died();
    assert!(carol.collected().unsent_bytes > 0, "nothing is taken for delivered");
    evening.hq.serve();
    carol.send_on();
    evening.has_all_of(&mut alice);
    evening.is_sound();
}

#[test]
fn headquarters_killed_after_its_commit_gets_the_teams_pages_again_and_keeps_them_once() {
    headquarters_killed("committed");
}

#[test]
fn headquarters_killed_before_its_answer_gets_the_teams_pages_again_and_keeps_them_once() {
    headquarters_killed("signed");
}

#[test]
fn a_lead_killed_while_it_sends_on_sends_again_and_nothing_is_twice() {
    let mut evening = Evening::new();
    let mut carol = evening.lead("Carol");
    let mut team = [evening.observer("Alice"), evening.observer("Bob")];
    carol.restart_with(&[NO_WAY_OUT]);
    let code = carol.start_collecting();
    for disk in &mut team {
        pages(disk, 2);
        disk.contact_at(&peer(&code)).unwrap();
    }
    // The answer is cut on its way down: headquarters has it all, the lead does not know.
    let plan = tests::support::proxy::Plan { cut_down_at: Some(700), ..Default::default() };
    evening.hq.proxy.plan(plan);
    carol.restart_with(&[]);
    carol.next_contact();
    carol.kill();
    evening.hq.proxy.plan(tests::support::proxy::Plan::default());
    carol.start();
    carol.unlock();
    carol.send_on();
    for disk in &mut team {
        evening.has_all_of(disk);
    }
    evening.is_sound();
}

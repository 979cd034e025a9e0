//! A relay killed at every step of a request: what was promised is there, what was not is given
//! again.

use journal::ids::PageNumber;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex};
use sync::host::{Step, Words, on_step};
use sync::session::{Peer, Question, Session, answer_now};
use sync::tls::Pin;

use crate::election::{Election, MORNING, TestWorld};
use crate::outbox::Device;
use crate::relay::{Lead, Look, TOKEN, nothing_carried};

const SPKI: [u8; 32] = [5; 32];

fn session() -> Session {
    Session::new(Peer { pin: Pin::HostSpki(SPKI), admission: Some(TOKEN) })
}

fn ask(session: &mut Session, device: &mut Device) -> Question {
    session.ask(device, &*TestWorld::new(1)).expect("asked").expect("one")
}

#[test]
fn a_relay_killed_at_any_step_has_promised_nothing_it_does_not_hold() {
    let mut election = Election::new(150);
    let lead = Lead::new(&mut election, journal::certificate::Role::Lead);
    let words = Words { voice: lead.voice(SPKI), ..election.words() };
    // The steps of other tests' threads are none of ours.
    let (us, dies_at) = (std::thread::current().id(), Arc::new(Mutex::new(None::<Step>)));
    let (seen, ours) = (Arc::new(Mutex::new(Vec::new())), Arc::clone(&dies_at));
    let notes = Arc::clone(&seen);
    on_step(move |step| {
        if std::thread::current().id() == us {
            notes.lock().expect("lock").push(step);
            let dies = *ours.lock().expect("lock") == Some(step);
            assert!(!dies, "the power is cut");
        }
    });
    for step in [Step::Arrived, Step::Committed, Step::Custody, Step::Signed] {
        let mut keeper = nothing_carried();
        let mut alice = election.device();
        alice.seal(20);
        let mut cut = session();
        let question = ask(&mut cut, &mut alice);
        *dies_at.lock().expect("lock") = Some(step);
        let died = catch_unwind(AssertUnwindSafe(|| {
            answer_now(&words, &mut keeper, &question.body, MORNING).bytes
        }));
        assert!(died.is_err(), "{step:?}");
        *dies_at.lock().expect("lock") = None;
        let kept = keeper.carried(alice.journal()).len();
        assert_eq!(kept, usize::from(step != Step::Arrived), "{step:?}");
        assert!(alice.relays.is_empty(), "no answer, no word: {step:?}");
        // Up again, over what is on its disk.
        let mut again = session();
        let question = ask(&mut again, &mut alice);
        let answer = answer_now(&words, &mut keeper, &question.body, MORNING).bytes;
        again.take(&mut alice, &question, &answer, &*TestWorld::new(2)).expect("contact");
        assert_eq!(again.end(None).expect("contact").in_custody, 1, "{step:?}");
        assert_eq!(keeper.carried(alice.journal()), alice.pages, "no doubles: {step:?}");
        let note = alice.notes_of(lead.certificate.journal())[0].claimed().number;
        assert_eq!((note, alice.receipted), (PageNumber(1), PageNumber(0)));
    }
    let order = [Step::Arrived, Step::Committed, Step::Custody, Step::Signed];
    let seen = seen.lock().expect("lock");
    assert!(seen.ends_with(&order), "{seen:?}");
}

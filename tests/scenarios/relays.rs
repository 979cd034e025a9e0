//! The lead's device between the team and headquarters.

use app::api::{
    CollectCommand, Command, ContactOutcome, DeliveryView, Given, LogKind, MemberResult,
    NoticesView, PagePlace, Query, RelayOutcome, Reply, StatusWord,
};
use base64::Engine as _;
use journal::answer::Refusal;
use journal::ids::PageNumber;
use journal::keeper::Keeper as _;
use sync::error::{Broken, Refused, SyncError};
use sync::tls::Pin;
use tests::support::desk::Desk;
use tests::support::phone::Phone;

use crate::evening::{BEFORE, Evening, NO_WAY_OUT, opened, pages, peer, places};
use crate::station::{CONTACTS_MAX, new_phone};
use crate::versions::{SECOND, publish};

#[test]
fn a_lead_carries_pages_whose_beginning_it_never_saw_and_brings_the_receipt_back() {
    let mut evening = Evening::new();
    let mut carol = evening.lead("Carol");
    let mut alice = evening.observer("Alice");
    let mut bob = evening.observer("Bob");
    carol.restart_with(&[NO_WAY_OUT]);
    let relay = peer(&carol.start_collecting());
    pages(&mut alice, 3);
    pages(&mut bob, 1);
    let contact = alice.contact_at(&relay).unwrap();
    assert_eq!((contact.in_custody, contact.receipted), (3, 0));
    bob.contact_at(&relay).unwrap();
    assert_eq!(places(&mut alice), [0, 3, BEFORE], "with the lead is not at headquarters");
    let view = carol.collected();
    assert_eq!(view.members.iter().map(|one| one.pages).sum::<u32>(), 4);
    assert!(view.members.iter().all(|one| one.result == MemberResult::Waiting));
    // Twice equals once.
    let again = alice.contact_at(&relay).unwrap();
    assert_eq!(again.in_custody, 0, "what is with the lead is not sent again");
    assert_eq!(carol.collected().unsent_bytes, view.unsent_bytes);
    // The lead gets home.
    carol.restart_with(&[]);
    let relay = peer(&carol.start_collecting());
    let view = carol.send_on();
    assert!(view.members.iter().all(|one| one.result == MemberResult::AtHeadquarters));
    evening.has_all_of(&mut alice);
    evening.has_all_of(&mut bob);
    assert_eq!(places(&mut alice), [0, 3, BEFORE], "nobody has told her yet");
    assert_eq!(alice.contact_at(&relay).unwrap().receipted, 3);
    assert_eq!(places(&mut alice), [0, 0, BEFORE + 3]);
    assert_eq!(bob.contact().unwrap().receipted, 1, "directly it comes as well");
    evening.is_sound();
}

#[test]
fn two_leads_at_once_and_the_direct_way_make_no_doubles() {
    let mut evening = Evening::new();
    let (mut carol, mut erin) = (evening.lead("Carol"), evening.lead("Erin"));
    let mut alice = evening.observer("Alice");
    let (first, second) = (peer(&carol.start_collecting()), peer(&erin.start_collecting()));
    pages(&mut alice, 2);
    assert_eq!(alice.contact_at(&first).unwrap().in_custody, 2);
    pages(&mut alice, 1);
    assert_eq!(alice.contact_at(&second).unwrap().in_custody, 3, "the other lead gets all");
    pages(&mut alice, 1);
    alice.contact().unwrap();
    assert_eq!(places(&mut alice), [0, 0, BEFORE + 4]);
    carol.send_on();
    erin.send_on();
    evening.has_all_of(&mut alice);
    evening.is_sound();
}

#[test]
fn a_leads_phone_that_is_lost_costs_nothing() {
    let mut evening = Evening::new();
    let mut carol = evening.lead("Carol");
    let mut alice = evening.observer("Alice");
    carol.restart_with(&[NO_WAY_OUT]);
    pages(&mut alice, 2);
    alice.contact_at(&peer(&carol.start_collecting())).unwrap();
    assert_eq!(places(&mut alice), [0, 2, BEFORE]);
    carol.kill();
    std::fs::remove_dir_all(carol.data()).unwrap();
    let mut erin = evening.lead("Erin");
    let relay = peer(&erin.start_collecting());
    assert_eq!(alice.contact_at(&relay).unwrap().in_custody, 2, "given again, to another");
    erin.send_on();
    assert_eq!(alice.contact_at(&relay).unwrap().receipted, 2);
    evening.has_all_of(&mut alice);
    evening.is_sound();
}

#[test]
fn pages_go_over_three_hops_and_the_receipt_comes_back_the_same_way() {
    let mut evening = Evening::new();
    let (mut carol, mut erin) = (evening.lead("Carol"), evening.lead("Erin"));
    let mut alice = evening.observer("Alice");
    carol.restart_with(&[NO_WAY_OUT]);
    let (near, far) = (peer(&carol.start_collecting()), erin.start_collecting());
    pages(&mut alice, 3);
    alice.contact_at(&near).unwrap();
    assert_eq!(carol.join(&far), RelayOutcome::Met);
    erin.send_on_until(|view| view.members.iter().any(|one| one.pages >= 3 && one.unsent == 0));
    evening.has_all_of(&mut alice);
    // Back: the regional lead tells the lead, the lead tells the observer.
    carol.execute(&Command::Collect(CollectCommand::SendOn));
    let unsent = |carol: &mut Phone| carol.collected().members.iter().any(|one| one.unsent > 0);
    for _ in 0..CONTACTS_MAX {
        if !unsent(&mut carol) {
            break;
        }
        carol.next_meeting();
        carol.execute(&Command::Collect(CollectCommand::SendOn));
    }
    assert!(!unsent(&mut carol));
    assert_eq!(alice.contact_at(&near).unwrap().receipted, 3);
    assert_eq!(places(&mut alice), [0, 0, BEFORE + 3]);
    evening.is_sound();
}

#[test]
fn who_has_not_the_evenings_code_is_not_admitted_and_another_device_is_not_the_relay() {
    let mut evening = Evening::new();
    let mut carol = evening.lead("Carol");
    let mut alice = evening.observer("Alice");
    let relay = peer(&carol.start_collecting());
    pages(&mut alice, 1);
    let mut stranger = relay.clone();
    stranger.admission = Some([1; 16]);
    let refused = alice.contact_at(&stranger);
    assert!(
        matches!(refused, Err(SyncError::Refused(Refused(Refusal::NotAdmitted)))),
        "{refused:?}"
    );
    let mut other = relay.clone();
    other.pin = Pin::HostSpki([3; 32]);
    let wrong = alice.contact_at(&other);
    assert!(matches!(wrong, Err(SyncError::Broken(Broken::WrongAuthority))), "{wrong:?}");
    assert_eq!(places(&mut alice), [1, 0, BEFORE], "nothing left the device");
    assert!(carol.collected().members.is_empty(), "and nothing is known of it");
    alice.contact_at(&relay).unwrap();
}

#[test]
fn collecting_ends_with_the_lock_and_while_it_runs_the_leads_own_count_goes_on() {
    let mut evening = Evening::new();
    let mut carol = evening.lead("Carol");
    carol.watch("101");
    let relay = peer(&carol.start_collecting());
    let team: Vec<_> = ["Alice", "Bob", "Dave", "Mallory"]
        .into_iter()
        .map(|person| evening.observer(person))
        .collect();
    let threads: Vec<_> = team
        .into_iter()
        .map(|mut disk| {
            let relay = relay.clone();
            std::thread::spawn(move || {
                for _ in 0..5 {
                    pages(&mut disk, 1);
                    disk.contact_at(&relay).unwrap();
                }
                places(&mut disk)
            })
        })
        .collect();
    carol.count(40, 2);
    for thread in threads {
        assert_eq!(thread.join().unwrap()[0], 0, "everything is with the lead");
    }
    assert_eq!(carol.counter().day_persons, 40, "and no tap was lost");
    carol.execute(&Command::Lock);
    let mut alice = evening.observer("Late");
    pages(&mut alice, 1);
    let gone = alice.contact_at(&relay);
    assert!(matches!(gone, Err(SyncError::Retry(_))), "{gone:?}");
    assert_eq!(places(&mut alice), [1, 0, BEFORE]);
}

#[test]
fn an_observers_phone_is_collected_without_a_way_out_and_shows_three_places() {
    let evening = Evening::new();
    let mut carol = evening.lead("Carol");
    let invitation = evening.hq.invite("Alice", "101");
    let mut alice = new_phone(&evening.folder.path().join("Alice"));
    alice.enrol(&invitation);
    alice.watch("101");
    alice.count(3, 5);
    let direct = alice.deliver();
    assert!(!direct.relay_met, "no middle place before a lead was met");
    alice.restart_with(&[NO_WAY_OUT]);
    alice.count(4, 5);
    let code = carol.start_collecting();
    assert_eq!(alice.join(&code), RelayOutcome::Met);
    let met = alice.delivery();
    assert!(met.relay_met && met.with_lead > 0 && met.on_phone == 0, "{met:#?}");
    assert_eq!(met.at_headquarters, direct.at_headquarters);
    assert_eq!(alice.send(), ContactOutcome::NoNetwork, "the direct way is tried all the same");
    let view = carol.send_on();
    assert_eq!(view.members[0].status, Some(StatusWord::Counting), "{view:#?}");
    assert!(view.members[0].status_at.is_some(), "and when she said so");
    alice.execute(&Command::SendNow);
    let told = loop {
        let view = alice.delivery();
        if view.with_lead == 0 {
            break view;
        }
        alice.next_meeting();
        alice.execute(&Command::SendNow);
    };
    assert_eq!(told.on_phone, 0, "{told:#?}");
    assert!(told.alarms.is_empty(), "{:?}", told.alarms);
    evening.is_sound();
}

/// Pages by place: here, with the lead, at headquarters. Each page is in one of them, and their
/// events, with the tail not sealed yet, are the three figures.
fn pages_by_place(view: &DeliveryView) -> [u32; 3] {
    let (mut pages, mut events) = ([0; 3], [view.not_sealed, 0, 0]);
    for (number, page) in (1..).zip(view.pages.iter().rev()) {
        assert_eq!(page.number, number, "each page once");
        let place = match page.place {
            PagePlace::OnPhone | PagePlace::Refused { .. } => 0,
            PagePlace::WithLead { .. } => 1,
            PagePlace::AtHeadquarters { .. } => 2,
            PagePlace::Held { .. } => panic!("{view:#?}"),
        };
        pages[place] += 1;
        events[place] += page.events;
    }
    assert_eq!(events, [view.on_phone, view.with_lead, view.at_headquarters], "{view:#?}");
    pages
}

#[test]
fn whoever_counts_on_after_the_receipt_meets_the_lead_again_and_every_page_is_in_one_place() {
    let evening = Evening::new();
    let mut carol = evening.lead("Carol");
    let mut alice = new_phone(&evening.folder.path().join("Alice"));
    alice.enrol(&evening.hq.invite("Alice", "101"));
    alice.restart_with(&[NO_WAY_OUT]);
    alice.watch("101");
    let mut at_headquarters = 0;
    for (met, voters) in (1..).zip([4, 5]) {
        // Nothing has a way out yet: what is new lies with the lead, what was receipted does not.
        carol.restart_with(&[NO_WAY_OUT]);
        alice.count(voters, 60);
        assert_eq!(alice.join(&carol.start_collecting()), RelayOutcome::Met);
        let view = alice.meet_until(|view| view.on_phone == 0 && view.not_sealed == 0);
        let [here, with_lead, there] = pages_by_place(&view);
        assert!(view.with_lead >= voters && here == 0, "{view:#?}");
        assert_eq!(there, at_headquarters, "no receipt since");
        let unsent: u32 = carol.collected().members.iter().map(|one| one.unsent).sum();
        assert_eq!(unsent, with_lead, "meeting {met}");
        // The lead gets home, and tells at the next meeting.
        carol.restart_with(&[]);
        let code = carol.start_collecting();
        carol.send_on();
        assert_eq!(alice.join(&code), RelayOutcome::Met);
        let view = alice.meet_until(|view| view.with_lead == 0 && view.on_phone == 0);
        let [here, between, there] = pages_by_place(&view);
        assert_eq!((here, between), (0, 0), "{view:#?}");
        assert!(there >= at_headquarters + with_lead && view.alarms.is_empty(), "{view:#?}");
        at_headquarters = there;
    }
    assert_eq!(alice.counter().day_persons, 9);
    alice.execute(&Command::Lock);
    let own = opened(&alice);
    let hq = evening.hq.store(&evening.folder.path().join("hq/Carol.sanaq"));
    let standing = hq.standing(own.journal()).unwrap().expect("known at headquarters");
    assert_eq!(standing.head, own.head(), "all of it, once");
    evening.is_sound();
}

/// All that stands in a lead's database, read with its key.
fn everything(phone: &Phone) -> Vec<u8> {
    let values = opened(phone).every_value().unwrap();
    values.into_iter().flat_map(|(_, bytes)| [bytes, vec![0]].concat()).collect()
}

/// Answers the checklist's question for a text.
fn answers(phone: &mut Phone, text: &str) {
    let Reply::Checklists { list } = phone.query(&Query::Checklists) else { panic!("no list") };
    let form = list.iter().find(|one| one.name == "seals").expect("published").form;
    let Reply::Checklist { view } = phone.execute(&Command::BeginChecklist { form }) else {
        panic!("no checklist")
    };
    let item = view.items.iter().find(|item| item.name == "numbers").expect("for a text");
    phone.execute(&Command::Answer {
        form,
        instance: view.summary.instance,
        path: item.path.clone(),
        question: item.number,
        given: Given::Text { text: text.into() },
        seen_at: None,
        since_touch_ms: 0,
    });
}

/// Both meet and send until so many notices of headquarters have come down through the lead.
fn hears(alice: &mut Phone, carol: &mut Phone, notices: usize) -> NoticesView {
    loop {
        carol.send_on();
        alice.execute(&Command::SendNow);
        alice.next_meeting();
        match alice.query(&Query::Notices) {
            Reply::Notices { view } if view.notices.len() >= notices => return view,
            Reply::Notices { .. } => {}
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn the_leads_database_opened_with_its_key_holds_no_word_name_or_station_of_another_device() {
    let evening = Evening::new();
    let stations = "code,name,region,voters\nMARKER-CODE,MARKER-STATION,MARKER-REGION,1840\n";
    std::fs::write(evening.hq.path("marked.csv"), stations).unwrap();
    let file = evening.hq.path("marked.csv");
    let columns = ["--code", "code", "--name", "name", "--region", "region"];
    let mut import = vec!["stations", "import", &file, "--registered", "voters"];
    import.extend(columns);
    evening.hq.run(&import);
    publish(&evening.hq, SECOND, 1);
    let mut carol = evening.lead("Carol");
    // What was delivered stays: here it is looked into.
    carol.execute(&Command::Collect(CollectCommand::KeepTeamList { keep: true }));
    let invitation = evening.hq.folder_invite("MARKER-PERSON", "MARKER-CODE");
    let mut alice = new_phone(&evening.folder.path().join("Alice"));
    alice.enrol(&invitation);
    alice.deliver();
    alice.restart_with(&[NO_WAY_OUT]);
    alice.watch("MARKER-CODE");
    alice.count(5, 20);
    alice.execute(&Command::LogEntry {
        about: LogKind::Incident,
        text: "MARKER-REMARK".into(),
        seen_at: None,
        since_touch_ms: 0,
    });
    answers(&mut alice, "MARKER-ANSWER");
    evening.hq.run(&["notice", "--to", "MARKER-PERSON", "MARKER-NOTICE"]);
    let code = carol.start_collecting();
    assert_eq!(alice.join(&code), RelayOutcome::Met);
    let file = match alice.execute(&Command::ExportBundle) {
        Reply::Bundle { view } => view,
        other => panic!("{other:?}"),
    };
    assert!(!file.file_name.contains("MARKER"));
    carol.execute(&Command::ImportBundle { base64: file.base64.clone() });
    hears(&mut alice, &mut carol, 1);
    carol.send_on();
    carol.kill();
    alice.execute(&Command::Lock);
    let bytes = everything(&carol);
    let holds = |word: &[u8]| bytes.windows(word.len()).any(|window| window == word);
    let own = opened(&alice);
    let hq = evening.hq.store(&evening.folder.path().join("hq/Carol.sanaq"));
    let kept = hq.pages(own.journal(), PageNumber(0), usize::MAX).unwrap().pages;
    assert!(opened(&carol).relay_list().unwrap().iter().any(|row| row.pages > 0));
    assert!(holds(kept.last().expect("her pages").bytes()), "a carried page is among what is read");
    // The operator's name stands in headquarters' common journal, which every member reads.
    for word in ["PERSON", "CODE", "STATION", "REGION", "REMARK", "ANSWER", "NOTICE"] {
        let word = format!("MARKER-{word}");
        assert!(!holds(word.as_bytes()), "{word} in the lead's database");
    }
    let file = base64::engine::general_purpose::STANDARD.decode(file.base64).unwrap();
    assert!(!file.windows(6).any(|window| window == b"MARKER"), "in the file");
}

#[test]
fn a_revoked_device_is_kept_aside_by_the_lead_and_carried_on_and_never_receipted() {
    let mut evening = Evening::new();
    let mut alice = evening.observer("Alice");
    let list = evening.hq.run(&["invites", "list"]);
    let line = list.lines().find(|line| line.contains("Alice")).expect("listed");
    let id = line
        .split_whitespace()
        .find(|word| word.len() == 36)
        .unwrap_or_else(|| panic!("an id in {line}"));
    evening.hq.run(&["invites", "revoke", id]);
    // The lead hears of it in headquarters' common journal.
    let mut carol = evening.lead("Carol");
    let relay = peer(&carol.start_collecting());
    pages(&mut alice, 2);
    let contact = alice.contact_at(&relay).unwrap();
    assert_eq!(contact.receipted, 0);
    let view = carol.send_on();
    assert_eq!(view.members[0].pages, 2, "kept: {view:#?}");
    assert_eq!(view.members[0].result, MemberResult::Held);
    let store = evening.hq.store(&evening.folder.path().join("hq/Carol.sanaq"));
    assert_eq!(store.quarantine().unwrap().len(), 2, "and aside at headquarters too");
    assert_eq!(places(&mut alice)[2], BEFORE);
}

#[test]
fn a_file_carries_the_team_to_the_lead_and_a_damaged_one_gives_all_its_good_pages() {
    let mut evening = Evening::new();
    let mut carol = evening.lead("Carol");
    carol.execute(&Command::Collect(CollectCommand::KeepTeamList { keep: true }));
    let mut alice = evening.observer("Alice");
    pages(&mut alice, 3);
    let file = alice.open_store().bundle().unwrap();
    assert_eq!(file.pages, 3);
    let engine = base64::engine::general_purpose::STANDARD;
    let mut damaged = file.bytes.clone();
    let last = damaged.len() - 40;
    damaged[last] ^= 1;
    let import = |bytes: &[u8]| Command::ImportBundle { base64: engine.encode(bytes) };
    let Reply::Imported { view } = carol.execute(&import(&damaged)) else { panic!() };
    assert_eq!((view.new, view.damaged.len()), (2, 1), "{view:#?}");
    let Reply::Imported { view } = carol.execute(&import(&file.bytes)) else { panic!() };
    assert_eq!((view.new, view.already), (1, 2), "{view:#?}");
    let answer = engine.decode(view.answer.expect("an answer").base64).unwrap();
    let now = alice.wall;
    let imported = alice.open_store().import_bundle(&answer, now).unwrap();
    assert_eq!(imported.custody, 1);
    assert_eq!(places(&mut alice), [0, 3, BEFORE]);
    carol.send_on();
    let Reply::Imported { view } = carol.execute(&import(&file.bytes)) else { panic!() };
    assert_eq!(view.new, 0);
    let answer = engine.decode(view.answer.expect("an answer").base64).unwrap();
    alice.open_store().import_bundle(&answer, now).unwrap();
    assert_eq!(places(&mut alice), [0, 0, BEFORE + 3], "the receipt came back by file");
    evening.is_sound();
}

#[test]
fn a_file_taken_again_after_the_list_was_wiped_changes_nothing_at_headquarters() {
    let mut evening = Evening::new();
    let mut carol = evening.lead("Carol");
    let mut alice = evening.observer("Alice");
    pages(&mut alice, 3);
    let file = alice.open_store().bundle().unwrap();
    let engine = base64::engine::general_purpose::STANDARD;
    let import = Command::ImportBundle { base64: engine.encode(&file.bytes) };
    let Reply::Imported { view } = carol.execute(&import) else { panic!() };
    assert_eq!(view.new, 3);
    carol.send_on();
    // Nobody is being collected and headquarters has it all: nothing of it is left here, so
    // that these pages cannot be told from others that were never seen.
    let store = evening.hq.store(&evening.folder.path().join("hq/Carol.sanaq"));
    let journal = alice.open_store().journal();
    let kept = |store: &store::EndpointStore| {
        (store.standing(journal).unwrap(), store.arrivals(journal).unwrap())
    };
    let before = kept(&store);
    let Reply::Imported { view } = carol.execute(&import) else { panic!() };
    assert_eq!((view.new, view.already), (3, 0), "{view:#?}");
    // They go once more, are known there, and are gone from here again.
    let sent = carol.send_on();
    assert_eq!(sent.unsent_bytes, 0);
    assert_eq!(kept(&store), before, "the first arrival stands, and each page once");
    assert_eq!(before.0.map(|standing| standing.head), Some(alice.open_store().head()));
    evening.is_sound();
}

#[test]
fn notices_stations_and_the_team_by_call_sign_go_down_through_the_lead_and_a_reading_comes_up() {
    let evening = Evening::new();
    let team = ["--team", "North"];
    let invite =
        |person: &str, words: &[&str]| evening.hq.invite_with(person, &[&team[..], words].concat());
    let invitation = invite("Carol", &["--role", "lead", "--call-sign", "N0"]);
    let mut carol = new_phone(&evening.folder.path().join("Carol"));
    carol.enrol(&invitation);
    let invitation = invite("Alice", &["--call-sign", "N1", "--station", "101"]);
    invite("Bob", &["--call-sign", "N2"]);
    let mut alice = new_phone(&evening.folder.path().join("Alice"));
    alice.enrol(&invitation);
    alice.deliver();
    alice.restart_with(&[NO_WAY_OUT]);
    evening.hq.run(&["notice", "--to", "Alice", "Come home by the bridge"]);
    evening.hq.run(&["notice", "--team", "North", "The count begins at eight"]);
    evening.hq.run(&["assign", "--to", "Alice", "102"]);
    let code = carol.start_collecting();
    alice.join(&code);
    // What headquarters says comes to the lead once it has Alice's certificate, then to her.
    let notices = hears(&mut alice, &mut carol, 2);
    let said = |text: &str| notices.notices.iter().find(|one| one.text == text).expect("it came");
    assert_eq!(said("The count begins at eight").read_at, None, "to the team, so to her");
    assert_eq!((notices.unread, alice.session().unread), (2, 2));
    assert!(notices.assignments.iter().any(|one| one.assigned && one.station_code == "102"));
    let notice = said("Come home by the bridge").notice;
    let read = Command::ReadNotice { notice, since_touch_ms: 0 };
    let events = |alice: &mut Phone| {
        let view = alice.delivery();
        view.on_phone + view.with_lead + view.at_headquarters
    };
    let before = events(&mut alice);
    alice.execute(&read);
    assert_eq!(events(&mut alice), before + 1);
    alice.execute(&read);
    assert_eq!(events(&mut alice), before + 1, "twice is once");
    assert_eq!(alice.session().unread, 1);
    let view = carol.collected();
    assert_eq!(view.team, "North");
    let signs: Vec<_> = view.members.iter().map(|one| one.call_sign.as_str()).collect();
    assert_eq!(signs, ["N2", "N1"], "the missing first: {view:#?}");
    // The reading goes up the same way, and headquarters shows it.
    alice.meet_until(|view| view.on_phone == 0 && view.not_sealed == 0);
    carol.send_on();
    let reads = |overview: &serde_json::Value| {
        let notices = overview["notices"].as_array().expect("notices");
        notices.iter().filter(|one| one["read_at"].is_string()).count()
    };
    let overview = Desk::of(&evening.hq).until("/api/overview", |overview| reads(overview) > 0);
    assert_eq!(reads(&overview), 1, "the one she opened: {overview:#}");
}

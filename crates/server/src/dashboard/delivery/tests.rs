#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use super::*;
use crate::announced::Announced;
use crate::dashboard::export;
use crate::holdings::Holdings;
use crate::invitations::{Note, Notes};
use crate::stations::StationList;
use domain::definition::Definitions;
use domain::event::{NoticeRead, NoticeSent, Payload};
use domain::{ElectionDefinition, Event, Fold, JournalRef, Stamped};
use journal::ids::{InvitationId, PageNumber};
use store::endpoint::{Arrival, InCustody};

const ALICE: JournalId = JournalId([1; 16]);
const CAROL: JournalId = JournalId([3; 16]);
const STRANGER: JournalId = JournalId([9; 16]);
const TOLD: JournalId = JournalId([4; 16]);

fn note(id: u8, label: &str, call_sign: &str) -> Note {
    Note {
        id: InvitationId([id; 16]).to_string(),
        label: label.into(),
        lead: false,
        stations: Vec::new(),
        made_at: 0,
        expires_at: 1,
        revoked_at: None,
        team: "North".into(),
        call_sign: call_sign.into(),
    }
}

fn folded(payloads: Vec<Payload>) -> Fold {
    let mut fold = Fold::new();
    let stamped = |(at, payload)| {
        let event = Event::new(1_000 + at as i64 * 60, payload);
        Stamped { ordinal: at as u64 + 1, boot: [1; 16], drift: 0, event }
    };
    fold.apply(&payloads.into_iter().enumerate().map(stamped).collect::<Vec<_>>());
    fold
}

fn run(first: u64, last: u64, via: Via) -> Arrival {
    Arrival { first: PageNumber(first), last: PageNumber(last), via, received_at: 500 }
}

fn sent(notice: u64, text: &str) -> Payload {
    Payload::NoticeSent(NoticeSent { operator: "carol".into(), notice, text: text.into() })
}

/// Alice with six pages by three ways and two notices, one read; Carol, who carried some.
fn holdings() -> Holdings {
    let mut holdings = Holdings::default();
    let told = folded(vec![sent(1, "come"), sent(2, "=go")]);
    let read = NoticeRead { notice: 1, journal: JournalRef(TOLD.0) };
    let alice = Device {
        fold: folded(vec![Payload::NoticeRead(read)]),
        invitation: Some(InvitationId([1; 16])),
        receipted: 6,
        arrivals: vec![run(1, 3, Via::Direct), run(4, 5, Via::Relay(CAROL)), run(6, 6, Via::File)],
        told: Some((TOLD, told)),
        ..Device::default()
    };
    holdings.put(ALICE, alice);
    let carol = Device { invitation: Some(InvitationId([3; 16])), ..Device::default() };
    holdings.put(CAROL, carol);
    let held = |journal, pages| InCustody {
        relay: CAROL,
        journal,
        pages,
        last: PageNumber(8),
        noted_at: 700,
    };
    holdings.custody = vec![held(ALICE, 2), held(STRANGER, 3)];
    holdings
}

fn at_desk<T>(holdings: &Holdings, work: impl FnOnce(&Desk<'_>) -> T) -> T {
    let notes = Notes::new(vec![note(1, "Alice", "N1"), note(3, "Carol", "N3")]);
    let (stations, announced) = (StationList::default(), Announced::default());
    work(&Desk {
        holdings,
        definitions: Definitions::of([ElectionDefinition::built_in()]),
        stations: &stations,
        notes: &notes,
        announced: &announced,
        highest_rate: None,
        now: 2_000,
    })
}

#[test]
fn each_way_is_told_apart_and_the_lead_by_call_sign() {
    let holdings = holdings();
    let rows = at_desk(&holdings, ways);
    let said: Vec<_> = rows
        .iter()
        .map(|row| (row.way, row.relay.as_ref().map(|it| it.call_sign.as_str()), row.pages))
        .collect();
    assert_eq!(said, [(Way::Direct, None, 3), (Way::Relay, Some("N3"), 2), (Way::File, None, 1)]);
    let runs = at_desk(&holdings, |desk| came(desk, &holdings.devices[&ALICE]));
    assert_eq!((runs[1].first, runs[1].last, runs[1].way), (4, 5, Way::Relay));
}

#[test]
fn what_a_lead_holds_is_named_and_never_counted_as_here() {
    let holdings = holdings();
    let held = at_desk(&holdings, with_leads);
    assert_eq!((held[0].device.label.as_str(), held[0].lead.label.as_str()), ("Alice", "Carol"));
    assert_eq!((held[1].device.label.as_str(), held[1].pages), ("", 3));
    let owing = at_desk(&holdings, owing);
    assert_eq!(owing.len(), 1);
    assert_eq!((owing[0].devices, owing[0].pages), (2, 5));
    let here: u32 = at_desk(&holdings, ways).iter().map(|row| row.pages).sum();
    assert_eq!(here, 6);
}

#[test]
fn a_notice_is_read_when_its_device_said_so_and_otherwise_not_known_to_be() {
    let holdings = holdings();
    let rows = at_desk(&holdings, |desk| notices(desk, 100));
    let said: Vec<_> = rows.iter().map(|row| (row.text.as_str(), row.read_at.as_deref())).collect();
    assert_eq!(said, [("=go", None), ("come", Some("1970-01-01T00:16:40Z"))]);
}

#[test]
fn both_files_have_a_row_for_everything_and_no_formula() {
    let holdings = holdings();
    let text = |file: Result<Vec<u8>, csv::Error>| String::from_utf8(file.unwrap()).unwrap();
    let pages = text(at_desk(&holdings, export::pages_csv));
    assert_eq!(pages.lines().count(), 6, "{pages}");
    assert!(pages.contains(",Alice,N1,here,relay,N3,2,4,5,"), "{pages}");
    assert!(pages.contains(",,,with_lead,,N3,3,,8,"), "{pages}");
    let notices = text(at_desk(&holdings, export::notices_csv));
    assert!(
        notices.contains("Alice,N1,1,carol,1970-01-01T00:15,1970-01-01T00:15,come"),
        "{notices}"
    );
    assert!(notices.contains(",,'=go"), "{notices}");
}

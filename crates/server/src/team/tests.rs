#![allow(clippy::unwrap_used)]

use super::*;
use domain::event::TeamMember;
use domain::{Event, Stamped};

fn note(id: u8, call_sign: &str, team: &str) -> Note {
    Note {
        id: journal::ids::InvitationId([id; 16]).to_string(),
        label: format!("Person {id}"),
        lead: false,
        stations: vec!["1804".into()],
        made_at: 0,
        expires_at: 1,
        revoked_at: None,
        team: team.into(),
        call_sign: call_sign.into(),
    }
}

fn told(payload: Payload) -> Fold {
    let mut fold = Fold::new();
    let event = Event::new(5, payload);
    fold.apply(&[Stamped { ordinal: 1, boot: [1; 16], drift: 0, event }]);
    fold
}

fn call_signs(listed: &Payload) -> Vec<&str> {
    match listed {
        Payload::TeamListed(listed) => {
            listed.members.iter().map(|member| member.call_sign.as_str()).collect()
        }
        other => panic!("no team list: {other:?}"),
    }
}

#[test]
fn a_made_call_sign_is_the_teams_letter_and_a_number_nobody_has_had() {
    let mut notes = Notes::default();
    assert_eq!(next_call_sign(&notes, "Солтүстік"), "С1");
    assert_eq!(next_call_sign(&notes, ""), "S1");
    assert_eq!(next_call_sign(&notes, " 7 north"), "N1");
    notes.notes.push(note(1, "N4", "North"));
    notes.notes.push(note(2, "Nadia", "North"));
    assert_eq!(next_call_sign(&notes, "north"), "N5");
    // Somebody who left keeps the number: two people must never be taken for one.
    notes.notes[0].revoked_at = Some(9);
    assert_eq!(next_call_sign(&notes, "North"), "N5");
}

#[test]
fn one_call_sign_is_not_given_to_two_people() {
    let notes = Notes::new(vec![note(1, "N1", "North")]);
    assert!(call_sign(&notes, " n1 ").unwrap_err().contains("n1"));
    assert_eq!(call_sign(&notes, " N2 ").unwrap(), "N2");
    assert!(call_sign(&notes, "").is_err());
    assert!(call_sign(&notes, "a call-sign of a whole sentence").is_err());
    assert_eq!(name(&notes, "NORTH").unwrap(), "North", "one team, one spelling");
}

#[test]
fn a_lead_is_told_of_the_team_once_and_of_every_change() {
    let lead = Note { lead: true, ..note(9, "N9", "North") };
    let mut notes = Notes::new(vec![
        note(2, "N2", "North"),
        lead.clone(),
        note(1, "N1", "north"),
        note(3, "S3", "South"),
    ]);
    let first = listing(&Fold::new(), &lead, &notes, "carol").unwrap();
    assert_eq!(call_signs(&first), ["N1", "N2"]);
    let now = told(first);
    assert_eq!(listing(&now, &lead, &notes, "carol"), None, "nothing if unchanged");
    notes.notes[0].revoked_at = Some(1);
    let second = listing(&now, &lead, &notes, "carol").unwrap();
    assert_eq!(call_signs(&second), ["N1"]);
    let member = TeamMember { call_sign: "N1".into(), invitation: [1; 16] };
    assert_eq!(told(second).team().unwrap().members, [member]);
}

#[test]
fn who_leads_nobody_is_told_of_nobody() {
    let notes = Notes::new(vec![note(1, "N1", "North"), note(2, "N2", "North")]);
    assert_eq!(listing(&Fold::new(), &notes.notes[0], &notes, "carol"), None);
    let lead = Note { lead: true, ..note(3, "S1", "") };
    assert_eq!(listing(&Fold::new(), &lead, &notes, "carol"), None);
    // A lead whose team was taken away is told so.
    let before = told(Payload::TeamListed(TeamListed {
        operator: "carol".into(),
        team: "North".into(),
        members: vec![TeamMember { call_sign: "N1".into(), invitation: [1; 16] }],
    }));
    let emptied = listing(&before, &lead, &notes, "carol").unwrap();
    assert!(call_signs(&emptied).is_empty());
}

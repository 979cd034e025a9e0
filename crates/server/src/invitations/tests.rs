#![allow(clippy::unwrap_used)]

use super::*;

fn note(id: &str) -> Note {
    Note {
        id: id.into(),
        label: "Alice".into(),
        lead: false,
        stations: vec!["1804".into()],
        made_at: 0,
        expires_at: 1,
        revoked_at: None,
        team: "North".into(),
        call_sign: format!("N-{id}"),
    }
}

#[test]
fn an_invitation_is_found_by_its_first_characters_when_they_are_enough() {
    let mut notes = Notes::new(vec![note("ab12"), note("ab34"), note("cd56")]);
    assert_eq!(notes.beginning("CD").unwrap().id, "cd56");
    assert!(matches!(notes.beginning("ab"), Err(NotesError::Ambiguous(_))));
    assert!(matches!(notes.beginning(""), Err(NotesError::Ambiguous(_))));
    assert!(matches!(notes.beginning("ef"), Err(NotesError::Unknown(_))));
}

#[test]
fn a_note_is_found_by_its_invitation_whether_it_was_there_or_was_just_made() {
    let id = |n| InvitationId([n; 16]);
    let mut notes = Notes::new(vec![note(&id(1).to_string()), note(&id(2).to_string())]);
    notes.notes.push(note(&id(3).to_string()));
    for n in 1..=3 {
        assert_eq!(notes.of(id(n)).map(|note| note.id.clone()), Some(id(n).to_string()));
    }
    assert!(notes.of(id(4)).is_none());
}

#[test]
fn notes_come_back_as_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("invitations.json");
    assert_eq!(Notes::load(&path).unwrap(), Notes::default());
    let notes = Notes::new(vec![note("ab12")]);
    notes.save(&path).unwrap();
    assert_eq!(Notes::load(&path).unwrap(), notes);
}

#[test]
fn people_are_chosen_by_call_sign_label_or_team_and_the_revoked_are_nobody() {
    let mut notes = Notes::new(vec![note("ab12"), note("cd56"), note("ef78")]);
    notes.notes[1].label = "Bob".into();
    notes.notes[2].revoked_at = Some(1);
    let person = |named: &str| notes.chosen(&Whom::Person(named.into()));
    assert_eq!(person("n-ab12").unwrap(), ["ab12"]);
    assert_eq!(person(" bob ").unwrap(), ["cd56"]);
    assert_eq!(person("cd56").unwrap(), ["cd56"]);
    assert!(matches!(person("N-ef78"), Err(NotesError::Nobody(_))));
    assert!(matches!(person(""), Err(NotesError::Nobody(_))));
    assert_eq!(notes.chosen(&Whom::Team("NORTH".into())).unwrap(), ["ab12", "cd56"]);
    assert!(matches!(notes.chosen(&Whom::Team(String::new())), Err(NotesError::NoTeam(_))));
}

#[test]
fn a_note_from_before_there_were_teams_is_read() {
    let old = r#"{"notes":[{"id":"ab12","label":"Alice","lead":false,"stations":[],"made_at":0,
        "expires_at":1,"revoked_at":null}]}"#;
    let notes: Notes = serde_json::from_str(old).unwrap();
    assert_eq!((notes.notes[0].team.as_str(), notes.notes[0].call_sign.as_str()), ("", ""));
}

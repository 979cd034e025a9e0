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
    }
}

#[test]
fn an_invitation_is_found_by_its_first_characters_when_they_are_enough() {
    let mut notes = Notes { notes: vec![note("ab12"), note("ab34"), note("cd56")] };
    assert_eq!(notes.beginning("CD").unwrap().id, "cd56");
    assert!(matches!(notes.beginning("ab"), Err(NotesError::Ambiguous(_))));
    assert!(matches!(notes.beginning(""), Err(NotesError::Ambiguous(_))));
    assert!(matches!(notes.beginning("ef"), Err(NotesError::Unknown(_))));
}

#[test]
fn notes_come_back_as_they_were() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("invitations.json");
    assert_eq!(Notes::load(&path).unwrap(), Notes::default());
    let notes = Notes { notes: vec![note("ab12")] };
    notes.save(&path).unwrap();
    assert_eq!(Notes::load(&path).unwrap(), notes);
}

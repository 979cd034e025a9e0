//! Headquarters' own notes on invitations: for whom, which team, which stations, when made.
//!
//! They never leave this computer: the signed part of an invitation holds no name and no
//! station. Stations are sent by the device's own journal once it makes contact. The one-time
//! private key is in the `.sanaq` file only; it is not kept here.

use std::collections::BTreeMap;
use std::path::Path;

use journal::attested::Attested;
use journal::certificate::{InvitationPublic, Role};
use journal::ids::InvitationId;
use journal::keys::SigningKey;
use serde::{Deserialize, Serialize};

use crate::clock::Clock;
use crate::data_folder::{self, FolderError};
use crate::keys::Keys;
use crate::team::same;

/// What headquarters remembers of one invitation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// UUID.
    pub id: String,
    /// For whom, in headquarters' own words.
    pub label: String,
    /// A lead may relay others' pages.
    pub lead: bool,
    /// Codes of the assigned stations.
    pub stations: Vec<String>,
    /// Unix seconds.
    pub made_at: i64,
    /// First contact after this is too late, Unix seconds.
    pub expires_at: i64,
    /// When it was revoked, Unix seconds.
    pub revoked_at: Option<i64>,
    /// The team's name; empty for nobody's.
    #[serde(default)]
    pub team: String,
    /// What a lead's device calls the person; never a name.
    #[serde(default)]
    pub call_sign: String,
}

/// All notes, in the order they were made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notes {
    /// The notes. They are added to and changed, never taken out.
    pub notes: Vec<Note>,
    /// Where each id stands, for those that were there from the beginning.
    #[serde(skip)]
    places: BTreeMap<String, usize>,
}

/// Why the notes cannot be read or an invitation not found.
#[derive(Debug, thiserror::Error)]
pub enum NotesError {
    /// The file.
    #[error(transparent)]
    Folder(#[from] FolderError),
    /// Its content.
    #[error("the list of invitations is damaged: {0}")]
    Damaged(#[from] serde_json::Error),
    /// No such invitation.
    #[error("no invitation begins with {0}")]
    Unknown(String),
    /// Several.
    #[error("{0} is the beginning of several invitations; give more of it")]
    Ambiguous(String),
    /// Nobody of that label, call-sign or id.
    #[error("nobody is called {0}")]
    Nobody(String),
    /// Several people have that label.
    #[error("several people are called {0}; give a call-sign or an id of `invites list`")]
    Several(String),
    /// An empty or unknown team.
    #[error("there is nobody in a team {0:?}")]
    NoTeam(String),
}

impl Notes {
    /// These notes.
    pub fn new(notes: Vec<Note>) -> Self {
        let places = notes.iter().enumerate().map(|(at, note)| (note.id.clone(), at)).collect();
        Self { notes, places }
    }

    /// Reads the notes; none yet is no error.
    pub fn load(path: &Path) -> Result<Self, NotesError> {
        match data_folder::read_if_there(path)? {
            Some(bytes) => Ok(Self::new(serde_json::from_slice::<Self>(&bytes)?.notes)),
            None => Ok(Self::default()),
        }
    }

    /// Writes them in one step.
    pub fn save(&self, path: &Path) -> Result<(), NotesError> {
        Ok(data_folder::write_private(path, &serde_json::to_vec_pretty(self)?)?)
    }

    /// The note of an invitation; asked for every device of the dashboard, so not by a search.
    pub fn of(&self, invitation: InvitationId) -> Option<&Note> {
        let id = invitation.to_string();
        match self.places.get(&id) {
            Some(at) => self.notes.get(*at).filter(|note| note.id == id),
            None => self.notes.iter().skip(self.places.len()).find(|note| note.id == id),
        }
    }

    /// Whoever is in a team and was not revoked; nobody is in the team without a name.
    pub fn of_team(&self, team: &str) -> impl Iterator<Item = &Note> {
        let wanted = team.to_lowercase();
        self.notes.iter().filter(move |note| {
            !wanted.is_empty() && note.team.to_lowercase() == wanted && note.revoked_at.is_none()
        })
    }

    /// The ids of the one person of this call-sign, label or beginning of an id, or of all in a
    /// team. Whoever was revoked is nobody.
    pub fn chosen(&self, whom: &Whom) -> Result<Vec<String>, NotesError> {
        match whom {
            Whom::Team(team) => {
                let all: Vec<String> = self.of_team(team).map(|note| note.id.clone()).collect();
                if all.is_empty() { Err(NotesError::NoTeam(team.clone())) } else { Ok(all) }
            }
            Whom::Person(named) => {
                let named = named.trim();
                let counting = || self.notes.iter().filter(|note| note.revoked_at.is_none());
                let ways: [fn(&Note, &str) -> bool; 3] = [
                    |note, named| same(&note.call_sign, named),
                    |note, named| same(&note.label, named),
                    |note, named| named.len() > 3 && note.id.starts_with(&named.to_lowercase()),
                ];
                for way in ways {
                    let mut found = counting().filter(|note| way(note, named));
                    match (found.next(), found.next()) {
                        (Some(note), None) => return Ok(vec![note.id.clone()]),
                        (Some(_), Some(_)) => return Err(NotesError::Several(named.to_owned())),
                        (None, _) => {}
                    }
                }
                Err(NotesError::Nobody(named.to_owned()))
            }
        }
    }

    /// The one note whose id begins so.
    pub fn beginning(&mut self, start: &str) -> Result<&mut Note, NotesError> {
        let start = start.trim().to_lowercase();
        let mut found = self.notes.iter_mut().filter(|note| note.id.starts_with(&start));
        match (found.next(), found.next()) {
            (Some(note), None) if !start.is_empty() => Ok(note),
            (Some(_), _) => Err(NotesError::Ambiguous(start)),
            (None, _) => Err(NotesError::Unknown(start)),
        }
    }
}

impl Note {
    /// The invitation's id.
    pub fn invitation(&self) -> Option<InvitationId> {
        InvitationId::parse(&self.id)
    }
}

/// Who is meant by a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Whom {
    /// One person, by call-sign, label or the beginning of an id.
    Person(String),
    /// A team, its lead included.
    Team(String),
}

/// What a new invitation is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewInvitation {
    /// For whom.
    pub label: String,
    /// A lead.
    pub lead: bool,
    /// Codes of stations, as the list spells them.
    pub stations: Vec<String>,
    /// Unix seconds.
    pub expires_at: i64,
    /// The team's name; empty for nobody's.
    pub team: String,
    /// The call-sign.
    pub call_sign: String,
}

/// An invitation just made: the signed part, its one-time key, and the note to keep.
pub struct Made {
    /// Signed by the invitation key.
    pub public: Attested<InvitationPublic>,
    /// For the file only.
    pub one_time: SigningKey,
    /// To keep.
    pub note: Note,
}

/// Signs a new invitation.
pub fn make(keys: &Keys, new: NewInvitation, clock: &Clock) -> Made {
    let chance = &mut clock.chance();
    let one_time = SigningKey::random(chance);
    let public = InvitationPublic {
        election: keys.election,
        invitation: InvitationId::random(chance),
        one_time: one_time.public(),
        role: if new.lead { Role::Lead } else { Role::Observer },
        expires_at: new.expires_at,
        key: u32::try_from(keys.list.list().invitation.len()).unwrap_or(u32::MAX),
    };
    let note = Note {
        id: public.invitation.to_string(),
        label: new.label,
        lead: new.lead,
        stations: new.stations,
        made_at: clock.now_s(),
        expires_at: new.expires_at,
        revoked_at: None,
        team: new.team,
        call_sign: new.call_sign,
    };
    Made { public: Attested::sign(public, &keys.invitation), one_time, note }
}

#[cfg(test)]
mod tests;

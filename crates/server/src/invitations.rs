//! Headquarters' own notes on invitations: for whom, which stations, when made.
//!
//! They never leave this computer: the signed part of an invitation holds no name and no
//! station. Stations are sent by the device's own journal once it makes contact. The one-time
//! private key is in the `.sanaq` file only; it is not kept here.

use std::path::Path;

use journal::attested::Attested;
use journal::certificate::{InvitationPublic, Role};
use journal::ids::InvitationId;
use journal::keys::SigningKey;
use serde::{Deserialize, Serialize};

use crate::clock::Clock;
use crate::data_folder::{self, FolderError};
use crate::keys::Keys;

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
}

/// All notes, in the order they were made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notes {
    /// The notes.
    pub notes: Vec<Note>,
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
}

impl Notes {
    /// Reads the notes; none yet is no error.
    pub fn load(path: &Path) -> Result<Self, NotesError> {
        match data_folder::read_if_there(path)? {
            Some(bytes) => Ok(serde_json::from_slice(&bytes)?),
            None => Ok(Self::default()),
        }
    }

    /// Writes them in one step.
    pub fn save(&self, path: &Path) -> Result<(), NotesError> {
        Ok(data_folder::write_private(path, &serde_json::to_vec_pretty(self)?)?)
    }

    /// The note of an invitation.
    pub fn of(&self, invitation: InvitationId) -> Option<&Note> {
        let id = invitation.to_string();
        self.notes.iter().find(|note| note.id == id)
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
    };
    Made { public: Attested::sign(public, &keys.invitation), one_time, note }
}

#[cfg(test)]
mod tests;

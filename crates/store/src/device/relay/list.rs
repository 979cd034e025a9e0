//! The lead's list: who came, what is carried for whom, and how the list is forgotten again.
//!
//! It knows devices by invitation and journal, never a person; the one thing opened here is the
//! status word that was sealed to this device. After headquarters' receipts the list can go: a
//! lead who is searched then holds nobody's traces. It refuses to drop a page that headquarters
//! neither receipted nor holds. Rejected: a list of its own beside the pages.

use journal::contact::Nonce;
use journal::ids::{InvitationId, JournalId, PageNumber};
use journal::receipts::HeldReason;
use journal::status::{Status, StatusWord, open_status};
use rusqlite::params;

use super::tables::CarriedRow;
use crate::device::DeviceStore;
use crate::endpoint::tables as shared;
use crate::error::Result;

/// One journal this device carries for, or whose device it has met. A device that continued its
/// journal has several; they share the invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carried {
    /// The invitation, as the team's list names it.
    pub invitation: InvitationId,
    /// The journal.
    pub journal: JournalId,
    /// When its device was here last, Unix seconds of this device's clock; `None`: its pages
    /// came another way, or the meeting was forgotten.
    pub last_contact: Option<i64>,
    /// Pages held here.
    pub pages: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Pages of these that headquarters has receipted.
    pub receipted: u64,
    /// Pages of these that still have to reach headquarters.
    pub waiting: u64,
    /// Their bytes.
    pub waiting_bytes: u64,
    /// The last page of headquarters' common journal that the device holds.
    pub common: PageNumber,
    /// What it last said of itself.
    pub status: Option<Status>,
    /// When it said that, Unix seconds of this device's clock; `None` where that is not known.
    pub status_at: Option<i64>,
    /// Why pages of it lie in quarantine, here or at headquarters.
    pub held: Vec<HeldReason>,
}

/// What a wipe of the list took away.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Wiped {
    /// Pages dropped; headquarters has all of them.
    pub pages: u64,
    /// Journals of which nothing is left here.
    pub journals: u64,
    /// Journals of which only headquarters' words are left, to be handed back.
    pub owed: u64,
}

impl DeviceStore {
    /// A device was here: part of the relay's list. `status` is its word as it came, bound to
    /// `nonce`; one that does not open with this device's keys says nothing.
    ///
    /// # Errors
    /// The database failed, or the disk is full; then nothing changed.
    pub fn met(
        &mut self,
        journal: JournalId,
        common: PageNumber,
        status: Option<&[u8]>,
        nonce: Nonce,
        at: i64,
    ) -> Result<()> {
        let said = status.and_then(|sealed| {
            let open = |key| open_status(key, self.kit.election, nonce, journal, sealed).ok();
            self.kit.opening.iter().rev().find_map(open)
        });
        let (word, version) = said.map_or((0, 0), |said| (said.word.code(), said.version));
        self.db.prepare_cached(include_str!("note_meeting.sql"))?.execute(params![
            journal.0.as_slice(),
            at,
            common.0.min(u64::MAX >> 1),
            word,
            version
        ])?;
        Ok(())
    }

    /// Who came and what is carried, by journal in the order they came.
    pub fn relay_list(&self) -> Result<Vec<Carried>> {
        let mut list = Vec::new();
        for row in CarriedRow::all(&self.db)? {
            if self.own_seq(row.journal).is_none() {
                list.push(self.carried(&row)?);
            }
        }
        Ok(list)
    }

    /// Whether this device ever met a relay.
    pub fn relay_met(&self) -> Result<bool> {
        let mut select = self.db.prepare_cached("SELECT EXISTS (SELECT 1 FROM relays)")?;
        Ok(select.query_row([], |row| row.get(0))?)
    }

    /// Forgets whatever headquarters has: pages of journals with nothing left to carry on, and
    /// the meetings with their devices. A receipt or Held stays until its device was here after
    /// it came; then the last trace of the journal goes too. `keep` forgets nothing.
    pub fn wipe_relay_list(&mut self, keep: bool) -> Result<Wiped> {
        if keep {
            return Ok(Wiped::default());
        }
        self.at_once(|store| {
            let mut wiped = Wiped::default();
            for row in CarriedRow::all(&store.db)? {
                store.wipe_journal(&row, &mut wiped)?;
            }
            Ok(wiped)
        })
    }

    fn carried(&self, row: &CarriedRow) -> Result<Carried> {
        let mut carried = Carried {
            invitation: row.invitation,
            journal: row.journal,
            last_contact: None,
            pages: 0,
            bytes: 0,
            receipted: 0,
            waiting: 0,
            waiting_bytes: 0,
            common: PageNumber(0),
            status: None,
            status_at: None,
            held: self.held_reasons(row.seq)?,
        };
        let mut select = self.db.prepare_cached(
            "SELECT state, COUNT(*), COALESCE(SUM(LENGTH(bytes)), 0) FROM carried_pages \
             WHERE journal = ?1 GROUP BY state",
        )?;
        let mut found = select.query([row.seq])?;
        while let Some(state) = found.next()? {
            let (pages, bytes): (u64, u64) = (state.get(1)?, state.get(2)?);
            carried.pages += pages;
            carried.bytes += bytes;
            match state.get::<_, u8>(0)? {
                0 => (carried.waiting, carried.waiting_bytes) = (pages, bytes),
                1 => carried.receipted = pages,
                _ => {}
            }
        }
        let mut select = self.db.prepare_cached(
            "SELECT last_contact, common, word, version, word_at FROM meetings \
             WHERE journal = ?1",
        )?;
        let mut found = select.query([row.journal.0.as_slice()])?;
        if let Some(met) = found.next()? {
            carried.last_contact = Some(met.get(0)?);
            carried.common = PageNumber(met.get(1)?);
            let version = met.get(3)?;
            let word = StatusWord::from_code(met.get(2)?);
            carried.status = word.map(|word| Status { word, version });
            carried.status_at = Some(met.get(4)?).filter(|at| word.is_some() && *at > 0);
        }
        Ok(carried)
    }

    fn held_reasons(&self, seq: i64) -> Result<Vec<HeldReason>> {
        let mut select = self.db.prepare_cached(include_str!("held_reasons.sql"))?;
        let found = select.query_map([seq], |row| row.get::<_, u8>(0))?;
        found.map(|code| shared::reason(code?)).collect()
    }

    fn wipe_journal(&self, row: &CarriedRow, wiped: &mut Wiped) -> Result<()> {
        let owes: bool = self
            .db
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM carried_pages WHERE journal = ?1 AND state = 0)",
            )?
            .query_row([row.seq], |row| row.get(0))?;
        if owes {
            return Ok(());
        }
        let handed: bool = self
            .db
            .prepare_cached(include_str!("handed_over.sql"))?
            .query_row([row.seq], |row| row.get(0))?;
        let dropped = self.db.execute("DELETE FROM carried_pages WHERE journal = ?1", [row.seq])?;
        wiped.pages += dropped as u64;
        let journal = row.journal.0;
        self.db.execute("DELETE FROM meetings WHERE journal = ?1", [journal.as_slice()])?;
        self.db.execute("DELETE FROM carried_custody WHERE journal = ?1", [journal.as_slice()])?;
        if !handed {
            wiped.owed += 1;
            return Ok(());
        }
        wiped.journals += 1;
        self.db.execute("DELETE FROM carried_held WHERE journal = ?1", [row.seq])?;
        if let Some(hq) = row.hq {
            self.db.execute("DELETE FROM handed_pages WHERE journal = ?1", [hq.0.as_slice()])?;
        }
        self.db.execute("DELETE FROM carried_journals WHERE seq = ?1", [row.seq])?;
        self.db.execute(
            "DELETE FROM first_contacts WHERE invitation = ?1 AND NOT EXISTS \
             (SELECT 1 FROM carried_journals WHERE invitation = ?1)",
            [row.invitation.0.as_slice()],
        )?;
        Ok(())
    }
}

//! A device's folder: made once, opened by PIN or passphrase, wiped by order.
//!
//! Opening counts the try first, checks that database and guard belong together, salvages a
//! damaged database and begins a new journal where the past is in doubt. It refuses a newer
//! file and never deletes a damaged one. Rejected: opening first and checking later, since one
//! page sealed in between could be a second branch.

use std::fs;
use std::path::{Path, PathBuf};

use journal::event::Anchor;
use rand_core::CryptoRng;
use rusqlite::Connection;

use super::attempts::{Attempts, LockState};
use super::guard::Guard;
use super::salvage::{self, Salvaged};
use super::state::{self, Headquarters, Own, Role};
use super::wrap::{KdfCost, MasterKey, Unlock, WrapFile};
use super::{Continuation, ContinuedBecause, DeviceStore, Kit, files};
use crate::error::{Result, StoreError};
use crate::faults::Faults;
use crate::{connection, migrations, rows};

/// How a new folder is protected.
#[derive(Clone, Copy)]
pub struct NewFolder<'a> {
    /// PIN or passphrase, and the key store's secret.
    pub unlock: Unlock<'a>,
    /// The cost of one guess.
    pub cost: KdfCost,
    /// Wrong tries after which the keys are destroyed; `None` unless the person chose it.
    pub wipe_after: Option<u32>,
    /// Names this machine, so that a copy of the folder is noticed elsewhere.
    pub machine: Option<[u8; 32]>,
}

/// An opened store and what was noticed while opening it.
pub struct Opened {
    /// The store.
    pub store: DeviceStore,
    /// The journal was continued in a new one.
    pub continued: Option<Continuation>,
    /// The database was damaged; what was saved of it.
    pub salvaged: Option<Salvaged>,
}

/// The files of a folder.
#[derive(Clone)]
pub(super) struct Paths(PathBuf);

impl Paths {
    pub(super) fn at(folder: &Path) -> Self {
        Self(folder.to_owned())
    }
    pub(super) fn folder(&self) -> &Path {
        &self.0
    }
    pub(super) fn database(&self) -> PathBuf {
        self.0.join("device.db")
    }
    pub(super) fn wrap(&self) -> PathBuf {
        self.0.join("wrap.cbor")
    }
    pub(super) fn guard(&self) -> PathBuf {
        self.0.join("guard.cbor")
    }
    pub(super) fn attempts(&self) -> PathBuf {
        self.0.join("attempts.cbor")
    }
}

impl DeviceStore {
    /// Makes a new folder around a freshly enrolled device.
    ///
    /// # Errors
    /// `Exists` when a wrap file is there already: nothing is overwritten.
    pub fn create(
        folder: &Path,
        kit: Kit,
        new: NewFolder<'_>,
        rng: &mut dyn CryptoRng,
    ) -> Result<Self> {
        let paths = Paths::at(folder);
        if paths.wrap().exists() {
            return Err(StoreError::Exists(folder.to_owned()));
        }
        fs::create_dir_all(folder)?;
        let (wrap, master) =
            WrapFile::create(new.unlock, new.cost, new.wipe_after, &kit.to_bytes()?, rng)?;
        let mut nonce = [0; 16];
        rng.fill_bytes(&mut nonce);
        let guard = Guard {
            current: nonce,
            pending: None,
            journal: kit.journal(),
            number: journal::ids::PageNumber(0),
            hash: journal::ids::Hash::ZERO,
            machine: new.machine.map(Into::into),
        };
        let db = database(&paths, &master)?;
        rows::set_fact(&db, "nonce", &nonce)?;
        rows::set_fold_version(&db)?;
        state::enter(&db, kit.journal(), Role::Own)?;
        guard.write(&paths.guard(), &master, rng)?;
        // Last: a folder without a wrap file is no store and can be made again.
        files::write_durably(&paths.wrap(), &wrap.to_bytes()?)?;
        let common = kit.common.clone();
        let mut store = Self::loaded(paths, db, (wrap, master, guard), kit)?;
        store.take_invited(common)?;
        Ok(store)
    }

    /// What the lock would say to a try now.
    pub fn lock_state(folder: &Path, now: Anchor) -> Result<LockState> {
        let paths = Paths::at(folder);
        let wrap = read_wrap(&paths)?;
        let attempts = Attempts::read(&paths.attempts())?;
        Ok(LockState {
            tries: attempts.tries,
            wait_s: attempts.wait_s(now),
            tries_left: wrap.wipe_after.map(|limit| limit.saturating_sub(attempts.tries)),
        })
    }

    /// Opens a folder. `machine` names this machine as at creation.
    ///
    /// # Errors
    /// `MustWait`, `WrongSecret`, `Wiped`; `is_newer`; `Missing`. A damaged database is no error:
    /// it is moved aside and salvaged.
    pub fn open(
        folder: &Path,
        unlock: Unlock<'_>,
        machine: Option<[u8; 32]>,
        now: Anchor,
        rng: &mut dyn CryptoRng,
    ) -> Result<Opened> {
        let paths = Paths::at(folder);
        let wrap = read_wrap(&paths)?;
        let (master, secrets) = unlocked(&paths, &wrap, unlock, now)?;
        let kit = Kit::from_bytes(&secrets)?;
        let guard = Guard::read(&paths.guard(), &master)?;
        let (db, salvaged) = match database(&paths, &master) {
            Ok(db) => (db, None),
            Err(error) if error.is_corrupt() => {
                let (db, salvaged) = salvage::salvage(&paths, &master, &kit)?;
                (db, Some(salvaged))
            }
            Err(error) => return Err(error),
        };
        let doubt = doubt(&db, guard.as_ref(), salvaged.is_some(), machine)?;
        let guard = renew(&paths, &db, &master, guard, &kit, machine, rng)?;
        let mut store = Self::loaded(paths, db, (wrap, master, guard), kit)?;
        let doubt = doubt.or_else(|| store.head_behind_guard()).or(store.must_continue);
        let continued = if store.own.id == store.kit.journal() {
            if doubt.is_none() {
                // A crash between a page's commit and the guard's leaves the guard behind.
                store.guard_head(rng)?;
            }
            doubt.map(|because| store.begin_journal(because, now, rng)).transpose()?
        } else if store.journal_was_used(doubt) {
            // The database was put back to before a continuation: the journal that began then
            // has pages this database does not know, so it is entered no more.
            let because = doubt.unwrap_or(ContinuedBecause::Restored);
            Some(store.begin_journal(because, now, rng)?)
        } else {
            // Keys for a new journal are in the wrap file already: finish what was begun.
            let because = doubt.unwrap_or(ContinuedBecause::Restored);
            Some(store.settle_journal(because, now, rng)?)
        };
        Ok(Opened { store, continued, salvaged })
    }

    /// Checks PIN or passphrase while the store stays open; the try is counted as at opening.
    ///
    /// # Errors
    /// `MustWait`, `WrongSecret`, `Wiped`.
    pub fn verify(&self, unlock: Unlock<'_>, now: Anchor) -> Result<()> {
        unlocked(&self.folder, &self.wrap, unlock, now).map(|_| ())
    }

    /// Changes PIN or passphrase, cost and limit. The database is not touched.
    pub fn change_passphrase(
        &mut self,
        unlock: Unlock<'_>,
        cost: KdfCost,
        wipe_after: Option<u32>,
        rng: &mut dyn CryptoRng,
    ) -> Result<()> {
        self.wrap.wrap(&self.master, unlock, cost, wipe_after, rng)?;
        Ok(files::write_durably(&self.folder.wrap(), &self.wrap.to_bytes()?)?)
    }

    /// Destroys the keys, then unlinks the folder, which no key opens any more. The person
    /// ordered it; the caller first says what has no copy elsewhere.
    pub fn wipe(self) -> Result<()> {
        let paths = self.folder.clone();
        drop(self);
        wipe(&paths)
    }

    /// Wipes a folder without opening it.
    pub fn wipe_folder(folder: &Path) -> Result<()> {
        wipe(&Paths::at(folder))
    }

    fn loaded(
        folder: Paths,
        db: Connection,
        (wrap, master, guard): (WrapFile, MasterKey, Guard),
        kit: Kit,
    ) -> Result<Self> {
        let kit = newest(&db, kit)?;
        if rows::fold_version(&db)? != Some(domain::fold::FOLD_VERSION) {
            db.execute("DELETE FROM views", [])?;
            rows::set_fold_version(&db)?;
        }
        let (own, former, common, assigned) = load_journals(&db, &kit)?;
        let must_continue = must_continue(&db)?;
        Ok(Self {
            folder,
            db,
            wrap,
            master,
            guard,
            kit,
            own,
            former,
            common,
            assigned,
            must_continue,
            status: None,
            offered: std::collections::BTreeMap::new(),
            quota: journal::judge::Quota::default(),
            faults: Faults::default(),
        })
    }

    /// After a failed transaction: what is in memory is what is on the disk.
    pub(super) fn load_again(&mut self) -> Result<()> {
        let secrets = self.wrap.secrets(&self.master)?;
        self.kit = newest(&self.db, Kit::from_bytes(&secrets)?)?;
        (self.own, self.former, self.common, self.assigned) = load_journals(&self.db, &self.kit)?;
        self.must_continue = must_continue(&self.db)?;
        Ok(())
    }

    fn take_invited(&mut self, common: Vec<journal::page::Page>) -> Result<()> {
        let Some(keys) = self.kit.keys.clone() else { return Ok(()) };
        let pages: Vec<_> =
            common.into_iter().filter_map(|page| keys.check_page(page).ok()).collect();
        self.db.execute_batch("BEGIN IMMEDIATE")?;
        self.take_pages(None, &pages)?;
        Ok(self.db.execute_batch("COMMIT")?)
    }

    /// Whether pages of the wrap file's journal, which this database does not know, were sealed:
    /// the guard says so, or is lost and cannot say that there were none.
    fn journal_was_used(&self, doubt: Option<ContinuedBecause>) -> bool {
        let same = self.guard.journal == self.kit.journal();
        same && (self.guard.number.0 > 0 || doubt == Some(ContinuedBecause::GuardMissing))
    }

    fn head_behind_guard(&self) -> Option<ContinuedBecause> {
        let guard = self.guard.head();
        if self.guard.journal != self.own.id || guard.number.0 == 0 {
            return None;
        }
        let same = guard.number == self.own.head.number && guard.hash == self.own.head.hash;
        let behind =
            guard.number > self.own.head.number || (guard.number == self.own.head.number && !same);
        behind.then_some(ContinuedBecause::Restored)
    }
}

type Journals = (Own, Vec<Own>, Option<Headquarters>, Option<Headquarters>);

fn load_journals(db: &Connection, kit: &Kit) -> Result<Journals> {
    let mut former = Vec::new();
    let all = state::journals(db, Role::Own)?;
    let last = all.len().saturating_sub(1);
    for (index, (seq, id)) in all.into_iter().enumerate() {
        former.push(Own::load(db, seq, id, index == last)?);
    }
    let own = match former.pop() {
        Some(own) => own,
        None => {
            let seq = state::enter(db, kit.journal(), Role::Own)?;
            Own::load(db, seq, kit.journal(), true)?
        }
    };
    let load = |role| -> Result<Option<Headquarters>> {
        state::journals(db, role)?
            .pop()
            .map(|(seq, id)| Headquarters::load(db, seq, id))
            .transpose()
    };
    Ok((own, former, load(Role::Common)?, load(Role::Assigned)?))
}

fn must_continue(db: &Connection) -> Result<Option<ContinuedBecause>> {
    let code = rows::fact(db, "must_continue")?.and_then(|bytes| bytes.first().copied());
    Ok(code.and_then(ContinuedBecause::of_code))
}

/// What came after the enrolment: newer key list and addresses stand in the database.
fn newest(db: &Connection, mut kit: Kit) -> Result<Kit> {
    if let Some(bytes) = rows::fact(db, "key_list")? {
        let keys = journal::keylist::TrustedKeys::open(&bytes, kit.election, &kit.root)
            .map_err(|error| StoreError::Corrupt(error.to_string()))?;
        let newer =
            |known: &journal::keylist::TrustedKeys| known.list().number < keys.list().number;
        if kit.keys.as_ref().is_none_or(newer) {
            kit.keys = Some(keys);
        }
    }
    if let Some(bytes) = rows::fact(db, "endpoints")? {
        kit.endpoints =
            minicbor::decode(&bytes).map_err(|error| StoreError::Corrupt(error.to_string()))?;
    }
    Ok(kit)
}

/// Opens the database file and looks through all its pages: each carries a MAC.
pub(super) fn database(paths: &Paths, master: &MasterKey) -> Result<Connection> {
    let key = master.database();
    let mut db = connection::open(&paths.database(), connection::Access::Device(&key))?;
    migrations::run(&mut db, migrations::DEVICE)?;
    let sound: String = db.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if sound == "ok" { Ok(db) } else { Err(StoreError::Corrupt(sound)) }
}

fn read_wrap(paths: &Paths) -> Result<WrapFile> {
    let bytes = files::read_small(&paths.wrap())?
        .ok_or_else(|| StoreError::Missing(paths.folder().to_owned()))?;
    WrapFile::from_bytes(&bytes)
}

fn unlocked(
    paths: &Paths,
    wrap: &WrapFile,
    unlock: Unlock<'_>,
    now: Anchor,
) -> Result<(MasterKey, zeroize::Zeroizing<Vec<u8>>)> {
    let attempts = Attempts::read(&paths.attempts())?;
    let wait_s = attempts.wait_s(now);
    if wait_s > 0 {
        return Err(StoreError::MustWait { wait_s });
    }
    let counted = attempts.count(&paths.attempts(), now)?;
    if let Some(opened) = wrap.open(unlock)? {
        counted.clear(&paths.attempts())?;
        return Ok(opened);
    }
    let tries_left = wrap.wipe_after.map(|limit| limit.saturating_sub(counted.tries));
    if tries_left == Some(0) {
        wipe(paths)?;
        return Err(StoreError::Wiped);
    }
    Err(StoreError::WrongSecret { tries: counted.tries, wait_s: counted.wait_s(now), tries_left })
}

/// Whether database, guard and machine belong together.
fn doubt(
    db: &Connection,
    guard: Option<&Guard>,
    salvaged: bool,
    machine: Option<[u8; 32]>,
) -> Result<Option<ContinuedBecause>> {
    if salvaged {
        return Ok(Some(ContinuedBecause::Salvaged));
    }
    let Some(guard) = guard else { return Ok(Some(ContinuedBecause::GuardMissing)) };
    let before = guard.machine.as_ref().map(|bytes| **bytes);
    if before.is_some() && machine.is_some() && before != machine {
        return Ok(Some(ContinuedBecause::OtherMachine));
    }
    let nonce = rows::fact(db, "nonce")?.unwrap_or_default();
    let current = nonce == guard.current;
    let pending = guard.pending.as_ref().is_some_and(|pending| nonce == pending.as_slice());
    Ok((!current && !pending).then_some(ContinuedBecause::Restored))
}

/// A new nonce for this opening, announced in the guard before it enters the database.
fn renew(
    paths: &Paths,
    db: &Connection,
    master: &MasterKey,
    guard: Option<Guard>,
    kit: &Kit,
    machine: Option<[u8; 32]>,
    rng: &mut dyn CryptoRng,
) -> Result<Guard> {
    let mut nonce = [0; 16];
    rng.fill_bytes(&mut nonce);
    let mut guard = guard.unwrap_or(Guard {
        current: nonce,
        pending: None,
        journal: kit.journal(),
        number: journal::ids::PageNumber(0),
        hash: journal::ids::Hash::ZERO,
        machine: None,
    });
    let held = rows::fact(db, "nonce")?.unwrap_or_default();
    guard.current = rows::sixteen(&held).unwrap_or(nonce);
    guard.pending = Some(nonce.into());
    guard.machine = machine.map(Into::into).or(guard.machine);
    guard.write(&paths.guard(), master, rng)?;
    rows::set_fact(db, "nonce", &nonce)?;
    guard.current = nonce;
    guard.pending = None;
    guard.write(&paths.guard(), master, rng)?;
    Ok(guard)
}

fn wipe(paths: &Paths) -> Result<()> {
    // The key first: from here on nothing in the folder can be read.
    files::destroy(&paths.wrap())?;
    files::destroy(&paths.guard())?;
    fs::remove_dir_all(paths.folder())?;
    Ok(())
}

//! What every relay scenario begins with: headquarters already holds the first pages of each
//! journal, the lead's device never saw them, and then there is no way out.

use std::path::{Path, PathBuf};

use domain::Payload;
use domain::event::{EntryKind, LogNoted};
use journal::ids::PageNumber;
use journal::keeper::Keeper as _;
use journal::relay::RelayCode;
use rand_core::SeedableRng as _;
use store::DeviceStore;
use store::device::{Opened, Unlock};
use sync::client::PeerAddress;
use sync::tls::Pin;
use tempfile::TempDir;
use tests::support::disk::Disk;
use tests::support::headquarters::Headquarters;
use tests::support::phone::{Phone, SECRET};

use crate::station::new_phone;

/// A proxy that leads nowhere: the phone has no way to headquarters.
pub const NO_WAY_OUT: (&str, &str) = ("SANAQ_SOCKS", "127.0.0.1:1");

/// Pages that headquarters holds before the evening.
pub const BEFORE: u64 = 2;

/// Headquarters, served, and a folder that goes with the value.
pub struct Evening {
    pub hq: Headquarters,
    pub folder: TempDir,
    seed: u64,
}

pub fn remark(text: &str) -> Payload {
    let (visit, entry) = (None, EntryKind::Remark);
    Payload::LogNoted(LogNoted { visit, entry, text: text.into(), seen_at: None })
}

/// Records and seals so many pages.
pub fn pages(disk: &mut Disk, count: u64) {
    for number in 0..count {
        disk.record(vec![remark(&format!("page {number}"))]).unwrap();
        disk.seal().unwrap();
    }
}

/// Where and as whom the relay of a code is met.
pub fn peer(code: &str) -> PeerAddress {
    let code = RelayCode::from_text(code).unwrap();
    let (addresses, pin) = (code.addresses, Pin::HostSpki(code.spki));
    PeerAddress { addresses, pin, admission: Some(code.token) }
}

/// A locked phone's store, opened with its key.
pub fn opened(phone: &Phone) -> DeviceStore {
    opened_at(phone, &phone.enrolment())
}

/// The same, of an enrolment by its folder.
pub fn opened_at(phone: &Phone, enrolment: &Path) -> DeviceStore {
    let unlock = Unlock { passphrase: SECRET, key_store: None };
    let boot = journal::ids::BootId([4; 16]);
    let now = journal::event::Anchor { boot, wall: phone.clock.wall(), boottime: 1 };
    let mut rng = rand_chacha::ChaCha20Rng::from_seed([1; 32]);
    let Opened { store, .. } = DeviceStore::open(enrolment, unlock, None, now, &mut rng).unwrap();
    store
}

/// Pages in a device's three places: here only, with a lead, at headquarters.
pub fn places(disk: &mut Disk) -> [u64; 3] {
    let state = disk.open_store().delivery().unwrap();
    [state.waiting - state.in_custody, state.in_custody, state.receipted]
}

impl Evening {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut hq = Headquarters::set_up(&folder.path().join("hq"), 8, 0);
        hq.serve();
        Self { hq, folder, seed: 700 }
    }

    pub fn invite(&self, person: &str, role: &str) -> PathBuf {
        self.hq.invite_with(person, &["--role", role])
    }

    /// An observer of whose journal headquarters holds the first pages.
    pub fn observer(&mut self, person: &str) -> Disk {
        let invitation = self.invite(person, "observer");
        self.seed += 1;
        let folder = self.folder.path().join(person);
        let mut disk = Disk::enrol(&invitation, &folder, self.hq.clock.wall(), self.seed);
        pages(&mut disk, BEFORE);
        disk.contact().unwrap();
        assert_eq!(places(&mut disk), [0, 0, BEFORE]);
        disk
    }

    /// A lead's phone, enrolled, that has been at headquarters once.
    pub fn lead(&self, person: &str) -> Phone {
        let invitation = self.invite(person, "lead");
        let mut phone = new_phone(&self.folder.path().join(person));
        phone.enrol(&invitation);
        phone.send();
        phone
    }

    /// Headquarters has exactly this device's journal, once, byte for byte, and nothing aside.
    pub fn has_all_of(&self, disk: &mut Disk) {
        let (journal, head) = (disk.open_store().journal(), disk.open_store().head());
        let store = self.hq.store(&self.folder.path().join("hq/Carol.sanaq"));
        let standing = store.standing(journal).unwrap().expect("known at headquarters");
        assert_eq!(standing.head, head);
        assert!(standing.held.is_empty() && standing.waiting.is_empty(), "{standing:?}");
        let kept = store.pages(journal, PageNumber(0), usize::MAX).unwrap().pages;
        assert_eq!(kept.len() as u64, head.number.0);
        for page in kept {
            let sent = disk.seen.get(&(journal, page.header().number.0)).expect("was offered");
            assert_eq!(sent, page.bytes(), "byte for byte");
        }
    }

    /// Headquarters finds nothing wrong with what it keeps.
    pub fn is_sound(&self) {
        let (ok, said) = self.hq.try_run(&["check"]);
        assert!(ok, "{said}");
        let store = self.hq.store(&self.folder.path().join("hq/Carol.sanaq"));
        assert!(store.quarantine().unwrap().is_empty(), "nothing lies aside");
    }
}

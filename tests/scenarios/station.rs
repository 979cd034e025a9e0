//! What nearly every scenario begins with: headquarters, an invitation, a phone at station 101.

use std::path::{Path, PathBuf};

use tempfile::TempDir;
use tests::support::headquarters::Headquarters;
use tests::support::phone::Phone;

/// Contacts after which a thing that should have come will not come any more.
pub const CONTACTS_MAX: usize = 20;

/// Headquarters and one observer, in a folder that goes with the value.
pub struct Scene {
    pub hq: Headquarters,
    pub invitation: PathBuf,
    pub folder: TempDir,
}

pub fn new_phone(folder: &Path) -> Phone {
    Phone::new(env!("CARGO_BIN_EXE_phone"), folder, 8, 0)
}

impl Scene {
    /// Headquarters at eight in the morning, not served, and Alice's invitation for 101.
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let hq = Headquarters::set_up(&folder.path().join("hq"), 8, 0);
        let invitation = hq.invite("Alice", "101");
        Self { hq, invitation, folder }
    }

    /// The same, served.
    pub fn served() -> Self {
        let mut scene = Self::new();
        scene.hq.serve();
        scene
    }

    /// A phone enrolled by Alice's invitation that watches at 101.
    pub fn alice(&self) -> Phone {
        let mut phone = new_phone(&self.folder.path().join("alice"));
        phone.enrol(&self.invitation);
        phone.watch("101");
        phone
    }
}

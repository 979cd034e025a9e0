//! Small things the app remembers from start to start, by name.
//!
//! They lie in the encrypted database beside the store's own facts, under names of their own, and
//! a salvage or a wipe may lose them: nothing that was observed stands here. Rejected: a settings
//! file, which whoever holds the phone could read.

use super::DeviceStore;
use crate::error::Result;
use crate::rows;

impl DeviceStore {
    /// What is remembered under this name.
    ///
    /// # Errors
    /// The database failed.
    pub fn memo(&self, name: &str) -> Result<Option<Vec<u8>>> {
        rows::fact(&self.db, &of(name))
    }

    /// Remembers something under this name, or (none) forgets it.
    ///
    /// # Errors
    /// The database failed, or the disk is full; then nothing changed.
    pub fn set_memo(&mut self, name: &str, value: Option<&[u8]>) -> Result<()> {
        match value {
            Some(value) => rows::set_fact(&self.db, &of(name), value),
            None => {
                self.db.execute("DELETE FROM facts WHERE name = ?1", [of(name)])?;
                Ok(())
            }
        }
    }
}

fn of(name: &str) -> String {
    format!("memo:{name}")
}

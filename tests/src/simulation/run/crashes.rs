//! Steps in which a device seals, dies half done, starts again or is put back.

use super::super::crash::Death;
use super::super::device::Device;
use super::super::planted::Bug;
use super::Day;

impl Day {
    /// A device that died starts again.
    pub(super) fn wake(&mut self, who: usize) {
        if let Some(device) = self.devices.get_mut(who) {
            device.start(&self.election);
        }
    }

    pub(super) fn seal(&mut self, who: usize, dies: Option<Death>) {
        let Some(device) = self.devices.get_mut(who) else { return };
        let before = device.outbox.pages.len();
        device.seal(&self.election, &mut self.book, self.now, dies);
        self.report.pages += device.outbox.pages.len() - before;
        if self.bug == Some(Bug::TailBeforePage) && dies == Some(Death::Unwritten) {
            device.take_from_tail();
        }
    }

    pub(super) fn die_sealing(&mut self, who: usize) {
        let dies = Death::drawn(&self.election);
        self.seal(who, Some(dies));
    }

    /// Seals before a contact; whether the device lives to begin it.
    pub(super) fn seal_to_send(&mut self, who: usize, faults: bool) -> bool {
        if self.bug == Some(Bug::OffersBeforeGuard) && faults && self.election.roll(3) == 0 {
            self.seal(who, Some(Death::Unguarded));
            return true;
        }
        let dies = (faults && self.election.roll(30) == 0).then(|| Death::drawn(&self.election));
        self.seal(who, dies);
        dies.is_none()
    }

    /// What is on the disk of a device that sends before its commit and dies then: the planted
    /// bug.
    pub(super) fn uncommitted(&self, who: usize, faults: bool) -> Option<Device> {
        let dies = self.bug == Some(Bug::SendsBeforeCommit) && faults;
        if dies && self.election.roll(10) == 0 { self.devices.get(who).cloned() } else { None }
    }

    /// An observer's phone is copied to a computer. What its tail holds would be written twice.
    pub(super) fn back_up(&mut self, who: usize) {
        let observer = |one: &&Device| one.hosts.is_none() && !one.has_tail();
        if let Some(device) = self.devices.get(who).filter(observer) {
            self.backup = Some((who, device.clone()));
        }
    }

    /// The copy is put back. Where the journal was continued meanwhile it is not the same any
    /// more.
    pub(super) fn put_back(&mut self) {
        let Some((who, older)) = self.backup.take() else { return };
        let same = |one: &&mut Device| one.outbox.journal() == older.outbox.journal();
        if let Some(device) = self.devices.get_mut(who).filter(same) {
            device.put_back(older);
        }
    }
}

//! Steps in which a lead's relay is bad: to whom it meets, and to headquarters.

use sync::session::Session;

use super::super::evil::{self, Evil, Upward};
use super::super::laws::{self, Broken};
use super::super::party::SimWorld;
use super::super::planted;
use super::{Day, With};

impl Day {
    /// A contact with a relay that lies.
    pub(super) fn contact_evil(&mut self, who: usize, n: usize) -> Result<(), Broken> {
        let Some(mut device) = self.devices.get(who).cloned() else { return Ok(()) };
        let way = Evil::drawn(&self.election);
        let (Some(relay), Some(other)) = (self.relays.get(n), self.relays.get(1 - n.min(1))) else {
            return Ok(());
        };
        let skew = device.skew;
        let world = SimWorld { now: self.now, skew, chance: self.election.chance.clone() };
        let mut session = Session::new(relay.peer.clone());
        let mut requests = 0;
        while let Ok(Some(question)) = session.ask(&mut device.outbox, &world) {
            requests += 1;
            laws::is_bounded(requests)?;
            self.book.left(&question.body);
            let at = (question.body.as_slice(), self.now);
            let pair = (relay, other);
            let answer = evil::answer(way, &self.election, pair, &self.loot, at);
            let Some(answer) = answer else { break };
            if session.take(&mut device.outbox, &question, &answer, &world).is_err() {
                break;
            }
        }
        planted::after_relay(self.bug, &mut device.outbox);
        if let Some(slot) = self.devices.get_mut(who) {
            *slot = device;
        }
        Ok(())
    }

    /// A lead brings headquarters what it carries, as it likes, and tells nobody the answer.
    pub(super) fn carry_badly(&mut self) {
        let n = usize::try_from(self.election.roll(self.relays.len() as u64)).unwrap_or(0);
        let hosts = |device: &super::Device| device.hosts == Some(n);
        let Some(who) = self.devices.iter().position(hosts) else { return };
        self.wake(who);
        let Some(mut device) = self.devices.get(who).cloned() else { return };
        let (now, skew) = (self.now, device.skew);
        let world = SimWorld { now, skew, chance: self.election.chance.clone() };
        let mut session = Session::new(self.election.peer());
        let Ok(Some(question)) = session.ask(&mut device.outbox, &world) else { return };
        self.book.left(&question.body);
        let way = Upward::drawn(&self.election);
        if let Some(body) = evil::carried(way, &self.election, &question.body) {
            self.host(With::Headquarters, &body, None);
        }
    }
}

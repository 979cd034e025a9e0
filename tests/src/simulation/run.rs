//! One seed: the steps drawn from it, then the healing, then the laws.

mod badly;
mod crashes;

use journal::attested::Attested;
use journal::certificate::Role;
use journal::ids::JournalId;
use journal::judge::{Place, Quota};
use journal::keeper::{Decision, Keeper};
use journal::memory::MemoryKeeper;
use journal::outbox::Alarm;
use journal::receipts::{CustodyNote, Receipt};
use rand_core::SeedableRng as _;
use sync::session::{Answered, Session, answer_now};

use super::crash::{Frail, HostDeath};
use super::device::Device;
use super::evil::Loot;
use super::laws::{self, Book, Broken, Holdings};
use super::network::{Fate, corrupted};
use super::party::{Election, MORNING, Relay, SimWorld, empty_relay_keeper, locked};
use super::planted::{self, Bug};

/// Observers at the start; two leads come on top.
const OBSERVERS: usize = 3;
/// Rounds in which healing must come to an end.
const HEALING_ROUNDS: usize = 24;

/// What a run did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// Steps played.
    pub steps: usize,
    /// Contacts begun.
    pub contacts: usize,
    /// Pages sealed.
    pub pages: usize,
    /// Pages that count at headquarters in the end.
    pub counted: usize,
    /// Pages in its quarantine.
    pub held: usize,
}

/// With whom a contact is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum With {
    Headquarters,
    Relay(usize),
}

struct Day {
    election: Election,
    headquarters: MemoryKeeper,
    snapshot: Option<MemoryKeeper>,
    /// A device's database as it was once.
    backup: Option<(usize, Device)>,
    relays: Vec<Relay>,
    devices: Vec<Device>,
    book: Book,
    loot: Loot,
    late: Vec<(With, Vec<u8>)>,
    now: i64,
    next_id: u64,
    bug: Option<Bug>,
    report: Report,
}

/// Plays `steps` steps of a seed and heals; with a bug planted if one is named.
///
/// # Errors
/// The first law that does not hold.
pub fn run(seed: u64, steps: usize, bug: Option<Bug>) -> Result<Report, Broken> {
    let mut day = Day::new(seed, bug);
    for _ in 0..steps {
        day.now += i64::try_from(day.election.roll(600)).unwrap_or(0);
        day.step()?;
        day.report.steps += 1;
        day.book.one_page_a_number()?;
        day.book.receipts_hold(&day.devices, &day.headquarters)?;
        day.book.kept_on_the_device(&day.devices)?;
    }
    day.heal()
}

impl Day {
    fn new(seed: u64, bug: Option<Bug>) -> Self {
        let election = Election::new(seed);
        let mut devices: Vec<Device> =
            (0..OBSERVERS).map(|_| Device::new(election.enrol(Role::Observer))).collect();
        let mut relays = Vec::new();
        for n in 0..2_u8 {
            let mut lead = Device::new(election.enrol(Role::Lead));
            let relay = election.relay(&lead.outbox, n + 1);
            lead.outbox.carry(relay.keeper.clone());
            lead.hosts = Some(usize::from(n));
            relays.push(relay);
            devices.push(lead);
        }
        Self {
            election,
            headquarters: MemoryKeeper::new(Place::Headquarters, Quota::default()),
            snapshot: None,
            backup: None,
            relays,
            devices,
            book: Book::default(),
            loot: Loot::default(),
            late: Vec::new(),
            now: MORNING,
            next_id: 1,
            bug,
            report: Report::default(),
        }
    }

    fn anybody(&self) -> usize {
        usize::try_from(self.election.roll(self.devices.len() as u64)).unwrap_or(0)
    }

    fn step(&mut self) -> Result<(), Broken> {
        let who = self.anybody();
        let what = self.election.roll(107);
        // What is put back is put back while the device is off.
        if what != 103 {
            self.wake(who);
        }
        match what {
            0..40 => self.command(who),
            40..48 => self.seal(who, None),
            48..62 => self.contact(who, With::Headquarters, true)?,
            62..80 => self.meet(who, false)?,
            80..84 => self.meet(who, true)?,
            84..87 => self.deliver_late(),
            87..90 => self.jump(who),
            90..92 => self.reinstall(who),
            92..94 => self.copy(who),
            94..95 => self.revoke(who),
            95..97 => self.wipe_relay(),
            97..98 => self.snapshot = Some(self.headquarters.clone()),
            98..99 => self.restore(),
            99..101 => self.die_sealing(who),
            101..103 => self.back_up(who),
            103 => self.put_back(),
            _ => self.carry_badly(),
        }
        Ok(())
    }

    fn command(&mut self, who: usize) {
        let (id, now) = (self.next_id, self.now);
        self.next_id += 1;
        if let Some(device) = self.devices.get_mut(who) {
            device.command(id, now);
        }
    }

    /// A meeting with one of the relays; not one's own.
    fn meet(&mut self, who: usize, bad: bool) -> Result<(), Broken> {
        let n = usize::try_from(self.election.roll(self.relays.len() as u64)).unwrap_or(0);
        if self.devices.get(who).is_some_and(|device| device.hosts == Some(n)) {
            return Ok(());
        }
        match bad {
            true => self.contact_evil(who, n),
            false => self.contact(who, With::Relay(n), true),
        }
    }

    /// One contact of a device's every journal.
    fn contact(&mut self, who: usize, with: With, faults: bool) -> Result<(), Broken> {
        let uncommitted = self.uncommitted(who, faults);
        if !self.seal_to_send(who, faults) {
            return Ok(());
        }
        let Some(mut device) = self.devices.get(who).cloned() else { return Ok(()) };
        if self.bug == Some(Bug::SealsAgain) {
            self.seal_again(&mut device);
        }
        let journals = device.former.iter_mut().chain(std::iter::once(&mut device.outbox));
        let mut alarms = Vec::new();
        for outbox in journals {
            self.report.contacts += 1;
            alarms.extend(self.session(outbox, with, device.skew, faults)?);
            if with != With::Headquarters {
                planted::after_relay(self.bug, outbox);
            }
        }
        if with == With::Headquarters {
            device.heed(&self.election, &alarms);
        }
        if let Some(slot) = self.devices.get_mut(who) {
            *slot = uncommitted.unwrap_or(device);
        }
        Ok(())
    }

    fn session(
        &mut self,
        outbox: &mut journal::memory::MemoryOutbox,
        with: With,
        skew: i64,
        faults: bool,
    ) -> Result<Vec<Alarm>, Broken> {
        let peer = match with {
            With::Headquarters => self.election.peer(),
            With::Relay(n) => self.relays.get(n).map_or(self.election.peer(), |r| r.peer.clone()),
        };
        let mut session = Session::new(peer);
        let world = SimWorld { now: self.now, skew, chance: self.election.chance.clone() };
        let bad = faults && self.election.roll(3) == 0;
        let (mut requests, mut error) = (0, None);
        while let Ok(Some(question)) = session.ask(outbox, &world) {
            requests += 1;
            laws::is_bounded(requests)?;
            self.book.left(&question.body);
            let fate = if faults { Fate::drawn(&self.election, bad) } else { Fate::Fine };
            let Some(answer) = self.carry(with, &question.body, fate) else { break };
            if let Err(refused) = session.take(outbox, &question, &answer, &world) {
                error = Some(refused);
                break;
            }
        }
        Ok(session.end(error).map(|contact| contact.alarms).unwrap_or_default())
    }

    /// Brings a request to its host and the answer back, as far as fate lets them come.
    fn carry(&mut self, with: With, body: &[u8], fate: Fate) -> Option<Vec<u8>> {
        match fate {
            Fate::RequestLost => None,
            Fate::RequestLate => {
                self.late.push((with, body.to_vec()));
                None
            }
            Fate::RequestCorrupt => {
                let corrupt = corrupted(&self.election, body);
                self.host(with, &corrupt, None)
            }
            Fate::Twice => {
                self.host(with, body, None);
                self.host(with, body, None)
            }
            Fate::AnswerLost => {
                self.host(with, body, None);
                None
            }
            Fate::HostDies(death) => self.host(with, body, Some(death)),
            Fate::AnswerCorrupt => {
                let answer = self.host(with, body, None)?;
                Some(corrupted(&self.election, &answer))
            }
            Fate::Fine => self.host(with, body, None),
        }
    }

    /// The host's answer; none where it dies.
    fn host(&mut self, with: With, body: &[u8], dies: Option<HostDeath>) -> Option<Vec<u8>> {
        let (now, by_number) = (self.now, self.bug == Some(Bug::NumberIsEnough));
        let answered: Answered = match with {
            With::Relay(n) => {
                let forgets =
                    self.bug == Some(Bug::CustodyBeforeCommit) && self.election.roll(3) == 0;
                let relay = self.relays.get_mut(n)?;
                let before = forgets.then(|| MemoryKeeper::lock(&relay.keeper).clone());
                let mut keeper = Frail { keeper: &mut relay.keeper, dies, by_number: false };
                let answered = answer_now(&relay.words, &mut keeper, body, now);
                if let Some(before) = before {
                    *MemoryKeeper::lock(&relay.keeper) = before;
                }
                answered
            }
            With::Headquarters => {
                let words = self.election.words();
                let forgets =
                    self.bug == Some(Bug::ReceiptBeforeCommit) && self.election.roll(20) == 0;
                let before = forgets.then(|| self.headquarters.clone());
                let mut keeper = Frail { keeper: &mut self.headquarters, dies, by_number };
                let answered = answer_now(&words, &mut keeper, body, now);
                if let Some(before) = before {
                    self.headquarters = before;
                }
                answered
            }
        };
        if dies.is_some() {
            return None;
        }
        match with {
            With::Relay(n) => self.believe(n, &answered.bytes),
            With::Headquarters => self.book.told(&answered.bytes),
        }
        self.remember(&answered.bytes);
        Some(answered.bytes)
    }

    /// Books what a relay's answer says it carries.
    fn believe(&mut self, relay: usize, answer: &[u8]) {
        let Ok(answer) = Attested::<journal::answer::SyncAnswer>::decode(answer) else { return };
        for note in answer.claimed().custody.iter().flatten() {
            if let Ok(note) = Attested::<CustodyNote>::decode(note) {
                self.book.promised(relay, note.claimed());
            }
        }
    }

    /// What a bad relay may have overheard: answers and the receipts in them.
    fn remember(&mut self, answer: &[u8]) {
        self.loot.answers.push(answer.to_vec());
        if let Ok(answer) = Attested::<journal::answer::SyncAnswer>::decode(answer) {
            for receipt in &answer.claimed().receipts {
                if Attested::<Receipt>::decode(receipt).is_ok() {
                    self.loot.receipts.push(receipt.to_vec());
                }
            }
        }
        let keep = self.loot.receipts.len().saturating_sub(16);
        self.loot.receipts.drain(..keep);
        let keep = self.loot.answers.len().saturating_sub(4);
        self.loot.answers.drain(..keep);
    }

    fn deliver_late(&mut self) {
        if let Some((with, body)) = self.late.pop() {
            self.host(with, &body, None);
        }
    }

    fn jump(&mut self, who: usize) {
        let far = i64::try_from(self.election.roll(4 * 86_400)).unwrap_or(0) - 2 * 86_400;
        if let Some(device) = self.devices.get_mut(who) {
            device.skew = far;
        }
    }

    /// An observer's person wipes the app and is invited anew.
    fn reinstall(&mut self, who: usize) {
        let fresh = self.election.enrol(Role::Observer);
        if let Some(device) = self.devices.get_mut(who).filter(|device| device.hosts.is_none()) {
            self.book.wiped(device);
            *device = Device::new(fresh);
        }
    }

    /// A phone is copied with everything on it; both copies go on.
    fn copy(&mut self, who: usize) {
        if self.devices.len() > OBSERVERS + 4 {
            return;
        }
        let Some(device) = self.devices.get(who) else { return };
        if device.hosts.is_none() && !device.has_tail() {
            self.book.copied(device.outbox.journal());
            self.devices.push(device.clone());
        }
    }

    fn revoke(&mut self, who: usize) {
        let Some(device) = self.devices.get(who).filter(|one| one.hosts.is_none()) else { return };
        let invitation = device.outbox.certificate.invitation().claimed().invitation;
        let heads: Vec<(JournalId, _)> = device
            .journals()
            .filter_map(|outbox| {
                let standing = self.headquarters.standing(outbox.journal()).ok().flatten()?;
                Some((outbox.journal(), standing.head.number))
            })
            .collect();
        let last_good = heads.last().copied();
        let decision = Decision::Revoke { invitation, last_good };
        let decided = self.headquarters.decide(decision, self.now);
        decided.expect("a decision in memory");
    }

    /// A lead's folder is lost: everything it carried is gone.
    fn wipe_relay(&mut self) {
        let n = usize::try_from(self.election.roll(self.relays.len() as u64)).unwrap_or(0);
        let fresh = empty_relay_keeper();
        self.book.relay_wiped(n);
        if let Some(relay) = self.relays.get_mut(n) {
            relay.keeper = fresh.clone();
        }
        for device in self.devices.iter_mut().filter(|device| device.hosts == Some(n)) {
            device.outbox.carry(fresh.clone());
        }
    }

    /// Headquarters' disk is put back to an older copy.
    fn restore(&mut self) {
        if let Some(older) = self.snapshot.take() {
            self.book.restored(&self.headquarters, &older);
            self.headquarters = older;
        }
    }

    /// Seals the last page again, with other bytes: the planted bug.
    fn seal_again(&mut self, device: &mut Device) {
        let outbox = &mut device.outbox;
        let Some(page) = outbox.pages.last().filter(|page| outbox.waits(page)).cloned() else {
            return;
        };
        let Ok(opened) = self.election.roles.open(&page) else { return };
        let event = |one: journal::event::OpenedEvent| journal::seal::DraftEvent {
            clock: one.clock,
            bytes: one.bytes,
        };
        let events = opened.events.into_iter().map(event).collect();
        outbox.pages.pop();
        let mut rng = rand_chacha::ChaCha20Rng::from_rng(&mut *locked(&self.election.chance));
        if let Ok(again) = outbox.seal_page(events, self.now, &mut rng) {
            self.book.sealed_again(&again, page.hash());
        }
    }

    /// The network is good, the relays honest: everything finds home, and stays as it is.
    fn heal(mut self) -> Result<Report, Broken> {
        self.late.clear();
        let mut before = None;
        for round in 0.. {
            if round > HEALING_ROUNDS {
                return Err(laws::never_settles(round));
            }
            for who in 0..self.devices.len() {
                self.wake(who);
                self.contact(who, With::Headquarters, false)?;
            }
            let holdings = Holdings::of(&self.headquarters, &self.book);
            let now = Some((holdings.all(), self.report.pages, self.open_pages()));
            if now == before {
                break;
            }
            before = now;
        }
        self.book.one_page_a_number()?;
        self.book.kept_on_the_device(&self.devices)?;
        let holdings = Holdings::of(&self.headquarters, &self.book);
        self.book.all_is_there(&self.devices, &holdings)?;
        self.book.nothing_is_made_up(&holdings)?;
        self.book.forks_are_named(&self.headquarters, &holdings)?;
        self.book.custody_is_kept(&self.headquarters, &holdings)?;
        self.book.heads_are_equal(&self.devices, &self.headquarters, &holdings)?;
        for who in 0..self.devices.len() {
            self.contact(who, With::Headquarters, false)?;
        }
        if Holdings::of(&self.headquarters, &self.book).all() != holdings.all() {
            return Err(laws::twice_is_not_once());
        }
        let (counted, held) = holdings.all();
        Ok(Report { counted: counted.len(), held: held.len(), ..self.report })
    }

    /// Pages devices still offer: what healing has left to do.
    fn open_pages(&self) -> usize {
        let outboxes = self.devices.iter().flat_map(Device::journals);
        outboxes.map(|outbox| outbox.pages.iter().filter(|page| outbox.waits(page)).count()).sum()
    }
}

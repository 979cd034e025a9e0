//! An evening: observers, leads and headquarters meet without a network between them.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::expect_used, missing_docs)]

use domain::event::Assigned;
use domain::{Event, Payload, StationSpec};
use journal::answer::{Answerer, CheckedAnswer};
use journal::attested::Attested;
use journal::ids::{JournalId, PageNumber};
use journal::keeper::{Delivery, JournalOutcome, Keeper as _, Outcome, Recipient, Via, Word};
use journal::outbox::{Accepted, Exchange, Offer, Outbox as _, Toward};
use journal::page::{Page, Signed};
use journal::receipts::{CustodyNote, Held, Receipt};
use store::endpoint::Writing;
use store::{DeviceStore, EndpointStore};

use crate::world::{MORNING, World, clock, copy_folder, note, now};

pub const SPKI: [u8; 32] = [5; 32];

pub struct Evening {
    pub world: World,
    pub endpoint: EndpointStore,
    /// The TLS key of whichever relay is met.
    pub spki: [u8; 32],
    /// Every clock of the evening.
    pub now: i64,
    /// First contacts come after the invitations ran out.
    pub late: bool,
    pub last_receipt: Option<Vec<u8>>,
    pub last_held: Vec<Vec<u8>>,
}

pub fn numbers(pages: &[Page]) -> Vec<u64> {
    pages.iter().map(|page| page.header().number.0).collect()
}

impl Evening {
    pub fn new(seed: u64) -> Self {
        Self::of(World::new(seed))
    }

    pub fn of(world: World) -> Self {
        let endpoint = world.endpoint();
        Self {
            world,
            endpoint,
            spki: SPKI,
            now: MORNING + 30_000,
            late: false,
            last_receipt: None,
            last_held: Vec::new(),
        }
    }

    pub const fn toward(&self) -> Toward {
        Toward::Relay { spki: self.spki }
    }

    pub fn exchange(&self) -> Exchange {
        self.exchange_with(self.toward())
    }

    pub fn exchange_with(&self, toward: Toward) -> Exchange {
        let at = journal::event::Anchor { wall: self.now, ..now() };
        Exchange { toward, sent: at, received: at }
    }

    /// An enrolled observer with so many sealed pages.
    pub fn observer(&mut self, name: &str, pages: u64) -> DeviceStore {
        let mut device = self.world.device(name);
        for page in 0..pages {
            device.append(clock(), &[note("all quiet", MORNING + page as i64)]).unwrap();
            device.seal(MORNING + 4000, &mut self.world.rng).unwrap();
        }
        device
    }

    /// A copy of a device's folder, and both go on writing in the same journal.
    pub fn branches(
        &mut self,
        device: DeviceStore,
        name: &str,
        copy: &str,
    ) -> (DeviceStore, DeviceStore) {
        drop(device);
        copy_folder(&self.world.path(name), &self.world.path(copy));
        (self.world.open(name).unwrap().store, self.world.open(copy).unwrap().store)
    }

    /// Headquarters has the device's pages up to a number, brought by the device itself.
    pub fn headquarters_holds(&mut self, device: &mut DeviceStore, last: u64) {
        let mut offer = device.offer(Toward::Headquarters, 1 << 20).unwrap();
        offer.pages.retain(|page| page.header().number.0 <= last);
        let batch = self.deliveries(&offer, self.now);
        let outcomes = self.endpoint.commit(batch).unwrap();
        let said = self.said_by_headquarters(&outcomes, device.kit().journal(), &[]);
        device.accept(&said, &self.exchange_with(Toward::Headquarters)).unwrap();
    }

    /// One contact of a device with a relay. Gives what it changed at the device.
    pub fn meet(&mut self, device: &mut DeviceStore, relay: &mut DeviceStore) -> Accepted {
        let offer = device.offer(self.toward(), 1 << 20).unwrap();
        let batch = self.deliveries(&offer, self.now);
        let outcomes = relay.commit(batch).unwrap();
        let answer = self.answer_of(relay, &outcomes);
        device.accept(&answer, &self.exchange()).unwrap()
    }

    /// Pages get to a relay as if their author had brought just these.
    pub fn carry(&mut self, pages: &[Page], author: &DeviceStore, relay: &mut DeviceStore) {
        let delivery = self.world.delivery(author, pages.to_vec(), self.now);
        relay.commit(vec![delivery]).unwrap();
    }

    /// One contact of a lead with headquarters.
    pub fn send_on(&mut self, lead: &mut DeviceStore) -> Accepted {
        self.send_on_within(lead, 1 << 20)
    }

    pub fn send_on_within(&mut self, lead: &mut DeviceStore, budget: usize) -> Accepted {
        let offer = lead.offer(Toward::Headquarters, budget).unwrap();
        let positions: Vec<JournalId> = offer.positions.iter().map(|it| it.journal).collect();
        let held = offer.held.clone();
        let batch = self.deliveries(&offer, self.now);
        let outcomes = self.endpoint.commit(batch).unwrap();
        let mut said = self.said_by_headquarters(&outcomes, lead.kit().journal(), &positions);
        let common = self.world.list.list().common;
        let wanted = std::iter::once(common).chain(said.owns.iter().map(|(_, hq)| *hq));
        for journal in wanted.collect::<Vec<_>>() {
            let after = held.iter().find(|position| position.journal == journal);
            let after = after.map_or(PageNumber(0), |position| position.number);
            let run = self.endpoint.pages(journal, after, 1 << 20).unwrap();
            said.pages.extend(self.signed(run.pages));
        }
        lead.accept(&said, &self.exchange_with(Toward::Headquarters)).unwrap()
    }

    /// What an offer brings, by author, signatures checked.
    pub fn deliveries(&self, offer: &Offer, at: i64) -> Vec<Delivery> {
        let at = at + if self.late { 1_000_000 } else { 0 };
        let mut all = Vec::new();
        for (n, certificate) in
            std::iter::once(&offer.certificate).chain(&offer.carried).enumerate()
        {
            let chain = certificate.check(&self.world.list).unwrap();
            let mine = |page: &&Page| chain.link_of(page.header().journal).is_some();
            let pages: Vec<_> = offer.pages.iter().filter(mine).cloned().collect();
            let pages: Vec<_> =
                pages.into_iter().map(|page| chain.check_page(page).unwrap()).collect();
            let via = if n == 0 { Via::Direct } else { Via::Relay(offer.certificate.journal()) };
            if n == 0 || !pages.is_empty() {
                let certificate = certificate.clone();
                all.push(Delivery { certificate, chain, pages, received_at: at, via });
            }
        }
        all
    }

    /// A relay's answer: words as it has them, custody notes, its own Held, pages handed on.
    pub fn answer_of(&mut self, relay: &DeviceStore, outcomes: &[Outcome]) -> CheckedAnswer {
        let kit = relay.kit();
        let mut answer = self.headquarters_answer();
        answer.answerer = Answerer::Relay(kit.certificate.check(&self.world.list).unwrap());
        answer.certificate = Some(kit.certificate.clone());
        for outcome in outcomes.iter().flat_map(|outcome| &outcome.journals) {
            self.add_words(&mut answer, relay.word(outcome.journal).unwrap());
            answer.refused.extend(&outcome.refused);
            for page in &outcome.held {
                let held = Held {
                    election: relay.election(),
                    journal: outcome.journal,
                    number: page.number,
                    hash: page.hash,
                    reason: page.reason,
                    held_at: self.now,
                    key: 0,
                };
                answer.held.push(Attested::sign(held, &kit.signing));
            }
            answer.custody.extend(custody(relay, outcome));
            let own = relay.own_journal(Recipient::Device(outcome.journal)).unwrap();
            if let Some((hq, _)) = own {
                answer.own = Some(hq);
                let run = relay.pages(hq, PageNumber(0), 1 << 20).unwrap();
                answer.pages.extend(self.signed(run.pages));
            }
        }
        answer
    }

    fn add_words(&mut self, answer: &mut CheckedAnswer, word: Word) {
        self.last_receipt.clone_from(&word.receipt);
        self.last_held.clone_from(&word.held);
        answer.receipts.extend(word.receipt.map(|bytes| Attested::decode(&bytes).unwrap()));
        answer.held.extend(word.held.iter().map(|bytes| Attested::decode(bytes).unwrap()));
    }

    pub fn receipt_in(&self, word: &Word) -> Receipt {
        let receipt = Attested::<Receipt>::decode(word.receipt.as_ref().unwrap()).unwrap();
        receipt.check(&self.world.list).unwrap().clone()
    }

    /// Headquarters' answer that says nothing yet.
    pub fn headquarters_answer(&self) -> CheckedAnswer {
        self.world.answer(Answerer::Headquarters, self.now)
    }

    fn said_by_headquarters(
        &self,
        outcomes: &[Outcome],
        sender: JournalId,
        positions: &[JournalId],
    ) -> CheckedAnswer {
        let mut said = self.headquarters_answer();
        let election = self.world.list.list().election;
        let own = self.endpoint.own_journal(Recipient::Device(sender)).unwrap();
        said.own = own.map(|(journal, _)| journal);
        for outcome in outcomes.iter().flat_map(|outcome| &outcome.journals) {
            for page in &outcome.held {
                said.held.push(self.world.keys.held(Held {
                    election,
                    journal: outcome.journal,
                    number: page.number,
                    hash: page.hash,
                    reason: page.reason,
                    held_at: self.now,
                    key: 0,
                }));
            }
        }
        let named = outcomes.iter().flat_map(|outcome| &outcome.journals).map(|it| it.journal);
        for journal in named.chain(positions.iter().copied()) {
            if let Some(standing) = self.endpoint.standing(journal).unwrap()
                && standing.head.number > PageNumber(0)
            {
                let keys = &self.world.keys;
                said.receipts.push(keys.receipt(election, journal, standing.head, self.now));
            }
        }
        for journal in positions {
            let own = self.endpoint.own_journal(Recipient::Device(*journal)).unwrap();
            said.owns.extend(own.map(|(hq, _)| (*journal, hq)));
        }
        said
    }

    pub fn publish(&mut self, recipient: Recipient, events: Vec<Event>) {
        let key = self.world.keys.journal.clone();
        let writing = Writing { key: &key, clock: clock(), sealed_at: MORNING };
        self.endpoint.publish(recipient, &events, &writing, &mut self.world.rng).unwrap();
    }

    pub fn assign(&mut self, device: &DeviceStore, station: &str) {
        let assigned =
            Assigned { operator: "headquarters".into(), station: StationSpec::of_code(station) };
        let event = Event::new(MORNING, Payload::Assigned(assigned));
        self.publish(Recipient::Device(device.journal()), vec![event]);
    }

    /// Headquarters' journal for some device, as its pages.
    pub fn own_of(&mut self, device: &DeviceStore) -> (JournalId, Vec<Signed<Page>>) {
        let delivery = self.world.delivery(device, Vec::new(), self.now);
        self.endpoint.commit(vec![delivery]).unwrap();
        self.assign(device, "909");
        let recipient = Recipient::Device(device.journal());
        let (journal, _) = self.endpoint.own_journal(recipient).unwrap().unwrap();
        let run = self.endpoint.pages(journal, PageNumber(0), 1 << 20).unwrap();
        (journal, self.signed(run.pages))
    }

    pub fn pages_at_headquarters(&self, device: &DeviceStore) -> usize {
        self.endpoint.pages(device.journal(), PageNumber(0), 1 << 24).unwrap().pages.len()
    }

    fn signed(&self, pages: Vec<Page>) -> Vec<Signed<Page>> {
        pages.into_iter().map(|page| self.world.list.check_page(page).unwrap()).collect()
    }
}

fn custody(relay: &DeviceStore, outcome: &JournalOutcome) -> Option<Attested<CustodyNote>> {
    let custody = outcome.custody.clone()?;
    let note = CustodyNote {
        election: relay.election(),
        journal: outcome.journal,
        number: custody.number,
        hash: custody.hash,
        received_at: custody.received_at,
        relay: relay.kit().journal(),
        first: custody.first,
        gaps: custody.gaps,
    };
    Some(Attested::sign(note, &relay.kit().signing))
}

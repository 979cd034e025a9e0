//! The thread behind the writer: folds what was kept, tells devices about pages that could
//! not be used, keeps the dashboard's holdings true.
//!
//! It never delays a receipt and never undoes one. What it heard it forgets only once the holdings
//! have it, so that a reading that fails is made up for by the next turn. It also looks every few
//! seconds for what commands of other processes changed. Rejected: folding on demand when somebody
//! looks at the page, which would make the first look after a quiet night wait.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, RwLock};
use std::time::Duration;

use domain::event::{PageReported, Payload};
use domain::{Fold, JournalRef, Stamped};
use journal::ids::JournalId;
use journal::keeper::{Keeper as _, Recipient};
use journal::page::Head;
use store::EndpointStore;
use store::endpoint::{DeviceRow, Finding, ForeignClaim, Openers};
use tokio::sync::watch;

use super::lists::Lists;
use super::{read, write};
use crate::announced::Announced;
use crate::clock::Clock;
use crate::data_folder::DataFolder;
use crate::headquarters::{due, is_current, publish, publish_due};
use crate::holdings::{Beside, Device, Holdings};
use crate::keys::Keys;

const LOOK_EVERY: Duration = Duration::from_secs(3);
const OPERATOR: &str = "invitation";

/// Why the folder wakes.
pub enum Wake {
    /// These journals got pages, or made contact.
    Touched(Vec<JournalId>),
    /// An operator decided something about this journal.
    Decided(JournalId),
}

/// What the thread holds.
pub struct Folder {
    pub(super) store: EndpointStore,
    pub(super) keys: Arc<Keys>,
    pub(super) clock: Clock,
    pub(super) openers: Openers,
    pub(super) folder: DataFolder,
    pub(super) holdings: Arc<RwLock<Holdings>>,
    pub(super) lists: Arc<RwLock<Lists>>,
    pub(super) change: watch::Sender<u32>,
    /// Up to where the store's news are known.
    pub(super) heard: i64,
    /// How far the changes beside the journals were read.
    pub(super) mark: u64,
    /// How far headquarters' desk journal was read.
    pub(super) desk: Option<Head>,
    /// What changed and is not in the holdings yet.
    pub(super) pending: Pending,
}

/// News that a failed turn leaves to the next one.
#[derive(Debug, Default)]
pub struct Pending {
    journals: BTreeSet<JournalId>,
    lists: bool,
}

impl Folder {
    /// Fills the holdings from what is kept, after folding what was left over.
    pub fn load(&mut self) -> anyhow::Result<()> {
        // Lists may have changed while nothing was served.
        self.assign()?;
        self.fold_all()?;
        self.pending = Pending::default();
        self.report_pages()?;
        self.heard = self.store.news_so_far()?;
        let mut holdings = Holdings::default();
        for row in self.store.devices()? {
            let device = self.device(&row)?;
            holdings.put(row.journal, device);
        }
        holdings.common = self.store.own_fold(Recipient::Common)?;
        self.desk = self.store.own_journal(Recipient::Desk)?.map(|(_, head)| head);
        holdings.announced = Announced::of(&self.store.own_fold(Recipient::Desk)?);
        holdings.custody = self.store.in_custody()?;
        let (mark, beside) = self.news_beside(&holdings)?;
        self.mark = mark;
        put_beside(&mut holdings, beside);
        holdings.continued_twice = self.store.continued_twice()?;
        holdings.foreign_claims = self.store.foreign_claims()?;
        holdings.changed_all();
        let version = holdings.version;
        *write(&self.holdings) = holdings;
        self.change.send_replace(version);
        Ok(())
    }

    /// Works until the last sender is gone.
    pub fn run(mut self, woken: &Receiver<Wake>) {
        loop {
            match woken.recv_timeout(LOOK_EVERY) {
                Ok(wake) => {
                    take(&mut self.pending.journals, wake);
                    while let Ok(more) = woken.try_recv() {
                        take(&mut self.pending.journals, more);
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            if let Err(error) = self.turn() {
                tracing::error!(%error, "folding failed; it is tried again");
            }
        }
    }

    fn turn(&mut self) -> anyhow::Result<()> {
        let looked_again = read(&self.lists).if_changed(&self.folder);
        if let Some(lists) = looked_again {
            *write(&self.lists) = lists;
            self.pending.lists = true;
        }
        if self.pending.lists {
            self.assign()?;
        }
        self.fold_all()?;
        self.report_pages()?;
        // Commands of other processes keep pages and tell devices things, too.
        let heard = self.store.news(self.heard)?;
        self.pending.journals.extend(heard.pages);
        self.pending.journals.extend(heard.told);
        let mut news = Vec::new();
        for journal in &self.pending.journals {
            if let Some(row) = self.store.device(*journal)? {
                news.push((*journal, self.device(&row)?));
            }
        }
        let custody = self.store.in_custody()?;
        let common = self.store.own_fold(Recipient::Common)?;
        let (desk, announced) = self.announced_anew()?;
        let (mark, beside) = self.news_beside(&read(&self.holdings))?;
        let continued = match news.is_empty() && beside.is_empty() {
            true => None,
            false => Some(self.store.continued_twice()?),
        };
        let claims = self.store.foreign_claims()?;
        let version = {
            let mut holdings = write(&self.holdings);
            let before = holdings.version;
            if holdings.foreign_claims != claims {
                name_new(&claims, &holdings.foreign_claims);
                holdings.foreign_claims = claims;
                holdings.changed();
            }
            if self.pending.lists || holdings.common != common || announced.is_some() {
                if let Some(announced) = announced {
                    holdings.announced = announced;
                }
                holdings.common = common;
                holdings.changed_all();
            }
            if !beside.is_empty() || holdings.custody != custody {
                holdings.custody = custody;
                holdings.changed();
            }
            put_beside(&mut holdings, beside);
            if let Some(continued) = continued {
                holdings.continued_twice = continued;
            }
            for (journal, device) in news {
                holdings.put(journal, device);
            }
            (holdings.version != before).then_some(holdings.version)
        };
        (self.heard, self.mark, self.desk) = (heard.upto, mark, desk);
        self.pending = Pending::default();
        if let Some(version) = version {
            self.change.send_replace(version);
        }
        Ok(())
    }

    /// How far the desk journal goes, and what was announced where another process wrote into it
    /// since.
    fn announced_anew(&self) -> anyhow::Result<(Option<Head>, Option<Announced>)> {
        let head = self.store.own_journal(Recipient::Desk)?.map(|(_, head)| head);
        let anew = match head == self.desk {
            true => None,
            false => Some(Announced::of(&self.store.own_fold(Recipient::Desk)?)),
        };
        Ok((head, anew))
    }

    fn fold_all(&mut self) -> anyhow::Result<()> {
        loop {
            let report = self.store.fold_pages(&self.openers, self.clock.now_s())?;
            if report.pages > 0 {
                tracing::debug!(pages = report.pages, events = report.events, "folded");
            }
            for finding in &report.findings {
                let (journal, page) = (finding.journal, finding.number.0);
                tracing::warn!(%journal, page, detail = %finding.detail, "a page is not usable");
            }
            for (journal, detail) in &report.broken {
                tracing::error!(%journal, detail, "a journal cannot be folded");
            }
            self.pending.journals.extend(report.changed);
            if !report.more {
                return Ok(());
            }
        }
    }

    /// Tells devices of their pages that were kept but could not be used. A device that cannot
    /// be told stops nobody else; it is tried again.
    fn report_pages(&mut self) -> anyhow::Result<()> {
        let mut by_device: BTreeMap<JournalId, Vec<Finding>> = BTreeMap::new();
        for finding in self.store.findings_to_report()? {
            by_device.entry(finding.journal).or_default().push(finding);
        }
        for (device, findings) in by_device {
            if let Err(error) = self.report(device, &findings) {
                tracing::warn!(%device, %error, "a device cannot be told of its pages");
            }
        }
        Ok(())
    }

    fn report(&mut self, device: JournalId, findings: &[Finding]) -> anyhow::Result<()> {
        let report = |finding: &Finding| {
            Payload::PageReported(PageReported {
                journal: JournalRef(finding.journal.0),
                number: finding.number.0,
                hash: finding.hash.0,
                problem: finding.problem,
                detail: finding.detail.clone(),
            })
        };
        let what = findings.iter().map(report).collect();
        publish(&mut self.store, &self.keys, &self.clock, Recipient::Device(device), what)?;
        for finding in findings {
            self.store.mark_reported(device, finding.number)?;
        }
        Ok(())
    }

    /// Tells every device what changed about its stations, and every lead about the team; see
    /// [`Self::report_pages`].
    fn assign(&mut self) -> anyhow::Result<()> {
        let devices = self.store.devices()?;
        let counting = devices.iter().filter(|it| it.status == journal::judge::Status::Good);
        for device in counting.filter(|device| is_current(device)) {
            if let Err(error) = self.assign_to(device) {
                let device = device.journal;
                tracing::warn!(%device, %error, "a device cannot be told what changed");
            }
        }
        Ok(())
    }

    fn assign_to(&mut self, device: &DeviceRow) -> anyhow::Result<()> {
        let recipient = Recipient::Device(device.journal);
        let lists = read(&self.lists);
        let Some(note) = lists.notes.of(device.invitation) else { return Ok(()) };
        let told = self.store.own_fold(recipient)?;
        if due(&told, note, &lists.notes, &lists.stations, OPERATOR).is_empty() {
            return Ok(());
        }
        publish_due(&mut self.store, &self.keys, &self.clock, recipient, |told| {
            due(told, note, &lists.notes, &lists.stations, OPERATOR)
        })?;
        Ok(())
    }

    fn device(&self, row: &DeviceRow) -> anyhow::Result<Device> {
        let findings = self.store.findings_of(row.journal)?;
        let recipient = Recipient::Device(row.journal);
        let told = match self.store.own_journal(recipient)? {
            Some((journal, _)) => Some((journal, self.store.own_fold(recipient)?)),
            None => None,
        };
        Ok(Device {
            fold: self.store.fold(row.journal)?.unwrap_or_default(),
            invitation: Some(row.invitation),
            receipted: row.head.number.0,
            received_at: (row.head.number.0 > 0).then_some(row.head_received_at),
            unreadable: findings.iter().map(|finding| finding.number.0).collect(),
            arrivals: self.store.arrivals(row.journal)?,
            told: told.filter(|(_, told)| says_something(told)),
        })
    }

    /// A journal folded with its waiting pages, where these say something urgent.
    fn ahead(&self, journal: JournalId) -> anyhow::Result<Option<Fold>> {
        let waiting = self.store.not_yet_linked(journal, &self.openers)?;
        let events: Vec<Stamped> =
            waiting.into_iter().filter_map(|(_, events)| events).flatten().collect();
        if !events.iter().any(is_urgent) {
            return Ok(None);
        }
        let mut fold = self.store.fold(journal)?.unwrap_or_default();
        fold.apply(&events);
        Ok(Some(fold))
    }

    /// What changed beside the journals since it was asked last, and up to where; what opens is
    /// looked at once.
    fn news_beside(&self, holdings: &Holdings) -> anyhow::Result<(u64, Vec<Beside>)> {
        let (mark, changed) = self.store.beside_since(self.mark)?;
        let mut news = Vec::new();
        for kept in changed {
            let known = holdings.beside.get(&kept.journal);
            let mut opening = BTreeSet::new();
            for page in &kept.waiting {
                let before = known.filter(|known| known.kept.waiting.iter().any(|it| it == page));
                let opens = match before {
                    Some(known) => known.opening.contains(&page.hash),
                    None => self.store.opens(page, &self.openers)?,
                };
                if opens {
                    opening.insert(page.hash);
                }
            }
            let ahead = match opening.is_empty() {
                true => None,
                false => self.ahead(kept.journal)?,
            };
            news.push(Beside { kept, opening, ahead });
        }
        Ok((mark, news))
    }
}

/// It holds a notice, a question or a decision, and not only what a device needs to work.
fn says_something(told: &Fold) -> bool {
    told.notices().next().is_some()
        || told.follow_ups().next().is_some()
        || told.incident_statuses().next().is_some()
}

/// What the page shows before it is linked.
fn is_urgent(stamped: &Stamped) -> bool {
    matches!(
        stamped.event.payload,
        Payload::Removed(_) | Payload::InDanger(_) | Payload::CheckedIn(_)
    )
}

fn put_beside(holdings: &mut Holdings, news: Vec<Beside>) {
    for beside in news {
        let journal = beside.kept.journal;
        match beside.kept.held.is_empty() && beside.kept.waiting.is_empty() {
            true => holdings.beside.remove(&journal),
            false => holdings.beside.insert(journal, beside),
        };
    }
}

/// Claims that nobody was told of yet, for the log.
fn name_new(claims: &[ForeignClaim], known: &[ForeignClaim]) {
    for claim in claims.iter().filter(|claim| !known.contains(claim)) {
        let ForeignClaim { journal, invitation, gave_way, .. } = claim;
        tracing::warn!(%journal, %invitation, gave_way, "a journal of another device is claimed");
    }
}

fn take(touched: &mut BTreeSet<JournalId>, wake: Wake) {
    match wake {
        Wake::Touched(journals) => touched.extend(journals),
        Wake::Decided(journal) => {
            touched.insert(journal);
        }
    }
}

#[cfg(all(test, feature = "faults"))]
mod tests;

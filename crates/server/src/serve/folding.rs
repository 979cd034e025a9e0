//! The thread behind the writer: folds what was kept, tells devices about pages that could
//! not be used, keeps the dashboard's holdings true.
//!
//! It never delays a receipt and never undoes one. It also looks every few seconds for what
//! commands of other processes changed. Rejected: folding on demand when somebody looks at
//! the page, which would make the first look after a quiet night wait.

use std::collections::BTreeSet;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::sync::{Arc, RwLock};
use std::time::Duration;

use domain::JournalRef;
use domain::event::{PageReported, Payload};
use journal::ids::JournalId;
use journal::keeper::{Keeper as _, Recipient};
use store::EndpointStore;
use store::endpoint::{DeviceRow, Openers};
use tokio::sync::watch;

use super::lists::Lists;
use super::{read, write};
use crate::clock::Clock;
use crate::data_folder::DataFolder;
use crate::headquarters::{due, is_current, publish, publish_due};
use crate::holdings::{Beyond, Device, Holdings, InQuarantine};
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
}

impl Folder {
    /// Fills the holdings from what is kept, after folding what was left over.
    pub fn load(&mut self) -> anyhow::Result<()> {
        // Lists may have changed while nothing was served.
        self.assign()?;
        self.fold_all(&mut BTreeSet::new())?;
        self.report_pages()?;
        self.heard = self.store.news_so_far()?;
        let mut holdings = Holdings::default();
        for row in self.store.devices()? {
            let device = self.device(&row)?;
            holdings.put(row.journal, device);
        }
        self.beside(&mut holdings)?;
        holdings.changed();
        let version = holdings.version;
        *write(&self.holdings) = holdings;
        self.change.send_replace(version);
        Ok(())
    }

    /// Works until the last sender is gone.
    pub fn run(mut self, woken: &Receiver<Wake>) {
        loop {
            let mut touched = BTreeSet::new();
            match woken.recv_timeout(LOOK_EVERY) {
                Ok(wake) => {
                    take(&mut touched, wake);
                    while let Ok(more) = woken.try_recv() {
                        take(&mut touched, more);
                    }
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => break,
            }
            if let Err(error) = self.turn(touched) {
                tracing::error!(%error, "folding failed; it is tried again");
            }
        }
    }

    fn turn(&mut self, mut touched: BTreeSet<JournalId>) -> anyhow::Result<()> {
        let looked_again = read(&self.lists).if_changed(&self.folder);
        let lists_changed = looked_again.is_some();
        if let Some(lists) = looked_again {
            *write(&self.lists) = lists;
            self.assign()?;
        }
        self.fold_all(&mut touched)?;
        self.report_pages()?;
        // Commands of other processes keep pages and tell devices things, too.
        let heard = self.store.news(self.heard)?;
        self.heard = heard.upto;
        touched.extend(heard.pages);
        touched.extend(heard.told);
        let mut news = Vec::new();
        for journal in touched {
            if let Some(row) = self.store.device(journal)? {
                news.push((journal, self.device(&row)?));
            }
        }
        let mut beside = Holdings::default();
        self.beside(&mut beside)?;
        let version = {
            let mut holdings = write(&self.holdings);
            let before = holdings.version;
            let same = holdings.common == beside.common
                && holdings.quarantine == beside.quarantine
                && holdings.waiting == beside.waiting
                && holdings.custody == beside.custody;
            if !same || lists_changed {
                holdings.common = beside.common;
                holdings.quarantine = beside.quarantine;
                holdings.waiting = beside.waiting;
                holdings.custody = beside.custody;
                holdings.changed();
            }
            for (journal, device) in news {
                holdings.put(journal, device);
            }
            (holdings.version != before).then_some(holdings.version)
        };
        if let Some(version) = version {
            self.change.send_replace(version);
        }
        Ok(())
    }

    fn fold_all(&mut self, touched: &mut BTreeSet<JournalId>) -> anyhow::Result<()> {
        loop {
            let report = self.store.fold_pages(&self.openers, self.clock.now_s())?;
            if report.pages > 0 {
                tracing::debug!(pages = report.pages, events = report.events, "folded");
            }
            for finding in &report.findings {
                let (journal, page) = (finding.journal, finding.number.0);
                tracing::warn!(%journal, page, detail = %finding.detail, "a page is not usable");
            }
            touched.extend(report.changed);
            if !report.more {
                return Ok(());
            }
        }
    }

    /// Tells devices of their pages that were kept but could not be used.
    fn report_pages(&mut self) -> anyhow::Result<()> {
        for finding in self.store.findings()?.into_iter().filter(|it| !it.reported) {
            let report = PageReported {
                journal: JournalRef(finding.journal.0),
                number: finding.number.0,
                hash: finding.hash.0,
                problem: finding.problem,
                detail: finding.detail,
            };
            let recipient = Recipient::Device(finding.journal);
            let what = vec![Payload::PageReported(report)];
            publish(&mut self.store, &self.keys, &self.clock, recipient, what)?;
            self.store.mark_reported(finding.journal, finding.number)?;
        }
        Ok(())
    }

    /// Tells every device what changed about its stations, and every lead about the team.
    fn assign(&mut self) -> anyhow::Result<()> {
        let devices = self.store.devices()?;
        let counting = devices.iter().filter(|it| it.status == journal::judge::Status::Good);
        for device in counting.filter(|device| is_current(device)) {
            let recipient = Recipient::Device(device.journal);
            let lists = read(&self.lists);
            let Some(note) = lists.notes.of(device.invitation) else { continue };
            let told = self.store.own_fold(recipient)?;
            if due(&told, note, &lists.notes, &lists.stations, OPERATOR).is_empty() {
                continue;
            }
            publish_due(&mut self.store, &self.keys, &self.clock, recipient, |told| {
                due(told, note, &lists.notes, &lists.stations, OPERATOR)
            })?;
        }
        Ok(())
    }

    fn device(&self, row: &DeviceRow) -> anyhow::Result<Device> {
        let findings = self.store.findings()?;
        let mine = findings.iter().filter(|finding| finding.journal == row.journal);
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
            unreadable: mine.map(|finding| finding.number.0).collect(),
            arrivals: self.store.arrivals(row.journal)?,
            told: told.filter(|(_, told)| told.notices().next().is_some()),
        })
    }

    /// What stands beside the devices: the common journal, quarantine, waiting pages.
    fn beside(&self, holdings: &mut Holdings) -> anyhow::Result<()> {
        holdings.common = self.store.own_fold(Recipient::Common)?;
        holdings.custody = self.store.in_custody()?;
        for page in self.store.quarantine()? {
            let known = holdings
                .quarantine
                .iter_mut()
                .find(|held| held.journal == page.journal && held.reason == page.reason);
            match known {
                Some(held) => {
                    held.pages = held.pages.saturating_add(1);
                    held.received_at = held.received_at.max(page.held_at);
                }
                None => {
                    let device = self.store.device(page.journal)?;
                    holdings.quarantine.push(InQuarantine {
                        journal: page.journal,
                        invitation: device.map(|device| device.invitation),
                        reason: page.reason,
                        pages: 1,
                        received_at: page.held_at,
                    });
                }
            }
        }
        holdings.waiting = self
            .store
            .waiting()?
            .into_iter()
            .map(|page| Beyond {
                journal: page.journal,
                page: page.number.0,
                missing_from: page.missing_from.0,
            })
            .collect();
        Ok(())
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

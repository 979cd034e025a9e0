//! One observer with a phone of their own: the app's core, and what a person does with it.

use std::fs;
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use app::Core;
use app::api::{Command, ContactOutcome, CounterView, DeliveryView, Notice, Query, Reply};
use base64::Engine as _;

/// How long an answer of headquarters may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// A person and the phone in their hand.
pub struct Observer {
    /// Their name in the invitation's file name.
    pub name: String,
    core: Core,
    contacts: Receiver<ContactOutcome>,
}

impl Observer {
    /// Reads the invitation file and enrols a new folder with it.
    pub fn enrol(invitation: &Path, folder: &Path, secret: &str) -> Result<Self> {
        fs::create_dir_all(folder)?;
        let name = invitation.file_stem().context("the invitation has no name")?;
        let observer = Self::start(&name.to_string_lossy(), folder);
        let bytes = fs::read(invitation).with_context(|| invitation.display().to_string())?;
        let base64 = base64::engine::general_purpose::STANDARD.encode(bytes);
        observer.does(Command::ReadInvitationFile { base64 })?;
        observer.does(Command::Enrol { secret: secret.to_owned() })?;
        Ok(observer)
    }

    fn start(name: &str, folder: &Path) -> Self {
        let core = Core::start(folder.to_path_buf());
        let (sender, contacts) = channel();
        core.listen(Box::new(move |notice| match notice {
            Notice::Contact { outcome } => sender.send(outcome).is_ok(),
            Notice::Changed { .. } | Notice::Relay { .. } | Notice::Alarm { .. } => true,
        }));
        Self { name: name.to_owned(), core, contacts }
    }

    /// Gives the command; an error names the person and what was refused.
    pub fn does(&self, command: Command) -> Result<Reply> {
        let said = format!("{command:?}");
        let said: String = said.chars().take(60).collect();
        self.core.execute(command).with_context(|| format!("{}: {said}", self.name))
    }

    /// Asks the core.
    pub fn asks(&self, query: Query) -> Result<Reply> {
        self.core.query(query).with_context(|| self.name.clone())
    }

    /// A minute has passed with the phone alive.
    pub fn lives(&self) {
        self.core.tick();
    }

    /// The count screen.
    pub fn counter(&self) -> Result<CounterView> {
        match self.asks(Query::Counter)? {
            Reply::Counter { view } => Ok(view),
            other => bail!("asked for the counter, got {other:?}"),
        }
    }

    /// The delivery screen.
    pub fn delivery(&self) -> Result<DeliveryView> {
        match self.asks(Query::Delivery)? {
            Reply::Delivery { view } => Ok(view),
            other => bail!("asked for the delivery, got {other:?}"),
        }
    }

    /// Sends what is there and waits for headquarters' signed answer.
    pub fn sends(&self) -> Result<DeliveryView> {
        while self.contacts.try_recv().is_ok() {}
        self.does(Command::SendNow)?;
        match self.contacts.recv_timeout(PATIENCE) {
            Ok(ContactOutcome::Reached) => self.delivery(),
            Ok(outcome) => bail!("{} could not send: {outcome:?}", self.name),
            Err(_) => bail!("{}: no answer within {PATIENCE:?}", self.name),
        }
    }
}

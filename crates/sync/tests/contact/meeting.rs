//! One contact of a device with a relay or with headquarters, and what headquarters says to it.

use journal::headquarters::OwnDraft;
use journal::ids::{JournalId, Ordinal};
use journal::page::{Head, Page};
use sync::client::{Client, Contact};
use sync::error::SyncError;

use crate::election::{Election, Endpoint, MORNING, TestWorld, event};
use crate::outbox::Device;
use crate::relay::Relay;

/// A contact with a relay that must succeed.
pub async fn meet(device: &mut Device, relay: &Relay) -> Contact {
    meeting(device, relay).await.expect("contact")
}

/// A contact with a relay, however it ends.
pub async fn meeting(device: &mut Device, relay: &Relay) -> Result<Contact, SyncError> {
    Client::new(None).contact(device, &relay.peer(), &*TestWorld::new(1)).await
}

/// A contact with headquarters that must succeed.
pub async fn deliver(device: &mut Device, endpoint: &Endpoint) -> Contact {
    let world = TestWorld::new(2);
    Client::new(None).contact(device, &endpoint.peer(), &*world).await.expect("contact")
}

/// Headquarters' first page for one device.
pub fn page_for(election: &mut Election, device: &Device, journal: JournalId) -> Page {
    let draft = OwnDraft {
        election: election.id,
        journal,
        after: Head::START,
        first: Ordinal(1),
        events: vec![event(1_000, MORNING, b"assigned")],
        sealed_at: MORNING,
    };
    let chain = device.certificate.check(&election.keys).expect("chain");
    election.roles.seal_for(&chain, draft, &mut election.rng).expect("sealed").page
}

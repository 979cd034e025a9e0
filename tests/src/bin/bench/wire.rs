//! A sync over real TLS: requests and bytes of one by part, and the rate of many at once.
//!
//! Client and endpoint share this process and its cores, so the rate is a floor.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use journal::judge::{Place, Quota};
use journal::outbox::{Outbox as _, Toward};
use store::{DeviceStore, EndpointStore};
use sync::client::{Client, Contact, PeerAddress};
use sync::host::{Bounds, Host, Voice, Words, Writer, serve};
use sync::tls::{Pin, acceptor};
use tests::support::proxy::Proxy;
use tests::support::standard_day::OPENS;
use tokio::net::TcpListener;

use crate::election::{Election, Here};
use crate::table::Table;

const DEVICES: u64 = 48;

pub fn measure(folder: &Path, table: &mut Table) -> Result<()> {
    let mut election = Election::new(4)?;
    let mut devices = Vec::new();
    let mut events = 0;
    for n in 0..DEVICES {
        let device = election.day(&folder.join(format!("wire-{n}")), n, 12)?;
        events += device.next_ordinal() - 1;
        devices.push(device);
    }
    let path = folder.join("wire.db");
    let store =
        EndpointStore::open(&path, election.list.clone(), Place::Headquarters, Quota::default())?;
    let mut folder = store.again()?;
    let runtime = tokio::runtime::Runtime::new()?;
    let (most, began) = runtime.block_on(async {
        let peer = endpoint(&election, store).await?;
        let world: Arc<Here> = Arc::new(Here::new());
        let mut first = devices.pop().context("no device")?;
        let one = apart(&mut first, &peer, &world, table).await?;
        let began = Instant::now();
        let mut running = Vec::new();
        for device in devices {
            running.push(tokio::spawn(contact(device, peer.clone(), world.clone())));
        }
        let mut most = one.requests;
        for contact in running {
            most = most.max(contact.await??);
        }
        anyhow::Ok((most, began))
    })?;
    let rate = |seconds: f64| (events as f64) * (DEVICES - 1) as f64 / DEVICES as f64 / seconds;
    let receipted = rate(began.elapsed().as_secs_f64());
    while folder.fold_pages(&election.openers(), OPENS)?.more {}
    let folded = rate(began.elapsed().as_secs_f64());
    table.row("requests a sync", format!("{most}"), Some((most == 1, "1")));
    table.row(
        "ingest over HTTPS, 47 devices at once",
        format!("{receipted:.0} events/s receipted, {folded:.0} folded"),
        None,
    );
    Ok(())
}

/// One contact behind a proxy that counts; what its bytes are made of.
async fn apart(
    device: &mut DeviceStore,
    peer: &PeerAddress,
    world: &Here,
    table: &mut Table,
) -> Result<Contact> {
    let target = peer.addresses.first().context("no address")?.parse()?;
    let proxy = Proxy::start(target)?;
    let behind = PeerAddress { addresses: vec![proxy.address().to_string()], ..peer.clone() };
    let offer = device.offer(Toward::Headquarters, usize::MAX)?;
    let pages: usize = offer.pages.iter().map(|page| page.bytes().len()).sum();
    let one = Client::new(None).contact(device, &behind, world).await?;
    ensure!(one.receipted == 12 && one.interrupted.is_none(), "not all was receipted");
    let carried = proxy.carried();
    let up: usize = carried.iter().map(|one| one.up.len()).sum();
    let down: usize = carried.iter().map(|one| one.down.len()).sum();
    let (sent, received) = (one.bytes_sent as usize, one.bytes_received as usize);
    table.row("a first sync of a day: its 12 pages", format!("{pages} B"), None);
    table.row("  hello, certificate in it", format!("{} B", sent - pages), None);
    table.row("  answer", format!("{received} B"), None);
    let (up, down) = (up - sent, down - received);
    table.row("  TLS handshake, records, HTTP", format!("{up} B up, {down} B down"), None);
    Ok(one)
}

async fn contact(mut device: DeviceStore, peer: PeerAddress, world: Arc<Here>) -> Result<u32> {
    let contact = Client::new(None).contact(&mut device, &peer, &*world).await?;
    ensure!(contact.receipted == 12, "not all was receipted");
    Ok(contact.requests)
}

async fn endpoint(election: &Election, store: EndpointStore) -> Result<PeerAddress> {
    let (writer, _thread) = Writer::start(Box::new(store), |_| {})?;
    let words = Words {
        election: election.list.list().election,
        keys: election.list.clone(),
        voice: Voice::Headquarters { receipt_key: election.keys.receipt.clone(), number: 1 },
        endpoints: Vec::new(),
    };
    let host = Host::new(words, writer, Arc::new(Here::new()));
    let acceptor = acceptor(&election.authority.issue(&["127.0.0.1".into()])?)?;
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?.to_string();
    let router = host.router();
    tokio::spawn(serve(listener, acceptor, router, Bounds::default(), std::future::pending()));
    let pin = Pin::AuthoritySpki(election.list.current_authority().0);
    Ok(PeerAddress { addresses: vec![address], pin, admission: None })
}

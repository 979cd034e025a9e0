//! A sync over real TLS: requests and bytes of one, and the rate of many at once.
//!
//! Client and endpoint share this process and its cores, so the rate is a floor.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Result, ensure};
use journal::judge::{Place, Quota};
use store::{DeviceStore, EndpointStore};
use sync::client::{Client, PeerAddress};
use sync::host::{Bounds, Host, Voice, Words, Writer, serve};
use sync::tls::{Pin, acceptor};
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
    let one = runtime.block_on(async {
        let peer = endpoint(&election, store).await?;
        let world: Arc<Here> = Arc::new(Here::new());
        let Some(mut first) = devices.pop() else { return Ok(None) };
        let one = Client::new(None).contact(&mut first, &peer, &*world).await?;
        ensure!(one.receipted == 12 && one.interrupted.is_none(), "not all was receipted");
        let began = Instant::now();
        let mut running = Vec::new();
        for device in devices {
            running.push(tokio::spawn(contact(device, peer.clone(), world.clone())));
        }
        let mut most = one.requests;
        for contact in running {
            most = most.max(contact.await??);
        }
        anyhow::Ok(Some((one, most, began)))
    })?;
    let Some((one, most, began)) = one else { return Ok(()) };
    let rate = |seconds: f64| (events as f64) * (DEVICES - 1) as f64 / DEVICES as f64 / seconds;
    let receipted = rate(began.elapsed().as_secs_f64());
    while folder.fold_pages(&election.openers(), OPENS)?.more {}
    let folded = rate(began.elapsed().as_secs_f64());
    table.row("requests a sync", format!("{most}"), Some((most == 1, "1")));
    let figure = format!("{} B up, {} B down", one.bytes_sent, one.bytes_received);
    table.row("  hello + 12 pages; answer; without TLS", figure, None);
    table.row(
        "ingest over HTTPS, 47 devices at once",
        format!("{receipted:.0} events/s receipted, {folded:.0} folded"),
        None,
    );
    Ok(())
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

//! A team's day collected by a lead's core in a process of its own, over loopback TLS.
//!
//! The devices share this process and the machine's cores with the lead, so the times are
//! ceilings. Each comes from an address of its own, as on a real network: the relay's bounds are
//! the shipped ones.

use std::net::{Ipv4Addr, SocketAddr};
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context as _, Result, bail, ensure};
use app::api::{CollectCommand, Command, Reply};
use base64::Engine as _;
use domain::event::{EntryKind, LogNoted};
use domain::{Event, Payload};
use journal::certificate::Role;
use journal::relay::RelayCode;
use store::{DeviceStore, KdfCost};
use sync::client::{Client, PeerAddress};
use sync::tls::Pin;
use tests::support::phone::Phone;
use tests::support::standard_day::OPENS;
use tokio::net::{TcpListener, TcpSocket};

use crate::election::{CLOCK, Election, Here};
use crate::table::{Table, quantile, resident_mib};

const TEAM: u64 = 50;
const PAGES: u64 = 12;
/// Devices that ask at once.
const CROWD: u64 = 200;

pub fn measure(folder: &Path, table: &mut Table) -> Result<()> {
    let mut election = Election::new(6)?;
    let mut lead = lead(&mut election, &folder.join("lead"))?;
    let code = start_collecting(&mut lead)?;
    let mut team = Vec::new();
    for n in 0..TEAM {
        team.push(election.day(&folder.join(format!("team-{n}")), n, PAGES.try_into()?)?);
    }
    let mut crowd = Vec::new();
    for n in 0..CROWD {
        crowd.push(remark(&mut election, &folder.join(format!("crowd-{n}")))?);
    }
    let runtime = tokio::runtime::Runtime::new()?;
    let relay = runtime.block_on(spread(&code))?;
    let process = format!("/proc/{}", lead.pid().context("the lead runs")?);
    let before = resident_mib(&process, "VmRSS:")?;
    // From here on the peak counts anew: unlocking costs more than collecting ever does.
    std::fs::write(format!("{process}/clear_refs"), "5")?;
    let began = Instant::now();
    runtime.block_on(at_once(team, &relay, PAGES))?;
    let seconds = began.elapsed().as_secs_f64();
    let what = format!("{TEAM} observers' day of {PAGES} pages collected");
    table.row(&what, format!("{seconds:.2} s"), Some((seconds <= 5.0, "≤ 5 s")));
    let peak = resident_mib(&process, "VmHWM:")?;
    let figure = format!("{peak:.0} MiB at most, {before:.0} MiB before");
    table.row("  the lead's resident memory meanwhile", figure, None);
    bundle(&mut election, &mut lead, folder, table)?;
    let mut took = runtime.block_on(at_once(crowd, &relay, 1))?;
    took.sort_by(f64::total_cmp);
    let (p50, p99) = (quantile(&took, 0.5), quantile(&took, 0.99));
    let figure = format!("p50 {p50:.2} s, p99 {p99:.2} s");
    table.row(&format!("relay's answer, {CROWD} devices at once"), figure, None);
    let peak = resident_mib(&process, "VmHWM:")?;
    table.row("  the lead's resident memory meanwhile", format!("{peak:.0} MiB at most"), None);
    Ok(())
}

/// The core of a lead, enrolled, in a process of its own.
fn lead(election: &mut Election, folder: &Path) -> Result<Phone> {
    let program = std::env::current_exe()?.with_file_name("phone");
    ensure!(program.exists(), "{} is not built", program.display());
    let mut phone = Phone::new(&program.to_string_lossy(), folder, 18, 0);
    let invitation = folder.join("lead.sanaq");
    std::fs::write(&invitation, election.invitation(Role::Lead).encode())?;
    phone.enrol(&invitation);
    Ok(phone)
}

fn start_collecting(lead: &mut Phone) -> Result<RelayCode> {
    let start =
        Command::Collect(CollectCommand::StartCollecting { wifi_name: None, wifi_password: None });
    let Reply::Collect { view } = lead.execute(&start) else { bail!("it does not collect") };
    RelayCode::from_text(&view.code).context("the code it shows")
}

/// A device with one page of one remark.
fn remark(election: &mut Election, folder: &Path) -> Result<DeviceStore> {
    let mut device = election.device(folder, KdfCost::FLOOR)?;
    let (visit, entry) = (None, EntryKind::Remark);
    let noted = LogNoted { visit, entry, text: "All is quiet here.".into(), seen_at: None };
    device.append(CLOCK, &[Event::new(OPENS, Payload::LogNoted(noted))])?;
    device.seal(OPENS + 60, &mut election.rng)?;
    Ok(device)
}

/// Everybody gives everything at once; seconds each, from the first byte to the custody note.
async fn at_once(devices: Vec<DeviceStore>, relay: &PeerAddress, pages: u64) -> Result<Vec<f64>> {
    let world: Arc<Here> = Arc::new(Here::new());
    let mut running = Vec::new();
    for mut device in devices {
        let (relay, world) = (relay.clone(), world.clone());
        running.push(tokio::spawn(async move {
            let began = Instant::now();
            let contact = Client::new(None).contact(&mut device, &relay, &*world).await?;
            let took = began.elapsed().as_secs_f64();
            let given = device.delivery()?.in_custody;
            ensure!(given == pages, "{given} of {pages} pages are with the lead: {contact:?}");
            Ok(took)
        }));
    }
    let mut took = Vec::new();
    for one in running {
        took.push(one.await??);
    }
    Ok(took)
}

/// The team's pages as one file, and how long another device takes it in.
fn bundle(
    election: &mut Election,
    lead: &mut Phone,
    folder: &Path,
    table: &mut Table,
) -> Result<()> {
    let Reply::Bundle { view } = lead.execute(&Command::ExportBundle) else { bail!("no file") };
    let bytes = base64::engine::general_purpose::STANDARD.decode(&view.base64)?;
    let mut other = election.device(&folder.join("other"), KdfCost::FLOOR)?;
    let began = Instant::now();
    let imported = other.import_bundle(&bytes, OPENS + 50_000)?;
    let seconds = began.elapsed().as_secs_f64();
    ensure!(imported.new >= TEAM * PAGES, "the file lacks pages: {imported:?}");
    let figure = format!("{:.0} kB, {} pages", bytes.len() as f64 / 1_000.0, view.pages);
    table.row("the team's bundle file", figure, None);
    table.row("  taken in by another device", format!("{seconds:.2} s"), None);
    Ok(())
}

/// The relay of a code, behind a forwarder that gives every connection an address of its own.
async fn spread(code: &RelayCode) -> Result<PeerAddress> {
    let shown: SocketAddr = code.addresses.first().context("no address")?.parse()?;
    let relay = SocketAddr::from((Ipv4Addr::LOCALHOST, shown.port()));
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = listener.local_addr()?.to_string();
    tokio::spawn(async move {
        let mut number = 0_u16;
        while let Ok((mut near, _)) = listener.accept().await {
            number = number.wrapping_add(1);
            let [high, low] = number.to_be_bytes();
            let from = SocketAddr::from(([127, 7, high, low], 0));
            tokio::spawn(async move {
                let socket = TcpSocket::new_v4()?;
                socket.bind(from)?;
                let mut far = socket.connect(relay).await?;
                tokio::io::copy_bidirectional(&mut near, &mut far).await
            });
        }
    });
    let pin = Pin::HostSpki(code.spki);
    Ok(PeerAddress { addresses: vec![address], pin, admission: Some(code.token) })
}

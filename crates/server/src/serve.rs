//! `serve`: the public listener for sync, the dashboard beside it, folding behind both.
//!
//! One writer keeps pages (group commit), one thread folds, the dashboard reads what was
//! folded. Refuses a dashboard beyond this computer without a given certificate. It stops
//! when told: listeners close, open requests end, the writer and the folder finish their turn.
//! Rejected: folding in the writer, where one large page would make every receipt wait.

mod folding;
mod greeting;
mod lists;
mod live;

use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};
use std::thread::JoinHandle;

use anyhow::{Context as _, bail};
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use sync::host::{Bounds, Host, Voice, Words, Writer};
use sync::tls::{Identity, acceptor};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle as Task;
use tokio_rustls::TlsAcceptor;
use zeroize::Zeroizing;

use crate::cli;
use crate::commands::{Say, election_file, endpoints};
use crate::dashboard::guard::Guard;
use crate::dashboard::source::Source as _;
use crate::dashboard::web::Web;
use crate::data_folder;
use crate::headquarters::Headquarters;
use crate::holdings::Holdings;
use crate::operators::Operators;
use crate::texts;

use folding::Folder;
use greeting::Greeter;
use lists::Lists;
use live::Live;

/// A running endpoint.
pub struct Server {
    /// Where devices are answered.
    pub sync: SocketAddr,
    /// Where operators are answered.
    pub dashboard: SocketAddr,
    stop: watch::Sender<bool>,
    listeners: Vec<Task<()>>,
    threads: Vec<JoinHandle<()>>,
}

/// Serves until the process is told to end; prints one line when ready.
pub fn run(headquarters: Headquarters, args: &cli::Serve, say: &mut Say<'_>) -> anyhow::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build()?;
    runtime.block_on(async {
        let server = Server::start(headquarters, args).await?;
        say.line(texts::ready(server.sync, server.dashboard))?;
        say.out.flush()?;
        told_to_stop().await?;
        tracing::info!("stopping");
        server.stop().await;
        Ok(())
    })
}

/// Folds what is kept and writes every table into a folder; serves nothing.
pub fn export(headquarters: Headquarters, out: &Path, say: &mut Say<'_>) -> anyhow::Result<()> {
    let (change, _) = watch::channel(0);
    let Parts { writer, writing, folder_thread, live } = Parts::open(headquarters, change)?;
    let files = live.files();
    // Both threads end when nobody can wake them any more.
    drop((writer, live));
    for thread in [writing, folder_thread] {
        thread.join().map_err(|_| anyhow::anyhow!(texts::THREAD_ENDED_BADLY))?;
    }
    data_folder::make_private_folder(out)?;
    for file in files? {
        data_folder::write_private(&out.join(&file.name), &file.bytes)?;
        say.line(texts::exported(&file.name, file.rows))?;
    }
    say.line(texts::NO_COORDINATES)?;
    Ok(())
}

impl Server {
    /// Starts serving; returns when both listeners answer.
    pub async fn start(headquarters: Headquarters, args: &cli::Serve) -> anyhow::Result<Self> {
        let secure = args.dashboard_cert.is_some();
        if !args.dashboard.ip().is_loopback() && !secure {
            bail!(texts::DASHBOARD_NEEDS_CERTIFICATE);
        }
        let file = election_file(&headquarters.folder)?;
        if file.definition.practice != headquarters.keys.list.list().practice {
            bail!(texts::PRACTICE_MISMATCH);
        }
        let listener = bind(args.listen).await?;
        let dashboard_listener = bind(args.dashboard).await?;
        let (sync, dashboard) = (listener.local_addr()?, dashboard_listener.local_addr()?);

        let identity = headquarters.keys.authority.issue(&names(&file.addresses, sync))?;
        let words = Words {
            election: headquarters.keys.election,
            keys: headquarters.keys.list.clone(),
            voice: Voice::Headquarters {
                receipt_key: headquarters.keys.receipt.clone(),
                number: headquarters.keys.list.current_receipt().0,
            },
            endpoints: endpoints(&file),
        };
        let tls = dashboard_tls(args)?;
        let (change, changes) = watch::channel(0);
        let (stop, stopped) = watch::channel(false);
        let clock = headquarters.clock.clone();
        let folder = headquarters.folder.clone();
        let parts = tokio::task::spawn_blocking(move || Parts::open(headquarters, change));
        let Parts { writer, writing, folder_thread, live } = parts.await??;

        let host = Host::new(words, writer, Arc::new(clock.clone()));
        let operators = Operators::at(folder.operators());
        let guard = Guard::new(dashboard, &args.dashboard_host, secure);
        let web = Web::new(Arc::new(live), operators, guard, secure, clock, changes);
        let public = sync::host::serve(
            listener,
            acceptor(&identity)?,
            host.router(),
            Bounds::default(),
            until(stopped.clone()),
        );
        drop(host);
        let private = crate::dashboard::serve::serve(
            dashboard_listener,
            tls,
            web.router(),
            crate::dashboard::serve::Bounds::default(),
            until(stopped),
        );
        let listeners = vec![tokio::spawn(public), tokio::spawn(private)];
        tracing::info!("serving");
        Ok(Self { sync, dashboard, stop, listeners, threads: vec![writing, folder_thread] })
    }

    /// Ends it: no new connections, open requests finish, threads end their turn.
    pub async fn stop(self) {
        // Nobody listens any more if this fails, which is what it asks for.
        let _ = self.stop.send(true);
        for listener in self.listeners {
            let _ = listener.await;
        }
        let threads = self.threads;
        let ended = tokio::task::spawn_blocking(move || {
            threads.into_iter().for_each(|thread| {
                if thread.join().is_err() {
                    tracing::error!("a thread ended badly");
                }
            });
        });
        let _ = ended.await;
    }
}

/// What blocks while it is made.
struct Parts {
    writer: Writer,
    writing: JoinHandle<()>,
    folder_thread: JoinHandle<()>,
    live: Live,
}

impl Parts {
    fn open(headquarters: Headquarters, change: watch::Sender<u32>) -> anyhow::Result<Self> {
        let openers = headquarters.openers();
        let (for_writing, for_reading) = (headquarters.store.again()?, headquarters.store.again()?);
        let Headquarters { folder, keys, store, clock } = headquarters;
        let keys = Arc::new(keys);
        let lists = Arc::new(RwLock::new(Lists::load(&folder)?));
        let holdings = Arc::new(RwLock::new(Holdings::default()));
        let (wake, woken) = std::sync::mpsc::channel();
        let greeter =
            Greeter::new(for_writing, Arc::clone(&keys), clock.clone(), Arc::clone(&lists));
        let told = wake.clone();
        let (writer, writing) = Writer::start(Box::new(greeter), move |outcomes| {
            let journals = outcomes.iter().flat_map(|it| &it.journals).map(|it| it.journal);
            // The folder is gone only when everything ends.
            let _ = told.send(folding::Wake::Touched(journals.collect()));
        })?;
        let mut folder_of_pages = Folder {
            store,
            keys: Arc::clone(&keys),
            clock: clock.clone(),
            openers: openers.clone(),
            folder,
            holdings: Arc::clone(&holdings),
            lists: Arc::clone(&lists),
            change,
            heard: 0,
            mark: 0,
            desk: None,
            pending: folding::Pending::default(),
        };
        folder_of_pages.load()?;
        let folder_thread = std::thread::Builder::new()
            .name("folding".into())
            .spawn(move || folder_of_pages.run(&woken))?;
        let live = Live::new(holdings, lists, for_reading, keys, openers, clock, wake);
        live.prepare();
        Ok(Self { writer, writing, folder_thread, live })
    }
}

async fn bind(at: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(at).await.with_context(|| texts::cannot_listen(at))
}

/// Names and addresses for the endpoint's certificate.
fn names(addresses: &[String], at: SocketAddr) -> Vec<String> {
    let mut names: Vec<String> = addresses
        .iter()
        .filter_map(|address| address.rsplit_once(':'))
        .map(|(host, _)| host.trim_start_matches('[').trim_end_matches(']').to_owned())
        .collect();
    if !at.ip().is_unspecified() {
        names.push(at.ip().to_string());
    }
    names.sort();
    names.dedup();
    names
}

fn dashboard_tls(args: &cli::Serve) -> anyhow::Result<Option<TlsAcceptor>> {
    let (Some(chain), Some(key)) = (&args.dashboard_cert, &args.dashboard_key) else {
        return Ok(None);
    };
    let bytes = data_folder::read(chain)?;
    let chain: Vec<Vec<u8>> = CertificateDer::pem_slice_iter(&bytes)
        .map(|found| found.map(|certificate| certificate.to_vec()))
        .collect::<Result<_, _>>()
        .map_err(|error| anyhow::anyhow!("{}: {error}", chain.display()))?;
    let bytes = Zeroizing::new(data_folder::read(key)?);
    let key = PrivateKeyDer::from_pem_slice(&bytes)
        .map_err(|error| anyhow::anyhow!("{}: {error}", key.display()))?;
    let key = Zeroizing::new(key.secret_der().to_vec());
    Ok(Some(acceptor(&Identity { chain, key })?))
}

async fn until(mut stopped: watch::Receiver<bool>) {
    // The sender is gone only when the server is.
    let _ = stopped.wait_for(|stop| *stop).await;
}

#[cfg(unix)]
async fn told_to_stop() -> std::io::Result<()> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut terminate = signal(SignalKind::terminate())?;
    tokio::select! {
        interrupted = tokio::signal::ctrl_c() => interrupted,
        _ = terminate.recv() => Ok(()),
    }
}

#[cfg(not(unix))]
async fn told_to_stop() -> std::io::Result<()> {
    tokio::signal::ctrl_c().await
}

/// Reads through a lock that a panic elsewhere may have left: the content is replaced whole,
/// so it is never half.
fn read<T>(lock: &RwLock<T>) -> std::sync::RwLockReadGuard<'_, T> {
    lock.read().unwrap_or_else(PoisonError::into_inner)
}

/// See [`read`].
fn write<T>(lock: &RwLock<T>) -> std::sync::RwLockWriteGuard<'_, T> {
    lock.write().unwrap_or_else(PoisonError::into_inner)
}

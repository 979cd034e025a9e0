//! The listener: TLS in front, bounded connections, a graceful end.
//!
//! Every wait a stranger can cause has a limit, and the number of strangers has one too: a
//! connection beyond the bound waits in the kernel's queue instead of in our memory. Rejected:
//! `axum::serve`, which knows no TLS and no header timeout.

use axum::{Extension, Router};
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::future::Future;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tokio_rustls::TlsAcceptor;

use super::body::{Caller, Room};
use super::crowd::Crowd;
use crate::limits;

/// Bounds on connections and on what they bring.
#[derive(Clone, Debug)]
pub struct Bounds {
    /// Connections open at once.
    pub connections: usize,
    /// Of these, from one address (IPv6: one /64); generous, since a whole city may share one.
    pub connections_per_address: usize,
    /// Time for a TLS handshake.
    pub handshake: Duration,
    /// Time for a request's head.
    pub head: Duration,
    /// Bytes of all bodies together that are not answered yet; beyond, 503 at once.
    pub unanswered: usize,
    /// Of these, from one address.
    pub unanswered_per_address: usize,
    /// In each such time a body brings [`limits::BODY_PACE_BYTES`] or its end.
    pub pace: Duration,
    /// Time for a whole body.
    pub body: Duration,
    /// Life of a connection, whatever it does.
    pub life: Duration,
    /// Time that open requests get when the host stops.
    pub farewell: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        Self {
            connections: 2_048,
            connections_per_address: 512,
            handshake: Duration::from_secs(20),
            head: Duration::from_secs(20),
            unanswered: limits::UNANSWERED_BYTES_MAX,
            unanswered_per_address: limits::UNANSWERED_BYTES_PER_ADDRESS_MAX,
            pace: limits::BODY_PACE,
            body: limits::BODY_TIMEOUT,
            life: Duration::from_secs(900),
            farewell: Duration::from_secs(10),
        }
    }
}

impl Bounds {
    /// A relay's: a team, not a city, and a phone that does it beside its own count.
    pub fn relay() -> Self {
        Self {
            connections: limits::RELAY_CONNECTIONS_MAX,
            connections_per_address: limits::RELAY_CONNECTIONS_PER_ADDRESS_MAX,
            unanswered: limits::RELAY_UNANSWERED_BYTES_MAX,
            unanswered_per_address: limits::RELAY_UNANSWERED_BYTES_PER_ADDRESS_MAX,
            life: limits::REQUEST_TIMEOUT,
            farewell: Duration::from_secs(2),
            ..Self::default()
        }
    }
}

/// Serves `router` over TLS until `stop` completes, then lets open requests end.
pub async fn serve(
    listener: TcpListener,
    acceptor: TlsAcceptor,
    router: Router,
    bounds: Bounds,
    stop: impl Future<Output = ()>,
) {
    let open = Arc::new(Semaphore::new(bounds.connections));
    let (crowd, room) = (Crowd::default(), Room::new(&bounds));
    let farewell = Arc::new(GracefulShutdown::new());
    tokio::pin!(stop);
    loop {
        let accepted = tokio::select! {
            () = &mut stop => break,
            accepted = accept(&listener, &open) => accepted,
        };
        let Some((stream, address, place)) = accepted else { continue };
        let Some(seat) = crowd.enter(address, 1, bounds.connections_per_address) else {
            tracing::debug!("too many connections from one address");
            continue;
        };
        let (acceptor, bounds) = (acceptor.clone(), bounds.clone());
        let router = router.clone().layer(Extension(Caller { room: room.clone(), address }));
        let watcher = farewell.watcher();
        tokio::spawn(async move {
            let _held = (place, seat);
            let life = bounds.life;
            let connection = connection(stream, acceptor, router, bounds, watcher);
            if timeout(life, connection).await.is_err() {
                tracing::debug!("a connection outlived its bound");
            }
        });
    }
    drop(listener);
    if let Ok(farewell) = Arc::try_unwrap(farewell) {
        let _ = timeout(bounds.farewell, farewell.shutdown()).await;
    }
}

async fn accept(
    listener: &TcpListener,
    open: &Arc<Semaphore>,
) -> Option<(TcpStream, IpAddr, tokio::sync::OwnedSemaphorePermit)> {
    let place = Arc::clone(open).acquire_owned().await.ok()?;
    match listener.accept().await {
        Ok((stream, from)) => Some((stream, from.ip(), place)),
        Err(error) => {
            // Out of file descriptors, mostly: others must end before this one can begin.
            tracing::warn!(%error, "accept failed");
            tokio::time::sleep(Duration::from_millis(50)).await;
            None
        }
    }
}

async fn connection(
    stream: TcpStream,
    acceptor: TlsAcceptor,
    router: Router,
    bounds: Bounds,
    watcher: hyper_util::server::graceful::Watcher,
) {
    let _ = stream.set_nodelay(true);
    let Ok(Ok(tls)) = timeout(bounds.handshake, acceptor.accept(stream)).await else { return };
    let served = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(bounds.head)
        .max_buf_size(64 * 1024)
        .serve_connection(TokioIo::new(tls), TowerToHyperService::new(router));
    if let Err(error) = watcher.watch(served).await {
        tracing::debug!(%error, "a connection ended early");
    }
}

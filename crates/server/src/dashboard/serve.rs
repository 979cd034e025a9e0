//! The dashboard's listener: loopback in the clear, or anywhere behind a given certificate.
//!
//! Few connections, of these not all from one address, each with time limits: also the
//! notices' endless answers end after an hour, and the page asks anew. It ends when told, and
//! does not wait for them longer than a moment. Rejected: `axum::serve`, which knows no TLS
//! and no header timeout.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use sync::host::Crowd;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

/// Bounds on connections, as at the sync host.
#[derive(Debug, Clone)]
pub struct Bounds {
    /// Open at once.
    pub connections: usize,
    /// Of these, from one address.
    pub connections_per_address: usize,
    /// Life of a connection, whatever it does.
    pub life: Duration,
}

impl Default for Bounds {
    fn default() -> Self {
        let life = Duration::from_secs(3600);
        Self { connections: 256, connections_per_address: 128, life }
    }
}

const HANDSHAKE: Duration = Duration::from_secs(10);
const HEAD: Duration = Duration::from_secs(20);
const FAREWELL: Duration = Duration::from_secs(2);

/// Serves until `stop` completes.
pub async fn serve(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    router: Router,
    bounds: Bounds,
    stop: impl Future<Output = ()>,
) {
    let places = Arc::new(Semaphore::new(bounds.connections));
    let crowd = Crowd::default();
    let mut open = JoinSet::new();
    tokio::pin!(stop);
    loop {
        while open.try_join_next().is_some() {}
        let Ok(place) = Arc::clone(&places).acquire_owned().await else { break };
        let accepted = tokio::select! {
            () = &mut stop => break,
            accepted = listener.accept() => accepted,
        };
        let (tls, router) = (tls.clone(), router.clone());
        let (stream, from) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "the dashboard could not take a connection");
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
        let Some(seat) = crowd.enter(from.ip(), 1, bounds.connections_per_address) else {
            tracing::debug!("too many dashboard connections from one address");
            continue;
        };
        let life = bounds.life;
        open.spawn(async move {
            let _held = (place, seat);
            let _ = stream.set_nodelay(true);
            let talk = async {
                match tls {
                    None => connection(stream, router).await,
                    Some(tls) => {
                        let shaken = tokio::time::timeout(HANDSHAKE, tls.accept(stream)).await;
                        if let Ok(Ok(stream)) = shaken {
                            connection(stream, router).await;
                        }
                    }
                }
            };
            if tokio::time::timeout(life, talk).await.is_err() {
                tracing::debug!("a dashboard connection outlived its bound");
            }
        });
    }
    drop(listener);
    let _ =
        tokio::time::timeout(FAREWELL, async { while open.join_next().await.is_some() {} }).await;
    open.shutdown().await;
}

async fn connection(stream: impl AsyncRead + AsyncWrite + Unpin + Send, router: Router) {
    let served = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEAD)
        .max_buf_size(32 * 1024)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    if let Err(error) = served.await {
        tracing::debug!(%error, "a dashboard connection ended early");
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;
    use tokio::io::AsyncReadExt as _;
    use tokio::net::TcpStream;

    async fn started(bounds: Bounds) -> std::net::SocketAddr {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let at = listener.local_addr().unwrap();
        tokio::spawn(serve(listener, None, Router::new(), bounds, std::future::pending()));
        at
    }

    #[tokio::test]
    async fn a_connection_ends_with_its_life() {
        let life = Duration::from_millis(50);
        let at = started(Bounds { life, ..Bounds::default() }).await;
        let mut mute = TcpStream::connect(at).await.unwrap();
        let read = tokio::time::timeout(Duration::from_secs(10), mute.read(&mut [0])).await;
        assert_eq!(read.expect("ended in time").unwrap_or(0), 0);
    }

    #[tokio::test]
    async fn one_address_cannot_take_every_place() {
        let at = started(Bounds { connections_per_address: 1, ..Bounds::default() }).await;
        let _greedy = TcpStream::connect(at).await.unwrap();
        let mut second = TcpStream::connect(at).await.unwrap();
        let read = tokio::time::timeout(Duration::from_secs(10), second.read(&mut [0])).await;
        assert_eq!(read.expect("turned away in time").unwrap_or(0), 0);
    }
}

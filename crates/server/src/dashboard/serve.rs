//! The dashboard's listener: loopback in the clear, or anywhere behind a given certificate.
//!
//! Few connections, each with time limits; it ends when told, and does not wait for the
//! notices' endless answers longer than a moment. Rejected: `axum::serve`, which knows no
//! TLS and no header timeout.

use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::service::TowerToHyperService;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio::task::JoinSet;
use tokio_rustls::TlsAcceptor;

const CONNECTIONS_MAX: usize = 256;
const HANDSHAKE: Duration = Duration::from_secs(10);
const HEAD: Duration = Duration::from_secs(20);
const FAREWELL: Duration = Duration::from_secs(2);

/// Serves until `stop` completes.
pub async fn serve(
    listener: TcpListener,
    tls: Option<TlsAcceptor>,
    router: Router,
    stop: impl Future<Output = ()>,
) {
    let places = Arc::new(Semaphore::new(CONNECTIONS_MAX));
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
        match accepted {
            Ok((stream, _)) => open.spawn(async move {
                let _place = place;
                let _ = stream.set_nodelay(true);
                match tls {
                    None => connection(stream, router).await,
                    Some(tls) => {
                        let shaken = tokio::time::timeout(HANDSHAKE, tls.accept(stream)).await;
                        if let Ok(Ok(stream)) = shaken {
                            connection(stream, router).await;
                        }
                    }
                }
            }),
            Err(error) => {
                tracing::warn!(%error, "the dashboard could not take a connection");
                tokio::time::sleep(Duration::from_millis(100)).await;
                continue;
            }
        };
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

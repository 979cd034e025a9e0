//! Lets one of several connections through, so that a request leaves once.
//!
//! It sits around reqwest's connector: an attempt that has finished TCP and TLS (so: has shown
//! the pinned certificate) takes the gate, later ones fail before a byte of the request is
//! written. Rejected: racing whole requests (a day's pages sent twice over 2G) and probing with
//! plain TCP first (a captive portal accepts every connection, and wins).

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll};
use thiserror::Error;
use tower::{BoxError, Layer, Service};

const FREE: usize = usize::MAX;

/// Who may send. One per race, shared by its attempts.
#[derive(Clone, Debug)]
pub(crate) struct Gate(Arc<AtomicUsize>);

/// Another address finished its handshake first.
#[derive(Debug, Error)]
#[error("another address answered first")]
pub(crate) struct Outrun;

impl Gate {
    pub(crate) fn new() -> Self {
        Self(Arc::new(AtomicUsize::new(FREE)))
    }

    /// The gate as the attempt `me` sees it.
    pub(crate) fn layer(&self, me: usize) -> GateLayer {
        GateLayer { gate: self.clone(), me }
    }

    /// True while some attempt holds the gate.
    pub(crate) fn is_taken(&self) -> bool {
        self.0.load(Ordering::Acquire) != FREE
    }

    /// Gives the gate back if `me` holds it.
    pub(crate) fn release(&self, me: usize) {
        let _ = self.0.compare_exchange(me, FREE, Ordering::AcqRel, Ordering::Acquire);
    }

    fn take(&self, me: usize) -> bool {
        match self.0.compare_exchange(FREE, me, Ordering::AcqRel, Ordering::Acquire) {
            Ok(_) => true,
            Err(holder) => holder == me,
        }
    }
}

/// Puts the gate behind a connector.
#[derive(Clone, Debug)]
pub(crate) struct GateLayer {
    gate: Gate,
    me: usize,
}

impl<S> Layer<S> for GateLayer {
    type Service = Gated<S>;

    fn layer(&self, inner: S) -> Gated<S> {
        Gated { inner, gate: self.gate.clone(), me: self.me }
    }
}

/// A connector whose connections count only while the gate is free or theirs.
#[derive(Clone, Debug)]
pub(crate) struct Gated<S> {
    inner: S,
    gate: Gate,
    me: usize,
}

impl<S, Request> Service<Request> for Gated<S>
where
    S: Service<Request, Error = BoxError>,
    S::Future: Send + 'static,
{
    type Response = S::Response;
    type Error = BoxError;
    type Future = Pin<Box<dyn Future<Output = Result<S::Response, BoxError>> + Send>>;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), BoxError>> {
        self.inner.poll_ready(cx)
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let connecting = self.inner.call(request);
        let (gate, me) = (self.gate.clone(), self.me);
        Box::pin(async move {
            let connection = connecting.await?;
            if gate.take(me) { Ok(connection) } else { Err(Outrun.into()) }
        })
    }
}

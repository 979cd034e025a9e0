//! Several addresses, one request: staggered attempts behind one gate.
//!
//! The first address gets a head start of [`limits::STAGGER`]; each next one joins when the one
//! before has failed or the head start is over. Whoever shows the pinned certificate first sends
//! the request. Should that connection break before an answer, the others may go on; sending
//! twice is harmless by design and bounded here.

use axum::body::Bytes;
use reqwest::header::{CONTENT_TYPE, HeaderValue};
use rustls::ClientConfig;
use std::collections::VecDeque;
use tokio::task::JoinSet;
use tokio::time::sleep;

use super::address::Address;
use super::exchange;
use super::failure;
use super::gate::Gate;
use crate::error::{Broken, SyncError};
use crate::limits;

/// A way that worked: its client keeps the connection for the next request.
#[derive(Clone, Debug)]
pub(crate) struct Route {
    client: reqwest::Client,
    pub(crate) address: Address,
}

/// What every attempt of a client has in common.
#[derive(Clone, Debug)]
pub(crate) struct Ways {
    pub(crate) tls: ClientConfig,
    pub(crate) socks: Option<String>,
}

impl Ways {
    fn route(&self, address: Address, gate: &Gate, me: usize) -> Result<Route, SyncError> {
        let mut builder = reqwest::Client::builder()
            .tls_backend_preconfigured(self.tls.clone())
            .https_only(true)
            .http1_only()
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .no_proxy()
            .connect_timeout(limits::CONNECT_TIMEOUT)
            .read_timeout(limits::READ_TIMEOUT)
            .timeout(limits::REQUEST_TIMEOUT)
            .connector_layer(gate.layer(me));
        if let Some(socks) = &self.socks {
            let proxy = reqwest::Proxy::all(socks).map_err(failure::setup)?;
            builder = builder.proxy(proxy);
        }
        Ok(Route { client: builder.build().map_err(failure::setup)?, address })
    }
}

/// Why an attempt brought nothing.
pub(crate) enum Lost {
    /// Another address was first; this one may still serve.
    Outrun,
    /// It failed by itself.
    Failed(SyncError),
}

impl Route {
    /// Sends one request over this way and reads the answer's bytes.
    pub(crate) async fn ask(&self, body: Bytes) -> Result<Vec<u8>, Lost> {
        let response = self.post(body).await.map_err(|error| match failure::is_outrun(&error) {
            true => Lost::Outrun,
            false => Lost::Failed(failure::classify(&error)),
        })?;
        exchange::read(response).await.map_err(Lost::Failed)
    }

    async fn post(&self, body: Bytes) -> Result<reqwest::Response, reqwest::Error> {
        let request = self
            .client
            .post(self.address.url(limits::PATH))
            .header(CONTENT_TYPE, HeaderValue::from_static(limits::MEDIA_TYPE))
            .body(body);
        request.send().await
    }
}

/// Sends `body` over the first of `addresses` that proves itself.
///
/// # Errors
/// The most telling failure of all addresses (see [`failure::more_telling`]).
pub(crate) async fn post_first(
    ways: &Ways,
    addresses: &[Address],
    body: &Bytes,
) -> Result<(Route, Vec<u8>), SyncError> {
    let gate = Gate::new();
    let mut waiting: VecDeque<usize> = (0..addresses.len()).collect();
    let mut tries_left = addresses.len() * 2;
    let mut running = JoinSet::new();
    let mut worst: SyncError = Broken::NoAddress.into();
    let mut due = true;
    let mut head_start = Box::pin(sleep(limits::STAGGER));
    loop {
        let idle = running.is_empty();
        if tries_left > 0 && !gate.is_taken() && (idle || due) {
            if let Some(me) = waiting.pop_front() {
                if let Some(address) = addresses.get(me) {
                    tries_left -= 1;
                    let route = ways.route(address.clone(), &gate, me)?;
                    let body = body.clone();
                    running.spawn(async move { (me, route.ask(body).await, route) });
                    due = false;
                    head_start = Box::pin(sleep(limits::STAGGER));
                    continue;
                }
            } else if idle {
                return Err(worst);
            }
        }
        if idle {
            return Err(worst);
        }
        tokio::select! {
            Some(joined) = running.join_next() => match joined {
                Ok((_, Ok(answer), route)) => return Ok((route, answer)),
                Ok((me, Err(Lost::Outrun), _)) => waiting.push_back(me),
                Ok((me, Err(Lost::Failed(error)), _)) => {
                    worst = failure::more_telling(worst, error);
                    gate.release(me);
                    due = true;
                }
                Err(ended) => worst = Broken::Setup(ended.to_string()).into(),
            },
            () = &mut head_start, if !due => due = true,
        }
    }
}

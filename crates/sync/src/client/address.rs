//! Where a peer may be found: names and raw addresses, in the order worth trying.
//!
//! The list comes from the invitation and later, signed, from headquarters. It is never believed
//! for identity (the pin is), only for reach, so a bad entry costs a try and nothing else.
//! Rejected: DNS-over-HTTPS here; a raw address beside the name survives the same censor with
//! less code.

use std::net::SocketAddr;

use crate::limits::ADDRESSES_MAX;

/// One `host:port`, `1.2.3.4:port` or `[v6]:port`, written with or without `https://`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Address(String);

impl Address {
    /// Reads an address; `None` when it is no `host:port` that a request can be sent to.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let text = text.strip_prefix("https://").unwrap_or(text);
        if text.parse::<SocketAddr>().is_ok() {
            return Some(Self(text.to_owned()));
        }
        let (host, port) = text.rsplit_once(':')?;
        let port_fits = port.parse::<u16>().is_ok_and(|p| p != 0);
        let label_fits = |label: &str| {
            !label.is_empty()
                && label.len() <= 63
                && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
        };
        (port_fits && host.len() <= 253 && host.split('.').all(label_fits))
            .then(|| Self(text.to_owned()))
    }

    /// As text, `host:port`.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn url(&self, path: &str) -> String {
        format!("https://{}{path}", self.0)
    }
}

/// The order in which addresses are tried: the last good one first, then as given, no doubles,
/// at most [`ADDRESSES_MAX`]. What cannot be read is left out.
pub(crate) fn ordered(texts: &[String], last_good: Option<&Address>) -> Vec<Address> {
    let mut all: Vec<Address> = Vec::new();
    for address in texts.iter().filter_map(|text| Address::parse(text)) {
        if !all.contains(&address) {
            all.push(address);
        }
    }
    if let Some(at) = last_good.and_then(|good| all.iter().position(|a| a == good)) {
        let good = all.remove(at);
        all.insert(0, good);
    }
    all.truncate(ADDRESSES_MAX);
    all
}

#[cfg(test)]
mod tests;

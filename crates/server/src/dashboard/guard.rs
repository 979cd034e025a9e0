//! What a browser must show before a request is looked at: the dashboard's own `Host`,
//! and for anything that changes something its own `Origin`.
//!
//! `Host` stops DNS rebinding (a page on the internet whose name points to 127.0.0.1),
//! `Origin` stops another site's form or script. Cookies alone stop neither on loopback,
//! where every port is the same site.

use std::net::SocketAddr;

use axum::http::{HeaderMap, Method, header};

/// Under which names this dashboard answers.
#[derive(Debug, Clone)]
pub struct Guard {
    authorities: Vec<String>,
    scheme: &'static str,
}

impl Guard {
    /// For a listener at `at`, also reached as `names` (with or without a port).
    pub fn new(at: SocketAddr, names: &[String], tls: bool) -> Self {
        let port = at.port();
        let mut authorities = vec![at.to_string()];
        if at.ip().is_loopback() || at.ip().is_unspecified() {
            authorities.push(format!("localhost:{port}"));
            authorities.push(format!("127.0.0.1:{port}"));
            authorities.push(format!("[::1]:{port}"));
        }
        for name in names {
            let name = name.to_lowercase();
            authorities.push(format!("{name}:{port}"));
            authorities.push(name);
        }
        Self { authorities, scheme: if tls { "https" } else { "http" } }
    }

    /// The request names this dashboard and comes from its own page.
    pub fn admits(&self, method: &Method, headers: &HeaderMap) -> bool {
        let Some(host) = one(headers, header::HOST) else { return false };
        if !self.authorities.contains(&host.to_lowercase()) {
            return false;
        }
        if let Some(site) = headers.get("sec-fetch-site") {
            let own = site == "same-origin" || site == "none";
            // A link on another site may open the page, and nothing else.
            if !own
                && (method != Method::GET
                    || headers.get("sec-fetch-mode").is_some_and(|mode| mode != "navigate"))
            {
                return false;
            }
        }
        match (headers.contains_key(header::ORIGIN), method) {
            (true, _) => one(headers, header::ORIGIN).is_some_and(|origin| self.own(origin)),
            (false, &Method::GET | &Method::HEAD) => true,
            (false, _) => false,
        }
    }

    fn own(&self, origin: &str) -> bool {
        let origin = origin.to_lowercase();
        let rest = origin.strip_prefix(self.scheme).and_then(|rest| rest.strip_prefix("://"));
        rest.is_some_and(|authority| self.authorities.iter().any(|own| own == authority))
    }
}

fn one(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    let mut all = headers.get_all(name).iter();
    let first = all.next()?.to_str().ok()?;
    all.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests;

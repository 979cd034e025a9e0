//! Sessions of logged-in operators, in memory: a restart of the server logs everybody out.
//!
//! The cookie holds 256 random bits; only their SHA-256 is kept, so that a core dump of
//! the table opens no session. A session keeps the mark of the password it was opened with:
//! who takes it up compares. `HttpOnly`, `SameSite=Strict`, whole-site path; `Secure`
//! where TLS is. Rejected: signed tokens, which cannot be ended before their time.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};

use crate::clock;
use crate::operators::Mark;

/// A working day and a night; then the password is asked for again.
const LIVES_MS: u64 = 14 * 3600 * 1000;
const SESSIONS_MAX: usize = 1_000;
const NAME: &str = "sanaq_session";

/// Who is logged in.
#[derive(Debug, Default)]
pub struct Sessions {
    by_hash: Mutex<BTreeMap<[u8; 32], Session>>,
}

#[derive(Debug, Clone)]
struct Session {
    operator: String,
    mark: Mark,
    ends_ms: u64,
}

impl Sessions {
    /// Opens a session of an operator whose password has this mark; gives the cookie's value.
    pub fn open(&self, operator: &str, mark: Mark, now_ms: u64) -> String {
        let token = URL_SAFE_NO_PAD.encode(clock::random::<32>());
        let mut all = self.lock();
        all.retain(|_, session| session.ends_ms > now_ms);
        while all.len() >= SESSIONS_MAX {
            all.pop_first();
        }
        let ends_ms = now_ms.saturating_add(LIVES_MS);
        let operator = operator.to_owned();
        all.insert(hash(&token), Session { operator, mark, ends_ms });
        token
    }

    /// The operator of a token, while it lives, and the password's mark at the login.
    pub fn operator(&self, token: &str, now_ms: u64) -> Option<(String, Mark)> {
        let all = self.lock();
        let session = all.get(&hash(token)).filter(|session| session.ends_ms > now_ms)?;
        Some((session.operator.clone(), session.mark))
    }

    /// Ends one.
    pub fn close(&self, token: &str) {
        self.lock().remove(&hash(token));
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<[u8; 32], Session>> {
        self.by_hash.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The `Set-Cookie` value that opens a session.
pub fn cookie(token: &str, secure: bool) -> String {
    let name = name(secure);
    let secure = if secure { "; Secure" } else { "" };
    let seconds = LIVES_MS / 1000;
    format!("{name}={token}; Path=/; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}")
}

/// The `Set-Cookie` value that ends it.
pub fn no_cookie(secure: bool) -> String {
    let name = name(secure);
    let secure = if secure { "; Secure" } else { "" };
    format!("{name}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0{secure}")
}

/// The token in a `Cookie` header.
pub fn token(header: &str, secure: bool) -> Option<&str> {
    header.split(';').find_map(|pair| {
        let (name, value) = pair.trim().split_once('=')?;
        (name == self::name(secure)).then_some(value)
    })
}

fn name(secure: bool) -> String {
    if secure { format!("__Host-{NAME}") } else { NAME.to_owned() }
}

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

#[cfg(test)]
mod tests;

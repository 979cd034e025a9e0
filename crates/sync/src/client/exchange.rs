//! One HTTP answer, read with bounds, before anything in it is looked at.
//!
//! What is not plainly an answer of the protocol is not an error of the peer: a captive portal
//! says 200 and a page of HTML, a proxy says 302. Both mean "no network". The body is taken in
//! pieces so that a liar about its length costs no memory.

use reqwest::StatusCode;
use reqwest::header::{CONTENT_ENCODING, CONTENT_TYPE, TRANSFER_ENCODING};

use super::failure;
use crate::error::{Broken, Retry, SyncError};
use crate::limits;

/// The body of a 200 in the protocol's media type, at most [`limits::ANSWER_BYTES_MAX`] long.
///
/// # Errors
/// [`Retry::NotPeer`], [`Retry::Cut`], [`Retry::TimedOut`], or
/// [`Broken::Malformed`] for an encoded or an endless body.
pub(crate) async fn read(mut response: reqwest::Response) -> Result<Vec<u8>, SyncError> {
    let status = response.status();
    let headers = response.headers();
    let media = headers.get(CONTENT_TYPE).map(|value| value.as_bytes());
    if status != StatusCode::OK || media != Some(limits::MEDIA_TYPE.as_bytes()) {
        return Err(Retry::NotPeer { status: Some(status.as_u16()) }.into());
    }
    if headers.contains_key(CONTENT_ENCODING) || headers.contains_key(TRANSFER_ENCODING) {
        return Err(Broken::Malformed("an encoded answer").into());
    }
    let most = limits::ANSWER_BYTES_MAX;
    if response.content_length().is_some_and(|length| length > most as u64) {
        return Err(Broken::Malformed("an answer too long").into());
    }
    let mut body = Vec::new();
    while let Some(piece) = response.chunk().await.map_err(|e| failure::classify(&e))? {
        if body.len() + piece.len() > most {
            return Err(Broken::Malformed("an answer too long").into());
        }
        body.extend_from_slice(&piece);
    }
    Ok(body)
}

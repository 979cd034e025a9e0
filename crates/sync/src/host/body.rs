//! A request's body while it arrives: how much room it may take, and how slowly it may come.
//!
//! Nothing of a body can be judged before it is whole, so what a stranger can hold is bounded
//! three ways: all bodies together, those of one network, and by pace. Without the second one
//! address could take all room; without the third it could keep it by sending nothing more.
//! Rejected: judging the hello before the rest is there, a second way through the same checks.

use axum::body::Body;
use axum::http::StatusCode;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use std::net::IpAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep, timeout};

use super::crowd::{Crowd, Seat};
use super::serve::Bounds;
use crate::limits::{BODY_PACE_BYTES, REQUEST_BYTES_MAX};

/// Where unanswered bodies are. Clones share it.
#[derive(Clone, Debug)]
pub(super) struct Room {
    /// A permit a byte.
    all: Arc<Semaphore>,
    crowd: Crowd,
    per_network: usize,
    pace: Duration,
    whole: Duration,
}

/// Who is at the other end of a connection, and the room for what comes from there.
#[derive(Clone, Debug)]
pub(super) struct Caller {
    pub(super) room: Room,
    pub(super) address: IpAddr,
}

/// A whole body, and the room it takes until it is dropped.
#[derive(Debug)]
pub(super) struct Whole {
    pub(super) bytes: Vec<u8>,
    room: Option<OwnedSemaphorePermit>,
    seat: Option<Seat>,
}

impl Room {
    pub(super) fn new(bounds: &Bounds) -> Self {
        Self {
            all: Arc::new(Semaphore::new(bounds.unanswered)),
            crowd: Crowd::default(),
            per_network: bounds.unanswered_per_address,
            pace: bounds.pace,
            whole: bounds.body,
        }
    }
}

impl Caller {
    /// The body, whole. Refuses at once where there is no room, since waiting bodies would hold
    /// theirs while they wait.
    pub(super) async fn gather(&self, body: Body) -> Result<Whole, StatusCode> {
        let whole = timeout(self.room.whole, self.arrive(body)).await;
        whole.unwrap_or(Err(StatusCode::REQUEST_TIMEOUT))
    }

    async fn arrive(&self, body: Body) -> Result<Whole, StatusCode> {
        let mut body = Limited::new(body, REQUEST_BYTES_MAX);
        let mut whole = Whole { bytes: Vec::new(), room: None, seat: None };
        let (mut look, mut seen) = (pin!(sleep(self.room.pace)), 0);
        loop {
            let frame = tokio::select! {
                frame = body.frame() => frame,
                () = &mut look => {
                    if whole.bytes.len() - seen < BODY_PACE_BYTES {
                        return Err(StatusCode::REQUEST_TIMEOUT);
                    }
                    seen = whole.bytes.len();
                    look.set(sleep(self.room.pace));
                    continue;
                }
            };
            let Some(frame) = frame else { return Ok(whole) };
            let frame = frame.map_err(|error| match error.is::<LengthLimitError>() {
                true => StatusCode::PAYLOAD_TOO_LARGE,
                false => StatusCode::BAD_REQUEST,
            })?;
            let Ok(data) = frame.into_data() else { continue };
            self.make_room(&mut whole, data.len())?;
            whole.bytes.extend_from_slice(&data);
        }
    }

    fn make_room(&self, whole: &mut Whole, bytes: usize) -> Result<(), StatusCode> {
        const FULL: StatusCode = StatusCode::SERVICE_UNAVAILABLE;
        let most = self.room.per_network;
        let seated = match whole.seat.as_mut() {
            Some(seat) => seat.grow(bytes, most),
            None => {
                whole.seat = self.room.crowd.enter(self.address, bytes, most);
                whole.seat.is_some()
            }
        };
        let permits = u32::try_from(bytes).map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?;
        let more = Arc::clone(&self.room.all).try_acquire_many_owned(permits);
        let more = more.ok().filter(|_| seated).ok_or(FULL)?;
        match whole.room.as_mut() {
            Some(taken) => taken.merge(more),
            None => whole.room = Some(more),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::expect_used)]

    use super::*;

    fn room() -> Room {
        let bounds = Bounds { unanswered: 1_000, unanswered_per_address: 800, ..Bounds::default() };
        Room::new(&bounds)
    }

    fn from(room: &Room, last: u8) -> Caller {
        Caller { room: room.clone(), address: IpAddr::from([192, 0, 2, last]) }
    }

    #[tokio::test]
    async fn all_bodies_together_take_no_more_room_than_there_is() {
        let room = room();
        let first = from(&room, 1).gather(Body::from(vec![1_u8; 700])).await.expect("room");
        assert_eq!((first.bytes.len(), room.all.available_permits()), (700, 300));
        let second = from(&room, 2).gather(Body::from(vec![2_u8; 301])).await;
        assert_eq!(second.err(), Some(StatusCode::SERVICE_UNAVAILABLE));
        drop(first);
        assert!(from(&room, 2).gather(Body::from(vec![2_u8; 301])).await.is_ok());
        assert_eq!(room.all.available_permits(), 1_000, "an answered request gives its room back");
    }

    #[tokio::test]
    async fn one_address_takes_its_share_and_leaves_the_rest_to_others() {
        let room = room();
        let (greedy, other) = (from(&room, 1), from(&room, 2));
        let _first = greedy.gather(Body::from(vec![1_u8; 500])).await.expect("room");
        let more = greedy.gather(Body::from(vec![1_u8; 301])).await;
        assert_eq!(more.err(), Some(StatusCode::SERVICE_UNAVAILABLE));
        let _second = greedy.gather(Body::from(vec![1_u8; 300])).await.expect("its whole share");
        assert!(other.gather(Body::from(vec![1_u8; 200])).await.is_ok());
    }
}

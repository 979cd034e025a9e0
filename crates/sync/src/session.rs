//! One contact as plain steps: what is asked, what is answered, what is believed.
//!
//! Both sides of the protocol are here without a network, a thread or a timer, so that the real
//! client and host and the simulator play the very same steps. A [`Session`] drives an outbox, a
//! body at a time; [`answer_now`] is a host in one call, and [`super::host::Host`] is the same
//! pieces with a writer between. It refuses to read a clock and to send anything. Rejected: a
//! simulated network under the real client; no seed replays a runtime's scheduling.

mod answering;
mod asking;
mod contact;
mod opening;
mod reading;
mod voice;

pub use answering::{Answered, answer_now};
pub use asking::{Peer, Question, Session};
pub use contact::Contact;
pub use opening::Meeting;
pub use voice::{Voice, Words};

pub(crate) use answering::{Asked, Speaker};
pub(crate) use opening::{Kept, Opened, open};
pub(crate) use reading::{Given, Reading};

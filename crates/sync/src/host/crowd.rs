//! How many connections each network has open, and how many bytes of unanswered bodies, so that
//! one cannot take every place.
//!
//! An IPv6 host is given a whole /64 and may speak from any address in it: those count as
//! one. Rejected: counting by single address, which bounds nobody who has IPv6.

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv6Addr};
use std::sync::{Arc, Mutex, PoisonError};

/// What each network has taken of a thing. Clones share the count.
#[derive(Clone, Debug, Default)]
pub struct Crowd(Arc<Mutex<BTreeMap<IpAddr, usize>>>);

/// Places taken; dropping it leaves them.
#[derive(Debug)]
pub struct Seat {
    crowd: Crowd,
    network: IpAddr,
    places: usize,
}

impl Crowd {
    /// So many `places` more for the address' network; `None` when it would have over `most`.
    pub fn enter(&self, address: IpAddr, places: usize, most: usize) -> Option<Seat> {
        let mut seat = Seat { crowd: self.clone(), network: network(address), places: 0 };
        seat.grow(places, most).then_some(seat)
    }
}

impl Seat {
    /// Takes more places, if the network then has not over `most`; else nothing changes.
    pub fn grow(&mut self, places: usize, most: usize) -> bool {
        let mut all = self.crowd.0.lock().unwrap_or_else(PoisonError::into_inner);
        let taken = all.get(&self.network).copied().unwrap_or(0);
        let there_is_room = places <= most.saturating_sub(taken);
        if there_is_room && places > 0 {
            all.insert(self.network, taken + places);
            self.places += places;
        }
        there_is_room
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut all = self.crowd.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = all.get_mut(&self.network) {
            *count = count.saturating_sub(self.places);
            if *count == 0 {
                all.remove(&self.network);
            }
        }
    }
}

/// IPv4 as it is (mapped ones too), IPv6 by its first 64 bits.
fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(six) => {
            let high = u128::from(six) >> 64 << 64;
            IpAddr::V6(Ipv6Addr::from(high))
        }
        four @ IpAddr::V4(_) => four,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::expect_used)]

    use super::*;

    #[test]
    fn one_network_of_ipv6_is_one_and_its_neighbour_another() {
        let crowd = Crowd::default();
        let at = |text: &str| text.parse::<IpAddr>().expect("an address");
        let first = crowd.enter(at("2001:db8:1:2::1"), 1, 2).expect("a seat");
        let _second = crowd.enter(at("2001:db8:1:2:ffff::7"), 1, 2).expect("a seat");
        assert!(crowd.enter(at("2001:db8:1:2:abcd:1:2:3"), 1, 2).is_none());
        assert!(crowd.enter(at("2001:db8:1:3::1"), 1, 2).is_some());
        drop(first);
        assert!(crowd.enter(at("2001:db8:1:2::9"), 1, 2).is_some());
    }

    #[test]
    fn ipv4_counts_by_address_also_where_it_comes_mapped() {
        let crowd = Crowd::default();
        let at = |text: &str| text.parse::<IpAddr>().expect("an address");
        let _seat = crowd.enter(at("::ffff:192.0.2.1"), 1, 1).expect("a seat");
        assert!(crowd.enter(at("192.0.2.1"), 1, 1).is_none());
        assert!(crowd.enter(at("192.0.2.2"), 1, 1).is_some());
    }
}

//! The one door for time and chance in the app.
//!
//! Everything below is given both, so that a played day or a test repeats exactly. Only under
//! the feature `test-clock` may the file named by `SANAQ_TEST_CLOCK` stand in for the machine's
//! clocks, and a file named by `SANAQ_TEST_STALL_FILE` hold back the disk; a shipped binary
//! does not contain those names. Where the system hides its boot's name, this process is the
//! boot: a comparison of clocks then holds for less, never for too much.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::sync::OnceLock;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use journal::event::Anchor;
use journal::ids::BootId;
use journal::relay::ADDRESSES_MAX;
use rand::rngs::SysRng;
use rand_core::{CryptoRng, Rng, UnwrapErr};
use sync::announce::Reach;
use sync::world::World;

#[cfg(feature = "test-clock")]
mod scripted;

/// Time and chance of the machine this runs on.
#[derive(Debug, Clone, Copy, Default)]
pub struct Machine {
    /// A unit test's own clock.
    #[cfg(test)]
    pub(crate) script: Option<&'static std::sync::Mutex<Anchor>>,
}

/// Where this process's own milliseconds are counted from, and the name of its boot.
struct Origin {
    boot: [u8; 16],
    started: Instant,
}

fn origin() -> &'static Origin {
    static ORIGIN: OnceLock<Origin> = OnceLock::new();
    ORIGIN
        .get_or_init(|| Origin { boot: boot_id().unwrap_or_else(random), started: Instant::now() })
}

impl Machine {
    /// Milliseconds of this process, for waits and rhythm; never scripted, never kept.
    pub fn running_ms(self) -> u64 {
        u64::try_from(origin().started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// A random number, for jitter.
    pub fn chance(self) -> u64 {
        UnwrapErr(SysRng).next_u64()
    }

    /// Names this machine, so that a copied folder is noticed elsewhere; none where the system
    /// has no such name (Android: the system copies no folder).
    pub fn machine(self) -> Option<[u8; 32]> {
        let text = std::fs::read_to_string("/etc/machine-id").ok()?;
        let mut name = [0; 32];
        let id = uuid::Uuid::parse_str(text.trim()).ok()?;
        name.iter_mut().zip(id.as_bytes()).for_each(|(to, from)| *to = *from);
        Some(name)
    }

    /// The zone the device is set to, for a station of which only the code is known.
    pub fn zone() -> Option<String> {
        iana_time_zone::get_timezone().ok()
    }
}

impl World for Machine {
    fn now(&self) -> Anchor {
        #[cfg(test)]
        if let Some(script) = self.script {
            return *script.lock().unwrap();
        }
        #[cfg(feature = "test-clock")]
        if let Some(anchor) = scripted::now() {
            return anchor;
        }
        let origin = origin();
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Anchor {
            boot: BootId(origin.boot),
            wall: i64::try_from(since.as_secs()).unwrap_or(i64::MAX),
            boottime: boottime_s(origin.started),
        }
    }

    fn with_chance(&self, f: &mut dyn FnMut(&mut dyn CryptoRng)) {
        f(&mut UnwrapErr(SysRng));
    }
}

/// This machine's addresses on local networks, at most [`ADDRESSES_MAX`], IPv4 only where there
/// is any; none without a network.
pub(crate) fn addresses() -> Vec<IpAddr> {
    if loopback_only() {
        return vec![Ipv4Addr::LOCALHOST.into()];
    }
    let found = if_addrs::get_if_addrs().unwrap_or_default();
    let usable = |ip: &IpAddr| match ip {
        IpAddr::V4(ip) => !ip.is_loopback() && !ip.is_unspecified() && !ip.is_link_local(),
        IpAddr::V6(ip) => !ip.is_loopback() && !ip.is_unspecified() && !ip.is_unicast_link_local(),
    };
    let mut all: Vec<IpAddr> = found.iter().map(|one| one.ip()).filter(usable).collect();
    all.sort();
    all.dedup();
    if all.iter().any(IpAddr::is_ipv4) {
        all.retain(IpAddr::is_ipv4);
    }
    all.truncate(ADDRESSES_MAX);
    all
}

/// Where a host listens so that it is found at [`addresses`].
pub(crate) fn listen_ip() -> IpAddr {
    if loopback_only() {
        return Ipv4Addr::LOCALHOST.into();
    }
    match addresses().first() {
        Some(IpAddr::V6(_)) => Ipv6Addr::UNSPECIFIED.into(),
        Some(IpAddr::V4(_)) | None => Ipv4Addr::UNSPECIFIED.into(),
    }
}

/// Where this machine may announce and look; none where a test keeps to itself.
pub(crate) fn reach() -> Option<Reach> {
    if loopback_only() {
        #[cfg(feature = "test-clock")]
        return scripted::announce_port().map(|port| Reach::Loopback { port });
        #[cfg(not(feature = "test-clock"))]
        return None;
    }
    Some(Reach::Network)
}

/// A test keeps to its own machine; a shipped binary never does.
fn loopback_only() -> bool {
    #[cfg(feature = "test-clock")]
    if scripted::loopback_only() {
        return true;
    }
    cfg!(test)
}

/// Waits while a test holds back the disk; nothing in a shipped binary.
pub(crate) fn before_commit() {
    #[cfg(feature = "test-clock")]
    scripted::wait_while_stalled();
}

fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    UnwrapErr(SysRng).fill_bytes(&mut bytes);
    bytes
}

#[cfg(any(target_os = "linux", target_os = "android"))]
fn boot_id() -> Option<[u8; 16]> {
    let text = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
    uuid::Uuid::parse_str(text.trim()).ok().map(uuid::Uuid::into_bytes)
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn boot_id() -> Option<[u8; 16]> {
    None
}

#[cfg(any(target_os = "linux", target_os = "android"))]
fn boottime_s(_: Instant) -> i64 {
    rustix::time::clock_gettime(rustix::time::ClockId::Boottime).tv_sec
}

#[cfg(not(any(target_os = "linux", target_os = "android")))]
fn boottime_s(started: Instant) -> i64 {
    i64::try_from(started.elapsed().as_secs()).unwrap_or(i64::MAX)
}

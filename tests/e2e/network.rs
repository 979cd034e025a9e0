//! Several hosts on one machine: network namespaces whose cables a test plugs from one network
//! into another. They are removed with the value; what a killed run left behind, by the next one.

use std::fs::File;
use std::net::{Ipv4Addr, SocketAddr, TcpStream};
use std::os::fd::AsFd as _;
use std::process::{Command, Output};
use std::time::Duration;

use rustix::process::Pid;
use rustix::thread::{LinkNameSpaceType, move_into_link_name_space};

use crate::process::in_path;

const PREFIX: &str = "sanaq-test-";
/// The namespace that holds the networks: a bridge each, without a way between them.
const SWITCH: &str = "switch";

/// Two networks that do not reach each other.
#[derive(Clone, Copy)]
pub enum Network {
    Headquarters,
    Lan,
}

impl Network {
    const ALL: [Self; 2] = [Self::Headquarters, Self::Lan];

    fn bridge(self) -> &'static str {
        match self {
            Self::Headquarters => "headquarters",
            Self::Lan => "lan",
        }
    }

    fn address(self, host: u8) -> Ipv4Addr {
        match self {
            Self::Headquarters => Ipv4Addr::new(10, 77, 1, host),
            Self::Lan => Ipv4Addr::new(10, 77, 2, host),
        }
    }
}

/// The networks and everything plugged into them.
pub struct Networks {
    made: Vec<String>,
}

/// A machine of its own; what is started [within](Host::within) it has its networks only.
pub struct Host {
    name: String,
    switch: String,
    number: u8,
    namespace: File,
}

/// The thread is elsewhere; it comes home with the end of this.
struct Away {
    home: File,
}

impl Networks {
    /// Both networks, empty; `None`, with the reason printed, where namespaces are not permitted.
    pub fn new() -> Option<Self> {
        if in_path("ip").is_none() {
            println!("SKIPPED several hosts on one machine: ip (iproute2) is not here");
            return None;
        }
        sweep();
        let mut networks = Self { made: Vec::new() };
        if let Err(why) = networks.try_make(SWITCH) {
            println!("SKIPPED several hosts on one machine: no network namespaces here: {why}");
            return None;
        }
        let switch = name(SWITCH);
        for network in Network::ALL {
            let bridge = network.bridge();
            if let Err(why) = ip(&["-n", &switch, "link", "add", bridge, "type", "bridge"]) {
                println!("SKIPPED several hosts on one machine: no bridges here: {why}");
                return None;
            }
            must(&["-n", &switch, "link", "set", bridge, "up"]);
        }
        Some(networks)
    }

    /// A host with a cable, plugged into this network; the number ends its addresses.
    pub fn host(&mut self, role: &str, number: u8, network: Network) -> Host {
        self.try_make(role).unwrap();
        let (name, switch) = (name(role), name(SWITCH));
        let namespace = File::open(format!("/run/netns/{name}")).unwrap();
        let host = Host { name, switch, number, namespace };
        must(&["-n", &host.name, "link", "set", "lo", "up"]);
        let (inner, outer) = (["name", "eth0", "netns"], ["type", "veth", "peer", "name"]);
        let mut cable = vec!["link", "add"];
        cable.extend(inner);
        cable.push(&host.name);
        cable.extend(outer);
        let port = host.port();
        cable.extend([port.as_str(), "netns", &host.switch]);
        must(&cable);
        host.plug_into(network);
        host
    }

    fn try_make(&mut self, role: &str) -> Result<(), String> {
        let name = name(role);
        ip(&["netns", "add", &name])?;
        self.made.push(name);
        Ok(())
    }
}

impl Drop for Networks {
    fn drop(&mut self) {
        for name in &self.made {
            let _ = ip(&["netns", "delete", name]);
        }
    }
}

impl Host {
    fn port(&self) -> String {
        format!("port{}", self.number)
    }

    /// Takes the cable out of the network it is in and plugs it into this one.
    pub fn plug_into(&self, network: Network) {
        let (port, address) = (self.port(), format!("{}/24", network.address(self.number)));
        must(&["-n", &self.switch, "link", "set", &port, "master", network.bridge(), "up"]);
        must(&["-n", &self.name, "address", "flush", "dev", "eth0"]);
        must(&["-n", &self.name, "address", "add", &address, "dev", "eth0"]);
        must(&["-n", &self.name, "link", "set", "eth0", "up"]);
    }

    /// Does the work as this host: sockets it opens and programs it starts are the host's.
    pub fn within<T>(&self, work: impl FnOnce() -> T) -> T {
        let _away = Away::to(&self.namespace);
        work()
    }

    /// True if this host gets a connection to that address.
    pub fn reaches(&self, address: SocketAddr) -> bool {
        self.within(|| TcpStream::connect_timeout(&address, Duration::from_secs(2)).is_ok())
    }
}

impl Away {
    fn to(namespace: &File) -> Self {
        let home = File::open("/proc/thread-self/ns/net").unwrap();
        go(namespace);
        Self { home }
    }
}

impl Drop for Away {
    fn drop(&mut self) {
        go(&self.home);
    }
}

fn go(namespace: &File) {
    move_into_link_name_space(namespace.as_fd(), Some(LinkNameSpaceType::Network)).unwrap();
}

/// Where a host with this number is found in a network.
pub fn found_at(network: Network, number: u8, port: u16) -> SocketAddr {
    (network.address(number), port).into()
}

fn name(role: &str) -> String {
    format!("{PREFIX}{}-{role}", std::process::id())
}

/// Removes the namespaces of runs that were killed.
fn sweep() {
    let Ok(all) = std::fs::read_dir("/run/netns") else { return };
    for name in all.flatten().filter_map(|entry| entry.file_name().into_string().ok()) {
        let owner = name.strip_prefix(PREFIX).and_then(|rest| rest.split('-').next());
        let owner = owner.and_then(|pid| pid.parse().ok()).and_then(Pid::from_raw);
        if owner.is_some_and(|pid| rustix::process::test_kill_process(pid).is_err()) {
            let _ = ip(&["netns", "delete", &name]);
        }
    }
}

fn must(words: &[&str]) {
    ip(words).unwrap_or_else(|why| panic!("ip {}: {why}", words.join(" ")));
}

/// Runs `ip`; the error is what it said.
fn ip(words: &[&str]) -> Result<(), String> {
    let Output { status, stderr, .. } =
        Command::new("ip").args(words).output().map_err(|error| error.to_string())?;
    let said = String::from_utf8_lossy(&stderr).trim().to_owned();
    if status.success() { Ok(()) } else { Err(said) }
}

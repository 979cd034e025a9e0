//! A TCP proxy that misbehaves on purpose: cuts, delays nothing, flips a bit, keeps a copy.
//!
//! It sits between a real client and a real server on 127.0.0.1, so that every byte offset at
//! which a mobile network may end a connection can be played, TLS and all. Plain threads and
//! blocking sockets: it must not share an async runtime with what it torments. Rejected:
//! kernel traffic control, which the machines these tests run on do not have.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;

/// What happens to the connections that follow. Offsets count bytes of one connection.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// Close both ways once this many bytes went up (towards the server).
    pub cut_up_at: Option<usize>,
    /// Close both ways once this many bytes came down.
    pub cut_down_at: Option<usize>,
    /// Flip the lowest bit of this byte on its way up.
    pub flip_up_at: Option<usize>,
    /// Flip the lowest bit of this byte on its way down.
    pub flip_down_at: Option<usize>,
}

/// What one connection carried, in clear as far as the proxy saw it (TLS records).
#[derive(Clone, Debug, Default)]
pub struct Carried {
    /// Bytes towards the server.
    pub up: Vec<u8>,
    /// Bytes from the server.
    pub down: Vec<u8>,
}

/// The proxy. Ends with its value.
#[derive(Debug)]
pub struct Proxy {
    address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    target: Mutex<SocketAddr>,
    plan: Mutex<Plan>,
    carried: Mutex<Vec<Carried>>,
    connections: AtomicUsize,
    over: AtomicBool,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Proxy {
    /// Begins to carry connections to `target`, faithfully until told otherwise.
    ///
    /// # Errors
    /// No port on 127.0.0.1 could be had.
    pub fn start(target: SocketAddr) -> std::io::Result<Self> {
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        let address = listener.local_addr()?;
        let shared = Arc::new(Shared {
            target: Mutex::new(target),
            plan: Mutex::default(),
            carried: Mutex::default(),
            connections: AtomicUsize::new(0),
            over: AtomicBool::new(false),
        });
        let theirs = Arc::clone(&shared);
        thread::spawn(move || {
            for stream in listener.incoming() {
                if theirs.over.load(Ordering::Acquire) {
                    break;
                }
                if let Ok(stream) = stream {
                    theirs.connections.fetch_add(1, Ordering::AcqRel);
                    let shared = Arc::clone(&theirs);
                    thread::spawn(move || shared.carry(stream));
                }
            }
        });
        Ok(Self { address, shared })
    }

    /// Where clients connect.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Changes where connections go from now on (a server that came back elsewhere).
    pub fn aim(&self, target: SocketAddr) {
        *lock(&self.shared.target) = target;
    }

    /// Changes what happens to connections from now on.
    pub fn plan(&self, plan: Plan) {
        *lock(&self.shared.plan) = plan;
    }

    /// Connections accepted so far.
    pub fn connections(&self) -> usize {
        self.shared.connections.load(Ordering::Acquire)
    }

    /// Copies of what all connections have carried so far.
    pub fn carried(&self) -> Vec<Carried> {
        lock(&self.shared.carried).clone()
    }
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.shared.over.store(true, Ordering::Release);
        // Wakes the listener's thread, so that it sees the flag.
        drop(TcpStream::connect(self.address));
    }
}

impl Shared {
    fn carry(self: Arc<Self>, client: TcpStream) {
        let target = *lock(&self.target);
        let plan = lock(&self.plan).clone();
        let Ok(server) = TcpStream::connect(target) else { return };
        let (Ok(client2), Ok(server2)) = (client.try_clone(), server.try_clone()) else { return };
        let slot = {
            let mut carried = lock(&self.carried);
            carried.push(Carried::default());
            carried.len() - 1
        };
        let up = Way { cut_at: plan.cut_up_at, flip_at: plan.flip_up_at, slot, is_up: true };
        let down = Way { cut_at: plan.cut_down_at, flip_at: plan.flip_down_at, slot, is_up: false };
        let shared = Arc::clone(&self);
        let upward = thread::spawn(move || shared.pump(client, server, &up));
        self.pump(server2, client2, &down);
        let _ = upward.join();
    }

    fn pump(&self, mut from: TcpStream, mut to: TcpStream, way: &Way) {
        let mut buffer = [0; 16 * 1024];
        let mut seen = 0;
        loop {
            let room = way.cut_at.map_or(buffer.len(), |at| (at - seen).min(buffer.len()));
            if room == 0 {
                break;
            }
            let Some(window) = buffer.get_mut(..room) else { break };
            let Ok(count) = from.read(window) else { break };
            if count == 0 {
                let _ = to.shutdown(Shutdown::Write);
                return;
            }
            let Some(piece) = window.get_mut(..count) else { break };
            let flip = way.flip_at.and_then(|at| at.checked_sub(seen));
            if let Some(byte) = flip.and_then(|at| piece.get_mut(at)) {
                *byte ^= 1;
            }
            seen += count;
            self.keep(way, piece);
            if to.write_all(piece).is_err() {
                break;
            }
        }
        let _ = from.shutdown(Shutdown::Both);
        let _ = to.shutdown(Shutdown::Both);
    }

    fn keep(&self, way: &Way, piece: &[u8]) {
        if let Some(copy) = lock(&self.carried).get_mut(way.slot) {
            let side = if way.is_up { &mut copy.up } else { &mut copy.down };
            side.extend_from_slice(piece);
        }
    }
}

/// One direction of one connection.
struct Way {
    cut_at: Option<usize>,
    flip_at: Option<usize>,
    slot: usize,
    is_up: bool,
}

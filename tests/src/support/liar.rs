//! Mallory's relay: a certified lead's device that answers as it likes.
//!
//! It speaks the real protocol over real TLS with `sync`'s own answering; between the honest
//! answer and the wire a test may change anything, and have it signed again by the lead's key.
//! Whatever a lead who turned could send, this can.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use journal::answer::SyncAnswer;
use journal::attested::Attested;
use journal::ids::PageNumber;
use journal::judge::{Place, Quota};
use journal::keeper::Keeper as _;
use journal::memory::MemoryKeeper;
use journal::page::Page;
use journal::receipts::CustodyNote;
use journal::relay::RelayCode;
use sync::client::PeerAddress;
use sync::session::{Voice, Words, answer_now};
use sync::tls::{Pin, acceptor, self_made, spki_sha256};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use super::device::Device;

/// What a test does to an answer before it is signed again; false sends the honest bytes.
pub type Lie = Box<dyn FnMut(&mut SyncAnswer) -> bool + Send>;
/// What a test does to the bytes that are sent.
pub type Garble = Box<dyn FnMut(Vec<u8>) -> Vec<u8> + Send>;

/// The relay. It answers until the process ends.
pub struct Liar {
    /// Where and as whom it is met.
    pub peer: PeerAddress,
    /// The lead it is.
    pub lead: Device,
    /// What it keeps.
    pub keeper: Arc<Mutex<MemoryKeeper>>,
    lie: Arc<Mutex<(Option<Lie>, Option<Garble>)>>,
}

impl Liar {
    /// Begins to answer as this lead.
    pub fn start(lead: Device) -> Self {
        let identity = self_made().unwrap();
        let spki = spki_sha256(&identity.chain[0]).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        listener.set_nonblocking(true).unwrap();
        let admission = [9; 16];
        let voice = Voice::Relay {
            device_key: lead.key.clone(),
            certificate: Box::new(lead.certificate.clone()),
            host_spki: spki,
            admission,
            until: i64::MAX,
        };
        let keys = lead.keys.clone().expect("enrolled from a file");
        let election = keys.list().election;
        let words = Words { election, keys, voice, endpoints: Vec::new() };
        let keeper = Arc::new(Mutex::new(MemoryKeeper::new(Place::Relay, Quota::default())));
        let lie = Arc::new(Mutex::new((None::<Lie>, None::<Garble>)));
        let (kept, told, key) = (keeper.clone(), lie.clone(), lead.key.clone());
        let answer = move |body: &[u8]| -> Vec<u8> {
            let bytes = answer_now(&words, &mut *kept.lock().unwrap(), body, 1_796_530_000).bytes;
            let mut told = told.lock().unwrap();
            let bytes = match &mut told.0 {
                Some(lie) => {
                    let mut said =
                        Attested::<SyncAnswer>::decode(&bytes).unwrap().claimed().clone();
                    if lie(&mut said) { Attested::sign(said, &key).encode() } else { bytes }
                }
                None => bytes,
            };
            match &mut told.1 {
                Some(garble) => garble(bytes),
                None => bytes,
            }
        };
        let answer = Arc::new(answer);
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.unwrap().block_on(async move {
                let listener = tokio::net::TcpListener::from_std(listener).unwrap();
                let acceptor = acceptor(&identity).unwrap();
                while let Ok((stream, _)) = listener.accept().await {
                    let (acceptor, answer) = (acceptor.clone(), answer.clone());
                    tokio::spawn(async move {
                        let Ok(mut tls) = acceptor.accept(stream).await else { return };
                        let mut buffer = Vec::new();
                        while let Some(body) = request(&mut tls, &mut buffer).await {
                            let said = answer(&body);
                            let head = format!(
                                "HTTP/1.1 200 OK\r\nContent-Type: application/cbor\r\n\
                                 Content-Length: {}\r\n\r\n",
                                said.len()
                            );
                            let sent = [head.into_bytes(), said].concat();
                            if tls.write_all(&sent).await.is_err() {
                                return;
                            }
                            let _ = tls.flush().await;
                        }
                    });
                }
            });
        });
        let pin = Pin::HostSpki(spki);
        let peer = PeerAddress { addresses: vec![address], pin, admission: Some(admission) };
        Self { peer, lead, keeper, lie }
    }

    /// The code it shows, as text.
    pub fn code(&self) -> String {
        let Pin::HostSpki(spki) = self.peer.pin else { panic!("a relay's own key") };
        let code = RelayCode {
            election: self.lead.certificate.invitation().claimed().election,
            addresses: self.peer.addresses.clone(),
            spki,
            token: self.peer.admission.expect("of the evening"),
            wifi_name: None,
            wifi_password: None,
        };
        code.to_text().unwrap()
    }

    /// Loses everything it kept.
    pub fn loses_its_store(&self) {
        *self.keeper.lock().unwrap() = MemoryKeeper::new(Place::Relay, Quota::default());
    }

    /// Changes what is said from now on.
    pub fn says(&self, lie: impl FnMut(&mut SyncAnswer) -> bool + Send + 'static) {
        *self.lie.lock().unwrap() = (Some(Box::new(lie)), None);
    }

    /// Changes the bytes that are sent from now on.
    pub fn sends(&self, garble: impl FnMut(Vec<u8>) -> Vec<u8> + Send + 'static) {
        *self.lie.lock().unwrap() = (None, Some(Box::new(garble)));
    }

    /// Speaks the truth again.
    pub fn honest(&self) {
        *self.lie.lock().unwrap() = (None, None);
    }

    /// A note for pages it never kept.
    pub fn false_note(&self, page: &Page, first: u64) -> Vec<u8> {
        let note = CustodyNote {
            election: page.election(),
            journal: page.header().journal,
            number: page.header().number,
            hash: page.hash(),
            received_at: 1_796_530_000,
            relay: self.lead.journal(),
            first: PageNumber(first),
            gaps: Vec::new(),
        };
        Attested::sign(note, &self.lead.key).encode()
    }

    /// Pages it keeps of a journal, in order.
    pub fn pages(&self, journal: journal::ids::JournalId) -> Vec<Page> {
        self.keeper.lock().unwrap().pages(journal, PageNumber(0), usize::MAX).unwrap().pages
    }
}

/// One request's body, by its Content-Length.
async fn request(
    stream: &mut (impl tokio::io::AsyncRead + Unpin),
    buffer: &mut Vec<u8>,
) -> Option<Vec<u8>> {
    loop {
        if let Some(at) = buffer.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&buffer[..at]).to_lowercase();
            let length: usize = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length:"))
                .and_then(|value| value.trim().parse().ok())?;
            if buffer.len() >= at + 4 + length {
                let rest = buffer.split_off(at + 4 + length);
                let body = buffer.split_off(at + 4);
                *buffer = rest;
                return Some(body);
            }
        }
        let mut piece = [0; 16 * 1024];
        let count = stream.read(&mut piece).await.ok()?;
        if count == 0 {
            return None;
        }
        buffer.extend_from_slice(&piece[..count]);
    }
}

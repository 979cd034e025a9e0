//! Nothing in clear: planted markers in every field, searched for wherever a stranger could look.

use std::path::Path;
use std::sync::Arc;

use app::api::{Command, FigureCounts, FigureSource, FigureWhat, LogKind, MobileBox, TurnoutInput};
use domain::Payload;
use domain::event::{
    Answered, Arrived, CountMethod, EntryKind, LogNoted, Place, Value, ViewOfPoint, VoterCounted,
    WatchStarted,
};
use journal::keeper::Recipient;
use tests::support::disk::Disk;
use tests::support::headquarters::{Headquarters, LOCAL_OPERATOR as OPERATOR};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

use crate::station::{Scene, new_phone};

/// Every marker begins so; none is ever sent outside a seal.
const MARK: &[u8] = b"MARKER";

fn assert_clear_of_marks(bytes: &[u8], place: &str) {
    let found = bytes.windows(MARK.len()).position(|window| window == MARK);
    if let Some(at) = found {
        let around = &bytes[at.saturating_sub(40)..(at + 60).min(bytes.len())];
        panic!("{place} at {at}: {}", String::from_utf8_lossy(around));
    }
}

fn assert_folder_clear(folder: &Path) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        assert_clear_of_marks(path.to_string_lossy().as_bytes(), "a file's name");
        if path.is_dir() {
            assert_folder_clear(&path);
        } else {
            assert_clear_of_marks(&std::fs::read(&path).unwrap(), &path.to_string_lossy());
        }
    }
}

fn marked_headquarters(folder: &Path) -> Headquarters {
    let hq = Headquarters::set_up_as(folder, 8, 0, "MARKER-ELECTION");
    let stations = "code,name,region,voters\nMARKER-CODE,MARKER-STATION,MARKER-REGION,1840\n";
    std::fs::write(hq.path("marked.csv"), stations).unwrap();
    let file = hq.path("marked.csv");
    let columns = ["--code", "code", "--name", "name", "--region", "region"];
    let mut import = vec!["stations", "import", &file, "--registered", "voters"];
    import.extend(columns);
    hq.run(&import);
    hq
}

#[test]
fn what_an_observer_writes_is_in_clear_nowhere_on_the_way_nor_on_the_phone() {
    let folder = tempfile::tempdir().unwrap();
    let mut hq = marked_headquarters(&folder.path().join("hq"));
    let invitation = hq.folder_invite("MARKER-PERSON", "MARKER-CODE");
    hq.serve_with(&[], &[("SANAQ_LOG", "trace")]);
    let mut alice = new_phone(&folder.path().join("alice"));
    alice.enrol(&invitation);
    alice.watch("MARKER-CODE");
    alice.count(3, 10);
    alice.execute(&Command::LogEntry {
        about: LogKind::Remark,
        text: "MARKER-REMARK".into(),
        seen_at: None,
        since_touch_ms: 0,
    });
    alice.execute(&Command::NoteTurnout {
        turnout: TurnoutInput {
            figure: 12,
            counts: FigureCounts::SinceOpening,
            as_of: "08:00".into(),
            what: FigureWhat::Unclear,
            mobile_box: MobileBox::Unknown,
            contest: None,
            source: FigureSource::Told,
            told_by: "MARKER-TELLER".into(),
        },
        since_touch_ms: 0,
    });
    alice.deliver();
    alice.kill();
    hq.stop();
    for carried in hq.proxy.carried() {
        assert_clear_of_marks(&carried.up, "the wire, up");
        assert_clear_of_marks(&carried.down, "the wire, down");
    }
    assert_clear_of_marks(hq.log().as_bytes(), "the server's log");
    assert_folder_clear(alice.folder());
}

/// One POST of `body` by a client without any of our code but the pin; the whole answer.
pub fn post(hq: &Headquarters, disk: &Disk, body: &[u8]) -> Vec<u8> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = rustls::ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .dangerous()
            .with_custom_certificate_verifier(disk.pin().verifier())
            .with_no_client_auth();
        let stream = tokio::net::TcpStream::connect(hq.proxy.address()).await.unwrap();
        let name = rustls::pki_types::ServerName::try_from("any.example").unwrap();
        let connector = tokio_rustls::TlsConnector::from(Arc::new(config));
        let mut tls = connector.connect(name, stream).await.unwrap();
        let head = format!(
            "POST /v1/sync HTTP/1.1\r\nHost: x\r\nContent-Type: application/cbor\r\n\
             Connection: close\r\nContent-Length: {}\r\n\r\n",
            body.len()
        );
        tls.write_all(head.as_bytes()).await.unwrap();
        tls.write_all(body).await.unwrap();
        let mut answer = Vec::new();
        let _ = tls.read_to_end(&mut answer).await;
        answer
    })
}

fn remark(text: &str) -> Payload {
    let (visit, entry) = (Some(1), EntryKind::Incident);
    Payload::LogNoted(LogNoted { visit, entry, text: text.into(), seen_at: None })
}

fn answer(text: &str) -> Payload {
    Payload::Answered(Answered {
        visit: 1,
        form: 1,
        form_version: 1,
        instance: 1,
        repeat_path: Vec::new(),
        question: 1,
        value: Value::Text(text.into()),
        seen_at: None,
    })
}

pub fn begin(station: &str) -> Vec<Payload> {
    vec![
        Payload::Arrived(Arrived { station: station.into(), place: Place::Inside }),
        Payload::WatchStarted(WatchStarted {
            visit: 1,
            definition_version: 1,
            point: 1,
            covers: vec!["MARKER-DESK".into()],
            view: ViewOfPoint::Full,
        }),
    ]
}

#[test]
fn inside_tls_request_and_answer_are_clear_of_names_words_and_stations() {
    let folder = tempfile::tempdir().unwrap();
    let mut hq = marked_headquarters(&folder.path().join("hq"));
    let invitation = hq.folder_invite("MARKER-PERSON", "MARKER-CODE");
    hq.serve();
    let mut disk = Disk::enrol(&invitation, &folder.path().join("disk"), hq.clock.wall(), 41);
    disk.record(begin("MARKER-CODE")).unwrap();
    disk.record(vec![remark("MARKER-REMARK"), answer("MARKER-ANSWER")]).unwrap();
    disk.seal().unwrap();
    let request = disk.request_to_headquarters();
    assert_clear_of_marks(&request, "the request inside TLS");
    assert_clear_of_marks(&post(&hq, &disk, &request), "the first answer inside TLS");
    // Its stations are written once the first answer went out; the second request brings them.
    let request = disk.request_to_headquarters();
    assert_clear_of_marks(&request, "the second request inside TLS");
    let answer = post(&hq, &disk, &request);
    let text = String::from_utf8_lossy(&answer);
    assert!(text.starts_with("HTTP/1.1 200"), "{}", &text[..text.len().min(200)]);
    assert!(answer.len() > 600, "receipt and assignment come with it: {}", answer.len());
    assert_clear_of_marks(&answer, "the answer inside TLS");
    // The form's name and the operator's stand in headquarters' journal, and in no answer.
    let store = hq.store(&invitation);
    let common = store.own_fold(Recipient::Common).unwrap();
    let form = common.definitions().current().forms.first().expect("a form").name.clone();
    let published = store.own_events(Recipient::Common).unwrap();
    assert!(format!("{published:?}").contains(OPERATOR), "the operator's name is in the events");
    for word in [form.as_str(), OPERATOR] {
        let there = |bytes: &[u8]| bytes.windows(word.len()).any(|part| part == word.as_bytes());
        assert!(word.len() > 3 && !there(&answer) && !there(&request), "{word}");
    }
    disk.contact().unwrap();
    // It was really there: headquarters reads every word of it.
    assert!(
        disk.open_store().common().is_some_and(|fold| {
            format!("{:?}", fold.definitions()).contains("MARKER-ELECTION")
        })
    );
    // And a stranger's questions bring nothing at all.
    for junk in [&b""[..], b"\xa0", b"GET / HTTP/1.1"] {
        assert_clear_of_marks(&post(&hq, &disk, junk), "the answer to a stranger");
    }
}

/// A day whose pages are sealed at the same moments, with so many taps at other times.
fn day(scene: &Scene, person: &str, taps: &[u32], seed: u64) -> Disk {
    let invitation = scene.hq.invite(person, "101");
    let folder = scene.folder.path().join(person);
    let mut disk = Disk::enrol(&invitation, &folder, scene.hq.clock.wall(), seed);
    disk.contact().unwrap();
    disk.record(begin("101")).unwrap();
    let morning = disk.wall;
    for (hour, count) in (1i64..).zip(taps) {
        for _ in 0..*count {
            let tap = VoterCounted { watch: 2, category: 1, method: CountMethod::Screen };
            disk.record(vec![Payload::VoterCounted(tap)]).unwrap();
        }
        disk.wall = morning + hour * 3_600;
        disk.seal().unwrap();
    }
    disk
}

#[test]
fn two_days_that_differ_only_in_taps_differ_outside_only_in_keys_hashes_enc_and_size() {
    let scene = Scene::served();
    let mut quiet = day(&scene, "Quiet", &[3, 1, 2, 5], 51);
    let mut busy = day(&scene, "Busy", &[60, 45, 80, 12], 52);
    let pages = |disk: &mut Disk| {
        disk.contact().unwrap();
        let election = disk.open_store().election();
        let all = disk.seen.values().cloned().collect::<Vec<_>>();
        let page = |bytes: Vec<u8>| journal::page::Page::decode(election, &bytes).unwrap();
        all.into_iter().map(page).collect::<Vec<_>>()
    };
    let (quiet, busy) = (pages(&mut quiet), pages(&mut busy));
    assert_eq!(quiet.len(), busy.len());
    for (a, b) in quiet.iter().zip(&busy) {
        let (a, b) = (a.header(), b.header());
        // What is the same: format, number, quarter hour, number of the sealing key.
        assert_eq!(a.number, b.number);
        assert_eq!(a.sealed_quarter, b.sealed_quarter);
        assert_eq!(a.key, b.key);
        assert_eq!(a.sealed_at() % 900, 0);
        // What differs: the journal's name and hashes.
        assert_ne!((a.journal, a.content_root), (b.journal, b.content_root));
        // And there is nothing else: the rest of the header's bytes is alike.
        assert_eq!(a.encode().len(), b.encode().len());
    }
    let shape = |page: &journal::page::Page| {
        let mut header = *page.header();
        header.journal = journal::ids::JournalId([0; 16]);
        header.previous = journal::ids::Hash::ZERO;
        header.content_root = journal::ids::Hash::ZERO;
        header.encode()
    };
    let (quiet, busy): (Vec<_>, Vec<_>) =
        (quiet.iter().map(shape).collect(), busy.iter().map(shape).collect());
    assert_eq!(quiet, busy, "byte for byte, once journal and hashes are blanked");
}

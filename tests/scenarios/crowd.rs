//! Sixty-four devices at once: all receipted and told their stations, in fewer commits than
//! requests.

use std::path::Path;

use journal::keeper::{Keeper as _, Recipient};
use tests::support::device::Device;

use crate::station::Scene;

/// Transactions the database has seen so far, headquarters' pages and views included: SQLite
/// counts them in the header of the WAL's index (`iChange`, see its walformat.html).
fn commits(database: &Path) -> u32 {
    let index = std::fs::read(database.with_extension("db-shm")).unwrap();
    u32::from_ne_bytes(index[8..12].try_into().unwrap())
}

#[test]
fn sixty_four_requests_at_once_make_fewer_commits_than_requests() {
    let mut scene = Scene::new();
    let mut list = String::from("label,stations\n");
    for n in 0..64 {
        list.push_str(&format!("Observer {n:02},101\n"));
    }
    std::fs::write(scene.hq.path("people.csv"), list).unwrap();
    let out = scene.hq.path("invitations");
    scene.hq.run(&["invite", "--csv", &scene.hq.path("people.csv"), "--out-dir", &out]);
    scene.hq.serve();
    let files = std::fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().path());
    let files: Vec<_> = files.filter(|p| p.extension().is_some_and(|e| e == "sanaq")).collect();
    assert_eq!(files.len(), 64);
    let wall = scene.hq.clock.wall();
    let before = commits(&scene.hq.data().join("endpoint.db"));
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let contacts = runtime.block_on(async {
        let mut all = tokio::task::JoinSet::new();
        for (seed, file) in (700..).zip(&files) {
            let mut device = Device::enrol(file, wall, seed);
            (0..3).for_each(|_| device.seal_any());
            all.spawn(async move { device.contact().await.unwrap() });
        }
        all.join_all().await
    });
    let commits = commits(&scene.hq.data().join("endpoint.db")) - before;
    let requests: u32 = contacts.iter().map(|contact| contact.requests).sum();
    assert!(commits > 0 && commits < requests, "{commits} commits for {requests} requests");
    assert!(requests <= 2 * 64, "{requests}: one request, and one for the stations");
    let store = scene.hq.store(&scene.invitation);
    let common = store.own_journal(Recipient::Common).unwrap().unwrap().1.number.0;
    for contact in &contacts {
        assert_eq!((contact.receipted, contact.taken), (3, common + 1), "its pages, its station");
    }
    let devices = store.devices().unwrap();
    assert_eq!(devices.iter().filter(|device| device.head.number.0 == 3).count(), 64);
    for device in devices {
        let told = store.own_fold(Recipient::Device(device.journal)).unwrap();
        let codes: Vec<_> = told.assignments().map(|station| station.code.as_str()).collect();
        assert_eq!(codes, ["101"], "{}", device.journal);
    }
}

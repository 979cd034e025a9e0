//! Sixty-four devices at once: all receipted, in fewer commits than requests.

use tests::support::device::Device;

use crate::station::Scene;

#[test]
fn sixty_four_requests_at_once_make_fewer_commits_than_requests() {
    let mut scene = Scene::new();
    let mut list = String::from("label,station\n");
    for n in 0..64 {
        list.push_str(&format!("Observer {n:02},101\n"));
    }
    std::fs::write(scene.hq.path("people.csv"), list).unwrap();
    let out = scene.hq.path("invitations");
    scene.hq.run(&["invite", "--csv", &scene.hq.path("people.csv"), "--out-dir", &out]);
    let log = ("SANAQ_LOG", "info,sync=debug");
    scene.hq.serve_with(&[], &[log]);
    let files = std::fs::read_dir(&out).unwrap().map(|entry| entry.unwrap().path());
    let files: Vec<_> = files.filter(|p| p.extension().is_some_and(|e| e == "sanaq")).collect();
    assert_eq!(files.len(), 64);
    let wall = scene.hq.clock.wall();
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let receipted: u64 = runtime.block_on(async {
        let mut all = tokio::task::JoinSet::new();
        for (seed, file) in (700..).zip(&files) {
            let mut device = Device::enrol(file, wall, seed);
            (0..3).for_each(|_| device.seal_any());
            all.spawn(async move { device.contact().await.unwrap().receipted });
        }
        all.join_all().await.into_iter().sum()
    });
    assert_eq!(receipted, 64 * 3);
    let store = scene.hq.store(&scene.invitation);
    let devices = store.devices().unwrap();
    assert_eq!(devices.iter().filter(|device| device.head.number.0 == 3).count(), 64);
    scene.hq.stop();
    let log = scene.hq.log();
    let commits = log.lines().filter(|line| line.contains("committed")).count();
    assert!(commits > 0 && commits < 64, "{commits} commits for 64 requests");
}

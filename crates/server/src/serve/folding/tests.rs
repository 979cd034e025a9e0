#![allow(clippy::unwrap_used)]

use domain::event::{AreaFigureNoted, FigureCounts, FigureKind, FigureUnit};
use zeroize::Zeroizing;

use super::*;
use crate::headquarters::Headquarters;
use crate::passphrase::Passphrases;

fn folder(temporary: &tempfile::TempDir) -> (Folder, EndpointStore) {
    let folder = DataFolder::create(temporary.path()).unwrap();
    std::fs::write(folder.election_toml(), b"").unwrap();
    let words = || Zeroizing::new("everyday words".to_owned());
    let passphrases = Passphrases { everyday: words(), root: words() };
    let clock = Clock::new();
    let keys = Keys::create(&folder, &passphrases, true, "", &clock).unwrap();
    let headquarters = Headquarters::with_keys(folder.clone(), keys, clock.clone()).unwrap();
    let another_process = headquarters.store.again().unwrap();
    let openers = headquarters.openers();
    let Headquarters { keys, store, .. } = headquarters;
    let lists = Arc::new(RwLock::new(Lists::load(&folder).unwrap()));
    let folding = Folder {
        store,
        keys: Arc::new(keys),
        clock,
        openers,
        folder,
        holdings: Arc::default(),
        lists,
        change: watch::channel(0).0,
        heard: 0,
        mark: 0,
        desk: None,
        pending: Pending::default(),
    };
    (folding, another_process)
}

#[test]
fn what_was_heard_when_a_reading_failed_is_shown_by_the_next_turn() {
    let temporary = tempfile::tempdir().unwrap();
    let (mut folding, mut another_process) = folder(&temporary);
    folding.load().unwrap();
    let figure = AreaFigureNoted {
        operator: "Carol".into(),
        station: Some("1804".into()),
        area: Vec::new(),
        figure: 311,
        unit: FigureUnit::Persons,
        counts: FigureCounts::SinceOpening,
        what: FigureKind::BallotsIssued,
        contest: None,
        as_of: 100,
        zone: None,
        published_at: None,
        words: None,
        link: None,
    };
    let what = vec![Payload::AreaFigureNoted(figure)];
    let clock = folding.clock.clone();
    publish(&mut another_process, &folding.keys, &clock, Recipient::Desk, what).unwrap();
    let journal = JournalId([7; 16]);
    take(&mut folding.pending.journals, Wake::Decided(journal));
    let before = read(&folding.holdings).version;

    folding.store.faults().fail_next_reading();
    folding.turn().unwrap_err();
    let shown = |folding: &Folder| {
        let holdings = read(&folding.holdings);
        (holdings.announced.of_station("1804", 0, 1_000).count(), holdings.version != before)
    };
    assert_eq!(shown(&folding), (0, false));
    assert!(folding.pending.journals.contains(&journal), "the woken journal is looked at again");

    folding.turn().unwrap();
    assert_eq!(shown(&folding), (1, true));
    assert!(folding.pending.journals.is_empty());
}

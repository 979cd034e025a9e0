//! Headquarters' own journals.
#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use journal::ids::{JournalId, PageNumber};
use journal::keeper::{KeeperError, Recipient};
use journal::page::Head;

use crate::world::World;

#[test]
fn own_pages_are_kept_one_after_the_other_and_nothing_else() {
    let mut world = World::new(50);
    let common = world.list.list().common;
    let first = world.own_page(common, Head::START);
    let head = first.page().head();
    let second = world.own_page(common, head);
    for mut tried in world.headquarters() {
        assert_eq!(tried.keeper.own_journal(Recipient::Common).unwrap(), None);
        let early = tried.keeper.keep_own(Recipient::Common, second.clone());
        assert_eq!(early, Err(KeeperError::NotNext), "{}", tried.name);
        let kept = tried.keeper.keep_own(Recipient::Common, first.clone()).unwrap();
        assert_eq!(kept, head);
        let twice = tried.keeper.keep_own(Recipient::Common, first.clone());
        assert_eq!(twice, Err(KeeperError::NotNext));
        tried.keeper.keep_own(Recipient::Common, second.clone()).unwrap();
        let own = tried.keeper.own_journal(Recipient::Common).unwrap();
        assert_eq!(own, Some((common, second.page().head())));
        let run = tried.keeper.pages(common, PageNumber(1), usize::MAX).unwrap();
        assert_eq!(run.pages, [second.page().clone()]);
    }
}

#[test]
fn each_device_has_a_journal_of_its_own() {
    let mut world = World::new(51);
    let devices = [world.author(), world.author()];
    let journals = [JournalId([1; 16]), JournalId([2; 16])];
    let pages = journals.map(|journal| world.own_page(journal, Head::START));
    for mut tried in world.headquarters() {
        for (device, page) in devices.iter().zip(&pages) {
            let recipient = Recipient::Device(device.journal());
            tried.keeper.keep_own(recipient, page.clone()).unwrap();
        }
        for (device, journal) in devices.iter().zip(journals) {
            let recipient = Recipient::Device(device.journal());
            let own = tried.keeper.own_journal(recipient).unwrap().unwrap();
            assert_eq!(own.0, journal, "{}", tried.name);
        }
        let mixed = tried.keeper.keep_own(Recipient::Common, pages[0].clone());
        assert!(mixed.is_err(), "a journal has one recipient");
    }
}

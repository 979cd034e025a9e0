//! Views are disposable: another process, which never saw them made, makes the same rows.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::path::{Path, PathBuf};
use std::process::Command;

use domain::event::{Assigned, DefinitionPublished};
use domain::{ElectionDefinition, Event, Payload, StationSpec};
use journal::judge::{Place, Quota};
use journal::keeper::{Keeper as _, Recipient};
use journal::outbox::{Outbox as _, Toward};
use store::endpoint::Writing;
use store::{DeviceStore, EndpointStore};

use crate::world::{MACHINE, MORNING, World, clock, morning, now, tap, undo, unlock};

/// Where the other process finds the files.
const FOLDER: &str = "SANAQ_FRESH_FOLDER";

fn endpoint(world: &World, folder: &Path) -> EndpointStore {
    let path = folder.join("endpoint.db");
    EndpointStore::open(&path, world.list.clone(), Place::Headquarters, Quota::default()).unwrap()
}

fn rows(device: &DeviceStore, endpoint: &EndpointStore) -> String {
    format!("{:?}\n{:?}\n", device.view_rows().unwrap(), endpoint.view_rows().unwrap())
}

/// What the other process does: opens both files, forgets all views and makes them anew.
fn made_anew(world: &mut World, folder: &Path) {
    let path = folder.join("alice");
    let opened = DeviceStore::open(&path, unlock(), Some(MACHINE), now(), &mut world.rng);
    let mut device = opened.unwrap().store;
    let mut endpoint = endpoint(world, folder);
    assert!(device.rebuild().unwrap() > 0);
    endpoint.rebuild().unwrap();
    while endpoint.fold_pages(&world.openers(), MORNING).unwrap().more {}
    std::fs::write(folder.join("anew"), rows(&device, &endpoint)).unwrap();
}

/// Headquarters' own events: a definition for all, a station for Alice.
fn publish(world: &mut World, endpoint: &mut EndpointStore, device: &DeviceStore) {
    let definition = ElectionDefinition { version: 1, ..ElectionDefinition::built_in() };
    let operator = "Carol".to_owned();
    let published = DefinitionPublished {
        operator: operator.clone(),
        version: 1,
        definition: definition.encode(),
    };
    let assigned = Assigned { operator, station: StationSpec::of_code("101") };
    let key = world.keys.journal.clone();
    let writing = Writing { key: &key, clock: clock(), sealed_at: MORNING };
    let all = [
        (Recipient::Common, vec![Event::new(MORNING, Payload::DefinitionPublished(published))]),
        (
            Recipient::Device(device.journal()),
            vec![Event::new(MORNING, Payload::Assigned(assigned))],
        ),
    ];
    endpoint.publish_all(&all, &writing, &mut world.rng).unwrap();
}

#[test]
fn a_fresh_process_makes_the_same_views_of_device_and_endpoint() {
    let mut world = World::new(140);
    if let Some(folder) = std::env::var_os(FOLDER) {
        return made_anew(&mut world, &PathBuf::from(folder));
    }
    let mut device = world.device("alice");
    let watch = morning(&mut device, 30);
    device.append(clock(), &[undo(watch + 4, MORNING + 2_000)]).unwrap();
    device.seal(MORNING + 4_000, &mut world.rng).unwrap();
    device.append(clock(), &[tap(watch, MORNING + 4_100)]).unwrap();
    device.seal(MORNING + 4_200, &mut world.rng).unwrap();
    let pages = device.offer(Toward::Headquarters, 1 << 20).unwrap().pages;
    let folder = world.folder.path().to_owned();
    let mut endpoint = endpoint(&world, &folder);
    endpoint.commit(vec![world.delivery(&device, pages, MORNING)]).unwrap();
    publish(&mut world, &mut endpoint, &device);
    while endpoint.fold_pages(&world.openers(), MORNING).unwrap().more {}
    let kept = rows(&device, &endpoint);
    drop((device, endpoint));
    let name = "fresh::a_fresh_process_makes_the_same_views_of_device_and_endpoint";
    let out = Command::new(std::env::current_exe().unwrap())
        .args([name, "--exact", "--nocapture"])
        .env(FOLDER, &folder)
        .output()
        .unwrap();
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let anew = std::fs::read_to_string(folder.join("anew")).expect("the other process ran it");
    assert_eq!(anew, kept);
    assert!(kept.len() > 1_000, "there is something to compare: {kept}");
}

#[test]
fn an_endpoints_rows_of_another_fold_version_are_made_anew() {
    let mut world = World::new(141);
    let mut device = world.device("alice");
    morning(&mut device, 5);
    device.seal(MORNING + 4_000, &mut world.rng).unwrap();
    let pages = device.offer(Toward::Headquarters, 1 << 20).unwrap().pages;
    let folder = world.folder.path().to_owned();
    let mut first = endpoint(&world, &folder);
    first.commit(vec![world.delivery(&device, pages, MORNING)]).unwrap();
    publish(&mut world, &mut first, &device);
    while first.fold_pages(&world.openers(), MORNING).unwrap().more {}
    let kept = first.view_rows().unwrap();
    drop(first);
    let raw = rusqlite::Connection::open(folder.join("endpoint.db")).unwrap();
    raw.execute("UPDATE facts SET value = x'00000000' WHERE name = 'fold_version'", []).unwrap();
    raw.execute("UPDATE views SET value = x'80'", []).unwrap();
    drop(raw);
    let mut second = endpoint(&world, &folder);
    while second.fold_pages(&world.openers(), MORNING).unwrap().more {}
    assert_eq!(second.view_rows().unwrap(), kept);
}

//! Alarms at headquarters, over real TLS and the real page's own calls.

use domain::Event;
use domain::event::{Danger, InDanger, Payload};
use server::dashboard::api::{Overview, UrgentKind};

use crate::counting;
use crate::device::Device;
use crate::endpoint::{Endpoint, now};

fn danger(at: i64) -> Vec<u8> {
    let (visit, follows) = (Some(1), None);
    let danger = Danger::Untold;
    let event = InDanger { visit, follows, danger, happened_at: None, text: None };
    Event::new(at, Payload::InDanger(event)).encode()
}

#[test]
fn an_alarm_beyond_a_gap_is_told_at_once_on_top_and_linked_when_the_rest_comes() {
    let mut endpoint = Endpoint::set_up();
    let file = endpoint.invite("Alice", "1804");
    endpoint.serve();
    let mut alice = Device::enrol(&file, &endpoint.sync);
    alice.seal(&counting("1804", now() - 600));
    alice.contact();
    let mut browser = endpoint.login();
    let quiet: Overview =
        browser.until("/api/overview", |it: &Overview| it.figures.counted.is_some());
    assert!(quiet.urgent.is_empty(), "nobody is in danger because nothing was heard");
    let mut changed = browser.listen();
    let known = changed();
    alice.seal(&[Event::new(now(), Payload::Left(domain::event::Left { visit: 1 })).encode()]);
    alice.seal(&[danger(now())]);
    // The urgent page leaves before the older one, and then the network is gone.
    alice.receipted = 2;
    alice.contact();
    let mut version = known;
    let told: Overview = loop {
        let now: Overview = browser.get("/api/overview");
        if !now.urgent.is_empty() {
            break now;
        }
        version = changed().max(version);
    };
    assert!(told.version > known, "an event told the page to look");
    let alarm = &told.urgent[0];
    assert_eq!((alarm.kind, alarm.linked), (UrgentKind::InDanger, false));
    assert_eq!((alarm.label.as_str(), alarm.station.as_str()), ("Alice", "1804"));
    assert!(alarm.over.is_none());
    alice.receipted = 1;
    alice.contact();
    let linked = |it: &Overview| it.urgent.iter().all(|alarm| alarm.linked);
    let linked: Overview = browser.until("/api/overview", linked);
    assert_eq!(linked.urgent.len(), 1, "once, not twice");
}

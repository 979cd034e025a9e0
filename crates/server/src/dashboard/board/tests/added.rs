//! A station on no list, wherever the page names it.

use super::*;
use crate::dashboard::api::Overview;
use crate::dashboard::export::hours_csv;
use domain::event::{IncidentReported, StationAdded};

fn there(code: &str) -> Vec<Payload> {
    vec![
        Payload::Arrived(Arrived { station: code.into(), place: Place::Inside }),
        Payload::IncidentReported(IncidentReported { visit: Some(1), mark: None, told: told() }),
    ]
}

fn described(code: &str, name: &str) -> Payload {
    let (region, zone, words) = (vec![], None, None);
    Payload::StationAdded(StationAdded {
        code: code.into(),
        name: name.into(),
        region,
        zone,
        words,
    })
}

fn shown(made: &Made, board: &mut Board) -> Overview {
    made.at(OPENS + 2 * HOUR, |desk, day| {
        board.settle(desk, day);
        let ask = Ask { find: "t-9".into(), ..Ask::default() };
        overview(desk, &ask, board).unwrap()
    })
}

/// Names the page gives the station: in the table, with its incidents, among the latest.
fn names(view: &Overview) -> [String; 3] {
    let incident = view.incidents.iter().find(|it| it.label == "Observer 1").unwrap();
    let latest = view.latest.iter().find(|it| it.label == "Observer 1").unwrap();
    [view.stations[0].name.clone(), incident.added_name.clone(), latest.added_name.clone()]
}

#[test]
fn a_station_an_observer_added_has_the_name_they_gave_it_everywhere_until_the_list_has_one() {
    let mut made = Made::new();
    let mut board = Board::default();
    made.holdings.put(JournalId(id(1)), journal(1, &there("t-9")));
    assert_eq!(names(&shown(&made, &mut board)), ["", "", ""], "a bare code before anybody says");
    // Bob writes the code another way, and was never there; Alice's rows are kept meanwhile.
    made.holdings.put(JournalId(id(2)), journal(2, &[described(" T-9", "Tent")]));
    let view = shown(&made, &mut board);
    assert_eq!(names(&view), ["Tent", "Tent", "Tent"]);
    assert!(!view.stations[0].listed, "and is marked as not on the list");
    // Who was there knows better; a name is better than none.
    let mut own = there("t-9");
    own.push(described("t-9", "Tent by the bazaar"));
    made.holdings.put(JournalId(id(1)), journal(1, &own));
    assert_eq!(names(&shown(&made, &mut board)), ["Tent by the bazaar"; 3]);
    made.at(OPENS + HOUR, |desk, day| {
        let hours = String::from_utf8(hours_csv(desk, day).unwrap()).unwrap();
        assert!(hours.contains(",t-9,Tent by the bazaar,,no,,07,"), "{hours}");
    });
    own.push(described("t-9", ""));
    made.holdings.put(JournalId(id(1)), journal(1, &own));
    assert_eq!(names(&shown(&made, &mut board)), ["Tent"; 3]);
    let listed = Station { code: "T-9".into(), name: "Bazaar".into(), ..Station::default() };
    made.stations.update([listed]);
    made.holdings.changed_all();
    let view = shown(&made, &mut board);
    assert_eq!(names(&view), ["Bazaar", "", ""], "the list says more than an observer");
    assert!(view.stations[0].listed);
}

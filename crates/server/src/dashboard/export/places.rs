//! Stations on a map: GeoJSON (RFC 7946) of those whose coordinates headquarters' list has.
//!
//! One feature a line, in the order of codes, longitude before latitude; the figures of each
//! polling day are its floors. Unknown is `null`, never 0. Coordinates are written as they were
//! read, digit by digit. Rejected: coordinates of observers' phones, which say where a person
//! was and not where a station is.

use serde_json::{Value, json};

use super::days::Day;
use crate::dashboard::desk::Desk;

/// What each property means.
pub(super) const PROPERTIES: [(&str, &str); 6] = [
    ("code", "the station's code"),
    ("name", "its name"),
    ("region", "from the largest area to the smallest"),
    ("registered", "voters by the imported list; null: not known"),
    ("devices", "devices that were there"),
    ("days", "by polling day: counted (a floor; null: nobody watched) and unwatched_minutes"),
];

/// The map and how many stations are on it.
pub(super) fn geojson(desk: &Desk<'_>, days: &[Day]) -> (usize, Vec<u8>) {
    let mut features = Vec::new();
    let days: Vec<_> = days.iter().map(|day| (day.polling.date, day.by_key())).collect();
    for station in desk.stations.iter() {
        let Some(place) = &station.place else { continue };
        let key = domain::station_key(&station.code);
        let figures: Vec<Value> = days
            .iter()
            .map(|(date, lines)| {
                let line = lines.get(&key);
                json!({
                    "day": date.to_string(),
                    "counted": line.and_then(|line| line.row.counted),
                    "unwatched_minutes": line.map(|line| line.row.unwatched_minutes),
                })
            })
            .collect();
        let properties = json!({
            "code": station.code,
            "name": station.name,
            "region": station.region,
            "registered": station.registered,
            "devices": desk.holdings.devices_at(&key).count(),
            "days": figures,
        });
        features.push(format!(
            "{{\"type\":\"Feature\",\"geometry\":{{\"type\":\"Point\",\"coordinates\":[{},{}]}},\
             \"properties\":{properties}}}",
            place.lon, place.lat
        ));
    }
    let body = features.join(",\n");
    let whole = format!("{{\"type\":\"FeatureCollection\",\"features\":[\n{body}\n]}}\n");
    (features.len(), whole.into_bytes())
}

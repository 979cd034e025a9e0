use super::*;
use crate::definition::ElectionDefinition;

fn definition(zone: &str, dates: &[&str]) -> ElectionDefinition {
    let mut definition = ElectionDefinition::built_in();
    definition.zone = zone.to_owned();
    definition.days = dates
        .iter()
        .map(|date| PollingDay {
            date: date.parse().unwrap(),
            opens_minutes: 7 * 60,
            closes_minutes: 20 * 60,
            early: false,
        })
        .collect();
    definition
}

fn hours(zone: &str, date: &str) -> Vec<Hour> {
    let definition = definition(zone, &[date]);
    let span = day_span(definition.days[0], &StationSpec::of_code("1"), &definition);
    hours_of(&span).into_iter().filter(|hour| hour.date == span.date).collect()
}

#[test]
fn an_ordinary_day_has_24_hours() {
    let hours = hours("Europe/Belgrade", "2013-11-03");
    assert_eq!(hours.len(), 24);
    assert!(hours.iter().all(|hour| hour.ends - hour.starts == 3600));
    assert_eq!(hours.iter().map(|hour| hour.hour).collect::<Vec<_>>(), (0..24).collect::<Vec<_>>());
}

#[test]
fn a_spring_day_in_belgrade_has_23_hours_and_no_second_hour() {
    let hours = hours("Europe/Belgrade", "2024-03-31");
    assert_eq!(hours.len(), 23);
    assert!(hours.iter().all(|hour| hour.hour != 2));
}

#[test]
fn an_autumn_day_in_belgrade_has_25_hours_and_two_of_the_name_two() {
    let hours = hours("Europe/Belgrade", "2024-10-27");
    assert_eq!(hours.len(), 25);
    let twos: Vec<_> = hours.iter().filter(|hour| hour.hour == 2).collect();
    assert_eq!(twos.iter().map(|hour| hour.offset_s).collect::<Vec<_>>(), [7200, 3600]);
}

#[test]
fn almaty_repeats_an_hour_when_it_moves_to_plus_five() {
    let hours = hours("Asia/Almaty", "2024-02-29");
    assert_eq!(hours.iter().filter(|hour| hour.hour == 23).count(), 2);
    assert_eq!(hours.len(), 25);
}

#[test]
fn the_night_after_closing_belongs_to_its_day() {
    let definition = definition("Asia/Almaty", &["2024-06-09"]);
    let station = StationSpec::of_code("1");
    let zone = zone_of(&station, &definition);
    let at_three = at_minutes(zone, "2024-06-10".parse().unwrap(), 3 * 60);
    let span = day_of(at_three, &station, &definition).unwrap();
    assert_eq!(span.date.to_string(), "2024-06-09");
    assert!(day_of(at_three + 24 * 3600, &station, &definition).is_none());
}

#[test]
fn two_polling_days_meet_two_hours_before_the_second_opens() {
    let definition = definition("Asia/Almaty", &["2024-06-09", "2024-06-10"]);
    let station = StationSpec::of_code("1");
    let zone = zone_of(&station, &definition);
    let at = |minutes| at_minutes(zone, "2024-06-10".parse().unwrap(), minutes);
    let date = |instant| day_of(instant, &station, &definition).unwrap().date.to_string();
    assert_eq!(date(at(5 * 60) - 1), "2024-06-09");
    assert_eq!(date(at(5 * 60)), "2024-06-10");
}

#[test]
fn a_wall_time_that_does_not_exist_is_the_next_that_does() {
    let zone = zone("Europe/Belgrade").unwrap();
    let date = "2024-03-31".parse().unwrap();
    assert_eq!(at_minutes(zone, date, 150), at_minutes(zone, date, 180));
}

#[test]
fn a_station_has_its_own_zone_and_hours() {
    let definition = definition("Asia/Almaty", &["2024-06-09"]);
    let mut station = StationSpec::of_code("abroad");
    station.zone = Some("europe/berlin".to_owned());
    station.opens_minutes = Some(8 * 60);
    let span = day_span(definition.days[0], &station, &definition);
    assert_eq!(span.zone, chrono_tz::Europe::Berlin);
    assert_eq!(span.opens, at_minutes(span.zone, span.date, 8 * 60));
}

#[test]
fn own_hours_do_not_overrule_an_early_days() {
    let mut definition = definition("Asia/Almaty", &["2024-06-08", "2024-06-09"]);
    let early = &mut definition.days[0];
    (early.early, early.opens_minutes, early.closes_minutes) = (true, 10 * 60, 14 * 60);
    let mut station = StationSpec::of_code("1");
    (station.opens_minutes, station.closes_minutes) = (Some(6 * 60), Some(18 * 60));
    let hours = |place: usize| {
        let span = day_span(definition.days[place], &station, &definition);
        let minutes = |at: i64| (at - at_minutes(span.zone, span.date, 0)) / 60;
        (minutes(span.opens), minutes(span.closes), minutes(span.ends))
    };
    // The border lies two hours before the station's own opening on the day after.
    assert_eq!(hours(0), (600, 840, 24 * 60 + 4 * 60));
    assert_eq!(hours(1), (360, 1080, 36 * 60));
}

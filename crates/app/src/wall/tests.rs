use super::*;

const ALMATY: Tz = chrono_tz::Asia::Almaty;

#[test]
fn a_typed_time_after_midnight_is_last_nights() {
    let now = ALMATY.with_ymd_and_hms(2026, 3, 15, 0, 20, 0).unwrap().timestamp();
    let half_an_hour_ago = now - 30 * 60;
    assert_eq!(typed(ALMATY, now, "23:50"), Some(half_an_hour_ago));
}

#[test]
fn a_typed_time_a_little_ahead_is_today() {
    let now = ALMATY.with_ymd_and_hms(2026, 3, 15, 11, 55, 0).unwrap().timestamp();
    assert_eq!(typed(ALMATY, now, " 12:00 "), Some(now + 5 * 60));
}

#[test]
fn what_is_no_time_is_refused() {
    assert_eq!(typed(ALMATY, 1_800_000_000, "25:00"), None);
    assert_eq!(typed(ALMATY, 1_800_000_000, "noon"), None);
}

#[test]
fn civil_text_is_the_wall_of_the_station() {
    let at = ALMATY.with_ymd_and_hms(2026, 3, 15, 7, 5, 9).unwrap().timestamp();
    assert_eq!(civil(ALMATY, at), "2026-03-15T07:05:09");
    assert_eq!(clock(ALMATY, at), "07:05");
}

use super::*;

#[test]
fn five_tries_are_free_and_then_the_wait_doubles_to_its_bound() {
    let limit = Limit::default();
    for _ in 0..5 {
        assert_eq!(limit.try_now("carol", 0), Ok(()));
    }
    assert_eq!(limit.try_now("carol", 0), Err(1000));
    assert_eq!(limit.try_now("carol", 1000), Ok(()));
    assert_eq!(limit.try_now("carol", 1000), Err(2000));
    let mut now = 10_000_000;
    for _ in 0..30 {
        assert_eq!(limit.try_now("carol", now), Ok(()));
        now += WAIT_MAX_MS;
    }
    assert_eq!(limit.try_now("carol", now - 1), Err(1));
}

#[test]
fn another_name_does_not_wait_until_the_minute_is_full() {
    let limit = Limit::default();
    for i in 0..30 {
        assert_eq!(limit.try_now(&format!("name{i}"), 0), Ok(()));
    }
    assert_eq!(limit.try_now("alice", 0), Err(MINUTE_MS));
    assert_eq!(limit.try_now("alice", MINUTE_MS), Ok(()));
}

#[test]
fn who_logs_in_starts_afresh() {
    let limit = Limit::default();
    for _ in 0..100 {
        assert_eq!(limit.try_now("carol", 0), Ok(()));
        limit.succeeded("carol");
    }
}

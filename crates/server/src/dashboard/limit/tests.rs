use super::*;

#[test]
fn five_tries_are_free_and_then_the_wait_doubles_to_its_bound() {
    let limit = Limit::default();
    for _ in 0..5 {
        assert_eq!(limit.try_now("carol", true, 0), Ok(()));
    }
    assert_eq!(limit.try_now("carol", true, 0), Err(1000));
    assert_eq!(limit.try_now("carol", true, 1000), Ok(()));
    assert_eq!(limit.try_now("carol", true, 1000), Err(2000));
    let mut now = 10_000_000;
    for _ in 0..30 {
        assert_eq!(limit.try_now("carol", true, now), Ok(()));
        now += WAIT_MAX_MS;
    }
    assert_eq!(limit.try_now("carol", true, now - 1), Err(1));
}

#[test]
fn another_name_does_not_wait_until_the_minute_is_full() {
    let limit = Limit::default();
    for i in 0..30 {
        assert_eq!(limit.try_now(&format!("name{i}"), true, 0), Ok(()));
    }
    assert_eq!(limit.try_now("alice", true, 0), Err(MINUTE_MS));
    assert_eq!(limit.try_now("alice", true, MINUTE_MS), Ok(()));
}

#[test]
fn who_logs_in_starts_afresh() {
    let limit = Limit::default();
    for _ in 0..100 {
        assert_eq!(limit.try_now("carol", true, 0), Ok(()));
        limit.succeeded("carol");
    }
}

#[test]
fn names_nobody_has_lock_no_operator_out() {
    let limit = Limit::default();
    for i in 0..30 {
        assert_eq!(limit.try_now(&format!("junk{i}"), false, 0), Ok(()));
    }
    assert_eq!(limit.try_now("more junk", false, 0), Err(MINUTE_MS), "their own budget is used up");
    assert_eq!(limit.try_now("carol", true, 0), Ok(()));
}

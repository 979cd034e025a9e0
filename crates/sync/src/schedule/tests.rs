use super::*;
use proptest::prelude::*;

fn causes() -> impl Strategy<Value = Cause> {
    prop_oneof![
        Just(Cause::Wish),
        Just(Cause::Urgent),
        Just(Cause::NetworkBack),
        Just(Cause::Front),
        Just(Cause::PageSealed),
        Just(Cause::Carried),
        Just(Cause::DayEnded),
    ]
}

fn endings() -> impl Strategy<Value = Ended> {
    prop_oneof![
        any::<bool>().prop_map(|more| Ended::Contact { more }),
        Just(Ended::Retry),
        Just(Ended::Refused),
        Just(Ended::Broken),
    ]
}

/// Any history, as (pause before it, what happened, chance).
fn histories() -> impl Strategy<Value = Vec<(u32, Result<Cause, Ended>, u64)>> {
    let step = prop_oneof![causes().prop_map(Ok), endings().prop_map(Err)];
    prop::collection::vec((0u32..4_000_000, step, any::<u64>()), 0..60)
}

fn play(history: &[(u32, Result<Cause, Ended>, u64)]) -> (Schedule, u64) {
    let mut schedule = Schedule::default();
    let mut now = 0u64;
    for (pause, step, chance) in history {
        now += u64::from(*pause);
        match step {
            Ok(cause) => schedule.on(*cause, now, *chance),
            Err(ended) => {
                schedule.began(now);
                schedule.ended(*ended, now, *chance);
            }
        }
    }
    (schedule, now)
}

proptest! {
    #[test]
    fn a_wish_is_never_delayed(history in histories(), chance: u64) {
        let (mut schedule, now) = play(&history);
        schedule.on(Cause::Wish, now, chance);
        prop_assert_eq!(schedule.due_ms(), Some(now));
    }

    #[test]
    fn nothing_but_a_contact_puts_off_what_somebody_asked_for(
        history in histories(), urgent: bool, runs: bool,
        later in prop::collection::vec((0u32..400_000, causes(), any::<u64>()), 0..20),
        chance: u64,
    ) {
        let (mut schedule, mut now) = play(&history);
        // Asked for while a contact runs, whose end answers nothing asked since it began.
        if runs {
            schedule.began(now);
        }
        schedule.on(if urgent { Cause::Urgent } else { Cause::Wish }, now, chance);
        if runs {
            schedule.ended(Ended::Contact { more: false }, now, chance);
        }
        let due = schedule.due_ms().expect("due");
        for (pause, cause, chance) in later {
            now += u64::from(pause);
            let again = matches!(cause, Cause::Wish | Cause::Urgent);
            schedule.on(cause, now, chance);
            prop_assert!(again || schedule.due_ms().is_some_and(|at| at <= due), "{cause:?}");
            if again {
                break;
            }
        }
    }

    #[test]
    fn the_days_end_leaves_the_time_of_a_failed_wish(failures in 1u32..9, chance: u64) {
        let mut schedule = Schedule::default();
        schedule.on(Cause::Urgent, 0, chance);
        for _ in 0..failures {
            schedule.began(0);
            schedule.ended(Ended::Retry, 0, chance);
        }
        let due = schedule.due_ms();
        schedule.on(Cause::DayEnded, 0, u64::MAX);
        prop_assert!(schedule.due_ms() <= due);
    }

    #[test]
    fn after_any_end_a_next_try_is_due_within_an_hour_and_a_fifth(
        history in histories(), ended in endings(), chance: u64,
    ) {
        let (mut schedule, now) = play(&history);
        schedule.began(now);
        schedule.ended(ended, now, chance);
        let due = schedule.due_ms().expect("something is due");
        prop_assert!(due >= now);
        prop_assert!(due <= now + REFUSED_MS / 5 * 6);
    }

    #[test]
    fn a_failure_waits_at_least_half_a_step_and_at_most_a_whole_one(
        failures in 1u32..200, chance: u64,
    ) {
        let mut schedule = Schedule::default();
        for _ in 0..failures {
            schedule.began(0);
            schedule.ended(Ended::Retry, 0, chance);
        }
        let step = (BACKOFF_FIRST_MS << (failures - 1).min(20)).min(BACKOFF_MAX_MS);
        let due = schedule.due_ms().expect("due");
        prop_assert!(due >= step / 2 && due <= step, "{due} outside {step}");
    }

    #[test]
    fn days_end_stays_within_its_spread(chance: u64, now in 0u64..1 << 40) {
        let mut schedule = Schedule::default();
        schedule.on(Cause::DayEnded, now, chance);
        let due = schedule.due_ms().expect("due");
        prop_assert!(due >= now && due <= now + DAY_SPREAD_MS);
    }

    #[test]
    fn a_page_does_not_shorten_a_back_off(chance: u64, other: u64, failures in 1u32..20) {
        let mut schedule = Schedule::default();
        for _ in 0..failures {
            schedule.began(0);
            schedule.ended(Ended::Retry, 0, chance);
        }
        let before = schedule.due_ms();
        schedule.on(Cause::PageSealed, 1, other);
        prop_assert_eq!(schedule.due_ms(), before);
    }

    #[test]
    fn what_was_asked_for_while_a_try_ran_is_not_forgotten(ended in endings(), chance: u64) {
        let mut schedule = Schedule::default();
        schedule.began(1_000);
        schedule.on(Cause::Wish, 2_000, chance);
        schedule.ended(ended, 3_000, chance);
        prop_assert_eq!(schedule.due_ms(), Some(2_000));
    }
}

#[test]
fn nothing_is_due_before_anything_happened() {
    assert_eq!(Schedule::default().due_ms(), None);
}

#[test]
fn coming_to_the_front_again_and_again_does_not_hammer() {
    let mut schedule = Schedule::default();
    schedule.on(Cause::Front, 0, 0);
    assert_eq!(schedule.due_ms(), Some(0));
    schedule.began(0);
    schedule.ended(Ended::Retry, 100, u64::MAX);
    let waiting = schedule.due_ms();
    schedule.on(Cause::Front, 200, 0);
    assert_eq!(schedule.due_ms(), waiting);
    schedule.on(Cause::Front, FRONT_MS, 0);
    assert!(schedule.due_ms() <= Some(FRONT_MS));
}

#[test]
fn a_thousand_phones_at_days_end_do_not_come_in_the_same_second() {
    let mut seconds = std::collections::BTreeMap::<u64, u32>::new();
    let mut chance = 0x9E37_79B9_7F4A_7C15u64;
    for _ in 0..1_000 {
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        let mut schedule = Schedule::default();
        schedule.on(Cause::DayEnded, 0, chance);
        *seconds.entry(schedule.due_ms().expect("due") / 1_000).or_default() += 1;
    }
    assert!(seconds.values().max() < Some(&12), "{seconds:?}");
    assert!(seconds.len() > 400);
}

#[test]
fn contact_ends_the_back_off() {
    let mut schedule = Schedule::default();
    for _ in 0..9 {
        schedule.began(0);
        schedule.ended(Ended::Broken, 0, 1);
    }
    assert_eq!(schedule.failures(), 9);
    schedule.began(10);
    schedule.ended(Ended::Contact { more: true }, 10, 5_000);
    assert_eq!(schedule.failures(), 0);
    assert!(schedule.due_ms() <= Some(1_010));
}

#[test]
fn pages_of_others_go_on_within_seconds_while_a_way_out_exists_and_never_sooner_for_a_crowd() {
    let mut schedule = Schedule::default();
    schedule.on(Cause::Carried, 1_000, 7);
    schedule.on(Cause::Carried, 2_500, 7);
    assert_eq!(schedule.due_ms(), Some(1_000 + CARRIED_MS), "the first one's neighbours go along");
    schedule.began(3_000);
    schedule.ended(Ended::Retry, 3_000, 7);
    let waiting = schedule.due_ms();
    schedule.on(Cause::Carried, 3_001, 7);
    assert_eq!(schedule.due_ms(), waiting, "without a way out it is not knocked at more often");
}

#[test]
fn pages_of_others_do_not_wait_for_a_long_back_off_to_end() {
    let mut schedule = Schedule::default();
    for _ in 0..12 {
        schedule.began(0);
        schedule.ended(Ended::Retry, 0, u64::MAX);
    }
    let waiting = schedule.due_ms();
    assert!(waiting > Some(FRONT_MS + CARRIED_MS), "{waiting:?}");
    schedule.on(Cause::Carried, FRONT_MS - 1, 0);
    assert_eq!(schedule.due_ms(), waiting, "just tried");
    schedule.on(Cause::Carried, FRONT_MS, 0);
    schedule.on(Cause::Carried, FRONT_MS + 1_000, 0);
    assert_eq!(schedule.due_ms(), Some(FRONT_MS + CARRIED_MS));
    schedule.began(FRONT_MS + CARRIED_MS);
    schedule.ended(Ended::Retry, FRONT_MS + CARRIED_MS, u64::MAX);
    let again = schedule.due_ms();
    schedule.on(Cause::Carried, FRONT_MS + CARRIED_MS + 1, 0);
    assert_eq!(schedule.due_ms(), again, "a crowd brings one try in half a minute");
}

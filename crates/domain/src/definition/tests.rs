#![allow(clippy::unwrap_used, clippy::indexing_slicing)]

use proptest::prelude::*;

use super::*;

#[test]
fn a_definition_without_a_highest_rate_reads_as_one_without_that_rule() {
    let plain = ElectionDefinition { version: 3, ..ElectionDefinition::built_in() };
    let before = plain.encode();
    assert_eq!(ElectionDefinition::decode(&before).unwrap(), plain);
    let ruled = ElectionDefinition { highest_rate_per_minute: Some(3), ..plain };
    let bytes = ruled.encode();
    // One key more, at the end: what was signed without the rule stays the same bytes.
    assert_eq!((bytes[0], bytes.len()), (before[0] + 1, before.len() + 2));
    assert_eq!(
        (&bytes[1..before.len()], &bytes[before.len()..]),
        (&before[1..], &[0x0b, 0x03][..])
    );
    assert_eq!(ElectionDefinition::decode(&bytes).unwrap(), ruled);
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn published_before() -> ElectionDefinition {
    let names = |name: &str| Texts::from([("en".to_owned(), name.to_owned())]);
    ElectionDefinition {
        version: 2,
        name: "Practice".into(),
        days: vec![PollingDay {
            date: NaiveDate::from_ymd_opt(2026, 12, 6).unwrap(),
            opens_minutes: 420,
            closes_minutes: 1500,
            early: false,
        }],
        zone: "Asia/Almaty".into(),
        practice: true,
        stations: Some(vec![StationSpec::of_code("1804")]),
        forms: vec![FormEntry { form: 1, version: 1, name: "opening".into() }],
        contests: vec![Contest { number: 1, names: names("Mayor"), candidates: Vec::new() }],
        highest_rate_per_minute: Some(3),
        ..ElectionDefinition::built_in()
    }
}

/// Bytes of the first program, which knew no schedule. Changing this changes bytes.
const BEFORE_THE_SCHEDULE: &str = "ac0002016850726163746963650281a3006a323032362d31322d3036011901a4\
    021905dc036b417369612f416c6d6174790483626b6b62727562656e0585a400010165766f746572020103a0a4000\
    201686173736973746564020203a0a400030168696e5f67726f7570020203a0a40004016b7475726e65645f617761\
    79020303a0a4000501736c6566745f776974686f75745f766f74696e67020303a00685a30001010102a0a30002010\
    202a0a30003010302a0a30004010402a0a30005010502a007f50881a3006431383034016002800981a30001010102\
    676f70656e696e670a81a2000101a162656e654d61796f720b03";

#[test]
fn a_definition_published_before_the_schedule_reads_as_it_was_meant_and_keeps_its_bytes() {
    let before = published_before();
    assert_eq!(hex(&before.encode()), BEFORE_THE_SCHEDULE);
    assert_eq!(ElectionDefinition::decode(&before.encode()).unwrap(), before);
}

fn whole() -> ElectionDefinition {
    let at = |anchor, minutes| When { anchor, minutes };
    let mut whole = published_before();
    whole.days[0].early = true;
    whole.contests[0].candidates = vec![Candidate { number: 1, names: Texts::new() }];
    whole.incident_kinds = vec![IncidentKind {
        number: 1,
        code: "campaigning".into(),
        gravity: Gravity::Serious,
        names: Texts::new(),
        article: Some("art. 1".into()),
    }];
    whole.schedule = vec![ScheduleRow {
        number: 1,
        code: "figures".into(),
        names: Texts::new(),
        phase: Phase::Voting,
        whose: Whose::Observer,
        task: Task::NoteTurnout,
        form: None,
        opens: at(Anchor::Midnight, 600),
        due: at(Anchor::Midnight, 615),
        late: at(Anchor::Midnight, 660),
        repeat: Some(Repeat { every_minutes: 120, until: at(Anchor::Closing, -30) }),
        only_if: vec![Condition::Admitted],
    }];
    whole.limits.quiet_minutes = Some(20);
    whole.switched_on = Some(vec!["count".into(), "turnout".into()]);
    whole
}

/// Changing this snapshot changes bytes that are signed.
#[test]
fn a_whole_definition_has_the_bytes_it_was_given() {
    let whole = whole();
    assert_eq!(ElectionDefinition::decode(&whole.encode()).unwrap(), whole);
    insta::assert_snapshot!(hex(&whole.encode()));
}

#[test]
fn an_older_program_passes_over_what_it_does_not_know_of_a_definition() {
    // The newest key is written where no program of today has one.
    let mut bytes = whole().encode();
    let length = bytes[0];
    assert_eq!(length, 0xb0, "a map of sixteen keys");
    bytes.splice(0..1, [0xb1]);
    bytes.extend([0x18, 0x63, 0x81, 0x01]);
    assert_eq!(ElectionDefinition::decode(&bytes).unwrap(), whole());
}

#[test]
fn what_is_not_switched_on_is_off_and_without_a_list_everything_is_on() {
    let all = Feature::ALL;
    assert!(all.iter().all(|feature| ElectionDefinition::built_in().is_on(*feature)));
    let on: Vec<Feature> = all.into_iter().filter(|feature| whole().is_on(*feature)).collect();
    assert_eq!(on, [Feature::Count, Feature::Turnout]);
}

proptest! {
    #[test]
    fn a_whole_definition_with_a_changed_byte_is_a_definition_or_an_error(
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let mut bytes = whole().encode();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(read) = ElectionDefinition::decode(&bytes) {
            prop_assert_eq!(ElectionDefinition::decode(&read.encode()).unwrap(), read);
        }
    }

    #[test]
    fn any_bytes_are_a_definition_or_an_error(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(read) = ElectionDefinition::decode(&bytes) {
            prop_assert_eq!(ElectionDefinition::decode(&read.encode()).unwrap(), read);
        }
    }

    #[test]
    fn a_definition_with_a_changed_byte_is_a_definition_or_an_error(
        at in any::<prop::sample::Index>(),
        byte in any::<u8>(),
    ) {
        let mut bytes = ElectionDefinition::built_in().encode();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        if let Ok(read) = ElectionDefinition::decode(&bytes) {
            prop_assert_eq!(ElectionDefinition::decode(&read.encode()).unwrap(), read);
        }
    }
}

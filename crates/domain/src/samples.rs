//! Events to test with: one of each kind, and any of them.
//!
//! Compiled for tests only. Ordinals are small on purpose, so that events meet what is there;
//! some are huge, so that every width of an integer is crossed.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::expect_used)]

use crate::definition::StationSpec;
use crate::event::*;
use crate::ids::{EventRef, JournalRef};

mod any;
mod incidents;

pub(crate) use any::*;
pub(crate) use incidents::incident;

/// One event of each kind, in the order of the numbers.
pub(crate) fn one_of_each() -> Vec<Payload> {
    let mut all = observed();
    all.extend(beside());
    all.extend(around());
    all.extend(headquarters());
    all.extend(told());
    all.extend(pressed());
    all.extend(incidents::each());
    all
}

fn observed() -> Vec<Payload> {
    let journal = JournalRef([7; 16]);
    vec![
        Payload::Arrived(Arrived { station: "1804e/01R".into(), place: Place::Inside }),
        Payload::Left(Left { visit: 1 }),
        Payload::WatchStarted(WatchStarted {
            visit: 1,
            definition_version: 2,
            point: 1,
            covers: vec!["1".into(), "2".into()],
            view: ViewOfPoint::PartlyBlocked,
        }),
        Payload::WatchPaused(WatchPaused { watch: 3, reason: PauseReason::BoxTrip }),
        Payload::WatchResumed(WatchResumed { watch: 3 }),
        Payload::WatchEnded(WatchEnded { watch: 3 }),
        Payload::WatchInterrupted(WatchInterrupted { watch: 3, last_sign: 1_383_465_000 }),
        Payload::VoterCounted(VoterCounted { watch: 3, category: 1, method: CountMethod::Screen }),
        Payload::CountUndone(CountUndone { event: 8 }),
        Payload::TurnoutNoted(turnout(9)),
        Payload::Answered(Answered {
            visit: 1,
            form: 1,
            form_version: 1,
            instance: 1,
            repeat_path: Vec::new(),
            question: 4,
            value: Value::Special(SpecialAnswer::NotAllowed),
            seen_at: Some(1_383_460_000),
        }),
        Payload::LogNoted(LogNoted {
            visit: Some(1),
            entry: EntryKind::Opened,
            text: "Есік ашылды".into(),
            seen_at: None,
        }),
        Payload::ClockCompared(ClockCompared {
            boot: [9; 16],
            boottime: 4000,
            headquarters_time: 1_383_468_000,
        }),
        Payload::JournalContinued(JournalContinued {
            old_journal: journal,
            last_number: 12,
            hash: [1; 32],
        }),
    ]
    .into_iter()
    .chain(fillings())
    .chain([Payload::NoticeRead(NoticeRead { notice: 1, journal })])
    .collect()
}

fn fillings() -> Vec<Payload> {
    let filling = || FillingRef { visit: 1, form: 2, form_version: 1, instance: 1 };
    let (repeat_path, repeat, round) = (Vec::new(), 5, 2);
    vec![
        Payload::FormFinished(FormFinished { filling: filling() }),
        Payload::FormReopened(FormReopened {
            filling: filling(),
            reason: "Хаттама кейін келді".into(),
        }),
        Payload::RepeatAdded(RepeatAdded {
            filling: filling(),
            repeat_path: repeat_path.clone(),
            repeat,
            round,
        }),
        Payload::RepeatRemoved(RepeatRemoved { filling: filling(), repeat_path, repeat, round }),
    ]
}

/// What counts beside taps.
fn beside() -> Vec<Payload> {
    let words = Some("екі автобус".to_owned());
    vec![
        Payload::GroupCounted(GroupCounted {
            watch: 3,
            category: 1,
            persons: 40,
            from: 1_383_465_000,
            to: 1_383_465_600,
            group: GroupKind::Conscripts,
            words: words.clone(),
        }),
        Payload::TallyEntered(TallyEntered {
            visit: 1,
            definition_version: 2,
            point: 1,
            covers: vec!["1".into()],
            category: 1,
            from: 1_383_462_000,
            to: 1_383_465_600,
            persons: 31,
            method: TallyMethod::Paper,
            relation: TallyRelation::Adds,
            words: None,
        }),
        Payload::HourCorrected(HourCorrected {
            visit: 1,
            definition_version: 2,
            point: 1,
            covers: Vec::new(),
            category: 1,
            from: 1_383_462_000,
            to: 1_383_465_600,
            old: 47,
            new: 52,
            reason: CorrectionReason::Missed,
            words: None,
        }),
        Payload::WatchAmended(WatchAmended {
            watch: 3,
            from: 1_383_462_000,
            to: 1_383_463_000,
            stands: StretchStands::Gap,
            reason: AmendReason::SentOut,
            words,
        }),
        Payload::QuietTimeExplained(QuietTimeExplained {
            watch: 3,
            from: 1_383_462_000,
            to: 1_383_463_200,
            answer: QuietAnswer::NotAnswered,
        }),
        Payload::TurnoutAmended(TurnoutAmended {
            event: 10,
            figure: 40,
            counts: FigureCounts::ThisInterval,
            as_of: 1_383_469_200,
            zone: None,
            what: FigureKind::Signatures,
            mobile_box: MobileBox::Unknown,
            contest: None,
            reason: TurnoutAmendReason::Explained,
            words: None,
        }),
    ]
}

/// Who counts, where, and out of how many.
fn around() -> Vec<Payload> {
    let other = EventRef::Elsewhere(JournalRef([7; 16]), 4);
    vec![
        Payload::WatchesRelated(WatchesRelated {
            watch: EventRef::Here(3),
            other: Some(other),
            relation: WatchRelation::Split,
        }),
        Payload::CountHandedOver(CountHandedOver {
            watch: 3,
            figure: 312,
            as_of: 1_383_465_600,
            tag: 407,
        }),
        Payload::CountTakenOver(CountTakenOver {
            watch: 3,
            figure: 312,
            as_of: 1_383_465_600,
            tag: 407,
            given: None,
        }),
        Payload::VisitMoved(VisitMoved {
            visit: 1,
            station: "1804e/02R".into(),
            words: Some("the next door".into()),
        }),
        Payload::StationAdded(StationAdded {
            code: "1804e/09R".into(),
            name: "Shkolla".into(),
            region: vec!["Podujevë".into()],
            zone: None,
            words: None,
        }),
        Payload::RegisterNoted(RegisterNoted {
            visit: 1,
            what: RegisterKind::ListAtOpening,
            figure: 712,
            as_of: 1_383_458_400,
            contest: None,
            source: RegisterSource::Told,
            told_by: Some("the chair".into()),
        }),
        Payload::BoxTripStarted(BoxTripStarted {
            visit: 1,
            name: Some("1".into()),
            applications: Some(12),
            ballots: Some(15),
            accompanied: Accompanied::Yes,
            meanwhile: CountMeanwhile::Gap,
            words: None,
        }),
        Payload::BoxTripEnded(BoxTripEnded {
            trip: 25,
            voted: Some(11),
            returned: Some(4),
            accompanied: Accompanied::Yes,
            words: None,
        }),
    ]
}

fn headquarters() -> Vec<Payload> {
    let (journal, operator) = (JournalRef([7; 16]), "Carol".to_owned());
    vec![
        Payload::DefinitionPublished(DefinitionPublished {
            operator: operator.clone(),
            version: 1,
            definition: vec![0xa0],
        }),
        Payload::FormPublished(FormPublished {
            operator: operator.clone(),
            form: 1,
            version: 1,
            bytes: vec![0xa0],
        }),
        Payload::KeyListPublished(KeyListPublished {
            operator: operator.clone(),
            key_list: vec![1, 2],
        }),
        Payload::Revoked(Revoked {
            operator: operator.clone(),
            invitation: [5; 16],
            journal: Some(journal),
            last_good_page: Some(4),
        }),
        Payload::Admitted(Admitted {
            operator: operator.clone(),
            reason: QuarantineReason::Fork,
            journal,
            first_page: 3,
            hash: Some([2; 32]),
            ends_journal: None,
            ends_at_page: None,
        }),
        Payload::EndpointsPublished(EndpointsPublished {
            operator: operator.clone(),
            addresses: vec!["https://hq.example:8443".into()],
        }),
        Payload::Assigned(Assigned {
            operator: operator.clone(),
            station: StationSpec {
                registered: Some(698),
                region: vec!["Podujevë".into()],
                ..StationSpec::of_code("1804e/01R")
            },
        }),
        Payload::StationDaysSet(StationDaysSet {
            operator: operator.clone(),
            station: "1804e/01R".into(),
            days: vec![chrono::NaiveDate::default()],
        }),
        Payload::Unassigned(Unassigned { operator, station: "1804e/01R".into() }),
        Payload::PageReported(PageReported {
            journal,
            number: 2,
            hash: [3; 32],
            problem: PageProblem::DoesNotDecode,
            detail: "kind 8 with other fields".into(),
        }),
    ]
}

/// What headquarters says about people, and the later shape of an admission.
fn told() -> Vec<Payload> {
    let (journal, operator) = (JournalRef([7; 16]), "Carol".to_owned());
    vec![
        Payload::PagesAdmitted(PagesAdmitted {
            operator: operator.clone(),
            because: HeldBecause::SecondEnrolment,
            journal,
            first_page: 1,
            hash: None,
            ends: vec![(journal, 3)],
            words: "her second phone".into(),
        }),
        Payload::NoticeSent(NoticeSent {
            operator: operator.clone(),
            notice: 1,
            text: "Сағат 20:00-де мектептің алдында".into(),
        }),
        Payload::TeamListed(TeamListed {
            operator,
            team: "North".into(),
            members: vec![
                TeamMember { call_sign: "N1".into(), invitation: [5; 16] },
                TeamMember { call_sign: "N2".into(), invitation: [6; 16] },
            ],
        }),
        Payload::AreaFigureNoted(AreaFigureNoted {
            operator: "Carol".into(),
            station: None,
            area: vec!["Ақмола облысы".into()],
            figure: 4_312,
            unit: FigureUnit::HundredthsOfPercent,
            counts: FigureCounts::SinceOpening,
            what: FigureKind::BallotsIssued,
            contest: None,
            as_of: 1_383_469_200,
            zone: Some("Asia/Almaty".into()),
            published_at: Some(1_383_469_800),
            words: Some("по состоянию на 12:00".into()),
            link: Some("https://commission.example/turnout".into()),
        }),
    ]
}

/// What could not wait, as one press writes it and as told later.
fn pressed() -> Vec<Payload> {
    vec![
        Payload::Removed(Removed {
            visit: Some(1),
            follows: Some(EventRef::Here(9)),
            by: RemovedBy::Police,
            reason: RemovalReason::Filming,
            decision: DecisionForm::PaperRefused,
            happened_at: Some(1_383_465_000),
            text: Some("Есіктен шығарды".into()),
        }),
        Payload::InDanger(InDanger {
            visit: None,
            follows: None,
            danger: Danger::Untold,
            happened_at: None,
            text: None,
        }),
        Payload::CheckedIn(CheckedIn {
            visit: Some(1),
            ends: Some(EventRef::Elsewhere(JournalRef([7; 16]), 9)),
            word: CheckInWord::SafeAgain,
            text: None,
        }),
    ]
}

/// A figure as most are noted.
pub(crate) fn turnout(figure: u64) -> TurnoutNoted {
    TurnoutNoted {
        visit: 1,
        figure,
        counts: FigureCounts::SinceOpening,
        as_of: 1_383_469_200,
        zone: None,
        noted_at: None,
        what: FigureKind::Signatures,
        mobile_box: MobileBox::Unknown,
        contest: None,
        source: FigureSource::Told,
        told_by: Some("the chair".into()),
    }
}

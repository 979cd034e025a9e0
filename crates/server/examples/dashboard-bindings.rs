//! Writes `ui/src/bindings/dashboard.ts` from the types of `dashboard::api`.
//!
//! A command, never a test: a test that writes files makes a green run depend on
//! what ran before it. Changing a type and forgetting this is found by `.ci/run`.

use std::path::Path;

use server::dashboard::api as a;
use ts_rs::{Config, TS};

fn main() -> anyhow::Result<()> {
    let config = Config::new();
    let types = [first(&config), rest(&config)];
    let head = "// Written by `cargo xtask bindings`. Do not edit.\n";
    write(&format!("{head}{}", types.concat()))
}

fn first(config: &Config) -> String {
    [
        one::<a::Login>(config),
        one::<a::Me>(config),
        one::<a::ElectionBrief>(config),
        one::<a::PollingDay>(config),
        one::<a::Refusal>(config),
        one::<a::RefusalCode>(config),
        one::<a::Overview>(config),
        one::<a::Figures>(config),
        one::<a::StationRow>(config),
        one::<a::HourCell>(config),
        one::<a::Announced>(config),
        one::<a::AnnouncedSource>(config),
        one::<a::Against>(config),
        one::<a::Share>(config),
        one::<a::ListSource>(config),
        one::<a::StationOrder>(config),
    ]
    .concat()
}

fn rest(config: &Config) -> String {
    [
        one::<a::NotReported>(config),
        one::<a::ReportState>(config),
        one::<a::AnnouncedDay>(config),
        one::<a::AnnouncedTotal>(config),
        one::<a::AnnouncedWrong>(config),
        one::<a::AnnouncedWhy>(config),
        one::<a::AreaFigure>(config),
        one::<a::Overdue>(config),
        one::<a::OverdueState>(config),
        one::<a::Quarantined>(config),
        one::<a::Branch>(config),
        one::<a::ContinuedTwice>(config),
        one::<a::ForeignClaim>(config),
        one::<a::QuarantineReason>(config),
        one::<a::Waiting>(config),
        one::<a::NotYetLinked>(config),
        one::<a::Latest>(config),
        one::<a::LatestKind>(config),
        one::<a::Person>(config),
        one::<a::Way>(config),
        one::<a::WayRow>(config),
        one::<a::WithLead>(config),
        one::<a::Owing>(config),
        one::<a::NoticeRow>(config),
        one::<a::PageRun>(config),
        one::<a::UrgentRow>(config),
        one::<a::UrgentKind>(config),
        one::<a::UrgentEnd>(config),
        one::<a::StationDay>(config),
        one::<a::HourBeside>(config),
        one::<a::PointLine>(config),
        one::<a::FindingRow>(config),
        one::<a::EventAt>(config),
        one::<a::StationFinding>(config),
        one::<a::CountedEvents>(config),
        one::<a::CountedRow>(config),
        one::<a::DeviceDay>(config),
        one::<a::EventRow>(config),
        one::<a::Field>(config),
        one::<a::IncidentRow>(config),
        one::<a::IncidentDetail>(config),
        one::<a::IncidentVersionRow>(config),
        one::<a::StatusRow>(config),
        one::<a::QuestionRow>(config),
        one::<a::AnswerRow>(config),
        one::<a::MarkRow>(config),
        one::<a::ComplaintRow>(config),
        one::<a::ComplaintStepRow>(config),
        one::<a::ComplaintDetail>(config),
        one::<a::AskFollowUp>(config),
        one::<a::SetStatus>(config),
        one::<a::StatusWord>(config),
        one::<a::Changed>(config),
        one::<a::Admit>(config),
    ]
    .concat()
}

fn write(text: &str) -> anyhow::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/bindings");
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join("dashboard.ts"), text)?;
    Ok(())
}

fn one<T: TS>(config: &Config) -> String {
    format!("\n{}export {}\n", T::docs().unwrap_or_default(), T::decl(config))
}

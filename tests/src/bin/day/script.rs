//! What happens on the practice day, minute by minute.
//!
//! Four observers, each with habits that show something: Alice counts all day and takes lunch,
//! Bob has no network until the evening, Dave's phone is taken for two hours, Erin comes late. Two
//! stations see nobody. Voters arrive by a fixed sequence, so that every run counts the same.

use std::path::Path;

use anyhow::{Context as _, Result, bail};
use app::api::{
    Command, CountMethod, FigureCounts, FigureSource, FigureWhat, Given, ItemShape, LogKind,
    MobileBox, PauseReason, Presence, Query, Reply, SpecialAnswer, TurnoutInput, ViewOfPoint,
};

use crate::clock::Clock;
use crate::observer::Observer;

const HOUR: i64 = 3600;
const CLOSES: i64 = 20 * HOUR;

/// One observer's day.
struct Plan {
    name: &'static str,
    station: &'static str,
    arrives: i64,
    /// Voters an hour, roughly.
    voters: u32,
    /// Stretches without counting: from, to, why.
    gaps: &'static [(i64, i64, PauseReason)],
    /// From when there is a network.
    network: i64,
}

const PLANS: &[Plan] = &[
    Plan {
        name: "Alice",
        station: "101",
        arrives: 6 * HOUR + 2400,
        voters: 46,
        gaps: &[(13 * HOUR, 13 * HOUR + 1500, PauseReason::Break)],
        network: 0,
    },
    Plan {
        name: "Bob",
        station: "102",
        arrives: 6 * HOUR + 3000,
        voters: 31,
        gaps: &[],
        network: CLOSES,
    },
    Plan {
        name: "Dave",
        station: "103",
        arrives: 6 * HOUR + 3300,
        voters: 52,
        gaps: &[(14 * HOUR + 2100, 16 * HOUR + 1200, PauseReason::PhoneTaken)],
        network: 0,
    },
    Plan { name: "Erin", station: "201", arrives: 9 * HOUR, voters: 18, gaps: &[], network: 0 },
];

/// Chance that repeats: the same voters come at every run.
struct Sequence(u64);

impl Sequence {
    fn below(&mut self, bound: u32) -> u32 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((self.0 >> 33) % u64::from(bound)).unwrap_or(0)
    }
}

/// One observer at work.
struct Shift {
    plan: &'static Plan,
    observer: Observer,
    arrived: bool,
    resting: bool,
    noted: u32,
}

/// Plays the day from before the opening to after the closing.
pub fn play(invitations: &Path, data: &Path, secret: &str, clock: &Clock) -> Result<()> {
    println!("six stations, five invited, four observers; the clock is ours, the rest is real");
    let mut shifts = Vec::new();
    for plan in PLANS {
        let file = invitations.join(format!("{}.sanaq", plan.name));
        let observer = Observer::enrol(&file, &data.join(plan.name), secret)?;
        shifts.push(Shift { plan, observer, arrived: false, resting: false, noted: 0 });
        println!("  {} enrolled", plan.name);
    }
    let mut chance = Sequence(2026);
    let from = clock.started().clamp(0, 6 * HOUR);
    for minute in (from / 60)..=(CLOSES / 60 + 30) {
        let now = minute * 60;
        clock.set(now)?;
        for shift in &mut shifts {
            shift.minute(now, &mut chance, clock)?;
        }
        if now >= 7 * HOUR && now % HOUR == 0 {
            report(now, &shifts)?;
        }
    }
    for shift in &shifts {
        let at_end = shift.observer.sends()?;
        let name = shift.plan.name;
        if at_end.on_phone != 0 {
            bail!("{name} still holds {} events alone", at_end.on_phone);
        }
        println!("  {name}: {} events, all at headquarters", at_end.at_headquarters);
    }
    clock.mark_played()
}

fn report(now: i64, shifts: &[Shift]) -> Result<()> {
    let mut words = Vec::new();
    for shift in shifts.iter().filter(|shift| shift.arrived) {
        words.push(format!("{} {}", shift.plan.name, shift.observer.counter()?.day_persons));
    }
    println!("  {:02}:00  {}", now / HOUR, words.join(", "));
    Ok(())
}

impl Shift {
    /// What this observer does in one minute of the day.
    fn minute(&mut self, now: i64, chance: &mut Sequence, clock: &Clock) -> Result<()> {
        if now == self.plan.arrives {
            self.arrive()?;
        }
        if !self.arrived || now > CLOSES {
            return Ok(());
        }
        self.keep_gaps(now)?;
        self.observer.lives();
        if self.resting {
            return Ok(());
        }
        if now == CLOSES {
            return self.leave();
        }
        // The mean over an hour is the plan's.
        let voters = if now < 7 * HOUR { 0 } else { (chance.below(60) + self.plan.voters) / 60 };
        for voter in 0..voters {
            clock.set(now + i64::from(voter * 50 / voters.max(1)))?;
            self.counts(chance)?;
        }
        if now % HOUR == 1800 && now < 8 * HOUR || now == self.plan.arrives + 1800 {
            self.fills_the_checklist()?;
        }
        if [10, 13, 16, 19].contains(&(now / HOUR)) && now % HOUR == 600 {
            self.notes_the_turnout(now)?;
        }
        if now % HOUR == 0 && now >= self.plan.network {
            self.observer.sends()?;
        }
        Ok(())
    }

    fn arrive(&mut self) -> Result<()> {
        self.arrived = true;
        // The first contact brings definition, stations and checklist where there is a network.
        if self.plan.network == 0 {
            self.observer.sends()?;
        }
        let observer = &self.observer;
        let station_code = self.plan.station.to_owned();
        observer.does(Command::Arrive {
            station_code,
            presence: Presence::Inside,
            since_touch_ms: 0,
        })?;
        let text = "The boxes were shown empty and sealed.".to_owned();
        let about = LogKind::Opened;
        observer.does(Command::LogEntry { about, text, seen_at: None, since_touch_ms: 0 })?;
        let point = observer.counter()?.points.first().context("no counting point")?.point;
        let view = ViewOfPoint::Full;
        observer.does(Command::StartWatch { point, covers: vec![], view, since_touch_ms: 0 })?;
        Ok(())
    }

    /// Begins and ends the stretches in which nobody watches.
    fn keep_gaps(&mut self, now: i64) -> Result<()> {
        for &(from, to, reason) in self.plan.gaps {
            if now == from {
                self.observer.does(Command::PauseWatch { reason, since_touch_ms: 0 })?;
                self.resting = true;
            } else if now == to {
                self.observer.does(Command::ResumeWatch { since_touch_ms: 0 })?;
                self.resting = false;
            }
        }
        Ok(())
    }

    /// One voter; now and then the finger slips and it is taken back.
    fn counts(&mut self, chance: &mut Sequence) -> Result<()> {
        let observer = &self.observer;
        let record = Command::RecordVoter {
            category: observer.counter()?.categories.first().context("no category")?.category,
            method: CountMethod::Screen,
            since_touch_ms: 80,
        };
        let Reply::Counter { view } = observer.does(record)? else { bail!("no counter") };
        if chance.below(60) == 0 {
            let event = view.undo.context("nothing to undo")?.event;
            observer.does(Command::UndoCount { event, since_touch_ms: 0 })?;
        }
        Ok(())
    }

    /// Answers everything asked, one question with "was not allowed to see".
    fn fills_the_checklist(&mut self) -> Result<()> {
        let observer = &self.observer;
        let Reply::Checklists { list } = observer.asks(Query::Checklists)? else {
            bail!("no checklists")
        };
        let Some(first) = list.first() else { return Ok(()) };
        let begun = observer.does(Command::BeginChecklist { form: first.form })?;
        let Reply::Checklist { mut view } = begun else { bail!("no checklist") };
        let (form, instance) = (view.summary.form, view.summary.instance);
        for at in 0..view.items.len() {
            let Some(item) = view.items.get(at).filter(|item| item.relevant) else { continue };
            let Some(given) = answer(&item.shape, at) else { continue };
            let answered = observer.does(Command::Answer {
                form,
                instance,
                path: item.path.clone(),
                question: item.number,
                given,
                seen_at: None,
                since_touch_ms: 0,
            })?;
            // Answering may make later questions relevant, or no longer so.
            let Reply::Checklist { view: now } = answered else { bail!("no checklist") };
            view = now;
        }
        Ok(())
    }

    fn notes_the_turnout(&mut self, now: i64) -> Result<()> {
        let counted = self.observer.counter()?.day_persons;
        self.noted = self.noted.max(counted + counted / 10);
        let observer = &self.observer;
        let turnout = TurnoutInput {
            figure: self.noted,
            counts: FigureCounts::SinceOpening,
            as_of: format!("{:02}:00", now / HOUR),
            what: FigureWhat::BallotsIssued,
            mobile_box: MobileBox::Unknown,
            contest: None,
            source: FigureSource::Told,
            told_by: "the chair".into(),
        };
        observer.does(Command::NoteTurnout { turnout, since_touch_ms: 0 }).map(drop)
    }

    fn leave(&mut self) -> Result<()> {
        self.arrived = false;
        let observer = &self.observer;
        observer.does(Command::EndWatch { since_touch_ms: 0 })?;
        observer.does(Command::Leave { since_touch_ms: 0 }).map(drop)
    }
}

/// An answer that fits the question; `None` for what takes none.
fn takes_answer(shape: &ItemShape) -> bool {
    let words = matches!(shape, ItemShape::Group | ItemShape::Note);
    !words && !matches!(shape, ItemShape::Round { .. } | ItemShape::AddRound)
}

fn answer(shape: &ItemShape, at: usize) -> Option<Given> {
    if at % 7 == 5 {
        let special = SpecialAnswer::NotAllowed;
        return takes_answer(shape).then_some(Given::Special { special });
    }
    let text = |text: &str| Some(Given::Text { text: text.into() });
    match shape {
        ItemShape::Group | ItemShape::Note => None,
        ItemShape::Round { .. } | ItemShape::AddRound | ItemShape::Attachment { .. } => None,
        ItemShape::Text { .. } => text("Nothing else was seen."),
        ItemShape::Barcode => text("0012345"),
        ItemShape::Acknowledge => text("OK"),
        ItemShape::Date => text("2026-11-23"),
        ItemShape::Time => text("07:00"),
        ItemShape::DateTime => text("2026-11-23T07:00"),
        ItemShape::Geopoint => text("43.25 76.95"),
        ItemShape::Range { start, .. } => Some(Given::Number { text: start.clone() }),
        ItemShape::Rank { choices } => {
            Some(Given::Many { choices: choices.iter().map(|choice| choice.choice).collect() })
        }
        ItemShape::Integer => Some(Given::Number { text: "3".into() }),
        ItemShape::Decimal => Some(Given::Number { text: "2.5".into() }),
        ItemShape::SelectOne { choices } => {
            choices.first().map(|choice| Given::One { choice: choice.choice })
        }
        ItemShape::SelectMultiple { choices } => {
            choices.first().map(|choice| Given::Many { choices: vec![choice.choice] })
        }
    }
}

//! `[[schedule]]`: rows of the day as people write them, times told as `opening + 15m`.
//!
//! A time is `HH:MM` on the station's wall, or a moment (`opening`, `closing`, `arrival`,
//! `box_out`, `box_back`) with a span before or after it. A row that can never be done is
//! refused: a form without a name, a part that is switched off, times the wrong way round.

use std::collections::BTreeSet;

use domain::definition::{
    Anchor, Condition, ElectionDefinition, Feature, Phase, ROWS_MAX, Repeat, ScheduleRow, Task,
    Texts, When, Whose,
};
use serde::Deserialize;
use toml::Spanned;

use super::{Wrong, code, fresh, one_of, write, wrong};

/// Repeats closer than this would fill the screen.
const EVERY_MIN: u32 = 15;
const SPAN_MAX: i32 = 36 * 60;

const PHASES: [(&str, Phase); 6] = [
    ("arrival", Phase::Arrival),
    ("opening", Phase::Opening),
    ("voting", Phase::Voting),
    ("closing", Phase::Closing),
    ("counting", Phase::Counting),
    ("after", Phase::After),
];
const WHOSE: [(&str, Whose); 3] =
    [("observer", Whose::Observer), ("lead", Whose::Lead), ("everybody", Whose::Everybody)];
const TASKS: [(&str, Task); 10] = [
    ("arrive", Task::Arrive),
    ("note_opening", Task::NoteOpening),
    ("count", Task::Count),
    ("note_turnout", Task::NoteTurnout),
    ("fill_form", Task::FillForm),
    ("note_closing", Task::NoteClosing),
    ("check_in", Task::CheckIn),
    ("leave", Task::Leave),
    ("deliver", Task::Deliver),
    ("note_register", Task::NoteRegister),
];
const CONDITIONS: [(&str, Condition); 4] = [
    ("admitted", Condition::Admitted),
    ("box_went_out", Condition::BoxWentOut),
    ("early_day", Condition::EarlyDay),
    ("main_day", Condition::MainDay),
];
const ANCHORS: [(&str, Anchor); 5] = [
    ("opening", Anchor::Opening),
    ("closing", Anchor::Closing),
    ("arrival", Anchor::Arrival),
    ("box_out", Anchor::BoxOut),
    ("box_back", Anchor::BoxBack),
];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRow {
    number: Spanned<u32>,
    code: Spanned<String>,
    #[serde(default)]
    names: Texts,
    phase: Spanned<String>,
    #[serde(rename = "for")]
    whose: Option<Spanned<String>>,
    task: Spanned<String>,
    form: Option<Spanned<String>>,
    opens: Spanned<String>,
    due: Spanned<String>,
    late: Spanned<String>,
    every: Option<Spanned<String>>,
    until: Option<Spanned<String>>,
    #[serde(default)]
    only_if: Vec<Spanned<String>>,
}

/// Reads all rows under what the definition has on.
pub(super) fn rows(
    raw: &[RawRow],
    definition: &ElectionDefinition,
) -> Result<Vec<ScheduleRow>, Wrong> {
    let (mut numbers, mut codes) = (BTreeSet::new(), BTreeSet::new());
    if let Some(beyond) = raw.get(ROWS_MAX) {
        return Err(wrong(&beyond.number, format!("a schedule has at most {ROWS_MAX} rows")));
    }
    raw.iter()
        .map(|row| {
            fresh(&row.number, &mut numbers)?;
            let code = code(&row.code)?;
            if !codes.insert(code.clone()) {
                return Err(wrong(&row.code, format!("{code:?} is there twice")));
            }
            self::row(row, code, definition)
        })
        .collect()
}

fn row(raw: &RawRow, code: String, definition: &ElectionDefinition) -> Result<ScheduleRow, Wrong> {
    let task = one_of(&raw.task, &TASKS)?;
    if let Some(feature) = feature(task).filter(|feature| !definition.is_on(*feature)) {
        let reason = format!("{:?} is not in `switched_on`", feature.word());
        return Err(wrong(&raw.task, reason));
    }
    let form = match (&raw.form, task) {
        (Some(form), Task::FillForm) if !form.get_ref().is_empty() => Some(form.get_ref().clone()),
        (Some(form), Task::FillForm) => {
            return Err(wrong(form, "a form is named by its form_id"));
        }
        (None, Task::FillForm) => {
            return Err(wrong(&raw.task, "fill_form needs `form`, the form_id of a checklist"));
        }
        (Some(form), _) => return Err(wrong(form, "only fill_form names a form")),
        (None, _) => None,
    };
    let (opens, due, late) = (when(&raw.opens)?, when(&raw.due)?, when(&raw.late)?);
    in_order(opens, due, &raw.due, "due before it opens")?;
    in_order(due, late, &raw.late, "late before it is due")?;
    in_order(opens, late, &raw.late, "late before it opens")?;
    Ok(ScheduleRow {
        number: *raw.number.get_ref(),
        code,
        names: raw.names.clone(),
        phase: one_of(&raw.phase, &PHASES)?,
        whose: raw.whose.as_ref().map_or(Ok(Whose::Observer), |it| one_of(it, &WHOSE))?,
        task,
        form,
        opens,
        due,
        late,
        repeat: repeat(raw)?,
        only_if: conditions(&raw.only_if)?,
    })
}

/// The part of the program a task needs.
fn feature(task: Task) -> Option<Feature> {
    match task {
        Task::Count => Some(Feature::Count),
        Task::NoteTurnout => Some(Feature::Turnout),
        Task::FillForm => Some(Feature::Checklists),
        Task::NoteOpening | Task::NoteClosing => Some(Feature::Log),
        Task::Arrive | Task::CheckIn | Task::Leave | Task::Deliver | Task::NoteRegister => None,
    }
}

fn in_order(
    before: When,
    after: When,
    at: &Spanned<String>,
    reason: &'static str,
) -> Result<(), Wrong> {
    match before.anchor == after.anchor && after.minutes < before.minutes {
        true => Err(wrong(at, reason)),
        false => Ok(()),
    }
}

fn repeat(raw: &RawRow) -> Result<Option<Repeat>, Wrong> {
    match (&raw.every, &raw.until) {
        (Some(every), until) => {
            let minutes = span(every.get_ref()).map_err(|reason| wrong(every, reason))?;
            let every_minutes = u32::try_from(minutes).unwrap_or(0);
            if every_minutes < EVERY_MIN {
                return Err(wrong(every, format!("at least every {EVERY_MIN}m")));
            }
            let closing = When { anchor: Anchor::Closing, minutes: 0 };
            let until = until.as_ref().map_or(Ok(closing), when)?;
            Ok(Some(Repeat { every_minutes, until }))
        }
        (None, Some(until)) => Err(wrong(until, "until what? There is no `every`")),
        (None, None) => Ok(None),
    }
}

fn conditions(raw: &[Spanned<String>]) -> Result<Vec<Condition>, Wrong> {
    let mut all = Vec::new();
    for word in raw {
        let condition = one_of(word, &CONDITIONS)?;
        if all.contains(&condition) {
            return Err(wrong(word, format!("{:?} is there twice", word.get_ref())));
        }
        let opposite = match condition {
            Condition::EarlyDay => Some(Condition::MainDay),
            Condition::MainDay => Some(Condition::EarlyDay),
            Condition::Admitted | Condition::BoxWentOut => None,
        };
        if opposite.is_some_and(|opposite| all.contains(&opposite)) {
            return Err(wrong(word, "no day is both early and not early"));
        }
        all.push(condition);
    }
    Ok(all)
}

fn when(raw: &Spanned<String>) -> Result<When, Wrong> {
    moment(raw.get_ref()).map_err(|reason| wrong(raw, reason))
}

/// `HH:MM`, or a moment with a span.
fn moment(text: &str) -> Result<When, String> {
    let text = text.trim();
    if text.starts_with(|c: char| c.is_ascii_digit()) {
        let minutes = i32::from(write::minutes(text)?);
        return Ok(When { anchor: Anchor::Midnight, minutes });
    }
    let word = |c: char| c.is_ascii_lowercase() || c == '_';
    let end = text.find(|c: char| !word(c)).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let anchor = ANCHORS.iter().find(|(known, _)| *known == name).map(|(_, anchor)| *anchor);
    let known = ANCHORS.map(|(known, _)| known).join(", ");
    let anchor = anchor.ok_or_else(|| {
        format!("{text:?} is no time such as 12:00, and begins with none of: {known}")
    })?;
    let rest = rest.trim();
    let minutes = match (rest.strip_prefix('+'), rest.strip_prefix('-')) {
        (Some(after), _) => span(after)?,
        (None, Some(before)) => -span(before)?,
        (None, None) if rest.is_empty() => 0,
        (None, None) => return Err(format!("{rest:?} is no span such as + 1h30m")),
    };
    Ok(When { anchor, minutes })
}

/// `2h`, `45m`, `1h30m`, as minutes.
fn span(text: &str) -> Result<i32, String> {
    let text = text.trim();
    let refused = || format!("{text:?} is no span such as 2h, 45m or 1h30m");
    let number = |digits: &str, most: i32| {
        let good = !digits.is_empty() && digits.len() <= 4;
        let value = good.then(|| digits.parse::<i32>().ok()).flatten();
        value.filter(|value| (0..=most).contains(value)).ok_or_else(refused)
    };
    let (hours, rest) = match text.split_once('h') {
        Some((hours, rest)) => (number(hours, 36)?, rest),
        None => (0, text),
    };
    let minutes = match rest.strip_suffix('m') {
        Some(minutes) => number(minutes, SPAN_MAX)?,
        None if rest.is_empty() && text.contains('h') => 0,
        None => return Err(refused()),
    };
    match hours * 60 + minutes {
        all if all <= SPAN_MAX => Ok(all),
        _ => Err(refused()),
    }
}

//! A filling as its form settles it, for the tables of answers.
//!
//! What the phone counts as answered stands here too: fixed defaults, what the form computes,
//! where it was begun and by which device. Rounds that were taken out and questions that are not
//! asked any more have no node. Rejected: telling recorded answers alone, which gave a script
//! the votes of a candidate who was taken out and no sum of those who were not.

use chrono::{DateTime, Offset};
use domain::event::FillingRef;
use domain::fold::FormRecord;
use domain::form::{Filling, Form, Item, ItemKind, Moment, Setting};
use domain::hours::QUARTER_S;

use super::answers::is_number;
use super::safe;
use super::tables::Author;

/// A filling opened as the device did at its last answer.
pub(super) fn settled<'f>(
    author: &Author<'_>,
    filling: &FormRecord,
    form: &'f Form,
) -> Filling<'f> {
    let zone = author.zone(Some(filling.visit));
    let moment = |moment| {
        let unix = author.fold.time(moment).at;
        let utc = DateTime::from_timestamp(unix, 0).unwrap_or_default();
        let offset = utc.with_timezone(&zone).offset().fix().local_minus_utc();
        Moment { unix, offset_minutes: offset / 60 }
    };
    let reference = FillingRef {
        visit: filling.visit,
        form: filling.form,
        form_version: filling.version,
        instance: filling.instance,
    };
    let setting = Setting {
        began: moment(filling.first),
        now: moment(filling.last),
        device: author.journal.to_string(),
        seed: Setting::seed_of(author.journal.0, &reference),
    };
    Filling::open(form, filling.record(), setting)
}

/// Whether an answer is asked for: its round stands and it is relevant.
pub(super) fn stands(filling: &Filling<'_>, rounds: &[u32], question: u32) -> bool {
    filling.node(rounds, question).is_some_and(|node| node.relevant)
}

/// A value as the form reads it, as a cell.
pub(super) fn cell(item: &Item, text: &str) -> String {
    let computed = matches!(
        item.kind,
        ItemKind::Start | ItemKind::End | ItemKind::Calculate | ItemKind::Hidden
    );
    if let Some(moment) = by_quarter(text).filter(|_| computed) {
        return moment;
    }
    // In texts of people a number stays a text.
    let typed = matches!(item.kind, ItemKind::Text | ItemKind::Barcode);
    let place = item.kind == ItemKind::Geopoint && text.split_whitespace().all(is_number);
    match place || (!typed && is_number(text)) {
        true => text.to_owned(),
        false => safe(text),
    }
}

/// A moment by its quarter hour, written as it came; `None` of any other text.
fn by_quarter(text: &str) -> Option<String> {
    let at = DateTime::parse_from_rfc3339(text).ok()?;
    let unix = at.timestamp() - at.timestamp().rem_euclid(QUARTER_S);
    Some(Moment { unix, offset_minutes: at.offset().local_minus_utc() / 60 }.date_time())
}

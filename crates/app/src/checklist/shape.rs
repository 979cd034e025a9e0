//! What an item looks like: its shape with everything the interface needs to draw it.
//!
//! Rows that nobody answers have no shape and are not sent. Rejected: the workbook's type as a
//! word, for the interface to interpret.

use domain::event::Value;
use domain::form::{Choice, Filling, Item, ItemKind, NodeState, Scale};

use crate::api::{AttachmentKind, ChoiceView, ItemShape, Texts};

/// Most marks of a range that stand as buttons of their own.
const MARKS_MAX: u32 = 11;

/// Texts of one item in one round, filled with what they name.
pub(super) struct Words<'w, 'f> {
    pub(super) settled: &'w Filling<'f>,
    pub(super) path: Vec<u32>,
    pub(super) item: u32,
}

impl Words<'_, '_> {
    pub(super) fn filled(&self, texts: &domain::definition::Texts) -> Texts {
        let fill = |text: &String| match text.contains("${") {
            true => self.settled.label(&self.path, self.item, text),
            false => text.clone(),
        };
        Texts(texts.iter().map(|(language, text)| (language.clone(), fill(text))).collect())
    }
}

/// The shape; none for what is computed or hidden.
pub(super) fn shape(
    item: &Item,
    node: Option<&NodeState>,
    standing: Option<&Value>,
    words: &Words<'_, '_>,
) -> Option<ItemShape> {
    let choices = || choices(item, node, standing, words);
    Some(match item.kind {
        ItemKind::Text => ItemShape::Text { multiline: multiline(item) },
        ItemKind::Integer => ItemShape::Integer,
        ItemKind::Decimal => ItemShape::Decimal,
        ItemKind::Range => range(item, standing),
        ItemKind::SelectOne => ItemShape::SelectOne { choices: choices() },
        ItemKind::SelectMultiple => ItemShape::SelectMultiple { choices: choices() },
        ItemKind::Rank => ItemShape::Rank { choices: choices() },
        ItemKind::Date => ItemShape::Date,
        ItemKind::Time => ItemShape::Time,
        ItemKind::DateTime => ItemShape::DateTime,
        ItemKind::Geopoint => ItemShape::Geopoint,
        ItemKind::Barcode => ItemShape::Barcode,
        ItemKind::Acknowledge => ItemShape::Acknowledge,
        ItemKind::Image => ItemShape::Attachment { what: AttachmentKind::Image },
        ItemKind::Audio => ItemShape::Attachment { what: AttachmentKind::Audio },
        ItemKind::Video => ItemShape::Attachment { what: AttachmentKind::Video },
        ItemKind::File => ItemShape::Attachment { what: AttachmentKind::File },
        ItemKind::Note => ItemShape::Note,
        ItemKind::Group | ItemKind::Repeat => ItemShape::Group,
        ItemKind::Calculate | ItemKind::Hidden | ItemKind::Start | ItemKind::End => return None,
        ItemKind::Today | ItemKind::DeviceId | ItemKind::Username => return None,
    })
}

fn multiline(item: &Item) -> bool {
    item.appearance.iter().any(|word| word == "multiline") || item.parameters.contains_key("rows")
}

/// The offered choices, and a chosen one that is no longer offered, marked.
fn choices(
    item: &Item,
    node: Option<&NodeState>,
    standing: Option<&Value>,
    words: &Words<'_, '_>,
) -> Vec<ChoiceView> {
    let filter = node.and_then(|node| node.offered.as_ref());
    let chosen: &[u32] = match standing {
        Some(Value::Chosen(chosen)) => chosen,
        _ => &[],
    };
    let view = |choice: &Choice| {
        let offered = filter.is_none_or(|offered| offered.contains(&choice.number));
        (offered || chosen.contains(&choice.number)).then(|| ChoiceView {
            choice: choice.number,
            name: choice.name.clone(),
            label: words.filled(&choice.labels),
            offered,
        })
    };
    // In the order of the offer, which may be one of chance; what is no longer offered behind.
    let place = |view: &ChoiceView| {
        filter.and_then(|offered| offered.iter().position(|number| *number == view.choice))
    };
    let mut views: Vec<ChoiceView> = item.choices.iter().filter_map(view).collect();
    if item.shuffles() {
        views.sort_by_key(|view| place(view).unwrap_or(usize::MAX));
    }
    views
}

fn range(item: &Item, standing: Option<&Value>) -> ItemShape {
    let scale = Scale::of(item);
    let at = match standing {
        Some(Value::Integer(number)) => scale.place(&number.to_string()),
        Some(Value::Decimal(typed)) => scale.place(typed),
        _ => None,
    };
    let last = scale.last();
    ItemShape::Range {
        start: scale.mark(0),
        end: scale.mark(last),
        marks: if last < MARKS_MAX {
            (0..=last).map(|at| scale.mark(at)).collect()
        } else {
            vec![]
        },
        lower: at.and_then(|at| at.checked_sub(1)).map(|at| scale.mark(at)),
        higher: match at {
            None => Some(scale.mark(0)),
            Some(at) => (at < last).then(|| scale.mark(at + 1)),
        },
        permille: at.map_or(0, |at| {
            u32::try_from(u64::from(at) * 1000 / u64::from(last.max(1))).unwrap_or(1000)
        }),
    }
}

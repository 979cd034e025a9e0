//! `[[incident]]`, `[limits]` and `switched_on`: what a mission decides beside the schedule.
//!
//! An article is what the organisation writes, taken over as it stands. A limit out of reach
//! of any station is refused, since it would silence the finding it belongs to.

use std::collections::BTreeSet;

use domain::definition::{Feature, Gravity, IncidentKind, Limits, Texts};
use serde::Deserialize;
use toml::Spanned;

use super::{Wrong, code, fresh, one_of, wrong};

const GRAVITIES: [(&str, Gravity); 3] =
    [("minor", Gravity::Minor), ("serious", Gravity::Serious), ("grave", Gravity::Grave)];

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawIncident {
    number: Spanned<u32>,
    code: Spanned<String>,
    gravity: Spanned<String>,
    #[serde(default)]
    names: Texts,
    article: Option<Spanned<String>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawLimits {
    quiet_minutes: Option<Spanned<u32>>,
    silent_minutes: Option<Spanned<u32>>,
    interval_percent: Option<Spanned<u32>>,
    interval_persons: Option<Spanned<u32>>,
}

pub(super) fn incidents(raw: &[RawIncident]) -> Result<Vec<IncidentKind>, Wrong> {
    let (mut numbers, mut codes) = (BTreeSet::new(), BTreeSet::new());
    raw.iter()
        .map(|one| {
            fresh(&one.number, &mut numbers)?;
            let code = code(&one.code)?;
            if !codes.insert(code.clone()) {
                return Err(wrong(&one.code, format!("{code:?} is there twice")));
            }
            let article = match &one.article {
                Some(article) if !(1..=200).contains(&article.get_ref().trim().chars().count()) => {
                    let reason = "an article has 1 to 200 characters; leave the line out where \
                                  none is sure";
                    return Err(wrong(article, reason));
                }
                Some(article) => Some(article.get_ref().trim().to_owned()),
                None => None,
            };
            let gravity = one_of(&one.gravity, &GRAVITIES)?;
            let (number, names) = (*one.number.get_ref(), one.names.clone());
            Ok(IncidentKind { number, code, gravity, names, article })
        })
        .collect()
}

pub(super) fn limits(raw: &RawLimits) -> Result<Limits, Wrong> {
    Ok(Limits {
        quiet_minutes: within(raw.quiet_minutes.as_ref(), 5, 240)?,
        silent_minutes: within(raw.silent_minutes.as_ref(), 30, 1440)?,
        interval_percent: within(raw.interval_percent.as_ref(), 0, 50)?,
        interval_persons: within(raw.interval_persons.as_ref(), 0, 1000)?,
    })
}

fn within(raw: Option<&Spanned<u32>>, least: u32, most: u32) -> Result<Option<u32>, Wrong> {
    match raw {
        Some(raw) if !(least..=most).contains(raw.get_ref()) => {
            Err(wrong(raw, format!("the limit is {least} to {most}")))
        }
        Some(raw) => Ok(Some(*raw.get_ref())),
        None => Ok(None),
    }
}

pub(super) fn switched_on(raw: Option<&[Spanned<String>]>) -> Result<Option<Vec<String>>, Wrong> {
    let Some(raw) = raw else { return Ok(None) };
    let known = Feature::ALL.map(|feature| (feature.word(), feature));
    let mut on = BTreeSet::new();
    for word in raw {
        if !on.insert(one_of(word, &known)?) {
            return Err(wrong(word, format!("{:?} is there twice", word.get_ref())));
        }
    }
    Ok(Some(on.into_iter().map(|feature| feature.word().to_owned()).collect()))
}

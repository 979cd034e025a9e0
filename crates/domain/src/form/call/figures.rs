//! Functions that give a number, and those that count truths.
//!
//! What reads as no number is not-a-number and stays so through a sum: it is never zero. Arithmetic
//! is that of XPath 1.0, which the forms were written for.

use super::super::function::Function;
use super::super::worth::Worth;
use super::Given;

pub(super) fn call(given: &Given<'_>, function: Function) -> Option<Worth> {
    let of = |f: fn(f64) -> f64| Some(Worth::Number(f(given.number(0))));
    match function {
        Function::Abs => of(f64::abs),
        Function::Acos => of(f64::acos),
        Function::Asin => of(f64::asin),
        Function::Atan => of(f64::atan),
        Function::Atan2 => Some(Worth::Number(given.number(0).atan2(given.number(1)))),
        Function::Cos => of(f64::cos),
        Function::Exp => of(f64::exp),
        Function::Exp10 => of(|number| 10_f64.powf(number)),
        Function::Int => of(f64::trunc),
        Function::Log => of(f64::ln),
        Function::Log10 => of(f64::log10),
        Function::Pi => Some(Worth::Number(std::f64::consts::PI)),
        Function::Pow => Some(Worth::Number(given.number(0).powf(given.number(1)))),
        Function::Round => Some(Worth::Number(round(given))),
        Function::Sin => of(f64::sin),
        Function::Sqrt => of(f64::sqrt),
        Function::Tan => of(f64::tan),
        Function::Number => Some(Worth::Number(match given.len() {
            0 => given.number_of(&given.text_or_own()),
            _ => given.number(0),
        })),
        Function::Sum => {
            let texts = given.worth(0).texts();
            Some(Worth::Number(texts.iter().map(|text| given.number_of(text)).sum()))
        }
        Function::Max => Some(Worth::Number(extreme(given, f64::max))),
        Function::Min => Some(Worth::Number(extreme(given, f64::min))),
        Function::Checklist => Some(Worth::Truth(checklist(given, false))),
        Function::WeightedChecklist => Some(Worth::Truth(checklist(given, true))),
        Function::Random => Some(Worth::Number(chance(given))),
        _ => None,
    }
}

/// XPath's rounding: a half goes up; with places behind the point if asked for.
fn round(given: &Given<'_>) -> f64 {
    let number = given.number(0);
    let places = if given.len() > 1 { given.number(1) } else { 0.0 };
    if !number.is_finite() || !places.is_finite() {
        return if places.is_nan() { f64::NAN } else { number };
    }
    let scale = 10_f64.powi(places.clamp(-15.0, 15.0) as i32);
    (number * scale + 0.5).floor() / scale
}

/// Of all arguments, as XPath 3.0 says; not-a-number if one reads as none, or none is there.
fn extreme(given: &Given<'_>, pick: fn(f64, f64) -> f64) -> f64 {
    let numbers = given.texts(0).into_iter().map(|text| given.number_of(&text));
    numbers
        .reduce(|one, two| if one.is_nan() || two.is_nan() { f64::NAN } else { pick(one, two) })
        .unwrap_or(f64::NAN)
}

/// Whether the true ones, weighed, lie between the first two arguments; -1 is no limit. True is
/// what is a number above nought, by the specification's letter; of a set each node is asked.
fn checklist(given: &Given<'_>, weighed: bool) -> bool {
    let (least, most) = (given.number(0), given.number(1));
    let step = if weighed { 2 } else { 1 };
    let mut sum = 0.0;
    for at in (2..given.len()).step_by(step) {
        let weights = if weighed { given.numbers(at + 1) } else { vec![1.0] };
        for (number, place) in given.numbers(at).into_iter().zip(0..) {
            // One weight is that of all nodes, else each has its own.
            let weight = weights.get(place).or(weights.last());
            if number > 0.0 {
                sum += weight.copied().unwrap_or(f64::NAN);
            }
        }
    }
    let unlimited = |limit: f64| (limit + 1.0).abs() < f64::EPSILON;
    (unlimited(least) || sum >= least) && (unlimited(most) || sum <= most)
}

/// The same for the same filling, item and round for ever (splitmix64).
fn chance(given: &Given<'_>) -> f64 {
    let site = given.site;
    let mut state = site.filling.setting.seed ^ u64::from(site.own).rotate_left(32);
    for round in site.path {
        state = mixed(state ^ u64::from(*round));
    }
    (mixed(state) >> 11) as f64 / (1_u64 << 53) as f64
}

pub(super) fn mixed(state: u64) -> u64 {
    let mut mixed = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

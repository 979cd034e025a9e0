//! What an answer costs in a large form: 500 questions, 200 expressions, some of them chained.
//!
//! The form is opened once, then told each answer; the worst answer counts, the one everything else
//! hangs on. A phone opens the form anew for each answer, so that it waits for the second line's
//! figure once more, and twice more where the answer is a filling's first.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Instant;

use anyhow::{Result, anyhow, ensure};
use domain::event::Value;
use domain::form::{Filling, Form, FormBody, Item, ItemKind, Moment, Record, Setting};

use crate::table::{Table, quantile};

const QUESTIONS: u32 = 500;
const EXPRESSIONS: u32 = 200;
const NOW: Moment = Moment { unix: 1_795_402_800, offset_minutes: 300 };

pub fn measure(_: &Path, table: &mut Table) -> Result<()> {
    let began = Instant::now();
    let form = Form::new(body()).map_err(|errors| anyhow!("{errors:?}"))?;
    let parsed_ms = began.elapsed().as_secs_f64() * 1e3;
    let began = Instant::now();
    let mut filling = Filling::open(&form, Record::default(), Setting::default());
    let opened_ms = began.elapsed().as_secs_f64() * 1e3;
    let mut times_ms = Vec::new();
    for number in 1..=QUESTIONS {
        let began = Instant::now();
        filling.answer(&[], number, Value::Integer(i64::from(number % 7)), NOW);
        times_ms.push(began.elapsed().as_secs_f64() * 1e3);
    }
    ensure!(filling.state().answered == QUESTIONS, "an answer is missing");
    times_ms.sort_by(f64::total_cmp);
    let worst = quantile(&times_ms, 1.0);
    table.row(
        "an answer settled, 500 questions, 200 rules",
        format!("p50 {:.2} ms, worst {worst:.2} ms", quantile(&times_ms, 0.5)),
        Some((worst <= 5.0, "≤ 5 ms")),
    );
    table.row(
        "the same form read and settled whole",
        format!("{parsed_ms:.1} ms + {opened_ms:.1} ms"),
        None,
    );
    Ok(())
}

/// Every fifth rule sums up many questions, the others hang on the one before or on the first.
fn body() -> FormBody {
    let mut items: Vec<Item> = (1..=QUESTIONS)
        .map(|number| {
            let mut item = Item::new(number, &format!("q{number}"), ItemKind::Integer);
            match number % 5 {
                1 if number > 1 => item.relevant = Some(format!("${{q{}}} >= 0", number - 1)),
                2 => item.constraint = Some(". >= 0 and . <= ${q1} + 10000".to_owned()),
                _ => {}
            }
            item
        })
        .collect();
    let rules = items.iter().filter(|item| item.relevant.is_some() || item.constraint.is_some());
    let more = EXPRESSIONS.saturating_sub(u32::try_from(rules.count()).unwrap_or(0));
    for number in 1..=more.max(1) {
        let mut item = Item::new(QUESTIONS + number, &format!("c{number}"), ItemKind::Calculate);
        let terms: Vec<String> = (0..10).map(|at| format!("${{q{}}}", number * 10 + at)).collect();
        item.calculation = Some(terms.join(" + "));
        items.push(item);
    }
    FormBody {
        name: "large".to_owned(),
        titles: BTreeMap::new(),
        languages: vec!["en".to_owned()],
        items,
        label_version: None,
        tables: Vec::new(),
    }
}

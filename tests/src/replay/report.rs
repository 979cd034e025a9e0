//! The table that is printed, and whether both sides agree.
//!
//! Agreement means every figure and every answer of every row, and every finding of the row or
//! station it is about, not the totals alone: two faults that cancel out would pass a comparison
//! of sums. Where the file's publishers define a finding otherwise, both numbers are printed with
//! the reason.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::figures::Figures;
use super::found::Found;
use super::held::Held;
use super::input::Input;

/// What the file says, computed from it alone.
#[derive(Clone, Debug)]
pub struct FileSays {
    /// Its figures.
    pub figures: Figures,
    /// What looks wrong in it.
    pub found: Found,
}

/// What it took.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// Seconds to live the day on all devices.
    pub day_s: u64,
    /// Seconds to deliver everything.
    pub delivery_s: u64,
    /// Bytes towards the endpoint and back, TLS and all.
    pub wire_bytes: (usize, usize),
    /// Connections.
    pub connections: usize,
    /// Contacts until all was receipted.
    pub contacts: usize,
}

/// The report's text.
#[must_use]
pub fn text(held: &Held, file: &FileSays, input: &Input, effort: &Effort) -> String {
    let mut text = format!("{:<40} {:>10} {:>10}\n", "", "endpoint", "file");
    for ((name, endpoint), (_, file)) in held.figures.lines().iter().zip(file.figures.lines()) {
        line(&mut text, name, *endpoint, file, *endpoint == file);
    }
    findings(&mut text, &held.found, &file.found);
    counted(&mut text, "answers the form's own constraint refuses", &held.refused);
    counted(&mut text, "answers to questions the form does not ask then", &held.not_asked);
    counted(&mut text, "all findings the endpoint lists, by code", &held.found.codes);
    writeln!(text, "  {:<38} {:>10}", "pages that do not read", held.page_findings)
        .unwrap_or_default();
    let (up, down) = effort.wire_bytes;
    let devices = held.figures.devices.max(1) as usize;
    let lines = [
        format!("rows that differ in any answer or figure {:>10}", held.differing.len()),
        format!("cells the mapping does not explain {:>16}", input.unexplained.len()),
        format!("columns the mapping does not name {:>18}", input.unread.len()),
        format!("seconds: {} for the day, {} for delivery", effort.day_s, effort.delivery_s),
        format!("bytes on the wire: {up} up, {down} down; {} a device up", up / devices),
        format!("connections {}, contacts {}", effort.connections, effort.contacts),
    ];
    text.push('\n');
    text.push_str(&lines.join("\n"));
    text.push('\n');
    for line in held.differing.iter().take(10) {
        writeln!(text, "differs: {line}").unwrap_or_default();
    }
    text
}

fn line(text: &mut String, name: &str, endpoint: u64, file: u64, alike: bool) {
    let mark = if alike { "" } else { "  differs" };
    writeln!(text, "{name:<40} {endpoint:>10} {file:>10}{mark}").unwrap_or_default();
}

/// Findings from the endpoint's export beside the file's, and what both define otherwise.
fn findings(text: &mut String, endpoint: &Found, file: &Found) {
    let mut odd = Vec::new();
    for ((name, here), (_, there)) in endpoint.lines().iter().zip(file.lines()) {
        line(text, name, here.len() as u64, there.len() as u64, *here == there);
        let only = here.difference(there).map(|one| format!("{name}: {one}, endpoint only"));
        odd.extend(only.take(5));
        let only = there.difference(here).map(|one| format!("{name}: {one}, file only"));
        odd.extend(only.take(5));
    }
    let (here, there) = (endpoint.above_own_list.len(), file.above_own_list.len());
    let name = "above the list the row itself names";
    writeln!(text, "{name:<40} {here:>10} {there:>10}  defined otherwise").unwrap_or_default();
    text.push_str(
        "  The endpoint measures by the largest list anybody names at the station, the file by \
         the row's own:\n  a row without a list is above its colleague's, and one with a smaller \
         list than its colleague's is not.\n",
    );
    for one in odd {
        writeln!(text, "differs: {one}").unwrap_or_default();
    }
}

fn counted(text: &mut String, title: &str, counts: &BTreeMap<String, u64>) {
    writeln!(text, "\n{title:<48} {:>10}", counts.values().sum::<u64>()).unwrap_or_default();
    for (name, count) in counts {
        writeln!(text, "  {name:<38} {count:>10}").unwrap_or_default();
    }
}

/// Whether the endpoint holds what the file says, and the file was understood whole: a cell that
/// the mapping does not explain was never sent, and a page that does not read shows nothing.
#[must_use]
pub fn agrees(held: &Held, file: &FileSays, input: &Input) -> bool {
    let whole = input.unexplained.is_empty() && held.page_findings == 0;
    let found = held.found.lines() == file.found.lines();
    whole && found && held.figures == file.figures && held.differing.is_empty()
}

//! Teams and call-signs: what a lead's device may know of the people it collects.
//!
//! A lead's device can be searched, so a team list holds call-signs and invitations and nothing
//! else: no name, no phone number, no station. The list is an event in the lead's own journal of
//! headquarters, told as soon as that journal is known and again whenever it changed. It refuses
//! one call-sign for two people. Rejected: labels as call-signs, which are names more often than
//! not.

use domain::Fold;
use domain::event::{Payload, TeamListed, TeamMember};

use crate::invitations::{Note, Notes};
use crate::texts;

const CALL_SIGN_CHARS_MAX: usize = 16;
const TEAM_CHARS_MAX: usize = 40;
/// The letter of people in no team.
const NO_TEAM: &str = "S";

/// The next free call-sign of a team: its first letter and a number nobody has had.
pub fn next_call_sign(notes: &Notes, team: &str) -> String {
    let letter = team.chars().find(|c| c.is_alphabetic());
    let letter = letter.map_or_else(|| NO_TEAM.to_owned(), |c| c.to_uppercase().collect());
    let number = |note: &Note| note.call_sign.strip_prefix(&letter)?.parse::<u32>().ok();
    let highest = notes.notes.iter().filter_map(number).max().unwrap_or(0);
    format!("{letter}{}", highest.saturating_add(1))
}

/// A call-sign as given, trimmed.
///
/// # Errors
/// Why it cannot be one, in a sentence.
pub fn call_sign(notes: &Notes, given: &str) -> Result<String, String> {
    let given = given.trim();
    if !is_line(given, CALL_SIGN_CHARS_MAX) {
        return Err(texts::BAD_CALL_SIGN.to_owned());
    }
    let taken = notes.notes.iter().any(|note| same(&note.call_sign, given));
    if taken { Err(texts::call_sign_taken(given)) } else { Ok(given.to_owned()) }
}

/// A team's name as given, trimmed; the spelling of a team that is there already.
///
/// # Errors
/// Why it cannot be one, in a sentence.
pub fn name(notes: &Notes, given: &str) -> Result<String, String> {
    let given = given.trim();
    if given.is_empty() {
        return Ok(String::new());
    }
    if !is_line(given, TEAM_CHARS_MAX) {
        return Err(texts::BAD_TEAM.to_owned());
    }
    let known = notes.notes.iter().find(|note| same(&note.team, given));
    Ok(known.map_or_else(|| given.to_owned(), |note| note.team.clone()))
}

/// Two spellings of one label, team or call-sign.
pub fn same(a: &str, b: &str) -> bool {
    a.to_lowercase() == b.to_lowercase()
}

/// What a lead must be told so that it has the team as it is now; `None` where it was told so,
/// or where the note is no lead's.
pub fn listing(told: &Fold, note: &Note, notes: &Notes, operator: &str) -> Option<Payload> {
    if !note.lead || (note.team.is_empty() && told.team().is_none()) {
        return None;
    }
    let mut members: Vec<TeamMember> = notes
        .of_team(&note.team)
        .filter(|member| member.id != note.id)
        .filter_map(|member| {
            let invitation = member.invitation()?.0;
            Some(TeamMember { call_sign: member.call_sign.clone(), invitation })
        })
        .collect();
    members.sort_by(|a, b| (&a.call_sign, a.invitation).cmp(&(&b.call_sign, b.invitation)));
    let listed = told.team();
    if listed.is_some_and(|listed| listed.team == note.team && listed.members == members) {
        return None;
    }
    let (operator, team) = (operator.to_owned(), note.team.clone());
    Some(Payload::TeamListed(TeamListed { operator, team, members }))
}

fn is_line(text: &str, chars_max: usize) -> bool {
    !text.is_empty() && text.chars().count() <= chars_max && !text.chars().any(char::is_control)
}

#[cfg(test)]
mod tests;

//! The sentences about teams, stations given and taken, notices and bundle files.
//!
//! Apart from the others only because a file has an end; they are one voice.

/// `--to`.
pub const TO: &str = "One person: a call-sign, a label, or the beginning of an id";
/// `--team` of a command about people.
pub const TO_TEAM: &str = "Everybody of a team, its lead included";
/// `assign`.
pub const ASSIGN: &str = "Give stations to a person or a team; devices learn of it at contact";
/// `unassign`.
pub const UNASSIGN: &str = "Take stations from a person or a team";
/// Codes of `assign`.
pub const ASSIGN_CODE: &str = "Codes of the stations, by comma";
/// `notice`.
pub const NOTICE: &str =
    "Send a short notice to a person or a team; the dashboard shows who read it";
/// `notice TEXT`.
pub const NOTICE_TEXT: &str = "What it says, at most 500 characters";
/// `import`.
pub const IMPORT: &str = "Take a bundle file that an observer or a lead exported";
/// `import --answer`.
pub const IMPORT_ANSWER: &str =
    "File to write with receipts and notices, to go back the way the bundle came";
/// `invite --team`.
pub const INVITE_TEAM: &str = "Team of the person; a lead's device learns its call-signs";
/// `invite --call-sign`.
pub const INVITE_CALL_SIGN: &str =
    "What the lead's device calls the person, never a name (made from the team if not given)";
/// `invites change`.
pub const INVITES_CHANGE: &str = "Put a person into another team, or give another call-sign";
/// A bad call-sign.
pub const BAD_CALL_SIGN: &str = "a call-sign has 1 to 16 characters";
/// A bad team.
pub const BAD_TEAM: &str = "a team's name has at most 40 characters";
/// A bad notice.
pub const BAD_NOTICE: &str = "a notice has 1 to 500 characters";
/// Nobody could be told.
pub const NOBODY_TOLD: &str = "nobody was told; try again after their first contact";
/// Beside a count of pages.
pub const PROGRESS_PAGES: &str = "pages read";
/// A bundle of another election.
pub const OTHER_ELECTION: &str = "the file is of another election; nothing was taken from it";
/// A bundle that is none.
pub const NO_BUNDLE: &str = "the file is no bundle, or nothing in it can be read";

/// Taken by another.
pub fn call_sign_taken(call_sign: &str) -> String {
    format!("the call-sign {call_sign} is somebody's already")
}

/// After `invites change`.
pub fn changed(note: &crate::invitations::Note) -> String {
    let crate::invitations::Note { id, label, team, call_sign, .. } = note;
    let team = if team.is_empty() { "no team" } else { team.as_str() };
    format!("{id}  {label}  {call_sign}, {team}")
}

/// A person was told something.
pub fn told(label: &str, call_sign: &str, what: usize) -> String {
    match what {
        0 => format!("{label} ({call_sign}): nothing new"),
        _ => format!("{label} ({call_sign}): goes down with the next contact"),
    }
}

/// A person has not been in contact.
pub fn not_yet(label: &str, call_sign: &str) -> String {
    format!("{label} ({call_sign}): no contact yet; goes down with the first one")
}

/// A person has not been in contact, and nothing waits.
pub fn not_told(label: &str, call_sign: &str) -> String {
    format!("{label} ({call_sign}): not sent, no contact yet")
}
/// Something of a bundle was not taken.
pub const NOT_ALL_TAKEN: &str =
    "not all of the file could be taken; what is good in it is kept, see above for the rest";

/// A stretch of a file that cannot be read.
pub fn damaged(damage: &journal::bundle::Damage) -> String {
    let journal::bundle::Damage { offset, length, reason } = damage;
    let reason = crate::dashboard::words::word(reason);
    format!("damaged: {length} bytes from byte {offset}: {reason}")
}

/// A page that is not kept.
pub fn refused_page(journal: &str, page: u64, why: &str) -> String {
    format!("refused: journal {journal}, page {page}: {why}")
}

/// After `import`.
pub fn taken(taken: &crate::bundle::Taken) -> String {
    let crate::bundle::Taken { new, already, held, refused, bad_certificates, journals, .. } =
        taken;
    let (refused, journals, damaged) = (refused.len(), journals.len(), taken.damaged.len());
    format!(
        "{new} pages new, {already} here already, {held} held, {refused} refused, of {journals} \
         journals; {bad_certificates} certificates refused, {damaged} damaged stretches"
    )
}

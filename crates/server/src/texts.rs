//! Every sentence the command line speaks, in one place and in plain English, so that
//! it reads as one voice and a translator finds it. Operators only: words for observers
//! come from the interface.

mod teams;

pub use teams::*;

/// One line about the program.
pub const ABOUT: &str = "The central endpoint of Sanaq: keeps what observers' phones send";
/// How to begin.
pub const AFTER_HELP: &str = "A new election:
  sanaq-server --data DIR init --name NAME --date 2026-12-06 --timezone Asia/Almaty \\
      --opens 07:00 --closes 20:00
  (write the two passphrases it prints into a file PASS, a line each, the everyday one first;
  copy DIR/recovery.sanaq-recovery to a safe place)
  sanaq-server --data DIR --passphrase-file PASS keys verify-backup COPY
  sanaq-server --data DIR stations import stations.csv --code CODE --name NAME
  sanaq-server --data DIR --passphrase-file PASS forms import checklist.xlsx
  sanaq-server --data DIR operators add carol
  sanaq-server --data DIR --passphrase-file PASS invite --label Alice --station 1804 \\
      --out alice.sanaq
  sanaq-server --data DIR --passphrase-file PASS serve";
/// `--data`.
pub const DATA: &str = "Folder of this election's endpoint";
/// No `--data` where one is needed.
pub const DATA_NEEDED: &str = "name the election's folder with --data DIR";
/// `--passphrase-file`.
pub const PASSPHRASE_FILE: &str = "File with the passphrase on its first line (a second line, if \
     any, is the one of the root key and the recovery file); `init` makes and prints them if none \
     is given";
/// `--log-json`.
pub const LOG_JSON: &str = "Write the log as one JSON object a line";
/// `init`.
pub const INIT: &str = "Make a new endpoint: election.toml, keys, certificates, recovery file";
/// `init --name`.
pub const INIT_NAME: &str = "Name of the election";
/// `init --date`.
pub const INIT_DATE: &str = "Polling day; several by comma";
/// `init --timezone`.
pub const INIT_TIMEZONE: &str = "IANA time zone of the stations, such as Asia/Almaty";
/// `init --opens`.
pub const INIT_OPENS: &str = "When stations open, by the clock on their wall";
/// `init --closes`.
pub const INIT_CLOSES: &str = "When stations close, by the clock on their wall";
/// `init --languages`.
pub const INIT_LANGUAGES: &str = "Languages of the interface, the first is the default";
/// `init --practice`.
pub const INIT_PRACTICE: &str = "A practice election: own keys, a banner on every screen";
/// `init --address`.
pub const INIT_ADDRESS: &str =
    "Names or IP addresses (with port) where phones reach `serve`; several by comma";
/// `election`.
pub const ELECTION: &str = "The election's definition";
/// `election apply`.
pub const ELECTION_APPLY: &str = "Read election.toml and publish it to the devices";
/// `election check`.
pub const ELECTION_CHECK: &str =
    "Read an election's definition and say what is wrong and where; publish nothing";
/// `election show`.
pub const ELECTION_SHOW: &str = "Print the definition last published";
/// `stations`.
pub const STATIONS: &str = "The list of polling stations";
/// `stations import`.
pub const STATIONS_IMPORT: &str = "Read stations from a CSV file; a second import updates";
/// `--code`.
pub const STATIONS_CODE: &str = "Column with the station's code";
/// `--name`.
pub const STATIONS_NAME: &str = "Column with the station's name";
/// `--registered`.
pub const STATIONS_REGISTERED: &str = "Column with the number of registered voters";
/// `--region`.
pub const STATIONS_REGION: &str = "Columns of the region, largest area first, by comma";
/// `--lat`.
pub const STATIONS_LAT: &str = "Column with degrees north (WGS84, decimal), for the map";
/// `--lon`.
pub const STATIONS_LON: &str = "Column with degrees east";
/// Help of `stations import --timezone`.
pub const STATIONS_TIMEZONE: &str =
    "Column with a station's own time zone, such as Europe/Berlin; empty: the election's";
/// Help of `stations import --opens`.
pub const STATIONS_OPENS: &str =
    "Column with a station's own opening, HH:MM; empty: the day's. Early days keep theirs";
/// Help of `stations import --closes`.
pub const STATIONS_CLOSES: &str =
    "Column with a station's own closing, HH:MM; up to its own opening it is on the next date";
/// Help of `stations import --days`.
pub const STATIONS_DAYS: &str = "Column with the polling days on which a station votes, \
     2026-12-05 2026-12-06; empty: every day of the election";
/// `--encoding`.
pub const STATIONS_ENCODING: &str =
    "Encoding of the file (windows-1251, utf-16le, …) where guessing fails";
/// `--dry-run`.
pub const STATIONS_DRY_RUN: &str = "Read and report, change nothing";
/// `--skip-refused`.
pub const STATIONS_SKIP_REFUSED: &str = "Import the good rows although others are refused";
/// `forms`.
pub const FORMS: &str = "Checklists";
/// `forms import`.
pub const FORMS_IMPORT: &str = "Read a checklist from an XLSForm file and publish it";
/// `announced`.
pub const ANNOUNCED: &str = "Officially announced figures";
/// `announced import --station`.
pub const ANNOUNCED_STATION: &str =
    "Columns of the station's code, joined by /; a column `station` if none is named";
/// `announced import --area`.
pub const ANNOUNCED_AREA: &str = "Columns of the area, largest first, where figures are of areas";
/// `announced import --figure`.
pub const ANNOUNCED_FIGURE: &str = "A column of figures and the moment they are for; once for each \
     moment. Without it each row has `figure` and `as_of`, and may have `source`, `link` and \
     `published_at`";
/// `announced import --what`.
pub const ANNOUNCED_WHAT: &str = "What was counted";
/// `announced import --contest`.
pub const ANNOUNCED_CONTEST: &str = "Number of the contest, where figures are told apart by it";
/// `announced import --interval`.
pub const ANNOUNCED_INTERVAL: &str =
    "The figures count since the one before, not since the opening";
/// `announced import --zone`.
pub const ANNOUNCED_ZONE: &str = "IANA zone the times are told in, if not the election's";
/// `announced import --published-at`.
pub const ANNOUNCED_PUBLISHED: &str = "When the figures were published";
/// `announced import --words`.
pub const ANNOUNCED_WORDS: &str = "The exact words of the announcement";
/// `announced import --link`.
pub const ANNOUNCED_LINK: &str = "Where they were published";
/// `announced import`.
pub const ANNOUNCED_IMPORT: &str = "Read figures from a CSV file with the columns station, \
     figure, as_of (YYYY-MM-DD HH:MM, station time)";
/// `invite`.
pub const INVITE: &str = "Make an invitation: a file and a QR picture to hand over";
/// `invite --label`.
pub const INVITE_LABEL: &str = "Your own note for whom it is; it never leaves this computer";
/// `invite --role`.
pub const INVITE_ROLE: &str = "observer or lead";
/// `invite --station`.
pub const INVITE_STATION: &str = "Codes of the assigned stations, by comma";
/// `invite --expires`.
pub const INVITE_EXPIRES: &str =
    "Last day on which the first contact counts (a week after the last polling day if not given)";
/// `invite --out`.
pub const INVITE_OUT: &str = "File to write (LABEL.sanaq here if not given)";
/// `invite --qr`.
pub const INVITE_QR: &str = "QR picture to write, by its ending SVG or PNG";
/// `invite --code`.
pub const INVITE_CODE: &str =
    "Write the code that can be pasted instead of the file (`-` prints it); as secret as the file";
/// `invite --csv`.
pub const INVITE_CSV: &str = "Many at once: a file with the columns label, role, team, call_sign, \
     stations (codes by space or semicolon); each gets a .sanaq file, a QR picture and a .txt with \
     the code";
/// `invite --out-dir`.
pub const INVITE_OUT_DIR: &str =
    "Folder for the files of --csv (`invitations` in the data folder if not given)";
/// `invites`.
pub const INVITES: &str = "Invitations given out";
/// `invites list`.
pub const INVITES_LIST: &str = "Print every invitation and how far it came";
/// `invites revoke`.
pub const INVITES_REVOKE: &str = "End an invitation and the device that used it";
/// `operators`.
pub const OPERATORS: &str = "People who may log in to the dashboard";
/// `operators add`.
pub const OPERATORS_ADD: &str = "Add an operator, or give one a new password";
/// `operators list`.
pub const OPERATORS_LIST: &str = "Print the operators' names";
/// `operators remove`.
pub const OPERATORS_REMOVE: &str = "Take an operator out";
/// `operators add --password-file`.
pub const OPERATORS_PASSWORD: &str =
    "File with the password on its first line (made and printed if not given)";
/// `keys`.
pub const KEYS: &str = "Headquarters' keys";
/// `keys verify-backup`.
pub const KEYS_VERIFY: &str =
    "Open a copy of the recovery file and compare every key with the ones in use";
/// `keys restore`.
pub const KEYS_RESTORE: &str = "Make a new endpoint in --data from a copy of the recovery file, \
     when the old computer is lost; devices then send their pages again";
/// `keys restore --election`.
pub const RESTORE_ELECTION: &str =
    "A copy of election.toml, if it changed after `init`; the recovery file holds that one";
/// `keys restore --common`.
pub const RESTORE_COMMON: &str = "The newest invitation file at hand: it holds the definition, \
     forms and revocations that were published up to it";
/// `serve`.
pub const SERVE: &str = "Answer the devices, and operators on the dashboard";
/// `serve --listen`.
pub const SERVE_LISTEN: &str = "Address for the devices; nothing but sync is answered there";
/// `serve --dashboard`.
pub const SERVE_DASHBOARD: &str =
    "Address of the dashboard; beyond this computer only with a certificate";
/// `serve --dashboard-cert`.
pub const SERVE_CERT: &str = "Certificate chain of the dashboard";
/// `serve --dashboard-key`.
pub const SERVE_KEY: &str = "Key of that certificate";
/// `serve --dashboard-host`.
pub const SERVE_HOST: &str = "Names under which browsers reach the dashboard";
/// `export`.
pub const EXPORT: &str = "Write every table as CSV, answers in ODK Central's layout";
/// `export --out`.
pub const EXPORT_OUT: &str = "Folder for the files; files of the same names are replaced";
/// `check`.
pub const CHECK: &str = "Verify every page, chain, receipt and view that is kept";
/// `check --quick`.
pub const CHECK_QUICK: &str = "Leave out the views";

// What the commands say. Sentences with figures are functions, so that they too stand here.

/// A file of an export.
pub fn exported(name: &str, rows: usize) -> String {
    format!("{name}: {rows} rows")
}
/// A thread panicked.
pub const THREAD_ENDED_BADLY: &str = "a thread ended badly";
/// There is no map in an export.
pub const NO_COORDINATES: &str =
    "stations.geojson: not written, no station of the list has coordinates";

/// Beside a count of rows.
pub const PROGRESS_ROWS: &str = "rows read";
/// After a dry run.
pub const DRY_RUN: &str = "dry run: nothing was changed";
/// Refused rows and no leave to skip them.
pub const NOTHING_IMPORTED: &str =
    "nothing was imported; mend the rows above, or import the others with --skip-refused";
/// Refused rows where they cannot be skipped.
pub const NOTHING_IMPORTED_AT_ALL: &str = "nothing was imported; mend the rows above";
/// After `keys verify-backup`.
pub const BACKUP_VERIFIED: &str = "the recovery file opens and holds every key in use";
/// The copy was the original.
pub const BACKUP_IS_HERE: &str =
    "this file lies in the data folder and is lost with it: copy it to another place, verify that";
/// A recovery file of an older program.
pub const RESTORE_NEEDS_ELECTION: &str =
    "this recovery file holds no election.toml: name a copy of it with --election";
/// `keys restore --common` with a foreign file.
pub const OTHER_ELECTIONS_INVITATION: &str = "that invitation is of another election";
/// `keys restore` without `--common`.
pub const RESTORED_WITHOUT_COMMON: &str = "without --common nothing that was published came back: \
     devices enrolled before will not hear what is published from now on";
/// After `keys restore`.
pub fn restored(name: &str, folder: &str) -> String {
    format!(
        "\"{name}\" is restored in {folder}. Import stations, add operators and `serve`: devices \
         send again what they hold. Labels of earlier invitations did not come back."
    )
}
/// `invite` before `keys verify-backup`.
pub const BACKUP_MISSING: &str = "no invitation is made before a backup of the keys was tried: \
     copy the recovery file to a safe place and run `keys verify-backup COPY`";

/// One refused row.
pub fn refused_row(row: &crate::table::RefusedRow) -> String {
    format!("refused: {row}")
}

/// Refused rows that are not printed.
pub fn refused_more(count: usize) -> String {
    format!("refused: {count} more rows")
}

/// After reading stations.
pub fn stations_read(good: usize, bad: usize, changes: &crate::stations::Changes) -> String {
    let crate::stations::Changes { added, updated, unchanged } = changes;
    format!(
        "{good} stations read ({added} new, {updated} changed, {unchanged} as before), \
         {bad} rows refused"
    )
}

/// After reading announced figures.
pub fn announced_read(new: usize, before: usize) -> String {
    format!("{new} announced figures imported, {before} known before")
}

/// After `operators add`.
pub fn operator_added(name: &str, new: bool) -> String {
    match new {
        true => format!("operator {name} added"),
        false => format!("operator {name} has a new password"),
    }
}

/// A password that was made.
pub fn operator_password(password: &str) -> String {
    format!("password (shown once): {password}")
}

/// After `operators remove`.
pub fn operator_removed(name: &str) -> String {
    format!("operator {name} removed")
}

/// Passphrases that were made.
pub fn passphrases_made(everyday: &str, root: &str) -> String {
    format!(
        "Passphrases, shown once. Write both down and keep them apart from this computer.\n  \
         everyday (serve, invite): {everyday}\n  root key and recovery:    {root}"
    )
}

/// After `init`.
pub fn initialized(name: &str, practice: bool, folder: &str) -> String {
    let kind = if practice { "Practice election" } else { "Election" };
    format!(
        "{kind} \"{name}\" is set up in {folder}.\n\
         Now copy {folder}/recovery.sanaq-recovery to a safe place and run \
         `keys verify-backup COPY`; invitations wait for it."
    )
}
/// `election.toml` and keys differ.
pub const PRACTICE_MISMATCH: &str = "election.toml: `practice` differs from the keys; a practice \
     election and a real one have different keys: use another --data folder and `init`";
/// Nothing to publish.
pub const NOTHING_CHANGED: &str = "nothing changed since the last time";
/// A refused workbook.
pub const FORM_REFUSED: &str = "the form was refused; mend the cells above";
/// A refused row among people to invite.
pub const NOBODY_INVITED: &str = "nobody was invited; mend the rows above";
/// A label that is none.
pub const BAD_LABEL: &str = "a label has 1 to 80 characters";
/// Two labels that make one file name.
pub const LABEL_TWICE: &str = "this label makes the same file name as another one";
/// A note without a readable id.
pub const BAD_NOTE: &str = "the note of this invitation is damaged";

/// After publishing a definition.
pub fn definition_published(version: u32) -> String {
    format!("definition version {version} published")
}

/// One refused cell of a workbook.
pub fn refused_cell(refusal: &str) -> String {
    format!("refused: {refusal}")
}

/// Something of a workbook that is kept and changes nothing here.
pub fn noted_cell(note: &str) -> String {
    format!("noted: {note}")
}

/// A form that is published just so.
pub fn form_known(name: &str, version: u32) -> String {
    format!("form {name} is published already just so, as version {version}")
}

/// A form that was read.
pub fn form_read(name: &str, version: u32) -> String {
    format!("form {name} read, version {version}")
}

/// No such station.
pub fn no_station(code: &str) -> String {
    format!("station {code:?} is not in the list")
}

/// No such role.
pub fn no_role(role: &str) -> String {
    format!("{role:?} is neither observer nor lead")
}

/// A file where an invitation was to be written.
pub fn invitation_is_there(path: &std::path::Path) -> String {
    format!(
        "{} is there already and may be somebody's invitation; nobody was invited",
        path.display()
    )
}

/// An invitation that was written.
pub fn invited(invited: &crate::commands::Invited) -> String {
    let crate::commands::Invited { label, call_sign, id, file, .. } = invited;
    format!("{id}  {label}  {call_sign}  {}", file.display())
}

/// One line of `invites list`.
pub fn invitation_line(note: &crate::invitations::Note, first: Option<i64>) -> String {
    let role = if note.lead { "lead" } else { "observer" };
    let state = match (note.revoked_at, first) {
        (Some(_), _) => "revoked".to_owned(),
        (None, Some(at)) => format!("first contact {}", crate::dashboard::desk::utc(at)),
        (None, None) => "not used".to_owned(),
    };
    let stations = if note.stations.is_empty() { "-".to_owned() } else { note.stations.join(",") };
    let crate::invitations::Note { id, label, call_sign, .. } = note;
    let team = if note.team.is_empty() { "-" } else { note.team.as_str() };
    format!("{id}  {role}  {label}  {call_sign}  {team}  {stations}  {state}")
}

/// After `invites revoke`.
pub fn revoked(label: &str, id: &str) -> String {
    format!("revoked {id}  {label}; pages that come later are held")
}

/// A checked file.
pub fn election_checked(definition: &domain::ElectionDefinition) -> String {
    let days = definition.days.len();
    let early = definition.days.iter().filter(|day| day.early).count();
    format!(
        "{:?}: {days} polling days ({early} early), {} contests, {} categories, {} counting \
         points, {} kinds of incidents, {} schedule rows. Nothing is wrong with it",
        definition.name,
        definition.contests.len(),
        definition.categories.len(),
        definition.points.len(),
        definition.incident_kinds.len(),
        definition.schedule.len(),
    )
}

/// `--zone` of no database.
pub fn no_zone(name: &str) -> String {
    format!("no time zone is called {name:?}")
}

/// A contest that the definition does not have.
pub fn no_contest(number: u32) -> String {
    format!("the definition has no contest {number}")
}

/// A moment that cannot be read.
pub fn no_moment(text: &str) -> String {
    format!("{text:?} names no moment such as 2026-12-06 12:00")
}

/// A form of the schedule that was not imported.
pub fn form_missing(form: &str) -> String {
    format!("the schedule names the form {form:?}, which is not imported yet: its rows wait")
}

/// First line of `election show`.
pub fn election_line(definition: &domain::ElectionDefinition) -> String {
    let kind = if definition.practice { "practice election" } else { "election" };
    let domain::ElectionDefinition { version, name, zone, languages, .. } = definition;
    format!("{kind} \"{name}\", version {version}, {zone}, {}", languages.join(" "))
}

/// A polling day.
pub fn day_line(day: &domain::PollingDay) -> String {
    let time = |minutes: u16| format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60);
    format!("day {} from {} to {}", day.date, time(day.opens_minutes), time(day.closes_minutes))
}

/// A form.
pub fn form_line(form: &domain::definition::FormEntry) -> String {
    format!("form {} \"{}\", version {}", form.form, form.name, form.version)
}

/// A published definition that this program cannot read.
pub fn definition_unreadable(version: u32) -> String {
    format!("definition {version} cannot be read: it needs a newer program")
}

/// An address.
pub fn address_line(address: &str) -> String {
    format!("address {address}")
}
/// Collect-only, or told to be quick.
pub const VIEWS_NOT_CHECKED: &str = "the views were not compared";

/// One problem of `check`.
pub fn problem(code: &str) -> String {
    format!("problem: {code}")
}

/// What `check` looked at.
pub fn checked(report: &store::endpoint::CheckReport, receipts: u64) -> String {
    let store::endpoint::CheckReport { journals, pages, waiting, held, views, .. } = report;
    format!(
        "{journals} journals, {pages} pages, {waiting} waiting, {held} in quarantine, \
         {receipts} receipts, {views} views hold"
    )
}

/// `check` found something.
pub fn check_failed(count: usize) -> String {
    format!("{count} problems found")
}
/// `serve --dashboard` beyond loopback.
pub const DASHBOARD_NEEDS_CERTIFICATE: &str = "beyond this computer the dashboard needs a \
     certificate: give --dashboard-cert and --dashboard-key, or use a loopback address";

/// The one machine-readable line of `serve`.
pub fn ready(sync: std::net::SocketAddr, dashboard: std::net::SocketAddr) -> String {
    format!("ready sync={sync} dashboard={dashboard}")
}

/// An address that is taken or not ours.
pub fn cannot_listen(at: std::net::SocketAddr) -> String {
    format!("cannot listen at {at}")
}

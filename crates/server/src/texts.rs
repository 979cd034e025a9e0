//! Every sentence the command line speaks, in one place and in plain English, so that
//! it reads as one voice and a translator finds it. Operators only: words for observers
//! come from the interface.

/// One line about the program.
pub const ABOUT: &str = "The central endpoint of Sanaq: keeps what observers' phones send";
/// How to begin.
pub const AFTER_HELP: &str = "A new election:
  sanaq-server --data DIR init --name NAME --date 2026-12-06 --timezone Asia/Almaty \\
      --opens 07:00 --closes 20:00
  (copy DIR/recovery.sanaq-recovery to a safe place)
  sanaq-server --data DIR keys verify-backup COPY
  sanaq-server --data DIR stations import stations.csv --code CODE --name NAME
  sanaq-server --data DIR forms import checklist.xlsx
  sanaq-server --data DIR operators add carol
  sanaq-server --data DIR invite --label Alice --station 1804 --out alice.sanaq
  sanaq-server --data DIR serve";
/// `--data`.
pub const DATA: &str = "Folder of this election's endpoint";
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
/// `announced import`.
pub const ANNOUNCED_IMPORT: &str = "Read figures from a CSV file with the columns station, figure, as_of (YYYY-MM-DD HH:MM, station time)";
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
/// `invite --csv`.
pub const INVITE_CSV: &str =
    "Many at once: a file with the columns label, role, stations (codes by space or semicolon)";
/// `invite --out-dir`.
pub const INVITE_OUT_DIR: &str =
    "Folder for the files of --csv (`invitations` in the data folder if not given)";
/// `invites`.
pub const INVITES: &str = "Invitations given out";
/// `invites list`.
pub const INVITES_LIST: &str = "Print every invitation and how far it came";
/// `invites revoke`.
pub const INVITES_REVOKE: &str = "End an invitation and the device that used it";
/// `invites revoke --reason`.
pub const INVITES_REASON: &str = "Why; kept in headquarters' journal";
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
/// `check`.
pub const CHECK: &str = "Verify every page, chain, receipt and view that is kept";
/// `check --quick`.
pub const CHECK_QUICK: &str = "Leave out the views";

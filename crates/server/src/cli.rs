//! The command line as the README gives it: one binary, `--data` before the subcommand.
//!
//! Only shapes here. The words are in `texts`, the work in `commands`, so that a test
//! or the demonstration day calls the work without going through a process.

mod teams;

pub use teams::{Assign, Import, Notice, To};

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::texts as t;

/// The whole line.
#[derive(Debug, Parser)]
#[command(name = "sanaq-server", version, about = t::ABOUT, after_help = t::AFTER_HELP)]
pub struct Line {
    /// Folder of one election's endpoint.
    #[arg(long, value_name = "DIR", help = t::DATA)]
    pub data: Option<PathBuf>,
    /// File with the passphrases, where the command needs one.
    #[arg(long, value_name = "FILE", global = true, help = t::PASSPHRASE_FILE)]
    pub passphrase_file: Option<PathBuf>,
    /// One JSON object a line instead of text.
    #[arg(long, global = true, help = t::LOG_JSON)]
    pub log_json: bool,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    #[command(about = t::INIT)]
    /// Makes a new endpoint.
    Init(Init),
    #[command(about = t::ELECTION, subcommand)]
    /// The election's definition.
    Election(Election),
    #[command(about = t::STATIONS, subcommand)]
    /// The list of stations.
    Stations(Stations),
    #[command(about = t::FORMS, subcommand)]
    /// Checklists.
    Forms(Forms),
    #[command(about = t::ANNOUNCED, subcommand)]
    /// Official figures.
    Announced(AnnouncedFigures),
    #[command(about = t::INVITE)]
    /// Makes invitations.
    Invite(Invite),
    #[command(about = t::INVITES, subcommand)]
    /// Invitations given out.
    Invites(Invites),
    #[command(about = t::ASSIGN)]
    /// Gives stations.
    Assign(Assign),
    #[command(about = t::UNASSIGN)]
    /// Takes stations.
    Unassign(Assign),
    #[command(about = t::NOTICE)]
    /// Sends a notice.
    Notice(Notice),
    #[command(about = t::IMPORT)]
    /// Takes a bundle file.
    Import(Import),
    #[command(about = t::OPERATORS, subcommand)]
    /// People who may log in to the dashboard.
    Operators(Operators),
    #[command(about = t::KEYS, subcommand)]
    /// Headquarters' keys.
    Keys(Keys),
    #[command(about = t::SERVE)]
    /// Answers devices and operators.
    Serve(Serve),
    #[command(about = t::EXPORT)]
    /// Writes every table as CSV.
    Export(Export),
    #[command(about = t::CHECK)]
    /// Verifies all that is kept.
    Check(Check),
}

/// `init`.
#[derive(Debug, Clone, Args)]
pub struct Init {
    /// Name of the election.
    #[arg(long, help = t::INIT_NAME)]
    pub name: String,
    /// Polling days.
    #[arg(long, value_name = "YYYY-MM-DD", required = true, value_delimiter = ',',
          help = t::INIT_DATE)]
    pub date: Vec<String>,
    /// IANA zone.
    #[arg(long, value_name = "ZONE", help = t::INIT_TIMEZONE)]
    pub timezone: String,
    /// Opening on the station's wall.
    #[arg(long, value_name = "HH:MM", help = t::INIT_OPENS)]
    pub opens: String,
    /// Closing on the station's wall.
    #[arg(long, value_name = "HH:MM", help = t::INIT_CLOSES)]
    pub closes: String,
    /// Languages.
    #[arg(long, value_delimiter = ',', default_values = ["kk", "ru", "en"],
          help = t::INIT_LANGUAGES)]
    pub languages: Vec<String>,
    /// Not a real election.
    #[arg(long, help = t::INIT_PRACTICE)]
    pub practice: bool,
    /// Where devices reach this endpoint.
    #[arg(long, value_name = "HOST[:PORT]", value_delimiter = ',',
          default_values = ["127.0.0.1:7443"], help = t::INIT_ADDRESS)]
    pub address: Vec<String>,
}

/// `election …`.
#[derive(Debug, Subcommand)]
pub enum Election {
    #[command(about = t::ELECTION_APPLY)]
    /// Publishes `election.toml`.
    Apply,
    #[command(about = t::ELECTION_CHECK)]
    /// Reads a definition and says what is wrong and where; publishes nothing.
    Check {
        /// The file.
        #[arg(value_name = "FILE.toml")]
        file: PathBuf,
    },
    #[command(about = t::ELECTION_SHOW)]
    /// Prints what is published.
    Show,
}

/// `stations …`.
#[derive(Debug, Subcommand)]
pub enum Stations {
    #[command(about = t::STATIONS_IMPORT)]
    /// Reads a CSV file.
    Import(StationsImport),
}

/// `stations import`.
#[derive(Debug, Clone, Args)]
pub struct StationsImport {
    /// The file.
    #[arg(value_name = "FILE.csv")]
    pub file: PathBuf,
    /// Column of the code.
    #[arg(long, value_name = "COLUMN", help = t::STATIONS_CODE)]
    pub code: String,
    /// Column of the name.
    #[arg(long, value_name = "COLUMN", help = t::STATIONS_NAME)]
    pub name: String,
    /// Column of the registered voters.
    #[arg(long, value_name = "COLUMN", help = t::STATIONS_REGISTERED)]
    pub registered: Option<String>,
    /// Columns of the region path, largest first.
    #[arg(long, value_name = "A,B,C", value_delimiter = ',', help = t::STATIONS_REGION)]
    pub region: Vec<String>,
    /// Column of the degrees north.
    #[arg(long, value_name = "COLUMN", requires = "lon", help = t::STATIONS_LAT)]
    pub lat: Option<String>,
    /// Column of the degrees east.
    #[arg(long, value_name = "COLUMN", requires = "lat", help = t::STATIONS_LON)]
    pub lon: Option<String>,
    /// Column of a station's own zone.
    #[arg(long, value_name = "COLUMN", help = t::STATIONS_TIMEZONE)]
    pub timezone: Option<String>,
    /// Column of its own opening.
    #[arg(long, value_name = "COLUMN", help = t::STATIONS_OPENS)]
    pub opens: Option<String>,
    /// Column of its own closing.
    #[arg(long, value_name = "COLUMN", help = t::STATIONS_CLOSES)]
    pub closes: Option<String>,
    /// Column of its own polling days.
    #[arg(long, value_name = "COLUMN", help = t::STATIONS_DAYS)]
    pub days: Option<String>,
    /// Encoding, where guessing fails.
    #[arg(long, value_name = "NAME", help = t::STATIONS_ENCODING)]
    pub encoding: Option<String>,
    /// Changes nothing.
    #[arg(long, help = t::STATIONS_DRY_RUN)]
    pub dry_run: bool,
    /// Imports what is good.
    #[arg(long, help = t::STATIONS_SKIP_REFUSED)]
    pub skip_refused: bool,
}

/// `forms …`.
#[derive(Debug, Subcommand)]
pub enum Forms {
    #[command(about = t::FORMS_IMPORT)]
    /// Reads an XLSForm.
    Import {
        /// The file.
        #[arg(value_name = "FILE.xlsx")]
        file: PathBuf,
        /// Changes nothing.
        #[arg(long, help = t::STATIONS_DRY_RUN)]
        dry_run: bool,
    },
}

/// `announced …`.
#[derive(Debug, Subcommand)]
pub enum AnnouncedFigures {
    #[command(about = t::ANNOUNCED_IMPORT)]
    /// Reads a CSV file.
    Import {
        /// How the file is read.
        #[command(flatten)]
        args: AnnouncedImport,
    },
}

/// `announced import`.
#[derive(Debug, Clone, Default, Args)]
pub struct AnnouncedImport {
    /// The file.
    #[arg(value_name = "FILE.csv")]
    pub file: PathBuf,
    /// Columns of the station's code.
    #[arg(long, value_name = "A,B", value_delimiter = ',', help = t::ANNOUNCED_STATION)]
    pub station: Vec<String>,
    /// Columns of the area's path.
    #[arg(long, value_name = "A,B", value_delimiter = ',', help = t::ANNOUNCED_AREA)]
    pub area: Vec<String>,
    /// Columns of figures by moment.
    #[arg(long, value_name = "COLUMN=YYYY-MM-DD HH:MM", help = t::ANNOUNCED_FIGURE)]
    pub figure: Vec<String>,
    /// What was counted.
    #[arg(long, value_name = "WHAT", default_value = "unclear", help = t::ANNOUNCED_WHAT,
          value_parser = ["ballots_issued", "signatures", "dropped", "unclear"])]
    pub what: String,
    /// Of which contest.
    #[arg(long, value_name = "N", help = t::ANNOUNCED_CONTEST)]
    pub contest: Option<u32>,
    /// Since the figure before, not since the opening.
    #[arg(long, help = t::ANNOUNCED_INTERVAL)]
    pub interval: bool,
    /// The zone times are told in.
    #[arg(long, value_name = "ZONE", help = t::ANNOUNCED_ZONE)]
    pub zone: Option<String>,
    /// When they were published.
    #[arg(long, value_name = "YYYY-MM-DD HH:MM", help = t::ANNOUNCED_PUBLISHED)]
    pub published_at: Option<String>,
    /// The exact words.
    #[arg(long, value_name = "TEXT", help = t::ANNOUNCED_WORDS)]
    pub words: Option<String>,
    /// Where.
    #[arg(long, value_name = "URL", help = t::ANNOUNCED_LINK)]
    pub link: Option<String>,
}

/// `invite`.
#[derive(Debug, Clone, Args)]
pub struct Invite {
    /// Headquarters' own note; stays here.
    #[arg(long, help = t::INVITE_LABEL, required_unless_present = "csv")]
    pub label: Option<String>,
    /// Role.
    #[arg(long, value_name = "ROLE", default_value = "observer",
          value_parser = ["observer", "lead"], help = t::INVITE_ROLE)]
    pub role: String,
    /// Team.
    #[arg(long, value_name = "TEAM", default_value = "", hide_default_value = true,
          help = t::INVITE_TEAM)]
    pub team: String,
    /// Call-sign.
    #[arg(long, value_name = "SIGN", help = t::INVITE_CALL_SIGN)]
    pub call_sign: Option<String>,
    /// Assigned stations.
    #[arg(long, value_name = "CODE", value_delimiter = ',', help = t::INVITE_STATION)]
    pub station: Vec<String>,
    /// Last day of first contact.
    #[arg(long, value_name = "YYYY-MM-DD", help = t::INVITE_EXPIRES)]
    pub expires: Option<String>,
    /// The file to write.
    #[arg(long, value_name = "FILE.sanaq", help = t::INVITE_OUT)]
    pub out: Option<PathBuf>,
    /// The QR picture to write.
    #[arg(long, value_name = "FILE.svg|FILE.png", help = t::INVITE_QR)]
    pub qr: Option<PathBuf>,
    /// The code to paste: a file to write, `-` for standard output.
    #[arg(long, value_name = "FILE.txt|-", help = t::INVITE_CODE)]
    pub code: Option<PathBuf>,
    /// Many at once.
    #[arg(long, value_name = "FILE.csv", help = t::INVITE_CSV,
          conflicts_with_all = ["label", "out", "qr", "code", "call_sign"])]
    pub csv: Option<PathBuf>,
    /// Where `--csv` writes.
    #[arg(long, value_name = "DIR", help = t::INVITE_OUT_DIR, requires = "csv")]
    pub out_dir: Option<PathBuf>,
}

/// `invites …`.
#[derive(Debug, Subcommand)]
pub enum Invites {
    #[command(about = t::INVITES_LIST)]
    /// Prints them.
    List,
    #[command(about = t::INVITES_CHANGE)]
    /// Another team or call-sign.
    Change {
        /// UUID, or its first characters.
        #[arg(value_name = "ID")]
        id: String,
        /// Another team; empty for none.
        #[arg(long, value_name = "TEAM", help = t::INVITE_TEAM)]
        team: Option<String>,
        /// Another call-sign.
        #[arg(long, value_name = "SIGN", help = t::INVITE_CALL_SIGN)]
        call_sign: Option<String>,
    },
    #[command(about = t::INVITES_REVOKE)]
    /// Ends one.
    Revoke {
        /// UUID, or its first characters.
        #[arg(value_name = "ID")]
        id: String,
    },
}

/// `operators …`.
#[derive(Debug, Subcommand)]
pub enum Operators {
    #[command(about = t::OPERATORS_ADD)]
    /// Adds one, or sets a new password.
    Add {
        /// Login name.
        #[arg(value_name = "NAME")]
        name: String,
        /// File whose first line is the password; otherwise one is made and printed.
        #[arg(long, value_name = "FILE", help = t::OPERATORS_PASSWORD)]
        password_file: Option<PathBuf>,
    },
    #[command(about = t::OPERATORS_LIST)]
    /// Prints the names.
    List,
    #[command(about = t::OPERATORS_REMOVE)]
    /// Takes one out.
    Remove {
        /// Login name.
        #[arg(value_name = "NAME")]
        name: String,
    },
}

/// `keys …`.
#[derive(Debug, Subcommand)]
pub enum Keys {
    #[command(about = t::KEYS_VERIFY)]
    /// Opens the recovery file and compares.
    VerifyBackup {
        /// The copy to try, outside the data folder.
        #[arg(value_name = "COPY.sanaq-recovery")]
        file: PathBuf,
    },
    #[command(about = t::KEYS_RESTORE)]
    /// Makes a new endpoint from the recovery file.
    Restore(Restore),
}

/// `keys restore`.
#[derive(Debug, Clone, Args)]
pub struct Restore {
    /// The copy kept elsewhere.
    #[arg(value_name = "FILE.sanaq-recovery")]
    pub file: PathBuf,
    /// A newer definition than the one of `init`.
    #[arg(long, value_name = "FILE.toml", help = t::RESTORE_ELECTION)]
    pub election: Option<PathBuf>,
    /// Brings back what headquarters published.
    #[arg(long, value_name = "FILE.sanaq", help = t::RESTORE_COMMON)]
    pub common: Option<PathBuf>,
}

/// `serve`.
#[derive(Debug, Clone, Args)]
pub struct Serve {
    /// Public listener.
    #[arg(long, value_name = "IP:PORT", default_value = "0.0.0.0:7443", help = t::SERVE_LISTEN)]
    pub listen: std::net::SocketAddr,
    /// Operators' listener.
    #[arg(long, value_name = "IP:PORT", default_value = "127.0.0.1:7480",
          help = t::SERVE_DASHBOARD)]
    pub dashboard: std::net::SocketAddr,
    /// Certificate chain (PEM) for a dashboard beyond loopback.
    #[arg(long, value_name = "FILE.pem", requires = "dashboard_key", help = t::SERVE_CERT)]
    pub dashboard_cert: Option<PathBuf>,
    /// Its key (PEM).
    #[arg(long, value_name = "FILE.pem", requires = "dashboard_cert", help = t::SERVE_KEY)]
    pub dashboard_key: Option<PathBuf>,
    /// Names the dashboard is reached by, beside its address.
    #[arg(long, value_name = "HOST", value_delimiter = ',', help = t::SERVE_HOST)]
    pub dashboard_host: Vec<String>,
}

/// `export`.
#[derive(Debug, Clone, Args)]
pub struct Export {
    /// Where the files go.
    #[arg(long, value_name = "FOLDER", help = t::EXPORT_OUT)]
    pub out: PathBuf,
}

/// `check`.
#[derive(Debug, Clone, Args)]
pub struct Check {
    /// Leaves out the views.
    #[arg(long, help = t::CHECK_QUICK)]
    pub quick: bool,
}

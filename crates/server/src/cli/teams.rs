//! Command lines that are about people: whom, stations given and taken, notices, teams.
//!
//! Only shapes here, as in the module above.

use std::path::PathBuf;

use clap::Args;

use crate::invitations::Whom;
use crate::texts as t;

/// Whom a command is about: one person or one team.
#[derive(Debug, Clone, Args)]
#[group(required = true, multiple = false)]
pub struct To {
    /// One person.
    #[arg(long, value_name = "PERSON", help = t::TO)]
    pub to: Option<String>,
    /// Everybody of a team.
    #[arg(long, value_name = "TEAM", help = t::TO_TEAM)]
    pub team: Option<String>,
}

/// `assign` and `unassign`.
#[derive(Debug, Clone, Args)]
pub struct Assign {
    /// Whom.
    #[command(flatten)]
    pub whom: To,
    /// Stations.
    #[arg(value_name = "CODE", required = true, value_delimiter = ',', help = t::ASSIGN_CODE)]
    pub station: Vec<String>,
}

/// `notice`.
#[derive(Debug, Clone, Args)]
pub struct Notice {
    /// Whom.
    #[command(flatten)]
    pub whom: To,
    /// What it says.
    #[arg(value_name = "TEXT", help = t::NOTICE_TEXT)]
    pub text: String,
}

/// `import`.
#[derive(Debug, Clone, Args)]
pub struct Import {
    /// The bundle.
    #[arg(value_name = "FILE.sanaq-bundle")]
    pub file: PathBuf,
    /// Where the answer goes.
    #[arg(long, value_name = "FILE.sanaq-bundle", help = t::IMPORT_ANSWER)]
    pub answer: Option<PathBuf>,
}

impl To {
    /// As the notes understand it.
    pub fn whom(&self) -> Whom {
        match (&self.to, &self.team) {
            (Some(person), _) => Whom::Person(person.clone()),
            (None, Some(team)) => Whom::Team(team.clone()),
            (None, None) => Whom::Person(String::new()),
        }
    }
}

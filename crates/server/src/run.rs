//! From a parsed command line to the work: opens what the command needs and no more.
//!
//! A command that reads no key asks for no passphrase. Those that change what lies in the folder
//! take turns. Results go to standard output, all else to standard error, so that a script can
//! take the ready line.

use std::io::IsTerminal as _;

use anyhow::Context as _;

use crate::cli::{
    AnnouncedFigures, Command, Election, Forms, Invites, Keys, Line, Operators, Stations,
};
use crate::clock::Clock;
use crate::commands::{self as work, Say};
use crate::data_folder::DataFolder;
use crate::headquarters::Headquarters;
use crate::passphrase::Passphrases;
use crate::{check, logs, serve, texts};

/// Does what the line says. Results go to standard output, all else to standard error.
pub fn run(line: Line) -> anyhow::Result<()> {
    logs::start(line.log_json);
    let (mut out, mut err) = (std::io::stdout(), std::io::stderr());
    let terminal = err.is_terminal();
    let say = &mut Say { out: &mut out, err: &mut err, terminal };
    let clock = Clock::new();
    let file = line.passphrase_file.as_deref();
    let data = || line.data.as_deref().context(texts::DATA_NEEDED);
    let folder = || -> anyhow::Result<DataFolder> { Ok(DataFolder::open(data()?)?) };
    let headquarters = || -> anyhow::Result<Headquarters> {
        let folder = folder()?;
        let passphrases = Passphrases::read(file)?;
        Ok(Headquarters::open(folder, &passphrases, Clock::new())?)
    };
    let _turn = match changes_files(&line.command) {
        true => Some(folder()?.turn()?),
        false => None,
    };
    match &line.command {
        Command::Init(args) => work::init(data()?, args, file, &clock, say),
        Command::Election(Election::Apply) => work::election_apply(&mut headquarters()?, say),
        Command::Election(Election::Check { file }) => work::election_check(file, say),
        Command::Election(Election::Show) => work::election_show(&headquarters()?, say),
        Command::Stations(Stations::Import(args)) => {
            work::stations_import(&folder()?, args, say).map(drop)
        }
        Command::Forms(Forms::Import { file, dry_run }) => {
            work::forms_import(&mut headquarters()?, file, *dry_run, say)
        }
        Command::Announced(AnnouncedFigures::Import { args }) => {
            work::announced_import(&mut headquarters()?, args, say).map(drop)
        }
        Command::Invite(args) => match &args.csv {
            Some(csv) => work::invite_many(&headquarters()?, args, csv, say).map(drop),
            None => work::invite(&headquarters()?, args, say).map(drop),
        },
        Command::Invites(Invites::List) => {
            // The notes are readable without keys; how far each came is not.
            let headquarters = file.map(|_| headquarters()).transpose()?;
            work::invites_list(&folder()?, headquarters.as_ref(), say)
        }
        Command::Invites(Invites::Change { id, team, call_sign }) => {
            work::invites_change(&folder()?, id, team.as_deref(), call_sign.as_deref(), say)
        }
        Command::Invites(Invites::Revoke { id }) => {
            work::invites_revoke(&mut headquarters()?, id, say)
        }
        Command::Assign(args) => work::assign(&mut headquarters()?, args, true, say),
        Command::Unassign(args) => work::assign(&mut headquarters()?, args, false, say),
        Command::Notice(args) => work::notice(&mut headquarters()?, args, say),
        Command::Import(args) => work::import(&mut headquarters()?, args, say),
        Command::Operators(Operators::Add { name, password_file }) => {
            work::operators_add(&folder()?, name, password_file.as_deref(), say)
        }
        Command::Operators(Operators::List) => work::operators_list(&folder()?, say),
        Command::Operators(Operators::Remove { name }) => {
            work::operators_remove(&folder()?, name, say)
        }
        Command::Keys(Keys::VerifyBackup { file: copy }) => {
            let passphrases = Passphrases::read(file)?;
            work::verify_backup(&folder()?, copy, &passphrases, say)
        }
        Command::Keys(Keys::Restore(args)) => {
            work::restore(data()?, args, &Passphrases::read(file)?, &clock, say)
        }
        Command::Serve(args) => serve::run(headquarters()?, args, say),
        Command::Export(args) => serve::export(headquarters()?, &args.out, say),
        Command::Check(args) => check::run(&headquarters()?, args, say),
    }
}

/// The command reads files of the folder or what was published, and then writes what follows
/// from it. What makes a folder has it alone; what only adds pages is one transaction.
fn changes_files(command: &Command) -> bool {
    match command {
        Command::Election(Election::Apply)
        | Command::Stations(_)
        | Command::Forms(_)
        | Command::Invite(_)
        | Command::Invites(Invites::Change { .. } | Invites::Revoke { .. })
        | Command::Assign(_)
        | Command::Unassign(_)
        | Command::Notice(_)
        | Command::Operators(Operators::Add { .. } | Operators::Remove { .. })
        | Command::Keys(Keys::VerifyBackup { .. }) => true,
        Command::Init(_)
        | Command::Election(Election::Check { .. } | Election::Show)
        | Command::Announced(_)
        | Command::Invites(Invites::List)
        | Command::Import(_)
        | Command::Operators(Operators::List)
        | Command::Keys(Keys::Restore(_))
        | Command::Serve(_)
        | Command::Export(_)
        | Command::Check(_) => false,
    }
}

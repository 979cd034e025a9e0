//! What each subcommand does. Functions of the library: the binary only prints and exits.
//!
//! Each takes what it works on and where to speak, so that a test or the demonstration day
//! calls it without a process.

mod announced;
mod election;
mod forms;
mod import;
mod init;
mod invite;
mod invites;
mod keys;
mod operators;
mod people;
mod say;
mod stations;

pub use announced::import as announced_import;
pub use election::{
    apply as election_apply, check as election_check, endpoints, read as election_file,
    show as election_show,
};
pub use forms::import as forms_import;
pub use import::import;
pub use init::init;
pub use invite::{Invited, invite, invite_many};
pub use invites::{change as invites_change, list as invites_list, revoke as invites_revoke};
pub use keys::{restore, verify_backup};
pub use operators::{add as operators_add, list as operators_list, remove as operators_remove};
pub use people::{assign, notice};
pub use say::Say;
pub use stations::import as stations_import;

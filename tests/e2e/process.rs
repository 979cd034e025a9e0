//! Child processes that end with everything they started, and what they need from the system.

use std::net::TcpListener;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command};
use std::time::Duration;

use rustix::process::{Pid, Signal};

/// A child at the head of its own process group; dropping it ends the group.
pub struct Group {
    pub child: Child,
}

impl Group {
    pub fn start(command: &mut Command) -> Self {
        let child = command.process_group(0).spawn();
        Self { child: child.unwrap_or_else(|error| panic!("{command:?}: {error}")) }
    }

    fn pid(&self) -> Pid {
        Pid::from_raw(self.child.id().cast_signed()).unwrap()
    }

    /// Ends the whole group without a chance to tidy up, and waits for the child.
    pub fn kill(&mut self) {
        let _ = rustix::process::kill_process_group(self.pid(), Signal::KILL);
        let _ = self.child.wait();
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Every process that runs this program and has this word in its environment.
///
/// The word keeps tests that run at once apart.
pub fn running(program: &Path, word: &str) -> Vec<Pid> {
    let program = program.canonicalize().unwrap();
    let mut found = Vec::new();
    for entry in std::fs::read_dir("/proc").unwrap().flatten() {
        let pid = entry.file_name().to_str().and_then(|name| name.parse::<i32>().ok());
        let Some(pid) = pid.and_then(Pid::from_raw) else { continue };
        let runs_it = std::fs::read_link(entry.path().join("exe")).is_ok_and(|exe| exe == program);
        let environment = std::fs::read(entry.path().join("environ")).unwrap_or_default();
        if runs_it && environment.windows(word.len()).any(|part| part == word.as_bytes()) {
            found.push(pid);
        }
    }
    found
}

/// Ends them all: `kill -9`. Gives how many there were.
pub fn kill_program(program: &Path, word: &str) -> usize {
    let found = running(program, word);
    let ended = |pid: &&Pid| rustix::process::kill_process(**pid, Signal::KILL).is_ok();
    found.iter().filter(ended).count()
}

/// A port that nothing listens on now.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Waits until something accepts on the port, at most 20 seconds.
pub async fn accepts(port: u16) {
    for _ in 0..400 {
        if tokio::net::TcpStream::connect(("127.0.0.1", port)).await.is_ok() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    panic!("nothing listens on port {port}");
}

/// A program in the search path.
pub fn in_path(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.exists())
}

/// A program of this workspace: from the environment, else beside the test programs.
pub fn ours(variable: &str, name: &str) -> Option<PathBuf> {
    let given = std::env::var_os(variable).map(PathBuf::from);
    let built = || std::env::current_exe().ok()?.parent()?.parent().map(|at| at.join(name));
    given.or_else(built).filter(|file| file.exists())
}
